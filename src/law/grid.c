/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <string.h>
#include <travaux/base/buf.h>
#include <travaux/text/utf8.h>

#include "grid.h"
#include "region.h"

/* Tables within tables; deeper ones are read as if they stood side by side. */
enum { DEPTH = 16, CEILING = 64 << 20 };

struct open_table {
    int id;
    size_t grid;
};

struct walk {
    struct tvx_arena *arena;
    struct tvx_grids *out;
    size_t grid_capacity;
    struct tvx_grid_cell *cells;
    size_t cell_count, cell_capacity;
    struct open_table open[DEPTH];
    size_t depth;
};

static struct tvx_grid *new_grid(struct walk *walk, size_t block)
{
    struct tvx_grids *out = walk->out;

    out->items = tvx_arena_grow(walk->arena, out->items, out->count, &walk->grid_capacity, sizeof *out->items);
    if (out->items == NULL)
        return NULL;
    out->items[out->count] = (struct tvx_grid){.first = block, .last = block};
    return &out->items[out->count++];
}

/* The table that block stands in: one that is open, or a new one. */
static bool enter(struct walk *walk, int id, size_t block)
{
    for (size_t d = walk->depth; d-- > 0;)
        if (walk->open[d].id == id) { /* those that came up since then stand within it */
            while (walk->depth > d + 1)
                walk->out->items[walk->open[--walk->depth].grid].within = true;
            return true;
        }
    /* Ids count up: one that is less than the open one's closes it. */
    while (walk->depth > 0 && (walk->open[walk->depth - 1].id > id || walk->depth == DEPTH))
        walk->depth--;
    if (new_grid(walk, block) == NULL)
        return false;
    walk->open[walk->depth++] = (struct open_table){id, walk->out->count - 1};
    return true;
}

static bool add_cell(struct walk *walk, const struct tvx_block *block, size_t index)
{
    size_t grid;
    struct tvx_grid_cell *last = walk->cell_count == 0 ? NULL : &walk->cells[walk->cell_count - 1];

    if (!enter(walk, block->table, index))
        return false;
    grid = walk->open[walk->depth - 1].grid;
    walk->out->items[grid].last = index;
    if (block->column >= walk->out->items[grid].columns && block->column < 1 << 20)
        walk->out->items[grid].columns = block->column + 1;
    if (last != NULL && last->grid == grid && last->row == block->row && last->column == block->column &&
        last->last + 1 == index) {
        last->last = index;
        return true;
    }
    walk->cells = tvx_arena_grow(walk->arena, walk->cells, walk->cell_count, &walk->cell_capacity,
                                 sizeof *walk->cells);
    if (walk->cells == NULL)
        return false;
    walk->cells[walk->cell_count++] = (struct tvx_grid_cell){block->row, block->column, index, index, grid};
    walk->out->items[grid].count++;
    return true;
}

/* The cells of each table side by side, their order kept. */
static bool gather(struct walk *walk)
{
    struct tvx_grids *out = walk->out;
    struct tvx_grid_cell *sorted = tvx_arena_array(walk->arena, walk->cell_count, sizeof *sorted);
    size_t *next = tvx_arena_array(walk->arena, out->count, sizeof *next), at = 0;

    if (sorted == NULL || next == NULL)
        return false;
    for (size_t i = 0; i < out->count; i++) {
        out->items[i].cells = sorted + at;
        next[i] = at;
        at += out->items[i].count;
    }
    for (size_t i = 0; i < walk->cell_count; i++)
        sorted[next[walk->cells[i].grid]++] = walk->cells[i];
    return true;
}

static bool is_aside(const struct tvx_block *block)
{
    return block->kind == TVX_BLOCK_NOTE || block->kind == TVX_BLOCK_HEADER;
}

enum tvx_status tvx_grids_read(struct tvx_grids *out, const struct tvx_form_view *view, struct tvx_error *error)
{
    struct walk walk = {.arena = view->arena, .out = out};

    *out = (struct tvx_grids){.view = view};
    for (size_t b = 0; b < view->document->block_count; b++) {
        const struct tvx_block *block = &view->document->blocks[b];

        if (block->kind == TVX_BLOCK_CELL || block->table >= 0) {
            if (!is_aside(block) && !add_cell(&walk, block, b))
                return tvx_error_nomem(error);
        } else if (!is_aside(block)) {
            walk.depth = 0;
        }
    }
    return gather(&walk) ? TVX_OK : tvx_error_nomem(error);
}

size_t tvx_grid_row_end(const struct tvx_grid *grid, size_t from)
{
    size_t to = from + 1;

    while (to < grid->count && grid->cells[to].row == grid->cells[from].row)
        to++;
    return to;
}

static void add_block(struct tvx_buf *buf, const struct tvx_block *block, bool without_struck)
{
    if (!tvx_change_stands(block->presence, TVX_CHANGE_NONE, TVX_VIEW_AFTER))
        return;
    if (block->label != NULL && *block->label != '\0') {
        tvx_buf_str(buf, block->label);
        tvx_buf_char(buf, ' ');
    }
    for (size_t r = 0; r < block->run_count; r++) {
        const struct tvx_run *run = &block->runs[r];
        uint32_t out = TVX_FORMAT_ASIDE | (without_struck ? TVX_FORMAT_STRIKE : 0);

        if ((run->format & out) == 0 && tvx_change_stands(run->change, run->nested, TVX_VIEW_AFTER))
            tvx_buf_str(buf, run->text);
    }
    if (tvx_change_stands(block->mark, TVX_CHANGE_NONE, TVX_VIEW_AFTER))
        tvx_buf_char(buf, '\n');
}

const char *tvx_grid_text(const struct tvx_form_view *view, size_t first, size_t last, bool without_struck)
{
    const char *text;
    struct tvx_buf buf;

    tvx_buf_init(&buf, CEILING);
    for (size_t b = first; b <= last && b < view->document->block_count; b++)
        if (first == last || !is_aside(&view->document->blocks[b]))
            add_block(&buf, &view->document->blocks[b], without_struck);
    text = tvx_region_fold(view->arena, &buf);
    tvx_buf_free(&buf);
    return text;
}

bool tvx_grid_struck(const struct tvx_form_view *view, size_t first, size_t last)
{
    for (size_t b = first; b <= last && b < view->document->block_count; b++) {
        const struct tvx_block *block = &view->document->blocks[b];

        for (size_t r = 0; r < block->run_count; r++)
            if ((block->runs[r].format & TVX_FORMAT_STRIKE) != 0 &&
                !tvx_text_blank(block->runs[r].text, strlen(block->runs[r].text)))
                return true;
    }
    return false;
}

/* First line whose last block is `block` or stands behind it. */
static size_t line_at(const struct tvx_lines *lines, size_t block)
{
    size_t from = 0, to = lines->count;

    while (from < to) {
        size_t middle = from + (to - from) / 2;

        if (lines->items[middle].last_block < block)
            from = middle + 1;
        else
            to = middle;
    }
    return from;
}

bool tvx_grid_lines(const struct tvx_form_view *view, size_t first, size_t last, size_t *first_line,
                    size_t *last_line)
{
    size_t from = line_at(&view->after, first), to = line_at(&view->after, last + 1);

    if (to < view->after.count && view->after.items[to].first_block <= last)
        to++;
    if (from >= to || view->after.items[from].first_block > last)
        return false;
    *first_line = from;
    *last_line = to - 1;
    return true;
}
