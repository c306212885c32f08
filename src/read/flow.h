/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Makes blocks and runs of markup in which text simply flows: HTML and other XML.  White space is collapsed as browsers
 * do, a run ends where the look or the revision mark changes, and the cells of tables get their row and column.
 * The reader of the markup says when a block begins and ends; the flow holds what is half done.
 */
#ifndef TVX_READ_FLOW_H
#define TVX_READ_FLOW_H

#include <travaux/read/document.h>

enum { TVX_FLOW_COLUMNS = 64, TVX_FLOW_TABLES = 16 };

struct tvx_flow_look { /* of the text that is added next */
    uint32_t format;
    enum tvx_change change, nested;
    const char *author, *date;
};

struct tvx_flow_table {
    int table, row, column;         /* of the cell that is open, or -1 */
    uint16_t down[TVX_FLOW_COLUMNS]; /* rows that a cell above still reaches down */
};

struct tvx_flow {
    struct tvx_document *document;
    struct tvx_buf text;       /* of the run that is being gathered */
    struct tvx_flow_look look; /* its look */
    size_t block;              /* the open block, or SIZE_MAX */
    bool space;                /* the text so far ends in white space (or has not begun) */
    bool failed;               /* memory was short somewhere */
    struct tvx_flow_table tables[TVX_FLOW_TABLES];
    size_t table_depth;        /* tables[table_depth - 1] is the innermost; deeper ones are not counted */
    size_t table_beyond;       /* tables nested deeper than that, whose cells count as text of the cell around */
    int table_count;
};

void tvx_flow_begin(struct tvx_flow *flow, struct tvx_document *document);
void tvx_flow_end(struct tvx_flow *flow); /* closes what is open, frees what was taken */

/* Opens a block (closing the one before); in a table it becomes a cell.  NULL when memory is short. */
struct tvx_block *tvx_flow_open(struct tvx_flow *flow, enum tvx_block_kind kind);
void tvx_flow_close(struct tvx_flow *flow);
bool tvx_flow_is_open(const struct tvx_flow *flow);

/* Text for the open block, in the given look.  `keep`: white space stays as it is (<pre>). */
void tvx_flow_text(struct tvx_flow *flow, const struct tvx_flow_look *look, const char *text, size_t length, bool keep);
/* A line break within the block. */
void tvx_flow_break(struct tvx_flow *flow, const struct tvx_flow_look *look);

/* `change` on text that already carries what *look says. */
void tvx_flow_mark(struct tvx_flow_look *look, enum tvx_change change, const char *author, const char *date);

void tvx_flow_table_begin(struct tvx_flow *flow);
void tvx_flow_row(struct tvx_flow *flow);
void tvx_flow_cell(struct tvx_flow *flow, long columns, long rows); /* its colspan and rowspan */
void tvx_flow_table_end(struct tvx_flow *flow);

/* A block's text in one view, folded; arena-owned by the document; NULL when memory is short. */
char *tvx_flow_block_text(struct tvx_document *document, const struct tvx_block *block, enum tvx_view view);

#endif
