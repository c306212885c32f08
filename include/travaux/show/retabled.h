/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Proposals that come back, what became of them, and matches that wait for a person's verdict: for the terminal and as
 * JSON.  No score is shown without both passages and the words that carry it.
 */
#ifndef TRAVAUX_SHOW_RETABLED_H
#define TRAVAUX_SHOW_RETABLED_H

#include <travaux/base/json.h>
#include <travaux/reuse/retabled.h>
#include <travaux/show/term.h>

/* [{"proposal","earlier","fate","score","shared":[…],"id","verdict","rank","also","outcome":{…},"evidence":{…},
     "earlier_evidence":{…}, …}] */
void tvx_json_retabled(struct tvx_json *json, const struct tvx_retabled_list *list);
void tvx_term_retabled(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_retabled_list *list);

/* {"proposal","outcome","adopted_words","of_words","provision","with":[],"evidence":[{…}]} */
void tvx_json_outcome(struct tvx_json *json, const struct tvx_outcome *outcome);
/* "rejected (record of 2022-09-28: …)": one line for people, and its evidence below it. */
void tvx_term_outcome(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_outcome *outcome,
                      size_t indent);

/* {"id","kind","verdict","label","score","by","at","note","language","a":{…},"b":{…}}: also a line of a file of labels,
   which `match --pairs` and `review import` read. */
void tvx_json_verdict(struct tvx_json *json, const struct tvx_verdict *verdict);
void tvx_json_judged(struct tvx_json *json, const struct tvx_judged *items, size_t count);
/* The first `limit` that wait, with the commands to type; those judged when `all`. */
void tvx_term_judged(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_judged *items, size_t count,
                     bool all);

#endif
