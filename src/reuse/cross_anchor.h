/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Anchors: the words of a text that look the same in every language, or of which a dictionary knows that they name one
 * thing.  Each has a key that is the same in every language.
 */
#ifndef TRAVAUX_REUSE_CROSS_ANCHOR_H
#define TRAVAUX_REUSE_CROSS_ANCHOR_H

#include <stdint.h>
#include <travaux/reuse/cross.h>

struct anchor {
    uint64_t key;
    uint32_t start, length; /* bytes in the text */
    uint32_t unit;
    enum tvx_anchor_kind kind;
};

struct anchors {
    struct anchor *items;
    size_t count, capacity;
};

/* Anchors of text[start…start + length), in order, added to *out. */
enum tvx_status anchors_find(struct anchors *out, struct tvx_arena *arena, const struct tvx_cross_terms *terms,
                             struct tvx_stemmer *stemmer, const char *language, const char *text, size_t start,
                             size_t length, uint32_t unit, struct tvx_error *error);

/* ---- words, for the dictionary and the texts alike ---- */

struct cross_word {
    uint64_t key;           /* of its stem; of Chinese, of one character */
    uint32_t start, length; /* bytes in the text */
    bool digit, latin;
};

struct cross_words {
    struct tvx_arena *arena;
    const char *text;
    struct cross_word *items;
    size_t count, capacity;
};

enum tvx_status cross_words_of(struct cross_words *out, struct tvx_arena *arena, struct tvx_stemmer *stemmer,
                               const char *language, const char *text, size_t length, struct tvx_error *error);

/* The longest phrase of the dictionary that begins with words[at]: how many words it takes, 0 for none. */
size_t cross_terms_match(const struct tvx_cross_terms *terms, const char *language, const struct cross_words *words,
                         size_t at, uint64_t *key, enum tvx_anchor_kind *kind);

uint64_t cross_key(char kind, const char *bytes, size_t length);

#endif
