/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * A definition as a row of units: the words that carry meaning, and between them what ties them together (or, and,
 * except, including, of, more than …), told by data/scope-words.tsv.  What only dresses a sentence (articles,
 * auxiliaries, commas) leaves a mark on the unit behind it, so that two ways of writing one thing are one row.
 */
#ifndef TRAVAUX_ANALYSE_SCOPE_UNITS_H
#define TRAVAUX_ANALYSE_SCOPE_UNITS_H

#include "scope_genus.h"
#include "scope_words.h"

#define UNIT_KINDS(X)                                                                                                  \
    X(OR, "or") X(AND, "and") X(EXCEPT, "except") X(INCLUDE, "including") X(OPEN, "open") X(CLOSED, "closed")          \
    X(NEUTRAL, "neutral") X(RELATIVE, "relative") X(ANY, "any") X(ARTICLE, "article") X(AUXILIARY, "auxiliary")        \
    X(MAINLY, "mainly") X(ONLY, "only") X(NOT, "not") X(LEAST, "at-least") X(MOST, "at-most") X(OF, "of") X(BY, "by")  \
    X(PREPOSITION, "preposition") X(SAME, "same") X(NUMBER, "number") X(EXCLUDED, "excluded")

enum unit_kind {
    UNIT_WORD, UNIT_STOP, /* a semicolon, colon or full stop */
#define X(name, word) UNIT_##name,
    UNIT_KINDS(X)
#undef X
};

struct unit {
    enum unit_kind kind;
    uint32_t id;            /* equal for what counts as equal */
    uint32_t word;          /* the reader's number of its first word */
    double number;          /* of a NUMBER */
    size_t start, end;      /* bytes of the text */
    size_t row;             /* in the language's rows; SIZE_MAX for a word of the text */
    signed char sign;       /* -1 within what is taken out by "except", else 1 */
    bool after_article, after_auxiliary, after_comma;
};

struct units {
    const char *text;
    struct unit *items;
    size_t count;
};

struct scope_tongue; /* the table of one language */
struct scope_tongue *scope_tongue_new(struct scope_reader *reader, struct tvx_arena *arena, const char *language,
                                      struct tvx_error *error);
const struct scope_row *scope_tongue_row(const struct scope_tongue *tongue, size_t row);
const char *scope_tongue_language(const struct scope_tongue *tongue);
struct tvx_stemmer *scope_tongue_stemmer(const struct scope_tongue *tongue);

enum tvx_status units_read(struct units *out, const struct scope_tongue *tongue, struct tvx_arena *arena,
                           const char *text, struct tvx_error *error);

/* Is what stands in units [b, b + b_count) a broader thing than [a, a + a_count), by data/genus.tsv? */
bool scope_tongue_broader(const struct scope_tongue *tongue, const struct unit *a, size_t a_count,
                          const struct unit *b, size_t b_count);

#endif
