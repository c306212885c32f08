/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Compilations: one table, or several, in which every provision has its row and every proposed text its cell, with the
 * sponsor at the head of the column, in a column of its own, or in the cell before the text.  The four columns of a
 * trilogue are one kind.  A row without a place goes on with the provision above it.
 */
#include <string.h>
#include <travaux/text/utf8.h>

#include "header.h"
#include "option.h"
#include "region.h"
#include "tabled.h"

/* WORDS: spaces in the shortest text; SCARCE: fewer texts make no compilation. */
enum { WORDS = 2, SCARCE = 2 };

struct compilation {
    const struct tvx_tables *tables;
    bool *taken;       /* the table is a compilation's */
    size_t count, cells, named; /* tables taken; cells with a proposed text; texts that say whose they are */
    size_t columns_most;
    const char *heads; /* of the first */
};

/* ---- the weight ---- */

static bool has_words(const char *text)
{
    size_t spaces = 0;

    for (; *text != '\0'; text++)
        spaces += *text == ' ' || (unsigned char)*text >= 0xE0; /* Chinese has no spaces */
    return spaces >= WORDS;
}

struct counts {
    size_t cells, named, several; /* texts; those that name who proposes them; cells with more than one */
};

static enum tvx_status count_texts(struct counts *out, const struct tvx_form_view *view, const struct tvx_grid *grid,
                                   const struct tvx_columns *columns, struct tvx_error *error)
{
    *out = (struct counts){0};
    for (size_t i = columns->data; i < grid->count; i++) {
        const struct tvx_column *column = tvx_columns_at(columns, grid->cells[i].column);
        struct tvx_option_list options;
        enum tvx_status status;

        if (column == NULL || column->role != TVX_COLUMN_TEXT)
            continue;
        status = tvx_options_read(&options, view, grid->cells[i].first, grid->cells[i].last, error);
        if (status != TVX_OK)
            return status;
        for (size_t o = 0; o < options.count; o++) {
            bool text = has_words(options.items[o].text) || options.items[o].has_action ||
                        tvx_tabled_is_deleted(view->arena, options.items[o].text);

            out->cells += text;
            out->named += text && options.items[o].named;
        }
        out->several += options.count > 1 && options.items[1].named;
    }
    return TVX_OK;
}

/*
 * Which tables hold the texts of several: two columns of proposed texts whose heads name who proposes; or one, with
 * the sponsor in a column of its own or in the cells.  "Commission text | Amendment" alone is none.
 */
static bool is_compilation(const struct tvx_columns *c, const struct counts *n)
{
    size_t variants = 0;

    for (size_t i = 0; i < c->count; i++)
        variants += c->items[i].role == TVX_COLUMN_TEXT && (c->items[i].variant || c->items[i].sponsor_count > 0);
    if (n->cells == 0)
        return false;
    if (c->roles[TVX_COLUMN_TEXT] > 1)
        return variants + 1 >= c->roles[TVX_COLUMN_TEXT] && n->cells >= SCARCE;
    if (c->roles[TVX_COLUMN_SPONSOR] > 0)
        return true;
    return n->named >= SCARCE && 2 * n->named >= n->cells;
}

/* Proposals by action line that stand outside all tables speak for another form. */
static size_t lines_outside(const struct tvx_form_view *view)
{
    size_t count = 0;

    for (size_t i = 0; i < view->after.count; i++) {
        const struct tvx_block *block = &view->document->blocks[view->after.items[i].first_block];
        struct tvx_action_line action;

        count += block->table < 0 && block->kind != TVX_BLOCK_CELL && strlen(view->after.items[i].text) < 200 &&
                 tvx_action_line_parse(&action, view->arena, view->after.items[i].text, NULL) == TVX_OK;
    }
    return count;
}

static enum tvx_status weigh_tables(struct compilation *kept, const struct tvx_form_view *view,
                                    struct tvx_error *error)
{
    for (size_t g = 0; g < kept->tables->grids.count; g++) {
        const struct tvx_grid *grid = &kept->tables->grids.items[g];
        const struct tvx_columns *columns = &kept->tables->columns[g];
        struct counts counts;
        enum tvx_status status = TVX_OK;

        if (kept->tables->headed[g])
            status = count_texts(&counts, view, grid, columns, error);
        if (status != TVX_OK)
            return status;
        kept->taken[g] = kept->tables->headed[g] && is_compilation(columns, &counts);
        if (!kept->taken[g])
            continue;
        if (kept->count++ == 0 && (kept->heads = tvx_columns_heads(columns, view->arena)) == NULL)
            return tvx_error_nomem(error);
        kept->cells += counts.cells;
        kept->named += counts.named;
    }
    return TVX_OK;
}

static enum tvx_status weigh(struct tvx_form_weight *weight, const struct tvx_form_view *view, struct tvx_error *error)
{
    struct compilation *kept = tvx_arena_alloc(view->arena, sizeof *kept);
    enum tvx_status status;

    if (kept == NULL)
        return tvx_error_nomem(error);
    weight->kept = kept;
    kept->tables = view->tables;
    kept->taken = tvx_arena_array(view->arena, view->tables->grids.count, sizeof *kept->taken);
    if (kept->taken == NULL)
        return tvx_error_nomem(error);
    status = weigh_tables(kept, view, error);
    if (status != TVX_OK || kept->count == 0)
        return status;
    weight->score = lines_outside(view) > kept->cells ? 0.6 : 0.9;
    weight->because = tvx_arena_printf(view->arena,
                                       "%zu table%s of provisions with the texts proposed for each (%zu text%s), "
                                       "headed '%s'", kept->count, kept->count == 1 ? "" : "s", kept->cells,
                                       kept->cells == 1 ? "" : "s", kept->heads);
    return weight->because == NULL ? tvx_error_nomem(error) : TVX_OK;
}

/* ---- reading ---- */

struct row {
    const char *place, *base, *reasons, *number;
    const char **sponsors;
    size_t sponsor_count;
    bool has_action;
    enum tvx_action action;
    bool has_text; /* some column of proposed texts says something */
    size_t first, last;
    const char *only; /* the text of the only cell that says something; NULL when several do */
};

struct reading {
    struct tvx_tabled tabled;
    const struct compilation *kept;
    const char *heading; /* "Article 5": that a row or a line above names for the rows below; "" */
    const char *place;   /* of the row above; "" */
    const char *base;    /* of the last row with that place; "" */
    const char *item;    /* "1.": the numbered text that lettered ones below it belong to; "" */
};

static bool read_row(struct reading *r, struct row *row, const struct tvx_grid *grid, size_t from, size_t to,
                     const struct tvx_columns *columns, struct tvx_error *error)
{
    const struct tvx_form_view *view = r->tabled.view;
    size_t filled = 0, unknown;

    *row = (struct row){.place = "", .base = "", .reasons = "", .first = grid->cells[from].first,
                        .last = grid->cells[from].last};
    for (size_t i = from; i < to; i++) {
        const struct tvx_grid_cell *cell = &grid->cells[i];
        const struct tvx_column *column = tvx_columns_at(columns, cell->column);
        const char *text = tvx_grid_text(view, cell->first, cell->last, false);

        if (text == NULL)
            return false;
        row->last = cell->last > row->last ? cell->last : row->last;
        if (*text == '\0')
            continue;
        row->only = filled++ == 0 ? text : NULL;
        if (column == NULL)
            continue;
        switch (column->role) {
        case TVX_COLUMN_PLACE:
            /* "Provision" and "Paragraph" side by side are one place. */
            row->place = *row->place == '\0' ? text : tvx_arena_printf(view->arena, "%s, %s", row->place, text);
            break;
        case TVX_COLUMN_BASE: row->base = text; break;
        case TVX_COLUMN_REASONS: row->reasons = text; break;
        case TVX_COLUMN_NUMBER: row->number = text; break;
        case TVX_COLUMN_ACTION: row->has_action = tvx_action_parse(&row->action, text); break;
        case TVX_COLUMN_TEXT: row->has_text = true; break;
        case TVX_COLUMN_SPONSOR:
            if (tvx_actors_parse(&row->sponsors, &row->sponsor_count, &unknown, view->arena, text, error) != TVX_OK)
                return false;
            break;
        case TVX_COLUMN_OTHER: break;
        }
        if (row->place == NULL)
            return false;
    }
    return true;
}

/* "Article 5" in a row by itself holds for "5.2" as for "b)" below it. */
static const char *full_place(struct reading *r, const char *place, struct tvx_error *error)
{
    struct tvx_arena *arena = r->tabled.view->arena;
    char *line = tvx_text_fold_space(arena, place, strlen(place));
    const char *joined;
    bool whole;

    if (line == NULL || *line == '\0' || *r->heading == '\0' || tvx_tabled_is_place(arena, line, &whole))
        return line;
    joined = tvx_tabled_join(arena, r->heading, line, error);
    return joined == r->heading ? line : joined;
}

/* No column for the place: the text as it stands is a heading, or begins with its label. */
static const char *place_of_text(struct reading *r, const char *text, struct tvx_error *error)
{
    const char *line = tvx_arena_strndup(r->tabled.view->arena, text, strcspn(text, "\n"));
    bool whole;

    if (line != NULL && tvx_tabled_is_place(r->tabled.view->arena, line, &whole) && whole) {
        r->heading = line;
        r->item = "";
    }
    return line == NULL ? NULL : tvx_tabled_under(r->tabled.view->arena, r->heading, &r->item, line, error);
}

static enum tvx_status add_text(struct reading *r, const struct row *row, const struct tvx_column *column,
                                const struct tvx_option *option, struct tvx_error *error)
{
    struct tvx_arena *arena = r->tabled.view->arena;
    struct tvx_tabled_item item = {.number = option->number, .suffix = option->label, .target = r->place,
                                   .before = r->base, .after = option->text, .reasons = row->reasons,
                                   .first = option->first, .last = option->last};

    item.sponsors = option->sponsor_count > 0 ? option->sponsors
                    : column->sponsor_count > 0 ? column->sponsors
                                                : row->sponsors;
    item.sponsor_count = option->sponsor_count > 0 ? option->sponsor_count
                         : column->sponsor_count > 0 ? column->sponsor_count
                                                     : row->sponsor_count;
    item.has_action = option->has_action || row->has_action;
    item.action = option->has_action ? option->action : row->action;
    if (item.number == NULL && row->number != NULL && strchr(row->number, '/') != NULL &&
        strchr(row->number, ' ') == NULL)
        item.number = row->number;
    if (item.suffix == NULL && column->option != NULL)
        item.suffix = tvx_path_slug(arena, column->option);
    if (!item.has_action && tvx_phrase_is("data/compilation-columns.tsv", "unchanged", item.after)) {
        item.has_action = true;
        item.action = TVX_ACTION_NOC;
        item.after = item.before;
    }
    return tvx_tabled_add(&r->tabled, &item, error);
}

/* A cell whose words carry revision marks has its own text before. */
static enum tvx_status marked_base(const char **base, const struct tvx_form_view *view,
                                   const struct tvx_grid_cell *cell, struct tvx_error *error)
{
    struct tvx_region_text text;
    enum tvx_status status = tvx_region_read(&text, view->arena, view->document,
                                             (struct tvx_region){cell->first, cell->last, ""}, error);

    if (status == TVX_OK && text.marked)
        *base = text.before;
    return status;
}

static enum tvx_status add_cell(struct reading *r, const struct row *row, const struct tvx_column *column,
                                const struct tvx_grid_cell *cell, struct tvx_error *error)
{
    struct tvx_option_list options;
    const char *base = r->base;
    enum tvx_status status = tvx_options_read(&options, r->tabled.view, cell->first, cell->last, error);

    if (status == TVX_OK && *base == '\0' && options.count == 1)
        status = marked_base(&r->base, r->tabled.view, cell, error);
    for (size_t o = 0; status == TVX_OK && o < options.count; o++)
        status = add_text(r, row, column, &options.items[o], error);
    r->base = base;
    return status;
}

static enum tvx_status take_row(struct reading *r, const struct tvx_grid *grid, size_t from, size_t to,
                                const struct tvx_columns *columns, struct tvx_error *error)
{
    struct row row;
    bool whole;
    enum tvx_status status = TVX_OK;

    if (!read_row(r, &row, grid, from, to, columns, error))
        return tvx_error_nomem(error);
    if (row.only != NULL && strchr(row.only, '\n') == NULL &&
        tvx_tabled_is_place(r->tabled.view->arena, row.only, &whole) && !row.has_text) {
        r->heading = row.only;
        r->place = row.only;
        r->base = r->item = "";
        return TVX_OK;
    }
    if (*row.place != '\0') {
        const char *place = full_place(r, row.place, error);

        if (place == NULL)
            return tvx_error_nomem(error);
        if (strcmp(place, r->place) != 0)
            r->base = "";
        r->place = place;
    } else if (columns->roles[TVX_COLUMN_PLACE] == 0 && *row.base != '\0') {
        r->place = place_of_text(r, row.base, error);
        if (r->place == NULL)
            return tvx_error_nomem(error);
    }
    if (*row.base != '\0')
        r->base = row.base;
    if (*r->base != '\0' && tvx_phrase_is("data/eu-phrases.tsv", "nothing", r->base))
        r->base = "";
    for (size_t i = from; status == TVX_OK && i < to; i++) {
        const struct tvx_column *column = tvx_columns_at(columns, grid->cells[i].column);

        if (column != NULL && column->role == TVX_COLUMN_TEXT)
            status = add_cell(r, &row, column, &grid->cells[i], error);
    }
    if (status == TVX_OK && row.has_action && !row.has_text) { /* NOC and SUP need no text */
        const struct tvx_column none = {0};
        const struct tvx_option empty = {.text = "", .first = row.first, .last = row.last};

        status = add_text(r, &row, &none, &empty, error);
    }
    return status;
}

/* Headings between the tables: "Article 5 – Security". */
static bool take_lines(struct reading *r, size_t from, size_t to)
{
    const struct tvx_form_view *view = r->tabled.view;

    for (size_t b = from; b < to; b++) {
        const struct tvx_block *block = &view->document->blocks[b];
        const char *text;
        bool whole;

        if (block->table >= 0 || block->kind == TVX_BLOCK_CELL || block->kind == TVX_BLOCK_NOTE ||
            block->kind == TVX_BLOCK_HEADER)
            continue;
        text = tvx_grid_text(view, b, b, false);
        if (text == NULL)
            return false;
        if (*text != '\0' && strchr(text, '\n') == NULL && tvx_tabled_is_place(view->arena, text, &whole)) {
            r->heading = r->place = text;
            r->base = r->item = "";
        }
    }
    return true;
}

static enum tvx_status read_tables(struct reading *r, struct tvx_error *error)
{
    const struct compilation *kept = r->kept;
    const struct tvx_columns *columns = NULL;
    int wide = 0;
    size_t behind = 0;
    enum tvx_status status = TVX_OK;

    for (size_t g = 0; status == TVX_OK && g < kept->tables->grids.count; g++) {
        const struct tvx_grid *grid = &kept->tables->grids.items[g];

        if (grid->first > behind && !take_lines(r, behind, grid->first))
            return tvx_error_nomem(error);
        behind = grid->last + 1 > behind ? grid->last + 1 : behind;
        if (kept->taken[g]) {
            columns = &kept->tables->columns[g];
            wide = grid->columns;
        }
        if (columns == NULL || (!kept->taken[g] && (grid->columns != wide || grid->within)))
            continue;
        for (size_t from = kept->taken[g] ? columns->data : 0; status == TVX_OK && from < grid->count;) {
            size_t to = tvx_grid_row_end(grid, from);

            if (!tvx_columns_repeat(columns, r->tabled.view, grid, from, to))
                status = take_row(r, grid, from, to, columns, error);
            from = to;
        }
    }
    return status;
}

static enum tvx_status read_form(struct tvx_contribution *out, const struct tvx_form_view *view,
                                 const struct tvx_form_weight *weight, struct tvx_error *error)
{
    struct reading r = {.tabled = {.view = view, .out = out}, .kept = weight->kept, .heading = "", .place = "",
                        .base = "", .item = ""};
    size_t unknown, end = view->document->block_count;
    enum tvx_status status;

    for (size_t g = r.kept->tables->grids.count; g-- > 0;)
        if (r.kept->taken[g])
            end = r.kept->tables->grids.items[g].first;
    status = tvx_header_parse(&out->header, &unknown, view->arena, view->document, end, error);
    r.tabled.paper = out->header.symbol == NULL ? "-" : out->header.symbol;
    if (status == TVX_OK)
        status = read_tables(&r, error);
    return status == TVX_OK ? tvx_tabled_end(&r.tabled, error) : status;
}

const struct tvx_form tvx_form_compilation = {"compilation", weigh, read_form};
