/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Tells a document's language where the document does not: by its script, and for Latin script by its little words.
 * Only the languages of data/language-words.tsv and the scripts of the UN languages are told apart; where nothing
 * stands out the language stays unknown, for a wrong one costs more than none.
 */
#ifndef TVX_READ_LANGUAGE_H
#define TVX_READ_LANGUAGE_H

#include <travaux/read/document.h>

/* "en", "ru", … or "" (lives as long as the document); NULL when memory is short. */
const char *tvx_language_guess(const struct tvx_document *document);

#endif
