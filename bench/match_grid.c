/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Every edit of one file against every edit of another, no candidates chosen first.  Files hold one edit a line,
 * {"id","before","after"}; words are counted in the edits of both.
 *     bench-match-grid A B THRESHOLD      prints the pairs at or above it: score id id; times on standard error
 *     bench-match-grid A B --pairs FILE   prints the features of the pairs "id id" of FILE: id id score features…
 */
#include "clock.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <travaux/base/file.h>
#include <travaux/reuse/match.h>

struct item {
    const char *id, *before, *after;
    struct tvx_weighed *edit;
};

struct list {
    struct item *items;
    size_t count, capacity;
};

static void need(bool good, const char *what)
{
    if (!good) {
        fprintf(stderr, "bench-match-grid: %s\n", what);
        exit(1);
    }
}

static const char *member(struct tvx_arena *arena, json_t *object, const char *name)
{
    const char *text = json_string_value(json_object_get(object, name));

    return tvx_arena_strdup(arena, text == NULL ? "" : text);
}

static void load(struct list *list, struct tvx_arena *arena, const char *path)
{
    char *bytes;
    size_t length;

    need(tvx_file_read(&bytes, &length, path, (size_t)1 << 32, NULL) == TVX_OK, path);
    for (char *line = bytes, *end; *line != '\0'; line = end + 1) {
        json_t *object;
        struct item *item;

        end = strchr(line, '\n');
        need(end != NULL, "a line has no end");
        object = json_loadb(line, (size_t)(end - line), 0, NULL);
        need(object != NULL, "a line is no JSON");
        list->items = tvx_arena_grow(arena, list->items, list->count, &list->capacity, sizeof *list->items);
        item = &list->items[list->count++];
        item->id = member(arena, object, "id");
        item->before = member(arena, object, "before");
        item->after = member(arena, object, "after");
        json_decref(object);
    }
    free(bytes);
}

static void learn(struct tvx_rarity *rarity, struct tvx_stemmer *stemmer, const struct list *list)
{
    for (size_t i = 0; i < list->count; i++) {
        const char *text = *list->items[i].after == '\0' ? list->items[i].before : list->items[i].after;

        tvx_rarity_learn(rarity, stemmer, NULL, text, strlen(text), NULL);
    }
}

static void prepare(struct list *list, struct tvx_arena *arena, const struct tvx_rarity *rarity,
                    struct tvx_stemmer *stemmer)
{
    for (size_t i = 0; i < list->count; i++) {
        struct item *item = &list->items[i];

        need(tvx_edit_prepare(&item->edit, arena, rarity, stemmer, NULL, item->before, item->after, NULL) == TVX_OK,
             item->id);
    }
}

static const struct item *find(const struct list *list, const char *id)
{
    for (size_t i = 0; i < list->count; i++)
        if (strcmp(list->items[i].id, id) == 0)
            return &list->items[i];
    need(false, id);
    return NULL;
}

static void print_pairs(const struct tvx_match_model *model, const struct list *a, const struct list *b,
                        const char *path)
{
    FILE *file = fopen(path, "r");
    char first[128], second[128];

    need(file != NULL, path);
    while (fscanf(file, "%127s %127s", first, second) == 2) {
        const struct item *x = find(a, first), *y = find(b, second);
        double features[TVX_MATCH_FEATURES];

        tvx_match_features(features, x->edit, y->edit);
        printf("%s %s %.9f", first, second, tvx_match_score(model, x->edit, y->edit));
        for (int i = 0; i < TVX_MATCH_FEATURES; i++)
            printf(" %.9g", features[i]);
        putchar('\n');
    }
    fclose(file);
}

static void print_grid(const struct tvx_match_model *model, const struct list *a, const struct list *b,
                       double threshold)
{
    double start = wall_ms() / 1e3;
    size_t above = 0;

    for (size_t i = 0; i < a->count; i++) {
        for (size_t j = 0; j < b->count; j++) {
            double score = tvx_match_score(model, a->items[i].edit, b->items[j].edit);

            if (score >= threshold) {
                printf("%.6f %s %s\n", score, a->items[i].id, b->items[j].id);
                above++;
            }
        }
    }
    start = wall_ms() / 1e3 - start;
    fprintf(stderr, "%zu x %zu pairs in %.2f s, %.3f us a pair; %zu at or above %.3f\n", a->count, b->count, start,
            start * 1e6 / ((double)a->count * (double)b->count), above, threshold);
}

int main(int argc, char **argv)
{
    struct tvx_arena *arena = tvx_arena_new((size_t)8 << 30);
    struct tvx_rarity *rarity = tvx_rarity_new(0);
    struct tvx_stemmer *stemmer = tvx_stemmer_new();
    struct tvx_match_model model;
    struct tvx_error error;
    struct list a = {0}, b = {0};
    double start;

    need(argc >= 4, "give two files and a threshold, or --pairs and a file");
    need(arena != NULL && rarity != NULL && stemmer != NULL, "out of memory");
    need(tvx_match_model_load(&model, &error) == TVX_OK, error.message);
    load(&a, arena, argv[1]);
    load(&b, arena, argv[2]);
    start = wall_ms() / 1e3;
    learn(rarity, stemmer, &a);
    learn(rarity, stemmer, &b);
    prepare(&a, arena, rarity, stemmer);
    prepare(&b, arena, rarity, stemmer);
    fprintf(stderr, "%zu edits counted and prepared in %.2f s\n", a.count + b.count, (wall_ms() / 1e3 - start));
    if (strcmp(argv[3], "--pairs") == 0 && argc == 5)
        print_pairs(&model, &a, &b, argv[4]);
    else
        print_grid(&model, &a, &b, strtod(argv[3], NULL));
    tvx_arena_free(arena);
    tvx_rarity_free(rarity);
    tvx_stemmer_free(stemmer);
    return 0;
}
