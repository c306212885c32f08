/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Why these shingles: winnowing (Schleimer, Wilkerson, Aiken: Winnowing, SIGMOD 2003) over word k-grams keeps few
 * hashes, but both k-gram and window must survive an edit.  Measured on passages of 60 words of treaties with 20 % of
 * their words changed, as the share found by two shingles or more that stand in at most 16 documents, and hashes kept a
 * word:     8-grams winnowed over 8      38 %   0.22       5-grams winnowed over 4     98 %   0.40
 *     3 content words, all        100 %   0.48       the same, winnowed over 3   97 %   0.24
 *     the same, closed syncmers    99 %   0.32       3 of 4 content words       100 %   1.43
 * (syncmers: Edgar, Syncmers are more sensitive than minimizers, PeerJ 9:e10805, 2021).  Leaving the function words out
 * is the n-gram of Stamatatos (Plagiarism detection using stopword n-grams, JASIST 2011) turned round; the order of the
 * three is dropped as in the sorted shingles of Broder (On the resemblance and containment of documents, 1997).
 */
#include "index_shingle.h"

#include <stdlib.h>
#include <string.h>
#include <travaux/base/table.h>
#include <travaux/text/stem.h>
#include <xxhash.h>

enum {
    RECIPE = 1,            /* to be raised with every change below that changes a hash */
    MOST_PLACES = 1 << 28,
    PASSAGE_TERMS = 4096,  /* of a line; what follows is the next passage */
    COMMON_SLOTS = 4096,
};

/* A word that more than this many bits' worth of passages have is a function word: one passage in ten. */
static const double function_bits = 3.4;

struct shingler {
    struct tvx_stemmer *stemmer;
    struct tvx_rarity *common, *learn;
    uint64_t *keys, *hashes;
    uint32_t *starts, *ends;
    bool *wide;
    size_t count, capacity;
    uint64_t passage[PASSAGE_TERMS];
    size_t passage_count;
    size_t line_end; /* of the passage in hand */
    const char *text;
    size_t length;
    struct {
        uint64_t key;
        bool function;
    } known[COMMON_SLOTS]; /* what was asked of `common` lately */
    enum tvx_status status;
    struct tvx_error *error;
};

uint64_t tvx_shingle_recipe(void)
{
    const struct tvx_asset *words = tvx_asset_find("data/common-words.tsv");
    uint64_t sum = words == NULL ? 0 : XXH3_64bits(words->bytes, words->length);

    return XXH3_64bits_withSeed(&sum, sizeof sum, (uint64_t)RECIPE << 32 | SHINGLE_WORDS << 8 | SHINGLE_BITS);
}

struct shingler *tvx_shingler_new(const struct tvx_rarity *prior, struct tvx_rarity *learn)
{
    struct shingler *shingler = calloc(1, sizeof *shingler);

    if (shingler == NULL)
        return NULL;
    shingler->learn = learn;
    shingler->stemmer = tvx_stemmer_new();
    shingler->common = tvx_rarity_like(prior, 16);
    if (shingler->stemmer == NULL || shingler->common == NULL) {
        tvx_shingler_free(shingler);
        return NULL;
    }
    return shingler;
}

void tvx_shingler_free(struct shingler *shingler)
{
    if (shingler == NULL)
        return;
    tvx_stemmer_free(shingler->stemmer);
    tvx_rarity_free(shingler->common);
    free(shingler->keys);
    free(shingler->hashes);
    free(shingler->starts);
    free(shingler->ends);
    free(shingler->wide);
    free(shingler);
}

static bool larger(void **array, size_t count, size_t size)
{
    void *grown = realloc(*array, count * size);

    if (grown != NULL)
        *array = grown;
    return grown != NULL;
}

static enum tvx_status make_room(struct shingler *s)
{
    size_t capacity = s->capacity == 0 ? 4096 : 2 * s->capacity;

    if (s->count < s->capacity)
        return TVX_OK;
    if (s->count >= MOST_PLACES)
        return tvx_error_set(s->error, TVX_E_LIMIT, "a text of more than %d words is too long for the index",
                             MOST_PLACES);
    if (!larger((void **)&s->keys, capacity, sizeof *s->keys) ||
        !larger((void **)&s->hashes, capacity, sizeof *s->hashes) ||
        !larger((void **)&s->starts, capacity, sizeof *s->starts) ||
        !larger((void **)&s->ends, capacity, sizeof *s->ends) ||
        !larger((void **)&s->wide, capacity, sizeof *s->wide))
        return tvx_error_nomem(s->error);
    s->capacity = capacity;
    return TVX_OK;
}

static bool is_function_word(struct shingler *s, uint64_t key)
{
    size_t slot = key & (COMMON_SLOTS - 1);

    if (s->known[slot].key != key) {
        s->known[slot].key = key;
        s->known[slot].function = tvx_rarity_bits(s->common, key) < function_bits;
    }
    return s->known[slot].function;
}

static enum tvx_status end_passage(struct shingler *s)
{
    size_t count = s->passage_count;

    s->passage_count = 0;
    return count == 0 ? TVX_OK : tvx_rarity_add(s->learn, s->passage, count, s->error);
}

static enum tvx_status learn_term(struct shingler *s, uint64_t key, size_t start)
{
    enum tvx_status status = TVX_OK;

    if (start >= s->line_end || s->passage_count == PASSAGE_TERMS) {
        const char *end = memchr(s->text + start, '\n', s->length - start);

        status = end_passage(s);
        s->line_end = end == NULL ? s->length : (size_t)(end - s->text);
    }
    s->passage[s->passage_count++] = key;
    return status;
}

/* Characters of Chinese, by their first byte: U+4000 to U+9FFF. */
static bool is_wide(const char *text, size_t start)
{
    unsigned char first = (unsigned char)text[start];

    return first >= 0xE4 && first <= 0xE9;
}

static int take_term(void *context, const char *term, size_t term_length, size_t start, size_t length, bool same_place)
{
    struct shingler *s = context;
    uint64_t key = tvx_rarity_key(term, term_length);
    size_t at;

    s->status = s->learn == NULL ? TVX_OK : learn_term(s, key, start);
    if (s->status == TVX_OK)
        s->status = make_room(s);
    if (s->status != TVX_OK)
        return 1;
    if (term_length == 1 || is_function_word(s, key)) /* one letter or digit is mostly a label */
        return 0;
    at = s->count;
    if (same_place && at > 0 && s->starts[at - 1] == start) /* of Chinese, the pair and not the word */
        at--;
    s->keys[at] = key;
    s->starts[at] = (uint32_t)start;
    s->ends[at] = (uint32_t)(start + length);
    s->wide[at] = is_wide(s->text, start);
    s->count = at + 1;
    return 0;
}

static void order(uint64_t *a, uint64_t *b)
{
    uint64_t least = *a < *b ? *a : *b;

    *b = *a < *b ? *b : *a;
    *a = least;
}

static uint64_t hash_at(const struct shingler *s, size_t at)
{
    size_t step = s->wide[at] ? 2 : 1;
    uint64_t keys[SHINGLE_WORDS];

    if (at + step * (SHINGLE_WORDS - 1) >= s->count)
        return SHINGLE_NONE;
    for (size_t i = 0; i < SHINGLE_WORDS; i++)
        keys[i] = s->keys[at + i * step];
    order(&keys[0], &keys[1]);
    order(&keys[1], &keys[2]);
    order(&keys[0], &keys[1]);
    return XXH3_64bits(keys, sizeof keys) >> (64 - SHINGLE_BITS);
}

enum tvx_status tvx_shingle(struct shingler *s, struct shingled *out, const char *language, const char *text,
                            size_t length, struct tvx_error *error)
{
    if (length > INT32_MAX)
        return tvx_error_set(error, TVX_E_LIMIT, "a text of %zu MB is too long for the index", length >> 20);
    s->text = text;
    s->length = length;
    s->count = 0;
    s->passage_count = 0;
    s->line_end = 0;
    s->status = TVX_OK;
    s->error = error;
    tvx_terms(s->stemmer, language, text, length, take_term, s);
    if (s->status == TVX_OK && s->learn != NULL)
        s->status = end_passage(s);
    if (s->status != TVX_OK)
        return s->status;
    for (size_t i = 0; i < s->count; i++)
        s->hashes[i] = hash_at(s, i);
    *out = (struct shingled){s->hashes, s->starts, s->ends, s->count};
    return TVX_OK;
}
