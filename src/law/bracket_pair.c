/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <string.h>

#include <travaux/text/utf8.h>

#include "bracket.h"

enum { MOST_MARKS = 1 << 20, DEEPEST = 100, OPEN = 8, TYPES = 4, CONTEXT = 60 };

/* ASCII and full-width square brackets close one another: typists mix them. */
static bool mark_at(struct bracket_mark *mark, uint32_t point)
{
    static const struct { uint32_t point; unsigned type; bool opens; } signs[] = {
        {'[', 0, true},    {']', 0, false},    {0xFF3B, 0, true}, {0xFF3D, 0, false}, {0x3010, 1, true},
        {0x3011, 1, false}, {0x3014, 2, true}, {0x3015, 2, false}, {'{', 3, true},     {'}', 3, false},
    };

    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (signs[i].point == point) {
            mark->type = signs[i].type;
            mark->opens = signs[i].opens;
            mark->brace = mark->type == 3;
            return true;
        }
    return false;
}

static enum tvx_status find_marks(struct bracket_reader *r)
{
    for (size_t l = 0; l < r->line_count; l++) {
        const struct bracket_line *line = &r->lines[l];
        size_t point = line->start;

        for (size_t at = line->from; at < line->to; point++) {
            struct bracket_mark mark = {.at = at, .point = point, .line = l, .mate = SIZE_MAX};

            if (!mark_at(&mark, tvx_utf8_next(r->text, line->to, &at)))
                continue;
            if (r->mark_count == MOST_MARKS) {
                r->out->cut = true;
                return TVX_OK;
            }
            mark.size = at - mark.at;
            r->marks = tvx_arena_grow(r->arena, r->marks, r->mark_count, &r->mark_capacity, sizeof *r->marks);
            if (r->marks == NULL)
                return tvx_error_nomem(r->error);
            r->marks[r->mark_count++] = mark;
        }
    }
    return TVX_OK;
}

/* ---- which closes which ---- */

struct open_mark {
    size_t mark;
    int patience; /* a line of a higher rank ends it */
};

struct pairing {
    struct bracket_reader *r;
    struct open_mark *stack;
    size_t depth;
    size_t of_type[TYPES], of_patience[RANK_HEADING + 1];
};

static void drop(struct pairing *p)
{
    const struct open_mark *top = &p->stack[--p->depth];

    p->of_type[p->r->marks[top->mark].type]--;
    p->of_patience[top->patience]--;
}

/*
 * How long it may stay open: one that opens within a paragraph as long as the items under that paragraph; one at a
 * paragraph's start up to the next option or heading; one around a heading or an option as long as it likes.
 */
static int patience_of(const struct bracket_reader *r, const struct bracket_mark *mark)
{
    const struct bracket_line *line = &r->lines[mark->line];

    if (line->rank == RANK_OPTION)
        return mark->at < line->option.from ? RANK_HEADING
               : bracket_skip_open(r, line->option.tail, line->to) > mark->at ? RANK_NUMBER : RANK_LETTER;
    if (mark->at < line->body || bracket_skip_open(r, line->body, line->to) > mark->at)
        return line->rank == RANK_HEADING ? RANK_HEADING : RANK_NUMBER;
    return line->rank == RANK_ROMAN ? RANK_PLAIN : line->rank == RANK_LETTER ? RANK_ROMAN : RANK_LETTER;
}

/* Ends what may not stay open past a line of that rank. */
static void pass_line(struct pairing *p, int rank)
{
    size_t impatient = 0;

    for (int i = 0; i < rank; i++)
        impatient += p->of_patience[i];
    while (impatient > 0) {
        impatient -= p->stack[p->depth - 1].patience < rank;
        drop(p);
    }
}

static void close_mark(struct pairing *p, size_t index)
{
    struct bracket_mark *marks = p->r->marks, *mark = &marks[index];

    if (p->of_type[mark->type] == 0)
        return;
    while (marks[p->stack[p->depth - 1].mark].type != mark->type)
        drop(p);
    mark->mate = p->stack[p->depth - 1].mark;
    marks[mark->mate].mate = index;
    drop(p);
}

/* Square brackets over the whole text; the structure's rules only where asked for. */
static bool pair_square(struct pairing *p, bool ruled)
{
    struct bracket_reader *r = p->r;
    size_t line = 0;
    bool balanced = true;

    memset(p->of_type, 0, sizeof p->of_type);
    memset(p->of_patience, 0, sizeof p->of_patience);
    p->depth = 0;
    for (size_t i = 0; i < r->mark_count; i++) {
        struct bracket_mark *mark = &r->marks[i];

        if (mark->brace)
            continue;
        mark->mate = SIZE_MAX;
        for (; ruled && line < mark->line; line++)
            pass_line(p, r->lines[line + 1].rank);
        if (!mark->opens) {
            close_mark(p, i);
            continue;
        }
        if (p->depth == DEEPEST) {
            r->out->cut = true;
            continue;
        }
        p->stack[p->depth++] = (struct open_mark){i, ruled ? patience_of(r, mark) : RANK_HEADING};
        p->of_type[mark->type]++;
        p->of_patience[p->stack[p->depth - 1].patience]++;
    }
    for (size_t i = 0; i < r->mark_count; i++)
        balanced = balanced && (r->marks[i].brace || r->marks[i].mate != SIZE_MAX);
    return balanced;
}

/* Braces hold notes of a line or two: an opening one is closed by the next. */
static void pair_braces(struct bracket_reader *r)
{
    size_t open = SIZE_MAX;

    for (size_t i = 0; i < r->mark_count; i++) {
        struct bracket_mark *mark = &r->marks[i];

        if (!mark->brace)
            continue;
        if (mark->opens) {
            open = i;
        } else if (open != SIZE_MAX && mark->line - r->marks[open].line <= 2) {
            mark->mate = open;
            r->marks[open].mate = i;
            r->out->notes++;
            open = SIZE_MAX;
        }
    }
}

/* ---- the tree ---- */

static enum tvx_status add_fault(struct bracket_reader *r, const struct bracket_mark *mark)
{
    const struct bracket_line *line = &r->lines[mark->line];
    size_t from = mark->at - line->from > CONTEXT ? mark->at - CONTEXT : line->from;
    size_t to = line->to - mark->at > CONTEXT ? mark->at + CONTEXT : line->to;
    struct tvx_bracket_fault *faults =
        tvx_arena_grow(r->arena, r->out->faults, r->out->fault_count, &r->fault_capacity, sizeof *faults);

    if (faults == NULL)
        return tvx_error_nomem(r->error);
    r->out->faults = faults;
    for (unsigned i = 0; i < CONTEXT && from > line->from && r->text[from - 1] != ' '; i++)
        from--;
    for (unsigned i = 0; i < CONTEXT && to < line->to && r->text[to] != ' '; i++)
        to++;
    while (from < mark->at && ((unsigned char)r->text[from] & 0xC0) == 0x80)
        from++;
    while (to < line->to && ((unsigned char)r->text[to] & 0xC0) == 0x80)
        to++;
    faults += r->out->fault_count++;
    *faults = (struct tvx_bracket_fault){.opens = mark->opens, .at = mark->at, .start = mark->point,
                                         .line = mark->line + 1, .provision = ""};
    faults->context = tvx_arena_strndup(r->arena, r->text + from, to - from);
    return faults->context == NULL ? tvx_error_nomem(r->error) : TVX_OK;
}

/* Bytes of its closing mark: "]" or a wide one. */
static size_t closing_size(const struct bracket_reader *r, const struct tvx_bracket *item)
{
    return (unsigned char)r->text[item->to - 1] < 0x80 ? 1 : 3;
}

/* The items that are open while the marks are passed; of those without end only so many may nest. */
struct nest {
    size_t *stack, depth, unclosed;
};

static void leave(struct bracket_reader *r, struct nest *nest)
{
    nest->unclosed -= !r->out->items[nest->stack[--nest->depth]].closed;
}

static void end_at(struct tvx_bracket *item, size_t to, size_t point)
{
    item->to = to;
    item->points = point - item->start;
}

/* Leaves what ends before `next`; one without end never ends within a bracket that opens later. */
static void fit_open(struct bracket_reader *r, struct nest *nest, const struct tvx_bracket *next)
{
    struct tvx_bracket *items = r->out->items;

    while (nest->depth > 0) {
        struct tvx_bracket *top = &items[nest->stack[nest->depth - 1]];

        if (!top->closed && top->to > next->from && top->to < next->to)
            end_at(top, next->from, next->start);
        if (top->to > next->from)
            return;
        leave(r, nest);
    }
}

/* Where one without end is taken to end: with its line, or where what is around it ends; else at the next mark. */
static void end_open(struct bracket_reader *r, struct nest *nest, size_t index, struct tvx_bracket *item)
{
    const struct bracket_mark *mark = &r->marks[index], *next = index + 1 < r->mark_count ? mark + 1 : NULL;
    const struct bracket_line *line = &r->lines[mark->line];
    size_t point = mark->line + 1 < r->line_count ? r->lines[mark->line + 1].start - 1
                                                  : line->start + r->last_points;

    end_at(item, line->to, point);
    if (nest->unclosed >= OPEN && next != NULL && next->at < item->to)
        end_at(item, next->at, next->point);
    for (size_t i = nest->depth; i-- > 0;) {
        const struct tvx_bracket *around = &r->out->items[nest->stack[i]];
        size_t closing = around->closed ? closing_size(r, around) : 0;

        if (item->to > around->to - closing)
            end_at(item, around->to - closing, around->start + around->points - (closing > 0));
        if (around->closed)
            break;
    }
}

static enum tvx_status make_items(struct bracket_reader *r)
{
    struct tvx_brackets *out = r->out;
    struct nest nest = {.stack = tvx_arena_array(r->arena, r->mark_count + 1, sizeof *nest.stack)};

    out->items = tvx_arena_array(r->arena, r->mark_count + 1, sizeof *out->items);
    if (nest.stack == NULL || out->items == NULL)
        return tvx_error_nomem(r->error);
    for (size_t i = 0; i < r->mark_count; i++) {
        const struct bracket_mark *mark = &r->marks[i], *mate = mark->mate == SIZE_MAX ? NULL : &r->marks[mark->mate];
        struct tvx_bracket item = {.from = mark->at, .start = mark->point, .closed = mate != NULL, .parent = SIZE_MAX,
                                   .option = SIZE_MAX, .provision = "", .words_from = mark->at + mark->size,
                                   .to = mark->at + mark->size};

        if (mark->brace)
            continue;
        if (mate == NULL && add_fault(r, mark) != TVX_OK)
            return TVX_E_NOMEM;
        if (!mark->opens)
            continue;
        if (mate != NULL)
            end_at(&item, mate->at + mate->size, mate->point + 1);
        fit_open(r, &nest, &item);
        if (mate == NULL)
            end_open(r, &nest, i, &item);
        item.parent = nest.depth > 0 ? nest.stack[nest.depth - 1] : SIZE_MAX;
        nest.stack[nest.depth++] = out->count;
        nest.unclosed += mate == NULL;
        out->items[out->count++] = item;
    }
    return TVX_OK;
}

static void finish_items(struct bracket_reader *r)
{
    for (size_t i = 0; i < r->out->count; i++) {
        struct tvx_bracket *item = &r->out->items[i];
        size_t end = item->closed ? item->to - closing_size(r, item) : item->to;

        item->words_to = end < item->words_from ? item->words_from : end;
        bracket_trim(r, &item->words_from, &item->words_to);
    }
}

enum tvx_status bracket_pair(struct bracket_reader *r)
{
    struct pairing p = {.r = r};
    enum tvx_status status = find_marks(r);

    if (status != TVX_OK)
        return status;
    p.stack = tvx_arena_array(r->arena, r->mark_count + 1, sizeof *p.stack);
    if (p.stack == NULL)
        return tvx_error_nomem(r->error);
    if (!pair_square(&p, false))
        pair_square(&p, true);
    pair_braces(r);
    status = make_items(r);
    if (status == TVX_OK)
        finish_items(r);
    return status;
}
