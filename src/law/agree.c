/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>
#include <travaux/text/utf8.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include "agree.h"
#include "map.h"

/* Cells of the table of the longest common subsequence; beyond, only what the ends share is compared. */
enum { CELLS = 6000000 };

struct word {
    uint64_t hash;
    size_t start, end;
};

struct words {
    struct word *items;
    size_t count, capacity;
};

static bool is_apostrophe(uint32_t point)
{
    return point == '\'' || point == 0x2019 || point == 0x2018 || point == 0x02BC;
}

static bool is_word(uint32_t point)
{
    return u_isalnum((UChar32)point) || (U_GET_GC_MASK((UChar32)point) & U_GC_M_MASK) != 0;
}

const char *tvx_agree_key(struct tvx_arena *arena, const char *text)
{
    size_t length = strlen(text), used = 0;
    char *out = tvx_arena_array(arena, length + 1, 2);

    if (out == NULL)
        return NULL;
    for (size_t at = 0; at < length;) {
        uint32_t point = tvx_utf8_next(text, length, &at);

        if (is_word(point) && used + 4 < 2 * (length + 1))
            U8_APPEND_UNSAFE((uint8_t *)out, used, u_foldCase((UChar32)point, U_FOLD_CASE_DEFAULT));
    }
    out[used] = '\0';
    return out;
}

/* exact: words as they are and every mark; else words folded, apostrophes within them passed over. */
static bool cut(struct words *out, struct tvx_arena *arena, const char *text, bool exact)
{
    size_t length = strlen(text);

    for (size_t at = 0; at < length;) {
        size_t start = at, end;
        uint32_t point = tvx_utf8_next(text, length, &at);
        uint64_t hash = 0;

        if (tvx_text_is_space(point) || (!exact && !is_word(point)))
            continue;
        end = at;
        if (!is_word(point))
            hash = tvx_map_hash(0, &point, sizeof point);
        while (is_word(point)) {
            uint32_t folded = exact ? point : (uint32_t)u_foldCase((UChar32)point, U_FOLD_CASE_DEFAULT);

            hash = tvx_map_hash(hash, &folded, sizeof folded);
            end = at;
            do
                point = at < length ? tvx_utf8_next(text, length, &at) : 0;
            while (!exact && is_apostrophe(point));
        }
        at = end;
        out->items = tvx_arena_grow(arena, out->items, out->count, &out->capacity, sizeof *out->items);
        if (out->items == NULL)
            return false;
        out->items[out->count++] = (struct word){hash, start, end};
    }
    return true;
}

struct middle { /* what is left of both when the ends they share are cut off */
    const struct word *a, *b;
    size_t a_count, b_count, prefix, suffix;
};

static struct middle trim(const struct words *a, const struct words *b)
{
    struct middle m = {a->items, b->items, a->count, b->count, 0, 0};

    while (m.a_count > 0 && m.b_count > 0 && m.a->hash == m.b->hash) {
        m.a++, m.b++;
        m.a_count--, m.b_count--;
        m.prefix++;
    }
    while (m.a_count > 0 && m.b_count > 0 && m.a[m.a_count - 1].hash == m.b[m.b_count - 1].hash) {
        m.a_count--, m.b_count--;
        m.suffix++;
    }
    return m;
}

static bool is_small(const struct middle *m)
{
    return m->b_count == 0 || m->a_count < CELLS / (m->b_count + 1);
}

enum tvx_status tvx_agree_words(size_t *common, size_t *count, struct tvx_arena *arena, const char *a, const char *b,
                                struct tvx_error *error)
{
    struct words x = {0}, y = {0};
    struct middle m;
    size_t *row;

    if (!cut(&x, arena, a, false) || !cut(&y, arena, b, false))
        return tvx_error_nomem(error);
    m = trim(&x, &y);
    *count = x.count;
    *common = m.prefix + m.suffix;
    if (m.a_count == 0 || m.b_count == 0 || !is_small(&m))
        return TVX_OK;
    row = tvx_arena_array(arena, m.b_count + 1, sizeof *row);
    if (row == NULL)
        return tvx_error_nomem(error);
    for (size_t i = 0; i < m.a_count; i++) {
        size_t diagonal = 0;

        for (size_t j = 0; j < m.b_count; j++) {
            size_t above = row[j + 1];

            row[j + 1] = m.a[i].hash == m.b[j].hash ? diagonal + 1 : above > row[j] ? above : row[j];
            diagonal = above;
        }
    }
    *common += row[m.b_count];
    return TVX_OK;
}

struct edits {
    struct tvx_edit *items;
    size_t count, capacity;
    struct tvx_arena *arena;
    const char *before, *after;
};

/* Words [a, a_end) of the middle become [b, b_end). */
static bool put(struct edits *out, const struct middle *m, size_t a, size_t a_end, size_t b, size_t b_end)
{
    struct tvx_edit edit = {TVX_EDIT_REPLACE, "", ""};

    if (a == a_end && b == b_end)
        return true;
    if (a < a_end)
        edit.before = tvx_arena_strndup(out->arena, out->before + m->a[a].start, m->a[a_end - 1].end - m->a[a].start);
    if (b < b_end)
        edit.after = tvx_arena_strndup(out->arena, out->after + m->b[b].start, m->b[b_end - 1].end - m->b[b].start);
    edit.op = a == a_end ? TVX_EDIT_INS : b == b_end ? TVX_EDIT_DEL : TVX_EDIT_REPLACE;
    out->items = tvx_arena_grow(out->arena, out->items, out->count, &out->capacity, sizeof *out->items);
    if (out->items == NULL || edit.before == NULL || edit.after == NULL)
        return false;
    out->items[out->count++] = edit;
    return true;
}

/* lengths[i][j]: longest common subsequence of a[i…] and b[j…]; walked from the start, equal words first. */
static bool walk(struct edits *out, const struct middle *m)
{
    size_t wide = m->b_count + 1, i = 0, j = 0, a = 0, b = 0;
    uint16_t *lengths = m->a_count + m->b_count > UINT16_MAX || !is_small(m)
                            ? NULL : tvx_arena_array(out->arena, (m->a_count + 1) * wide, sizeof *lengths);

    if (lengths == NULL) /* too long: one edit from the first difference to the last */
        return put(out, m, 0, m->a_count, 0, m->b_count);
    for (size_t x = m->a_count; x-- > 0;)
        for (size_t y = m->b_count; y-- > 0;) {
            uint16_t down = lengths[(x + 1) * wide + y], right = lengths[x * wide + y + 1];

            lengths[x * wide + y] = m->a[x].hash == m->b[y].hash ? (uint16_t)(lengths[(x + 1) * wide + y + 1] + 1)
                                    : down > right ? down : right;
        }
    while (i < m->a_count && j < m->b_count) {
        if (m->a[i].hash == m->b[j].hash) {
            if (!put(out, m, a, i, b, j))
                return false;
            a = ++i;
            b = ++j;
        } else if (lengths[(i + 1) * wide + j] >= lengths[i * wide + j + 1]) {
            i++;
        } else {
            j++;
        }
    }
    return put(out, m, a, m->a_count, b, m->b_count);
}

enum tvx_status tvx_agree_edits(struct tvx_edit **out, size_t *count, struct tvx_arena *arena, const char *before,
                                const char *after, struct tvx_error *error)
{
    struct words x = {0}, y = {0};
    struct edits edits = {.arena = arena, .before = before, .after = after};
    struct middle m;

    if (!cut(&x, arena, before, true) || !cut(&y, arena, after, true))
        return tvx_error_nomem(error);
    m = trim(&x, &y);
    if (!walk(&edits, &m))
        return tvx_error_nomem(error);
    *out = edits.items;
    *count = edits.count;
    return TVX_OK;
}
