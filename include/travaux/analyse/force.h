/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * How firmly a text binds, sentence by sentence: who must, should or may do what, with which word, under which
 * conditions and escape clauses, and in what kind of instrument.  A sentence may hold several norms ("shall …, and may
 * …"); each has a level from 0 (none) to 5 (a binding "shall" without condition), see tvx_force_level.
 * Words, conditions, actors and instruments are the tables data/force-*.tsv, which a person can extend.
 */
#ifndef TRAVAUX_ANALYSE_FORCE_H
#define TRAVAUX_ANALYSE_FORCE_H

#include <stdbool.h>
#include <stddef.h>
#include <travaux/base/arena.h>
#include <travaux/base/error.h>

struct tvx_force_rules; /* the tables, ready for use; may be shared between threads */

/* NULL when memory is short; arena-owned (some 2 MB). */
struct tvx_force_rules *tvx_force_rules_new(struct tvx_arena *arena);

struct tvx_force_condition {
    const char *text;
    bool escape;     /* leaves it to the actor how far it goes ("as appropriate") */
    bool exception;  /* the norm does not hold where it is so ("unless …"); neither: holds only where it is ("if …") */
    const char *row; /* "data/force-conditions.tsv: to the extent" */
};

enum { TVX_FORCE_TOP = 5 };

struct tvx_norm {
    const char *modal;   /* as printed, with its negation; parts that stand apart joined by " … " */
    const char *kind;    /* "duty", "prohibition", "endeavour", "right", …: third column of the table */
    const char *row;     /* "data/force-words.tsv: shall" */
    bool negated;
    const char *actor;   /* whose act it is, as printed, without a relative clause; "" when nobody is named */
    const char *act;     /* the rest of the clause: what is to be done */
    struct tvx_force_condition *conditions;
    size_t condition_count;
    int own;             /* the word's level in a binding text */
    int level;           /* here: with conditions, in this place and instrument */
};

enum tvx_force_nature { /* of an instrument */
    TVX_FORCE_BINDING,   /* a treaty, binding on those who consented to it */
    TVX_FORCE_INTERNAL,  /* a resolution or decision: binds the organs of the body that took it */
    TVX_FORCE_VOLUNTARY, /* a recommendation, opinion, declaration */
};

struct tvx_force_instrument {
    enum tvx_force_nature nature;
    int cap;          /* the highest level that a norm can have in it */
    const char *kind; /* "treaty", "resolution" */
    const char *row;  /* "data/force-instruments.tsv: treaty" */
};

/*
 * What an instrument is by its key ("CS", "RES-7", "ITR") and kind ("treaty", "resolution", …: may be NULL).  Where
 * neither is in data/force-instruments.tsv it is taken for a binding one, so that nothing looks weaker than it may be;
 * its row says so.
 */
void tvx_force_instrument(struct tvx_force_instrument *out, struct tvx_arena *arena, const char *key, const char *kind);

enum tvx_force_place { TVX_FORCE_OPERATIVE, TVX_FORCE_PREAMBLE, TVX_FORCE_ANNEX, TVX_FORCE_HEADING };
const char *tvx_force_place_to_string(enum tvx_force_place place);

struct tvx_force_reference { /* words that take another text into this one */
    const char *text;   /* "comply with Recommendation 14 of the Standards Assembly" */
    const char *object; /* "Recommendation 14" */
    bool voluntary;     /* the other text binds nobody by itself */
    size_t start, length; /* bytes in the sentence */
    size_t norm;        /* index of the norm that does it */
    const char *row;
};

struct tvx_force_sentence {
    const char *text;     /* as printed, with its label */
    const char *words;    /* the same without its label */
    size_t start, length; /* bytes in the text that was read */
    enum tvx_force_place place;
    bool carried;         /* its norms are those of the items under it, and count there */
    const char *why;      /* why it has no norm though it looks like one: "definition", "recital"; "" else */
    struct tvx_norm *norms;
    size_t count;
    size_t strongest;     /* index of the norm with the highest level, the first of equals; 0 when none */
    int level;            /* its level; 0 when none */
    struct tvx_force_reference *references;
    size_t reference_count;
};

struct tvx_force { /* a text read */
    struct tvx_force_sentence *items;
    size_t count;
};

struct tvx_force_context { /* where the text stands */
    const char *language; /* "en", "fr", "es", "ru", "ar", "zh"; others are read as English */
    const struct tvx_force_instrument *instrument; /* NULL: a binding one */
    enum tvx_force_place place; /* of the text as a whole; a resolution's own preamble is seen in it */
    const char *above;    /* words over the text, one heading or chapeau a line ("Each Party shall:"); "" or NULL */
};

/* Reads valid UTF-8; arena-owned.  TVX_E_LIMIT for a text beyond 64 MB. */
enum tvx_status tvx_force_read(struct tvx_force *out, struct tvx_arena *arena, const struct tvx_force_rules *rules,
                               const char *text, const struct tvx_force_context *context, struct tvx_error *error);

/* `own`, no more than `cap`, less 1 for conditions or 2 when one is an escape clause, never under 1 (0 stays 0). */
int tvx_force_level(int own, int cap, bool conditions, bool escape);

#endif
