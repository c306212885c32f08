/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <string.h>

#include "agree.h"
#include "alike.h"

/* Rows weighed: shorter ones tell nothing, longer ones cost. */
enum { SCRATCH = 64 << 20, ROWS_WEIGHED = 40, ROW_LEAST = 60, ROW_BYTES = 20000, WORDS_LEAST = 10 };

/* Text of the cell in that column of the row [from, to); "" when there is none. */
static const char *cell_text(const struct tvx_form_view *view, const struct tvx_grid *grid, size_t from, size_t to,
                             int column)
{
    for (size_t i = from; i < to; i++)
        if (grid->cells[i].column == column)
            return tvx_grid_text(view, grid->cells[i].first, grid->cells[i].last, false);
    return "";
}

enum tvx_status tvx_alike(bool *out, const struct tvx_form_view *view, const struct tvx_grid *grid,
                          struct tvx_error *error)
{
    size_t alike = 0, other = 0;
    struct tvx_arena *scratch = grid->columns == 2 && !grid->within ? tvx_arena_new(SCRATCH) : NULL;
    enum tvx_status status = TVX_OK;

    *out = false;
    if (scratch == NULL)
        return TVX_OK;
    for (size_t from = 0, to; status == TVX_OK && from < grid->count && alike + other < ROWS_WEIGHED; from = to) {
        size_t common = 0, count = 0;
        const char *left, *right;

        to = tvx_grid_row_end(grid, from);
        left = cell_text(view, grid, from, to, 0);
        right = cell_text(view, grid, from, to, 1);
        if (left == NULL || right == NULL || strlen(left) > ROW_BYTES || strlen(left) < ROW_LEAST ||
            strlen(right) < ROW_LEAST)
            continue;
        status = tvx_agree_words(&common, &count, scratch, left, right, error);
        alike += count >= WORDS_LEAST && 2 * common > count && strcmp(left, right) != 0;
        other += count >= WORDS_LEAST && 2 * common <= count;
    }
    tvx_arena_free(scratch);
    *out = alike > other;
    return status;
}

const struct tvx_columns *tvx_alike_columns(const struct tvx_form_view *view, const struct tvx_grid *grid)
{
    struct tvx_columns *c = tvx_arena_alloc(view->arena, sizeof *c);
    size_t to = tvx_grid_row_end(grid, 0);

    if (c == NULL)
        return NULL;
    c->count = 2;
    c->items[0] = (struct tvx_column){.column = 0, .role = TVX_COLUMN_BASE, .head = cell_text(view, grid, 0, to, 0)};
    c->items[1] = (struct tvx_column){.column = 1, .role = TVX_COLUMN_TEXT, .head = cell_text(view, grid, 0, to, 1)};
    c->roles[TVX_COLUMN_BASE] = c->roles[TVX_COLUMN_TEXT] = 1;
    if (c->items[0].head == NULL || c->items[1].head == NULL)
        return NULL;
    if (*c->items[0].head != '\0' && *c->items[1].head != '\0' && strlen(c->items[0].head) < ROW_LEAST &&
        strlen(c->items[1].head) < ROW_LEAST && grid->count > to)
        c->data = to;
    else
        c->items[0].head = c->items[1].head = "";
    return c;
}
