/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Where the witnesses part.  Each witness differs from one of them, the base as a rule, in hunks; hunks that overlap
 * are one locus.  A hunk that deletes much does not swallow what others change inside of it: it is cut at their loci.
 * Then loci are widened to whole compounds and joined over short words, as an editor would print them in an apparatus.
 */
#include "grid.h"
#include <stdlib.h>
#include <string.h>
#include <travaux/text/utf8.h>

enum {
    LONG_DELETION = 6,  /* words */
    LEAST_OF_OLD = 25,  /* percent of the reference's words that a witness keeps, */
    LEAST_OF_NEW = 40,  /* or percent of its own words that come from there */
};

struct range {
    size_t first, last;
    bool omission;
};

struct ranges {
    struct range *items;
    size_t count, capacity;
};

struct survey {
    struct grid grid;
    struct tvx_arena *arena;
    uint64_t *active;   /* bits of the variants whose readings are printed */
    bool *is_active;
    size_t reference;   /* the variant that hunks are seen against */
    struct ranges ranges;
    struct ranges large; /* hunks that delete much, with what they insert */
};

/* Members of the column that are active; *all says that every active variant is. */
static bool is_any(const struct survey *survey, size_t column, bool *all)
{
    const uint64_t *bits = survey->grid.bits + column * survey->grid.words;
    bool any = false;

    *all = true;
    for (size_t w = 0; w < survey->grid.words; w++) {
        any = any || (bits[w] & survey->active[w]) != 0;
        *all = *all && (bits[w] & survey->active[w]) == survey->active[w];
    }
    return any;
}

static bool is_shared(const struct survey *survey, size_t column)
{
    bool all;

    is_any(survey, column, &all);
    return all;
}

static bool same_members(const struct survey *survey, size_t x, size_t y)
{
    size_t words = survey->grid.words;

    for (size_t w = 0; w < words; w++)
        if (((survey->grid.bits[x * words + w] ^ survey->grid.bits[y * words + w]) & survey->active[w]) != 0)
            return false;
    return true;
}

/* Too little in common with the reference: its readings would be noise, its text is read whole. */
static bool is_rewritten(const struct grid *grid, size_t reference, size_t variant)
{
    size_t both = 0, old = 0, new = 0;

    for (size_t c = 0; c < grid->lattice->count; c++) {
        if (grid->blank[c])
            continue;
        old += grid_has(grid, c, reference);
        new += grid_has(grid, c, variant);
        both += grid_has(grid, c, reference) && grid_has(grid, c, variant);
    }
    return both * 100 < old * LEAST_OF_OLD && both * 100 < new * LEAST_OF_NEW;
}

static bool choose_witnesses(struct survey *survey, struct tvx_loci *out)
{
    const struct grid *grid = &survey->grid;
    size_t count = grid->lattice->variant_count;

    survey->active = tvx_arena_array(survey->arena, grid->words, sizeof *survey->active);
    survey->is_active = tvx_arena_array(survey->arena, count, sizeof *survey->is_active);
    out->rewritten = tvx_arena_array(survey->arena, count, sizeof *out->rewritten);
    if (survey->active == NULL || survey->is_active == NULL || out->rewritten == NULL)
        return false;
    while (survey->reference < count && !grid->takes_part[survey->reference])
        survey->reference++;
    for (size_t v = survey->reference; v < count; v++) {
        if (!grid->takes_part[v])
            continue;
        survey->is_active[v] = v == survey->reference || !is_rewritten(grid, survey->reference, v);
        if (survey->is_active[v])
            survey->active[v / 64] |= UINT64_C(1) << v % 64;
        else
            out->rewritten[out->rewritten_count++] = (uint32_t)v;
    }
    return true;
}

static bool add_range(struct survey *survey, struct ranges *ranges, size_t first, size_t last, bool omission)
{
    struct range *grown = tvx_arena_grow(survey->arena, ranges->items, ranges->count, &ranges->capacity, sizeof *grown);

    if (grown == NULL)
        return false;
    ranges->items = grown;
    grown[ranges->count++] = (struct range){first, last, omission};
    return true;
}

/* What others insert beside an insertion stands in the same place, so it belongs to the same locus. */
static bool add_hunk(struct survey *survey, size_t first, size_t last)
{
    const struct grid *grid = &survey->grid;
    size_t count = grid->lattice->count;

    if (!grid_has(grid, first, survey->reference))
        for (size_t c = first; c > 0 && (grid->blank[c - 1] || !grid_has(grid, c - 1, survey->reference)); c--)
            first = grid->blank[c - 1] ? first : c - 1;
    if (!grid_has(grid, last, survey->reference))
        for (size_t c = last + 1; c < count && (grid->blank[c] || !grid_has(grid, c, survey->reference)); c++)
            last = grid->blank[c] ? last : c;
    return add_range(survey, &survey->ranges, first, last, false);
}

static bool add_hunks(struct survey *survey, size_t variant)
{
    const struct grid *grid = &survey->grid;
    size_t first = 0, last = 0, gone = 0, come = 0;

    for (size_t c = 0; c <= grid->lattice->count; c++) {
        bool end = c == grid->lattice->count, old, new;

        if (!end && grid->blank[c])
            continue;
        old = end || grid_has(grid, c, survey->reference);
        new = end || grid_has(grid, c, variant);
        if (old != new) {
            first = gone + come == 0 ? c : first;
            last = c;
            gone += old;
            come += new;
        } else if (old) {
            if (gone > LONG_DELETION ? !add_range(survey, &survey->large, first, last, false)
                                     : gone + come > 0 && !add_hunk(survey, first, last))
                return false;
            gone = come = 0;
        }
    }
    return true;
}

static int compare_ranges(const void *left, const void *right)
{
    const struct range *x = left, *y = right;

    return (x->first > y->first) - (x->first < y->first);
}

static void sort_ranges(struct ranges *ranges)
{
    if (ranges->count > 0)
        qsort(ranges->items, ranges->count, sizeof *ranges->items, compare_ranges);
}

static void unite(struct ranges *ranges)
{
    size_t used = 0;

    sort_ranges(ranges);
    for (size_t k = 0; k < ranges->count; k++) {
        struct range *last = used > 0 ? &ranges->items[used - 1] : NULL;

        if (last != NULL && ranges->items[k].first <= last->last)
            last->last = ranges->items[k].last > last->last ? ranges->items[k].last : last->last;
        else
            ranges->items[used++] = ranges->items[k];
    }
    ranges->count = used;
}

/* Columns that differ and are in no range yet, parts of large deletions: each run with the same members becomes one. */
static bool add_rest(struct survey *survey)
{
    const struct grid *grid = &survey->grid;
    size_t known = survey->ranges.count, k = 0, open = SIZE_MAX;

    for (size_t c = 0; c < grid->lattice->count; c++) {
        bool all, any = is_any(survey, c, &all);

        while (k < known && survey->ranges.items[k].last < c)
            k++;
        if (grid->blank[c])
            continue;
        if (k < known && survey->ranges.items[k].first <= c) {
            open = SIZE_MAX;
        } else if (all || !any) {
            open = any ? SIZE_MAX : open;
        } else if (open != SIZE_MAX && same_members(survey, open, c)) {
            survey->ranges.items[survey->ranges.count - 1].last = c;
        } else {
            open = c;
            if (!add_range(survey, &survey->ranges, c, c, true))
                return false;
        }
    }
    sort_ranges(&survey->ranges);
    return true;
}

/*
 * A large hunk stays whole where nobody else changes a part of it; else only its insertions are taken, each where it
 * stands.
 */
static bool add_large(struct survey *survey)
{
    size_t known = survey->ranges.count;

    for (size_t k = 0; k < survey->large.count; k++) {
        struct range range = survey->large.items[k];
        size_t low = 0, high = known;

        while (low < high) { /* the first range that ends at or behind its begin */
            size_t middle = (low + high) / 2;

            if (survey->ranges.items[middle].last < range.first)
                low = middle + 1;
            else
                high = middle;
        }
        if (low == known || survey->ranges.items[low].first > range.last) {
            if (!add_hunk(survey, range.first, range.last))
                return false;
            continue;
        }
        for (size_t c = range.first; c <= range.last; c++)
            if (!survey->grid.blank[c] && !grid_has(&survey->grid, c, survey->reference) && !add_hunk(survey, c, c))
                return false;
    }
    return true;
}

static bool find_ranges(struct survey *survey)
{
    for (size_t v = 0; v < survey->grid.lattice->variant_count; v++)
        if (survey->is_active[v] && !add_hunks(survey, v))
            return false;
    unite(&survey->ranges);
    if (!add_large(survey))
        return false;
    unite(&survey->ranges);
    return add_rest(survey);
}

/* A mark that ties two words into one compound, with no white space around it. */
static bool ties(const struct survey *survey, size_t column)
{
    const struct grid *grid = &survey->grid;
    const char *word = grid_word(grid, column);

    return is_shared(survey, column) && !grid->spaced[column] && column + 1 < grid->lattice->count &&
           !grid->blank[column + 1] && !grid->spaced[column + 1] &&
           (strcmp(word, "-") == 0 || strcmp(word, "/") == 0 || strcmp(word, "\xE2\x80\x91") == 0);
}

static void widen(struct survey *survey)
{
    struct ranges *ranges = &survey->ranges;
    size_t used = 0, count = survey->grid.lattice->count;

    for (size_t k = 0; k < ranges->count; k++) {
        struct range range = ranges->items[k];

        while (range.first >= 2 && ties(survey, range.first - 1) && is_shared(survey, range.first - 2))
            range.first -= 2;
        while (range.last + 2 < count && ties(survey, range.last + 1) && is_shared(survey, range.last + 2))
            range.last += 2;
        if (used > 0 && range.first <= ranges->items[used - 1].last)
            ranges->items[used - 1].last = range.last;
        else
            ranges->items[used++] = range;
    }
    ranges->count = used;
}

/* ---- readings ---- */

/* Do variants x and y read the same words in columns [first, last]? */
static bool same_reading(const struct grid *grid, const struct range *range, size_t x, size_t y)
{
    size_t i = range->first, j = range->first;

    for (;; i++, j++) {
        while (i <= range->last && (grid->blank[i] || !grid_has(grid, i, x)))
            i++;
        while (j <= range->last && (grid->blank[j] || !grid_has(grid, j, y)))
            j++;
        if (i > range->last || j > range->last)
            return i > range->last && j > range->last;
        if (grid->ids[i] != grid->ids[j])
            return false;
    }
}

/* The reading as it stands in one variant's text, folded. */
static char *reading_text(struct tvx_arena *arena, const struct grid *grid, const struct range *range, size_t variant)
{
    const struct tvx_column *columns = grid->lattice->columns;
    size_t length = 0, used = 0;
    char *text;

    for (size_t c = range->first; c <= range->last; c++)
        if (grid_has(grid, c, variant))
            length += strlen(columns[c].token);
    text = tvx_arena_alloc(arena, length + 1);
    if (text == NULL)
        return NULL;
    for (size_t c = range->first; c <= range->last; c++)
        if (grid_has(grid, c, variant)) {
            size_t more = strlen(columns[c].token);

            memcpy(text + used, columns[c].token, more);
            used += more;
        }
    return tvx_text_fold_space(arena, text, length);
}

static int compare_readings(const void *left, const void *right)
{
    const struct tvx_reading *x = left, *y = right;
    bool base_x = x->members[0] == 0, base_y = y->members[0] == 0;

    if (base_x != base_y)
        return base_x ? -1 : 1;
    if (x->member_count != y->member_count)
        return x->member_count > y->member_count ? -1 : 1;
    return strcmp(x->text, y->text);
}

static bool make_readings(struct tvx_locus *out, const struct survey *survey, const struct range *range)
{
    const struct grid *grid = &survey->grid;
    struct tvx_arena *arena = survey->arena;
    size_t variants = grid->lattice->variant_count, capacity = 0;

    *out = (struct tvx_locus){.first = range->first, .last = range->last, .omission = range->omission};
    for (size_t v = 0; v < variants; v++) {
        struct tvx_reading *grown;
        size_t k = 0;

        if (!survey->is_active[v])
            continue;
        while (k < out->count && !same_reading(grid, range, out->readings[k].members[0], v))
            k++;
        if (k == out->count) {
            grown = tvx_arena_grow(arena, out->readings, out->count, &capacity, sizeof *grown);
            if (grown == NULL)
                return false;
            out->readings = grown;
            grown[k].text = reading_text(arena, grid, range, v);
            grown[k].members = tvx_arena_array(arena, variants - v, sizeof *grown[k].members);
            if (grown[k].text == NULL || grown[k].members == NULL)
                return false;
            out->count++;
        }
        out->readings[k].members[out->readings[k].member_count++] = (uint32_t)v;
    }
    qsort(out->readings, out->count, sizeof *out->readings, compare_readings);
    return true;
}

static bool has_conflict(const struct grid *grid, const struct tvx_locus *locus)
{
    for (size_t i = 0; i < locus->count; i++) {
        uint32_t x = locus->readings[i].members[0];

        for (size_t j = i + 1; x != 0 && j < locus->count; j++)
            if (!grid_apart(grid, x, locus->readings[j].members[0]) &&
                grid_compare(grid, locus->first, locus->last, x, locus->readings[j].members[0]) == EDITS_CONFLICT)
                return true;
    }
    return false;
}

/* ---- joining ---- */

/* What the reader loses when the shared columns between two loci are printed in both: halves of a short word. */
static size_t island_weight(const struct grid *grid, size_t from, size_t to)
{
    size_t weight = 0;

    for (size_t c = from; c < to && weight < 100; c++) {
        const char *word = grid_word(grid, c);

        if (!grid->blank[c])
            weight += grid->marks[c] ? 1 : tvx_utf8_count(word, strlen(word)) <= 3 ? 2 : 6;
    }
    return weight;
}

/* Does some reading besides the base's have the same members in both? */
static bool same_hands(const struct tvx_locus *x, const struct tvx_locus *y)
{
    for (size_t i = 0; i < x->count; i++)
        for (size_t j = 0; j < y->count && x->readings[i].members[0] != 0; j++)
            if (x->readings[i].member_count == y->readings[j].member_count &&
                memcmp(x->readings[i].members, y->readings[j].members,
                       x->readings[i].member_count * sizeof *x->readings[i].members) == 0)
                return true;
    return false;
}

enum tvx_status tvx_lattice_loci(struct tvx_loci *out, struct tvx_arena *arena, const struct tvx_lattice *lattice,
                                 struct tvx_error *error)
{
    struct survey survey = {.arena = arena};

    *out = (struct tvx_loci){0};
    if (!grid_make(&survey.grid, arena, lattice) || !choose_witnesses(&survey, out) || !find_ranges(&survey))
        return tvx_error_nomem(error);
    widen(&survey);
    out->items = tvx_arena_array(arena, survey.ranges.count, sizeof *out->items);
    if (out->items == NULL)
        return tvx_error_nomem(error);
    for (size_t k = 0; k < survey.ranges.count; k++) {
        struct tvx_locus locus, *last = out->count > 0 ? &out->items[out->count - 1] : NULL;
        size_t weight;

        if (!make_readings(&locus, &survey, &survey.ranges.items[k]))
            return tvx_error_nomem(error);
        if (locus.count < 2) /* the same words in other columns */
            continue;
        weight = last == NULL ? 0 : island_weight(&survey.grid, last->last + 1, locus.first);
        if (weight > 0 && weight <= 2 && same_hands(last, &locus)) {
            struct range joined = {last->first, locus.last, last->omission && locus.omission};

            if (!make_readings(last, &survey, &joined))
                return tvx_error_nomem(error);
        } else {
            out->items[out->count++] = locus;
        }
    }
    for (size_t k = 0; k < out->count; k++)
        out->items[k].conflict = has_conflict(&survey.grid, &out->items[k]);
    return TVX_OK;
}
