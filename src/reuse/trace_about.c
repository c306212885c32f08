/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What is traced when a reference is given: a proposal's own words, a provision, a whole document. */
#include "trace_hits.h"

#include <string.h>
#include <travaux/text/utf8.h>

static int count_word(void *context, const char *term, size_t term_length, size_t start, size_t length, bool same_place)
{
    (void)term, (void)term_length, (void)start, (void)length;
    *(size_t *)context += !same_place;
    return 0;
}

size_t trace_words(struct tvx_tracer *tracer, const char *language, const char *text, size_t length)
{
    size_t words = 0;

    tvx_terms(tracer->stemmer, language, text, length, count_word, &words);
    return words;
}

void trace_take(struct traced *out, struct tvx_tracer *tracer, struct traced_document *document, size_t start,
                size_t end)
{
    out->document = document;
    out->whole = document->text;
    out->text = document->text + start;
    out->own = document->own + start;
    out->length = end - start;
    out->language = document->about.language;
    if (document->own_words == 0)
        document->own_words = trace_words(tracer, out->language, document->own, document->length);
    out->own_words = start == 0 && end == document->length
                         ? document->own_words : trace_words(tracer, out->language, out->own, out->length);
}

/* Records have proposals but no text of their own in which they stand. */
static enum tvx_status about_record(struct traced *out, struct tvx_arena *arena, struct tvx_tracer *tracer,
                                    const struct tvx_proposal *proposal, struct tvx_error *error)
{
    out->whole = out->text = out->own = tvx_arena_strdup(arena, proposal->after);
    if (out->text == NULL)
        return tvx_error_nomem(error);
    out->length = strlen(out->text);
    out->own_words = trace_words(tracer, NULL, out->own, out->length);
    return TVX_OK;
}

static enum tvx_status about_proposal(struct traced *out, struct tvx_arena *arena, struct tvx_tracer *tracer,
                                      int64_t id, struct tvx_error *error)
{
    struct traced_document *document;
    int64_t in;
    enum tvx_status status = tvx_store_proposal_document(tracer->store, &in, id, error);

    if (status == TVX_OK)
        status = tracer_parts(&document, tracer, in, error);
    for (size_t i = 0; status == TVX_OK && i < document->proposal_count; i++) {
        const struct traced_proposal *traced = &document->proposals[i];

        if (traced->stored->id != id)
            continue;
        status = trace_side_document(&out->about, arena, tracer, document, error);
        if (status == TVX_OK)
            status = trace_side_proposal(&out->about, arena, traced->stored, error);
        if (status != TVX_OK)
            return status;
        if (traced->place.start == traced->place.end)
            return about_record(out, arena, tracer, &traced->stored->proposal, error);
        trace_take(out, tracer, document, traced->place.start, traced->place.end);
        out->about.start = tvx_utf8_count(document->text, traced->place.start);
        out->about.points = tvx_utf8_count(out->text, out->length);
        return TVX_OK;
    }
    return status;
}

/* The provision with all below it; one whose place is not known is looked for as a text by itself. */
static enum tvx_status about_provision(struct traced *out, struct tvx_arena *arena, struct tvx_tracer *tracer,
                                       const struct tvx_found *found, struct tvx_error *error)
{
    struct traced_document *document;
    size_t from = SIZE_MAX, to = 0, length = found->path == NULL ? 0 : strlen(found->path);
    enum tvx_status status = tracer_parts(&document, tracer, found->instrument.document, error);

    if (status != TVX_OK)
        return status;
    for (size_t i = 0; i < document->instrument.count; i++) {
        const struct tvx_provision *provision = &document->instrument.provisions[i];

        if (found->path == NULL || provision->points == 0 || strncmp(provision->path, found->path, length) != 0 ||
            (provision->path[length] != '\0' && provision->path[length] != '.'))
            continue;
        from = provision->start < from ? provision->start : from;
        to = provision->start + provision->points > to ? provision->start + provision->points : to;
    }
    status = trace_side_document(&out->about, arena, tracer, document, error);
    if (from == SIZE_MAX) {
        from = 0;
        to = SIZE_MAX;
    } else {
        out->about.ref = out->about.provision = tvx_arena_printf(arena, "%s@%s:%s", found->instrument.key,
                                                                 found->instrument.version, found->path);
    }
    from = tvx_utf8_offset(document->text, document->length, from);
    to = tvx_utf8_offset(document->text, document->length, to);
    trace_take(out, tracer, document, from, to);
    out->about.start = tvx_utf8_count(document->text, from);
    out->about.points = tvx_utf8_count(out->text, out->length);
    return status == TVX_OK && out->about.ref == NULL ? tvx_error_nomem(error) : status;
}

enum tvx_status trace_about(struct traced *out, struct tvx_arena *arena, struct tvx_tracer *tracer,
                            const char *reference, struct tvx_error *error)
{
    struct traced_document *document;
    struct tvx_found found;
    enum tvx_status status = tvx_store_find(tracer->store, arena, &found, reference, error);

    if (status != TVX_OK)
        return status;
    if (found.proposal != 0)
        return about_proposal(out, arena, tracer, found.proposal, error);
    if (found.document == 0)
        return about_provision(out, arena, tracer, &found, error);
    status = tracer_parts(&document, tracer, found.document, error);
    if (status != TVX_OK)
        return status;
    trace_take(out, tracer, document, 0, document->length);
    out->about.points = tvx_utf8_count(out->text, out->length);
    return trace_side_document(&out->about, arena, tracer, document, error);
}
