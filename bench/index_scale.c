/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * The reuse index over a corpus: index_scale CORPUS.jsonl.zst MEGABYTES FOLDER [SHOW]
 * Texts beyond the corpus are its texts again with one word in ten changed.  Prints what each stage took, how long a
 * passage waits for its candidates, and how many passages of 60 words are found after 10, 20 and 30 % of their words
 * were changed; with SHOW, also all pairs, of which so many are printed.  The texts lie in a file, so that the memory
 * told is the index's own, beyond the 150 MB in which the speed of the machine is measured.
 */
#include <fcntl.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <travaux/reuse/pairs.h>
#include <unistd.h>
#include <xxhash.h>
#include <zstd.h>

#include "clock.h"

enum { PASSAGES = 1000, PASSAGE_WORDS = 60, LONG_WORDS = 500, LONGS = 300 };

struct corpus {
    int file;
    size_t count, capacity;
    struct tvx_index_entry *entries;
    size_t *offsets, *lengths;
    size_t total;
    uint64_t random;
};

static uint64_t next_random(uint64_t *state)
{
    *state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return *state >> 33;
}

static void fail(const char *what)
{
    fprintf(stderr, "index_scale: %s\n", what);
    exit(1);
}

static void add_text(struct corpus *corpus, const char *text, size_t length)
{
    if (corpus->count == corpus->capacity) {
        corpus->capacity = corpus->capacity == 0 ? 4096 : 2 * corpus->capacity;
        corpus->entries = realloc(corpus->entries, corpus->capacity * sizeof *corpus->entries);
        corpus->offsets = realloc(corpus->offsets, corpus->capacity * sizeof *corpus->offsets);
        corpus->lengths = realloc(corpus->lengths, corpus->capacity * sizeof *corpus->lengths);
        if (corpus->entries == NULL || corpus->offsets == NULL || corpus->lengths == NULL)
            fail("out of memory");
    }
    if (pwrite(corpus->file, text, length, (off_t)corpus->total) != (ssize_t)length)
        fail("cannot write the texts");
    corpus->entries[corpus->count] = (struct tvx_index_entry){corpus->count + 1, length};
    corpus->offsets[corpus->count] = corpus->total;
    corpus->lengths[corpus->count++] = length;
    corpus->total += length;
}

static char *get_text(const struct corpus *corpus, size_t which)
{
    char *text = malloc(corpus->lengths[which] + 1);

    if (text == NULL || pread(corpus->file, text, corpus->lengths[which], (off_t)corpus->offsets[which]) !=
                            (ssize_t)corpus->lengths[which])
        fail("cannot read the texts");
    text[corpus->lengths[which]] = '\0';
    return text;
}

static void take_line(struct corpus *corpus, const char *line, size_t length)
{
    json_t *record = json_loadb(line, length, 0, NULL);
    const char *text = json_string_value(json_object_get(record, "text"));

    if (text != NULL)
        add_text(corpus, text, strlen(text));
    json_decref(record);
}

static void load(struct corpus *corpus, const char *path, size_t most)
{
    FILE *file = fopen(path, "rb");
    ZSTD_DCtx *context = ZSTD_createDCtx();
    size_t capacity = 64 << 20, held = 0, got;
    char *lines = malloc(capacity), *input = malloc(1 << 17);

    if (file == NULL || context == NULL || lines == NULL || input == NULL)
        fail("cannot open the corpus");
    while (corpus->total < most && (got = fread(input, 1, 1 << 17, file)) > 0) {
        ZSTD_inBuffer in = {input, got, 0};

        while (in.pos < in.size) {
            ZSTD_outBuffer out = {lines + held, capacity - held, 0};
            char *end, *at = lines;

            if (ZSTD_isError(ZSTD_decompressStream(context, &out, &in)) || held + out.pos == capacity)
                fail("cannot unpack the corpus");
            held += out.pos;
            while (corpus->total < most && (end = memchr(at, '\n', held - (size_t)(at - lines))) != NULL) {
                take_line(corpus, at, (size_t)(end - at));
                at = end + 1;
            }
            held -= (size_t)(at - lines);
            memmove(lines, at, held);
        }
    }
    fclose(file);
    ZSTD_freeDCtx(context);
    free(lines);
    free(input);
}

/* Words of `text` of which about one in 100 / percent is replaced, inserted, left out or changed with the next. */
static char *edited(const char *text, size_t length, unsigned percent, const char *other, uint64_t *random)
{
    char *out = malloc(2 * length + 1024);
    size_t used = 0, at = 0, other_length = strlen(other);

    while (out != NULL && at < length && used < 2 * length) {
        size_t end = at + strcspn(text + at, " \n"), from;

        end = end > length ? length : end;
        if (next_random(random) % 100 < percent && other_length > 64) {
            unsigned what = (unsigned)(next_random(random) % 10);

            from = next_random(random) % (other_length - 40);
            from += strcspn(other + from, " \n");
            from += from < other_length;
            if (what < 6) { /* another word instead, or before */
                size_t span = strcspn(other + from, " \n");

                span = span > 30 ? 30 : span;
                memcpy(out + used, other + from, span);
                used += span;
                out[used++] = ' ';
            }
            if (what < 4 || what >= 8) {
                at = end + 1;
                continue;
            }
        }
        memcpy(out + used, text + at, end - at);
        used += end - at;
        if (end < length)
            out[used++] = text[end];
        at = end + 1;
    }
    if (out == NULL)
        fail("out of memory");
    while (used > 0 && ((unsigned char)out[used - 1] & 0xC0) == 0x80) /* a word cut within a character */
        used--;
    out[used] = '\0';
    return out;
}

static void repeat(struct corpus *corpus, size_t most)
{
    size_t originals = corpus->count;

    for (size_t i = 0; corpus->total < most && originals > 0; i++) {
        char *text = get_text(corpus, i % originals), *other = get_text(corpus, (i * 7 + 3) % originals);
        char *copy = edited(text, strlen(text), 10, other, &corpus->random);

        add_text(corpus, copy, strlen(copy));
        free(copy);
        free(text);
        free(other);
    }
}

static enum tvx_status give_text(void *context, size_t which, struct tvx_index_text *out, struct tvx_error *error)
{
    const struct corpus *corpus = context;

    (void)error;
    *out = (struct tvx_index_text){get_text(corpus, which), corpus->lengths[which], "en"};
    return TVX_OK;
}

static double memory_mb(void)
{
    struct rusage usage;

    getrusage(RUSAGE_SELF, &usage);
    return (double)usage.ru_maxrss / 1024;
}

/* `words` words of a random text that has at least three times as many; malloc'ed. */
static char *passage_of(struct corpus *corpus, size_t words, size_t *which, size_t *start)
{
    for (;;) {
        char *text, *passage = NULL;
        size_t at, end, count = 0;

        *which = next_random(&corpus->random) % corpus->count;
        if (corpus->lengths[*which] < words * 20)
            continue;
        text = get_text(corpus, *which);
        at = next_random(&corpus->random) % (corpus->lengths[*which] - words * 8);
        at += strcspn(text + at, " \n") + 1;
        for (end = at; text[end] != '\0' && count < words; count++)
            end += strcspn(text + end, " \n") + 1, end = end > corpus->lengths[*which] ? corpus->lengths[*which] : end;
        if (count == words)
            passage = strndup(text + at, end - at);
        free(text);
        *start = at;
        if (passage != NULL)
            return passage;
    }
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return x < y ? -1 : x > y;
}

static void measure_passages(struct tvx_index *index, struct corpus *corpus, unsigned percent, size_t words, int turns)
{
    double *times = calloc((size_t)turns, sizeof *times), candidates = 0;
    int found = 0, first = 0;

    for (int i = 0; i < turns; i++) {
        struct tvx_arena *arena = tvx_arena_new(1U << 30);
        struct tvx_candidate *out;
        struct tvx_error error;
        size_t which, start, other, count;
        char *passage = passage_of(corpus, words, &which, &start), *noise = passage_of(corpus, 200, &other, &other);
        char *asked = edited(passage, strlen(passage), percent, noise, &corpus->random);
        double from = process_ms();

        if (tvx_index_candidates(index, arena, &out, &count, "en", asked, strlen(asked), NULL, &error) != TVX_OK)
            fail(error.message);
        times[i] = process_ms() - from;
        candidates += (double)count;
        for (size_t k = 0; k < count; k++) {
            size_t end = out[k].source_start + out[k].source_length;

            if (out[k].document.key != which + 1 || end <= start || out[k].source_start >= start + strlen(passage))
                continue;
            found++;
            first += k == 0;
            break;
        }
        free(passage);
        free(noise);
        free(asked);
        tvx_arena_free(arena);
    }
    qsort(times, (size_t)turns, sizeof *times, by_size);
    printf("%4zu words, %2u %% changed: found %.3f, first %.3f, candidates %.0f, processor: p50 %.2f ms, p99 %.2f ms\n",
           words, percent, (double)found / turns, (double)first / turns, candidates / turns, times[turns / 2],
           times[turns * 99 / 100]);
    free(times);
}

struct counting {
    struct tvx_shared_pair *pairs;
    size_t count, capacity;
};

static enum tvx_status count_pair(void *context, const struct tvx_shared_pair *pair, struct tvx_error *error)
{
    struct counting *counting = context;

    if (counting->count == counting->capacity) {
        counting->capacity = counting->capacity == 0 ? 65536 : 2 * counting->capacity;
        counting->pairs = realloc(counting->pairs, counting->capacity * sizeof *counting->pairs);
        if (counting->pairs == NULL)
            return tvx_error_nomem(error);
    }
    counting->pairs[counting->count++] = *pair;
    return TVX_OK;
}

static void show_side(const struct corpus *corpus, const struct tvx_pair_side *side)
{
    char *text = get_text(corpus, side->document.key - 1);

    for (size_t i = 0; i < side->length; i++)
        if (text[side->start + i] == '\n')
            text[side->start + i] = ' ';
    printf("    %llu: %.*s\n", (unsigned long long)side->document.key, (int)side->length, text + side->start);
    free(text);
}

/* `show` pairs are printed, drawn by lot. */
static void measure_pairs(struct tvx_index *index, struct corpus *corpus, const char *folder, unsigned long show)
{
    struct tvx_pairs_options options = {.folder = folder};
    struct tvx_arena *arena = tvx_arena_new(SIZE_MAX / 2);
    struct tvx_cluster_member *members;
    struct tvx_pairs_report report;
    struct counting counting = {0};
    struct tvx_error error;
    size_t member_count;
    double from = wall_ms(), used = process_ms();

    if (tvx_index_pairs(index, &options, count_pair, &counting, &report, &error) != TVX_OK)
        fail(error.message);
    printf("all pairs in %.2f s, %.2f s of processor (join %.2f s, sort and regions %.2f s): %.1f M shared shingles, "
           "%llu pairs of passages in %llu pairs of documents, memory %.0f MB\n",
           (wall_ms() - from) / 1e3, (process_ms() - used) / 1e3, report.join_seconds, report.sort_seconds,
           (double)report.hits / 1e6, (unsigned long long)report.pairs, (unsigned long long)report.documents,
           memory_mb());
    from = wall_ms();
    if (tvx_pairs_clusters(arena, &members, &member_count, counting.pairs, counting.count, &error) != TVX_OK)
        fail(error.message);
    printf("%zu passages in %zu clusters, %.2f s\n", member_count,
           member_count == 0 ? 0 : members[member_count - 1].cluster + 1, (wall_ms() - from) / 1e3);
    for (unsigned long i = 0; i < show && counting.count > 0; i++) {
        const struct tvx_shared_pair *pair = &counting.pairs[next_random(&corpus->random) % counting.count];

        printf("%.0f bits, %u shingles\n", pair->bits, pair->shingles);
        show_side(corpus, &pair->a);
        show_side(corpus, &pair->b);
    }
    free(counting.pairs);
    tvx_arena_free(arena);
}

/* What the machine can do at best, to hold the rest against. */
static void measure_machine(void)
{
    enum { BYTES = 64 << 20, TURNS = 16 };
    char *from = malloc(BYTES), *to = malloc(BYTES);
    unsigned long long sum = 0;
    double since, copy, hash;

    if (from == NULL || to == NULL)
        fail("out of memory");
    memset(from, 1, BYTES);
    memset(to, 2, BYTES);
    since = process_ms();
    for (int i = 0; i < TURNS; i++)
        memcpy(i % 2 == 0 ? to : from, i % 2 == 0 ? from : to, BYTES);
    copy = process_ms() - since;
    since = process_ms();
    for (int i = 0; i < TURNS; i++)
        sum += XXH3_64bits(to, BYTES);
    hash = process_ms() - since;
    printf("one processor copies %.1f GB/s and hashes %.1f GB/s (%llu)\n", TURNS * (BYTES / 1e6) / copy,
           TURNS * (BYTES / 1e6) / hash, sum % 10);
    free(from);
    free(to);
}

int main(int argc, char **argv)
{
    struct corpus corpus = {.random = 1};
    struct tvx_index_report report;
    struct tvx_error error;
    struct tvx_index *index;
    double from, used;
    size_t most;

    if (argc < 4)
        fail("CORPUS.jsonl.zst MEGABYTES FOLDER [SHOW]");
    most = strtoul(argv[2], NULL, 10) * 1000000;
    measure_machine();
    corpus.file = open(".", O_TMPFILE | O_RDWR, 0600);
    if (corpus.file < 0)
        fail("cannot make a file for the texts here");
    load(&corpus, argv[1], most);
    repeat(&corpus, most);
    printf("%zu texts, %.1f MB; memory before %.0f MB\n", corpus.count, (double)corpus.total / 1e6, memory_mb());
    tvx_index_remove(argv[3], NULL);
    from = wall_ms();
    used = process_ms();
    if (tvx_index_sync(argv[3], corpus.entries, corpus.count, give_text, &corpus, NULL, &report, &error) != TVX_OK ||
        tvx_index_open(&index, argv[3], &error) != TVX_OK)
        fail(error.message);
    printf("built in %.2f s, %.2f s of processor (to runs %.2f s, %.0f MB/s; merge and write %.2f s), "
           "%.1f M shingles, %.1f MB on disk, "
           "memory %.0f MB\n",
           (wall_ms() - from) / 1e3, (process_ms() - used) / 1e3, report.read_seconds,
           (double)report.bytes / 1e6 / report.read_seconds,
           report.sort_seconds, (double)report.postings / 1e6, (double)tvx_index_size(index) / 1e6, memory_mb());
    from = wall_ms();
    if (tvx_index_check(index, &error) != TVX_OK)
        fail(error.message);
    printf("all blocks checked in %.0f ms\n", wall_ms() - from);
    for (unsigned percent = 0; percent <= 30; percent += 10)
        measure_passages(index, &corpus, percent, PASSAGE_WORDS, PASSAGES);
    measure_passages(index, &corpus, 10, LONG_WORDS, LONGS);
    if (argc > 4)
        measure_pairs(index, &corpus, argv[3], strtoul(argv[4], NULL, 10));
    tvx_index_close(index);
    return 0;
}
