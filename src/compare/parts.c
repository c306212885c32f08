/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "parts.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    MOST_POSTINGS = 32, /* a feature that stands in more parts says little about which is which */
    BEST_KEPT = 6,      /* candidates of one part */
    COPIES = 3,         /* of a text that occurs many times, the nearest copies in order on either side */
};

static int compare_numbers(const void *left, const void *right)
{
    uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;

    return (a > b) - (a < b);
}

/* Words and pairs of words of one part.  A part without text is known by its label. */
static enum tvx_status read_part(struct features *out, struct tvx_arena *arena, struct tvx_vocab *words,
                                 struct tvx_vocab *features, struct tvx_vocab *contents, const struct tvx_part *part,
                                 struct tvx_error *error)
{
    const char *text = part->text[0] != '\0' ? part->text : part->label;
    struct tvx_tokens tokens;
    enum tvx_status status = tvx_tokenize(&tokens, arena, text, strlen(text), error);
    uint32_t *ids, last = UINT32_MAX - 1 - (part->text[0] == '\0');

    if (status != TVX_OK)
        return status;
    ids = tvx_arena_array(arena, tokens.count + 1, sizeof *ids);
    out->items = tvx_arena_array(arena, tokens.count * 2, sizeof *out->items);
    if (ids == NULL || out->items == NULL)
        return tvx_error_nomem(error);
    ids[tokens.count] = last;
    for (size_t i = 0; i < tokens.count; i++) {
        uint32_t pair[2] = {last, 0}, single[2] = {UINT32_MAX, 0};

        ids[i] = tvx_vocab_id(words, text + tokens.items[i].start, tokens.items[i].length);
        pair[1] = single[1] = last = ids[i];
        out->items[out->count++] = tvx_vocab_id(features, (const char *)single, sizeof single);
        out->items[out->count++] = tvx_vocab_id(features, (const char *)pair, sizeof pair);
        out->words += tokens.items[i].kind != TVX_TOKEN_MARK;
        if (ids[i] == UINT32_MAX || out->items[out->count - 1] == UINT32_MAX ||
            out->items[out->count - 2] == UINT32_MAX)
            return tvx_error_nomem(error);
    }
    out->content = tvx_vocab_id(contents, (const char *)ids, (tokens.count + 1) * sizeof *ids);
    if (out->content == UINT32_MAX)
        return tvx_error_nomem(error);
    qsort(out->items, out->count, sizeof *out->items, compare_numbers);
    return TVX_OK;
}

enum tvx_status parts_read(struct parts *out, struct tvx_arena *arena, const struct tvx_part *const sides[2],
                           const size_t counts[2], struct tvx_error *error)
{
    struct tvx_vocab *words = tvx_vocab_new(arena), *features = tvx_vocab_new(arena), *contents = tvx_vocab_new(arena);
    uint32_t *parts_with;

    *out = (struct parts){.counts = {counts[0], counts[1]}};
    if (words == NULL || features == NULL || contents == NULL)
        return tvx_error_nomem(error);
    for (int side = 0; side < 2; side++) {
        out->sides[side] = tvx_arena_array(arena, counts[side], sizeof **out->sides);
        if (out->sides[side] == NULL)
            return tvx_error_nomem(error);
        for (size_t i = 0; i < counts[side]; i++) {
            enum tvx_status status =
                read_part(&out->sides[side][i], arena, words, features, contents, &sides[side][i], error);

            if (status != TVX_OK)
                return status;
        }
    }
    out->feature_count = tvx_vocab_count(features);
    parts_with = tvx_arena_array(arena, out->feature_count, sizeof *parts_with);
    out->weights = tvx_arena_array(arena, out->feature_count, sizeof *out->weights);
    if (parts_with == NULL || out->weights == NULL)
        return tvx_error_nomem(error);
    for (int side = 0; side < 2; side++)
        for (size_t i = 0; i < counts[side]; i++)
            for (size_t k = 0; k < out->sides[side][i].count; k++)
                if (k == 0 || out->sides[side][i].items[k] != out->sides[side][i].items[k - 1])
                    parts_with[out->sides[side][i].items[k]]++;
    for (size_t f = 0; f < out->feature_count; f++)
        out->weights[f] = (float)log(1 + (double)(counts[0] + counts[1]) / parts_with[f]);
    for (int side = 0; side < 2; side++)
        for (size_t i = 0; i < counts[side]; i++)
            for (size_t k = 0; k < out->sides[side][i].count; k++)
                out->sides[side][i].weight += (double)out->weights[out->sides[side][i].items[k]];
    return TVX_OK;
}

double parts_shared(const struct parts *parts, const struct features *x, const struct features *y)
{
    double shared = 0;

    for (size_t i = 0, j = 0; i < x->count && j < y->count;) {
        if (x->items[i] < y->items[j]) {
            i++;
        } else if (x->items[i] > y->items[j]) {
            j++;
        } else {
            shared += (double)parts->weights[x->items[i]];
            i++;
            j++;
        }
    }
    return shared;
}

/* Lists of numbers by key, in one array: those of key k are items[first[k]] to items[first[k + 1]]. */
struct lists {
    uint32_t *first, *items;
};

static bool lists_room(struct lists *lists, struct tvx_arena *arena, size_t keys, size_t items)
{
    lists->first = tvx_arena_array(arena, keys + 2, sizeof *lists->first);
    lists->items = tvx_arena_array(arena, items, sizeof *lists->items);
    return lists->first != NULL && lists->items != NULL;
}

/* Which parts of a have each feature (a part stands once in a list). */
static bool index_features(struct lists *lists, struct tvx_arena *arena, const struct parts *parts)
{
    size_t total = 0;

    for (size_t i = 0; i < parts->counts[0]; i++)
        total += parts->sides[0][i].count;
    if (total > UINT32_MAX || !lists_room(lists, arena, parts->feature_count, total))
        return false;
    for (int pass = 0; pass < 2; pass++) {
        for (size_t i = 0; i < parts->counts[0]; i++) {
            const struct features *part = &parts->sides[0][i];

            for (size_t k = 0; k < part->count; k++) {
                if (k > 0 && part->items[k] == part->items[k - 1])
                    continue;
                if (pass == 0)
                    lists->first[part->items[k] + 2]++;
                else
                    lists->items[lists->first[part->items[k] + 1]++] = (uint32_t)i;
            }
        }
        for (size_t f = 2; pass == 0 && f < parts->feature_count + 2; f++)
            lists->first[f] += lists->first[f - 1];
    }
    return true;
}

/* Which parts of a have each content. */
static bool index_contents(struct lists *lists, struct tvx_arena *arena, const struct parts *parts)
{
    size_t keys = 0;

    for (int side = 0; side < 2; side++)
        for (size_t i = 0; i < parts->counts[side]; i++)
            keys = parts->sides[side][i].content >= keys ? (size_t)parts->sides[side][i].content + 1 : keys;
    if (!lists_room(lists, arena, keys, parts->counts[0]))
        return false;
    for (size_t i = 0; i < parts->counts[0]; i++)
        lists->first[parts->sides[0][i].content + 2]++;
    for (size_t k = 2; k < keys + 2; k++)
        lists->first[k] += lists->first[k - 1];
    for (size_t i = 0; i < parts->counts[0]; i++)
        lists->items[lists->first[parts->sides[0][i].content + 1]++] = (uint32_t)i;
    return true;
}

struct finder {
    const struct parts *parts;
    struct tvx_arena *arena;
    struct lists features, contents;
    uint32_t *seen;  /* by content: copies in b so far */
    float *sums;     /* by part of a: shared rare weight with the part of b at hand */
    uint32_t *touched;
    struct candidate *items;
    size_t count, capacity;
};

static bool add(struct finder *finder, size_t a, size_t b, double score)
{
    struct candidate *grown =
        tvx_arena_grow(finder->arena, finder->items, finder->count, &finder->capacity, sizeof *grown);

    if (grown == NULL)
        return false;
    finder->items = grown;
    grown[finder->count++] = (struct candidate){(uint32_t)a, (uint32_t)b, (float)score};
    return true;
}

/* Equal parts: the n-th copy in b goes with the copies around the n-th in a. */
static bool add_equal(struct finder *finder, size_t b)
{
    uint32_t content = finder->parts->sides[1][b].content, nth = finder->seen[content]++;
    uint32_t first = finder->contents.first[content], end = finder->contents.first[content + 1];
    uint32_t from = nth > COPIES ? first + nth - COPIES : first, to = first + nth + COPIES;

    if (end - first <= 2 * COPIES) {
        from = first;
        to = end;
    }
    for (uint32_t k = from; k <= to && k < end; k++)
        if (!add(finder, finder->contents.items[k], b, 1))
            return false;
    return true;
}

/* The best few by shared rare features, then their true likeness. */
static bool add_similar(struct finder *finder, size_t b)
{
    const struct features *part = &finder->parts->sides[1][b];
    uint32_t best[BEST_KEPT];
    size_t touched = 0, kept = 0;
    bool ok = true;

    for (size_t k = 0; k < part->count; k++) {
        uint32_t f = part->items[k], first = finder->features.first[f], end = finder->features.first[f + 1];

        if ((k > 0 && f == part->items[k - 1]) || end - first > MOST_POSTINGS)
            continue;
        for (uint32_t p = first; p < end; p++) {
            uint32_t a = finder->features.items[p];

            if (finder->sums[a] == 0)
                finder->touched[touched++] = a;
            finder->sums[a] += finder->parts->weights[f];
        }
    }
    for (size_t t = 0; t < touched; t++) {
        uint32_t a = finder->touched[t];
        size_t at = kept;

        if (kept == BEST_KEPT && finder->sums[best[kept - 1]] >= finder->sums[a])
            continue;
        at = kept < BEST_KEPT ? kept++ : kept - 1;
        for (; at > 0 && finder->sums[best[at - 1]] < finder->sums[a]; at--)
            best[at] = best[at - 1];
        best[at] = a;
    }
    for (size_t k = 0; k < kept && ok; k++)
        if (finder->parts->sides[0][best[k]].content != part->content)
            ok = add(finder, best[k], b, parts_dice(finder->parts, &finder->parts->sides[0][best[k]], part));
    for (size_t t = 0; t < touched; t++)
        finder->sums[finder->touched[t]] = 0;
    return ok;
}

enum tvx_status parts_candidates(struct candidate **out, size_t *count, struct tvx_arena *arena,
                                 const struct parts *parts, struct tvx_error *error)
{
    struct finder finder = {.parts = parts, .arena = arena};

    finder.seen = tvx_arena_array(arena, parts->counts[0] + parts->counts[1], sizeof *finder.seen);
    finder.sums = tvx_arena_array(arena, parts->counts[0], sizeof *finder.sums);
    finder.touched = tvx_arena_array(arena, parts->counts[0], sizeof *finder.touched);
    if (finder.seen == NULL || finder.sums == NULL || finder.touched == NULL ||
        !index_features(&finder.features, arena, parts) || !index_contents(&finder.contents, arena, parts))
        return tvx_error_nomem(error);
    for (size_t b = 0; b < parts->counts[1]; b++)
        if (!add_equal(&finder, b) || !add_similar(&finder, b))
            return tvx_error_nomem(error);
    *out = finder.items;
    *count = finder.count;
    return TVX_OK;
}
