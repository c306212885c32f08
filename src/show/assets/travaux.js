// SPDX-License-Identifier: AGPL-3.0-or-later
// Comforts only: every page works without this file.  j and k go from place to place, the views are remembered for the
// next page, tables can be filtered.  No network, no storage beyond this tab.
"use strict";

(function () {
    const places = Array.from(document.querySelectorAll(".place, .family, .whole p[id], .provision.has"));
    let here = -1;

    function go(step) {
        if (places.length === 0) return;
        here = Math.min(Math.max(here + step, 0), places.length - 1);
        const place = places[here];
        place.tabIndex = -1;
        place.focus({ preventScroll: true });
        place.scrollIntoView({ block: "center" });
    }

    document.addEventListener("keydown", function (event) {
        if (event.ctrlKey || event.metaKey || event.altKey) return;
        if (event.target instanceof Element && event.target.closest("input[type=search], textarea, select")) return;
        if (event.key === "j") go(1);
        else if (event.key === "k") go(-1);
        else if (event.key === "/" && filter) filter.focus();
        else return;
        event.preventDefault();
    });

    // A locus that was clicked becomes the place from which j and k go on.
    document.querySelectorAll("a.locus").forEach(function (link) {
        link.addEventListener("click", function () {
            here = places.findIndex(function (place) { return "#" + place.id === link.getAttribute("href"); });
        });
    });

    // An address that points into a folded list opens it.
    function unfold() {
        const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
        for (let at = target; at; at = at.parentElement) if (at.tagName === "DETAILS") at.open = true;
        if (target) target.scrollIntoView();
    }
    window.addEventListener("hashchange", unfold);
    unfold();

    // In pages without a server: the words that ?quote=start,points names, counted in the text without what is deleted.
    function mark() {
        const asked = /^(\d+),(\d+)$/.exec(new URLSearchParams(location.search).get("quote") ?? "");
        const whole = document.querySelector(".whole");
        if (!asked || !whole || document.getElementById("quote")) return;
        const start = Number(asked[1]), end = start + Number(asked[2]);
        const anchors = Array.from(whole.querySelectorAll("[id^=o]")).filter((one) => /^o\d+$/.test(one.id));
        const last = anchors.filter((one) => Number(one.id.slice(1)) <= start).pop();
        if (!last) return;
        let at = Number(last.id.slice(1)), space = false, found = [];
        let line = last.closest("p");
        while (line && at < end) {
            const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
            for (let node = walker.nextNode(); node && at < end; node = walker.nextNode()) {
                if (node.parentElement.closest("del")) continue;
                let from = -1, offset = 0;
                for (const letter of node.data) {
                    const blank = /\s/.test(letter);
                    if (at >= start && at < end && from < 0 && !blank) from = offset;
                    if (at >= end && from >= 0) break;
                    if (!(blank && space)) at += 1; // a deletion between two words leaves two spaces where one is meant
                    space = blank;
                    offset += letter.length;
                }
                if (from >= 0) found.push([node, from, offset]);
            }
            line = line.nextElementSibling;
            const next = line && line.querySelector("[id^=o]");
            at = line && /^o\d+$/.test(line.id) ? Number(line.id.slice(1)) : next ? Number(next.id.slice(1)) : at + 1;
            space = false;
        }
        found.forEach(function (piece, number) {
            const range = document.createRange(), mark = document.createElement("mark");
            range.setStart(piece[0], piece[1]);
            range.setEnd(piece[0], piece[2]);
            if (number === 0) mark.id = "quote";
            range.surroundContents(mark);
        });
        if (found.length > 0) document.getElementById("quote").scrollIntoView({ block: "center" });
    }
    mark();

    const views = document.querySelectorAll("input[name=view]");
    let kept = null;
    try { kept = sessionStorage.getItem("view"); } catch (error) { kept = null; }
    views.forEach(function (view) {
        if (view.id === kept) view.checked = true;
        view.addEventListener("change", function () {
            try { sessionStorage.setItem("view", view.id); } catch (error) { kept = null; }
        });
    });

    const filter = document.getElementById("filter");
    if (filter) {
        const rows = Array.from(document.querySelectorAll("table[data-filter] tbody tr"));
        const texts = rows.map(function (row) { return row.textContent.toLocaleLowerCase(); });
        const said = filter.parentElement.querySelector("output");
        const words = filter.closest(".filter").dataset.ofRows;
        filter.closest(".filter").hidden = false;
        filter.addEventListener("input", function () {
            const wanted = filter.value.toLocaleLowerCase().split(/\s+/).filter(Boolean);
            let shown = 0;
            rows.forEach(function (row, number) {
                const fits = wanted.every(function (word) { return texts[number].includes(word); });
                row.hidden = !fits;
                shown += fits ? 1 : 0;
            });
            said.textContent = wanted.length > 0 ? words.replace("{1}", shown).replace("{2}", rows.length) : "";
        });
    }
})();
