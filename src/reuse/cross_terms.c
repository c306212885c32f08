/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * The dictionary is one open hash over the beginnings of phrases: a word and what stands before it make a number, and a
 * text is read along as long as that number is known.  A phrase in Latin script belongs to one language ("an" is a year
 * in French alone); those of tables that do not say it stand under English, French and Spanish.
 */
#include "cross_anchor.h"

#include <string.h>
#include <travaux/base/table.h>
#include <travaux/reuse/rarity.h>
#include <travaux/text/utf8.h>

enum { MOST_WORDS = 12, FIRST_SLOTS = 1 << 14, MOST_SLOTS = 1 << 22, MOST_OWN = 16 << 20 };

struct entry {
    uint64_t path; /* 0: free */
    uint64_t key;  /* 0: only the beginning of a phrase */
    enum tvx_anchor_kind kind;
};

struct tvx_cross_terms {
    struct tvx_arena *arena;
    struct entry *entries;
    size_t slots, used;
};

static uint64_t mix(uint64_t a, uint64_t b)
{
    uint64_t key = (a ^ b) * UINT64_C(0xFF51AFD7ED558CCD);

    key = (key ^ key >> 33) * UINT64_C(0xC4CEB9FE1A85EC53);
    key ^= key >> 33;
    return key == 0 ? 1 : key;
}

uint64_t cross_key(char kind, const char *bytes, size_t length)
{
    return mix(tvx_rarity_key(bytes, length), (uint64_t)(unsigned char)kind << 56 | 0x5851F42D4C957F2D);
}

/* ---- words ---- */

static bool is_han(const char *text, size_t at, size_t length)
{
    uint32_t point = tvx_utf8_next(text, length, &at);

    return point >= 0x3400 && point < 0xA000;
}

struct taking {
    struct cross_words *words;
    size_t length;
};

static int take(void *context, const char *term, size_t term_length, size_t start, size_t length, bool same_place)
{
    struct taking *taking = context;
    struct cross_words *words = taking->words;
    struct cross_word *word;
    size_t behind = start;

    if (same_place || (words->count > 0 && start <= words->items[words->count - 1].start && start > 0))
        return 0;
    words->items = tvx_arena_grow(words->arena, words->items, words->count, &words->capacity, sizeof *words->items);
    if (words->items == NULL)
        return 1;
    word = &words->items[words->count++];
    *word = (struct cross_word){.start = (uint32_t)start, .length = (uint32_t)length};
    if (is_han(words->text, start, taking->length)) {
        tvx_utf8_next(words->text, taking->length, &behind);
        word->length = (uint32_t)(behind - start);
        word->key = tvx_rarity_key(words->text + start, behind - start);
        return 0;
    }
    word->key = tvx_rarity_key(term, term_length);
    word->latin = (unsigned char)term[0] < 0xCA;
    for (size_t i = 0; i < term_length; i++)
        word->digit = word->digit || (term[i] >= '0' && term[i] <= '9');
    return 0;
}

enum tvx_status cross_words_of(struct cross_words *out, struct tvx_arena *arena, struct tvx_stemmer *stemmer,
                               const char *language, const char *text, size_t length, struct tvx_error *error)
{
    struct taking taking = {out, length};

    *out = (struct cross_words){.arena = arena, .text = text};
    if (length > UINT32_MAX)
        return tvx_error_set(error, TVX_E_LIMIT, "a text of %zu bytes is too long to be laid beside another", length);
    return tvx_terms(stemmer, language, text, length, take, &taking) == 0 ? TVX_OK : tvx_error_nomem(error);
}

/* ---- the table ---- */

static struct entry *find(const struct tvx_cross_terms *terms, uint64_t path)
{
    size_t slot = path & (terms->slots - 1);

    while (terms->entries[slot].path != 0 && terms->entries[slot].path != path)
        slot = (slot + 1) & (terms->slots - 1);
    return &terms->entries[slot];
}

static enum tvx_status grow(struct tvx_cross_terms *terms, struct tvx_error *error)
{
    struct tvx_cross_terms larger = {.arena = terms->arena, .used = terms->used,
                                     .slots = terms->slots == 0 ? FIRST_SLOTS : terms->slots * 2};

    if (larger.slots > MOST_SLOTS)
        return tvx_error_set(error, TVX_E_LIMIT, "the table of terms is too long; leave out what is not needed");
    larger.entries = tvx_arena_array(terms->arena, larger.slots, sizeof *larger.entries);
    if (larger.entries == NULL)
        return tvx_error_nomem(error);
    for (size_t i = 0; i < terms->slots; i++)
        if (terms->entries[i].path != 0)
            *find(&larger, terms->entries[i].path) = terms->entries[i];
    *terms = larger;
    return TVX_OK;
}

static uint64_t first_path(const char *language, bool latin)
{
    if (!latin)
        return 1;
    if (language != NULL && (strncmp(language, "fr", 2) == 0 || strncmp(language, "es", 2) == 0))
        return (uint64_t)(unsigned char)language[0] << 8;
    return (uint64_t)'e' << 8 | 'n';
}

static enum tvx_status add_phrase(struct tvx_cross_terms *terms, struct tvx_stemmer *stemmer, const char *language,
                                  struct tvx_field phrase, uint64_t key, enum tvx_anchor_kind kind,
                                  struct tvx_error *error)
{
    struct tvx_arena *scratch = tvx_arena_new(1 << 22);
    struct cross_words words;
    struct entry *entry = NULL;
    enum tvx_status status = scratch == NULL ? tvx_error_nomem(error)
                                             : cross_words_of(&words, scratch, stemmer, language, phrase.text,
                                                              phrase.length, error);
    uint64_t path = status == TVX_OK && words.count > 0 ? first_path(language, words.items[0].latin) : 0;

    for (size_t i = 0; status == TVX_OK && i < words.count && words.count <= MOST_WORDS; i++) {
        if ((terms->used + 1) * 2 > terms->slots)
            status = grow(terms, error);
        if (status != TVX_OK)
            break;
        path = mix(path, words.items[i].key);
        entry = find(terms, path);
        terms->used += entry->path == 0;
        entry->path = path;
    }
    if (status == TVX_OK && entry != NULL && entry->key == 0) { /* of two things of one name the first stands */
        entry->key = key;
        entry->kind = kind;
    }
    tvx_arena_free(scratch);
    return status;
}

/* The names in a cell; `language` NULL: any. */
static enum tvx_status add_cell(struct tvx_cross_terms *terms, struct tvx_stemmer *stemmer, const char *language,
                                struct tvx_field cell, uint64_t key, enum tvx_anchor_kind kind, struct tvx_error *error)
{
    static const char *const latin[] = {"en", "fr", "es"};
    enum tvx_status status = TVX_OK;

    for (const char *at = cell.text, *end = cell.text + cell.length; at < end && status == TVX_OK;) {
        const char *bar = memchr(at, '|', (size_t)(end - at));
        struct tvx_field phrase = {at, (size_t)((bar == NULL ? end : bar) - at)};

        if (language != NULL)
            status = add_phrase(terms, stemmer, language, phrase, key, kind, error);
        for (size_t i = 0; language == NULL && i < 3 && status == TVX_OK; i++)
            status = add_phrase(terms, stemmer, latin[i], phrase, key, kind, error);
        at += phrase.length + 1;
    }
    return status;
}

static bool is_number(struct tvx_field field)
{
    for (size_t i = 0; i < field.length; i++)
        if (field.text[i] < '0' || field.text[i] > '9')
            return false;
    return field.length > 0;
}

/* A row is one thing; its key is the number it writes, or its first name. */
static enum tvx_status add_row(struct tvx_cross_terms *terms, struct tvx_stemmer *stemmer,
                               const struct tvx_field *fields, size_t count, const char *const *languages, char kind,
                               struct tvx_error *error)
{
    bool number = is_number(fields[0]);
    uint64_t key = cross_key(number ? '#' : kind, fields[0].text, fields[0].length);
    enum tvx_anchor_kind as = number ? TVX_ANCHOR_NUMBER : kind == 't' ? TVX_ANCHOR_TERM : TVX_ANCHOR_NAME;
    enum tvx_status status = TVX_OK;

    for (size_t i = number ? 1 : 0; i < count && status == TVX_OK; i++)
        status = add_cell(terms, stemmer, languages == NULL ? NULL : languages[i - number], fields[i], key, as, error);
    return status;
}

static enum tvx_status add_table(struct tvx_cross_terms *terms, struct tvx_stemmer *stemmer, const char *name,
                                 const char *const *languages, char kind, struct tvx_error *error)
{
    struct tvx_field fields[TVX_TABLE_FIELDS];
    struct tvx_table table;
    size_t count;
    enum tvx_status status = TVX_OK;

    tvx_table_open(&table, tvx_asset_find(name));
    while (status == TVX_OK && tvx_table_next(&table, fields, &count)) {
        if (languages != NULL) {
            status = add_row(terms, stemmer, fields, count < 7 ? count : 7, languages, kind, error);
            continue;
        }
        /* a code, then names in any language: the code itself is no name */
        for (size_t i = 1; i < count && status == TVX_OK; i++)
            status = add_cell(terms, stemmer, NULL, fields[i], cross_key(kind, fields[0].text, fields[0].length),
                              TVX_ANCHOR_NAME, error);
    }
    return status;
}

/* ---- the user's table ---- */

static enum tvx_status add_own(struct tvx_cross_terms *terms, struct tvx_stemmer *stemmer, const char *own,
                               size_t length, struct tvx_error *error)
{
    struct tvx_asset asset = {.name = "terms"};
    struct tvx_field fields[TVX_TABLE_FIELDS];
    size_t line = 0;
    enum tvx_status status = TVX_OK;

    if (length > MOST_OWN)
        return tvx_error_set(error, TVX_E_LIMIT, "a table of terms of more than %d MB is too long", MOST_OWN >> 20);
    own = tvx_text_clean(terms->arena, own, length);
    if (own == NULL)
        return tvx_error_nomem(error);
    while (*own != '\0' && status == TVX_OK) {
        struct tvx_table table;
        size_t count = 0, names = 0;

        line++;
        asset.bytes = own;
        asset.length = strcspn(own, "\n");
        own += asset.length + (own[asset.length] == '\n');
        if (tvx_text_blank(asset.bytes, asset.length))
            continue;
        tvx_table_open(&table, &asset);
        if (!tvx_table_next(&table, fields, &count)) /* a remark */
            continue;
        for (size_t i = 0; i < count; i++)
            names += !tvx_text_blank(fields[i].text, fields[i].length);
        if (names < 2)
            return tvx_error_set(error, TVX_E_MALFORMED, "line %zu: a term needs names in at least two languages, "
                                 "with a tab between them", line);
        status = add_row(terms, stemmer, fields, count, NULL, 't', error);
    }
    return status;
}

enum tvx_status tvx_cross_terms_none(struct tvx_cross_terms **out, struct tvx_arena *arena, struct tvx_error *error)
{
    struct tvx_cross_terms *terms = tvx_arena_alloc(arena, sizeof *terms);

    *out = terms;
    if (terms == NULL)
        return tvx_error_nomem(error);
    terms->arena = arena;
    return grow(terms, error);
}

enum tvx_status tvx_cross_terms_new(struct tvx_cross_terms **out, struct tvx_arena *arena, const char *own,
                                    size_t own_length, struct tvx_error *error)
{
    static const char *const languages[] = {"en", "fr", "es", "ru", "ar", "zh", NULL};
    struct tvx_stemmer *stemmer = tvx_stemmer_new();
    enum tvx_status status = stemmer == NULL ? tvx_error_nomem(error) : tvx_cross_terms_none(out, arena, error);

    if (status == TVX_OK && own != NULL)
        status = add_own(*out, stemmer, own, own_length, error);
    if (status == TVX_OK)
        status = add_table(*out, stemmer, "data/terms.tsv", languages, 't', error);
    if (status == TVX_OK)
        status = add_table(*out, stemmer, "data/actors.tsv", NULL, '@', error);
    if (status == TVX_OK)
        status = add_table(*out, stemmer, "data/groups.tsv", NULL, '@', error);
    if (status == TVX_OK)
        status = add_table(*out, stemmer, "data/months.tsv", NULL, 'm', error);
    tvx_stemmer_free(stemmer);
    return status;
}

size_t cross_terms_match(const struct tvx_cross_terms *terms, const char *language, const struct cross_words *words,
                         size_t at, uint64_t *key, enum tvx_anchor_kind *kind)
{
    uint64_t path = first_path(language, words->items[at].latin);
    size_t best = 0;

    for (size_t i = 0; i < MOST_WORDS && at + i < words->count; i++) {
        const struct entry *entry = find(terms, path = mix(path, words->items[at + i].key));

        if (entry->path == 0)
            break;
        if (entry->key != 0) {
            best = i + 1;
            *key = entry->key;
            *kind = entry->kind;
        }
    }
    return best;
}
