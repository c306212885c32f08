// SPDX-License-Identifier: AGPL-3.0-or-later
// Finds the pages of the workbench as a visitor would, by its own links from the start page on.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./lib.mjs";

// The kinds of the catalogue, as src/show/pages.c names them.
export const kinds = Array.from(readFileSync(join(root, "src/show/pages.c"), "utf8").matchAll(/\{\.name = "([\w-]*)"/g), ([, name]) => name);

export const kindOf = (path) => path.slice(1).split(/[/?]/)[0];

// The pages by their kind, in the order found; those of a kind that few are known of are fetched first.  `broken` are
// the links that lead to an error.
export async function crawl(request, base, most) {
    const pages = new Map(), queue = ["/", "/search?q=access"], seen = new Set(queue), broken = [];
    for (let fetched = 0; queue.length > 0 && fetched < most; fetched++) {
        queue.sort((a, b) => (pages.get(kindOf(a))?.length ?? 0) - (pages.get(kindOf(b))?.length ?? 0));
        const path = queue.shift(), answer = await request.get(base + path, { maxRedirects: 0 }), text = await answer.text();
        if (answer.status() >= 400) broken.push(`${path}: ${answer.status()}`);
        if (answer.status() !== 200 || !(answer.headers()["content-type"] ?? "").startsWith("text/html") || answer.headers()["content-disposition"]) continue;
        pages.set(kindOf(path), [...(pages.get(kindOf(path)) ?? []), { path, source: text }]);
        for (const [, found] of text.matchAll(/<a\b[^>]*\shref="(\/[^"#]*)/g)) {
            const to = found.replaceAll("&amp;", "&");
            if (seen.has(to) || /^\/(language|local|sign-out|assets|api)\b/.test(to)) continue;
            seen.add(to);
            queue.push(to);
        }
    }
    return { pages, broken };
}
