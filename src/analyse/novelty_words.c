/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "novelty_words.h"

#include <string.h>
#include <travaux/base/table.h>
#include <travaux/reuse/rarity.h>
#include <travaux/text/stem.h>

enum { SLOTS = 1 << 14, PHRASE = 5, MOST_WORDS = 1024 };

struct slot {
    uint64_t stem, concept; /* stem 0: empty */
    bool little, begins;    /* begins: a longer phrase begins so */
    bool known;             /* is a name itself, not only the beginning of one */
};

struct novelty_words {
    struct tvx_stemmer *stemmer;
    struct slot *slots;
    size_t used;
};

static uint64_t join(uint64_t before, uint64_t stem)
{
    return before == 0 ? stem : (before ^ stem * UINT64_C(0x9E3779B97F4A7C15)) * UINT64_C(0xD6E8FEB86659FD93) | 1;
}

static struct slot *find(const struct novelty_words *words, uint64_t stem)
{
    size_t at = (size_t)(stem >> 7) & (SLOTS - 1);

    while (words->slots[at].stem != 0 && words->slots[at].stem != stem)
        at = (at + 1) & (SLOTS - 1);
    return &words->slots[at];
}

/* NULL when the tables grew beyond what the program was built for: what is left of them is then not known. */
static struct slot *put(struct novelty_words *words, uint64_t stem)
{
    struct slot *slot = find(words, stem);

    if (slot->stem == 0) {
        if (words->used >= SLOTS * 3 / 4)
            return NULL;
        words->used++;
        slot->stem = stem;
    }
    return slot;
}

struct stems {
    uint64_t items[PHRASE];
    size_t count, end;
};

static int take_stem(void *context, const char *term, size_t term_length, size_t start, size_t length, bool same_place)
{
    struct stems *stems = context;

    if (same_place || start < stems->end) /* of Chinese, pairs lie over words */
        return 0;
    stems->end = start + length;
    if (stems->count < PHRASE)
        stems->items[stems->count] = tvx_rarity_key(term, term_length);
    stems->count++;
    return 0;
}

/* Enters one name; *concept is 0 for the row's first and then its key. */
static void enter(struct novelty_words *words, const char *language, const char *name, size_t length, bool little,
                  uint64_t *concept)
{
    struct stems stems = {.count = 0};
    uint64_t key = 0;

    tvx_terms(words->stemmer, language, name, length, take_stem, &stems);
    if (stems.count == 0 || stems.count > PHRASE)
        return;
    for (size_t i = 0; i < stems.count; i++) {
        struct slot *slot;

        key = join(key, stems.items[i]);
        slot = put(words, key);
        if (slot == NULL)
            return;
        if (i + 1 < stems.count) {
            slot->begins = true;
        } else if (!slot->known) {
            if (*concept == 0)
                *concept = key;
            slot->known = true;
            slot->concept = little ? key : *concept;
            slot->little = little;
        } else if (*concept == 0) {
            *concept = slot->concept; /* named before: one thing */
        }
    }
}

static void enter_names(struct novelty_words *words, const char *language, struct tvx_field field, char between,
                        bool little, uint64_t *concept)
{
    size_t from = 0;

    for (size_t i = 0; i <= field.length; i++)
        if (i == field.length || field.text[i] == between) {
            if (i > from)
                enter(words, language, field.text + from, i - from, little, concept);
            from = i + 1;
        }
}

static bool is_number(struct tvx_field field)
{
    return field.length > 0 && field.text[0] >= '0' && field.text[0] <= '9';
}

/* Rows of names in six languages; one that begins with a number has it before the English name. */
static void read_names(struct novelty_words *words, const char *table_name)
{
    static const char *const languages[] = {"en", "fr", "es", "ru", "ar", "zh"};
    const struct tvx_asset *asset = tvx_asset_find(table_name);
    struct tvx_field fields[TVX_TABLE_FIELDS];
    struct tvx_table table;
    size_t count;

    if (asset == NULL)
        return;
    tvx_table_open(&table, asset);
    while (tvx_table_next(&table, fields, &count)) {
        uint64_t concept = 0;
        size_t first = is_number(fields[0]) ? 1 : 0;

        if (first == 1)
            enter_names(words, "en", fields[0], '|', false, &concept);
        for (size_t i = first; i < count && i < first + 6; i++)
            enter_names(words, languages[i - first], fields[i], '|', false, &concept);
    }
}

static void read_little(struct novelty_words *words)
{
    const struct tvx_asset *asset = tvx_asset_find("data/little-words.tsv");
    struct tvx_field fields[TVX_TABLE_FIELDS];
    struct tvx_table table;
    size_t count;

    if (asset == NULL)
        return;
    tvx_table_open(&table, asset);
    while (tvx_table_next(&table, fields, &count)) {
        char language[3] = {0};
        uint64_t concept = 0;

        memcpy(language, fields[0].text, fields[0].length < 2 ? fields[0].length : 2);
        enter_names(words, language, fields[1], ' ', true, &concept);
    }
}

struct novelty_words *novelty_words_new(struct tvx_arena *arena)
{
    struct novelty_words *words = tvx_arena_alloc(arena, sizeof *words);

    if (words == NULL)
        return NULL;
    words->slots = tvx_arena_array(arena, SLOTS, sizeof *words->slots);
    words->stemmer = words->slots == NULL ? NULL : tvx_stemmer_new();
    if (words->stemmer == NULL)
        return NULL;
    read_names(words, "data/synonyms.tsv");
    read_names(words, "data/terms.tsv");
    read_little(words);
    return words;
}

void novelty_words_free(struct novelty_words *words)
{
    if (words != NULL)
        tvx_stemmer_free(words->stemmer);
}

struct reading {
    struct novelty_text *out;
    struct tvx_arena *arena;
    size_t capacity, end;
    bool failed;
};

static int take_word(void *context, const char *term, size_t term_length, size_t start, size_t length, bool same_place)
{
    struct reading *reading = context;
    struct novelty_text *out = reading->out;

    if (same_place || start < reading->end || out->count >= MOST_WORDS)
        return 0;
    reading->end = start + length;
    if (out->count >= reading->capacity) {
        out->items = tvx_arena_grow(reading->arena, out->items, out->count, &reading->capacity, sizeof *out->items);
        if (out->items == NULL) {
            reading->failed = true;
            return 1;
        }
    }
    out->items[out->count++] = (struct novelty_word){
        .stem = tvx_rarity_key(term, term_length), .start = start, .length = length};
    return 0;
}

/* Joins the words of the longest name that begins at each word. */
static void join_names(const struct novelty_words *words, struct novelty_text *text)
{
    size_t to = 0;

    for (size_t i = 0; i < text->count;) {
        uint64_t key = 0, stem = text->items[i].stem;
        const struct slot *best = NULL;
        size_t taken = 1;

        for (size_t n = 1; n <= PHRASE && i + n <= text->count; n++) {
            const struct slot *slot;

            key = join(key, text->items[i + n - 1].stem);
            slot = find(words, key);
            if (slot->stem != 0 && slot->known) {
                best = slot;
                taken = n;
                stem = key;
            }
            if (slot->stem == 0 || !slot->begins)
                break;
        }
        text->items[to] = (struct novelty_word){
            .stem = stem, .concept = best == NULL ? stem : best->concept, .little = best != NULL && best->little,
            .start = text->items[i].start,
            .length = text->items[i + taken - 1].start + text->items[i + taken - 1].length - text->items[i].start};
        to++;
        i += taken;
    }
    text->count = to;
}

enum tvx_status novelty_words_read(struct novelty_text *out, struct tvx_arena *arena, struct novelty_words *words,
                                   const char *language, const char *text, size_t length, struct tvx_error *error)
{
    struct reading reading = {.out = out, .arena = arena};

    *out = (struct novelty_text){0};
    tvx_terms(words->stemmer, language, text, length, take_word, &reading);
    if (reading.failed)
        return tvx_error_nomem(error);
    join_names(words, out);
    return TVX_OK;
}
