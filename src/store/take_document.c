/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <string.h>
#include <travaux/law/kind.h>
#include <travaux/read/read.h>

#include "take.h"

enum { TEXT_CEILING = 1 << 30 };

static bool kind_is(const char *kind, const char *name)
{
    return kind != NULL && strcmp(kind, name) == 0;
}

/* The AFTER view's lines joined by "\n": "the document's text". */
static enum tvx_status text_of(const char **out, struct tvx_arena *arena, const struct tvx_document *document,
                               struct tvx_error *error)
{
    struct tvx_lines lines;
    size_t length = 0;
    char *at;
    enum tvx_status status = tvx_document_lines(&lines, arena, document, TVX_VIEW_AFTER, error);

    if (status != TVX_OK)
        return status;
    for (size_t i = 0; i < lines.count; i++)
        length += strlen(lines.items[i].text) + 1;
    if (length > TEXT_CEILING)
        return tvx_error_set(error, TVX_E_LIMIT, "its text is longer than 1 GB");
    at = tvx_arena_alloc(arena, length + 1);
    if (at == NULL)
        return tvx_error_nomem(error);
    *out = at;
    for (size_t i = 0; i < lines.count; i++) {
        size_t line = strlen(lines.items[i].text);

        memcpy(at, lines.items[i].text, line);
        at += line;
        if (i + 1 < lines.count)
            *at++ = '\n';
    }
    return TVX_OK;
}

/* The warnings of reader and parsers in one list. */
static enum tvx_status gather_warnings(struct tvx_store_entry *entry, struct tvx_arena *arena,
                                       const struct tvx_document *document, const struct tvx_recognised *found,
                                       struct tvx_error *error)
{
    const struct { const struct tvx_warning *items; size_t count; } parts[] = {
        {document->warnings, document->warning_count},
        {found->contribution.warnings, found->contribution.warning_count},
        {found->instrument.warnings, found->is_instrument ? found->instrument.warning_count : 0},
    };
    struct tvx_warning *all =
        tvx_arena_array(arena, parts[0].count + parts[1].count + parts[2].count, sizeof *all);

    if (all == NULL)
        return tvx_error_nomem(error);
    entry->warnings = all;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        for (size_t j = 0; j < parts[i].count; j++)
            all[entry->warning_count++] = parts[i].items[j];
    return TVX_OK;
}

static enum tvx_status store_document(struct tvx_taking *taking, const struct tvx_document *document,
                                      struct tvx_error *error)
{
    struct tvx_source *source = &taking->settings.source;
    const struct tvx_told told = {source->kind, source->instrument, source->version};
    struct tvx_recognised found;
    struct tvx_health health;
    struct tvx_store_entry entry = {.bytes = taking->bytes, .length = taking->length, .document = document,
                                    .format = document->format, .language = document->language,
                                    .title = document->title, .told = taking->told};
    const struct tvx_header *header = &found.contribution.header;
    enum tvx_status status = tvx_recognise(&found, taking->arena, document, &told, error);

    source->kind = found.kind;
    if (status == TVX_OK)
        status = text_of(&entry.text, taking->arena, document, error);
    if (status == TVX_OK)
        status = gather_warnings(&entry, taking->arena, document, &found, error);
    if (status != TVX_OK)
        return status;
    if (kind_is(source->kind, "instrument") && !found.is_instrument)
        return tvx_error_set(error, TVX_E_MALFORMED, "no provision was recognised in it; add it as another --kind");
    tvx_take_complete(taking, found.contribution.proposals, found.contribution.count, header);
    status = tvx_health_assess(&health, taking->arena, document, &found.contribution,
                               found.is_instrument ? &found.instrument : NULL, source->kind, error);
    if (status != TVX_OK)
        return status;
    entry.health = &health;
    entry.source = *source;
    entry.header = tvx_header_tells(header) || header->meeting != NULL || header->sponsor_count > 0 ? header : NULL;
    entry.instrument = found.is_instrument ? &found.instrument : NULL;
    entry.proposals = found.contribution.proposals;
    entry.proposal_count = found.contribution.count;
    entry.papers = (struct tvx_last_papers){found.contribution.statements, found.contribution.statement_count,
                                            found.contribution.adopted, found.contribution.adopted_count};
    if (found.is_instrument && found.instrument.title != NULL && document->title[0] == '\0')
        entry.title = found.instrument.title;
    if (taking->settings.language != NULL)
        entry.language = taking->settings.language;
    else if (document->language[0] == '\0' && header->language != NULL)
        entry.language = header->language;
    return tvx_take_store(taking, &entry, error);
}

enum tvx_status tvx_take_document(struct tvx_taking *taking, struct tvx_error *error)
{
    struct tvx_document *document = NULL;
    struct tvx_error reason = {0};
    enum tvx_status status = tvx_ahead_document(taking->ahead, taking->file, &document, &reason);

    if (status != TVX_OK)
        return tvx_take_failed(taking, taking->path, reason.message, error);
    status = tvx_take_read(taking, document, error);
    tvx_document_free(document);
    return status;
}

enum tvx_status tvx_take_read(struct tvx_taking *taking, const struct tvx_document *document, struct tvx_error *error)
{
    struct tvx_error reason = {0};
    enum tvx_status status = store_document(taking, document, &reason);

    if (tvx_take_goes_on(status) || status == TVX_E_NOMEM) /* NOMEM: this document outgrew its arena */
        return tvx_take_failed(taking, taking->path, reason.message, error);
    if (status != TVX_OK && error != NULL)
        *error = reason;
    return status;
}
