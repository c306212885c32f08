/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What `novelty` says, for a terminal and as JSON: one proposal whole, or many as a table, what is newest first. */
#ifndef TRAVAUX_SHOW_NOVELTY_H
#define TRAVAUX_SHOW_NOVELTY_H

#include <travaux/analyse/novelty.h>
#include <travaux/base/json.h>
#include <travaux/show/term.h>

/*
 * {"reference","instrument","provision","sponsors","sentences":[{"text","status","nearest":{…}|null,"others":[…],
 * "left_over":[{"text","start","len"}],"earlier":{…}|null,…}],"kept","claims":[…]}; start counts code points of "text".
 */
void tvx_json_novelty(struct tvx_json *json, const struct tvx_novelty_report *report);
void tvx_json_novelty_list(struct tvx_json *json, const struct tvx_novelty_report *reports, size_t count);

/* Words left over stand {+so+}, in colour or not. */
void tvx_term_novelty(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_novelty_report *report);
void tvx_term_novelty_list(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_novelty_report *reports,
                           size_t count);

#endif
