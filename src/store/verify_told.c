/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What was told about a document when it was added; of an older workspace, what became of it. */
#include <string.h>

#include "verify.h"

/* Of what the document itself said and what it was told nothing tells which: both come out the same in most cases. */
static enum tvx_status told_before(struct tvx_settings *out, struct verifying *verifying, struct tvx_error *error)
{
    struct tvx_row row = {.arena = verifying->arena};
    const struct tvx_stored_document *document = verifying->document;
    bool found = false;
    enum tvx_status status =
        tvx_db_start(verifying->store, &row.statement, QUERY_told_before, error, "i", document->id);

    if (status == TVX_OK)
        status = tvx_db_next(verifying->store, row.statement, &found, error);
    if (status != TVX_OK || !found)
        return status;
    out->source = (struct tvx_source){
        .kind = tvx_row_text(&row, 0), .access = tvx_row_text(&row, 1), .meeting = tvx_row_text(&row, 2),
        .date = tvx_row_text(&row, 3), .instrument = tvx_row_text(&row, 4), .version = tvx_row_text(&row, 5),
        .in_force = sqlite3_column_int64(row.statement, 6) != 0, .sponsors = document->sponsors,
        .sponsor_count = document->sponsor_count};
    out->in_force_told = true;
    out->language = document->language;
    status = tvx_row_check(&row, error);
    tvx_db_done(row.statement);
    return status;
}

enum tvx_status tvx_verify_told(struct tvx_settings *out, struct verifying *verifying, struct tvx_error *error)
{
    struct tvx_row row = {.arena = verifying->arena};
    const char *settings = NULL;
    bool found = false, ocr = false;
    enum tvx_status status =
        tvx_db_start(verifying->store, &row.statement, QUERY_told, error, "i", verifying->document->id);

    *out = (struct tvx_settings){0};
    verifying->made_by = NULL;
    if (status == TVX_OK)
        status = tvx_db_next(verifying->store, row.statement, &found, error);
    if (status == TVX_OK && found) {
        verifying->made_by = tvx_row_text(&row, 0);
        settings = tvx_row_text(&row, 1);
        ocr = sqlite3_column_int64(row.statement, 2) != 0;
        status = tvx_row_check(&row, error);
        tvx_db_done(row.statement);
    }
    if (status != TVX_OK)
        return status;
    status = settings == NULL ? told_before(out, verifying, error)
                              : tvx_settings_read(out, verifying->arena, settings, error);
    /* records of proposals have the language of their instrument, as it was stored then */
    if (out->language == NULL && strcmp(verifying->document->format, "jsonl") == 0 &&
        verifying->document->proposals > 0)
        out->language = verifying->document->language;
    out->source.ocr = ocr;
    return status;
}
