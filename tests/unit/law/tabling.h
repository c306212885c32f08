/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Documents for tests of tables, written as lines: "| a | b" is a row of cells (¶ parts paragraphs within one), a line
 * of dashes ends a table, "# " a heading, "^ " the head of a page, all else a paragraph.  *words* are bold
 * italic, ~words~ struck through by their look, `words` hidden.
 */
#ifndef TESTS_UNIT_LAW_TABLING_H
#define TESTS_UNIT_LAW_TABLING_H

#include "check.h"

#include <travaux/base/buf.h>
#include <travaux/law/proposal.h>
#include <travaux/text/utf8.h>

static struct tvx_document *tabling_document;

static inline void tabling_runs(struct tvx_block *block, const char *text, size_t length)
{
    static const struct { char sign; uint32_t format; } signs[] = {
        {'*', TVX_FORMAT_BOLD | TVX_FORMAT_ITALIC}, {'~', TVX_FORMAT_STRIKE}, {'`', TVX_FORMAT_HIDDEN}};
    uint32_t format = 0;
    size_t from = 0;

    for (size_t i = 0; i <= length; i++) {
        uint32_t flip = 0;

        for (size_t s = 0; s < 3 && i < length; s++)
            flip |= text[i] == signs[s].sign ? signs[s].format : 0;
        if (flip == 0 && i < length)
            continue;
        if (i > from)
            tvx_document_add_run(tabling_document, block, text + from, i - from, TVX_CHANGE_NONE)->format = format;
        format ^= flip;
        from = i + 1;
    }
}

static inline void tabling_block(enum tvx_block_kind kind, const char *text, size_t length, int table, int row,
                                 int column)
{
    struct tvx_block *block = tvx_document_add_block(tabling_document, kind);

    assert_non_null(block);
    block->table = table;
    block->row = row;
    block->column = column;
    while (length > 0 && text[length - 1] == ' ')
        length--;
    while (length > 0 && *text == ' ')
        text++, length--;
    tabling_runs(block, text, length);
}

static inline void tabling_row(const char *line, size_t length, int table, int row)
{
    static const char mark[] = "\xC2\xB6";
    int column = -1;

    while (length > 0) { /* at a bar */
        const char *bar = memchr(line + 1, '|', length - 1);
        size_t cell = (bar == NULL ? length : (size_t)(bar - line)) - 1;
        const char *text = line + 1, *end = text + cell;

        column++;
        for (;;) {
            const char *cut = memmem(text, (size_t)(end - text), mark, 2);

            tabling_block(TVX_BLOCK_CELL, text, (size_t)((cut == NULL ? end : cut) - text), table, row, column);
            if (cut == NULL)
                break;
            text = cut + 2;
        }
        line += cell + 1;
        length -= cell + 1;
    }
}

static inline struct tvx_document *tabling(const char *text)
{
    int table = 0, row = -1;

    tabling_document = tvx_document_new(256 << 20);
    assert_non_null(tabling_document);
    while (*text != '\0') {
        size_t length = strcspn(text, "\n");

        if (*text == '|') {
            tabling_row(text, length, table, ++row);
        } else {
            table += row >= 0;
            row = -1;
            if (strncmp(text, "--", 2) != 0)
                tabling_block(strncmp(text, "# ", 2) == 0   ? TVX_BLOCK_HEADING
                              : strncmp(text, "^ ", 2) == 0 ? TVX_BLOCK_HEADER
                                                            : TVX_BLOCK_PARAGRAPH,
                              text + (*text == '#' || *text == '^') * 2, length - (*text == '#' || *text == '^') * 2,
                              -1, -1, -1);
        }
        text += length + (text[length] == '\n');
    }
    return tabling_document;
}

/* The document as proposals; every quotation is held against the document's text. */
static inline struct tvx_contribution tabled(const char *text)
{
    struct tvx_document *document = tabling(text);
    struct tvx_contribution out;
    struct tvx_error error = {0};
    struct tvx_lines lines;
    struct tvx_buf buf;

    if (tvx_contribution_parse(&out, document->arena, document, &error) != TVX_OK)
        fail_msg("%s", error.message);
    assert_int_equal(tvx_document_lines(&lines, document->arena, document, TVX_VIEW_AFTER, NULL), TVX_OK);
    tvx_buf_init(&buf, 64 << 20);
    for (size_t i = 0; i < lines.count; i++)
        tvx_buf_printf(&buf, "%s%s", i > 0 ? "\n" : "", lines.items[i].text);
    for (size_t i = 0; i < out.count; i++) {
        size_t from = tvx_utf8_offset(buf.data, buf.length, out.proposals[i].start);
        size_t to = tvx_utf8_offset(buf.data, buf.length, out.proposals[i].start + out.proposals[i].points);

        assert_int_equal(strlen(out.proposals[i].quote), to - from);
        assert_memory_equal(out.proposals[i].quote, buf.data + from, to - from);
    }
    tvx_buf_free(&buf);
    return out;
}

static inline int tabling_teardown(void **state)
{
    (void)state;
    tvx_document_free(tabling_document);
    tabling_document = NULL;
    return 0;
}

#endif
