/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Matches and verdicts as they are stored: writing what the engines found, and reading all of it back. */
#include "verdict.h"

#include <string.h>

enum { BUSY_MILLISECONDS = 200 }; /* a cache is not worth a minute's wait */

enum tvx_status tvx_matched_insert(struct tvx_store *store, const char *id, const struct tvx_matched *match,
                                   bool found, const char *settled, struct tvx_error *error)
{
    enum tvx_status status = tvx_db_run(store, QUERY_match_upsert, error, "ttrit", id,
                                        tvx_match_kind_to_string(match->kind), match->score, (int64_t)found, settled);

    for (int i = 0; i < 2 && status == TVX_OK; i++) {
        const struct tvx_match_side *s = &match->sides[i];

        status = tvx_db_run(store, QUERY_match_side_insert, error, "titttttttiittt", id, (int64_t)i, s->sha256,
                            s->document, s->proposal, s->instrument, s->version, s->provision, s->language,
                            (int64_t)s->start, (int64_t)s->points, s->quote, s->before, s->after);
    }
    return status;
}

enum tvx_status tvx_matched_sides(struct tvx_store *store, struct tvx_arena *arena, struct tvx_matched *out,
                                  const char *id, struct tvx_error *error)
{
    struct tvx_row row = {.arena = arena};
    bool more = true, there[2] = {false, false};
    enum tvx_status status = tvx_db_start(store, &row.statement, QUERY_match_sides, error, "t", id);

    while (status == TVX_OK && (status = tvx_db_next(store, row.statement, &more, error)) == TVX_OK && more) {
        size_t side = tvx_row_size(&row, 0);

        if (side > 1)
            continue;
        there[side] = true;
        out->sides[side] = (struct tvx_match_side){
            .sha256 = tvx_row_text_or(&row, 1, ""), .document = tvx_row_text(&row, 2),
            .proposal = tvx_row_text(&row, 3), .instrument = tvx_row_text(&row, 4), .version = tvx_row_text(&row, 5),
            .provision = tvx_row_text(&row, 6), .language = tvx_row_text(&row, 7), .start = tvx_row_size(&row, 8),
            .points = tvx_row_size(&row, 9), .quote = tvx_row_text(&row, 10), .before = tvx_row_text(&row, 11),
            .after = tvx_row_text(&row, 12),
        };
    }
    if (status == TVX_OK && (!there[0] || !there[1]))
        return tvx_db_damaged(error, "a match without its two sides");
    return status == TVX_OK ? tvx_row_check(&row, error) : status;
}

static void take_id(char out[TVX_MATCH_ID], struct tvx_row *row, int column)
{
    const char *id = tvx_row_text_or(row, column, "");

    if (strlen(id) != TVX_MATCH_ID - 1)
        row->bad = true;
    else
        memcpy(out, id, TVX_MATCH_ID);
}

/* ---- what the engines found ---- */

static enum tvx_status keep(struct tvx_store *store, enum tvx_match_kind kind, const struct tvx_matched *matches,
                            size_t count, bool all, struct tvx_error *error)
{
    struct tvx_arena *arena = tvx_arena_new((size_t)1 << 30);
    struct tvx_verdicts *verdicts = NULL;
    const char *name = tvx_match_kind_to_string(kind);
    enum tvx_status status = arena == NULL ? tvx_error_nomem(error) : tvx_verdicts_load(&verdicts, store, arena, error);

    if (status == TVX_OK && all)
        status = tvx_db_run(store, QUERY_matches_unfind, error, "t", name);
    for (size_t i = 0; i < count && status == TVX_OK; i++) {
        const struct tvx_matched *m = &matches[i];
        const struct tvx_verdict *verdict = tvx_verdicts_find(verdicts, kind, &m->sides[0], &m->sides[1]);
        char id[TVX_MATCH_ID];

        tvx_match_id(id, kind, &m->sides[0], &m->sides[1]);
        status = tvx_matched_insert(store, id, m, true,
                                    verdict == NULL || strcmp(verdict->id, id) == 0 ? NULL : verdict->id, error);
    }
    if (status == TVX_OK && all)
        status = tvx_db_run(store, QUERY_matches_forget, error, "t", name);
    tvx_arena_free(arena);
    return status;
}

enum tvx_status tvx_store_matches_keep(struct tvx_store *store, enum tvx_match_kind kind,
                                       const struct tvx_matched *matches, size_t count, bool all, bool *kept,
                                       struct tvx_error *error)
{
    struct tvx_error why = {0};
    enum tvx_status status;
    int code;

    sqlite3_busy_timeout(store->db, BUSY_MILLISECONDS);
    status = tvx_db_begin(store, &why);
    if (status == TVX_OK)
        status = tvx_db_end(store, keep(store, kind, matches, count, all, &why), &why);
    code = sqlite3_errcode(store->db) & 0xFF;
    tvx_store_patience(store);
    if (kept != NULL)
        *kept = status == TVX_OK;
    if (status == TVX_OK || code == SQLITE_BUSY || code == SQLITE_READONLY || code == SQLITE_PERM)
        return TVX_OK;
    return tvx_error_set(error, status, "%s", why.message);
}

static enum tvx_status read_judged(struct tvx_store *store, struct tvx_judged *out, struct tvx_row *row,
                                   struct tvx_error *error)
{
    enum tvx_status status;

    memset(out, 0, sizeof *out);
    take_id(out->id, row, 0);
    if (!tvx_match_kind_parse(&out->match.kind, tvx_row_text(row, 1)))
        row->bad = true;
    out->match.score = sqlite3_column_double(row->statement, 2);
    out->verdict.at = out->verdict.note = "";
    if (tvx_row_text(row, 3) != NULL) {
        take_id(out->verdict.id, row, 3);
        if (!tvx_verdict_value_parse(&out->verdict.value, tvx_row_text(row, 4)))
            row->bad = true;
        out->verdict.by = tvx_row_text(row, 5);
        out->verdict.at = tvx_row_text_or(row, 6, "");
        out->verdict.note = tvx_row_text_or(row, 7, "");
    }
    status = tvx_row_check(row, error);
    if (status == TVX_OK)
        status = tvx_matched_sides(store, row->arena, &out->match, out->id, error);
    out->verdict.match = out->match;
    return status;
}

enum tvx_status tvx_store_judged(struct tvx_store *store, struct tvx_arena *arena, struct tvx_judged **out,
                                 size_t *count, struct tvx_error *error)
{
    struct tvx_row row = {.arena = arena};
    size_t capacity = 0;
    bool more = true;
    enum tvx_status status = tvx_db_start(store, &row.statement, QUERY_matches, error, "");

    *out = NULL;
    *count = 0;
    while (status == TVX_OK && (status = tvx_db_next(store, row.statement, &more, error)) == TVX_OK && more) {
        struct tvx_judged *larger = tvx_arena_grow(arena, *out, *count, &capacity, sizeof *larger);

        if (larger == NULL)
            status = tvx_error_nomem(error);
        else
            status = read_judged(store, &(*out = larger)[(*count)++], &row, error);
        if (status != TVX_OK)
            tvx_db_done(row.statement);
    }
    return status;
}

/* The whole name for its beginning. */
static enum tvx_status complete(struct tvx_store *store, struct tvx_arena *arena, const char **out, const char *id,
                                struct tvx_error *error)
{
    struct tvx_row row = {.arena = arena};
    const char *found[3] = {NULL, NULL, NULL};
    size_t count = 0;
    bool more = true;
    enum tvx_status status = TVX_OK;

    if (strlen(id) < 4)
        return tvx_error_set(error, TVX_E_NOTFOUND, "'%.40s' is too short for the name of a match; give four letters "
                             "or more, as travaux review lists them", id);
    status = tvx_db_start(store, &row.statement, QUERY_match_ids, error, "t", id);
    while (status == TVX_OK && (status = tvx_db_next(store, row.statement, &more, error)) == TVX_OK && more)
        found[count++ % 3] = tvx_row_text_or(&row, 0, "");
    if (status == TVX_OK)
        status = tvx_row_check(&row, error);
    if (status != TVX_OK)
        return status;
    if (count == 0)
        return tvx_error_set(error, TVX_E_NOTFOUND, "there is no match %.40s; travaux review lists those that were "
                             "found", id);
    if (count > 1)
        return tvx_error_set(error, TVX_E_NOTFOUND, "%.40s may be %s or %s%s; give more of it", id, found[0], found[1],
                             count > 2 ? " or others" : "");
    *out = found[0];
    return TVX_OK;
}

enum tvx_status tvx_store_judged_find(struct tvx_store *store, struct tvx_arena *arena, struct tvx_judged *out,
                                      const char *id, struct tvx_error *error)
{
    struct tvx_row row = {.arena = arena};
    const char *whole = NULL;
    bool found = false;
    enum tvx_status status = complete(store, arena, &whole, id, error);

    if (status == TVX_OK)
        status = tvx_db_start(store, &row.statement, QUERY_match_by_id, error, "t", whole);
    if (status == TVX_OK)
        status = tvx_db_next(store, row.statement, &found, error);
    if (status != TVX_OK || !found)
        return status != TVX_OK ? status : tvx_error_set(error, TVX_E_NOTFOUND, "there is no match %.40s", id);
    status = read_judged(store, out, &row, error);
    tvx_db_done(row.statement);
    return status;
}

/* ---- verdicts ---- */

static void read_verdict(struct tvx_verdict *out, struct tvx_row *row)
{
    *out = (struct tvx_verdict){.by = tvx_row_text(row, 3), .at = tvx_row_text_or(row, 4, ""),
                                .note = tvx_row_text_or(row, 5, "")};
    take_id(out->id, row, 0);
    if (!tvx_verdict_value_parse(&out->value, tvx_row_text(row, 1)))
        row->bad = true;
    out->match.score = sqlite3_column_double(row->statement, 2);
    if (!tvx_match_kind_parse(&out->match.kind, tvx_row_text(row, 6)))
        row->bad = true;
}

enum tvx_status tvx_store_verdicts(struct tvx_store *store, struct tvx_arena *arena, struct tvx_verdict **out,
                                   size_t *count, bool in_force, struct tvx_error *error)
{
    struct tvx_row row = {.arena = arena};
    size_t capacity = 0;
    bool more = true;
    enum tvx_status status =
        tvx_db_start(store, &row.statement, in_force ? QUERY_verdicts_in_force : QUERY_verdicts, error, "");

    *out = NULL;
    *count = 0;
    while (status == TVX_OK && (status = tvx_db_next(store, row.statement, &more, error)) == TVX_OK && more) {
        struct tvx_verdict *larger = tvx_arena_grow(arena, *out, *count, &capacity, sizeof *larger);

        if (larger == NULL) {
            status = tvx_error_nomem(error);
        } else {
            *out = larger;
            read_verdict(&larger[*count], &row);
            status = tvx_row_check(&row, error);
        }
        if (status == TVX_OK)
            status = tvx_matched_sides(store, arena, &larger[*count].match, larger[*count].id, error);
        if (status == TVX_OK)
            (*count)++;
        else
            tvx_db_done(row.statement);
    }
    return status;
}
