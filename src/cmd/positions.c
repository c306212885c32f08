/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* `travaux positions`: who stands where on which proposal, since when, and who says so. */
#include "output.h"

#include <travaux/show/positions.h>

static int run(struct tvx_call *call)
{
    struct tvx_position_query query = {
        .actor = tvx_call_option(call, "actor"),
        .proposal = tvx_call_option(call, "proposal"),
        .meeting = tvx_call_option(call, "meeting"),
        .instrument = tvx_call_option(call, "instrument"),
    };
    struct tvx_positions positions;
    struct tvx_store *store;
    struct output output;
    enum tvx_status status;
    int result = tvx_call_open(call, &store);

    if (result != EXIT_DONE)
        return result;
    output_start(&output, call);
    status = tvx_positions_load(&positions, call->arena, store, &query, &call->error);
    if (status == TVX_OK && call->json)
        tvx_json_positions(&output.json, &positions);
    else if (status == TVX_OK)
        tvx_term_positions(&output.term, call->arena, &positions, query.actor != NULL || query.proposal != NULL);
    result = output_end(&output, call, status);
    tvx_store_close(store);
    return result;
}

static const struct tvx_option options[] = {
    {"actor", 0, "CODE", false, "Only what this state or group did, as a timeline with the words."},
    {"proposal", 0, "NUMBER", false, "Only this proposal, as a timeline with the words."},
    {"meeting", 0, "KEY", false, "Only proposals of this meeting, such as PP-22."},
    {"instrument", 0, "KEY", false, "Only proposals on this instrument, such as ITR."},
    {"full", 0, NULL, false, "Cut nothing short."},
    {NULL, 0, NULL, false, NULL},
};

static const struct tvx_example examples[] = {
    {"travaux positions --meeting NC-22", "Who was for what, and who against."},
    {"travaux positions --proposal VRN/9/1", "One proposal's story, with the words of the record."},
    {"travaux positions --json | jq -r '.positions[] | [.actor, .stance, .proposal] | @tsv'", "The same as a table."},
    {NULL, NULL},
};

const struct tvx_command tvx_command_positions = {
    .name = "positions",
    .arguments = "",
    .least = 0,
    .most = 0,
    .summary = "who proposes, supports, opposes, reserves, withdraws or switches, with the words that say so",
    .text =
        "Sponsors propose; what summary records (documents of the kind \"report\") and statements say is read with a "
        "table of phrases, in English and French, with a start of the other languages.  The rules look across "
        "sentences: \"The delegate of Helvaria introduced HEL/12/3.  Ostavia agreed.\" is support of HEL/12/3.  A "
        "question takes no side, nor does \"did not object\"; \"could not accept\" opposes; support on a condition is "
        "support, and marked.  A regional group's position counts for those who were its members that day and said "
        "nothing of their own, marked with the group (data/group-members.tsv).\n\n"
        "Every position shows its passage and the row of data/position-phrases.tsv that made it.  Records often report "
        "an argument without saying for or against: such a speech takes no side here.",
    .options = options,
    .examples = examples,
    .run = run,
    .makes_json = true,
};
