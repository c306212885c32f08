/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <travaux/read/document.h>
#include <travaux/text/utf8.h>
#include <unicode/uchar.h>

static const char *const change_names[] = {"none", "ins", "del", "moved-from", "moved-to"};
static const char *const kind_names[] = {"paragraph", "heading", "list", "cell", "note", "header"};

const char *tvx_change_to_string(enum tvx_change change)
{
    return (size_t)change < sizeof change_names / sizeof *change_names ? change_names[change] : "none";
}

const char *tvx_block_kind_to_string(enum tvx_block_kind kind)
{
    return (size_t)kind < sizeof kind_names / sizeof *kind_names ? kind_names[kind] : "paragraph";
}

struct tvx_document *tvx_document_new(size_t ceiling)
{
    struct tvx_arena *arena = tvx_arena_new(ceiling);
    struct tvx_document *document = arena == NULL ? NULL : tvx_arena_alloc(arena, sizeof *document);

    if (document == NULL) {
        tvx_arena_free(arena);
        return NULL;
    }
    document->arena = arena;
    document->format = document->title = document->language = "";
    return document;
}

void tvx_document_free(struct tvx_document *document)
{
    if (document != NULL)
        tvx_arena_free(document->arena); /* the document itself lies in it */
}

/*
 * Arrays in the document have no capacity of their own: they grow when the count reaches a power of two (from 8),
 * which the count alone tells.
 */
static void *grown(struct tvx_arena *arena, void *array, size_t count, size_t size)
{
    size_t capacity = count;

    if (count != 0 && (count < 8 || (count & (count - 1)) != 0))
        return array;
    return tvx_arena_grow(arena, array, count, &capacity, size);
}

struct tvx_block *tvx_document_add_block(struct tvx_document *document, enum tvx_block_kind kind)
{
    struct tvx_block *blocks = grown(document->arena, document->blocks, document->block_count, sizeof *blocks);
    struct tvx_block *block;

    if (blocks == NULL)
        return NULL;
    document->blocks = blocks;
    block = &blocks[document->block_count++];
    memset(block, 0, sizeof *block);
    block->kind = kind;
    block->table = block->row = block->column = -1;
    return block;
}

struct tvx_run *tvx_document_add_run(struct tvx_document *document, struct tvx_block *block, const char *text,
                                     size_t length, enum tvx_change change)
{
    struct tvx_run *runs = grown(document->arena, block->runs, block->run_count, sizeof *runs);
    const char *clean = tvx_text_clean(document->arena, text, length);
    struct tvx_run *run;

    if (runs == NULL || clean == NULL)
        return NULL;
    block->runs = runs;
    run = &runs[block->run_count++];
    *run = (struct tvx_run){.text = clean, .change = change};
    return run;
}

void tvx_document_warn(struct tvx_document *document, size_t block, const char *code, const char *format, ...)
{
    struct tvx_warning *warnings =
        grown(document->arena, document->warnings, document->warning_count, sizeof *warnings);
    va_list list;
    char *message;

    if (warnings == NULL)
        return;
    document->warnings = warnings;
    va_start(list, format);
    message = tvx_arena_vprintf(document->arena, format, list);
    va_end(list);
    if (message != NULL)
        warnings[document->warning_count++] =
            (struct tvx_warning){tvx_arena_strdup(document->arena, code), message, block};
}

bool tvx_change_stands(enum tvx_change change, enum tvx_change nested, enum tvx_view view)
{
    const enum tvx_change both[] = {change, nested};

    if (view == TVX_VIEW_MARKED)
        return true;
    for (size_t i = 0; i < 2; i++) {
        bool inserted = both[i] == TVX_CHANGE_INS || both[i] == TVX_CHANGE_MOVED_TO;
        bool deleted = both[i] == TVX_CHANGE_DEL || both[i] == TVX_CHANGE_MOVED_FROM;

        if ((view == TVX_VIEW_BEFORE && inserted) || (view == TVX_VIEW_AFTER && deleted))
            return false;
    }
    return true;
}

/* Opens, closes or keeps the marks around a piece of the marked view; returns the change now open. */
static enum tvx_change mark_to(struct tvx_buf *buf, enum tvx_change open, enum tvx_change wanted)
{
    static const char *const begin[] = {"", "{+", "[-", "[-", "{+"};
    static const char *const end[] = {"", "+}", "-]", "-]", "+}"};

    if (open != wanted) {
        tvx_buf_str(buf, end[open]);
        tvx_buf_str(buf, begin[wanted]);
    }
    return wanted;
}

static const char *label_in(const struct tvx_block *block, enum tvx_view view)
{
    const char *label = view == TVX_VIEW_BEFORE ? block->label_before : block->label;

    if (view == TVX_VIEW_MARKED && label == NULL)
        label = block->label_before;
    return label == NULL ? "" : label;
}

/* What a run shows in the view: nothing for a note's mark or for hidden text. */
static bool run_shows(const struct tvx_block *block, const struct tvx_run *run, enum tvx_view view)
{
    return (run->format & TVX_FORMAT_ASIDE) == 0 && tvx_change_stands(run->change, run->nested, view) &&
           tvx_change_stands(block->presence, TVX_CHANGE_NONE, view);
}

static enum tvx_change shown_change(const struct tvx_block *block, const struct tvx_run *run, enum tvx_view view)
{
    if (view != TVX_VIEW_MARKED)
        return TVX_CHANGE_NONE;
    if (run->nested != TVX_CHANGE_NONE)
        return run->nested;
    return run->change != TVX_CHANGE_NONE ? run->change : block->presence;
}

struct line_maker {
    struct tvx_lines *out;
    struct tvx_arena *arena;
    struct tvx_buf buf;
    size_t capacity, first, label_length, points;
    bool open;    /* blocks since `first` belong to the line that is being made */
    bool labeled; /* its label was written */
    enum tvx_change change;
};

static enum tvx_status finish_line(struct line_maker *maker, size_t last, struct tvx_error *error)
{
    struct tvx_line *items;
    struct tvx_line line = {.first_block = maker->first, .last_block = last, .start = maker->points};
    size_t length;

    maker->change = mark_to(&maker->buf, maker->change, TVX_CHANGE_NONE);
    maker->open = maker->labeled = false;
    if (maker->buf.failed)
        return tvx_error_nomem(error);
    if (tvx_text_blank(tvx_buf_text(&maker->buf), maker->buf.length)) {
        tvx_buf_clear(&maker->buf);
        return TVX_OK;
    }
    line.text = tvx_text_fold_space(maker->arena, maker->buf.data, maker->buf.length);
    items = tvx_arena_grow(maker->arena, maker->out->items, maker->out->count, &maker->capacity, sizeof *items);
    if (line.text == NULL || items == NULL)
        return tvx_error_nomem(error);
    length = strlen(line.text);
    line.label_length = maker->label_length < length ? maker->label_length : length;
    line.points = tvx_utf8_count(line.text, length);
    maker->points += line.points + 1;
    maker->out->items = items;
    items[maker->out->count++] = line;
    tvx_buf_clear(&maker->buf);
    return TVX_OK;
}

/* "Article 5" alone on its line is text; a bullet alone is not. */
static bool says_something(const char *label)
{
    size_t length = strlen(label);

    for (size_t at = 0; at < length;)
        if (u_isalnum((UChar32)tvx_utf8_next(label, length, &at)))
            return true;
    return false;
}

/* A label is written before the first text of its block, so that a block without text in the view leaves none. */
static enum tvx_status add_label(struct line_maker *maker, const struct tvx_block *block, enum tvx_view view,
                                 struct tvx_error *error)
{
    const char *label = label_in(block, view), *folded;

    maker->label_length = 0;
    maker->labeled = true;
    if (*label == '\0')
        return TVX_OK;
    folded = tvx_text_fold_space(maker->arena, label, strlen(label));
    if (folded == NULL)
        return tvx_error_nomem(error);
    if (*folded == '\0')
        return TVX_OK;
    tvx_buf_str(&maker->buf, folded);
    tvx_buf_char(&maker->buf, ' ');
    maker->label_length = strlen(folded) + 1;
    return TVX_OK;
}

static enum tvx_status add_block(struct line_maker *maker, const struct tvx_block *block, enum tvx_view view,
                                 struct tvx_error *error)
{
    bool hidden = !tvx_change_stands(block->mark, TVX_CHANGE_NONE, view);

    for (size_t r = 0; r < block->run_count; r++) {
        const struct tvx_run *run = &block->runs[r];

        if (!run_shows(block, run, view)) {
            hidden = true;
            continue;
        }
        if (*run->text == '\0')
            continue;
        if (!maker->labeled) {
            enum tvx_status status = add_label(maker, block, view, error);

            if (status != TVX_OK)
                return status;
        }
        maker->change = mark_to(&maker->buf, maker->change, shown_change(block, run, view));
        tvx_buf_str(&maker->buf, run->text);
    }
    if (!maker->labeled && !hidden && says_something(label_in(block, view)))
        return add_label(maker, block, view, error);
    return maker->buf.failed ? tvx_error_nomem(error) : TVX_OK;
}

enum tvx_status tvx_document_lines(struct tvx_lines *out, struct tvx_arena *arena,
                                   const struct tvx_document *document, enum tvx_view view, struct tvx_error *error)
{
    struct line_maker maker = {.out = out, .arena = arena};
    enum tvx_status status = TVX_OK;
    size_t last = 0;

    *out = (struct tvx_lines){NULL, 0};
    tvx_buf_init(&maker.buf, SIZE_MAX / 4);
    for (size_t i = 0; i < document->block_count && status == TVX_OK; i++) {
        const struct tvx_block *block = &document->blocks[i];
        bool stands = tvx_change_stands(block->mark, TVX_CHANGE_NONE, view);

        if (block->kind == TVX_BLOCK_HEADER)
            continue;
        last = i;
        if (!tvx_change_stands(block->presence, TVX_CHANGE_NONE, view))
            continue;
        if (!maker.open) {
            maker.first = i;
            maker.open = true;
        }
        status = add_block(&maker, block, view, error);
        if (status == TVX_OK && (stands || view == TVX_VIEW_MARKED))
            status = finish_line(&maker, i, error);
    }
    if (status == TVX_OK && maker.open)
        status = finish_line(&maker, last, error);
    tvx_buf_free(&maker.buf);
    return status;
}
