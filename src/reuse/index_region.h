/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * From single shared shingles to passages: hits that follow one another closely in both texts belong together, as seeds
 * on nearby diagonals do in the search of DNA (Altschul and others, Basic local alignment search tool, 1990).
 */
#ifndef REUSE_INDEX_REGION_H
#define REUSE_INDEX_REGION_H

#include <stddef.h>
#include <stdint.h>

enum { REGION_GAP = 24 }; /* places without a shared shingle that a passage may hold: some fifty words */

struct hit {
    uint32_t a, b; /* places */
    float bits;
};

struct region {
    uint32_t a_first, a_last, b_first, b_last; /* places of the first word of the first and of the last shingle */
    uint32_t last_b;
    uint32_t hits;
    double bits;
};

/* Bits of a shingle that `having` of `documents` have; a small library is taken for a sample of a larger one. */
double tvx_shingle_bits(uint64_t documents, uint32_t having);

typedef int region_fn(void *context, const struct region *region); /* a non-zero return stops, and is handed back */

/* Sorts the hits and gives each region of at least two hits and `least_bits`. */
int tvx_regions(struct hit *hits, size_t count, double least_bits, region_fn *fn, void *context);

#endif
