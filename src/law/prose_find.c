/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <stdint.h>
#include <string.h>
#include <travaux/text/utf8.h>
#include <unicode/uchar.h>

#include "prose_find.h"

enum { MOST = 10000 };

struct point {
    uint32_t as;     /* with spaces, dashes and quotation marks as one kind */
    size_t from, to; /* bytes of the text */
};

struct points {
    struct point *items;
    size_t count;
};

static bool is_word(uint32_t point)
{
    return u_isalnum((UChar32)point) || (U_GET_GC_MASK((UChar32)point) & U_GC_M_MASK) != 0;
}

/* Scripts that write without spaces have no borders of words to look for. */
static bool is_joined(uint32_t point)
{
    return point >= 0x2E80 && point <= 0xD7AF;
}

static uint32_t one_kind(uint32_t point)
{
    if (tvx_text_is_space(point))
        return ' ';
    if ((point >= 0x2010 && point <= 0x2015) || point == 0x2212)
        return '-';
    if (point == 0x2018 || point == 0x2019 || point == 0x02BC || point == 0x2039 || point == 0x203A)
        return '\'';
    if ((point >= 0x201C && point <= 0x201F) || point == 0xAB || point == 0xBB)
        return '"';
    return point;
}

static bool make_points(struct points *out, struct tvx_arena *arena, const char *text, size_t from, size_t to)
{
    out->count = 0;
    out->items = tvx_arena_array(arena, to - from + 1, sizeof *out->items);
    if (out->items == NULL)
        return false;
    for (size_t at = from; at < to;) {
        size_t start = at;
        uint32_t point = tvx_utf8_next(text, to, &at);

        if (point == 0xAD || point == 0x200B || point == 0x2060 || point == 0xFEFF)
            continue;
        point = one_kind(point);
        if (point == ' ' && out->count > 0 && out->items[out->count - 1].as == ' ') {
            out->items[out->count - 1].to = at;
            continue;
        }
        out->items[out->count++] = (struct point){point, start, at};
    }
    return true;
}

/* How strictly is looked; each is tried when those before found nothing. */
struct way {
    bool hyphens; /* a hyphen joins words: "tenth" is not found in "forty-tenth" */
    bool first;   /* the first letter may be small or large */
    bool trim;    /* a mark at the end of the quoted words may be the instruction's own */
    const char *note;
};
static const struct way ways[] = {
    {true, false, false, NULL},
    {true, true, false, "the first letter is in another case"},
    {false, false, false, NULL},
    {true, true, true, "the mark at the end of the quoted words is not there"},
};

static bool same(const struct points *text, size_t at, const struct points *words, size_t count, const struct way *way)
{
    if (count > text->count - at)
        return false;
    for (size_t i = 0; i < count; i++) {
        uint32_t a = text->items[at + i].as, b = words->items[i].as;

        if (a != b && !(i == 0 && way->first && u_foldCase((UChar32)a, 0) == u_foldCase((UChar32)b, 0)))
            return false;
    }
    return true;
}

static bool parts_words(const struct points *text, size_t at, const struct way *way, bool before)
{
    uint32_t here, beyond, third;

    if (at == 0 || at >= text->count)
        return true;
    here = text->items[before ? at : at - 1].as;
    beyond = text->items[before ? at - 1 : at].as;
    if (!is_word(here) || is_joined(here) || is_joined(beyond))
        return true;
    if (is_word(beyond))
        return false;
    if (!way->hyphens || beyond != '-')
        return true;
    third = before ? (at > 1 ? text->items[at - 2].as : ' ') : (at + 1 < text->count ? text->items[at + 1].as : ' ');
    return !is_word(third);
}

static bool look(struct prose_found *out, struct tvx_arena *arena, const struct points *text,
                 const struct points *words, size_t count, const struct way *way)
{
    for (size_t at = 0; at + count <= text->count && out->count < MOST; at++) {
        if (!same(text, at, words, count, way) || !parts_words(text, at, way, true) ||
            !parts_words(text, at + count, way, false))
            continue;
        out->items = tvx_arena_grow(arena, out->items, out->count, &out->capacity, sizeof *out->items);
        if (out->items == NULL)
            return false;
        out->items[out->count++] = (struct prose_span){text->items[at].from, text->items[at + count - 1].to};
        at += count - 1;
    }
    return true;
}

static bool is_end_mark(uint32_t point)
{
    return point == '.' || point == ',' || point == ';' || point == ':';
}

enum tvx_status prose_find(struct prose_found *out, struct tvx_arena *arena, const char *text, size_t from, size_t to,
                           const char *words, struct tvx_error *error)
{
    struct points have, want;
    size_t first = 0, length = strlen(words);

    *out = (struct prose_found){0};
    if (!make_points(&have, arena, text, from, to) || !make_points(&want, arena, words, 0, length))
        return tvx_error_nomem(error);
    while (want.count > first && want.items[want.count - 1].as == ' ')
        want.count--;
    while (first < want.count && want.items[first].as == ' ')
        first++;
    want.items += first;
    want.count -= first;
    for (size_t w = 0; w < sizeof ways / sizeof *ways && out->count == 0; w++) {
        size_t count = want.count;

        if (ways[w].trim && count > 1 && is_end_mark(want.items[count - 1].as))
            count--;
        else if (ways[w].trim)
            break;
        if (count == 0)
            break;
        if (!look(out, arena, &have, &want, count, &ways[w]))
            return tvx_error_nomem(error);
        if (out->count > 0)
            out->note = ways[w].note;
    }
    if (out->count > 0 && out->note == NULL &&
        (strlen(words) != out->items[0].to - out->items[0].from ||
         memcmp(words, text + out->items[0].from, strlen(words)) != 0))
        out->note = "spaces, dashes or quotation marks are written otherwise";
    return TVX_OK;
}

/* ---- sentences ---- */

static bool ends_sentence(uint32_t point)
{
    return point == '.' || point == '?' || point == '!' || point == 0x61F || point == 0x3002 || point == 0xFF1F;
}

enum tvx_status prose_sentences(struct prose_span **out, size_t *count, struct tvx_arena *arena, const char *text,
                                struct tvx_error *error)
{
    size_t length = strlen(text), start = 0, capacity = 0;

    *out = NULL;
    *count = 0;
    for (size_t at = 0; at < length;) {
        uint32_t point = tvx_utf8_next(text, length, &at), next;
        size_t end = at, look;
        bool stop = ends_sentence(point), joined = point >= 0x3000;

        while (stop && end < length) { /* marks that close: “Yes.” */
            size_t to = end;
            uint32_t mark = tvx_utf8_next(text, length, &to);

            if (one_kind(mark) != '"' && one_kind(mark) != '\'' && mark != ')')
                break;
            end = to;
        }
        look = end;
        next = look < length ? tvx_utf8_next(text, length, &look) : ' ';
        if (point != '\n' && !(stop && (joined || tvx_text_is_space(next))) && end < length)
            continue;
        while (end < length && look < length && tvx_text_is_space(next)) {
            size_t to = look;

            next = tvx_utf8_next(text, length, &to);
            if (!tvx_text_is_space(next))
                break;
            look = to;
        }
        if (stop && end < length && u_islower((UChar32)next))
            continue;
        if (end > start && !tvx_text_blank(text + start, end - start)) {
            *out = tvx_arena_grow(arena, *out, *count, &capacity, sizeof **out);
            if (*out == NULL)
                return tvx_error_nomem(error);
            (*out)[(*count)++] = (struct prose_span){start, end};
        }
        start = end;
        while (start < length) {
            size_t to = start;

            if (!tvx_text_is_space(tvx_utf8_next(text, length, &to)))
                break;
            start = to;
        }
        at = start > at ? start : at;
    }
    if (start < length && !tvx_text_blank(text + start, length - start) &&
        (*count == 0 || (*out)[*count - 1].to <= start)) {
        *out = tvx_arena_grow(arena, *out, *count, &capacity, sizeof **out);
        if (*out == NULL)
            return tvx_error_nomem(error);
        (*out)[(*count)++] = (struct prose_span){start, length};
    }
    return TVX_OK;
}
