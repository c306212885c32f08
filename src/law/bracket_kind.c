/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <string.h>

#include <travaux/text/utf8.h>
#include <unicode/uchar.h>

#include "bracket.h"

enum { MARK_BYTES = 12, LONGEST_REMARK = 80, HIGHEST_NOTE = 1000 };

/* The numbers of notes that are printed at the start of a line: "[4] See decision …". */
struct notes {
    bool seen[HIGHEST_NOTE];
};

static unsigned number_of(const char *text, size_t length)
{
    unsigned number = 0;

    for (size_t i = 0; i < length; i++) {
        if (text[i] < '0' || text[i] > '9' || number >= HIGHEST_NOTE)
            return 0;
        number = number * 10 + (unsigned)(text[i] - '0');
    }
    return number < HIGHEST_NOTE ? number : 0;
}

/* "3", "iv", "a", "3, 4", "1–5": what the mark of a note may look like. */
static bool looks_note(const struct bracket_reader *r, const struct tvx_bracket *item)
{
    size_t length = item->words_to - item->words_from;
    bool digits = true, roman = true, any = false;

    if (length == 0 || length > MARK_BYTES)
        return false;
    for (size_t at = item->words_from; at < item->words_to;) {
        uint32_t point = tvx_utf8_next(r->text, item->words_to, &at);

        digits = digits && ((point >= '0' && point <= '9') || point == ',' || point == ' ' || point == '-' ||
                            point == 0x2013);
        any = any || (point >= '0' && point <= '9');
        roman = roman && point < 0x80 && strchr("ivxl", (int)point) != NULL;
    }
    return (digits && any) || roman;
}

static bool starts_line(const struct bracket_reader *r, size_t at)
{
    return at == 0 || r->text[at - 1] == '\n';
}

/* Every number in it is one of the notes. */
static bool all_notes(const struct bracket_reader *r, const struct tvx_bracket *item, const struct notes *notes)
{
    size_t at = item->words_from;
    bool any = false;

    while (at < item->words_to) {
        size_t length = 0;

        while (at + length < item->words_to && r->text[at + length] >= '0' && r->text[at + length] <= '9')
            length++;
        if (length > 0) {
            unsigned number = number_of(r->text + at, length);

            if (number == 0 || !notes->seen[number])
                return false;
            any = true;
        }
        at += length + (length == 0);
    }
    return any;
}

/*
 * A note's mark opens a line of its own that says more, is glued to the word before it ("countries[1]"), or has the
 * number of a note that was printed so.  "within [30] days" and "[2][3]" are texts.
 */
static bool is_note(const struct bracket_reader *r, const struct tvx_bracket *item, const struct notes *notes)
{
    size_t before = item->from;
    uint32_t point;

    if (!item->closed || !looks_note(r, item))
        return false;
    if (starts_line(r, item->from))
        return item->to < r->length && r->text[item->to] == ' ' && r->text[item->to + 1] != '[';
    if (all_notes(r, item, notes))
        return true;
    before--;
    while (before > 0 && ((unsigned char)r->text[before] & 0xC0) == 0x80)
        before--;
    point = tvx_utf8_next(r->text, item->from, &before);
    return u_isalpha((UChar32)point) || point == '.' || point == ',' || point == ';' || point == 0x201D ||
           point == 0x3002;
}

static enum tvx_bracket_kind empty_kind(const struct bracket_reader *r, const struct tvx_bracket *item)
{
    return starts_line(r, item->from) && item->to < r->length && r->text[item->to] == ' ' ? TVX_BRACKET_BOX
                                                                                          : TVX_BRACKET_PLACEHOLDER;
}

/* What has no word in it: "[…]", "[ ]", "[●]", "[✓]". */
static enum tvx_bracket_kind sign_kind(const struct bracket_reader *r, const struct tvx_bracket *item)
{
    bool dots = true, blank = true;

    for (size_t at = item->words_from; at < item->words_to;) {
        uint32_t point = tvx_utf8_next(r->text, item->words_to, &at);

        if (u_isalnum((UChar32)point) || point == '[' || point == ']')
            return TVX_BRACKET_TEXT;
        dots = dots && (point == '.' || point == 0x2026 || point == ' ');
        blank = blank && (point == '_' || point == ' ' || (point >= 0x2500 && point <= 0x27BF));
    }
    if (item->words_from == item->words_to)
        return empty_kind(r, item);
    if (dots && (item->words_to - item->words_from > 1))
        return TVX_BRACKET_ELLIPSIS;
    return blank ? empty_kind(r, item) : TVX_BRACKET_TEXT; /* "[,]" is a text */
}

static enum tvx_bracket_kind kind_of(const struct bracket_reader *r, const struct tvx_bracket *item,
                                     const struct notes *notes)
{
    size_t from = item->words_from, to = item->words_to, length = to - from, end;
    enum tvx_bracket_kind sign = sign_kind(r, item);

    if (sign != TVX_BRACKET_TEXT)
        return sign;
    if (is_note(r, item, notes))
        return TVX_BRACKET_NOTE;
    if (length == 1 && (r->text[from] == 'x' || r->text[from] == 'X') && item->closed)
        return empty_kind(r, item);
    if (length > LONGEST_REMARK * 4)
        return TVX_BRACKET_TEXT;
    if (bracket_is_phrase(r, from, to, "agreed"))
        return TVX_BRACKET_AGREED;
    if (bracket_is_phrase(r, from, to, "editorial"))
        return TVX_BRACKET_EDITORIAL;
    end = bracket_phrase_at(r, from, to, "placeholder");
    return end != 0 && (end == to || r->text[end] == ':' || bracket_is_phrase(r, from, to, "placeholder"))
               ? TVX_BRACKET_PLACEHOLDER : TVX_BRACKET_TEXT;
}

/* ---- agreed ---- */

static enum tvx_status add_agreed(struct bracket_reader *r, size_t from, size_t to)
{
    struct tvx_agreed_mark *marks =
        tvx_arena_grow(r->arena, r->out->agreed, r->out->agreed_count, &r->agreed_capacity, sizeof *marks);

    if (marks == NULL)
        return tvx_error_nomem(r->error);
    r->out->agreed = marks;
    marks += r->out->agreed_count++;
    *marks = (struct tvx_agreed_mark){.start = bracket_point(r, from), .provision = "",
                                      .text = tvx_arena_strndup(r->arena, r->text + from, to - from)};
    marks->points = tvx_utf8_count(r->text + from, to - from);
    return marks->text == NULL ? tvx_error_nomem(r->error) : TVX_OK;
}

/* "(agreed)", "{agreed ad ref}" in the line, the words as its last sentence, or alone on it. */
static enum tvx_status line_agreed(struct bracket_reader *r, const struct bracket_line *line)
{
    size_t from = line->from, to = line->to;

    bracket_trim(r, &from, &to);
    if (to - from < LONGEST_REMARK && from < to && memchr(r->text + from, '[', to - from) == NULL &&
        memchr(r->text + from, '(', to - from) == NULL && memchr(r->text + from, '{', to - from) == NULL &&
        bracket_is_phrase(r, from, to, "agreed"))
        return add_agreed(r, from, to);
    for (size_t at = to - from > LONGEST_REMARK ? to - LONGEST_REMARK : from; at + 2 < to; at++)
        if ((r->text[at] == '.' || r->text[at] == ';') && r->text[at + 1] == ' ' &&
            bracket_is_phrase(r, at + 2, to, "agreed")) /* "…in good faith. Agreed ad ref." */
            return add_agreed(r, at + 2, to);
    for (size_t at = from; at < to; at++) {
        const char *close;
        size_t end;

        if (r->text[at] != '(' && r->text[at] != '{')
            continue;
        close = memchr(r->text + at, r->text[at] == '(' ? ')' : '}',
                       to - at > LONGEST_REMARK ? LONGEST_REMARK : to - at);
        if (close == NULL)
            continue;
        end = (size_t)(close - r->text);
        if (bracket_is_phrase(r, at + 1, end, "agreed")) {
            enum tvx_status status = add_agreed(r, at + 1, end);

            if (status != TVX_OK)
                return status;
        }
    }
    return TVX_OK;
}

enum tvx_status bracket_kinds(struct bracket_reader *r)
{
    struct notes *notes = tvx_arena_alloc(r->arena, sizeof *notes);
    enum tvx_status status = TVX_OK;

    if (notes == NULL)
        return tvx_error_nomem(r->error);
    for (size_t i = 0; i < r->out->count; i++) {
        const struct tvx_bracket *item = &r->out->items[i];

        if (item->closed && starts_line(r, item->from) && item->to < r->length && r->text[item->to] == ' ' &&
            r->text[item->to + 1] != '[')
            notes->seen[number_of(r->text + item->words_from, item->words_to - item->words_from)] = true;
    }
    for (size_t i = 0; status == TVX_OK && i < r->out->count; i++) {
        struct tvx_bracket *item = &r->out->items[i];

        item->kind = kind_of(r, item, notes);
        if (item->kind == TVX_BRACKET_AGREED)
            status = add_agreed(r, item->words_from, item->words_to);
    }
    for (size_t l = 0; status == TVX_OK && l < r->line_count; l++)
        status = line_agreed(r, &r->lines[l]);
    return status;
}
