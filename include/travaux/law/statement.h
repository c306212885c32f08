/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * What states declare at the end of a conference: declarations, reservations, and objections to those of others, as
 * Final Acts list them.  Each statement has those who made it, its text, and the numbers of the statements it answers.
 */
#ifndef TRAVAUX_LAW_STATEMENT_H
#define TRAVAUX_LAW_STATEMENT_H

#include <stddef.h>

enum tvx_statement_kind {
    TVX_STATEMENT_DECLARATION, /* all that is none of the others */
    TVX_STATEMENT_RESERVATION, /* keeps a right of its own */
    TVX_STATEMENT_OBJECTION,   /* against what others declared or reserved */
};
const char *tvx_statement_kind_to_string(enum tvx_statement_kind kind); /* "declaration", "reservation", "objection" */

struct tvx_statement {
    const char *number;   /* as printed: "12"; "" when none is */
    const char **actors;  /* codes: ISO 3166-1 alpha-3 or a group's acronym; unknown names as printed */
    size_t actor_count;
    enum tvx_statement_kind kind;
    const char *text;     /* paragraphs joined by "\n", without number and names */
    const char *quote;    /* the passage of the document, from the number to the end of the text */
    size_t start, points; /* its place in the document's AFTER text, code points */
    size_t block;         /* of its first line */
    const char **refers;  /* numbers of other statements that it names, in order, each once */
    size_t refer_count;
};

#endif
