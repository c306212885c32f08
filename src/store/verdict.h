/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Matches and verdicts as rows, for the parts of the store that deal with them. */
#ifndef STORE_VERDICT_H
#define STORE_VERDICT_H

#include <travaux/store/verdict.h>

#include "db.h"

/* Both sides of a match. */
enum tvx_status tvx_matched_sides(struct tvx_store *store, struct tvx_arena *arena, struct tvx_matched *out,
                                  const char *id, struct tvx_error *error);
/* Stores a match under its id, its sides as they were first seen; `settled` may be NULL. */
enum tvx_status tvx_matched_insert(struct tvx_store *store, const char *id, const struct tvx_matched *match,
                                   bool found, const char *settled, struct tvx_error *error);

#endif
