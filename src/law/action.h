/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * The action line of a proposal: "MOD RCC/14A1/5", "ADD IND/21/2 Article 5A", "IAP/10/14 SUP", or an action by itself.
 * A word such as ADD within running text is no action: the line must begin with it, in capitals, and what
 * follows must be a proposal's number, a place, or the end of the line.
 */
#ifndef TRAVAUX_LAW_ACTION_H
#define TRAVAUX_LAW_ACTION_H

#include <travaux/law/proposal.h>

enum { TVX_ACTION_NUMBERS = 16 };

struct tvx_action_line {
    bool has_action;
    enum tvx_action action;
    size_t action_at; /* byte offset of the symbol */
    struct tvx_number numbers[TVX_ACTION_NUMBERS];
    size_t number_count;
    size_t target, target_end; /* bytes of the line that name the place; equal when none do */
    size_t rest;               /* where text begins on the same line; the line's length when none does */
};

/* TVX_E_NOTFOUND when the line holds neither an action nor a proposal's number at its start. */
enum tvx_status tvx_action_line_parse(struct tvx_action_line *out, struct tvx_arena *arena, const char *line,
                                      struct tvx_error *error);

/* Is the line nothing but a place ("Article 5A", "RESOLUTION 7 (REV. …)")? */
bool tvx_line_is_place(struct tvx_arena *arena, const char *line);

/* The rest behind a phrase of that kind ("Reasons:", "co-sponsored by") at the line's start; NULL when it is none.
   `alone`: without a colon the phrase must be the whole line. */
const char *tvx_line_phrase(const char *line, const char *kind, bool alone);

#endif
