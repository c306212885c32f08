/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <string.h>
#include <travaux/text/utf8.h>
#include <unicode/uchar.h>
#include <unicode/uscript.h>

#include "words.h"

static bool is_word(uint32_t point)
{
    return u_isalnum((UChar32)point) || (U_GET_GC_MASK((UChar32)point) & U_GC_M_MASK) != 0;
}

/* Chinese writes words and numbers without space: "文件65" is two words. */
static bool is_han(uint32_t point)
{
    return point >= 0x2E80 && point <= 0x9FFF && u_isalpha((UChar32)point);
}

bool tvx_words_next(struct tvx_cursor *cursor)
{
    while (cursor->at < cursor->length) {
        size_t next = cursor->at;

        if (is_word(tvx_utf8_next(cursor->text, cursor->length, &next)))
            return true;
        cursor->at = next;
    }
    return false;
}

/* The end of the word at `at`; Chinese breaks where other letters begin. */
static size_t word_end(const char *text, size_t length, size_t at)
{
    size_t next = at;
    bool han;

    if (at >= length)
        return at;
    han = is_han(tvx_utf8_next(text, length, &next));
    while (next < length) {
        size_t from = next;
        uint32_t point = tvx_utf8_next(text, length, &next);

        if (!is_word(point) || is_han(point) != han)
            return from;
    }
    return next;
}

void tvx_words_skip(struct tvx_cursor *cursor)
{
    cursor->at = word_end(cursor->text, cursor->length, cursor->at);
}

static bool is_dash(uint32_t point)
{
    return point == '-' || (point >= 0x2010 && point <= 0x2015) || point == 0x2212;
}

void tvx_words_space(struct tvx_cursor *cursor, const char *also)
{
    bool dashes = strchr(also, '-') != NULL;

    while (cursor->at < cursor->length) {
        size_t next = cursor->at;
        uint32_t point = tvx_utf8_next(cursor->text, cursor->length, &next);

        if (!tvx_text_is_space(point) && !(dashes && is_dash(point)) &&
            !(point != 0 && point < 0x80 && strchr(also, (int)point) != NULL))
            return;
        cursor->at = next;
    }
}

/* Are the two words the same by simple case folding?  *rest: where b's word went on, for Chinese prefixes. */
static bool same_word(const char *a, size_t a_length, const char *b, size_t b_length, size_t *taken)
{
    size_t i = 0, j = 0;

    while (i < a_length && j < b_length) {
        uint32_t x = tvx_utf8_next(a, a_length, &i), y = tvx_utf8_next(b, b_length, &j);

        if (u_foldCase((UChar32)x, U_FOLD_CASE_DEFAULT) != u_foldCase((UChar32)y, U_FOLD_CASE_DEFAULT))
            return false;
        if (i == a_length && j < b_length && is_han(x)) {
            *taken = j;
            return true;
        }
    }
    *taken = j;
    return i == a_length && j == b_length;
}

bool tvx_words_take(struct tvx_cursor *cursor, const char *phrase, size_t phrase_length)
{
    struct tvx_cursor want = {phrase, phrase_length, 0}, have = *cursor;
    bool any = false;

    /* Most phrases of a table differ in the first letter: do not look at the rest. */
    if (phrase_length > 0 && cursor->at < cursor->length && u_isalpha((unsigned char)*phrase) && *phrase > 0 &&
        cursor->text[cursor->at] > 0 && ((*phrase ^ cursor->text[cursor->at]) & ~0x20) != 0)
        return false;
    while (tvx_words_next(&want)) {
        size_t end = word_end(phrase, phrase_length, want.at), stop, taken;

        if (!tvx_words_next(&have))
            return false;
        if (!any && have.at != cursor->at)
            return false;
        stop = word_end(have.text, have.length, have.at);
        if (!same_word(phrase + want.at, end - want.at, have.text + have.at, stop - have.at, &taken))
            return false;
        have.at += taken;
        want.at = end;
        any = true;
    }
    if (!any)
        return false;
    if (phrase[phrase_length - 1] == ')' && have.at < have.length && have.text[have.at] == ')')
        have.at++;
    cursor->at = have.at;
    return true;
}

bool tvx_words_any(struct tvx_cursor *cursor, struct tvx_field phrases)
{
    const char *at = phrases.text, *end = phrases.text + phrases.length;
    size_t best = cursor->at;

    while (at < end) {
        const char *bar = memchr(at, '|', (size_t)(end - at));
        const char *stop = bar == NULL ? end : bar;
        struct tvx_cursor trial = *cursor;

        if (stop > at && tvx_words_take(&trial, at, (size_t)(stop - at)) && trial.at > best)
            best = trial.at;
        at = stop + 1;
    }
    if (best == cursor->at)
        return false;
    cursor->at = best;
    return true;
}

void tvx_words_table(struct tvx_table *table, const char *name, const struct tvx_cursor *cursor)
{
    size_t at = cursor->at;
    uint32_t point = at < cursor->length ? tvx_utf8_next(cursor->text, cursor->length, &at) : 0;

    tvx_table_open_at(table, tvx_asset_find(name), (uint32_t)u_foldCase((UChar32)point, U_FOLD_CASE_DEFAULT));
}

bool tvx_words_row(struct tvx_cursor *cursor, const char *name, const char *kind,
                   struct tvx_field fields[TVX_TABLE_FIELDS])
{
    struct tvx_table table;
    struct tvx_field row[TVX_TABLE_FIELDS];
    size_t count, best = cursor->at;

    tvx_words_table(&table, name, cursor);
    while (tvx_table_next(&table, row, &count)) {
        struct tvx_cursor trial = *cursor;

        if ((kind != NULL && !tvx_field_is(row[0], kind)) || row[1].length == 0 ||
            !tvx_words_take(&trial, row[1].text, row[1].length) || trial.at <= best)
            continue;
        best = trial.at;
        memcpy(fields, row, sizeof row);
    }
    if (best == cursor->at)
        return false;
    cursor->at = best;
    return true;
}
