/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Lays texts in two languages beside one another, for bench/cross.py:
 *
 *     bench-cross [-l] [-d] [-o TERMS] [-p | -e] < LIST
 *
 * LIST has lines "LANGUAGE<tab>FILE<tab>LANGUAGE<tab>FILE"; each line of a file that is not blank is a unit.  -l:
 * labels count for nothing; -d: without any dictionary; -o: a table of one's own.  Prints a line for each pair of
 * files: the score, then the features; with -p also, for each pair of units, "first count first count bits".  With -e
 * the lines are pairs of changes, "LANGUAGE<tab>BEFORE<tab>AFTER<tab>LANGUAGE<tab>BEFORE<tab>AFTER".
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <travaux/base/file.h>
#include <travaux/reuse/cross.h>
#include <unistd.h>

static void fail(const struct tvx_error *error)
{
    fprintf(stderr, "%s\n", error->message);
    exit(1);
}

/* Texts are read and prepared once; the arena keeps them. */
struct kept {
    char *name;
    struct tvx_cross_text *text;
};

static struct kept kept[100000];
static size_t kept_count;

static struct tvx_cross_text *prepare(struct tvx_arena *arena, const struct tvx_cross_terms *terms,
                                      struct tvx_stemmer *stemmer, const char *language, const char *name, bool labels)
{
    struct tvx_error error;
    size_t length;
    char *bytes;

    for (size_t i = 0; i < kept_count; i++)
        if (strcmp(kept[i].name, name) == 0)
            return kept[i].text;
    if (kept_count == sizeof kept / sizeof *kept || tvx_file_read(&bytes, &length, name, 1 << 30, &error) != TVX_OK ||
        tvx_cross_prepare(&kept[kept_count].text, arena, terms, stemmer, tvx_arena_strdup(arena, language), bytes,
                          length, NULL, 0, labels, &error) != TVX_OK)
        fail(&error);
    kept[kept_count].name = strdup(name);
    return kept[kept_count++].text;
}

static void print(const struct tvx_cross_text *a, const struct tvx_cross_text *b, bool pairs)
{
    struct tvx_arena *arena = tvx_arena_new((size_t)4 << 30);
    double features[TVX_CROSS_FEATURES];
    struct tvx_cross cross;
    struct tvx_error error;

    if (tvx_cross_compare(&cross, arena, a, b, &error) != TVX_OK)
        fail(&error);
    tvx_cross_features(features, a, b, &cross);
    printf("S\t%.6f", cross.score);
    for (int i = 0; i < TVX_CROSS_FEATURES; i++)
        printf("\t%.5f", features[i]);
    putchar('\n');
    for (size_t i = 0; i < cross.count && pairs; i++)
        printf("P\t%zu\t%zu\t%zu\t%zu\t%.2f\n", cross.pairs[i].a_first, cross.pairs[i].a_count, cross.pairs[i].b_first,
               cross.pairs[i].b_count, cross.pairs[i].bits);
    tvx_arena_free(arena);
}

static void print_edits(struct tvx_cross_terms *terms, struct tvx_stemmer *stemmer, char *line)
{
    struct tvx_arena *arena = tvx_arena_new((size_t)1 << 30);
    double features[TVX_CROSS_EDIT_FEATURES];
    struct tvx_cross_edit *edits[2];
    struct tvx_cross_same same;
    struct tvx_error error;
    char *field[6];

    for (int i = 0; i < 6; i++)
        if ((field[i] = strsep(&line, "\t\n")) == NULL)
            exit(2);
    for (int i = 0; i < 2; i++) {
        struct tvx_cross_change change = {
            .language = field[3 * i], .before = field[3 * i + 1], .after = field[3 * i + 2]};

        if (tvx_cross_edit_prepare(&edits[i], arena, terms, stemmer, &change, &error) != TVX_OK)
            fail(&error);
    }
    if (tvx_cross_same(&same, arena, edits[0], edits[1], &error) != TVX_OK)
        fail(&error);
    tvx_cross_edit_features(features, edits[0], edits[1]);
    printf("S\t%.6f", same.score);
    for (int i = 0; i < TVX_CROSS_EDIT_FEATURES; i++)
        printf("\t%.5f", features[i]);
    putchar('\n');
    tvx_arena_free(arena);
}

int main(int argc, char **argv)
{
    struct tvx_arena *arena = tvx_arena_new((size_t)16 << 30);
    struct tvx_stemmer *stemmer = tvx_stemmer_new();
    bool labels = true, dictionary = true, pairs = false, edits = false;
    struct tvx_cross_terms *terms;
    struct tvx_error error;
    char *line = NULL, *own = NULL;
    size_t room = 0, own_length = 0;

    for (int option; (option = getopt(argc, argv, "edlpo:")) != -1;) {
        labels = labels && option != 'l';
        dictionary = dictionary && option != 'd';
        pairs = pairs || option == 'p';
        edits = edits || option == 'e';
        if (option == 'o' && tvx_file_read(&own, &own_length, optarg, 1 << 24, &error) != TVX_OK)
            fail(&error);
    }
    if ((dictionary ? tvx_cross_terms_new(&terms, arena, own, own_length, &error)
                    : tvx_cross_terms_none(&terms, arena, &error)) != TVX_OK)
        fail(&error);
    while (getline(&line, &room, stdin) > 0) {
        char *field[4], *rest = line;

        if (edits) {
            print_edits(terms, stemmer, line);
            continue;
        }
        for (int i = 0; i < 4; i++)
            if ((field[i] = strsep(&rest, "\t\n")) == NULL)
                return 2;
        print(prepare(arena, terms, stemmer, field[0], field[1], labels),
              prepare(arena, terms, stemmer, field[2], field[3], labels), pairs);
    }
    tvx_stemmer_free(stemmer);
    tvx_arena_free(arena);
    return 0;
}
