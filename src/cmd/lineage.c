/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* `travaux lineage REF`: an instrument or provision through its versions. */
#include "output.h"

#include <stdio.h>
#include <travaux/show/lineage.h>

static int run(struct tvx_call *call)
{
    struct tvx_store *store;
    struct tvx_lineage lineage;
    struct output output;
    enum tvx_status status;
    int result = tvx_call_open(call, &store);

    if (result != EXIT_DONE)
        return result;
    output_start(&output, call);
    status = tvx_lineage_build(&lineage, call->arena, store, call->arguments[0], &call->error);
    if (status == TVX_OK && call->json)
        tvx_json_lineage(&output.json, &lineage);
    else if (status == TVX_OK)
        tvx_term_lineage(&output.term, call->arena, &lineage);
    if (status == TVX_OK && lineage.history.limited)
        fputs("travaux: warning: some texts were too long to be compared; who changed them may be missing\n", stderr);
    result = output_end(&output, call, status);
    tvx_store_close(store);
    return result;
}

static const struct tvx_option options[] = {
    {"full", 0, NULL, false, "Print unchanged provisions too, and unchanged stretches whole."},
    {NULL, 0, NULL, false, NULL},
};

static const struct tvx_example examples[] = {
    {"travaux lineage MNR:3.3", "One paragraph from its first version to the last."},
    {"travaux lineage RES-7", "What each revision of a resolution changed, and on whose proposals."},
    {NULL, NULL},
};

const struct tvx_command tvx_command_lineage = {
    .name = "lineage",
    .arguments = "REF",
    .least = 1,
    .most = 1,
    .summary = "one instrument or provision through all its versions",
    .text = "Takes an instrument, or a provision with all below it, through every version that is stored, the oldest "
            "first: where it stood, what it said, what changed since the version before, as a redline, and which "
            "proposals changed it.  Provisions are followed through renumbering and moves, divided ones to all their "
            "parts; one that is new, removed, or back after a version without it says so.\n\n"
            "A proposal changed a provision when words that it put in came into the text in this place, or words that "
            "it struck out went out, at its own conference; how many is said.  One that was tabled earlier, and whose "
            "words came in only now, is named apart.  See `travaux blame` for who put in each word.",
    .options = options,
    .examples = examples,
    .run = run,
    .makes_json = true,
};
