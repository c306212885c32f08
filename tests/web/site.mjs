// SPDX-License-Identifier: AGPL-3.0-or-later
// The static site in a browser: pages of every kind, in English and French (Arabic, too, on demand), wide and narrow, light and dark.
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { focus, look, untouched, valid } from "./checks.mjs";
import { attempt, done, full, launch, listen, run, scratch, workspace } from "./lib.mjs";

const address = workspace();
const browser = await launch();
const tab = await browser.newPage();
const said = listen(tab);

// Of each kind the largest page, and one from the middle; those at the root.
function chosen(site) {
    const found = readdirSync(site).filter((name) => name.endsWith(".html"));
    for (const kind of readdirSync(site).filter((name) => statSync(join(site, name)).isDirectory() && name !== "assets")) {
        const files = readdirSync(join(site, kind)).map((name) => join(kind, name));
        files.sort((a, b) => statSync(join(site, b)).size - statSync(join(site, a)).size);
        found.push(...(full ? files.slice(0, 6) : files.slice(0, 1)), ...(files.length > 2 ? [files[files.length >> 1]] : []));
    }
    return Array.from(new Set(found));
}

const ways = full
    ? ["en", "fr", "ar"].flatMap((language) => ["light", "dark"].flatMap((scheme) => [1280, 390].map((width) => ({ language, scheme, width }))))
    : [{ language: "en", scheme: "light", width: 1280 }, { language: "fr", scheme: "dark", width: 390 }]; // Arabic is looked at in the workbench
for (const language of new Set(ways.map((way) => way.language))) {
    const site = join(scratch(), `site-${language}`);
    run("-w", address, "export", "--format", "html", "--language", language, "-o", site);
    if (language === "fr")
        await attempt("French: what analyses say is said in French", () => {
            // Of assessments, definitions, blame and the register the sentences have no rows yet: they stand there as English, marked.
            const files = readdirSync(site, { recursive: true }).filter((name) => name.endsWith(".html") && /^(index|provision\/|proposal\/|document|instrument\/|outcome|actor|theme)/.test(name));
            const left = files.flatMap((name) => Array.from(readFileSync(join(site, name), "utf8").matchAll(/<span lang="en" dir="ltr">([^<]+)/g), ([, text]) => text));
            // what the papers themselves say of a deadline is theirs; a sentence that was cut short has no row yet
            return Array.from(new Set(left)).filter((text) => !/^written comments|^Network Conference|…$/.test(text));
        });
    for (const page of chosen(site)) {
        const source = readFileSync(join(site, page), "utf8");
        if (language === "en") await attempt(`${page}: valid HTML`, async () =>
            (await valid(source)).filter((line) => !line.includes("wcag/h32"))); // weights move by script alone: there is nobody to send them to
        for (const { scheme, width } of ways.filter((way) => way.language === language)) {
            await tab.setViewportSize({ width, height: 900 });
            await tab.emulateMedia({ colorScheme: scheme });
            await attempt(`${page}: ${language}, ${scheme}, ${width} px`, async () => {
                await tab.goto(pathToFileURL(join(site, page)).href);
                const wrong = [...said.take(), ...(await tab.evaluate(untouched)), ...(await look(tab))];
                if (width === 1280 && scheme === "light") wrong.push(...(await focus(tab, 12)));
                return wrong;
            });
        }
    }
}
await browser.close();
done();
