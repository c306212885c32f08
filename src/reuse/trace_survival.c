/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Did the words last?  Those of a hit that stand in the latest version of the instrument that they were written for: a
 * few words at the very provision, or a phrase anywhere in it.
 */
#include "trace_hits.h"

#include <stdlib.h>
#include <string.h>
#include <travaux/text/utf8.h>

static const struct tvx_passage_options at_place = {.least_score = 4, .least_words = 2};
static const struct tvx_passage_options anywhere = {.least_score = 20, .least_words = 5};

enum { LEAST_WORDS = 2 }; /* in a row: one word alone lasts in every text */

/* Words of the traced text that the instrument has, and where. */
struct lasting {
    size_t start, end; /* bytes of the traced text */
    size_t place;      /* byte of the instrument's text */
};

struct survival {
    struct tracing *tracing;
    struct tvx_passage_source *prepared;
    const struct tvx_stored_instrument *latest;
    const char *path; /* of the provision that was looked at first; NULL */
    struct traced_document *document;
    struct lasting *items;
    size_t count, capacity;
};

static enum tvx_status hold_against(struct survival *survival, size_t start, size_t end,
                                    const struct tvx_passage_options *options, struct tvx_error *error)
{
    struct tvx_arena *scratch = survival->tracing->scratch;
    struct tvx_passages found;
    enum tvx_status status = tvx_passage_find(&found, scratch, survival->prepared, survival->document->text + start,
                                              end - start, options, error);

    for (size_t i = 0; status == TVX_OK && i < found.count; i++)
        for (size_t j = 0; j < found.items[i].copied_count; j++) {
            const struct tvx_copied *run = &found.items[i].copied[j];
            bool known = false;

            for (size_t k = 0; k < survival->count && !known; k++)
                known = survival->items[k].start <= run->a_start &&
                        run->a_start + run->a_length <= survival->items[k].end;
            if (known)
                continue;
            survival->items = tvx_arena_grow(scratch, survival->items, survival->count, &survival->capacity,
                                             sizeof *survival->items);
            if (survival->items == NULL)
                return tvx_error_nomem(error);
            survival->items[survival->count++] =
                (struct lasting){run->a_start, run->a_start + run->a_length, start + run->b_start};
        }
    return status;
}

static int by_start(const void *a, const void *b)
{
    const struct lasting *x = a, *y = b;

    if (x->start != y->start)
        return x->start < y->start ? -1 : 1;
    return x->end > y->end ? -1 : x->end < y->end;
}

/* The bytes of the provision and all below it; false when its place is not known. */
static bool find_place(const struct traced_document *document, const char *path, size_t *start, size_t *end)
{
    size_t from = SIZE_MAX, to = 0, length = path == NULL ? 0 : strlen(path);

    for (size_t i = 0; path != NULL && i < document->instrument.count; i++) {
        const struct tvx_provision *provision = &document->instrument.provisions[i];

        if (provision->points == 0 || strncmp(provision->path, path, length) != 0 ||
            (provision->path[length] != '\0' && provision->path[length] != '.'))
            continue;
        from = provision->start < from ? provision->start : from;
        to = provision->start + provision->points > to ? provision->start + provision->points : to;
    }
    if (from >= to)
        return false;
    *start = tvx_utf8_offset(document->text, document->length, from);
    *end = *start + tvx_utf8_offset(document->text + *start, document->length - *start, to - from);
    return true;
}

/* First the provision that the words are on, then all of the instrument. */
static enum tvx_status look_at_instrument(struct survival *survival, struct tvx_error *error)
{
    struct traced_document *document;
    size_t start, end;
    enum tvx_status status = tracer_parts(&document, survival->tracing->tracer, survival->latest->document, error);

    if (status != TVX_OK)
        return status;
    survival->document = document;
    survival->count = 0;
    if (find_place(document, survival->path, &start, &end))
        status = hold_against(survival, start, end, &at_place, error);
    if (status == TVX_OK)
        status = hold_against(survival, 0, document->length, &anywhere, error);
    if (status == TVX_OK && survival->count > 0)
        qsort(survival->items, survival->count, sizeof *survival->items, by_start);
    return status;
}

static int count_word(void *context, const char *term, size_t term_length, size_t start, size_t length, bool same_place)
{
    (void)term, (void)term_length, (void)start, (void)length;
    *(size_t *)context += !same_place;
    return 0;
}

/* Adds the words from `start` to `end` of the traced text, copied in the hit and lasting. */
static enum tvx_status keep_words(struct survival *survival, struct tvx_trace_hit *hit, size_t *capacity,
                                  const struct lasting *lasting, size_t start, size_t end, struct tvx_error *error)
{
    const struct traced *traced = survival->tracing->traced;
    struct tvx_arena *arena = survival->tracing->arena;
    struct tvx_trace_survival *out = &hit->survival;
    struct tvx_trace_side place = {.ref = NULL};
    size_t words = 0;
    enum tvx_status status;

    tvx_terms(survival->tracing->tracer->stemmer, traced->language, traced->own + start, end - start, count_word,
              &words);
    if (words < LEAST_WORDS)
        return TVX_OK;
    status = trace_side_stretch(&place, arena, survival->document, lasting->place, lasting->place, error);
    out->kept = tvx_arena_grow(arena, out->kept, out->kept_count, capacity, sizeof *out->kept);
    if (status == TVX_OK && out->kept != NULL)
        out->kept[out->kept_count] = (struct tvx_trace_kept){
            place.provision, tvx_arena_strndup(arena, traced->text + start, end - start),
            tvx_utf8_count(traced->whole, (size_t)(traced->text - traced->whole) + start),
            tvx_utf8_count(traced->text + start, end - start), words};
    if (out->kept == NULL || (status == TVX_OK && out->kept[out->kept_count++].text == NULL))
        return tvx_error_nomem(error);
    out->words += words;
    return status;
}

static enum tvx_status of_hit(struct survival *survival, struct tvx_trace_hit *hit, struct tvx_error *error)
{
    const struct traced *traced = survival->tracing->traced;
    size_t offset = (size_t)(traced->text - traced->whole), capacity = 0;
    size_t from = tvx_utf8_offset(traced->whole, offset + traced->length, hit->passage.start) - offset;
    enum tvx_status status = TVX_OK;

    hit->survival.instrument = tvx_arena_printf(survival->tracing->arena, "%s@%s", survival->latest->key,
                                                survival->latest->version);
    if (hit->survival.instrument == NULL)
        return tvx_error_nomem(error);
    for (size_t i = 0; status == TVX_OK && i < hit->alignment.copied_count; i++) {
        size_t start = from + hit->alignment.copied[i].a_start, end = start + hit->alignment.copied[i].a_length;

        for (size_t k = 0, done = start; status == TVX_OK && k < survival->count; k++) { /* by start */
            size_t first = survival->items[k].start > done ? survival->items[k].start : done;
            size_t last = survival->items[k].end < end ? survival->items[k].end : end;

            if (first >= last)
                continue;
            status = keep_words(survival, hit, &capacity, &survival->items[k], first, last, error);
            done = last;
        }
    }
    return status;
}

/* The source is the latest version itself. */
static enum tvx_status all_lasts(struct tracing *tracing, struct tvx_trace_hit *hit,
                                 const struct tvx_stored_instrument *latest, struct tvx_error *error)
{
    struct tvx_trace_kept *kept = tvx_arena_alloc(tracing->arena, sizeof *kept);

    hit->survival = (struct tvx_trace_survival){tvx_arena_printf(tracing->arena, "%s@%s", latest->key, latest->version),
                                                hit->copied_words, kept, 1};
    if (kept == NULL || hit->survival.instrument == NULL)
        return tvx_error_nomem(error);
    *kept = (struct tvx_trace_kept){hit->source.provision, hit->source.quote, hit->passage.start, hit->passage.points,
                                    hit->copied_words};
    return TVX_OK;
}

/* What the hit's words were written for: the instrument its passage is on, else the source's; NULL when neither is. */
static const struct tvx_stored_instrument *latest_of(const struct tracing *tracing, const struct tvx_trace_hit *hit)
{
    const char *place = hit->passage.provision != NULL ? hit->passage.provision : hit->source.provision, *key;

    if (place == NULL)
        return NULL;
    key = tvx_arena_strndup(tracing->scratch, place, strcspn(place, "@:"));
    return tracer_latest(tracing->tracer, key);
}

static const char *path_of(const struct tvx_trace_hit *hit)
{
    const char *place = hit->passage.provision != NULL ? hit->passage.provision : hit->source.provision;
    const char *path = strchr(place, ':');

    return path == NULL ? NULL : path + 1;
}

static bool same(const char *a, const char *b)
{
    return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

enum tvx_status trace_survival(struct tracing *tracing, size_t first, struct tvx_error *error)
{
    struct survival survival = {.tracing = tracing};
    enum tvx_status status = TVX_OK;

    for (size_t i = first; status == TVX_OK && i < tracing->out->count; i++) {
        struct tvx_trace_hit *hit = &tracing->out->hits[i];
        const struct tvx_stored_instrument *latest = latest_of(tracing, hit);

        if (latest == NULL || strcmp(hit->kind, "wording") != 0)
            continue;
        if (hit->source.document == latest->document) {
            status = all_lasts(tracing, hit, latest, error);
            continue;
        }
        if (survival.prepared == NULL)
            status = tvx_passage_prepare(&survival.prepared, tracing->traced->own, tracing->traced->length,
                                         tracing->traced->language, tracing->rarity, error);
        if (status == TVX_OK && (survival.latest != latest || !same(survival.path, path_of(hit)))) {
            survival.latest = latest;
            survival.path = path_of(hit);
            status = look_at_instrument(&survival, error);
        }
        if (status == TVX_OK)
            status = of_hit(&survival, hit, error);
    }
    tvx_passage_source_free(survival.prepared);
    return status;
}
