/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <string.h>

#include "db.h"
#include "lists.h"

static void read_head(struct tvx_stored_instrument *out, struct tvx_row *row)
{
    out->id = sqlite3_column_int64(row->statement, 0);
    out->document = sqlite3_column_int64(row->statement, 1);
    out->key = tvx_row_text_or(row, 2, "");
    out->version = tvx_row_text_or(row, 3, "");
    out->title = tvx_row_text_or(row, 4, "");
    out->date = tvx_row_text(row, 5);
    out->kind = tvx_row_text_or(row, 6, "");
    out->in_force = sqlite3_column_int(row->statement, 7) != 0;
    out->provisions = tvx_row_size(row, 8);
    out->meeting = tvx_row_text(row, 9);
}

enum tvx_status tvx_store_instruments(struct tvx_store *store, struct tvx_arena *arena,
                                      struct tvx_stored_instrument **out, size_t *count, struct tvx_error *error)
{
    struct tvx_row row = {.arena = arena};
    size_t capacity = 0;
    bool more = true;
    enum tvx_status status = tvx_db_start(store, &row.statement, QUERY_instruments, error, "");

    *out = NULL;
    *count = 0;
    while (status == TVX_OK && (status = tvx_db_next(store, row.statement, &more, error)) == TVX_OK && more) {
        struct tvx_stored_instrument *larger = tvx_arena_grow(arena, *out, *count, &capacity, sizeof **out);

        if (larger == NULL) {
            tvx_db_done(row.statement);
            return tvx_error_nomem(error);
        }
        *out = larger;
        read_head(&(*out)[(*count)++], &row);
    }
    return status == TVX_OK ? tvx_row_check(&row, error) : status;
}

static bool kind_parse(enum tvx_provision_kind *out, const char *name)
{
    for (int kind = TVX_PROVISION_TITLE; kind <= TVX_PROVISION_NOTE; kind++)
        if (strcmp(tvx_provision_kind_to_string((enum tvx_provision_kind)kind), name) == 0) {
            *out = (enum tvx_provision_kind)kind;
            return true;
        }
    return false;
}

/* `index` is the provision's own place: a parent stands before its children. */
static void read_provision(struct tvx_provision *out, struct tvx_row *row, size_t index)
{
    int64_t parent = sqlite3_column_int64(row->statement, 8);

    if (!kind_parse(&out->kind, tvx_row_text_or(row, 0, "")) || parent >= (int64_t)index)
        row->bad = true;
    out->path = tvx_row_text_or(row, 1, "");
    out->label = tvx_row_text_or(row, 2, "");
    out->heading = tvx_row_text_or(row, 3, "");
    out->marginal = tvx_row_text(row, 4);
    out->amended = tvx_row_text(row, 5);
    out->text = tvx_row_text_or(row, 6, "");
    out->level = sqlite3_column_int(row->statement, 7);
    out->parent = parent < 0 ? SIZE_MAX : (size_t)parent;
    out->start = tvx_row_size(row, 9);
    out->points = tvx_row_size(row, 10);
}

enum tvx_status tvx_read_provisions(struct tvx_store *store, struct tvx_arena *arena, struct tvx_instrument *out,
                                    const struct tvx_stored_instrument *head, struct tvx_error *error)
{
    struct tvx_row row = {.arena = arena};
    size_t capacity = 0;
    bool more = true;
    enum tvx_status status = tvx_db_start(store, &row.statement, QUERY_provisions, error, "i", head->id);

    *out = (struct tvx_instrument){.key = head->key, .version = head->version, .title = head->title};
    if (!tvx_stored_instrument_kind_parse(&out->kind, head->kind))
        row.bad = true;
    while (status == TVX_OK && (status = tvx_db_next(store, row.statement, &more, error)) == TVX_OK && more) {
        struct tvx_provision *larger = tvx_arena_grow(arena, out->provisions, out->count, &capacity, sizeof *larger);

        if (larger == NULL) {
            tvx_db_done(row.statement);
            return tvx_error_nomem(error);
        }
        out->provisions = larger;
        read_provision(&out->provisions[out->count], &row, out->count);
        out->count++;
    }
    return status == TVX_OK ? tvx_row_check(&row, error) : status;
}

/* The first column of a query's rows as "a, b, c" for a message; "" when there are none. */
const char *tvx_list_words(struct tvx_store *store, struct tvx_arena *arena, enum tvx_query query, const char *text)
{
    struct tvx_row row = {.arena = arena};
    const char *words = "";
    bool more = true;

    if (tvx_db_start(store, &row.statement, query, NULL, text == NULL ? "" : "t", text) != TVX_OK)
        return "";
    while (tvx_db_next(store, row.statement, &more, NULL) == TVX_OK && more) {
        const char *longer =
            tvx_arena_printf(arena, "%s%s%s", words, *words == '\0' ? "" : ", ", tvx_row_text_or(&row, 0, ""));

        words = longer == NULL ? words : longer;
    }
    return words;
}

static enum tvx_status no_instrument(struct tvx_store *store, struct tvx_arena *arena, const char *key,
                                     const char *version, struct tvx_error *error)
{
    const char *versions = version == NULL ? "" : tvx_list_words(store, arena, QUERY_instrument_versions, key);
    const char *keys = tvx_list_words(store, arena, QUERY_instrument_keys, NULL);

    if (*versions != '\0')
        return tvx_error_set(error, TVX_E_NOTFOUND, "there is no version %s of %s; there is %s", version, key,
                             versions);
    if (*keys != '\0')
        return tvx_error_set(error, TVX_E_NOTFOUND, "there is no instrument %s; the workspace has %s", key, keys);
    return tvx_error_set(error, TVX_E_NOTFOUND, "there is no instrument %s: the workspace holds no instrument yet",
                         key);
}

enum tvx_status tvx_find_instrument(struct tvx_store *store, struct tvx_arena *arena, struct tvx_stored_instrument *out,
                                    const char *key, const char *version, struct tvx_error *error)
{
    struct tvx_row row = {.arena = arena};
    bool found = false;
    enum tvx_status status = tvx_db_start(store, &row.statement, QUERY_instrument_by_key, error, "tt", key, version);

    if (status == TVX_OK)
        status = tvx_db_next(store, row.statement, &found, error);
    if (status != TVX_OK)
        return status;
    if (!found)
        return no_instrument(store, arena, key, version, error);
    read_head(out, &row);
    tvx_db_done(row.statement);
    return tvx_row_check(&row, error);
}

enum tvx_status tvx_store_instrument(struct tvx_store *store, struct tvx_arena *arena,
                                     struct tvx_stored_instrument *head, struct tvx_instrument *out, const char *key,
                                     const char *version, struct tvx_error *error)
{
    struct tvx_stored_instrument found;
    enum tvx_status status = tvx_find_instrument(store, arena, &found, key, version, error);

    if (status == TVX_OK)
        status = tvx_read_provisions(store, arena, out, &found, error);
    if (status == TVX_OK && head != NULL)
        *head = found;
    return status;
}
