/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "grid.h"
#include <string.h>
#include <travaux/text/token.h>
#include <travaux/text/utf8.h>
#include <unicode/uchar.h>

static size_t leading_space(const char *token)
{
    size_t length = strlen(token), at = 0, next = 0;

    while (next < length && tvx_text_is_space(tvx_utf8_next(token, length, &next)))
        at = next;
    return at;
}

const char *grid_word(const struct grid *grid, size_t column)
{
    const char *token = grid->lattice->columns[column].token;

    return token + leading_space(token);
}

/* No letter or digit in it. */
static bool is_mark(const char *word)
{
    size_t length = strlen(word);

    for (size_t at = 0; at < length;)
        if (u_isalnum((UChar32)tvx_utf8_next(word, length, &at)))
            return false;
    return true;
}

bool grid_make(struct grid *out, struct tvx_arena *arena, const struct tvx_lattice *lattice)
{
    struct tvx_vocab *vocab = tvx_vocab_new(arena);
    size_t cells;

    *out = (struct grid){.lattice = lattice, .words = (lattice->variant_count + 63) / 64};
    if (__builtin_mul_overflow(lattice->count, out->words, &cells))
        return false;
    out->bits = tvx_arena_array(arena, cells, sizeof *out->bits);
    out->blank = tvx_arena_array(arena, lattice->count, sizeof *out->blank);
    out->marks = tvx_arena_array(arena, lattice->count, sizeof *out->marks);
    out->spaced = tvx_arena_array(arena, lattice->count, sizeof *out->spaced);
    out->ids = tvx_arena_array(arena, lattice->count, sizeof *out->ids);
    out->takes_part = tvx_arena_array(arena, lattice->variant_count, sizeof *out->takes_part);
    if (vocab == NULL || out->bits == NULL || out->blank == NULL || out->marks == NULL || out->spaced == NULL ||
        out->ids == NULL || out->takes_part == NULL)
        return false;
    for (size_t c = 0; c < lattice->count; c++) {
        const struct tvx_column *column = &lattice->columns[c];
        const char *word = grid_word(out, c);

        out->blank[c] = *word == '\0';
        out->marks[c] = !out->blank[c] && is_mark(word);
        out->spaced[c] = word != column->token || (c > 0 && out->blank[c - 1]);
        out->ids[c] = tvx_vocab_id(vocab, word, strlen(word));
        if (out->ids[c] == UINT32_MAX)
            return false;
        for (size_t k = 0; k < column->member_count; k++) {
            uint32_t v = column->members[k];

            out->bits[c * out->words + v / 64] |= UINT64_C(1) << v % 64;
            if (!out->blank[c] && !out->takes_part[v]) {
                out->takes_part[v] = true;
                out->participants++;
            }
        }
    }
    return true;
}

enum { LONGEST_SEARCH = 4000 };

/* Is the wording of x in columns [first, end) a passage of y's there?  An empty wording is none. */
static bool is_passage(const struct grid *grid, size_t first, size_t end, size_t x, size_t y)
{
    size_t start = first;

    if (end - first > LONGEST_SEARCH)
        return false;
    while (start < end && (grid->blank[start] || !grid_has(grid, start, x)))
        start++;
    if (start == end)
        return false;
    for (size_t from = first; from < end; from++) {
        size_t i = start, j = from;

        if (grid->blank[from] || !grid_has(grid, from, y) || grid->ids[from] != grid->ids[start])
            continue;
        while (i < end && j < end && grid->ids[i] == grid->ids[j]) {
            do
                i++;
            while (i < end && (grid->blank[i] || !grid_has(grid, i, x)));
            do
                j++;
            while (j < end && (grid->blank[j] || !grid_has(grid, j, y)));
        }
        if (i >= end)
            return true;
    }
    return false;
}

/*
 * The gap between two of the base's words, or a word and an end: what x and y alone insert there, who deletes the words
 * around.
 */
struct gap {
    bool x_inserts, y_inserts, x_left, y_left;
};

/*
 * Do they compete for the gap?  Both insert, or one inserts where the other deletes the words on either side and the
 * first does not.
 */
static bool competes(const struct gap *gap, bool x_right, bool y_right)
{
    bool x_spans = gap->x_left && x_right, y_spans = gap->y_left && y_right;

    return (gap->x_inserts && gap->y_inserts) || (gap->x_inserts && y_spans && !x_spans) ||
           (gap->y_inserts && x_spans && !y_spans);
}

/* One stretch between shared words. */
static enum edits compare_stretch(const struct grid *grid, size_t first, size_t end, size_t x, size_t y)
{
    bool only_x = false, only_y = false, compete = false;
    struct gap gap = {0};

    for (size_t c = first; c < end; c++) {
        bool base = grid_has(grid, c, 0), by_x = grid_has(grid, c, x) != base, by_y = grid_has(grid, c, y) != base;

        if (grid->blank[c])
            continue;
        only_x = only_x || (by_x && !by_y);
        only_y = only_y || (by_y && !by_x);
        if (base) {
            compete = compete || competes(&gap, by_x, by_y);
            gap = (struct gap){.x_left = by_x, .y_left = by_y};
        } else {
            gap.x_inserts = gap.x_inserts || (by_x && !by_y);
            gap.y_inserts = gap.y_inserts || (by_y && !by_x);
        }
    }
    compete = compete || competes(&gap, false, false);
    if (!only_x || !only_y)
        return only_x ? EDITS_MORE : only_y ? EDITS_LESS : EDITS_SAME;
    if (!compete)
        return EDITS_APART;
    if (is_passage(grid, first, end, x, y))
        return EDITS_LESS;
    return is_passage(grid, first, end, y, x) ? EDITS_MORE : EDITS_CONFLICT;
}

bool grid_apart(const struct grid *grid, size_t x, size_t y)
{
    enum { LEAST_COMMON = 40 }; /* percent of the shorter text's words */
    size_t both = 0, of_x = 0, of_y = 0;

    if (grid->takes_part[0])
        return false;
    for (size_t c = 0; c < grid->lattice->count; c++) {
        if (grid->blank[c] || grid->marks[c])
            continue;
        of_x += grid_has(grid, c, x);
        of_y += grid_has(grid, c, y);
        both += grid_has(grid, c, x) && grid_has(grid, c, y);
    }
    return both * 100 < (of_x < of_y ? of_x : of_y) * LEAST_COMMON;
}

enum edits grid_compare(const struct grid *grid, size_t first, size_t last, size_t x, size_t y)
{
    bool less = false, more = false;

    for (size_t c = first; c <= last;) {
        size_t end = c;

        while (end <= last &&
               (grid->blank[end] || !grid_has(grid, end, x) || !grid_has(grid, end, y) ||
                (grid->takes_part[0] && !grid_has(grid, end, 0))))
            end++;
        switch (compare_stretch(grid, c, end, x, y)) {
        case EDITS_LESS:
            less = true;
            break;
        case EDITS_MORE:
            more = true;
            break;
        case EDITS_CONFLICT:
            return EDITS_CONFLICT;
        case EDITS_APART:
            less = more = true;
            break;
        case EDITS_SAME:
            break;
        }
        c = end + 1;
    }
    return less && more ? EDITS_APART : less ? EDITS_LESS : more ? EDITS_MORE : EDITS_SAME;
}
