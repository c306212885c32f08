/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * diff_pairs: microseconds a pair for 1,000 pairs of provisions of 60 to 150 words in one process, tokens included.
 * The pairs are made with a fixed seed; about one word in twenty is edited.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <travaux/compare/diff.h>

#include "clock.h"

enum { PAIRS = 1000, LONGEST = 4096 };

static uint64_t state = 20261122;

static size_t draw(size_t n)
{
    state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (size_t)(state >> 33) % n;
}

/* Words of a made-up language with the lengths and the repetition of English prose. */
static const char *word(void)
{
    static char words[2000][16];
    size_t r = draw(100), at = r < 45 ? draw(40) : r < 80 ? draw(400) : draw(2000);

    if (words[at][0] == '\0') {
        size_t length = at < 40 ? 2 + draw(3) : 4 + draw(8);

        for (size_t i = 0; i < length; i++)
            words[at][i] = "etaoinshrdlu"[draw(12)];
    }
    return words[at];
}

static void add(char *text, const char *more, bool first)
{
    size_t length = strlen(text);

    snprintf(text + length, LONGEST - length, "%s%s%s", first ? "" : " ", more, draw(12) == 0 ? "," : "");
}

int main(void)
{
    static char texts[PAIRS][2][LONGEST];
    double from, to;
    size_t words = 0, changed = 0;
    double best = 1e9;

    for (size_t k = 0; k < PAIRS; k++) {
        size_t n = 60 + draw(91);

        words += n;
        for (size_t i = 0; i < n; i++) {
            const char *next = word();
            size_t edit = draw(60);

            add(texts[k][0], next, i == 0);
            if (edit != 0)
                add(texts[k][1], edit == 1 ? word() : next, i == 0);
            if (edit == 2)
                add(texts[k][1], word(), false);
        }
    }
    for (int round = 0; round < 9; round++) {
        double us;

        changed = 0;
        from = process_ms();
        for (size_t k = 0; k < PAIRS; k++) {
            struct tvx_arena *arena = tvx_arena_new(1 << 24);
            struct tvx_diff diff;

            if (tvx_diff_text(&diff, arena, texts[k][0], texts[k][1], TVX_DIFF_READABLE, NULL) != TVX_OK)
                return 1;
            changed += diff.words_ins + diff.words_del;
            tvx_arena_free(arena);
        }
        to = process_ms();
        us = (to - from) * 1e3 / PAIRS;
        best = us < best ? us : best;
    }
    printf("%.2f us a pair (goal 15), %zu words a text, %zu changed words in all\n", best, words / PAIRS, changed);
    return 0;
}
