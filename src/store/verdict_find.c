/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Verdicts in memory, found by the two documents they are about.  A side is known by its document's hash and by its
 * name, so each verdict stands under up to four keys, in one sorted array; the few that share a key are held against
 * the match one by one.
 */
#include "verdict.h"

#include <stdlib.h>
#include <string.h>

enum { WORDS_MOST = 4096 };

struct slot {
    uint64_t key;
    uint32_t verdict;
};

struct tvx_verdicts {
    struct tvx_verdict *items; /* oldest first */
    size_t count;
    struct slot *slots; /* by key, then the newest first */
    size_t slot_count;
};

static uint64_t hash(uint64_t seed, const char *text)
{
    for (; *text != '\0'; text++)
        seed = (seed ^ (unsigned char)*text) * 0x100000001B3u; /* FNV-1a */
    return seed;
}

/* Up to two keys of a side; the number of them. */
static size_t side_keys(uint64_t out[2], const struct tvx_match_side *side)
{
    size_t count = 0;

    if (side->sha256 != NULL)
        out[count++] = hash(0xCBF29CE484222325u, side->sha256);
    if (side->document != NULL && *side->document != '\0')
        out[count++] = hash(0x84222325CBF29CE4u, side->document);
    return count;
}

/* Up to four keys of a pair, the same in either order. */
static size_t pair_keys(uint64_t out[4], const struct tvx_match_side *a, const struct tvx_match_side *b)
{
    uint64_t x[2], y[2];
    size_t x_count = side_keys(x, a), y_count = side_keys(y, b), count = 0;

    for (size_t i = 0; i < x_count; i++)
        for (size_t j = 0; j < y_count; j++)
            out[count++] = (x[i] + y[j]) ^ (x[i] * y[j]);
    return count;
}

static int by_key(const void *a, const void *b)
{
    const struct slot *x = a, *y = b;

    if (x->key != y->key)
        return x->key < y->key ? -1 : 1;
    return (x->verdict < y->verdict) - (x->verdict > y->verdict);
}

enum tvx_status tvx_verdicts_load(struct tvx_verdicts **out, struct tvx_store *store, struct tvx_arena *arena,
                                  struct tvx_error *error)
{
    struct tvx_verdicts *v = tvx_arena_alloc(arena, sizeof *v);
    enum tvx_status status = v == NULL ? tvx_error_nomem(error) : TVX_OK;

    *out = v;
    if (status == TVX_OK)
        status = tvx_store_verdicts(store, arena, &v->items, &v->count, true, error);
    if (status != TVX_OK)
        return status;
    v->slots = tvx_arena_array(arena, v->count * 4 + 1, sizeof *v->slots);
    if (v->slots == NULL || v->count > UINT32_MAX)
        return tvx_error_nomem(error);
    for (size_t i = 0; i < v->count; i++) {
        uint64_t keys[4];
        size_t count = pair_keys(keys, &v->items[i].match.sides[0], &v->items[i].match.sides[1]);

        for (size_t k = 0; k < count; k++)
            v->slots[v->slot_count++] = (struct slot){keys[k], (uint32_t)i};
    }
    qsort(v->slots, v->slot_count, sizeof *v->slots, by_key);
    return TVX_OK;
}

/* ---- is it the same place? ---- */

static bool same_text(const char *a, const char *b)
{
    return a != NULL && b != NULL && *a != '\0' && strcmp(a, b) == 0;
}

static int by_number(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

    return (x > y) - (x < y);
}

/* Words as sorted hashes. */
static size_t hash_words(uint64_t out[WORDS_MOST], const char *text)
{
    size_t count = 0;

    while (count < WORDS_MOST) {
        uint64_t word = 0xCBF29CE484222325u;

        text += strspn(text, " \n\t\r");
        if (*text == '\0')
            break;
        while (*text != '\0' && strchr(" \n\t\r", *text) == NULL)
            word = (word ^ (unsigned char)*text++) * 0x100000001B3u;
        out[count++] = word;
    }
    qsort(out, count, sizeof *out, by_number);
    return count;
}

/* The words that two quotations have in common, as a share of the longer. */
static double common_words(const char *a, const char *b)
{
    uint64_t x[WORDS_MOST], y[WORDS_MOST];
    size_t x_count, y_count, i = 0, j = 0, common = 0;

    if (a == NULL || b == NULL)
        return 0;
    x_count = hash_words(x, a);
    y_count = hash_words(y, b);
    while (i < x_count && j < y_count) {
        common += x[i] == y[j];
        if (x[i] == y[j])
            i++, j++;
        else if (x[i] < y[j])
            i++;
        else
            j++;
    }
    return x_count + y_count == 0 ? 0 : (double)common / (double)(x_count > y_count ? x_count : y_count);
}

/* By place in the same bytes, else by the words: a later version of the program may read the same document otherwise,
   and a document that was saved anew has other bytes. */
static bool same_passage(const struct tvx_match_side *a, const struct tvx_match_side *b)
{
    bool bytes = same_text(a->sha256, b->sha256);
    size_t a_end = a->start + a->points, b_end = b->start + b->points;
    size_t from = a->start > b->start ? a->start : b->start, to = a_end < b_end ? a_end : b_end;
    size_t longer = a->points > b->points ? a->points : b->points;

    if (bytes && to > from && (to - from) * 2 >= longer)
        return true;
    return common_words(a->quote, b->quote) >= (bytes ? 0.8 : 0.5);
}

static bool same_side(enum tvx_match_kind kind, const struct tvx_match_side *a, const struct tvx_match_side *b)
{
    if (!same_text(a->sha256, b->sha256) && !same_text(a->document, b->document))
        return false;
    if (a->proposal != NULL && b->proposal != NULL) {
        if (strcmp(a->proposal, b->proposal) != 0)
            return false;
        if (kind == TVX_MATCH_RETABLED)
            return true;
    }
    if (a->points == 0 || b->points == 0)
        return a->points == b->points && (a->proposal != NULL) == (b->proposal != NULL);
    return same_passage(a, b);
}

const struct tvx_verdict *tvx_verdicts_find(const struct tvx_verdicts *v, enum tvx_match_kind kind,
                                            const struct tvx_match_side *a, const struct tvx_match_side *b)
{
    const struct tvx_verdict *found = NULL;
    char id[TVX_MATCH_ID] = "";
    uint64_t keys[4];
    size_t count = v->count == 0 ? 0 : pair_keys(keys, a, b);

    for (size_t k = 0; k < count; k++) {
        size_t low = 0, high = v->slot_count;

        while (low < high) {
            size_t middle = low + (high - low) / 2;

            if (v->slots[middle].key < keys[k])
                low = middle + 1;
            else
                high = middle;
        }
        for (; low < v->slot_count && v->slots[low].key == keys[k]; low++) {
            const struct tvx_verdict *item = &v->items[v->slots[low].verdict];
            const struct tvx_match_side *s = item->match.sides;

            if (item->match.kind != kind)
                continue;
            if (*id == '\0')
                tvx_match_id(id, kind, a, b);
            if (strcmp(item->id, id) == 0)
                return item;
            if ((found == NULL || item > found) &&
                ((same_side(kind, a, &s[0]) && same_side(kind, b, &s[1])) ||
                 (same_side(kind, a, &s[1]) && same_side(kind, b, &s[0]))))
                found = item;
        }
    }
    return found;
}
