/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * The join: every group of the index gives its pairs of documents as records (pair, places), which threads sort on
 * tapes of their own; the merged stream has each pair's hits together, from which regions are made.  Work and disk are
 * linear in the postings, since a group of n documents gives at most n · max(ALL / 2, NEXT) pairs of them.
 */
#include <travaux/reuse/pairs.h>

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "index_region.h"
#include "index_state.h"
#include "runs.h"

enum {
    MOST_DOCUMENTS = 128,
    LEAST_BITS = 40,
    MOST_THREADS = 16,
    DEFAULT_MEMORY = 512 << 20,
    SLICES = 256, /* of the hashes, handed out to the threads */
    PLACE_BITS = 28,
    BITS_SCALE = 8, /* a shingle's bits are kept in eighths, in eight bits */
    MOST_GROUP = 4096, /* postings of one shingle, all segments together */
    MOST_HITS = 1 << 24,
};

struct join {
    struct tvx_index *index;
    struct tvx_pairs_options options;
    pthread_mutex_t lock; /* guards what follows */
    unsigned next_slice;
    enum tvx_status status;
    struct tvx_error error;
};

struct joiner { /* one thread's */
    struct join *join;
    struct tape *tape;
    struct group_reader *readers; /* one for each segment */
    bool open[MOST_SEGMENTS];
    struct posting postings[MOST_GROUP]; /* of the shingle in hand; documents numbered over all segments */
    size_t count;
    uint64_t documents;
};

/* ---- the join ---- */

static enum tvx_status add_pair(struct joiner *joiner, const struct posting *a, const struct posting *b, uint64_t bits,
                                struct tvx_error *error)
{
    if (a->often && b->often) /* a head that runs through both */
        return TVX_OK;
    return tvx_tape_add(joiner->tape, (uint64_t)a->document << 32 | b->document,
                        (uint64_t)a->place << (64 - PLACE_BITS) | (uint64_t)b->place << (64 - 2 * PLACE_BITS) | bits,
                        error);
}

static enum tvx_status pair_group(struct joiner *joiner, struct tvx_error *error)
{
    double bits = tvx_shingle_bits(tvx_index_documents(joiner->join->index), (uint32_t)joiner->documents) * BITS_SCALE;
    uint64_t kept = bits > 255 ? 255 : (uint64_t)bits;
    enum tvx_status status = TVX_OK;

    for (size_t i = 0; i < joiner->count; i++) {
        uint64_t reach = joiner->documents <= TVX_PAIRS_ALL ? TVX_PAIRS_ALL : TVX_PAIRS_NEXT, behind = 0;
        uint32_t last = joiner->postings[i].document;

        for (size_t k = i + 1; k < joiner->count && status == TVX_OK; k++) {
            if (joiner->postings[k].document != last && ++behind > reach)
                break;
            last = joiner->postings[k].document;
            if (last != joiner->postings[i].document)
                status = add_pair(joiner, &joiner->postings[i], &joiner->postings[k], kept, error);
        }
    }
    return status;
}

/* Gathers the least hash in hand of all segments; false when there is none. */
static bool gather(struct joiner *joiner, enum tvx_status *status, struct tvx_error *error)
{
    const struct tvx_index *index = joiner->join->index;
    uint64_t hash = UINT64_MAX;

    joiner->count = 0;
    joiner->documents = 0;
    for (size_t i = 0; i < index->count; i++)
        if (joiner->open[i] && joiner->readers[i].group.hash < hash)
            hash = joiner->readers[i].group.hash;
    for (size_t i = 0; i < index->count && *status == TVX_OK; i++) {
        const struct group *group = &joiner->readers[i].group;

        if (!joiner->open[i] || group->hash != hash)
            continue;
        joiner->documents += group->documents;
        for (size_t k = 0; k < group->count && joiner->count < MOST_GROUP; k++) {
            joiner->postings[joiner->count] = group->postings[k];
            joiner->postings[joiner->count++].document += index->first_document[i];
        }
        *status = tvx_groups_next(&joiner->readers[i], &joiner->open[i], error);
    }
    return *status == TVX_OK && hash != UINT64_MAX;
}

/* The groups of one slice of the hashes.  Every segment has at least 16 buckets and at most 2^26, by powers of two. */
static enum tvx_status join_slice(struct joiner *joiner, unsigned slice, struct tvx_error *error)
{
    const struct tvx_index *index = joiner->join->index;
    uint64_t from = (uint64_t)slice << (SHINGLE_BITS - 8), to = from + ((uint64_t)1 << (SHINGLE_BITS - 8));
    enum tvx_status status = TVX_OK;

    for (size_t i = 0; i < index->count && status == TVX_OK; i++) {
        struct segment *segment = index->segments[i].segment;
        uint64_t buckets = tvx_segment_buckets(segment), first = slice * buckets / SLICES;
        uint64_t end = ((slice + 1) * buckets + SLICES - 1) / SLICES;

        status = tvx_groups_open(&joiner->readers[i], segment, (uint32_t)first, (uint32_t)end, error);
        do {
            if (status == TVX_OK)
                status = tvx_groups_next(&joiner->readers[i], &joiner->open[i], error);
        } while (status == TVX_OK && joiner->open[i] && joiner->readers[i].group.hash < from);
    }
    while (status == TVX_OK && gather(joiner, &status, error)) {
        for (size_t i = 0; i < index->count; i++) /* the next slice's */
            if (joiner->open[i] && joiner->readers[i].group.hash >= to)
                joiner->open[i] = false;
        if (joiner->documents > 1 && joiner->documents <= joiner->join->options.most_documents)
            status = pair_group(joiner, error);
    }
    return status;
}

static void *join_slices(void *context)
{
    struct joiner *joiner = context;
    struct join *join = joiner->join;

    for (;;) {
        struct tvx_error error = {0};
        enum tvx_status status = TVX_OK;
        unsigned slice;

        pthread_mutex_lock(&join->lock);
        slice = join->status == TVX_OK ? join->next_slice++ : SLICES;
        pthread_mutex_unlock(&join->lock);
        if (slice >= SLICES)
            return NULL;
        status = join_slice(joiner, slice, &error);
        if (status == TVX_OK)
            continue;
        pthread_mutex_lock(&join->lock);
        if (join->status == TVX_OK) {
            join->status = status;
            join->error = error;
        }
        pthread_mutex_unlock(&join->lock);
    }
}

/* ---- from hits to pairs ---- */

struct giving {
    struct tvx_index *index;
    tvx_pair_fn *fn;
    void *context;
    struct tvx_pairs_report *report;
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

static int give(void *context, const struct region *region)
{
    struct giving *giving = context;
    struct tvx_pair pair = {.shingles = region->hits, .bits = region->bits};

    giving->status = side(giving->index, &pair.a, giving->a, region->a_first, region->a_last, giving->error);
    if (giving->status == TVX_OK)
        giving->status = side(giving->index, &pair.b, giving->b, region->b_first, region->b_last, giving->error);
    if (giving->status == TVX_OK)
        giving->status = giving->fn(giving->context, &pair, giving->error);
    giving->report->pairs++;
    return giving->status != TVX_OK;
}

struct hits {
    struct hit *items;
    size_t count, capacity;
};

/* Hits beyond what memory should hold of one pair of documents are left out: such a pair has been found long since. */
static enum tvx_status add_hit(struct hits *hits, uint64_t value, struct tvx_error *error)
{
    const uint32_t mask = (1U << PLACE_BITS) - 1;

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
        (uint32_t)(value >> (64 - PLACE_BITS)), (uint32_t)(value >> (64 - 2 * PLACE_BITS)) & mask,
        (float)(value & 0xFF) / BITS_SCALE};
    return TVX_OK;
}

static void make_regions(struct giving *giving, struct hits *hits, uint64_t key, double least_bits)
{
    uint64_t before = giving->report->pairs;

    giving->a = (uint32_t)(key >> 32);
    giving->b = (uint32_t)key;
    if (hits->count > 1)
        tvx_regions(hits->items, hits->count, least_bits, give, giving);
    giving->report->documents += giving->report->pairs > before;
    hits->count = 0;
}

static enum tvx_status give_pairs(struct giving *giving, struct tape *const *tapes, size_t count, double least_bits,
                                  struct tvx_error *error)
{
    struct hits hits = {0};
    struct record record;
    struct merge *merge;
    uint64_t key = UINT64_MAX;
    enum tvx_status status = tvx_merge_open(&merge, tapes, count, error);

    if (status != TVX_OK)
        return status;
    while (status == TVX_OK && tvx_merge_next(merge, &record, &status, error)) {
        if (record.key != key) {
            make_regions(giving, &hits, key, least_bits);
            status = giving->status;
            key = record.key;
        }
        if (status == TVX_OK)
            status = add_hit(&hits, record.value, error);
    }
    if (status == TVX_OK) {
        make_regions(giving, &hits, key, least_bits);
        status = giving->status;
    }
    free(hits.items);
    tvx_merge_close(merge);
    return status;
}

/* ---- both ---- */

static double now(void)
{
    struct timespec time;

    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static enum tvx_status run_join(struct join *join, struct joiner *const *joiners, size_t count,
                                struct tvx_error *error)
{
    pthread_t threads[MOST_THREADS];
    size_t started = 0;

    for (; started + 1 < count; started++)
        if (pthread_create(&threads[started], NULL, join_slices, joiners[started + 1]) != 0)
            break; /* the others do its work */
    join_slices(joiners[0]);
    for (size_t i = 0; i < started; i++)
        pthread_join(threads[i], NULL);
    return join->status == TVX_OK ? TVX_OK : tvx_error_set(error, join->status, "%s", join->error.message);
}

static struct joiner *new_joiner(struct join *join, size_t memory)
{
    struct joiner *joiner = calloc(1, sizeof *joiner);

    if (joiner == NULL)
        return NULL;
    joiner->join = join;
    joiner->tape = tvx_tape_new(join->options.folder, memory);
    joiner->readers = calloc(join->index->count + 1, sizeof *joiner->readers);
    return joiner;
}

static void free_joiner(struct joiner *joiner)
{
    if (joiner == NULL)
        return;
    tvx_tape_free(joiner->tape);
    free(joiner->readers);
    free(joiner);
}

static struct tvx_pairs_options with_defaults(const struct tvx_pairs_options *given)
{
    struct tvx_pairs_options options = given == NULL ? (struct tvx_pairs_options){0} : *given;
    long online = sysconf(_SC_NPROCESSORS_ONLN);

    if (options.folder == NULL)
        options.folder = "/tmp";
    if (options.threads == 0)
        options.threads = online > 0 ? (unsigned)online : 1;
    if (options.threads > MOST_THREADS)
        options.threads = MOST_THREADS;
    if (options.memory == 0)
        options.memory = DEFAULT_MEMORY;
    if (options.most_documents == 0)
        options.most_documents = MOST_DOCUMENTS;
    if (options.most_documents > SEGMENT_STORED)
        options.most_documents = SEGMENT_STORED;
    if (!(options.least_bits > 0))
        options.least_bits = LEAST_BITS;
    return options;
}

enum tvx_status tvx_index_pairs(struct tvx_index *index, const struct tvx_pairs_options *options, tvx_pair_fn *fn,
                                void *context, struct tvx_pairs_report *report, struct tvx_error *error)
{
    struct tvx_pairs_report own = {0};
    struct join join = {.index = index, .options = with_defaults(options)};
    struct joiner *joiners[MOST_THREADS] = {0};
    struct tape *tapes[MOST_THREADS] = {0};
    struct giving giving = {.index = index, .fn = fn, .context = context, .report = &own, .error = error};
    double started = now();
    enum tvx_status status = TVX_OK;

    pthread_mutex_init(&join.lock, NULL);
    for (size_t i = 0; i < join.options.threads && status == TVX_OK; i++) {
        joiners[i] = new_joiner(&join, join.options.memory / join.options.threads);
        if (joiners[i] == NULL || joiners[i]->tape == NULL || joiners[i]->readers == NULL)
            status = tvx_error_nomem(error);
        else
            tapes[i] = joiners[i]->tape;
    }
    if (status == TVX_OK)
        status = run_join(&join, joiners, join.options.threads, error);
    own.join_seconds = now() - started;
    for (size_t i = 0; i < join.options.threads && status == TVX_OK; i++)
        own.hits += tvx_tape_count(tapes[i]);
    if (status == TVX_OK)
        status = give_pairs(&giving, tapes, join.options.threads, join.options.least_bits, error);
    own.sort_seconds = now() - started - own.join_seconds;
    for (size_t i = 0; i < join.options.threads; i++)
        free_joiner(joiners[i]);
    pthread_mutex_destroy(&join.lock);
    if (report != NULL)
        *report = own;
    return status;
}
