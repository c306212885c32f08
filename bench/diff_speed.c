/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * diff_speed [--oracle] A B: best of five whole diffs (tokens included) of two files, in milliseconds, and the changed
 * words; with --oracle also the fewest changed words possible, by the plain table.  bench/diff_speed.py makes the
 * files.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <travaux/base/file.h>
#include <travaux/compare/diff.h>

#include "clock.h"

static double best_ms(const char *a, const char *b, enum tvx_diff_style style, struct tvx_diff *diff)
{
    double best = 1e9;

    for (int round = 0; round < 5; round++) {
        struct tvx_arena *arena = tvx_arena_new(SIZE_MAX / 2);
        double from = process_ms(), ms;

        if (tvx_diff_text(diff, arena, a, b, style, NULL) != TVX_OK)
            exit(1);
        ms = process_ms() - from;
        best = ms < best ? ms : best;
        tvx_arena_free(arena);
    }
    return best;
}

static size_t fewest_changes(const char *texts[2])
{
    struct tvx_arena *arena = tvx_arena_new(SIZE_MAX / 2);
    struct tvx_vocab *vocab = tvx_vocab_new(arena);
    struct tvx_tokens tokens[2];
    uint32_t *ids[2], *row;

    for (int side = 0; side < 2; side++) {
        if (tvx_tokenize(&tokens[side], arena, texts[side], strlen(texts[side]), NULL) != TVX_OK)
            exit(1);
        ids[side] = tvx_arena_array(arena, tokens[side].count + 1, sizeof **ids);
        for (size_t i = 0; i < tokens[side].count; i++)
            ids[side][i] = tvx_vocab_id(vocab, texts[side] + tokens[side].items[i].start, tokens[side].items[i].length);
    }
    row = tvx_arena_array(arena, tokens[1].count + 1, sizeof *row);
    for (size_t i = 0; i < tokens[0].count; i++) {
        uint32_t corner = 0;

        for (size_t j = 0; j < tokens[1].count; j++) {
            uint32_t above = row[j + 1], longer = above > row[j] ? above : row[j];

            row[j + 1] = ids[0][i] == ids[1][j] ? corner + 1 : longer;
            corner = above;
        }
    }
    return tokens[0].count + tokens[1].count - 2 * (size_t)row[tokens[1].count];
}

int main(int argc, char **argv)
{
    bool oracle = argc == 4 && strcmp(argv[1], "--oracle") == 0;
    const char *texts[2];
    struct tvx_diff diff;

    if (argc != 3 && !oracle)
        return 2;
    for (int i = 0; i < 2; i++) {
        char *bytes;
        size_t length;

        if (tvx_file_read(&bytes, &length, argv[argc - 2 + i], 1U << 30, NULL) != TVX_OK)
            return 1;
        texts[i] = bytes;
    }
    printf("minimal_ms %.1f", best_ms(texts[0], texts[1], TVX_DIFF_MINIMAL, &diff));
    printf(" minimal_changed %zu", diff.words_ins + diff.words_del);
    printf(" readable_ms %.1f", best_ms(texts[0], texts[1], TVX_DIFF_READABLE, &diff));
    printf(" readable_changed %zu", diff.words_ins + diff.words_del + 2 * diff.words_moved);
    if (oracle)
        printf(" optimum %zu", fewest_changes(texts));
    printf("\n");
    return 0;
}
