/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * How alike two provisions are: the weight of the words and pairs of words that they share, rare ones counting more
 * (inverse document frequency over all parts of both versions), as Dice's coefficient.  Candidates come from an
 * inverted index over the rarer of these features, so that long documents are not compared part by part.
 */
#ifndef COMPARE_PARTS_H
#define COMPARE_PARTS_H

#include <travaux/compare/align.h>

struct features {
    uint32_t *items; /* ascending, doubles kept */
    size_t count;
    double weight;
    size_t words;
    uint32_t content; /* equal for parts with the same tokens */
    struct tvx_tokens tokens; /* of the text, or of the label where there is no text */
    uint32_t *word_ids;       /* by token, below word_count */
};

struct parts {
    struct features *sides[2]; /* a and b */
    size_t counts[2];
    float *weights;            /* by feature */
    size_t feature_count, word_count;
    uint32_t *first, *holders; /* the parts of a that have feature f: holders[first[f]] to holders[first[f + 1]] */
};

enum tvx_status parts_read(struct parts *out, struct tvx_arena *arena, const struct tvx_part *const sides[2],
                           const size_t counts[2], struct tvx_error *error);

/* The weight that x and y share. */
double parts_shared(const struct parts *parts, const struct features *x, const struct features *y);

/* 0 to 1. */
static inline double parts_dice(const struct parts *parts, const struct features *x, const struct features *y)
{
    double sum = x->weight + y->weight;

    return sum > 0 ? 2 * parts_shared(parts, x, y) / sum : 0;
}

struct candidate {
    uint32_t a, b;
    float score; /* 0 to 1 */
};

/* Pairs worth a look, a bounded number for each part of b; ascending in b. */
enum tvx_status parts_candidates(struct candidate **out, size_t *count, struct tvx_arena *arena,
                                 const struct parts *parts, struct tvx_error *error);

#endif
