/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Words as `novelty` compares them: each is a stem, and a concept that the rows of data/synonyms.tsv and data/terms.tsv
 * give to what is said in other words or another language ("cut off", "suspension" → stop).  Little words
 * (data/little-words.tsv) are told apart: they are neither looked for nor left over.
 */
#ifndef ANALYSE_NOVELTY_WORDS_H
#define ANALYSE_NOVELTY_WORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <travaux/base/arena.h>
#include <travaux/base/error.h>

struct novelty_word { /* or a phrase of several words that is in a table */
    uint64_t stem;        /* of the words themselves */
    uint64_t concept;     /* the row's first name; the stem itself where no row has it */
    size_t start, length; /* bytes of the text */
    bool little;
};

struct novelty_text {
    struct novelty_word *items;
    size_t count;
};

struct novelty_words;

/* NULL when memory is short.  Has a stemmer of its own, which is freed by free; all else is the arena's. */
struct novelty_words *novelty_words_new(struct tvx_arena *arena);
void novelty_words_free(struct novelty_words *words);

/* The words of valid UTF-8 in order; of a sentence of more than 1024 the rest is left out. */
enum tvx_status novelty_words_read(struct novelty_text *out, struct tvx_arena *arena, struct novelty_words *words,
                                   const char *language, const char *text, size_t length, struct tvx_error *error);

#endif
