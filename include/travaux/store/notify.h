/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * How each account wants to hear of news besides looking in: by digests in the mail, which it must ask for, and by
 * feeds whose addresses hold a secret, since a feed reader cannot sign in.
 */
#ifndef TRAVAUX_STORE_NOTIFY_H
#define TRAVAUX_STORE_NOTIFY_H

#include <travaux/store/account.h>

struct tvx_notify {
    int64_t account;
    const char *every; /* "never" (where nothing was chosen), "day", "week" */
    const char *told;  /* UTC: digests reach up to here; NULL: none was sent */
    const char *token; /* in the addresses of the account's feeds; NULL: none was made */
};

enum tvx_status tvx_store_notify(struct tvx_store *store, struct tvx_arena *arena, struct tvx_notify *out,
                                 int64_t account, struct tvx_error *error);
/* TVX_E_USAGE for anything but "never", "day", "week".  The first digest tells of what comes from now on. */
enum tvx_status tvx_store_notify_every(struct tvx_store *store, int64_t account, const char *every,
                                       struct tvx_error *error);
enum tvx_status tvx_store_notify_told(struct tvx_store *store, int64_t account, const char *told,
                                      struct tvx_error *error);
/* A new secret; who has the old address is shut out. */
enum tvx_status tvx_store_notify_token(struct tvx_store *store, int64_t account, struct tvx_error *error);
/* Whose feed it is; TVX_E_NOTFOUND for an unknown secret and for an account that is disabled. */
enum tvx_status tvx_store_notify_find(struct tvx_store *store, struct tvx_arena *arena, struct tvx_account *out,
                                      const char *token, struct tvx_error *error);
/* All accounts that want digests. */
enum tvx_status tvx_store_notify_all(struct tvx_store *store, struct tvx_arena *arena, struct tvx_notify **out,
                                     size_t *count, struct tvx_error *error);

#endif
