/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* `travaux retabled`: proposals that came before, and what became of them. */
#include "output.h"

#include <stdio.h>
#include <travaux/show/retabled.h>

static enum tvx_status answer(struct tvx_call *call, struct tvx_store *store, struct output *output)
{
    struct tvx_retabled_options options = {
        .meeting = tvx_call_option(call, "meeting"),
        .sponsor = tvx_call_option(call, "sponsor"),
        .instrument = tvx_call_option(call, "instrument"),
        .all = tvx_call_has(call, "all"),
    };
    bool whole = options.meeting == NULL && options.sponsor == NULL && options.instrument == NULL, kept = true;
    struct tvx_retabled_list list;
    enum tvx_status status;

    status = tvx_retabled_find(&list, call->arena, store, &options, &call->error);
    if (status == TVX_OK)
        status = tvx_store_matches_keep(store, TVX_MATCH_RETABLED, list.matched, list.matched_count, whole, &kept,
                                        &call->error);
    if (status == TVX_OK && !kept)
        fputs("travaux: the workspace cannot be written to just now, so these matches cannot be judged by their "
              "names\n", stderr);
    if (status == TVX_OK && call->json)
        tvx_json_retabled(&output->json, &list);
    else if (status == TVX_OK)
        tvx_term_retabled(&output->term, call->arena, &list);
    return status;
}

static int run(struct tvx_call *call)
{
    return output_of_store(call, answer);
}

static const struct tvx_option options[] = {
    {"meeting", 0, "KEY", false, "Only proposals of this meeting, such as PP-22."},
    {"instrument", 0, "KEY", false, "Only proposals on this instrument, such as ITR."},
    {"sponsor", 0, "CODE", false, "Only proposals that this state or group stands behind."},
    {"all", 0, NULL, false, "Also what is less likely than not, what was rejected by a person, and every earlier one "
                            "rather than the first and the last."},
    {"full", 0, NULL, false, "Cut nothing short."},
    {NULL, 0, NULL, false, NULL},
};

static const struct tvx_example examples[] = {
    {"travaux retabled --meeting NC-26", "What of this conference was asked for at an earlier one, and how it ended."},
    {"travaux retabled --json | jq -r '.[] | [.proposal, .earlier, .fate] | @tsv'", "The same as a table."},
    {NULL, NULL},
};

const struct tvx_command tvx_command_retabled = {
    .name = "retabled",
    .arguments = "",
    .least = 0,
    .most = 0,
    .summary = "proposals that came before at an earlier meeting, and what became of them",
    .text =
        "Holds every proposal against every one of earlier meetings and lists those that make the same change, "
        "although the numbering and the text in force have moved on: of several earlier meetings the first and the "
        "last.  What counts are the words that both put in or strike out, by how rare they are, and whether both "
        "stand in the same provision, followed through the versions in the workspace.  The score is the probability, "
        "from 0 to 1, that it is the same change; what you confirmed or rejected (travaux review) stands above it.\n\n"
        "What became of the earlier proposal is told from the version adopted at its meeting, from the Final Acts, "
        "and from what summary records (documents of the kind \"report\", in English or French) say of its number: "
        "adopted, partly, merged with others, rejected, withdrawn, or open where nothing is known.  Each answer comes "
        "with the passage it rests on.\n\n"
        "Proposals for no change (NOC) and texts that were only moved (ADD*, SUP*) are left out, and so are proposals "
        "of which neither the meeting nor its date is known.  Proposals in different languages share no words: "
        "those on one provision are compared by structure (\"kind\": \"structure\"; see `travaux help align`).",
    .options = options,
    .examples = examples,
    .run = run,
    .makes_json = true,
};
