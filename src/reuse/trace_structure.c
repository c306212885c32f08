/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * What was said in another language shares no words.  A proposal is held against those on the same provision in other
 * languages, any other text against the documents of a small workspace, a document in several languages by the
 * stretches that are in one; see travaux/reuse/cross.h for what is compared, and what is not attempted.
 */
#include "trace_hits.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <travaux/read/language.h>
#include <travaux/reuse/cross.h>
#include <travaux/text/utf8.h>

enum {
    MOST_PROPOSALS = 500,  /* on one provision */
    MOST_LINES = 200,      /* of a document that is looked through for stretches in one language */
    MOST_TEXT = 1 << 20,   /* bytes of a text that is laid beside another */
};

struct structure {
    struct tracing *tracing;
    const struct tvx_trace_options *options;
    struct tvx_cross_terms *terms;
    const char *language; /* of the text that is traced */
};

/* ---- a hit ---- */

static int by_place(const void *x, const void *y)
{
    const struct tvx_cross_anchor *a = x, *b = y;

    return a->a_start < b->a_start ? -1 : a->a_start > b->a_start;
}

/* The anchors as stretches that both quotations have, as many as are in the order of both. */
static enum tvx_status copy_anchors(struct tvx_passage *out, struct tvx_arena *arena, struct tvx_cross_anchor *anchors,
                                    size_t count, size_t a_offset, size_t b_offset, struct tvx_error *error)
{
    size_t a_end = 0, b_end = 0;

    out->copied = tvx_arena_array(arena, count, sizeof *out->copied);
    if (out->copied == NULL)
        return tvx_error_nomem(error);
    if (count > 0)
        qsort(anchors, count, sizeof *anchors, by_place);
    for (size_t i = 0; i < count; i++) {
        const struct tvx_cross_anchor *anchor = &anchors[i];

        out->bits += anchor->bits;
        if (anchor->a_start < a_end || anchor->b_start < b_end)
            continue;
        out->copied[out->copied_count++] =
            (struct tvx_copied){anchor->a_start - a_offset, anchor->a_length, anchor->b_start - b_offset,
                                anchor->b_length, 1};
        a_end = anchor->a_start + anchor->a_length;
        b_end = anchor->b_start + anchor->b_length;
    }
    out->words = out->copied_count;
    return TVX_OK;
}

/* A stretch of the traced text (bytes in it) and one of a document, with what they share. */
static enum tvx_status add_hit(struct structure *s, double score, size_t start, size_t length,
                               struct traced_document *source, size_t b_start, size_t b_length,
                               struct tvx_cross_anchor *anchors, size_t count, size_t a_offset, size_t b_offset,
                               struct tvx_error *error)
{
    struct tracing *tracing = s->tracing;
    const struct traced *traced = tracing->traced;
    struct tvx_trace_hit *hits = tvx_arena_grow(tracing->arena, tracing->out->hits, tracing->out->count,
                                                &tracing->capacity, sizeof *hits), *hit;
    enum tvx_status status;

    if (hits == NULL)
        return tvx_error_nomem(error);
    tracing->out->hits = hits;
    hit = &hits[tracing->out->count];
    *hit = (struct tvx_trace_hit){.kind = "structure", .found = score, .score = score, .passage = traced->about};
    hit->passage.start = tvx_utf8_count(traced->whole, (size_t)(traced->text - traced->whole) + start);
    hit->passage.points = tvx_utf8_count(traced->text + start, length);
    hit->passage.quote = tvx_arena_strndup(tracing->arena, traced->text + start, length);
    if (hit->passage.quote == NULL)
        return tvx_error_nomem(error);
    status = trace_side_document(&hit->source, tracing->arena, tracing->tracer, source, error);
    if (status == TVX_OK)
        status = trace_side_stretch(&hit->source, tracing->arena, source, b_start, b_start + b_length, error);
    if (status == TVX_OK)
        status = copy_anchors(&hit->alignment, tracing->arena, anchors, count, a_offset, b_offset, error);
    if (status != TVX_OK)
        return status;
    hit->alignment.a_length = length;
    hit->alignment.b_length = b_length;
    hit->copied_words = hit->alignment.words;
    hit->rarity_bits = hit->alignment.bits;
    hit->order = trace_order_of(traced->about.date, hit->source.date);
    trace_verdict(hit, tracing->tracer);
    tracing->out->count += trace_is_wanted(tracing, hit);
    return TVX_OK;
}

/* ---- proposals on the same provision ---- */

/* The dictionary takes milliseconds to make, and most questions need none. */
static enum tvx_status load_terms(struct structure *s, struct tvx_error *error)
{
    return s->terms != NULL ? TVX_OK : tvx_cross_terms_new(&s->terms, s->tracing->scratch, NULL, 0, error);
}

static bool in_other_language(const struct structure *s, const char *language)
{
    return language != NULL && *language != '\0' && strcmp(language, s->language) != 0;
}

static const char *find_in(const char *text, size_t length, const char *words)
{
    return *words == '\0' ? NULL : memmem(text, length, words, strlen(words));
}

static enum tvx_status prepare(struct tvx_cross_edit **out, const struct structure *s, const char *language,
                               const struct tvx_stored_proposal *stored, struct tvx_error *error)
{
    struct tvx_cross_change change = {.language = language, .instrument = stored->resolution.key,
                                      .path = stored->resolution.path, .before = stored->proposal.before,
                                      .after = stored->proposal.after};

    return tvx_cross_edit_prepare(out, s->tracing->scratch, s->terms, s->tracing->tracer->stemmer, &change, error);
}

/* Where the anchors can be shown the new text stands in the passage as it was read; else they are left out. */
static enum tvx_status add_proposal(struct structure *s, const struct tvx_stored_proposal *own,
                                    const struct tvx_stored_proposal *other, struct traced_document *document,
                                    struct tvx_cross_same *same, double score, struct tvx_error *error)
{
    const struct traced *traced = s->tracing->traced;

    for (size_t i = 0; i < document->proposal_count; i++) {
        struct trace_span place = document->proposals[i].place;
        const char *a, *b;

        if (document->proposals[i].stored->id != other->id || place.start == place.end)
            continue;
        a = find_in(traced->text, traced->length, own->proposal.after);
        b = find_in(document->text + place.start, place.end - place.start, other->proposal.after);
        for (size_t k = 0; k < same->anchor_count && a != NULL && b != NULL; k++) {
            same->anchors[k].a_start += (size_t)(a - traced->text);
            same->anchors[k].b_start += (size_t)(b - document->text);
        }
        return add_hit(s, score, 0, traced->length, document, place.start, place.end - place.start, same->anchors,
                       a == NULL || b == NULL ? 0 : same->anchor_count, 0, place.start, error);
    }
    return TVX_OK;
}

/* Of `count` proposals on the provision each is the twin with a chance of one in so many before it is read. */
static double among(double score, size_t count)
{
    double odds = score >= 1 ? 1e9 : score / (1 - score);

    return odds / (odds + (double)(count < 1 ? 1 : count));
}

static enum tvx_status by_proposals(struct structure *s, const struct tvx_stored_proposal *own, struct tvx_error *error)
{
    struct tracing *tracing = s->tracing;
    struct tvx_filter filter = {.instrument = own->resolution.key, .provision = own->resolution.path};
    struct tvx_stored_proposal *others;
    struct tvx_cross_edit *edit, *other;
    size_t count, foreign = 0;
    enum tvx_status status;

    edit = other = NULL;
    if (own->resolution.kind == TVX_UNRESOLVED || filter.instrument == NULL || filter.provision == NULL)
        return TVX_OK;
    status = tvx_store_proposals(tracing->tracer->store, tracing->scratch, &others, &count, &filter, error);
    for (int pass = 0; pass < 2 && count > 1; pass++)
        for (size_t i = 0; status == TVX_OK && i < count && i < MOST_PROPOSALS; i++) {
            struct traced_document *document;
            struct tvx_cross_same same;

            if (others[i].id == own->id || others[i].document_id == tracing->traced->about.document)
                continue;
            status = tracer_parts(&document, tracing->tracer, others[i].document_id, error);
            if (status != TVX_OK || !in_other_language(s, document->about.language) ||
                !trace_is_among(tracing->tracer, s->options, document))
                continue;
            if (pass == 0) {
                foreign++;
                continue;
            }
            if (edit == NULL && (status = load_terms(s, error)) == TVX_OK)
                status = prepare(&edit, s, s->language, own, error);
            if (status == TVX_OK)
                status = prepare(&other, s, document->about.language, &others[i], error);
            if (status == TVX_OK)
                status = tvx_cross_same(&same, tracing->scratch, edit, other, error);
            if (status == TVX_OK && among(same.score, foreign) >= tracing->least_score)
                status = add_proposal(s, own, &others[i], document, &same, among(same.score, foreign), error);
        }
    return status;
}

/* ---- texts of a small workspace ---- */

/* Of pairs with something on both sides that speaks for them: the one that says most; NULL for none. */
static const struct tvx_cross_pair *best_pair(const struct tvx_cross *cross)
{
    const struct tvx_cross_pair *best = NULL;

    for (size_t i = 0; i < cross->count; i++) {
        const struct tvx_cross_pair *pair = &cross->pairs[i];

        if (pair->a_count > 0 && pair->b_count > 0 && pair->bits > 0 && (best == NULL || pair->bits > best->bits))
            best = pair;
    }
    return best;
}

/* Cuts bytes of a document to those that found a partner; false when that is all or nothing. */
static bool narrow(const struct tvx_cross *cross, size_t *start, size_t *length, size_t *places)
{
    size_t first = SIZE_MAX, end = 0, units = 0, all = 0;

    for (size_t i = 0; i < cross->count; i++) {
        const struct tvx_cross_pair *pair = &cross->pairs[i];

        all += pair->b_count;
        if (pair->a_count == 0 || pair->b_count == 0 || pair->bits <= 0)
            continue;
        first = first == SIZE_MAX ? pair->b_start : first;
        end = pair->b_start + pair->b_length;
        units += pair->b_count;
    }
    if (first == SIZE_MAX || units == all)
        return false;
    *places *= all - units + 1;
    *start += first;
    *length = end - first;
    return true;
}

/*
 * Lays the traced text beside bytes of a document, and again beside what of them found a partner, where the text may be
 * in many places; a hit is the pair of paragraphs that says most.
 */
static enum tvx_status by_text(struct structure *s, const struct tvx_cross_text *own, struct traced_document *document,
                               size_t start, size_t length, const char *language, struct tvx_error *error)
{
    struct tracing *tracing = s->tracing;
    size_t places = tracing->tracer->all_count;
    enum tvx_status status = TVX_OK;

    for (int turn = 0; status == TVX_OK && turn < 2; turn++) {
        const struct tvx_cross_pair *best;
        struct tvx_cross_text *other;
        struct tvx_cross cross;
        double score;

        status = tvx_cross_prepare(&other, tracing->scratch, s->terms, tracing->tracer->stemmer, language,
                                   document->text + start, length, NULL, 0, true, error);
        if (status == TVX_OK)
            status = tvx_cross_compare(&cross, tracing->scratch, own, other, error);
        if (status != TVX_OK)
            return status;
        best = best_pair(&cross);
        score = among(cross.score, places);
        if (best != NULL && score >= tracing->least_score)
            return add_hit(s, score, best->a_start, best->a_length, document, start + best->b_start, best->b_length,
                           cross.anchors + best->anchor_first, best->anchor_count, best->a_start, best->b_start, error);
        if (!narrow(&cross, &start, &length, &places))
            break;
    }
    return status;
}

/* A leaflet in six languages: the stretches of lines that are in one other language. */
static enum tvx_status by_stretches(struct structure *s, const struct tvx_cross_text *own,
                                    struct traced_document *document, struct tvx_error *error)
{
    const char *running = NULL;
    size_t start = 0, at = 0;
    enum tvx_status status = TVX_OK;

    for (size_t lines = 0; status == TVX_OK && lines < MOST_LINES; lines++) {
        bool end = at >= document->length;
        size_t line = end ? 0 : strcspn(document->text + at, "\n");
        char *text = tvx_arena_strndup(s->tracing->scratch, document->text + (end ? 0 : at), line);
        const char *language = text == NULL ? NULL : tvx_language_of(s->tracing->scratch, (const char *[]){text}, 1);

        if (language == NULL)
            return tvx_error_nomem(error);
        if (running != NULL && (end || (*language != '\0' && strcmp(language, running) != 0))) {
            if (in_other_language(s, running))
                status = by_text(s, own, document, start, (end ? document->length : at) - start, running, error);
            running = NULL;
            start = at;
        }
        if (end)
            break;
        if (running == NULL && *language != '\0') /* lines before it that showed no language go with it */
            running = language;
        at += line + 1;
    }
    return status;
}

static enum tvx_status by_documents(struct structure *s, struct tvx_error *error)
{
    struct tracing *tracing = s->tracing;
    const struct traced *traced = tracing->traced;
    struct tvx_cross_text *own = NULL;
    enum tvx_status status = load_terms(s, error);

    if (status == TVX_OK)
        status = tvx_cross_prepare(&own, tracing->scratch, s->terms, tracing->tracer->stemmer, s->language,
                                   traced->text, traced->length, NULL, 0, true, error);
    for (size_t i = 0; status == TVX_OK && i < tracing->tracer->all_count; i++) {
        struct traced_document *document;

        if (tracing->tracer->all[i].id == traced->about.document)
            continue;
        status = tracer_parts(&document, tracing->tracer, tracing->tracer->all[i].id, error);
        if (status != TVX_OK || document->length == 0 || document->length > MOST_TEXT ||
            !trace_is_among(tracing->tracer, s->options, document))
            continue;
        if (strcmp(document->about.kind, "library") == 0)
            status = by_stretches(s, own, document, error);
        else if (in_other_language(s, document->about.language))
            status = by_text(s, own, document, 0, document->length, document->about.language, error);
    }
    return status;
}

enum tvx_status trace_structure(struct tracing *tracing, const struct tvx_trace_options *options,
                                struct tvx_error *error)
{
    const struct traced *traced = tracing->traced;
    struct structure s = {.tracing = tracing, .options = options, .language = traced->language};
    const struct tvx_stored_proposal *own = NULL;
    char *text = tvx_arena_strndup(tracing->scratch, traced->text, traced->length);

    if (text == NULL)
        return tvx_error_nomem(error);
    if (s.language == NULL || *s.language == '\0')
        s.language = tvx_language_of(tracing->scratch, (const char *[]){text}, 1);
    if (s.language == NULL)
        return tvx_error_nomem(error);
    if (traced->about.proposal != NULL && traced->document != NULL)
        for (size_t i = 0; i < traced->document->proposal_count && own == NULL; i++)
            if (strcmp(traced->document->proposals[i].stored->proposal.number, traced->about.proposal) == 0)
                own = traced->document->proposals[i].stored;
    if (*s.language == '\0' || traced->length > MOST_TEXT || (own == NULL && tracing->tracer->all == NULL))
        return TVX_OK;
    return own != NULL ? by_proposals(&s, own, error) : by_documents(&s, error);
}
