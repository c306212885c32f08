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

    // Words that are selected become the passage of a new note, by a button or the key a.
    const note = document.getElementById("write-note");
    const offer = document.createElement("button");

    // Whole words, wherever the selection began within one.
    function whole(range) {
        const grown = range.cloneRange(), word = /[\p{L}\p{N}\p{M}]/u;
        let node = grown.startContainer, at = grown.startOffset;
        if (node.nodeType === Node.TEXT_NODE && word.test(node.data[at] || ""))
            while (at > 0 && word.test(node.data[at - 1])) at--;
        grown.setStart(node, at);
        node = grown.endContainer;
        at = grown.endOffset;
        if (node.nodeType === Node.TEXT_NODE && at > 0 && word.test(node.data[at - 1]))
            while (at < node.data.length && word.test(node.data[at])) at++;
        grown.setEnd(node, at);
        return grown;
    }

    function selected() {
        const selection = getSelection();
        if (!note || selection.isCollapsed || selection.rangeCount === 0) return null;
        const range = whole(selection.getRangeAt(0)), inside = range.commonAncestorContainer;
        const element = inside instanceof Element ? inside : inside.parentElement;
        if (!element || !element.closest("main") || element.closest("form, .together")) return null;
        const words = range.cloneContents();
        words.querySelectorAll("del").forEach(function (gone) { gone.remove(); }); // not in the text as proposed
        const text = words.textContent.trim();
        return text === "" ? null : { text: text, range: range, element: element };
    }

    // Where the words stand in the document: its lines say where they begin.  Nothing struck may lie between.
    const lines = Array.from(document.querySelectorAll(".whole [id^=o]"));
    function place(found) {
        const line = lines.filter(function (at) { return found.range.comparePoint(at, 0) < 0; }).pop();
        if (!line) return "";
        const before = document.createRange();
        before.setStart(line, 0);
        before.setEnd(found.range.startContainer, found.range.startOffset);
        if (before.cloneContents().querySelector("del")) return "";
        const lead = found.range.toString().length - found.range.toString().trimStart().length;
        return String(Number(line.id.slice(1)) + Array.from(before.toString()).length + lead);
    }

    function annotate() {
        const found = selected();
        if (!found) return;
        note.querySelector("[name=quote]").value = found.text;
        note.querySelector("[name=near]").value = place(found);
        note.open = true;
        offer.hidden = true;
        note.querySelector("[name=body]").focus();
    }

    if (note) {
        offer.type = "button";
        offer.className = "offer";
        offer.hidden = true;
        offer.textContent = note.querySelector("summary").textContent;
        document.querySelector("main").append(offer);
        offer.addEventListener("mousedown", function (event) { event.preventDefault(); }); // keeps the selection
        offer.addEventListener("click", annotate);
        document.addEventListener("selectionchange", function () { offer.hidden = selected() === null; });
    }
    document.addEventListener("keydown", function (event) {
        if (event.ctrlKey || event.metaKey || event.altKey) return;
        if (event.target instanceof Element && event.target.closest("input, textarea, select")) return;
        const match = document.activeElement && document.activeElement.closest(".match");
        const button = match && match.querySelector("button[data-key=" + CSS.escape(event.key) + "]");
        if (button) button.click();
        else if (event.key === "a" && selected()) annotate();
        else return;
        event.preventDefault();
    });

    // Each line of a document that a note is on leads to it.
    document.querySelectorAll(".notes > li[data-start]").forEach(function (item, number) {
        const start = Number(item.dataset.start);
        const at = lines.filter(function (line) { return Number(line.id.slice(1)) <= start; }).pop();
        if (!at) return;
        const link = document.createElement("a");
        link.href = "#" + item.id;
        link.className = "noted";
        link.textContent = item.parentElement.dataset.word + " " + (number + 1);
        (at.closest("p") || at).append(" ", link);
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
