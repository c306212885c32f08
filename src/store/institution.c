/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <travaux/store/institution.h>

#include <string.h>
#include <travaux/base/day.h>
#include <travaux/text/utf8.h>

#include "db.h"
#include "settings.h"

enum { MAP_CEILING = 64 << 20 };

enum tvx_status tvx_store_institution_put(struct tvx_store *store, const char *origin, bool beside, const char *text,
                                          size_t length, struct tvx_error *error)
{
    struct tvx_arena *arena = tvx_arena_new(MAP_CEILING);
    struct tvx_institutions all = {0};
    const char *copy = arena == NULL ? NULL : tvx_arena_strndup(arena, text, length);
    enum tvx_status status = copy == NULL ? tvx_error_nomem(error)
                                          : tvx_institutions_read(&all, arena, origin, beside, text, length, error);

    if (status == TVX_OK)
        status = tvx_db_run(store, QUERY_institution_put, error, "tit", origin, (int64_t)beside, copy);
    tvx_arena_free(arena);
    return status;
}

enum tvx_status tvx_store_institution_drop(struct tvx_store *store, const char *origin, struct tvx_error *error)
{
    return tvx_db_run(store, QUERY_institution_drop, error, "t", origin);
}

enum tvx_status tvx_store_institutions(struct tvx_store *store, struct tvx_arena *arena, struct tvx_institutions *out,
                                       struct tvx_error *error)
{
    struct tvx_row row = {.arena = arena};
    bool more = true;
    enum tvx_status status;

    memset(out, 0, sizeof *out);
    status = tvx_institutions_shipped(out, arena, error);
    if (status == TVX_OK)
        status = tvx_db_start(store, &row.statement, QUERY_institutions, error, "");
    while (status == TVX_OK && (status = tvx_db_next(store, row.statement, &more, error)) == TVX_OK && more) {
        const char *origin = tvx_row_text_or(&row, 0, ""), *text = tvx_row_text_or(&row, 2, "");

        status = tvx_row_check(&row, error);
        if (status == TVX_OK)
            status = tvx_institutions_read(out, arena, origin, sqlite3_column_int(row.statement, 1) != 0, text,
                                           strlen(text), error);
        if (status != TVX_OK)
            tvx_db_done(row.statement);
    }
    return status;
}

/* ---- since when a document is public ---- */

enum tvx_status tvx_store_access_set(struct tvx_store *store, const char *sha256, const char *access,
                                     const char *since, const char *source, struct tvx_error *error)
{
    char now[TVX_DAY_SIZE];
    int64_t id = 0;
    enum tvx_status status;

    if (!tvx_access_known(access))
        return tvx_error_set(error, TVX_E_USAGE, "'%.40s' is no class of access: public, members, leaked or unknown",
                             access);
    if (!tvx_day_valid(since))
        return tvx_error_set(error, TVX_E_USAGE, "'%.40s' is no day such as 2026-09-30", since);
    if (source != NULL && !tvx_utf8_valid(source, strlen(source)))
        return tvx_error_set(error, TVX_E_USAGE, "the source is not UTF-8 text");
    status = tvx_store_has(store, &id, sha256, error);
    if (status == TVX_OK && id == 0)
        return tvx_error_set(error, TVX_E_NOTFOUND, "no document has the hash %.64s", sha256);
    tvx_day_today(now);
    if (status == TVX_OK)
        status = tvx_db_run(store, QUERY_access_change_put, error, "ttttt", sha256, access, since, source, now);
    return status;
}

enum tvx_status tvx_store_access_changes(struct tvx_store *store, struct tvx_arena *arena,
                                         struct tvx_access_change **out, size_t *count, struct tvx_error *error)
{
    struct tvx_row row = {.arena = arena};
    struct tvx_access_change *items = NULL;
    size_t capacity = 0;
    bool more = true;
    enum tvx_status status = tvx_db_start(store, &row.statement, QUERY_access_changes, error, "");

    *count = 0;
    while (status == TVX_OK && (status = tvx_db_next(store, row.statement, &more, error)) == TVX_OK && more) {
        struct tvx_access_change *larger = tvx_arena_grow(arena, items, *count, &capacity, sizeof *larger);

        if (larger != NULL) {
            items = larger;
            items[(*count)++] = (struct tvx_access_change){
                tvx_row_text_or(&row, 0, ""), tvx_row_text_or(&row, 1, ""), tvx_row_text_or(&row, 2, ""),
                tvx_row_text(&row, 3), tvx_row_text_or(&row, 4, "")};
        }
        status = larger == NULL ? tvx_error_nomem(error) : tvx_row_check(&row, error);
        if (status != TVX_OK)
            tvx_db_done(row.statement);
    }
    *out = items;
    return status;
}
