/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Passages that two texts share, for people and for programs: both quotations side by side with the words that differ
 * marked as in a redline, and CONTRACT's array for `align`.  A passage is a claim about two texts, so it is never shown
 * without what it rests on.
 */
#ifndef TRAVAUX_SHOW_PASSAGES_H
#define TRAVAUX_SHOW_PASSAGES_H

#include <travaux/base/json.h>
#include <travaux/reuse/passage.h>
#include <travaux/show/term.h>

/*
 * [{"a":[start,len],"b":[start,len],"score","bits","copied_words","words":[of a, of b],"quotes":{"a","b"},
 *   "copied":[{"a":[start,len],"b":[start,len],"text"}]}], places in code points, the best first.
 */
void tvx_json_passages(struct tvx_json *json, struct tvx_arena *arena, const char *a, const char *b,
                       const struct tvx_passages *passages);
/* The best 20 passages, long unchanged stretches left out; all of all where term->full. */
void tvx_term_passages(struct tvx_term *term, struct tvx_arena *arena, const char *a_name, const char *a,
                       const char *b_name, const char *b, const struct tvx_passages *passages);

#endif
