/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <travaux/text/utf8.h>
#include <unicode/uchar.h>
#include <unicode/uscript.h>

#include "pdf_text.h"

enum { MAX_NOTE_LABELS = 64 };

/* Makes paragraphs of lines.  The open one is kept as the numbers of its lines. */
struct maker {
    struct pdf_text *text;
    struct pdf_words *words;
    size_t *open;
    size_t open_count, open_capacity;
    size_t *notes; /* lines of footnotes that wait for the open paragraph to end */
    size_t note_count, note_capacity;
    int noted;     /* pages whose footnotes are on that list */
    struct { const char *text; size_t length; int page; } labels[MAX_NOTE_LABELS]; /* marks of the latest notes */
    size_t label_count;
    bool failed;
};

/* ---- what a line looks like ---- */

uint32_t tvx_pdf_first_point(const struct pdf_line *line)
{
    size_t at = 0;

    return line->length == 0 ? ' ' : tvx_utf8_next(line->text, line->length, &at);
}

static uint32_t last_point(const char *text, size_t length)
{
    size_t at = length;

    if (length == 0)
        return ' ';
    do
        at--;
    while (at > 0 && ((unsigned char)text[at] & 0xC0) == 0x80);
    return tvx_utf8_next(text, length, &at);
}

/* Chinese and Japanese are written without spaces: lines of them are joined without one. */
static bool is_wide(uint32_t point)
{
    return (point >= 0x2E80 && point < 0xA4D0) || (point >= 0xF900 && point < 0xFB00) ||
           (point >= 0xFE30 && point < 0xFE50) || (point >= 0xFF00 && point < 0xFFF0) || point >= 0x20000;
}

bool tvx_pdf_ends_sentence(const struct pdf_line *line)
{
    uint32_t point = last_point(line->text, line->length);

    if (point == ')' || point == 0x201D || point == 0xBB || point == '"' || point == 0x2019 || point == ']')
        point = last_point(line->text, line->length - (point < 0x80 ? 1 : point < 0x800 ? 2 : 3));
    return point == '.' || point == ';' || point == ':' || point == '!' || point == '?' || point == 0x3002 ||
           point == 0xFF1B || point == 0xFF1A || point == 0x061B || point == 0x061F;
}

static bool is_all(const struct pdf_line *line, uint32_t format)
{
    for (uint32_t i = 0; i < line->piece_count; i++)
        if ((line->pieces[i].format & format) == 0)
            return false;
    return true;
}

static bool is_rule(const struct pdf_line *line)
{
    for (uint32_t i = 0; i < line->length; i++)
        if (line->text[i] != '_' && line->text[i] != ' ')
            return false;
    return line->length >= 5;
}

static bool same_size(const struct pdf_line *a, const struct pdf_line *b)
{
    return fabsf(a->size - b->size) <= 0.12f * fmaxf(a->size, b->size);
}

/* Would the next line's first word have fitted behind this line?  Then the break between them is meant. */
bool tvx_pdf_would_fit(const struct pdf_line *line, const struct pdf_line *next)
{
    float word = is_wide(tvx_pdf_first_point(next)) ? 2.2f * next->size : next->first_word;

    return line->x1 + 0.3f * line->size + word < line->right - 0.5f * line->size;
}

/* ---- where a paragraph ends ---- */

/* By the left edge: an indent begins a paragraph, unless the lines hang behind their label. */
static bool indent_breaks(const struct maker *maker, const struct pdf_line *line, const struct pdf_line *next)
{
    float slack = 0.5f * line->size, step;

    if (maker->open_count >= 2)
        return fabsf(next->x0 - line->x0) > slack;
    step = next->x0 - line->x0;
    if (step > slack)
        return !tvx_pdf_begins_with_label(line);
    return step < -12 * line->size;
}

static bool breaks_on_page(const struct maker *maker, const struct pdf_line *line, const struct pdf_line *next)
{
    float step = next->base - line->base;

    if (line->aside || next->aside || step < 0.3f * line->size || !same_size(line, next))
        return true;
    if (step > (maker->text->leading + 0.35f) * line->size)
        return true;
    if (is_all(line, TVX_FORMAT_BOLD) != is_all(next, TVX_FORMAT_BOLD) && tvx_pdf_ends_sentence(line) == false &&
        (is_all(line, TVX_FORMAT_BOLD) ? (next->pieces[0].format & TVX_FORMAT_BOLD) == 0
                                       : tvx_pdf_would_fit(line, next)))
        return true;
    if (tvx_pdf_begins_with_label(next) && (tvx_pdf_ends_sentence(line) || next->x0 < line->x0 - 0.5f * line->size))
        return true;
    return tvx_pdf_would_fit(line, next) || indent_breaks(maker, line, next);
}

/* Over pages, or from one column to the next. */
static bool breaks_over_pages(const struct maker *maker, const struct pdf_line *line, const struct pdf_line *next)
{
    if (line->aside || next->aside || !same_size(line, next) || tvx_pdf_ends_sentence(line) ||
        tvx_pdf_begins_with_label(next))
        return true;
    if (is_all(line, TVX_FORMAT_BOLD) != is_all(next, TVX_FORMAT_BOLD))
        return true;
    if (u_islower((UChar32)tvx_pdf_first_point(next)))
        return false;
    if (tvx_pdf_would_fit(line, next))
        return true;
    return maker->open_count >= 2 &&
           fabsf((next->x0 - next->left) - (line->x0 - line->left)) > 1.5f * line->size;
}

/* ---- blocks ---- */

/* Text of the block that is being written, in one look so far. */
struct writer {
    struct maker *maker;
    struct tvx_block *block;
    struct tvx_buf text;
    struct pdf_piece look;
};

static void flush(struct writer *writer)
{
    struct tvx_run *run;

    if (writer->text.length == 0)
        return;
    run = tvx_document_add_run(writer->maker->text->document, writer->block, writer->text.data, writer->text.length,
                               (enum tvx_change)writer->look.change);
    if (run == NULL) {
        writer->maker->failed = true;
    } else {
        run->nested = (enum tvx_change)writer->look.nested;
        run->format = writer->look.format;
    }
    tvx_buf_clear(&writer->text);
}

static bool same_look(const struct pdf_piece *a, const struct pdf_piece *b)
{
    return a->format == b->format && a->change == b->change && a->nested == b->nested;
}

/* A superscript that a footnote of this page bears too is that note's mark. */
static uint32_t note_format(const struct maker *maker, const struct pdf_line *line, const struct pdf_piece *piece)
{
    for (size_t i = 0; (piece->format & TVX_FORMAT_SUPERSCRIPT) != 0 && i < maker->label_count && i < MAX_NOTE_LABELS;
         i++)
        if (maker->labels[i].page == line->page && maker->labels[i].length == piece->length &&
            memcmp(maker->labels[i].text, line->text + piece->start, piece->length) == 0)
            return piece->format | TVX_FORMAT_NOTE_REF;
    return piece->format;
}

static struct pdf_piece next_look(const struct maker *maker, const struct pdf_line *line, uint32_t piece)
{
    struct pdf_piece look = line->pieces[piece];

    look.format = note_format(maker, line, &line->pieces[piece]);
    return look;
}

/* Between two lines a space is changed only when both sides are, and in the same way. */
static void put_space(struct writer *writer, const struct pdf_line *line)
{
    struct pdf_piece next = next_look(writer->maker, line, 0);

    if (!same_look(&writer->look, &next)) {
        flush(writer);
        writer->look.change = writer->look.nested = TVX_CHANGE_NONE;
        writer->look.format &= next.format & ~(uint32_t)TVX_FORMAT_SUPERSCRIPT;
    }
    tvx_buf_char(&writer->text, ' ');
}

/* Joins the text so far with a line that follows: a hyphen goes or stays, a space comes or not. */
static void join(struct writer *writer, const struct pdf_line *line)
{
    struct tvx_buf *text = &writer->text;
    uint32_t last;
    size_t size;

    if (text->length == 0)
        return;
    last = last_point(text->data, text->length);
    size = last < 0x80 ? 1 : last < 0x800 ? 2 : 3;
    if (last == 0xAD) {
        text->data[text->length -= size] = '\0';
    } else if ((last == '-' || last == 0x2010) && text->length > size && text->data[text->length - size - 1] != ' ') {
        enum pdf_hyphen hyphen =
            tvx_pdf_hyphen(writer->maker->words, text->data, text->length, line->text, line->length);

        if (hyphen == PDF_HYPHEN_GOES)
            text->data[text->length -= size] = '\0';
        else if (hyphen == PDF_HYPHEN_HANGS)
            put_space(writer, line);
    } else if (!(is_wide(last) && is_wide(tvx_pdf_first_point(line)))) {
        put_space(writer, line);
    }
}

static void write_lines(struct maker *maker, struct tvx_block *block, const size_t *lines, size_t count,
                        size_t skip_pieces)
{
    struct writer writer = {.maker = maker, .block = block};

    tvx_buf_init(&writer.text, SIZE_MAX / 4);
    for (size_t i = 0; i < count && !maker->failed; i++) {
        const struct pdf_line *line = &maker->text->lines[lines[i]];

        maker->text->lines[lines[i]].block = (size_t)(block - maker->text->document->blocks);
        if (i > 0)
            join(&writer, line);
        for (uint32_t p = i == 0 ? (uint32_t)skip_pieces : 0; p < line->piece_count; p++) {
            struct pdf_piece look = next_look(maker, line, p);

            if (!same_look(&writer.look, &look))
                flush(&writer);
            writer.look = look;
            tvx_buf_add(&writer.text, line->text + line->pieces[p].start, line->pieces[p].length);
        }
    }
    flush(&writer);
    tvx_buf_free(&writer.text);
}

/* A heading shows by its size, or by being bold all over without being a sentence. */
static int heading_level(const struct maker *maker, const size_t *lines, size_t count)
{
    const struct pdf_line *first = &maker->text->lines[lines[0]], *last = &maker->text->lines[lines[count - 1]];
    bool bold = true;

    if (count > 4)
        return 0;
    if (first->size > 1.15f * maker->text->body_size)
        return first->size > 1.5f * maker->text->body_size ? 1 : 2;
    for (size_t i = 0; i < count; i++)
        bold = bold && is_all(&maker->text->lines[lines[i]], TVX_FORMAT_BOLD);
    return bold && !tvx_pdf_ends_sentence(last) ? 3 : 0;
}

static struct tvx_block *add_block(struct maker *maker, enum tvx_block_kind kind, int page)
{
    struct tvx_block *block = tvx_document_add_block(maker->text->document, kind);

    if (block == NULL)
        maker->failed = true;
    else
        block->page = page + 1;
    return block;
}

/* A footnote begins with its mark: a superscript, or digits or an asterisk and a space. */
static size_t note_mark(const struct pdf_line *line)
{
    size_t length = 0;

    if (line->piece_count > 1 && (line->pieces[0].format & TVX_FORMAT_SUPERSCRIPT) != 0 && line->pieces[0].length <= 4)
        return line->pieces[0].length;
    while (length < line->length && length < 3 &&
           (line->text[length] == '*' || (line->text[length] >= '0' && line->text[length] <= '9')))
        length++;
    return length > 0 && length < line->length && line->text[length] == ' ' ? length : 0;
}

static void close_notes(struct maker *maker)
{
    for (size_t i = 0, to; i < maker->note_count && !maker->failed; i = to) {
        struct pdf_line *line = &maker->text->lines[maker->notes[i]];
        struct tvx_block *block = add_block(maker, TVX_BLOCK_NOTE, line->page);
        size_t mark = note_mark(line), skip = 0;

        for (to = i + 1; to < maker->note_count && note_mark(&maker->text->lines[maker->notes[to]]) == 0; to++)
            continue;
        if (block == NULL)
            return;
        if (mark > 0) {
            block->label = block->label_before = tvx_arena_strndup(maker->text->document->arena, line->text, mark);
            skip = line->pieces[0].length <= mark;
            if (skip == 0) {
                line->pieces[0].start += (uint32_t)mark;
                line->pieces[0].length -= (uint32_t)mark;
            }
        }
        write_lines(maker, block, maker->notes + i, to - i, skip);
    }
    maker->note_count = 0;
}

static void close_paragraph(struct maker *maker)
{
    const struct pdf_line *first;
    struct tvx_block *block;
    int level;

    if (maker->open_count == 0 || maker->failed) {
        maker->open_count = 0;
        return;
    }
    first = &maker->text->lines[maker->open[0]];
    level = first->table >= 0 ? 0 : heading_level(maker, maker->open, maker->open_count);
    block = add_block(maker,
                      first->table >= 0 ? TVX_BLOCK_CELL
                      : level > 0       ? TVX_BLOCK_HEADING
                                        : TVX_BLOCK_PARAGRAPH,
                      first->page);
    if (block != NULL) {
        block->level = level;
        if (first->table >= 0) {
            block->table = first->table;
            block->row = first->row;
            block->column = first->column;
        }
        write_lines(maker, block, maker->open, maker->open_count, 0);
    }
    maker->open_count = 0;
}

static void push(struct maker *maker, size_t **list, size_t *count, size_t *capacity, size_t line)
{
    size_t *larger = tvx_arena_grow(maker->text->document->arena, *list, *count, capacity, sizeof **list);

    if (larger == NULL) {
        maker->failed = true;
        return;
    }
    *list = larger;
    larger[(*count)++] = line;
}

/* ---- pages ---- */

/* Small lines at the foot of a page, under lines of full size, from the first that bears a mark. */
static void find_notes(struct maker *maker, const struct pdf_sheet *page)
{
    size_t end = page->first + page->count, begin = end;
    struct pdf_line *lines = maker->text->lines;
    bool above = false;

    while (begin > page->first && lines[begin - 1].table < 0 &&
           (lines[begin - 1].gone || lines[begin - 1].size < 0.92f * maker->text->body_size))
        begin--;
    for (size_t i = page->first; i < begin && !above; i++)
        above = !lines[i].gone;
    while (begin < end && (lines[begin].gone || note_mark(&lines[begin]) == 0))
        begin++;
    if (!above || begin == end || (begin > page->first && lines[begin].base < lines[begin - 1].base))
        return;
    if (begin > page->first && is_rule(&lines[begin - 1]))
        lines[begin - 1].gone = true; /* the rule over the notes */
    for (size_t i = begin; i < end; i++) {
        size_t mark = note_mark(&lines[i]);

        lines[i].note = !lines[i].gone;
        if (mark == 0 || lines[i].gone)
            continue;
        maker->labels[maker->label_count % MAX_NOTE_LABELS].text = lines[i].text;
        maker->labels[maker->label_count % MAX_NOTE_LABELS].length = mark;
        maker->labels[maker->label_count % MAX_NOTE_LABELS].page = lines[i].page;
        maker->label_count++;
    }
}

/* The footnotes of the pages before this one wait for the paragraph to end. */
static void push_notes(struct maker *maker, int page)
{
    for (; maker->noted < page && (size_t)maker->noted < maker->text->page_count; maker->noted++) {
        const struct pdf_sheet *sheet = &maker->text->pages[maker->noted];

        for (size_t i = sheet->first; i < sheet->first + sheet->count && !maker->failed; i++)
            if (maker->text->lines[i].note)
                push(maker, &maker->notes, &maker->note_count, &maker->note_capacity, i);
    }
}

static bool breaks(const struct maker *maker, const struct pdf_line *line, const struct pdf_line *next)
{
    if (line->table != next->table || line->row != next->row || line->column != next->column)
        return true;
    return line->page == next->page && (line->region == next->region || line->table >= 0)
               ? breaks_on_page(maker, line, next)
               : breaks_over_pages(maker, line, next);
}

static void take_line(struct maker *maker, size_t index)
{
    const struct pdf_line *next = &maker->text->lines[index];
    const struct pdf_line *line =
        maker->open_count == 0 ? NULL : &maker->text->lines[maker->open[maker->open_count - 1]];

    if (next->gone || next->note)
        return;
    push_notes(maker, next->page);
    if (line != NULL && breaks(maker, line, next)) {
        close_paragraph(maker);
        close_notes(maker);
    }
    push(maker, &maker->open, &maker->open_count, &maker->open_capacity, index);
}

bool tvx_pdf_paragraphs(struct pdf_text *text)
{
    struct maker maker = {.text = text, .words = tvx_pdf_words(text)};
    size_t *order;

    if (maker.words == NULL)
        return false;
    for (size_t i = 0; i < text->page_count; i++)
        find_notes(&maker, &text->pages[i]);
    order = tvx_pdf_edges(text) ? tvx_pdf_order(text) : NULL;
    if (order == NULL)
        return false;
    for (size_t i = 0; i < text->count && !maker.failed; i++)
        take_line(&maker, order[i]);
    push_notes(&maker, INT_MAX);
    close_paragraph(&maker);
    close_notes(&maker);
    return !maker.failed;
}
