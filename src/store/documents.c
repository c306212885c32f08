/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <travaux/read/pack.h>

#include <travaux/text/utf8.h>

#include "db.h"
#include "lists.h"

enum { TEXT_CEILING = 1 << 30, STAMP_DIGITS = 16 };

/* One column of strings as an array; for sponsors. */
enum tvx_status tvx_list_strings(struct tvx_store *store, struct tvx_arena *arena, const char ***out, size_t *count,
                                 enum tvx_query query, int64_t id, struct tvx_error *error)
{
    struct tvx_row row = {.arena = arena};
    size_t capacity = 0;
    bool more = true;
    enum tvx_status status = tvx_db_start(store, &row.statement, query, error, "i", id);

    *out = NULL;
    *count = 0;
    while (status == TVX_OK && (status = tvx_db_next(store, row.statement, &more, error)) == TVX_OK && more) {
        const char **larger = tvx_arena_grow(arena, *out, *count, &capacity, sizeof **out);

        if (larger == NULL) {
            tvx_db_done(row.statement);
            return tvx_error_nomem(error);
        }
        *out = larger;
        (*out)[(*count)++] = tvx_row_text_or(&row, 0, "");
    }
    return status == TVX_OK ? tvx_row_check(&row, error) : status;
}

static void read_document(struct tvx_stored_document *out, struct tvx_row *row)
{
    out->id = sqlite3_column_int64(row->statement, 0);
    out->sha256 = tvx_row_text_or(row, 1, "");
    out->file = tvx_row_text_or(row, 2, "");
    out->format = tvx_row_text_or(row, 3, "");
    out->language = tvx_row_text_or(row, 4, "");
    out->title = tvx_row_text_or(row, 5, "");
    out->kind = tvx_row_text_or(row, 6, "");
    out->access = tvx_row_text_or(row, 7, "");
    out->meeting = tvx_row_text(row, 8);
    out->date = tvx_row_text(row, 9);
    out->symbol = tvx_row_text(row, 10);
    out->added = tvx_row_text_or(row, 11, "");
    out->size = tvx_row_size(row, 12);
    out->proposals = tvx_row_size(row, 13);
    out->warnings = tvx_row_size(row, 14);
    out->name = tvx_row_text_or(row, 15, "");
}

enum tvx_status tvx_store_documents(struct tvx_store *store, struct tvx_arena *arena, struct tvx_stored_document **out,
                                    size_t *count, const struct tvx_filter *filter, struct tvx_error *error)
{
    static const struct tvx_filter all;
    struct tvx_row row = {.arena = arena};
    size_t capacity = 0;
    bool more = true;
    enum tvx_status status;

    *out = NULL;
    *count = 0;
    filter = filter == NULL ? &all : filter;
    status = tvx_db_start(store, &row.statement, QUERY_documents, error, "tittt" "iii", filter->meeting,
                          filter->document, filter->sponsor, filter->instrument, filter->version,
                          filter->limit == 0 ? (int64_t)-1 : (int64_t)filter->limit, (int64_t)filter->offset,
                          filter->document == 0 ? INT64_MAX : filter->document);
    while (status == TVX_OK && (status = tvx_db_next(store, row.statement, &more, error)) == TVX_OK && more) {
        struct tvx_stored_document *larger = tvx_arena_grow(arena, *out, *count, &capacity, sizeof **out);

        if (larger == NULL) {
            tvx_db_done(row.statement);
            return tvx_error_nomem(error);
        }
        *out = larger;
        read_document(&(*out)[(*count)++], &row);
    }
    if (status == TVX_OK)
        status = tvx_row_check(&row, error);
    for (size_t i = 0; status == TVX_OK && i < *count; i++)
        status = tvx_list_strings(store, arena, &(*out)[i].sponsors, &(*out)[i].sponsor_count, QUERY_document_sponsors,
                              (*out)[i].id, error);
    return status;
}

enum tvx_status tvx_store_header(struct tvx_store *store, struct tvx_arena *arena, struct tvx_header *out,
                                 int64_t document, struct tvx_error *error)
{
    struct tvx_row row = {.arena = arena};
    bool found = false;
    enum tvx_status status = tvx_db_start(store, &row.statement, QUERY_document_header, error, "i", document);

    *out = (struct tvx_header){.conference = NULL};
    if (status == TVX_OK)
        status = tvx_db_next(store, row.statement, &found, error);
    if (status != TVX_OK || !found)
        return status;
    out->conference = tvx_row_text(&row, 0);
    out->place = tvx_row_text(&row, 1);
    out->symbol_printed = tvx_row_text(&row, 2);
    out->source = tvx_row_text(&row, 3);
    out->session = tvx_row_text(&row, 4);
    tvx_db_done(row.statement);
    return tvx_row_check(&row, error);
}

static int by_document(const void *a, const void *b)
{
    const struct tvx_store_stamp *x = a, *y = b;

    return x->document < y->document ? -1 : x->document > y->document;
}

enum tvx_status tvx_store_stamps(struct tvx_store *store, struct tvx_arena *arena, struct tvx_store_stamp **out,
                                 size_t *count, struct tvx_error *error)
{
    sqlite3_stmt *statement;
    size_t capacity = 0;
    bool more = true;
    enum tvx_status status = tvx_db_start(store, &statement, QUERY_document_stamps, error, "");

    *out = NULL;
    *count = 0;
    while (status == TVX_OK && (status = tvx_db_next(store, statement, &more, error)) == TVX_OK && more) {
        struct tvx_store_stamp *larger = tvx_arena_grow(arena, *out, *count, &capacity, sizeof *larger);
        const char *sha256 = (const char *)sqlite3_column_text(statement, 1);
        char digits[STAMP_DIGITS + 1];

        if (larger == NULL || sha256 == NULL) {
            tvx_db_done(statement);
            return tvx_error_nomem(error);
        }
        *out = larger;
        snprintf(digits, sizeof digits, "%.*s", STAMP_DIGITS, sha256);
        larger[(*count)++] = (struct tvx_store_stamp){sqlite3_column_int64(statement, 0), strtoull(digits, NULL, 16)};
    }
    if (status == TVX_OK && *count > 0)
        qsort(*out, *count, sizeof **out, by_document);
    return status;
}

/* A zstd frame and its size, as `query` finds them for the document; malloc'ed, NULL when there is no row. */
static enum tvx_status read_frame(struct tvx_store *store, char **out, size_t *length, enum tvx_query query,
                                  int64_t document, struct tvx_error *error)
{
    sqlite3_stmt *statement;
    enum tvx_status status = tvx_db_start(store, &statement, query, error, "i", document);
    bool row = false;

    *out = NULL;
    *length = 0;
    if (status == TVX_OK)
        status = tvx_db_next(store, statement, &row, error);
    if (status == TVX_OK && row) {
        int64_t size = sqlite3_column_int64(statement, 0);
        const void *frame = sqlite3_column_blob(statement, 1);
        size_t frame_length = (size_t)sqlite3_column_bytes(statement, 1);

        *length = size < 0 ? 0 : (size_t)size;
        status = tvx_zstd_unpack(out, frame, frame_length, *length, TEXT_CEILING, error);
        tvx_db_done(statement);
    }
    return status;
}

static enum tvx_status no_document(int64_t document, struct tvx_error *error)
{
    return tvx_error_set(error, TVX_E_NOTFOUND, "there is no document #%lld", (long long)document);
}

enum tvx_status tvx_store_text(struct tvx_store *store, struct tvx_arena *arena, const char **out, int64_t document,
                               struct tvx_error *error)
{
    char *text = NULL;
    size_t length;
    enum tvx_status status = read_frame(store, &text, &length, QUERY_body_by_document, document, error);

    *out = NULL;
    if (status != TVX_OK)
        return status;
    if (text == NULL)
        return no_document(document, error);
    if (!tvx_utf8_valid(text, length)) {
        free(text);
        return tvx_db_damaged(error, "it holds text that is not UTF-8");
    }
    *out = tvx_arena_strndup(arena, text, length);
    free(text);
    return *out == NULL ? tvx_error_nomem(error) : TVX_OK;
}

enum tvx_status tvx_store_bytes(struct tvx_store *store, char **bytes, size_t *length, int64_t document,
                                struct tvx_error *error)
{
    enum tvx_status status = read_frame(store, bytes, length, QUERY_source_by_document, document, error);

    return status == TVX_OK && *bytes == NULL ? no_document(document, error) : status;
}

enum tvx_status tvx_store_tree(struct tvx_store *store, struct tvx_document **out, int64_t document,
                               struct tvx_error *error)
{
    char *packed = NULL;
    size_t length;
    int64_t id;
    bool found;
    enum tvx_status status = read_frame(store, &packed, &length, QUERY_tree_by_document, document, error);

    *out = NULL;
    if (status != TVX_OK)
        return status;
    if (packed == NULL) {
        status = tvx_db_number(store, &id, &found, QUERY_document_id_by_id, error, "i", document);
        return status == TVX_OK && !found ? no_document(document, error) : status;
    }
    status = tvx_document_unpack(out, packed, length, error);
    free(packed);
    if (status == TVX_E_MALFORMED)
        status = tvx_db_damaged(error, "a document's tree cannot be read");
    return status;
}
