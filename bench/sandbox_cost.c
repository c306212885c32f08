/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * What the sandbox costs a file: each is read in this process, in a child with no barrier, in a confined child, by a
 * pool that is asked for one file at a time, and by a pool that reads ahead.  Printed are the medians over the files
 * of the best of some turns, in milliseconds, and what each way costs beyond reading in this process.
 * usage: bench-sandbox-cost TURNS FILE...
 */
#include <stdio.h>
#include <stdlib.h>
#include <travaux/base/file.h>
#include <travaux/read/pool.h>

#include "../src/read/child.h"
#include "../src/read/options.h"
#include "clock.h"

enum way { IN_PROCESS, BARE, LIMITED, CONFINED, POOL, WAYS };

static const char *const names[WAYS] = {"in this process", "child, no limits or barriers", "child, limits alone",
                                        "child, confined", "pool, one at a time"};

struct file {
    const char *name;
    char *bytes;
    size_t length;
    double best[WAYS];
};

static enum tvx_status parse(struct tvx_document **out, const void *context, struct tvx_error *error)
{
    const struct file *file = context;

    return tvx_read_in_process(out, file->name, file->bytes, file->length, NULL, error);
}

static void read_by(enum way way, const struct file *file, struct tvx_reader_pool *pool)
{
    struct tvx_read_options options = tvx_read_defaults(NULL);
    struct tvx_child_limits limits = tvx_child_limits(&options);
    struct tvx_document *document = NULL;
    size_t ticket;

    limits.bare = way == BARE;
    if (way != CONFINED)
        limits.barriers = 0;
    if (way == IN_PROCESS)
        tvx_read_in_process(&document, file->name, file->bytes, file->length, NULL, NULL);
    else if (way != POOL)
        tvx_child_read_within(&document, parse, file, &limits, NULL);
    else if (tvx_reader_pool_ask(pool, &ticket, file->name, file->bytes, file->length, NULL, NULL) == TVX_OK)
        tvx_reader_pool_take(pool, ticket, &document, NULL);
    tvx_document_free(document);
}

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return x < y ? -1 : x > y;
}

static double median(double *values, size_t count)
{
    qsort(values, count, sizeof *values, compare);
    return count == 0 ? 0 : values[count / 2];
}

/* All files with eight on their way: milliseconds a file. */
static double read_ahead(const struct file *files, size_t count, struct tvx_reader_pool *pool)
{
    enum { AHEAD = 8 };
    size_t tickets[AHEAD];
    double begin = wall_ms();

    for (size_t i = 0; i < count + AHEAD; i++) {
        struct tvx_document *document = NULL;

        if (i >= AHEAD && tvx_reader_pool_take(pool, tickets[i % AHEAD], &document, NULL) == TVX_OK)
            tvx_document_free(document);
        if (i < count && tvx_reader_pool_ask(pool, &tickets[i % AHEAD], files[i].name, files[i].bytes, files[i].length,
                                             NULL, NULL) != TVX_OK)
            return 0;
    }
    return (wall_ms() - begin) / (double)count;
}

static size_t load(struct file *files, char **names_given, size_t count)
{
    size_t loaded = 0;

    for (size_t i = 0; i < count; i++) {
        struct file *file = &files[loaded];
        struct tvx_document *document = NULL;

        *file = (struct file){.name = names_given[i]};
        if (tvx_file_read(&file->bytes, &file->length, file->name, (size_t)64 << 20, NULL) != TVX_OK)
            continue;
        if (tvx_read_bytes(&document, file->name, file->bytes, file->length, NULL, NULL) == TVX_OK)
            loaded++;
        else
            free(file->bytes);
        tvx_document_free(document);
    }
    return loaded;
}

int main(int argc, char **argv)
{
    struct tvx_reader_pool *pool = tvx_reader_pool_new(0);
    long turns = argc > 2 ? strtol(argv[1], NULL, 10) : 0;
    struct file *files = calloc((size_t)argc, sizeof *files);
    double *values = calloc((size_t)argc, sizeof *values), base = 0, ahead = 1e9;
    size_t count;

    if (turns < 1 || files == NULL || values == NULL || pool == NULL) {
        fputs("usage: bench-sandbox-cost TURNS FILE...\n", stderr);
        return 2;
    }
    count = load(files, argv + 2, (size_t)argc - 2);
    for (long turn = 0; turn < turns; turn++)
        for (size_t i = 0; i < count; i++)
            for (enum way way = IN_PROCESS; way < WAYS; way++) {
                double begin = wall_ms(), took;

                read_by(way, &files[i], pool);
                took = wall_ms() - begin;
                if (turn == 0 || took < files[i].best[way])
                    files[i].best[way] = took;
            }
    printf("%zu files that can be read, best of %ld turns each; %s; %u processors\n", count, turns, tvx_read_sandbox(),
           tvx_reader_pool_processors());
    for (enum way way = IN_PROCESS; way < WAYS; way++) {
        double middle;

        for (size_t i = 0; i < count; i++)
            values[i] = files[i].best[way];
        middle = median(values, count);
        for (size_t i = 0; i < count; i++)
            values[i] = files[i].best[way] - files[i].best[IN_PROCESS];
        base = median(values, count);
        printf("%-30s median %7.2f ms, beyond reading itself: median %5.2f ms, 9 of 10 under %5.2f ms\n", names[way],
               middle, base, count == 0 ? 0 : values[count * 9 / 10]);
    }
    for (long turn = 0; turn < turns; turn++) {
        double took = read_ahead(files, count, pool);

        ahead = took < ahead ? took : ahead;
    }
    base = 0;
    for (size_t i = 0; i < count; i++)
        base += files[i].best[IN_PROCESS];
    printf("reading ahead, all files in a row: %.2f ms a file; one after the other in this process: %.2f ms a file\n",
           ahead, count == 0 ? 0 : base / (double)count);
    tvx_reader_pool_free(pool);
    free(values);
    free(files);
    return 0;
}
