/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Tells the language of texts that do not say it: by their script, and for Latin script by their little words
 * (data/language-words.tsv).  Where nothing stands out the language stays unknown, for a wrong one costs more than
 * none.
 */
#ifndef TRAVAUX_READ_LANGUAGE_H
#define TRAVAUX_READ_LANGUAGE_H

#include <travaux/base/arena.h>

/* "en", "ru", … of all the texts together, or ""; lives as long as the arena, from which some 50 KB are taken.
   NULL when memory is short. */
const char *tvx_language_of(struct tvx_arena *arena, const char *const *texts, size_t count);

#endif
