/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <travaux/store/survey.h>

#include <string.h>

#include "db.h"

enum { HIGHEST = 64 };

static int64_t rows(size_t limit)
{
    return limit == 0 || limit > INT64_MAX ? -1 : (int64_t)limit;
}

/* The one row of a statement; *row stays started while *found. */
static enum tvx_status one_row(struct tvx_store *store, struct tvx_row *row, bool *found, enum tvx_query query,
                               const char *first, const char *second, const char *third, const char *types,
                               struct tvx_error *error)
{
    enum tvx_status status = tvx_db_start(store, &row->statement, query, error, types, first, second, third);

    *found = false;
    return status == TVX_OK ? tvx_db_next(store, row->statement, found, error) : status;
}

enum tvx_status tvx_store_survey(struct tvx_store *store, struct tvx_arena *arena, struct tvx_survey *out,
                                 const char *meeting, struct tvx_error *error)
{
    static const enum tvx_query queries[] = {QUERY_survey, QUERY_survey_sponsor_count, QUERY_survey_place_count,
                                             QUERY_survey_document_count, QUERY_survey_meeting};
    size_t *into[][4] = {{&out->proposals, &out->unresolved, &out->documents, &out->instruments},
                         {&out->sponsors}, {&out->provisions, &out->disputed}, {&out->papers}, {NULL}};
    struct tvx_row row = {.arena = arena};
    enum tvx_status status = TVX_OK;

    *out = (struct tvx_survey){.proposals = 0};
    for (size_t i = 0; i < sizeof queries / sizeof *queries && status == TVX_OK; i++) {
        bool found;

        status = one_row(store, &row, &found, queries[i], meeting, NULL, NULL,
                         queries[i] == QUERY_survey_place_count ? "tt" : "t", error);
        if (status != TVX_OK || !found)
            continue;
        for (int k = 0; k < 4 && into[i][k] != NULL; k++)
            *into[i][k] = tvx_row_size(&row, k);
        if (queries[i] == QUERY_survey_meeting) {
            out->title = tvx_row_text(&row, 0);
            out->place = tvx_row_text(&row, 1);
        }
        tvx_db_done(row.statement);
    }
    return status == TVX_OK ? tvx_row_check(&row, error) : status;
}

enum tvx_status tvx_store_survey_stamp(struct tvx_store *store, struct tvx_arena *arena, const char **out,
                                       struct tvx_error *error)
{
    struct tvx_row row = {.arena = arena};
    bool found;
    enum tvx_status status = one_row(store, &row, &found, QUERY_survey_stamp, NULL, NULL, NULL, "", error);

    *out = "";
    if (status != TVX_OK || !found)
        return status;
    *out = tvx_row_text_or(&row, 0, "");
    tvx_db_done(row.statement);
    return tvx_row_check(&row, error);
}

/* ---- provisions ---- */

static enum tvx_status find_heading(struct tvx_store *store, struct tvx_arena *arena, struct tvx_survey_place *place,
                                    struct tvx_error *error)
{
    struct tvx_row row = {.arena = arena};
    char *path = tvx_arena_strdup(arena, place->path), *dot;
    int64_t parent = -1, instrument = 0;
    enum tvx_status status = TVX_OK;
    bool found = false;

    place->heading = "";
    while (path != NULL && status == TVX_OK && !found) { /* of a new one, what would hold it */
        status = one_row(store, &row, &found, QUERY_survey_heading, place->key, place->version, path, "ttt", error);
        dot = strrchr(path, '.');
        if (!found && dot == NULL)
            break;
        if (!found)
            *dot = '\0';
    }
    for (int i = 0; status == TVX_OK && found && i < HIGHEST; i++) {
        place->heading = tvx_row_text_or(&row, 0, "");
        parent = sqlite3_column_int64(row.statement, 1);
        instrument = i == 0 ? sqlite3_column_int64(row.statement, 2) : instrument;
        tvx_db_done(row.statement);
        if (*place->heading != '\0' || parent < 0)
            break;
        status = tvx_db_start(store, &row.statement, QUERY_survey_heading_above, error, "ii", instrument, parent);
        if (status == TVX_OK)
            status = tvx_db_next(store, row.statement, &found, error);
    }
    return status == TVX_OK ? tvx_row_check(&row, error) : status;
}

static enum tvx_status find_names(struct tvx_store *store, struct tvx_arena *arena, struct tvx_survey_place *place,
                                  const char *meeting, struct tvx_error *error)
{
    struct tvx_row row = {.arena = arena};
    bool more = true;
    enum tvx_status status = tvx_db_start(store, &row.statement, QUERY_survey_place_sponsors, error, "ttt" "ti",
                                          place->key, place->version, place->path, meeting, (int64_t)TVX_SURVEY_NAMES);

    place->names = tvx_arena_array(arena, TVX_SURVEY_NAMES, sizeof *place->names);
    while (status == TVX_OK && (status = tvx_db_next(store, row.statement, &more, error)) == TVX_OK && more)
        if (place->names != NULL && place->name_count < TVX_SURVEY_NAMES)
            place->names[place->name_count++] = tvx_row_text_or(&row, 0, "");
    if (status == TVX_OK && place->names == NULL)
        return tvx_error_nomem(error);
    return status == TVX_OK ? tvx_row_check(&row, error) : status;
}

static enum tvx_status list_places(struct tvx_store *store, struct tvx_arena *arena, struct tvx_survey_place **out,
                                   size_t *count, const struct tvx_survey_query *query, struct tvx_error *error)
{
    struct tvx_row row = {.arena = arena};
    size_t capacity = 0;
    bool more = true;
    enum tvx_status status =
        tvx_db_start(store, &row.statement, QUERY_survey_places, error, "ttii", query->meeting, query->instrument,
                     rows(query->limit), (int64_t)query->offset);

    while (status == TVX_OK && (status = tvx_db_next(store, row.statement, &more, error)) == TVX_OK && more) {
        struct tvx_survey_place *larger = tvx_arena_grow(arena, *out, *count, &capacity, sizeof *larger);

        if (larger == NULL) {
            tvx_db_done(row.statement);
            return tvx_error_nomem(error);
        }
        *out = larger;
        larger[(*count)++] = (struct tvx_survey_place){
            .key = tvx_row_text_or(&row, 0, ""), .version = tvx_row_text_or(&row, 1, ""),
            .path = tvx_row_text_or(&row, 2, ""), .is_new = tvx_row_size(&row, 3) > 0,
            .proposals = tvx_row_size(&row, 4), .texts = tvx_row_size(&row, 5), .sponsors = tvx_row_size(&row, 6),
        };
    }
    return status == TVX_OK ? tvx_row_check(&row, error) : status;
}

enum tvx_status tvx_store_survey_places(struct tvx_store *store, struct tvx_arena *arena,
                                        struct tvx_survey_place **out, size_t *count, size_t *total,
                                        const struct tvx_survey_query *query, struct tvx_error *error)
{
    struct tvx_row row = {.arena = arena};
    bool found = false;
    enum tvx_status status;

    *out = NULL;
    *count = *total = 0;
    status = list_places(store, arena, out, count, query, error);
    for (size_t i = 0; status == TVX_OK && i < *count; i++) {
        status = find_heading(store, arena, &(*out)[i], error);
        if (status == TVX_OK)
            status = find_names(store, arena, &(*out)[i], query->meeting, error);
    }
    if (status == TVX_OK)
        status = one_row(store, &row, &found, QUERY_survey_place_count, query->meeting, query->instrument, NULL, "tt",
                         error);
    if (found) {
        *total = tvx_row_size(&row, 0);
        tvx_db_done(row.statement);
    }
    return status;
}

/* ---- by whom, on what ---- */

static enum tvx_status list_rows(struct tvx_store *store, struct tvx_arena *arena, struct tvx_survey_row **out,
                                 size_t *count, enum tvx_query query, const char *meeting, size_t limit,
                                 struct tvx_error *error)
{
    struct tvx_row row = {.arena = arena};
    size_t capacity = 0;
    bool more = true;
    enum tvx_status status = tvx_db_start(store, &row.statement, query, error, "ti", meeting, rows(limit));

    *out = NULL;
    *count = 0;
    while (status == TVX_OK && (status = tvx_db_next(store, row.statement, &more, error)) == TVX_OK && more) {
        struct tvx_survey_row *larger = tvx_arena_grow(arena, *out, *count, &capacity, sizeof *larger);

        if (larger == NULL) {
            tvx_db_done(row.statement);
            return tvx_error_nomem(error);
        }
        *out = larger;
        larger[(*count)++] =
            (struct tvx_survey_row){.name = tvx_row_text_or(&row, 0, ""), .version = tvx_row_text(&row, 1),
                                    .proposals = tvx_row_size(&row, 2), .provisions = tvx_row_size(&row, 3)};
    }
    return status == TVX_OK ? tvx_row_check(&row, error) : status;
}

enum tvx_status tvx_store_survey_sponsors(struct tvx_store *store, struct tvx_arena *arena, struct tvx_survey_row **out,
                                          size_t *count, const char *meeting, size_t limit, struct tvx_error *error)
{
    return list_rows(store, arena, out, count, QUERY_survey_sponsors, meeting, limit, error);
}

enum tvx_status tvx_store_survey_instruments(struct tvx_store *store, struct tvx_arena *arena,
                                             struct tvx_survey_row **out, size_t *count, const char *meeting,
                                             struct tvx_error *error)
{
    return list_rows(store, arena, out, count, QUERY_survey_instruments, meeting, 0, error);
}
