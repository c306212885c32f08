/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Numbers are written with the digits of their script, grouped by a space, a comma or a full stop, in Chinese also by
 * numerals ("第三十二条"), and in headings as Roman numerals ("Part IV"); all become the same plain digits.
 */
#include "cross_anchor.h"

#include <stdio.h>
#include <string.h>
#include <travaux/text/utf8.h>
#include <unicode/uchar.h>

enum { NUMBER_ROOM = 24, SKELETON = 4, SKELETON_LEAST = 3, COGNATE_LETTERS = 5, MOST_IN_UNIT = 4096 };

struct finder {
    struct anchors *out;
    struct tvx_arena *arena;
    const char *text; /* of the unit */
    size_t offset;    /* of the unit in the whole text */
    uint32_t unit;
    size_t first; /* anchors there were before the unit */
};

static enum tvx_status put(struct finder *finder, uint64_t key, enum tvx_anchor_kind kind, size_t start, size_t length,
                           struct tvx_error *error)
{
    struct anchors *out = finder->out;

    if (out->count - finder->first >= MOST_IN_UNIT) /* enough to tell any paragraph by */
        return TVX_OK;
    out->items = tvx_arena_grow(finder->arena, out->items, out->count, &out->capacity, sizeof *out->items);
    if (out->items == NULL)
        return tvx_error_nomem(error);
    out->items[out->count++] =
        (struct anchor){key, (uint32_t)(finder->offset + start), (uint32_t)length, finder->unit, kind};
    return TVX_OK;
}

/* ---- numbers ---- */

/* A word of digits as plain ASCII digits with '.' between parts; false for a word that has other letters. */
static bool plain_number(char out[NUMBER_ROOM], const char *text, size_t length)
{
    size_t used = 0, since = 0; /* digits since the last sign */
    bool grouped = false;

    for (size_t at = 0; at < length;) {
        UChar32 point = (UChar32)tvx_utf8_next(text, length, &at);

        if (u_isdigit(point)) {
            if (used + 2 >= NUMBER_ROOM)
                return false;
            out[used++] = (char)('0' + u_charDigitValue(point));
            since++;
        } else if (point == '.' || point == ',' || point == 0x66B || point == 0x66C) {
            size_t next = at, digits = 0;

            while (next < length && u_isdigit((UChar32)tvx_utf8_next(text, length, &next)))
                digits++;
            /* "1,000" and "1.000.000" group, "5.1" and "2,5" part */
            if (digits == 3 && since <= 3 && (grouped || used <= 3)) {
                grouped = true;
                since = 0;
            } else {
                if (used + 2 >= NUMBER_ROOM)
                    return false;
                out[used++] = '.';
                since = 0;
            }
        } else {
            return false;
        }
    }
    out[used] = '\0';
    return used > 0;
}

/* "1 000": the groups of three digits that follow words[*at], written on; *at becomes the last of them. */
static void add_groups(char number[NUMBER_ROOM], const struct cross_words *words, size_t *at)
{
    while (*at + 1 < words->count && strlen(number) + 4 < NUMBER_ROOM && strchr(number, '.') == NULL) {
        const struct cross_word *word = &words->items[*at], *next = word + 1;
        size_t end = word->start + word->length, behind = end;
        char group[NUMBER_ROOM];

        if (end >= next->start || !next->digit || word->length > 3 ||
            !tvx_text_is_space(tvx_utf8_next(words->text, next->start, &behind)) || behind != next->start ||
            !plain_number(group, words->text + next->start, next->length) || strlen(group) != 3)
            return;
        memcpy(number + strlen(number), group, 4);
        ++*at;
    }
}

/* The value of a Roman numeral in capitals of at least two letters, 0 for none. */
static unsigned roman(const char *text, size_t length)
{
    static const char letters[] = "IVXLC";
    static const unsigned values[] = {1, 5, 10, 50, 100};
    unsigned sum = 0, last = 0;

    if (length < 2 || length > 7)
        return 0;
    for (size_t i = length; i-- > 0;) {
        const char *found = text[i] == '\0' ? NULL : strchr(letters, text[i]);
        unsigned value = found == NULL ? 0 : values[found - letters];

        if (value == 0)
            return 0;
        sum = value < last ? sum - value : sum + value;
        last = value > last ? value : last;
    }
    return sum;
}

static int han_digit(uint32_t point)
{
    static const uint32_t digits[] = {0x96F6, 0x4E00, 0x4E8C, 0x4E09, 0x56DB, 0x4E94, 0x516D, 0x4E03, 0x516B, 0x4E5D};

    if (point == 0x3007)
        return 0;
    for (int i = 0; i < 10; i++)
        if (digits[i] == point)
            return i;
    return -1;
}

/*
 * The Chinese number that begins with words[at], one word a character; *taken says how many.  A single numeral counts
 * only behind 第 ("third"), for 一 stands in many words.
 */
static bool han_number(char out[NUMBER_ROOM], const struct cross_words *words, size_t at, size_t *taken)
{
    unsigned long total = 0, digits = 0;
    int pending = -1;
    bool units = false;
    size_t i = at;

    for (; i < words->count && i - at < 12; i++) {
        const struct cross_word *word = &words->items[i];
        size_t next = word->start;
        uint32_t point = tvx_utf8_next(words->text, next + word->length, &next);
        unsigned unit = point == 0x5341 ? 10 : point == 0x767E ? 100 : point == 0x5343 ? 1000 : 0;
        int digit = han_digit(point);

        if (i > at && words->items[i - 1].start + words->items[i - 1].length != word->start)
            break;
        if (unit > 0) {
            total += unit * (pending < 0 ? 1 : (unsigned)pending);
            pending = -1;
            units = true;
        } else if (digit >= 0) {
            digits = digits * 10 + (unsigned)digit;
            pending = digit;
        } else {
            break;
        }
    }
    *taken = i - at;
    if (*taken == 0)
        return false;
    if (*taken == 1) {
        const struct cross_word *before = at == 0 ? NULL : &words->items[at - 1];

        if (before == NULL || before->length != 3 || memcmp(words->text + before->start, "第", 3) != 0)
            return false;
    }
    total = units ? total + (pending > 0 ? (unsigned)pending : 0) : digits;
    snprintf(out, NUMBER_ROOM, "%lu", total);
    return true;
}

/* ---- words that look alike ---- */

/* A consonant's class by its sound, 0 for vowels and what has none: "c" and "к" are k, "ch" and "ш" near s. */
static char sound(uint32_t point)
{
    static const char latin[] = "\0bkt\0fk\0\0skl" "mn\0bkrst\0ffk" "\0s";
    static const char cyrillic[] = "\0bfkt\0ss\0\0kl" "mn\0brst\0fks" "sss\0\0\0\0\0\0";

    if (point >= 'a' && point <= 'z')
        return latin[point - 'a'];
    if (point >= 0x430 && point <= 0x44F)
        return cyrillic[point - 0x430];
    if (point == 0xE7)
        return 's'; /* ç */
    return point == 0xF1 ? 'n' : '\0';
}

/* The first consonants of a long word in Latin or Cyrillic script: "protocolo" and "протокол" are b-r-t-k. */
static bool skeleton(char out[SKELETON + 1], const char *text, size_t length)
{
    size_t used = 0, letters = 0;
    bool vowel = false;

    for (size_t at = 0; at < length;) {
        uint32_t point = (uint32_t)u_tolower((UChar32)tvx_utf8_next(text, length, &at));
        char class = sound(point);

        if (point >= 0x530)
            return false;
        letters++;
        vowel = class == '\0';
        if (!vowel && used < SKELETON && (used == 0 || out[used - 1] != class))
            out[used++] = class;
    }
    out[used] = '\0';
    return letters >= COGNATE_LETTERS && used >= SKELETON_LEAST;
}

/* ---- all of a unit ---- */

/* "12月" is December. */
static bool is_month(const struct cross_words *words, size_t at, const char *number)
{
    const struct cross_word *next = at + 1 < words->count ? &words->items[at + 1] : NULL;

    return next != NULL && next->length == 3 && memcmp(words->text + next->start, "月", 3) == 0 && strlen(number) <= 2 &&
           next->start == words->items[at].start + words->items[at].length;
}

static enum tvx_status take_number(struct finder *finder, const struct cross_words *words, size_t *at,
                                   struct tvx_error *error)
{
    const struct cross_word *word = &words->items[*at];
    char number[NUMBER_ROOM], month[4];
    size_t end;

    if (!plain_number(number, words->text + word->start, word->length)) {
        char *folded = tvx_text_casefold(finder->arena, words->text + word->start, word->length);

        return folded == NULL ? tvx_error_nomem(error)
                              : put(finder, cross_key('$', folded, strlen(folded)), TVX_ANCHOR_SYMBOL, word->start,
                                    word->length, error);
    }
    add_groups(number, words, at);
    end = words->items[*at].start + words->items[*at].length;
    if (is_month(words, *at, number)) {
        snprintf(month, sizeof month, "%s%.2s", strlen(number) == 1 ? "0" : "", number);
        return put(finder, cross_key('m', month, strlen(month)), TVX_ANCHOR_NAME, word->start, end - word->start,
                   error);
    }
    return put(finder, cross_key('#', number, strlen(number)), TVX_ANCHOR_NUMBER, word->start, end - word->start,
               error);
}

/* Words in capitals within another script, or an acronym that both languages use ("BBNJ"). */
static bool is_acronym(const char *text, size_t length)
{
    if (length < 2 || length > 12)
        return false;
    for (size_t i = 0; i < length; i++)
        if (text[i] < 'A' || text[i] > 'Z')
            return false;
    return true;
}

static enum tvx_status take_word(struct finder *finder, const struct tvx_cross_terms *terms, const char *language,
                                 const struct cross_words *words, size_t *at, struct tvx_error *error)
{
    const struct cross_word *word = &words->items[*at], *last;
    const char *text = words->text + word->start;
    enum tvx_anchor_kind kind;
    char number[NUMBER_ROOM];
    uint64_t key;
    size_t taken;

    if (word->digit)
        return take_number(finder, words, at, error);
    if (!word->latin && han_number(number, words, *at, &taken)) {
        last = &words->items[*at + taken - 1];
        *at += taken - 1;
        return put(finder, cross_key('#', number, strlen(number)), TVX_ANCHOR_NUMBER, word->start,
                   last->start + last->length - word->start, error);
    }
    taken = cross_terms_match(terms, language, words, *at, &key, &kind);
    if (taken > 0) {
        last = &words->items[*at + taken - 1];
        *at += taken - 1;
        return put(finder, key, kind, word->start, last->start + last->length - word->start, error);
    }
    if (word->latin && roman(text, word->length) > 0) {
        snprintf(number, sizeof number, "%u", roman(text, word->length));
        return put(finder, cross_key('#', number, strlen(number)), TVX_ANCHOR_NUMBER, word->start, word->length, error);
    }
    if (is_acronym(text, word->length))
        return put(finder, cross_key('$', text, word->length), TVX_ANCHOR_SYMBOL, word->start, word->length, error);
    if (skeleton(number, text, word->length))
        return put(finder, cross_key('c', number, strlen(number)), TVX_ANCHOR_COGNATE, word->start, word->length,
                   error);
    return TVX_OK;
}

enum tvx_status anchors_find(struct anchors *out, struct tvx_arena *arena, const struct tvx_cross_terms *terms,
                             struct tvx_stemmer *stemmer, const char *language, const char *text, size_t start,
                             size_t length, uint32_t unit, struct tvx_error *error)
{
    struct finder finder = {out, arena, text + start, start, unit, out->count};
    struct tvx_arena *scratch = tvx_arena_new((size_t)1 << 32);
    struct cross_words words;
    enum tvx_status status = scratch == NULL ? tvx_error_nomem(error)
                                             : cross_words_of(&words, scratch, stemmer, language, text + start, length,
                                                              error);

    for (size_t i = 0; status == TVX_OK && i < words.count; i++)
        status = take_word(&finder, terms, language, &words, &i, error);
    tvx_arena_free(scratch);
    return status;
}
