/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "index_build.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "runs.h"

enum { MOST_THREADS = 64, DEFAULT_MEMORY = 512 << 20, PLACE_BITS = 32 };

struct build {
    const struct tvx_index_entry *entries;
    const size_t *which;
    size_t count;
    tvx_index_text_fn *text;
    void *context;

    pthread_mutex_t lock; /* guards what follows, and the calls of `text` */
    size_t next;
    enum tvx_status status; /* of the first thread that failed */
    struct tvx_error error;

    struct segment_document *documents; /* each by the thread that has its text */
    uint32_t **marks;
};

struct worker {
    struct build *build;
    struct tape *tape;
    struct tvx_rarity *rarity;
    struct shingler *shingler;
    uint64_t bytes;
};

/* The next text, or false: none, or somebody failed. */
static bool next_text(struct build *build, size_t *which, struct tvx_index_text *text)
{
    bool got = false;

    *text = (struct tvx_index_text){0};
    pthread_mutex_lock(&build->lock);
    if (build->status == TVX_OK && build->next < build->count) {
        *which = build->next++;
        build->status = build->text(build->context, build->which[*which], text, &build->error);
        got = build->status == TVX_OK;
    }
    pthread_mutex_unlock(&build->lock);
    return got;
}

static enum tvx_status take_text(struct worker *worker, size_t which, const struct tvx_index_text *text,
                                 struct tvx_error *error)
{
    struct build *build = worker->build;
    const struct tvx_index_entry *entry = &build->entries[build->which[which]];
    struct shingled shingled;
    enum tvx_status status =
        tvx_shingle(worker->shingler, &shingled, text->language[0] == '\0' ? NULL : text->language, text->text,
                    text->length, error);
    size_t marks;

    if (status != TVX_OK)
        return status;
    marks = shingled.count / SHINGLE_MARK + 1;
    build->marks[which] = calloc(marks, sizeof **build->marks);
    if (build->marks[which] == NULL)
        return tvx_error_nomem(error);
    for (size_t i = 0; i < shingled.count; i += SHINGLE_MARK)
        build->marks[which][i / SHINGLE_MARK] = shingled.starts[i];
    build->documents[which] = (struct segment_document){
        .key = entry->key, .stamp = entry->stamp, .places = (uint32_t)shingled.count, .bytes = (uint32_t)text->length};
    worker->bytes += text->length;
    for (size_t i = 0; i < shingled.count && status == TVX_OK; i++)
        if (shingled.hashes[i] != SHINGLE_NONE)
            status = tvx_tape_add(worker->tape, shingled.hashes[i], (uint64_t)which << PLACE_BITS | i, error);
    return status;
}

static void *work(void *context)
{
    struct worker *worker = context;
    struct build *build = worker->build;
    struct tvx_index_text text;
    size_t which;

    while (next_text(build, &which, &text)) {
        struct tvx_error error = {0};
        enum tvx_status status = take_text(worker, which, &text, &error);

        free(text.text);
        if (status != TVX_OK) {
            pthread_mutex_lock(&build->lock);
            if (build->status == TVX_OK) {
                build->status = status;
                build->error = error;
            }
            pthread_mutex_unlock(&build->lock);
        }
    }
    return NULL;
}

static enum tvx_status run_workers(struct build *build, struct worker *workers, size_t count, struct tvx_error *error)
{
    pthread_t threads[MOST_THREADS];
    size_t started = 0;

    for (; started + 1 < count; started++)
        if (pthread_create(&threads[started], NULL, work, &workers[started + 1]) != 0)
            break; /* the others do its work */
    work(&workers[0]);
    for (size_t i = 0; i < started; i++)
        pthread_join(threads[i], NULL);
    if (build->status != TVX_OK && error != NULL)
        *error = build->error;
    return build->status;
}

/* ---- from sorted records to groups ---- */

struct gathering {
    struct segment_writer *writer;
    struct group group;
    struct posting postings[GROUP_POSTINGS];
    uint32_t uses; /* of the last document, of this shingle */
};

static enum tvx_status end_group(struct gathering *gathering, struct tvx_error *error)
{
    struct group *group = &gathering->group;

    if (group->documents == 0)
        return TVX_OK;
    if (group->documents > SEGMENT_STORED)
        group->count = 0;
    return tvx_segment_group(gathering->writer, group, error);
}

static void add_use(struct gathering *gathering, uint32_t document, uint32_t place)
{
    struct group *group = &gathering->group;

    if (group->documents > 0 && group->postings[group->count - 1].document == document) {
        gathering->uses++;
        if (group->documents > SEGMENT_STORED)
            return;
        if (gathering->uses <= SEGMENT_TWICE)
            group->postings[group->count++] = (struct posting){document, place, false};
        for (size_t i = group->count; gathering->uses == SEGMENT_OFTEN && i-- > 0;)
            if (group->postings[i].document == document)
                group->postings[i].often = true;
            else
                break;
        return;
    }
    gathering->uses = 1;
    if (++group->documents > SEGMENT_STORED) {
        group->postings[group->count - 1].document = document; /* only counted from here on */
        return;
    }
    group->postings[group->count++] = (struct posting){document, place, false};
}

static enum tvx_status write_groups(struct segment_writer *writer, struct merge *merge, struct tvx_error *error)
{
    struct gathering *gathering = calloc(1, sizeof *gathering);
    enum tvx_status status = TVX_OK, ended;
    struct record record;

    if (gathering == NULL)
        return tvx_error_nomem(error);
    gathering->writer = writer;
    gathering->group.postings = gathering->postings;
    while (status == TVX_OK && tvx_merge_next(merge, &record, &status, error)) {
        if (gathering->group.documents > 0 && record.key != gathering->group.hash) {
            status = end_group(gathering, error);
            gathering->group.documents = 0;
            gathering->group.count = 0;
        }
        gathering->group.hash = record.key;
        add_use(gathering, (uint32_t)(record.value >> PLACE_BITS), (uint32_t)record.value);
    }
    ended = status == TVX_OK ? end_group(gathering, error) : status;
    free(gathering);
    return ended;
}

/* All documents' marks in one row; *marks is malloc'ed. */
static enum tvx_status join_marks(struct build *build, uint32_t **marks, size_t *count, struct tvx_error *error)
{
    size_t total = 0;

    for (size_t i = 0; i < build->count; i++) {
        build->documents[i].first_mark = total;
        total += build->documents[i].places / SHINGLE_MARK + 1;
    }
    *count = total;
    *marks = malloc(total * sizeof **marks + 1);
    if (*marks == NULL)
        return tvx_error_nomem(error);
    for (size_t i = 0; i < build->count; i++)
        memcpy(*marks + build->documents[i].first_mark, build->marks[i],
               (build->documents[i].places / SHINGLE_MARK + 1) * sizeof **marks);
    return TVX_OK;
}

static enum tvx_status write_segment(struct build *build, const char *path, uint64_t *sum, struct worker *workers,
                                     size_t worker_count, struct tvx_error *error)
{
    struct tape *tapes[MOST_THREADS];
    struct segment_writer *writer = NULL;
    struct merge *merge = NULL;
    uint32_t *marks = NULL;
    size_t mark_count = 0;
    uint64_t records = 0;
    enum tvx_status status = TVX_OK;

    for (size_t i = 0; i < worker_count; i++) {
        tapes[i] = workers[i].tape;
        records += tvx_tape_count(workers[i].tape);
        if (i > 0 && status == TVX_OK)
            status = tvx_rarity_merge(workers[0].rarity, workers[i].rarity, error);
    }
    if (status == TVX_OK)
        status = join_marks(build, &marks, &mark_count, error);
    if (status == TVX_OK)
        status = tvx_merge_open(&merge, tapes, worker_count, error);
    if (status == TVX_OK)
        status = tvx_segment_create(&writer, path, records, error);
    if (status == TVX_OK)
        status = write_groups(writer, merge, error);
    if (status == TVX_OK) {
        status = tvx_segment_finish(writer, sum, build->documents, build->count, marks, mark_count, workers[0].rarity,
                                    error);
        writer = NULL;
    }
    tvx_segment_abandon(writer);
    tvx_merge_close(merge);
    free(marks);
    return status;
}

/* ---- setting up ---- */

static double now(void)
{
    struct timespec time;

    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static size_t threads_of(const struct tvx_index_limits *limits, size_t count)
{
    long online = sysconf(_SC_NPROCESSORS_ONLN);
    size_t threads = limits != NULL && limits->threads > 0 ? limits->threads : online > 0 ? (size_t)online : 1;

    threads = threads > MOST_THREADS ? MOST_THREADS : threads;
    return threads > count ? count == 0 ? 1 : count : threads;
}

static enum tvx_status start_worker(struct worker *worker, struct build *build, const char *folder, size_t memory,
                                    struct tvx_error *error)
{
    worker->build = build;
    worker->tape = tvx_tape_new(folder, memory);
    worker->rarity = tvx_rarity_new(0);
    worker->shingler = worker->rarity == NULL ? NULL : tvx_shingler_new(worker->rarity, worker->rarity);
    return worker->tape == NULL || worker->shingler == NULL ? tvx_error_nomem(error) : TVX_OK;
}

static void free_all(struct build *build, struct worker *workers, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        tvx_tape_free(workers[i].tape);
        tvx_rarity_free(workers[i].rarity);
        tvx_shingler_free(workers[i].shingler);
    }
    for (size_t i = 0; build->marks != NULL && i < build->count; i++)
        free(build->marks[i]);
    free(build->marks);
    free(build->documents);
    pthread_mutex_destroy(&build->lock);
}

enum tvx_status tvx_segment_build(const char *path, uint64_t *sum, const char *folder,
                                  const struct tvx_index_entry *entries, const size_t *which, size_t count,
                                  tvx_index_text_fn *text, void *context, const struct tvx_index_limits *limits,
                                  struct tvx_index_report *report, struct tvx_error *error)
{
    struct build build = {.entries = entries, .which = which, .count = count, .text = text, .context = context};
    struct worker workers[MOST_THREADS] = {0};
    size_t threads = threads_of(limits, count), memory = limits == NULL ? 0 : limits->memory;
    double started = now(), read;
    enum tvx_status status = TVX_OK;

    if (count >= UINT32_MAX)
        return tvx_error_set(error, TVX_E_LIMIT, "%zu documents are too many for the index", count);
    pthread_mutex_init(&build.lock, NULL);
    build.documents = calloc(count + 1, sizeof *build.documents);
    build.marks = calloc(count + 1, sizeof *build.marks);
    if (build.documents == NULL || build.marks == NULL)
        status = tvx_error_nomem(error);
    for (size_t i = 0; i < threads && status == TVX_OK; i++)
        status = start_worker(&workers[i], &build, folder, (memory == 0 ? DEFAULT_MEMORY : memory) / threads, error);
    if (status == TVX_OK)
        status = run_workers(&build, workers, threads, error);
    read = now();
    if (status == TVX_OK)
        status = write_segment(&build, path, sum, workers, threads, error);
    report->read_seconds += read - started;
    report->sort_seconds += now() - read;
    for (size_t i = 0; i < threads && workers[i].tape != NULL; i++) {
        report->bytes += workers[i].bytes;
        report->postings += tvx_tape_count(workers[i].tape);
    }
    free_all(&build, workers, threads);
    return status;
}
