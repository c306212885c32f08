/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <string.h>
#include <travaux/text/utf8.h>

#include "flow.h"

void tvx_flow_begin(struct tvx_flow *flow, struct tvx_document *document)
{
    memset(flow, 0, sizeof *flow);
    flow->document = document;
    flow->block = SIZE_MAX;
    flow->space = true;
    tvx_buf_init(&flow->text, SIZE_MAX / 4);
}

static void flush(struct tvx_flow *flow)
{
    struct tvx_run *run;

    if (flow->text.length == 0 || flow->failed)
        return;
    run = tvx_document_add_run(flow->document, &flow->document->blocks[flow->block], flow->text.data,
                               flow->text.length, flow->look.change);
    if (run == NULL || flow->text.failed) {
        flow->failed = true;
        return;
    }
    run->nested = flow->look.nested;
    run->format = flow->look.format;
    run->author = flow->look.author;
    run->date = flow->look.date;
    tvx_buf_clear(&flow->text);
}

bool tvx_flow_is_open(const struct tvx_flow *flow)
{
    return flow->block != SIZE_MAX;
}

void tvx_flow_close(struct tvx_flow *flow)
{
    if (!tvx_flow_is_open(flow))
        return;
    if (flow->text.length > 0 && flow->text.data[flow->text.length - 1] == ' ')
        flow->text.data[--flow->text.length] = '\0';
    flush(flow);
    flow->block = SIZE_MAX;
    flow->space = true;
}

void tvx_flow_end(struct tvx_flow *flow)
{
    tvx_flow_close(flow);
    tvx_buf_free(&flow->text);
}

struct tvx_block *tvx_flow_open(struct tvx_flow *flow, enum tvx_block_kind kind)
{
    struct tvx_block *block;

    tvx_flow_close(flow);
    block = flow->failed ? NULL : tvx_document_add_block(flow->document, kind);
    if (block == NULL) {
        flow->failed = true;
        return NULL;
    }
    flow->block = flow->document->block_count - 1;
    if (flow->table_depth > 0) {
        const struct tvx_flow_table *table = &flow->tables[flow->table_depth - 1];

        block->table = table->table;
        block->row = table->row;
        block->column = table->column;
        if (table->row >= 0 && table->column >= 0 && kind != TVX_BLOCK_NOTE)
            block->kind = TVX_BLOCK_CELL;
    }
    return block;
}

static bool same_look(const struct tvx_flow_look *a, const struct tvx_flow_look *b)
{
    return a->format == b->format && a->change == b->change && a->nested == b->nested && a->author == b->author &&
           a->date == b->date;
}

static void take_look(struct tvx_flow *flow, const struct tvx_flow_look *look)
{
    if (same_look(&flow->look, look))
        return;
    flush(flow);
    flow->look = *look;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f';
}

void tvx_flow_text(struct tvx_flow *flow, const struct tvx_flow_look *look, const char *text, size_t length, bool keep)
{
    if (!tvx_flow_is_open(flow) || flow->failed || length == 0)
        return;
    take_look(flow, look);
    if (keep) {
        tvx_buf_add(&flow->text, text, length);
        flow->space = false;
        return;
    }
    for (size_t at = 0; at < length;) {
        size_t from = at;

        while (at < length && !is_blank(text[at]))
            at++;
        if (at > from) {
            tvx_buf_add(&flow->text, text + from, at - from);
            flow->space = false;
        }
        from = at;
        while (at < length && is_blank(text[at]))
            at++;
        if (at > from && !flow->space) {
            tvx_buf_char(&flow->text, ' ');
            flow->space = true;
        }
    }
}

void tvx_flow_break(struct tvx_flow *flow, const struct tvx_flow_look *look)
{
    if (!tvx_flow_is_open(flow))
        return;
    take_look(flow, look);
    tvx_buf_char(&flow->text, '\n');
    flow->space = true;
}

void tvx_flow_mark(struct tvx_flow_look *look, enum tvx_change change, const char *author, const char *date)
{
    if (look->change == TVX_CHANGE_NONE) {
        look->change = change;
        look->author = author;
        look->date = date;
    } else if (look->change != change) {
        look->nested = change;
    }
}

/* ---- tables ---- */

void tvx_flow_table_begin(struct tvx_flow *flow)
{
    struct tvx_flow_table *table;

    tvx_flow_close(flow);
    if (flow->table_depth == TVX_FLOW_TABLES) {
        flow->table_beyond++;
        return;
    }
    table = &flow->tables[flow->table_depth++];
    memset(table, 0, sizeof *table);
    table->table = flow->table_count++;
    table->row = table->column = -1;
}

void tvx_flow_row(struct tvx_flow *flow)
{
    struct tvx_flow_table *table;

    tvx_flow_close(flow);
    if (flow->table_depth == 0 || flow->table_beyond > 0)
        return;
    table = &flow->tables[flow->table_depth - 1];
    for (size_t i = 0; i < TVX_FLOW_COLUMNS && table->row >= 0; i++)
        if (table->down[i] > 0)
            table->down[i]--;
    table->row++;
    table->column = -1;
}

void tvx_flow_cell(struct tvx_flow *flow, long columns, long rows)
{
    struct tvx_flow_table *table;
    int column;

    tvx_flow_close(flow);
    if (flow->table_depth == 0 || flow->table_beyond > 0)
        return;
    table = &flow->tables[flow->table_depth - 1];
    if (table->row < 0)
        table->row = 0;
    column = table->column + 1;
    while (column < TVX_FLOW_COLUMNS && table->down[column] > 0)
        column++;
    table->column = column;
    if (rows < 1 || rows > 10000)
        rows = 1;
    for (long i = 0; i < columns && column + i < TVX_FLOW_COLUMNS; i++)
        table->down[column + i] = (uint16_t)rows;
}

void tvx_flow_table_end(struct tvx_flow *flow)
{
    tvx_flow_close(flow);
    if (flow->table_beyond > 0)
        flow->table_beyond--;
    else if (flow->table_depth > 0)
        flow->table_depth--;
}

char *tvx_flow_block_text(struct tvx_document *document, const struct tvx_block *block, enum tvx_view view)
{
    struct tvx_buf text;
    char *folded;

    tvx_buf_init(&text, SIZE_MAX / 4);
    for (size_t r = 0; r < block->run_count; r++)
        if ((block->runs[r].format & TVX_FORMAT_ASIDE) == 0 &&
            tvx_change_stands(block->runs[r].change, block->runs[r].nested, view))
            tvx_buf_str(&text, block->runs[r].text);
    folded = text.failed ? NULL : tvx_text_fold_space(document->arena, tvx_buf_text(&text), text.length);
    tvx_buf_free(&text);
    return folded;
}
