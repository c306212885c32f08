/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Least significant digit first, eight bits a pass (Knuth, The Art of Computer Programming 3, 5.2.5); digits that all
 * records share are passed over.  Runs are merged by a binary heap (5.4.1).  A run is its records as they lie in
 * memory: it never leaves the machine and the process.
 */
#include "runs.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <xxhash.h>

enum {
    LEAST_MEMORY = 64 * 1024,
    DIGITS = 8,
    DIGIT_VALUES = 256,
    READ_RECORDS = 8192, /* of a run at once: 128 KB */
};

struct run {
    off_t start;
    uint64_t count;
    XXH64_hash_t sum;
};

struct tape {
    char *folder;
    struct record *records, *spare;
    size_t count, capacity;
    uint64_t total;
    int file; /* -1: none yet */
    off_t length;
    struct run *runs;
    size_t run_count;
};

struct tape *tvx_tape_new(const char *folder, size_t memory)
{
    struct tape *tape = calloc(1, sizeof *tape);

    if (tape == NULL)
        return NULL;
    tape->file = -1;
    tape->capacity = (memory < LEAST_MEMORY ? LEAST_MEMORY : memory) / (2 * sizeof *tape->records);
    tape->folder = strdup(folder);
    tape->records = malloc(tape->capacity * sizeof *tape->records);
    tape->spare = malloc(tape->capacity * sizeof *tape->spare);
    if (tape->folder == NULL || tape->records == NULL || tape->spare == NULL) {
        tvx_tape_free(tape);
        return NULL;
    }
    return tape;
}

void tvx_tape_empty(struct tape *tape)
{
    if (tape->file >= 0)
        close(tape->file);
    free(tape->records);
    free(tape->spare);
    free(tape->runs);
    tape->file = -1;
    tape->records = tape->spare = NULL;
    tape->runs = NULL;
    tape->run_count = tape->count = 0;
}

void tvx_tape_free(struct tape *tape)
{
    if (tape == NULL)
        return;
    tvx_tape_empty(tape);
    free(tape->folder);
    free(tape);
}

uint64_t tvx_tape_count(const struct tape *tape)
{
    return tape->total;
}

size_t tvx_tape_runs(const struct tape *tape)
{
    return tape->run_count;
}

void tvx_records_sort(struct record *records, struct record *spare, size_t count)
{
    static const size_t none[DIGITS][DIGIT_VALUES];
    size_t counts[DIGITS][DIGIT_VALUES];
    struct record *from = records, *to = spare;

    memcpy(counts, none, sizeof counts);
    for (size_t i = 0; i < count; i++)
        for (int digit = 0; digit < DIGITS; digit++)
            counts[digit][records[i].key >> 8 * digit & 0xFF]++;
    for (int digit = 0; digit < DIGITS && count > 0; digit++) {
        size_t at = 0, *next = counts[digit];
        struct record *swap;

        if (next[from->key >> 8 * digit & 0xFF] == count)
            continue;
        for (int value = 0; value < DIGIT_VALUES; value++) {
            size_t here = next[value];

            next[value] = at;
            at += here;
        }
        for (size_t i = 0; i < count; i++)
            to[next[from[i].key >> 8 * digit & 0xFF]++] = from[i];
        swap = from;
        from = to;
        to = swap;
    }
    if (from != records)
        memcpy(records, from, count * sizeof *records);
}

/* ---- writing runs ---- */

/* A file without a name: it is gone when the process is, however that ends. */
static int nameless_file(const char *folder)
{
    int file = open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);

    if (file < 0 && (errno == EOPNOTSUPP || errno == EISDIR || errno == EINVAL)) {
        char path[4096];
        int length = snprintf(path, sizeof path, "%s/run-XXXXXX", folder);

        if (length < 0 || (size_t)length >= sizeof path) {
            errno = ENAMETOOLONG;
            return -1;
        }
        file = mkostemp(path, O_CLOEXEC);
        if (file >= 0)
            unlink(path);
    }
    return file;
}

static enum tvx_status write_all(struct tape *tape, const void *bytes, size_t length, struct tvx_error *error)
{
    const char *at = bytes;

    while (length > 0) {
        ssize_t wrote = pwrite(tape->file, at, length, tape->length);

        if (wrote < 0 && errno == EINTR)
            continue;
        if (wrote <= 0)
            return tvx_error_set(error, TVX_E_IO, "%s: cannot write %zu MB to sort them: %s", tape->folder,
                                 length >> 20, strerror(errno));
        at += wrote;
        length -= (size_t)wrote;
        tape->length += wrote;
    }
    return TVX_OK;
}

static enum tvx_status spill(struct tape *tape, struct tvx_error *error)
{
    struct run run = {.start = tape->length, .count = tape->count};
    struct run *runs = realloc(tape->runs, (tape->run_count + 1) * sizeof *runs);

    if (runs == NULL)
        return tvx_error_nomem(error);
    tape->runs = runs;
    if (tape->file < 0 && (tape->file = nameless_file(tape->folder)) < 0)
        return tvx_error_set(error, TVX_E_IO, "%s: cannot make a file to sort in: %s", tape->folder, strerror(errno));
    tvx_records_sort(tape->records, tape->spare, tape->count);
    run.sum = XXH3_64bits(tape->records, tape->count * sizeof *tape->records);
    tape->runs[tape->run_count++] = run;
    tape->count = 0;
    return write_all(tape, tape->records, run.count * sizeof *tape->records, error);
}

enum tvx_status tvx_tape_add(struct tape *tape, uint64_t key, uint64_t value, struct tvx_error *error)
{
    if (tape->count == tape->capacity) {
        enum tvx_status status = spill(tape, error);

        if (status != TVX_OK)
            return status;
    }
    tape->records[tape->count++] = (struct record){key, value};
    tape->total++;
    return TVX_OK;
}

/* ---- merging ---- */

struct source {
    struct record *records; /* what is at hand: of a run, or a tape's last buffer */
    size_t at, count;
    uint64_t left; /* of the run, beyond what is at hand */
    off_t next;
    XXH64_hash_t sum;
    XXH3_state_t *state; /* NULL for a buffer */
    const struct tape *tape;
};

struct next { /* a source's record at hand, copied: comparing must not have to look for it */
    struct record record;
    size_t source;
};

struct merge {
    struct source *sources;
    size_t source_count;
    struct next *heap; /* the least first */
    size_t heap_count;
};

static enum tvx_status read_more(struct source *source, struct tvx_error *error)
{
    size_t wanted = source->left < READ_RECORDS ? (size_t)source->left : READ_RECORDS;
    size_t length = wanted * sizeof *source->records, got = 0;

    while (got < length) {
        ssize_t here = pread(source->tape->file, (char *)source->records + got, length - got, source->next);

        if (here < 0 && errno == EINTR)
            continue;
        if (here <= 0)
            return tvx_error_set(error, TVX_E_IO, "%s: cannot read back what was sorted: %s", source->tape->folder,
                                 here < 0 ? strerror(errno) : "the file is too short");
        got += (size_t)here;
        source->next += here;
    }
    XXH3_64bits_update(source->state, source->records, length);
    source->at = 0;
    source->count = wanted;
    source->left -= wanted;
    if (source->left == 0 && XXH3_64bits_digest(source->state) != source->sum)
        return tvx_error_set(error, TVX_E_IO, "%s: the disk gave back other bytes than were written",
                             source->tape->folder);
    return TVX_OK;
}

static bool before(const struct record *x, const struct record *y)
{
    return x->key != y->key ? x->key < y->key : x->value < y->value;
}

static void sift_down(struct merge *merge, size_t at)
{
    struct next moving = merge->heap[at];

    for (;;) {
        size_t child = 2 * at + 1;

        if (child >= merge->heap_count)
            break;
        if (child + 1 < merge->heap_count &&
            before(&merge->heap[child + 1].record, &merge->heap[child].record))
            child++;
        if (!before(&merge->heap[child].record, &moving.record))
            break;
        merge->heap[at] = merge->heap[child];
        at = child;
    }
    merge->heap[at] = moving;
}

static enum tvx_status add_tape(struct merge *merge, struct tape *tape, struct tvx_error *error)
{
    enum tvx_status status = TVX_OK;

    for (size_t i = 0; i < tape->run_count && status == TVX_OK; i++) {
        struct source *source = &merge->sources[merge->source_count++];

        *source = (struct source){.left = tape->runs[i].count, .next = tape->runs[i].start, .sum = tape->runs[i].sum,
                                  .tape = tape, .state = XXH3_createState(),
                                  .records = malloc(READ_RECORDS * sizeof *source->records)};
        if (source->records == NULL || source->state == NULL)
            return tvx_error_nomem(error);
        XXH3_64bits_reset(source->state);
        status = read_more(source, error);
    }
    if (status == TVX_OK && tape->count > 0) {
        tvx_records_sort(tape->records, tape->spare, tape->count);
        merge->sources[merge->source_count++] =
            (struct source){.records = tape->records, .count = tape->count, .tape = tape};
    }
    return status;
}

enum tvx_status tvx_merge_open(struct merge **out, struct tape *const *tapes, size_t count, struct tvx_error *error)
{
    struct merge *merge = calloc(1, sizeof *merge);
    enum tvx_status status = TVX_OK;
    size_t sources = 0;

    *out = NULL;
    for (size_t i = 0; i < count; i++)
        sources += tapes[i]->run_count + 1;
    if (merge == NULL)
        return tvx_error_nomem(error);
    merge->sources = calloc(sources + 1, sizeof *merge->sources);
    merge->heap = calloc(sources + 1, sizeof *merge->heap);
    if (merge->sources == NULL || merge->heap == NULL)
        status = tvx_error_nomem(error);
    for (size_t i = 0; i < count && status == TVX_OK; i++)
        status = add_tape(merge, tapes[i], error);
    if (status != TVX_OK) {
        tvx_merge_close(merge);
        return status;
    }
    for (size_t i = 0; i < merge->source_count; i++)
        merge->heap[i] = (struct next){merge->sources[i].records[0], i};
    merge->heap_count = merge->source_count;
    for (size_t i = merge->heap_count / 2; i-- > 0;)
        sift_down(merge, i);
    *out = merge;
    return TVX_OK;
}

void tvx_merge_close(struct merge *merge)
{
    if (merge == NULL)
        return;
    for (size_t i = 0; merge->sources != NULL && i < merge->source_count; i++)
        if (merge->sources[i].state != NULL || merge->sources[i].records != merge->sources[i].tape->records) {
            XXH3_freeState(merge->sources[i].state);
            free(merge->sources[i].records);
        }
    free(merge->sources);
    free(merge->heap);
    free(merge);
}

bool tvx_merge_next(struct merge *merge, struct record *out, enum tvx_status *status, struct tvx_error *error)
{
    struct source *source;

    *status = TVX_OK;
    if (merge->heap_count == 0)
        return false;
    *out = merge->heap[0].record;
    source = &merge->sources[merge->heap[0].source];
    if (++source->at == source->count && source->left > 0) {
        *status = read_more(source, error);
        if (*status != TVX_OK)
            return false;
    }
    if (source->at < source->count)
        merge->heap[0].record = source->records[source->at];
    else
        merge->heap[0] = merge->heap[--merge->heap_count];
    if (merge->heap_count > 1)
        sift_down(merge, 0);
    return true;
}
