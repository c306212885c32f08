/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* `travaux match --pairs FILE`: which edits were copied from which. */
#include "output.h"

#include <stdio.h>
#include <stdlib.h>
#include <travaux/base/file.h>
#include <travaux/reuse/index.h>
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

/* The counts that words are weighed by: none yet, or those of the workspace that -w names. */
static int open_rarity(struct tvx_call *call, struct tvx_rarity **rarity)
{
    struct tvx_store *store;
    struct tvx_index *index;
    const char *address;
    enum tvx_status status;
    int result;

    if (tvx_call_option(call, "workspace") == NULL) {
        *rarity = tvx_rarity_new(0);
        if (*rarity != NULL)
            return EXIT_DONE;
        tvx_error_nomem(&call->error);
        return tvx_call_fail(call);
    }
    result = tvx_call_open_at(call, &store, &address);
    if (result != EXIT_DONE)
        return result;
    status = tvx_index_of_store(&index, store, address, NULL, NULL, &call->error);
    if (status == TVX_OK) {
        status = tvx_index_rarity(index, rarity, NULL, NULL, 0, &call->error);
        tvx_index_close(index);
    }
    tvx_store_close(store);
    return status == TVX_OK ? EXIT_DONE : tvx_call_fail(call);
}

static enum tvx_status match(struct tvx_call *call, struct output *output, struct tvx_match_pairs *pairs,
                             struct tvx_rarity *rarity)
{
    struct tvx_stemmer *stemmer = tvx_stemmer_new();
    struct tvx_match_model model;
    enum tvx_status status = stemmer == NULL ? tvx_error_nomem(&call->error)
                                             : tvx_match_model_load(&model, &call->error);

    if (status == TVX_OK)
        status = tvx_match_pairs_prepare(pairs, call->arena, rarity, stemmer, &call->error);
    for (size_t i = 0; i < pairs->count && status == TVX_OK; i++)
        status = print_pair(call, output, &model, pairs, &pairs->items[i]);
    tvx_stemmer_free(stemmer);
    return status;
}

static int run(struct tvx_call *call)
{
    const char *path = tvx_call_option(call, "pairs");
    struct tvx_match_pairs pairs;
    struct tvx_rarity *rarity;
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
    result = open_rarity(call, &rarity);
    if (result != EXIT_DONE)
        return result;
    output_start(&output, call);
    status = match(call, &output, &pairs, rarity);
    tvx_rarity_free(rarity);
    result = output_end(&output, call, status);
    return result == EXIT_DONE && pairs.complaint_count > 0 ? EXIT_SOME_INPUT : result;
}

static const struct tvx_option options[] = {
    {"pairs", 0, "FILE", false, "The pairs, one JSON object a line; - reads standard input."},
    {NULL, 0, NULL, false, NULL},
};

static const struct tvx_example examples[] = {
    {"travaux match --pairs pairs.jsonl", "Score every pair of a file."},
    {"travaux match -w pp22.db --pairs pairs.jsonl", "Weigh words by how rare they are in a workspace."},
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
            "each by how rare it is among the given edits and in legal language, their order and their spot in the "
            "text, and how much of either edit they make up.  Inflection, the spellings of an English word, capitals, "
            "punctuation and moved words do not matter.  A shared deletion is weaker evidence than shared wording.  "
            "The probability holds for pairs that somebody thought worth comparing, two thirds of which are copies; "
            "of all pairs of two large sets few are, so take a high threshold there: from 0.7 on some 97 of 100 were "
            "copies in one such set.\n\n"
            "A file has the same scores in every folder; only where -w names a workspace, the words of all its "
            "documents are counted, too.\n\n"
            "A line that is no such object is named on standard error with its number; the others are scored, and the "
            "exit status is 1.",
    .options = options,
    .examples = examples,
    .run = run,
    .makes_json = true,
};
