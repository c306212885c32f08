/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * What the start page and the page of an instrument say of each provision's comparison: how many texts, families,
 * conflicts, and by whom.  Every provision with a proposal on it, above it or below it has one.
 */
#ifndef SHOW_PLACES_H
#define SHOW_PLACES_H

#include "shelf.h"

/* In the order of the plan; what they hold belongs to the law and the arena. */
enum tvx_status law_places(struct tvx_arena *arena, const struct shelf_law *law, struct site_place **out, size_t *count,
                           struct tvx_error *error);

#endif
