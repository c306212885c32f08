/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* `travaux who-decides [REF]`: who may change a text, by what majority, and how one takes part. */
#include "institution.h"
#include "output.h"

#include <travaux/base/day.h>
#include <travaux/show/calendar.h>

static int run(struct tvx_call *call)
{
    char today[TVX_DAY_SIZE];
    struct tvx_institutions all;
    struct tvx_decision decision;
    struct tvx_store *store;
    struct output output;
    enum tvx_status status = TVX_OK;
    int result = institution_open(call, &store, &all);

    if (result != EXIT_DONE)
        return result;
    tvx_day_today(today);
    output_start(&output, call);
    if (call->argument_count > 0)
        status = tvx_decides(&decision, call->arena, store, &all, call->arguments[0], today, &call->error);
    if (status == TVX_OK && call->argument_count > 0 && call->json)
        tvx_json_decision(&output.json, &decision);
    else if (status == TVX_OK && call->argument_count > 0)
        tvx_term_decision(&output.term, call->arena, &decision);
    else if (status == TVX_OK && call->json)
        tvx_json_institutions(&output.json, &all);
    else if (status == TVX_OK)
        tvx_term_institutions(&output.term, call->arena, &all);
    result = output_end(&output, call, status);
    if (store != NULL)
        tvx_store_close(store);
    return result;
}

static const struct tvx_option options[] = {
    {"full", 0, NULL, false, "Cut nothing short."},
    {NULL, 0, NULL, false, NULL},
};

static const struct tvx_example examples[] = {
    {"travaux who-decides CS", "Who may amend the ITU's Constitution, and what is due before."},
    {"travaux who-decides VRN/14A1/5", "The same for what a proposal would change."},
    {"travaux who-decides", "All bodies that are known, and what each may change."},
    {NULL, NULL},
};

const struct tvx_command tvx_command_who_decides = {
    .name = "who-decides",
    .arguments = "[REF]",
    .least = 0,
    .most = 1,
    .summary = "who may change a text, by what majority, and how one takes part",
    .text =
        "For an instrument, a provision or a proposal: the body that may change it and by what majority, whether "
        "it binds and whom, who may propose, vote, speak, attend and read, when that body meets, what is due before, "
        "and the ways in with cost and contact.  A body's key (PP) shows that body.  Each line ends with its source; "
        "--json quotes those that the workspace holds.\n\n"
        "What is known of the ITU is part of the program, so this also works without a workspace.  Other institutions "
        "are added as files: `travaux add FILE.toml`, with institution = \"KEY\" at its top, then tables "
        "[bodies.KEY], [instruments.KEY], [meetings.\"KEY\"], [deadlines.\"KEY\"] and [ways.KEY]; every text may have "
        "its source beside it, NAME_source = [\"CH:No. 12\", \"https://…\"].  The example conference has one "
        "(examples/conference/documents/institution.toml).  A later file stands above an earlier one, and above what "
        "the program knows.",
    .options = options,
    .examples = examples,
    .run = run,
    .makes_json = true,
};
