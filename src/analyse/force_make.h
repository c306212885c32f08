/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Makes the norms and references of a sentence, in words, from its parse. */
#ifndef TRAVAUX_ANALYSE_FORCE_MAKE_H
#define TRAVAUX_ANALYSE_FORCE_MAKE_H

#include "force_parse.h"

/* Fills norms, strongest, level and references of *out. */
enum tvx_status force_make(struct tvx_force_sentence *out, struct tvx_arena *arena, const struct force_parse *parse,
                           int cap, struct tvx_error *error);

/* The words of a range, as printed; pieces of different texts joined by a space.  NULL when memory is short. */
const char *force_words(struct tvx_arena *arena, const struct force_parse *parse, struct force_range range);

#endif
