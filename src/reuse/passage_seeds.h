/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Where to begin looking: short runs of words that stand in both texts.  A seed is three words in a row, or three out
 * of four, so that a passage of which every fourth word was replaced still has some.  Seeds that one of the texts has
 * very often are formulae: they lead nowhere, and words within them surprise nobody.
 */
#ifndef TRAVAUX_REUSE_PASSAGE_SEEDS_H
#define TRAVAUX_REUSE_PASSAGE_SEEDS_H

#include "passage_words.h"

enum { MOST_OCCURRENCES = 32 }; /* of a seed in one text */

struct seeds {
    uint32_t *first;   /* by bucket, one more than there are buckets: index of its first entry */
    uint32_t *entries; /* position << 2 | shape; equal seeds stand together, at most MOST_OCCURRENCES + 1 of them */
    unsigned shift;    /* of the hash, which leaves the bucket */
    uint64_t seed;
};

/* Words in common on one diagonal: `length` words from `p` in the prepared text and from `q` in the other. */
struct segment {
    uint32_t p, q, length;
    int32_t score;
};

struct segments {
    struct segment *items;
    size_t count, capacity;
};

/* What a word is worth at most, in sixteenths of a bit, when it and the two before it occur so often. */
int32_t seeds_ceiling(size_t occurrences);

enum tvx_status seeds_prepare(struct seeds *out, struct tvx_arena *arena, const struct words *words,
                              struct tvx_error *error);

/*
 * All places where a seed of `q` stands in `p`, as segments without score, in order of diagonal, then place; those
 * that overlap or nearly touch on one diagonal are one.  `ceilings` (q->count of them): what each word of q is worth
 * at most behind the two before it.  *cut becomes true when rarer seeds had to do.
 */
enum tvx_status seeds_find(struct segments *out, int16_t *ceilings, bool *cut, struct tvx_arena *arena,
                           const struct seeds *seeds, const struct words *p, const struct words *q,
                           struct tvx_error *error);

/* Sorts by diagonal (keeping the order of q) or by place in one text; `spare` is room for as many. */
enum segment_order { BY_DIAGONAL, BY_P, BY_Q };
void segments_sort(struct segment *items, struct segment *spare, size_t count, enum segment_order order);

#endif
