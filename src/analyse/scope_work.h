/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * What the parts of `scope` share while they work: the instruments cut into words, the finders of the languages, who
 * owns which provision, and the indexes of terms.
 */
#ifndef TRAVAUX_ANALYSE_SCOPE_WORK_H
#define TRAVAUX_ANALYSE_SCOPE_WORK_H

#include "scope_find.h"
#include "scope_words.h"

#include <travaux/analyse/scope.h>

enum { SCOPE_LANGUAGES = 16 };

struct scope_term { /* a term or alias as words, in the order of `terms` */
    struct scope_words words;
    size_t definition;
    bool proposed; /* index counts in out->proposed, else in out->definitions */
};

struct law_work {
    struct scope_words *provisions; /* words of each */
    bool *among;                    /* stands under a heading of definitions */
    size_t *owner;                  /* definition whose passage it is part of; SIZE_MAX for none */
    const struct tvx_scope_norm **norms; /* of each provision */
    size_t *norm_counts;
    struct scope_index *index;      /* values are indexes of terms */
};

struct scope_work {
    struct tvx_arena *arena;
    struct scope_reader *reader;
    struct tvx_reach_judge *judge;
    struct tvx_scope *out;
    struct law_work *laws;
    struct {
        const char *language;
        struct scope_finder *finder;
    } finders[SCOPE_LANGUAGES];
    size_t finder_count;
    struct scope_term *terms;
    size_t term_count, term_capacity;
    struct scope_index *layers[SCOPE_LANGUAGES]; /* by finder */
    struct scope_rows layer_rows[SCOPE_LANGUAGES];
};

/* The finder for a language and its number; NULL on error. */
const struct scope_finder *work_finder(struct scope_work *work, const char *language, size_t *number,
                                       struct tvx_error *error);

enum tvx_status scope_define(struct scope_work *work, struct tvx_error *error);  /* definitions of all laws */
/* What the provisions that define nothing bind to. */
enum tvx_status scope_norms(struct scope_work *work, struct tvx_error *error);
enum tvx_status scope_use(struct scope_work *work, struct tvx_error *error);     /* uses and cascades */
enum tvx_status scope_change(struct scope_work *work, const struct tvx_scope_proposal *proposals, size_t count,
                             struct tvx_error *error);
/* The uses of the definitions that are only proposed, and which proposals' new text uses what term. */
enum tvx_status scope_use_proposed(struct scope_work *work, const struct tvx_scope_proposal *proposals, size_t count,
                                   struct tvx_error *error);
/* What it does that provision `gone` (SIZE_MAX: none) leaves a definition's list, and an item `come` ("": none) joins
   it. */
enum tvx_status scope_item(enum tvx_reach *reach, struct scope_work *work, size_t definition, const char *language,
                           size_t gone, const char *come, struct tvx_error *error);
enum tvx_status scope_undefined(struct scope_work *work, struct tvx_error *error);
/* The layer of words; claims may be NULL. */
enum tvx_status scope_layer(const char **layer, struct tvx_claims *claims, struct scope_work *work,
                            const char *language, const struct tvx_evidence *passage, struct tvx_error *error);

/* Evidence for `length` bytes from `at` of a provision's text. */
enum tvx_status scope_quote(struct tvx_evidence *out, const struct scope_work *work, size_t law, size_t provision,
                            size_t at, size_t length, struct tvx_error *error);
/* Is b the provision a, or within it? */
bool scope_within(const struct tvx_instrument *instrument, size_t a, size_t b);
bool scope_same_term(const struct scope_words *a, const struct scope_words *b);
enum tvx_status scope_add_terms(struct scope_work *work, const struct tvx_scope_definition *definition, size_t index,
                                bool proposed, struct tvx_error *error);

#endif
