/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * What the files of the resolver share.  `resolve` knows the stored instruments and says which of them a proposal
 * means; `resolve_place` finds the provision in it, or where a new one would stand; `resolve_base` holds the text that
 * the proposal was drafted against to the stored one.
 */
#ifndef TRAVAUX_LAW_RESOLVE_PARTS_H
#define TRAVAUX_LAW_RESOLVE_PARTS_H

#include <stdbool.h>
#include <stddef.h>
#include <travaux/law/resolve.h>

#include "map.h"

struct resolve_stored {
    struct tvx_resolver_instrument given;
    struct tvx_map paths, loose, marginals; /* to provision indexes; loose: without case and dashes */
    struct tvx_map texts;                   /* text keys (tvx_agree_key), of this version */
};

struct tvx_resolver {
    struct resolve_stored *items;
    size_t count;
};

struct resolve_work {
    struct tvx_resolution *out;
    struct tvx_arena *arena;
    const struct tvx_resolver *resolver;
    const struct tvx_proposal *proposal;
    const struct resolve_stored *stored;
    struct tvx_error *error;
};

/* "5-bis", "5BIS" and "5bis" are one place: all as "5bis".  Arena-owned; NULL when memory is short. */
const char *resolve_loosen(struct tvx_arena *arena, const char *path);
/* Index of the provision that has the path, exactly or loosened; SIZE_MAX when there is none. */
size_t resolve_look_up(struct resolve_work *w, const char *path);
const struct tvx_provision *resolve_provision(const struct resolve_work *w, size_t index);
bool resolve_is_adding(const struct tvx_proposal *proposal);
/* The answer is that there is none, for this reason; NULL: memory was short when it was written. */
enum tvx_status resolve_not(struct resolve_work *w, const char *reason);

/* ---- resolve_place ---- */

/* The provision of the proposal's place.  SIZE_MAX when the resolution is already said: it is new, or there is none. */
enum tvx_status resolve_find(struct resolve_work *w, size_t *found);
/* A provision found by its words alone, where the place is not printed; SIZE_MAX when none has them. */
enum tvx_status resolve_find_by_text(struct resolve_work *w, size_t *found);

/* ---- resolve_base ---- */

/*
 * Is the text that the proposal was drafted against the stored one (SIZE_MAX: of the whole instrument)?  If not, how
 * far is it, and is it another version's?
 */
enum tvx_status resolve_base(struct resolve_work *w, size_t found);

/* ---- resolve_prose ---- */

/* A proposal in prose: finds its provision and applies its instructions to the stored text. */
enum tvx_status resolve_prose(struct resolve_work *w);

#endif
