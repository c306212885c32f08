/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * What labels, their order and the recogniser of instruments share: suffixes and numerals.
 * Latin suffixes come from data/suffixes.tsv; Roman numerals are those below 40, since no list of items is longer and
 * "cc)" or "dd)" are doubled letters.
 */
#ifndef TRAVAUX_LAW_LABEL_PRIVATE_H
#define TRAVAUX_LAW_LABEL_PRIVATE_H

#include <stddef.h>

#include <travaux/law/reference.h>

/* Labels are looked for in so many bytes, so that a long line costs no more than a short one. */
enum { TVX_LABEL_WINDOW = 128 };

/* tvx_label_parse on text that ends after `length` bytes. */
enum tvx_status tvx_label_parse_n(struct tvx_label *out, struct tvx_arena *arena, const char *text, size_t length,
                                  bool bare_number, struct tvx_error *error);

/* Rank of the Latin suffix ("bis" 2, "ter" 3 …) that `text` of `length` bytes is; 0 when it is none. */
unsigned tvx_label_suffix_rank(const char *text, size_t length);

/* Value of a Roman numeral in one case, 1…39, also 50, 100, 500, 1000 for a single letter; 0 when it is none. */
unsigned tvx_label_roman(const char *text, size_t length);

/* A Chinese number 1…99 at the start of `text`, and its bytes in *taken; 0 when there is none. */
unsigned tvx_label_han(const char *text, size_t length, size_t *taken);

#endif
