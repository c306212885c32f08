/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * The labels of a printed place: "5", "5A", "5B.1", "2 bis", "a)", "(iv)", a Roman number behind "Chapter".  They are
 * read from words that a person wrote in a line, not from the beginning of a provision (law/reference.h does that).
 */
#ifndef TRAVAUX_LAW_TARGET_LABEL_H
#define TRAVAUX_LAW_TARGET_LABEL_H

#include "words.h"

#include <stdint.h>

enum { TARGET_LABEL = 48 };

struct target_label {
    char text[TARGET_LABEL];
    bool number, closed; /* closed: a bracket stood behind it */
};

/* The label behind a word such as "paragraph", or (`bare`) one that stands by itself; taken. */
bool target_label(struct tvx_cursor *cursor, struct target_label *out, bool bare, bool roman);

/* Digits of any script as ASCII, with inner dots ("1012", "5.1"), appended to `out`; taken. */
bool target_digits(struct tvx_cursor *c, char *out, size_t *used);

/* Appends bytes to `out`, which holds TARGET_LABEL; false when they do not fit. */
bool target_put(char *out, size_t *used, const char *bytes, size_t length);

/* The code point at the cursor, 0 at the end. */
uint32_t target_peek(const struct tvx_cursor *c);

#endif
