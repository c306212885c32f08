/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>

#include "pdf_text.h"

/* Two parts of one table have their walls at the same places, to so many points. */
static const float same_wall = 4;

struct part { /* of a table, on one page */
    size_t first, count; /* its lines */
    int columns, rows;
    float x0, x1;
};

static bool is_text(const struct pdf_line *line)
{
    return !line->gone && !line->note;
}

static struct part take_part(const struct pdf_text *text, size_t first)
{
    const struct pdf_line *lines = text->lines;
    struct part part = {.first = first, .x0 = INFINITY, .x1 = -INFINITY};

    for (size_t i = first; i < text->count && lines[i].page == lines[first].page; i++) {
        if (lines[i].table != lines[first].table)
            break;
        part.count++;
        part.columns = lines[i].column >= part.columns ? lines[i].column + 1 : part.columns;
        part.rows = lines[i].row >= part.rows ? lines[i].row + 1 : part.rows;
        part.x0 = fminf(part.x0, lines[i].ruled ? lines[i].left : lines[i].x0);
        part.x1 = fmaxf(part.x1, lines[i].ruled ? lines[i].right : lines[i].x1);
    }
    return part;
}

/* Nothing but running lines and notes between the two, and a page's end. */
static bool goes_on(const struct pdf_text *text, const struct part *part, size_t next)
{
    const struct pdf_line *first = &text->lines[part->first], *line = &text->lines[next];
    struct part other;

    if (line->table < 0 || line->page != first->page + 1 || line->ruled != first->ruled)
        return false;
    for (size_t i = part->first + part->count; i < next; i++)
        if (is_text(&text->lines[i]))
            return false;
    other = take_part(text, next);
    return other.columns == part->columns && (!line->ruled || (fabsf(other.x0 - part->x0) < same_wall &&
                                                               fabsf(other.x1 - part->x1) < same_wall));
}

/* Lines of the uppermost row of either part: are they the same, so that a head comes back? */
static size_t repeated_head(const struct pdf_text *text, const struct part *first, const struct part *next)
{
    const struct pdf_line *a = &text->lines[first->first], *b = &text->lines[next->first];
    size_t count = 0;
    bool columns = false;

    while (count < first->count && a[count].row == a[0].row) {
        if (count >= next->count || b[count].row != b[0].row || a[count].length != b[count].length ||
            a[count].column != b[count].column || memcmp(a[count].text, b[count].text, a[count].length) != 0)
            return 0;
        columns = columns || a[count].column != a[0].column;
        count++;
    }
    return columns && (count == next->count || b[count].row != b[0].row) ? count : 0;
}

static bool has_text(const struct pdf_text *text, size_t first, size_t end, int row, int column)
{
    for (size_t i = first; i < end; i++)
        if (is_text(&text->lines[i]) && text->lines[i].row == row && text->lines[i].column == column)
            return true;
    return false;
}

/*
 * In a table whose rows all have text in every column, a first row on the next page that has not is the rest of the
 * row before.
 */
static bool is_rest(const struct pdf_text *text, const struct part *before, size_t first, size_t end)
{
    bool rest = false;

    for (int column = 0; column < before->columns; column++) {
        if (has_text(text, first, end, text->lines[first].row, column))
            continue;
        for (int row = 0; row < before->rows; row++)
            if (!has_text(text, before->first, before->first + before->count, row, column))
                return false;
        rest = true;
    }
    return rest && before->rows >= 3;
}

/*
 * Does the last row of the part before run on in this part's first row?  It does when a sentence does (a capital begins
 * no new one where the texts of two columns and more are cut off alike), or when this row looks like a rest.
 */
static bool row_goes_on(const struct pdf_text *text, const struct part *before, size_t first, size_t end)
{
    const struct pdf_line *lines = text->lines;
    size_t cut = 0, others = 0;
    int last_row = -1;

    for (size_t i = before->first; i < before->first + before->count; i++)
        last_row = is_text(&lines[i]) && lines[i].row > last_row ? lines[i].row : last_row;
    for (size_t i = first, last_column = SIZE_MAX; i < end && lines[i].row == lines[first].row; i++) {
        const struct pdf_line *above = NULL;

        if ((size_t)lines[i].column == last_column)
            continue;
        last_column = (size_t)lines[i].column;
        for (size_t k = before->first; k < before->first + before->count; k++)
            if (lines[k].row == last_row && lines[k].column == lines[i].column)
                above = &lines[k];
        if (above == NULL || tvx_pdf_ends_sentence(above) || tvx_pdf_begins_with_label(&lines[i]) ||
            tvx_pdf_would_fit(above, &lines[i])) {
            others++;
            continue;
        }
        if (!u_isupper((UChar32)tvx_pdf_first_point(&lines[i])))
            return true;
        cut++;
    }
    if (cut >= 2 && others == 0)
        return true;
    return is_rest(text, before, first, end);
}

struct place {
    int row, column;
    size_t line;
};

static int by_place(const void *a, const void *b)
{
    const struct place *one = a, *other = b;

    if (one->row != other->row)
        return one->row < other->row ? -1 : 1;
    if (one->column != other->column)
        return one->column < other->column ? -1 : 1;
    return (one->line > other->line) - (one->line < other->line);
}

struct orderer {
    struct pdf_text *text;
    size_t *order;
    size_t count;
    bool *done;
    struct place *places;
    int tables;
};

/* Numbers the rows of a part behind `rows` rows; returns how many there are then. */
static int add_part(struct orderer *orderer, const struct part *part, int rows, size_t *count)
{
    struct pdf_line *lines = orderer->text->lines;
    int last = -1, now = rows - 1;

    for (size_t i = part->first; i < part->first + part->count; i++) {
        orderer->done[i] = true;
        if (is_text(&lines[i])) {
            now += lines[i].row != last;
            last = lines[i].row;
        }
        orderer->places[(*count)++] = (struct place){now, lines[i].column, i};
    }
    return now + 1;
}

/* The table that begins with this line, over all its pages. */
static void take_table(struct orderer *orderer, size_t first)
{
    struct pdf_text *text = orderer->text;
    struct part head = take_part(text, first), part = head;
    size_t count = 0, next;
    int rows = add_part(orderer, &part, 0, &count);

    for (next = first + part.count; next < text->count; next++) {
        struct part other;
        size_t repeated;

        if (!is_text(&text->lines[next]))
            continue;
        if (!goes_on(text, &part, next))
            break;
        other = take_part(text, next);
        repeated = repeated_head(text, &head, &other);
        for (size_t i = next; i < next + repeated; i++)
            text->lines[i].gone = true;
        if (repeated < other.count && row_goes_on(text, &part, next + repeated, next + other.count))
            rows--;
        rows = add_part(orderer, &other, rows, &count);
        part = other;
        next += other.count - 1;
    }
    qsort(orderer->places, count, sizeof *orderer->places, by_place);
    for (size_t i = 0; i < count; i++) {
        struct pdf_line *line = &text->lines[orderer->places[i].line];

        line->row = orderer->places[i].row;
        line->table = orderer->tables;
        orderer->order[orderer->count++] = orderer->places[i].line;
    }
    orderer->tables++;
}

size_t *tvx_pdf_order(struct pdf_text *text)
{
    struct tvx_arena *arena = text->document->arena;
    struct orderer orderer = {.text = text};

    orderer.order = tvx_arena_array(arena, text->count, sizeof *orderer.order);
    orderer.done = tvx_arena_array(arena, text->count, sizeof *orderer.done);
    orderer.places = tvx_arena_array(arena, text->count, sizeof *orderer.places);
    if (orderer.order == NULL || orderer.done == NULL || orderer.places == NULL)
        return NULL;
    for (size_t i = 0; i < text->count; i++) {
        if (orderer.done[i])
            continue;
        /* a running head within a table is no part of it: it may carry the number that an earlier table has now */
        if (text->lines[i].table >= 0 && is_text(&text->lines[i]))
            take_table(&orderer, i);
        else
            orderer.order[orderer.count++] = i;
    }
    return orderer.order;
}
