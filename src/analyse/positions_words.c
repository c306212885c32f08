/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "positions_words.h"

#include <stdlib.h>
#include <string.h>
#include <travaux/base/table.h>
#include <travaux/text/utf8.h>
#include <unicode/uchar.h>

enum { ACRONYM = 8, KIND = 0, WHERE, TURNS, LANGUAGE, PHRASES };

#define FNV_START 0xcbf29ce484222325u
#define FNV_PRIME 0x100000001b3u

static const struct {
    const char *name;
    enum position_mark mark;
} marks[] = {
    {"same", POSITION_SAME}, {"contrary", POSITION_CONTRARY}, {"also", POSITION_ALSO}, {"not", POSITION_NOT},
    {"plain", POSITION_PLAIN}, {"quiet", POSITION_QUIET}, {"if", POSITION_IF}, {"former", POSITION_FORMER},
    {"denied", POSITION_DENIED}, {"nothing", POSITION_NOTHING}, {"other", POSITION_OTHER}, {"behalf", POSITION_BEHALF},
    {"speaker", POSITION_SPEAKER}, {"object", POSITION_OBJECT}, {"he", POSITION_HE}, {"we", POSITION_WE},
    {"join", POSITION_JOIN}, {"and", POSITION_AND}, {"but", POSITION_BUT}, {"document", POSITION_DOCUMENT},
    {"form", POSITION_FORM}, {"noise", POSITION_NOISE},
};

/* ---- words ---- */

static uint64_t hash_point(uint64_t hash, uint32_t point)
{
    for (unsigned i = 0; i < 4; i++)
        hash = (hash ^ (point >> (8 * i) & 0xFF)) * FNV_PRIME;
    return hash;
}

static bool add_word(struct position_words *out, struct tvx_arena *arena, struct position_word word, size_t end)
{
    struct position_word *larger = tvx_arena_grow(arena, out->items, out->count, &out->capacity, sizeof *larger);

    if (larger == NULL)
        return false;
    out->items = larger;
    word.length = (uint32_t)(end - word.start);
    larger[out->count++] = word;
    return true;
}

bool position_words_cut(struct position_words *out, struct tvx_arena *arena, const char *text, size_t length)
{
    struct position_word word = {0};
    bool open = false;

    for (size_t at = 0; at < length;) {
        size_t from = at;
        uint32_t point = tvx_utf8_next(text, length, &at);
        bool alone = u_hasBinaryProperty((UChar32)point, UCHAR_IDEOGRAPHIC); /* a sign is a word of its own */
        bool part = u_isalnum((UChar32)point) || (open && u_charType((UChar32)point) == U_NON_SPACING_MARK);

        if (open && (!part || alone)) {
            open = false;
            if (!add_word(out, arena, word, from))
                return false;
        }
        if (!part && !alone)
            continue;
        if (!open)
            word = (struct position_word){.hash = FNV_START, .start = (uint32_t)from, .capitals = true,
                                          .capital = !u_islower((UChar32)point)};
        open = !alone;
        word.hash = hash_point(word.hash, (uint32_t)u_foldCase((UChar32)point, U_FOLD_CASE_DEFAULT));
        word.capitals = word.capitals && !u_islower((UChar32)point);
        if (alone && !add_word(out, arena, word, at))
            return false;
    }
    return !open || add_word(out, arena, word, length);
}

/* ---- phrases ---- */

static bool add_phrase(struct tvx_stance_rules *rules, struct tvx_arena *arena, const char *text, size_t length,
                       struct position_phrase phrase)
{
    struct position_words words = {0};
    struct position_phrase *larger;

    if (!position_words_cut(&words, arena, text, length))
        return false;
    if (words.count == 0 || words.count > POSITION_PHRASE_WORDS)
        return true; /* no name that a sentence would use */
    phrase.count = (unsigned)words.count;
    phrase.capitals = phrase.mark == POSITION_ACTOR && length <= ACRONYM;
    for (size_t i = 0; i < words.count; i++) {
        phrase.words[i] = words.items[i].hash;
        phrase.capitals = phrase.capitals && words.items[i].capitals;
    }
    phrase.capital = phrase.mark == POSITION_ACTOR && words.items[0].capital;
    larger = tvx_arena_grow(arena, rules->phrases, rules->count, &rules->capacity, sizeof *larger);
    if (larger == NULL)
        return false;
    rules->phrases = larger;
    larger[rules->count++] = phrase;
    return true;
}

/* Each of the phrases in a field; `text` NULL: it is its own text. */
static bool add_phrases(struct tvx_stance_rules *rules, struct tvx_arena *arena, struct tvx_field field,
                        struct position_phrase phrase)
{
    const char *end = field.text + field.length;

    for (const char *at = field.text; at < end;) {
        const char *bar = memchr(at, '|', (size_t)(end - at));
        size_t length = (size_t)((bar == NULL ? end : bar) - at);
        struct position_phrase one = phrase;

        if (one.text == NULL && (one.text = tvx_arena_strndup(arena, at, length)) == NULL)
            return false;
        if (!add_phrase(rules, arena, at, length, one))
            return false;
        at += length + 1;
    }
    return true;
}

static enum tvx_status add_row(struct tvx_stance_rules *rules, struct tvx_arena *arena, struct tvx_field *f,
                               struct tvx_error *error)
{
    struct position_phrase phrase = {.after = tvx_field_is(f[WHERE], "after"),
                                     .stays = tvx_field_is(f[TURNS], "stays")};
    char *kind = tvx_arena_strndup(arena, f[KIND].text, f[KIND].length);
    size_t i = 0;

    if (kind == NULL)
        return tvx_error_nomem(error);
    while (i < sizeof marks / sizeof *marks && strcmp(marks[i].name, kind) != 0)
        i++;
    if (i < sizeof marks / sizeof *marks)
        phrase.mark = marks[i].mark;
    else if (!tvx_stance_parse(&phrase.stance, kind) || phrase.stance == TVX_STANCE_NONE)
        return tvx_error_set(error, TVX_E_MALFORMED, "data/position-phrases.tsv: '%.40s' is no kind of phrase", kind);
    if (f[LANGUAGE].length == 2)
        memcpy(phrase.language, f[LANGUAGE].text, 2);
    return add_phrases(rules, arena, f[PHRASES], phrase) ? TVX_OK : tvx_error_nomem(error);
}

static bool add_names(struct tvx_stance_rules *rules, struct tvx_arena *arena, const char *table)
{
    struct tvx_field f[TVX_TABLE_FIELDS];
    struct tvx_table rows;
    size_t count;

    tvx_table_open(&rows, tvx_asset_find(table));
    while (tvx_table_next(&rows, f, &count)) {
        struct position_phrase phrase = {.mark = POSITION_ACTOR,
                                         .text = tvx_arena_strndup(arena, f[0].text, f[0].length)};

        if (phrase.text == NULL || !add_phrases(rules, arena, f[1], phrase) ||
            !add_phrases(rules, arena, f[2], phrase))
            return false;
    }
    return true;
}

static int by_first_word(const void *a, const void *b)
{
    const struct position_phrase *x = a, *y = b;

    if (x->words[0] != y->words[0])
        return x->words[0] < y->words[0] ? -1 : 1;
    if (x->count != y->count)
        return x->count > y->count ? -1 : 1;
    if ((x->mark == POSITION_ACTOR) != (y->mark == POSITION_ACTOR))
        return x->mark == POSITION_ACTOR ? -1 : 1;
    if (x->mark != y->mark)
        return x->mark < y->mark ? -1 : 1;
    return strcmp(x->text, y->text);
}

bool position_rules_add(struct tvx_stance_rules *rules, struct tvx_arena *arena, const struct tvx_actor_name *names,
                        size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct position_phrase phrase = {.mark = POSITION_ACTOR, .text = tvx_arena_strdup(arena, names[i].code)};

        if (phrase.text == NULL || !add_phrase(rules, arena, names[i].name, strlen(names[i].name), phrase))
            return false;
    }
    return true;
}

void position_rules_sort(struct tvx_stance_rules *rules)
{
    qsort(rules->phrases, rules->count, sizeof *rules->phrases, by_first_word);
    rules->sorted = rules->count;
}

enum tvx_status tvx_stance_rules_new(struct tvx_stance_rules **out, struct tvx_arena *arena,
                                     const struct tvx_actor_name *names, size_t count, struct tvx_error *error)
{
    struct tvx_stance_rules *rules = tvx_arena_alloc(arena, sizeof *rules);
    struct tvx_field f[TVX_TABLE_FIELDS];
    struct tvx_table rows;
    enum tvx_status status = TVX_OK;
    size_t fields;

    *out = rules;
    if (rules == NULL)
        return tvx_error_nomem(error);
    tvx_table_open(&rows, tvx_asset_find("data/position-phrases.tsv"));
    while (status == TVX_OK && tvx_table_next(&rows, f, &fields))
        status = add_row(rules, arena, f, error);
    if (status != TVX_OK)
        return status;
    if (!add_names(rules, arena, "data/actors.tsv") || !add_names(rules, arena, "data/groups.tsv"))
        return tvx_error_nomem(error);
    if (!position_rules_add(rules, arena, names, count))
        return tvx_error_nomem(error);
    position_rules_sort(rules);
    return TVX_OK;
}

static bool stands(const struct position_phrase *p, const struct position_word *words, size_t count, size_t at,
                   const char *language)
{
    if (p->count > count - at || (p->capital && !words[at].capital))
        return false;
    if (p->mark != POSITION_ACTOR && language != NULL && strncmp(p->language, language, 2) != 0)
        return false;
    for (unsigned i = 0; i < p->count; i++)
        if (p->words[i] != words[at + i].hash || (p->capitals && !words[at + i].capitals))
            return false;
    return true;
}

const struct position_phrase *position_phrase_at(const struct tvx_stance_rules *rules,
                                                 const struct position_word *words, size_t count, size_t at,
                                                 const char *language)
{
    size_t low = 0, high = rules->sorted;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (rules->phrases[middle].words[0] < words[at].hash)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < rules->sorted && rules->phrases[low].words[0] == words[at].hash; low++)
        if (stands(&rules->phrases[low], words, count, at, language))
            return &rules->phrases[low];
    return NULL;
}
