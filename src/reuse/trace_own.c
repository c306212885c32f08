/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * What of a document is its own.  A proposal to change a provision prints all of it: only what it puts in is the
 * sponsors' own, the rest is the text in force, which whoever proposes on that provision must print.
 */
#include "tracer.h"

#include <string.h>
#include <travaux/compare/diff.h>
#include <travaux/text/utf8.h>

/* What the proposal was made against: the text it prints, or else the text in force at its place. */
static const char *base_of(const struct traced_document *document, struct tvx_tracer *tracer,
                           const struct tvx_stored_proposal *stored)
{
    const struct tvx_resolution *resolution = &stored->resolution;
    struct tvx_stored_instrument head;
    struct tvx_instrument instrument;
    size_t at;

    if (*stored->proposal.before != '\0')
        return stored->proposal.before;
    if (stored->proposal.action != TVX_ACTION_MOD && stored->proposal.action != TVX_ACTION_MOD_EDITORIAL)
        return "";
    if (resolution->kind != TVX_RESOLVED || resolution->key == NULL || resolution->path == NULL ||
        tvx_store_instrument(tracer->store, document->arena, &head, &instrument, resolution->key, resolution->version,
                             NULL) != TVX_OK)
        return "";
    at = tvx_instrument_find(&instrument, resolution->path);
    return at == SIZE_MAX ? "" : instrument.provisions[at].text;
}

static void blank_bytes(char *own, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (own[i] != '\n')
            own[i] = ' ';
}

static bool puts_words_in(enum tvx_action action)
{
    return action == TVX_ACTION_ADD || action == TVX_ACTION_ADD_MOVED || action == TVX_ACTION_MOD ||
           action == TVX_ACTION_MOD_EDITORIAL;
}

/* Blanks what the diff from `before` to `passage` says of `op`, or of all else; `own` is the passage with blanks. */
static enum tvx_status blank(char *own, struct tvx_arena *arena, const char *before, const char *passage,
                             enum tvx_diff_op op, bool all_else, struct tvx_error *error)
{
    struct tvx_diff diff;
    enum tvx_status status = tvx_diff_text(&diff, arena, before, passage, TVX_DIFF_READABLE, error);

    for (size_t i = 0; status == TVX_OK && i < diff.count; i++)
        if ((diff.pieces[i].op == op) != all_else)
            blank_bytes(own + diff.pieces[i].b_start, diff.pieces[i].b_length);
    return status;
}

/* Own are the words of the new text, not those of the line of action, that its base did not have. */
static enum tvx_status blank_proposal(char *own, struct traced_document *document, struct tvx_tracer *tracer,
                                      const struct traced_proposal *proposal, struct tvx_error *error)
{
    size_t start = proposal->place.start, length = proposal->place.end - start;
    const char *passage = tvx_arena_strndup(document->arena, document->text + start, length), *base;
    enum tvx_status status;

    if (passage == NULL)
        return tvx_error_nomem(error);
    if (!puts_words_in(proposal->stored->proposal.action)) {
        blank_bytes(own + start, length);
        return TVX_OK;
    }
    base = base_of(document, tracer, proposal->stored);
    status = blank(own + start, document->arena, proposal->stored->proposal.after, passage, TVX_DIFF_INS, false, error);
    if (status == TVX_OK)
        status = blank(own + start, document->arena, base, passage, TVX_DIFF_INS, true, error);
    return status;
}

/* A number at the start of a line is a label: "5A.1", "(3)". */
static void blank_labels(char *own, const char *text)
{
    for (size_t at = 0; text[at] != '\0';) {
        size_t length = strcspn(text + at, " \t\n");

        if (strcspn(text + at, "0123456789") < length)
            blank_bytes(own + at, length);
        at += strcspn(text + at, "\n");
        at += text[at] == '\n';
    }
}

/* Byte offsets of the proposals' places; a place that does not hold the quotation is none. */
static void find_places(struct traced_document *document)
{
    size_t byte = 0, points = 0;

    for (size_t i = 0; i < document->proposal_count; i++) {
        struct traced_proposal *traced = &document->proposals[i];
        const struct tvx_proposal *proposal = &traced->stored->proposal;
        size_t length = strlen(proposal->quote);

        if (proposal->start < points)
            byte = points = 0;
        byte += tvx_utf8_offset(document->text + byte, document->length - byte, proposal->start - points);
        points = proposal->start;
        if (length > 0 && length <= document->length - byte &&
            memcmp(document->text + byte, proposal->quote, length) == 0)
            traced->place = (struct trace_span){byte, byte + length};
    }
}

enum tvx_status trace_own(struct traced_document *document, struct tvx_tracer *tracer, struct tvx_error *error)
{
    struct tvx_filter filter = {.document = document->id};
    struct tvx_stored_proposal *stored = NULL;
    size_t count = 0;
    char *own;
    enum tvx_status status = TVX_OK;

    document->own = document->text;
    if (document->about.proposals == 0)
        return TVX_OK;
    status = tvx_store_proposals(tracer->store, document->arena, &stored, &count, &filter, error);
    if (status != TVX_OK)
        return status;
    document->proposals = tvx_arena_array(document->arena, count + 1, sizeof *document->proposals);
    document->own = own = tvx_arena_strdup(document->arena, document->text);
    if (document->proposals == NULL || own == NULL)
        return tvx_error_nomem(error);
    document->proposal_count = count;
    for (size_t i = 0; i < count; i++)
        document->proposals[i].stored = &stored[i];
    find_places(document);
    blank_labels(own, document->text);
    for (size_t i = 0; status == TVX_OK && i < count; i++)
        status = blank_proposal(own, document, tracer, &document->proposals[i], error);
    return status;
}
