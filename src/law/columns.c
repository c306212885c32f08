/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <string.h>
#include <travaux/text/utf8.h>
#include <unicode/uchar.h>

#include "columns.h"
#include "words.h"

/* A head is short; rows above the heads are empty or a title. */
enum { HEAD_LENGTH = 160, HEAD_ROWS = 4, SPONSOR_WORDS = 8, BASE_WORDS = 6, OPTION_LABEL = 6 };

static const char heads_table[] = "data/compilation-columns.tsv";

static const struct { const char *kind; enum tvx_column_role role; } kinds[] = {
    {"place", TVX_COLUMN_PLACE},     {"base", TVX_COLUMN_BASE},     {"text", TVX_COLUMN_TEXT},
    {"variant", TVX_COLUMN_TEXT},    {"sponsor", TVX_COLUMN_SPONSOR}, {"number", TVX_COLUMN_NUMBER},
    {"action", TVX_COLUMN_ACTION},   {"reasons", TVX_COLUMN_REASONS},
};

/* Nothing but marks, or a remark in brackets, stands at the cursor. */
static bool ends(const struct tvx_cursor *cursor)
{
    struct tvx_cursor c = *cursor;

    tvx_words_space(&c, ".:;,-*");
    return c.at >= c.length || c.text[c.at] == '(' || c.text[c.at] == '[' || !tvx_words_next(&c);
}

bool tvx_phrase_is(const char *table, const char *kind, const char *text)
{
    struct tvx_cursor c = {text, strlen(text), 0};
    struct tvx_field f[TVX_TABLE_FIELDS];

    return tvx_words_next(&c) && tvx_words_row(&c, table, kind, f) && ends(&c);
}

size_t tvx_option_length(const char *text)
{
    struct tvx_cursor c = {text, strlen(text), 0};
    struct tvx_field f[TVX_TABLE_FIELDS];
    size_t from, next;

    if (!tvx_words_next(&c) || c.at > 3 ||
        (!tvx_words_row(&c, "data/option-words.tsv", "option", f) && !tvx_words_row(&c, heads_table, "option", f)))
        return 0;
    tvx_words_space(&c, ".");
    from = c.at;
    c.at += strspn(text + c.at, "0123456789.");
    while (c.at > from && text[c.at - 1] == '.')
        c.at--;
    if (c.at == from && strspn(text + c.at, "IVX") > 0)
        c.at += strspn(text + c.at, "IVX");
    else if (u_isalpha((UChar32)(unsigned char)text[c.at]) && (unsigned char)text[c.at] < 0x80)
        c.at++; /* "A", "2a" */
    next = c.at;
    return c.at == from || c.at - from > OPTION_LABEL ||
                   (c.at < c.length && u_isalnum((UChar32)tvx_utf8_next(text, c.length, &next)))
               ? 0
               : c.at;
}

/* ---- one head ---- */

static bool split_sponsors(struct tvx_column *column, struct tvx_arena *arena, const char *text, size_t length,
                           size_t *unknown, struct tvx_error *error)
{
    char *name = tvx_arena_strndup(arena, text, length);

    return name != NULL && tvx_actors_parse(&column->sponsors, &column->sponsor_count, unknown, arena, name, error) ==
                               TVX_OK;
}

/* The name alone, as one sponsor. */
static bool one_sponsor(struct tvx_column *column, struct tvx_arena *arena, const char *text, size_t length)
{
    const char **list = tvx_arena_array(arena, 1, sizeof *list);

    if (list == NULL || (list[0] = tvx_arena_strndup(arena, text, length)) == NULL)
        return false;
    column->sponsors = list;
    column->sponsor_count = 1;
    return true;
}

static size_t words_in(const char *text, size_t length)
{
    struct tvx_cursor c = {text, length, 0};
    size_t count = 0;

    while (tvx_words_next(&c)) {
        tvx_words_skip(&c);
        count++;
    }
    return count;
}

/* A name of who proposes: codes where tables know it, else as printed. */
static bool name_sponsors(struct tvx_column *column, struct tvx_arena *arena, const char *text, size_t length,
                          struct tvx_error *error)
{
    size_t unknown;

    while (length > 0 && strchr(" :;,.-()[]", text[length - 1]) != NULL)
        length--;
    while (length > 0 && strchr(" :;,.-()[]", *text) != NULL)
        text++, length--;
    if (length == 0)
        return true;
    if (!split_sponsors(column, arena, text, length, &unknown, error))
        return false;
    return (unknown == 0 && column->sponsor_count > 0) || one_sponsor(column, arena, text, length);
}

/* "Proposal by the Alliance", "Alliance proposal". */
static bool read_proposed(struct tvx_column *column, bool *taken, struct tvx_arena *arena, struct tvx_error *error)
{
    struct tvx_cursor c = {column->head, strlen(column->head), 0};
    struct tvx_field f[TVX_TABLE_FIELDS];

    *taken = false;
    if (words_in(c.text, c.length) > SPONSOR_WORDS || !tvx_words_next(&c))
        return true;
    if (tvx_words_row(&c, heads_table, "text-by", f) && tvx_words_next(&c)) {
        *taken = true;
        column->role = TVX_COLUMN_TEXT;
        return name_sponsors(column, arena, c.text + c.at, c.length - c.at, error);
    }
    for (tvx_words_skip(&c); tvx_words_next(&c); tvx_words_skip(&c)) {
        size_t from = c.at;

        if (tvx_words_row(&c, heads_table, "text-of", f) && ends(&c)) {
            *taken = true;
            column->role = TVX_COLUMN_TEXT;
            return name_sponsors(column, arena, c.text, from, error);
        }
        c.at = from;
    }
    return true;
}

/* "Option 1", "Option 1 (Norland)" */
static bool read_option(struct tvx_column *column, bool *taken, struct tvx_arena *arena, struct tvx_error *error)
{
    size_t length = tvx_option_length(column->head), all = strlen(column->head);

    *taken = length > 0 && words_in(column->head + length, all - length) <= SPONSOR_WORDS;
    if (!*taken)
        return true;
    column->role = TVX_COLUMN_TEXT;
    column->variant = true;
    column->option = tvx_arena_strndup(arena, column->head, length);
    return column->option != NULL && name_sponsors(column, arena, column->head + length, all - length, error);
}

/* False when memory is short. */
static bool read_head(struct tvx_column *column, struct tvx_arena *arena, struct tvx_error *error)
{
    struct tvx_cursor c = {column->head, strlen(column->head), 0}, trial;
    struct tvx_field f[TVX_TABLE_FIELDS];
    size_t unknown;
    bool taken;

    column->role = TVX_COLUMN_OTHER;
    if (c.length > HEAD_LENGTH || !tvx_words_next(&c))
        return true;
    trial = c;
    if (tvx_words_row(&trial, heads_table, NULL, f) && ends(&trial))
        for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
            if (tvx_field_is(f[0], kinds[i].kind)) {
                column->role = kinds[i].role;
                column->variant = strcmp(kinds[i].kind, "variant") == 0;
                return f[2].length == 0 || one_sponsor(column, arena, f[2].text, f[2].length);
            }
    if (!read_option(column, &taken, arena, error))
        return false;
    if (taken)
        return true;
    if (!split_sponsors(column, arena, column->head, strlen(column->head), &unknown, error))
        return false;
    if (unknown == 0 && column->sponsor_count > 0) {
        column->role = TVX_COLUMN_TEXT;
        column->variant = true;
        return true;
    }
    column->sponsor_count = 0;
    trial = c;
    if (words_in(c.text, c.length) <= BASE_WORDS && tvx_words_row(&trial, heads_table, "base-begins", f)) {
        column->role = TVX_COLUMN_BASE;
        return true;
    }
    return read_proposed(column, &taken, arena, error);
}

/* ---- the row of heads ---- */

static const char *row_cell(const struct tvx_form_view *view, const struct tvx_grid_cell *cell)
{
    const char *text = tvx_grid_text(view, cell->first, cell->last, false);

    return text == NULL ? NULL : tvx_text_fold_space(view->arena, text, strlen(text));
}

static bool add_head(struct tvx_columns *out, const struct tvx_form_view *view, const struct tvx_grid_cell *cell,
                     bool *is_short, struct tvx_error *error)
{
    struct tvx_column *column = &out->items[out->count];

    *column = (struct tvx_column){.column = cell->column, .head = row_cell(view, cell)};
    if (column->head == NULL)
        return false;
    if (*column->head == '\0')
        return true;
    *is_short = *is_short && strlen(column->head) <= HEAD_LENGTH;
    if (!*is_short)
        return true;
    if (!read_head(column, view->arena, error))
        return false;
    if (column->role == TVX_COLUMN_BASE && column->sponsor_count > 0 && out->roles[TVX_COLUMN_BASE] > 0) {
        column->role = TVX_COLUMN_TEXT;
        column->variant = true;
    }
    out->roles[column->role]++;
    out->count++;
    return true;
}

static bool is_enough(const struct tvx_columns *c)
{
    size_t sides = c->roles[TVX_COLUMN_PLACE] + c->roles[TVX_COLUMN_BASE];

    return c->roles[TVX_COLUMN_TEXT] > 0 && sides > 0;
}

enum tvx_status tvx_columns_read(struct tvx_columns *out, bool *found, const struct tvx_form_view *view,
                                 const struct tvx_grid *grid, struct tvx_error *error)
{
    size_t from = 0;

    *found = false;
    for (unsigned row = 0; row < HEAD_ROWS && from < grid->count; row++) {
        size_t to = tvx_grid_row_end(grid, from);
        bool is_short = true;

        *out = (struct tvx_columns){.head = from, .data = to};
        for (size_t i = from; i < to && is_short && out->count < TVX_COLUMNS; i++)
            if (!add_head(out, view, &grid->cells[i], &is_short, error))
                return tvx_error_nomem(error);
        if (is_short && is_enough(out)) {
            *found = true;
            return TVX_OK;
        }
        from = to;
    }
    return TVX_OK;
}

bool tvx_columns_repeat(const struct tvx_columns *columns, const struct tvx_form_view *view,
                        const struct tvx_grid *grid, size_t from, size_t to)
{
    size_t same = 0;

    for (size_t i = from; i < to; i++) {
        const struct tvx_column *column = tvx_columns_at(columns, grid->cells[i].column);
        const char *text = row_cell(view, &grid->cells[i]);

        if (text == NULL || *text == '\0')
            continue;
        if (column == NULL || strcmp(text, column->head) != 0)
            return false;
        same++;
    }
    return same > 1;
}

const struct tvx_column *tvx_columns_at(const struct tvx_columns *columns, int column)
{
    const struct tvx_column *best = NULL;

    for (size_t i = 0; i < columns->count; i++)
        if (columns->items[i].column <= column && (best == NULL || columns->items[i].column > best->column))
            best = &columns->items[i];
    return best;
}

bool tvx_columns_is_pair(const struct tvx_columns *columns)
{
    return columns->roles[TVX_COLUMN_BASE] == 1 && columns->roles[TVX_COLUMN_TEXT] == 1;
}

const char *tvx_columns_heads(const struct tvx_columns *columns, struct tvx_arena *arena)
{
    const char *text = "";

    for (size_t i = 0; i < columns->count && text != NULL; i++)
        text = tvx_arena_printf(arena, "%s%s%s", text, i == 0 ? "" : " | ", columns->items[i].head);
    return text;
}

enum tvx_status tvx_tables_read(struct tvx_tables *out, const struct tvx_form_view *view, struct tvx_error *error)
{
    enum tvx_status status = tvx_grids_read(&out->grids, view, error);

    if (status != TVX_OK)
        return status;
    out->columns = tvx_arena_array(view->arena, out->grids.count, sizeof *out->columns);
    out->headed = tvx_arena_array(view->arena, out->grids.count, sizeof *out->headed);
    if (out->columns == NULL || out->headed == NULL)
        return tvx_error_nomem(error);
    for (size_t g = 0; status == TVX_OK && g < out->grids.count; g++)
        status = tvx_columns_read(&out->columns[g], &out->headed[g], view, &out->grids.items[g], error);
    return status;
}
