/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * From places where two texts meet to passages.  Segments that follow each other in both texts are linked into
 * chains, where what lies between them costs less than they bring; then a chain becomes a path, exact between its
 * links and grown at both ends.  All scores are in sixteenths of a bit.
 */
#ifndef TRAVAUX_REUSE_PASSAGE_CHAIN_H
#define TRAVAUX_REUSE_PASSAGE_CHAIN_H

#include "passage_seeds.h"

enum {
    COST_REPLACED = 2 * BIT, /* of a word that another replaces: −log2 of how often that happens within a copy */
    COST_GAP = 4 * BIT,      /* of a gap, */
    COST_GAP_WORD = BIT / 2, /* and of each word in it */
};

/* Two texts and what their words are worth. */
struct field {
    const struct words *p, *q;
    const int16_t *bits;               /* by number of the word */
    const int16_t *ceilings;           /* by place in q: for a word that the two before it led to */
    uint64_t budget;                   /* steps left; 0 ends all growing */
    const uint8_t *p_taken, *q_taken;  /* by place: how many passages found so far lie there */
};

/* What the same word at p[i] and q[j] is worth. */
static inline int32_t field_worth(const struct field *field, size_t i, size_t j)
{
    const uint32_t *p = field->p->ids + i, *q = field->q->ids + j;
    int16_t worth = field->bits[*p];

    return field->ceilings[j] < worth && i >= 2 && p[-1] == q[-1] && p[-2] == q[-2] ? field->ceilings[j] : worth;
}

/* What it costs to leave out `p` words of one text and `q` of the other: words replaced and one gap, or two gaps. */
static inline int64_t link_cost(uint64_t p, uint64_t q)
{
    uint64_t both = p < q ? p : q, rest = p < q ? q - p : p - q;
    int64_t replaced = (int64_t)(both * COST_REPLACED + (rest > 0 ? COST_GAP + rest * COST_GAP_WORD : 0));
    int64_t gaps = (int64_t)((p > 0 ? COST_GAP + p * COST_GAP_WORD : 0) + (q > 0 ? COST_GAP + q * COST_GAP_WORD : 0));

    return replaced < gaps ? replaced : gaps;
}

/* Segments from `first` to `first + count` of a list of indexes. */
struct chain {
    size_t first, count;
    int64_t score;
};

struct chains {
    struct chain *items;
    size_t count;
    uint32_t *links; /* indexes of segments */
};

/*
 * Scores the segments (cut to their first and last common word), sorts them, and links them: every segment is in at
 * most one chain.  Chains of at least `least`, the best first.
 */
enum tvx_status chains_find(struct chains *out, struct tvx_arena *arena, const struct field *field,
                            struct segments *segments, int64_t least, struct tvx_error *error);

/* The same words in a row, on both sides. */
struct run {
    uint32_t p, q, length;
};

struct path {
    struct run *runs;
    size_t count, capacity;
    int64_t score;
};

/* The path through a chain, grown at both ends, and cut to where it scores most.  The path's memory is used again. */
enum tvx_status path_make(struct path *path, struct tvx_arena *arena, struct field *field,
                          const struct segment *segments, const uint32_t *links, size_t count,
                          struct tvx_error *error);

#endif
