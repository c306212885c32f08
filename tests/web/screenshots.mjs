// SPDX-License-Identifier: AGPL-3.0-or-later
// Pictures of every kind of page, for people to look at: node tests/web/screenshots.mjs FOLDER [KIND…]
// Wide in English by day, narrow in French by night, narrow in Arabic; the first page of each kind, and the longest.
import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { crawl } from "./crawl.mjs";
import { launch, serve, workspace, written } from "./lib.mjs";

const folder = resolve(process.argv[2] ?? "screenshots"), wanted = process.argv.slice(3);
mkdirSync(folder, { recursive: true });
const { base, link } = await serve(written(workspace()));
const browser = await launch(), context = await browser.newContext(), tab = await context.newPage();
await tab.goto(link);
const { pages } = await crawl(context.request, base, 250);
for (const { language, scheme, width } of [{ language: "en", scheme: "light", width: 1280 }, { language: "fr", scheme: "dark", width: 390 }, { language: "ar", scheme: "light", width: 390 }]) {
    await tab.setViewportSize({ width, height: 900 });
    await tab.emulateMedia({ colorScheme: scheme });
    await tab.goto(`${base}/language/${language}?back=/`);
    for (const [kind, of] of pages) {
        if (wanted.length > 0 && !wanted.includes(kind)) continue;
        const longest = of.toSorted((a, b) => b.source.length - a.source.length)[0];
        for (const [name, { path }] of Object.entries(language === "en" && longest !== of[0] ? { first: of[0], longest } : { longest })) {
            await tab.goto(base + path);
            const height = Math.min(await tab.evaluate(() => document.documentElement.scrollHeight), 3200);
            const file = `${kind || "start"}-${name}-${language}-${width}.png`;
            await tab.screenshot({ path: join(folder, file), fullPage: true, clip: { x: 0, y: 0, width, height } });
            console.log(`${file}  ${path}`);
        }
    }
}
await browser.close();
process.exit(0);
