/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Finds the terms that a passage defines and where their meaning begins: "Network: a set of …", "“Party” means …",
 * "on entend par …", "(hereinafter “the Union”)".  Forms without quotation marks count only where definitions are to
 * be expected, so that an ordinary sentence with a colon defines nothing.
 */
#ifndef TRAVAUX_ANALYSE_SCOPE_FIND_H
#define TRAVAUX_ANALYSE_SCOPE_FIND_H

#include "scope_words.h"

enum { SCOPE_TERM_WORDS = 8, SCOPE_ALIASES = 4 };

struct scope_found {
    const char *terms[SCOPE_ALIASES]; /* the term, then its other names */
    size_t term_count;
    const char *body;   /* what it means; "" when another passage says it */
    size_t body_start;  /* byte of the passage; its length when body is "" */
    const char *how;    /* the row or form by which it was told */
    const char *within; /* "article", "chapter" …: holds only there; NULL: everywhere */
};

struct scope_finder; /* data/definition-words.tsv of one language */
struct scope_finder *scope_finder_new(struct scope_reader *reader, struct tvx_arena *arena, const char *language,
                                      struct tvx_error *error);

struct scope_found_list {
    struct scope_found *items;
    size_t count, capacity;
};

/* `among`: the passage stands in an article of definitions. */
enum tvx_status scope_find(struct scope_found_list *out, const struct scope_finder *finder, struct tvx_arena *arena,
                           const struct scope_words *words, bool among, struct tvx_error *error);

/* Does this paragraph open a list of definitions: "For the purposes of this Agreement:"? */
bool scope_find_intro(const struct scope_finder *finder, const struct scope_words *words);

/* Words of the idiom at words[at] in which no term is used; 0 for none. */
size_t scope_find_idiom(const struct scope_finder *finder, const struct scope_words *words, size_t at);

/* Does the passage name the word by which an instrument calls itself ("Convention")?  The word's number, or
   UINT32_MAX; `nth` counts from 0. */
uint32_t scope_find_instrument(const struct scope_finder *finder, const struct scope_words *words, size_t nth);

#endif
