/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <string.h>
#include <travaux/base/table.h>
#include <travaux/read/language.h>
#include <travaux/text/utf8.h>
#include <unicode/uchar.h>

#include "language.h"

/* Enough to be sure of; the beginning of a document is often a cover in several languages. */
enum { ENOUGH = 100000, LEAST_LETTERS = 20, LEAST_WORDS = 4, LANGUAGES = 16, WORD = 24, SLOTS = 2048 };

/* A little word and the languages that have it, as bits. */
struct little {
    struct tvx_field word;
    uint32_t languages;
};

struct tally {
    size_t latin, cyrillic, arabic, han, kana, letters;
    struct tvx_field codes[LANGUAGES];
    size_t words[LANGUAGES];
    size_t languages;
    struct little *little; /* open hash */
};

static struct little *slot_of(struct little *little, const char *word, size_t length)
{
    uint32_t hash = 2166136261u;

    for (size_t i = 0; i < length; i++)
        hash = (hash ^ (unsigned char)word[i]) * 16777619u;
    for (;; hash++) {
        struct little *slot = &little[hash % SLOTS];

        if (slot->languages == 0 || (slot->word.length == length && memcmp(slot->word.text, word, length) == 0))
            return slot;
    }
}

static bool load_words(struct tally *tally, struct tvx_arena *arena)
{
    struct tvx_field fields[TVX_TABLE_FIELDS];
    struct tvx_table table;
    size_t count, loaded = 0;

    tally->little = tvx_arena_array(arena, SLOTS, sizeof *tally->little);
    if (tally->little == NULL)
        return false;
    tvx_table_open(&table, tvx_asset_find("data/language-words.tsv"));
    while (tally->languages < LANGUAGES && tvx_table_next(&table, fields, &count)) {
        const char *end = fields[1].text + fields[1].length;

        tally->codes[tally->languages] = fields[0];
        for (const char *at = fields[1].text; at < end && loaded < SLOTS / 2; loaded++) {
            const char *space = memchr(at, ' ', (size_t)(end - at));
            size_t length = (size_t)((space == NULL ? end : space) - at);
            struct little *slot = slot_of(tally->little, at, length);

            slot->word = (struct tvx_field){at, length};
            slot->languages |= 1u << tally->languages;
            at += length + 1;
        }
        tally->languages++;
    }
    return true;
}

static void count_word(struct tally *tally, const char *word, size_t length)
{
    uint32_t languages = slot_of(tally->little, word, length)->languages;

    for (size_t i = 0; languages != 0; i++, languages >>= 1)
        tally->words[i] += languages & 1;
}

static void count_script(struct tally *tally, uint32_t point)
{
    if (point < 0x250)
        tally->latin++;
    else if (point >= 0x400 && point < 0x530)
        tally->cyrillic++;
    else if ((point >= 0x600 && point < 0x780) || (point >= 0xFB50 && point < 0xFEFD))
        tally->arabic++;
    else if (point >= 0x3040 && point < 0x3100)
        tally->kana++;
    else if ((point >= 0x3400 && point < 0xA000) || point >= 0x20000)
        tally->han++;
    tally->letters++;
}

static void count_text(struct tally *tally, const char *text)
{
    size_t length = strlen(text), used = 0;
    char word[WORD];

    for (size_t at = 0; at <= length;) {
        uint32_t point = at == length ? ' ' : tvx_utf8_next(text, length, &at);
        bool small = point >= 'a' && point <= 'z'; /* most letters, known without asking ICU */

        if (small || u_isalpha((UChar32)point)) {
            uint32_t lower = small ? point : (uint32_t)u_tolower((UChar32)point);

            count_script(tally, point);
            if (used + 2 < WORD && lower < 0x250) {
                used += tvx_utf8_put(word + used, lower);
            } else {
                used = WORD; /* too long for a little word */
            }
            continue;
        }
        if (used > 0 && used < WORD)
            count_word(tally, word, used);
        used = 0;
        if (at == length)
            break;
    }
}

/* The language with the most little words, when it leads clearly. */
static const char *latin_language(struct tvx_arena *arena, const struct tally *tally)
{
    size_t best = 0, second = 0;

    for (size_t i = 1; i < tally->languages; i++)
        if (tally->words[i] > tally->words[best])
            best = i;
    for (size_t i = 0; i < tally->languages; i++)
        if (i != best && tally->words[i] > second)
            second = tally->words[i];
    if (tally->words[best] < LEAST_WORDS || tally->words[best] * 10 < second * 12)
        return "";
    return tvx_arena_strndup(arena, tally->codes[best].text, tally->codes[best].length);
}

static const char *verdict(struct tvx_arena *arena, const struct tally *tally)
{
    if (tally->han + tally->kana >= LEAST_LETTERS / 4 && (tally->han + tally->kana) * 4 > tally->letters)
        return tally->kana * 10 > tally->han ? "ja" : "zh";
    if (tally->letters < LEAST_LETTERS)
        return "";
    if (tally->cyrillic * 2 > tally->letters)
        return "ru";
    if (tally->arabic * 2 > tally->letters)
        return "ar";
    return tally->latin * 2 > tally->letters ? latin_language(arena, tally) : "";
}

const char *tvx_language_guess(const struct tvx_document *document)
{
    struct tally tally = {.latin = 0};

    if (!load_words(&tally, document->arena))
        return NULL;
    for (size_t i = 0; i < document->block_count && tally.letters < ENOUGH; i++)
        for (size_t r = 0; r < document->blocks[i].run_count; r++)
            count_text(&tally, document->blocks[i].runs[r].text);
    return verdict(document->arena, &tally);
}

const char *tvx_language_of(struct tvx_arena *arena, const char *const *texts, size_t count)
{
    struct tally tally = {.latin = 0};

    if (!load_words(&tally, arena))
        return NULL;
    for (size_t i = 0; i < count && tally.letters < ENOUGH; i++)
        count_text(&tally, texts[i]);
    return verdict(arena, &tally);
}
