// SPDX-License-Identifier: AGPL-3.0-or-later
// Checks of one page as it is shown: each gives what is wrong, in words.
import { modules } from "./lib.mjs";

// Runs in the page.  Contrast is reckoned anew from the colours that are shown (WCAG 2.1, 1.4.3), because axe-core
// leaves aside what it is not sure of.
function contrast() {
    function rgba(text) {
        const numbers = (text.match(/-?[\d.]+(e-?\d+)?/g) ?? []).map(Number);
        if (text.startsWith("rgb")) return [numbers[0], numbers[1], numbers[2], numbers[3] ?? 1];
        if (text.startsWith("color(srgb")) return [numbers[0] * 255, numbers[1] * 255, numbers[2] * 255, numbers[3] ?? 1];
        return text === "transparent" ? [0, 0, 0, 0] : null;
    }
    function over(above, below) {
        const alpha = above[3] + below[3] * (1 - above[3]);
        if (alpha === 0) return [0, 0, 0, 0];
        return [0, 1, 2].map((i) => (above[i] * above[3] + below[i] * below[3] * (1 - above[3])) / alpha).concat(alpha);
    }
    function luminance(colour) {
        const [r, g, b] = colour.slice(0, 3).map((v) => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    }
    function ratio(a, b) {
        const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x);
        return (light + 0.05) / (dark + 0.05);
    }
    const canvas = matchMedia("(prefers-color-scheme: dark)").matches ? [18, 18, 18, 1] : [255, 255, 255, 1];
    function behind(element) {
        let colour = [0, 0, 0, 0];
        for (let at = element; at && colour[3] < 1; at = at.parentElement) {
            const style = getComputedStyle(at);
            if (style.backgroundImage !== "none") return null;
            const own = rgba(style.backgroundColor);
            if (own === null) return null;
            colour = over(colour, own);
        }
        return over(colour, canvas);
    }
    // The shape of a drawing that a label stands on: the last one painted before it that holds its middle.
    function shape(label) {
        const box = label.getBoundingClientRect(), x = box.x + box.width / 2, y = box.y + box.height / 2;
        let found = null;
        for (const one of label.ownerSVGElement.querySelectorAll("rect, circle, ellipse, path, polygon")) {
            if (!(one.compareDocumentPosition(label) & Node.DOCUMENT_POSITION_FOLLOWING)) continue;
            const area = one.getBoundingClientRect(), fill = rgba(getComputedStyle(one).fill);
            if (fill && fill[3] > 0 && area.x <= x && x <= area.right && area.y <= y && y <= area.bottom && one.tagName !== "path")
                found = fill.with(3, fill[3] * Number(getComputedStyle(one).fillOpacity));
        }
        return found;
    }
    function opacity(element) {
        let all = 1;
        for (let at = element; at; at = at.parentElement) all *= Number(getComputedStyle(at).opacity);
        return all;
    }
    const wrong = new Map();
    function judge(element, colour, text, shadow) {
        const style = getComputedStyle(element, shadow), size = parseFloat(style.fontSize);
        let ground = behind(element);
        if (ground === null || colour === null) {
            wrong.set(`contrast not known: ${text}`, true);
            return;
        }
        if (element.ownerSVGElement) {
            const under = shape(element);
            if (under) ground = over(under, ground);
        }
        const shown = over([...colour.slice(0, 3), colour[3] * opacity(element)], ground), found = ratio(shown, ground);
        const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
        if (found < (large ? 3 : 4.5) - 0.005)
            wrong.set(`contrast ${found.toFixed(2)}: ${element.tagName.toLowerCase()}.${element.getAttribute("class") ?? ""} "${text.trim().slice(0, 40)}"`, true);
    }
    const seen = new Set(), walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    let count = 0;
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const element = node.parentElement;
        if (seen.has(element) || !node.data.trim()) continue;
        seen.add(element);
        if (["SCRIPT", "STYLE", "NOSCRIPT", "OPTION"].includes(element.tagName) || !element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
        if (element.closest(".vh, [disabled]") || getComputedStyle(element).clipPath !== "none" || parseFloat(getComputedStyle(element).fontSize) === 0) continue;
        if (element.tagName === "TITLE" || element.tagName === "DESC") continue;
        const style = getComputedStyle(element);
        judge(element, rgba(element.ownerSVGElement ? style.fill : style.color), node.data);
        count++;
    }
    for (const input of document.querySelectorAll("input:not([type=hidden], [type=radio], [type=checkbox]), textarea, select"))
        if (input.checkVisibility() && !input.disabled) {
            judge(input, rgba(getComputedStyle(input).color), `(${input.name})`);
            if (input.placeholder) judge(input, rgba(getComputedStyle(input, "::placeholder").color), input.placeholder, "::placeholder");
        }
    if (count === 0) wrong.set("contrast: no text was seen", true);
    return Array.from(wrong.keys());
}

// Runs in the page.
function outline() {
    const wrong = [], heads = Array.from(document.querySelectorAll("h1, h2, h3, h4, h5, h6"));
    let before = 0;
    for (const head of heads) {
        const level = Number(head.tagName[1]);
        if (level > before + 1) wrong.push(`heading order: h${level} "${head.textContent.trim().slice(0, 40)}" behind h${before}`);
        if (!head.textContent.trim()) wrong.push(`an empty ${head.tagName}`);
        before = level;
    }
    const first = heads.filter((head) => head.tagName === "H1").length;
    if (first !== 1) wrong.push(`${first} headings of the first level`);
    for (const [what, wanted] of [["main", 1], ["body > header", 1]])
        if (document.querySelectorAll(what).length !== wanted) wrong.push(`${document.querySelectorAll(what).length} ${what}`);
    const names = Array.from(document.querySelectorAll("nav")).map((nav) => nav.getAttribute("aria-label") ?? "");
    if (names.includes("") || new Set(names).size !== names.length) wrong.push(`landmarks of one name, or of none: ${names}`);
    for (const element of document.body.children)
        if (!["MAIN", "HEADER", "FOOTER", "NAV", "SCRIPT"].includes(element.tagName) && !element.matches(".skip"))
            wrong.push(`${element.tagName.toLowerCase()}.${element.className} stands in no landmark`);
    const skip = document.querySelector("a.skip");
    if (!skip || !document.querySelector(skip.getAttribute("href"))) wrong.push("no link past the menu");
    if (!document.documentElement.lang || !document.documentElement.dir) wrong.push("the page does not say its language and direction");
    if (!document.title.trim()) wrong.push("no title");
    const ids = Array.from(document.querySelectorAll("[id]"), (element) => element.id);
    const twice = ids.filter((id, at) => ids.indexOf(id) !== at);
    if (ids.length < 5000 && twice.length > 0) wrong.push(`a name twice: ${twice.slice(0, 3)}`);
    for (const link of document.querySelectorAll("a[href^='#']"))
        if (link.hash.length > 1 && !document.getElementById(decodeURIComponent(link.hash.slice(1)))) wrong.push(`a link to nowhere: ${link.hash}`);
    if (document.querySelector("[style]")) wrong.push("an attribute style");
    return wrong;
}

// Runs in the page: what is wider than the window.
function width() {
    const all = document.documentElement, much = all.scrollWidth - all.clientWidth;
    if (much <= 0) return [];
    const widest = Array.from(document.body.querySelectorAll("*")).filter((element) => {
        const box = element.getBoundingClientRect();
        return (box.right > all.clientWidth + 1 || box.left < -1) && box.width > 0 && !element.closest(".skip, .vh") &&
            !element.parentElement.closest(".scroll");
    });
    return [`${much} px wider than the window: ${widest.slice(0, 4).map((e) => `${e.tagName.toLowerCase()}.${e.getAttribute("class") ?? ""}`)}`];
}

// Runs in the page, when something hostile was shown: nothing ran, nothing reaches out of where it stands.
export function untouched() {
    const wrong = [];
    if (globalThis.hacked !== undefined) wrong.push(`a script of a document ran: ${globalThis.hacked}`);
    for (const element of document.querySelectorAll("*"))
        for (const { name, value } of element.attributes) {
            if (/^on/i.test(name)) wrong.push(`${element.tagName} ${name}`);
            if (["href", "src", "action", "formaction"].includes(name) && /^\s*(javascript|data|vbscript):/i.test(value)) wrong.push(`${name}=${value}`);
        }
    for (const script of document.scripts) if (!script.src && script.type !== "application/ld+json") wrong.push(`an inline script: ${script.textContent.slice(0, 80)}`);
    if (document.querySelector("iframe, object, embed, base, body img:not([src^='/']):not([src^='../'])")) wrong.push("an element that no page of ours has");
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode())
        if (/[\u202A-\u202E\u2066-\u2069\u200B\uFEFF]|[\u{E0000}-\u{E0FFF}]/u.test(node.data)) wrong.push(`a hidden character: ${JSON.stringify(node.data.slice(0, 60))}`);
    return wrong;
}

export async function axe(tab) {
    const size = await tab.evaluate(() => document.querySelectorAll("*").length);
    if (size > 6000) return []; // minutes for ten thousand rows of one kind; smaller pages of the kind are looked at
    if (!(await tab.evaluate(() => globalThis.axe !== undefined))) await tab.evaluate(modules.axe);
    const result = await tab.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"], preload: false }));
    return result.violations.map((v) => `axe ${v.id} (${v.impact}) ${v.nodes.length}: ${v.nodes[0].html.slice(0, 200)}`);
}

// All that can be seen of a page as it stands.  axe-core waits for timers, which stand still where script is off.
export async function look(tab, { accessibility = true } = {}) {
    const wrong = [...(await tab.evaluate(contrast)), ...(await tab.evaluate(outline)), ...(await tab.evaluate(width))];
    if (accessibility) wrong.push(...(await axe(tab)));
    return wrong;
}

// The focus shows itself, and stays in the window, wherever Tab goes; at most `most` steps.
export async function focus(tab, most = 25) {
    const wrong = [];
    await tab.evaluate(() => { document.activeElement?.blur(); scrollTo(0, 0); });
    for (let i = 0; i < most; i++) {
        await tab.keyboard.press("Tab");
        const found = await tab.evaluate(() => {
            const at = document.activeElement;
            if (!at || at === document.body) return null;
            const shown = (element) => {
                const style = getComputedStyle(element);
                return (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1) || style.boxShadow !== "none";
            };
            const label = at.labels?.[0], box = (at.getBoundingClientRect().width > 1 || !label ? at : label).getBoundingClientRect();
            const name = `${at.tagName.toLowerCase()}.${at.className} ${(at.textContent || at.name || "").trim().slice(0, 30)}`;
            if (!shown(at) && !(label && shown(label))) return `the focus does not show: ${name}`;
            if (box.bottom < 0 || box.top > innerHeight || box.right < 0 || box.left > innerWidth) return `the focus is out of sight: ${name}`;
            return "";
        });
        if (found === null) break;
        if (found) wrong.push(found);
    }
    return wrong;
}

let validator = null;
export async function valid(source) {
    validator ??= new modules.HtmlValidate({ extends: ["html-validate:recommended"], rules: {
        "no-trailing-whitespace": "off", "long-title": "off", "no-inline-style": "error", "require-sri": "off",
    } });
    const found = await validator.validateString(source);
    return found.results.flatMap((r) => r.messages).slice(0, 10).map((m) => `${m.line}:${m.column} ${m.ruleId}: ${m.message}`);
}
