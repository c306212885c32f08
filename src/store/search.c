/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "db.h"
#include "lists.h"
#include "match.h"

enum { DEFAULT_LIMIT = 20, MOST_HITS = 1000, SCRATCH_CEILING = 1 << 30 };

struct search {
    struct tvx_store *store;
    struct tvx_arena *arena, *scratch; /* the scratch holds one hit's text */
    struct tvx_match match;
    int64_t row; /* of the index, of the hit that is read */
};

static const char *keep(struct search *search, const char *text)
{
    return tvx_arena_strdup(search->arena, text == NULL ? "" : text);
}

/* The snippet of the first of `texts` that holds a wanted word, or of the first. */
static enum tvx_status set_snippet(struct search *search, struct tvx_hit *hit, const char *language,
                                   const char *const *texts, size_t count, struct tvx_error *error)
{
    const char *snippet = NULL;
    bool found = false;

    for (size_t i = 0; i < count && !found; i++) {
        const char *next =
            tvx_match_snippet(search->scratch, &search->match, search->store->stemmer, language, texts[i], &found);

        if (next == NULL)
            return tvx_error_nomem(error);
        if (found || snippet == NULL)
            snippet = next;
    }
    hit->snippet = keep(search, snippet);
    return hit->snippet == NULL || hit->title == NULL || hit->reference == NULL ? tvx_error_nomem(error) : TVX_OK;
}

static enum tvx_status read_document_hit(struct search *search, struct tvx_hit *hit, struct tvx_row *row,
                                         struct tvx_error *error)
{
    const char *name = tvx_row_text_or(row, 0, ""), *title = tvx_row_text_or(row, 1, "");
    const char *language = tvx_row_text_or(row, 2, ""), *text;
    int64_t same = 0;
    bool found;
    enum tvx_status status;

    hit->type = "document";
    hit->document = sqlite3_column_int64(row->statement, 3);
    status = tvx_db_number(search->store, &same, &found, QUERY_document_id_by_name, error, "t", name);
    hit->reference = status == TVX_OK && same == hit->document
                         ? keep(search, name)
                         : tvx_arena_printf(search->arena, "#%lld", (long long)hit->document);
    hit->title = keep(search, *title == '\0' ? name : title);
    if (status == TVX_OK)
        status = tvx_store_text(search->store, search->scratch, &text, hit->document, error);
    return status == TVX_OK ? set_snippet(search, hit, language, &text, 1, error) : status;
}

static enum tvx_status read_provision_hit(struct search *search, struct tvx_hit *hit, struct tvx_row *row,
                                          struct tvx_error *error)
{
    const char *label = tvx_row_text_or(row, 3, ""), *heading = tvx_row_text_or(row, 4, "");
    const char *text = tvx_row_text_or(row, 5, "");

    hit->type = "provision";
    hit->document = sqlite3_column_int64(row->statement, 7);
    hit->reference = tvx_arena_printf(search->arena, "%s@%s:%s", tvx_row_text_or(row, 0, ""),
                                      tvx_row_text_or(row, 1, ""), tvx_row_text_or(row, 2, ""));
    hit->title =
        tvx_arena_printf(search->arena, "%s%s%s", label, *label != '\0' && *heading != '\0' ? " " : "", heading);
    if (*text == '\0')
        text = heading;
    return set_snippet(search, hit, tvx_row_text_or(row, 6, ""), &text, 1, error);
}

static enum tvx_status read_proposal_hit(struct search *search, struct tvx_hit *hit, struct tvx_row *row,
                                         struct tvx_error *error)
{
    const char *texts[3];
    size_t count = 0;

    hit->type = "proposal";
    hit->proposal = search->row >> 2;
    hit->document = sqlite3_column_int64(row->statement, 7);
    hit->reference = keep(search, tvx_row_text_or(row, 0, ""));
    hit->title = tvx_arena_printf(search->arena, "%s %s", tvx_row_text_or(row, 1, ""), tvx_row_text_or(row, 2, ""));
    for (int column = 3; column <= 5; column++) {
        const char *text = tvx_row_text_or(row, column, "");

        if (*text != '\0')
            texts[count++] = text;
    }
    if (count == 0)
        texts[count++] = "";
    return set_snippet(search, hit, tvx_row_text_or(row, 6, ""), texts, count, error);
}

static enum tvx_status read_hit(struct search *search, struct tvx_hit *hit, int64_t row_id, bool *there,
                                struct tvx_error *error)
{
    static const struct {
        enum tvx_query query;
        enum tvx_status (*read)(struct search *, struct tvx_hit *, struct tvx_row *, struct tvx_error *);
    } types[] = {
        [TVX_INDEXED_DOCUMENT] = {QUERY_hit_document, read_document_hit},
        [TVX_INDEXED_PROVISION] = {QUERY_hit_provision, read_provision_hit},
        [TVX_INDEXED_PROPOSAL] = {QUERY_hit_proposal, read_proposal_hit},
    };
    struct tvx_row row = {.arena = search->scratch};
    enum tvx_status status;
    int type = (int)(row_id & 3);

    *there = false;
    search->row = row_id;
    if (type > TVX_INDEXED_PROPOSAL)
        return tvx_db_damaged(error, "the index of words points nowhere");
    status = tvx_db_start(search->store, &row.statement, types[type].query, error, "i", row_id >> 2);
    if (status == TVX_OK)
        status = tvx_db_next(search->store, row.statement, there, error);
    if (status != TVX_OK || !*there)
        return status;
    status = types[type].read(search, hit, &row, error);
    tvx_db_done(row.statement);
    return status == TVX_OK ? tvx_row_check(&row, error) : status;
}

static enum tvx_status run(struct search *search, struct tvx_hit **out, size_t *count, size_t limit,
                           struct tvx_error *error)
{
    sqlite3_stmt *statement;
    size_t capacity = 0;
    bool more = true;
    enum tvx_status status = tvx_db_start(search->store, &statement, QUERY_fts_search, error, "ti",
                                          search->match.expression, (int64_t)limit);

    while (status == TVX_OK && (status = tvx_db_next(search->store, statement, &more, error)) == TVX_OK && more) {
        struct tvx_hit *larger = tvx_arena_grow(search->arena, *out, *count, &capacity, sizeof **out);
        bool there = false;

        search->scratch = tvx_arena_new(SCRATCH_CEILING);
        if (larger == NULL || search->scratch == NULL) {
            status = tvx_error_nomem(error);
        } else {
            *out = larger;
            larger[*count].score = -sqlite3_column_double(statement, 1);
            status = read_hit(search, &larger[*count], sqlite3_column_int64(statement, 0), &there, error);
            *count += there;
        }
        tvx_arena_free(search->scratch);
        if (status != TVX_OK)
            tvx_db_done(statement);
    }
    return status;
}

/* Best first; what is worth the same in an order that does not depend on what was added first. */
static int by_worth(const void *left, const void *right)
{
    const struct tvx_hit *a = left, *b = right;
    int types = strcmp(a->type, b->type), references = strcmp(a->reference, b->reference);

    if (a->score != b->score) /* the same words in texts of the same length: exactly the same sum */
        return a->score > b->score ? -1 : 1;
    return types != 0 ? types : references != 0 ? references : strcmp(a->title, b->title);
}

enum tvx_status tvx_store_search(struct tvx_store *store, struct tvx_arena *arena, struct tvx_hit **out, size_t *count,
                                 const char *query, size_t limit, struct tvx_error *error)
{
    struct search search = {.store = store, .arena = arena};
    enum tvx_status status = tvx_match_parse(&search.match, arena, store->stemmer, query, error);

    *out = NULL;
    *count = 0;
    if (status != TVX_OK || search.match.expression == NULL)
        return status;
    limit = limit == 0 ? DEFAULT_LIMIT : limit > MOST_HITS ? MOST_HITS : limit;
    status = run(&search, out, count, limit, error);
    if (status == TVX_OK && *count > 1)
        qsort(*out, *count, sizeof **out, by_worth);
    return status;
}

enum tvx_status tvx_store_hit_origin(struct tvx_store *store, struct tvx_arena *arena, struct tvx_hit_origin *out,
                                     const struct tvx_hit *hit, struct tvx_error *error)
{
    struct tvx_row row = {.arena = arena};
    bool there = false;
    enum tvx_status status = tvx_db_start(store, &row.statement, QUERY_hit_origin, error, "ii", hit->document,
                                          hit->proposal);

    *out = (struct tvx_hit_origin){NULL, NULL, NULL, NULL, 0};
    if (status == TVX_OK)
        status = tvx_db_next(store, row.statement, &there, error);
    if (status != TVX_OK || !there)
        return status;
    out->meeting = tvx_row_text(&row, 0);
    out->language = tvx_row_text(&row, 1);
    out->instrument = tvx_row_text(&row, 2);
    tvx_db_done(row.statement);
    status = tvx_row_check(&row, error);
    if (out->language != NULL && *out->language == '\0')
        out->language = NULL;
    if (status == TVX_OK && strcmp(hit->type, "provision") == 0)
        out->instrument = tvx_arena_strndup(arena, hit->reference, strcspn(hit->reference, "@:"));
    if (status == TVX_OK)
        status = tvx_list_strings(store, arena, &out->sponsors, &out->sponsor_count,
                                  hit->proposal != 0 ? QUERY_proposal_sponsors : QUERY_document_sponsors,
                                  hit->proposal != 0 ? hit->proposal : hit->document, error);
    return status;
}
