/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* `travaux diff A B`: the redline of two texts. */
#include "output.h"
#include "side.h"

#include <travaux/compare/redline.h>
#include <travaux/show/json.h>

static int run(struct tvx_call *call)
{
    struct tvx_store *store = NULL;
    struct tvx_redline redline;
    struct output output;
    struct side a, b;
    int result = side_load(&a, call, &store, call->arguments[0]);

    if (result == EXIT_DONE)
        result = side_load(&b, call, &store, call->arguments[1]);
    if (result == EXIT_DONE) {
        enum tvx_status status =
            tvx_redline(&redline, call->arena, a.parts, a.count, b.parts, b.count, &call->error);

        output_start(&output, call);
        if (status == TVX_OK && call->json)
            tvx_json_diff(&output.json, redline.a, redline.b, &redline.diff);
        else if (status == TVX_OK)
            tvx_term_diff(&output.term, call->arena, a.name, redline.a, b.name, redline.b, &redline.diff);
        result = output_end(&output, call, status);
    }
    if (store != NULL)
        tvx_store_close(store);
    return result;
}

static const struct tvx_option options[] = {
    {"full", 0, NULL, false, "Print unchanged stretches whole."},
    {NULL, 0, NULL, false, NULL},
};

static const struct tvx_example examples[] = {
    {"travaux diff RES-7@2018 RES-7@2022", "What the last revision of a resolution changed."},
    {"travaux diff draft-1.docx draft-2.docx", "Two files; no workspace is needed."},
    {NULL, NULL},
};

const struct tvx_command tvx_command_diff = {
    .name = "diff",
    .arguments = "A B",
    .least = 2,
    .most = 2,
    .summary = "the redline of two texts, word by word",
    .text = "Compares two files, or two references into the workspace, or one of each.  Provisions are aligned first, "
            "so that a new item does not make all later ones look rewritten; within each pair the words are compared.  "
            "Of a file with tracked changes the text after the changes is taken.  A word that names a file means the "
            "file.\n\n"
            "Deleted words stand as [-…-], inserted ones as {+…+}.  With --json every piece comes with its place in "
            "both texts, in code points; equal, moved and deleted pieces in order of their place in A give A, equal, "
            "moved and inserted ones give B.  The text of a file or document is what `read --text after` prints, that "
            "of a provision what `show` prints.",
    .options = options,
    .examples = examples,
    .run = run,
    .makes_json = true,
    .reads_files = true,
};
