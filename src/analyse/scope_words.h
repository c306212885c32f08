/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Text as a row of numbers, such that a word and its inflected forms have one number: endings of number come off by
 * data/number-endings.tsv, Arabic words are stemmed, Chinese is cut into its characters.  Stems of the
 * index would not do here: they make one of "operator", "operation" and "operate".  On such rows phrases of tables and
 * defined terms alike are found by longest match.
 */
#ifndef TRAVAUX_ANALYSE_SCOPE_WORDS_H
#define TRAVAUX_ANALYSE_SCOPE_WORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <travaux/base/arena.h>
#include <travaux/base/error.h>
#include <travaux/base/table.h>

struct scope_word {
    uint32_t id;
    uint32_t start, length; /* bytes of the text */
    bool mark;              /* punctuation, a symbol */
    bool capital;           /* begins with a capital letter */
    bool first;             /* first word of a sentence, an item, a quotation */
};

struct scope_words {
    const char *text;
    struct scope_word *items;
    size_t count;
};

struct scope_reader; /* gives the numbers; one for all texts that are to be compared */

struct scope_reader *scope_reader_new(struct tvx_arena *arena); /* NULL when memory is short */
void scope_reader_free(struct scope_reader *reader);            /* what it gave out stays the arena's */
struct tvx_stemmer *scope_reader_stemmer(const struct scope_reader *reader);

/* The words of a text; `language` ("en") may be NULL for English.  Texts of 16 MB and more are TVX_E_LIMIT. */
enum tvx_status scope_read(struct scope_words *out, struct scope_reader *reader, struct tvx_arena *arena,
                           const char *language, const char *text, size_t length, struct tvx_error *error);

/* Phrases, each with a value; the same phrase again keeps the first value. */
struct scope_index;
struct scope_index *scope_index_new(struct tvx_arena *arena);
/* False when memory is short; a phrase without words is passed over. */
bool scope_index_add(struct scope_index *index, const struct scope_word *words, size_t count, size_t value);
/*
 * The longest phrase of fewer than `below` words that stands at words[at]: its number of words, 0 for none; its value
 * goes to *value.
 */
size_t scope_index_find(const struct scope_index *index, const struct scope_words *words, size_t at, size_t below,
                        size_t *value);

/* Adds the rows of a table whose columns are kind, phrases ('|' between them), language (empty: any); the value is the
   row's place in *rows.  Only rows of `kind`, NULL: all. */
struct scope_row {
    struct tvx_field kind, value; /* first and fourth column */
    struct tvx_field phrase;      /* the row's second column, for people */
};
struct scope_rows {
    struct scope_row *items;
    size_t count, capacity;
};
enum tvx_status scope_index_table(struct scope_index *index, struct scope_rows *rows, struct scope_reader *reader,
                                  struct tvx_arena *arena, const char *table, const char *kind,
                                  const char *language, struct tvx_error *error);

#endif
