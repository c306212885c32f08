/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Redlines made by hand.  A document that has no tracked changes may show them as formatting, new words underlined and
 * old ones struck through; under a MOD this formatting becomes change marks.  Elsewhere underlining is left what it is.
 */
#ifndef TVX_READ_MANUAL_H
#define TVX_READ_MANUAL_H

#include <travaux/read/document.h>

/* Marks the runs in place and warns once ("manual-redline").  Does nothing when any change is marked already. */
void tvx_manual_marks(struct tvx_document *document);

/* Is this word, all of `length` bytes, one of data/actions.tsv ("MOD", "NOC")? */
bool tvx_manual_is_action(const char *word, size_t length);

#endif
