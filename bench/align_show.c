/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * align_show A B: two versions of an instrument, provision by provision, to be read by eye: kind, paths, and the
 * redline in [-…-] {+…+} [>moved<].  align_show --speed N: milliseconds to align two made-up documents of N parts each.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <travaux/base/file.h>
#include <travaux/compare/align.h>
#include <travaux/law/instrument.h>
#include <travaux/read/read.h>

#include "clock.h"

static void print_diff(const struct tvx_diff *diff, const char *a, const char *b)
{
    static const char *const marks[][2] = {{"", ""}, {"{+", "+}"}, {"[-", "-]"}, {"[>", "<]"}};

    for (size_t i = 0; i < diff->count; i++) {
        const struct tvx_diff_piece *p = &diff->pieces[i];
        bool gone = p->op == TVX_DIFF_DEL;

        printf("%s%.*s%s", marks[p->op][0], (int)(gone ? p->a_length : p->b_length),
               gone ? a + p->a_start : b + p->b_start, marks[p->op][1]);
    }
}

static char *joined(const struct tvx_part *parts, size_t first, size_t count)
{
    static char text[2][1 << 20];
    static int turn;
    char *out = text[turn = 1 - turn];
    size_t used = 0;

    out[0] = '\0';
    for (size_t i = first; i < first + count; i++)
        used += (size_t)snprintf(out + used, sizeof text[0] - used, "%s%s", used == 0 ? "" : " ", parts[i].text);
    return out;
}

static struct tvx_part *read_parts(const char *path, struct tvx_arena *arena, struct tvx_instrument *instrument)
{
    struct tvx_error error = {0};
    struct tvx_document *document = NULL;
    struct tvx_part *parts;
    char *bytes;
    size_t length;

    if (tvx_file_read(&bytes, &length, path, 1 << 28, &error) != TVX_OK ||
        tvx_read_in_process(&document, path, bytes, length, NULL, &error) != TVX_OK ||
        tvx_instrument_parse(instrument, arena, document, &error) != TVX_OK) {
        fprintf(stderr, "%s: %s\n", path, error.message);
        exit(1);
    }
    parts = tvx_arena_array(arena, instrument->count, sizeof *parts);
    for (size_t i = 0; i < instrument->count; i++) {
        const struct tvx_provision *p = &instrument->provisions[i];

        parts[i].label = p->label[0] != '\0' ? p->label : p->heading;
        parts[i].text = p->text[0] != '\0' ? p->text : p->heading;
    }
    return parts;
}

static int show(const char *path_a, const char *path_b)
{
    struct tvx_arena *arena = tvx_arena_new(SIZE_MAX / 2);
    struct tvx_instrument a, b;
    struct tvx_part *parts_a = read_parts(path_a, arena, &a), *parts_b = read_parts(path_b, arena, &b);
    struct tvx_alignment alignment;

    if (tvx_align_parts(&alignment, arena, parts_a, a.count, parts_b, b.count, NULL) != TVX_OK)
        return 1;
    for (size_t i = 0; i < alignment.count; i++) {
        const struct tvx_pair *pair = &alignment.pairs[i];

        printf("%-8s %s%s%s%s\n         ", tvx_pair_kind_to_string(pair->kind),
               pair->a_count > 0 ? a.provisions[pair->a].path : "",
               pair->a_count > 0 && pair->b_count > 0 ? " -> " : "",
               pair->b_count > 0 ? b.provisions[pair->b].path : "", pair->renumbered ? "  (renumbered)" : "");
        if (pair->kind == TVX_PAIR_SAME)
            printf("%.70s", parts_a[pair->a].text);
        else if (pair->a_count == 0)
            printf("{+%s+}", parts_b[pair->b].text);
        else if (pair->b_count == 0)
            printf("[-%s-]", parts_a[pair->a].text);
        else
            print_diff(&pair->diff, joined(parts_a, pair->a, pair->a_count), joined(parts_b, pair->b, pair->b_count));
        printf("\n");
    }
    tvx_arena_free(arena);
    return 0;
}

static uint64_t state = 5;

static uint64_t draw(uint64_t n)
{
    state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (state >> 33) % n;
}

static char *random_part(struct tvx_arena *arena)
{
    char text[1200];
    size_t used = 0;

    for (uint64_t words = 20 + draw(80); words > 0; words--)
        used +=
            (size_t)snprintf(text + used, sizeof text - used, "w%u ", (unsigned)(draw(2) == 0 ? draw(60) : draw(6000)));
    return tvx_arena_strdup(arena, text);
}

static int speed(size_t n)
{
    struct tvx_arena *arena = tvx_arena_new(SIZE_MAX / 2);
    struct tvx_part *a = tvx_arena_array(arena, n, sizeof *a), *b = tvx_arena_array(arena, n, sizeof *b);
    struct tvx_alignment alignment;
    double from, to;
    size_t kinds[8] = {0};

    for (size_t i = 0; i < n; i++) {
        a[i] = (struct tvx_part){tvx_arena_printf(arena, "%zu", i), random_part(arena)};
        b[i] = (struct tvx_part){tvx_arena_printf(arena, "%zu", i + 1), a[i].text};
        if (draw(10) == 0)
            b[i].text = random_part(arena);
        else if (draw(3) == 0)
            b[i].text = tvx_arena_printf(arena, "%s and some words more", a[i].text + 30);
    }
    from = process_ms();
    if (tvx_align_parts(&alignment, arena, a, n, b, n, NULL) != TVX_OK)
        return 1;
    to = process_ms();
    for (size_t i = 0; i < alignment.count; i++)
        kinds[alignment.pairs[i].kind]++;
    printf("%zu x %zu parts: %.0f ms;", n, n,
           to - from);
    for (enum tvx_pair_kind kind = TVX_PAIR_SAME; kind <= TVX_PAIR_MOVED; kind++)
        printf(" %s %zu", tvx_pair_kind_to_string(kind), kinds[kind]);
    printf("\n");
    tvx_arena_free(arena);
    return 0;
}

int main(int argc, char **argv)
{
    if (argc != 3)
        return 2;
    return strcmp(argv[1], "--speed") == 0 ? speed(strtoul(argv[2], NULL, 10)) : show(argv[1], argv[2]);
}
