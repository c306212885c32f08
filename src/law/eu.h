/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * One amendment as the European Parliament prints it: the heading with its number, the authors, the act and the place
 * in it, two columns, the language in which it was tabled, a justification.  Papers of others in the same manner
 * lack some of these.  The words are in data/eu-phrases.tsv.
 */
#ifndef TRAVAUX_LAW_EU_H
#define TRAVAUX_LAW_EU_H

#include "columns.h"

/* "Amendment 852", "Änderungsantrag 12a": the number's place in `text`; false when it is no such heading.  Without a
   number *number is "". */
bool tvx_eu_heading(const char **number, struct tvx_arena *arena, const char *text);

/* Does the line begin with a phrase of that kind?  *rest: behind the phrase. */
bool tvx_eu_begins(const char *kind, const char *text, const char **rest);

/* Is it one of the phrases of that kind and nothing else? */
bool tvx_eu_is(const char *kind, const char *text);

struct tvx_eu_head { /* what stands between the heading and the columns */
    const char **authors;
    size_t author_count;
    const char *place; /* lines joined by " / "; "" when none */
    const char *remark; /* "replacing Amendments 12 and 13"; "" when none */
};

/* Reads lines of text (as tvx_grid_text gives them). */
enum tvx_status tvx_eu_head(struct tvx_eu_head *out, struct tvx_arena *arena, const char *text,
                            struct tvx_error *error);

/* Without the marks with which the Parliament's word processor parts an amendment ("<NumAm>"); a copy. */
char *tvx_eu_without_tags(struct tvx_arena *arena, const char *text);

/* The document's own reference ("PE501.927v04-00", "A7-0402/2013") in `text`; NULL when there is none. */
const char *tvx_eu_reference(struct tvx_arena *arena, const char *text);

#endif
