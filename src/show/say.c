/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "tongue.h"

#include <stdlib.h>
#include <string.h>
#include <travaux/base/table.h>

enum { MOST_BYTES = 16 << 20 };

const struct tvx_tongue_name tvx_tongue_names[TVX_TONGUES] = {
    {"ar", "العربية", true, false},  {"en", "English", false, true},  {"es", "español", false, false},
    {"fr", "français", false, true}, {"ru", "русский", false, false}, {"zh", "中文", false, false},
};

static int by_english(const void *a, const void *b)
{
    return strcmp(((const struct phrase *)a)->english, ((const struct phrase *)b)->english);
}

static enum tvx_status read_phrases(struct phrases *out, struct tvx_arena *arena, const struct tvx_asset *asset,
                                    struct tvx_error *error)
{
    struct tvx_field fields[TVX_TABLE_FIELDS];
    struct tvx_table table;
    size_t fields_count, capacity = 0;

    if (asset == NULL)
        return TVX_OK;
    tvx_table_open(&table, asset);
    while (tvx_table_next(&table, fields, &fields_count)) {
        struct phrase *grown = tvx_arena_grow(arena, out->items, out->count, &capacity, sizeof *grown);

        if (fields_count < 2 || fields[1].length == 0)
            continue;
        if (grown == NULL)
            return tvx_error_nomem(error);
        out->items = grown;
        grown[out->count] = (struct phrase){tvx_arena_strndup(arena, fields[0].text, fields[0].length),
                                            tvx_arena_strndup(arena, fields[1].text, fields[1].length)};
        if (grown[out->count].english == NULL || grown[out->count].said == NULL)
            return tvx_error_nomem(error);
        out->count++;
    }
    if (out->count > 0)
        qsort(out->items, out->count, sizeof *out->items, by_english);
    return TVX_OK;
}

enum tvx_status tvx_tongue_load(struct tvx_tongue **out, const char *code, struct tvx_error *error)
{
    const struct tvx_tongue_name *name = NULL;
    struct tvx_tongue *tongue;
    struct tvx_arena *arena;
    enum tvx_status status;

    *out = NULL;
    for (size_t i = 0; i < TVX_TONGUES; i++)
        if (strcmp(tvx_tongue_names[i].code, code) == 0)
            name = &tvx_tongue_names[i];
    if (name == NULL)
        return tvx_error_set(error, TVX_E_NOTFOUND, "%.8s: the interface does not speak this language", code);
    arena = tvx_arena_new(MOST_BYTES);
    if (arena == NULL)
        return tvx_error_nomem(error);
    tongue = tvx_arena_array(arena, 1, sizeof *tongue);
    if (tongue == NULL) {
        tvx_arena_free(arena);
        return tvx_error_nomem(error);
    }
    *tongue = (struct tvx_tongue){.name = name, .arena = arena};
    status = read_phrases(&tongue->phrases, arena,
                          tvx_asset_find(tvx_arena_printf(arena, "data/interface/%s.tsv", name->code)), error);
    if (status == TVX_OK)
        status = read_phrases(&tongue->sentences, arena,
                              tvx_asset_find(tvx_arena_printf(arena, "data/interface/sentences/%s.tsv", name->code)),
                              error);
    if (status != TVX_OK)
        tvx_tongue_free(tongue);
    else
        *out = tongue;
    return status;
}

void tvx_tongue_free(struct tvx_tongue *tongue)
{
    if (tongue != NULL)
        tvx_arena_free(tongue->arena);
}

const struct tvx_tongue_name *tvx_tongue_name(const struct tvx_tongue *tongue)
{
    return tongue == NULL ? &tvx_tongue_names[1] : tongue->name;
}

const char *tongue_find(const struct phrases *phrases, const char *english)
{
    struct phrase wanted = {.english = english};
    const struct phrase *found;

    if (phrases->count == 0)
        return NULL;
    found = bsearch(&wanted, phrases->items, phrases->count, sizeof *phrases->items, by_english);
    return found == NULL ? NULL : found->said;
}

const char *tvx_say(const struct tvx_tongue *tongue, const char *english)
{
    const char *said = tongue == NULL ? NULL : tongue_find(&tongue->phrases, english);

    return said == NULL ? english : said;
}

const char *tongue_fill(struct tvx_arena *arena, const char *phrase, const char *const *arguments, size_t count)
{
    size_t length = strlen(phrase) + 1;
    char *out, *to;

    for (const char *at = phrase; (at = strchr(at, '{')) != NULL; at++)
        if (at[1] >= '1' && at[1] <= '9' && at[2] == '}' && (size_t)(at[1] - '1') < count)
            length += strlen(arguments[at[1] - '1']);
    to = out = tvx_arena_alloc(arena, length);
    if (out == NULL)
        return NULL;
    while (*phrase != '\0') {
        if (*phrase == '{' && phrase[1] >= '1' && phrase[1] <= '9' && phrase[2] == '}' &&
            (size_t)(phrase[1] - '1') < count) {
            size_t piece = strlen(arguments[phrase[1] - '1']);

            memcpy(to, arguments[phrase[1] - '1'], piece);
            to += piece;
            phrase += 3;
        } else {
            *to++ = *phrase++;
        }
    }
    *to = '\0';
    return out;
}

const char *tvx_say_with(const struct tvx_tongue *tongue, struct tvx_arena *arena, const char *english,
                         const char *const *arguments, size_t count)
{
    return tongue_fill(arena, tvx_say(tongue, english), arguments, count);
}
