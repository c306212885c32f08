/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * The label of an item or paragraph at the start of a sentence: "(a)", "iv)", "2 bis)", "1.", "5.2", "–".  It knows
 * which labels may come next in the same list, so that "i)" after "h)" is told from the "i)" that opens a list within.
 * What labels of provisions are in a tree, and in what order, is known to law/reference.h; this only cuts text.
 */
#ifndef TRAVAUX_TEXT_ITEM_LABEL_H
#define TRAVAUX_TEXT_ITEM_LABEL_H

#include <stdbool.h>
#include <stddef.h>

enum tvx_item_kind { TVX_ITEM_NONE, TVX_ITEM_NUMBER, TVX_ITEM_LETTER, TVX_ITEM_DASH };

struct tvx_item_label {
    enum tvx_item_kind kind;
    bool stop;       /* a number with a full stop ("1.") or several parts ("5.2"): only at the start of a line */
    unsigned value;  /* of the number, or of the letter in its alphabet */
    unsigned roman;  /* value as a Roman numeral, 0 when it is none */
    size_t length;   /* bytes */
};

/* Is there a label at byte `at`, with white space behind it? */
bool tvx_item_label(struct tvx_item_label *out, const char *text, size_t length, size_t at);

/* May `next` stand in the same list as `last`?  `exact`: as the very next one ("b" after "a", "2 bis" after "2"). */
bool tvx_item_label_follows(const struct tvx_item_label *last, const struct tvx_item_label *next, bool exact);

#endif
