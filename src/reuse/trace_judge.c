/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A passage that runs through several proposals is cut, so that each hit is of one on either side. */
#include "trace_hits.h"

#include <math.h>
#include <string.h>
#include <travaux/text/utf8.h>

enum { LEAST_WORDS = 4 };

/*
 * What a bit of the words counts for: by custom words follow each other far more often than by chance ("internal
 * affairs"), so that their bits add up to too much.
 */
static const double custom = 0.8;

double tvx_trace_score(double bits, size_t asked_words, uint64_t library_words)
{
    double chance = log2((double)asked_words + 1) + log2((double)library_words + 1);

    return 1 / (1 + exp2(chance - custom * bits));
}

struct copied_word {
    size_t a_start, a_end, b_start, b_end; /* bytes: of the whole text asked about, of the source's */
    size_t run;
    uint64_t key;
    double bits;  /* 0 of a word in a name: everybody writes that in full */
    size_t a_proposal, b_proposal;
};

struct listing {
    struct tracing *tracing;
    struct copied_word *words;
    size_t count, capacity, at;
    size_t offset;
    size_t run;
    bool of_b, failed;
};

static int list_word(void *context, const char *term, size_t term_length, size_t start, size_t length, bool same_place)
{
    struct listing *listing = context;
    struct copied_word *word;

    if (same_place)
        return 0;
    if (listing->of_b) {
        if (listing->at == listing->count)
            return 1;
        listing->words[listing->at].b_start = listing->offset + start;
        listing->words[listing->at++].b_end = listing->offset + start + length;
        return 0;
    }
    listing->words = tvx_arena_grow(listing->tracing->scratch, listing->words, listing->count, &listing->capacity,
                                    sizeof *listing->words);
    listing->failed = listing->words == NULL;
    if (listing->failed)
        return 1;
    word = &listing->words[listing->count++];
    word->run = listing->run;
    word->a_start = listing->offset + start;
    word->a_end = listing->offset + start + length;
    word->key = tvx_rarity_key(term, term_length);
    word->bits = tvx_rarity_bits(listing->tracing->rarity, word->key);
    return 0;
}

/* The words of all copied runs.  Both sides of a run are the same words, so the n-th belongs to the n-th. */
static enum tvx_status list_words(struct listing *listing, const struct tvx_passage *passage,
                                  const struct traced_document *source, size_t b_offset, struct tvx_error *error)
{
    struct tracing *tracing = listing->tracing;
    const struct traced *traced = tracing->traced;
    struct tvx_stemmer *stemmer = tracing->tracer->stemmer;

    for (size_t i = 0; i < passage->copied_count && !listing->failed; i++) {
        const struct tvx_copied *run = &passage->copied[i];

        listing->run = i;
        listing->at = listing->count;
        listing->of_b = false;
        listing->offset = (size_t)(traced->text - traced->whole) + run->a_start;
        tvx_terms(stemmer, traced->language, traced->own + run->a_start, run->a_length, list_word, listing);
        listing->of_b = true;
        listing->offset = b_offset + run->b_start;
        tvx_terms(stemmer, traced->language, source->own + b_offset + run->b_start, run->b_length, list_word, listing);
        if (!listing->failed)
            listing->count = listing->at; /* should a word be cut otherwise on one side, the run ends before it */
    }
    return listing->failed ? tvx_error_nomem(error) : TVX_OK;
}

static void find_proposals(struct listing *listing, const struct traced_document *source)
{
    const struct traced *traced = listing->tracing->traced;

    for (size_t i = 0; i < listing->count; i++) {
        struct copied_word *word = &listing->words[i];

        word->a_proposal = traced->document == NULL ? SIZE_MAX : trace_proposal_at(traced->document, word->a_start);
        word->b_proposal = trace_proposal_at(source, word->b_start);
    }
}

static void discount_names(struct copied_word *words, size_t count, const struct tvx_tracer *tracer)
{
    for (size_t i = 0; i < tracer->name_count; i++) {
        const struct trace_name *name = &tracer->names[i];

        for (size_t at = 0; at + name->count <= count; at++) {
            size_t same = 0;

            while (same < name->count && words[at + same].key == name->keys[same])
                same++;
            for (size_t k = 0; same == name->count && k < same; k++)
                words[at + k].bits = 0;
        }
    }
}

/* The copied runs between two words, as places in the two quotations. */
static bool make_alignment(struct tvx_passage *out, struct tvx_arena *arena, const struct copied_word *first,
                           const struct copied_word *last)
{
    size_t runs = last->run - first->run + 1;

    out->copied = tvx_arena_array(arena, runs, sizeof *out->copied);
    if (out->copied == NULL)
        return false;
    out->copied_count = 0;
    for (const struct copied_word *word = first, *end; word <= last; word = end) {
        for (end = word + 1; end <= last && end->run == word->run; end++)
            ;
        out->copied[out->copied_count++] = (struct tvx_copied){
            word->a_start - first->a_start, end[-1].a_end - word->a_start,
            word->b_start - first->b_start, end[-1].b_end - word->b_start, (size_t)(end - word)};
    }
    out->a_length = last->a_end - first->a_start;
    out->b_length = last->b_end - first->b_start;
    return true;
}

enum tvx_trace_order trace_order_of(const char *asked, const char *source)
{
    size_t shorter;
    int order;

    if (asked == NULL || source == NULL || *asked == '\0' || *source == '\0')
        return TVX_TRACE_UNDATED;
    shorter = strlen(asked) < strlen(source) ? strlen(asked) : strlen(source);
    order = strncmp(source, asked, shorter);
    if (order != 0)
        return order < 0 ? TVX_TRACE_EARLIER : TVX_TRACE_LATER;
    return strlen(asked) == strlen(source) ? TVX_TRACE_SAME_DAY : TVX_TRACE_UNDATED; /* "2025" and "2025-03" */
}

static size_t words_of(const struct tracing *tracing, const struct traced_document *document, size_t number)
{
    struct traced_proposal *proposal = &document->proposals[number];

    if (proposal->own_words == 0)
        proposal->own_words = trace_words(tracing->tracer, document->about.language,
                                          document->own + proposal->place.start,
                                          proposal->place.end - proposal->place.start);
    return proposal->own_words;
}

/*
 * Among how many words was this found?  Those of the proposal that it lies in, else all that were asked about; the
 * fewer of both sides, so that asking from either gives the same score.
 */
static size_t asked_words(const struct tracing *tracing, const struct copied_word *word,
                          const struct traced_document *source)
{
    const struct traced *traced = tracing->traced;
    size_t asked = word->a_proposal == SIZE_MAX ? traced->own_words
                                                : words_of(tracing, traced->document, word->a_proposal);
    size_t there = word->b_proposal == SIZE_MAX ? SIZE_MAX : words_of(tracing, source, word->b_proposal);

    return asked < there ? asked : there;
}

/* What is known of both sides, and what a person said. */
static enum tvx_status describe(struct tvx_trace_hit *hit, struct tracing *tracing, const struct copied_word *first,
                                const struct copied_word *last, struct traced_document *source,
                                struct tvx_error *error)
{
    const struct traced *traced = tracing->traced;
    enum tvx_status status = TVX_OK;

    hit->passage = traced->about;
    if (traced->document != NULL) {
        status = trace_side_stretch(&hit->passage, tracing->arena, traced->document, first->a_start, last->a_end,
                                    error);
    } else {
        hit->passage.quote = tvx_arena_strndup(tracing->arena, traced->whole + first->a_start,
                                               last->a_end - first->a_start);
        hit->passage.start = tvx_utf8_count(traced->whole, first->a_start);
        hit->passage.points = tvx_utf8_count(traced->whole + first->a_start, last->a_end - first->a_start);
        if (hit->passage.quote == NULL)
            return tvx_error_nomem(error);
    }
    if (status == TVX_OK)
        status = trace_side_document(&hit->source, tracing->arena, tracing->tracer, source, error);
    if (status == TVX_OK)
        status = trace_side_stretch(&hit->source, tracing->arena, source, first->b_start, last->b_end, error);
    hit->order = trace_order_of(traced->about.date, hit->source.date);
    if (status == TVX_OK)
        trace_verdict(hit, tracing->tracer);
    return status;
}

bool trace_is_wanted(struct tracing *tracing, const struct tvx_trace_hit *hit)
{
    if (hit->verdict == NULL || hit->verdict->value != TVX_VERDICT_REJECTED)
        return hit->score >= tracing->least_score;
    tracing->out->rejected++;
    return tracing->rejected;
}

/* The words from first to last make a hit; those of the whole passage say `all` bits taken by themselves. */
static enum tvx_status add_hit(struct tracing *tracing, const struct copied_word *first, const struct copied_word *last,
                               const struct tvx_passage *passage, double all, struct traced_document *source,
                               struct tvx_error *error)
{
    struct tvx_trace_hit hit = {.kind = "wording"}, *hits;
    double part = 0;
    enum tvx_status status;

    for (const struct copied_word *word = first; word <= last; word++) {
        part += word->bits;
        hit.copied_words += word->bits > 0;
    }
    hit.rarity_bits = passage->bits * part / all;
    hit.alignment.score = passage->score * part / all;
    hit.alignment.bits = hit.rarity_bits;
    hit.alignment.words = hit.copied_words;
    hit.score = hit.found = tvx_trace_score(hit.alignment.score, asked_words(tracing, first, source),
                                            tracing->tracer->words);
    if (hit.copied_words < LEAST_WORDS || (hit.score < tracing->least_score && tracing->tracer->verdicts == NULL))
        return TVX_OK;
    status = describe(&hit, tracing, first, last, source, error);
    if (status != TVX_OK || !trace_is_wanted(tracing, &hit))
        return status;
    hits = tvx_arena_grow(tracing->arena, tracing->out->hits, tracing->out->count, &tracing->capacity, sizeof *hits);
    if (hits == NULL || !make_alignment(&hit.alignment, tracing->arena, first, last))
        return tvx_error_nomem(error);
    tracing->out->hits = hits;
    hits[tracing->out->count++] = hit;
    return TVX_OK;
}

enum tvx_status trace_judge(struct tracing *tracing, const struct tvx_passage *passage, struct traced_document *source,
                            size_t b_offset, struct tvx_error *error)
{
    struct listing listing = {.tracing = tracing};
    double all = 1e-9; /* of all words; never 0 */
    enum tvx_status status = list_words(&listing, passage, source, b_offset, error);

    if (status != TVX_OK)
        return status;
    find_proposals(&listing, source);
    for (size_t i = 0; i < listing.count; i++)
        all += listing.words[i].bits;
    discount_names(listing.words, listing.count, tracing->tracer);
    for (size_t i = 0, end; status == TVX_OK && i < listing.count; i = end) {
        const struct copied_word *first = &listing.words[i];

        for (end = i + 1; end < listing.count && listing.words[end].a_proposal == first->a_proposal &&
                          listing.words[end].b_proposal == first->b_proposal; end++)
            ;
        status = add_hit(tracing, first, &listing.words[end - 1], passage, all, source, error);
    }
    return status;
}
