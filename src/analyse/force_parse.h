/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * One sentence, with the words over it, cut into norms: first the conditions are marked, then each word that binds is
 * found outside them, then its subject or agent.  Everything is a range of tokens; force.c makes texts of them.
 */
#ifndef TRAVAUX_ANALYSE_FORCE_PARSE_H
#define TRAVAUX_ANALYSE_FORCE_PARSE_H

#include "force_words.h"

enum { FORCE_NORMS = 32, FORCE_CONDITIONS = 48, FORCE_PARTS = 4 }; /* most of each in a sentence */

struct force_range {
    size_t from, to; /* tokens */
};

struct force_condition {
    struct force_range range;
    const struct force_row *row;
};

struct force_draft { /* of a norm */
    const struct force_row *row, *soft; /* soft NULL: none */
    struct force_range parts[FORCE_PARTS]; /* of the modal as printed, in order */
    size_t part_count;
    struct force_range subject; /* what stands before the modal; empty when it goes on from the norm before */
    struct force_range actor;   /* empty: nobody */
    size_t start;               /* where its clause begins, its conditions included */
    bool negated, only;         /* only: allowed in no other case */
    bool passive;
    bool in_relative;           /* of a clause about a noun: "decisions which may …", "measures that Parties may …" */
    bool of_above;              /* its modal is of the words over the sentence */
};

struct force_parse {
    const struct tvx_force_rules *rules;
    const char *language;
    struct force_tokens tokens;
    size_t own;         /* the first token of the sentence itself; those before are the words over it */
    bool *skip;         /* of each token: in a condition or in quotation marks */
    bool definition;
    struct force_condition conditions[FORCE_CONDITIONS];
    size_t condition_count;
    struct force_draft drafts[FORCE_NORMS];
    size_t count;
};

/* Marks quotations and conditions. */
void force_find_conditions(struct force_parse *parse);
/* Fills drafts from tokens and conditions. */
void force_find_norms(struct force_parse *parse);
/* Subject, actor and start of draft number `index`, whose modal is known; drafts before it are done. */
void force_find_actor(struct force_parse *parse, size_t index);

/* The noun phrase that begins at `from` (before `end`) and names somebody who can act; empty when it does not. */
struct force_range force_noun_phrase(const struct force_parse *parse, size_t from, size_t end);
/* Is token `at` of that role? */
bool force_at(const struct force_parse *parse, size_t at, enum force_role role);
/* Is it this mark (one ASCII character, or the Chinese and Arabic ones that mean the same)? */
bool force_comma(const struct force_parse *parse, size_t at);
bool force_break(const struct force_parse *parse, size_t at); /* ';' or ':' or a full stop */

#endif
