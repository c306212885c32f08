/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * What `force` says, for a terminal and as JSON: one report whole, or many as a table, what raises force most first.
 */
#ifndef TRAVAUX_SHOW_FORCE_H
#define TRAVAUX_SHOW_FORCE_H

#include <travaux/analyse/force_report.h>
#include <travaux/base/json.h>
#include <travaux/show/term.h>

/*
 * {"reference","instrument":{…},"sentences":[{"before","after","direction",…}],"direction","difference","mixed",
 * "claims":[…]}; a side is {"text","place","modal","level","actor","conditions":[…],"norms":[…],"evidence"}, where
 * modal, actor and conditions are those of its strongest norm.
 */
void tvx_json_force(struct tvx_json *json, struct tvx_arena *arena, const struct tvx_force_report *report);
void tvx_term_force(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_force_report *report);

/* Sorts so that what raises force most stands first, what lowers it most last; of equals the order stays. */
void tvx_force_sort(struct tvx_force_report *reports, size_t count);
void tvx_json_force_list(struct tvx_json *json, struct tvx_arena *arena, const struct tvx_force_report *reports,
                         size_t count);
void tvx_term_force_list(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_force_report *reports,
                         size_t count);

#endif
