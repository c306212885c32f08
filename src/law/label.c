/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <travaux/base/table.h>
#include <travaux/law/reference.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include "label.h"

/* Longest canonical label; a longer one is no label.  Numbers have at most DIGITS digits, so that years with a
   full stop and sums of money are labels only where the caller wants bare numbers. */
enum { CANONICAL = 64, DIGITS = 4, PARTS = 6 };

struct scan {
    const char *text;
    size_t at, length;
    char out[CANONICAL];
    size_t used;
    bool full;
};

static UChar32 peek(const struct scan *scan, size_t *width)
{
    int32_t at = 0, left = scan->length - scan->at > 4 ? 4 : (int32_t)(scan->length - scan->at);
    UChar32 point = 0;

    *width = 0;
    if (left == 0)
        return 0;
    U8_NEXT((const uint8_t *)scan->text + scan->at, at, left, point);
    *width = (size_t)at;
    return point < 0 ? 0xFFFD : point;
}

static bool is_space(UChar32 point)
{
    return point == ' ' || point == '\t' || point == '\n' || point == 0xA0 || point == 0x2007 || point == 0x2009 ||
           point == 0x202F || point == 0x3000;
}

static size_t skip_space(struct scan *scan)
{
    size_t width, from = scan->at;

    while (is_space(peek(scan, &width)) && width > 0)
        scan->at += width;
    return scan->at - from;
}

static void put(struct scan *scan, const char *bytes, size_t length)
{
    if (length >= CANONICAL - scan->used) {
        scan->full = true;
        return;
    }
    memcpy(scan->out + scan->used, bytes, length);
    scan->used += length;
    scan->out[scan->used] = '\0';
}

static bool is_open(UChar32 point)
{
    return point == '(' || point == 0xFF08;
}

static bool is_close(UChar32 point)
{
    return point == ')' || point == 0xFF09;
}

unsigned tvx_label_suffix_rank(const char *text, size_t length)
{
    struct tvx_table table;
    struct tvx_field fields[TVX_TABLE_FIELDS];
    size_t count;

    if (length < 3 || length > 14)
        return 0;
    tvx_table_open(&table, tvx_asset_find("data/suffixes.tsv"));
    while (tvx_table_next(&table, fields, &count))
        if (fields[1].length == length && memcmp(fields[1].text, text, length) == 0)
            return (unsigned)strtoul(fields[0].text, NULL, 10);
    return 0;
}

static unsigned roman_digit(char c)
{
    switch (c | 0x20) {
    case 'i': return 1;
    case 'v': return 5;
    case 'x': return 10;
    case 'l': return 50;
    case 'c': return 100;
    case 'd': return 500;
    case 'm': return 1000;
    default: return 0;
    }
}

unsigned tvx_label_roman(const char *text, size_t length)
{
    static const char *const units[] = {"", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"};
    unsigned tens = 0;
    size_t at = 0;

    if (length == 0 || length > 8)
        return 0;
    for (size_t i = 1; i < length; i++)
        if (((text[i] ^ text[0]) & 0x20) != 0)
            return 0;
    if (length == 1)
        return roman_digit(text[0]);
    while (at < length && (text[at] | 0x20) == 'x' && tens < 3) {
        at++;
        tens++;
    }
    for (unsigned unit = 0; unit < 10; unit++) {
        if (strlen(units[unit]) != length - at)
            continue;
        bool same = true;
        for (size_t i = at; i < length; i++)
            same = same && (text[i] | 0x20) == units[unit][i - at];
        if (same)
            return tens * 10 + unit;
    }
    return 0;
}

/* " bis" or "bis" at the cursor, behind a number or letter: taken as "-bis". */
static bool take_suffix(struct scan *scan)
{
    size_t from = scan->at, start, length = 0;

    skip_space(scan);
    start = scan->at;
    while (start + length < scan->length && scan->text[start + length] >= 'a' && scan->text[start + length] <= 'z')
        length++;
    if (tvx_label_suffix_rank(scan->text + start, length) == 0) {
        scan->at = from;
        return false;
    }
    put(scan, "-", 1);
    put(scan, scan->text + start, length);
    scan->at = start + length;
    return true;
}

/* "6.0.1", for what is put before 6.1: a zero only between two points. */
static bool is_inner_zero(const struct scan *scan)
{
    const char *at = scan->text + scan->at;

    return scan->used > 0 && scan->at + 2 < scan->length && at[0] == '0' && at[1] == '.' && at[2] >= '0' &&
           at[2] <= '9';
}

/* Digits of any script as ASCII; the count taken, 0 when none or too many. */
static size_t take_digits(struct scan *scan)
{
    size_t width, count = 0;

    for (;;) {
        UChar32 point = peek(scan, &width);
        int32_t value = width == 0 ? -1 : u_charDigitValue(point);
        char digit;

        if (value < 0 || value > 9)
            return count > DIGITS ? 0 : count;
        if (count == 0 && value == 0 && !is_inner_zero(scan))
            return 0;
        digit = (char)('0' + value);
        if (count < DIGITS)
            put(scan, &digit, 1);
        scan->at += width;
        count++;
    }
}

/* 一 二 … 十 … 九十九 at the start of `text`: the number, and its bytes in *taken; 0 when there is none. */
unsigned tvx_label_han(const char *text, size_t length, size_t *taken)
{
    unsigned sum = 0, digit = 0;

    *taken = 0;
    for (unsigned points = 0; points < 4 && *taken < length; points++) {
        int32_t width = 0, left = length - *taken > 4 ? 4 : (int32_t)(length - *taken);
        UChar32 point;
        double value;

        U8_NEXT((const uint8_t *)text + *taken, width, left, point);
        if (point < 0x4E00 || point > 0x9FFF)
            break;
        value = u_getNumericValue(point);
        if (value == 10 && sum == 0) {
            sum = (digit == 0 ? 1 : digit) * 10;
            digit = 0;
        } else if (value >= 1 && value <= 9 && digit == 0) {
            digit = (unsigned)value;
        } else {
            break;
        }
        *taken += (size_t)width;
    }
    return sum + digit;
}

/* "A" of "5A", two at most. */
static void take_capitals(struct scan *scan)
{
    for (unsigned letters = 0; letters < 2; letters++) {
        size_t width;
        UChar32 point = peek(scan, &width);
        char letter = (char)point;

        if (point < 'A' || point > 'Z')
            break;
        put(scan, &letter, 1);
        scan->at += width;
    }
}

struct core {
    enum tvx_label_kind kind;
    bool dotted, suffixed, also_letter, han;
};

/* 12   5A   1.2.3   2 bis   3b (only before a bracket, which the caller sees to) */
static bool take_number(struct scan *scan, struct core *core)
{
    size_t width;

    size_t taken;
    unsigned han = tvx_label_han(scan->text + scan->at, scan->length - scan->at, &taken);

    if (han != 0) {
        char digits[2] = {(char)('0' + han / 10), (char)('0' + han % 10)};

        core->kind = TVX_LABEL_NUMBER;
        core->han = true;
        put(scan, digits + (han < 10), han < 10 ? 1 : 2);
        scan->at += taken;
        return true;
    }
    if (take_digits(scan) == 0)
        return false;
    core->kind = TVX_LABEL_NUMBER;
    take_capitals(scan);
    for (unsigned parts = 1; parts < PARTS; parts++) {
        size_t back = scan->at, used = scan->used;

        if (peek(scan, &width) != '.')
            break;
        scan->at += width;
        put(scan, ".", 1);
        if (take_digits(scan) == 0) {
            scan->at = back;
            scan->used = used;
            scan->out[used] = '\0';
            break;
        }
        take_capitals(scan);
        core->dotted = true;
    }
    core->suffixed = take_suffix(scan);
    if (!core->suffixed && scan->at + 1 < scan->length && scan->text[scan->at] >= 'a' && scan->text[scan->at] <= 'z' &&
        scan->text[scan->at + 1] == ')') {
        put(scan, scan->text + scan->at, 1);
        scan->at++;
    }
    return true;
}

/* a   iv   aa   a bis   and one letter of any other script */
static bool take_letters(struct scan *scan, struct core *core)
{
    size_t width, length = 0;
    UChar32 point = peek(scan, &width);
    const char *start = scan->text + scan->at;

    if (point > 0x7F) {
        if (!u_isalpha(point))
            return false;
        put(scan, start, width);
        scan->at += width;
        core->kind = TVX_LABEL_LETTER;
        core->suffixed = take_suffix(scan);
        return true;
    }
    while (scan->at + length < scan->length && (start[length] | 0x20) >= 'a' && (start[length] | 0x20) <= 'z' &&
           length < 12)
        length++;
    if (length > 3 && tvx_label_suffix_rank(start + 1, length - 1) != 0)
        length = 1;
    if (length == 0)
        return false;
    unsigned value = tvx_label_roman(start, length);
    bool doubled = length == 2 && (start[0] | 0x20) == (start[0]);

    if (value == 0 && length != 1 && !doubled)
        return false;
    core->kind = value != 0 ? TVX_LABEL_ROMAN : TVX_LABEL_LETTER;
    core->also_letter = value != 0 && length == 1;
    put(scan, start, length);
    scan->at += length;
    core->suffixed = take_suffix(scan);
    return true;
}

static bool take_dash(struct scan *scan)
{
    static const UChar32 dashes[] = {'-', 0x2010, 0x2011, 0x2012, 0x2013, 0x2014, 0x2015, 0x2212, 0x2022, 0xB7,
                                     0x25CF, 0x25AA, 0x25A0, 0x2023, 0x2043, 0xF0B7, 0x25E6};
    size_t width;
    UChar32 point = peek(scan, &width);

    for (size_t i = 0; i < sizeof dashes / sizeof *dashes; i++)
        if (width > 0 && point == dashes[i]) {
            scan->at += width;
            return skip_space(scan) > 0;
        }
    return false;
}

/* Two lower-case letters are a label only in brackets ("ba)"): "to." or "is." end sentences. */
static bool ends_as_label(struct scan *scan, const struct core *core, bool opened, bool bare_number,
                          size_t letters)
{
    size_t width, back = scan->at, spaces;
    UChar32 point;

    if (scan->full)
        return false;
    spaces = skip_space(scan);
    point = peek(scan, &width);
    if (width > 0 && is_close(point)) {
        scan->at += width;
        if (peek(scan, &width) == '.' && width > 0)
            scan->at += width;
        return true;
    }
    scan->at = back;
    if (opened)
        return false;
    point = peek(scan, &width);
    if (width > 0 && (point == '.' || point == 0xB0 || point == 0xBA || point == 0x3001 || point == 0xFF0E)) {
        if (core->kind == TVX_LABEL_LETTER && letters != 1)
            return false;
        scan->at += width;
        if (point == 0x3001)
            return true;
        point = peek(scan, &width);
        return width == 0 || is_space(point);
    }
    if (core->kind != TVX_LABEL_NUMBER || core->han || (spaces == 0 && width != 0))
        return false;
    return core->dotted || core->suffixed || bare_number;
}

enum tvx_status tvx_label_parse(struct tvx_label *out, struct tvx_arena *arena, const char *text, bool bare_number,
                                struct tvx_error *error)
{
    return tvx_label_parse_n(out, arena, text, strnlen(text, TVX_LABEL_WINDOW), bare_number, error);
}

enum tvx_status tvx_label_parse_n(struct tvx_label *out, struct tvx_arena *arena, const char *text, size_t length,
                                  bool bare_number, struct tvx_error *error)
{
    struct scan scan = {.text = text, .length = length < TVX_LABEL_WINDOW ? length : TVX_LABEL_WINDOW};
    struct core core = {0};
    size_t width, letters;
    bool opened;

    *out = (struct tvx_label){.canonical = ""};
    skip_space(&scan);
    if (take_dash(&scan)) {
        *out = (struct tvx_label){.kind = TVX_LABEL_DASH, .canonical = "dash", .length = scan.at};
        return TVX_OK;
    }
    opened = is_open(peek(&scan, &width)) && width > 0;
    if (opened) {
        scan.at += width;
        skip_space(&scan);
    }
    letters = scan.at;
    if (!take_number(&scan, &core) && !take_letters(&scan, &core))
        return TVX_OK;
    letters = scan.at - letters;
    if (core.kind != TVX_LABEL_NUMBER && (unsigned char)scan.out[0] >= 0x80)
        letters = 1;
    if (!ends_as_label(&scan, &core, opened, bare_number, core.suffixed ? 1 : letters))
        return TVX_OK;
    skip_space(&scan);
    out->canonical = tvx_arena_strndup(arena, scan.out, scan.used);
    if (out->canonical == NULL)
        return tvx_error_nomem(error);
    out->kind = core.kind;
    out->length = scan.at;
    out->also_letter = core.also_letter;
    return TVX_OK;
}

/* One dotted part of a label as numbers that sort. */
struct key {
    unsigned long number; /* 0 for letters */
    unsigned letters;     /* of a number: its capitals in base 27; of a letter: its place, in 27ths */
    unsigned suffix;
};

static unsigned place_of(char c)
{
    return (unsigned)((c | 0x20) - 'a' + 1);
}

static struct key key_of(const char *text, size_t length, bool roman)
{
    struct key key = {0};
    const char *dash = memchr(text, '-', length);
    size_t body = dash == NULL ? length : (size_t)(dash - text), at = 0;

    if (dash != NULL) {
        key.suffix = tvx_label_suffix_rank(dash + 1, length - body - 1);
        if (key.suffix == 0)
            key.suffix = place_of(dash[1]);
    }
    while (at < body && text[at] >= '0' && text[at] <= '9' && at < 9)
        key.number = key.number * 10 + (unsigned long)(text[at++] - '0');
    if (at > 0) {
        for (; at < body && at < 12; at++)
            key.letters = key.letters * 27 + place_of(text[at]) % 27;
    } else if (roman) {
        key.letters = 27 * tvx_label_roman(text, body);
    } else if (body == 2 && text[0] == text[1]) {
        key.letters = 27 * (26 + place_of(text[0]));
    } else if (body > 0) {
        key.letters = 27 * place_of(text[0]) + (body > 1 ? place_of(text[1]) % 27 : 0);
    }
    return key;
}

/* Roman numerals are compared as such when both are and at least one cannot be a single letter. */
static bool both_roman(const char *a, size_t a_length, const char *b, size_t b_length)
{
    const char *a_dash = memchr(a, '-', a_length), *b_dash = memchr(b, '-', b_length);

    a_length = a_dash == NULL ? a_length : (size_t)(a_dash - a);
    b_length = b_dash == NULL ? b_length : (size_t)(b_dash - b);
    return (a_length > 1 || b_length > 1) && tvx_label_roman(a, a_length) != 0 && tvx_label_roman(b, b_length) != 0;
}

int tvx_label_compare(const char *a, const char *b)
{
    for (;;) {
        size_t a_length = strcspn(a, "."), b_length = strcspn(b, ".");
        bool ascii = a_length > 0 && b_length > 0 && (unsigned char)*a < 0x80 && (unsigned char)*b < 0x80;

        if (ascii) {
            bool roman = both_roman(a, a_length, b, b_length);
            struct key x = key_of(a, a_length, roman), y = key_of(b, b_length, roman);

            if (x.number != y.number)
                return x.number < y.number ? -1 : 1;
            if (x.letters != y.letters)
                return x.letters < y.letters ? -1 : 1;
            if (x.suffix != y.suffix)
                return x.suffix < y.suffix ? -1 : 1;
        } else if (a_length != b_length || memcmp(a, b, a_length) != 0) {
            size_t shorter = a_length < b_length ? a_length : b_length;
            int order = memcmp(a, b, shorter);

            return order != 0 ? order : a_length < b_length ? -1 : 1;
        }
        if (a[a_length] == '\0' || b[b_length] == '\0')
            return (a[a_length] != '\0') - (b[b_length] != '\0');
        a += a_length + 1;
        b += b_length + 1;
    }
}

enum { SLUG = 80 };

char *tvx_path_slug(struct tvx_arena *arena, const char *phrase)
{
    char out[SLUG + 8];
    size_t used = 0, word = 0, length = strlen(phrase), at = 0;
    bool gap = false;

    while (at < length) {
        int32_t width = 0, left = length - at > 4 ? 4 : (int32_t)(length - at), wrote = 0;
        UChar32 point;
        char bytes[4];
        UBool wrong = false;

        U8_NEXT((const uint8_t *)phrase + at, width, left, point);
        at += (size_t)width;
        if (point == '\'' || point == 0x2019)
            continue;
        if (point < 0 || !(u_isalnum(point) || (U_GET_GC_MASK(point) & U_GC_M_MASK) != 0)) {
            gap = true;
            continue;
        }
        U8_APPEND((uint8_t *)bytes, wrote, 4, u_tolower(point), wrong);
        if (wrong)
            continue;
        if (gap && used > 0)
            word = used;
        if (used + (size_t)wrote + (gap && used > 0) > SLUG) {
            if (word > 0)
                used = word;
            break;
        }
        if (gap && used > 0)
            out[used++] = '-';
        gap = false;
        memcpy(out + used, bytes, (size_t)wrote);
        used += (size_t)wrote;
    }
    return tvx_arena_strndup(arena, out, used);
}
