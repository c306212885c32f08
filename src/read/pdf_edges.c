/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>

#include "pdf_text.h"

/* FEW: lines, below which they do not show where the text would end. */
enum { FEW = 8 };
static const float padding = 4; /* between a cell's wall and its text, at the least */

static int by_value(const void *a, const void *b)
{
    float one = *(const float *)a, other = *(const float *)b;

    return (one > other) - (one < other);
}

struct edges {
    float left, right;
    size_t count;
};

/* Is a line one of those between whose edges `like` runs? */
static bool is_alike(const struct pdf_line *line, const struct pdf_line *like)
{
    if (line->gone || line->note || line->aside)
        return false;
    if (like->table >= 0)
        return line->table == like->table && line->column == like->column;
    if (like->in_column)
        return line->region == like->region;
    return line->table < 0 && !line->in_column;
}

/* The edges between which such lines of one page run: few lines may stick out, so not the extremes. */
static struct edges measure(const struct pdf_text *text, const struct pdf_sheet *page, const struct pdf_line *like,
                            float *places)
{
    struct edges found = {0, page->width, 0};

    for (size_t i = page->first; i < page->first + page->count; i++) {
        const struct pdf_line *line = &text->lines[i];

        if (!is_alike(line, like))
            continue;
        places[found.count] = line->x0;
        places[page->count + found.count++] = line->x1;
    }
    if (found.count == 0)
        return found;
    qsort(places, found.count, sizeof *places, by_value);
    qsort(places + page->count, found.count, sizeof *places, by_value);
    found.left = places[found.count / 10];
    found.right = places[page->count + found.count - 1 - found.count / 20];
    if (found.count < FEW && like->table < 0 && !like->in_column) /* margins are mostly alike */
        found.right = fmaxf(found.right, page->width - found.left);
    return found;
}

static bool same_stretch(const struct pdf_line *a, const struct pdf_line *b)
{
    return a->table == b->table && a->in_column == b->in_column &&
           (a->table >= 0 ? a->column == b->column : !a->in_column || a->region == b->region);
}

bool tvx_pdf_edges(struct pdf_text *text)
{
    size_t largest = 0;
    float *places;

    for (size_t p = 0; p < text->page_count; p++)
        largest = text->pages[p].count > largest ? text->pages[p].count : largest;
    places = tvx_arena_array(text->document->arena, 2 * largest + 1, sizeof *places);
    if (places == NULL)
        return false;
    for (size_t p = 0; p < text->page_count; p++) {
        const struct pdf_sheet *page = &text->pages[p];
        struct edges running = measure(text, page, &(struct pdf_line){.table = -1}, places), edges = running;
        const struct pdf_line *of = NULL;

        for (size_t i = page->first; i < page->first + page->count; i++) {
            struct pdf_line *line = &text->lines[i];

            if (line->ruled) {
                line->left += padding;
                line->right -= padding;
                continue;
            }
            if (line->table < 0 && !line->in_column) {
                edges = running;
            } else if (of == NULL || !same_stretch(of, line)) {
                edges = measure(text, page, line, places);
                of = line;
            }
            line->left = edges.left;
            line->right = edges.right;
        }
    }
    return true;
}
