/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* `travaux match --pairs FILE`: which edits were copied from which. */
#include "output.h"

#include <stdio.h>
#include <stdlib.h>
#include <travaux/base/file.h>
#include <travaux/reuse/match_pairs.h>
#include <travaux/show/json.h>

static const size_t most_input = UINT32_MAX;

static void print_complaints(const struct tvx_match_pairs *pairs, const char *path)
{
    for (size_t i = 0; i < pairs->complaint_count; i++)
        fprintf(stderr, "travaux: %s: line %zu was left out: %s\n", path, pairs->complaints[i].line,
                pairs->complaints[i].reason);
}

/* One line of JSON for one pair. */
static enum tvx_status print_pair(struct tvx_call *call, struct output *output, const struct tvx_match_model *model,
                                  const struct tvx_match_pairs *pairs, const struct tvx_match_pair *pair)
{
    const struct tvx_match_edit *a = &pairs->edits[pair->a], *b = &pairs->edits[pair->b];
    struct tvx_arena *arena = tvx_arena_new((size_t)4 << 30);
    double score = tvx_match_score(model, a->edit, b->edit);
    struct tvx_match_shared *shared = NULL;
    size_t count = 0;
    enum tvx_status status = arena == NULL ? tvx_error_nomem(&call->error) : TVX_OK;

    if (status == TVX_OK && score > 0)
        status = tvx_match_shared(&shared, &count, arena, a->edit, b->edit, &call->error);
    if (status == TVX_OK) {
        tvx_json_init(&output->json, &output->buf);
        tvx_json_match(&output->json, pair->id, score, shared, count, (const char *[]){a->before, a->after},
                       (const char *[]){b->before, b->after});
        tvx_buf_char(&output->buf, '\n');
    }
    tvx_arena_free(arena);
    return status;
}

static enum tvx_status match(struct tvx_call *call, struct output *output, struct tvx_match_pairs *pairs)
{
    struct tvx_rarity *rarity = tvx_rarity_new(0);
    struct tvx_stemmer *stemmer = tvx_stemmer_new();
    struct tvx_match_model model;
    enum tvx_status status = rarity == NULL || stemmer == NULL ? tvx_error_nomem(&call->error)
                                                               : tvx_match_model_load(&model, &call->error);

    if (status == TVX_OK)
        status = tvx_match_pairs_prepare(pairs, call->arena, rarity, stemmer, &call->error);
    for (size_t i = 0; i < pairs->count && status == TVX_OK; i++)
        status = print_pair(call, output, &model, pairs, &pairs->items[i]);
    tvx_rarity_free(rarity);
    tvx_stemmer_free(stemmer);
    return status;
}

static int run(struct tvx_call *call)
{
    const char *path = tvx_call_option(call, "pairs");
    struct tvx_match_pairs pairs;
    struct output output;
    char *bytes = NULL;
    size_t length = 0;
    enum tvx_status status;
    int result;

    if (path == NULL) {
        fputs("travaux: match needs --pairs FILE\nSee: travaux help match\n", stderr);
        return EXIT_WRONG_USAGE;
    }
    status = tvx_file_read(&bytes, &length, path, most_input, &call->error);
    if (status == TVX_OK)
        status = tvx_match_pairs_read(&pairs, call->arena, bytes, length, &call->error);
    free(bytes);
    if (status != TVX_OK)
        return tvx_call_fail_file(call, path);
    print_complaints(&pairs, path);
    output_start(&output, call);
    status = match(call, &output, &pairs);
    result = output_end(&output, call, status);
    return result == EXIT_DONE && pairs.complaint_count > 0 ? EXIT_SOME_INPUT : result;
}

static const struct tvx_option options[] = {
    {"pairs", 0, "FILE", false, "The pairs, one JSON object a line; - reads standard input."},
    {NULL, 0, NULL, false, NULL},
};

static const struct tvx_example examples[] = {
    {"travaux match --pairs pairs.jsonl", "Score every pair of a file."},
    {"make-pairs | travaux match --pairs - | jq -c 'select(.score > 0.9)'", "Keep what is almost surely a copy."},
    {NULL, NULL},
};

const struct tvx_command tvx_command_match = {
    .name = "match",
    .arguments = "",
    .least = 0,
    .most = 0,
    .summary = "score pairs of edits: was one copied from the other?",
    .text = "Reads pairs of edits, one JSON object a line: {\"id\", \"a\": {\"before\", \"after\"}, \"b\": "
            "{\"before\", \"after\"}}.  An empty before is a new text, an empty after a deletion.  A member "
            "\"language\" (en, fr, es, ru, ar, zh) may say what both are written in; where it is missing the text "
            "shows it.  Both edits have to be in one language.\n\n"
            "Prints one JSON object a line for each pair, in their order, whether --json is given or not: \"id\"; "
            "\"score\", the probability from 0 to 1 that one was copied from the other or both from a third; and "
            "\"shared\", the words that carry it, each with its text, its kind (inserted or deleted), its bits of "
            "surprise and its places in both texts in code points (of the text after for inserted words, of the text "
            "before for deleted ones).\n\n"
            "What counts is what both changed, not what they left alone: the words that both insert or delete, "
            "each by how rare it is among the given edits and in legal language, their order, and how much of "
            "either edit they make up.  Inflection, capitals, punctuation and moved words do not matter.  A shared "
            "deletion is weaker evidence than shared wording.  The probability holds for pairs that somebody thought "
            "worth comparing, two thirds of which are copies; of all pairs of two large sets few are, so take a high "
            "threshold there.\n\n"
            "A line that is no such object is named on standard error with its number; the others are scored, and the "
            "exit status is 1.",
    .options = options,
    .examples = examples,
    .run = run,
    .makes_json = true,
};
