/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* `travaux align A B`: the passages that two texts share. */
#include "output.h"
#include "side.h"

#include <stdio.h>
#include <stdlib.h>
#include <travaux/read/language.h>
#include <travaux/show/passages.h>

static int run(struct tvx_call *call)
{
    struct tvx_store *store = NULL;
    const char *a = NULL, *b = NULL, *path, *least = tvx_call_option(call, "least");
    struct tvx_passage_options wanted = {0};
    struct tvx_passages passages;
    struct output output;
    int result = EXIT_DONE;

    if (least != NULL) {
        char *end;

        wanted.least_score = strtod(least, &end);
        if (*end != '\0' || !(wanted.least_score > 0)) {
            tvx_error_set(&call->error, TVX_E_USAGE, "--least takes a number of bits above 0, not '%s'", least);
            return tvx_call_fail(call);
        }
    }
    result = side_text(&a, &path, call, &store, call->arguments[0]);
    if (result == EXIT_DONE)
        result = side_text(&b, &path, call, &store, call->arguments[1]);
    if (result == EXIT_DONE) {
        const char *language = tvx_language_of(call->arena, (const char *[]){a, b}, 2);
        enum tvx_status status = language == NULL ? tvx_error_nomem(&call->error) : TVX_OK;

        if (status == TVX_OK)
            status = tvx_passages(&passages, call->arena, a, b, language, NULL, &wanted, &call->error);
        output_start(&output, call);
        if (status == TVX_OK && call->json)
            tvx_json_passages(&output.json, call->arena, a, b, &passages);
        else if (status == TVX_OK)
            tvx_term_passages(&output.term, call->arena, call->arguments[0], a, call->arguments[1], b, &passages);
        if (status == TVX_OK && passages.cut)
            fputs("travaux: warning: these texts repeat themselves so much that the search was cut short; passages may "
                  "be missing or longer than shown\n", stderr);
        result = output_end(&output, call, status);
    }
    if (store != NULL)
        tvx_store_close(store);
    return result;
}

static const struct tvx_option options[] = {
    {"full", 0, NULL, false, "Print every passage, and unchanged stretches whole."},
    {"least", 0, "BITS", false,
     "Leave out passages that say less; how much is asked for otherwise grows with the texts, up to 80."},
    {NULL, 0, NULL, false, NULL},
};

static const struct tvx_example examples[] = {
    {"travaux align proposal.docx policy-review.pdf", "What one document took from another."},
    {"travaux align RES-7@2018 draft.txt", "A text in force, and a file that borrows from it."},
    {NULL, NULL},
};

const struct tvx_command tvx_command_align = {
    .name = "align",
    .arguments = "A B",
    .least = 2,
    .most = 2,
    .summary = "the passages that two texts share, however they were changed",
    .text = "Looks for passages of A that come back in B, also with words replaced, put in, taken out or moved; each "
            "is shown with both quotations side by side, the best first.  Words of A alone stand as [-…-], words of B "
            "alone as {+…+}.  A block that moved is a passage of its own, one that was copied twice is two.  A and B "
            "are files or references, as for `diff`, which compares two versions of one text whole.\n\n"
            "A passage is weighed in bits of surprise: rare words weigh most, and turns of phrase that the texts "
            "themselves repeat next to nothing; every change takes some away.  It is no percentage: 100 bits are "
            "about ten rare words that nothing else explains.\n\n"
            "With --json places count code points in the text that `read --text after` prints of a file and `show` of "
            "a reference; \"score\" is the bits after, \"bits\" those before the cost of the changes, \"copied\" "
            "the stretches that are the same on both sides, but for inflection.",
    .options = options,
    .examples = examples,
    .run = run,
    .makes_json = true,
    .reads_files = true,
};
