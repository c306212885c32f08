/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

#include "index_build.h"
#include "index_layout.h"
#include "index_region.h"
#include "index_state.h"
#include "index_terms.h"

enum {
    MOST_DOCUMENTS = 128, /* have a shingle that still tells something */
    LEAST_BITS = 20,
    LIMIT = 200,
    OPEN_TURNS = 20, /* a builder may replace the state between our reading it and opening its segments */
    MOST_HITS = 1 << 24,
};

enum tvx_status tvx_index_open(struct tvx_index **out, const char *folder, struct tvx_error *error)
{
    struct tvx_index *index = calloc(1, sizeof *index);
    enum tvx_status status = TVX_E_NOTFOUND;

    *out = NULL;
    if (index == NULL)
        return tvx_error_nomem(error);
    for (int i = 0; i < OPEN_TURNS && status == TVX_E_NOTFOUND; i++)
        status = tvx_state_open(index, folder, error);
    if (status != TVX_OK) {
        free(index);
        return status;
    }
    index->shinglers.rarity = tvx_rarity_new(1);
    if (index->shinglers.rarity == NULL) {
        tvx_state_close(index);
        free(index);
        return tvx_error_nomem(error);
    }
    pthread_mutex_init(&index->shinglers.lock, NULL);
    *out = index;
    return TVX_OK;
}

struct shingler *tvx_shinglers_take(struct shinglers *shinglers)
{
    struct shingler *shingler = NULL;

    pthread_mutex_lock(&shinglers->lock);
    if (shinglers->count > 0)
        shingler = shinglers->spare[--shinglers->count];
    pthread_mutex_unlock(&shinglers->lock);
    return shingler == NULL ? tvx_shingler_new(shinglers->rarity, NULL) : shingler;
}

void tvx_shinglers_give(struct shinglers *shinglers, struct shingler *shingler)
{
    pthread_mutex_lock(&shinglers->lock);
    if (shinglers->count < SPARE_SHINGLERS) {
        shinglers->spare[shinglers->count++] = shingler;
        shingler = NULL;
    }
    pthread_mutex_unlock(&shinglers->lock);
    tvx_shingler_free(shingler);
}

void tvx_index_close(struct tvx_index *index)
{
    if (index == NULL)
        return;
    for (size_t i = 0; i < index->shinglers.count; i++)
        tvx_shingler_free(index->shinglers.spare[i]);
    tvx_rarity_free(index->shinglers.rarity);
    pthread_mutex_destroy(&index->shinglers.lock);
    tvx_state_close(index);
    free(index);
}

size_t tvx_index_documents(const struct tvx_index *index)
{
    return index->first_document[index->count];
}

uint64_t tvx_index_size(const struct tvx_index *index)
{
    uint64_t size = 0;

    for (size_t i = 0; i < index->count; i++)
        size += tvx_segment_size(index->segments[i].segment);
    return size;
}

enum tvx_status tvx_index_check(struct tvx_index *index, struct tvx_error *error)
{
    enum tvx_status status = TVX_OK;

    for (size_t i = 0; i < index->count && status == TVX_OK; i++)
        status = tvx_segment_check(index->segments[i].segment, error);
    return status;
}

static int by_key(const void *x, const void *y)
{
    const struct tvx_index_entry *a = x, *b = y;

    if (a->key != b->key)
        return a->key < b->key ? -1 : 1;
    return a->stamp < b->stamp ? -1 : a->stamp > b->stamp;
}

static enum tvx_status list_entries(struct tvx_index *index, struct tvx_index_entry *out, struct tvx_error *error)
{
    enum tvx_status status = TVX_OK;

    for (size_t i = 0; i < index->count && status == TVX_OK; i++)
        for (uint32_t k = 0; k < tvx_segment_documents(index->segments[i].segment) && status == TVX_OK; k++) {
            struct segment_document document;

            status = tvx_segment_document(index->segments[i].segment, &document, k, error);
            *out++ = (struct tvx_index_entry){document.key, document.stamp};
        }
    return status;
}

enum tvx_status tvx_index_current(struct tvx_index *index, const struct tvx_index_entry *entries, size_t count,
                                  struct tvx_error *error)
{
    size_t documents = tvx_index_documents(index);
    struct tvx_index_entry *have = malloc((documents + 1) * sizeof *have);
    struct tvx_index_entry *want = malloc((count + 1) * sizeof *want);
    enum tvx_status status = have == NULL || want == NULL ? tvx_error_nomem(error) : list_entries(index, have, error);

    if (status == TVX_OK) {
        if (count > 0)
            memcpy(want, entries, count * sizeof *want);
        qsort(want, count, sizeof *want, by_key);
        qsort(have, documents, sizeof *have, by_key);
        if (count != documents || memcmp(have, want, count * sizeof *want) != 0)
            status = tvx_error_set(error, TVX_E_MALFORMED, "the index is of %zu documents, not of these %zu", documents,
                                   count);
    }
    free(have);
    free(want);
    return status;
}

/* ---- candidates ---- */

struct found {         /* a hit with its document; sorted by it */
    uint32_t document; /* number over all segments */
    struct hit hit;
};

struct asking {
    struct tvx_index *index;
    struct tvx_arena *arena;
    const struct shingled *shingled;
    size_t text_length;
    struct tvx_candidate_options options;
    struct group_reader *readers; /* one for each segment */
    struct found *found;
    size_t found_count, found_capacity;
    struct hit *hits;
    struct tvx_candidate *out;
    size_t count, capacity;
    uint32_t document; /* whose regions are being made */
    enum tvx_status status;
    struct tvx_error *error;
};

static enum tvx_status add_hits(struct asking *asking, uint32_t place, uint32_t documents, size_t segment,
                                struct tvx_error *error)
{
    const struct group *group = &asking->readers[segment].group;
    float bits = (float)tvx_shingle_bits(tvx_index_documents(asking->index), documents);

    for (size_t i = 0; i < group->count; i++) {
        if (asking->found_count == asking->found_capacity) {
            size_t capacity = asking->found_capacity == 0 ? 4096 : 2 * asking->found_capacity;
            struct found *grown = capacity > MOST_HITS ? NULL : realloc(asking->found, capacity * sizeof *grown);

            if (grown == NULL)
                return capacity > MOST_HITS
                           ? tvx_error_set(error, TVX_E_LIMIT, "the text shares too much: ask for a part of it")
                           : tvx_error_nomem(error);
            asking->found = grown;
            asking->found_capacity = capacity;
        }
        asking->found[asking->found_count++] =
            (struct found){asking->index->first_document[segment] + group->postings[i].document,
                           {place, group->postings[i].place, bits}};
    }
    return TVX_OK;
}

static enum tvx_status look_up(struct asking *asking, uint32_t place, struct tvx_error *error)
{
    struct tvx_index *index = asking->index;
    uint64_t hash = asking->shingled->hashes[place], documents = 0;
    bool found[MOST_SEGMENTS];
    enum tvx_status status = TVX_OK;

    for (size_t i = 0; i < index->count && status == TVX_OK; i++) {
        status = tvx_groups_find(&asking->readers[i], index->segments[i].segment, &found[i], hash, error);
        documents += status == TVX_OK && found[i] ? asking->readers[i].group.documents : 0;
    }
    if (documents > asking->options.most_documents)
        return status;
    for (size_t i = 0; i < index->count && status == TVX_OK; i++)
        if (found[i])
            status = add_hits(asking, place, (uint32_t)documents, i, error);
    return status;
}

static int by_document(const void *x, const void *y)
{
    const struct found *a = x, *b = y;

    if (a->document != b->document)
        return a->document < b->document ? -1 : 1;
    return a->hit.a < b->hit.a ? -1 : a->hit.a > b->hit.a;
}

static size_t segment_of(const struct tvx_index *index, uint32_t document)
{
    size_t at = 0;

    while (at + 1 < index->count && index->first_document[at + 1] <= document)
        at++;
    return at;
}

static uint32_t last_word(uint32_t place, size_t places)
{
    uint32_t last = place + SHINGLE_WORDS - 1;

    return last < places ? last : (uint32_t)places - 1;
}

static int add_candidate(void *context, const struct region *region)
{
    struct asking *asking = context;
    const struct shingled *shingled = asking->shingled;
    size_t which = segment_of(asking->index, asking->document);
    struct segment *segment = asking->index->segments[which].segment;
    uint32_t number = asking->document - asking->index->first_document[which], start, end;
    struct segment_document about;
    struct tvx_candidate *candidate;

    asking->status = tvx_segment_document(segment, &about, number, asking->error);
    if (asking->status == TVX_OK)
        asking->status = tvx_segment_bytes(segment, &start, &end, number, region->b_first,
                                           last_word(region->b_last, about.places), asking->error);
    if (asking->status != TVX_OK)
        return 1;
    asking->out = tvx_arena_grow(asking->arena, asking->out, asking->count, &asking->capacity, sizeof *asking->out);
    if (asking->out == NULL) {
        asking->status = tvx_error_nomem(asking->error);
        return 1;
    }
    candidate = &asking->out[asking->count++];
    candidate->document = (struct tvx_index_entry){about.key, about.stamp};
    candidate->start = shingled->starts[region->a_first];
    candidate->length = shingled->ends[last_word(region->a_last, shingled->count)] - candidate->start;
    candidate->source_start = start;
    candidate->source_length = end - start;
    candidate->shingles = region->hits;
    candidate->bits = region->bits;
    return 0;
}

static int best_first(const void *x, const void *y)
{
    const struct tvx_candidate *a = x, *b = y;

    if (a->bits > b->bits || a->bits < b->bits)
        return a->bits > b->bits ? -1 : 1;
    if (a->document.key != b->document.key)
        return a->document.key < b->document.key ? -1 : 1;
    if (a->start != b->start)
        return a->start < b->start ? -1 : 1;
    return a->source_start < b->source_start ? -1 : a->source_start > b->source_start;
}

static enum tvx_status ask(struct asking *asking, struct tvx_error *error)
{
    enum tvx_status status = TVX_OK;

    for (size_t i = 0; i < asking->shingled->count && status == TVX_OK; i++)
        if (asking->shingled->hashes[i] != SHINGLE_NONE)
            status = look_up(asking, (uint32_t)i, error);
    if (status != TVX_OK)
        return status;
    asking->hits = malloc((asking->found_count + 1) * sizeof *asking->hits);
    if (asking->hits == NULL)
        return tvx_error_nomem(error);
    if (asking->found_count > 0)
        qsort(asking->found, asking->found_count, sizeof *asking->found, by_document);
    for (size_t i = 0; i < asking->found_count && asking->status == TVX_OK;) {
        size_t count = 0;

        asking->document = asking->found[i].document;
        for (; i < asking->found_count && asking->found[i].document == asking->document; i++)
            asking->hits[count++] = asking->found[i].hit;
        tvx_regions(asking->hits, count, asking->options.least_bits, add_candidate, asking);
    }
    if (asking->status == TVX_OK && asking->count > 0)
        qsort(asking->out, asking->count, sizeof *asking->out, best_first);
    return asking->status;
}

enum tvx_status tvx_index_candidates(struct tvx_index *index, struct tvx_arena *arena, struct tvx_candidate **out,
                                     size_t *count, const char *language, const char *text, size_t length,
                                     const struct tvx_candidate_options *options, struct tvx_error *error)
{
    struct shingler *shingler = tvx_shinglers_take(&index->shinglers);
    struct shingled shingled;
    struct asking asking = {.index = index, .arena = arena, .shingled = &shingled, .text_length = length,
                            .error = error};
    enum tvx_status status = shingler == NULL ? tvx_error_nomem(error) : TVX_OK;

    *out = NULL;
    *count = 0;
    if (options != NULL)
        asking.options = *options;
    if (asking.options.most_documents == 0)
        asking.options.most_documents = MOST_DOCUMENTS;
    if (asking.options.most_documents > SEGMENT_STORED)
        asking.options.most_documents = SEGMENT_STORED;
    if (!(asking.options.least_bits > 0))
        asking.options.least_bits = LEAST_BITS;
    if (asking.options.limit == 0)
        asking.options.limit = LIMIT;
    asking.readers = malloc((index->count + 1) * sizeof *asking.readers); /* for finding, which needs no window */
    if (asking.readers == NULL)
        status = tvx_error_nomem(error);
    if (status == TVX_OK)
        status = tvx_shingle(shingler, &shingled, language, text, length, error);
    if (status == TVX_OK)
        status = ask(&asking, error);
    if (status == TVX_OK) {
        *out = asking.out;
        *count = asking.count < asking.options.limit ? asking.count : asking.options.limit;
    }
    free(asking.readers);
    free(asking.found);
    free(asking.hits);
    tvx_shinglers_give(&index->shinglers, shingler);
    return status;
}
