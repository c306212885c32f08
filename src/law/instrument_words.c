/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include <travaux/base/table.h>
#include <travaux/text/utf8.h>
#include <unicode/uchar.h>

#include "label.h"
#include "recognise.h"

static const struct {
    const char *name;
    enum rec_division kind;
} divisions[] = {
    {"annex", REC_ANNEX},       {"resolution", REC_RESOLUTION}, {"decision", REC_DECISION},
    {"recommendation", REC_RECOMMENDATION}, {"opinion", REC_OPINION}, {"part", REC_PART}, {"title", REC_TITLE},
    {"chapter", REC_CHAPTER},   {"section", REC_SECTION},       {"subsection", REC_SUBSECTION},
    {"article", REC_ARTICLE},   {"preamble", REC_PREAMBLE},     {"recitals", REC_RECITALS},
};

static uint32_t folded(uint32_t point)
{
    return point == 0x2019 || point == 0x02BC ? '\'' : point == 0xA0 ? ' ' : (uint32_t)u_tolower((UChar32)point);
}

static int division_kind(struct tvx_field name)
{
    for (size_t i = 0; i < sizeof divisions / sizeof *divisions; i++)
        if (tvx_field_is(name, divisions[i].name))
            return (int)divisions[i].kind;
    return REC_NONE;
}

/* One growing list of words. */
struct list {
    struct rec_word *items;
    size_t count, capacity;
};

static bool add(struct list *list, struct tvx_arena *arena, struct tvx_field text, int kind, struct tvx_field slug)
{
    struct rec_word *word;
    size_t at = 0;

    list->items = tvx_arena_grow(arena, list->items, list->count, &list->capacity, sizeof *list->items);
    if (list->items == NULL || text.length == 0)
        return list->items != NULL;
    word = &list->items[list->count++];
    word->text = tvx_arena_strndup(arena, text.text, text.length);
    word->length = text.length;
    word->first = folded(tvx_utf8_next(text.text, text.length, &at));
    word->kind = kind;
    word->slug = tvx_arena_strndup(arena, slug.text, slug.length);
    return word->text != NULL && word->slug != NULL;
}

/* Rows of a table go to the list that `choose` names. */
typedef struct list *choose_fn(struct list lists[], const struct tvx_field fields[], int *kind);

static bool load(const char *name, struct tvx_arena *arena, struct list lists[], choose_fn *choose)
{
    struct tvx_table table;
    struct tvx_field fields[TVX_TABLE_FIELDS];
    size_t count;

    tvx_table_open(&table, tvx_asset_find(name));
    while (tvx_table_next(&table, fields, &count)) {
        int kind = 0;
        struct list *list = choose(lists, fields, &kind);

        if (list != NULL && !add(list, arena, fields[0], kind, fields[kind < 0 || count < 3 ? 1 : 2]))
            return false;
    }
    return true;
}

enum { DIVISIONS, CLAUSES, MODIFIERS, STARTERS, ORDINALS, KEYS, LISTS };

static struct list *choose_division(struct list lists[], const struct tvx_field fields[], int *kind)
{
    *kind = division_kind(fields[1]);
    return *kind == REC_NONE ? NULL : &lists[DIVISIONS];
}

static struct list *choose_clause(struct list lists[], const struct tvx_field fields[], int *kind)
{
    *kind = tvx_field_is(fields[1], "mandate")     ? REC_MANDATE
            : tvx_field_is(fields[1], "operative") ? REC_OPERATIVE
                                                   : REC_PREAMBULAR;
    return &lists[tvx_field_is(fields[1], "modifier") ? MODIFIERS : CLAUSES];
}

static struct list *choose_starter(struct list lists[], const struct tvx_field fields[], int *kind)
{
    (void)fields;
    (void)kind;
    return &lists[STARTERS];
}

static struct list *choose_ordinal(struct list lists[], const struct tvx_field fields[], int *kind)
{
    (void)fields;
    *kind = -1;
    return &lists[ORDINALS];
}

static struct list *choose_key(struct list lists[], const struct tvx_field fields[], int *kind)
{
    (void)fields;
    *kind = -1;
    return &lists[KEYS];
}

static int by_first(const void *a, const void *b)
{
    const struct rec_word *x = a, *y = b;
    uint32_t i = x->first & 0xFF, j = y->first & 0xFF;

    return i != j ? (i > j) - (i < j) : (x->text > y->text) - (x->text < y->text);
}

static struct rec_list index_list(const struct list *list)
{
    struct rec_list out = {.items = list->items, .count = list->count};
    size_t at = 0;

    if (list->count > 0)
        qsort(list->items, list->count, sizeof *list->items, by_first);
    for (uint32_t byte = 0; byte < 256; byte++) {
        out.starts[byte] = (uint32_t)at;
        while (at < list->count && (list->items[at].first & 0xFF) == byte)
            at++;
    }
    out.starts[256] = (uint32_t)at;
    return out;
}

enum tvx_status rec_words_load(struct rec_words *words, struct tvx_arena *arena, struct tvx_error *error)
{
    struct list lists[LISTS] = {0};

    if (!load("data/divisions.tsv", arena, lists, choose_division) ||
        !load("data/clauses.tsv", arena, lists, choose_clause) ||
        !load("data/starters.tsv", arena, lists, choose_starter) ||
        !load("data/ordinals.tsv", arena, lists, choose_ordinal) ||
        !load("data/instruments.tsv", arena, lists, choose_key))
        return tvx_error_nomem(error);
    *words = (struct rec_words){index_list(&lists[DIVISIONS]), index_list(&lists[CLAUSES]),
                                index_list(&lists[MODIFIERS]), index_list(&lists[STARTERS]),
                                index_list(&lists[ORDINALS]),  index_list(&lists[KEYS])};
    return TVX_OK;
}

static bool is_han(uint32_t point)
{
    return point >= 0x3400 && point <= 0x9FFF;
}

size_t rec_word_match(const char *text, size_t length, const struct rec_word *word)
{
    size_t at = 0, in = 0, before;
    uint32_t last = 0;

    while (in < word->length) {
        uint32_t wanted = folded(tvx_utf8_next(word->text, word->length, &in));

        if (at >= length || folded(tvx_utf8_next(text, length, &at)) != wanted)
            return 0;
        last = wanted;
    }
    if (at < length && !is_han(last) && last != '\'' && last != '.') {
        before = at;
        if (u_isalnum((UChar32)tvx_utf8_next(text, length, &before)))
            return 0;
    }
    return at;
}

const struct rec_word *rec_word_find(const struct rec_list *list, const char *text, size_t length, size_t *taken)
{
    const struct rec_word *best = NULL;
    size_t at = 0;
    uint32_t first;

    *taken = 0;
    if (length == 0)
        return NULL;
    first = folded(tvx_utf8_next(text, length, &at));
    for (size_t i = list->starts[first & 0xFF]; i < list->starts[(first & 0xFF) + 1]; i++) {
        const struct rec_word *word = &list->items[i];
        size_t bytes;

        if (word->first != first || (best != NULL && word->length <= best->length))
            continue;
        bytes = rec_word_match(text, length, word);
        if (bytes > 0) {
            best = word;
            *taken = bytes;
        }
    }
    return best;
}

static size_t spaces(const char *text, size_t length)
{
    size_t at = 0, next;

    while (at < length) {
        next = at;
        if (!tvx_text_is_space(tvx_utf8_next(text, length, &next)))
            break;
        at = next;
    }
    return at;
}

/* "also ", "further " … at the start; two at most. */
static size_t modifiers(const struct rec_words *words, const char *text, size_t length, bool behind)
{
    size_t at = 0, taken;

    for (unsigned i = 0; i < 2; i++) {
        size_t from = at;

        if (behind) {
            from += from < length && text[from] == ',';
            from += spaces(text + from, length - from);
        }
        if (rec_word_find(&words->modifiers, text + from, length - from, &taken) == NULL)
            break;
        at = from + taken;
        if (!behind) {
            size_t gap = spaces(text + at, length - at);

            if (gap == 0 && !is_han((unsigned char)text[0] >= 0xE3 ? 0x4E00 : 0))
                return 0;
            at += gap;
        }
    }
    return at;
}

struct rec_clause rec_clause_at(const struct rec_words *words, const char *text, size_t length)
{
    struct rec_clause clause = {0};
    const struct rec_word *word;
    size_t at = 0, taken;

    if (length == 0)
        return clause;
    if (length > 300)
        length = 300; /* no phrase is longer */
    word = rec_word_find(&words->clauses, text, length, &taken);
    if (word == NULL) {
        at = modifiers(words, text, length, false);
        if (at == 0)
            return clause;
        word = rec_word_find(&words->clauses, text + at, length - at, &taken);
        if (word == NULL)
            return clause;
    }
    at += taken;
    at += modifiers(words, text + at, length - at, true);
    clause = (struct rec_clause){true, word->kind != REC_PREAMBULAR, word->kind == REC_MANDATE,
                                 rec_starts_upper(text, length), at};
    return clause;
}

/* "5", "5.1", "5a", "5 bis" at the start, as a label. */
static enum tvx_status digits_at(const char **out, size_t *taken, struct tvx_arena *arena, const char *text,
                                 size_t length, struct tvx_error *error)
{
    char digits[24];
    size_t plain = 0, small = strspn(text, "0123456789");
    struct rec_label label;
    enum tvx_status status;

    if (small > 0 && small < 5 && small < length && islower((unsigned char)text[small]) &&
        (small + 1 == length || !isalnum((unsigned char)text[small + 1]))) { /* "Article 5a" */
        *out = tvx_arena_strndup(arena, text, small + 1);
        *taken = small + 1;
        return *out == NULL ? tvx_error_nomem(error) : TVX_OK;
    }
    while (plain < length && plain + 1 < sizeof digits && (isalnum((unsigned char)text[plain]) || text[plain] == '.' ||
                                                           text[plain] == ' '))
        plain++;
    memcpy(digits, text, plain);
    digits[plain] = '\0';
    status = plain == 0 ? rec_label_at(&label, arena, text, length, error)
                        : rec_label_at(&label, arena, digits, plain, error);
    if (status != TVX_OK || label.style.kind != TVX_LABEL_NUMBER || label.style.opened || label.style.closed)
        return status;
    *out = label.canonical;
    *taken = label.printed;
    while (*taken > 0 && text[*taken - 1] == '.')
        --*taken;
    return TVX_OK;
}

/* Roman, Arabic, Chinese number or a word for one, at the start: canonical number in Arabic digits. */
static enum tvx_status number_at(const char **out, size_t *taken, struct tvx_arena *arena,
                                 const struct rec_words *words, const char *text, size_t length,
                                 struct tvx_error *error)
{
    size_t roman = 0, letters = 0, bytes, han;
    unsigned value;
    const struct rec_word *word;

    *out = NULL;
    *taken = 0;
    while (letters < length && letters < 12 && (text[letters] | 0x20) >= 'a' && (text[letters] | 0x20) <= 'z')
        letters++;
    for (roman = letters; roman > 0 && letters > 0 && letters - roman < 2; roman--) {
        value = tvx_label_roman(text, roman);
        if (value != 0 && value < 40 && (roman == letters || text[roman] < 'a')) {
            *out = tvx_arena_printf(arena, "%u%.*s", value, (int)(letters - roman), text + roman);
            *taken = letters;
            return *out == NULL ? tvx_error_nomem(error) : TVX_OK;
        }
    }
    word = rec_word_find(&words->ordinals, text, length, &bytes);
    if (word != NULL) {
        *out = word->slug;
        *taken = bytes;
        return TVX_OK;
    }
    value = tvx_label_han(text, length, &han);
    if (value != 0) {
        *out = tvx_arena_printf(arena, "%u", value);
        *taken = han;
        return *out == NULL ? tvx_error_nomem(error) : TVX_OK;
    }
    if (letters == 1 && text[0] < 'a') {
        *out = tvx_arena_strndup(arena, text, 1);
        *taken = 1;
        return *out == NULL ? tvx_error_nomem(error) : TVX_OK;
    }
    return letters > 0 ? TVX_OK : digits_at(out, taken, arena, text, length, error);
}

/* "第五条": the word's table form has "…" where the number stands. */
static enum tvx_status chinese(struct rec_heading *out, struct tvx_arena *arena, const struct rec_words *words,
                               const char *text, size_t length, struct tvx_error *error)
{
    static const char *const not_heading[] = {"第", "款", "项", "规定", "所", "和", "的", "，", "、", "至", "或", "以", "与"};
    static const char hole[] = "…";
    size_t taken;
    const char *number;
    enum tvx_status status = number_at(&number, &taken, arena, words, text + 3, length - 3, error);

    if (status != TVX_OK || number == NULL)
        return status;
    taken += 3;
    taken += spaces(text + taken, length - taken);
    for (size_t i = 0; i < words->divisions.count; i++) {
        const char *tail = strstr(words->divisions.items[i].text, hole);
        size_t bytes = tail == NULL ? 0 : strlen(tail + 3);

        if (tail == NULL || bytes > length - taken || memcmp(text + taken, tail + 3, bytes) != 0)
            continue;
        out->rest = taken + bytes;
        for (size_t j = 0; j < sizeof not_heading / sizeof *not_heading; j++)
            if (strncmp(text + out->rest, not_heading[j], strlen(not_heading[j])) == 0)
                return TVX_OK;
        out->kind = (enum rec_division)words->divisions.items[i].kind;
        out->slug = words->divisions.items[i].slug;
        out->number = number;
        out->label = out->rest;
        out->rest += spaces(text + out->rest, length - out->rest);
        out->upper = true;
        return TVX_OK;
    }
    return TVX_OK;
}

static size_t skip_number_sign(const char *text, size_t length)
{
    static const char *const signs[] = {"No. ", "NO. ", "N° ", "Nº ", "№ ", "n° "};

    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (length > strlen(signs[i]) && memcmp(text, signs[i], strlen(signs[i])) == 0)
            return strlen(signs[i]);
    return 0;
}

/* Full stop, colon or dash behind the number, and the gap. */
static size_t separator(const char *text, size_t length, bool *seen)
{
    size_t at = 0, next;

    *seen = false;
    while (at < length) {
        uint32_t point;

        next = at;
        point = tvx_utf8_next(text, length, &next);
        if (point == '.' || point == ':' || point == 0x2013 || point == 0x2014 || point == '-' || point == 0xFF1A)
            *seen = true;
        else if (!tvx_text_is_space(point))
            break;
        at = next;
    }
    return at;
}

enum tvx_status rec_division_at(struct rec_heading *out, struct tvx_arena *arena, const struct rec_words *words,
                                const char *text, size_t length, struct tvx_error *error)
{
    size_t taken, number, gap;
    const struct rec_word *word;
    enum tvx_status status;

    *out = (struct rec_heading){.number = "", .slug = ""};
    if (length > 6 && memcmp(text, "第", 3) == 0)
        return chinese(out, arena, words, text, length, error);
    word = rec_word_find(&words->divisions, text, length, &taken);
    if (word == NULL)
        return TVX_OK;
    out->upper = rec_is_upper(text, taken);
    gap = spaces(text + taken, length - taken);
    out->label = taken;
    if (word->kind != REC_PREAMBLE && word->kind != REC_RECITALS) {
        size_t at = taken + gap;

        at += skip_number_sign(text + at, length - at);
        status = number_at(&out->number, &number, arena, words, text + at, length - at, error);
        if (status != TVX_OK)
            return status;
        if (out->number == NULL) {
            out->number = "";
            if (word->kind != REC_ANNEX) /* only an annex may stand without a number */
                return TVX_OK;
        } else {
            out->label = at + number;
        }
    }
    out->kind = (enum rec_division)word->kind;
    out->slug = word->slug;
    out->rest = out->label + separator(text + out->label, length - out->label, &out->separated);
    return TVX_OK;
}
