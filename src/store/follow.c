/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <travaux/store/follow.h>

#include <stdio.h>
#include <string.h>
#include <time.h>
#include <travaux/base/day.h>
#include <travaux/store/institution.h>
#include <travaux/text/utf8.h>

#include "db.h"

enum { REFERENCE_MAX = 500, VISIT_MINUTES = 30 };

static enum tvx_status set_followed(struct tvx_store *store, int64_t account, const char *reference, bool follow,
                                    bool *changed, struct tvx_error *error)
{
    char now[TVX_DAY_SIZE];
    bool is_there = false;
    enum tvx_status status;

    *changed = false;
    if (*reference == '\0' || strlen(reference) > REFERENCE_MAX || !tvx_utf8_valid(reference, strlen(reference)))
        return tvx_error_set(error, TVX_E_USAGE, "'%.80s' is no reference to follow", reference);
    status = tvx_db_begin(store, error);
    if (status != TVX_OK)
        return status;
    status = tvx_store_follows(store, account, reference, &is_there, error);
    tvx_day_today(now);
    if (status == TVX_OK && is_there != follow) {
        status = follow ? tvx_db_run(store, QUERY_follow_put, error, "itt", account, reference, now)
                        : tvx_db_run(store, QUERY_follow_drop, error, "it", account, reference);
        *changed = status == TVX_OK;
    }
    return tvx_db_end(store, status, error);
}

enum tvx_status tvx_store_follow_as(struct tvx_store *store, int64_t account, const char *reference, bool *changed,
                                    struct tvx_error *error)
{
    return set_followed(store, account, reference, true, changed, error);
}

enum tvx_status tvx_store_unfollow_as(struct tvx_store *store, int64_t account, const char *reference, bool *changed,
                                      struct tvx_error *error)
{
    return set_followed(store, account, reference, false, changed, error);
}

enum tvx_status tvx_store_follows(struct tvx_store *store, int64_t account, const char *reference, bool *follows,
                                  struct tvx_error *error)
{
    int64_t one;

    return tvx_db_number(store, &one, follows, QUERY_follow_there, error, "it", account, reference);
}

enum tvx_status tvx_store_followed_as(struct tvx_store *store, struct tvx_arena *arena, int64_t account,
                                      const char *const **out, size_t *count, struct tvx_error *error)
{
    struct tvx_row row = {.arena = arena};
    const char **items = NULL;
    size_t capacity = 0;
    bool more = true;
    enum tvx_status status = tvx_db_start(store, &row.statement, QUERY_followed, error, "i", account);

    *count = 0;
    while (status == TVX_OK && (status = tvx_db_next(store, row.statement, &more, error)) == TVX_OK && more) {
        const char **larger = tvx_arena_grow(arena, items, *count, &capacity, sizeof *larger);

        if (larger != NULL) {
            items = larger;
            items[(*count)++] = tvx_row_text_or(&row, 0, "");
        }
        status = larger == NULL ? tvx_error_nomem(error) : tvx_row_check(&row, error);
        if (status != TVX_OK)
            tvx_db_done(row.statement);
    }
    *out = items;
    return status;
}

enum tvx_status tvx_store_follow(struct tvx_store *store, const char *reference, bool *changed,
                                 struct tvx_error *error)
{
    return tvx_store_follow_as(store, 0, reference, changed, error);
}

enum tvx_status tvx_store_unfollow(struct tvx_store *store, const char *reference, bool *changed,
                                   struct tvx_error *error)
{
    return tvx_store_unfollow_as(store, 0, reference, changed, error);
}

enum tvx_status tvx_store_followed(struct tvx_store *store, struct tvx_arena *arena, const char *const **out,
                                   size_t *count, struct tvx_error *error)
{
    return tvx_store_followed_as(store, arena, 0, out, count, error);
}

/* ---- visits ---- */

struct visit {
    bool any;
    char before[TVX_TIME_SIZE], latest[TVX_TIME_SIZE]; /* before: "" for none */
};

static enum tvx_status read_visit(struct tvx_store *store, struct visit *out, int64_t account, struct tvx_error *error)
{
    sqlite3_stmt *statement;
    enum tvx_status status = tvx_db_start(store, &statement, QUERY_visit, error, "i", account);

    *out = (struct visit){0};
    if (status == TVX_OK)
        status = tvx_db_next(store, statement, &out->any, error);
    if (status == TVX_OK && out->any) {
        const char *before = (const char *)sqlite3_column_text(statement, 0);
        const char *latest = (const char *)sqlite3_column_text(statement, 1);

        snprintf(out->before, sizeof out->before, "%s", before == NULL ? "" : before);
        snprintf(out->latest, sizeof out->latest, "%s", latest == NULL ? "" : latest);
        tvx_db_done(statement);
    }
    return status;
}

/* "2026-11-22T10:11:12.345Z" some seconds ago. */
static void ago(char out[TVX_TIME_SIZE], int seconds)
{
    time_t then = time(NULL) - seconds;
    struct tm parts;

    gmtime_r(&then, &parts);
    strftime(out, TVX_TIME_SIZE, "%Y-%m-%dT%H:%M:%S.999Z", &parts);
}

/* Has the visit that is stored ended? */
static bool ended(const struct visit *visit)
{
    char limit[TVX_TIME_SIZE];

    ago(limit, VISIT_MINUTES * 60);
    return strcmp(visit->latest, limit) < 0;
}

enum tvx_status tvx_store_last_visit(struct tvx_store *store, struct tvx_arena *arena, int64_t account,
                                     const char **since, struct tvx_error *error)
{
    struct visit visit;
    enum tvx_status status = read_visit(store, &visit, account, error);
    const char *found = status == TVX_OK && visit.any ? (ended(&visit) ? visit.latest : visit.before) : "";

    *since = NULL;
    if (status != TVX_OK || *found == '\0')
        return status;
    *since = tvx_arena_strdup(arena, found);
    return *since == NULL ? tvx_error_nomem(error) : TVX_OK;
}

enum tvx_status tvx_store_visit(struct tvx_store *store, int64_t account, struct tvx_error *error)
{
    char now[TVX_TIME_SIZE], minute[TVX_TIME_SIZE];
    struct visit visit;
    enum tvx_status status = read_visit(store, &visit, account, error);
    const char *before;

    ago(minute, 60);
    if (status != TVX_OK || (visit.any && strcmp(visit.latest, minute) > 0))
        return status;
    tvx_time_now(now);
    before = visit.any && ended(&visit) ? visit.latest : visit.before;
    sqlite3_busy_timeout(store->db, 0); /* who only looks does not wait for who writes */
    status = tvx_db_run(store, QUERY_visit_put, error, "itt", account, *before == '\0' ? NULL : before, now);
    tvx_store_patience(store);
    return status == TVX_E_IO ? TVX_OK : status;
}
