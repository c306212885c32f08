/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "term_flow.h"

#include "safe.h"

#include <stdint.h>
#include <string.h>
#include <travaux/text/utf8.h>
#include <unicode/uchar.h>

enum { NARROWEST = 40, WIDEST = 120, WORD_CEILING = 1 << 16, LINE_CEILING = 1 << 18 };

/* SGR of each style (ECMA-48 §8.3.117); underline and strike carry the change besides the colour. */
static const char *const sgr[] = {
    [TERM_PLAIN] = "", [TERM_STRONG] = "\033[1m", [TERM_SOFT] = "\033[2m", [TERM_INS] = "\033[4;32m",
    [TERM_DEL] = "\033[9;31m", [TERM_LOCUS] = "\033[1;33m", [TERM_ALERT] = "\033[1;31m", [TERM_FOUND] = "\033[1;7m",
};

/* Columns of one code point: wcwidth by Unicode's own tables (UAX #11), so that no locale is needed. */
static size_t point_columns(uint32_t point)
{
    int width;

    if (point < 0x300)
        return point == 0xAD ? 0 : 1;
    switch (u_charType((UChar32)point)) {
    case U_NON_SPACING_MARK:
    case U_ENCLOSING_MARK:
    case U_FORMAT_CHAR:
        return 0;
    default:
        break;
    }
    if (point >= 0x1160 && point <= 0x11FF) /* Hangul vowels and finals join the syllable before */
        return 0;
    width = u_getIntPropertyValue((UChar32)point, UCHAR_EAST_ASIAN_WIDTH);
    return width == U_EA_WIDE || width == U_EA_FULLWIDTH ? 2 : 1;
}

size_t tvx_term_columns(const char *text, size_t length)
{
    size_t at = 0, columns = 0;

    while (at < length) {
        uint32_t point = tvx_utf8_next(text, length, &at);
        enum show_point kind = show_point_kind(point);
        char name[16];

        if (kind == SHOW_POINT_HIDDEN) {
            show_point_name(name, point);
            columns += strlen(name);
        } else {
            columns += kind == SHOW_POINT_PLAIN ? point_columns(point) : 1;
        }
    }
    return columns;
}

void tvx_term_text(struct tvx_buf *out, const char *text, size_t length)
{
    size_t at = 0;

    while (at < length) {
        size_t from = at;
        uint32_t point = tvx_utf8_next(text, length, &at);
        char name[16];

        switch (show_point_kind(point)) {
        case SHOW_POINT_PLAIN:
            if (point == 0xFFFD) /* perhaps a bad byte: never handed on as it is */
                tvx_buf_str(out, "\xEF\xBF\xBD");
            else
                tvx_buf_add(out, text + from, at - from);
            break;
        case SHOW_POINT_SPACE:
        case SHOW_POINT_BREAK:
            tvx_buf_char(out, ' ');
            break;
        case SHOW_POINT_CONTROL:
            tvx_buf_str(out, "\xEF\xBF\xBD");
            break;
        case SHOW_POINT_HIDDEN:
            show_point_name(name, point);
            tvx_buf_str(out, name);
            break;
        }
    }
}

size_t term_width(const struct tvx_term *term)
{
    return term->width < NARROWEST ? NARROWEST : term->width > WIDEST ? WIDEST : term->width;
}

void term_flow_start(struct term_flow *flow, struct tvx_arena *arena, const struct tvx_term *term, size_t width)
{
    *flow = (struct term_flow){.arena = arena, .colour = term->colour, .width = width < 8 ? 8 : width};
    tvx_buf_init(&flow->line, LINE_CEILING);
    tvx_buf_init(&flow->word, WORD_CEILING);
}

static void style_to(const struct term_flow *flow, struct tvx_buf *out, enum term_style *now, enum term_style wanted)
{
    if (*now == wanted)
        return;
    if (flow->colour) {
        if (*now != TERM_PLAIN)
            tvx_buf_str(out, "\033[0m");
        tvx_buf_str(out, sgr[wanted]);
    }
    *now = wanted;
}

/* Length of the colour sequence at `text`, 0 when there is none. */
static size_t sequence_length(const char *text)
{
    return text[0] == '\033' ? strcspn(text, "m") + 1 : 0;
}

/* Words are styled one by one; where the next one goes on in the same style, it need not be left and entered again. */
static char *without_idle_switches(struct tvx_arena *arena, const char *line)
{
    static const char reset[] = "\033[0m";
    char *out = tvx_arena_alloc(arena, strlen(line) + 1), *to = out;
    const char *open = reset;

    while (out != NULL && *line != '\0') {
        size_t length = sequence_length(line), next = length == 0 ? 0 : sequence_length(line + length);

        if (next > 0 && strncmp(line, reset, length) == 0 && strncmp(line + length, open, next) == 0) {
            line += length + next;
            continue;
        }
        if (length > 0)
            open = line;
        else
            length = 1;
        memcpy(to, line, length);
        to += length;
        line += length;
    }
    return out;
}

static void end_line(struct term_flow *flow)
{
    struct term_line *lines;

    style_to(flow, &flow->line, &flow->line_style, TERM_PLAIN);
    lines = tvx_arena_grow(flow->arena, flow->lines, flow->count, &flow->capacity, sizeof *lines);
    if (lines != NULL) {
        flow->lines = lines;
        lines[flow->count].text = without_idle_switches(flow->arena, tvx_buf_text(&flow->line));
        lines[flow->count].columns = flow->line_columns;
        if (lines[flow->count].text != NULL)
            flow->count++;
    }
    tvx_buf_clear(&flow->line);
    flow->line_columns = 0;
    flow->line_open = false;
    flow->space = false;
}

/* Sets the finished word on the line, or on the next one. */
static void place_word(struct term_flow *flow)
{
    bool space = flow->space && flow->line_open;

    if (flow->word.length == 0)
        return;
    style_to(flow, &flow->word, &flow->word_style, TERM_PLAIN);
    /* the bytes count too: thousands of combining marks take no column */
    if (flow->line_open && (flow->line_columns + space + flow->word_columns > flow->width ||
                            flow->line.length + flow->word.length > LINE_CEILING / 2)) {
        end_line(flow);
        space = false;
    }
    if (space) {
        style_to(flow, &flow->line, &flow->line_style, flow->space_style);
        tvx_buf_char(&flow->line, ' ');
        flow->line_columns++;
    }
    style_to(flow, &flow->line, &flow->line_style, TERM_PLAIN);
    tvx_buf_add(&flow->line, flow->word.data, flow->word.length);
    flow->line_columns += flow->word_columns;
    flow->line_open = true;
    flow->space = false;
    tvx_buf_clear(&flow->word);
    flow->word_columns = 0;
}

static void add_point(struct term_flow *flow, enum term_style style, const char *bytes, size_t length, size_t columns)
{
    if (flow->word_columns + columns > flow->width || flow->word.length > WORD_CEILING / 2) /* cut at the line's end */
        place_word(flow);
    style_to(flow, &flow->word, &flow->word_style, style);
    tvx_buf_add(&flow->word, bytes, length);
    flow->word_columns += columns;
}

void term_flow_text(struct term_flow *flow, enum term_style style, const char *text, size_t length)
{
    size_t at = 0;

    while (at < length) {
        size_t from = at, columns;
        uint32_t point = tvx_utf8_next(text, length, &at);
        char name[16];

        switch (show_point_kind(point)) {
        case SHOW_POINT_SPACE:
            place_word(flow);
            /* a space takes the style of what stands on both sides of it, so that an underline is not torn */
            flow->space_style = style;
            flow->space = true;
            break;
        case SHOW_POINT_BREAK:
            place_word(flow);
            end_line(flow);
            break;
        case SHOW_POINT_CONTROL:
            add_point(flow, style, "\xEF\xBF\xBD", 3, 1);
            break;
        case SHOW_POINT_HIDDEN:
            show_point_name(name, point);
            add_point(flow, TERM_ALERT, name, strlen(name), strlen(name));
            break;
        case SHOW_POINT_PLAIN:
            columns = point_columns(point);
            if (point == 0xFFFD)
                add_point(flow, style, "\xEF\xBF\xBD", 3, 1);
            else
                add_point(flow, style, text + from, at - from, columns);
            if (columns == 2) /* scripts without spaces may break behind any ideograph */
                place_word(flow);
            break;
        }
    }
}

void term_flow_str(struct term_flow *flow, enum term_style style, const char *text)
{
    if (text != NULL)
        term_flow_text(flow, style, text, strlen(text));
}

void term_flow_break(struct term_flow *flow)
{
    place_word(flow);
    if (flow->line_open)
        end_line(flow);
}

void term_flow_end(struct term_flow *flow)
{
    term_flow_break(flow);
    tvx_buf_free(&flow->line);
    tvx_buf_free(&flow->word);
}

static void spaces(struct tvx_buf *out, size_t count)
{
    for (size_t i = 0; i < count; i++)
        tvx_buf_char(out, ' ');
}

void term_styled(struct tvx_term *term, enum term_style style, const char *text)
{
    if (term->colour && style != TERM_PLAIN)
        tvx_buf_str(term->out, sgr[style]);
    tvx_term_text(term->out, text, strlen(text));
    if (term->colour && style != TERM_PLAIN)
        tvx_buf_str(term->out, "\033[0m");
}

void term_newline(struct tvx_term *term)
{
    tvx_buf_char(term->out, '\n');
}

void term_columns(struct tvx_term *term, const struct term_flow *left, const struct term_flow *right, size_t indent,
                  const char *mark, enum term_style mark_style, size_t gap)
{
    size_t count = left->count > right->count ? left->count : right->count;

    for (size_t i = 0; i < count; i++) {
        size_t column = indent;

        if (i == 0 && mark != NULL) {
            size_t columns = tvx_term_columns(mark, strlen(mark));

            term_styled(term, mark_style, mark);
            spaces(term->out, columns < indent ? indent - columns : 0);
            column = columns < indent ? indent : columns;
        } else if (i < left->count || i < right->count) {
            spaces(term->out, indent);
        }
        if (i < left->count) {
            tvx_buf_str(term->out, left->lines[i].text);
            column += left->lines[i].columns;
        }
        if (i < right->count) {
            spaces(term->out, column < gap ? gap - column : 1);
            tvx_buf_str(term->out, right->lines[i].text);
        }
        term_newline(term);
    }
}

void term_lines(struct tvx_term *term, const struct term_flow *flow, size_t indent, const char *mark,
                enum term_style mark_style)
{
    const struct term_flow none = {0};

    term_columns(term, flow, &none, indent, mark, mark_style, 0);
}

void term_paragraph(struct tvx_term *term, struct tvx_arena *arena, size_t indent, enum term_style style,
                    const char *text)
{
    struct term_flow flow;

    term_flow_start(&flow, arena, term, term_width(term) - indent);
    term_flow_str(&flow, style, text);
    term_flow_end(&flow);
    term_lines(term, &flow, indent, NULL, TERM_PLAIN);
}

void term_field(struct tvx_term *term, struct tvx_arena *arena, const char *name, const char *value)
{
    enum { NAME_COLUMNS = 12 };
    struct term_flow flow;

    if (value == NULL || *value == '\0')
        return;
    term_flow_start(&flow, arena, term, term_width(term) - NAME_COLUMNS);
    term_flow_str(&flow, TERM_PLAIN, value);
    term_flow_end(&flow);
    term_lines(term, &flow, NAME_COLUMNS, name, TERM_SOFT);
}
