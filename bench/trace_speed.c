/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * How long one `trace` takes in a process that stays open: trace_speed WORKSPACE TEXTS.jsonl [COUNT]
 * Each line of TEXTS is an object; its "new", "after" or "text" is traced, as it would be from a file.  Prints the
 * percentiles of the time and how many texts had hits, by their score; the slowest three are named.
 */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <travaux/reuse/trace.h>

#include "clock.h"

enum { MOST = 100000, LEAST_WORDS = 40, SLOWEST = 3 };

struct text {
    char *text;
    double ms;
    size_t line, hits;
    double best;
};

static int slowest_last(const void *a, const void *b)
{
    const struct text *x = a, *y = b;

    return x->ms < y->ms ? -1 : x->ms > y->ms;
}

static size_t read_texts(struct text *texts, size_t most, const char *path)
{
    static const char *const names[] = {"new", "after", "text"};
    FILE *file = fopen(path, "r");
    char *line = NULL;
    size_t room = 0, count = 0;

    if (file == NULL)
        return 0;
    for (size_t number = 1; count < most && getline(&line, &room, file) >= 0; number++) {
        json_t *object = json_loads(line, 0, NULL);

        for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
            const char *text = json_string_value(json_object_get(object, names[i]));

            if (text != NULL && strlen(text) >= LEAST_WORDS) {
                texts[count++] = (struct text){.text = strdup(text), .line = number};
                break;
            }
        }
        json_decref(object);
    }
    free(line);
    fclose(file);
    return count;
}

static void report(struct text *texts, size_t count)
{
    size_t with = 0, sure = 0;

    qsort(texts, count, sizeof *texts, slowest_last);
    for (size_t i = 0; i < count; i++) {
        with += texts[i].hits > 0;
        sure += texts[i].best > 0.99;
    }
    printf("%zu texts: p50 %.1f ms, p90 %.1f ms, p99 %.1f ms, most %.1f ms\n", count, texts[count / 2].ms,
           texts[count * 9 / 10].ms, texts[count * 99 / 100].ms, texts[count - 1].ms);
    printf("%zu have a hit, %zu one above 0.99\n", with, sure);
    for (size_t i = 0; i < SLOWEST && i < count; i++)
        printf("line %zu: %.1f ms, %zu bytes, %zu hits\n", texts[count - 1 - i].line,
               texts[count - 1 - i].ms, strlen(texts[count - 1 - i].text), texts[count - 1 - i].hits);
}

int main(int argc, char **argv)
{
    size_t most = argc > 3 ? strtoul(argv[3], NULL, 10) : 1000, count;
    struct text *texts = calloc(most > MOST ? MOST : most, sizeof *texts);
    struct tvx_error error = {0};
    struct tvx_store *store;
    struct tvx_tracer *tracer;
    double begun = wall_ms();

    if (argc < 3 || texts == NULL) {
        fputs("trace_speed WORKSPACE TEXTS.jsonl [COUNT]\n", stderr);
        return 2;
    }
    count = read_texts(texts, most > MOST ? MOST : most, argv[2]);
    if (tvx_store_open(&store, argv[1], &error) != TVX_OK ||
        tvx_tracer_open(&tracer, store, argv[1], NULL, &error) != TVX_OK || count == 0) {
        fprintf(stderr, "trace_speed: %s\n", count == 0 ? "no texts" : error.message);
        return 1;
    }
    printf("opened in %.1f ms\n", wall_ms() - begun);
    for (int turn = 0; turn < 2; turn++) { /* the first warms: files into the system's cache */
        for (size_t i = 0; i < count; i++) {
            struct tvx_arena *arena = tvx_arena_new((size_t)1 << 30);
            struct tvx_trace trace;
            double start = wall_ms();

            if (tvx_trace_text(&trace, arena, tracer, "text", texts[i].text, "en", NULL, &error) != TVX_OK) {
                fprintf(stderr, "trace_speed: line %zu: %s\n", texts[i].line, error.message);
                return 1;
            }
            texts[i].ms = wall_ms() - start;
            texts[i].hits = trace.count;
            texts[i].best = trace.count > 0 ? trace.hits[0].score : 0;
            tvx_arena_free(arena);
        }
        printf(turn == 0 ? "first turn: " : "second turn: ");
        report(texts, count);
    }
    tvx_tracer_close(tracer);
    tvx_store_close(store);
    return 0;
}
