/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Where quoted words stand in a text.  Kinds of quotation marks, dashes and spaces count as one; words are whole
 * words.  What had to be tolerated beyond that is told, so that a person can see it.
 */
#ifndef TRAVAUX_LAW_PROSE_FIND_H
#define TRAVAUX_LAW_PROSE_FIND_H

#include <stdbool.h>
#include <stddef.h>
#include <travaux/base/arena.h>
#include <travaux/base/error.h>

struct prose_span {
    size_t from, to; /* bytes */
};

struct prose_found {
    struct prose_span *items; /* in order, not overlapping */
    size_t count, capacity;
    const char *note; /* what was tolerated; NULL: the same words, byte for byte */
};

/* All places of `words` in text[from, to); the strictest way of looking that finds any. */
enum tvx_status prose_find(struct prose_found *out, struct tvx_arena *arena, const char *text, size_t from, size_t to,
                           const char *words, struct tvx_error *error);

/* The sentences of a text: a mark that ends one, then white space and what is no small letter. */
enum tvx_status prose_sentences(struct prose_span **out, size_t *count, struct tvx_arena *arena, const char *text,
                                struct tvx_error *error);

#endif
