/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * The store's way to SQLite: an open workspace, its named statements, rows as arena strings, errors in words.
 * Everything else in this folder goes through these calls, so that what a full disk, a damaged file or a busy
 * neighbour means is said in one place.
 */
#ifndef STORE_DB_H
#define STORE_DB_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>
#include <travaux/store/store.h>
#include <travaux/text/stem.h>

#include "query.h"

struct tvx_store {
    sqlite3 *db;
    char *path;
    sqlite3_stmt *statements[TVX_QUERY_COUNT];
    struct tvx_stemmer *stemmer;
    const char *language; /* of the text that is being indexed, for the tokenizer; NULL: English */
    bool in_batch;        /* inside tvx_store_batch_begin */
    bool scratch;         /* in memory, for making things again: nothing of it is searched */
};

/* An empty workspace in memory. */
enum tvx_status tvx_store_scratch(struct tvx_store **out, struct tvx_error *error);

#define TVX_APPLICATION_ID 0x54525658 /* "TRVX" */

/* What SQLite's last error means for a person; `doing` says what was tried ("store the document"). */
enum tvx_status tvx_db_error(struct tvx_store *store, int code, const char *doing, struct tvx_error *error);

/*
 * Starts the named statement with its parameters bound as `types` says, one letter each: 't' const char * (NULL is
 * NULL), 'i' int64_t, 'r' double, 'b' const void * and size_t.  Strings must live until the statement is done.
 * Statements are shared: the same one is not started again before it is done.
 */
enum tvx_status tvx_db_start(struct tvx_store *store, sqlite3_stmt **out, enum tvx_query query, struct tvx_error *error,
                             const char *types, ...);

/* Moves to the next row: *row false, and the statement is done, when there is none. */
enum tvx_status tvx_db_next(struct tvx_store *store, sqlite3_stmt *statement, bool *row, struct tvx_error *error);

/* Ends a statement before its last row. */
void tvx_db_done(sqlite3_stmt *statement);

/* Starts a statement that gives no rows and runs it. */
enum tvx_status tvx_db_run(struct tvx_store *store, enum tvx_query query, struct tvx_error *error, const char *types,
                           ...);

/* Starts a statement for at most one number; *found false when it gives no row. */
enum tvx_status tvx_db_number(struct tvx_store *store, int64_t *out, bool *found, enum tvx_query query,
                              struct tvx_error *error, const char *types, ...);

/* begin takes the writer's lock at once, waiting for another process; end commits when `status` is TVX_OK, else
   rolls back and hands `status` back.  Within a batch both work on a savepoint. */
enum tvx_status tvx_db_begin(struct tvx_store *store, struct tvx_error *error);
enum tvx_status tvx_db_end(struct tvx_store *store, enum tvx_status status, struct tvx_error *error);

/* Reads one row's columns into an arena; `failed` remembers a full arena, `bad` text that is not UTF-8. */
struct tvx_row {
    sqlite3_stmt *statement;
    struct tvx_arena *arena;
    bool failed, bad;
};
const char *tvx_row_text(struct tvx_row *row, int column);       /* NULL for NULL */
const char *tvx_row_text_or(struct tvx_row *row, int column, const char *otherwise);
size_t tvx_row_size(struct tvx_row *row, int column);            /* a negative number is 0 */
/* TVX_OK, TVX_E_NOMEM or TVX_E_WORKSPACE by what `row` remembers. */
enum tvx_status tvx_row_check(const struct tvx_row *row, struct tvx_error *error);

/* "the workspace is damaged" for content that this program never wrote. */
enum tvx_status tvx_db_damaged(struct tvx_error *error, const char *what);

/* Registers tokenizer "travaux" for FTS5 on the store's connection. */
int tvx_tokenizer_register(struct tvx_store *store);

/* zstd with the limits of a workspace.  pack: malloc'ed.  unpack: malloc'ed, NUL-terminated; the frame's own size must
   be `size` and at most `ceiling`. */
enum tvx_status tvx_zstd_pack(char **out, size_t *out_length, const char *bytes, size_t length,
                              struct tvx_error *error);
enum tvx_status tvx_zstd_unpack(char **out, const void *frame, size_t frame_length, size_t size, size_t ceiling,
                                struct tvx_error *error);
/* A .zst file from outside, size not trusted: streams up to `ceiling` bytes. */
enum tvx_status tvx_zstd_stream(char **out, size_t *out_length, const char *bytes, size_t length, size_t ceiling,
                                struct tvx_error *error);

/* Has the connection refuse whatever would change or remove an entry of the audit log. */
int tvx_audit_guard(struct tvx_store *store);

/* How long it waits for another process that writes, unless told otherwise for a moment. */
void tvx_store_patience(struct tvx_store *store);

/* Many documents, one commit: each is still there whole or not at all. */
enum tvx_status tvx_store_batch_begin(struct tvx_store *store, struct tvx_error *error);
enum tvx_status tvx_store_batch_end(struct tvx_store *store, bool keep, struct tvx_error *error);

/* Stores the statements and adopted changes of a new document; within its transaction. */
enum tvx_status tvx_last_papers_insert(struct tvx_store *store, int64_t document, const struct tvx_last_papers *papers,
                                       struct tvx_error *error);
/* Stores the health of a new document; within its transaction. */
enum tvx_status tvx_health_insert(struct tvx_store *store, int64_t document, const struct tvx_health *health,
                                  struct tvx_error *error);

/* The names under which enum values are stored. */
const char *tvx_stored_action(enum tvx_action action);
bool tvx_stored_action_parse(enum tvx_action *out, const char *name);
const char *tvx_stored_instrument_kind(enum tvx_instrument_kind kind);
bool tvx_stored_instrument_kind_parse(enum tvx_instrument_kind *out, const char *name);
const char *tvx_stored_resolution_kind(enum tvx_resolution_kind kind);
bool tvx_stored_resolution_kind_parse(enum tvx_resolution_kind *out, const char *name);
const char *tvx_stored_edit_op(enum tvx_edit_op op);
bool tvx_stored_edit_op_parse(enum tvx_edit_op *out, const char *name);

enum tvx_indexed { TVX_INDEXED_DOCUMENT, TVX_INDEXED_PROVISION, TVX_INDEXED_PROPOSAL }; /* fts.rowid modulo 4 */

#endif
