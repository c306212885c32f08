/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What the parts of accounts share. */
#ifndef STORE_ACCOUNT_H
#define STORE_ACCOUNT_H

#include <travaux/store/account.h>

#include "db.h"
#include "secret.h"

/* Begins a transaction unless the caller has one, for changes that write their line of the log with them. */
enum tvx_status tvx_account_begin(struct tvx_store *store, bool *mine, struct tvx_error *error);
enum tvx_status tvx_account_end(struct tvx_store *store, bool mine, enum tvx_status status, struct tvx_error *error);

/* In small letters, of a shape that mail can go to; TVX_E_USAGE.  `out` has TVX_ACCOUNT_EMAIL + 1 bytes. */
enum tvx_status tvx_email_check(char *out, const char *email, struct tvx_error *error);

struct tvx_account_secrets {
    int64_t id; /* 0: no such account */
    const char *password, *totp, *totp_waits;
    int64_t totp_step;
    bool disabled;
};
/* By address, or by number where `email` is NULL. */
enum tvx_status tvx_account_secrets(struct tvx_store *store, struct tvx_arena *arena, struct tvx_account_secrets *out,
                                    const char *email, int64_t id, struct tvx_error *error);

/*
 * Is the code of the second factor, or one for recovery, right?  `take` uses it up.
 * TVX_E_NOTFOUND: no; its message is the caller's to write.
 */
enum tvx_status tvx_code_check(struct tvx_store *store, const struct tvx_account_secrets *secrets, const char *code,
                               int64_t now, bool take, struct tvx_error *error);

/* Seconds since 1970 as stored text would have them. */
int64_t tvx_seconds_now(void);

#endif
