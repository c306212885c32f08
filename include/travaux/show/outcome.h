/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * What became of proposals, for the terminal and as JSON.  On the terminal each word that a proposal asks for is marked
 * ✓ (done) or ✗ (not done) inside the redline's own marks, so that it can be read without colour.
 */
#ifndef TRAVAUX_SHOW_OUTCOME_H
#define TRAVAUX_SHOW_OUTCOME_H

#include <travaux/analyse/outcome.h>
#include <travaux/base/json.h>
#include <travaux/show/term.h>

/* [{"proposal","outcome","adopted_words","of_words","provision","with":[],"evidence":{…},"became",…}]: "outcome" is one
   of the contract's words, "became" may also be "overtaken". */
void tvx_json_outcomes(struct tvx_json *json, const struct tvx_outcomes *all);
/* {"total":{…},"sponsors":[{…}],"themes":[{…}],"texts":[{…}]} */
void tvx_json_outcome_summary(struct tvx_json *json, const struct tvx_outcomes *all);

void tvx_term_outcomes(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_outcomes *all);
void tvx_term_outcome_summary(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_outcomes *all);

#endif
