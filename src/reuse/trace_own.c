/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * What of a document is its own.  A proposal to change a provision prints all of it: only what it puts in is the
 * sponsors' own, the rest is the text in force, which whoever proposes on that provision must print.  Heads and titles
 * are nobody's: all papers of a conference begin alike.
 */
#include "tracer.h"

#include <string.h>
#include <travaux/compare/diff.h>
#include <travaux/text/utf8.h>

enum {
    HEAD_LINES = 40, HEAD_BYTES = 4096, /* at most, of a head */
    HEAD_LINE = 60,                     /* characters; a longer line is prose */
};

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

/* What was only moved within the provision is not new; a few words are too short for the diff to tell. */
static enum tvx_status blank_moved(char *own, size_t length, struct traced_document *document,
                                   const struct tvx_tracer *tracer, const char *base, struct tvx_error *error)
{
    static const struct tvx_passage_options short_ones = {.least_score = 6, .least_words = 3};
    struct tvx_passage_source *prepared;
    struct tvx_passages found;
    enum tvx_status status = tvx_passage_prepare(&prepared, base, strlen(base), document->about.language,
                                                 tracer->neutral, error);

    if (status != TVX_OK)
        return status;
    status = tvx_passage_find(&found, document->arena, prepared, own, length, &short_ones, error);
    for (size_t i = 0; status == TVX_OK && i < found.count; i++)
        for (size_t j = 0; j < found.items[i].copied_count; j++)
            if (found.items[i].copied[j].words >= 3)
                blank_bytes(own + found.items[i].copied[j].b_start, found.items[i].copied[j].b_length);
    tvx_passage_source_free(prepared);
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
    if (status == TVX_OK && *base != '\0')
        status = blank(own + start, document->arena, base, passage, TVX_DIFF_INS, true, error);
    return status == TVX_OK && *base != '\0' ? blank_moved(own + start, length, document, tracer, base, error) : status;
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

/* ---- heads ---- */

/* Blanks what `words` stand for in the first `length` bytes. */
static void blank_words(char *own, size_t length, const char *words)
{
    size_t size = words == NULL ? 0 : strlen(words);

    for (size_t at = 0; size > 0 && at + size <= length; at++)
        if (memcmp(own + at, words, size) == 0)
            blank_bytes(own + at, size);
}

/* A line of a head: short, and no sentence. */
static bool is_head_line(const char *line, size_t length)
{
    while (length > 0 && (*line == ' ' || *line == '\t')) {
        line++;
        length--;
    }
    while (length > 0 && (line[length - 1] == ' ' || line[length - 1] == '\t'))
        length--;
    return length == 0 || (tvx_utf8_count(line, length) < HEAD_LINE && strchr(".;:,", line[length - 1]) == NULL);
}

static enum tvx_status blank_head(char *own, struct traced_document *document, struct tvx_tracer *tracer,
                                  struct tvx_error *error)
{
    struct tvx_header header;
    size_t at = 0, length = document->length < HEAD_BYTES ? document->length : HEAD_BYTES;
    enum tvx_status status = tvx_store_header(tracer->store, document->arena, &header, document->id, error);

    if (status != TVX_OK)
        return status;
    if (document->proposal_count > 0 && document->proposals[0].place.end > 0 &&
        document->proposals[0].place.start < length)
        length = document->proposals[0].place.start;
    blank_words(own, length, header.conference);
    blank_words(own, length, header.place);
    blank_words(own, length, header.session);
    blank_words(own, length, header.source);
    blank_words(own, length, document->about.title);
    for (int i = 0; i < HEAD_LINES && at < length; i++) {
        size_t line = strcspn(own + at, "\n");

        if (!is_head_line(own + at, line))
            break;
        blank_bytes(own + at, line);
        at += line + (own[at + line] == '\n');
    }
    return TVX_OK;
}

/* An instrument is cited by its title, so that finding it elsewhere tells nothing. */
static void blank_titles(char *own, const struct traced_document *document)
{
    for (size_t i = 0; i < document->instrument.count; i++) {
        const struct tvx_provision *provision = &document->instrument.provisions[i];
        size_t start, end;

        if (provision->kind != TVX_PROVISION_TITLE || provision->points == 0)
            continue;
        start = tvx_utf8_offset(document->text, document->length, provision->start);
        end = start + tvx_utf8_offset(document->text + start, document->length - start, provision->points);
        blank_bytes(own + start, end - start);
    }
}

static bool has_head(const struct traced_document *document)
{
    static const char *const kinds[] = {"contribution", "final-acts", "report"};

    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        if (strcmp(document->about.kind, kinds[i]) == 0)
            return true;
    return document->proposal_count > 0;
}

static enum tvx_status read_proposals(struct traced_document *document, struct tvx_tracer *tracer,
                                      struct tvx_error *error)
{
    struct tvx_filter filter = {.document = document->id};
    struct tvx_stored_proposal *stored;
    size_t count;
    enum tvx_status status = tvx_store_proposals(tracer->store, document->arena, &stored, &count, &filter, error);

    if (status != TVX_OK)
        return status;
    document->proposals = tvx_arena_array(document->arena, count + 1, sizeof *document->proposals);
    if (document->proposals == NULL)
        return tvx_error_nomem(error);
    document->proposal_count = count;
    for (size_t i = 0; i < count; i++)
        document->proposals[i].stored = &stored[i];
    find_places(document);
    return TVX_OK;
}

enum tvx_status trace_own(struct traced_document *document, struct tvx_tracer *tracer, struct tvx_error *error)
{
    char *own;
    enum tvx_status status = document->about.proposals > 0 ? read_proposals(document, tracer, error) : TVX_OK;

    document->own = document->text;
    if (status != TVX_OK || (document->head == NULL && !has_head(document)))
        return status;
    document->own = own = tvx_arena_strdup(document->arena, document->text);
    if (own == NULL)
        return tvx_error_nomem(error);
    blank_labels(own, document->text);
    blank_titles(own, document);
    if (has_head(document))
        status = blank_head(own, document, tracer, error);
    for (size_t i = 0; status == TVX_OK && i < document->proposal_count; i++)
        if (document->proposals[i].place.end > document->proposals[i].place.start)
            status = blank_proposal(own, document, tracer, &document->proposals[i], error);
    return status;
}
