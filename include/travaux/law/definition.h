/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Tells an article of definitions by its heading and a definition by its wording: a term, then "means" or a colon.
 * Phrases of the six languages come from data/definition-words.tsv.
 * Only a check of what was read; what a definition defines is told elsewhere.
 */
#ifndef TRAVAUX_LAW_DEFINITION_H
#define TRAVAUX_LAW_DEFINITION_H

#include <stdbool.h>

/* Is the line a heading of definitions ("Article 2 – Use of terms" too)?  Sentences are none. */
bool tvx_definition_heading(const char *line);

/* Does some line of the text define a term? */
bool tvx_definition_in(const char *text);

#endif
