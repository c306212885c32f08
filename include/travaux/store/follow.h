/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * What each account follows, and when it last looked in: enough to tell a person what is new to them.  An account is
 * the number of a row that store/account.h keeps; 0 is whoever works at the command line with the file itself.
 */
#ifndef TRAVAUX_STORE_FOLLOW_H
#define TRAVAUX_STORE_FOLLOW_H

#include <travaux/store/store.h>

/* References as `show` takes them.  TVX_OK when nothing changes; *changed says so. */
enum tvx_status tvx_store_follow_as(struct tvx_store *store, int64_t account, const char *reference, bool *changed,
                                    struct tvx_error *error);
enum tvx_status tvx_store_unfollow_as(struct tvx_store *store, int64_t account, const char *reference, bool *changed,
                                      struct tvx_error *error);
enum tvx_status tvx_store_followed_as(struct tvx_store *store, struct tvx_arena *arena, int64_t account,
                                      const char *const **out, size_t *count, struct tvx_error *error);
enum tvx_status tvx_store_follows(struct tvx_store *store, int64_t account, const char *reference, bool *follows,
                                  struct tvx_error *error);

/*
 * When the last visit before this one ended, in UTC; *since NULL (and TVX_OK) when there was none.  A visit ends when
 * half an hour passes without a page.
 */
enum tvx_status tvx_store_last_visit(struct tvx_store *store, struct tvx_arena *arena, int64_t account,
                                     const char **since, struct tvx_error *error);
/* A page was asked for.  Writes at most once a minute, and not at all while somebody else writes, so that reading stays
   cheap. */
enum tvx_status tvx_store_visit(struct tvx_store *store, int64_t account, struct tvx_error *error);

#endif
