// SPDX-License-Identifier: AGPL-3.0-or-later
// Every kind of page of `travaux serve`, found by following the links of the site itself: in English, French and
// Arabic, wide and narrow, light and dark, with and without script.
import { crawl, kinds } from "./crawl.mjs";
import { focus, look, untouched, valid } from "./checks.mjs";
import { attempt, done, full, launch, listen, report, serve, workspace, written } from "./lib.mjs";

const OF_A_KIND = full ? 4 : 2;
const { base, link, said: serverSaid } = await serve(written(workspace()));
const browser = await launch();
const context = await browser.newContext(), tab = await context.newPage();
const said = listen(tab);
await tab.goto(link);
report("the link that serve prints signs in", new URL(tab.url()).pathname === "/" ? [] : [tab.url()]);

const { pages, broken } = await crawl(context.request, base, full ? 2000 : 160);
report("no link of the site leads to an error", broken);
const ANSWERS = ["conflict", "statement-confirm"]; // shown where two people write at once, and to who has a letter's link
report("every kind of the catalogue is linked to", kinds.filter((name) => !pages.has(name) && !ANSWERS.includes(name)).map((name) => `no page "${name}" was found`));

// Of each kind the longest page and the first that was found.
const samples = Array.from(pages.values()).flatMap((of) => {
    const longest = of.toSorted((a, b) => b.source.length - a.source.length);
    return Array.from(new Set([of[0], ...longest])).slice(0, OF_A_KIND).map((page, at) => ({ ...page, first: at === 0 }));
});
const ways = full
    ? ["en", "fr", "ar"].flatMap((language) => ["light", "dark"].flatMap((scheme) => [1280, 390].map((width) => ({ language, scheme, width, accessibility: true, all: true }))))
    : [{ language: "en", scheme: "light", width: 1280, accessibility: true, all: true },
       { language: "fr", scheme: "dark", width: 390, accessibility: true, all: false },
       { language: "ar", scheme: "light", width: 390, accessibility: false, all: false }];
for (const { path, source, first } of samples)
    if (first || full) await attempt(`${path}: valid HTML`, () => valid(source));
for (const { language, scheme, width, accessibility, all } of ways) {
    await tab.setViewportSize({ width, height: 900 });
    await tab.emulateMedia({ colorScheme: scheme });
    await tab.goto(`${base}/language/${language}?back=/`);
    said.take();
    for (const { path, first } of samples.filter((page) => all || page.first))
        await attempt(`${path}: ${language}, ${scheme}, ${width} px`, async () => {
            await tab.goto(base + path);
            const spoken = await tab.evaluate(() => [document.documentElement.lang, document.documentElement.dir]);
            const wrong = [...said.take(), ...(await tab.evaluate(untouched)), ...(await look(tab, { accessibility: accessibility && (first || full) }))];
            if (spoken[0] !== language || spoken[1] !== (language === "ar" ? "rtl" : "ltr")) wrong.push(`the page says it is ${spoken}`);
            if (first && width === 1280 && scheme === "light") wrong.push(...(await focus(tab, 12)));
            return wrong;
        });
}

// Without script: the same words, and nothing that waits for a script to show itself.
const bare = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 390, height: 900 }, storageState: await context.storageState() });
const bareTab = await bare.newPage(), bareSaid = listen(bareTab);
await bareTab.goto(`${base}/language/en?back=/`);
for (const { path } of samples.filter((page) => full || page.first))
    await attempt(`${path}: without script, 390 px`, async () => {
        await bareTab.goto(base + path);
        return [...bareSaid.take(), ...(await look(bareTab, { accessibility: false }))];
    });
report("the server had nothing to complain of", serverSaid().split("\n").filter((line) => /error|warning|assert|sanitizer/i.test(line)));
await browser.close();
done();
