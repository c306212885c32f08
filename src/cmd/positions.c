/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* `travaux positions`: who stands where on which proposal, since when, and who says so. */
#include "output.h"

#include <stdlib.h>
#include <travaux/base/file.h>
#include <travaux/show/positions.h>

enum { INDEX_MOST = 16 << 20 };

static enum tvx_status read_indices(struct tvx_call *call, struct tvx_positions *positions)
{
    const char **files = tvx_call_options(call, "index", &positions->index_count);
    struct tvx_position_index *indices = tvx_arena_array(call->arena, positions->index_count + 1, sizeof *indices);
    enum tvx_status status = indices == NULL ? tvx_error_nomem(&call->error) : TVX_OK;

    for (size_t i = 0; status == TVX_OK && i < positions->index_count; i++) {
        char *text = NULL;
        size_t length;

        status = tvx_file_read(&text, &length, files[i], INDEX_MOST, &call->error);
        if (status == TVX_OK)
            status = tvx_position_index_read(&indices[i], call->arena, files[i], text, length, &call->error);
        if (status != TVX_OK)
            tvx_error_prefix(&call->error, "%s", files[i]);
        free(text);
    }
    positions->indices = indices;
    return status;
}

/* --set ACTOR REF STANCE */
static int enter(struct tvx_call *call)
{
    struct tvx_hand_position position = {.day = tvx_call_option(call, "date"),
                                         .source = tvx_call_option(call, "source")};
    enum tvx_stance stance;
    struct tvx_store *store;
    struct tvx_found found;
    enum tvx_status status;
    int result;

    if (call->argument_count != 3 || !tvx_stance_parse(&stance, call->arguments[2])) {
        tvx_error_set(&call->error, TVX_E_USAGE, "--set takes an actor's code, a proposal's number and one of propose, "
                                                 "cosponsor, support, oppose, reserve, withdraw, none");
        return tvx_call_fail(call);
    }
    result = tvx_call_open(call, &store);
    if (result != EXIT_DONE)
        return result;
    position.actor = call->arguments[0];
    position.proposal = call->arguments[1];
    position.stance = call->arguments[2];
    status = tvx_store_find(store, call->arena, &found, position.proposal, &call->error);
    if (status == TVX_OK && found.proposal == 0)
        status = tvx_error_set(&call->error, TVX_E_USAGE, "'%.80s' is no proposal", position.proposal);
    if (status == TVX_OK)
        status = tvx_store_position_enter(store, &position, &call->error);
    tvx_store_close(store);
    return status == TVX_OK ? EXIT_DONE : tvx_call_fail(call);
}

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
    int result;

    if (tvx_call_has(call, "set"))
        return enter(call);
    if (call->argument_count > 0) {
        tvx_error_set(&call->error, TVX_E_USAGE, "what is '%.80s' for?  Only --set takes arguments",
                      call->arguments[0]);
        return tvx_call_fail(call);
    }
    result = tvx_call_open(call, &store);
    if (result != EXIT_DONE)
        return result;
    output_start(&output, call);
    status = tvx_positions_load(&positions, call->arena, store, &query, &call->error);
    if (status == TVX_OK)
        status = read_indices(call, &positions);
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
    {"index", 0, "FILE", true, "A measure of actors to set beside: CSV with code, number, year; lines with # before "
                               "them name its source."},
    {"set", 0, NULL, false, "Enter a side: --set ACTOR REF STANCE, with --date and --source; \"none\" takes it back."},
    {"date", 0, "DAY", false, "With --set: the day on which the side was taken, as YYYY-MM-DD."},
    {"source", 0, "TEXT", false, "With --set: who says so, and where."},
    {"full", 0, NULL, false, "Cut nothing short."},
    {NULL, 0, NULL, false, NULL},
};

static const struct tvx_example examples[] = {
    {"travaux positions --meeting NC-22", "Who was for what, and who against."},
    {"travaux positions --proposal VRN/9/1", "One proposal's story, with the words of the record."},
    {"travaux positions --set NRS VRN/14A1/5 oppose --date 2026-11-20 --source \"said at the preparatory meeting\"",
     "Enter what no document says."},
    {"travaux positions --json | jq -r '.positions[] | [.actor, .stance, .proposal] | @tsv'", "The same as a table."},
    {NULL, NULL},
};

const struct tvx_command tvx_command_positions = {
    .name = "positions",
    .arguments = "[ACTOR REF STANCE]",
    .least = 0,
    .most = 3,
    .summary = "who proposes, supports, opposes, reserves, withdraws or switches, with the words that say so",
    .text =
        "Sponsors propose; what summary records (documents of the kind \"report\") and statements say is read with a "
        "table of phrases, in English and French, with a start of the other languages.  The rules look across "
        "sentences: \"The delegate of Helvaria introduced HEL/12/3.  Ostavia agreed.\" is support of HEL/12/3.  A "
        "question takes no side, nor does \"did not object\"; \"could not accept\" opposes; support on a condition is "
        "support, and marked.  A regional group's position counts for those who were its members that day and said "
        "nothing of their own, marked with the group (data/group-members.tsv).\n\n"
        "Every position shows its passage and the row of data/position-phrases.tsv that made it.  Records often report "
        "an argument without saying for or against: such a speech takes no side here.\n\n"
        "Below stand the network of co-sponsors, groups of actors that take the same side (any two of them shared at "
        "least three proposals and were of one mind on four of five), and ideal points: where the sides put each actor "
        "on one dimension, after Imai, Lo and Olmsted (2016), with bootstrap intervals.  They are told only where "
        "there are at least 10 actors with 8 sides each on 20 disputed proposals; else a sentence says what is "
        "missing.\n\n"
        "A side entered with --set is kept for good; of those on one actor, proposal and day the newest holds, and all "
        "are exported (travaux export --format json).",
    .options = options,
    .examples = examples,
    .run = run,
    .makes_json = true,
};
