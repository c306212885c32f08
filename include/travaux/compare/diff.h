/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * The word-level difference of two texts: a minimal edit script over tokens (bit-parallel longest common subsequence,
 * see src/compare/lcs.c), made readable for a lawyer: short islands of equality between changes are joined, changes are
 * slid to word and clause borders, and a passage that only went elsewhere is shown as moved.
 * For long documents, provisions are aligned first (compare/align.h).
 */
#ifndef TRAVAUX_COMPARE_DIFF_H
#define TRAVAUX_COMPARE_DIFF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <travaux/base/arena.h>
#include <travaux/base/error.h>
#include <travaux/text/token.h>

enum tvx_diff_op { TVX_DIFF_EQUAL, TVX_DIFF_INS, TVX_DIFF_DEL, TVX_DIFF_MOVE };
const char *tvx_diff_op_to_string(enum tvx_diff_op op); /* "equal", "ins", "del", "move" */

/*
 * A stretch of bytes.  The b-ranges of the pieces, in order, cover b without gap; the a-ranges cover a without gap and,
 * but for those of MOVE, in order too.  A DEL stands where it stood and has a b_length of 0, an INS has an a_length of
 * 0; a replacement is DEL, then INS.  An EQUAL or MOVE stretch has the same bytes in a and b: its text, and that of
 * every INS, one after the other is b.  White space goes with the token after it; where it alone differs, the piece
 * holds no token.
 */
struct tvx_diff_piece {
    enum tvx_diff_op op;
    size_t a_start, a_length; /* bytes in a */
    size_t b_start, b_length; /* a MOVE names its place in both and is not repeated as INS and DEL */
};

struct tvx_diff {
    struct tvx_diff_piece *pieces;
    size_t count;
    /* tokens; those of a: equal + del + moved, of b: equal + ins + moved */
    size_t words_equal, words_ins, words_del, words_moved;
};

enum tvx_diff_style {
    TVX_DIFF_MINIMAL,  /* the optimum: no script has fewer changed tokens; knows no MOVE */
    /* minimal, then joined over short islands and slid; at least five words that went elsewhere are a MOVE */
    TVX_DIFF_READABLE,
};

/* Diff of two texts (white space folded by the caller where it should not count).  Arena-owned. */
enum tvx_status tvx_diff_text(struct tvx_diff *out, struct tvx_arena *arena, const char *a, const char *b,
                              enum tvx_diff_style style, struct tvx_error *error);

/*
 * The engine below: longest common subsequence of two sequences of numbers as a minimal edit script, in O(N D / 64)
 * machine words at worst and O(sqrt(N) D / 64) memory.  TVX_E_LIMIT when that would take minutes.  keep_a[i] /
 * keep_b[j] (caller's arrays of n and m) become true for the matched elements.
 */
enum tvx_status tvx_diff_ids(bool *keep_a, bool *keep_b, const uint32_t *a, size_t n, const uint32_t *b, size_t m,
                             struct tvx_arena *arena, struct tvx_error *error);

#endif
