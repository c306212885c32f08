/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Prints how fast tvx_tokenize cuts the given files (plain UTF-8 text), beside ICU alone: token_speed FILE... */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <travaux/base/file.h>
#include <travaux/text/token.h>
#include <travaux/text/utf8.h>

#include "clock.h"

typedef enum tvx_status tokenize_fn(struct tvx_tokens *, struct tvx_arena *, const char *, size_t, struct tvx_error *);

static double best_seconds(tokenize_fn *fn, const char *text, size_t length, size_t *count)
{
    double best = 1e9;

    for (int round = 0; round < 7; round++) {
        struct tvx_arena *arena = tvx_arena_new(SIZE_MAX / 2);
        struct tvx_tokens tokens;
        double from, to;
        double seconds;

        from = process_ms();
        if (fn(&tokens, arena, text, length, NULL) != TVX_OK)
            exit(1);
        to = process_ms();
        *count = tokens.count;
        seconds = (to - from) / 1e3;
        best = seconds < best ? seconds : best;
        tvx_arena_free(arena);
    }
    return best;
}

int main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        struct tvx_arena *arena = tvx_arena_new(SIZE_MAX / 2);
        char *bytes, *text;
        size_t length, count;
        double fast, slow;

        if (tvx_file_read(&bytes, &length, argv[i], 1U << 30, NULL) != TVX_OK)
            return 1;
        text = tvx_text_clean(arena, bytes, length);
        length = strlen(text);
        fast = best_seconds(tvx_tokenize, text, length, &count);
        slow = best_seconds(tvx_tokenize_reference, text, length, &count);
        printf("%-40s %8zu tokens  %7.1f MB/s  ICU alone %6.1f MB/s\n", argv[i], count, (double)length / fast / 1e6,
               (double)length / slow / 1e6);
        free(bytes);
        tvx_arena_free(arena);
    }
    return 0;
}
