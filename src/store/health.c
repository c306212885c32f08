/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * The parse health of a document as rows: one for the whole, one a finding.
 */
#include "db.h"

enum tvx_status tvx_health_insert(struct tvx_store *store, int64_t document, const struct tvx_health *health,
                                  struct tvx_error *error)
{
    enum tvx_status status =
        tvx_db_run(store, QUERY_health_insert, error, "ittrii", document, health->recognised, health->form,
                   health->confidence, (int64_t)health->letters, (int64_t)health->left_over);

    for (size_t i = 0; status == TVX_OK && i < health->count; i++) {
        const struct tvx_finding *f = &health->findings[i];

        status = tvx_db_run(store, QUERY_finding_insert, error, "iitttrii", document, (int64_t)i, f->code, f->message,
                            f->advice, f->cost, (int64_t)f->count,
                            f->block == SIZE_MAX ? (int64_t)-1 : (int64_t)f->block);
    }
    return status;
}

static enum tvx_status take_finding(struct tvx_health *out, size_t *capacity, struct tvx_row *row,
                                    struct tvx_error *error)
{
    struct tvx_finding *larger = tvx_arena_grow(row->arena, out->findings, out->count, capacity, sizeof *larger);
    int64_t block = sqlite3_column_int64(row->statement, 5);

    if (larger == NULL)
        return tvx_error_nomem(error);
    out->findings = larger;
    out->findings[out->count++] = (struct tvx_finding){
        .code = tvx_row_text_or(row, 0, ""),
        .message = tvx_row_text_or(row, 1, ""),
        .advice = tvx_row_text_or(row, 2, ""),
        .cost = sqlite3_column_double(row->statement, 3),
        .count = tvx_row_size(row, 4),
        .block = block < 0 ? SIZE_MAX : (size_t)block,
    };
    return TVX_OK;
}

enum tvx_status tvx_store_health(struct tvx_store *store, struct tvx_arena *arena, struct tvx_health *out,
                                 int64_t document, struct tvx_error *error)
{
    struct tvx_row row = {.arena = arena};
    size_t capacity = 0;
    bool more = false;
    enum tvx_status status = tvx_db_start(store, &row.statement, QUERY_health, error, "i", document);

    *out = (struct tvx_health){0};
    if (status == TVX_OK)
        status = tvx_db_next(store, row.statement, &more, error);
    if (status != TVX_OK)
        return status;
    if (!more)
        return tvx_error_set(error, TVX_E_NOTFOUND, "nothing is known of how well this document was understood");
    out->recognised = tvx_row_text_or(&row, 0, "");
    out->form = tvx_row_text_or(&row, 1, "");
    out->confidence = sqlite3_column_double(row.statement, 2);
    out->letters = tvx_row_size(&row, 3);
    out->left_over = tvx_row_size(&row, 4);
    tvx_db_done(row.statement);
    status = tvx_db_start(store, &row.statement, QUERY_findings, error, "i", document);
    while (status == TVX_OK && (status = tvx_db_next(store, row.statement, &more, error)) == TVX_OK && more) {
        status = take_finding(out, &capacity, &row, error);
        if (status != TVX_OK)
            tvx_db_done(row.statement);
    }
    return status == TVX_OK ? tvx_row_check(&row, error) : status;
}
