/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Does a change to a definition make it reach farther or less far?  Told from how the definition is built, not from
 * what it is about: an alternative more, a condition less, a broader noun, an exception gone widen it; the reverse
 * narrows it; words that were only exchanged leave it unclear.  What does not follow from the words is never guessed.
 */
#ifndef TRAVAUX_ANALYSE_REACH_H
#define TRAVAUX_ANALYSE_REACH_H

#include <travaux/analyse/claim.h>

enum tvx_reach { TVX_REACH_SAME, TVX_REACH_WIDENED, TVX_REACH_NARROWED, TVX_REACH_UNCLEAR };
const char *tvx_reach_to_string(enum tvx_reach reach); /* "same", "widened", "narrowed", "unclear" */

struct tvx_reach_judge; /* holds the tables; not shared between threads */
struct tvx_reach_judge *tvx_reach_judge_new(struct tvx_arena *arena, struct tvx_error *error);
void tvx_reach_judge_free(struct tvx_reach_judge *judge);

struct tvx_reach_change {
    enum tvx_reach reach;
    struct tvx_claims reasons; /* one for each place where the texts part; the value is that place's own direction */
};

/*
 * The quotes of `before` and `after` are what the term means before and after, without the term.  `language` "en" and
 * "fr" are known well, "es" in part; a change in another language is the same or unclear.  Everything is arena-owned.
 */
enum tvx_status tvx_reach_compare(struct tvx_reach_change *out, struct tvx_reach_judge *judge,
                                  struct tvx_arena *arena, const char *language, const struct tvx_evidence *before,
                                  const struct tvx_evidence *after, struct tvx_error *error);

#endif
