// SPDX-License-Identifier: AGPL-3.0-or-later
// What people come for, step by step in the real server: wide with script, narrow without, and by keyboard alone.
import { look } from "./checks.mjs";
import { attempt, done, launch, listen, report, serve, workspace, written } from "./lib.mjs";

const { base, link, said: serverSaid } = await serve(written(workspace()));
const browser = await launch();
const admin = await browser.newContext();
{
    const tab = await admin.newPage();
    await tab.goto(link);
    await tab.close();
}

// A tab of somebody, in one of the ways that the site has to bear; what went wrong on the way is `said`.
async function visitor(state, { width = 1280, script = true } = {}) {
    const context = await browser.newContext({ javaScriptEnabled: script, viewport: { width, height: 900 }, ...(state ? { storageState: state } : {}) });
    const tab = await context.newPage();
    return { context, tab, said: listen(tab) };
}
const inSight = (locator) => locator.evaluate((element) => {
    const box = element.getBoundingClientRect();
    return box.bottom > 0 && box.top < innerHeight && element.checkVisibility();
});
function must(condition, message) {
    if (!condition) throw new Error(message);
}
const heading = (tab) => tab.locator("h1").innerText();

for (const way of [{ width: 1280, script: true }, { width: 390, script: false }]) {
    const name = `${way.width} px, ${way.script ? "with" : "without"} script`;
    const { context, tab, said } = await visitor(await admin.storageState(), way);
    tab.setDefaultTimeout(8000);

    await attempt(`${name}: start page → provision → claim → source → back`, async () => {
        await tab.goto(base);
        await tab.locator("a", { hasText: /^MNR@2022:5\.2$|^5\.2\b/ }).first().click();
        must(tab.url().endsWith("/provision/MNR@2022:5.2"), `the start page led to ${tab.url()}`);
        const claim = tab.locator(".family q a").first(), words = (await claim.innerText()).replace(/[“”…\s]+$/g, "").split(/\s+/).slice(0, 4).join(" ");
        await claim.click();
        must(/\/document\//.test(tab.url()), `the claim led to ${tab.url()}`);
        const shown = tab.locator(":target").first();
        must(await inSight(shown), "the passage is not in sight");
        must((await tab.locator("main").innerText()).replace(/\s+/g, " ").includes(words), `the document does not show "${words}"`);
        await tab.goBack();
        must(tab.url().endsWith("/provision/MNR@2022:5.2"), `back led to ${tab.url()}`);
        return said.take();
    });

    await attempt(`${name}: provision → proposal → document → its other proposals`, async () => {
        await tab.goto(`${base}/provision/MNR@2022:5.2`);
        await tab.locator(".family a.number").first().click();
        must(/\/proposal\//.test(tab.url()), `the number led to ${tab.url()}`);
        const number = await tab.locator("h1").innerText();
        await tab.locator("a[href^='/document/']").first().click();
        must(/\/document\//.test(tab.url()), `the source led to ${tab.url()}`);
        must((await tab.locator("main").innerText()).includes(number.split(/\s/)[0]), `the document does not name ${number}`);
        return said.take();
    });

    await attempt(`${name}: the text as proposed, in force, and marked`, async () => {
        await tab.goto(`${base}/provision/MNR@2022:5.2`);
        for (const [view, hidden, shown] of [["As proposed", "del", "ins"], ["In force", "ins", "del"], ["Marked", null, "ins"]]) {
            await tab.locator(".families > label", { hasText: view }).click();
            if (hidden) must(await tab.locator(`.families .reads ${hidden}, .families .text ${hidden}`).evaluateAll((all) => all.length > 0 && all.every((one) => !one.checkVisibility())), `"${view}" shows what it is to hide`);
            must(await tab.locator(`.families .text ${shown}`).first().isVisible(), `"${view}" hides what it is to show`);
        }
        return said.take();
    });

    await attempt(`${name}: French and back, on the same page`, async () => {
        await tab.goto(`${base}/provision/MNR@2022:5.2`);
        await tab.locator(".tongues a", { hasText: "français" }).click();
        must(tab.url().endsWith("/provision/MNR@2022:5.2"), `the choice of a language led to ${tab.url()}`);
        must((await tab.locator("html").getAttribute("lang")) === "fr", "the page is not in French");
        must((await tab.locator("main").innerText()).includes("Textes complets"), "its words are not French");
        await tab.locator(".tongues a", { hasText: "English" }).click();
        must((await tab.locator("html").getAttribute("lang")) === "en", "the page is not in English again");
        return said.take();
    });

    await attempt(`${name}: a document in Arabic runs from the right`, async () => {
        await tab.goto(`${base}/proposal/ZHR/61/1`);
        await tab.locator("a[href^='/document/']").first().click();
        const line = tab.locator("main p", { hasText: "زهران أن الوصول" }).first();
        must((await line.evaluate((p) => getComputedStyle(p).direction)) === "rtl", "its lines run from the left");
        must((await line.evaluate((p) => p.closest("[lang]").lang)) === "ar", "its language is not said");
        return said.take();
    });
    const unfold = () => tab.evaluate(() => document.querySelectorAll("details").forEach((one) => { one.open = true; }));
    const send = (form) => Promise.all([tab.waitForEvent("load"), form.locator("button[type=submit]").click()]);

    await attempt(`${name}: search → provision`, async () => {
        await tab.goto(base);
        await tab.locator(".top .find input").fill("without discrimination");
        await Promise.all([tab.waitForEvent("load"), tab.locator(".top .find button").click()]);
        must(/\/search\?q=/.test(tab.url()), `the search led to ${tab.url()}`);
        must(/discrimination/.test((await tab.locator("main mark").allInnerTexts()).join(" ")), "what was looked for is not marked");
        await Promise.all([tab.waitForEvent("load"), tab.locator("main a[href^='/provision/'], main a[href^='/proposal/']").first().click()]);
        must(/\/(provision|proposal)\//.test(tab.url()), `the hit led to ${tab.url()}`);
        return said.take();
    });

    await attempt(`${name}: any two texts beside each other`, async () => {
        await tab.goto(`${base}/compare`);
        await tab.locator("[name=a]").fill("MNR@2006:5.2");
        await tab.locator("[name=b]").fill("MNR@2022:5.2");
        await send(tab.locator("form.pair"));
        must((await tab.locator("main ins, main del").count()) > 0 || /the same/i.test(await tab.locator("main").innerText()), "no difference is shown, nor that there is none");
        return [...said.take(), ...(await look(tab, { accessibility: way.script }))];
    });

    await attempt(`${name}: a note on a passage, and it is there`, async () => {
        const words = `Too vague, seen at ${way.width}.`;
        await tab.goto(`${base}/provision/MNR@2022:5.3`);
        await unfold();
        const form = tab.locator("form[action='/note']");
        await form.locator("[name=body]").fill(words);
        await send(form);
        await tab.goto(`${base}/provision/MNR@2022:5.3`);
        await unfold();
        must((await tab.locator("main").innerText()).includes(words), "the note is not on the page");
        return [...said.take(), ...(await look(tab, { accessibility: way.script }))];
    });

    await attempt(`${name}: following, and the list of what is followed`, async () => {
        await tab.goto(`${base}/provision/MNR@2022:${way.script ? "5.4" : "6.1"}`);
        await send(tab.locator("form[action='/follow']"));
        await tab.goto(`${base}/notices`);
        must((await tab.locator("main").innerText()).includes(way.script ? "5.4" : "6.1"), "what is followed is not listed");
        return said.take();
    });

    await attempt(`${name}: an assessment, and a second one in between that is not lost`, async () => {
        const fill = async (on, reason) => {
            await on.evaluate(() => document.querySelectorAll("details").forEach((one) => { one.open = true; }));
            const form = on.locator("form[action='/assessment']");
            for (const [field, value] of [["effect_low", "2"], ["effect_high", "4"], ["likelihood_low", "10"], ["likelihood_high", "30"], ["because", reason]])
                await form.locator(`[name=${field}]`).fill(value);
            return form;
        };
        const proposal = way.script ? "OST/20/2" : "SAN/10R1/1", second = await context.newPage();
        await tab.goto(`${base}/proposal/${proposal}`);
        await second.goto(`${base}/proposal/${proposal}`);
        await send(await fill(tab, "First of two reasons."));
        const form = await fill(second, "Second of two reasons.");
        await Promise.all([second.waitForEvent("load"), form.locator("button[type=submit]").click()]);
        const answered = await second.locator("body").innerText() + await second.locator("textarea").evaluateAll((all) => all.map((one) => one.value).join(" "));
        must(answered.includes("Second of two reasons."), "what the second wrote is lost");
        must(answered.includes("First of two reasons."), "the second is not told of the first");
        const wrong = await look(second, { accessibility: way.script });
        await second.close();
        said.take(); // the browser tells of the status 409
        return wrong;
    });

    await attempt(`${name}: weights that can be moved`, async () => {
        await tab.goto(`${base}/assessments`);
        const form = tab.locator("main form").first(), sum = await tab.locator("main table").first().innerText();
        await form.locator("input[type=range], input[type=number], input[type=text]").first().evaluate((field) => { field.value = field.max || "3"; });
        await send(form);
        must(tab.url().includes("?"), "the weights do not stand in the address");
        must((await tab.locator("main table").first().innerText()) !== sum, "another weight changes nothing");
        return [...said.take(), ...(await look(tab, { accessibility: way.script }))];
    });

    await attempt(`${name}: the review queue, and a match that is confirmed`, async () => {
        await tab.goto(`${base}/review`);
        await unfold();
        const answers = tab.locator("main form button[type=submit]");
        must((await answers.count()) > 0, "there is nothing to answer");
        await Promise.all([tab.waitForEvent("load"), answers.first().click()]);
        must(tab.url().includes("/review"), `the answer led to ${tab.url()}`);
        return [...said.take(), ...(await look(tab, { accessibility: way.script }))];
    });

    await attempt(`${name}: a joint statement is signed and the name waits to be confirmed`, async () => {
        await tab.goto(`${base}/statement/access-for-all`);
        await unfold();
        const form = tab.locator("form[action^='/statement-sign']");
        const organisation = `Lanterna Network Rights ${way.width}`;
        await form.locator("[name=organisation]").fill(organisation);
        await form.locator("[name=email]").fill(`lanterna${way.width}@example.org`);
        for (const field of ["person", "function"]) await form.locator(`[name=${field}]`).fill("Somebody");
        await send(form);
        must(/confirm|e-mail/i.test(await tab.locator("main").innerText()), "nothing is said of the confirmation");
        return [...said.take(), ...(await look(tab, { accessibility: way.script }))];
    });
    await context.close();
}

// ---- by keyboard alone ----
{
    const { context, tab, said } = await visitor(await admin.storageState());
    tab.setDefaultTimeout(8000);
    const press = (key) => tab.keyboard.press(key);
    // Tab until the focus is on what is wanted.
    async function tabTo(wanted, most = 150) {
        for (let i = 0; i < most; i++) {
            await press("Tab");
            if (await tab.evaluate((selector) => document.activeElement?.matches(selector), wanted)) return;
        }
        throw new Error(`${most} times Tab do not lead to ${wanted}`);
    }
    await attempt("by keyboard: past the menu, compare → place → claim → source → back", async () => {
        await tab.goto(`${base}/provision/MNR@2022:5.2`);
        await press("Tab");
        must(await tab.evaluate(() => document.activeElement.matches(".skip") && getComputedStyle(document.activeElement).outlineStyle !== "none"), "the first Tab is not the way past the menu");
        await press("Enter");
        must((await tab.evaluate(() => location.hash)) === "#main", "it does not lead past the menu");
        await press("j");
        await press("j");
        must((await tab.evaluate(() => document.activeElement.id)) === "place-2", "j j is not at the second place");
        await press("k");
        must((await tab.evaluate(() => document.activeElement.id)) === "place-1", "k does not lead back");
        await tabTo("a.fam-link");
        await press("Enter");
        must(/^#text-/.test(await tab.evaluate(() => location.hash)), "the letter of a family does not lead to its text");
        await tabTo(".family q a[href*='quote=']");
        const from = await tab.evaluate(() => document.activeElement.href);
        await press("Enter");
        await tab.waitForURL(/\/document\//);
        must(tab.url() === from, `Enter on the claim led to ${tab.url()}`);
        must(await inSight(tab.locator(":target").first()), "the passage is not in sight");
        await tab.goBack(); // the browser's own key, which has no effect where it has no window
        must(/\/provision\//.test(tab.url()), `back led to ${tab.url()}`);
        await press("Tab");
        must(await tab.evaluate(() => document.activeElement !== document.body), "the focus is lost");
        return said.take();
    });
    await attempt("by keyboard: the views of the texts", async () => {
        await tab.goto(`${base}/provision/MNR@2022:5.2`);
        await tabTo("input[name=view]");
        await press("ArrowRight");
        await press("ArrowRight");
        must(await tab.evaluate(() => document.activeElement.id === "view-after" && document.activeElement.checked), "the arrows do not choose");
        must(await tab.locator(".families .text del").evaluateAll((all) => all.every((one) => !one.checkVisibility())), "what is chosen is not shown");
        return said.take();
    });
    await context.close();
}

// ---- people ----
{
    const { context, tab, said } = await visitor(await admin.storageState());
    tab.setDefaultTimeout(8000);
    let invitation = null;
    await attempt("an admin invites a reader", async () => {
        await tab.goto(`${base}/people`);
        await tab.locator("form[action='/people/invite'] [name=email]").fill("reader@example.org");
        await tab.locator("form[action='/people/invite'] [name=role]").selectOption("reader");
        await tab.locator("form[action='/people/invite'] button").click();
        invitation = await tab.locator("a.secret").getAttribute("href");
        return [...said.take(), ...(await look(tab))];
    });
    const other = await visitor(null, { width: 390, script: false });
    other.tab.setDefaultTimeout(8000);
    await attempt("the reader comes in by the invitation, on a phone without script", async () => {
        must(invitation, "there is no invitation");
        await other.tab.goto(invitation);
        const wrong = await look(other.tab, { accessibility: false });
        for (const input of await other.tab.locator("main input:not([type=hidden])").all()) {
            const [name, type] = await input.evaluate((field) => [field.name, field.type]);
            await input.fill(type === "password" ? "a long enough passphrase 7" : type === "email" ? "reader@example.org" : name.includes("code") ? "" : "Rita Reader");
        }
        await other.tab.locator("main form button").click();
        await other.tab.locator(".person", { hasText: "Rita" }).waitFor();
        return [...other.said.take(), ...wrong];
    });
    await attempt("a reader sees texts and no page for admins", async () => {
        await other.tab.goto(`${base}/provision/MNR@2022:5.2`);
        must((await heading(other.tab)).includes("5.2"), await heading(other.tab));
        for (const page of ["/people", "/publish", "/audit"]) {
            const answer = await other.tab.goto(base + page);
            must([403, 404].includes(answer.status()), `${page}: ${answer.status()}`);
        }
        other.said.take();
        return await look(other.tab, { accessibility: false });
    });
    await attempt("signing out, a wrong password, signing in", async () => {
        await other.tab.goto(`${base}/account`);
        await other.tab.locator("form[action='/sign-out'] button").click();
        await other.tab.locator(".person", { hasNotText: "Rita" }).waitFor();
        must((await other.tab.goto(`${base}/provision/MNR@2022:5.2`)).status() >= 400 || /sign-in/.test(other.tab.url()), "signed out, and still inside");
        const wrong = await look(other.tab, { accessibility: false });
        for (const [password, inside] of [["wrong", false], ["a long enough passphrase 7", true]]) {
            await other.tab.goto(`${base}/sign-in?back=/actors`);
            await other.tab.locator("[name=email]").fill("reader@example.org");
            await other.tab.locator("[name=password]").fill(password);
            await other.tab.locator("main form button").click();
            await other.tab.locator(inside ? ".person:has-text('Rita')" : "[role=alert]").waitFor();
            wrong.push(...(await look(other.tab, { accessibility: false })));
        }
        must(other.tab.url().endsWith("/actors"), `signing in led to ${other.tab.url()}`);
        other.said.take();
        return wrong;
    });
    await attempt("what is published is there for a stranger, to read only", async () => {
        const stranger = await visitor(null, { width: 390 });
        const before = (await stranger.tab.goto(`${base}/provision/MNR@2022:5.2`)).status();
        must(before >= 400 || /sign-in/.test(stranger.tab.url()), `private by default, and yet ${before}`);
        await tab.goto(`${base}/publish`);
        await Promise.all([tab.waitForEvent("load"), tab.locator("form[action='/publish']").first().locator("button").click()]);
        must((await stranger.tab.goto(`${base}/provision/MNR@2022:5.2`)).status() === 200, "published, and not there");
        const offered = await stranger.tab.locator("form[method=post]").evaluateAll((all) => all.map((form) => form.action));
        must(offered.length === 0, `a stranger is offered ${offered}`);
        stranger.said.take();
        const wrong = await look(stranger.tab);
        await stranger.context.close();
        return wrong;
    });
    await other.context.close();
    await context.close();
}
report("the server had nothing to complain of", serverSaid().split("\n").filter((line) => /error|warning|assert|sanitizer/i.test(line)));
await browser.close();
done();
