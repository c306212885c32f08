/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Tables on a terminal: columns as wide as what stands in them, shrunk where the line would not hold them (the
 * widest first), cells that do not fit cut with "…"; a column in which nothing stands is left out.
 */
#ifndef SHOW_TERM_TABLE_H
#define SHOW_TERM_TABLE_H

#include "term_flow.h"

enum { TERM_TABLE_COLUMNS = 8 };

struct term_table {
    struct tvx_term *term;
    struct tvx_arena *arena;
    const char *const *heads;
    const char *shown[TERM_TABLE_COLUMNS]; /* heads of the columns in which anything stands */
    const char **cells; /* rows × columns */
    size_t columns, rows, capacity;
    unsigned right;     /* bit n: column n is set flush right (numbers) */
};

void term_table_start(struct term_table *table, struct tvx_term *term, struct tvx_arena *arena,
                      const char *const *heads, size_t columns, unsigned right);
/* As many cells as columns; NULL is empty. */
void term_table_row(struct term_table *table, const char *const *cells);
/* Prints it; `none` in place of a table without rows. */
void term_table_end(struct term_table *table, const char *none);

#endif
