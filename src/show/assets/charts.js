// SPDX-License-Identifier: AGPL-3.0-or-later
// Weights that move: the sliders of an assessment move its bars, numbers and ranks at once.  Without this file the form
// asks the server for the page again.  The reckoning is that of src/analyse/assess_weights.c.
"use strict";

(function () {
    const form = document.querySelector("form.weights");
    if (!form) return;
    const names = ["rights", "scope", "force", "cost", "binding", "feasible", "new"];
    const PARTS = 4, FORCE = 2, BINDING = 4, WIDTH = 120;
    const language = document.documentElement.lang || "en";
    const one = new Intl.NumberFormat(language === "en" ? "en-GB" : language,
                                      { minimumFractionDigits: 1, maximumFractionDigits: 1 });
    const whole = new Intl.NumberFormat(language === "en" ? "en-GB" : language);

    function numbers(text) { return text.trim().split(/\s+/).map(Number); }
    function weights() { return names.map(function (name) { return Number(form.elements[name].value); }); }

    // end 0 is low, end 1 is high
    function effect(sides, weight, end) {
        const binding = Math.pow(sides[2 * BINDING + end], weight[BINDING]);
        let out = 0, sum = 0;
        for (let i = 0; i < PARTS; i++) {
            out += weight[i] * sides[2 * i + end] * (i === FORCE ? 1 : binding);
            sum += weight[i];
        }
        if (sum <= 0) return 0;
        out /= sum;
        for (let i = BINDING + 1; i < names.length; i++) out *= Math.pow(sides[2 * i + end], weight[i]);
        return out;
    }

    function within(value) { return Math.min(Math.max(value, 0), WIDTH); }

    function show(cell, low, high) {
        const fill = cell.querySelector(".fill"), said = cell.querySelector(".interval");
        let from = within(low / 10 * WIDTH), to = within(high / 10 * WIDTH);
        if (to - from < 3) {
            from = Math.min(Math.max(from - 1.5, 0), WIDTH - 3);
            to = from + 3;
        }
        fill.setAttribute("x", from.toFixed(1));
        fill.setAttribute("width", (to - from).toFixed(1));
        said.textContent = one.format(low) + " – " + one.format(high);
    }

    function move() {
        const weight = weights();
        form.querySelectorAll("output").forEach(function (output, i) { output.textContent = one.format(weight[i]); });
        document.querySelectorAll(".a-weight").forEach(function (cell, i) { cell.textContent = one.format(weight[i]); });
        const ranked = [];
        document.querySelectorAll("[data-sides]").forEach(function (holder) {
            const sides = numbers(holder.dataset.sides), likely = numbers(holder.dataset.likely);
            const low = effect(sides, weight, 0), high = effect(sides, weight, 1);
            holder.querySelectorAll(".a-effect").forEach(function (cell) { show(cell, low, high); });
            holder.querySelectorAll(".a-product").forEach(function (cell) {
                show(cell, low * likely[0], high * likely[1]);
            });
            if (holder.tagName === "TR")
                ranked.push({ row: holder, middle: low * likely[0] + high * likely[1], high: high * likely[1] });
        });
        if (ranked.length === 0) return;
        const body = ranked[0].row.parentNode;
        if (document.querySelector(".pager")) return; // a part of the list cannot be ranked: "Apply" does
        ranked.sort(function (a, b) { return b.middle - a.middle || b.high - a.high; });
        ranked.forEach(function (item, i) {
            item.row.querySelector(".rank").textContent = whole.format(i + 1);
            body.appendChild(item.row);
        });
    }

    form.hidden = false;
    form.addEventListener("input", move);
    form.addEventListener("reset", function () { setTimeout(move); });
})();
