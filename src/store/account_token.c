/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "account.h"

#include <stdio.h>
#include <string.h>
#include <travaux/text/utf8.h>

enum { NAME_BYTES = 200, USED_SECONDS = 300 };

enum tvx_status tvx_store_api_token_add(struct tvx_store *store, char token[TVX_API_TOKEN_SIZE], int64_t account,
                                        const char *name, enum tvx_role role, int64_t expires, int64_t now,
                                        struct tvx_error *error)
{
    struct tvx_arena *arena = tvx_arena_new(1 << 16);
    char secret[TVX_TOKEN_SIZE], hash[TVX_SHA256_HEX];
    struct tvx_account of;
    int64_t there = 0;
    bool mine, found;
    enum tvx_status status = arena == NULL ? tvx_error_nomem(error) : TVX_OK;

    *token = '\0';
    if (status == TVX_OK && (name == NULL || strlen(name) > NAME_BYTES || tvx_text_blank(name, strlen(name))))
        status = tvx_error_set(error, TVX_E_USAGE, "a token needs a name by which you know it again");
    if (status == TVX_OK && (status = tvx_account_begin(store, &mine, error)) == TVX_OK) {
        status = tvx_store_account(store, arena, &of, account, error);
        if (status == TVX_OK)
            status = tvx_db_number(store, &there, &found, QUERY_api_token_count, error, "ii", account, now);
        if (status == TVX_OK && (role < TVX_ROLE_READER || role > of.role))
            status = tvx_error_set(error, TVX_E_USAGE, "a token's role is at most that of its owner");
        if (status == TVX_OK && there >= TVX_API_TOKENS)
            status = tvx_error_set(error, TVX_E_USAGE, "%d tokens are the most; revoke one first", TVX_API_TOKENS);
        if (status == TVX_OK) {
            tvx_token_new(secret);
            snprintf(token, TVX_API_TOKEN_SIZE, TVX_API_PREFIX "%s", secret);
            tvx_secret_hash(hash, token);
            status = tvx_db_run(store, QUERY_api_token_insert, error, "tittii", hash, account, name,
                                tvx_role_name(role), now, expires);
        }
        if (status == TVX_OK)
            status = tvx_store_audit(store, account, "token.add", name, tvx_role_name(role), error);
        status = tvx_account_end(store, mine, status, error);
    }
    if (status != TVX_OK)
        *token = '\0';
    tvx_arena_free(arena);
    return status;
}

static enum tvx_status refuse(struct tvx_error *error)
{
    return tvx_error_set(error, TVX_E_NOTFOUND, "this token is unknown, revoked or too old");
}

enum tvx_status tvx_store_api_token(struct tvx_store *store, struct tvx_arena *arena, struct tvx_account *out,
                                    const char *token, int64_t now, struct tvx_error *error)
{
    struct tvx_row row = {.arena = arena};
    char hash[TVX_SHA256_HEX];
    enum tvx_role role = TVX_ROLE_VISITOR;
    int64_t id, account, used;
    bool found = false;
    enum tvx_status status;

    *out = (struct tvx_account){.id = 0};
    if (token == NULL || strlen(token) != TVX_API_TOKEN_SIZE - 1)
        return refuse(error);
    tvx_secret_hash(hash, token);
    status = tvx_db_start(store, &row.statement, QUERY_api_token_by_hash, error, "ti", hash, now);
    if (status == TVX_OK)
        status = tvx_db_next(store, row.statement, &found, error);
    if (status != TVX_OK || !found)
        return status == TVX_OK ? refuse(error) : status;
    id = sqlite3_column_int64(row.statement, 0);
    account = sqlite3_column_int64(row.statement, 1);
    row.bad |= !tvx_role_parse(&role, tvx_row_text_or(&row, 2, ""));
    used = sqlite3_column_int64(row.statement, 3);
    tvx_db_done(row.statement);
    status = tvx_row_check(&row, error);
    if (status == TVX_OK)
        status = tvx_store_account(store, arena, out, account, error);
    if (status == TVX_OK && out->disabled)
        status = refuse(error);
    if (status != TVX_OK) {
        *out = (struct tvx_account){.id = 0};
        return status;
    }
    out->role = role < out->role ? role : out->role;
    if (now - used >= USED_SECONDS) {
        sqlite3_busy_timeout(store->db, 0);
        (void)tvx_db_run(store, QUERY_api_token_used, NULL, "ii", id, now);
        tvx_store_patience(store);
    }
    return TVX_OK;
}

enum tvx_status tvx_store_api_tokens(struct tvx_store *store, struct tvx_arena *arena, struct tvx_api_token **out,
                                     size_t *count, int64_t account, struct tvx_error *error)
{
    struct tvx_row row = {.arena = arena};
    size_t capacity = 0;
    bool more = true;
    enum tvx_status status = tvx_db_start(store, &row.statement, QUERY_api_tokens, error, "i", account);

    *out = NULL;
    *count = 0;
    while (status == TVX_OK && (status = tvx_db_next(store, row.statement, &more, error)) == TVX_OK && more) {
        struct tvx_api_token *larger = tvx_arena_grow(arena, *out, *count, &capacity, sizeof *larger);

        if (larger == NULL) {
            tvx_db_done(row.statement);
            return tvx_error_nomem(error);
        }
        *out = larger;
        larger += (*count)++;
        *larger = (struct tvx_api_token){
            .id = sqlite3_column_int64(row.statement, 0), .name = tvx_row_text_or(&row, 1, ""),
            .made = sqlite3_column_int64(row.statement, 3), .used = sqlite3_column_int64(row.statement, 4),
            .expires = sqlite3_column_int64(row.statement, 5), .revoked = sqlite3_column_int(row.statement, 6) != 0};
        row.bad |= !tvx_role_parse(&larger->role, tvx_row_text_or(&row, 2, ""));
    }
    return status == TVX_OK ? tvx_row_check(&row, error) : status;
}

enum tvx_status tvx_store_api_token_revoke(struct tvx_store *store, int64_t who, int64_t account, int64_t id,
                                           struct tvx_error *error)
{
    int64_t number;
    bool mine, found = false;
    enum tvx_status status = tvx_account_begin(store, &mine, error);

    if (status != TVX_OK)
        return status;
    status = tvx_db_number(store, &number, &found, QUERY_api_token_revoke, error, "ii", account, id);
    if (status == TVX_OK && !found)
        status = tvx_error_set(error, TVX_E_NOTFOUND, "there is no such token");
    if (status == TVX_OK)
        status = tvx_store_audit(store, who, "token.revoke", NULL, NULL, error);
    return tvx_account_end(store, mine, status, error);
}
