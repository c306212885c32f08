/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* `travaux blame REF`: where every word of an adopted text came from. */
#include "output.h"

#include <stdio.h>
#include <travaux/base/file.h>
#include <travaux/show/blame.h>

static enum tvx_status write_page(struct tvx_call *call, const struct tvx_blame *blame, const char *file)
{
    struct tvx_buf page;
    enum tvx_status status;

    tvx_buf_init(&page, (size_t)1 << 30);
    status = tvx_html_blame(&page, call->arena, blame, &call->error);
    if (status == TVX_OK)
        status = tvx_file_write(file, tvx_buf_text(&page), page.length, &call->error);
    tvx_buf_free(&page);
    return status;
}

static int run(struct tvx_call *call)
{
    struct tvx_store *store;
    struct tvx_blame blame;
    struct output output;
    enum tvx_status status;
    int result = tvx_call_open(call, &store);

    if (result != EXIT_DONE)
        return result;
    output_start(&output, call);
    status = tvx_blame_build(&blame, call->arena, store, call->arguments[0], &call->error);
    if (status == TVX_OK && tvx_call_has(call, "html"))
        status = write_page(call, &blame, tvx_call_option(call, "html"));
    else if (status == TVX_OK && call->json)
        tvx_json_blame(&output.json, &blame);
    else if (status == TVX_OK)
        tvx_term_blame(&output.term, call->arena, &blame, tvx_call_has(call, "inline"));
    if (status == TVX_OK && blame.history.limited)
        fputs("travaux: warning: some texts were too long to be compared; words may look like orphans that are none\n",
              stderr);
    result = output_end(&output, call, status);
    tvx_store_close(store);
    return result;
}

static const struct tvx_option options[] = {
    {"inline", 0, NULL, false, "Print the running text, each run of words behind the letter of its origin."},
    {"html", 0, "FILE", false, "Write a page to this file instead; it needs no other file and no script."},
    {NULL, 0, NULL, false, NULL},
};

static const struct tvx_example examples[] = {
    {"travaux blame MNR@2022:3.3", "Who put which words into paragraph 3.3."},
    {"travaux blame RES-7 --json", "The resolution in force, word by word, for a program."},
    {NULL, NULL},
};

const struct tvx_command tvx_command_blame = {
    .name = "blame",
    .arguments = "REF",
    .least = 1,
    .most = 1,
    .summary = "where every word of an adopted text came from",
    .text = "For every word of an instrument, or of one of its provisions, the earliest document that had the word in "
            "this place: an earlier version of the instrument (the earliest that had it), or a proposal, with its "
            "sponsors and date.  Words that nobody tabled are orphans, and are marked.  A word keeps its origin when "
            "its provision is renumbered or moved, when it moves itself, and when it was taken out and comes back.  A "
            "proposal's words count in a place when it would change the provision that grew into this one, or add one "
            "that was merged there; where several had the same words, the earliest is the origin, and the others are "
            "named too.\n\n"
            "Labels and headings are not blamed.  Whether a word is an orphan depends on what is stored: add the "
            "contributions of the conference first.\n\n"
            "With --json the array has one object a word; start and len count code points in the text of the "
            "provision named in \"provision\".",
    .options = options,
    .examples = examples,
    .run = run,
    .makes_json = true,
};
