/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * libFuzzer program for contributions: each line of the input is a block; its first byte, when below 0x20, says what
 * the block is and how its words are marked.  A line that begins with 0x7F is the row of a table, its cells parted by
 * '|', paragraphs within one by '^'; 0x7F twice begins another table, thrice one within.  In a row *words* are bold
 * italic, ~words~ struck through, `words` hidden.  Holds that every proposal's quotation is the passage of the text
 * that it says it is.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <travaux/law/proposal.h>
#include <travaux/text/utf8.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct place {
    int table, depth, row;
};

static void add_cell(struct tvx_document *document, struct place place, int column, const char *text, size_t length)
{
    static const uint32_t formats[] = {TVX_FORMAT_BOLD | TVX_FORMAT_ITALIC, TVX_FORMAT_STRIKE, TVX_FORMAT_HIDDEN};
    static const char signs[] = "*~`";
    struct tvx_block *block = tvx_document_add_block(document, TVX_BLOCK_CELL);
    uint32_t format = 0;

    if (block == NULL)
        return;
    block->table = place.table;
    block->row = place.row;
    block->column = column;
    for (size_t from = 0, i = 0; i <= length; i++) {
        const char *sign = i < length && text[i] != '\0' ? strchr(signs, text[i]) : NULL;
        char *clean;
        struct tvx_run *run;

        if (sign == NULL && i < length)
            continue;
        clean = tvx_text_clean(document->arena, text + from, i - from);
        run = clean == NULL ? NULL : tvx_document_add_run(document, block, clean, strlen(clean), TVX_CHANGE_NONE);
        if (run != NULL)
            run->format = format;
        format ^= sign == NULL ? 0 : formats[sign - signs];
        from = i + 1;
    }
}

static void add_row(struct tvx_document *document, struct place *place, const char *line, size_t length)
{
    size_t marks = 0, at;
    int column = 0;

    while (marks < length && marks < 3 && line[marks] == 0x7F)
        marks++;
    if (marks == 2)
        *place = (struct place){place->table + place->depth + 1, 0, -1};
    if (marks == 3 && place->depth < 20) {
        place->depth++;
        place->row = -1;
    }
    place->row++;
    at = marks;
    while (at <= length && column < 16) {
        size_t end = at;

        while (end < length && line[end] != '|' && line[end] != '^')
            end++;
        add_cell(document, (struct place){place->table + place->depth, 0, place->row}, column, line + at, end - at);
        column += end < length && line[end] == '|';
        at = end + 1;
    }
}

static void add_line(struct tvx_document *document, const char *line, size_t length)
{
    unsigned how = length > 0 && (unsigned char)*line < 0x20 ? (unsigned char)*line : 0;
    struct tvx_block *block = tvx_document_add_block(document, (enum tvx_block_kind)(how % 6));
    const char *bar;

    if (block == NULL)
        return;
    block->table = block->kind == TVX_BLOCK_CELL ? 0 : -1;
    block->mark = (enum tvx_change)(how % 5);
    if (how != 0) {
        line++;
        length--;
    }
    /* Runs are parted by '|'; each next one is marked in turn. */
    for (unsigned run = 0; length > 0 && run < 6; run++) {
        size_t piece;
        char *clean;

        bar = memchr(line, '|', length);
        piece = bar == NULL ? length : (size_t)(bar - line);
        clean = tvx_text_clean(document->arena, line, piece);
        if (clean != NULL)
            tvx_document_add_run(document, block, clean, strlen(clean), (enum tvx_change)(run % 3));
        line += piece + (bar != NULL);
        length -= piece + (bar != NULL);
    }
}

static void check_passage(const struct tvx_buf *text, const char *quote, size_t start, size_t points)
{
    size_t from = tvx_utf8_offset(text->data, text->length, start);
    size_t to = tvx_utf8_offset(text->data, text->length, start + points);

    if (strlen(quote) != to - from || memcmp(quote, text->data + from, to - from) != 0)
        abort();
}

static void check(const struct tvx_document *document, const struct tvx_contribution *c)
{
    struct tvx_lines lines;
    struct tvx_buf text;

    tvx_buf_init(&text, 16 << 20);
    if (tvx_document_lines(&lines, document->arena, document, TVX_VIEW_AFTER, NULL) == TVX_OK)
        for (size_t i = 0; i < lines.count; i++) {
            if (i > 0)
                tvx_buf_char(&text, '\n');
            tvx_buf_str(&text, lines.items[i].text);
        }
    for (size_t i = 0; i < c->count && !text.failed; i++) {
        const struct tvx_proposal *p = &c->proposals[i];
        size_t from = tvx_utf8_offset(text.data, text.length, p->start);
        size_t to = tvx_utf8_offset(text.data, text.length, p->start + p->points);

        if (p->number == NULL || p->before == NULL || p->after == NULL || p->reasons == NULL || p->target == NULL ||
            strlen(p->quote) != to - from || memcmp(p->quote, text.data + from, to - from) != 0)
            abort();
    }
    for (size_t i = 0; i < c->statement_count && !text.failed; i++)
        check_passage(&text, c->statements[i].quote, c->statements[i].start, c->statements[i].points);
    for (size_t i = 0; i < c->adopted_count && !text.failed; i++)
        check_passage(&text, c->adopted[i].quote, c->adopted[i].start, c->adopted[i].points);
    tvx_buf_free(&text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct tvx_document *document = tvx_document_new(64 << 20);
    struct tvx_contribution out;
    struct place place = {1, 0, -1};
    size_t at = 0;

    while (at < size && size < 16384) {
        const uint8_t *end = memchr(data + at, '\n', size - at);
        size_t length = (end == NULL ? size : (size_t)(end - data)) - at;

        if (length > 0 && data[at] == 0x7F)
            add_row(document, &place, (const char *)data + at, length);
        else
            add_line(document, (const char *)data + at, length);
        at += length + 1;
    }
    if (tvx_contribution_parse(&out, document->arena, document, NULL) == TVX_OK)
        check(document, &out);
    tvx_document_free(document);
    return 0;
}
