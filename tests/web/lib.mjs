// SPDX-License-Identifier: AGPL-3.0-or-later
// What the tests in a browser share: the modules and the browser (or the reason why there are none), a workspace made
// of the example conference and of papers of our own, the server on a free port, and lines of TAP.
//
// $TRAVAUX is the program, $TRAVAUX_SOURCE the project's root; TRAVAUX_WEB_FULL=1 asks for every page in every way.
import { spawn, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

export const here = dirname(fileURLToPath(import.meta.url));
export const root = process.env.TRAVAUX_SOURCE ?? resolve(here, "../..");
export const travaux = process.env.TRAVAUX ?? join(root, "build/src/cmd/travaux");
export const full = process.env.TRAVAUX_WEB_FULL === "1";

const require = createRequire(import.meta.url);
const browserPath = [process.env.TRAVAUX_CHROMIUM, "/usr/bin/chromium", "/usr/bin/google-chrome"].find((p) => p && existsSync(p));

export function skip(reason) {
    console.log(`1..0 # SKIP ${reason}`);
    process.exit(0);
}

export const modules = (() => {
    try {
        return {
            axe: readFileSync(require.resolve("axe-core/axe.min.js"), "utf8"),
            chromium: require("playwright-core").chromium,
            HtmlValidate: require("html-validate").HtmlValidate,
        };
    } catch {
        return skip("the npm modules are not installed: npm ci --prefix tests/web");
    }
})();
if (!browserPath) skip("no Chromium");

export function launch() {
    return modules.chromium.launch({ executablePath: browserPath, args: ["--no-sandbox", "--disable-gpu", "--disable-quic"] });
}

// ---- lines of TAP ----
let number = 0, failed = 0;
const begun = Date.now();

// A case with what is wrong about it; none: it is well.
export function report(name, problems) {
    number++;
    failed += problems.length > 0 ? 1 : 0;
    console.log(`${problems.length === 0 ? "ok" : "not ok"} ${number} - ${name}`);
    for (const line of problems.slice(0, 12)) console.log(`# ${String(line).replace(/\s+/g, " ").slice(0, 400)}`);
}

// Runs a case; what it throws is what is wrong.
export async function attempt(name, run) {
    try {
        report(name, (await run()) ?? []);
    } catch (error) {
        report(name, [error.message ?? error]);
    }
}

// A run that hangs ends, and says so.
setTimeout(() => {
    console.log(`Bail out! it took more than ten minutes`);
    process.exit(1);
}, 600_000).unref();

export function done() {
    console.log(`# ${Math.round((Date.now() - begun) / 1000)} s`);
    console.log(`1..${number}`);
    process.exit(failed === 0 ? 0 : 1);
}

// ---- a workspace and its server ----
let folder = null, server = null;
process.on("exit", () => {
    if (server) server.kill("SIGKILL");
    if (folder) rmSync(folder, { recursive: true, force: true });
});

export function scratch() {
    folder ??= mkdtempSync(join(tmpdir(), "travaux-web-"));
    return folder;
}

export function run(...args) {
    const result = spawnSync(travaux, args, { encoding: "utf8", env: { ...process.env, NO_COLOR: "1" } });
    if (result.status !== 0) throw new Error(`travaux ${args.join(" ")}: ${result.stderr || result.error}`);
    return result.stdout;
}

// The example conference, a paper in Arabic, and `papers` as {name: text} beside them.
export function workspace(papers = {}) {
    const documents = join(scratch(), "documents"), address = join(scratch(), "travaux.db");
    cpSync(join(root, "examples/conference/documents"), documents, { recursive: true });
    cpSync(join(here, "documents"), join(documents, "nc-26"), { recursive: true });
    for (const [name, text] of Object.entries(papers)) {
        mkdirSync(dirname(join(documents, "nc-26", name)), { recursive: true });
        writeFileSync(join(documents, "nc-26", name), text);
    }
    run("init", scratch());
    run("-w", address, "add", documents);
    return address;
}

// What people have written into it: a note on a passage, a joint statement that is open for names and one in draft.
export function written(address) {
    const text = join(scratch(), "statement.txt");
    writeFileSync(text, "Networks belong to those who use them.\n\n# What we ask\n\n- that access be for all\n\n> Member States shall endeavour to ensure access for the public to the international service.\n> — MNR@2022:5.2\n");
    run("-w", address, "annotate", "MNR:5.2", "--quote", "endeavour to", "--note", "Too weak: who endeavours need not succeed.", "--by", "Ada");
    run("-w", address, "statement", "draft", text, "--title", "Access for all", "--by", "Ada");
    run("-w", address, "statement", "draft", text, "--title", "Still in draft", "--by", "Ada");
    run("-w", address, "statement", "publish", "access-for-all", "--by", "Ada");
    run("-w", address, "statement", "sign", "access-for-all", "--organisation", "Users' Forum of Ostavia", "--person", "Bo", "--function", "Chair", "--email", "bo@example.org", "--confirmed", "--by", "Ada");
    return address;
}

// Starts `travaux serve`; the address it listens at and the link that signs in the person at this machine.
export async function serve(address, ...options) {
    server = spawn(travaux, ["-w", address, "serve", "--listen", "127.0.0.1:0", ...options], { stdio: ["ignore", "pipe", "pipe"] });
    let said = "";
    return await new Promise((fulfil, refuse) => {
        const heard = (bytes) => {
            said += bytes;
            const link = said.match(/http:\/\/[\w.:[\]]+\/local\/\S+/), base = said.match(/http:\/\/[\w.:[\]]+/);
            if (link) fulfil({ base: base[0], link: link[0], process: server, said: () => said });
        };
        server.stdout.on("data", heard);
        server.stderr.on("data", heard);
        server.on("exit", (code) => refuse(new Error(`travaux serve ended (${code}): ${said}`)));
        setTimeout(() => refuse(new Error(`travaux serve said no address in 20 s: ${said}`)), 20_000).unref();
    });
}

// ---- a tab ----
// What the page complains of, gathered: `said.take()` gives and forgets it.
export function listen(tab) {
    const lines = [];
    tab.on("console", (message) => { if (["error", "warning"].includes(message.type())) lines.push(`console: ${message.text()}`); });
    tab.on("pageerror", (error) => lines.push(`script: ${error}`));
    tab.on("dialog", (dialog) => { lines.push(`dialog: ${dialog.message()}`); dialog.dismiss().catch(() => {}); });
    return { take: () => lines.splice(0) };
}
