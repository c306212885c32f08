/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Annotations, their history, and what is to be looked for in new documents, out of the store. */
#include <travaux/store/annotation.h>

#include <stdio.h>
#include <string.h>

#include "db.h"

enum { SHORTEST_UID = 8 };

static struct tvx_passage_selector selector_of(struct tvx_row *row, int column)
{
    return (struct tvx_passage_selector){
        .exact = tvx_row_text_or(row, column, ""), .prefix = tvx_row_text_or(row, column + 1, ""),
        .suffix = tvx_row_text_or(row, column + 2, ""), .start = tvx_row_size(row, column + 3),
        .points = tvx_row_size(row, column + 4),
    };
}

static void read_row(struct tvx_row *row, struct tvx_annotation *out)
{
    *out = (struct tvx_annotation){
        .uid = tvx_row_text_or(row, 0, ""), .kind = tvx_row_text_or(row, 1, ""),
        .reference = tvx_row_text_or(row, 2, ""), .sha256 = tvx_row_text_or(row, 3, ""),
        .document = tvx_row_text_or(row, 4, ""), .selector = selector_of(row, 5), .reply_to = tvx_row_text(row, 10),
        .account = sqlite3_column_int64(row->statement, 11), .author = tvx_row_text_or(row, 12, ""),
        .created = tvx_row_text_or(row, 13, ""), .revision = sqlite3_column_int64(row->statement, 14),
        .purpose = tvx_row_text_or(row, 15, ""), .body = tvx_row_text_or(row, 17, ""),
        .withdrawn = sqlite3_column_int(row->statement, 18) != 0, .editor = tvx_row_text_or(row, 19, ""),
        .modified = tvx_row_text_or(row, 20, ""),
    };
    row->bad = row->bad || !tvx_visibility_parse(&out->visibility, tvx_row_text(row, 16));
    out->anchor = TVX_ANCHOR_ANCHORED;
    out->here.exact = out->selector.exact;
    out->here.start = out->selector.start;
    out->here.points = out->selector.points;
    out->here.score = 1;
    if (sqlite3_column_type(row->statement, 21) == SQLITE_NULL)
        return;
    row->bad = row->bad || !tvx_anchor_parse(&out->anchor, tvx_row_text(row, 21));
    out->here.exact = tvx_row_text_or(row, 22, "");
    out->here.start = tvx_row_size(row, 23);
    out->here.points = tvx_row_size(row, 24);
    out->here.score = sqlite3_column_double(row->statement, 25);
}

enum tvx_status tvx_store_annotations(struct tvx_store *store, struct tvx_arena *arena, struct tvx_annotation **out,
                                      size_t *count, const struct tvx_annotation_query *query,
                                      struct tvx_error *error)
{
    const struct tvx_annotation_query *q = query;
    struct tvx_row row = {.arena = arena};
    size_t capacity = 0;
    bool more = true;
    char to[TVX_ANNOTATION_UID + 2];
    enum tvx_status status;

    *out = NULL;
    *count = 0;
    snprintf(to, sizeof to, "%.32s~", q->uid == NULL ? "" : q->uid); /* behind every uid that begins so */
    status = tvx_db_start(store, &row.statement, QUERY_annotations, error, "ttittiiiii", q->uid,
                          q->uid == NULL ? NULL : to, (int64_t)q->thread, q->sha256, q->reference,
                          (int64_t)q->withdrawn, q->account, (int64_t)q->outsider, (int64_t)q->everything,
                          q->limit == 0 || q->limit > INT64_MAX ? (int64_t)-1 : (int64_t)q->limit);
    while (status == TVX_OK && (status = tvx_db_next(store, row.statement, &more, error)) == TVX_OK && more) {
        struct tvx_annotation *larger = tvx_arena_grow(arena, *out, *count, &capacity, sizeof *larger);

        if (larger == NULL) {
            tvx_db_done(row.statement);
            return tvx_error_nomem(error);
        }
        *out = larger;
        read_row(&row, &larger[(*count)++]);
    }
    return status == TVX_OK ? tvx_row_check(&row, error) : status;
}

enum tvx_status tvx_store_annotation(struct tvx_store *store, struct tvx_arena *arena, struct tvx_annotation *out,
                                     const struct tvx_annotation_query *query, struct tvx_error *error)
{
    struct tvx_annotation_query one = *query;
    struct tvx_annotation *items;
    size_t count;
    enum tvx_status status = TVX_OK;

    one.withdrawn = true;
    one.thread = false;
    one.limit = 2;
    if (query->uid == NULL || strlen(query->uid) < SHORTEST_UID || strlen(query->uid) >= TVX_ANNOTATION_UID)
        count = 0;
    else
        status = tvx_store_annotations(store, arena, &items, &count, &one, error);
    if (status == TVX_OK && count != 1)
        return tvx_error_set(error, TVX_E_NOTFOUND, count == 0 ? "there is no annotation '%.40s'"
                                                               : "several annotations begin with '%.40s'",
                             query->uid == NULL ? "" : query->uid);
    if (status == TVX_OK)
        *out = items[0];
    return status;
}

size_t tvx_annotation_versions_seen(struct tvx_annotation_version *versions, size_t count, int64_t author,
                                    int64_t account)
{
    size_t seen = 0;

    for (size_t i = 0; i < count; i++)
        if (versions[i].visibility == TVX_VISIBILITY_PUBLIC ||
            (account != 0 && (versions[i].visibility == TVX_VISIBILITY_WORKSPACE || account == author)))
            versions[seen++] = versions[i];
    return seen;
}

enum tvx_status tvx_store_annotation_history(struct tvx_store *store, struct tvx_arena *arena,
                                             struct tvx_annotation_version **out, size_t *count, const char *uid,
                                             struct tvx_error *error)
{
    struct tvx_row row = {.arena = arena};
    size_t capacity = 0;
    bool more = true;
    enum tvx_status status = tvx_db_start(store, &row.statement, QUERY_annotation_history, error, "t", uid);

    *out = NULL;
    *count = 0;
    while (status == TVX_OK && (status = tvx_db_next(store, row.statement, &more, error)) == TVX_OK && more) {
        struct tvx_annotation_version *larger = tvx_arena_grow(arena, *out, *count, &capacity, sizeof *larger), *v;

        if (larger == NULL) {
            tvx_db_done(row.statement);
            return tvx_error_nomem(error);
        }
        *out = larger;
        v = &larger[(*count)++];
        *v = (struct tvx_annotation_version){
            .revision = sqlite3_column_int64(row.statement, 0), .purpose = tvx_row_text_or(&row, 1, ""),
            .body = tvx_row_text_or(&row, 2, ""), .author = tvx_row_text_or(&row, 3, ""),
            .at = tvx_row_text_or(&row, 4, ""), .withdrawn = sqlite3_column_int(row.statement, 6) != 0,
        };
        row.bad = row.bad || !tvx_visibility_parse(&v->visibility, tvx_row_text(&row, 5));
    }
    return status == TVX_OK ? tvx_row_check(&row, error) : status;
}

enum tvx_status tvx_store_annotations_pending(struct tvx_store *store, struct tvx_arena *arena,
                                              struct tvx_annotation_pending **out, size_t *count,
                                              struct tvx_error *error)
{
    struct tvx_row row = {.arena = arena};
    size_t capacity = 0;
    bool more = true;
    enum tvx_status status = tvx_db_start(store, &row.statement, QUERY_annotations_pending, error, "");

    *out = NULL;
    *count = 0;
    while (status == TVX_OK && (status = tvx_db_next(store, row.statement, &more, error)) == TVX_OK && more) {
        struct tvx_annotation_pending *larger = tvx_arena_grow(arena, *out, *count, &capacity, sizeof *larger);

        if (larger == NULL) {
            tvx_db_done(row.statement);
            return tvx_error_nomem(error);
        }
        *out = larger;
        larger[(*count)++] = (struct tvx_annotation_pending){
            .uid = tvx_row_text_or(&row, 0, ""), .selector = selector_of(&row, 1),
            .from = sqlite3_column_int64(row.statement, 6), .to = sqlite3_column_int64(row.statement, 7),
            .sha256 = tvx_row_text_or(&row, 8, ""),
        };
    }
    return status == TVX_OK ? tvx_row_check(&row, error) : status;
}
