/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "scope_words.h"

#include <stdlib.h>
#include <string.h>
#include <travaux/text/stem.h>
#include <travaux/text/token.h>
#include <travaux/text/utf8.h>
#include <unicode/uchar.h>

enum { MOST_BYTES = 16 << 20, WORD_BYTES = 128, ENDING_BYTES = 16, LANGUAGES = 4 };

static const char ENDINGS[] = "data/number-endings.tsv";

struct scope_reader {
    struct tvx_arena *arena;
    struct tvx_stemmer *stemmer;
    struct tvx_vocab *forms, *keys; /* as printed, with the language before; folded */
    uint32_t *key_of;               /* by form */
    size_t key_capacity;
};

struct scope_reader *scope_reader_new(struct tvx_arena *arena)
{
    struct scope_reader *reader = tvx_arena_alloc(arena, sizeof *reader);

    if (reader == NULL)
        return NULL;
    *reader = (struct scope_reader){.arena = arena, .stemmer = tvx_stemmer_new(), .forms = tvx_vocab_new(arena),
                                    .keys = tvx_vocab_new(arena)};
    if (reader->stemmer == NULL || reader->forms == NULL || reader->keys == NULL) {
        scope_reader_free(reader);
        return NULL;
    }
    return reader;
}

void scope_reader_free(struct scope_reader *reader)
{
    if (reader == NULL)
        return;
    tvx_stemmer_free(reader->stemmer);
    reader->stemmer = NULL;
}

struct tvx_stemmer *scope_reader_stemmer(const struct scope_reader *reader)
{
    return reader->stemmer;
}

static bool is_han(uint32_t point)
{
    return u_hasBinaryProperty((UChar32)point, UCHAR_IDEOGRAPHIC);
}

static bool is_apostrophe(uint32_t point)
{
    return point == '\'' || point == 0x2019;
}

/* "l'accès" is "accès" and "operator's" is "operator"; hands out the part of the word that counts. */
static void take_off_apostrophe(const char **word, size_t *length)
{
    size_t at = 0, letters = 0;

    while (at < *length) {
        size_t from = at;

        if (!is_apostrophe(tvx_utf8_next(*word, *length, &at))) {
            letters++;
            continue;
        }
        if (at == *length || (*length - at == 1 && ((*word)[at] | 0x20) == 's')) {
            *length = from;
        } else if (letters <= 2 || (letters <= 7 && from >= 2 && ((*word)[from - 1] | 0x20) == 'u' &&
                                    ((*word)[from - 2] | 0x20) == 'q')) { /* l' d' j' qu' lorsqu' */
            *word += at;
            *length -= at;
        }
        return;
    }
}

/* One many-ending off; the result in `out` (WORD_BYTES). */
static size_t take_off_ending(char *out, const char *word, size_t length, const char *language)
{
    struct tvx_table table;
    struct tvx_field f[TVX_TABLE_FIELDS];
    size_t count, letters = tvx_utf8_count(word, length);

    tvx_table_open(&table, tvx_asset_find(ENDINGS));
    while (tvx_table_next(&table, f, &count)) {
        char least[ENDING_BYTES] = "";

        if (count < 4 || !tvx_field_is(f[0], language) || f[1].length > length || f[3].length >= sizeof least ||
            memcmp(word + length - f[1].length, f[1].text, f[1].length) != 0)
            continue;
        memcpy(least, f[3].text, f[3].length);
        if (letters < strtoul(least, NULL, 10))
            continue;
        memcpy(out, word, length);
        length -= f[1].length;
        if (!tvx_field_is(f[2], "-") && length + f[2].length <= WORD_BYTES) {
            memcpy(out + length, f[2].text, f[2].length);
            length += f[2].length;
        }
        return length;
    }
    memcpy(out, word, length);
    return length;
}

struct stem {
    char bytes[WORD_BYTES];
    size_t length;
};

static int keep_stem(void *context, const char *term, size_t term_length, size_t start, size_t length,
                     bool same_place)
{
    struct stem *stem = context;

    (void)start;
    (void)length;
    (void)same_place;
    if (stem->length == 0 && term_length <= WORD_BYTES) {
        memcpy(stem->bytes, term, term_length);
        stem->length = term_length;
    }
    return 1;
}

static uint32_t make_key(struct scope_reader *reader, const char *language, const char *word, size_t length)
{
    struct stem stem = {.length = 0};
    size_t at = 0, whole = length;
    const char *printed = word;
    uint32_t point;
    char *folded;

    take_off_apostrophe(&word, &length);
    if (length == 0)
        word = printed, length = whole;
    point = tvx_utf8_next(word, length, &at);
    if (length > WORD_BYTES / 2)
        return tvx_vocab_id(reader->keys, word, length);
    if (point >= 0x370 && u_isalpha((UChar32)point) && strcmp(language, "ru") != 0) {
        if (tvx_terms(reader->stemmer, language, word, length, keep_stem, &stem) < 0)
            return UINT32_MAX;
        if (stem.length > 0)
            return tvx_vocab_id(reader->keys, stem.bytes, stem.length);
    }
    folded = tvx_text_casefold(reader->arena, word, length);
    if (folded == NULL)
        return UINT32_MAX;
    length = strlen(folded);
    if (length <= WORD_BYTES - ENDING_BYTES) {
        length = take_off_ending(stem.bytes, folded, length, language);
        return tvx_vocab_id(reader->keys, stem.bytes, length);
    }
    return tvx_vocab_id(reader->keys, folded, length);
}

/* The number of a word; each form is folded once. */
static uint32_t key_of(struct scope_reader *reader, const char *language, const char *word, size_t length)
{
    char form[WORD_BYTES + LANGUAGES];
    size_t before = tvx_vocab_count(reader->forms);
    uint32_t id;

    if (length > WORD_BYTES)
        return tvx_vocab_id(reader->keys, word, length);
    memcpy(form, language, 2);
    form[2] = ':';
    memcpy(form + 3, word, length);
    id = tvx_vocab_id(reader->forms, form, length + 3);
    if (id == UINT32_MAX)
        return id;
    if (id >= before) {
        uint32_t *keys = tvx_arena_grow(reader->arena, reader->key_of, id, &reader->key_capacity, sizeof *keys);

        if (keys == NULL)
            return UINT32_MAX;
        reader->key_of = keys;
        keys[id] = make_key(reader, language, word, length);
    }
    return reader->key_of[id];
}

static bool begins_anew(uint32_t mark)
{
    return mark == '.' || mark == ';' || mark == ':' || mark == '?' || mark == '!' || mark == 0x2013 ||
           mark == 0x2014 || mark == 0x2022 || mark == '"' || mark == 0x201C || mark == 0x2018 ||
           mark == 0xAB || mark == 0x3002;
}

static bool add(struct scope_words *out, size_t *capacity, struct tvx_arena *arena, struct scope_word word)
{
    struct scope_word *items = tvx_arena_grow(arena, out->items, out->count, capacity, sizeof *items);

    if (items == NULL || word.id == UINT32_MAX)
        return false;
    out->items = items;
    items[out->count++] = word;
    return true;
}

enum tvx_status scope_read(struct scope_words *out, struct scope_reader *reader, struct tvx_arena *arena,
                           const char *language, const char *text, size_t length, struct tvx_error *error)
{
    char tongue[3] = "en";
    struct tvx_tokens tokens;
    size_t capacity = 0;
    bool first = true;

    *out = (struct scope_words){.text = text};
    if (language != NULL && strlen(language) >= 2)
        memcpy(tongue, language, 2);
    if (length >= MOST_BYTES)
        return tvx_error_set(error, TVX_E_LIMIT, "a text of %zu megabytes is too long to look for terms", length >> 20);
    if (tvx_tokenize(&tokens, arena, text, length, error) != TVX_OK)
        return error->status;
    for (size_t i = 0; i < tokens.count; i++) {
        const struct tvx_token *token = &tokens.items[i];
        size_t at = token->start, end = at + token->length;
        uint32_t point = tvx_utf8_next(text, end, &at);
        struct scope_word word = {.start = token->start, .length = token->length, .first = first,
                                  .mark = token->kind == TVX_TOKEN_MARK, .capital = u_isupper((UChar32)point)};

        if (word.mark || !is_han(point)) {
            word.id = word.mark ? tvx_vocab_id(reader->keys, text + word.start, word.length)
                                : key_of(reader, tongue, text + word.start, word.length);
            if (!add(out, &capacity, arena, word))
                return tvx_error_nomem(error);
        }
        for (size_t from = token->start; !word.mark && is_han(point) && from < end; from = at) {
            at = from;
            tvx_utf8_next(text, end, &at);
            word = (struct scope_word){.start = (uint32_t)from, .length = (uint32_t)(at - from), .first = first,
                                       .id = tvx_vocab_id(reader->keys, text + from, at - from)};
            if (!add(out, &capacity, arena, word))
                return tvx_error_nomem(error);
        }
        first = token->kind == TVX_TOKEN_MARK ? begins_anew(point) : false;
    }
    return TVX_OK;
}
