/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * The tables data/force-*.tsv as phrases over tokens, one list a language, found by their first token.  Texts and
 * phrases are cut the same way: words folded by case, French elisions ("s'", "qu'") and Chinese characters tokens of
 * their own, square brackets left out, since bracketed words are read as if they stood.
 */
#ifndef TRAVAUX_ANALYSE_FORCE_WORDS_H
#define TRAVAUX_ANALYSE_FORCE_WORDS_H

#include <travaux/analyse/force.h>
#include <stdint.h>

struct force_token {
    const char *text;   /* in the caller's text */
    uint32_t length;
    uint32_t folded_length;
    const char *folded; /* arena-owned or `text` itself */
    uint64_t hash;      /* of the folded bytes */
    bool mark;          /* punctuation */
    bool capital;       /* begins with a capital letter */
};

struct force_tokens {
    struct force_token *items;
    size_t count, capacity;
};

/* Appends the tokens of `text`, which must outlive them. */
enum tvx_status force_tokens_add(struct force_tokens *tokens, struct tvx_arena *arena, const char *language,
                                 const char *text, size_t length, struct tvx_error *error);

enum force_role {
    FORCE_MODAL,      /* actor before, verb behind */
    FORCE_GAPPED,     /* a modal whose "to" stands behind words between commas */
    FORCE_SOFTGAP,    /* likewise of what stands behind a modal */
    FORCE_SOFT,       /* behind a modal: changes what it is worth ("endeavour to") */
    FORCE_HEAD,       /* addressee behind: "invites" */
    FORCE_FRAME,      /* addressee none: "resolves to", "resolves that" */
    FORCE_IMPERSONAL, /* "it is prohibited to"; actor behind, if any */
    FORCE_VERB,       /* an indicative that binds, its actor right before (behind in Arabic) */
    FORCE_MEANS,      /* makes the sentence a definition */
    FORCE_CONDITION, FORCE_EXCEPTION, FORCE_ESCAPE,
    FORCE_NEITHER,    /* looks like a condition and is none: "so far as concerns" */
    FORCE_ACTOR, FORCE_THING,
    FORCE_RECITAL,    /* opens a recital */
    FORCE_FORMULA,    /* stands in a preamble only: "have agreed as follows" */
    FORCE_REFERENCE, FORCE_OBJECT_VOLUNTARY, FORCE_OBJECT_OWN, /* incorporation */
    FORCE_RELATIVE, FORCE_AND, FORCE_THAT, FORCE_DETERMINER, FORCE_PREPOSITION, FORCE_OF, FORCE_BY, FORCE_TO,
    FORCE_NOT, FORCE_ADVERB, FORCE_CLITIC, FORCE_BE, FORCE_PARTICIPLE, FORCE_NOBODY, FORCE_ONLY, FORCE_AS,
    FORCE_PRONOUN, FORCE_WHO, FORCE_WHOSE, FORCE_OFFICE, FORCE_SO,
    FORCE_ROLES
};

enum force_extent { FORCE_PHRASE, FORCE_CLAUSE, FORCE_START /* a clause, only at the start of a sentence */ };

struct force_row {
    enum force_role role;
    const char *kind;    /* "duty"; "" of rows that have none */
    const char *phrase;  /* as the table prints it */
    const char *table;   /* "data/force-words.tsv" */
    int level;
    enum force_extent extent;
    const struct force_pattern *pattern;
    size_t count;
};

/* The longest phrase of that role at token `at`, before token `end`; its tokens in *taken.  NULL when none. */
const struct force_row *force_match(const struct tvx_force_rules *rules, const char *language,
                                    const struct force_tokens *tokens, size_t at, size_t end, enum force_role role,
                                    size_t *taken);
/* Is the token one of that role?  Rows of one token only. */
bool force_is(const struct tvx_force_rules *rules, const char *language, const struct force_tokens *tokens, size_t at,
              enum force_role role);

/* "data/force-words.tsv: shall" */
const char *force_row_name(struct tvx_arena *arena, const struct force_row *row);

#endif
