/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "item_label.h"

#include <stdint.h>
#include <string.h>
#include <travaux/base/table.h>
#include <travaux/text/utf8.h>
#include <unicode/uchar.h>

enum { MOST_DIGITS = 3, MOST_LETTERS = 5 };

static unsigned roman(const char *text, size_t length)
{
    static const struct { char letter; unsigned value; } digits[] = {
        {'i', 1}, {'v', 5}, {'x', 10}, {'l', 50}, {'c', 100}};
    unsigned sum = 0, before = 0;

    for (size_t i = length; i > 0; i--) {
        unsigned value = 0;

        for (size_t d = 0; d < sizeof digits / sizeof *digits; d++)
            if ((text[i - 1] | 0x20) == digits[d].letter)
                value = digits[d].value;
        if (value == 0)
            return 0;
        sum = value < before ? sum - value : sum + value;
        before = value > before ? value : before;
    }
    return sum;
}

/* The end of a Latin word ("bis") at `at`, a space before it or not; 0 when there is none. */
static size_t latin_ordinal(const char *text, size_t length, size_t at)
{
    struct tvx_field fields[TVX_TABLE_FIELDS];
    struct tvx_table table;
    size_t count;

    if (at < length && text[at] == ' ')
        at++;
    if (at >= length || text[at] < 'a' || text[at] > 'z')
        return 0;
    tvx_table_open(&table, tvx_asset_find("data/suffixes.tsv"));
    while (tvx_table_next(&table, fields, &count)) {
        size_t end = at + fields[1].length;

        if (length > end && (text[end] == ')' || text[end] == '.' || text[end] == ' ') &&
            memcmp(text + at, fields[1].text, fields[1].length) == 0)
            return end;
    }
    return 0;
}

static bool space_at(const char *text, size_t length, size_t at)
{
    if (at >= length)
        return true;
    return tvx_text_is_space(tvx_utf8_next(text, length, &at));
}

static bool dash(struct tvx_item_label *out, const char *text, size_t length, size_t at)
{
    size_t next = at;
    uint32_t point = tvx_utf8_next(text, length, &next);

    if ((point != '-' && point != 0x2013 && point != 0x2014 && point != 0x2022 && point != 0xB7) ||
        !space_at(text, length, next))
        return false;
    *out = (struct tvx_item_label){.kind = TVX_ITEM_DASH, .length = next - at};
    return true;
}

/* "1.", "5.2", "5A.2.1", "4.1 bis" with white space behind it. */
static bool numbered(struct tvx_item_label *out, const char *text, size_t length, size_t at, size_t digits_end)
{
    size_t end = digits_end, ordinal;
    bool parted = false;

    for (;;) {
        size_t from;

        if (end < length && text[end] >= 'A' && text[end] <= 'Z')
            end++;
        if (end + 1 >= length || text[end] != '.' || text[end + 1] < '0' || text[end + 1] > '9')
            break;
        from = ++end;
        while (end < length && text[end] >= '0' && text[end] <= '9')
            end++;
        if (end - from > MOST_DIGITS)
            return false;
        parted = true;
    }
    ordinal = latin_ordinal(text, length, end);
    end = ordinal == 0 ? end : ordinal;
    if (end < length && text[end] == '.') {
        parted = true;
        end++;
    }
    if (!(parted || ordinal > 0) || !space_at(text, length, end))
        return false;
    out->stop = true;
    out->length = end - at;
    return true;
}

bool tvx_item_label(struct tvx_item_label *out, const char *text, size_t length, size_t at)
{
    size_t from = at, end, ordinal;
    bool open = at < length && text[at] == '(';

    *out = (struct tvx_item_label){.kind = TVX_ITEM_NONE};
    if (at >= length)
        return false;
    if (dash(out, text, length, at))
        return true;
    from += open;
    end = from;
    while (end < length && end - from <= MOST_DIGITS && text[end] >= '0' && text[end] <= '9') {
        out->value = out->value * 10 + (unsigned)(text[end] - '0');
        end++;
    }
    if (end > from && end - from <= MOST_DIGITS) {
        out->kind = TVX_ITEM_NUMBER;
        if (!open && numbered(out, text, length, at, end))
            return true;
    } else if (end == from) {
        size_t points = 0;

        while (end < length && points <= MOST_LETTERS) {
            size_t next = end;

            if (!u_isalpha((UChar32)tvx_utf8_next(text, length, &next)))
                break;
            end = next;
            points++;
        }
        out->roman = roman(text + from, end - from);
        if (points == 0 || points > MOST_LETTERS || (points > 2 && out->roman == 0)) {
            *out = (struct tvx_item_label){.kind = TVX_ITEM_NONE};
            return false;
        }
        out->kind = TVX_ITEM_LETTER;
        if (points == 1) {
            size_t again = from;

            out->value = (unsigned)u_tolower((UChar32)tvx_utf8_next(text, length, &again));
        }
    }
    ordinal = latin_ordinal(text, length, end);
    end = ordinal == 0 ? end : ordinal;
    if (out->kind == TVX_ITEM_NONE || end >= length || text[end] != ')' || !space_at(text, length, end + 1)) {
        *out = (struct tvx_item_label){.kind = TVX_ITEM_NONE};
        return false;
    }
    out->length = end + 1 - at;
    return true;
}

bool tvx_item_label_follows(const struct tvx_item_label *last, const struct tvx_item_label *next, bool exact)
{
    if (last->kind != next->kind || last->stop != next->stop)
        return false;
    if (last->kind == TVX_ITEM_NONE || last->kind == TVX_ITEM_DASH || !exact)
        return true;
    if (last->roman > 0 && (next->roman == last->roman + 1 || next->roman == last->roman))
        return true;
    return last->value > 0 && (next->value == last->value + 1 || next->value == last->value);
}
