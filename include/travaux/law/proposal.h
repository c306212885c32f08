/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * A proposal: one action (ADD, MOD, SUP …) on one provision, by its sponsors, with the text before and after and the
 * edits between.  A contribution is read as its header table and the proposals in it.  Every proposal either
 * names the provision it was resolved to, or says why it could not be.
 */
#ifndef TRAVAUX_LAW_PROPOSAL_H
#define TRAVAUX_LAW_PROPOSAL_H

#include <stdbool.h>
#include <stddef.h>
#include <travaux/base/arena.h>
#include <travaux/base/error.h>
#include <travaux/law/instruction.h>
#include <travaux/law/reference.h>
#include <travaux/law/statement.h>
#include <travaux/read/document.h>

enum tvx_action {
    TVX_ACTION_ADD,
    TVX_ACTION_ADD_MOVED, /* ADD* */
    TVX_ACTION_MOD,
    TVX_ACTION_MOD_EDITORIAL, /* (MOD) */
    TVX_ACTION_SUP,
    TVX_ACTION_SUP_MOVED, /* SUP* */
    TVX_ACTION_NOC,
    TVX_ACTION_NOC_FIRM, /* underlined NOC: must stay */
};
/* "ADD", "ADD*", "MOD", "(MOD)", "SUP", "SUP*", "NOC", "NOC!" → "NOC" */
const char *tvx_action_to_string(enum tvx_action action);
bool tvx_action_parse(enum tvx_action *out, const char *text);

enum tvx_edit_op { TVX_EDIT_INS, TVX_EDIT_DEL, TVX_EDIT_REPLACE };
struct tvx_edit {
    enum tvx_edit_op op;
    const char *before, *after; /* "" where there is none */
};

struct tvx_proposal {
    const char *number;   /* "RCC/14A1/5"; never NULL: made from document and serial when not printed */
    enum tvx_action action;
    const char *target;   /* as printed: "Article 5A", "RESOLUTION 130 (REV. DUBAI, 2018)" */
    struct tvx_target place;
    const char **sponsors; /* codes: ISO 3166-1 alpha-3 or a group's acronym; unknown names as printed */
    size_t sponsor_count;
    const char *before;   /* "" for ADD */
    const char *after;    /* "" for SUP */
    struct tvx_edit *edits;
    size_t edit_count;
    const char *reasons;  /* "" when none */
    const char *quote;    /* the passage of the document that carries the proposal, from action line to end of text */
    size_t start, points; /* its place in the document's AFTER text, code points */
    size_t block;         /* index of the action line's block */
    const struct tvx_instruction *instructions; /* of a proposal in prose, to be applied in this order; else none.
                                                   before and after are then what tvx_resolve makes of them */
    size_t instruction_count;
};

/* The header table of a contribution.  Every member may be NULL (not found); text as printed unless said. */
struct tvx_header {
    const char *conference;   /* "PLENIPOTENTIARY CONFERENCE (PP-22)" */
    const char *meeting;      /* key: "PP-22"; from the conference line */
    const char *place;        /* "Bucharest, 26 September – 14 October 2022" */
    const char *symbol;       /* canonical: "44A7", "65", "10R1"; with the meeting "PP22/44A7" */
    const char *symbol_printed; /* "Addendum 7 to Document 44-E" */
    const char *date;         /* ISO 8601 */
    const char *language;     /* "en" from "Original: English" */
    const char *source;       /* "European Administrations" */
    const char *title;
    const char *session;      /* "PLENARY MEETING" */
    const char **sponsors;    /* codes resolved from source */
    size_t sponsor_count;
};

struct tvx_form_weight { /* how much in a document speaks for one way of writing amendments */
    const char *form;    /* "itu", … */
    double score;        /* 0…1 */
    const char *because; /* a sentence for people: what was counted; "" when nothing speaks for it */
    void *kept;          /* the form's own */
};

struct tvx_adopted { /* a change that a conference adopted, as its Final Acts print it */
    enum tvx_action action;
    const char *target;   /* as printed: "57A", "ARTICLE 5"; "" when the place is not printed */
    struct tvx_target place;
    const char *text;     /* as adopted, with its label, paragraphs joined by "\n"; "" for SUP */
    const char *quote;    /* the passage of the document, from the action on */
    size_t start, points; /* its place in the document's AFTER text, code points */
    size_t block;         /* of its first line */
};

struct tvx_contribution {
    const char *form;    /* the way of writing that was recognised, "" when none was; never NULL */
    const char *because; /* why, a sentence for people */
    struct tvx_form_weight *weights; /* of all forms */
    size_t weight_count;
    struct tvx_header header;
    struct tvx_proposal *proposals;
    size_t count;
    struct tvx_statement *statements; /* of states at the end of a conference, in order of the text */
    size_t statement_count;
    struct tvx_adopted *adopted;      /* likewise */
    size_t adopted_count;
    struct tvx_warning *warnings;
    size_t warning_count;
};

enum tvx_status tvx_contribution_parse(struct tvx_contribution *out, struct tvx_arena *arena,
                                       const struct tvx_document *document, struct tvx_error *error);

/*
 * Codes of the actors named in a source line: "Russian Federation" -> RUS, "Arab States Administrations" -> ARB,
 * "CITEL Administrations" -> IAP, "France, Germany and Mali" -> FRA DEU MLI.  A name that no table knows is handed
 * back as printed and *unknown counts it.
 */
enum tvx_status tvx_actors_parse(const char ***out, size_t *count, size_t *unknown, struct tvx_arena *arena,
                                 const char *text, struct tvx_error *error);

/* A code's name in English ("RUS" -> "Russian Federation"); NULL when unknown. */
const char *tvx_actor_name(struct tvx_arena *arena, const char *code);

/* The code that we use for one printed in a proposal number: "F" -> "FRA", "APT" -> "ACP"; one that the table of the
   ITU's codes does not have is handed back.  NULL when memory is short. */
const char *tvx_actor_code(struct tvx_arena *arena, const char *printed);

/* A proposal number as printed, told apart: "RCC/14A1/5" -> sponsor RCC, document 14A1, serial 5. */
struct tvx_number {
    const char *sponsor, *document, *serial;
    size_t length; /* bytes it takes at the start of the text */
};
/* TVX_E_NOTFOUND when `text` does not begin with a proposal number. */
enum tvx_status tvx_number_parse(struct tvx_number *out, struct tvx_arena *arena, const char *text,
                                 struct tvx_error *error);

#endif
