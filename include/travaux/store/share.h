/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * A workspace that several connections use at once: those who read need not wait for the one who writes.  While it is
 * shared a second file lies beside it (SQLite's write-ahead log) and must stay with it; it goes when sharing ends.
 */
#ifndef TRAVAUX_STORE_SHARE_H
#define TRAVAUX_STORE_SHARE_H

#include <travaux/store/store.h>

/* On, or off again; off where somebody else has it open is not done, and no error: the last to close it clears up. */
enum tvx_status tvx_store_share(struct tvx_store *store, bool on, struct tvx_error *error);

/* A number that changes when any other connection, of this process or another, has written. */
enum tvx_status tvx_store_version(struct tvx_store *store, int64_t *out, struct tvx_error *error);

/*
 * A copy that is whole, also while others write: made beside `path`, looked through, then put there; readable by its
 * owner alone.  TVX_E_WORKSPACE when something is there already.
 */
enum tvx_status tvx_store_backup(struct tvx_store *store, const char *path, struct tvx_error *error);

#endif
