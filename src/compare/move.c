/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Passages that went elsewhere: every run of SEED deleted tokens is put in a hash table, inserted runs are looked up
 * and grown.
 */
#include "hunk.h"
#include <string.h>

enum { LEAST_WORDS = 5, SEED = 5, MOST_CANDIDATES = 16 };

struct seeds {
    uint32_t *slots; /* place in a, plus 1; a power of two of them */
    uint32_t *next;  /* by place in a: the place before it with the same slot, plus 1 */
    size_t mask;
    bool *gone_a;    /* deleted and not yet part of a move */
};

static size_t slot_of(const struct seeds *seeds, const uint32_t *ids)
{
    uint64_t hash = 0;

    for (size_t i = 0; i < SEED; i++)
        hash = (hash ^ ids[i]) * UINT64_C(0x9E3779B97F4A7C15) + (hash >> 29);
    return (size_t)(hash >> 20) & seeds->mask;
}

static bool make_seeds(struct seeds *seeds, struct tvx_arena *arena, const struct hunks *hunks, const struct side *a)
{
    size_t deleted = 0;

    for (size_t k = 0; k < hunks->count; k++)
        deleted += hunks->items[k].a_to - hunks->items[k].a_from;
    for (seeds->mask = 16; seeds->mask < deleted * 2;)
        seeds->mask *= 2;
    seeds->slots = tvx_arena_array(arena, seeds->mask, sizeof *seeds->slots);
    seeds->next = tvx_arena_array(arena, a->tokens.count, sizeof *seeds->next);
    seeds->gone_a = tvx_arena_array(arena, a->tokens.count, sizeof *seeds->gone_a);
    if (seeds->slots == NULL || seeds->next == NULL || seeds->gone_a == NULL)
        return false;
    seeds->mask--;
    for (size_t k = 0; k < hunks->count; k++) {
        const struct hunk *hunk = &hunks->items[k];

        for (size_t i = hunk->a_from; i < hunk->a_to; i++)
            seeds->gone_a[i] = true;
        for (size_t i = hunk->a_from; i + SEED <= hunk->a_to; i++) {
            size_t slot = slot_of(seeds, a->ids + i);

            seeds->next[i] = seeds->slots[slot];
            seeds->slots[slot] = (uint32_t)i + 1;
        }
    }
    return true;
}

/* Are tokens i of a and j of b, and the white space between each and the token before it, the same? */
static bool same_with_gap(const struct side *a, size_t i, const struct side *b, size_t j)
{
    const struct tvx_token *ta = &a->tokens.items[i], *tb = &b->tokens.items[j];
    size_t gap_a = ta->start - (ta[-1].start + ta[-1].length), gap_b = tb->start - (tb[-1].start + tb[-1].length);

    return a->ids[i] == b->ids[j] && gap_a == gap_b &&
           memcmp(a->text + ta->start - gap_a, b->text + tb->start - gap_b, gap_a) == 0;
}

/* How many tokens from i of a are those from j of b (below b_end), byte for byte. */
static size_t grow(const struct seeds *seeds, const struct side *a, size_t i, const struct side *b, size_t j,
                   size_t b_end)
{
    size_t n = 1;

    if (a->ids[i] != b->ids[j] || !seeds->gone_a[i])
        return 0;
    while (j + n < b_end && i + n < a->tokens.count && seeds->gone_a[i + n] && same_with_gap(a, i + n, b, j + n))
        n++;
    return n;
}

static size_t count_words(const struct side *side, size_t from, size_t count)
{
    size_t words = 0;

    for (size_t i = from; i < from + count; i++)
        words += side->tokens.items[i].kind != TVX_TOKEN_MARK;
    return words;
}

bool moves_find(struct move **out, size_t *count, struct tvx_arena *arena, const struct hunks *hunks,
                const struct side *a, const struct side *b)
{
    size_t capacity = 0;
    struct seeds seeds;

    *out = NULL;
    *count = 0;
    if (hunks->count < 2)
        return true;
    if (!make_seeds(&seeds, arena, hunks, a))
        return false;
    for (size_t k = 0; k < hunks->count; k++) {
        size_t end = hunks->items[k].b_to;

        for (size_t j = hunks->items[k].b_from; j + SEED <= end;) {
            struct move best = {0, j, 0}, *grown;
            uint32_t place = seeds.slots[slot_of(&seeds, b->ids + j)];

            for (int tried = 0; place != 0 && tried < MOST_CANDIDATES; tried++, place = seeds.next[place - 1]) {
                size_t n = grow(&seeds, a, place - 1, b, j, end);

                if (n > best.count) {
                    best.a_from = place - 1;
                    best.count = n;
                }
            }
            if (best.count == 0 || count_words(b, j, best.count) < LEAST_WORDS) {
                j++;
                continue;
            }
            grown = tvx_arena_grow(arena, *out, *count, &capacity, sizeof best);
            if (grown == NULL)
                return false;
            *out = grown;
            grown[(*count)++] = best;
            memset(seeds.gone_a + best.a_from, 0, best.count);
            j += best.count;
        }
    }
    return true;
}
