/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* `travaux compare PROVISION`: every text for one provision, side by side. */
#include "output.h"

#include <travaux/show/comparison.h>
#include <travaux/show/json.h>

static int run(struct tvx_call *call)
{
    struct tvx_comparison comparison;
    struct tvx_store *store;
    struct output output;
    enum tvx_status status;
    int result = tvx_call_open(call, &store);

    if (result != EXIT_DONE)
        return result;
    output_start(&output, call);
    status = tvx_comparison_build(&comparison, call->arena, store, call->arguments[0],
                                  tvx_call_option(call, "meeting"), &call->error);
    if (status == TVX_OK && call->json)
        tvx_json_comparison(&output.json, call->arena, &comparison);
    else if (status == TVX_OK)
        tvx_term_comparison(&output.term, call->arena, &comparison);
    result = output_end(&output, call, status);
    tvx_store_close(store);
    return result;
}

static const struct tvx_option options[] = {
    {"meeting", 0, "KEY", false, "Only the proposals of this meeting."},
    {"full", 0, NULL, false, "Leave nothing out: unchanged stretches, long lists of sponsors."},
    {NULL, 0, NULL, false, NULL},
};

static const struct tvx_example examples[] = {
    {"travaux compare MNR:5.2", "Every text proposed for paragraph 5.2 of the instrument in force."},
    {NULL, NULL},
};

const struct tvx_command tvx_command_compare = {
    .name = "compare",
    .arguments = "PROVISION",
    .least = 1,
    .most = 1,
    .summary = "every text proposed for one provision, on one axis",
    .text = "Prints the text in force once, with a number at each place where the proposed texts part from it or from "
            "each other; under it the readings at each place and who has them; then each family of identical texts as "
            "a redline, with its sponsors.  Families that cannot both be carried out are marked as in conflict.\n\n"
            "With --json the lattice is printed too: every token with the variants that have it, from which each "
            "variant's text can be put together again exactly.",
    .options = options,
    .examples = examples,
    .run = run,
    .makes_json = true,
};
