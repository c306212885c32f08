/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * All pairs.  In a small workspace each document is held against each later one whole; in a large one the index names
 * the pairs of passages.  Either way what the two share is judged as in tracing one of them.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <travaux/reuse/pairs.h>

#include "reuse_hits.h"

enum { SCRATCH_CEILING = 1 << 30, SCRATCH_FULL = 64 << 20 };

/* Bits of the index's pairs that are looked into: little is rare in a small workspace. */
static const double least_bits = 10, most_bits = 40, bits_per_document = 0.02;

struct reuse {
    struct tracing tracing;
    const struct tvx_trace_options *options;
    struct traced traced;
    struct tvx_passage_source *prepared;
    int64_t prepared_id; /* the document that is prepared whole; 0: none */
    tvx_reuse_progress *progress;
    void *context;
    size_t done;
};

/* ---- which pairs count ---- */

/* "10R1" and "10" are one paper; "14A1" and "14A2" are two. */
static size_t without_revision(const char *symbol)
{
    const char *revision = strrchr(symbol, 'R');

    return revision != NULL && revision > symbol && revision[strspn(revision + 1, "0123456789") + 1] == '\0'
               ? (size_t)(revision - symbol) : strlen(symbol);
}

static bool is_revision(const struct tvx_stored_document *a, const struct tvx_stored_document *b)
{
    size_t length;

    if (a->symbol == NULL || b->symbol == NULL || a->meeting == NULL || b->meeting == NULL ||
        strcmp(a->meeting, b->meeting) != 0)
        return false;
    length = without_revision(a->symbol);
    return length == without_revision(b->symbol) && strncmp(a->symbol, b->symbol, length) == 0;
}

/* Versions of one instrument, and the final acts that adopted them. */
static bool is_one_law(const struct traced_document *a, const struct traced_document *b)
{
    bool a_acts = strcmp(a->about.kind, "final-acts") == 0, b_acts = strcmp(b->about.kind, "final-acts") == 0;

    if (a->head != NULL && b->head != NULL)
        return strcmp(a->head->key, b->head->key) == 0;
    return (a->head != NULL && b_acts) || (b->head != NULL && a_acts);
}

static bool counts(const struct reuse *reuse, const struct traced_document *a, const struct traced_document *b)
{
    const struct tvx_tracer *tracer = reuse->tracing.tracer;

    return a->id != b->id && !is_revision(&a->about, &b->about) && !is_one_law(a, b) &&
           (trace_is_among(tracer, reuse->options, a) || trace_is_among(tracer, reuse->options, b));
}

static const char *date_of(const struct traced_document *document)
{
    return document->head != NULL && document->head->date != NULL ? document->head->date : document->about.date;
}

/* Is a the later of the two, or, where that is not known, the one added later? */
static bool is_later(const struct traced_document *a, const struct traced_document *b)
{
    const char *x = date_of(a), *y = date_of(b);
    int order = x == NULL || y == NULL ? 0 : strcmp(x, y);

    return order != 0 ? order > 0 : a->id > b->id;
}

/* ---- one pair ---- */

/* Makes the stretch what is traced.  A whole document is prepared once for all that it is held against. */
static enum tvx_status take_later(struct reuse *reuse, struct traced_document *later, size_t start, size_t end,
                                  struct tvx_error *error)
{
    bool whole = start == 0 && end == later->length;
    enum tvx_status status;

    if (whole && reuse->prepared_id == later->id)
        return TVX_OK;
    tvx_passage_source_free(reuse->prepared);
    reuse->prepared = NULL;
    reuse->prepared_id = 0;
    trace_take(&reuse->traced, reuse->tracing.tracer, later, start, end);
    if (!whole)
        reuse->traced.own_words = later->own_words;
    reuse->prepared_id = whole ? later->id : 0;
    status = trace_side_document(&reuse->traced.about, reuse->tracing.arena, reuse->tracing.tracer, later, error);
    if (status != TVX_OK)
        return status;
    return tvx_passage_prepare(&reuse->prepared, reuse->traced.own, reuse->traced.length, reuse->traced.language,
                               reuse->tracing.rarity, error);
}

static enum tvx_status hold(struct reuse *reuse, struct traced_document *later, size_t start, size_t length,
                            struct traced_document *earlier, size_t other_start, size_t other_length,
                            struct tvx_error *error)
{
    struct tracing *tracing = &reuse->tracing;
    size_t first = tracing->out->count, end;
    enum tvx_status status;

    if (start > later->length)
        return TVX_OK;
    end = length > later->length - start ? later->length : start + length;
    if (tvx_arena_used(tracing->scratch) > SCRATCH_FULL) {
        tvx_arena_free(tracing->scratch);
        tracing->scratch = tvx_arena_new(SCRATCH_CEILING);
        if (tracing->scratch == NULL)
            return tvx_error_nomem(error);
    }
    status = take_later(reuse, later, start, end, error);
    if (status == TVX_OK)
        status = trace_hold(tracing, reuse->prepared, earlier, other_start, other_length, error);
    return status == TVX_OK ? trace_survival(tracing, first, error) : status;
}

static enum tvx_status pair_whole(struct reuse *reuse, int64_t a_id, int64_t b_id, struct tvx_error *error)
{
    struct traced_document *a, *b;
    enum tvx_status status = tracer_parts(&a, reuse->tracing.tracer, a_id, error);

    if (status == TVX_OK)
        status = tracer_parts(&b, reuse->tracing.tracer, b_id, error);
    if (status != TVX_OK || !is_later(a, b) || !counts(reuse, a, b))
        return status;
    return hold(reuse, a, 0, a->length, b, 0, SIZE_MAX, error);
}

static enum tvx_status pair_of_index(void *context, const struct tvx_shared_pair *pair, struct tvx_error *error)
{
    struct reuse *reuse = context;
    struct traced_document *a, *b;
    enum tvx_status status;

    if (reuse->progress != NULL)
        reuse->progress(reuse->context, ++reuse->done, 0);
    tracer_tidy(reuse->tracing.tracer);
    status = tracer_parts(&a, reuse->tracing.tracer, (int64_t)pair->a.document.key, error);
    if (status == TVX_OK)
        status = tracer_parts(&b, reuse->tracing.tracer, (int64_t)pair->b.document.key, error);
    if (status != TVX_OK || !counts(reuse, a, b))
        return status;
    if (is_later(a, b))
        return hold(reuse, a, pair->a.start, pair->a.length, b, pair->b.start, pair->b.length, error);
    return hold(reuse, b, pair->b.start, pair->b.length, a, pair->a.start, pair->a.length, error);
}

/* ---- all ---- */

static enum tvx_status all_whole(struct reuse *reuse, struct tvx_error *error)
{
    const struct tvx_tracer *tracer = reuse->tracing.tracer;
    enum tvx_status status = TVX_OK;

    for (size_t i = 0; status == TVX_OK && i < tracer->all_count; i++) {
        for (size_t j = 0; status == TVX_OK && j < tracer->all_count; j++)
            status = pair_whole(reuse, tracer->all[i].id, tracer->all[j].id, error);
        if (reuse->progress != NULL)
            reuse->progress(reuse->context, i + 1, tracer->all_count);
    }
    return status;
}

static enum tvx_status find_all(struct reuse *reuse, struct tvx_error *error)
{
    struct tvx_tracer *tracer = reuse->tracing.tracer;
    double bits = fmin(bits_per_document * (double)tvx_index_documents(tracer->index), most_bits);
    struct tvx_pairs_options pairs = {.folder = tracer->folder, .least_bits = bits < least_bits ? least_bits : bits};
    struct tvx_rarity *rarity = NULL;
    enum tvx_status status = tvx_index_rarity(tracer->index, &rarity, NULL, NULL, 0, error);

    reuse->tracing.rarity = rarity;
    if (status == TVX_OK && tracer->all != NULL)
        status = all_whole(reuse, error);
    else if (status == TVX_OK)
        status = tvx_index_pairs(tracer->index, &pairs, pair_of_index, reuse, NULL, error);
    tvx_passage_source_free(reuse->prepared);
    tvx_rarity_free(rarity);
    return status;
}

enum tvx_status tvx_reuse(struct tvx_trace *out, struct tvx_arena *arena, struct tvx_tracer *tracer,
                          const struct tvx_trace_options *options, tvx_reuse_progress *progress, void *context,
                          struct tvx_error *error)
{
    static const struct tvx_trace_options standard;
    struct reuse reuse = {.tracing = {.tracer = tracer, .arena = arena, .out = out},
                          .options = options == NULL ? &standard : options, .progress = progress, .context = context};
    enum tvx_status status;

    *out = (struct tvx_trace){.hits = NULL};
    tracer->question++;
    reuse.tracing.traced = &reuse.traced;
    reuse.tracing.least_score = reuse.options->least_score > 0 ? reuse.options->least_score : 0.5;
    reuse.tracing.rejected = reuse.options->rejected;
    reuse.tracing.scratch = tvx_arena_new(SCRATCH_CEILING);
    if (reuse.tracing.scratch == NULL)
        return tvx_error_nomem(error);
    status = find_all(&reuse, error);
    if (status == TVX_OK)
        status = reuse_clusters(out, arena, reuse.options->limit, error);
    tvx_arena_free(reuse.tracing.scratch);
    return status;
}
