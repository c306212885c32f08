/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "pairs_give.h"

#include <pthread.h>
#include <stdlib.h>

#include "index_region.h"
#include "index_state.h"

enum { MOST_HITS = 1 << 24 };

/* ---- one part ---- */

struct hits {
    struct hit *items;
    size_t count, capacity;
};

struct part {
    struct tvx_shared_pair *pairs;
    size_t count, capacity;
    uint64_t documents; /* pairs of documents */
    bool done;
};

struct making { /* of one part */
    struct tvx_index *index;
    struct part *part;
    uint32_t a, b; /* documents */
    enum tvx_status status;
    struct tvx_error *error;
};

static enum tvx_status side(struct tvx_index *index, struct tvx_pair_side *out, uint32_t document, uint32_t first,
                            uint32_t last, struct tvx_error *error)
{
    struct segment_document about;
    uint32_t start = 0, end = 0;
    size_t which = 0;
    enum tvx_status status;

    while (which + 1 < index->count && index->first_document[which + 1] <= document)
        which++;
    document -= index->first_document[which];
    status = tvx_segment_document(index->segments[which].segment, &about, document, error);
    if (status != TVX_OK)
        return status;
    last = about.places > 0 && last + SHINGLE_WORDS - 1 >= about.places ? about.places - 1 : last + SHINGLE_WORDS - 1;
    status = tvx_segment_bytes(index->segments[which].segment, &start, &end, document, first, last, error);
    *out = (struct tvx_pair_side){{about.key, about.stamp}, start, end - start};
    return status;
}

static int make(void *context, const struct region *region)
{
    struct making *making = context;
    struct part *part = making->part;
    struct tvx_shared_pair pair = {.shingles = region->hits, .bits = region->bits};

    making->status = side(making->index, &pair.a, making->a, region->a_first, region->a_last, making->error);
    if (making->status == TVX_OK)
        making->status = side(making->index, &pair.b, making->b, region->b_first, region->b_last, making->error);
    if (making->status == TVX_OK && part->count == part->capacity) {
        size_t capacity = part->capacity == 0 ? 1024 : 2 * part->capacity;
        struct tvx_shared_pair *pairs = realloc(part->pairs, capacity * sizeof *pairs);

        if (pairs == NULL) {
            making->status = tvx_error_nomem(making->error);
        } else {
            part->pairs = pairs;
            part->capacity = capacity;
        }
    }
    if (making->status == TVX_OK)
        part->pairs[part->count++] = pair;
    return making->status != TVX_OK;
}

/* Hits beyond what memory should hold of one pair of documents are left out: such a pair has been found long since. */
static enum tvx_status add_hit(struct hits *hits, uint64_t value, struct tvx_error *error)
{
    const uint32_t mask = (1U << PAIRS_PLACE_BITS) - 1;

    if (hits->count == MOST_HITS)
        return TVX_OK;
    if (hits->count == hits->capacity) {
        size_t capacity = hits->capacity == 0 ? 1024 : 2 * hits->capacity;
        struct hit *items = realloc(hits->items, capacity * sizeof *items);

        if (items == NULL)
            return tvx_error_nomem(error);
        hits->items = items;
        hits->capacity = capacity;
    }
    hits->items[hits->count++] = (struct hit){
        (uint32_t)(value >> (64 - PAIRS_PLACE_BITS)), (uint32_t)(value >> (64 - 2 * PAIRS_PLACE_BITS)) & mask,
        (float)(value & 0xFF) / PAIRS_BITS_SCALE};
    return TVX_OK;
}

static enum tvx_status make_regions(struct making *making, struct hits *hits, uint64_t key, double least_bits)
{
    size_t before = making->part->count;

    making->a = (uint32_t)(key >> 32);
    making->b = (uint32_t)key;
    if (hits->count > 1)
        tvx_regions(hits->items, hits->count, least_bits, make, making);
    making->part->documents += making->part->count > before;
    hits->count = 0;
    return making->status;
}

static enum tvx_status make_part(struct tvx_index *index, struct part *part, struct tape *const *tapes, size_t count,
                                 double least_bits, struct tvx_error *error)
{
    struct making making = {.index = index, .part = part, .error = error};
    struct hits hits = {0};
    struct record record;
    struct merge *merge;
    uint64_t key = UINT64_MAX;
    enum tvx_status status = tvx_merge_open(&merge, tapes, count, error);

    if (status != TVX_OK)
        return status;
    while (status == TVX_OK && tvx_merge_next(merge, &record, &status, error)) {
        if (record.key != key) {
            status = make_regions(&making, &hits, key, least_bits);
            key = record.key;
        }
        if (status == TVX_OK)
            status = add_hit(&hits, record.value, error);
    }
    if (status == TVX_OK)
        status = make_regions(&making, &hits, key, least_bits);
    free(hits.items);
    tvx_merge_close(merge);
    return status;
}

/* ---- all parts ---- */

struct giving {
    struct tvx_index *index;
    struct tape *const *tapes;
    size_t threads, count;
    double least_bits;
    struct part *parts;

    pthread_mutex_t lock; /* guards what follows, and the parts' `done` */
    pthread_cond_t changed;
    size_t next, given;
    enum tvx_status status;
    struct tvx_error error;
};

/* The next part that may be made, not too far ahead of what has been given; false when there is none. */
static bool next_part(struct giving *giving, size_t *which)
{
    bool got;

    pthread_mutex_lock(&giving->lock);
    while (giving->status == TVX_OK && giving->next < giving->count &&
           giving->next >= giving->given + 2 * giving->threads)
        pthread_cond_wait(&giving->changed, &giving->lock);
    got = giving->status == TVX_OK && giving->next < giving->count;
    *which = got ? giving->next++ : 0;
    pthread_mutex_unlock(&giving->lock);
    return got;
}

static void fail(struct giving *giving, enum tvx_status status, const struct tvx_error *error)
{
    pthread_mutex_lock(&giving->lock);
    if (giving->status == TVX_OK) {
        giving->status = status;
        giving->error = *error;
    }
    pthread_cond_broadcast(&giving->changed);
    pthread_mutex_unlock(&giving->lock);
}

static void *make_parts(void *context)
{
    struct giving *giving = context;
    size_t which;

    while (next_part(giving, &which)) {
        struct tape *tapes[PAIRS_MOST_THREADS];
        struct tvx_error error = {0};
        enum tvx_status status;

        for (size_t i = 0; i < giving->threads; i++)
            tapes[i] = giving->tapes[i * giving->count + which];
        status = make_part(giving->index, &giving->parts[which], tapes, giving->threads, giving->least_bits, &error);
        for (size_t i = 0; i < giving->threads; i++)
            tvx_tape_empty(tapes[i]);
        if (status != TVX_OK) {
            fail(giving, status, &error);
            break;
        }
        pthread_mutex_lock(&giving->lock);
        giving->parts[which].done = true;
        pthread_cond_broadcast(&giving->changed);
        pthread_mutex_unlock(&giving->lock);
    }
    return NULL;
}

static void give_parts(struct giving *giving, tvx_pair_fn *fn, void *context, struct tvx_pairs_report *report)
{
    for (size_t which = 0; which < giving->count; which++) {
        struct part *part = &giving->parts[which];
        struct tvx_error error = {0};
        enum tvx_status status;

        pthread_mutex_lock(&giving->lock);
        while (giving->status == TVX_OK && !part->done)
            pthread_cond_wait(&giving->changed, &giving->lock);
        status = giving->status;
        pthread_mutex_unlock(&giving->lock);
        if (status != TVX_OK)
            return;
        for (size_t i = 0; i < part->count && status == TVX_OK; i++, report->pairs++)
            status = fn(context, &part->pairs[i], &error);
        report->documents += part->documents;
        free(part->pairs);
        part->pairs = NULL;
        if (status != TVX_OK) {
            fail(giving, status, &error);
            return;
        }
        pthread_mutex_lock(&giving->lock);
        giving->given++;
        pthread_cond_broadcast(&giving->changed);
        pthread_mutex_unlock(&giving->lock);
    }
}

enum tvx_status tvx_pairs_give(struct tvx_index *index, struct tape *const *tapes, size_t threads, size_t parts,
                               double least_bits, tvx_pair_fn *fn, void *context, struct tvx_pairs_report *report,
                               struct tvx_error *error)
{
    struct giving giving = {.index = index, .tapes = tapes, .threads = threads, .count = parts,
                            .least_bits = least_bits, .parts = calloc(parts + 1, sizeof *giving.parts)};
    pthread_t workers[PAIRS_MOST_THREADS];
    size_t started = 0;

    if (giving.parts == NULL)
        return tvx_error_nomem(error);
    pthread_mutex_init(&giving.lock, NULL);
    pthread_cond_init(&giving.changed, NULL);
    while (started < threads && pthread_create(&workers[started], NULL, make_parts, &giving) == 0)
        started++; /* fewer do the work of all */
    if (started == 0)
        giving.status = tvx_error_set(&giving.error, TVX_E_NOMEM, "cannot start a thread");
    give_parts(&giving, fn, context, report);
    for (size_t i = 0; i < started; i++)
        pthread_join(workers[i], NULL);
    for (size_t i = 0; i < parts; i++)
        free(giving.parts[i].pairs);
    free(giving.parts);
    pthread_cond_destroy(&giving.changed);
    pthread_mutex_destroy(&giving.lock);
    return giving.status == TVX_OK ? TVX_OK : tvx_error_set(error, giving.status, "%s", giving.error.message);
}
