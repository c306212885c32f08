/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "db.h"
#include "take.h"

enum { LINES_CEILING = 1 << 30 };

/* The provisions' texts, one a line: the document's text of an instrument that came as records. */
static const char *provisions_text(struct tvx_arena *arena, const struct tvx_instrument *instrument)
{
    size_t length = 1;
    char *text, *at;

    for (size_t i = 0; i < instrument->count; i++)
        length += strlen(instrument->provisions[i].text) + 1;
    text = at = tvx_arena_alloc(arena, length);
    for (size_t i = 0; text != NULL && i < instrument->count; i++) {
        size_t part = strlen(instrument->provisions[i].text);

        if (part == 0)
            continue;
        if (at > text)
            *at++ = '\n';
        memcpy(at, instrument->provisions[i].text, part);
        at += part;
    }
    return text;
}

/* The language in which the instrument that the records are about is stored; "" when none is. */
static const char *language_about(struct tvx_taking *taking)
{
    const struct tvx_source *source = &taking->settings.source;
    struct tvx_stored_instrument head;
    struct tvx_instrument instrument;
    struct tvx_stored_document *documents;
    struct tvx_filter filter = {0};
    size_t count;

    if (source->instrument == NULL || tvx_store_instrument(taking->store, taking->arena, &head, &instrument,
                                                           source->instrument, NULL, NULL) != TVX_OK)
        return "";
    filter.document = head.document;
    if (tvx_store_documents(taking->store, taking->arena, &documents, &count, &filter, NULL) != TVX_OK || count != 1)
        return "";
    return documents[0].language;
}

static enum tvx_status check_kind(struct tvx_source *source, bool provisions, struct tvx_error *error)
{
    if (source->kind == NULL)
        source->kind = provisions ? "instrument" : "contribution";
    if (provisions == (strcmp(source->kind, "instrument") == 0))
        return TVX_OK;
    return tvx_error_set(error, TVX_E_USAGE, "its records are %s, not what kind %s holds",
                         provisions ? "provisions" : "proposals", source->kind);
}

/* Lines that are no record: each is listed as not taken, with its number, like a file. */
struct left_out {
    struct tvx_warning *items;
    size_t count, capacity;
};

static bool is_left_out(const struct tvx_warning *warning)
{
    static const char *const codes[] = {"record-malformed", "record-too-long", "record-without-text"};

    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
        if (strcmp(warning->code, codes[i]) == 0)
            return true;
    return false;
}

static bool add_left_out(struct left_out *out, struct tvx_arena *arena, const struct tvx_warning *warning)
{
    struct tvx_warning *items = tvx_arena_grow(arena, out->items, out->count, &out->capacity, sizeof *items);

    if (items == NULL)
        return false;
    out->items = items;
    items[out->count++] = *warning;
    return true;
}

static enum tvx_status list_left_out(struct tvx_taking *taking, const struct left_out *left_out,
                                     struct tvx_error *error)
{
    enum tvx_status status = tvx_db_run(taking->store, QUERY_failed_forget_lines, error, "t", taking->path);

    for (size_t i = 0; status == TVX_OK && i < left_out->count; i++)
        status = tvx_take_failed(taking, tvx_arena_printf(taking->arena, "%s:%zu", taking->path,
                                                          left_out->items[i].block + 1),
                                 left_out->items[i].message, error);
    return status;
}

static enum tvx_status store_records(struct tvx_taking *taking, const char *lines, size_t length,
                                     struct tvx_error *error)
{
    struct tvx_store_entry entry = {.bytes = taking->bytes, .length = taking->length, .format = "jsonl",
                                    .told = taking->told};
    struct tvx_records records = {0};
    enum tvx_status status = tvx_records_parse(&records, taking->arena, lines, length, &taking->settings.fields, error);
    bool provisions = records.instrument.count > 0;
    struct left_out left_out = {0};
    size_t before;

    if (status != TVX_OK)
        return status;
    if (!provisions && records.proposal_count == 0)
        return tvx_error_set(error, TVX_E_MALFORMED,
                             "no record in it could be taken%s%s; a travaux.toml beside it may name its fields",
                             records.warning_count > 0 ? ", the first because: " : "",
                             records.warning_count > 0 ? records.warnings[0].message : "");
    status = check_kind(&taking->settings.source, provisions, error);
    if (status != TVX_OK)
        return status;
    tvx_take_complete(taking, records.proposals, records.proposal_count, NULL);
    entry.source = taking->settings.source;
    entry.text = provisions ? provisions_text(taking->arena, &records.instrument) : records.text;
    entry.language = taking->settings.language != NULL ? taking->settings.language : language_about(taking);
    entry.title =
        provisions && records.instrument.title != NULL ? records.instrument.title : tvx_base_name(taking->path);
    entry.instrument = provisions ? &records.instrument : NULL;
    entry.proposals = records.proposals;
    entry.proposal_count = records.proposal_count;
    entry.warnings = records.warnings;
    for (size_t i = 0; i < records.warning_count; i++)
        if (!is_left_out(&records.warnings[i]))
            records.warnings[entry.warning_count++] = records.warnings[i];
        else if (!add_left_out(&left_out, taking->arena, &records.warnings[i]))
            return tvx_error_nomem(error);
    before = taking->report->added_count;
    status = entry.text == NULL ? tvx_error_nomem(error) : tvx_take_store(taking, &entry, error);
    if (status == TVX_OK && taking->report->added_count > before)
        status = list_left_out(taking, &left_out, error);
    return status;
}

/*
 * Is each line a document of its own?  So kind library says, and so do lines that have `id` and `text` and nothing of
 * a proposal, unless they are told to be an instrument: then they are its provisions.
 */
static bool are_documents(struct tvx_taking *taking, const char *lines, size_t length)
{
    const struct tvx_source *source = &taking->settings.source;

    if (source->kind != NULL)
        return strcmp(source->kind, "library") == 0 ||
               (strcmp(source->kind, "instrument") != 0 && tvx_library_looks_so(taking, lines, length));
    return source->version == NULL && !source->in_force && tvx_library_looks_so(taking, lines, length);
}

enum tvx_status tvx_take_records(struct tvx_taking *taking, struct tvx_error *error)
{
    const char *kind = taking->settings.source.kind, *lines = taking->bytes;
    struct tvx_error reason = {0};
    size_t ending = strlen(taking->path), length = taking->length;
    char *unpacked = NULL;
    enum tvx_status status = TVX_OK;

    if (ending > 4 && strcasecmp(taking->path + ending - 4, ".zst") == 0) {
        status = tvx_zstd_stream(&unpacked, &length, taking->bytes, taking->length, LINES_CEILING, &reason);
        lines = unpacked;
    }
    if (status == TVX_OK && are_documents(taking, lines, length)) {
        if (kind == NULL)
            taking->settings.source.kind = "library";
        status = tvx_take_library(taking, lines, length, error);
        free(unpacked);
        return status;
    }
    if (status == TVX_OK)
        status = store_records(taking, lines, length, &reason);
    free(unpacked);
    if (tvx_take_goes_on(status) || status == TVX_E_NOMEM)
        return tvx_take_failed(taking, taking->path, reason.message, error);
    if (status != TVX_OK && error != NULL)
        *error = reason;
    return status;
}
