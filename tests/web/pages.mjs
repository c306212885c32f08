// SPDX-License-Identifier: AGPL-3.0-or-later
// Looks at pages as a browser and an accessibility checker do.  Optional: skips, saying so, where the npm modules or a
// browser are absent.  Usage: node tests/web/pages.mjs SITE [PAGE…]   (modules are looked for in $TRAVAUX_NODE_MODULES)
//
// For each page, in the light and the dark scheme, at 1280 and 390 pixels: no axe-core violation, no error or blocked
// resource on the console, nothing wider than the window; and html-validate's recommended rules on the source.
import { createRequire } from "node:module";
import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const require = createRequire(join(process.env.TRAVAUX_NODE_MODULES ?? process.cwd(), "/"));
const browserPath = ["/usr/bin/chromium", "/usr/bin/google-chrome"].find(existsSync);
let axe, chromium, HtmlValidate;
try {
    axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
    ({ chromium } = require("playwright-core"));
    ({ HtmlValidate } = require("html-validate"));
} catch (error) {
    console.log("1..0 # SKIP npm modules axe-core, playwright-core, html-validate are not installed");
    process.exit(0);
}
if (!browserPath) {
    console.log("1..0 # SKIP no browser");
    process.exit(0);
}

const site = resolve(process.argv[2] ?? "site");
// Without names: the index and the largest page of each folder.
function chosen() {
    const pages = ["index.html", "actors.html"];
    for (const folder of ["instrument", "provision", "proposal", "document"]) {
        if (!existsSync(join(site, folder))) continue;
        const files = readdirSync(join(site, folder)).map((name) => join(folder, name));
        files.sort((a, b) => statSync(join(site, b)).size - statSync(join(site, a)).size);
        pages.push(...files.slice(0, folder === "provision" ? 3 : 1));
    }
    return pages;
}
const pages = process.argv.length > 3 ? process.argv.slice(3) : chosen();

const validator = new HtmlValidate({ extends: ["html-validate:recommended"], rules: {
    "no-trailing-whitespace": "off", "long-title": "off", "no-inline-style": "error", "require-sri": "off",
} });
let number = 0, failed = 0;
function report(good, name, detail) {
    number++;
    failed += good ? 0 : 1;
    console.log(`${good ? "ok" : "not ok"} ${number} - ${name}`);
    if (!good) for (const line of detail) console.log(`# ${line}`);
}

const browser = await chromium.launch({ executablePath: browserPath, args: ["--no-sandbox", "--disable-gpu", "--disable-quic"] });
for (const page of pages) {
    const source = readFileSync(join(site, page), "utf8");
    const report_ = await validator.validateString(source);
    report(report_.valid, `${page}: valid HTML`,
        report_.results.flatMap((r) => r.messages).slice(0, 10).map((m) => `${m.line}:${m.column} ${m.ruleId}: ${m.message}`));
    for (const colorScheme of ["light", "dark"])
        for (const width of [1280, 390]) {
            const context = await browser.newContext({ colorScheme, viewport: { width, height: 900 }, bypassCSP: false });
            const tab = await context.newPage();
            const said = [];
            tab.on("console", (message) => { if (message.type() === "error") said.push(message.text()); });
            tab.on("pageerror", (error) => said.push(String(error)));
            await tab.goto(pathToFileURL(join(site, page)).href);
            const name = `${page}: ${colorScheme}, ${width} px`;
            report(said.length === 0, `${name}: nothing on the console`, said);
            const wide = await tab.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
            report(wide <= 0, `${name}: fits the window`, [`${wide} px too wide`]);
            const styled = await tab.evaluate(() => getComputedStyle(document.querySelector(".top")).display);
            report(styled === "flex", `${name}: the style is applied`, [styled]);
            if (source.length > 600_000) { // axe-core takes minutes for ten thousand rows of one kind
                console.log(`# ${name}: axe-core left out, ${source.length} bytes`);
                await context.close();
                continue;
            }
            await tab.evaluate(axe);
            const result = await tab.evaluate(() => globalThis.axe.run());
            report(result.violations.length === 0, `${name}: axe-core`,
                result.violations.map((v) => `${v.id} (${v.impact}) ${v.nodes.length}: ${v.nodes[0].html.slice(0, 160)}`));
            if (width === 1280 && colorScheme === "light" && (await tab.locator("tbody.place").count()) > 0) {
                await tab.keyboard.press("j");
                report((await tab.evaluate(() => document.activeElement.className)).includes("place"),
                    `${name}: j goes to a place`, []);
                await tab.check("#view-after", { force: true });
                const seen = await tab.evaluate(() => Array.from(document.querySelectorAll(".texts del"))
                    .every((del) => getComputedStyle(del).display === "none"));
                report(seen, `${name}: "as proposed" hides what is deleted`, []);
            }
            await context.close();
        }
}
await browser.close();
console.log(`1..${number}`);
process.exit(failed === 0 ? 0 : 1);
