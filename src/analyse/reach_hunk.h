/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * One place where two texts of a definition part, and what it does to the reach: the units that only one text has, with
 * those around them.  Says what an insertion does; a deletion is an insertion seen from behind.
 */
#ifndef TRAVAUX_ANALYSE_REACH_HUNK_H
#define TRAVAUX_ANALYSE_REACH_HUNK_H

#include "scope_units.h"

enum effect {
    EFFECT_NONE,    /* wording only */
    EFFECT_SPELT,   /* spells out what may be meant anyhow: of no weight beside others, unclear alone */
    EFFECT_WIDENS,
    EFFECT_NARROWS,
    EFFECT_UNCLEAR,
};

struct stretch { /* units [from, to) of one text */
    const struct units *units;
    size_t from, to;
};

struct verdict {
    enum effect effect;
    const char *what; /* "an alternative", to be put behind "adds" or "takes away"; or a whole sentence */
    size_t row;       /* in the language's table; SIZE_MAX when no row says it */
    bool sentence;
};

/* What it does that the text has this stretch and the other text has nothing there. */
struct verdict hunk_inserted(const struct scope_tongue *tongue, struct stretch stretch);
/* Is each a single word, and both have one stem: "envoyés", "envoyées"? */
bool hunk_agrees(const struct scope_tongue *tongue, struct stretch a, struct stretch b);
/* What it does that `before` became `after`. */
struct verdict hunk_replaced(const struct scope_tongue *tongue, struct stretch before, struct stretch after);
struct verdict hunk_reversed(struct verdict verdict);

#endif
