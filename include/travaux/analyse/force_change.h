/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Where a change raises or lowers the force of a text: the sentences before and after are aligned, then the norms
 * within each pair.  A norm put in raises by its level, one taken out lowers by it; one that stays is weighed by its
 * level and, where that is equal, by the conditions that came or went and the exceptions that grew or shrank.
 */
#ifndef TRAVAUX_ANALYSE_FORCE_CHANGE_H
#define TRAVAUX_ANALYSE_FORCE_CHANGE_H

#include <travaux/analyse/force.h>

enum tvx_force_direction { TVX_FORCE_SAME, TVX_FORCE_RAISED, TVX_FORCE_LOWERED };
const char *tvx_force_direction_to_string(enum tvx_force_direction direction); /* "same", "raised", "lowered" */

struct tvx_norm_change {
    const struct tvx_force_sentence *before_in, *after_in;
    const struct tvx_norm *before, *after; /* NULL: the norm is new, or gone */
    enum tvx_force_direction direction;
    int difference;      /* of the levels; 0 where only conditions moved */
    const char *because; /* "level", "new", "gone", "condition added", "condition dropped", "exception widened",
                            "exception narrowed", "" for same */
};

struct tvx_force_step { /* sentences that belong together; either side may be empty */
    const struct tvx_force_sentence *before, *after; /* the first of each side; NULL when there is none */
    size_t before_count, after_count;
    struct tvx_norm_change *changes; /* of each norm, in order of the text after, those gone last */
    size_t count;
    enum tvx_force_direction direction;
    double difference;   /* sum over the norms, in levels; a condition alone counts half a level */
};

struct tvx_force_change {
    struct tvx_force_step *steps; /* in order of the text after, what is gone where it stood */
    size_t count;
    enum tvx_force_direction direction; /* that of the sum */
    double difference;
    bool mixed;                         /* some norms are raised, others lowered */
};

/* Both sides must outlive *out; arena-owned. */
enum tvx_status tvx_force_compare(struct tvx_force_change *out, struct tvx_arena *arena, const struct tvx_force *before,
                                  const struct tvx_force *after, struct tvx_error *error);

#endif
