/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <travaux/base/table.h>
#include <travaux/text/utf8.h>
#include <unicode/uchar.h>

#include "header.h"
#include "words.h"

/* The number at the cursor, in digits of any script, at most 9999; -1 when there is none.  Taken. */
static int take_number(struct tvx_cursor *c)
{
    int value = -1;

    while (c->at < c->length) {
        size_t next = c->at;
        int32_t digit = u_charDigitValue((UChar32)tvx_utf8_next(c->text, c->length, &next));

        if (digit < 0)
            break;
        value = (value < 0 ? 0 : value) * 10 + digit;
        if (value > 9999)
            return -1;
        c->at = next;
    }
    return value;
}

static int take_month(struct tvx_cursor *c)
{
    struct tvx_table table;
    struct tvx_field f[TVX_TABLE_FIELDS];
    size_t count;

    tvx_words_table(&table, "data/months.tsv", c);
    while (tvx_table_next(&table, f, &count)) {
        struct tvx_cursor trial = *c;

        if (tvx_words_any(&trial, f[1])) {
            *c = trial;
            return (f[0].text[0] - '0') * 10 + f[0].text[1] - '0'; /* a table of ours: two digits */
        }
    }
    return -1;
}

/* Words that stand between the parts of a date: "1er", "de", "г.". */
static void skip_small(struct tvx_cursor *c)
{
    static const char *const small[] = {"er", "st", "nd", "rd", "th", "de", "del", "of", "/"};

    for (;;) {
        struct tvx_cursor trial = *c;
        bool any = false;

        tvx_words_space(&trial, ",.");
        for (size_t i = 0; i < sizeof small / sizeof *small && !any; i++)
            any = tvx_words_take(&trial, small[i], strlen(small[i]));
        *c = trial;
        if (!any)
            return;
    }
}

static bool set(char out[11], int year, int month, int day)
{
    if (year < 1800 || year > 2200 || month < 1 || month > 12 || day < 1 || day > 31)
        return false;
    return snprintf(out, 11, "%04u-%02u-%02u", (unsigned)year % 10000, (unsigned)month % 100,
                    (unsigned)day % 100) == 10;
}

/* "7 September 2026", "7 de septiembre de 2026", "September 7, 2026", "2026-09-07", "07.09.2026", "2026年9月7日" */
static bool take_date(struct tvx_cursor *cursor, char out[11])
{
    struct tvx_cursor c = *cursor;
    int first = take_number(&c), second, third;

    if (first < 0) {
        second = take_month(&c);
        skip_small(&c);
        first = second < 0 ? -1 : take_number(&c);
        skip_small(&c);
        third = first < 0 ? -1 : take_number(&c);
    } else {
        skip_small(&c);
        second = take_month(&c);
        if (second < 0) {
            tvx_words_space(&c, "-/.");
            if (!tvx_words_take(&c, "年", strlen("年")) && c.at >= c.length)
                return false;
            second = take_number(&c);
            tvx_words_take(&c, "月", strlen("月"));
            tvx_words_space(&c, "-/.");
        } else {
            skip_small(&c);
        }
        third = second < 0 ? -1 : take_number(&c);
        tvx_words_take(&c, "日", strlen("日"));
    }
    if (!set(out, third, second, first) && !set(out, first, second, third))
        return false;
    *cursor = c;
    return true;
}

bool tvx_date_parse(char out[11], bool *whole, const char *text)
{
    static const char *const around[] = {"le", "el", "г", "год", "года", "Date", "Fecha", "Дата", "the"};
    struct tvx_cursor c = {text, strlen(text), 0};
    bool found = false;

    *whole = true;
    while (tvx_words_next(&c)) {
        bool known = false;

        for (size_t i = 0; i < sizeof around / sizeof *around && !known; i++)
            known = tvx_words_take(&c, around[i], strlen(around[i]));
        if (known)
            continue;
        if (!found && take_date(&c, out)) {
            found = true;
            continue;
        }
        *whole = false;
        tvx_words_skip(&c);
    }
    return found;
}
