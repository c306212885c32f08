/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * What is a kind of what, from data/genus.tsv: a definition that says "vessel" where it said "ship" is broader.
 * Chains are followed over a few steps.  A name of one word that the table lacks is no kind of anything.
 */
#ifndef TRAVAUX_ANALYSE_SCOPE_GENUS_H
#define TRAVAUX_ANALYSE_SCOPE_GENUS_H

#include "scope_words.h"

enum { SCOPE_GENUS_WORDS = 4 };

struct scope_genera;

struct scope_genera *scope_genera_new(struct scope_reader *reader, struct tvx_arena *arena, const char *language,
                                      struct tvx_error *error);
bool scope_genera_broader(const struct scope_genera *genera, const uint32_t *narrow, size_t narrow_count,
                          const uint32_t *broad, size_t broad_count);

#endif
