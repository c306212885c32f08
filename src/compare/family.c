/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Variants with the same words are one family; families are compared by their edits to the base. */
#include "grid.h"
#include <stdlib.h>
#include <string.h>

static const double WORK_LIMIT = 4e9; /* pairs times columns: some ten seconds; 28 variants of a paragraph are 3e5 */

const char *tvx_family_relation_to_string(enum tvx_family_relation relation)
{
    static const char *const names[] = {"apart", "subset", "superset", "conflict"};

    return (size_t)relation < sizeof names / sizeof *names ? names[relation] : "?";
}

/* A number for the words of each variant: equal words, equal numbers; compared exactly where numbers are equal. */
static uint64_t *hash_variants(struct tvx_arena *arena, const struct grid *grid)
{
    uint64_t *hashes = tvx_arena_array(arena, grid->lattice->variant_count, sizeof *hashes);

    for (size_t c = 0; hashes != NULL && c < grid->lattice->count; c++) {
        const struct tvx_column *column = &grid->lattice->columns[c];

        for (size_t k = 0; !grid->blank[c] && k < column->member_count; k++) {
            uint64_t *hash = &hashes[column->members[k]];

            *hash = (*hash ^ (grid->ids[c] + 1)) * UINT64_C(0x9E3779B97F4A7C15);
            *hash ^= *hash >> 29;
        }
    }
    return hashes;
}

static bool same_words(const struct grid *grid, size_t x, size_t y)
{
    size_t i = 0, j = 0, count = grid->lattice->count;

    for (;; i++, j++) {
        while (i < count && (grid->blank[i] || !grid_has(grid, i, x)))
            i++;
        while (j < count && (grid->blank[j] || !grid_has(grid, j, y)))
            j++;
        if (i == count || j == count)
            return i == count && j == count;
        if (grid->ids[i] != grid->ids[j])
            return false;
    }
}

static int compare_families(const void *left, const void *right)
{
    const struct tvx_family *x = left, *y = right;

    if (x->is_base != y->is_base)
        return x->is_base ? -1 : 1;
    if (x->variant_count != y->variant_count)
        return x->variant_count > y->variant_count ? -1 : 1;
    return x->variants[0] < y->variants[0] ? -1 : 1;
}

static bool group(struct tvx_families *out, struct tvx_arena *arena, const struct grid *grid, const bool *suppressed)
{
    size_t count = grid->lattice->variant_count, used = 0;
    uint64_t *hashes = hash_variants(arena, grid);

    out->items = tvx_arena_array(arena, count, sizeof *out->items);
    if (hashes == NULL || out->items == NULL)
        return false;
    for (size_t v = 0; v < count; v++) {
        bool suppresses = suppressed != NULL && suppressed[v];
        struct tvx_family *family;
        size_t k = 0;

        for (; k < out->count; k++) {
            uint32_t first = out->items[k].variants[0];

            if (out->items[k].suppresses == suppresses &&
                (suppresses || (hashes[first] == hashes[v] && same_words(grid, first, v))))
                break;
        }
        family = &out->items[k];
        if (k == out->count) {
            out->count++;
            family->variants = tvx_arena_array(arena, count - v, sizeof *family->variants);
            family->text = suppresses ? "" : tvx_lattice_text(grid->lattice, arena, v);
            family->suppresses = suppresses;
            family->is_base = v == 0;
            if (family->variants == NULL || family->text == NULL)
                return false;
        }
        family->variants[family->variant_count++] = (uint32_t)v;
    }
    for (size_t k = 0; k < out->count; k++) /* a new provision: no text in force and nobody who wants none */
        if (!(out->items[k].is_base && out->items[k].variant_count == 1 && !grid->takes_part[0] && count > 1))
            out->items[used++] = out->items[k];
    out->count = used;
    qsort(out->items, out->count, sizeof *out->items, compare_families);
    return true;
}

static enum tvx_family_relation relate(const struct grid *grid, const struct tvx_family *x, const struct tvx_family *y)
{
    if (x == y)
        return TVX_FAMILY_SUBSET;
    if (x->is_base || y->is_base)
        return TVX_FAMILY_APART;
    if (x->suppresses || y->suppresses)
        return TVX_FAMILY_CONFLICT;
    if (grid_apart(grid, x->variants[0], y->variants[0]))
        return TVX_FAMILY_APART;
    switch (grid->lattice->count == 0
                ? EDITS_SAME
                : grid_compare(grid, 0, grid->lattice->count - 1, x->variants[0], y->variants[0])) {
    case EDITS_LESS:
        return TVX_FAMILY_SUBSET;
    case EDITS_MORE:
        return TVX_FAMILY_SUPERSET;
    case EDITS_CONFLICT:
        return TVX_FAMILY_CONFLICT;
    case EDITS_SAME:
    case EDITS_APART:
        break;
    }
    return TVX_FAMILY_APART;
}

static enum tvx_family_relation mirror(enum tvx_family_relation relation)
{
    return relation == TVX_FAMILY_SUBSET     ? TVX_FAMILY_SUPERSET
           : relation == TVX_FAMILY_SUPERSET ? TVX_FAMILY_SUBSET
                                             : relation;
}

enum tvx_status tvx_lattice_families(struct tvx_families *out, struct tvx_arena *arena,
                                     const struct tvx_lattice *lattice, const bool *suppressed,
                                     struct tvx_error *error)
{
    struct grid grid;
    size_t n;

    *out = (struct tvx_families){0};
    if (!grid_make(&grid, arena, lattice) || !group(out, arena, &grid, suppressed))
        return tvx_error_nomem(error);
    n = out->count;
    if ((double)n * (double)n * (double)lattice->count > WORK_LIMIT)
        return tvx_error_set(error, TVX_E_LIMIT,
                             "%zu different texts of one provision are too many to be compared with each other; "
                             "select some, by meeting or sponsor", n);
    out->relations = tvx_arena_array(arena, n * n, sizeof *out->relations);
    if (out->relations == NULL)
        return tvx_error_nomem(error);
    for (size_t i = 0; i < n; i++)
        for (size_t j = i; j < n; j++) {
            enum tvx_family_relation relation = relate(&grid, &out->items[i], &out->items[j]);

            out->relations[i * n + j] = relation;
            out->relations[j * n + i] = i == j ? relation : mirror(relation);
            out->conflicts += relation == TVX_FAMILY_CONFLICT;
        }
    return TVX_OK;
}
