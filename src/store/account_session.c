/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "account.h"

#include <string.h>
#include <travaux/text/utf8.h>

enum {
    SEEN_SECONDS = 300, /* a session is noted as seen no oftener: a page read is no write */
    AGENT_BYTES = 120,
};

static const char refusal[] = "address, password or code is not right";

static enum tvx_status refuse(struct tvx_error *error)
{
    return tvx_error_set(error, TVX_E_NOTFOUND, "%s", refusal);
}

/* The printable ASCII of what a browser calls itself. */
static void clean_agent(char out[AGENT_BYTES + 1], const char *agent)
{
    size_t length = 0;

    for (; agent != NULL && *agent != '\0' && length < AGENT_BYTES; agent++)
        if (*agent >= ' ' && *agent < 0x7F)
            out[length++] = *agent;
    out[length] = '\0';
}

static enum tvx_status insert(struct tvx_store *store, char token[TVX_TOKEN_SIZE], int64_t account, bool local,
                              const char *agent, int64_t now, struct tvx_error *error)
{
    char hash[TVX_SHA256_HEX], cut[AGENT_BYTES + 1];
    enum tvx_status status = tvx_db_run(store, QUERY_sessions_forget, error, "i", now);

    clean_agent(cut, agent);
    tvx_token_new(token);
    tvx_secret_hash(hash, token);
    if (status == TVX_OK)
        status = tvx_db_run(store, QUERY_session_insert, error, "tiiiit", hash, account, now,
                            (int64_t)(local ? TVX_SESSION_LOCAL_IDLE : TVX_SESSION_IDLE),
                            now + (local ? TVX_SESSION_LOCAL_IDLE : TVX_SESSION_ABSOLUTE), cut);
    return status;
}

enum tvx_status tvx_store_session_start(struct tvx_store *store, char token[TVX_TOKEN_SIZE], int64_t account,
                                        const char *agent, int64_t now, struct tvx_error *error)
{
    struct tvx_arena *arena = tvx_arena_new(1 << 16);
    struct tvx_account who;
    bool mine;
    enum tvx_status status = arena == NULL ? tvx_error_nomem(error) : tvx_account_begin(store, &mine, error);

    *token = '\0';
    if (status == TVX_OK) {
        status = tvx_store_account(store, arena, &who, account, error);
        if (status == TVX_OK && who.disabled)
            status = refuse(error);
        if (status == TVX_OK)
            status = insert(store, token, account, who.local, agent, now, error);
        if (status == TVX_OK)
            status = tvx_store_audit(store, account, "session.start", who.email, NULL, error);
        status = tvx_account_end(store, mine, status, error);
    }
    tvx_arena_free(arena);
    return status;
}

/* Of one who showed the right password: the code, and the session, together. */
static enum tvx_status let_in(struct tvx_store *store, char token[TVX_TOKEN_SIZE],
                              const struct tvx_account_secrets *secrets, const struct tvx_sign_in *in,
                              struct tvx_error *error)
{
    bool mine;
    enum tvx_status status = tvx_account_begin(store, &mine, error);

    if (status != TVX_OK)
        return status;
    if (secrets->totp != NULL)
        status = tvx_code_check(store, secrets, in->code, in->now, true, error);
    if (status == TVX_OK)
        status = tvx_store_session_start(store, token, secrets->id, in->agent, in->now, error);
    return tvx_account_end(store, mine, status, error);
}

enum tvx_status tvx_store_sign_in(struct tvx_store *store, char token[TVX_TOKEN_SIZE], int64_t *account,
                                  const struct tvx_sign_in *sign_in, struct tvx_error *error)
{
    struct tvx_arena *arena = tvx_arena_new(1 << 16);
    struct tvx_account_secrets secrets = {.id = 0};
    char email[TVX_ACCOUNT_EMAIL + 1];
    bool right;
    enum tvx_status status = arena == NULL ? tvx_error_nomem(error) : TVX_OK;

    *token = '\0';
    *account = 0;
    if (status == TVX_OK && tvx_email_check(email, sign_in->email, NULL) == TVX_OK)
        status = tvx_account_secrets(store, arena, &secrets, email, 0, error);
    if (status == TVX_OK) {
        right = tvx_password_is(secrets.password, sign_in->password == NULL ? "" : sign_in->password);
        if (!right || secrets.disabled) {
            status = refuse(error);
        } else {
            status = let_in(store, token, &secrets, sign_in, error);
            if (status == TVX_E_NOTFOUND)
                refuse(error);
        }
    }
    if (status == TVX_OK)
        *account = secrets.id;
    tvx_arena_free(arena);
    return status;
}

/* ---- whose cookie it is ---- */

static void read_session(struct tvx_session *out, int64_t *account, struct tvx_row *row)
{
    *out = (struct tvx_session){
        .id = sqlite3_column_int64(row->statement, 0), .made = sqlite3_column_int64(row->statement, 2),
        .seen = sqlite3_column_int64(row->statement, 3), .expires = sqlite3_column_int64(row->statement, 4),
        .agent = tvx_row_text_or(row, 5, "")};
    *account = sqlite3_column_int64(row->statement, 1);
}

static enum tvx_status ended(struct tvx_error *error)
{
    return tvx_error_set(error, TVX_E_NOTFOUND, "the session has ended; sign in again");
}

static void note_seen(struct tvx_store *store, const struct tvx_session *session, int64_t now)
{
    if (now - session->seen < SEEN_SECONDS)
        return;
    sqlite3_busy_timeout(store->db, 0); /* the next page notes it if somebody writes now */
    (void)tvx_db_run(store, QUERY_session_seen, NULL, "ii", session->id, now);
    tvx_store_patience(store);
}

enum tvx_status tvx_store_session(struct tvx_store *store, struct tvx_arena *arena, struct tvx_session *out,
                                  const char *token, int64_t now, struct tvx_error *error)
{
    struct tvx_row row = {.arena = arena};
    char hash[TVX_SHA256_HEX];
    int64_t account = 0;
    bool found = false, allowed = true;
    enum tvx_status status;

    *out = (struct tvx_session){.id = 0};
    if (token == NULL || strlen(token) != TVX_TOKEN_SIZE - 1)
        return ended(error);
    tvx_secret_hash(hash, token);
    status = tvx_db_start(store, &row.statement, QUERY_session_by_hash, error, "t", hash);
    if (status == TVX_OK)
        status = tvx_db_next(store, row.statement, &found, error);
    if (status != TVX_OK)
        return status;
    if (!found)
        return ended(error);
    read_session(out, &account, &row);
    tvx_db_done(row.statement);
    status = tvx_row_check(&row, error);
    if (status == TVX_OK)
        status = tvx_store_account(store, arena, &out->account, account, error);
    if (status == TVX_OK && out->account.local)
        status = tvx_store_local_allowed(store, &allowed, error);
    if (status == TVX_OK && (out->expires <= now || out->account.disabled || !allowed))
        status = ended(error);
    if (status == TVX_OK)
        note_seen(store, out, now);
    else
        *out = (struct tvx_session){.id = 0};
    return status;
}

enum tvx_status tvx_store_sign_out(struct tvx_store *store, const char *token, struct tvx_error *error)
{
    char hash[TVX_SHA256_HEX];
    int64_t account;
    bool mine, found = false;
    enum tvx_status status = tvx_account_begin(store, &mine, error);

    if (status != TVX_OK)
        return status;
    tvx_secret_hash(hash, token == NULL ? "" : token);
    status = tvx_db_number(store, &account, &found, QUERY_session_drop_by_hash, error, "t", hash);
    if (status == TVX_OK && found)
        status = tvx_store_audit(store, account, "session.end", NULL, NULL, error);
    return tvx_account_end(store, mine, status, error);
}

/* ---- an account's sessions ---- */

enum tvx_status tvx_store_sessions(struct tvx_store *store, struct tvx_arena *arena, struct tvx_session **out,
                                   size_t *count, int64_t account, int64_t now, struct tvx_error *error)
{
    struct tvx_row row = {.arena = arena};
    size_t capacity = 0;
    int64_t owner;
    bool more = true;
    enum tvx_status status = tvx_db_start(store, &row.statement, QUERY_sessions, error, "ii", account, now);

    *out = NULL;
    *count = 0;
    while (status == TVX_OK && (status = tvx_db_next(store, row.statement, &more, error)) == TVX_OK && more) {
        struct tvx_session *larger = tvx_arena_grow(arena, *out, *count, &capacity, sizeof *larger);

        if (larger == NULL) {
            tvx_db_done(row.statement);
            return tvx_error_nomem(error);
        }
        *out = larger;
        read_session(&larger[(*count)++], &owner, &row);
    }
    if (status == TVX_OK)
        status = tvx_row_check(&row, error);
    for (size_t i = 0; status == TVX_OK && i < *count; i++)
        status = tvx_store_account(store, arena, &(*out)[i].account, account, error);
    return status;
}

enum tvx_status tvx_store_session_end(struct tvx_store *store, int64_t who, int64_t account, int64_t session,
                                      struct tvx_error *error)
{
    struct tvx_arena *arena = tvx_arena_new(1 << 16);
    struct tvx_account of;
    int64_t dropped;
    bool mine, found = false;
    enum tvx_status status = arena == NULL ? tvx_error_nomem(error) : tvx_account_begin(store, &mine, error);

    if (status == TVX_OK) {
        status = tvx_store_account(store, arena, &of, account, error);
        if (status == TVX_OK)
            status = tvx_db_number(store, &dropped, &found, QUERY_session_drop, error, "ii", account, session);
        if (status == TVX_OK && !found && session != 0)
            status = tvx_error_set(error, TVX_E_NOTFOUND, "there is no such session");
        if (status == TVX_OK && found)
            status = tvx_store_audit(store, who, "session.end", of.email, session == 0 ? "all" : NULL, error);
        status = tvx_account_end(store, mine, status, error);
    }
    tvx_arena_free(arena);
    return status;
}
