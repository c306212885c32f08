/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Which proposals bear on which provision of an instrument: those on it, on what holds it and on its parts.  Made once
 * for all provisions, so that a site of thousands of proposals does not ask of each provision about each proposal.
 */
#ifndef SHOW_SITE_PLAN_H
#define SHOW_SITE_PLAN_H

#include <travaux/show/comparison.h>

struct site_slot { /* a provision, stored or only proposed */
    const char *path;
    size_t provision; /* index in the instrument; SIZE_MAX when only proposed */
    size_t behind;    /* the provision behind which a new one would stand; SIZE_MAX: at the end */
    struct tvx_stored_proposal *proposals; /* in the order of the store */
    size_t count;
};

struct site_plan {
    struct site_slot *slots; /* the instrument's provisions in order, then the new ones */
    size_t count;
};

enum tvx_status site_plan_make(struct site_plan *out, struct tvx_arena *arena, const struct tvx_stored_instrument *head,
                               const struct tvx_instrument *instrument, const struct tvx_stored_proposal *proposals,
                               size_t count, struct tvx_error *error);

#endif
