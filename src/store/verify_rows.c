/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Two workspaces' rows of one document, side by side. */
#include <stdlib.h>
#include <string.h>
#include <travaux/read/pack.h>
#include <travaux/store/audit.h>

#include "verify.h"

enum { AHEAD = 64, TREE_CEILING = 1 << 30 };

struct row {
    const char **cells; /* the first names the row */
};

struct rows {
    struct row *items;
    size_t count, columns;
    const char **names; /* of the columns */
};

static const struct {
    enum tvx_query query;
    const char *part;
} tables[] = {
    {QUERY_verify_document, "document"},       {QUERY_verify_sponsors, "sponsors"},
    {QUERY_verify_header, "header"},           {QUERY_verify_warnings, "warnings"},
    {QUERY_verify_instrument, "instrument"},   {QUERY_verify_provisions, "provisions"},
    {QUERY_verify_proposals, "proposals"},     {QUERY_verify_proposal_sponsors, "proposals"},
    {QUERY_verify_edits, "edits"},             {QUERY_verify_health, "health"},
    {QUERY_verify_findings, "findings"},       {QUERY_verify_statements, "statements"},
    {QUERY_verify_statement_actors, "statements"}, {QUERY_verify_adopted, "adopted"},
};

static const char **read_cells(struct tvx_row *row, size_t columns)
{
    const char **cells = tvx_arena_array(row->arena, columns + 1, sizeof *cells);

    for (size_t i = 0; cells != NULL && i < columns; i++)
        cells[i] = i == 0 ? tvx_row_text_or(row, 0, "") : tvx_row_text(row, (int)i);
    return cells;
}

static enum tvx_status read_rows(struct rows *out, struct tvx_store *store, struct tvx_arena *arena,
                                 enum tvx_query query, int64_t document, struct tvx_error *error)
{
    struct tvx_row row = {.arena = arena};
    size_t capacity = 0;
    bool more = true;
    enum tvx_status status = tvx_db_start(store, &row.statement, query, error, "i", document);

    *out = (struct rows){0};
    if (status != TVX_OK)
        return status;
    out->columns = (size_t)sqlite3_column_count(row.statement);
    out->names = tvx_arena_array(arena, out->columns + 1, sizeof *out->names);
    for (size_t i = 0; out->names != NULL && i < out->columns; i++)
        out->names[i] = tvx_arena_strdup(arena, sqlite3_column_name(row.statement, (int)i));
    while ((status = tvx_db_next(store, row.statement, &more, error)) == TVX_OK && more) {
        out->items = tvx_arena_grow(arena, out->items, out->count, &capacity, sizeof *out->items);
        if (out->items == NULL || out->names == NULL ||
            (out->items[out->count].cells = read_cells(&row, out->columns)) == NULL) {
            tvx_db_done(row.statement);
            return tvx_error_nomem(error);
        }
        out->count++;
    }
    return status == TVX_OK ? tvx_row_check(&row, error) : status;
}

static bool same(const char *a, const char *b)
{
    return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

static enum tvx_status compare_cells(struct verifying *verifying, const char *part, const struct rows *rows,
                                     const struct row *stored, const struct row *now, struct tvx_error *error)
{
    enum tvx_status status = TVX_OK;

    for (size_t i = 1; i < rows->columns && status == TVX_OK; i++)
        if (!same(stored->cells[i], now->cells[i]))
            status = tvx_verify_differs(verifying, part, stored->cells[0], rows->names[i], stored->cells[i],
                                        now->cells[i], error);
    return status;
}

/* How many rows from `from` on the name comes, AHEAD when it does not soon. */
static size_t distance(const struct rows *rows, size_t from, const char *name)
{
    for (size_t i = 0; i < AHEAD && from + i < rows->count; i++)
        if (strcmp(rows->items[from + i].cells[0], name) == 0)
            return i;
    return AHEAD;
}

/* Rows of the same name stand opposite each other; one that the other side lacks is told as such. */
static enum tvx_status compare_rows(struct verifying *verifying, const char *part, const struct rows *stored,
                                    const struct rows *now, struct tvx_error *error)
{
    enum tvx_status status = TVX_OK;

    for (size_t i = 0, k = 0; status == TVX_OK && (i < stored->count || k < now->count);) {
        const char *was = i < stored->count ? stored->items[i].cells[0] : NULL;
        const char *is = k < now->count ? now->items[k].cells[0] : NULL;

        if (was != NULL && is != NULL && strcmp(was, is) == 0)
            status = compare_cells(verifying, part, stored, &stored->items[i++], &now->items[k++], error);
        else if (is == NULL || (was != NULL && distance(stored, i, is) <= distance(now, k, was)))
            i++, status = tvx_verify_differs(verifying, part, was, NULL, was, NULL, error);
        else
            k++, status = tvx_verify_differs(verifying, part, is, NULL, NULL, is, error);
    }
    return status;
}

static enum tvx_status compare_texts(struct verifying *verifying, int64_t again, struct tvx_error *error)
{
    struct tvx_error why = {0};
    const char *stored, *now;
    enum tvx_status status = tvx_store_text(verifying->store, verifying->arena, &stored, verifying->document->id, &why);

    if (status != TVX_OK)
        return tvx_verify_list(verifying, status, &why, error);
    status = tvx_store_text(verifying->scratch, verifying->arena, &now, again, error);
    if (status == TVX_OK && strcmp(stored, now) != 0)
        status = tvx_verify_differs(verifying, "text", "", "text", stored, now, error);
    return status;
}

/* What a tree holds, in the form of today. */
static void pack(struct tvx_buf *out, const struct tvx_document *document)
{
    tvx_buf_init(out, TREE_CEILING);
    if (document != NULL)
        tvx_document_pack(out, document);
}

static enum tvx_status compare_trees(struct verifying *verifying, int64_t again, struct tvx_error *error)
{
    struct tvx_document *stored = NULL, *now = NULL;
    struct tvx_buf stored_packed, now_packed;
    struct tvx_error why = {0};
    enum tvx_status status = tvx_store_tree(verifying->store, &stored, verifying->document->id, &why);

    if (status != TVX_OK)
        return tvx_verify_list(verifying, status, &why, error);
    status = tvx_store_tree(verifying->scratch, &now, again, error);
    if (status != TVX_OK) {
        tvx_document_free(stored);
        return status;
    }
    pack(&stored_packed, stored);
    pack(&now_packed, now);
    if (stored_packed.failed || now_packed.failed)
        status = tvx_error_nomem(error);
    else if (stored_packed.length != now_packed.length ||
             (now_packed.length > 0 && memcmp(stored_packed.data, now_packed.data, now_packed.length) != 0))
        status = tvx_verify_differs(verifying, "tree", "", NULL, "the marks and the layout that were read then",
                                    "those that are read now", error);
    tvx_buf_free(&stored_packed);
    tvx_buf_free(&now_packed);
    tvx_document_free(stored);
    tvx_document_free(now);
    return status;
}

enum tvx_status tvx_verify_rows(struct verifying *verifying, int64_t again, struct tvx_error *error)
{
    enum tvx_status status = compare_texts(verifying, again, error);

    for (size_t i = 0; i < sizeof tables / sizeof *tables && status == TVX_OK; i++) {
        struct tvx_error why = {0};
        struct rows stored, now;

        status = read_rows(&stored, verifying->store, verifying->arena, tables[i].query, verifying->document->id, &why);
        if (status != TVX_OK) {
            status = tvx_verify_list(verifying, status, &why, error);
            continue;
        }
        status = read_rows(&now, verifying->scratch, verifying->arena, tables[i].query, again, error);
        if (status == TVX_OK)
            status = compare_rows(verifying, tables[i].part, &stored, &now, error);
    }
    return status == TVX_OK ? compare_trees(verifying, again, error) : status;
}

/* ---- the file ---- */

/* One row as words. */
static void put_row(struct tvx_buf *out, sqlite3_stmt *statement)
{
    for (int i = 0; i < sqlite3_column_count(statement); i++) {
        const char *cell = (const char *)sqlite3_column_text(statement, i);

        tvx_buf_printf(out, "%s%s", i == 0 ? "" : " ", cell == NULL ? "?" : cell);
    }
}

/* A check of SQLite's own: one row for each thing that is wrong, or "ok". */
static enum tvx_status run_check(struct verifying *verifying, enum tvx_query query, const char *prefix,
                                 struct tvx_error *error)
{
    struct tvx_error why = {0};
    sqlite3_stmt *statement;
    bool more = true;
    enum tvx_status listed = TVX_OK, status = tvx_db_start(verifying->store, &statement, query, &why, "");

    while (status == TVX_OK && listed == TVX_OK &&
           (status = tvx_db_next(verifying->store, statement, &more, &why)) == TVX_OK && more) {
        struct tvx_buf message;

        tvx_buf_init(&message, 4096);
        tvx_buf_str(&message, prefix);
        put_row(&message, statement);
        if (strcmp(tvx_buf_text(&message) + strlen(prefix), "ok") != 0)
            listed = tvx_verify_damaged(verifying, tvx_buf_text(&message), error);
        tvx_buf_free(&message);
    }
    if (listed != TVX_OK)
        tvx_db_done(statement);
    if (listed != TVX_OK || status == TVX_E_IO) /* it may not be written to, which the check of full text asks for */
        return listed;
    return tvx_verify_list(verifying, status, &why, error);
}

static enum tvx_status check_audit(struct verifying *verifying, struct tvx_error *error)
{
    struct tvx_audit_check check;
    struct tvx_error why = {0};
    enum tvx_status status = tvx_store_audit_check(verifying->store, &check, NULL, &why);

    if (status == TVX_OK && !check.whole)
        status = tvx_error_set(&why, TVX_E_WORKSPACE, "the audit log was changed from outside at entry %lld",
                               (long long)check.broken_at);
    return tvx_verify_list(verifying, status, &why, error);
}

enum tvx_status tvx_verify_file(struct verifying *verifying, struct tvx_error *error)
{
    struct tvx_error why = {0};
    int64_t missing = 0;
    bool found;
    enum tvx_status status = run_check(verifying, QUERY_verify_file, "the file: ", error);

    if (status == TVX_OK)
        status = run_check(verifying, QUERY_verify_references, "a row refers to one that is not there: ", error);
    if (status == TVX_OK)
        status = run_check(verifying, QUERY_verify_full_text, "full text: ", error);
    if (status == TVX_OK)
        status = check_audit(verifying, error);
    if (status != TVX_OK)
        return status;
    status = tvx_db_number(verifying->store, &missing, &found, QUERY_verify_indexed, &why, "");
    if (status == TVX_OK && missing > 0)
        status = tvx_error_set(&why, TVX_E_WORKSPACE, "full text does not know of %lld texts", (long long)missing);
    return tvx_verify_list(verifying, status, &why, error);
}
