/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Where on a page a piece of text belongs, before pieces become lines: into a cell of a table, into a column of running
 * text, or to the page as a whole.  Tables show by their ruling lines (pdf_grid.h) or, without any, by pieces of text
 * that begin rows side by side; columns by an empty strip down the page with lines of text on both sides.  In doubt
 * there is no table: text of columns is read in its order, rows of a table taken for running text would be scrambled.
 */
#ifndef TVX_READ_PDF_LAYOUT_H
#define TVX_READ_PDF_LAYOUT_H

#include "pdf_ink.h"

struct pdf_fragment { /* letters that stand together in one row */
    const fz_stext_line *line;
    const fz_stext_char *first, *end; /* end: behind the last one, or NULL */
    float x0, x1, base, size;
    bool aside;     /* does not run from left to right or from right to left on the level */
    int region;     /* from 0 in reading order; the next region's text begins elsewhere on the page */
    int table;      /* of the page, from 0; -1 outside tables */
    int row, column;
    bool ruled;     /* the table's lines are drawn, and cell_x0 and cell_x1 are the walls of this cell */
    float cell_x0, cell_x1;
    bool in_column; /* of several beside each other */
};

struct pdf_layout {
    struct tvx_arena *arena;
    struct pdf_fragment *fragments; /* in reading order */
    size_t count, capacity;
    int region_count, table_count;
};

/* False when memory is short. */
bool tvx_pdf_layout(struct pdf_layout *layout, const fz_stext_page *page, const struct pdf_ink *ink);

#endif
