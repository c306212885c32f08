/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * What the workspace holds, counted, and what in it needs a person's eye, in an order that does not change.
 */
#include <string.h>

#include "db.h"

enum tvx_status tvx_store_counts(struct tvx_store *store, struct tvx_counts *out, struct tvx_error *error)
{
    struct tvx_row row = {0};
    int64_t waiting = 0;
    bool found = false;
    enum tvx_status status = tvx_db_start(store, &row.statement, QUERY_counts, error, "");

    memset(out, 0, sizeof *out);
    if (status == TVX_OK)
        status = tvx_db_next(store, row.statement, &found, error);
    if (status != TVX_OK || !found)
        return status;
    out->documents = tvx_row_size(&row, 0);
    out->instruments = tvx_row_size(&row, 1);
    out->provisions = tvx_row_size(&row, 2);
    out->proposals = tvx_row_size(&row, 3);
    out->actors = tvx_row_size(&row, 4);
    out->resolved = tvx_row_size(&row, 5);
    out->unresolved = out->proposals > out->resolved ? out->proposals - out->resolved : 0;
    tvx_db_done(row.statement);
    status = tvx_db_number(store, &waiting, &found, QUERY_matches_waiting, error, "");
    out->matches = waiting < 0 ? 0 : (size_t)waiting;
    return status;
}

struct reviews {
    struct tvx_arena *arena;
    struct tvx_review *items;
    size_t count, capacity;
};

static enum tvx_status add_review(struct reviews *all, const char *kind, const char *where, const char *message,
                                  int64_t document, struct tvx_error *error)
{
    struct tvx_review *larger = tvx_arena_grow(all->arena, all->items, all->count, &all->capacity, sizeof *larger);

    if (larger == NULL || where == NULL || message == NULL)
        return tvx_error_nomem(error);
    all->items = larger;
    all->items[all->count++] = (struct tvx_review){kind, where, message, document, 0};
    return TVX_OK;
}

static enum tvx_status review_proposal(struct reviews *all, struct tvx_row *row, struct tvx_error *error)
{
    const char *kind = tvx_row_text(row, 2), *reason = tvx_row_text(row, 3);
    const char *number = tvx_row_text_or(row, 0, "");
    const char *message;
    int64_t document = sqlite3_column_int64(row->statement, 9);
    double agreement = sqlite3_column_double(row->statement, 5);

    if (kind == NULL || strcmp(kind, "unresolved") == 0)
        return add_review(all, "unresolved-proposal", number, reason == NULL ? "not looked up yet" : reason, document,
                          error);
    message = reason;
    if (sqlite3_column_int(row->statement, 4) != 0)
        message = tvx_arena_printf(
            all->arena, "was drafted against another text than %s@%s:%s: %.0f %% of its words stand there%s%s",
            tvx_row_text_or(row, 6, ""), tvx_row_text_or(row, 7, ""), tvx_row_text_or(row, 8, ""), agreement * 100,
            reason == NULL ? "" : "; ", reason == NULL ? "" : reason);
    return add_review(all, sqlite3_column_int(row->statement, 4) != 0 ? "other-version" : "doubtful-proposal", number,
                      message, document, error);
}

static enum tvx_status review_warning(struct reviews *all, struct tvx_row *row, struct tvx_error *error)
{
    return add_review(all, "warning", tvx_row_text_or(row, 0, ""),
                      tvx_arena_printf(all->arena, "%s: %s", tvx_row_text_or(row, 1, ""), tvx_row_text_or(row, 2, "")),
                      sqlite3_column_int64(row->statement, 3), error);
}

static enum tvx_status review_failed(struct reviews *all, struct tvx_row *row, struct tvx_error *error)
{
    return add_review(all, "failed-file", tvx_row_text_or(row, 0, ""), tvx_row_text_or(row, 1, ""), 0, error);
}

/* Rows of one document follow each other: its findings go into one message, the dearest first. */
static enum tvx_status review_health(struct reviews *all, struct tvx_row *row, struct tvx_error *error)
{
    int64_t document = sqlite3_column_int64(row->statement, 1);
    const char *message = tvx_row_text_or(row, 3, ""), *advice = tvx_row_text_or(row, 4, "");
    struct tvx_review *last = all->count == 0 ? NULL : &all->items[all->count - 1];
    enum tvx_status status = TVX_OK;

    if (*advice != '\0')
        message = tvx_arena_printf(all->arena, "%s. %s", message, advice);
    if (last == NULL || last->document != document || strcmp(last->kind, "doubtful-document") != 0) {
        status = add_review(all, "doubtful-document", tvx_row_text_or(row, 0, ""), message, document, error);
        if (status == TVX_OK)
            all->items[all->count - 1].confidence = sqlite3_column_double(row->statement, 2);
        return status;
    }
    last->message = message == NULL ? NULL : tvx_arena_printf(all->arena, "%s; %s", last->message, message);
    return last->message == NULL ? tvx_error_nomem(error) : TVX_OK;
}

/* "48" for "48A13", "44A7" for "44A7A2"; "" when the symbol is no addendum's. */
static const char *parent_symbol(struct tvx_arena *arena, const char *symbol)
{
    size_t length = strlen(symbol), end = strcspn(symbol, "R") < length ? strcspn(symbol, "R") : length;

    while (end > 0 && symbol[end - 1] >= '0' && symbol[end - 1] <= '9')
        end--;
    return end < 2 || symbol[end - 1] != 'A' ? "" : tvx_arena_strndup(arena, symbol, end - 1);
}

/* An addendum is read beside the document that it adds to: told when that one is not here. */
static enum tvx_status review_parents(struct tvx_store *store, struct reviews *all, struct tvx_error *error)
{
    struct tvx_row row = {.arena = all->arena};
    bool more = true;
    enum tvx_status status = tvx_db_start(store, &row.statement, QUERY_review_parents, error, "");

    while (status == TVX_OK && (status = tvx_db_next(store, row.statement, &more, error)) == TVX_OK && more) {
        const char *name = tvx_row_text_or(&row, 0, ""), *meeting = tvx_row_text_or(&row, 2, "");
        const char *parent = parent_symbol(all->arena, tvx_row_text_or(&row, 3, ""));
        int64_t there;
        bool found = true;

        if (parent != NULL && *parent != '\0')
            status = tvx_db_number(store, &there, &found, QUERY_symbol_there, error, "tt", meeting, parent);
        if (status == TVX_OK && !found)
            status = add_review(all, "missing-parent", name,
                                tvx_arena_printf(all->arena, "it is an addendum to Document %s of %s, which is not in "
                                                 "the workspace; add that too", parent, meeting),
                                sqlite3_column_int64(row.statement, 1), error);
        if (status == TVX_OK)
            status = parent == NULL ? tvx_error_nomem(error) : tvx_row_check(&row, error);
        if (status != TVX_OK)
            tvx_db_done(row.statement);
    }
    return status;
}

static enum tvx_status review_each(struct tvx_store *store, struct reviews *all, enum tvx_query query,
                                   enum tvx_status (*take)(struct reviews *, struct tvx_row *, struct tvx_error *),
                                   struct tvx_error *error)
{
    struct tvx_row row = {.arena = all->arena};
    bool more = true;
    enum tvx_status status = tvx_db_start(store, &row.statement, query, error, "");

    while (status == TVX_OK && (status = tvx_db_next(store, row.statement, &more, error)) == TVX_OK && more) {
        status = take(all, &row, error);
        if (status == TVX_OK)
            status = tvx_row_check(&row, error);
        if (status != TVX_OK)
            tvx_db_done(row.statement);
    }
    return status;
}

enum tvx_status tvx_store_review(struct tvx_store *store, struct tvx_arena *arena, struct tvx_review **out,
                                 size_t *count, struct tvx_error *error)
{
    struct reviews all = {.arena = arena};
    enum tvx_status status = review_each(store, &all, QUERY_review_failed, review_failed, error);

    if (status == TVX_OK)
        status = review_each(store, &all, QUERY_review_health, review_health, error);
    if (status == TVX_OK)
        status = review_parents(store, &all, error);
    if (status == TVX_OK)
        status = review_each(store, &all, QUERY_review_proposals, review_proposal, error);
    if (status == TVX_OK)
        status = review_each(store, &all, QUERY_review_warnings, review_warning, error);
    *out = all.items;
    *count = all.count;
    return status;
}

enum tvx_status tvx_store_actors(struct tvx_store *store, struct tvx_arena *arena, struct tvx_stored_actor **out,
                                 size_t *count, struct tvx_error *error)
{
    struct tvx_row row = {.arena = arena};
    size_t capacity = 0;
    bool more = true;
    enum tvx_status status = tvx_db_start(store, &row.statement, QUERY_actors, error, "");

    *out = NULL;
    *count = 0;
    while (status == TVX_OK && (status = tvx_db_next(store, row.statement, &more, error)) == TVX_OK && more) {
        struct tvx_stored_actor *larger = tvx_arena_grow(arena, *out, *count, &capacity, sizeof *larger);

        if (larger == NULL) {
            tvx_db_done(row.statement);
            return tvx_error_nomem(error);
        }
        *out = larger;
        larger[*count].code = tvx_row_text_or(&row, 0, "");
        larger[*count].name = tvx_actor_name(arena, larger[*count].code);
        larger[(*count)++].proposals = tvx_row_size(&row, 1);
    }
    return status == TVX_OK ? tvx_row_check(&row, error) : status;
}

enum tvx_status tvx_store_events(struct tvx_store *store, struct tvx_arena *arena, struct tvx_event **out,
                                 size_t *count, struct tvx_error *error)
{
    struct tvx_row row = {.arena = arena};
    size_t capacity = 0;
    bool more = true;
    enum tvx_status status = tvx_db_start(store, &row.statement, QUERY_events, error, "");

    *out = NULL;
    *count = 0;
    while (status == TVX_OK && (status = tvx_db_next(store, row.statement, &more, error)) == TVX_OK && more) {
        struct tvx_event *larger = tvx_arena_grow(arena, *out, *count, &capacity, sizeof *larger);

        if (larger == NULL) {
            tvx_db_done(row.statement);
            return tvx_error_nomem(error);
        }
        *out = larger;
        larger[*count].meeting = tvx_row_text_or(&row, 0, "");
        larger[*count].date = tvx_row_text(&row, 1);
        larger[*count].title = tvx_row_text(&row, 2);
        larger[*count].documents = tvx_row_size(&row, 3);
        larger[(*count)++].proposals = tvx_row_size(&row, 4);
    }
    return status == TVX_OK ? tvx_row_check(&row, error) : status;
}
