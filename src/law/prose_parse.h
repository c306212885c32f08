/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * What a line of prose tells to do: its tokens are cut into clauses, one verb each, and each clause gives changes with
 * their place.  A place that a clause leaves out is that of the clause before it or of the heading above.  A line that
 * merely contains "replace" gives nothing: its words must be those of an instruction.
 */
#ifndef TRAVAUX_LAW_PROSE_PARSE_H
#define TRAVAUX_LAW_PROSE_PARSE_H

#include <travaux/law/instruction.h>
#include <travaux/law/proposal.h>

#include "prose_words.h"

enum { PROSE_STEPS = 8 };

struct prose_step {
    enum prose_rank rank;
    const char *step;    /* of the path: "5", "c-bis", "annex" */
    const char *printed; /* "paragraph 2" */
    const char *kind;    /* as in places.tsv */
};

struct prose_place {
    struct prose_step steps[PROSE_STEPS];
    size_t count;
    const char *more[PROSE_LABELS]; /* further labels of the last named unit: "4" of "paragraphs 3 and 4" */
    size_t more_count;
    size_t more_at;                 /* the step that they vary */
    const char *part;               /* "title", "introduction"; NULL */
    const char *instrument, *version, *marginal;
    int sentence, sentence_end;
    bool everywhere; /* the whole instrument, whatever the heading above says */
};

struct prose_change {
    struct prose_place place;
    enum tvx_action action;
    struct tvx_instruction instruction;
    bool is_new; /* the place does not exist yet */
};

struct prose_changes {
    struct prose_change *items;
    size_t count, capacity;
    struct prose_place place; /* what the line names, for the lines below when it does nothing else */
    bool own_article;         /* a clause says itself which article it is about */
    bool names_place;         /* the line is nothing but a place: "In Article 5:" */
    bool wants_body;          /* the last change's new text stands on the lines below */
    size_t words, unknown;    /* outside of quotations */
};

/* `context`: the place of a heading above.  count 0: the line is no instruction. */
enum tvx_status prose_parse(struct prose_changes *out, struct tvx_arena *arena, const struct prose_tokens *tokens,
                            const struct prose_place *context, struct tvx_error *error);

/* ---- places ---- */

/* Takes the unit in; false when memory is short. */
bool prose_place_add(struct prose_place *place, struct tvx_arena *arena, const struct prose_token *unit,
                     const char *line);
/* What `own` leaves out is taken from `context`. */
struct prose_place prose_place_inherit(const struct prose_place *own, const struct prose_place *context);
bool prose_place_empty(const struct prose_place *place);
/* "5.2.c"; NULL when there are no steps or memory is short.  `label` (may be NULL) takes the place of the step that
   varies. */
const char *prose_place_path(const struct prose_place *place, struct tvx_arena *arena, const char *label);
const char *prose_place_printed(const struct prose_place *place, struct tvx_arena *arena, const char *label);

#endif
