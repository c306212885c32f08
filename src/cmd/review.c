/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* `travaux review`: a person says whether a match is one. */
#include "output.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <travaux/base/file.h>
#include <travaux/show/retabled.h>

enum { IMPORT_MOST = 256 << 20 };

/* What waits, after another look for proposals that came before; passages are those that `reuse` and `trace` found. */
static enum tvx_status list(struct tvx_call *call, struct tvx_store *store, struct output *output)
{
    const struct tvx_retabled_options options = {.meeting = NULL};
    bool all = tvx_call_has(call, "all");
    struct tvx_retabled_list found;
    struct tvx_judged *items;
    size_t count;
    enum tvx_status status = tvx_retabled_find(&found, call->arena, store, &options, &call->error);

    if (status == TVX_OK)
        status = tvx_store_matches_keep(store, TVX_MATCH_RETABLED, found.matched, found.matched_count, true, NULL,
                                        &call->error);
    if (status == TVX_OK)
        status = tvx_store_judged(store, call->arena, &items, &count, &call->error);
    if (status != TVX_OK)
        return status;
    if (!call->json) {
        tvx_term_judged(&output->term, call->arena, items, count, all);
        return TVX_OK;
    }
    for (size_t i = 0; i < count && !all; i++) /* those that wait stand first */
        if (items[i].verdict.value != TVX_VERDICT_NONE)
            count = i;
    tvx_json_judged(&output->json, items, count);
    return TVX_OK;
}

/* Enters one verdict, and says what it is about. */
static enum tvx_status judge(struct tvx_call *call, struct tvx_store *store, struct output *output,
                             enum tvx_verdict_value value, const char *id)
{
    struct tvx_judged match;
    struct tvx_verdict verdict = {.value = value, .by = tvx_call_option(call, "by"),
                                  .note = tvx_call_option(call, "note")};
    enum tvx_status status = tvx_store_judged_find(store, call->arena, &match, id, &call->error);

    if (status == TVX_OK && value == TVX_VERDICT_NONE) {
        if (match.verdict.value == TVX_VERDICT_NONE)
            return tvx_error_set(&call->error, TVX_E_NOTFOUND, "there is no verdict on %s to take back", match.id);
        /* it may have been given on a passage a little longer or shorter */
        status = tvx_store_judged_find(store, call->arena, &match, match.verdict.id, &call->error);
    }
    if (status != TVX_OK)
        return status;
    verdict.match = match.match;
    status = tvx_store_judge(store, &verdict, &call->error);
    if (status == TVX_OK)
        status = tvx_store_judged_find(store, call->arena, &match, match.id, &call->error);
    if (status == TVX_OK && call->json)
        tvx_json_judged(&output->json, &match, 1);
    else if (status == TVX_OK)
        tvx_buf_printf(&output->buf, "%s %s\n", match.id,
                       value == TVX_VERDICT_NONE ? "waits again; the verdict stays in the log"
                                                 : tvx_verdict_value_to_string(match.verdict.value));
    return status;
}

static enum tvx_status export_labels(struct tvx_call *call, struct tvx_store *store, struct output *output)
{
    struct tvx_verdict *items;
    size_t count;
    enum tvx_status status =
        tvx_store_verdicts(store, call->arena, &items, &count, !tvx_call_has(call, "all"), &call->error);

    for (size_t i = 0; status == TVX_OK && i < count; i++) {
        tvx_json_init(&output->json, &output->buf);
        tvx_json_verdict(&output->json, &items[i]);
        tvx_buf_char(&output->buf, '\n');
    }
    return status;
}

struct merged {
    size_t entered, there, conflicts, refused;
};

static enum tvx_status merge_one(struct tvx_call *call, struct tvx_store *store, const struct tvx_verdict *theirs,
                                 struct merged *sum)
{
    struct tvx_verdict_merge merge;
    enum tvx_status status = tvx_store_verdict_merge(store, call->arena, theirs, &merge, &call->error);

    if (status != TVX_OK)
        return status;
    sum->there += merge.existed;
    sum->entered += !merge.existed;
    sum->conflicts += merge.conflict;
    if (merge.conflict)
        fprintf(stderr, "travaux: %s: %s%s%s on %.10s, here %s%s%s on %.10s; the %s holds, both are kept\n",
                theirs->id, tvx_verdict_value_to_string(theirs->value), theirs->by == NULL ? "" : " by ",
                theirs->by == NULL ? "" : theirs->by, theirs->at, tvx_verdict_value_to_string(merge.mine.value),
                merge.mine.by == NULL ? "" : " by ", merge.mine.by == NULL ? "" : merge.mine.by, merge.mine.at,
                merge.newest ? "imported, newer one" : "one here, being newer,");
    return TVX_OK;
}

static enum tvx_status import_labels(struct tvx_call *call, struct tvx_store *store, struct output *output,
                                     const char *path, struct merged *sum)
{
    struct tvx_verdict_lines lines;
    char *bytes = NULL;
    size_t length;
    enum tvx_status status = tvx_file_read(&bytes, &length, path, IMPORT_MOST, &call->error);

    if (status == TVX_OK)
        status = tvx_verdicts_read(&lines, call->arena, bytes, length, &call->error);
    free(bytes);
    if (status != TVX_OK)
        return status;
    for (size_t i = 0; i < lines.complaint_count; i++)
        fprintf(stderr, "travaux: %s: line %zu was left out: %s\n", path, lines.complaints[i].line,
                lines.complaints[i].reason);
    sum->refused = lines.complaint_count;
    for (size_t i = 0; i < lines.count && status == TVX_OK; i++)
        status = merge_one(call, store, &lines.items[i], sum);
    if (status == TVX_OK && call->json) {
        tvx_json_object(&output->json);
        tvx_json_pair_int(&output->json, "entered", (int64_t)sum->entered);
        tvx_json_pair_int(&output->json, "there", (int64_t)sum->there);
        tvx_json_pair_int(&output->json, "conflicts", (int64_t)sum->conflicts);
        tvx_json_pair_int(&output->json, "refused", (int64_t)sum->refused);
        tvx_json_object_end(&output->json);
    } else if (status == TVX_OK) {
        tvx_buf_printf(&output->buf, "%zu entered, %zu there already, %zu in conflict, %zu not understood\n",
                       sum->entered, sum->there, sum->conflicts, sum->refused);
    }
    return status;
}

/* -1: no such word. */
static int verb_of(const struct tvx_call *call)
{
    static const char *const verbs[] = {"confirm", "reject", "undo", "export", "import"};

    for (int i = 0; i < 5; i++)
        if (strcmp(call->arguments[0], verbs[i]) == 0)
            return i;
    return -1;
}

static int run(struct tvx_call *call)
{
    static const enum tvx_verdict_value values[] = {TVX_VERDICT_CONFIRMED, TVX_VERDICT_REJECTED, TVX_VERDICT_NONE};
    int verb = call->argument_count == 0 ? 5 : verb_of(call), result;
    struct merged sum = {0};
    struct tvx_store *store;
    struct output output;
    enum tvx_status status = TVX_OK;

    if (verb < 0 || (verb < 3 && call->argument_count < 2) || (verb == 3 && call->argument_count > 1) ||
        (verb == 4 && call->argument_count != 2)) {
        fputs("travaux: review takes confirm ID, reject ID, undo ID, export, import FILE, or nothing\n"
              "See: travaux help review\n", stderr);
        return EXIT_WRONG_USAGE;
    }
    result = tvx_call_open(call, &store);
    if (result != EXIT_DONE)
        return result;
    output_start(&output, call);
    if (verb == 5)
        status = list(call, store, &output);
    else if (verb == 3)
        status = export_labels(call, store, &output);
    else if (verb == 4)
        status = import_labels(call, store, &output, call->arguments[1], &sum);
    for (int i = 1; verb < 3 && i < call->argument_count && status == TVX_OK; i++)
        status = judge(call, store, &output, values[verb], call->arguments[i]);
    result = output_end(&output, call, status);
    tvx_store_close(store);
    return result == EXIT_DONE && sum.refused > 0 ? EXIT_SOME_INPUT : result;
}

static const struct tvx_option options[] = {
    {"note", 0, "TEXT", false, "Why, in a few words; kept with the verdict."},
    {"by", 0, "NAME", false, "Who says so; nobody is named where this is not given."},
    {"all", 0, NULL, false, "List the judged matches too; export every entry ever made, also those taken back."},
    {"full", 0, NULL, false, "Cut nothing short."},
    {NULL, 0, NULL, false, NULL},
};

static const struct tvx_example examples[] = {
    {"travaux review", "What waits for a verdict, the most doubtful first."},
    {"travaux review confirm 3kq9 --note 'same clause'", "The beginning of a name is enough where only one begins so."},
    {"travaux review export > labels.jsonl", "The verdicts for a colleague, or to fit the model of match with."},
    {"travaux review import labels.jsonl", "Take a colleague's verdicts in."},
    {NULL, NULL},
};

const struct tvx_command tvx_command_review = {
    .name = "review",
    .arguments = "[confirm ID… | reject ID… | undo ID… | export | import FILE]",
    .least = 0,
    .most = -1,
    .summary = "confirm or reject what was found to be copied or tabled again",
    .text =
        "Programs find matches, people judge them.  Without arguments it lists the matches that wait for a verdict, "
        "the most doubtful first, with both texts and the command to type: proposals that came before (retabled, "
        "looked for anew each time) and passages that trace and reuse found.  Every match has a name of ten letters "
        "and digits that is made of its two sides and is the same on every machine.\n\n"
        "confirm and reject enter a verdict, undo takes it back.  A verdict stands above every score: a confirmed "
        "match is always shown, a rejected one only with --all.  It holds for the same two places also when the "
        "documents are added again or read anew: the same documents, and the same proposals or at least half of the "
        "passage.  Nothing entered is ever lost; the newest entry on a match holds.\n\n"
        "export prints one verdict a line as JSON, with both texts; travaux match --pairs reads such files, too.  "
        "import takes a colleague's: entries that contradict yours are named, the newest holds, and both are kept.",
    .options = options,
    .examples = examples,
    .run = run,
    .makes_json = true,
};
