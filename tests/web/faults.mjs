// SPDX-License-Identifier: AGPL-3.0-or-later
// The checks of pages themselves: each finds the fault that it is for, and none in a page without fault.
import { focus, look, untouched } from "./checks.mjs";
import { attempt, done, launch, listen } from "./lib.mjs";

const frame = (body, style = "") => `<!DOCTYPE html><html lang="en" dir="ltr"><head><meta charset="utf-8">
    <meta name="viewport" content="width=device-width"><title>A page</title>
    <style>body { color: #222; background: #fff } a:focus { outline: 2px solid #00f } ${style}</style></head><body>
    <a class="skip" href="#main">Past the menu</a><header><nav aria-label="Menu"><a href="#main">To it</a></nav></header>
    <main id="main"><h1>A page</h1>${body}</main></body></html>`;
// What is wrong, the body, its style, a word of the finding or null when there is none.
const faults = [
    ["nothing", "<h2>Below</h2><p>Words.</p>", "", null],
    ["pale words", "<p class=pale>Words.</p>", ".pale { color: #999 }", "contrast 2.8"],
    ["pale large words", "<p class=pale>Words.</p>", ".pale { color: #949494; font-size: 25px }", null],
    ["words paled by their block", "<div class=pale><p>Words.</p></div>", ".pale { opacity: .4 }", "contrast"],
    ["words on a coloured ground", "<div class=dark><p>Words.</p></div>", ".dark { background: #345 }", "contrast"],
    ["words on a mixed ground", "<p class=dark>Words.</p>", ".dark { background: color-mix(in srgb, #000 60%, transparent) }", "contrast"],
    ["a label on its shape", "<svg width=90 height=30 role=img aria-label=x><rect width=90 height=30 fill=#123 /><text x=9 y=20 fill=#222>Word</text></svg>", "", "contrast"],
    ["a light label on a dark shape", "<svg width=90 height=30 role=img aria-label=x><rect width=90 height=30 fill=#123 /><text x=9 y=20 fill=#fff>Word</text></svg>", "", null],
    ["a heading left out", "<h3>Below</h3>", "", "heading order"],
    ["two first headings", "<h1>Another</h1>", "", "2 headings"],
    ["a name twice", "<p id=a>A</p><p id=a>B</p>", "", "a name twice"],
    ["a link to nowhere", "<a href=#away>Away</a>", "", "nowhere"],
    ["landmarks of one name", "<nav aria-label=Menu><a href=#main>There</a></nav>", "", "landmarks"],
    ["something wide", "<p class=wide>Words.</p>", ".wide { width: 3000px }", "wider"],
    ["something wide that scrolls by itself", "<div class=scroll tabindex=0 role=group aria-label=t><p class=wide>Words.</p></div>", ".scroll { overflow-x: auto } .wide { width: 3000px }", null],
    ["a picture without words", "<img src='data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA='>", "", "axe image-alt"],
    ["a style within", "<p style='color: red'>Words.</p>", "", "attribute style"],
    ["a handler of an event", "<p onclick='hacked = 1'>Words.</p>", "", "onclick"],
    ["a script that ran", "<p>x</p><script>hacked = 1</script>", "", "ran"],
    ["a link that runs", "<a href='javascript:hacked=1'>x</a>", "", "javascript:"],
    ["an override of direction", "<p>a\u202Eb</p>", "", "hidden character"],
    ["a focus that does not show", "<p><button>Press</button></p>", "button { outline: none !important }", "focus does not show"],
    ["a focus that shows", "<p><button>Press</button></p>", "", null],
];

const browser = await launch();
const tab = await browser.newPage({ viewport: { width: 800, height: 600 } });
listen(tab);
for (const [name, body, style, finding] of faults)
    await attempt(`${name} is ${finding === null ? "let through" : "found"}`, async () => {
        await tab.goto("about:blank");
        await tab.setContent(frame(body, style));
        const wrong = [...(await look(tab)), ...(await tab.evaluate(untouched)), ...(await focus(tab, 6))];
        return finding === null ? wrong : wrong.some((line) => line.includes(finding)) ? [] : [`found only: ${wrong}`];
    });
await browser.close();
done();
