/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Where a line was broken, a hyphen at its end may belong to the word ("two-thirds") or to the printer ("meas-ure").
 * The document's own words decide: the form that it uses elsewhere is taken.
 */
#include <ctype.h>
#include <string.h>

#include "recognise.h"

/* A table of counts by hash; two words with one hash only make a guess worse. */
struct rec_vocabulary {
    uint64_t *hashes;
    unsigned char *counts;
    size_t mask;
    const struct tvx_lines *lines; /* still to be counted: most documents never ask; NULL once they are */
};

enum { SLOTS_AT_MOST = 1 << 22 };

static inline bool in_word(unsigned char c)
{
    return ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || c >= 0x80;
}

static uint64_t hash_on(uint64_t hash, const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++)
        hash = (hash ^ (unsigned char)(text[i] >= 'A' && text[i] <= 'Z' ? text[i] | 0x20 : text[i])) * 0x100000001b3u;
    return hash;
}

static size_t slot_of(const struct rec_vocabulary *vocabulary, uint64_t hash)
{
    size_t slot = (size_t)(hash ^ hash >> 29) & vocabulary->mask;

    for (unsigned probe = 0; probe < 64; probe++) {
        if (vocabulary->hashes[slot] == 0 || vocabulary->hashes[slot] == hash)
            break;
        slot = (slot + 1) & vocabulary->mask;
    }
    return slot;
}

static void count_line(struct rec_vocabulary *vocabulary, const char *text)
{
    while (*text != '\0') {
        size_t length = 0, slot;
        uint64_t hash;

        while (*text != '\0' && !in_word((unsigned char)*text))
            text++;
        while (in_word((unsigned char)text[length]) ||
               (text[length] == '-' && length > 0 && in_word((unsigned char)text[length + 1])))
            length++;
        if (length == 0)
            break;
        hash = hash_on(14695981039346656037u, text, length) | 1;
        slot = slot_of(vocabulary, hash);
        vocabulary->hashes[slot] = hash;
        if (vocabulary->counts[slot] < 255)
            vocabulary->counts[slot]++;
        text += length;
    }
}

enum tvx_status rec_vocabulary_make(struct rec_vocabulary **out, struct tvx_arena *arena,
                                    const struct tvx_lines *lines, struct tvx_error *error)
{
    struct rec_vocabulary *vocabulary = tvx_arena_alloc(arena, sizeof *vocabulary);
    size_t bytes = 0, slots = 1024;

    if (vocabulary == NULL)
        return tvx_error_nomem(error);
    for (size_t i = 0; i < lines->count; i++)
        bytes += lines->items[i].points;
    while (slots < bytes / 16 && slots < SLOTS_AT_MOST)
        slots *= 2;
    vocabulary->hashes = tvx_arena_array(arena, slots, sizeof *vocabulary->hashes);
    vocabulary->counts = tvx_arena_array(arena, slots, sizeof *vocabulary->counts);
    vocabulary->mask = slots - 1;
    if (vocabulary->hashes == NULL || vocabulary->counts == NULL)
        return tvx_error_nomem(error);
    vocabulary->lines = lines;
    *out = vocabulary;
    return TVX_OK;
}

unsigned rec_vocabulary_count(struct rec_vocabulary *vocabulary, const char *a, size_t a_length, const char *b,
                              size_t b_length)
{
    uint64_t hash = hash_on(hash_on(14695981039346656037u, a, a_length), b, b_length) | 1;
    size_t slot;

    for (size_t i = 0; vocabulary->lines != NULL && i < vocabulary->lines->count; i++)
        count_line(vocabulary, vocabulary->lines->items[i].text);
    vocabulary->lines = NULL;
    slot = slot_of(vocabulary, hash);
    return vocabulary->hashes[slot] == hash ? vocabulary->counts[slot] : 0;
}

/* The word that ends `text` (hyphens within counted in), and the one that begins it. */
static size_t word_behind(const char *text, size_t length)
{
    size_t at = 0;

    while (at < length && (in_word((unsigned char)text[length - 1 - at]) || text[length - 1 - at] == '-'))
        at++;
    return at;
}

static size_t word_ahead(const char *text, size_t length)
{
    size_t at = 0;

    while (at < length && (in_word((unsigned char)text[at]) ||
                           (text[at] == '-' && at > 0 && at + 1 < length && in_word((unsigned char)text[at + 1]))))
        at++;
    return at;
}

int rec_join(const struct rec_page *page, const char *before, size_t before_length, const char *after,
             size_t after_length)
{
    size_t first, second;

    if (before_length < 2 || after_length == 0 || before[before_length - 2] == ' ')
        return ' ';
    if (before[before_length - 1] == '/')
        return 0;
    if (before[before_length - 1] != '-')
        return ' ';
    if (isdigit((unsigned char)before[before_length - 2]) && isdigit((unsigned char)after[0]))
        return 0;
    first = word_behind(before, before_length - 1);
    second = word_ahead(after, after_length);
    if (first == 0 || second == 0)
        return ' ';
    /* "short- and long-term", "medium- to long-term" keep both their hyphen and their space */
    if ((second == 3 && memcmp(after, "and", 3) == 0) ||
        (second == 2 && (memcmp(after, "or", 2) == 0 || memcmp(after, "to", 2) == 0)))
        return ' ';
    if (!islower((unsigned char)after[0]) && (unsigned char)after[0] < 0x80)
        return 0;
    unsigned whole = rec_vocabulary_count(page->vocabulary, before + before_length - 1 - first, first, after, second);
    unsigned hyphened = rec_vocabulary_count(page->vocabulary, before + before_length - 1 - first, first + 1, after,
                                             second);

    if (whole != hyphened)
        return whole > hyphened ? '-' : 0;
    /* neither stands elsewhere: two words of the document are a compound, a piece of a word is not */
    return rec_vocabulary_count(page->vocabulary, after, second, "", 0) > 1 &&
                   rec_vocabulary_count(page->vocabulary, before + before_length - 1 - first, first, "", 0) > 1
               ? 0
               : '-';
}
