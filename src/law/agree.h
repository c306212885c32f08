/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * How far two texts agree, word by word: for telling whether a proposal was drafted against the text in force, and
 * for the edits of a record that gives only its two texts.  The folder compare/, which comes later in the order,
 * has the real diff; this is the longest common subsequence in its plainest form, with a bound on its work.
 */
#ifndef TRAVAUX_LAW_AGREE_H
#define TRAVAUX_LAW_AGREE_H

#include <travaux/law/proposal.h>

/* Letters and digits alone, case-folded, without spaces: equal for texts that differ in nothing else. */
const char *tvx_agree_key(struct tvx_arena *arena, const char *text);

/* Words (letters and digits, folded) of `a` that stand in `b` in the same order, and the number of words of `a`. */
enum tvx_status tvx_agree_words(size_t *common, size_t *count, struct tvx_arena *arena, const char *a, const char *b,
                                struct tvx_error *error);

/* The changed stretches between two texts, as words and marks. */
enum tvx_status tvx_agree_edits(struct tvx_edit **out, size_t *count, struct tvx_arena *arena, const char *before,
                                const char *after, struct tvx_error *error);

#endif
