/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * What the columns of a table are for, told by the words at their heads (data/compilation-columns.tsv): the provision,
 * the text as it stands, one or more proposed texts with the name of who proposes each, the sponsor, the reasons.
 * "Text proposed by the Commission | Amendment" and "Provision | Current text | USA | European Administrations" are
 * both read so.
 */
#ifndef TRAVAUX_LAW_COLUMNS_H
#define TRAVAUX_LAW_COLUMNS_H

#include "grid.h"

enum { TVX_COLUMNS = 12 };

enum tvx_column_role {
    TVX_COLUMN_OTHER,
    TVX_COLUMN_PLACE,   /* the provision */
    TVX_COLUMN_BASE,    /* the text as it stands */
    TVX_COLUMN_TEXT,    /* a proposed text, or several with their sponsors */
    TVX_COLUMN_SPONSOR,
    TVX_COLUMN_NUMBER,  /* of the proposal */
    TVX_COLUMN_ACTION,
    TVX_COLUMN_REASONS,
};

struct tvx_column {
    int column;
    enum tvx_column_role role;
    const char *head;     /* as printed, white space folded */
    const char **sponsors; /* of a TEXT column: those its head names */
    size_t sponsor_count;
    const char *option;   /* "Option 1" when the head says so; NULL */
    bool variant;         /* a TEXT column by its sponsor or option alone, or one of a table's usual three */
};

struct tvx_columns {
    struct tvx_column items[TVX_COLUMNS];
    size_t count;
    size_t head, data; /* cells [head, data) are the row of heads; data: first cell behind it */
    size_t roles[TVX_COLUMN_REASONS + 1]; /* how many columns have each */
};

/*
 * The heads among the table's first rows; false when they are not two columns of which one holds proposed texts
 * and another the provision or the text as it stands.
 */
enum tvx_status tvx_columns_read(struct tvx_columns *out, bool *found, const struct tvx_form_view *view,
                                 const struct tvx_grid *grid, struct tvx_error *error);

/* Does the row of cells [from, to) say the heads again, as on a next page? */
bool tvx_columns_repeat(const struct tvx_columns *columns, const struct tvx_form_view *view,
                        const struct tvx_grid *grid, size_t from, size_t to);

/* The column that a cell stands in: the one of that number, or the nearest to its left; NULL when there is none. */
const struct tvx_column *tvx_columns_at(const struct tvx_columns *columns, int column);

/* One text as it is and one as proposed: "Text proposed by the Commission | Amendment". */
bool tvx_columns_is_pair(const struct tvx_columns *columns);

/* The tables of a document with what their columns are for, read once for all forms. */
struct tvx_tables {
    struct tvx_grids grids;
    struct tvx_columns *columns; /* of each table */
    bool *headed;                /* it has heads that are understood */
};
enum tvx_status tvx_tables_read(struct tvx_tables *out, const struct tvx_form_view *view, struct tvx_error *error);

/* The heads as printed: "Text proposed by the Commission | Amendment"; NULL when memory is short. */
const char *tvx_columns_heads(const struct tvx_columns *columns, struct tvx_arena *arena);

/* The whole of `text` is a phrase of that kind in a table; a remark in brackets behind it does not count. */
bool tvx_phrase_is(const char *table, const char *kind, const char *text);

/* "Option 1", "Alternative B", "Alt. 2" at the start: its bytes; 0 when there is none. */
size_t tvx_option_length(const char *text);

#endif
