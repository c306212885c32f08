/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * The tables of a document as grids: which blocks stand in which cell, row after row, also where a table stands
 * within another or begins anew on the next page.  Texts are those a person reads on the page: hidden words and
 * marks of notes are left out, and, where asked, words that are struck through by their look alone.
 */
#ifndef TRAVAUX_LAW_GRID_H
#define TRAVAUX_LAW_GRID_H

#include "form.h"

struct tvx_grid_cell {
    int row, column;
    size_t first, last; /* blocks, both within */
    size_t grid;        /* index of its table */
};

struct tvx_grid {
    size_t first, last; /* blocks from the first cell's to the last one's; a table within it lies between them */
    const struct tvx_grid_cell *cells; /* in the order of the document */
    size_t count;
    int columns; /* the greatest number of one, and one more */
    bool within; /* stands in a cell of another table */
};

struct tvx_grids {
    const struct tvx_form_view *view;
    struct tvx_grid *items; /* in the order of their first cells */
    size_t count;
};

enum tvx_status tvx_grids_read(struct tvx_grids *out, const struct tvx_form_view *view, struct tvx_error *error);

/* Cells [from, to) of one row; `to` is the count where the table ends. */
size_t tvx_grid_row_end(const struct tvx_grid *grid, size_t from);

/*
 * The blocks' text in the AFTER view, a paragraph or printed line each, white space folded; "" when none, NULL when
 * memory is short.  Notes and page heads are passed over where there is more than one block.
 */
const char *tvx_grid_text(const struct tvx_form_view *view, size_t first, size_t last, bool without_struck);

/* Are words of the blocks struck through by their look? */
bool tvx_grid_struck(const struct tvx_form_view *view, size_t first, size_t last);

/* The lines (indexes, both within) that hold the blocks; false when no line does. */
bool tvx_grid_lines(const struct tvx_form_view *view, size_t first, size_t last, size_t *first_line,
                    size_t *last_line);

#endif
