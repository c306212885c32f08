/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <travaux/store/notify.h>

#include <string.h>
#include <travaux/base/day.h>

#include "db.h"

static struct tvx_notify read_row(struct tvx_row *row)
{
    return (struct tvx_notify){
        .account = sqlite3_column_int64(row->statement, 0), .every = tvx_row_text_or(row, 1, "never"),
        .told = tvx_row_text(row, 2), .token = tvx_row_text(row, 3),
    };
}

enum tvx_status tvx_store_notify(struct tvx_store *store, struct tvx_arena *arena, struct tvx_notify *out,
                                 int64_t account, struct tvx_error *error)
{
    struct tvx_row row = {.arena = arena};
    bool found = false;
    enum tvx_status status = tvx_db_start(store, &row.statement, QUERY_notify, error, "i", account);

    *out = (struct tvx_notify){.account = account, .every = "never"};
    if (status == TVX_OK)
        status = tvx_db_next(store, row.statement, &found, error);
    if (status != TVX_OK || !found)
        return status;
    *out = read_row(&row);
    tvx_db_done(row.statement);
    return tvx_row_check(&row, error);
}

enum tvx_status tvx_store_notify_all(struct tvx_store *store, struct tvx_arena *arena, struct tvx_notify **out,
                                     size_t *count, struct tvx_error *error)
{
    struct tvx_row row = {.arena = arena};
    size_t capacity = 0;
    bool more = true;
    enum tvx_status status = tvx_db_start(store, &row.statement, QUERY_notify_all, error, "");

    *out = NULL;
    *count = 0;
    while (status == TVX_OK && (status = tvx_db_next(store, row.statement, &more, error)) == TVX_OK && more) {
        struct tvx_notify *larger = tvx_arena_grow(arena, *out, *count, &capacity, sizeof *larger);

        if (larger == NULL) {
            tvx_db_done(row.statement);
            return tvx_error_nomem(error);
        }
        *out = larger;
        larger[(*count)++] = read_row(&row);
    }
    return status == TVX_OK ? tvx_row_check(&row, error) : status;
}

enum tvx_status tvx_store_notify_every(struct tvx_store *store, int64_t account, const char *every,
                                       struct tvx_error *error)
{
    static const char *const choices[] = {"never", "day", "week"};
    char now[TVX_TIME_SIZE];

    tvx_time_now(now);
    for (size_t i = 0; every != NULL && i < sizeof choices / sizeof *choices; i++)
        if (strcmp(choices[i], every) == 0)
            return tvx_db_run(store, QUERY_notify_every, error, "itt", account, every, now);
    return tvx_error_set(error, TVX_E_USAGE, "a digest comes every day, every week, or never");
}

enum tvx_status tvx_store_notify_told(struct tvx_store *store, int64_t account, const char *told,
                                      struct tvx_error *error)
{
    return tvx_db_run(store, QUERY_notify_told, error, "it", account, told);
}

enum tvx_status tvx_store_notify_token(struct tvx_store *store, int64_t account, struct tvx_error *error)
{
    char now[TVX_TIME_SIZE], token[TVX_TOKEN_SIZE];
    enum tvx_status status;

    tvx_time_now(now);
    tvx_token_new(token);
    status = tvx_db_begin(store, error);
    if (status != TVX_OK)
        return status;
    status = tvx_db_run(store, QUERY_notify_token, error, "itt", account, now, token);
    if (status == TVX_OK)
        status = tvx_store_audit(store, account, "feed.token", NULL, NULL, error);
    return tvx_db_end(store, status, error);
}

enum tvx_status tvx_store_notify_find(struct tvx_store *store, struct tvx_arena *arena, struct tvx_account *out,
                                      const char *token, struct tvx_error *error)
{
    int64_t account = 0;
    bool found = false;
    enum tvx_status status = TVX_OK;

    if (strlen(token) == TVX_TOKEN_SIZE - 1)
        status = tvx_db_number(store, &account, &found, QUERY_notify_find, error, "t", token);
    if (status == TVX_OK && found)
        status = tvx_store_account(store, arena, out, account, error);
    if (status == TVX_OK && (!found || out->disabled))
        return tvx_error_set(error, TVX_E_NOTFOUND, "There is no such page.");
    return status;
}
