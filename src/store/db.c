/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "db.h"

#include <errno.h>
#include <stdarg.h>
#include <string.h>
#include <travaux/text/utf8.h>

enum tvx_status tvx_db_damaged(struct tvx_error *error, const char *what)
{
    return tvx_error_set(
        error, TVX_E_WORKSPACE,
        "the workspace is damaged: %s; restore it from a copy, or make a new one and add the files again", what);
}

enum tvx_status tvx_db_error(struct tvx_store *store, int code, const char *doing, struct tvx_error *error)
{
    int reason = store->db == NULL ? 0 : sqlite3_system_errno(store->db);

    switch (code & 0xFF) {
    case SQLITE_NOMEM:
        return tvx_error_nomem(error);
    case SQLITE_FULL:
        return tvx_error_set(error, TVX_E_IO,
                             "cannot %s: the disk that holds %s is full; nothing stored before is lost", doing,
                             store->path);
    case SQLITE_IOERR:
        return tvx_error_set(error, TVX_E_IO,
                             "cannot %s: writing or reading %s failed (%s); nothing stored before is lost", doing,
                             store->path, reason == 0 ? sqlite3_errstr(code) : strerror(reason));
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return tvx_error_set(error, TVX_E_IO, "cannot %s: another program kept %s locked for too long; try again",
                             doing, store->path);
    case SQLITE_READONLY:
    case SQLITE_PERM:
        return tvx_error_set(error, TVX_E_IO, "cannot %s: %s or its folder may not be written to", doing, store->path);
    case SQLITE_TOOBIG:
        return tvx_error_set(error, TVX_E_LIMIT, "cannot %s: it is larger than a workspace can hold (1 GB)", doing);
    case SQLITE_MISMATCH:
        return tvx_error_set(error, TVX_E_MALFORMED, "a text to be stored is not UTF-8");
    case SQLITE_NOTADB:
        return tvx_error_set(error, TVX_E_WORKSPACE, "%s is not a travaux workspace", store->path);
    case SQLITE_CORRUPT:
        return tvx_db_damaged(error, store->path);
    default:
        return tvx_error_set(error, TVX_E_WORKSPACE, "cannot %s: %s: %s", doing, store->path,
                             store->db == NULL ? sqlite3_errstr(code) : sqlite3_errmsg(store->db));
    }
}

static enum tvx_status prepare(struct tvx_store *store, enum tvx_query query, struct tvx_error *error)
{
    size_t length = 0;
    const char *text = tvx_query_text(query, &length);
    int code;

    if (text == NULL)
        return tvx_error_set(error, TVX_E_WORKSPACE, "the program lacks its query %s", tvx_query_name(query));
    code = sqlite3_prepare_v3(store->db, text, (int)length, SQLITE_PREPARE_PERSISTENT, &store->statements[query], NULL);
    if (code == SQLITE_ERROR) /* our own statement does not fit the file's schema */
        return tvx_db_damaged(error, sqlite3_errmsg(store->db));
    return code == SQLITE_OK ? TVX_OK : tvx_db_error(store, code, tvx_query_name(query), error);
}

static int bind_all(sqlite3_stmt *statement, const char *types, va_list list)
{
    int code = SQLITE_OK;

    for (int i = 1; *types != '\0' && code == SQLITE_OK; i++, types++) {
        if (*types == 't') {
            const char *text = va_arg(list, const char *);

            if (text != NULL && !tvx_utf8_valid(text, strlen(text)))
                return SQLITE_MISMATCH; /* it could not be read back */
            code = text == NULL ? sqlite3_bind_null(statement, i)
                                : sqlite3_bind_text64(statement, i, text, strlen(text), SQLITE_STATIC, SQLITE_UTF8);
        } else if (*types == 'i') {
            code = sqlite3_bind_int64(statement, i, va_arg(list, int64_t));
        } else if (*types == 'r') {
            code = sqlite3_bind_double(statement, i, va_arg(list, double));
        } else {
            const void *bytes = va_arg(list, const void *);

            code = sqlite3_bind_blob64(statement, i, bytes, va_arg(list, size_t), SQLITE_STATIC);
        }
    }
    return code;
}

static enum tvx_status start(struct tvx_store *store, sqlite3_stmt **out, enum tvx_query query, struct tvx_error *error,
                             const char *types, va_list list)
{
    int code;

    *out = NULL;
    if (store->statements[query] == NULL) {
        enum tvx_status status = prepare(store, query, error);

        if (status != TVX_OK)
            return status;
    }
    *out = store->statements[query];
    sqlite3_reset(*out);
    code = bind_all(*out, types, list);
    if (code != SQLITE_OK) {
        tvx_db_done(*out);
        return tvx_db_error(store, code, tvx_query_name(query), error);
    }
    return TVX_OK;
}

enum tvx_status tvx_db_start(struct tvx_store *store, sqlite3_stmt **out, enum tvx_query query, struct tvx_error *error,
                             const char *types, ...)
{
    enum tvx_status status;
    va_list list;

    va_start(list, types);
    status = start(store, out, query, error, types, list);
    va_end(list);
    return status;
}

void tvx_db_done(sqlite3_stmt *statement)
{
    sqlite3_reset(statement);
    sqlite3_clear_bindings(statement);
}

enum tvx_status tvx_db_next(struct tvx_store *store, sqlite3_stmt *statement, bool *row, struct tvx_error *error)
{
    int code = sqlite3_step(statement);
    enum tvx_status status = TVX_OK;

    *row = code == SQLITE_ROW;
    if (*row)
        return TVX_OK;
    if (code != SQLITE_DONE)
        status = tvx_db_error(store, code,
                              sqlite3_stmt_readonly(statement) ? "read the workspace" : "write the workspace", error);
    tvx_db_done(statement);
    return status;
}

enum tvx_status tvx_db_run(struct tvx_store *store, enum tvx_query query, struct tvx_error *error, const char *types,
                           ...)
{
    sqlite3_stmt *statement;
    enum tvx_status status;
    va_list list;
    bool row = true;

    va_start(list, types);
    status = start(store, &statement, query, error, types, list);
    va_end(list);
    while (status == TVX_OK && row)
        status = tvx_db_next(store, statement, &row, error);
    return status;
}

enum tvx_status tvx_db_number(struct tvx_store *store, int64_t *out, bool *found, enum tvx_query query,
                              struct tvx_error *error, const char *types, ...)
{
    sqlite3_stmt *statement;
    enum tvx_status status;
    va_list list;

    *out = 0;
    *found = false;
    va_start(list, types);
    status = start(store, &statement, query, error, types, list);
    va_end(list);
    if (status == TVX_OK)
        status = tvx_db_next(store, statement, found, error);
    if (status == TVX_OK && *found) {
        *out = sqlite3_column_int64(statement, 0);
        tvx_db_done(statement);
    }
    return status;
}

static enum tvx_status run_text(struct tvx_store *store, const char *sql, const char *doing, struct tvx_error *error)
{
    int code = sqlite3_exec(store->db, sql, NULL, NULL, NULL);

    return code == SQLITE_OK ? TVX_OK : tvx_db_error(store, code, doing, error);
}

enum tvx_status tvx_db_begin(struct tvx_store *store, struct tvx_error *error)
{
    return run_text(store, store->in_batch ? "SAVEPOINT document" : "BEGIN IMMEDIATE", "begin writing", error);
}

enum tvx_status tvx_db_end(struct tvx_store *store, enum tvx_status status, struct tvx_error *error)
{
    if (status == TVX_OK)
        status = run_text(store, store->in_batch ? "RELEASE document" : "COMMIT", "write the workspace", error);
    if (status != TVX_OK && sqlite3_get_autocommit(store->db) == 0)
        sqlite3_exec(store->db, store->in_batch ? "ROLLBACK TO document; RELEASE document" : "ROLLBACK", NULL, NULL,
                     NULL);
    return status;
}

enum tvx_status tvx_store_batch_begin(struct tvx_store *store, struct tvx_error *error)
{
    enum tvx_status status = tvx_db_begin(store, error);

    store->in_batch = status == TVX_OK;
    return status;
}

enum tvx_status tvx_store_batch_end(struct tvx_store *store, bool keep, struct tvx_error *error)
{
    store->in_batch = false;
    if (keep && sqlite3_get_autocommit(store->db) != 0) /* SQLite itself rolled back, on a full disk say */
        return tvx_error_set(error, TVX_E_IO, "the documents added last could not be kept");
    if (!keep && sqlite3_get_autocommit(store->db) == 0)
        sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
    return keep ? tvx_db_end(store, TVX_OK, error) : TVX_OK;
}

/* ---- rows ---- */

/* A workspace may come from someone else: text that is not UTF-8 was not written by this program. */
const char *tvx_row_text(struct tvx_row *row, int column)
{
    const char *text = (const char *)sqlite3_column_text(row->statement, column);
    size_t length = (size_t)sqlite3_column_bytes(row->statement, column);
    char *copy;

    if (text == NULL) {
        row->failed = row->failed || sqlite3_errcode(sqlite3_db_handle(row->statement)) == SQLITE_NOMEM;
        return NULL;
    }
    if (!tvx_utf8_valid(text, length))
        row->bad = true;
    copy = tvx_arena_strndup(row->arena, row->bad ? "" : text, row->bad ? 0 : length);
    row->failed = row->failed || copy == NULL;
    return copy;
}

const char *tvx_row_text_or(struct tvx_row *row, int column, const char *otherwise)
{
    const char *text = tvx_row_text(row, column);

    return text == NULL ? otherwise : text;
}

size_t tvx_row_size(struct tvx_row *row, int column)
{
    int64_t value = sqlite3_column_int64(row->statement, column);

    return value < 0 ? 0 : (size_t)value;
}

enum tvx_status tvx_row_check(const struct tvx_row *row, struct tvx_error *error)
{
    if (row->failed)
        return tvx_error_nomem(error);
    return row->bad ? tvx_db_damaged(error, "it holds a value that travaux never wrote") : TVX_OK;
}

/* ---- names of enum values ---- */

static const char *const actions[] = {"ADD", "ADD*", "MOD", "(MOD)", "SUP", "SUP*", "NOC", "NOC!"};
static const char *const instrument_kinds[] = {"treaty", "resolution", "decision", "recommendation", "other"};
static const char *const resolution_kinds[] = {"resolved", "new", "unresolved"};
static const char *const edit_ops[] = {"ins", "del", "replace"};

static bool find_name(const char *const *names, size_t count, const char *name, int *out)
{
    for (size_t i = 0; name != NULL && i < count; i++)
        if (strcmp(names[i], name) == 0) {
            *out = (int)i;
            return true;
        }
    return false;
}

#define NAMED(function, type, names)                                        \
    const char *function(type value)                                        \
    {                                                                       \
        return names[value];                                                \
    }                                                                       \
    bool function##_parse(type *out, const char *name)                      \
    {                                                                       \
        int value = 0;                                                      \
        bool found = find_name(names, sizeof names / sizeof *names, name, &value); \
                                                                            \
        *out = (type)value;                                                 \
        return found;                                                       \
    }

NAMED(tvx_stored_action, enum tvx_action, actions)
NAMED(tvx_stored_instrument_kind, enum tvx_instrument_kind, instrument_kinds)
NAMED(tvx_stored_resolution_kind, enum tvx_resolution_kind, resolution_kinds)
NAMED(tvx_stored_edit_op, enum tvx_edit_op, edit_ops)
