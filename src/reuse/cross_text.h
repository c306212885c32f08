/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A text as laying it beside another sees it: units with lengths and labels, and which of them have which anchor. */
#ifndef TRAVAUX_REUSE_CROSS_TEXT_H
#define TRAVAUX_REUSE_CROSS_TEXT_H

#include "cross_anchor.h"

struct unit {
    size_t start, length; /* bytes, with its label */
    size_t label;         /* bytes of the printed label */
    double size;          /* characters, as of English */
    int top[2], last[2];  /* what the first step of its path and its own label may mean; 0: nothing */
    int depth;            /* steps of the path; 0: not known */
};

struct use { /* by key, then unit */
    uint64_t key;
    uint32_t unit, times;
    uint32_t first; /* of its anchors */
    enum tvx_anchor_kind kind;
};

struct tvx_cross_text {
    const char *language;
    struct unit *units;
    size_t count;
    struct anchors anchors; /* by key, then place */
    struct use *uses;
    size_t use_count;
};

/* How common an anchor of a kind is before any text was read, how much of its bits counts, and whether it is missed
   where only one side has it. */
struct anchor_weight {
    double chance, weight;
    bool missed;
};
extern const struct anchor_weight anchor_weights[TVX_ANCHOR_KINDS];

/*
 * Gale & Church's measure as a ratio, in bits: how much likelier two lengths (in characters of English) are of a text
 * and its translation than of any two.
 */
double cross_length_bits(double a, double b);

/* How many characters of a language say what a character of English does, roughly. */
double cross_letters_of(const char *language);

#endif
