/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * A text as numbered words, and looking for a row of them in another text: exactly, or with some of them other.  What
 * compare/anchor.h finds passages by.
 */
#ifndef COMPARE_ANCHOR_WORDS_H
#define COMPARE_ANCHOR_WORDS_H

#include <stdbool.h>
#include <stdint.h>
#include <travaux/base/arena.h>
#include <travaux/base/error.h>
#include <travaux/text/token.h>

#define ANCHOR_NONE UINT32_MAX

struct anchor_text {
    const char *text;
    size_t length;
    struct tvx_tokens tokens;
    uint32_t *ids;
};

struct anchor_words { /* first … end - 1 */
    size_t first, end;
};

enum tvx_status anchor_text_make(struct anchor_text *out, struct tvx_arena *arena, struct tvx_vocab *vocab,
                                 const char *text, struct tvx_error *error);

/* The first token that begins at or behind the byte; the count when none does. */
size_t anchor_token_at(const struct tvx_tokens *tokens, size_t byte);

bool anchor_same_words(const struct anchor_text *a, struct anchor_words in_a, const struct anchor_text *b,
                       struct anchor_words in_b);

/* The next place at or behind `at` where the words stand in a row; SIZE_MAX when there is none. */
size_t anchor_next(const struct anchor_text *text, size_t at, const struct anchor_text *of, struct anchor_words words);
size_t anchor_occurrences(const struct anchor_text *text, const struct anchor_text *of, struct anchor_words words);

/*
 * The one place where the words, or most of them, stand among those words of `text` that came from nowhere (`from` is
 * ANCHOR_NONE; NULL: all of them); empty when there is none, or several as good.  Local alignment (Smith & Waterman
 * 1981), up to a budget of cells.
 */
enum tvx_status anchor_search(struct anchor_words *out, double *score, struct tvx_arena *arena,
                              const struct anchor_text *of, struct anchor_words words, const struct anchor_text *text,
                              const uint32_t *from, struct tvx_error *error);

#endif
