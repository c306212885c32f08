/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What a loaded language holds: its phrases, its sentences, and how it writes numbers. */
#ifndef SHOW_TONGUE_H
#define SHOW_TONGUE_H

#include <travaux/show/say.h>

struct phrase { const char *english, *said; };

struct phrases {
    struct phrase *items; /* sorted by the English */
    size_t count;
};

struct tvx_tongue {
    const struct tvx_tongue_name *name;
    struct tvx_arena *arena;
    struct phrases phrases;   /* data/interface/fr.tsv */
    struct phrases sentences; /* data/interface/sentences/fr.tsv: what analyses say */
};

/* What is said for exactly that English; NULL when there is no row. */
const char *tongue_find(const struct phrases *phrases, const char *english);

/* {1} … {9} replaced; a place without an argument stays as it is. */
const char *tongue_fill(struct tvx_arena *arena, const char *phrase, const char *const *arguments, size_t count);

#endif
