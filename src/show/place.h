/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Which provision holds which: by the dots of a path, and by the tree where a division does not enter the path. */
#ifndef SHOW_PLACE_H
#define SHOW_PLACE_H

#include <stdbool.h>
#include <travaux/show/comparison.h>

/* Is `path` within `holder` ("" is the whole instrument)?  Not when they are the same. */
bool show_place_holds(const struct tvx_instrument *instrument, const char *holder, const char *path);

#endif
