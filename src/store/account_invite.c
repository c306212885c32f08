/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "account.h"

#include <string.h>

enum { DAY_SECONDS = 24 * 3600 };

static enum tvx_status refuse(struct tvx_error *error)
{
    return tvx_error_set(error, TVX_E_NOTFOUND, "this link has been used, withdrawn or is too old; ask for a new one");
}

/* May this account (or the shell) give the role? */
static enum tvx_status may_give(struct tvx_store *store, int64_t who, enum tvx_role role, struct tvx_error *error)
{
    struct tvx_arena *arena;
    struct tvx_account by;
    enum tvx_status status;

    if (who == TVX_AUDIT_SHELL)
        return TVX_OK;
    arena = tvx_arena_new(1 << 16);
    status = arena == NULL ? tvx_error_nomem(error) : tvx_store_account(store, arena, &by, who, error);
    if (status == TVX_OK && (by.disabled || by.role < role))
        status = tvx_error_set(error, TVX_E_USAGE, "nobody gives a role that is above their own");
    tvx_arena_free(arena);
    return status;
}

struct invitation {
    const char *email, *what;
    enum tvx_role role;
    int64_t account; /* 0: a new one */
};

static enum tvx_status insert(struct tvx_store *store, char token[TVX_TOKEN_SIZE], int64_t who,
                              const struct invitation *i, int64_t now, struct tvx_error *error)
{
    char hash[TVX_SHA256_HEX];
    enum tvx_status status = tvx_db_run(store, QUERY_invitation_withdraw_older, error, "t", i->email);

    tvx_token_new(token);
    tvx_secret_hash(hash, token);
    if (status == TVX_OK)
        status = tvx_db_run(store, QUERY_invitation_insert, error, "tttiiii", hash, i->email, tvx_role_name(i->role),
                            who, i->account, now, now + (int64_t)TVX_INVITATION_DAYS * DAY_SECONDS);
    return status == TVX_OK ? tvx_store_audit(store, who, i->what, i->email, tvx_role_name(i->role), error) : status;
}

enum tvx_status tvx_store_invite(struct tvx_store *store, char token[TVX_TOKEN_SIZE], int64_t who, const char *email,
                                 enum tvx_role role, int64_t now, struct tvx_error *error)
{
    char small[TVX_ACCOUNT_EMAIL + 1];
    struct tvx_arena *arena = tvx_arena_new(1 << 16);
    struct tvx_account_secrets taken = {.id = 0};
    bool mine;
    enum tvx_status status = arena == NULL ? tvx_error_nomem(error) : tvx_email_check(small, email, error);

    *token = '\0';
    if (status == TVX_OK && (status = tvx_account_begin(store, &mine, error)) == TVX_OK) {
        status = may_give(store, who, role, error);
        if (status == TVX_OK)
            status = tvx_account_secrets(store, arena, &taken, small, 0, error);
        if (status == TVX_OK && taken.id != 0)
            status = tvx_error_set(error, TVX_E_USAGE, "%s has an account already", small);
        if (status == TVX_OK)
            status = insert(store, token, who, &(struct invitation){small, "invitation.add", role, 0}, now, error);
        status = tvx_account_end(store, mine, status, error);
    }
    tvx_arena_free(arena);
    return status;
}

enum tvx_status tvx_store_invite_reset(struct tvx_store *store, char token[TVX_TOKEN_SIZE], int64_t who,
                                       int64_t account, int64_t now, struct tvx_error *error)
{
    struct tvx_arena *arena = tvx_arena_new(1 << 16);
    struct tvx_account of;
    bool mine;
    enum tvx_status status = arena == NULL ? tvx_error_nomem(error) : tvx_account_begin(store, &mine, error);

    *token = '\0';
    if (status == TVX_OK) {
        status = may_give(store, who, TVX_ROLE_ADMIN, error);
        if (status == TVX_OK)
            status = tvx_store_account(store, arena, &of, account, error);
        if (status == TVX_OK && of.local)
            status = tvx_error_set(error, TVX_E_USAGE, "the person at this machine has no password");
        if (status == TVX_OK)
            status = insert(store, token, who, &(struct invitation){of.email, "account.reset", of.role, account}, now,
                            error);
        status = tvx_account_end(store, mine, status, error);
    }
    tvx_arena_free(arena);
    return status;
}

static void read_invitation(struct tvx_invitation *out, struct tvx_row *row, int64_t now)
{
    sqlite3_stmt *s = row->statement;
    enum tvx_role of_inviter = TVX_ROLE_VISITOR;
    bool used = sqlite3_column_type(s, 7) != SQLITE_NULL, withdrawn = sqlite3_column_int(s, 8) != 0, may;

    *out = (struct tvx_invitation){
        .id = sqlite3_column_int64(s, 0), .email = tvx_row_text_or(row, 1, ""), .by_id = sqlite3_column_int64(s, 3),
        .account = sqlite3_column_int64(s, 4), .made = sqlite3_column_int64(s, 5),
        .expires = sqlite3_column_int64(s, 6), .by = tvx_row_text_or(row, 9, ""), .name = tvx_row_text_or(row, 12, "")};
    row->bad |= !tvx_role_parse(&out->role, tvx_row_text_or(row, 2, ""));
    tvx_role_parse(&of_inviter, tvx_row_text_or(row, 10, ""));
    /* who may no longer give it did not give it; a reset is an admin's */
    may = out->by_id == TVX_AUDIT_SHELL || (sqlite3_column_int(s, 11) == 0 && of_inviter >= out->role &&
                                            (out->account == 0 || of_inviter == TVX_ROLE_ADMIN));
    out->state = used                                          ? TVX_INVITATION_USED
                 : withdrawn || !may                           ? TVX_INVITATION_WITHDRAWN
                 : out->expires <= now                         ? TVX_INVITATION_EXPIRED
                                                               : TVX_INVITATION_OPEN;
}

enum tvx_status tvx_store_invitation(struct tvx_store *store, struct tvx_arena *arena, struct tvx_invitation *out,
                                     const char *token, int64_t now, struct tvx_error *error)
{
    struct tvx_row row = {.arena = arena};
    char hash[TVX_SHA256_HEX];
    bool found = false;
    enum tvx_status status;

    if (token == NULL || strlen(token) != TVX_TOKEN_SIZE - 1)
        return refuse(error);
    tvx_secret_hash(hash, token);
    status = tvx_db_start(store, &row.statement, QUERY_invitation_by_hash, error, "t", hash);
    if (status == TVX_OK)
        status = tvx_db_next(store, row.statement, &found, error);
    if (status != TVX_OK || !found)
        return status == TVX_OK ? refuse(error) : status;
    read_invitation(out, &row, now);
    tvx_db_done(row.statement);
    status = tvx_row_check(&row, error);
    return status == TVX_OK && out->state != TVX_INVITATION_OPEN ? refuse(error) : status;
}

/* In one transaction: a link that two people follow at once lets one of them in. */
static enum tvx_status accept(struct tvx_store *store, struct tvx_arena *arena, int64_t *account, const char *token,
                              const char *name, const char *password, int64_t now, struct tvx_error *error)
{
    struct tvx_invitation i = {.id = 0};
    int64_t used;
    bool taken = false;
    enum tvx_status status = tvx_store_invitation(store, arena, &i, token, now, error);

    if (status == TVX_OK)
        status = tvx_db_number(store, &used, &taken, QUERY_invitation_use, error, "ii", i.id, now);
    if (status == TVX_OK && !taken)
        status = refuse(error);
    if (status != TVX_OK)
        return status;
    if (i.account == 0)
        return tvx_store_account_add(store, account, i.by_id, name, i.email, password, i.role, error);
    *account = i.account;
    return tvx_store_account_set_password(store, i.account, i.account, password, error);
}

enum tvx_status tvx_store_invitation_accept(struct tvx_store *store, int64_t *account, const char *token,
                                            const char *name, const char *password, int64_t now,
                                            struct tvx_error *error)
{
    struct tvx_arena *arena = tvx_arena_new(1 << 18);
    struct tvx_invitation first;
    bool mine;
    enum tvx_status status = arena == NULL ? tvx_error_nomem(error) : tvx_password_check(password, error);

    *account = 0;
    if (status == TVX_OK) /* before any work, and before the writers' lock */
        status = tvx_store_invitation(store, arena, &first, token, now, error);
    if (status == TVX_OK)
        status = tvx_account_begin(store, &mine, error);
    if (status == TVX_OK)
        status = tvx_account_end(store, mine, accept(store, arena, account, token, name, password, now, error), error);
    tvx_arena_free(arena);
    return status;
}

enum tvx_status tvx_store_invitation_withdraw(struct tvx_store *store, int64_t who, int64_t id,
                                              struct tvx_error *error)
{
    int64_t number;
    bool mine, found = false;
    enum tvx_status status = tvx_account_begin(store, &mine, error);

    if (status != TVX_OK)
        return status;
    status = tvx_db_number(store, &number, &found, QUERY_invitation_withdraw, error, "i", id);
    if (status == TVX_OK && !found)
        status = tvx_error_set(error, TVX_E_NOTFOUND, "there is no such open invitation");
    if (status == TVX_OK)
        status = tvx_store_audit(store, who, "invitation.withdraw", NULL, NULL, error);
    return tvx_account_end(store, mine, status, error);
}

enum tvx_status tvx_store_invitations(struct tvx_store *store, struct tvx_arena *arena, struct tvx_invitation **out,
                                      size_t *count, int64_t now, struct tvx_error *error)
{
    struct tvx_row row = {.arena = arena};
    size_t capacity = 0;
    bool more = true;
    enum tvx_status status = tvx_db_start(store, &row.statement, QUERY_invitations, error, "");

    *out = NULL;
    *count = 0;
    while (status == TVX_OK && (status = tvx_db_next(store, row.statement, &more, error)) == TVX_OK && more) {
        struct tvx_invitation *larger = tvx_arena_grow(arena, *out, *count, &capacity, sizeof *larger);

        if (larger == NULL) {
            tvx_db_done(row.statement);
            return tvx_error_nomem(error);
        }
        *out = larger;
        read_invitation(&larger[(*count)++], &row, now);
    }
    return status == TVX_OK ? tvx_row_check(&row, error) : status;
}
