/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>
#include <travaux/base/table.h>
#include "docx_numeral.h"

static const char *const kinds[] = {"digits", "padded", "repeat", "list", "roman", "ordinal", "dash", "chinese",
                                    "hex", "none", "bullet"};

bool docx_numeral_find(struct docx_numeral *out, const char *name, size_t length)
{
    const struct tvx_asset *asset = tvx_asset_find("data/docx-numerals.tsv");
    struct tvx_field fields[TVX_TABLE_FIELDS];
    struct tvx_table table;
    size_t count;

    *out = (struct docx_numeral){NUMERAL_DIGITS, "0 1 2 3 4 5 6 7 8 9", 19, 0};
    if (asset == NULL)
        return false;
    tvx_table_open(&table, asset);
    while (tvx_table_next(&table, fields, &count)) {
        if (fields[0].length != length || memcmp(fields[0].text, name, length) != 0)
            continue;
        for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
            if (tvx_field_is(fields[1], kinds[i]))
                out->kind = (enum docx_numeral_kind)i;
        out->symbols = count > 2 ? fields[2].text : "";
        out->length = count > 2 ? fields[2].length : 0;
        return true;
    }
    return false;
}

/* Symbol number `index`, or false when there are fewer. */
static bool symbol_at(const struct docx_numeral *numeral, size_t index, const char **text, size_t *length)
{
    size_t at = 0;

    for (;;) {
        size_t end = at;

        while (end < numeral->length && numeral->symbols[end] != ' ')
            end++;
        if (index-- == 0) {
            *text = numeral->symbols + at;
            *length = end - at;
            return end > at;
        }
        if (end >= numeral->length)
            return false;
        at = end + 1;
    }
}

static void add_symbol(struct tvx_buf *out, const struct docx_numeral *numeral, size_t index)
{
    const char *text;
    size_t length;

    if (symbol_at(numeral, index, &text, &length))
        tvx_buf_add(out, text, length);
}

static size_t symbol_count(const struct docx_numeral *numeral)
{
    size_t count = numeral->length > 0 ? 1 : 0;

    for (size_t i = 0; i < numeral->length; i++)
        count += numeral->symbols[i] == ' ';
    return count;
}

static void write_positional(struct tvx_buf *out, const struct docx_numeral *numeral, long number, long base,
                             unsigned width)
{
    unsigned digits[64], count = 0;

    do {
        digits[count++] = (unsigned)(number % base);
        number /= base;
    } while (number > 0);
    while (count < width && count < 20)
        digits[count++] = 0;
    while (count > 0)
        add_symbol(out, numeral, digits[--count]);
}

static void write_roman(struct tvx_buf *out, const struct docx_numeral *numeral, long number)
{
    /* value, and the symbols (by their number in the table) that write it */
    static const struct { long value; int first, second; } steps[] = {
        {1000, 6, -1}, {900, 4, 6}, {500, 5, -1}, {400, 4, 5}, {100, 4, -1}, {90, 2, 4}, {50, 3, -1},
        {40, 2, 3},    {10, 2, -1}, {9, 0, 2},    {5, 1, -1},  {4, 0, 1},    {1, 0, -1}};

    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
        for (; number >= steps[i].value; number -= steps[i].value) {
            add_symbol(out, numeral, (size_t)steps[i].first);
            if (steps[i].second >= 0)
                add_symbol(out, numeral, (size_t)steps[i].second);
        }
}

/* Up to 99,999 by ten thousands; the leading "one" of 10…19 is not written. */
static void write_chinese(struct tvx_buf *out, const struct docx_numeral *numeral, long number)
{
    static const long values[] = {10000, 1000, 100, 10};
    static const size_t units[] = {13, 12, 11, 10};
    bool begun = false, gap = false;

    for (size_t i = 0; i < 4; i++) {
        long digit = number / values[i];

        number %= values[i];
        if (digit == 0) {
            gap = begun;
            continue;
        }
        if (gap)
            add_symbol(out, numeral, 0);
        gap = false;
        if (digit > 1 || begun || values[i] != 10)
            add_symbol(out, numeral, (size_t)digit);
        add_symbol(out, numeral, units[i]);
        begun = true;
    }
    if (number > 0 || !begun) {
        if (gap)
            add_symbol(out, numeral, 0);
        add_symbol(out, numeral, (size_t)number);
    }
}

static void write_ordinal(struct tvx_buf *out, long number)
{
    static const char *const ends[] = {"th", "st", "nd", "rd"};
    long last = number % 10;
    bool teen = number % 100 >= 11 && number % 100 <= 13;

    tvx_buf_printf(out, "%ld%s", number, teen || last > 3 ? "th" : ends[last]);
}

void docx_numeral_write(struct tvx_buf *out, const struct docx_numeral *numeral, long number)
{
    static const struct docx_numeral decimal = {NUMERAL_DIGITS, "0 1 2 3 4 5 6 7 8 9", 19, 0};
    size_t symbols = symbol_count(numeral);

    if (number < 0 || number > 99999) /* outside what any list has; also bounds the length of what is written */
        number = number < 0 ? 0 : 99999;
    if (numeral->width > 0) {
        write_positional(out, &decimal, number, 10, numeral->width);
        return;
    }
    switch (numeral->kind) {
    case NUMERAL_DIGITS: write_positional(out, numeral, number, 10, 1); return;
    case NUMERAL_PADDED: write_positional(out, numeral, number, 10, 2); return;
    case NUMERAL_HEX: write_positional(out, numeral, number, 16, 1); return;
    case NUMERAL_ROMAN:
        if (number == 0 || number > 4999)
            break;
        write_roman(out, numeral, number);
        return;
    case NUMERAL_REPEAT:
        if (number == 0 || symbols == 0 || (size_t)number > symbols * 30)
            break;
        for (size_t i = 0; i <= ((size_t)number - 1) / symbols; i++)
            add_symbol(out, numeral, ((size_t)number - 1) % symbols);
        return;
    case NUMERAL_LIST:
        if (number == 0 || (size_t)number > symbols)
            break;
        add_symbol(out, numeral, (size_t)number - 1);
        return;
    case NUMERAL_CHINESE: write_chinese(out, numeral, number); return;
    case NUMERAL_ORDINAL: write_ordinal(out, number); return;
    case NUMERAL_DASH:
        tvx_buf_printf(out, "- %ld -", number);
        return;
    case NUMERAL_NONE:
    case NUMERAL_BULLET: return;
    }
    write_positional(out, &decimal, number, 10, 1);
}

static void make_symbols(struct docx_symbols *symbols)
{
    const struct tvx_asset *asset = tvx_asset_find("data/docx-symbols.tsv");
    struct tvx_field fields[TVX_TABLE_FIELDS];
    struct tvx_table table;
    size_t count;

    symbols->made = true;
    if (asset == NULL)
        return;
    tvx_table_open(&table, asset);
    while (tvx_table_next(&table, fields, &count)) {
        unsigned long code = count > 2 ? strtoul(fields[1].text, NULL, 16) : 256;
        size_t font = 0;

        while (font < DOCX_SYMBOL_FONTS && symbols->fonts[font] != NULL &&
               (symbols->font_lengths[font] != fields[0].length ||
                memcmp(symbols->fonts[font], fields[0].text, fields[0].length) != 0))
            font++;
        if (font == DOCX_SYMBOL_FONTS || code > 255)
            continue;
        symbols->fonts[font] = fields[0].text;
        symbols->font_lengths[font] = fields[0].length;
        symbols->characters[font][code].text = fields[2].text;
        symbols->characters[font][code].length = (unsigned char)fields[2].length;
    }
}

const char *docx_symbol(struct docx_symbols *symbols, const char *font, unsigned long point, size_t *length)
{
    if (font == NULL || *font == '\0')
        return NULL;
    if (point >= 0xF000 && point <= 0xF0FF)
        point -= 0xF000;
    if (point > 255)
        return NULL;
    if (!symbols->made)
        make_symbols(symbols);
    for (size_t i = 0; i < DOCX_SYMBOL_FONTS && symbols->fonts[i] != NULL; i++)
        if (strncmp(font, symbols->fonts[i], symbols->font_lengths[i]) == 0 && font[symbols->font_lengths[i]] == '\0') {
            *length = symbols->characters[i][point].length;
            return symbols->characters[i][point].text;
        }
    return NULL;
}
