/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * The exact engine below tvx_diff_ids: a table of the longest common subsequence, one bit a cell.  It fills a band
 * around the diagonal, or the far narrower one that is left where a good path is known already, and reads the best
 * path back from it.
 */
#ifndef COMPARE_LCS_H
#define COMPARE_LCS_H

#include <stdbool.h>
#include <travaux/compare/diff.h>

enum { LCS_BLOCK = 64 }; /* rows that share one band in lcs_length_within */

struct spot { /* the places of one token within one machine word of a row */
    uint64_t mask;
    size_t word;
};

struct place { /* where a token stands in a */
    uint32_t begin, end, cursor; /* its spots; the first of them inside the band */
    uint32_t dense;              /* frequent tokens also have a mask for every word of a row: its number, plus 1 */
};

struct front { /* machine words [low, high] */
    size_t low, high;
};

struct lcs {
    const uint32_t *a, *b; /* columns, rows */
    size_t n, m, words;    /* machine words of a row */
    struct spot *spots;    /* grouped by token, ascending */
    struct place *places;  /* by token */
    uint64_t *dense;
    uint64_t *row;                /* the row being computed */
    size_t left, right;           /* the band: columns i - left to i + right in row i */
    struct front *fronts;         /* a narrower band for each LCS_BLOCK rows; NULL: none */
    size_t stride, block;         /* machine words kept of a row; of how many rows one is kept; m: every row is */
    uint64_t *all;                /* every row, from the band's low end on */
    uint64_t **kept;              /* or one in `block` of them */
    size_t *before;               /* for each kept row: by how much it grew left of what is kept */
    uint64_t *rows;               /* the rows of one block again, each from machine word `base` on */
    size_t rows_stride, base, top;
    uint64_t work;
};

/* Indexes the columns; a, b, n, m are set and not 0, tokens are below `tokens`.  False when memory is short. */
bool lcs_prepare(struct lcs *lcs, struct tvx_arena *arena, size_t tokens);

/* Marks a longest common subsequence. */
enum tvx_status lcs_solve(struct lcs *lcs, struct tvx_arena *arena, bool *keep_a, bool *keep_b,
                          struct tvx_error *error);

/*
 * The same, when a common subsequence of `known` elements is known, and limits to the cost of the cells that a longer
 * one can pass: in rows i to i + LCS_BLOCK at most limits[i / LCS_BLOCK], where the cost of a cell is how many rows
 * and columns were dropped before it; limits ascend, and the known one keeps them too.  Marks nothing when the known
 * one is a longest: then *found becomes `known`.
 */
enum tvx_status lcs_improve(struct lcs *lcs, struct tvx_arena *arena, const uint32_t *limits, size_t known,
                            size_t *found, bool *keep_a, bool *keep_b, struct tvx_error *error);

#endif
