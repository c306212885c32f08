/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Tables by their ruling lines: level and upright rules that meet form a grid, whose walls part cells.  A cell that
 * reaches over several rows or columns has no wall within.  Frames of one cell, change bars and lone separators are no
 * grids.
 */
#ifndef TVX_READ_PDF_GRID_H
#define TVX_READ_PDF_GRID_H

#include "pdf_ink.h"

struct pdf_grid {
    float *xs, *ys; /* edges, ascending: columns + 1, rows + 1 */
    size_t columns, rows;
    unsigned char *upright; /* rows × (columns + 1): is there a wall on the left of this cell? */
    unsigned char *level;   /* (rows + 1) × columns: above it? */
};

struct pdf_grids {
    struct pdf_grid *items;
    size_t count;
};

/* The grids of a page whose ink has settled.  False when memory is short. */
bool tvx_pdf_grids_find(struct pdf_grids *out, struct tvx_arena *arena, const struct pdf_ink *ink);

/* The largest grid around a place, NULL when none. */
const struct pdf_grid *tvx_pdf_grid_at(const struct pdf_grids *grids, float x, float y);

struct pdf_cell {
    int row, column; /* its uppermost row and leftmost column */
    float x0, x1;    /* its walls */
};

/* The cell at a place within the grid. */
struct pdf_cell tvx_pdf_grid_cell(const struct pdf_grid *grid, float x, float y);

/* The first wall at the height y between x0 and x1; false when none. */
bool tvx_pdf_grid_wall(const struct pdf_grid *grid, float y, float x0, float x1, float *wall);

#endif
