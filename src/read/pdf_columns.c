/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "pdf_columns.h"

/*
 * LEAST: lines that a column has at the least on either side of a strip; the last column of a text may be SHORT beside
 * a LONG one.  The strip is `narrow` wide and the text
 * beside it `wide` on average, in multiples of the letters' size: labels before their paragraphs and page numbers
 * behind titles are no columns.  `gap`: a larger step between baselines parts what stands beside nothing from a column.
 * A page with more than MOST pieces of text is a drawing.
 */
enum { LEAST = 4, SHORT = 2, LONG = 8, MOST = 5000, DEPTH = 6, EDGES = 40, COLUMNS = 6, MOST_TABLES = 200 };
static const float narrow = 0.7f, wide = 6, gap = 1.9f;

struct unit { /* a piece of text, or a whole table with ruling lines */
    float x0, x1, y0, y1, size; /* y: the first and the last baseline */
    size_t first;               /* its (first) fragment */
    int table;
};

struct finder {
    struct pdf_layout *layout;
    struct pdf_fragment *out; /* in reading order */
    size_t out_count;
    struct unit *units;
    int columns; /* how deep in columns the text at hand is */
    bool failed;
};

struct strip { /* what begins at x or right of it has nothing before it on the strip, between the heights y0 and y1 */
    float x, y0, y1;
    size_t lines; /* on the side that has fewer */
};

struct list { /* of units, in the order of the PDF */
    size_t *items;
    size_t count;
};

static bool make_list(struct finder *finder, struct list *list, size_t capacity)
{
    list->items = tvx_arena_array(finder->layout->arena, capacity, sizeof *list->items);
    list->count = 0;
    finder->failed = finder->failed || list->items == NULL;
    return !finder->failed;
}

/* ---- reading order of what is found ---- */

struct cell_order {
    int row, column;
    size_t index;
};

static int by_cell(const void *a, const void *b)
{
    const struct cell_order *one = a, *other = b;

    if (one->row != other->row)
        return one->row < other->row ? -1 : 1;
    if (one->column != other->column)
        return one->column < other->column ? -1 : 1;
    return (one->index > other->index) - (one->index < other->index);
}

static void emit_table(struct finder *finder, int table)
{
    struct pdf_layout *layout = finder->layout;
    struct cell_order *order = tvx_arena_array(layout->arena, layout->count, sizeof *order);
    size_t count = 0;

    if (order == NULL) {
        finder->failed = true;
        return;
    }
    for (size_t i = 0; i < layout->count; i++)
        if (layout->fragments[i].table == table)
            order[count++] = (struct cell_order){layout->fragments[i].row, layout->fragments[i].column, i};
    qsort(order, count, sizeof *order, by_cell);
    for (size_t i = 0; i < count; i++) {
        finder->out[finder->out_count] = layout->fragments[order[i].index];
        finder->out[finder->out_count++].region = layout->region_count;
    }
    layout->region_count++;
}

static void emit(struct finder *finder, size_t unit)
{
    if (finder->units[unit].table >= 0) {
        finder->layout->region_count++;
        emit_table(finder, finder->units[unit].table);
        return;
    }
    finder->out[finder->out_count] = finder->layout->fragments[finder->units[unit].first];
    finder->out[finder->out_count].in_column = finder->columns > 0;
    finder->out[finder->out_count++].region = finder->layout->region_count;
}

struct slot { /* of a unit: even between tables, odd for the tables */
    size_t slot, index;
};

static int by_slot(const void *a, const void *b)
{
    const struct slot *one = a, *other = b;

    if (one->slot != other->slot)
        return one->slot < other->slot ? -1 : 1;
    return (one->index > other->index) - (one->index < other->index);
}

/*
 * What stands over a table comes before it, what under it behind: a PDF may hold the frames of a page last.  What
 * stands beside all tables stays behind what it follows.
 */
static void put_between_tables(struct finder *finder, const struct list *list)
{
    struct slot *slots = tvx_arena_array(finder->layout->arena, list->count, sizeof *slots);
    size_t *tables = tvx_arena_array(finder->layout->arena, list->count, sizeof *tables), count = 0;

    finder->failed = finder->failed || slots == NULL || tables == NULL;
    for (size_t i = 0; i < list->count && !finder->failed; i++)
        if (finder->units[list->items[i]].table >= 0)
            tables[count++] = list->items[i];
    if (finder->failed || count == 0 || count > MOST_TABLES)
        return;
    for (size_t i = 0; i < list->count; i++) {
        const struct unit *unit = &finder->units[list->items[i]];
        bool beside = true;

        slots[i] = (struct slot){unit->table >= 0, list->items[i]};
        for (size_t k = 0; k < count; k++) {
            const struct unit *table = &finder->units[tables[k]];

            slots[i].slot += table->y0 < unit->y0 ? 2 : 0;
            beside = beside && (unit->x0 >= table->x1 || unit->x1 <= table->x0);
        }
        if (beside)
            slots[i].slot = i == 0 ? 0 : slots[i - 1].slot;
    }
    qsort(slots, list->count, sizeof *slots, by_slot);
    for (size_t i = 0; i < list->count; i++)
        list->items[i] = slots[i].index;
}

static void emit_all(struct finder *finder, const struct list *list)
{
    put_between_tables(finder, list);
    for (size_t i = 0; i < list->count && !finder->failed; i++)
        emit(finder, list->items[i]);
    finder->layout->region_count += list->count > 0;
}

/* ---- strips ---- */

static int by_value(const void *a, const void *b)
{
    float one = *(const float *)a, other = *(const float *)b;

    return (one > other) - (one < other);
}

/* Places at which many pieces begin, and such behind which many end: no more than EDGES of them. */
static size_t find_edges(struct finder *finder, const struct list *list, float *edges)
{
    float *places = tvx_arena_array(finder->layout->arena, 2 * list->count, sizeof *places);
    size_t count = 0;

    if (places == NULL) {
        finder->failed = true;
        return 0;
    }
    for (size_t i = 0; i < list->count; i++) {
        const struct unit *unit = &finder->units[list->items[i]];

        places[i] = unit->x0;
        places[list->count + i] = unit->x1 + (narrow + 0.05f) * unit->size;
    }
    for (size_t side = 0; side < 2; side++) {
        float *from = places + side * list->count;

        qsort(from, list->count, sizeof *from, by_value);
        for (size_t i = 0, to; i < list->count; i = to) {
            for (to = i; to < list->count && from[to] - from[i] < 2; to++)
                continue;
            if (to - i >= LEAST && i > 0 && count < EDGES)
                edges[count++] = from[side == 0 ? i : to - 1];
        }
    }
    return count;
}

struct side {
    size_t lines, within;
    float first, last, widths;
};

static void add_to_side(struct side *side, const struct unit *unit)
{
    if (side->lines > 0 && unit->y1 - side->last < 0.4f * unit->size)
        return; /* the same line */
    if (side->lines++ == 0)
        side->first = unit->y0;
    side->last = unit->y1;
    side->widths += unit->x1 - unit->x0;
}

/*
 * What stands apart over the columns on the right, or in a few lines between the shorter column's end and text that
 * goes across, is not of them.  (On the left above, it is read first anyhow.)
 */
static void trim(const struct finder *finder, const struct list *list, size_t from, size_t to, struct strip *strip,
                 const struct side *left, const struct side *right)
{
    float stop = fminf(left->last, right->last), last = -INFINITY;
    size_t tail = 0;

    for (size_t i = from; i < to; i++) {
        const struct unit *unit = &finder->units[list->items[i]];

        tail += unit->y0 > stop + 0.4f * unit->size;
        if (last > -INFINITY && unit->y0 - last > gap * unit->size) {
            if (last < left->first - 0.4f * unit->size)
                strip->y0 = unit->y0;
            else if (tail == 1)
                strip->y1 = last;
        }
        last = fmaxf(last, unit->y1);
    }
    if (to == list->count || tail > 3)
        strip->y1 = INFINITY;
}

static bool are_columns(size_t left, size_t right)
{
    size_t fewer = left < right ? left : right, more = left < right ? right : left;

    return fewer >= LEAST || (fewer >= SHORT && more >= LONG);
}

/* Looks at the units from `from` up to `to` (by height), none of which crosses the strip before x. */
static void judge_band(const struct finder *finder, const struct list *list, float x, size_t from, size_t to,
                       struct strip *best)
{
    struct side sides[2] = {{0}, {0}}, within[2] = {{0}, {0}};
    struct strip found = {.x = x, .y0 = -INFINITY, .y1 = INFINITY};
    size_t shorter;
    float size = 0;

    for (size_t i = from; i < to; i++) {
        const struct unit *unit = &finder->units[list->items[i]];

        add_to_side(&sides[unit->x0 >= x - 1], unit);
        size = fmaxf(size, unit->size);
    }
    if (!are_columns(sides[0].lines, sides[1].lines))
        return;
    trim(finder, list, from, to, &found, &sides[0], &sides[1]);
    for (size_t i = from; i < to; i++) {
        const struct unit *unit = &finder->units[list->items[i]];

        if (unit->y0 >= found.y0 && unit->y1 <= found.y1 && unit->y1 >= sides[unit->x0 < x - 1].first - 0.5f * size &&
            unit->y0 <= sides[unit->x0 < x - 1].last + 0.5f * size)
            add_to_side(&within[unit->x0 >= x - 1], unit);
    }
    shorter = sides[0].lines < sides[1].lines ? sides[0].lines : sides[1].lines;
    for (int s = 0; s < 2; s++)
        if (within[s].lines < (shorter < LEAST ? SHORT : LEAST) ||
            within[s].widths < wide * size * (float)within[s].lines)
            return;
    found.lines = within[0].lines < within[1].lines ? within[0].lines : within[1].lines;
    if (found.lines <= best->lines)
        return;
    if (found.y0 < finder->units[list->items[from]].y0)
        found.y0 = finder->units[list->items[from]].y0;
    if (found.y1 > finder->units[list->items[to - 1]].y1)
        found.y1 = finder->units[list->items[to - 1]].y1;
    *best = found;
}

struct height {
    float y;
    size_t item;
};

static int by_height(const void *a, const void *b)
{
    const struct height *one = a, *other = b;

    if (one->y != other->y)
        return one->y < other->y ? -1 : 1;
    return (one->item > other->item) - (one->item < other->item);
}

static bool sort_by_height(struct finder *finder, struct list *sorted, const struct list *list)
{
    struct height *heights = tvx_arena_array(finder->layout->arena, list->count, sizeof *heights);

    if (heights == NULL || !make_list(finder, sorted, list->count)) {
        finder->failed = true;
        return false;
    }
    for (size_t i = 0; i < list->count; i++)
        heights[i] = (struct height){finder->units[list->items[i]].y1, list->items[i]};
    qsort(heights, list->count, sizeof *heights, by_height);
    for (size_t i = 0; i < list->count; i++)
        sorted->items[sorted->count++] = heights[i].item;
    return true;
}

static struct strip find_strip(struct finder *finder, const struct list *list)
{
    struct strip best = {.lines = 0};
    struct list sorted;
    float edges[EDGES];
    size_t count;

    if (list->count < 2 * LEAST || !sort_by_height(finder, &sorted, list))
        return best;
    count = find_edges(finder, list, edges);
    for (size_t e = 0; e < count && !finder->failed; e++)
        for (size_t i = 0, from = 0; i <= sorted.count; i++) {
            const struct unit *unit = i < sorted.count ? &finder->units[sorted.items[i]] : NULL;

            if (unit != NULL && (unit->x0 >= edges[e] - 1 || unit->x1 <= edges[e] - narrow * unit->size))
                continue;
            judge_band(finder, &sorted, edges[e], from, i, &best);
            from = i + 1;
        }
    return best;
}

/* ---- tables without ruling lines ---- */

static int column_of(const struct unit *unit, const float *starts, int count)
{
    int column = 0;

    while (column < count && unit->x0 >= starts[column] - 1)
        column++;
    return column;
}

struct row_plan {
    int *row; /* of each unit of the list */
    int rows; /* so far; the open row is the last */
    size_t first, first_end; /* the open row's units in its first column */
    int column;              /* its last column */
    float bottom, all_bottom; /* of the run at hand, of all */
    size_t cells, apart, lines, longest;
};

/* Begins a run of units in one column; false when it cannot be part of a table. */
static bool begin_run(const struct finder *finder, const struct list *list, struct row_plan *plan, size_t at,
                      int column)
{
    const struct unit *unit = &finder->units[list->items[at]];
    size_t beside = plan->first;

    plan->longest = plan->lines > plan->longest ? plan->lines : plan->longest;
    plan->lines = 0;
    if (column <= plan->column) {
        if (unit->y0 < plan->all_bottom + 0.4f * unit->size)
            return false;
        plan->rows++;
        plan->first = plan->first_end = at;
        plan->column = column;
        return true;
    }
    plan->cells++;
    plan->column = column;
    while (beside < plan->first_end &&
           fabsf(finder->units[list->items[beside]].y0 - unit->y0) >= 0.4f * unit->size)
        beside++;
    if (beside == plan->first_end) {
        plan->apart++;
    } else if (beside > plan->first) { /* what stands over it is a row of its own */
        for (size_t i = beside; i < plan->first_end; i++)
            plan->row[i]++;
        plan->first = beside;
        plan->rows++;
    }
    return true;
}

/*
 * Word processors write a table cell by cell.  It is one when at least two rows follow each other so, the cells of each
 * beginning at one height under all of the row before, and some cell has more than one line.
 */
static bool plan_rows(struct finder *finder, const struct list *list, const float *starts, int count,
                      struct row_plan *plan)
{
    size_t rows = 0;

    *plan = (struct row_plan){.row = tvx_arena_array(finder->layout->arena, list->count, sizeof *plan->row),
                              .column = COLUMNS, .bottom = -INFINITY, .all_bottom = -INFINITY};
    if (plan->row == NULL) {
        finder->failed = true;
        return false;
    }
    for (size_t i = 0; i < list->count; i++) {
        const struct unit *unit = &finder->units[list->items[i]];
        int column = column_of(unit, starts, count);

        if (unit->table >= 0)
            return false;
        if ((column != plan->column || unit->y0 < plan->bottom - 0.4f * unit->size) &&
            !begin_run(finder, list, plan, i, column))
            return false;
        plan->row[i] = plan->rows - 1;
        if (plan->first_end == i && column == column_of(&finder->units[list->items[plan->first]], starts, count))
            plan->first_end = i + 1;
        plan->lines += plan->lines == 0 || unit->y1 > plan->bottom + 0.4f * unit->size;
        plan->bottom = unit->y1;
        plan->all_bottom = fmaxf(plan->all_bottom, unit->y1);
    }
    for (size_t i = 1; i < list->count; i++)
        rows += plan->row[i] == plan->row[i - 1] && column_of(&finder->units[list->items[i]], starts, count) > 0 &&
                column_of(&finder->units[list->items[i - 1]], starts, count) == 0;
    plan->longest = plan->lines > plan->longest ? plan->lines : plan->longest;
    return rows >= 2 && plan->longest > 1 && plan->apart * 10 <= plan->cells;
}

/* Rows at the beginning and at the end with text in one column only are text over and under the table. */
static void emit_rows(struct finder *finder, const struct list *list, const float *starts, int count,
                      const struct row_plan *plan)
{
    int first = plan->rows, last = -1;

    for (size_t i = 1; i < list->count; i++)
        if (plan->row[i] == plan->row[i - 1] && column_of(&finder->units[list->items[i]], starts, count) !=
                                                    column_of(&finder->units[list->items[i - 1]], starts, count)) {
            first = plan->row[i] < first ? plan->row[i] : first;
            last = plan->row[i];
        }
    for (size_t i = 0; i < list->count && !finder->failed; i++) {
        struct pdf_fragment *fragment;

        finder->layout->region_count += i > 0 && ((plan->row[i] == first && plan->row[i - 1] < first) ||
                                                  (plan->row[i] > last && plan->row[i - 1] == last));
        emit(finder, list->items[i]);
        if (plan->row[i] < first || plan->row[i] > last)
            continue;
        fragment = &finder->out[finder->out_count - 1];
        fragment->table = finder->layout->table_count;
        fragment->row = plan->row[i] - first;
        fragment->column = column_of(&finder->units[list->items[i]], starts, count);
    }
    finder->layout->table_count++;
    finder->layout->region_count++;
}

/* ---- the page ---- */

/* Beginnings of the columns but the first, ascending. */
static int find_starts(struct finder *finder, const struct list *band, float first, float *starts)
{
    int count = 1;

    starts[0] = first;
    for (int done = 0; done < count && count < COLUMNS - 1; done++) {
        struct list right;
        struct strip strip;

        if (!make_list(finder, &right, band->count))
            return count;
        for (size_t i = 0; i < band->count; i++)
            if (finder->units[band->items[i]].x0 >= starts[done] - 1)
                right.items[right.count++] = band->items[i];
        strip = find_strip(finder, &right);
        if (strip.lines > 0)
            starts[count++] = strip.x;
    }
    return count;
}

static void split(struct finder *finder, const struct list *list, int depth)
{
    struct strip strip = depth > 0 ? find_strip(finder, list) : (struct strip){.lines = 0};
    struct list parts[4], *above = &parts[0], *band = &parts[3]; /* above, left, right; then below and the band */
    struct list below;
    struct row_plan plan;
    float starts[COLUMNS];
    int columns;

    if (strip.lines == 0 || finder->failed) {
        emit_all(finder, list);
        return;
    }
    for (int i = 0; i < 4; i++)
        if (!make_list(finder, &parts[i], list->count))
            return;
    if (!make_list(finder, &below, list->count))
        return;
    for (size_t i = 0; i < list->count; i++) {
        const struct unit *unit = &finder->units[list->items[i]];
        struct list *to = unit->y1 < strip.y0 - 0.01f ? above : unit->y0 > strip.y1 + 0.01f ? &below : band;

        to->items[to->count++] = list->items[i];
        if (to == band) {
            to = &parts[1 + (unit->x0 >= strip.x - 1)];
            to->items[to->count++] = list->items[i];
        }
    }
    if (band->count == list->count && (parts[1].count == 0 || parts[2].count == 0)) {
        emit_all(finder, list);
        return;
    }
    split(finder, above, depth - 1);
    columns = find_starts(finder, band, strip.x, starts);
    if (plan_rows(finder, band, starts, columns, &plan)) {
        emit_rows(finder, band, starts, columns, &plan);
    } else {
        finder->columns++;
        split(finder, &parts[1], depth - 1);
        split(finder, &parts[2], depth - 1);
        finder->columns--;
    }
    split(finder, &below, depth - 1);
}

static bool make_units(struct finder *finder, struct list *list)
{
    struct pdf_layout *layout = finder->layout;
    size_t *of_table = tvx_arena_array(layout->arena, (size_t)layout->table_count, sizeof *of_table);

    finder->units = tvx_arena_array(layout->arena, layout->count, sizeof *finder->units);
    if (finder->units == NULL || of_table == NULL || !make_list(finder, list, layout->count))
        return false;
    for (size_t i = 0; i < layout->count; i++) {
        const struct pdf_fragment *fragment = &layout->fragments[i];
        struct unit *unit = &finder->units[list->count];

        if (fragment->table >= 0 && of_table[fragment->table] > 0) {
            unit = &finder->units[of_table[fragment->table] - 1];
            unit->x0 = fminf(unit->x0, fragment->x0);
            unit->x1 = fmaxf(unit->x1, fragment->x1);
            unit->y0 = fminf(unit->y0, fragment->base);
            unit->y1 = fmaxf(unit->y1, fragment->base);
            continue;
        }
        *unit = (struct unit){fragment->x0, fragment->x1, fragment->base, fragment->base, fragment->size, i,
                              fragment->table};
        list->items[list->count] = list->count;
        list->count++;
        if (fragment->table >= 0)
            of_table[fragment->table] = list->count;
    }
    return true;
}

bool tvx_pdf_columns(struct pdf_layout *layout)
{
    struct finder finder = {.layout = layout};
    struct list list;

    finder.out = tvx_arena_array(layout->arena, layout->count, sizeof *finder.out);
    if (finder.out == NULL || !make_units(&finder, &list))
        return false;
    split(&finder, &list, list.count > MOST ? 0 : DEPTH);
    layout->fragments = finder.out;
    layout->count = finder.out_count;
    layout->capacity = finder.out_count;
    return !finder.failed;
}
