/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <string.h>
#include <strings.h>
#include <travaux/text/utf8.h>

#include "trace_hits.h"

enum {
    MOST_CANDIDATES = 5000, /* that the index is asked for, most of them elsewhere than on own words */
    MOST_ALIGNED = 200,
    MOST_HITS = 200,
    SCRATCH_CEILING = 1 << 30,
};

/* The alignment gives all that may be something; own words and the size of the workspace decide. */
static const struct tvx_passage_options aligned = {.least_score = 10, .least_words = 4};

/* Rarer shingles than this are asked for in large workspaces; in small ones nothing is rare. */
static const double least_bits = 20, bits_per_document = 0.02;

bool trace_is_among(const struct tvx_tracer *tracer, const struct tvx_trace_options *options,
                    const struct traced_document *document)
{
    const struct tvx_stored_document *about = &document->about;
    const struct tvx_stored_instrument *head = tracer_head(tracer, document->id);

    for (size_t i = 0; i < options->among_count; i++) {
        const char *word = options->among[i];

        if (strcasecmp(word, about->kind) == 0 || (about->meeting != NULL && strcasecmp(word, about->meeting) == 0))
            return true;
        if (strcmp(word, "library") == 0 &&
            (strcmp(about->kind, "statement") == 0 || (head != NULL && head->in_force)))
            return true;
    }
    return options->among_count == 0;
}

/* Does the stretch hold a letter or a digit?  All else is spaces and marks. */
static bool says_something(const char *own, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if ((unsigned char)own[i] >= '0')
            return true;
    return false;
}

enum tvx_status trace_hold(struct tracing *tracing, const struct tvx_passage_source *prepared,
                           struct traced_document *source, size_t start, size_t length, struct tvx_error *error)
{
    struct tvx_passages found;
    enum tvx_status status;

    if (start > source->length)
        return TVX_OK;
    if (length > source->length - start)
        length = source->length - start;
    status = tvx_passage_find(&found, tracing->scratch, prepared, source->own + start, length, &aligned, error);
    tracing->out->cut = tracing->out->cut || (status == TVX_OK && found.cut);
    for (size_t i = 0; status == TVX_OK && i < found.count; i++)
        status = trace_judge(tracing, &found.items[i], source, start, error);
    return status;
}

static enum tvx_status look_into(struct tracing *tracing, const struct tvx_passage_source *prepared,
                                 const struct tvx_trace_options *options, int64_t id, size_t start, size_t length,
                                 struct tvx_error *error)
{
    struct traced_document *source;
    enum tvx_status status = tracer_document(&source, tracing->tracer, id, error);

    if (status != TVX_OK || !trace_is_among(tracing->tracer, options, source))
        return status;
    status = tracer_parts(&source, tracing->tracer, id, error);
    return status == TVX_OK ? trace_hold(tracing, prepared, source, start, length, error) : status;
}

static enum tvx_status look_at_candidates(struct tracing *tracing, const struct tvx_passage_source *prepared,
                                          const struct tvx_trace_options *options, struct tvx_error *error)
{
    const struct traced *traced = tracing->traced;
    struct tvx_candidate_options wanted = {.limit = MOST_CANDIDATES};
    struct tvx_candidate *candidates;
    size_t count, aligned_count = 0;
    double few = bits_per_document * (double)tvx_index_documents(tracing->tracer->index);
    enum tvx_status status;

    wanted.least_bits = few < least_bits ? (few < 2 ? 2 : few) : least_bits;
    status = tvx_index_candidates(tracing->tracer->index, tracing->scratch, &candidates, &count, traced->language,
                                  traced->text, traced->length, &wanted, error);
    for (size_t i = 0; status == TVX_OK && i < count && aligned_count < MOST_ALIGNED; i++) {
        const struct tvx_candidate *candidate = &candidates[i];
        int64_t id = (int64_t)candidate->document.key;

        if (id == traced->about.document || !says_something(traced->own + candidate->start, candidate->length))
            continue;
        aligned_count++;
        status = look_into(tracing, prepared, options, id, candidate->source_start, candidate->source_length, error);
    }
    return status;
}

static enum tvx_status search(struct tracing *tracing, const struct tvx_trace_options *options, struct tvx_error *error)
{
    const struct traced *traced = tracing->traced;
    struct tvx_tracer *tracer = tracing->tracer;
    struct tvx_passage_source *prepared = NULL;
    enum tvx_status status = tvx_passage_prepare(&prepared, traced->own, traced->length, traced->language,
                                                 tracing->rarity, error);

    if (status == TVX_OK && tracer->all == NULL)
        status = look_at_candidates(tracing, prepared, options, error);
    for (size_t i = 0; status == TVX_OK && tracer->all != NULL && i < tracer->all_count; i++)
        if (tracer->all[i].id != traced->about.document)
            status = look_into(tracing, prepared, options, tracer->all[i].id, 0, SIZE_MAX, error);
    tvx_passage_source_free(prepared);
    return status;
}

static enum tvx_status trace(struct tvx_trace *out, struct tvx_arena *arena, struct tvx_tracer *tracer,
                             struct traced *traced, const struct tvx_trace_options *options, struct tvx_error *error)
{
    static const struct tvx_trace_options standard;
    struct tracing tracing = {.tracer = tracer, .arena = arena, .traced = traced, .out = out};
    struct tvx_rarity *rarity = NULL;
    char *text;
    enum tvx_status status = TVX_OK;

    options = options == NULL ? &standard : options;
    *out = (struct tvx_trace){.about = traced->about};
    out->words = traced->own_words;
    tracing.least_score = options->least_score > 0 ? options->least_score : 0.5;
    tracing.rejected = options->rejected;
    tracing.scratch = tvx_arena_new(SCRATCH_CEILING);
    text = tracing.scratch == NULL ? NULL : tvx_arena_strndup(tracing.scratch, traced->own, traced->length);
    if (text == NULL)
        status = tvx_error_nomem(error);
    if (status == TVX_OK)
        status = tvx_index_rarity(tracer->index, &rarity, traced->language, (const char *const[]){text}, 1, error);
    tracing.rarity = rarity;
    if (status == TVX_OK && traced->own_words > 0)
        status = search(&tracing, options, error);
    if (status == TVX_OK)
        status = trace_structure(&tracing, options, error);
    if (status == TVX_OK)
        trace_order(out, options->limit == 0 ? MOST_HITS : options->limit);
    if (status == TVX_OK)
        status = trace_survival(&tracing, 0, error);
    tvx_rarity_free(rarity);
    tvx_arena_free(tracing.scratch);
    return status;
}

enum tvx_status tvx_trace_reference(struct tvx_trace *out, struct tvx_arena *arena, struct tvx_tracer *tracer,
                                    const char *reference, const struct tvx_trace_options *options,
                                    struct tvx_error *error)
{
    struct traced traced = {.whole = NULL};
    enum tvx_status status;

    tracer_tidy(tracer);
    tracer->question++;
    status = trace_about(&traced, arena, tracer, reference, error);
    return status == TVX_OK ? trace(out, arena, tracer, &traced, options, error) : status;
}

enum tvx_status tvx_trace_text(struct tvx_trace *out, struct tvx_arena *arena, struct tvx_tracer *tracer,
                               const char *name, const char *text, const char *language,
                               const struct tvx_trace_options *options, struct tvx_error *error)
{
    struct traced traced = {.whole = text, .text = text, .own = text, .length = strlen(text),
                            .language = language, .about = {.ref = name, .file = name}};

    tracer_tidy(tracer);
    tracer->question++;
    traced.own_words = trace_words(tracer, language, text, traced.length);
    traced.about.points = tvx_utf8_count(text, traced.length);
    return trace(out, arena, tracer, &traced, options, error);
}
