/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Sides that a person says an actor took on a proposal, with the source: what was said in a corridor, in the press, in
 * minutes that are not in the workspace.  It is a log that nothing is ever taken from: the newest entry on an actor, a
 * proposal and a day holds, and "none" takes one back.
 */
#ifndef TRAVAUX_STORE_POSITION_H
#define TRAVAUX_STORE_POSITION_H

#include <travaux/store/store.h>

struct tvx_hand_position {
    const char *actor;    /* code */
    const char *proposal; /* number as printed */
    const char *stance;   /* as analyse/stance.h names it */
    const char *day;      /* on which it was taken */
    const char *source;
    const char *at;       /* UTC, ISO 8601 with milliseconds; NULL when entering: now */
    bool in_force;
};

enum { TVX_HAND_NAME = 200, TVX_HAND_SOURCE = 65536 }; /* most bytes */

/* TVX_E_USAGE for no day, no source, or a name of no use. */
enum tvx_status tvx_store_position_enter(struct tvx_store *store, const struct tvx_hand_position *position,
                                         struct tvx_error *error);

/* Every entry ever made, oldest first. */
enum tvx_status tvx_store_positions(struct tvx_store *store, struct tvx_arena *arena, struct tvx_hand_position **out,
                                    size_t *count, struct tvx_error *error);

#endif
