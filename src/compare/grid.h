/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * A lattice as a table of bits, column by variant, for the questions that loci and families ask.  Columns of white
 * space alone are never edits; variants with no word at all take no part.
 */
#ifndef COMPARE_GRID_H
#define COMPARE_GRID_H

#include <travaux/compare/lattice.h>

struct grid {
    const struct tvx_lattice *lattice;
    size_t words;        /* 64-bit words of a column */
    uint64_t *bits;      /* count × words */
    bool *blank;         /* by column: white space alone */
    bool *marks;         /* by column: punctuation */
    bool *spaced;        /* by column: white space comes before its word, for some variant */
    uint32_t *ids;       /* by column: number of its token without white space */
    bool *takes_part;    /* by variant: has a word */
    size_t participants;
};

bool grid_make(struct grid *out, struct tvx_arena *arena, const struct tvx_lattice *lattice);

static inline bool grid_has(const struct grid *grid, size_t column, size_t variant)
{
    return (grid->bits[column * grid->words + variant / 64] >> variant % 64 & 1) != 0;
}

/* A column's token without the white space before it. */
const char *grid_word(const struct grid *grid, size_t column);

enum edits { EDITS_SAME, EDITS_LESS, EDITS_MORE, EDITS_APART, EDITS_CONFLICT };

/*
 * How the edits of variant x to the base (variant 0) stand to those of y, within columns [first, last].  They are in
 * conflict when they compete for a place and neither wording there contains the other.
 */
enum edits grid_compare(const struct grid *grid, size_t first, size_t last, size_t x, size_t y);

/*
 * Where nothing is in force: are x and y two new provisions that only took the same free number?  Both can be
 * adopted, so they are no rivals.  False where there is a base.
 */
bool grid_apart(const struct grid *grid, size_t x, size_t y);

#endif
