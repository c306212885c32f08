/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The register of documents on a terminal and as JSON. */
#ifndef TRAVAUX_SHOW_REGISTER_H
#define TRAVAUX_SHOW_REGISTER_H

#include <travaux/analyse/register.h>
#include <travaux/base/json.h>
#include <travaux/show/term.h>

/* {"documents":[…],"missing":[{"kind","meeting","of","present","last","missing":[[from,to]]}],"languages":[…]} */
void tvx_json_register(struct tvx_json *json, const struct tvx_register *all);
void tvx_term_register(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_register *all);

#endif
