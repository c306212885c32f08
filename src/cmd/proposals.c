/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* `travaux proposals`: every proposal, filtered. */
#include "filter.h"
#include "output.h"

#include <travaux/show/json.h>

static enum tvx_status answer(struct tvx_call *call, struct tvx_store *store, struct output *output)
{
    struct tvx_stored_proposal *proposals;
    struct tvx_filter filter = filter_from(call);
    enum tvx_status status;
    size_t count;

    status = tvx_store_proposals(store, call->arena, &proposals, &count, &filter, &call->error);
    if (status == TVX_OK && call->json)
        tvx_json_proposals(&output->json, proposals, count);
    else if (status == TVX_OK)
        tvx_term_proposals(&output->term, call->arena, proposals, count);
    return status;
}

static int run(struct tvx_call *call)
{
    return output_of_store(call, answer);
}

static const struct tvx_option options[] = {
    FILTER_OPTIONS,
    {"full", 0, NULL, false, "Cut nothing short."},
    {NULL, 0, NULL, false, NULL},
};

static const struct tvx_example examples[] = {
    {"travaux proposals --sponsor VRN --action ADD", "What VRN wants to add."},
    {"travaux proposals --json | jq -r '.[] | [.number, .provision] | @tsv'",
     "Every proposal with its provision, as a table."},
    {NULL, NULL},
};

const struct tvx_command tvx_command_proposals = {
    .name = "proposals",
    .arguments = "",
    .least = 0,
    .most = 0,
    .summary = "list every proposal: who wants to change what",
    .text = "Lists the proposals of the workspace in order of document and number; the options keep only some of "
            "them.  With --json each proposal comes whole: text before and after, edits, reasons, and the passage it "
            "stands in.",
    .options = options,
    .examples = examples,
    .run = run,
    .makes_json = true,
};
