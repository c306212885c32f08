/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Compares printed words with the phrases of the data tables: letters without regard to case, and whatever stands
 * between two words (spaces, commas, brackets, apostrophes) without regard to what it is.
 * "IRAN (Islamic Republic of)" is so the phrase "Iran (Islamic Republic of)".
 */
#ifndef TRAVAUX_LAW_WORDS_H
#define TRAVAUX_LAW_WORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <travaux/base/table.h>

/* A position in a text of valid UTF-8. */
struct tvx_cursor {
    const char *text;
    size_t length, at;
};

/* Takes the phrase when the words at the cursor are it (a closing bracket behind it too); else moves nothing. */
bool tvx_words_take(struct tvx_cursor *cursor, const char *phrase, size_t phrase_length);

/* Moves to the next letter, digit or mark; false at the end. */
bool tvx_words_next(struct tvx_cursor *cursor);

/* Moves behind the word at the cursor. */
void tvx_words_skip(struct tvx_cursor *cursor);

/* Moves over white space, and over `also` (ASCII characters), dashes when `also` holds '-'. */
void tvx_words_space(struct tvx_cursor *cursor, const char *also);

/*
 * The row of table `name` whose first column is `kind` and whose second is the longest phrase that stands at the
 * cursor; `fields` is filled and the phrase taken.  `kind` NULL takes any.
 */
bool tvx_words_row(struct tvx_cursor *cursor, const char *name, const char *kind,
                   struct tvx_field fields[TVX_TABLE_FIELDS]);

/* Opens the rows of table `name` that may have a phrase at the cursor. */
void tvx_words_table(struct tvx_table *table, const char *name, const struct tvx_cursor *cursor);

/* Takes the longest of the phrases in a field, '|' between them. */
bool tvx_words_any(struct tvx_cursor *cursor, struct tvx_field phrases);

#endif
