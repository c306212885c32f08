/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Are annotations found again in a new version?  Takes texts (of at least two documents), edits each at random with a
 * record of where every byte came from, and asks for random passages.  Prints how many were found at the right place,
 * at a wrong one, or orphaned, by the number of edits; -v lists the wrong ones.
 */
#include <stdio.h>
#include <string.h>
#include <travaux/base/file.h>
#include <travaux/compare/anchor.h>

#include "../tests/unit/compare/edits.h"

enum { TRIALS = 12, PASSAGES = 25, TEXTS = 200, MOST_WORDS = 40 };

static const char *const names[EDITS_VERDICTS] = {"right", "gone, said so", "orphaned though there", "in part",
                                                  "a copy of it", "wrong place"};
static bool verbose;

static bool passage(const char *text, uint64_t *state, size_t *start, size_t *length)
{
    size_t all = strlen(text), words = 1 + edits_random(state) % MOST_WORDS, end, size;

    edits_word(text, all, state, start, &size);
    if (text[*start] == ' ' || text[*start] == '\n')
        (*start)++;
    for (end = *start; end < all && words > 0; end++)
        words -= text[end] == ' ' || text[end] == '\n';
    while (end > *start && (text[end - 1] == ' ' || text[end - 1] == '\n'))
        end--;
    *length = end - *start;
    return end > *start;
}

static void trial(const char *text, const char *other, size_t edits, uint64_t *state, size_t counts[EDITS_VERDICTS])
{
    struct tvx_arena *arena = tvx_arena_new((size_t)2 << 30);
    struct tvx_anchor_map *map;
    struct tvx_error error = {0};
    struct edited e;

    edits_begin(&e, text);
    for (size_t i = 0; i < edits; i++)
        edits_one(&e, other, state);
    if (tvx_anchor_map_make(&map, arena, text, e.text, &error) != TVX_OK)
        fprintf(stderr, "%s\n", error.message);
    for (size_t i = 0; i < PASSAGES && error.status == TVX_OK; i++) {
        struct tvx_anchoring out;
        size_t start, length;
        enum edits_verdict verdict;

        if (!passage(text, state, &start, &length) ||
            tvx_anchor_carry(&out, map, arena, start, length, &error) != TVX_OK)
            continue;
        verdict = edits_judge(&e, text, start, length, out.anchor != TVX_ANCHOR_ORPHANED, out.start, out.length);
        counts[verdict]++;
        if (verbose && verdict >= EDITS_ORPHANED)
            printf("%s (%.2f):\n  %.*s\n  > %.*s\n", names[verdict], out.score, (int)length, text + start,
                   (int)out.length, e.text + out.start);
    }
    edits_end(&e);
    tvx_arena_free(arena);
}

int main(int argc, char **argv)
{
    static const size_t edits[] = {0, 1, 3, 10, 30, 100};
    char *texts[TEXTS];
    size_t count = 0;

    for (int i = 1; i < argc && count < TEXTS; i++) {
        struct tvx_error error = {0};
        size_t length;

        verbose |= strcmp(argv[i], "-v") == 0;
        if (tvx_file_read(&texts[count], &length, argv[i], 1 << 24, &error) == TVX_OK && length > 200)
            count++;
    }
    for (size_t k = 0; k < sizeof edits / sizeof *edits && count > 1; k++) {
        size_t counts[EDITS_VERDICTS] = {0}, all = 0;
        uint64_t state = 1;

        for (size_t i = 0; i < count; i++)
            for (int j = 0; j < TRIALS; j++)
                trial(texts[i], texts[(i + 1 + (size_t)j) % count], edits[k], &state, counts);
        printf("%3zu edits:", edits[k]);
        for (int v = 0; v < EDITS_VERDICTS; v++)
            all += counts[v];
        for (int v = 0; v < EDITS_VERDICTS; v++)
            printf("  %s %zu (%.2f %%)", names[v], counts[v], all == 0 ? 0 : 100.0 * (double)counts[v] / (double)all);
        putchar('\n');
    }
    for (size_t i = 0; i < count; i++)
        free(texts[i]);
    return count > 1 ? 0 : 2;
}
