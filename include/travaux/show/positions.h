/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Who stands where, on a terminal and as JSON. */
#ifndef TRAVAUX_SHOW_POSITIONS_H
#define TRAVAUX_SHOW_POSITIONS_H

#include <travaux/analyse/positions.h>
#include <travaux/base/json.h>
#include <travaux/show/term.h>
#include <travaux/store/position.h>

/* {"positions":[…],"unplaced":[…],"network":[…],"groups":[…],"estimates":[…],"estimate_note"} as CONTRACT says. */
void tvx_json_positions(struct tvx_json *json, const struct tvx_positions *positions);
/* One that was entered by hand: {"actor","proposal","stance","date","source","at","in_force"}. */
void tvx_json_hand_position(struct tvx_json *json, const struct tvx_hand_position *position);
/* A table of proposals with those behind, for, against; with `timeline` each position with its words. */
void tvx_term_positions(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_positions *positions,
                        bool timeline);

#endif
