/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * The tables of words behind the tokens, and the units of a law with their labels ("paragraphs 3 and 4", "Article
 * 5.1 (3) b)", "instructs the Secretary-General 2"), which the tokens are made of.
 */
#ifndef TRAVAUX_LAW_PROSE_INDEX_H
#define TRAVAUX_LAW_PROSE_INDEX_H

#include "prose_words.h"
#include "words.h"

struct prose_word {
    const char *text;
    size_t length;
    enum prose_role role;
    const char *kind; /* of a unit: its role in places.tsv */
    int number;       /* of an ordinal */
    enum prose_rank rank;
};

/* Words by the low byte of their first code point, folded: starts[b] to starts[b + 1]. */
struct prose_index {
    struct prose_word *items;
    size_t count, capacity;
    size_t starts[257];
};

/* The longest phrase at the cursor, which is moved behind it; of two as long the one of instructions. */
const struct prose_word *prose_word_find(const struct prose_index *index, struct tvx_cursor *cursor, bool verbs);

/* Fills the unit that `word`, which begins at byte `from`, is, and takes its labels; false when memory is short. */
bool prose_unit_fill(struct prose_token *token, struct tvx_arena *arena, const struct prose_index *index,
                     struct tvx_cursor *c, const struct prose_word *word, size_t from);
bool prose_unit_labels(struct prose_token *token, struct tvx_arena *arena, const struct prose_index *index,
                       struct tvx_cursor *c);

#endif
