/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <string.h>

#include <travaux/text/utf8.h>
#include <unicode/uchar.h>

#include "bracket.h"
#include "label.h"

enum { DESIGNATOR = 8, HEADED_WORDS = 6, HEADING_BYTES = 600, LABEL_NUMBER = 100000 };

static uint32_t point_at(const struct bracket_reader *r, size_t at, size_t end)
{
    return at < end ? tvx_utf8_next(r->text, end, &at) : 0;
}

static bool is_open(uint32_t p)
{
    return p == '[' || p == 0xFF3B || p == 0x3010 || p == 0x3014 || p == '(' || p == 0xFF08 || p == '{' || p == '"' ||
           p == '*' || p == '_' || p == 0x201C || p == 0x00AB || p == 0x2018 || p == 0x2022;
}

size_t bracket_skip_open(const struct bracket_reader *r, size_t at, size_t end)
{
    while (at < end) {
        size_t next = at;
        uint32_t point = tvx_utf8_next(r->text, end, &next);

        if (!tvx_text_is_space(point) && !is_open(point))
            break;
        at = next;
    }
    return at;
}

void bracket_trim(const struct bracket_reader *r, size_t *from, size_t *to)
{
    while (*from < *to) {
        size_t next = *from;

        if (!tvx_text_is_space(tvx_utf8_next(r->text, *to, &next)))
            break;
        *from = next;
    }
    while (*to > *from) {
        size_t last = *to - 1, next;

        while (last > *from && ((unsigned char)r->text[last] & 0xC0) == 0x80)
            last--;
        next = last;
        if (!tvx_text_is_space(tvx_utf8_next(r->text, *to, &next)))
            break;
        *to = last;
    }
}

size_t bracket_line_of(const struct bracket_reader *r, size_t at)
{
    size_t low = 0, high = r->line_count;

    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;

        if (r->lines[middle].from <= at)
            low = middle;
        else
            high = middle;
    }
    return low;
}

size_t bracket_point(const struct bracket_reader *r, size_t at)
{
    const struct bracket_line *line = &r->lines[bracket_line_of(r, at)];

    return line->start + tvx_utf8_count(r->text + line->from, at - line->from);
}

size_t bracket_phrase_at(const struct bracket_reader *r, size_t from, size_t to, const char *kind)
{
    struct tvx_cursor cursor = {r->text, to, from};
    struct tvx_field fields[TVX_TABLE_FIELDS];

    if (!tvx_words_next(&cursor) || !tvx_words_row(&cursor, BRACKET_WORDS, kind, fields))
        return 0;
    return cursor.at;
}

bool bracket_is_phrase(const struct bracket_reader *r, size_t from, size_t to, const char *kind)
{
    struct tvx_cursor cursor = {r->text, to, bracket_phrase_at(r, from, to, kind)};

    return cursor.at != 0 && !tvx_words_next(&cursor);
}

/* ---- labels of options ---- */

/* The rank of a letter or a digit in its sequence, and whether it is a letter; 0 when it is none that counts. */
static unsigned rank_of(uint32_t point, bool *letter)
{
    int digit = u_charDigitValue((UChar32)point);

    *letter = digit < 0;
    if (digit >= 0)
        return (unsigned)digit + 1; /* zero counts too */
    if (point >= 'A' && point <= 'Z')
        return point - 'A' + 1;
    if (point >= 'a' && point <= 'z')
        return point - 'a' + 1;
    if (point >= 0x0410 && point <= 0x042F)
        return point - 0x0410 + 1;
    if (point >= 0x0430 && point <= 0x044F)
        return point - 0x0430 + 1;
    for (unsigned i = 0; i < 10; i++)
        if (point == (uint32_t[]){0x4E00, 0x4E8C, 0x4E09, 0x56DB, 0x4E94, 0x516D, 0x4E03, 0x516B, 0x4E5D, 0x5341}[i] ||
            point == (uint32_t[]){0x0623, 0x0628, 0x062C, 0x062F, 0x0647, 0x0648, 0x0632, 0x062D, 0x0637, 0x064A}[i] ||
            point == (uint32_t[]){0x7532, 0x4E59, 0x4E19, 0x4E01, 0x620A, 0x5DF1, 0x5E9A, 0x8F9B, 0x58EC, 0x7678}[i])
            return i + 1;
    return 0;
}

/*
 * "1", "12", "1.1", "5A", "A", "II" at `at`; its end, or `at` when there is none.  5A stands between 5 and 6: the
 * number counts in steps of 64.
 */
static size_t designator_at(struct bracket_label *out, const struct bracket_reader *r, size_t at, size_t end)
{
    size_t first = at;
    unsigned signs = 0, value = 0, letters = 0, suffix = 0;
    bool letter = false, digits = false;

    for (; at < end && signs < DESIGNATOR; signs++) {
        size_t next = at, after;
        uint32_t point = tvx_utf8_next(r->text, end, &next);
        unsigned rank = rank_of(point, &letter);

        after = next;
        if (rank == 0) {
            if (point != '.' || signs == 0 || letters > 0 || after >= end ||
                u_charDigitValue((UChar32)tvx_utf8_next(r->text, end, &after)) < 0)
                break;
            out->dots++;
            value = 0;
        } else if (letter) {
            suffix = letters++ == 0 ? rank : suffix;
        } else {
            if (letters > 0 && !digits)
                suffix = 0; /* "A1" counts by its number */
            value = value * 10 + rank - 1;
            digits = true;
        }
        at = next;
    }
    out->lettered = letters > 0 && !digits;
    if (out->lettered && letters > 1) { /* a Roman numeral, or no designator at all */
        suffix = tvx_label_roman(r->text + first, at - first);
        if (suffix == 0)
            return first;
    }
    if (digits && letters > 1)
        return first;
    out->number = value * 64 + suffix;
    if (at < end && (u_isalnum((UChar32)point_at(r, at, end)) && point_at(r, at, end) < 0x2E80))
        return first;
    return at;
}

static bool is_separator(uint32_t p)
{
    return p == ':' || p == '.' || p == ')' || p == '-' || p == ']' || p == '}' || p == 0x2013 || p == 0x2014 ||
           p == 0xFF1A || p == 0xFF09 || p == 0x3011 || p == 0x3015 || p == 0xFF3D || p == '/' || p == 0x3001;
}

bool bracket_option_at(struct bracket_label *out, const struct bracket_reader *r, size_t at, size_t end, bool loose)
{
    struct tvx_cursor cursor = {r->text, end, at};
    struct tvx_field fields[TVX_TABLE_FIELDS];
    uint32_t point;
    size_t behind, tail;
    bool spaced, separated = false;

    *out = (struct bracket_label){.from = at};
    if (at >= end || !u_isalpha((UChar32)point_at(r, at, end)) ||
        !tvx_words_row(&cursor, BRACKET_WORDS, "option", fields))
        return false;
    out->family = fields[2];
    tvx_words_space(&cursor, ".#");
    out->designator = cursor.at;
    behind = designator_at(out, r, cursor.at, end);
    if (behind == cursor.at)
        return false;
    out->designator_length = behind - cursor.at;
    out->to = tail = behind;
    spaced = tail < end && tvx_text_is_space(point_at(r, tail, end));
    while (tail < end && (tvx_text_is_space(point = point_at(r, tail, end)) || (!separated && is_separator(point)))) {
        separated |= is_separator(point);
        tvx_utf8_next(r->text, end, &tail);
    }
    out->tail = tail;
    point = point_at(r, tail, end);
    /* "Option 1 is preferred" is prose; "Option 1 The Parties" and "Option 1 {title}" are not. */
    return tail == end || separated || (loose && spaced) || is_open(point) || (spaced && u_isupper((UChar32)point)) ||
           (u_isalpha((UChar32)point) && !u_isupper((UChar32)point) && !u_islower((UChar32)point) && spaced);
}

/* ---- lines ---- */

/*
 * "[Table 6 (continued) Option 2: Summary": behind a few words of a heading, none of them in small letters but those in
 * round brackets.  A colon must follow, as no prose writes it.
 */
static void find_headed(struct bracket_line *line, const struct bracket_reader *r)
{
    size_t at = bracket_skip_open(r, line->from, line->to), words = 0;
    bool round = false;

    while (at < line->to && words++ < HEADED_WORDS) {
        size_t next = at;
        uint32_t point = tvx_utf8_next(r->text, line->to, &next);

        round = round || point == '(';
        if (words > 1 && bracket_option_at(&line->option, r, at, line->to, false) &&
            r->text[line->option.to] == ':')
            return;
        if (u_islower((UChar32)point) && !round)
            break;
        while (at < line->to && r->text[at] != ' ')
            round = r->text[at++] != ')' && round;
        at += at < line->to;
    }
    line->option = (struct bracket_label){0};
}

static void find_option(struct bracket_line *line, const struct bracket_reader *r)
{
    size_t at = bracket_skip_open(r, line->from, line->to);

    if (!bracket_option_at(&line->option, r, at, line->to, false) && line->body > line->from)
        bracket_option_at(&line->option, r, bracket_skip_open(r, line->body, line->to), line->to, false);
    if (line->option.designator_length == 0 ||
        !bracket_option_at(&line->option, r, line->option.from, line->to, false))
        find_headed(line, r);
    if (line->option.designator_length > 0)
        line->rank = RANK_OPTION;
}

/* "{…}" alone on its line. */
static void find_topic(struct bracket_line *line, const struct bracket_reader *r)
{
    size_t from = line->from, to = line->to;

    bracket_trim(r, &from, &to);
    line->topic = to - from > 2 && r->text[from] == '{' && r->text[to - 1] == '}' &&
                  memchr(r->text + from, '}', to - from - 1) == NULL;
    if (line->topic || to - from < HEADING_BYTES) {
        struct tvx_cursor cursor = {r->text, to, from};
        struct tvx_field fields[TVX_TABLE_FIELDS];

        if (tvx_words_next(&cursor) && tvx_words_row(&cursor, BRACKET_WORDS, "end", fields)) {
            line->end_all = tvx_field_is(fields[2], "all");
            line->end_one = !line->end_all;
        }
    }
}

/* "III. Authorization", "A. Process", "Article 5", a bracket before it or not, and no sentence. */
static bool is_heading(struct bracket_reader *r, const struct bracket_line *line, const struct rec_label *label)
{
    size_t at = line->from, length;
    struct rec_heading heading;

    while (at < line->to && (r->text[at] == '[' || r->text[at] == ' '))
        at++;
    length = line->to - at;
    if (length == 0 || length > HEADING_BYTES || rec_ends_sentence(r->text + at, length))
        return false;
    if (label->style.kind != TVX_LABEL_NONE && label->style.upper && !label->style.opened &&
        (label->style.kind == TVX_LABEL_ROMAN || label->style.kind == TVX_LABEL_LETTER) && line->body < line->to)
        return true;
    return rec_division_at(&heading, r->arena, &r->words, r->text + at, length, r->error) == TVX_OK &&
           heading.kind != REC_NONE && heading.kind != REC_PREAMBLE && heading.kind != REC_RECITALS;
}

/* The label's rank; c) d) and their like are letters unless what stood before says otherwise. */
static int rank_label(struct bracket_line *line, const struct rec_label *label, char *before)
{
    bool single = label->canonical != NULL && strlen(label->canonical) == 1;

    if (label->style.kind == TVX_LABEL_NUMBER) {
        struct tvx_cursor digits = {label->canonical, strlen(label->canonical), 0};

        while (digits.at < digits.length && line->number < LABEL_NUMBER && label->canonical[digits.at] >= '0' &&
               label->canonical[digits.at] <= '9')
            line->number = line->number * 10 + (unsigned)(label->canonical[digits.at++] - '0');
        if (digits.at < digits.length)
            line->number = 0;
        *before = '\0';
        return label->style.closed && label->style.opened ? RANK_LETTER : RANK_NUMBER;
    }
    if (label->style.kind == TVX_LABEL_LETTER ||
        (single && label->also_letter && (*label->canonical != 'i' || *before == 'h') &&
         (*before == '\0' || *before == *label->canonical - 1))) {
        *before = single ? *label->canonical : *before;
        return RANK_LETTER;
    }
    return label->style.kind == TVX_LABEL_ROMAN ? RANK_ROMAN : RANK_PLAIN;
}

static enum tvx_status classify(struct bracket_reader *r, struct bracket_line *line, char *before)
{
    size_t at = line->from;
    struct rec_label label;
    enum tvx_status status;

    while (at < line->to && (r->text[at] == ' ' || r->text[at] == '[' || r->text[at] == '\t'))
        at++;
    status = rec_label_at(&label, r->arena, r->text + at, line->to - at, r->error);
    if (status != TVX_OK)
        return status;
    line->body = at + (label.style.kind == TVX_LABEL_NONE || label.glued ? 0 : label.length);
    if (label.glued && label.style.kind != TVX_LABEL_DASH)
        label.style.kind = TVX_LABEL_NONE;
    find_topic(line, r);
    if (label.style.kind != TVX_LABEL_NONE)
        line->rank = rank_label(line, &label, before);
    if (is_heading(r, line, &label))
        line->rank = RANK_HEADING;
    find_option(line, r);
    return TVX_OK;
}

enum tvx_status bracket_lines(struct bracket_reader *r)
{
    size_t count = 1, at = 0, points = 0;
    char before = '\0';
    enum tvx_status status = TVX_OK;

    for (size_t i = 0; i < r->length; i++)
        count += r->text[i] == '\n';
    r->lines = tvx_arena_array(r->arena, count, sizeof *r->lines);
    if (r->lines == NULL)
        return tvx_error_nomem(r->error);
    for (; status == TVX_OK && r->line_count < count; r->line_count++) {
        const char *end = memchr(r->text + at, '\n', r->length - at);
        struct bracket_line *line = &r->lines[r->line_count];

        *line = (struct bracket_line){.from = at, .to = end == NULL ? r->length : (size_t)(end - r->text),
                                      .start = points};
        status = classify(r, line, &before);
        r->last_points = tvx_utf8_count(r->text + at, line->to - at);
        points += r->last_points + 1;
        at = line->to + 1;
    }
    return status;
}
