/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * What `verify` found, for people and for programs: damage first, then what was made of the sources and would be made
 * otherwise today, then the index of reuse.
 */
#ifndef TRAVAUX_SHOW_VERIFICATION_H
#define TRAVAUX_SHOW_VERIFICATION_H

#include <travaux/base/json.h>
#include <travaux/reuse/index.h>
#include <travaux/show/term.h>
#include <travaux/store/verify.h>

/* {"documents","differing","differs":[{"document","name","made_by","part","which","field","stored","now","start"}],
   "differs_more","damaged":[{"document","name","message"}],"index":{"was","rebuilt","documents","bytes","seconds",
   "message"}}; `index` NULL writes null: it was not looked at. */
void tvx_json_verification(struct tvx_json *json, const struct tvx_verification *verification,
                           const struct tvx_index_verdict *index);
void tvx_term_verification(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_verification *verification,
                           const struct tvx_index_verdict *index);

#endif
