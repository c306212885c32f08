/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * A redline as a list of pieces ready to print: a diff's pieces with their text, long unchanged stretches left out on
 * demand.  Terminal and page walk the same list.
 */
#ifndef SHOW_REDLINE_H
#define SHOW_REDLINE_H

#include <stdbool.h>
#include <travaux/show/comparison.h>

struct show_piece {
    enum tvx_diff_op op;
    const char *text;
    size_t length;
    bool left_out; /* an unchanged stretch of which only the place is shown; text and length are what is left out:
                      within a line, or whole lines (then the last byte is the last line's end) */
};

struct show_redline {
    struct show_piece *pieces;
    size_t count;
    size_t words_left_out;
};

/*
 * `keep` words stay on each side of a change; 0 leaves nothing out.  Arena-owned, slices of a and b; false when full.
 */
bool show_redline_make(struct show_redline *out, struct tvx_arena *arena, const char *a, const char *b,
                       const struct tvx_diff *diff, size_t keep);

/* A family's redline against the lead; one written anew is one insertion. */
bool show_redline_family(struct show_redline *out, struct tvx_arena *arena, const struct tvx_comparison *comparison,
                         size_t family, size_t keep);
/* show_redline_family with the middle of long deletions left out, for the terminal. */
bool show_redline_short(struct show_redline *out, struct tvx_arena *arena, const struct tvx_comparison *comparison,
                        size_t family, size_t keep);
/* A reading against the lead's at that place; false, too, when they are so short or so unlike that the reading alone
   is plainer. */
bool show_redline_reading(struct show_redline *out, struct tvx_arena *arena, const char *lead, const char *text,
                          size_t keep);

#endif
