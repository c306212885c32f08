/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <travaux/text/utf8.h>
#include <unicode/uchar.h>

#include "pdf_bidi.h"
#include "pdf_text.h"

/* A label has at most LONGEST signs; WORD: "أولاً-" is an ordinal in words. */
enum { LONGEST = 12, WORD = 8, TATWEEL = 0x640 };

/* What stands before the first space, by kinds of signs. */
struct label {
    size_t signs, digits, latin, arabic, other; /* letters of scripts; vowel signs and tatweels do not count */
    size_t dots;                                /* full stops before the end */
    uint32_t first, last;
    bool opened; /* by a bracket */
    bool odd;    /* a sign that no label has */
};

static void count_sign(struct label *label, uint32_t point)
{
    if (u_isdigit((UChar32)point))
        label->digits++;
    else if ((point | 32) >= 'a' && (point | 32) <= 'z')
        label->latin++;
    else if (tvx_pdf_bidi_is_right(point))
        label->arabic += point != TATWEEL && u_isalpha((UChar32)point);
    else if (u_isalpha((UChar32)point))
        label->other++;
    else if (point == '.')
        label->dots++;
    else
        label->odd = true;
}

static bool is_numeral(uint32_t point)
{
    return u_isdigit((UChar32)point) || (point >= 0x4E00 && u_getNumericValue((UChar32)point) >= 0);
}

/* "（十二）": nothing parts it from the text. */
static bool is_wide_label(const struct pdf_line *line)
{
    size_t at = 0, signs = 0;
    uint32_t point = tvx_utf8_next(line->text, line->length, &at);

    if (point != 0xFF08)
        return false;
    for (; at < line->length && signs < 4; signs++) {
        point = tvx_utf8_next(line->text, line->length, &at);
        if (point == 0xFF09)
            return signs > 0;
        if (!is_numeral(point))
            return false;
    }
    return false;
}

/* The last sign decides what may stand before it. */
static bool is_label(const struct label *label)
{
    size_t letters = label->latin + label->other + label->arabic;

    if (label->odd || label->digits + letters == 0 || label->other > 1 || label->latin > 4)
        return false;
    if (label->last == ')')
        return label->arabic <= 2;
    if (label->opened)
        return false;
    if (label->last == '-' || label->last == 0x2013)
        return label->latin + label->other == 0 && label->arabic <= WORD && label->digits <= 3;
    if (label->last == '.')
        return letters < 3;
    return letters == 0 && label->signs <= 5;
}

bool tvx_pdf_begins_with_label(const struct pdf_line *line)
{
    struct label label = {.signs = 0};
    size_t at = 0;

    while (at < line->length && line->text[at] != ' ' && label.signs <= LONGEST) {
        uint32_t point = tvx_utf8_next(line->text, line->length, &at);

        if (label.signs > 1 || (label.signs == 1 && !label.opened))
            count_sign(&label, label.last); /* all but the last and the bracket that opens */
        label.opened = label.opened || (label.signs == 0 && point == '(');
        label.first = label.signs == 0 ? point : label.first;
        label.last = point;
        label.signs++;
    }
    if (label.signs == 0 || label.signs > LONGEST)
        return is_wide_label(line);
    if (label.first == 0x2022 || label.first == 0x25AA || label.first == 0x2013 || label.first == 0x2014 ||
        (label.first == '-' && label.signs == 1))
        return at < 8;
    if (label.last != ')' && label.last != '-' && label.last != 0x2013 && label.last != '.')
        count_sign(&label, label.last);
    else if (label.signs == 1)
        return false;
    return is_label(&label) || is_wide_label(line);
}
