/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* How likely proposals are to be adopted, for the terminal and as JSON.  No number without its n. */
#ifndef TRAVAUX_SHOW_LIKELIHOOD_H
#define TRAVAUX_SHOW_LIKELIHOOD_H

#include <travaux/analyse/likelihood.h>
#include <travaux/base/json.h>
#include <travaux/show/term.h>

/* {"proposal","low","high","point","belief","n","adopted","left_out","event","factors":[claims]}; one that is not
   reckoned has "low" and "high" null, and "not_reckoned". */
void tvx_json_likelihood(struct tvx_json *json, const struct tvx_likelihood *likelihood);

void tvx_term_likelihood(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_likelihood *likelihood);
/* A table, the likeliest first. */
void tvx_term_likelihoods(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_likelihood *items,
                          size_t count);

#endif
