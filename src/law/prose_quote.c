/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <string.h>
#include <travaux/text/utf8.h>
#include <unicode/uchar.h>

#include "prose_words.h"

/* Opening marks, and what may close them (up to two marks). */
static const struct pair {
    uint32_t open, close, also;
    bool both; /* the mark stands within words too (an apostrophe), or opens what it closes */
} pairs[] = {
    {0x201C, 0x201D, 0, false},  /* “ ” */
    {0x201E, 0x201C, 0x201D, false}, /* „ “ or „ ” */
    {0xAB, 0xBB, 0, false},      /* « » */
    {0x2039, 0x203A, 0, false},  /* ‹ › */
    {0x300A, 0x300B, 0, false},  /* 《 》 */
    {0x300C, 0x300D, 0, false},  /* 「 」 */
    {0x2018, 0x2019, 0, true},   /* ‘ ’ */
    {'"', '"', 0, true},
    {'\'', '\'', 0, true},
};

static const struct pair *pair_of(uint32_t point)
{
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        if (pairs[i].open == point)
            return &pairs[i];
    return NULL;
}

static bool is_word(uint32_t point)
{
    return u_isalnum((UChar32)point) || (U_GET_GC_MASK((UChar32)point) & U_GC_M_MASK) != 0;
}

static uint32_t point_before(const char *line, size_t at)
{
    size_t from = at;

    if (at == 0)
        return ' ';
    do
        from--;
    while (from > 0 && ((unsigned char)line[from] & 0xC0) == 0x80);
    return tvx_utf8_next(line, at, &from);
}

static uint32_t point_at(const char *line, size_t length, size_t at)
{
    return at < length ? tvx_utf8_next(line, length, &at) : ' ';
}

/* Does the mark end a quotation here?  An apostrophe between letters does not. */
static bool closes(const struct pair *pair, const char *line, size_t length, size_t start, size_t at, size_t next)
{
    if (!pair->both)
        return true;
    return at > start && !is_word(point_at(line, length, next)) && !tvx_text_is_space(point_before(line, at));
}

/* Another opening mark of the same kind within: “a “b” c”. */
static bool nests(const struct pair *pair, const char *line, size_t length, size_t at, size_t next)
{
    (void)at;
    return !pair->both && point_before(line, at) != '\n' && !tvx_text_is_space(point_at(line, length, next));
}

bool prose_quote(const char *line, size_t length, size_t at, size_t *from, size_t *to, size_t *next, bool *open)
{
    size_t next_at = at, depth = 1, start;
    const struct pair *pair = at < length ? pair_of(tvx_utf8_next(line, length, &next_at)) : NULL;

    if (pair == NULL || (pair->both && (is_word(point_before(line, at)) ||
                                        tvx_text_is_space(point_at(line, length, next_at)))))
        return false;
    start = next_at;
    *open = false;
    for (size_t i = start; i < length;) {
        size_t here = i;
        uint32_t point = tvx_utf8_next(line, length, &i);

        if ((point == pair->close || (pair->also != 0 && point == pair->also)) &&
            closes(pair, line, length, start, here, i)) {
            if (--depth > 0)
                continue;
            *from = start;
            *to = here;
            *next = i;
            return true;
        }
        if (point == pair->open && nests(pair, line, length, here, i))
            depth++;
    }
    if (pair->both && pair->open != '"')
        return false;
    *from = start;
    *to = *next = length;
    *open = true;
    return true;
}
