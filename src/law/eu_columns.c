/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Papers that set a text and what they would make of it side by side, without the Parliament's headings: "Article 4
 * (1)" above a table "Commission text | Our proposal", the place in the cells or in a column of its own, each row an
 * amendment, a justification below or in a column.
 */
#include <string.h>
#include <travaux/base/buf.h>
#include <travaux/text/utf8.h>
#include <unicode/uchar.h>

#include "alike.h"
#include "eu.h"
#include "region.h"
#include "tabled.h"
#include "target.h"

/* LONG_LINE: bytes; no heading is longer. */
enum { REASONS_CEILING = 16 << 20, LONG_LINE = 100, HEADING_REACH = 12 };

struct papers {
    const struct tvx_tables *tables;
    const struct tvx_columns **pair; /* of each table; NULL: it is no pair of texts */
    size_t likenesses;               /* tables without heads that tell */
    size_t pairs, under; /* tables; those under a heading "Amendment N", which speak for another form */
    const char *heads; /* of the first pair */
};

/* ---- the weight ---- */

static bool has_text(const struct tvx_form_view *view, const struct tvx_grid *grid, const struct tvx_columns *columns)
{
    for (size_t i = columns->data; i < grid->count; i++) {
        const struct tvx_column *column = tvx_columns_at(columns, grid->cells[i].column);

        if (column != NULL && column->role == TVX_COLUMN_TEXT) {
            const char *text = tvx_grid_text(view, grid->cells[i].first, grid->cells[i].last, true);

            if (text != NULL && strchr(text, ' ') != NULL)
                return true;
            if (text != NULL && tvx_tabled_is_deleted(view->arena, text))
                return true;
        }
    }
    return false;
}

/* The lines just above the table are those of a parliament's amendment. */
static bool stands_under_heading(const struct tvx_form_view *view, const struct tvx_grid *grid)
{
    for (size_t b = grid->first, lines = 0; b-- > 0 && lines < HEADING_REACH; lines++) {
        const struct tvx_block *block = &view->document->blocks[b];
        const char *text, *number;

        if (block->table >= 0 || block->kind == TVX_BLOCK_CELL)
            return false;
        text = tvx_grid_text(view, b, b, false);
        text = text == NULL ? NULL : tvx_eu_without_tags(view->arena, text);
        if (text != NULL && tvx_eu_heading(&number, view->arena, text))
            return true;
    }
    return false;
}

static enum tvx_status weigh(struct tvx_form_weight *weight, const struct tvx_form_view *view, struct tvx_error *error)
{
    struct papers *kept = tvx_arena_alloc(view->arena, sizeof *kept);

    if (kept == NULL)
        return tvx_error_nomem(error);
    weight->kept = kept;
    kept->tables = view->tables;
    kept->pair = tvx_arena_array(view->arena, view->tables->grids.count, sizeof *kept->pair);
    if (kept->pair == NULL)
        return tvx_error_nomem(error);
    for (size_t g = 0; g < view->tables->grids.count; g++) {
        const struct tvx_grid *grid = &view->tables->grids.items[g];
        const struct tvx_columns *columns = &view->tables->columns[g];
        bool alike = false;

        if (view->tables->headed[g]) {
            kept->pair[g] = tvx_columns_is_pair(columns) && has_text(view, grid, columns) ? columns : NULL;
        } else {
            enum tvx_status status = tvx_alike(&alike, view, grid, error);

            if (status == TVX_OK && alike && (kept->pair[g] = tvx_alike_columns(view, grid)) == NULL)
                status = tvx_error_nomem(error);
            if (status != TVX_OK)
                return status;
        }
        if (kept->pair[g] == NULL)
            continue;
        kept->likenesses += alike;
        kept->under += stands_under_heading(view, grid);
        if (kept->pairs++ == 0 && (kept->heads = tvx_columns_heads(kept->pair[g], view->arena)) == NULL)
            return tvx_error_nomem(error);
    }
    if (kept->pairs == 0)
        return TVX_OK;
    weight->score = 2 * kept->under > kept->pairs       ? 0.4
                    : kept->likenesses == kept->pairs ? 0.6
                                                      : 0.85;
    if (kept->likenesses == kept->pairs)
        weight->because = tvx_arena_printf(view->arena, "%zu table%s of two columns whose texts are the same but for "
                                           "some words", kept->pairs, kept->pairs == 1 ? "" : "s");
    else
        weight->because = tvx_arena_printf(view->arena, "%zu table%s of a text and a proposed text, headed '%s'",
                                           kept->pairs, kept->pairs == 1 ? "" : "s", kept->heads);
    return weight->because == NULL ? tvx_error_nomem(error) : TVX_OK;
}

/* ---- reading ---- */

struct row {
    const char *place, *before, *after, *reasons, *number;
    size_t first, last;
};

struct reading {
    struct tvx_tabled tabled;
    const struct papers *papers;
    const char *place;      /* that a line above the table named; "" */
    const char *number;     /* "Amendment 4" above the table; NULL */
    bool justified;         /* the lines read now are reasons of the last table */
    bool doubtful;          /* the place came up among reasons: a long line behind it tells that it was one of them */
    const char *item;       /* "2.": the numbered row that lettered rows below it belong to; "" */
    struct tvx_buf reasons;
    size_t table_from;      /* first proposal of the last table */
    struct row row;         /* read and not yet added */
    bool has_row;
    const struct tvx_column *proposed;
};

/* The reasons below a table are those of its proposals that have none. */
static bool give_reasons(struct reading *r)
{
    struct tvx_contribution *out = r->tabled.out;
    const char *text;

    if (r->reasons.length == 0)
        return true;
    text = tvx_region_fold(r->tabled.view->arena, &r->reasons);
    tvx_buf_clear(&r->reasons);
    for (size_t i = r->table_from; text != NULL && i < out->count; i++)
        if (*out->proposals[i].reasons == '\0')
            out->proposals[i].reasons = text;
    return text != NULL;
}

static bool begins_justification(const char *line, const char **rest)
{
    if (tvx_eu_is("justification", line)) {
        *rest = "";
        return true;
    }
    return tvx_eu_begins("justification", line, rest) && **rest == ':' && (*rest)++;
}

/* One line that stands between two tables. */
static bool take_line(struct reading *r, const char *line, bool heading)
{
    struct tvx_arena *arena = r->tabled.view->arena;
    const char *rest, *number;
    bool whole, place = tvx_tabled_is_place(arena, line, &whole);

    if (r->doubtful && !place && !heading && strlen(line) > LONG_LINE) {
        tvx_buf_printf(&r->reasons, "%s\n", r->place);
        r->place = "";
        r->doubtful = false;
        r->justified = true;
    }
    if (begins_justification(line, &rest)) {
        r->justified = true;
        r->doubtful = false;
        line = rest;
    } else if (tvx_eu_heading(&number, arena, line)) {
        r->justified = false;
        r->number = *number == '\0' ? NULL : number;
        r->place = "";
        return true;
    } else if (place || heading) {
        r->doubtful = place && r->justified && !heading;
        r->justified = false;
        if (place)
            r->place = line;
        return true;
    }
    if (r->justified && *line != '\0') {
        tvx_buf_str(&r->reasons, line);
        tvx_buf_char(&r->reasons, '\n');
    }
    return !r->reasons.failed;
}

static bool take_lines(struct reading *r, size_t from, size_t to)
{
    const struct tvx_form_view *view = r->tabled.view;

    for (size_t b = from; b < to; b++) {
        const struct tvx_block *block = &view->document->blocks[b];
        const char *text;

        if (block->table >= 0 || block->kind == TVX_BLOCK_CELL || block->kind == TVX_BLOCK_NOTE ||
            block->kind == TVX_BLOCK_HEADER)
            continue;
        text = tvx_grid_text(view, b, b, false);
        if (text != NULL)
            text = tvx_eu_without_tags(view->arena, text);
        if (text == NULL)
            return false;
        while (*text != '\0') {
            size_t length = strcspn(text, "\n");
            const char *line = tvx_arena_strndup(view->arena, text, length);

            if (line == NULL || !take_line(r, line, block->kind == TVX_BLOCK_HEADING))
                return false;
            text += length + (text[length] == '\n');
        }
    }
    return true;
}

/* ---- rows ---- */

static enum tvx_status add_row(struct reading *r, struct tvx_error *error)
{
    struct row *row = &r->row;
    struct tvx_arena *arena = r->tabled.view->arena;
    struct tvx_tabled_item item = {.before = row->before, .after = row->after, .reasons = row->reasons,
                                   .first = row->first, .last = row->last};

    if (!r->has_row)
        return TVX_OK;
    r->has_row = false;
    /* A row whose two texts are one is there for the reader's orientation. */
    if (strcmp(row->before, row->after) == 0)
        return TVX_OK;
    item.target = tvx_tabled_under(arena, row->place, &r->item, *row->before == '\0' ? row->after : row->before,
                                   error);
    item.sponsors = r->proposed->sponsors;
    item.sponsor_count = r->proposed->sponsor_count;
    if (row->number != NULL)
        item.number = tvx_arena_printf(arena, "%s/%s/%s", item.sponsor_count > 0 ? item.sponsors[0] : "-",
                                       r->tabled.paper, row->number);
    if (item.target == NULL || (row->number != NULL && item.number == NULL))
        return tvx_error_nomem(error);
    return tvx_tabled_add(&r->tabled, &item, error);
}

/* The first line of a cell as a place: how many bytes of the text it takes; 0 when it is none. */
static size_t place_line(struct tvx_arena *arena, const char *text, const char **place)
{
    size_t length = strcspn(text, "\n");
    char *line = tvx_arena_strndup(arena, text, length);
    bool whole;

    if (line == NULL || !tvx_tabled_is_place(arena, line, &whole))
        return 0;
    *place = line;
    return length + (text[length] == '\n');
}

/* "Art. 7 (1) The controller shall": a place before the text, on the same line. */
static size_t place_inline(struct tvx_arena *arena, const char *text, const char **place)
{
    struct tvx_target target;
    size_t consumed = 0, at = 0, next;
    uint32_t point;

    if (!u_isalpha((UChar32)tvx_utf8_next(text, strlen(text), &at)) ||
        tvx_target_scan(&target, &consumed, arena, text, NULL) != TVX_OK || target.path == NULL || consumed == 0)
        return 0;
    next = consumed;
    while (text[next] == ' ' || text[next] == ':' || text[next] == '-')
        next++;
    if (next == consumed || text[next] == '\0' || text[next] == '\n')
        return 0;
    at = next;
    point = tvx_utf8_next(text, strlen(text), &at);
    if (!u_isupper((UChar32)point) && !tvx_tabled_is_deleted(arena, text + next))
        return 0;
    *place = tvx_arena_strndup(arena, text, consumed);
    return *place == NULL ? 0 : next;
}

/* Takes the place that stands above or before the texts in the cells off them. */
static void take_place(struct reading *r, struct row *row)
{
    struct tvx_arena *arena = r->tabled.view->arena;
    const char *left = "", *right = "";
    size_t a = place_line(arena, row->before, &left), b = place_line(arena, row->after, &right);

    if (a > 0 && row->before[a] == '\0' && strcmp(left, row->before) == 0 && b == 0)
        a = 0; /* the text itself: a heading that is to be changed */

    if (a == 0 && b == 0) {
        a = place_inline(arena, row->before, &left);
        b = place_inline(arena, row->after, &right);
        if ((a == 0 && *row->before != '\0') || (b == 0 && *row->after != '\0') ||
            (a > 0 && b > 0 && strcmp(left, right) != 0))
            return;
    }
    if (a > 0 || b > 0)
        row->place = a > 0 ? left : right;
    row->before += a;
    row->after += b;
}

/* Does the row go on with the sentence that the row above broke off, as where a page ends? */
static bool goes_on(const struct row *above, const struct row *row)
{
    const char *texts[2][2] = {{above->before, row->before}, {above->after, row->after}};
    bool any = false;

    if (row->number != NULL || strcmp(above->place, row->place) != 0)
        return false;
    for (unsigned i = 0; i < 2; i++) {
        size_t length = strlen(texts[i][0]), at = 0;

        if (*texts[i][1] == '\0')
            continue;
        if (length == 0 || strchr(".;:!?", texts[i][0][length - 1]) != NULL ||
            !u_islower((UChar32)tvx_utf8_next(texts[i][1], strlen(texts[i][1]), &at)) || texts[i][1][1] == ')')
            return false;
        any = true;
    }
    return any;
}

static const char *join(struct tvx_arena *arena, const char *a, const char *b)
{
    return *b == '\0' ? a : *a == '\0' ? b : tvx_arena_printf(arena, "%s %s", a, b);
}

static enum tvx_status take_row(struct reading *r, struct row *row, bool first, struct tvx_error *error)
{
    struct tvx_arena *arena = r->tabled.view->arena;
    struct row *above = &r->row;
    enum tvx_status status;

    if (*row->before == '\0' && *row->after == '\0')
        return TVX_OK;
    if (r->has_row && !first && goes_on(above, row)) {
        above->before = join(arena, above->before, row->before);
        above->after = join(arena, above->after, row->after);
        above->reasons = join(arena, above->reasons, row->reasons);
        above->last = row->last;
        return above->before == NULL || above->after == NULL || above->reasons == NULL ? tvx_error_nomem(error)
                                                                                       : TVX_OK;
    }
    status = add_row(r, error);
    take_place(r, row);
    if (strcmp(row->place, r->place) != 0) {
        r->place = row->place;
        r->item = "";
    }
    r->row = *row;
    r->has_row = true;
    return status;
}

static bool set(const char **field, struct tvx_arena *arena, const char *text)
{
    *field = *field == NULL || **field == '\0' ? text : tvx_arena_printf(arena, "%s\n%s", *field, text);
    return *field != NULL;
}

static bool is_label(struct tvx_arena *arena, const char *text)
{
    struct tvx_label label;

    return tvx_label_parse(&label, arena, text, true, NULL) == TVX_OK &&
           (text[label.length] == '\0' || strspn(text, "0123456789.() ") == strlen(text));
}

/* False when memory is short. */
static bool read_cells(struct reading *r, struct row *row, const struct tvx_grid *grid, size_t from, size_t to,
                       const struct tvx_columns *columns)
{
    const struct tvx_form_view *view = r->tabled.view;

    *row = (struct row){r->place, "", "", "", r->number, grid->cells[from].first, grid->cells[from].last};
    for (size_t i = from; i < to; i++) {
        const struct tvx_grid_cell *cell = &grid->cells[i];
        const struct tvx_column *column = tvx_columns_at(columns, cell->column);
        bool proposed = column != NULL && column->role == TVX_COLUMN_TEXT;
        const char *text = tvx_grid_text(view, cell->first, cell->last, proposed);
        bool done = text != NULL;

        row->last = cell->last > row->last ? cell->last : row->last;
        if (!done || *text == '\0' || column == NULL) {
            if (!done)
                return false;
            continue;
        }
        switch (column->role) {
        case TVX_COLUMN_PLACE: row->place = text; break;
        case TVX_COLUMN_BASE: done = set(&row->before, view->arena, text); break;
        case TVX_COLUMN_TEXT:
            /* "5. ~The Commission …~": what is left when all words are struck out is no text. */
            if (!tvx_grid_struck(view, cell->first, cell->last) || !is_label(view->arena, text))
                done = set(&row->after, view->arena, text);
            break;
        case TVX_COLUMN_REASONS: done = set(&row->reasons, view->arena, text); break;
        case TVX_COLUMN_NUMBER: row->number = text; break;
        default: break;
        }
        if (!done)
            return false;
    }
    return true;
}

/* A row in which one cell alone says something, and that is a place: a heading within the table. */
static bool is_heading_row(struct reading *r, const struct row *row)
{
    const char *text = *row->before == '\0' ? row->after : row->before;
    bool whole;

    return (*row->before == '\0') != (*row->after == '\0') && strchr(text, '\n') == NULL &&
           tvx_tabled_is_place(r->tabled.view->arena, text, &whole);
}

static enum tvx_status read_table(struct reading *r, const struct tvx_grid *grid, const struct tvx_columns *columns,
                                  size_t from, struct tvx_error *error)
{
    enum tvx_status status = TVX_OK;
    bool first = !r->has_row; /* else the table goes on where the page ended */

    if (first) {
        r->table_from = r->tabled.out->count;
        r->item = "";
    }
    while (from < grid->count && status == TVX_OK) {
        size_t to = tvx_grid_row_end(grid, from);
        struct row row;

        if (!tvx_columns_repeat(columns, r->tabled.view, grid, from, to)) {
            if (!read_cells(r, &row, grid, from, to, columns))
                return tvx_error_nomem(error);
            if (is_heading_row(r, &row)) {
                status = add_row(r, error);
                r->place = *row.before == '\0' ? row.after : row.before;
            } else {
                status = take_row(r, &row, first, error);
                first = false;
            }
        }
        from = to;
    }
    return status;
}

/* "Article 4 – Definitions" may stand in a row of the table, above the heads. */
static void place_above_heads(struct reading *r, const struct tvx_grid *grid, const struct tvx_columns *columns)
{
    for (size_t i = 0; i < columns->head; i++) {
        const char *text = tvx_grid_text(r->tabled.view, grid->cells[i].first, grid->cells[i].last, false);
        const char *place;

        if (text != NULL && *text != '\0' && place_line(r->tabled.view->arena, text, &place) > 0)
            r->place = place;
    }
}

static enum tvx_status end_table(struct reading *r, struct tvx_error *error)
{
    enum tvx_status status = add_row(r, error);

    r->number = NULL;
    return status;
}

/* Does any line with words stand there, outside of tables? */
static bool has_lines(const struct tvx_form_view *view, size_t from, size_t to)
{
    for (size_t b = from; b < to; b++) {
        const struct tvx_block *block = &view->document->blocks[b];

        if (block->table >= 0 || block->kind == TVX_BLOCK_CELL || block->kind == TVX_BLOCK_NOTE ||
            block->kind == TVX_BLOCK_HEADER)
            continue;
        for (size_t i = 0; i < block->run_count; i++)
            if (!tvx_text_blank(block->runs[i].text, strlen(block->runs[i].text)))
                return true;
    }
    return false;
}

static enum tvx_status read_tables(struct reading *r, struct tvx_error *error)
{
    const struct papers *papers = r->papers;
    const struct tvx_columns *columns = NULL;
    int wide = 0;
    size_t behind = 0;
    enum tvx_status status = TVX_OK;

    for (size_t g = 0; status == TVX_OK && g < papers->tables->grids.count; g++) {
        const struct tvx_grid *grid = &papers->tables->grids.items[g];

        if (grid->first > behind && has_lines(r->tabled.view, behind, grid->first)) {
            if ((status = end_table(r, error)) != TVX_OK)
                return status;
            if (!take_lines(r, behind, grid->first))
                return tvx_error_nomem(error);
        }
        behind = grid->last + 1 > behind ? grid->last + 1 : behind;
        if (papers->pair[g] != NULL) {
            columns = papers->pair[g];
            wide = grid->columns;
        }
        /* Without heads of its own a table of the same shape goes on with those above. */
        if (columns == NULL || (papers->pair[g] == NULL && (grid->columns != wide || grid->within)))
            continue;
        if (!give_reasons(r))
            return tvx_error_nomem(error);
        r->justified = false;
        for (size_t i = 0; i < columns->count; i++)
            if (columns->items[i].role == TVX_COLUMN_TEXT)
                r->proposed = &columns->items[i];
        if (papers->pair[g] != NULL)
            place_above_heads(r, grid, columns);
        status = read_table(r, grid, columns, papers->pair[g] != NULL ? columns->data : 0, error);
    }
    if (status == TVX_OK)
        status = end_table(r, error);
    if (status == TVX_OK && (!take_lines(r, behind, r->tabled.view->document->block_count) || !give_reasons(r)))
        status = tvx_error_nomem(error);
    return status;
}

static enum tvx_status read_form(struct tvx_contribution *out, const struct tvx_form_view *view,
                                 const struct tvx_form_weight *weight, struct tvx_error *error)
{
    struct reading r = {.tabled = {.view = view, .out = out, .paper = "-"}, .papers = weight->kept, .place = ""};
    enum tvx_status status;

    tvx_buf_init(&r.reasons, REASONS_CEILING);
    status = read_tables(&r, error);
    tvx_buf_free(&r.reasons);
    return status == TVX_OK ? tvx_tabled_end(&r.tabled, error) : status;
}

const struct tvx_form tvx_form_two_column = {"two-column", weigh, read_form};
