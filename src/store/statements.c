/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The last papers of a conference as rows: what states declared, and the changes that were adopted. */
#include <string.h>

#include "db.h"

enum { REFERS_CEILING = 1 << 16 };

static enum tvx_status add_statement(struct tvx_store *store, int64_t document, int64_t place,
                                     const struct tvx_statement *s, struct tvx_error *error)
{
    struct tvx_buf refers;
    enum tvx_status status;

    tvx_buf_init(&refers, REFERS_CEILING);
    for (size_t i = 0; i < s->refer_count; i++)
        tvx_buf_printf(&refers, "%s%s", i > 0 ? " " : "", s->refers[i]);
    status = refers.failed
                 ? tvx_error_nomem(error)
                 : tvx_db_run(store, QUERY_statement_insert, error, "iittttt" "iii", document, place, s->number,
                              tvx_statement_kind_to_string(s->kind), s->text, tvx_buf_text(&refers), s->quote,
                              (int64_t)s->start, (int64_t)s->points, (int64_t)s->block);
    tvx_buf_free(&refers);
    for (size_t i = 0; status == TVX_OK && i < s->actor_count; i++)
        status = tvx_db_run(store, QUERY_statement_actor_insert, error, "iiit", document, place, (int64_t)i,
                            s->actors[i]);
    return status;
}

enum tvx_status tvx_last_papers_insert(struct tvx_store *store, int64_t document, const struct tvx_last_papers *papers,
                                       struct tvx_error *error)
{
    enum tvx_status status = TVX_OK;

    for (size_t i = 0; status == TVX_OK && i < papers->statement_count; i++)
        status = add_statement(store, document, (int64_t)i, &papers->statements[i], error);
    for (size_t i = 0; status == TVX_OK && i < papers->adopted_count; i++) {
        const struct tvx_adopted *a = &papers->adopted[i];

        status = tvx_db_run(store, QUERY_adopted_insert, error, "iitttttttt" "iii", document, (int64_t)i,
                            tvx_stored_action(a->action), a->target, a->place.instrument, a->place.version,
                            a->place.path, a->place.marginal, a->text, a->quote, (int64_t)a->start, (int64_t)a->points,
                            (int64_t)a->block);
    }
    return status;
}

/* "12 15" as two strings. */
static bool split(struct tvx_statement *s, struct tvx_arena *arena, const char *refers)
{
    size_t capacity = 0;

    while (*refers != '\0') {
        size_t length = strcspn(refers, " ");
        const char **larger = tvx_arena_grow(arena, s->refers, s->refer_count, &capacity, sizeof *larger);

        if (larger == NULL)
            return false;
        s->refers = larger;
        s->refers[s->refer_count] = tvx_arena_strndup(arena, refers, length);
        if (s->refers[s->refer_count++] == NULL)
            return false;
        refers += length + (refers[length] == ' ');
    }
    return true;
}

static enum tvx_status take_statement(struct tvx_last_papers *out, size_t *capacity, struct tvx_row *row,
                                      struct tvx_error *error)
{
    struct tvx_statement *s = tvx_arena_grow(row->arena, out->statements, out->statement_count, capacity, sizeof *s);
    const char *kind = tvx_row_text_or(row, 1, "");

    if (s == NULL)
        return tvx_error_nomem(error);
    out->statements = s;
    s += out->statement_count++;
    *s = (struct tvx_statement){
        .number = tvx_row_text_or(row, 0, ""),
        .text = tvx_row_text_or(row, 2, ""),
        .quote = tvx_row_text_or(row, 4, ""),
        .start = tvx_row_size(row, 5),
        .points = tvx_row_size(row, 6),
        .block = tvx_row_size(row, 7),
    };
    while (strcmp(tvx_statement_kind_to_string(s->kind), kind) != 0)
        if (s->kind++ == TVX_STATEMENT_OBJECTION)
            return tvx_db_damaged(error, "a statement of an unknown kind");
    return split(s, row->arena, tvx_row_text_or(row, 3, "")) ? TVX_OK : tvx_error_nomem(error);
}

static enum tvx_status take_actor(struct tvx_last_papers *out, size_t *capacity, struct tvx_row *row,
                                  struct tvx_error *error)
{
    size_t place = tvx_row_size(row, 0);
    struct tvx_statement *s;
    const char **actors;

    if (place >= out->statement_count)
        return tvx_db_damaged(error, "an actor of no statement");
    s = &out->statements[place];
    if (s->actor_count == 0) /* they come statement by statement */
        *capacity = 0;
    actors = tvx_arena_grow(row->arena, s->actors, s->actor_count, capacity, sizeof *actors);
    if (actors == NULL)
        return tvx_error_nomem(error);
    s->actors = actors;
    s->actors[s->actor_count++] = tvx_row_text_or(row, 1, "");
    return TVX_OK;
}

static enum tvx_status take_adopted(struct tvx_last_papers *out, size_t *capacity, struct tvx_row *row,
                                    struct tvx_error *error)
{
    struct tvx_adopted *a = tvx_arena_grow(row->arena, out->adopted, out->adopted_count, capacity, sizeof *a);

    if (a == NULL)
        return tvx_error_nomem(error);
    out->adopted = a;
    a += out->adopted_count++;
    *a = (struct tvx_adopted){
        .target = tvx_row_text_or(row, 1, ""),
        .place = {.instrument = tvx_row_text(row, 2), .version = tvx_row_text(row, 3), .path = tvx_row_text(row, 4),
                  .marginal = tvx_row_text(row, 5)},
        .text = tvx_row_text_or(row, 6, ""),
        .quote = tvx_row_text_or(row, 7, ""),
        .start = tvx_row_size(row, 8),
        .points = tvx_row_size(row, 9),
        .block = tvx_row_size(row, 10),
    };
    return tvx_stored_action_parse(&a->action, tvx_row_text_or(row, 0, ""))
               ? TVX_OK : tvx_db_damaged(error, "an adopted change of an unknown kind");
}

enum tvx_status tvx_store_last_papers(struct tvx_store *store, struct tvx_arena *arena, struct tvx_last_papers *out,
                                      int64_t document, struct tvx_error *error)
{
    static const struct {
        enum tvx_query query;
        enum tvx_status (*take)(struct tvx_last_papers *, size_t *, struct tvx_row *, struct tvx_error *);
    } parts[] = {{QUERY_statements, take_statement}, {QUERY_statement_actors, take_actor},
                 {QUERY_adopted, take_adopted}};
    struct tvx_row row = {.arena = arena};
    enum tvx_status status = TVX_OK;

    *out = (struct tvx_last_papers){0};
    for (size_t i = 0; status == TVX_OK && i < sizeof parts / sizeof *parts; i++) {
        size_t capacity = 0;
        bool more = true;

        status = tvx_db_start(store, &row.statement, parts[i].query, error, "i", document);
        while (status == TVX_OK && (status = tvx_db_next(store, row.statement, &more, error)) == TVX_OK && more) {
            status = parts[i].take(out, &capacity, &row, error);
            if (status != TVX_OK)
                tvx_db_done(row.statement);
        }
    }
    return status == TVX_OK ? tvx_row_check(&row, error) : status;
}
