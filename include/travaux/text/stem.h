/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Index terms: a word folded (NFKC case fold, diacritics kept) and stemmed by Snowball for its language, so that
 * "переговоров" finds "переговоры".  Chinese is cut by ICU's dictionary and indexed by its words and bigrams.
 * The same terms serve full-text search and the reuse index.
 */
#ifndef TRAVAUX_TEXT_STEM_H
#define TRAVAUX_TEXT_STEM_H

#include <stdbool.h>
#include <stddef.h>
#include <travaux/base/error.h>

struct tvx_stemmer; /* not shared between threads */

struct tvx_stemmer *tvx_stemmer_new(void); /* NULL when memory is short */
void tvx_stemmer_free(struct tvx_stemmer *stemmer);

/*
 * Called for every term in order: its UTF-8 bytes and the byte range of the text it stands for.  `same_place` is
 * true for a second term at the place of the one before.  A non-zero return stops and is handed back.
 */
typedef int tvx_term_fn(void *context, const char *term, size_t term_length, size_t start, size_t length,
                        bool same_place);

/* The language of each word is told by its script and, for Latin script, tried as English, French and Spanish
   only where `language` ("en", "fr", "es", …, or NULL for English) says so. */
int tvx_terms(struct tvx_stemmer *stemmer, const char *language, const char *text, size_t length, tvx_term_fn *fn,
              void *context);

#endif
