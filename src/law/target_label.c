/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <stdio.h>
#include <string.h>
#include <travaux/text/utf8.h>
#include <unicode/uchar.h>

#include "label.h"
#include "target_label.h"

uint32_t target_peek(const struct tvx_cursor *c)
{
    size_t at = c->at;

    return at < c->length ? tvx_utf8_next(c->text, c->length, &at) : 0;
}

static bool is_letter(uint32_t point)
{
    return u_isalpha((UChar32)point);
}

bool target_put(char *out, size_t *used, const char *bytes, size_t length)
{
    if (*used + length >= TARGET_LABEL)
        return false;
    memcpy(out + *used, bytes, length);
    *used += length;
    out[*used] = '\0';
    return true;
}

/* Digits of any script as ASCII, with inner dots: "5", "1012", "5.1". */
bool target_digits(struct tvx_cursor *c, char *out, size_t *used)
{
    bool any = false;

    for (;;) {
        size_t next = c->at;
        uint32_t point = target_peek(c);
        int32_t digit = point == 0 ? -1 : u_charDigitValue((UChar32)point);
        char byte = (char)('0' + digit);

        if (digit < 0 && point == '.' && any && c->at + 1 < c->length && c->text[c->at + 1] >= '0' &&
            c->text[c->at + 1] <= '9')
            byte = '.';
        else if (digit < 0 || digit > 9)
            return any;
        tvx_utf8_next(c->text, c->length, &next);
        if (!target_put(out, used, &byte, 1))
            return false;
        c->at = next;
        any = true;
    }
}

/* "A", "a", "bis" glued to a number. */
static bool take_glued(struct tvx_cursor *c, char *out, size_t *used)
{
    size_t letters = 0;
    const char *from = c->text + c->at;

    while (c->at + letters < c->length && (from[letters] | 0x20) >= 'a' && (from[letters] | 0x20) <= 'z')
        letters++;
    if (letters == 0)
        return true;
    if (tvx_label_suffix_rank(from, letters) != 0) {
        c->at += letters;
        return target_put(out, used, "-", 1) && target_put(out, used, from, letters);
    }
    if (letters > 2)
        return false;
    c->at += letters;
    return target_put(out, used, from, letters);
}

/* " bis", and the European Parliament's " a" of "paragraph 1 a", which is no item "a)". */
static bool take_suffix(struct tvx_cursor *c, bool letters, char *out, size_t *used)
{
    struct tvx_cursor trial = *c;
    size_t length = 0;
    const char *from;
    uint32_t behind;

    tvx_words_space(&trial, "");
    from = trial.text + trial.at;
    while (trial.at + length < trial.length && from[length] >= 'a' && from[length] <= 'z')
        length++;
    if (length == 0 || trial.at == c->at)
        return true;
    trial.at += length;
    behind = target_peek(&trial);
    if (tvx_label_suffix_rank(from, length) == 0 &&
        !(letters && length == 1 && behind != ')' && behind != '.' && !is_letter(behind)))
        return true;
    c->at = trial.at;
    return target_put(out, used, "-", 1) && target_put(out, used, from, length);
}

/* A letter or two: "a", "aa", "б". */
static bool take_letters(struct tvx_cursor *c, char *out, size_t *used)
{
    for (unsigned count = 0; count < 3; count++) {
        size_t next = c->at;
        uint32_t point = target_peek(c);
        size_t from = c->at;
        char lower;

        if (!is_letter(point) || count == 2)
            return count > 0 && !is_letter(point) && u_charDigitValue((UChar32)point) < 0;
        tvx_utf8_next(c->text, c->length, &next);
        lower = (char)(c->text[from] | (point < 0x80 ? 0x20 : 0));
        if (point < 0x80 ? !target_put(out, used, &lower, 1) : !target_put(out, used, c->text + from, next - from))
            return false;
        c->at = next;
    }
    return false;
}

static bool take_roman(struct tvx_cursor *c, char *out, size_t *used)
{
    size_t length = 0;
    unsigned value;
    char digits[12];

    while (c->at + length < c->length && is_letter((unsigned char)c->text[c->at + length]))
        length++;
    value = tvx_label_roman(c->text + c->at, length);
    if (value == 0)
        return false;
    c->at += length;
    snprintf(digits, sizeof digits, "%u", value);
    return target_put(out, used, digits, strlen(digits));
}

/* "Annex to Resolution 130": the "to" is no label. */
static bool is_filler(const char *text, size_t length)
{
    struct tvx_cursor c = {text, length, 0};
    struct tvx_field fields[TVX_TABLE_FIELDS];

    return tvx_words_row(&c, "data/places.tsv", "skip", fields) && c.at == length;
}

/* The label behind a word such as "paragraph", or (`bare`) one that stands by itself. */
bool target_label(struct tvx_cursor *cursor, struct target_label *out, bool bare, bool roman)
{
    struct tvx_cursor c = *cursor;
    size_t used = 0;
    bool open;

    *out = (struct target_label){0};
    tvx_words_space(&c, "");
    open = target_peek(&c) == '(';
    c.at += open;
    if (!bare && target_peek(&c) == '-' && c.at + 1 < c.length && u_isdigit(c.text[c.at + 1])) {
        c.at++;
        if (!target_put(out->text, &used, "-", 1))
            return false;
    }
    if (u_charDigitValue((UChar32)target_peek(&c)) >= 0) {
        out->number = true;
        if (!target_digits(&c, out->text, &used) || !take_glued(&c, out->text, &used))
            return false;
        while (c.at + 1 < c.length && c.text[c.at] == '.' && u_isdigit((unsigned char)c.text[c.at + 1])) { /* "5B.1" */
            c.at++;
            if (!target_put(out->text, &used, ".", 1) || !target_digits(&c, out->text, &used) ||
                !take_glued(&c, out->text, &used))
                return false;
        }
    } else if (!(roman && take_roman(&c, out->text, &used)) && !take_letters(&c, out->text, &used)) {
        return false;
    }
    if (!out->number && used > 1 && is_filler(out->text, used))
        return false;
    if (!take_suffix(&c, !bare, out->text, &used))
        return false;
    if (open && target_peek(&c) != ')')
        return false;
    out->closed = target_peek(&c) == ')';
    c.at += out->closed;
    if (is_letter(target_peek(&c)) || (bare && !out->number && !out->closed))
        return false;
    *cursor = c;
    return true;
}
