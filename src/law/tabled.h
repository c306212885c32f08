/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Proposals made from texts that stand side by side in a table: the text as it is and the text as someone would have
 * it.  The action follows from the two ("deleted" is SUP, nothing before is ADD), the edits are what differs, and
 * the evidence is the passage of the blocks given.
 */
#ifndef TRAVAUX_LAW_TABLED_H
#define TRAVAUX_LAW_TABLED_H

#include "grid.h"

struct tvx_tabled {
    const struct tvx_form_view *view;
    struct tvx_contribution *out;
    size_t proposal_capacity, warning_capacity;
    const char *paper; /* the document's symbol, "-" when it has none */
    size_t serial;     /* of the proposals so far */
    size_t placeless;  /* how many name no place that is understood */
    size_t first_placeless; /* block of the first of them */
};

struct tvx_tabled_item {
    const char *number;  /* NULL: made from sponsor, paper and serial */
    const char *suffix;  /* behind a number that is made: "option-1"; NULL */
    const char *target;  /* the place as printed, "" when none */
    const char *before, *after;
    const char *reasons; /* "" when none */
    const char **sponsors;
    size_t sponsor_count;
    bool has_action; /* the document says it */
    enum tvx_action action;
    size_t first, last; /* blocks of the passage */
};

/* Adds the proposal, or nothing when neither text says anything. */
enum tvx_status tvx_tabled_add(struct tvx_tabled *tabled, const struct tvx_tabled_item *item,
                               struct tvx_error *error);

enum tvx_status tvx_tabled_warn(struct tvx_tabled *tabled, size_t block, const char *code, const char *message,
                                struct tvx_error *error);

/* Warns of what add() counted. */
enum tvx_status tvx_tabled_end(struct tvx_tabled *tabled, struct tvx_error *error);

/* "deleted", "4. supprimé": words that stand for the deletion of a text; a label before them counts for nothing. */
bool tvx_tabled_is_deleted(struct tvx_arena *arena, const char *text);

/*
 * Does the line name a place and little else ("Article 4 (1)", "Recital 23 – definitions")?  It must begin with the
 * word of a provision.  *whole: nothing else stands in it.
 */
bool tvx_tabled_is_place(struct tvx_arena *arena, const char *text, bool *whole);

/* The place with the label that the text begins with: "Article 6" and "(f) processing is" are "Article 6, (f)". */
const char *tvx_tabled_join(struct tvx_arena *arena, const char *place, const char *text, struct tvx_error *error);

/*
 * The same for texts in rows below each other: "(a)" below a row "2." is under that.  *item is the label of the last
 * numbered one, "" at first.
 */
const char *tvx_tabled_under(struct tvx_arena *arena, const char *place, const char **item, const char *text,
                             struct tvx_error *error);

#endif
