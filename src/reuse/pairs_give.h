/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * From shared shingles to pairs of passages.  The hits lie on tapes, one for each joining thread and part, a part being
 * the pairs whose first document is in one stretch of the numbers; parts are sorted and made pairs of by threads, and
 * given in their order by the caller's own.
 */
#ifndef REUSE_PAIRS_GIVE_H
#define REUSE_PAIRS_GIVE_H

#include <travaux/reuse/pairs.h>

#include "runs.h"

enum {
    PAIRS_PLACE_BITS = 28,
    PAIRS_BITS_SCALE = 8, /* a shingle's bits are kept in eighths, in eight bits */
    PAIRS_MOST_THREADS = 16,
};

/* A hit as a record: both documents; both places and the bits. */
static inline struct record pairs_pack(uint32_t a, uint32_t b, uint32_t a_place, uint32_t b_place, uint64_t bits)
{
    return (struct record){(uint64_t)a << 32 | b, (uint64_t)a_place << (64 - PAIRS_PLACE_BITS) |
                                                      (uint64_t)b_place << (64 - 2 * PAIRS_PLACE_BITS) | bits};
}

/* The part of a document among so many. */
static inline size_t pairs_part(uint32_t document, size_t documents, size_t parts)
{
    return (size_t)((uint64_t)document * parts / documents);
}

/* Tape number thread × parts + part; adds to the report. */
enum tvx_status tvx_pairs_give(struct tvx_index *index, struct tape *const *tapes, size_t threads, size_t parts,
                               double least_bits, tvx_pair_fn *fn, void *context, struct tvx_pairs_report *report,
                               struct tvx_error *error);

#endif
