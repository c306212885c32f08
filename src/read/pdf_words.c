/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <string.h>
#include <travaux/base/table.h>
#include <travaux/text/utf8.h>
#include <unicode/uchar.h>

#include "pdf_text.h"

/* A set of hashes; a false hit costs at most a wrong hyphen. */
struct pdf_words {
    uint64_t *slots;
    size_t mask;
    bool hyphenated; /* the document's words were broken at line ends by a hyphenation program */
};

enum verdict { GOES, STAYS, UNKNOWN, HANGS };

static bool is_letter(uint32_t point)
{
    return point < 0x80 ? (point | 32) >= 'a' && (point | 32) <= 'z' : u_isalpha((UChar32)point) || point == 0x2019;
}

static uint64_t add_point(uint64_t hash, uint32_t point)
{
    return (hash ^ (uint64_t)u_tolower((UChar32)point)) * 1099511628211u;
}

static const uint64_t empty = 14695981039346656037u;

static uint64_t hash_of(uint64_t hash, const char *text, size_t length)
{
    for (size_t at = 0; at < length;)
        hash = add_point(hash, tvx_utf8_next(text, length, &at));
    return hash;
}

static bool find(const struct pdf_words *words, uint64_t hash, bool add)
{
    for (size_t slot = hash & words->mask, tries = 0; tries <= words->mask; slot = (slot + 1) & words->mask, tries++) {
        if (words->slots[slot] == hash)
            return true;
        if (words->slots[slot] == 0) {
            if (add)
                words->slots[slot] = hash;
            return false;
        }
    }
    return false;
}

/* Words with their inner hyphens; what a line's end may have cut in two is left out. */
static void add_line(struct pdf_words *words, const struct pdf_line *line, bool first_is_cut)
{
    uint64_t hash = empty;
    size_t letters = 0;
    bool cut = first_is_cut;

    for (size_t at = 0; at < line->length;) {
        uint32_t point = tvx_utf8_next(line->text, line->length, &at);
        bool hyphen = (point == '-' || point == 0x2010) && letters > 0 && at < line->length;

        if (is_letter(point) || hyphen) {
            hash = add_point(hash, hyphen ? '-' : point);
            letters++;
            continue;
        }
        if (letters > 0 && !cut && !(point == '-' && at == line->length))
            find(words, hash, true);
        hash = empty;
        letters = 0;
        cut = false;
    }
    if (letters > 0 && !cut)
        find(words, hash, true);
}

/* "two- and threefold": the word that follows shows that the hyphen stands for what is left out. */
static bool is_joining_word(const char *text, size_t length)
{
    struct tvx_table table;
    struct tvx_field fields[TVX_TABLE_FIELDS];
    size_t count;

    tvx_table_open(&table, tvx_asset_find("data/joining-words.tsv"));
    while (tvx_table_next(&table, fields, &count))
        if (fields[0].length == length && memcmp(fields[0].text, text, length) == 0)
            return true;
    return false;
}

static enum verdict judge(const struct pdf_words *words, const char *head, size_t head_length, const char *tail,
                          size_t tail_length)
{
    size_t start, end = 0, at = 0, body;
    uint32_t first = tvx_utf8_next(tail, tail_length, &at);
    uint64_t left;

    if (tail_length == 0 || u_isupper((UChar32)first) || !is_letter(first))
        return STAYS;
    for (at = 0; at < tail_length; end = at) {
        uint32_t point = tvx_utf8_next(tail, tail_length, &at);

        if (!is_letter(point) && point != '-')
            break;
    }
    body = head_length;
    while (body > 0 && ((unsigned char)head[body - 1] & 0xC0) == 0x80)
        body--;
    body = body > 0 ? body - 1 : 0; /* before the hyphen, of one byte or three */
    start = body;
    while (start > 0 && head[start - 1] != ' ' && head[start - 1] != '(' && head[start - 1] != '"')
        start--;
    if (start == body)
        return STAYS;
    left = hash_of(empty, head + start, body - start);
    if (find(words, hash_of(add_point(left, '-'), tail, end), false))
        return STAYS;
    if (find(words, hash_of(left, tail, end), false))
        return GOES;
    if (is_joining_word(tail, end))
        return HANGS;
    /* "ill" and "defined" are words here, "illdefined" is none */
    return body - start >= 3 && end >= 4 && find(words, left, false) && find(words, hash_of(empty, tail, end), false)
               ? STAYS
               : UNKNOWN;
}

/* Word processors seldom break words of themselves, typesetters do: what can be told tells what cannot. */
static void count_hyphens(struct pdf_words *words, const struct pdf_text *text)
{
    size_t count[4] = {0, 0, 0, 0};

    for (size_t i = 0; i + 1 < text->count; i++) {
        const struct pdf_line *line = &text->lines[i], *next = line + 1;
        size_t at = 0;

        if (line->length < 2 || line->text[line->length - 1] != '-' || line->text[line->length - 2] == ' ' ||
            !u_islower((UChar32)tvx_utf8_next(next->text, next->length, &at)))
            continue;
        count[judge(words, line->text, line->length, next->text, next->length)]++;
    }
    words->hyphenated = count[GOES] >= count[STAYS] && count[GOES] > 0;
}

struct pdf_words *tvx_pdf_words(const struct pdf_text *text)
{
    struct tvx_arena *arena = text->document->arena;
    struct pdf_words *words = tvx_arena_alloc(arena, sizeof *words);
    size_t bytes = 0, room = 1024;

    for (size_t i = 0; i < text->count; i++)
        bytes += text->lines[i].length;
    /* a word and its space are five bytes or more, half of them repeated */
    while (room < bytes / 2 && room < (size_t)1 << 24)
        room *= 2;
    if (words == NULL)
        return NULL;
    words->mask = room - 1;
    words->slots = tvx_arena_array(arena, room, sizeof *words->slots);
    if (words->slots == NULL)
        return NULL;
    for (size_t i = 0; i < text->count; i++) {
        const struct pdf_line *before = i == 0 ? NULL : &text->lines[i - 1];

        add_line(words, &text->lines[i],
                 before != NULL && before->length > 0 && before->text[before->length - 1] == '-');
    }
    count_hyphens(words, text);
    return words;
}

enum pdf_hyphen tvx_pdf_hyphen(const struct pdf_words *words, const char *head, size_t head_length, const char *tail,
                               size_t tail_length)
{
    switch (judge(words, head, head_length, tail, tail_length)) {
    case HANGS:
        return PDF_HYPHEN_HANGS;
    case STAYS:
        return PDF_HYPHEN_STAYS;
    case GOES:
        return PDF_HYPHEN_GOES;
    case UNKNOWN:
        break;
    }
    return words->hyphenated ? PDF_HYPHEN_GOES : PDF_HYPHEN_STAYS;
}
