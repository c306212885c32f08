/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * How long the workspace takes: `workspace scale N` makes N documents with three proposals each in a temporary folder,
 * `workspace add PATH…` adds real files (with the travaux.toml beside them).  Both then time opening, lists, search and
 * resolving.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <travaux/store/ingest.h>
#include <travaux/store/store.h>
#include <unistd.h>

#include "clock.h"

static void must(enum tvx_status status, const struct tvx_error *error)
{
    if (status == TVX_OK)
        return;
    fprintf(stderr, "%s\n", error->message);
    exit(1);
}

/* Document `number`: 300 words of a vocabulary of 5,000. */
static void add_one(struct tvx_store *store, int number)
{
    static const char *sponsors[] = {"FRA", "MLI"};
    struct tvx_proposal proposals[3];
    char text[4000], file[40], numbers[3][40];
    struct tvx_store_entry entry = {.source = {.file = file, .kind = "contribution", .meeting = "PP-22"}, .bytes = text,
                                    .text = text, .format = "text", .language = "en", .title = file,
                                    .proposals = proposals, .proposal_count = 3};
    struct tvx_error error;
    unsigned seed = (unsigned)number * 2654435761u;
    bool existed;
    int64_t id;

    for (int i = 0; i < 300; i++) {
        seed = seed * 1664525u + 1013904223u;
        entry.length += (size_t)snprintf(text + entry.length, sizeof text - entry.length, "w%u ", (seed >> 12) % 5000);
    }
    snprintf(file, sizeof file, "document-%d.docx", number);
    for (int i = 0; i < 3; i++) {
        snprintf(numbers[i], sizeof numbers[i], "FRA/%d/%d", number, i + 1);
        proposals[i] = (struct tvx_proposal){.number = numbers[i], .action = TVX_ACTION_MOD, .target = "Article 5",
                                             .sponsors = sponsors, .sponsor_count = 2, .before = text + 500,
                                             .after = text + 1000, .reasons = "", .quote = text + 500};
    }
    must(tvx_store_add(store, &id, &existed, &entry, &error), &error);
}

static void measure(const char *path, const char *const *queries, size_t count)
{
    struct tvx_arena *arena = tvx_arena_new((size_t)4 << 30);
    struct tvx_stored_document *documents;
    struct tvx_stored_proposal *proposals;
    struct tvx_review *review;
    struct tvx_store *store;
    struct tvx_counts counts;
    struct tvx_error error;
    struct stat about;
    size_t found;
    double start = wall_ms();

    must(tvx_store_open(&store, path, &error), &error);
    must(tvx_store_counts(store, &counts, &error), &error);
    printf("open and count: %.1f ms (%zu documents, %zu proposals, %zu tied)\n", wall_ms() - start, counts.documents,
           counts.proposals, counts.resolved);
    start = wall_ms();
    must(tvx_store_documents(store, arena, &documents, &found, NULL, &error), &error);
    printf("list of documents: %.1f ms\n", wall_ms() - start);
    start = wall_ms();
    must(tvx_store_proposals(store, arena, &proposals, &found, NULL, &error), &error);
    printf("all proposals whole: %.1f ms\n", wall_ms() - start);
    start = wall_ms();
    must(tvx_store_review(store, arena, &review, &found, &error), &error);
    printf("review list: %.1f ms (%zu entries)\n", wall_ms() - start, found);
    for (size_t i = 0; i < count; i++) {
        struct tvx_hit *hits;

        start = wall_ms();
        must(tvx_store_search(store, arena, &hits, &found, queries[i], 20, &error), &error);
        printf("search %s: %.1f ms, %zu hits, first %s\n", queries[i], wall_ms() - start, found,
               found == 0 ? "none" : hits[0].reference);
    }
    tvx_store_close(store);
    if (stat(path, &about) == 0)
        printf("size: %.1f MB\n", (double)about.st_size / 1e6);
    tvx_arena_free(arena);
}

static void add_paths(struct tvx_store *store, const char *const *paths, size_t count)
{
    struct tvx_arena *arena = tvx_arena_new((size_t)1 << 30);
    static const struct tvx_source none;
    struct tvx_ingest_report report;
    struct tvx_error error;
    double start = wall_ms();

    must(tvx_ingest(&report, arena, store, paths, count, &none, NULL, NULL, &error), &error);
    printf("add: %.0f ms, %zu added, %zu failed, %zu proposals, %zu provisions, %zu warnings\n", wall_ms() - start,
           report.added_count, report.failed_count, report.proposals, report.provisions, report.warnings);
    for (size_t i = 0; i < report.failed_count && i < 10; i++)
        printf("  failed: %s: %s\n", report.failed[i].file, report.failed[i].error);
    start = wall_ms();
    must(tvx_store_resolve(store, &error), &error);
    printf("resolve again: %.0f ms\n", wall_ms() - start);
    tvx_arena_free(arena);
}

int main(int count, char **words)
{
    static const char *const synthetic[] = {"w17", "w17 w3000", "\"w17 w3000\"", "w17*"};
    static const char *const real[] = {"personal data", "controller", "\"data subject\"", "consent -explicit",
                                       "supervis*"};
    char folder[] = "/tmp/travaux-bench-XXXXXX", path[100];
    struct tvx_store *store;
    struct tvx_error error;
    double start;

    if (count < 3 || mkdtemp(folder) == NULL) {
        fprintf(stderr, "usage: %s scale N | add PATH...\n", words[0]);
        return 2;
    }
    snprintf(path, sizeof path, "%s/travaux.db", folder);
    must(tvx_store_create(path, &error), &error);
    must(tvx_store_open(&store, path, &error), &error);
    start = wall_ms();
    if (strcmp(words[1], "scale") == 0) {
        int documents = (int)strtol(words[2], NULL, 10);

        for (int i = 0; i < documents; i++)
            add_one(store, i);
        printf("add: %.0f ms, one transaction a document\n", wall_ms() - start);
        tvx_store_close(store);
        measure(path, synthetic, sizeof synthetic / sizeof *synthetic);
    } else {
        add_paths(store, (const char *const *)words + 2, (size_t)count - 2);
        tvx_store_close(store);
        measure(path, real, sizeof real / sizeof *real);
    }
    unlink(path);
    rmdir(folder);
    return 0;
}
