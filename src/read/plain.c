/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <libxml/HTMLparser.h>
#include <string.h>
#include <strings.h>
#include <travaux/text/utf8.h>
#include <unicode/utf8.h>

#include "encoding.h"
#include "plain.h"
#include "sniff.h"

/*
 * Text comes in two shapes: a paragraph a line, or lines broken by hand or by the program that took them from a PDF.
 * Joining broken lines here would destroy what the law reader needs: marginal numbers, "PP-98" marks and item letters
 * stand at the beginnings of lines and of nothing else, and text from PDFs has no empty lines between its paragraphs.
 * So a line stays a line, "blank-before" tells where the writer left one empty, and who knows what kind of text it is
 * joins them.
 */
struct plain {
    struct tvx_document *document;
    bool markdown;
    bool blank_before;
    int page; /* 0 where the text has no form feeds */
};

/* ---- Markdown within a line ---- */

/* What is open at a place of a line: the format and mark of the run that is being gathered. */
struct inline_state {
    struct plain *plain;
    struct tvx_block *block;
    struct tvx_buf text;
    uint32_t format;
    enum tvx_change change;
    bool failed;
};

static void flush(struct inline_state *state)
{
    struct tvx_run *run;

    if (state->text.length == 0)
        return;
    run = tvx_document_add_run(state->plain->document, state->block, state->text.data, state->text.length,
                               state->change);
    if (run == NULL)
        state->failed = true;
    else
        run->format = state->format;
    tvx_buf_clear(&state->text);
}

/* A tag's length, or 0 where '<' is no tag.  <sup>, <u>, <ins> … set the run's look or mark; all others only vanish. */
static size_t take_tag(struct inline_state *state, const char *at, size_t left)
{
    static const struct {
        const char *name;
        uint32_t format;
        enum tvx_change change;
    } known[] = {{"sup", TVX_FORMAT_SUPERSCRIPT, TVX_CHANGE_NONE}, {"u", TVX_FORMAT_UNDERLINE, TVX_CHANGE_NONE},
                 {"s", TVX_FORMAT_STRIKE, TVX_CHANGE_NONE},        {"strike", TVX_FORMAT_STRIKE, TVX_CHANGE_NONE},
                 {"b", TVX_FORMAT_BOLD, TVX_CHANGE_NONE},          {"strong", TVX_FORMAT_BOLD, TVX_CHANGE_NONE},
                 {"i", TVX_FORMAT_ITALIC, TVX_CHANGE_NONE},        {"em", TVX_FORMAT_ITALIC, TVX_CHANGE_NONE},
                 {"ins", 0, TVX_CHANGE_INS},                       {"del", 0, TVX_CHANGE_DEL}};
    const char *close = memchr(at, '>', left < 1000 ? left : 1000);
    bool ends = left > 1 && at[1] == '/';
    const char *name = at + 1 + ends;
    size_t length = 0;

    if (close == NULL)
        return 0;
    while (name + length < close && ((name[length] | 32) >= 'a' && (name[length] | 32) <= 'z'))
        length++;
    if (length == 0 || (name[length] != '>' && name[length] != ' ' && name[length] != '/' && name[length] != '\t' &&
                        !(name[length] >= '1' && name[length] <= '6')))
        return 0;
    flush(state);
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strlen(known[i].name) == length && strncasecmp(known[i].name, name, length) == 0) {
            state->format = ends ? state->format & ~known[i].format : state->format | known[i].format;
            if (known[i].change != TVX_CHANGE_NONE)
                state->change = ends ? TVX_CHANGE_NONE : known[i].change;
        }
    return (size_t)(close - at) + 1;
}

/* A character reference's length with its text appended, or 0 where '&' is only an ampersand. */
static size_t take_entity(struct inline_state *state, const char *at, size_t left)
{
    const char *close = memchr(at, ';', left < 12 ? left : 12);
    char name[12], utf8[4];
    uint32_t point = 0;
    size_t length = close == NULL ? 0 : (size_t)(close - at) - 1, used = 0;

    if (length == 0)
        return 0;
    memcpy(name, at + 1, length);
    name[length] = '\0';
    if (name[0] == '#') {
        bool hex = (name[1] | 32) == 'x';
        char *end;
        unsigned long value = strtoul(name + 1 + hex, &end, hex ? 16 : 10);

        if (end == name + 1 + hex || *end != '\0' || value > 0x10FFFF || (value >= 0xD800 && value < 0xE000))
            return 0;
        point = (uint32_t)value;
    } else {
        const htmlEntityDesc *entity = htmlEntityLookup((const xmlChar *)name);

        if (entity == NULL)
            return 0;
        point = entity->value;
    }
    U8_APPEND_UNSAFE((uint8_t *)utf8, used, point);
    tvx_buf_add(&state->text, utf8, used);
    return length + 2;
}

static bool is_wordish(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0x80;
}

/*
 * Emphasis after CommonMark 0.30 §6.2, only as far as it is certain: a run of * opens before text and not behind a word
 * (so "ADD*" is left alone) and closes behind text, on the same line and not too far.  ~~ strikes.  Gives the length of
 * the sign, or 0.
 */
enum { MAX_EMPHASIS = 1000 }; /* bytes; without a bound a line of asterisks takes the square of its length */

static size_t take_emphasis(struct inline_state *state, const char *line, size_t at, size_t length)
{
    char c = line[at];
    size_t count = 1;
    uint32_t bit;
    bool after_space = at == 0 || line[at - 1] == ' ', before_space;

    while (at + count < length && line[at + count] == c && count < 3)
        count++;
    bit = c == '~' ? TVX_FORMAT_STRIKE
                   : (count == 1 ? TVX_FORMAT_ITALIC
                                 : count == 2 ? TVX_FORMAT_BOLD : TVX_FORMAT_BOLD | TVX_FORMAT_ITALIC);
    if ((c == '~') != (count == 2) && c == '~')
        return 0;
    before_space = at + count >= length || line[at + count] == ' ';
    if ((state->format & bit) == bit && !after_space) {
        flush(state);
        state->format &= ~bit;
        return count;
    }
    if ((state->format & bit) != 0 || before_space || (at > 0 && is_wordish(line[at - 1])))
        return 0;
    for (size_t i = at + count + 1; i + count <= length && i < at + MAX_EMPHASIS; i++) {
        bool same = true;

        for (size_t k = 0; k < count; k++)
            same = same && line[i + k] == c;
        if (same && line[i - 1] != ' ' && line[i - 1] != c && (i + count == length || line[i + count] != c)) {
            flush(state);
            state->format |= bit;
            return count;
        }
    }
    return 0;
}

static bool add_markdown(struct plain *plain, struct tvx_block *block, const char *line, size_t length)
{
    struct inline_state state = {.plain = plain, .block = block};

    tvx_buf_init(&state.text, SIZE_MAX / 4);
    for (size_t at = 0; at < length;) {
        size_t step = 0;

        if (line[at] == '<')
            step = take_tag(&state, line + at, length - at);
        else if (line[at] == '&')
            step = take_entity(&state, line + at, length - at);
        else if (line[at] == '*' || line[at] == '~')
            step = take_emphasis(&state, line, at, length);
        else if (line[at] == '\\' && at + 1 < length && strchr("*~#<&\\_[]`", line[at + 1]) != NULL)
            tvx_buf_char(&state.text, line[++at]), step = 1;
        if (step == 0) {
            tvx_buf_char(&state.text, line[at]);
            step = 1;
        }
        at += step;
    }
    flush(&state);
    tvx_buf_free(&state.text);
    return !state.failed;
}

/* ---- lines ---- */

/*
 * Length of a Markdown heading's signs, or 0.  "##Title" without its space is written often enough; "#5" never is one.
 */
static size_t heading_signs(const char *line, size_t length)
{
    size_t signs = 0;

    while (signs < length && line[signs] == '#')
        signs++;
    if (signs == 0 || signs > 6 || signs == length || (signs == 1 && line[1] != ' '))
        return 0;
    return signs;
}

static bool add_line(struct plain *plain, const char *line, size_t length)
{
    size_t signs = plain->markdown ? heading_signs(line, length) : 0;
    struct tvx_block *block;

    if (tvx_text_blank(line, length)) {
        plain->blank_before = true;
        return true;
    }
    block = tvx_document_add_block(plain->document, signs > 0 ? TVX_BLOCK_HEADING : TVX_BLOCK_PARAGRAPH);
    if (block == NULL)
        return false;
    block->level = (int)signs;
    block->page = plain->page;
    block->style = plain->blank_before ? "blank-before" : NULL;
    if (plain->markdown ? !add_markdown(plain, block, line + signs, length - signs)
                        : tvx_document_add_run(plain->document, block, line, length, TVX_CHANGE_NONE) == NULL)
        return false;
    if (block->run_count == 0) /* a line of nothing but tags */
        plain->document->block_count--;
    else
        plain->blank_before = false;
    return true;
}

static bool add_lines(struct plain *plain, const char *text, size_t length)
{
    plain->page = memchr(text, '\f', length) != NULL;
    for (size_t at = 0; at < length; at++) {
        size_t from = at;

        while (at < length && text[at] != '\n' && text[at] != '\r' && text[at] != '\f')
            at++;
        if (!add_line(plain, text + from, at - from))
            return false;
        if (at < length && text[at] == '\f')
            plain->page++;
        if (at + 1 < length && text[at] == '\r' && text[at + 1] == '\n')
            at++;
    }
    return true;
}

/* The title of Markdown is its first heading; other text does not say which of its lines is one. */
static bool set_title(struct tvx_document *document)
{
    for (size_t i = 0; i < document->block_count; i++) {
        const struct tvx_block *block = &document->blocks[i];
        struct tvx_buf text;

        if (block->kind != TVX_BLOCK_HEADING)
            continue;
        tvx_buf_init(&text, 4096);
        for (size_t r = 0; r < block->run_count; r++)
            tvx_buf_str(&text, block->runs[r].text);
        document->title = text.failed ? "" : tvx_text_fold_space(document->arena, tvx_buf_text(&text), text.length);
        tvx_buf_free(&text);
        return document->title != NULL;
    }
    return true;
}

enum tvx_status tvx_plain_read(struct tvx_document *document, const char *name, const char *bytes, size_t length,
                               struct tvx_error *error)
{
    struct plain plain = {.document = document,
                          .markdown = tvx_name_ends(name, ".md") || tvx_name_ends(name, ".markdown")};
    enum tvx_encoding encoding;
    const char *text = tvx_encoding_to_utf8(document->arena, bytes, length, &length, &encoding);

    document->format = "text";
    if (text == NULL || !add_lines(&plain, text, length) || !set_title(document))
        return tvx_error_nomem(error);
    if (encoding == TVX_WINDOWS_1252)
        tvx_document_warn(document, SIZE_MAX, "text-encoding",
                          "the text is not UTF-8; it was read as Windows-1252: letters with accents may be wrong");
    if (encoding == TVX_UTF8_DAMAGED)
        tvx_document_warn(document, SIZE_MAX, "text-encoding",
                          "some bytes of this UTF-8 text are damaged; each one shows as U+FFFD");
    return TVX_OK;
}
