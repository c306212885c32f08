/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "scope_words.h"

#include <string.h>

struct phrase { /* those that begin alike are a chain, the longest first */
    const struct scope_word *words;
    size_t count, value;
    struct phrase *next;
};

struct scope_index {
    struct tvx_arena *arena;
    struct phrase **heads; /* by the first word's number */
    size_t head_count;
};

struct scope_index *scope_index_new(struct tvx_arena *arena)
{
    struct scope_index *index = tvx_arena_alloc(arena, sizeof *index);

    if (index != NULL)
        index->arena = arena;
    return index;
}

static bool make_room(struct scope_index *index, size_t id)
{
    size_t count = index->head_count == 0 ? 256 : index->head_count;
    struct phrase **heads;

    if (id < index->head_count)
        return true;
    while (count <= id)
        count *= 2;
    heads = tvx_arena_array(index->arena, count, sizeof *heads);
    if (heads == NULL)
        return false;
    if (index->head_count > 0)
        memcpy(heads, index->heads, index->head_count * sizeof *heads);
    index->heads = heads;
    index->head_count = count;
    return true;
}

static bool same(const struct scope_word *a, const struct scope_word *b, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (a[i].id != b[i].id)
            return false;
    return true;
}

bool scope_index_add(struct scope_index *index, const struct scope_word *words, size_t count, size_t value)
{
    struct phrase **at, *phrase;

    if (count == 0)
        return true;
    if (!make_room(index, words[0].id))
        return false;
    at = &index->heads[words[0].id];
    while (*at != NULL && (*at)->count > count)
        at = &(*at)->next;
    for (struct phrase *p = *at; p != NULL && p->count == count; p = p->next)
        if (same(p->words, words, count))
            return true;
    phrase = tvx_arena_alloc(index->arena, sizeof *phrase);
    if (phrase == NULL)
        return false;
    *phrase = (struct phrase){words, count, value, *at};
    *at = phrase;
    return true;
}

size_t scope_index_find(const struct scope_index *index, const struct scope_words *words, size_t at, size_t below,
                        size_t *value)
{
    const struct phrase *phrase;

    if (at >= words->count || words->items[at].id >= index->head_count)
        return 0;
    for (phrase = index->heads[words->items[at].id]; phrase != NULL; phrase = phrase->next)
        if (phrase->count < below && phrase->count <= words->count - at &&
            same(phrase->words, words->items + at, phrase->count)) {
            *value = phrase->value;
            return phrase->count;
        }
    return 0;
}

enum tvx_status scope_index_table(struct scope_index *index, struct scope_rows *rows, struct scope_reader *reader,
                                  struct tvx_arena *arena, const char *table_name, const char *kind,
                                  const char *language, struct tvx_error *error)
{
    struct tvx_table table;
    struct tvx_field f[TVX_TABLE_FIELDS];
    size_t count;

    tvx_table_open(&table, tvx_asset_find(table_name));
    while (tvx_table_next(&table, f, &count)) {
        struct scope_row *items;
        const char *from = f[1].text, *end = f[1].text + f[1].length;

        if (count < 2 || (kind != NULL && !tvx_field_is(f[0], kind)) ||
            (count > 2 && f[2].length > 0 && !tvx_field_is(f[2], language)))
            continue;
        items = tvx_arena_grow(arena, rows->items, rows->count, &rows->capacity, sizeof *items);
        if (items == NULL)
            return tvx_error_nomem(error);
        rows->items = items;
        items[rows->count] = (struct scope_row){.kind = f[0], .phrase = f[1]};
        if (count > 3)
            items[rows->count].value = f[3];
        while (from < end) {
            const char *bar = memchr(from, '|', (size_t)(end - from)), *stop = bar == NULL ? end : bar;
            struct scope_words words;

            if (scope_read(&words, reader, arena, language, from, (size_t)(stop - from), error) != TVX_OK)
                return error->status;
            if (!scope_index_add(index, words.items, words.count, rows->count))
                return tvx_error_nomem(error);
            from = stop + 1;
        }
        rows->count++;
    }
    return TVX_OK;
}
