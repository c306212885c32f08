// SPDX-License-Identifier: AGPL-3.0-or-later
// What is hostile stays words: texts, names of files, numbers, sponsors, meetings and deadlines of documents; what is
// asked in addresses; and what people enter into every form there is.  Nothing of it runs, leads away or reorders a page.
import { crawl } from "./crawl.mjs";
import { untouched } from "./checks.mjs";
import { attempt, done, full, launch, listen, report, serve, workspace } from "./lib.mjs";

const OVERRIDE = "\u202Ebackwards\u202C", HIDDEN = "a\u200Bb\u{E0041}";
const MARKUP = `</p></td></title></script><script>hacked='text'</script><img src=x onerror="hacked='img'"><svg onload=hacked='svg'>` +
    `<a href="javascript:hacked='link'">x</a>" onmouseover="hacked='attribute'" x='`;
const header = (symbol, sponsor) => `NETWORK CONFERENCE (NC-26)\n\nCalder Bay, 30 November – 18 December 2026\n\nPLENARY MEETING\n\n` +
    `Document ${symbol}-E\n\n22 September 2026\n\nOriginal: English\n\n${sponsor}\n\n`;
const papers = {
    [`070-"><img src=x onerror=hacked='file'>&lt;${OVERRIDE}.txt`]: header(70, "Ostavia (OST)") + `TITLE ${MARKUP}\n\nIntroduction\n\n${MARKUP} ${OVERRIDE} ${HIDDEN}\n\n` +
        `Proposals\n\nMOD  OST/70/1\n\n5.2 Member States shall ${MARKUP} ensure ${OVERRIDE} access for the public to the international service.\n\n` +
        `Reasons: ${MARKUP} ${HIDDEN}\n\nADD  OST/70/2<script>hacked='number'</script>\n\n5.10 Nobody shall ${MARKUP}.\n\nReasons: ${OVERRIDE}\n\nMOD  OST/70/3\n\n` +
        `Article 99.9 ${MARKUP}\n\nA text for nothing that exists.\n\nReasons: None.\n`,
    "071-html.html": `<!doctype html><html lang="en"><head><title>x</title><script>hacked='html'</script><base href="https://evil.example/"></head><body onload="hacked='body'">` +
        `<p>NETWORK CONFERENCE (NC-26)</p><p>PLENARY MEETING</p><p>Document 71-E</p><p>22 September 2026</p><p>Quelland (QEL)</p><h2>Proposals</h2><p><b>MOD QEL/71/1</b></p>` +
        `<p style="position:fixed;inset:0" onclick="hacked=1">5.4 Operators shall &lt;script&gt;hacked='entity'&lt;/script&gt; agree &#x202E;among&#x202C; themselves.</p><p><b>Reasons:</b> <iframe src="javascript:parent.hacked=1"></iframe>None.</p></body></html>`,
    "hostile/paper.txt": `MOD  MRN/72/1\n\n5.3 A Member State ${MARKUP} shall give notice.\n\nReasons: x\n`,
    "hostile/travaux.toml": `kind = "contribution"\nmeeting = "NC-26 <script>hacked='meeting'</script>"\ninstrument = "MNR"\nsponsor = ["<b onmouseover=hacked=1>${OVERRIDE}"]\n` +
        `date = 2026-09-23\n[deadlines."<img src=x onerror=hacked=1>"]\nmeeting = "NC-26"\ndate = 2026-12-01\nwhat = "<script>hacked='deadline'</script> ${OVERRIDE}"\nkind = "consultation"\nwho = "<svg onload=hacked=1>"\n`,
};
const { base, link, said: serverSaid } = await serve(workspace(papers));
const browser = await launch();
const context = await browser.newContext(), tab = await context.newPage();
const said = listen(tab);
await tab.goto(link);

async function visit(path) {
    await tab.goto(base + path);
    await tab.mouse.move(300, 300);
    return [...said.take().filter((line) => !/status of 4\d\d/.test(line)), ...(await tab.evaluate(untouched))];
}

// What is asked in the address.
const text = encodeURIComponent(MARKUP + OVERRIDE);
for (const path of [`/search?q=${text}`, `/${text}`, `/provision/${text}`, `/proposal/${text}`, `/document/${text}`, `/actor/${text}`, `/actors?x=${text}`,
                    `/?${text}=${text}`, `/provision/MNR:5.2?view=${text}`, `/document/1?quote=${text}`, "/provision/..%2f..%2fassets", "/document/%00",
                    `/audit?of=${text}`, `/sign-in?back=${text}`])
    await attempt(`asked in an address: ${path.slice(0, 50)}`, () => visit(path));
for (const back of ["https://evil.example/", "//evil.example/", "/\\evil.example/", "javascript:hacked=1", "/%0d%0aSet-Cookie:%20a=b", "\thttps://evil.example"])
    await attempt(`led back to ${JSON.stringify(back)}`, async () => {
        const answer = await context.request.get(`${base}/language/en?back=${encodeURIComponent(back)}`, { maxRedirects: 0 });
        const to = new URL(answer.headers().location ?? "/", base);
        return to.origin === base && !answer.headers()["set-cookie"]?.includes("a=b") ? [] : [`${to}`];
    });

// What stands in documents.
const found = await crawl(context.request, base, full ? 2000 : 220);
const touched = Array.from(found.pages.values()).flat().filter(({ source }) => /hacked|backwards/.test(source));
report("the hostile papers were read and are shown", touched.length >= 5 ? [] : [`only ${touched.length} pages show them`]);
const wrong = [];
for (const { path } of full ? touched : touched.slice(0, 60)) wrong.push(...(await visit(path)).map((line) => `${path}: ${line}`));
report(`pages that show hostile papers: ${touched.length}`, wrong);

// What people enter: every form that any kind of page has, every field filled with what would act.
const forms = new Set(), entered = [];
for (const [, of] of found.pages)
    for (const { path } of of.slice(0, 2)) {
        await tab.goto(base + path);
        const actions = await tab.evaluate(() => Array.from(document.forms, (form) => `${form.method} ${new URL(form.action).pathname}`));
        for (const [at, action] of actions.entries()) {
            if (forms.has(action) || /sign-out|disable|password|second-factor/.test(action)) continue;
            forms.add(action);
            await tab.goto(base + path);
            const arrived = tab.waitForEvent("load", { timeout: 4000 }).catch(() => null);
            const sent = await tab.evaluate(([at, text]) => {
                const form = document.forms[at];
                for (const field of form.elements) {
                    if (field.type === "hidden" && field.name !== "token") continue;
                    if (["text", "search", "textarea", ""].includes(field.type) || field.tagName === "TEXTAREA") field.value = text;
                    if (field.type === "email") field.value = "somebody@example.org";
                    if (field.type === "url") field.value = "javascript:hacked='url'";
                    if (field.type === "number") field.value = field.max || "1";
                    if (field.type === "date") field.value = "2026-12-01";
                    if (field.type === "checkbox") field.checked = true;
                    if (field.tagName === "SELECT" && field.options.length > 1) field.selectedIndex = 1;
                }
                if (form.querySelector("input[type=file]")) return false;
                form.noValidate = true;
                const button = form.querySelector("button:not([type=button]), input[type=submit]");
                setTimeout(() => button.click(), 20);
                return button !== null;
            }, [at, MARKUP + OVERRIDE]);
            if (!sent) continue;
            await arrived;
            entered.push(...[...said.take().filter((line) => !/status of 4\d\d/.test(line)), ...(await tab.evaluate(untouched))].map((line) => `${action}: ${line}`));
        }
    }
report(`what is entered into forms (${forms.size}: ${Array.from(forms).join(", ").slice(0, 300)})`, entered);
const again = await crawl(context.request, base, full ? 2000 : 220), after = [];
for (const [, of] of again.pages) for (const { path } of of.filter(({ source }) => source.includes("hacked")).slice(0, 4)) after.push(...(await visit(path)).map((line) => `${path}: ${line}`));
report(`pages that show what was entered: ${Array.from(again.pages.values()).flat().filter(({ source }) => source.includes("hacked")).length}`, after);
report("the server lives and had nothing to complain of", [...serverSaid().split("\n").filter((line) => /error|warning|assert|sanitizer/i.test(line)),
    ...((await context.request.get(`${base}/healthz`)).ok() ? [] : ["it does not answer"])]);
await browser.close();
done();
