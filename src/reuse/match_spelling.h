/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* One key for the spellings of an English word: organization and organisation, co-operate and cooperate. */
#ifndef REUSE_MATCH_SPELLING_H
#define REUSE_MATCH_SPELLING_H

#include <stdbool.h>
#include <stddef.h>

enum { SPELLING_MOST = 96 }; /* bytes of a term that is looked at; longer ones are left alone */

/* A stemmed word (of travaux/text/stem.h) in its one spelling, in `out` or the term itself; *length is kept up. */
const char *spelling_of(char out[SPELLING_MOST], const char *term, size_t *length);

/* Whether a word of the text, in whatever capitals, is a prefix that may stand with a hyphen or without. */
bool spelling_is_prefix(const char *word, size_t length);

#endif
