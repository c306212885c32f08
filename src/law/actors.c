/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <string.h>
#include <travaux/law/proposal.h>
#include <travaux/text/utf8.h>
#include <unicode/uchar.h>

#include "words.h"

/* More names than any conference has members; a longer list is cut, and counted as unknown. */
enum { ACTORS = 400, ACRONYM = 6 };

static const char *const tables[] = {"data/actors.tsv", "data/groups.tsv"};

struct list {
    const char **codes;
    size_t count, capacity, unknown;
    struct tvx_arena *arena;
    bool full;
};

static void add(struct list *list, const char *text, size_t length, bool known)
{
    for (size_t i = 0; i < list->count; i++)
        if (strlen(list->codes[i]) == length && memcmp(list->codes[i], text, length) == 0)
            return;
    if (list->count == ACTORS) {
        list->unknown++;
        return;
    }
    list->codes = tvx_arena_grow(list->arena, list->codes, list->count, &list->capacity, sizeof *list->codes);
    if (list->codes == NULL || (list->codes[list->count] = tvx_arena_strndup(list->arena, text, length)) == NULL) {
        list->full = true;
        return;
    }
    list->count++;
    list->unknown += !known;
}

/* Keeps in *best how far the names reach, if that is farther than before. */
static void longer(const struct tvx_cursor *cursor, struct tvx_field names, struct tvx_field code, size_t *best,
                   struct tvx_field *found)
{
    struct tvx_cursor trial = *cursor;

    if (tvx_words_any(&trial, names) && trial.at > *best) {
        *best = trial.at;
        *found = code;
    }
}

/* The longest name of any state or group at the cursor; taken. */
static bool take_known(struct tvx_cursor *cursor, struct tvx_field *code)
{
    struct tvx_table table;
    struct tvx_field f[TVX_TABLE_FIELDS];
    size_t count, best = cursor->at;

    for (size_t t = 0; t < sizeof tables / sizeof *tables; t++) {
        tvx_words_table(&table, tables[t], cursor);
        while (tvx_table_next(&table, f, &count)) {
            longer(cursor, f[1], f[0], &best, code);
            longer(cursor, f[2], f[0], &best, code);
            /* A code is only a code in capitals: "LAO", never "and". */
            if (f[0].length <= cursor->length - cursor->at &&
                memcmp(f[0].text, cursor->text + cursor->at, f[0].length) == 0)
                longer(cursor, f[0], f[0], &best, code);
        }
    }
    if (best == cursor->at)
        return false;
    cursor->at = best;
    return true;
}

/* Between two actors: a mark such as "," or "/" or a line break. */
static bool is_separator(uint32_t point)
{
    return point == ',' || point == ';' || point == '/' || point == '\n' || point == '&' || point == 0x060C ||
           point == 0x3001 || point == 0xFF0C || point == 0x2022 || point == ':';
}

static bool separated(const struct tvx_cursor *cursor, size_t next)
{
    for (size_t at = cursor->at; at < next;)
        if (is_separator(tvx_utf8_next(cursor->text, next, &at)))
            return true;
    return false;
}

/* What may stand behind a name: the end, a separator, "and", "Administrations", a bracket. */
static bool ends_name(const struct tvx_cursor *cursor)
{
    struct tvx_cursor next = *cursor;
    struct tvx_field fields[TVX_TABLE_FIELDS];

    if (!tvx_words_next(&next) || separated(cursor, next.at) ||
        memchr(cursor->text + cursor->at, '(', next.at - cursor->at) != NULL)
        return true;
    return tvx_words_row(&next, "data/phrases.tsv", "actor-and", fields) ||
           tvx_words_row(&next, "data/phrases.tsv", "actor-noise", fields);
}

/* A name that no table knows, up to the next separator; words that say nothing are cut from its end. */
static void take_unknown(struct tvx_cursor *cursor, struct list *list)
{
    size_t from = cursor->at, end = from;
    struct tvx_field fields[TVX_TABLE_FIELDS];
    char *name;

    for (;;) {
        struct tvx_cursor word = *cursor, next;

        if (!tvx_words_row(&word, "data/phrases.tsv", "actor-noise", fields)) {
            tvx_words_skip(&word);
            end = word.at;
        }
        *cursor = next = word;
        if (!tvx_words_next(&next) || separated(cursor, next.at) ||
            memchr(cursor->text + cursor->at, '(', next.at - cursor->at) != NULL)
            break;
        word = next;
        if (tvx_words_row(&word, "data/phrases.tsv", "actor-and", fields))
            break;
        cursor->at = next.at;
    }
    name = end > from ? tvx_text_fold_space(list->arena, cursor->text + from, end - from) : NULL;
    if (end > from && name == NULL)
        list->full = true;
    else if (name != NULL)
        add(list, name, strlen(name), false);
}

/* "(VRN)" behind a name that no table knows is its code; behind a known name, brackets say nothing new. */
static void take_bracket(struct tvx_cursor *cursor, struct list *list, bool known)
{
    struct tvx_cursor c = *cursor;
    const char *close;
    size_t length;
    bool capitals = true;

    while (c.at < c.length && c.text[c.at] == ' ')
        c.at++;
    if (c.at >= c.length || c.text[c.at] != '(')
        return;
    close = memchr(c.text + c.at, ')', c.length - c.at);
    if (close == NULL)
        return;
    length = (size_t)(close - (c.text + c.at)) - 1;
    for (size_t i = 0; i < length; i++)
        capitals = capitals && c.text[c.at + 1 + i] >= 'A' && c.text[c.at + 1 + i] <= 'Z';
    if (!known && capitals && length >= 2 && length <= ACRONYM && list->count > 0) {
        list->codes[list->count - 1] = tvx_arena_strndup(list->arena, c.text + c.at + 1, length);
        list->full |= list->codes[list->count - 1] == NULL;
        list->unknown--;
    }
    cursor->at = (size_t)(close - c.text) + 1;
}

enum tvx_status tvx_actors_parse(const char ***out, size_t *count, size_t *unknown, struct tvx_arena *arena,
                                 const char *text, struct tvx_error *error)
{
    char *clean = tvx_text_clean(arena, text, strlen(text));
    struct list list = {.arena = arena};
    struct tvx_cursor cursor;

    *out = NULL;
    *count = *unknown = 0;
    if (clean == NULL)
        return tvx_error_nomem(error);
    cursor = (struct tvx_cursor){clean, strlen(clean), 0};
    while (!list.full && tvx_words_next(&cursor)) {
        struct tvx_field code = {0}, fields[TVX_TABLE_FIELDS];
        struct tvx_cursor trial = cursor;
        size_t before = list.unknown;

        if (take_known(&trial, &code) && ends_name(&trial)) {
            add(&list, code.text, code.length, true);
            cursor = trial;
            take_bracket(&cursor, &list, true);
        } else if (!tvx_words_row(&cursor, "data/phrases.tsv", "actor-and", fields) &&
                   !tvx_words_row(&cursor, "data/phrases.tsv", "actor-noise", fields)) {
            take_unknown(&cursor, &list);
            if (list.unknown > before && !list.full)
                take_bracket(&cursor, &list, false);
        }
    }
    if (list.full)
        return tvx_error_nomem(error);
    *out = list.codes;
    *count = list.count;
    *unknown = list.unknown;
    return TVX_OK;
}

const char *tvx_actor_code(struct tvx_arena *arena, const char *printed)
{
    struct tvx_table table;
    struct tvx_field f[TVX_TABLE_FIELDS];
    size_t count;

    tvx_table_open(&table, tvx_asset_find("data/itu-codes.tsv"));
    while (tvx_table_next(&table, f, &count))
        if (tvx_field_is(f[0], printed))
            return tvx_arena_strndup(arena, f[1].text, f[1].length);
    return tvx_arena_strdup(arena, printed);
}

const char *tvx_actor_name(struct tvx_arena *arena, const char *code)
{
    struct tvx_table table;
    struct tvx_field f[TVX_TABLE_FIELDS];
    size_t count;

    for (size_t t = 0; t < sizeof tables / sizeof *tables; t++) {
        tvx_table_open(&table, tvx_asset_find(tables[t]));
        while (tvx_table_next(&table, f, &count))
            if (tvx_field_is(f[0], code))
                return tvx_arena_strndup(arena, f[1].text, f[1].length);
    }
    return NULL;
}
