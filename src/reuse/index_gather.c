/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* One index out of several: a joining of all their segments. */
#include <stdlib.h>
#include <unistd.h>

#include "index_build.h"
#include "index_state.h"

struct gathering {
    struct tvx_index *states;
    size_t count;
    struct segment_part *parts;
    size_t part_count;
    uint64_t *keys;
    size_t key_count;
};

static int by_number(const void *x, const void *y)
{
    uint64_t a = *(const uint64_t *)x, b = *(const uint64_t *)y;

    return a < b ? -1 : a > b;
}

static enum tvx_status add_segment(struct gathering *gathering, struct segment *segment, struct tvx_error *error)
{
    enum tvx_status status = TVX_OK;

    gathering->parts[gathering->part_count++] = (struct segment_part){segment, NULL};
    for (uint32_t i = 0; i < tvx_segment_documents(segment) && status == TVX_OK; i++) {
        struct segment_document document;

        status = tvx_segment_document(segment, &document, i, error);
        gathering->keys[gathering->key_count++] = document.key;
    }
    return status;
}

/* All segments, and no document twice. */
static enum tvx_status list_parts(struct gathering *gathering, struct tvx_error *error)
{
    size_t documents = 0, segments = 0;
    enum tvx_status status = TVX_OK;

    for (size_t i = 0; i < gathering->count; i++) {
        documents += tvx_index_documents(&gathering->states[i]);
        segments += gathering->states[i].count;
    }
    if (documents >= UINT32_MAX)
        return tvx_error_set(error, TVX_E_LIMIT, "%zu documents are too many for the index", documents);
    gathering->parts = calloc(segments + 1, sizeof *gathering->parts);
    gathering->keys = calloc(documents + 1, sizeof *gathering->keys);
    if (gathering->parts == NULL || gathering->keys == NULL)
        return tvx_error_nomem(error);
    for (size_t i = 0; i < gathering->count; i++)
        for (size_t k = 0; k < gathering->states[i].count && status == TVX_OK; k++)
            status = add_segment(gathering, gathering->states[i].segments[k].segment, error);
    qsort(gathering->keys, gathering->key_count, sizeof *gathering->keys, by_number);
    for (size_t i = 1; i < gathering->key_count && status == TVX_OK; i++)
        if (gathering->keys[i] == gathering->keys[i - 1])
            status = tvx_error_set(error, TVX_E_USAGE, "two of the indexes have document %llu",
                                   (unsigned long long)gathering->keys[i]);
    return status;
}

/* The number of what stands there is not used again, so that whoever asks the old state meets no other segment. */
static enum tvx_status replace(struct gathering *gathering, const char *folder, struct tvx_error *error)
{
    struct tvx_index state, old;
    char *path;
    uint64_t sum = 0;
    enum tvx_status status;

    state = (struct tvx_index){.next = 1};
    if (tvx_state_open(&old, folder, NULL) == TVX_OK) {
        state.next = old.next;
        tvx_state_close(&old);
    }
    path = tvx_state_path(folder, state.next);
    status = path == NULL ? tvx_error_nomem(error)
                          : tvx_segment_join(path, &sum, gathering->parts, gathering->part_count, error);
    free(path);
    if (status != TVX_OK)
        return status;
    state.segments[state.count++] = (struct named_segment){.number = state.next++, .sum = sum};
    status = tvx_state_save(&state, folder, error);
    if (status == TVX_OK)
        tvx_state_tidy(&state, folder);
    return status;
}

enum tvx_status tvx_index_join(const char *folder, const char *const *from, size_t count, struct tvx_error *error)
{
    struct gathering gathering = {.states = calloc(count + 1, sizeof *gathering.states)};
    bool read_only;
    int lock;
    enum tvx_status status = gathering.states == NULL ? tvx_error_nomem(error) : TVX_OK;

    while (status == TVX_OK && gathering.count < count) {
        status = tvx_state_open(&gathering.states[gathering.count], from[gathering.count], error);
        gathering.count += status == TVX_OK;
    }
    if (status == TVX_OK)
        status = list_parts(&gathering, error);
    if (status == TVX_OK) {
        lock = tvx_state_lock(folder, true, &read_only, error);
        status = lock < 0 ? TVX_E_IO : replace(&gathering, folder, error);
        if (lock >= 0)
            close(lock);
    }
    for (size_t i = 0; i < gathering.count; i++)
        tvx_state_close(&gathering.states[i]);
    free(gathering.states);
    free(gathering.parts);
    free(gathering.keys);
    return status;
}
