/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* `travaux brackets REF [LATER]`: bracketed and optional text, and what became of it between two drafts. */
#include "output.h"
#include "side.h"

#include <travaux/show/json.h>
#include <travaux/show/parts.h>

static int load(struct tvx_brackets *brackets, struct tvx_call *call, struct tvx_store **store, const char *word)
{
    struct tvx_instrument instrument = {.count = 0};
    struct tvx_provision named = {.points = 1};
    struct tvx_lines lines;
    const char *text, *path;
    int result = side_text(&text, &path, call, store, word);
    enum tvx_status status;

    if (result != EXIT_DONE)
        return result;
    status = tvx_brackets_parse(brackets, call->arena, text, &call->error);
    if (status == TVX_OK && path == NULL)
        status = tvx_parts_lines(&lines, call->arena, text, &call->error);
    if (status == TVX_OK && path == NULL)
        status = tvx_instrument_parse_lines(&instrument, call->arena, &lines, &call->error);
    if (path != NULL) {
        named.path = path;
        instrument = (struct tvx_instrument){.provisions = &named, .count = 1};
    }
    if (status != TVX_OK)
        return tvx_call_fail(call);
    tvx_brackets_place(brackets, &instrument);
    return EXIT_DONE;
}

static int run(struct tvx_call *call)
{
    struct tvx_store *store = NULL;
    struct tvx_brackets sides[2];
    struct tvx_bracket_changes changes;
    struct output output;
    bool two = call->argument_count == 2;
    int result = EXIT_DONE;

    for (int i = 0; result == EXIT_DONE && i < call->argument_count; i++)
        result = load(&sides[i], call, &store, call->arguments[i]);
    if (result == EXIT_DONE) {
        enum tvx_status status =
            two ? tvx_brackets_compare(&changes, call->arena, &sides[0], &sides[1], &call->error) : TVX_OK;

        output_start(&output, call);
        if (status == TVX_OK && call->json)
            tvx_json_brackets(&output.json, &sides[two], two ? &changes : NULL);
        else if (status == TVX_OK && two)
            tvx_term_bracket_changes(&output.term, call->arena, call->arguments[0], call->arguments[1], &changes);
        else if (status == TVX_OK)
            tvx_term_brackets(&output.term, call->arena, call->arguments[0], &sides[0]);
        result = output_end(&output, call, status);
    }
    if (store != NULL)
        tvx_store_close(store);
    return result;
}

static const struct tvx_option options[] = {
    {"full", 0, NULL, false, "Print all brackets and options, long ones whole, and those that stayed as they were."},
    {NULL, 0, NULL, false, NULL},
};

static const struct tvx_example examples[] = {
    {"travaux brackets draft.docx", "What is not agreed in a draft; no workspace is needed."},
    {"travaux brackets MNR@2022:5.2", "One provision of the workspace."},
    {"travaux brackets draft-1.docx draft-2.docx", "What opened and closed from the first to the second."},
    {NULL, NULL},
};

const struct tvx_command tvx_command_brackets = {
    .name = "brackets",
    .arguments = "REF [LATER]",
    .least = 1,
    .most = 2,
    .summary = "bracketed and optional text: who wants what, what opened and closed",
    .text = "Reads the square brackets and options of a file, or of a document, instrument or provision of the "
            "workspace: how they nest, who stands behind them, and where they do not balance.\n\n"
            "Counted are brackets around text, each pair and each one that is opened and never closed.  What only "
            "looks like one is counted apart: marks of notes ([1]), omissions ([…]), editor's words ([sic]), places "
            "kept for text ([ ], [TBD]), boxes to tick, marks of agreement ([agreed ad ref]), names alone before "
            "a bracket ([AOSIS] [text]).  Notes in braces are no text.  An option runs from its label (Option 1, "
            "Alt. 2, Variant B, in six languages) to the next, a heading, an end mark, or the end of the bracket "
            "around it.  Names are taken from [EU, Norway: text], [text – EU], [text] (EU), from behind an option's "
            "label, and from \"Proposed by\" and \"Supported by\" at its end.\n\n"
            "With a later draft, both are aligned word by word without their brackets.  Opened: a bracket around "
            "words that are mostly new, or that stood in a bracket or option before.  Reopened: around words of which "
            "most stood outside any bracket or option in the earlier draft.  Closed: the bracket is gone, at least "
            "half of its words stand without it (of options: this one won).  Dropped: it went with its words.  "
            "Kept: nine words in ten and the names are the same.  Changed: the rest.",
    .options = options,
    .examples = examples,
    .run = run,
    .makes_json = true,
};
