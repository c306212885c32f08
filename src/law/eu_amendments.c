/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * The European Parliament's amendments: each stands under a heading "Amendment 852", and what lies between it and the
 * next heading is that amendment: authors, act and place, two columns, language, justification.
 */
#include <string.h>
#include <travaux/base/buf.h>
#include <travaux/text/utf8.h>

#include "eu.h"
#include "header.h"
#include "region.h"
#include "tabled.h"

enum { TEXT_CEILING = 64 << 20, BARE_REACH = 6, HEADING = 1000 };

struct unit {
    size_t heading;    /* block */
    size_t end;        /* block of the next heading, or the number of blocks */
    const char *number;
    size_t grid;       /* first table at or behind the heading */
};

struct eu {
    const struct tvx_tables *tables;
    bool *pair; /* the table's heads are the two columns */
    struct unit *units;
    size_t unit_count, unit_capacity;
    size_t numbered, pairs; /* units with a number; units with a pair of columns */
    const char *heads;      /* of the first pair, as printed */
    size_t lone;            /* units without columns */
};

static bool is_line(const struct tvx_form_view *view, size_t block)
{
    const struct tvx_block *b = &view->document->blocks[block];

    return b->table < 0 && b->kind != TVX_BLOCK_CELL && b->kind != TVX_BLOCK_NOTE && b->kind != TVX_BLOCK_HEADER;
}

/* The text of one block without marks; NULL when memory is short. */
static const char *block_text(const struct tvx_form_view *view, size_t block)
{
    const char *text = tvx_grid_text(view, block, block, false);

    return text == NULL ? NULL : tvx_eu_without_tags(view->arena, text);
}

/* A bare "Amendment" is a heading where the act that it amends is named below it. */
static bool act_follows(const struct tvx_form_view *view, size_t block)
{
    const char *rest;

    for (size_t b = block + 1; b <= block + BARE_REACH && b < view->document->block_count && is_line(view, b); b++) {
        const char *text = block_text(view, b);

        if (text != NULL && tvx_eu_begins("act", text, &rest))
            return true;
    }
    return false;
}

static enum tvx_status add_unit(struct eu *eu, const struct tvx_form_view *view, size_t block,
                                struct tvx_error *error)
{
    const char *text = block_text(view, block), *number;
    struct unit *last;
    size_t grid = 0;

    if (text == NULL)
        return tvx_error_nomem(error);
    text = tvx_arena_strndup(view->arena, text, strcspn(text, "\n"));
    if (text == NULL)
        return tvx_error_nomem(error);
    if (!tvx_eu_heading(&number, view->arena, text) || (*number == '\0' && !act_follows(view, block)))
        return TVX_OK;
    if (eu->unit_count > 0) {
        last = &eu->units[eu->unit_count - 1];
        last->end = block;
        grid = last->grid;
    }
    while (grid < eu->tables->grids.count && eu->tables->grids.items[grid].first < block)
        grid++;
    eu->units = tvx_arena_grow(view->arena, eu->units, eu->unit_count, &eu->unit_capacity, sizeof *eu->units);
    if (eu->units == NULL)
        return tvx_error_nomem(error);
    eu->units[eu->unit_count++] = (struct unit){block, view->document->block_count, number, grid};
    eu->numbered += *number != '\0';
    return TVX_OK;
}

/* A heading is short, or a line break ends it soon. */
static bool may_begin(const struct tvx_form_view *view, size_t block)
{
    const struct tvx_block *b = &view->document->blocks[block];

    size_t length = 0;

    for (size_t r = 0; r < b->run_count && length <= HEADING; r++)
        length += (b->runs[r].format & TVX_FORMAT_HIDDEN) == 0 ? strlen(b->runs[r].text) : 0;
    return is_line(view, block) && length > 0 && length <= HEADING;
}

static bool find_pairs(struct eu *eu, struct tvx_arena *arena)
{
    eu->pair = tvx_arena_array(arena, eu->tables->grids.count, sizeof *eu->pair);
    for (size_t i = 0; eu->pair != NULL && i < eu->tables->grids.count; i++)
        eu->pair[i] = eu->tables->headed[i] && tvx_columns_is_pair(&eu->tables->columns[i]);
    return eu->pair != NULL;
}

static bool is_within(const struct eu *eu, size_t grid, const struct unit *unit)
{
    return grid < eu->tables->grids.count && eu->tables->grids.items[grid].first < unit->end;
}

static enum tvx_status count_pairs(struct eu *eu, struct tvx_arena *arena, struct tvx_error *error)
{
    for (size_t u = 0; u < eu->unit_count; u++) {
        bool any = false;

        for (size_t g = eu->units[u].grid; is_within(eu, g, &eu->units[u]); g++) {
            any |= eu->pair[g];
            if (eu->pair[g] && eu->heads == NULL &&
                (eu->heads = tvx_columns_heads(&eu->tables->columns[g], arena)) == NULL)
                return tvx_error_nomem(error);
        }
        eu->pairs += any;
    }
    return TVX_OK;
}

static enum tvx_status weigh(struct tvx_form_weight *weight, const struct tvx_form_view *view, struct tvx_error *error)
{
    struct eu *eu = tvx_arena_alloc(view->arena, sizeof *eu);
    enum tvx_status status = TVX_OK;

    if (eu == NULL)
        return tvx_error_nomem(error);
    weight->kept = eu;
    eu->tables = view->tables;
    for (size_t b = 0; status == TVX_OK && b < view->document->block_count; b++)
        if (may_begin(view, b))
            status = add_unit(eu, view, b, error);
    if (status != TVX_OK || eu->unit_count == 0)
        return status;
    if (!find_pairs(eu, view->arena))
        return tvx_error_nomem(error);
    status = count_pairs(eu, view->arena, error);
    if (status != TVX_OK)
        return status;
    if (eu->pairs == 0) {
        weight->score = eu->numbered > 0 ? 0.2 : 0.1;
        weight->because =
            tvx_arena_printf(view->arena, "%zu heading%s 'Amendment N', but no table of two columns below",
                             eu->unit_count, eu->unit_count == 1 ? "" : "s");
    } else {
        weight->score = eu->numbered > 0 ? 0.95 : 0.9;
        weight->because = tvx_arena_printf(
            view->arena, "%zu heading%s '%s' and %zu table%s of two columns headed '%s'", eu->unit_count,
            eu->unit_count == 1 ? "" : "s", eu->numbered > 0 ? "Amendment N" : "Amendment", eu->pairs,
            eu->pairs == 1 ? "" : "s", eu->heads);
    }
    return weight->because == NULL ? tvx_error_nomem(error) : TVX_OK;
}

/* ---- one amendment ---- */

struct texts {
    struct tvx_buf before, after, reasons;
    const char **sponsors; /* that the heads of the columns name */
    size_t sponsor_count;
    size_t first, last; /* blocks of the columns */
    bool any;
};

static bool add_row(struct texts *texts, const struct tvx_form_view *view, const struct tvx_grid *grid, size_t from,
                    size_t to, const struct tvx_columns *columns)
{
    for (size_t i = from; i < to; i++) {
        const struct tvx_grid_cell *cell = &grid->cells[i];
        const struct tvx_column *column = tvx_columns_at(columns, cell->column);
        bool proposed = column != NULL && column->role == TVX_COLUMN_TEXT;
        struct tvx_buf *buf = column == NULL                          ? NULL
                              : proposed                              ? &texts->after
                              : column->role == TVX_COLUMN_BASE       ? &texts->before
                              : column->role == TVX_COLUMN_REASONS ? &texts->reasons
                                                                      : NULL;
        const char *text = buf == NULL ? "" : tvx_grid_text(view, cell->first, cell->last, proposed);

        if (text == NULL)
            return false;
        if (*text == '\0')
            continue;
        if (buf->length > 0)
            tvx_buf_char(buf, '\n');
        tvx_buf_str(buf, text);
    }
    return true;
}

/* A table that goes on where the page ended has no heads, or says them again. */
static bool add_grid(struct texts *texts, const struct tvx_form_view *view, const struct tvx_grid *grid,
                     const struct tvx_columns *columns, size_t from)
{
    while (from < grid->count) {
        size_t to = tvx_grid_row_end(grid, from);

        if (!tvx_columns_repeat(columns, view, grid, from, to) && !add_row(texts, view, grid, from, to, columns))
            return false;
        from = to;
    }
    if (!texts->any)
        texts->first = grid->first;
    texts->any = true;
    if (grid->last > texts->last)
        texts->last = grid->last;
    return true;
}

static bool read_grids(struct texts *texts, const struct eu *eu, const struct tvx_form_view *view,
                       const struct unit *unit)
{
    const struct tvx_columns *columns = NULL;

    for (size_t g = unit->grid; is_within(eu, g, unit); g++) {
        const struct tvx_grid *grid = &eu->tables->grids.items[g];

        if (eu->pair[g]) {
            columns = &eu->tables->columns[g];
            for (size_t i = 0; i < columns->count && texts->sponsor_count == 0; i++)
                if (columns->items[i].role == TVX_COLUMN_TEXT) {
                    texts->sponsors = columns->items[i].sponsors;
                    texts->sponsor_count = columns->items[i].sponsor_count;
                }
        }
        if (columns != NULL && grid->columns > 1 &&
            !add_grid(texts, view, grid, columns, eu->pair[g] ? columns->data : 0))
            return false;
    }
    return true;
}

/* Lines of the blocks [from, to) that stand in no table; `to_heading`: up to a heading of the document's own. */
static const char *lines_between(const struct tvx_form_view *view, size_t from, size_t to, bool to_heading)
{
    const char *out;
    struct tvx_buf buf;

    tvx_buf_init(&buf, TEXT_CEILING);
    for (size_t b = from; b < to; b++) {
        const char *text;

        if (!is_line(view, b))
            continue;
        if (to_heading && view->document->blocks[b].kind == TVX_BLOCK_HEADING)
            break;
        text = block_text(view, b);
        if (text == NULL || buf.failed) {
            tvx_buf_free(&buf);
            return NULL;
        }
        if (*text == '\0')
            continue;
        if (buf.length > 0)
            tvx_buf_char(&buf, '\n');
        tvx_buf_str(&buf, text);
    }
    out = buf.failed ? NULL : tvx_arena_strdup(view->arena, tvx_buf_text(&buf));
    tvx_buf_free(&buf);
    return out;
}

static bool is_justification(const char *line, const char **rest)
{
    if (tvx_eu_is("justification", line)) {
        *rest = "";
        return true;
    }
    if (!tvx_eu_begins("justification", line, rest) || **rest != ':')
        return false;
    *rest += 1 + strspn(*rest + 1, " ");
    return true;
}

/* "Or. en" */
static bool is_language(const char *line)
{
    const char *rest;

    return tvx_eu_begins("original", line, &rest) && rest[0] == '.' && strlen(line) < 24;
}

/* Cuts the lines at the language and at the justification: *body stands before, `reasons` gets the rest. */
static enum tvx_status cut_tail(const char **body, struct tvx_buf *reasons, struct tvx_arena *arena, const char *text,
                                struct tvx_error *error)
{
    struct tvx_buf buf;
    bool behind = false, justified = false;

    tvx_buf_init(&buf, TEXT_CEILING);
    while (*text != '\0') {
        size_t length = strcspn(text, "\n");
        const char *line = tvx_arena_strndup(arena, text, length), *rest = line;
        bool language = line != NULL && is_language(line);
        struct tvx_buf *to = &buf;

        if (line == NULL || buf.failed || reasons->failed)
            break;
        text += length + (text[length] == '\n');
        if (language || (!justified && is_justification(line, &rest))) {
            justified |= !language;
            behind = true;
            if (language || *rest == '\0')
                continue;
        }
        if (behind)
            to = reasons;
        if (to->length > 0)
            tvx_buf_char(to, '\n');
        tvx_buf_str(to, behind ? rest : line);
    }
    *body = buf.failed ? NULL : tvx_arena_strdup(arena, tvx_buf_text(&buf));
    tvx_buf_free(&buf);
    return *body == NULL || reasons->failed ? tvx_error_nomem(error) : TVX_OK;
}

/* Without columns the text follows the line that names the place. */
static const char *behind_place(struct tvx_arena *arena, const char *text, const char **head)
{
    const char *at = text;
    bool act = false, whole;

    while (*at != '\0') {
        size_t length = strcspn(at, "\n");
        const char *line = tvx_arena_strndup(arena, at, length), *rest;

        if (line == NULL)
            return NULL;
        at += length + (at[length] == '\n');
        act |= tvx_eu_begins("act", line, &rest);
        if (act && tvx_tabled_is_place(arena, line, &whole))
            break;
    }
    *head = tvx_arena_strndup(arena, text, (size_t)(at - text));
    return *head == NULL ? NULL : at;
}

struct reading {
    struct tvx_tabled tabled;
    struct eu *eu;
};

static enum tvx_status add_amendment(struct reading *r, const struct unit *unit, struct texts *texts,
                                     const char *head_lines, const char *tail, const char *body,
                                     struct tvx_error *error)
{
    struct tvx_arena *arena = r->tabled.view->arena;
    struct tvx_tabled_item item = {.first = unit->heading, .last = texts->any ? texts->last : unit->end - 1};
    struct tvx_eu_head head;
    const char *remark = "";
    enum tvx_status status = tvx_eu_head(&head, arena, head_lines, error);

    if (status == TVX_OK)
        status = cut_tail(&remark, &texts->reasons, arena, tail, error);
    if (status != TVX_OK)
        return status;
    if (*unit->number != '\0')
        item.number = tvx_arena_printf(arena, "%s/%s", r->tabled.paper, unit->number);
    item.target = head.place;
    item.sponsors = head.author_count > 0 ? head.authors : texts->sponsors;
    item.sponsor_count = head.author_count > 0 ? head.author_count : texts->sponsor_count;
    item.before = tvx_region_fold(arena, &texts->before);
    item.after = texts->any ? tvx_region_fold(arena, &texts->after) : body;
    item.reasons = tvx_region_fold(arena, &texts->reasons);
    if ((item.number == NULL && *unit->number != '\0') || item.before == NULL || item.after == NULL ||
        item.reasons == NULL)
        return tvx_error_nomem(error);
    if (*remark != '\0' && texts->any) {
        item.reasons = tvx_arena_printf(arena, "%s%s%s", remark, *item.reasons == '\0' ? "" : "\n", item.reasons);
        if (item.reasons == NULL)
            return tvx_error_nomem(error);
    }
    return tvx_tabled_add(&r->tabled, &item, error);
}

static enum tvx_status read_unit(struct reading *r, const struct unit *unit, struct tvx_error *error)
{
    const struct tvx_form_view *view = r->tabled.view;
    struct texts texts = {0};
    const char *head = NULL, *tail = "", *body = "";
    enum tvx_status status = TVX_OK;

    tvx_buf_init(&texts.before, TEXT_CEILING);
    tvx_buf_init(&texts.after, TEXT_CEILING);
    tvx_buf_init(&texts.reasons, TEXT_CEILING);
    if (!read_grids(&texts, r->eu, view, unit)) {
        status = tvx_error_nomem(error);
    } else if (texts.any) {
        head = lines_between(view, unit->heading, texts.first, false);
        tail = lines_between(view, texts.last + 1, unit->end, true);
    } else {
        const char *all = lines_between(view, unit->heading, unit->end, false);
        const char *rest = all == NULL ? NULL : behind_place(view->arena, all, &head);

        r->eu->lone++;
        if (rest == NULL || cut_tail(&body, &texts.reasons, view->arena, rest, error) != TVX_OK)
            head = NULL;
    }
    if (status == TVX_OK && (head == NULL || tail == NULL))
        status = tvx_error_nomem(error);
    if (status == TVX_OK) {
        size_t first = strcspn(head, "\n"); /* the heading itself */

        status = add_amendment(r, unit, &texts, head + first + (head[first] == '\n'), tail, body, error);
    }
    tvx_buf_free(&texts.before);
    tvx_buf_free(&texts.after);
    tvx_buf_free(&texts.reasons);
    return status;
}

/* ---- the document ---- */

static bool set_reference(struct tvx_header *header, const struct tvx_form_view *view, size_t block,
                          const char *text)
{
    const char *found = tvx_eu_reference(view->arena, text);

    /* One in the foot of the page is the document's own, one on the cover that of the report it amends. */
    if (found != NULL && (header->symbol == NULL || view->document->blocks[block].kind == TVX_BLOCK_HEADER)) {
        header->symbol = found;
        header->symbol_printed = found;
    }
    return true;
}

/* What stands before the first amendment. */
static enum tvx_status read_cover(struct tvx_contribution *out, const struct tvx_form_view *view, size_t end,
                                  struct tvx_error *error)
{
    char date[11];
    bool whole;
    const char *rest;

    for (size_t b = 0; b < view->document->block_count; b++) {
        const struct tvx_block *block = &view->document->blocks[b];
        const char *text;

        if (b >= end && block->kind != TVX_BLOCK_HEADER)
            continue;
        text = block_text(view, b);
        if (text == NULL)
            return tvx_error_nomem(error);
        set_reference(&out->header, view, b, text);
        if (out->header.date == NULL && strlen(text) < 40 && tvx_date_parse(date, &whole, text) && whole &&
            (out->header.date = tvx_arena_strdup(view->arena, date)) == NULL)
            return tvx_error_nomem(error);
        if (out->header.title == NULL && tvx_eu_begins("subject", text, &rest))
            out->header.title = text;
    }
    return TVX_OK;
}

static enum tvx_status read_form(struct tvx_contribution *out, const struct tvx_form_view *view,
                                 const struct tvx_form_weight *weight, struct tvx_error *error)
{
    struct reading r = {.tabled = {.view = view, .out = out}, .eu = weight->kept};
    enum tvx_status status = read_cover(out, view, r.eu->units[0].heading, error);

    r.tabled.paper = out->header.symbol == NULL ? "AM" : out->header.symbol;
    for (size_t u = 0; status == TVX_OK && u < r.eu->unit_count; u++)
        status = read_unit(&r, &r.eu->units[u], error);
    if (status == TVX_OK && r.eu->lone > 0)
        status = tvx_tabled_warn(&r.tabled, SIZE_MAX, "amendment-without-columns",
                                 tvx_arena_printf(view->arena,
                                                  "%zu amendment%s no two columns; what stands below the place "
                                                  "is taken as the text",
                                                  r.eu->lone, r.eu->lone == 1 ? " has" : "s have"),
                                 error);
    return status == TVX_OK ? tvx_tabled_end(&r.tabled, error) : status;
}

const struct tvx_form tvx_form_eu_amendments = {"eu-amendments", weigh, read_form};
