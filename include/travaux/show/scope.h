/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * The reach of definitions, for people and for programs: what each term means, what proposals do to it, and the tree of
 * provisions that hang on it, through other definitions too.  Every use comes with its place.
 */
#ifndef TRAVAUX_SHOW_SCOPE_H
#define TRAVAUX_SHOW_SCOPE_H

#include <travaux/analyse/scope.h>
#include <travaux/base/json.h>
#include <travaux/show/term.h>

/* CONTRACT's object for `scope`, with the evidence of each use and change, terms proposed, undefined and never used. */
void tvx_json_scope(struct tvx_json *json, const struct tvx_scope *scope);

/* A table of all definitions, then those that change with their trees; every tree and list whole where term->full. */
void tvx_term_scope(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_scope *scope);

#endif
