/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "scope_units.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { LIST_ITEM_UNITS = 5, FIRST_PHRASE_ID = 1u << 28, FIRST_NUMBER_ID = 1u << 29, NUMBER_DIGITS = 16 };

static const double most_number = 1e15;
static const char TABLE[] = "data/scope-words.tsv";

struct scope_tongue {
    struct scope_reader *reader;
    const char *language;
    struct scope_index *index;
    struct scope_rows rows;
    enum unit_kind *kinds; /* by row */
    uint32_t *ids;
    struct scope_genera *genera;
};

static enum unit_kind kind_of(struct tvx_field field)
{
#define X(name, word)                                                                                                  \
    if (tvx_field_is(field, word))                                                                                     \
        return UNIT_##name;
    UNIT_KINDS(X)
#undef X
    return UNIT_WORD;
}

static bool same_field(struct tvx_field a, struct tvx_field b)
{
    return a.length == b.length && memcmp(a.text, b.text, a.length) == 0;
}

struct scope_tongue *scope_tongue_new(struct scope_reader *reader, struct tvx_arena *arena, const char *language,
                                      struct tvx_error *error)
{
    struct scope_tongue *tongue = tvx_arena_alloc(arena, sizeof *tongue);

    if (tongue == NULL) {
        tvx_error_nomem(error);
        return NULL;
    }
    *tongue = (struct scope_tongue){.reader = reader, .language = tvx_arena_strdup(arena, language),
                                    .index = scope_index_new(arena)};
    if (tongue->index == NULL || tongue->language == NULL) {
        tvx_error_nomem(error);
        return NULL;
    }
    if (scope_index_table(tongue->index, &tongue->rows, reader, arena, TABLE, NULL, language, error) != TVX_OK)
        return NULL;
    tongue->kinds = tvx_arena_array(arena, tongue->rows.count, sizeof *tongue->kinds);
    tongue->ids = tvx_arena_array(arena, tongue->rows.count, sizeof *tongue->ids);
    if (tongue->kinds == NULL || tongue->ids == NULL) {
        tvx_error_nomem(error);
        return NULL;
    }
    for (size_t i = 0; i < tongue->rows.count; i++) {
        const struct scope_row *row = &tongue->rows.items[i];
        size_t j = 0;

        tongue->kinds[i] = kind_of(row->kind);
        while (j < i &&
               !(tongue->kinds[j] == tongue->kinds[i] && same_field(tongue->rows.items[j].value, row->value)))
            j++;
        tongue->ids[i] = FIRST_PHRASE_ID + (uint32_t)j;
    }
    tongue->genera = scope_genera_new(reader, arena, tongue->language, error);
    return tongue->genera == NULL ? NULL : tongue;
}

const struct scope_row *scope_tongue_row(const struct scope_tongue *tongue, size_t row)
{
    return row < tongue->rows.count ? &tongue->rows.items[row] : NULL;
}

const char *scope_tongue_language(const struct scope_tongue *tongue)
{
    return tongue->language;
}

struct tvx_stemmer *scope_tongue_stemmer(const struct scope_tongue *tongue)
{
    return scope_reader_stemmer(tongue->reader);
}

bool scope_tongue_broader(const struct scope_tongue *tongue, const struct unit *a, size_t a_count,
                          const struct unit *b, size_t b_count)
{
    uint32_t narrow[SCOPE_GENUS_WORDS], broad[SCOPE_GENUS_WORDS];

    if (a_count == 0 || b_count == 0 || a_count > SCOPE_GENUS_WORDS || b_count > SCOPE_GENUS_WORDS)
        return false;
    for (size_t i = 0; i < a_count; i++)
        narrow[i] = a[i].word;
    for (size_t i = 0; i < b_count; i++)
        broad[i] = b[i].word;
    return scope_genera_broader(tongue->genera, narrow, a_count, broad, b_count);
}

static double value_of(const char *text, size_t length)
{
    char digits[NUMBER_DIGITS + 1];
    size_t count = 0;

    /* "1 000", "1,000" and "1.5": a sign between groups of three falls away. */
    for (size_t i = 0; i < length && count < NUMBER_DIGITS; i++) {
        bool group = (text[i] == ',' || text[i] == '.') && length - i == 4;

        if (!group)
            digits[count++] = (char)(text[i] == ',' ? '.' : text[i]);
    }
    digits[count] = '\0';
    return fmin(strtod(digits, NULL), most_number);
}

static bool is_number(const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if ((text[i] < '0' || text[i] > '9') && text[i] != '.' && text[i] != ',')
            return false;
    return length > 0 && text[0] >= '0' && text[0] <= '9';
}

/* "twenty" "five", "two" "hundred": may the second go on the first?  The whole goes to *sum. */
static bool joins(double first, double second, double *sum)
{
    if (second >= 100 && first > 0 && first < second) {
        *sum = fmin(first * second, most_number);
        return true;
    }
    if ((first >= 20 && first < 100 && (long)first % 10 == 0 && second < 20) ||
        (first >= 100 && (long)first % 100 == 0 && second < 100)) {
        *sum = first + second;
        return true;
    }
    *sum = 80; /* quatre-vingts */
    return first == 4 && second == 20;
}

static bool is_mark_of(const char *text, const struct scope_word *word, const char *signs)
{
    return word->mark && word->length == 1 && strchr(signs, text[word->start]) != NULL;
}

/* May the comma at units[comma] part two items?  One that begins with a preposition stands beside another such. */
static bool parts_items(const struct unit *units, size_t comma, size_t end)
{
    if (comma + 1 >= end || (units[comma + 1].kind != UNIT_PREPOSITION && units[comma + 1].kind != UNIT_BY))
        return true;
    for (size_t i = comma; i-- > 0 && comma - i <= LIST_ITEM_UNITS && units[i].kind != UNIT_STOP;)
        if (units[i].kind == UNIT_PREPOSITION || units[i].kind == UNIT_BY)
            return true;
    return false;
}

/* Lists: "a, b or c" is "a or b or c", and the comma before "or" is none. */
static void join_lists(struct unit *units, size_t *count)
{
    size_t kept = 0;

    for (size_t k = 0; k < *count; k++) {
        size_t words = 0;

        if (units[k].kind != UNIT_OR && units[k].kind != UNIT_AND)
            continue;
        for (size_t j = k; j-- > 0 && words <= LIST_ITEM_UNITS;) {
            enum unit_kind kind = units[j].kind;

            if (kind == UNIT_EXCEPT || kind == UNIT_INCLUDE || kind == UNIT_OPEN || kind == UNIT_CLOSED ||
                kind == UNIT_RELATIVE || kind == UNIT_NEUTRAL || kind == UNIT_OR || kind == UNIT_AND ||
                (kind == UNIT_STOP && (!units[j].after_comma || !parts_items(units, j, k))))
                break;
            if (kind == UNIT_STOP && words > 0) { /* a comma */
                units[j].kind = units[k].kind;
                units[j].id = units[k].id;
                units[j].row = units[k].row;
                units[j].after_comma = false;
                words = 0;
            } else if (kind != UNIT_STOP) {
                words++;
            }
        }
    }
    for (size_t i = 0; i < *count; i++) {
        bool comma = units[i].kind == UNIT_STOP && units[i].after_comma;

        if (comma && i + 1 < *count) {
            units[i + 1].after_comma |= units[i + 1].kind != UNIT_STOP;
            continue;
        }
        if (comma)
            continue;
        units[kept++] = units[i];
    }
    *count = kept;
}

static void find_signs(struct unit *units, size_t count)
{
    signed char sign = 1;

    for (size_t i = 0; i < count; i++) {
        if (units[i].kind == UNIT_STOP || (units[i].after_comma && units[i].kind == UNIT_RELATIVE))
            sign = 1;
        units[i].sign = sign;
        if (units[i].kind == UNIT_EXCEPT)
            sign = -1;
    }
}

/* The unit at words[at]; the number of words that it takes. */
static size_t take_unit(struct unit *unit, const struct scope_tongue *tongue, const struct scope_words *words,
                        size_t at)
{
    const struct scope_word *word = &words->items[at];
    size_t row, taken = scope_index_find(tongue->index, words, at, SIZE_MAX, &row);

    *unit = (struct unit){.kind = UNIT_WORD, .id = word->id, .word = word->id, .row = SIZE_MAX, .start = word->start,
                          .end = word->start + word->length};
    if (taken > 0) {
        unit->kind = tongue->kinds[row];
        unit->row = row;
        unit->id = tongue->ids[row];
        unit->end = words->items[at + taken - 1].start + words->items[at + taken - 1].length;
        if (unit->kind == UNIT_NUMBER)
            unit->number = value_of(tongue->rows.items[row].value.text, tongue->rows.items[row].value.length);
        return taken;
    }
    if (is_number(words->text + word->start, word->length)) {
        unit->kind = UNIT_NUMBER;
        unit->number = value_of(words->text + word->start, word->length);
    } else if (word->mark) {
        unit->kind = UNIT_STOP;
        unit->after_comma = word->length == 1 && words->text[word->start] == ',';
    }
    return 1;
}

static void number_again(struct unit *unit)
{
    if (unit->kind == UNIT_NUMBER)
        unit->id = FIRST_NUMBER_ID + (uint32_t)((uint64_t)(unit->number * 100) % FIRST_NUMBER_ID);
}

enum tvx_status units_read(struct units *out, const struct scope_tongue *tongue, struct tvx_arena *arena,
                           const char *text, struct tvx_error *error)
{
    struct scope_words words;
    bool article = false, auxiliary = false;

    *out = (struct units){.text = text};
    if (scope_read(&words, tongue->reader, arena, tongue->language, text, strlen(text), error) != TVX_OK)
        return error->status;
    out->items = tvx_arena_array(arena, words.count + 1, sizeof *out->items);
    if (out->items == NULL)
        return tvx_error_nomem(error);
    for (size_t at = 0; at < words.count;) {
        struct unit unit, *last = out->count == 0 ? NULL : &out->items[out->count - 1];
        double sum;

        if (words.items[at].mark && !is_mark_of(text, &words.items[at], ",;:%")) {
            at++; /* full stops, quotes, brackets, hyphens */
            continue;
        }
        at += take_unit(&unit, tongue, &words, at);
        if (unit.kind == UNIT_ARTICLE || unit.kind == UNIT_AUXILIARY) {
            article |= unit.kind == UNIT_ARTICLE;
            auxiliary |= unit.kind == UNIT_AUXILIARY;
            continue;
        }
        if (unit.kind == UNIT_NUMBER && last != NULL && last->kind == UNIT_NUMBER &&
            joins(last->number, unit.number, &sum)) {
            last->number = sum;
            last->end = unit.end;
            number_again(last);
            continue;
        }
        number_again(&unit);
        unit.after_article = article;
        unit.after_auxiliary = auxiliary;
        article = auxiliary = false;
        out->items[out->count++] = unit;
    }
    while (out->count > 0 && out->items[out->count - 1].kind == UNIT_STOP)
        out->count--;
    join_lists(out->items, &out->count);
    find_signs(out->items, out->count);
    return TVX_OK;
}
