/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Two texts in two languages beside one another, for people and for programs: paragraph by paragraph, with what speaks
 * for each pair.  Nothing is marked as changed, for a translation is not an edit.
 */
#ifndef TRAVAUX_SHOW_CROSS_H
#define TRAVAUX_SHOW_CROSS_H

#include <travaux/base/json.h>
#include <travaux/reuse/cross.h>
#include <travaux/show/term.h>

/*
 * CONTRACT's array for `align`, in order of the texts: [{"a":[start,len],"b":[start,len],"score","kind":"structure",
 * "same","quotes":{"a","b"},"shared":[{"kind","a":[start,len],"b":[start,len],"bits","texts":{"a","b"}}]}], places in
 * code points.  "score": bits that speak for the pair; "same": the probability that the whole texts are one.
 */
void tvx_json_cross(struct tvx_json *json, const char *a, const char *b, const struct tvx_cross *cross);
/* The best 20 pairs in order of the texts; all where term->full. */
void tvx_term_cross(struct tvx_term *term, struct tvx_arena *arena, const char *a_name, const char *a,
                    const char *b_name, const char *b, const struct tvx_cross *cross);

#endif
