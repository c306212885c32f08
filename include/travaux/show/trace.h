/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Where wording came from, for people and for programs: each hit with both quotations side by side, the day of the
 * source, and the caution that is due where days are not known.
 */
#ifndef TRAVAUX_SHOW_TRACE_H
#define TRAVAUX_SHOW_TRACE_H

#include <travaux/base/json.h>
#include <travaux/reuse/trace.h>
#include <travaux/show/term.h>

/*
 * CONTRACT's array for `trace`, best first: [{"kind","passage":{…},"source":{…},"score","copied_words","rarity_bits",
 * "copied":[{"passage":[start,len],"source":[start,len],"text"}],"order","origin","cluster","survives":{…}}].
 */
void tvx_json_trace(struct tvx_json *json, const struct tvx_trace *trace);
/* By the words they are on, the likely origin of each first named; the best 20 hits, all where term->full. */
void tvx_term_trace(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_trace *trace);

/* All wording that is shared: each text once, with all who have it, the earliest first. */
void tvx_term_reuse(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_trace *reuse);

#endif
