/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Any bytes as a search: an expression that FTS5 takes, and snippets of any text.  The first half of the input is the
 * query, the second the text.
 */
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <travaux/text/utf8.h>

#include "../src/store/db.h"
#include "../src/store/match.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct tvx_store store;

static void open_index(void)
{
    store.stemmer = tvx_stemmer_new();
    if (sqlite3_open(":memory:", &store.db) != SQLITE_OK || tvx_tokenizer_register(&store) != SQLITE_OK ||
        sqlite3_exec(store.db,
                     "CREATE VIRTUAL TABLE fts USING fts5(title, body, context, content='', tokenize='travaux');"
                     "INSERT INTO fts VALUES('a', 'b c d', 'e')", NULL, NULL, NULL) != SQLITE_OK)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct tvx_arena *arena = tvx_arena_new(256 << 20);
    struct tvx_match match;
    struct tvx_error error;
    sqlite3_stmt *statement;
    char *query, *text;
    bool found;

    if (store.db == NULL)
        open_index();
    query = tvx_arena_strndup(arena, (const char *)data, size / 2);
    text = tvx_text_clean(arena, (const char *)data + size / 2, size - size / 2);
    if (tvx_match_parse(&match, arena, store.stemmer, query, &error) == TVX_OK && match.expression != NULL) {
        if (sqlite3_prepare_v2(store.db, "SELECT rowid FROM fts WHERE fts MATCH ?1", -1, &statement, NULL) != SQLITE_OK)
            abort();
        sqlite3_bind_text(statement, 1, match.expression, -1, SQLITE_STATIC);
        while (sqlite3_step(statement) == SQLITE_ROW)
            ;
        if (sqlite3_finalize(statement) != SQLITE_OK) /* a syntax error would show here */
            abort();
        if (tvx_match_snippet(arena, &match, store.stemmer, "en", text, &found) == NULL)
            abort();
    }
    tvx_arena_free(arena);
    return 0;
}
