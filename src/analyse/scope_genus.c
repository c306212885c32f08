/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "scope_genus.h"

#include <string.h>

enum { STEPS = 4, NAMES_A_ROW = 64 };

static const char TABLE[] = "data/genus.tsv";

struct name {
    uint32_t words[SCOPE_GENUS_WORDS];
    size_t count;
};

struct pair {
    struct name narrow, broad;
};

struct scope_genera {
    struct pair *pairs;
    size_t count, capacity;
};

/* The names in a field; how many. */
static size_t names_of(struct name *out, struct scope_reader *reader, struct tvx_arena *arena, const char *language,
                       struct tvx_field field, struct tvx_error *error)
{
    const char *from = field.text, *end = field.text + field.length;
    size_t count = 0;

    while (from < end && count < NAMES_A_ROW) {
        const char *bar = memchr(from, '|', (size_t)(end - from)), *stop = bar == NULL ? end : bar;
        struct scope_words words;

        if (scope_read(&words, reader, arena, language, from, (size_t)(stop - from), error) != TVX_OK)
            return 0;
        out[count].count = 0;
        for (size_t i = 0; i < words.count && i < SCOPE_GENUS_WORDS; i++)
            if (!words.items[i].mark)
                out[count].words[out[count].count++] = words.items[i].id;
        count += out[count].count > 0;
        from = stop + 1;
    }
    return count;
}

static bool add(struct scope_genera *genera, struct tvx_arena *arena, const struct name *narrow,
                const struct name *broad)
{
    struct pair *pairs = tvx_arena_grow(arena, genera->pairs, genera->count, &genera->capacity, sizeof *pairs);

    if (pairs == NULL)
        return false;
    genera->pairs = pairs;
    pairs[genera->count++] = (struct pair){*narrow, *broad};
    return true;
}

struct scope_genera *scope_genera_new(struct scope_reader *reader, struct tvx_arena *arena, const char *language,
                                      struct tvx_error *error)
{
    struct scope_genera *genera = tvx_arena_alloc(arena, sizeof *genera);
    struct name *broad = tvx_arena_array(arena, NAMES_A_ROW, sizeof *broad);
    struct name *narrow = tvx_arena_array(arena, NAMES_A_ROW, sizeof *narrow);
    struct tvx_table table;
    struct tvx_field f[TVX_TABLE_FIELDS];
    size_t fields;

    if (genera == NULL || broad == NULL || narrow == NULL) {
        tvx_error_nomem(error);
        return NULL;
    }
    tvx_table_open(&table, tvx_asset_find(TABLE));
    while (tvx_table_next(&table, f, &fields)) {
        size_t broads, narrows;

        if (fields < 3 || !tvx_field_is(f[2], language))
            continue;
        broads = names_of(broad, reader, arena, language, f[0], error);
        narrows = names_of(narrow, reader, arena, language, f[1], error);
        for (size_t i = 0; i < broads; i++)
            for (size_t j = 0; j < narrows; j++)
                if (!add(genera, arena, &narrow[j], &broad[i])) {
                    tvx_error_nomem(error);
                    return NULL;
                }
    }
    return genera;
}

static bool is(const struct name *name, const uint32_t *words, size_t count)
{
    return name->count == count && memcmp(name->words, words, count * sizeof *words) == 0;
}

static bool broader(const struct scope_genera *genera, const struct name *narrow, const struct name *broad, int steps)
{
    for (size_t i = 0; i < genera->count; i++) {
        const struct pair *pair = &genera->pairs[i];

        if (!is(&pair->narrow, narrow->words, narrow->count))
            continue;
        if (is(&pair->broad, broad->words, broad->count) ||
            (steps > 0 && broader(genera, &pair->broad, broad, steps - 1)))
            return true;
    }
    return false;
}

bool scope_genera_broader(const struct scope_genera *genera, const uint32_t *narrow, size_t narrow_count,
                          const uint32_t *broad, size_t broad_count)
{
    struct name a = {.count = narrow_count}, b = {.count = broad_count};

    if (narrow_count > SCOPE_GENUS_WORDS || broad_count > SCOPE_GENUS_WORDS)
        return false;
    memcpy(a.words, narrow, narrow_count * sizeof *narrow);
    memcpy(b.words, broad, broad_count * sizeof *broad);
    return broader(genera, &a, &b, STEPS);
}
