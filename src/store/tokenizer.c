/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * The FTS5 tokenizer "travaux" (https://sqlite.org/fts5.html, section 7).  Text that is indexed goes through tvx_terms
 * in the language that the store says; a query is already made of terms (search.c), which stand between spaces.
 */
#include <stdlib.h>
#include <string.h>

#include "db.h"

struct sink {
    void *context;
    int (*token)(void *, int, const char *, int, int, int);
};

static int create(void *context, const char **arguments, int count, Fts5Tokenizer **out)
{
    (void)arguments, (void)count;
    *out = context; /* the store outlives its connection's tables */
    return SQLITE_OK;
}

static void delete(Fts5Tokenizer *tokenizer)
{
    (void)tokenizer;
}

static int take_term(void *context, const char *term, size_t term_length, size_t start, size_t length, bool same_place)
{
    const struct sink *sink = context;

    return sink->token(sink->context, same_place ? FTS5_TOKEN_COLOCATED : 0, term, (int)term_length, (int)start,
                       (int)(start + length));
}

static int split_terms(const struct sink *sink, const char *text, int length)
{
    int code = SQLITE_OK;

    for (int at = 0; at < length && code == SQLITE_OK;) {
        int end = at;

        while (end < length && text[end] != ' ')
            end++;
        if (end > at)
            code = sink->token(sink->context, 0, text + at, end - at, at, end);
        at = end + 1;
    }
    return code;
}

static int tokenize(Fts5Tokenizer *tokenizer, void *context, int flags, const char *text, int length,
                    int (*token)(void *, int, const char *, int, int, int))
{
    struct tvx_store *store = (struct tvx_store *)(void *)tokenizer;
    struct sink sink = {context, token};

    if (text == NULL || length <= 0)
        return SQLITE_OK;
    if ((flags & FTS5_TOKENIZE_QUERY) != 0)
        return split_terms(&sink, text, length);
    return tvx_terms(store->stemmer, store->language, text, (size_t)length, take_term, &sink);
}

int tvx_tokenizer_register(struct tvx_store *store)
{
    fts5_tokenizer functions = {create, delete, tokenize};
    sqlite3_stmt *statement = NULL;
    fts5_api *api = NULL;
    int code = sqlite3_prepare_v2(store->db, "SELECT fts5(?1)", -1, &statement, NULL);

    if (code == SQLITE_OK)
        code = sqlite3_bind_pointer(statement, 1, (void *)&api, "fts5_api_ptr", NULL);
    if (code == SQLITE_OK)
        sqlite3_step(statement);
    sqlite3_finalize(statement);
    if (code != SQLITE_OK || api == NULL)
        return code == SQLITE_OK ? SQLITE_ERROR : code;
    return api->xCreateTokenizer(api, "travaux", store, &functions, NULL);
}
