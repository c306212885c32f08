/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * A guess at the longest common subsequence of two long sequences, and what it takes to prove it.  The guess goes
 * through runs of tokens that stand in one place of a only, with the gaps between them solved exactly.  The proof asks
 * only what any better path would have to cost: it leaves the guess somewhere, and from there on pays for each run
 * that it cannot match elsewhere.
 */
#ifndef COMPARE_GUESS_H
#define COMPARE_GUESS_H

#include <stdbool.h>
#include <travaux/compare/diff.h>

struct guess {
    bool found;         /* false: nothing to go by, search without a guess */
    uint32_t *partners; /* by row: the column matched with it, plus 1; 0 when the row is dropped */
    size_t matches;
    uint32_t *limits; /* for lcs_improve: a path better than the guess has no dearer cell */
};

/* Columns a, rows b, both without tokens that stand on one side only.  Arena-owned. */
enum tvx_status guess_make(struct guess *guess, struct tvx_arena *arena, const uint32_t *a, size_t n, const uint32_t *b,
                           size_t m, struct tvx_error *error);

/* tvx_diff_ids without any guess (script.c). */
enum tvx_status script_exact(bool *keep_a, bool *keep_b, const uint32_t *a, size_t n, const uint32_t *b, size_t m,
                             struct tvx_arena *arena, struct tvx_error *error);

#endif
