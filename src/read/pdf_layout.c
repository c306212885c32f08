/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "pdf_columns.h"
#include "pdf_grid.h"
#include "pdf_layout.h"

static bool add_fragment(struct pdf_layout *layout, const fz_stext_line *line, const fz_stext_char *first,
                         const fz_stext_char *end)
{
    struct pdf_fragment *larger, *fragment;

    larger = tvx_arena_grow(layout->arena, layout->fragments, layout->count, &layout->capacity, sizeof *larger);
    if (larger == NULL)
        return false;
    layout->fragments = larger;
    fragment = &larger[layout->count++];
    *fragment = (struct pdf_fragment){.line = line, .first = first, .end = end, .x0 = line->bbox.x0,
                                      .x1 = line->bbox.x1, .base = first->origin.y, .size = first->size, .table = -1,
                                      .aside = line->wmode != 0 || fabsf(line->dir.y) > 0.2f || line->dir.x < 0};
    if (first != line->first_char || end != NULL) {
        fragment->x0 = INFINITY;
        fragment->x1 = -INFINITY;
        for (const fz_stext_char *letter = first; letter != end; letter = letter->next) {
            if (letter->c == ' ')
                continue;
            fragment->x0 = fz_min(fragment->x0, fz_min(letter->quad.ul.x, letter->quad.ll.x));
            fragment->x1 = fz_max(fragment->x1, fz_max(letter->quad.ur.x, letter->quad.lr.x));
        }
        if (fragment->x0 > fragment->x1) /* white space only */
            layout->count--;
    }
    return true;
}

/* The letter at which the part right of the wall begins; NULL when the letters are not in order from the left. */
static const fz_stext_char *cut_at(const fz_stext_char *first, const fz_stext_char *end, float wall)
{
    const fz_stext_char *cut = NULL;

    for (const fz_stext_char *letter = first; letter != end; letter = letter->next) {
        bool right = (letter->quad.ll.x + letter->quad.lr.x) / 2 > wall;

        if (right && cut == NULL)
            cut = letter;
        else if (!right && cut != NULL && letter->c != ' ')
            return NULL;
    }
    return cut == first ? NULL : cut;
}

/* MuPDF's lines run on over the walls of cells that stand close: they are cut there. */
static bool take_line(struct pdf_layout *layout, const struct pdf_grids *grids, const fz_stext_line *line)
{
    const fz_stext_char *first = line->first_char;
    float y = first->origin.y - 0.3f * first->size, from = line->bbox.x0 + 1, wall;
    const struct pdf_grid *grid = tvx_pdf_grid_at(grids, (line->bbox.x0 + line->bbox.x1) / 2, y);

    while (grid != NULL && first != NULL && tvx_pdf_grid_wall(grid, y, from, line->bbox.x1 - 1, &wall)) {
        const fz_stext_char *cut = cut_at(first, NULL, wall);

        from = wall;
        if (cut == NULL)
            continue;
        if (!add_fragment(layout, line, first, cut))
            return false;
        first = cut;
    }
    return add_fragment(layout, line, first, NULL);
}

static void place_in_grids(struct pdf_layout *layout, const struct pdf_grids *grids)
{
    for (size_t i = 0; i < layout->count; i++) {
        struct pdf_fragment *fragment = &layout->fragments[i];
        float x = (fragment->x0 + fragment->x1) / 2, y = fragment->base - 0.3f * fragment->size;
        const struct pdf_grid *grid = fragment->aside ? NULL : tvx_pdf_grid_at(grids, x, y);
        struct pdf_cell cell;

        if (grid == NULL)
            continue;
        fragment->table = (int)(grid - grids->items);
        fragment->ruled = true;
        cell = tvx_pdf_grid_cell(grid, x, y);
        fragment->row = cell.row;
        fragment->column = cell.column;
        fragment->cell_x0 = cell.x0;
        fragment->cell_x1 = cell.x1;
    }
}

/* A grid with text in one column only is a frame or a drawing: its text is text of the page. */
static bool drop_empty_tables(struct pdf_layout *layout, size_t tables)
{
    int *columns = tvx_arena_array(layout->arena, tables, sizeof *columns);

    if (columns == NULL)
        return false;
    for (size_t i = 0; i < layout->count; i++) {
        const struct pdf_fragment *fragment = &layout->fragments[i];

        if (fragment->table < 0)
            continue;
        if (columns[fragment->table] == 0)
            columns[fragment->table] = fragment->column + 1;
        else if (columns[fragment->table] != fragment->column + 1)
            columns[fragment->table] = -1;
    }
    for (size_t i = 0; i < layout->count; i++)
        if (layout->fragments[i].table >= 0 && columns[layout->fragments[i].table] > 0) {
            layout->fragments[i].table = -1;
            layout->fragments[i].row = layout->fragments[i].column = 0;
            layout->fragments[i].ruled = false;
        }
    return true;
}

bool tvx_pdf_layout(struct pdf_layout *layout, const fz_stext_page *page, const struct pdf_ink *ink)
{
    struct pdf_grids grids;

    layout->count = 0;
    layout->region_count = layout->table_count = 0;
    if (!tvx_pdf_grids_find(&grids, layout->arena, ink))
        return false;
    for (const fz_stext_block *block = page->first_block; block != NULL; block = block->next) {
        if (block->type != FZ_STEXT_BLOCK_TEXT)
            continue;
        for (const fz_stext_line *line = block->u.t.first_line; line != NULL; line = line->next)
            if (line->first_char != NULL && !take_line(layout, &grids, line))
                return false;
    }
    layout->table_count = (int)grids.count;
    if (grids.count > 0) {
        place_in_grids(layout, &grids);
        if (!drop_empty_tables(layout, grids.count))
            return false;
    }
    return tvx_pdf_columns(layout);
}
