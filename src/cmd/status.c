/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* `travaux status`: what the workspace holds and what needs a person's eye. */
#include "output.h"

#include <travaux/show/json.h>

static enum tvx_status answer(struct tvx_call *call, struct tvx_store *store, struct output *output)
{
    struct tvx_counts counts;
    struct tvx_review *review;
    enum tvx_status status;
    size_t count;

    status = tvx_store_counts(store, &counts, &call->error);
    if (status == TVX_OK)
        status = tvx_store_review(store, call->arena, &review, &count, &call->error);
    if (status == TVX_OK && call->json)
        tvx_json_status(&output->json, &counts, review, count);
    else if (status == TVX_OK)
        tvx_term_status(&output->term, call->arena, &counts, review, count);
    return status;
}

static int run(struct tvx_call *call)
{
    return output_of_store(call, answer);
}

static const struct tvx_option options[] = {
    {"full", 0, NULL, false, "List every entry for review; without it long lists are cut."},
    {NULL, 0, NULL, false, NULL},
};

const struct tvx_command tvx_command_status = {
    .name = "status",
    .arguments = "",
    .least = 0,
    .most = 0,
    .summary = "what the workspace holds and what needs a person's eye",
    .text =
        "Counts documents, instruments and proposals, and lists what should be looked at: documents whose reading is "
        "doubtful, the least understood first, with the reasons and what can be done; addenda whose document is not "
        "there; proposals that could not be tied to a provision and why; proposals drafted against another version of "
        "a text than the one in force; warnings of the readers; and files that could not be taken.",
    .options = options,
    .run = run,
    .makes_json = true,
};
