/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * lattice_show [--loci] FILE...: each file holds the texts of one provision, base first, separated by the byte 0x1E; an
 * empty variant is a suppression.  Prints variants, families, pairs in conflict, loci, columns, milliseconds, and
 * whether each variant came back exactly; with --loci also the apparatus.  bench/gdpr_lattices.py makes the files.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <travaux/base/file.h>
#include <travaux/compare/lattice.h>

#include "clock.h"

enum { MOST = 1000 };

static void show(const struct tvx_loci *loci, const struct tvx_families *families)
{
    for (size_t i = 0; i < loci->count; i++) {
        printf("  %zu%s%s\n", i + 1, loci->items[i].conflict ? "  ! conflict" : "",
               loci->items[i].omission ? "  (part of a longer deletion)" : "");
        for (size_t r = 0; r < loci->items[i].count; r++) {
            const struct tvx_reading *reading = &loci->items[i].readings[r];

            printf("      %-70s %zu:", reading->text[0] == '\0' ? "(nothing)" : reading->text, reading->member_count);
            for (size_t k = 0; k < reading->member_count && k < 12; k++)
                printf(" %u", reading->members[k]);
            printf("\n");
        }
    }
    for (size_t k = 0; k < loci->rewritten_count; k++)
        printf("  rewritten: %u\n", loci->rewritten[k]);
    for (size_t i = 0; i < families->count; i++) {
        printf("  family %zu%s%s:", i, families->items[i].is_base ? " (base)" : "",
               families->items[i].suppresses ? " (suppresses)" : "");
        for (size_t k = 0; k < families->items[i].variant_count; k++)
            printf(" %u", families->items[i].variants[k]);
        printf("   ");
        for (size_t j = 0; j < families->count; j++)
            printf("%c", ".<>!"[families->relations[i * families->count + j]]);
        printf("\n");
    }
}

static int measure(const char *path, bool loci_too)
{
    const char *texts[MOST];
    bool suppressed[MOST] = {false}, exact = true;
    size_t count = 0, length;
    char *bytes;
    double from, to;
    struct tvx_arena *arena = tvx_arena_new(SIZE_MAX / 2);
    struct tvx_lattice lattice;
    struct tvx_loci loci;
    struct tvx_families families;

    if (tvx_file_read(&bytes, &length, path, 1 << 28, NULL) != TVX_OK)
        return 1;
    for (char *at = bytes; at != NULL && count < MOST;) {
        char *end = strchr(at, '\x1E');

        if (end != NULL)
            *end++ = '\0';
        suppressed[count] = count > 0 && *at == '\0';
        texts[count++] = at;
        at = end;
    }
    from = process_ms();
    if (tvx_lattice_build(&lattice, arena, texts, count, NULL) != TVX_OK ||
        tvx_lattice_loci(&loci, arena, &lattice, NULL) != TVX_OK ||
        tvx_lattice_families(&families, arena, &lattice, suppressed, NULL) != TVX_OK)
        return 1;
    to = process_ms();
    for (size_t v = 0; v < count; v++)
        exact = exact && strcmp(tvx_lattice_text(&lattice, arena, v), texts[v]) == 0;
    printf("%3zu variants, %3zu families, %3zu conflicts, %3zu loci, %4zu columns, %6.2f ms, %s\n", count - 1,
           families.count, families.conflicts, loci.count, lattice.count,
           to - from,
           exact ? "every variant re-derived exactly" : "NOT EXACT");
    if (loci_too)
        show(&loci, &families);
    free(bytes);
    tvx_arena_free(arena);
    return exact ? 0 : 1;
}

int main(int argc, char **argv)
{
    bool loci = argc > 1 && strcmp(argv[1], "--loci") == 0;
    int result = 0;

    for (int i = loci ? 2 : 1; i < argc; i++)
        result |= measure(argv[i], loci);
    return result;
}
