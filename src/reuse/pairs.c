/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * The join: every group of the index gives its pairs of documents as records (pair, places), which threads put on tapes
 * of their own, one for each part of the pairs; sorted, a part has each pair's hits together, from which regions are
 * made (pairs_give.c).  Work and disk are linear in the postings, since a group of n documents gives at most
 * n · max(ALL / 2, NEXT) pairs of them.
 */
#include <travaux/reuse/pairs.h>

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "index_region.h"
#include "index_state.h"
#include "pairs_give.h"

enum {
    MOST_DOCUMENTS = 128,
    LEAST_BITS = 40,
    DEFAULT_MEMORY = 512 << 20,
    SLICES = 256, /* of the hashes, handed out to the threads */
    MOST_GROUP = 4096, /* postings of one shingle, all segments together */
    MOST_TAPES = 128, /* each may have a file open */
    MOST_PARTS = 32,
};

struct join {
    struct tvx_index *index;
    struct tvx_pairs_options options;
    size_t parts, documents;
    pthread_mutex_t lock; /* guards what follows */
    unsigned next_slice;
    enum tvx_status status;
    struct tvx_error error;
};

struct joiner { /* one thread's */
    struct join *join;
    struct tape *tapes[MOST_PARTS];
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
    struct record record;

    if (a->often && b->often) /* a head that runs through both */
        return TVX_OK;
    record = pairs_pack(a->document, b->document, a->place, b->place, bits);
    return tvx_tape_add(joiner->tapes[pairs_part(a->document, joiner->join->documents, joiner->join->parts)],
                        record.key, record.value, error);
}

static enum tvx_status pair_group(struct joiner *joiner, struct tvx_error *error)
{
    const struct join *join = joiner->join;
    double bits = tvx_shingle_bits(join->documents, (uint32_t)joiner->documents) * PAIRS_BITS_SCALE;
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
    pthread_t threads[PAIRS_MOST_THREADS];
    size_t started = 0;

    for (; started + 1 < count; started++)
        if (pthread_create(&threads[started], NULL, join_slices, joiners[started + 1]) != 0)
            break; /* the others do its work */
    join_slices(joiners[0]);
    for (size_t i = 0; i < started; i++)
        pthread_join(threads[i], NULL);
    return join->status == TVX_OK ? TVX_OK : tvx_error_set(error, join->status, "%s", join->error.message);
}

static void free_joiner(struct joiner *joiner)
{
    if (joiner == NULL)
        return;
    for (size_t i = 0; i < MOST_PARTS; i++)
        tvx_tape_free(joiner->tapes[i]);
    for (size_t i = 0; joiner->readers != NULL && i < joiner->join->index->count; i++)
        tvx_groups_close(&joiner->readers[i]);
    free(joiner->readers);
    free(joiner);
}

static struct joiner *new_joiner(struct join *join, size_t memory)
{
    struct joiner *joiner = calloc(1, sizeof *joiner);

    if (joiner == NULL)
        return NULL;
    joiner->join = join;
    joiner->readers = calloc(join->index->count + 1, sizeof *joiner->readers);
    for (size_t i = 0; i < join->parts; i++)
        if (joiner->readers == NULL || (joiner->tapes[i] = tvx_tape_new(join->options.folder, memory)) == NULL) {
            free_joiner(joiner);
            return NULL;
        }
    return joiner;
}

static struct tvx_pairs_options with_defaults(const struct tvx_pairs_options *given)
{
    struct tvx_pairs_options options = given == NULL ? (struct tvx_pairs_options){0} : *given;
    long online = sysconf(_SC_NPROCESSORS_ONLN);

    if (options.folder == NULL)
        options.folder = "/tmp";
    if (options.threads == 0)
        options.threads = online > 0 ? (unsigned)online : 1;
    if (options.threads > PAIRS_MOST_THREADS)
        options.threads = PAIRS_MOST_THREADS;
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

/* Enough parts to share them out evenly, few enough for their tapes' files. */
static size_t count_parts(const struct join *join)
{
    size_t parts = MOST_TAPES / join->options.threads;

    parts = parts < MOST_PARTS ? parts : MOST_PARTS;
    return parts < join->documents ? parts : join->documents + (join->documents == 0);
}

static enum tvx_status start_joiners(struct join *join, struct joiner **joiners, struct tvx_error *error)
{
    size_t memory = join->options.memory / join->options.threads / join->parts;

    for (size_t i = 0; i < join->options.threads; i++)
        if ((joiners[i] = new_joiner(join, memory)) == NULL)
            return tvx_error_nomem(error);
    return TVX_OK;
}

enum tvx_status tvx_index_pairs(struct tvx_index *index, const struct tvx_pairs_options *options, tvx_pair_fn *fn,
                                void *context, struct tvx_pairs_report *report, struct tvx_error *error)
{
    struct tvx_pairs_report own = {0};
    struct join join = {.index = index, .options = with_defaults(options), .documents = tvx_index_documents(index)};
    struct joiner *joiners[PAIRS_MOST_THREADS] = {0};
    struct tape *tapes[MOST_TAPES] = {0};
    double started = now();
    enum tvx_status status;

    pthread_mutex_init(&join.lock, NULL);
    join.parts = count_parts(&join);
    status = start_joiners(&join, joiners, error);
    if (status == TVX_OK)
        status = run_join(&join, joiners, join.options.threads, error);
    own.join_seconds = now() - started;
    for (size_t i = 0; i < join.options.threads * join.parts && status == TVX_OK; i++) {
        tapes[i] = joiners[i / join.parts]->tapes[i % join.parts];
        own.hits += tvx_tape_count(tapes[i]);
    }
    if (status == TVX_OK)
        status = tvx_pairs_give(index, tapes, join.options.threads, join.parts, join.options.least_bits, fn, context,
                                &own, error);
    own.sort_seconds = now() - started - own.join_seconds;
    for (size_t i = 0; i < join.options.threads; i++)
        free_joiner(joiners[i]);
    pthread_mutex_destroy(&join.lock);
    if (report != NULL)
        *report = own;
    return status;
}
