/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Few spellings make up most of any text, so a spelling is folded and stemmed once, and its number kept in a table by a
 * hash of its bytes.  The hash is 64 bits wide and stands for the spelling: two of a million fall together with a
 * chance of one in 30 million.
 */
#include "passage_words.h"

#include <string.h>
#include <travaux/text/token.h>
#include <travaux/text/utf8.h>

enum {
    FIRST_SLOTS = 4096,
    CHUNK = 1 << 20,         /* bytes cut into tokens at a time, so that the tokens stay in the cache */
    MOST_WORDS = 1 << 28,
    BITS_PARTS = 8,
};

/* A table from the hash of a spelling to the number of its word. */
struct spelling {
    uint64_t hash; /* 0: free */
    uint32_t id;
};

struct reader {
    struct tvx_arena *arena; /* of the table */
    struct spelling *slots;
    size_t slot_count, used;
    uint64_t seed;
    struct tvx_stemmer *stemmer;
    const char *language;
    /* one of the two */
    struct terms *learn;
    const struct terms *terms;
    const struct tvx_rarity *rarity;
    uint32_t *counts;
};

static inline uint64_t mix(uint64_t a, uint64_t b)
{
    __uint128_t product = (__uint128_t)a * b;

    return (uint64_t)product ^ (uint64_t)(product >> 64);
}

/* Multiply and fold, eight bytes at a time, after wyhash (Wang Yi, 2019); never 0. */
static inline uint64_t hash_bytes(uint64_t seed, const char *bytes, size_t length)
{
    uint64_t hash = seed ^ length * UINT64_C(0x9E3779B97F4A7C15), part = 0;
    uint32_t low, high;

    for (; length > 8; bytes += 8, length -= 8) {
        memcpy(&part, bytes, 8);
        hash = mix(hash ^ part, UINT64_C(0xE7037ED1A0B428DB));
    }
    if (length == 8) {
        memcpy(&part, bytes, 8);
    } else if (length >= 4) {
        memcpy(&low, bytes, 4);
        memcpy(&high, bytes + length - 4, 4);
        part = (uint64_t)high << 32 | low;
    } else if (length > 0) {
        part = (uint64_t)(unsigned char)bytes[0] << 16 | (uint64_t)(unsigned char)bytes[length / 2] << 8 |
               (unsigned char)bytes[length - 1];
    }
    return mix(hash ^ part, UINT64_C(0xA0761D6478BD642F)) | 1;
}

/* ---- terms ---- */

static bool terms_grow(struct terms *terms)
{
    size_t wanted = terms->slots == 0 ? FIRST_SLOTS : terms->slots * 4;
    uint64_t *keys = tvx_arena_array(terms->arena, wanted, sizeof *keys);
    uint32_t *numbers = tvx_arena_array(terms->arena, wanted, sizeof *numbers);

    if (keys == NULL || numbers == NULL)
        return false;
    for (size_t i = 0; i < terms->slots; i++) {
        size_t slot = mix(terms->keys[i], terms->seed) & (wanted - 1);

        if (terms->keys[i] == 0)
            continue;
        while (keys[slot] != 0)
            slot = (slot + 1) & (wanted - 1);
        keys[slot] = terms->keys[i];
        numbers[slot] = terms->numbers[i];
    }
    terms->keys = keys;
    terms->numbers = numbers;
    terms->slots = wanted;
    return true;
}

static uint32_t term_find(const struct terms *terms, uint64_t key)
{
    size_t slot = mix(key, terms->seed) & (terms->slots - 1);

    if (terms->slots == 0)
        return NO_WORD;
    for (; terms->keys[slot] != 0; slot = (slot + 1) & (terms->slots - 1))
        if (terms->keys[slot] == key)
            return terms->numbers[slot];
    return NO_WORD;
}

/* The number of a term, a new one where needed; NO_WORD when memory is short. */
static uint32_t term_add(struct terms *terms, uint64_t key, double bits)
{
    uint32_t found = term_find(terms, key);
    size_t slot;

    if (found != NO_WORD)
        return found;
    if (terms->count * 2 >= terms->slots && !terms_grow(terms))
        return NO_WORD;
    terms->bits = tvx_arena_grow(terms->arena, terms->bits, terms->count, &terms->bits_capacity, sizeof *terms->bits);
    terms->counts =
        tvx_arena_grow(terms->arena, terms->counts, terms->count, &terms->counts_capacity, sizeof *terms->counts);
    if (terms->bits == NULL || terms->counts == NULL)
        return NO_WORD;
    for (slot = mix(key, terms->seed) & (terms->slots - 1); terms->keys[slot] != 0;)
        slot = (slot + 1) & (terms->slots - 1);
    terms->keys[slot] = key;
    terms->numbers[slot] = (uint32_t)terms->count;
    terms->bits[terms->count] = (uint8_t)(bits > 31 ? 31 * BITS_PARTS : bits * BITS_PARTS);
    return (uint32_t)terms->count++;
}

/* ---- spellings ---- */

struct longest {
    uint64_t key;
    size_t length;
};

/* A token may be several terms ("l'Union"): the longest stands for it, the first of several as long. */
static int take_term(void *context, const char *term, size_t term_length, size_t start, size_t length, bool same_place)
{
    struct longest *longest = context;

    (void)start, (void)length;
    if (!same_place && term_length > longest->length)
        *longest = (struct longest){tvx_rarity_key(term, term_length), term_length};
    return 0;
}

/* TVX_OK and *id, NO_WORD for a word that no term stands for or that the prepared text has not. */
static enum tvx_status look_up(uint32_t *id, struct reader *reader, const char *word, size_t length,
                               struct tvx_error *error)
{
    struct longest term = {0};

    *id = NO_WORD;
    tvx_terms(reader->stemmer, reader->language, word, length, take_term, &term);
    if (term.length == 0)
        return TVX_OK;
    if (reader->learn == NULL) {
        *id = term_find(reader->terms, term.key);
        return TVX_OK;
    }
    *id = term_add(reader->learn, term.key, tvx_rarity_bits(reader->rarity, term.key));
    return *id == NO_WORD ? tvx_error_nomem(error) : TVX_OK;
}

static bool spellings_grow(struct reader *reader)
{
    size_t wanted = reader->slot_count == 0 ? FIRST_SLOTS : reader->slot_count * 4;
    struct spelling *slots = tvx_arena_array(reader->arena, wanted, sizeof *slots);

    if (slots == NULL)
        return false;
    for (size_t i = 0; i < reader->slot_count; i++) {
        size_t slot = reader->slots[i].hash >> 20 & (wanted - 1);

        if (reader->slots[i].hash == 0)
            continue;
        while (slots[slot].hash != 0)
            slot = (slot + 1) & (wanted - 1);
        slots[slot] = reader->slots[i];
    }
    reader->slots = slots;
    reader->slot_count = wanted;
    return true;
}

static enum tvx_status number_of(uint32_t *id, struct reader *reader, const char *word, size_t length,
                                 struct tvx_error *error)
{
    uint64_t hash = hash_bytes(reader->seed, word, length);
    size_t slot = hash >> 20 & (reader->slot_count - 1);
    enum tvx_status status;

    for (; reader->slots[slot].hash != 0; slot = (slot + 1) & (reader->slot_count - 1))
        if (reader->slots[slot].hash == hash) {
            *id = reader->slots[slot].id;
            return TVX_OK;
        }
    status = look_up(id, reader, word, length, error);
    if (status != TVX_OK)
        return status;
    reader->slots[slot] = (struct spelling){hash, *id};
    return ++reader->used * 2 <= reader->slot_count || spellings_grow(reader) ? TVX_OK : tvx_error_nomem(error);
}

/* ---- texts ---- */

/* Where the piece that begins at `at` may end: at white space where there is some. */
static size_t end_of_chunk(const char *text, size_t length, size_t at)
{
    size_t end = at + CHUNK;

    if (length - at <= CHUNK)
        return length;
    while (end < length && text[end] != ' ' && text[end] != '\n' && end - at < 2 * (size_t)CHUNK)
        end++;
    while (end < length && ((unsigned char)text[end] & 0xC0) == 0x80)
        end++;
    return end;
}

/* Room for the words of `more` tokens; arrays grow by half, so that little is left behind in the arena. */
static bool make_room(struct words *out, struct tvx_arena *arena, size_t *capacity, size_t more)
{
    size_t wanted = *capacity + *capacity / 2 + more;
    uint32_t **arrays[] = {&out->ids, &out->starts, &out->ends};

    if (out->count + more <= *capacity)
        return true;
    for (size_t i = 0; i < 3; i++) {
        uint32_t *grown = tvx_arena_array(arena, wanted, sizeof *grown);

        if (grown == NULL)
            return false;
        if (out->count > 0)
            memcpy(grown, *arrays[i], out->count * sizeof *grown);
        *arrays[i] = grown;
    }
    *capacity = wanted;
    return true;
}

static enum tvx_status take_tokens(struct words *out, struct reader *reader, const struct tvx_tokens *tokens,
                                   const char *text, size_t from, struct tvx_error *error)
{
    uint32_t *counts = reader->counts;

    for (size_t i = 0; i < tokens->count; i++) {
        const struct tvx_token *token = &tokens->items[i];
        enum tvx_status status;
        uint32_t id;

        if (token->kind == TVX_TOKEN_MARK)
            continue;
        status = number_of(&id, reader, text + from + token->start, token->length, error);
        if (status != TVX_OK)
            return status;
        if (id != NO_WORD && counts != NULL)
            counts[id]++;
        else if (id != NO_WORD)
            reader->learn->counts[id]++;
        out->ids[out->count] = id;
        out->starts[out->count] = (uint32_t)from + token->start;
        out->ends[out->count++] = (uint32_t)from + token->start + token->length;
    }
    return out->count > MOST_WORDS ? tvx_error_set(error, TVX_E_LIMIT, "a text of more than %d words is too long to be "
                                                   "searched for passages", MOST_WORDS) : TVX_OK;
}

static enum tvx_status read_all(struct words *out, struct reader *reader, struct tvx_arena *arena, const char *text,
                                size_t length, struct tvx_error *error)
{
    size_t capacity = 0;
    enum tvx_status status = TVX_OK;

    if (length > INT32_MAX)
        return tvx_error_set(error, TVX_E_LIMIT, "a text of %zu bytes is too long to be searched for passages", length);
    for (size_t at = 0; status == TVX_OK && at < length;) {
        size_t end = end_of_chunk(text, length, at);
        struct tvx_arena *scratch = tvx_arena_new((size_t)1 << 30);
        struct tvx_tokens tokens;

        if (scratch == NULL)
            return tvx_error_nomem(error);
        status = tvx_tokenize(&tokens, scratch, text + at, end - at, error);
        if (status == TVX_OK) { /* the first piece tells how many words the whole has */
            double whole = (double)length / (double)(end - at) * 1.05;
            size_t more = capacity > 0 ? tokens.count : (size_t)((double)tokens.count * whole) + 1;

            if (!make_room(out, arena, &capacity, more))
                status = tvx_error_nomem(error);
        }
        if (status == TVX_OK)
            status = take_tokens(out, reader, &tokens, text, at, error);
        tvx_arena_free(scratch);
        at = end;
    }
    return status;
}

static enum tvx_status start(struct words *out, struct reader *reader, struct tvx_arena *arena, const char *text,
                             size_t length, struct tvx_error *error)
{
    enum tvx_status status = TVX_OK;

    *out = (struct words){0};
    reader->arena = tvx_arena_new((size_t)4 << 30);
    reader->stemmer = tvx_stemmer_new();
    /* An address differs from run to run, so that no document can be made whose words all fall into one slot. */
    reader->seed = (uint64_t)(uintptr_t)reader->arena * UINT64_C(0x9E3779B97F4A7C15) | 1;
    if (reader->arena == NULL || reader->stemmer == NULL || !spellings_grow(reader))
        status = tvx_error_nomem(error);
    if (status == TVX_OK)
        status = read_all(out, reader, arena, text, length, error);
    tvx_stemmer_free(reader->stemmer);
    tvx_arena_free(reader->arena);
    return status;
}

enum tvx_status words_learn(struct words *out, struct terms *terms, struct tvx_arena *arena, const char *text,
                            size_t length, const char *language, const struct tvx_rarity *rarity,
                            struct tvx_error *error)
{
    struct reader reader = {.language = language, .learn = terms, .rarity = rarity};

    *terms = (struct terms){.arena = arena, .seed = (uint64_t)(uintptr_t)arena * UINT64_C(0xD6E8FEB86659FD93) | 1};
    return start(out, &reader, arena, text, length, error);
}

enum tvx_status words_read(struct words *out, uint32_t *counts, const struct terms *terms, struct tvx_arena *arena,
                           const char *text, size_t length, const char *language, struct tvx_error *error)
{
    struct reader reader = {.language = language, .terms = terms, .counts = counts};

    return start(out, &reader, arena, text, length, error);
}
