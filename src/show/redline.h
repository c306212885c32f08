/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * A redline as a list of pieces ready to print: a diff's pieces with their text, long unchanged stretches left out on
 * demand.  Terminal and page walk the same list.
 */
#ifndef SHOW_REDLINE_H
#define SHOW_REDLINE_H

#include <stdbool.h>
#include <travaux/compare/diff.h>

struct show_piece {
    enum tvx_diff_op op;
    const char *text;
    size_t length;
    bool left_out; /* an unchanged stretch of which only the place is shown; text and length are what is left out */
};

struct show_redline {
    struct show_piece *pieces;
    size_t count;
    size_t words_left_out;
};

/* `keep` words stay on each side of a change; 0 leaves nothing out.  Arena-owned, slices of a and b; false when full. */
bool show_redline_make(struct show_redline *out, struct tvx_arena *arena, const char *a, const char *b,
                       const struct tvx_diff *diff, size_t keep);

#endif
