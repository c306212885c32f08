/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <travaux/store/opinion.h>

#include <stdio.h>
#include <string.h>
#include <travaux/base/day.h>
#include <travaux/base/hash.h>
#include <travaux/text/utf8.h>

#include "db.h"

/* Not a number fails every comparison. */
static bool within(double low, double high, double most)
{
    return low >= 0 && low <= high && high <= most;
}

static enum tvx_status check(const struct tvx_opinion *o, struct tvx_error *error)
{
    if (tvx_text_blank(o->analyst, strlen(o->analyst)) || strlen(o->analyst) > TVX_OPINION_NAME ||
        !tvx_utf8_valid(o->analyst, strlen(o->analyst)))
        return tvx_error_set(error, TVX_E_USAGE, "whose assessment is it?  Give a name of at most %d bytes",
                             TVX_OPINION_NAME);
    if (tvx_text_blank(o->because, strlen(o->because)) || strlen(o->because) > TVX_OPINION_BECAUSE ||
        !tvx_utf8_valid(o->because, strlen(o->because)))
        return tvx_error_set(error, TVX_E_USAGE, "an assessment needs its reason, at most %d bytes",
                             TVX_OPINION_BECAUSE);
    if (!within(o->effect_low, o->effect_high, 10))
        return tvx_error_set(error, TVX_E_USAGE, "an effect is an interval from 0 to 10, the lower end first");
    if (!within(o->likelihood_low, o->likelihood_high, 1))
        return tvx_error_set(error, TVX_E_USAGE, "a likelihood is an interval from 0 to 1, the lower end first");
    if (o->evidence_count > TVX_OPINION_EVIDENCE)
        return tvx_error_set(error, TVX_E_LIMIT, "an assessment keeps at most %d passages", TVX_OPINION_EVIDENCE);
    return TVX_OK;
}

static bool make_uid(char out[TVX_SHA256_HEX], const struct tvx_opinion *o, const char *at)
{
    struct tvx_buf buf;
    bool made;

    tvx_buf_init(&buf, 1 << 20);
    tvx_buf_printf(&buf, "%.17g %.17g %.17g %.17g\n", o->effect_low, o->effect_high, o->likelihood_low,
                   o->likelihood_high);
    tvx_buf_printf(&buf, "%s\n%s\n%s\n%s", o->proposal, o->analyst, at, o->because);
    tvx_sha256_hex(out, tvx_buf_text(&buf), buf.length);
    made = !buf.failed;
    tvx_buf_free(&buf);
    return made;
}

static enum tvx_status insert(struct tvx_store *store, const struct tvx_opinion *o, const char *uid, const char *at,
                              struct tvx_error *error)
{
    int64_t number;
    bool there;
    enum tvx_status status = tvx_db_number(store, &number, &there, QUERY_opinion_by_uid, error, "t", uid);

    if (status != TVX_OK || there)
        return status;
    status = tvx_db_run(store, QUERY_opinion_insert, error, "ttttrrrrtt", uid, o->proposal, o->sha256, o->analyst,
                        o->effect_low, o->effect_high, o->likelihood_low, o->likelihood_high, o->because, at);
    for (size_t i = 0; i < o->evidence_count && status == TVX_OK; i++) {
        const struct tvx_evidence *e = &o->evidence[i];

        status = tvx_db_run(store, QUERY_opinion_evidence_insert, error, "tittttii", uid, (int64_t)i, e->document,
                            e->sha256, e->ref, e->quote, (int64_t)e->start, (int64_t)e->points);
    }
    return status;
}

enum tvx_status tvx_store_opinion_enter(struct tvx_store *store, const struct tvx_opinion *opinion,
                                        struct tvx_error *error)
{
    char uid[TVX_SHA256_HEX], when[TVX_TIME_SIZE];
    const char *at = opinion->at == NULL ? when : opinion->at;
    enum tvx_status status = check(opinion, error);

    tvx_time_now(when);
    if (status == TVX_OK && !make_uid(uid, opinion, at))
        status = tvx_error_nomem(error);
    if (status == TVX_OK)
        status = tvx_db_begin(store, error);
    return status == TVX_OK ? tvx_db_end(store, insert(store, opinion, uid, at, error), error) : status;
}

static enum tvx_status read_evidence(struct tvx_store *store, struct tvx_arena *arena, struct tvx_opinion *out,
                                     const char *uid, struct tvx_error *error)
{
    struct tvx_row row = {.arena = arena};
    size_t capacity = 0;
    bool more = true;
    enum tvx_status status = tvx_db_start(store, &row.statement, QUERY_opinion_evidence, error, "t", uid);

    while (status == TVX_OK && (status = tvx_db_next(store, row.statement, &more, error)) == TVX_OK && more) {
        struct tvx_evidence *larger =
            tvx_arena_grow(arena, out->evidence, out->evidence_count, &capacity, sizeof *larger);

        if (larger == NULL) {
            tvx_db_done(row.statement);
            return tvx_error_nomem(error);
        }
        out->evidence = larger;
        larger[out->evidence_count++] = (struct tvx_evidence){
            .document = tvx_row_text_or(&row, 0, ""), .sha256 = tvx_row_text_or(&row, 1, ""),
            .ref = tvx_row_text_or(&row, 2, ""), .quote = tvx_row_text_or(&row, 3, ""),
            .start = tvx_row_size(&row, 4), .points = tvx_row_size(&row, 5),
        };
    }
    return status == TVX_OK ? tvx_row_check(&row, error) : status;
}

enum tvx_status tvx_store_opinions(struct tvx_store *store, struct tvx_arena *arena, struct tvx_opinion **out,
                                   size_t *count, struct tvx_error *error)
{
    struct tvx_row row = {.arena = arena};
    size_t capacity = 0;
    bool more = true;
    enum tvx_status status = tvx_db_start(store, &row.statement, QUERY_opinions, error, "");

    *out = NULL;
    *count = 0;
    while (status == TVX_OK && (status = tvx_db_next(store, row.statement, &more, error)) == TVX_OK && more) {
        struct tvx_opinion *larger = tvx_arena_grow(arena, *out, *count, &capacity, sizeof *larger), *o;
        const char *uid = tvx_row_text_or(&row, 0, "");

        if (larger == NULL) {
            status = tvx_error_nomem(error);
        } else {
            *out = larger;
            o = &larger[(*count)++];
            *o = (struct tvx_opinion){
                .proposal = tvx_row_text_or(&row, 1, ""), .sha256 = tvx_row_text_or(&row, 2, ""),
                .analyst = tvx_row_text_or(&row, 3, ""), .effect_low = sqlite3_column_double(row.statement, 4),
                .effect_high = sqlite3_column_double(row.statement, 5),
                .likelihood_low = sqlite3_column_double(row.statement, 6),
                .likelihood_high = sqlite3_column_double(row.statement, 7), .because = tvx_row_text_or(&row, 8, ""),
                .at = tvx_row_text_or(&row, 9, ""), .in_force = sqlite3_column_int(row.statement, 10) != 0,
            };
            row.bad = row.bad || !within(o->effect_low, o->effect_high, 10) ||
                      !within(o->likelihood_low, o->likelihood_high, 1);
            status = tvx_row_check(&row, error);
            if (status == TVX_OK)
                status = read_evidence(store, arena, o, uid, error);
        }
        if (status != TVX_OK)
            tvx_db_done(row.statement);
    }
    return status;
}

/* ---- weights ---- */

enum tvx_status tvx_store_weight_put(struct tvx_store *store, const char *part, double value, struct tvx_error *error)
{
    return tvx_db_run(store, QUERY_weight_put, error, "tr", part, value);
}

enum tvx_status tvx_store_weights(struct tvx_store *store, struct tvx_arena *arena, struct tvx_stored_weight **out,
                                  size_t *count, struct tvx_error *error)
{
    struct tvx_row row = {.arena = arena};
    size_t capacity = 0;
    bool more = true;
    enum tvx_status status = tvx_db_start(store, &row.statement, QUERY_weights, error, "");

    *out = NULL;
    *count = 0;
    while (status == TVX_OK && (status = tvx_db_next(store, row.statement, &more, error)) == TVX_OK && more) {
        struct tvx_stored_weight *larger = tvx_arena_grow(arena, *out, *count, &capacity, sizeof *larger);
        double value = sqlite3_column_double(row.statement, 1);

        if (larger == NULL) {
            tvx_db_done(row.statement);
            return tvx_error_nomem(error);
        }
        row.bad = row.bad || !within(value, value, 1000);
        *out = larger;
        larger[(*count)++] = (struct tvx_stored_weight){tvx_row_text_or(&row, 0, ""), value};
    }
    return status == TVX_OK ? tvx_row_check(&row, error) : status;
}
