/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * A text as the numbers of its words.  Equal numbers are words with the same index term (text/stem.h); punctuation is
 * left out.  The numbers are given out while the prepared text is read; in any later text a word that the prepared
 * one does not have is NO_WORD, since it can be in no shared passage.
 */
#ifndef TRAVAUX_REUSE_PASSAGE_WORDS_H
#define TRAVAUX_REUSE_PASSAGE_WORDS_H

#include <travaux/reuse/passage.h>

enum { BIT = 16 }; /* scores are kept in sixteenths of a bit */

#define NO_WORD UINT32_MAX

struct words {
    uint32_t *ids;
    uint32_t *starts, *ends; /* bytes */
    size_t count;
};

struct terms {
    struct tvx_arena *arena;
    uint64_t *keys; /* open addressing, 0 is free; a power of two of slots, at most half full */
    uint32_t *numbers;
    size_t slots, count;
    uint64_t seed;
    uint8_t *bits;    /* by number: the rarity the term has in general, in eighths */
    uint32_t *counts; /* by number: occurrences in the prepared text */
    size_t bits_capacity, counts_capacity;
};

/* Reads the text to prepare: fills `terms`. */
enum tvx_status words_learn(struct words *out, struct terms *terms, struct tvx_arena *arena, const char *text,
                            size_t length, const char *language, const struct tvx_rarity *rarity,
                            struct tvx_error *error);
/* Reads another text; `counts` (terms->count of them, zeroed) counts its words. */
enum tvx_status words_read(struct words *out, uint32_t *counts, const struct terms *terms, struct tvx_arena *arena,
                           const char *text, size_t length, const char *language, struct tvx_error *error);

#endif
