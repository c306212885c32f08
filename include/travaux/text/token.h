/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Cuts text into the tokens that are compared, aligned and indexed: words as UAX #29 (ICU) sees them, numbers
 * and symbols such as "5.1", "70/1" or "5A" kept whole, each punctuation mark alone.  White space is never a
 * token: it is what lies between two tokens, so that a text is re-derived from its tokens and the gaps.
 */
#ifndef TRAVAUX_TEXT_TOKEN_H
#define TRAVAUX_TEXT_TOKEN_H

#include <stddef.h>
#include <stdint.h>
#include <travaux/base/arena.h>
#include <travaux/base/error.h>

enum tvx_token_kind { TVX_TOKEN_WORD, TVX_TOKEN_NUMBER, TVX_TOKEN_MARK };

struct tvx_token {
    uint32_t start;  /* byte offset in the text */
    uint32_t length; /* bytes */
    enum tvx_token_kind kind;
};

struct tvx_tokens {
    struct tvx_token *items;
    size_t count;
};

/* Tokens of at most 2^31 bytes of valid UTF-8, in order; arena-owned. */
enum tvx_status tvx_tokenize(struct tvx_tokens *out, struct tvx_arena *arena, const char *text, size_t length,
                             struct tvx_error *error);

/* The slow, plain version by ICU's word-break iterator alone: the oracle that tests hold tvx_tokenize against. */
enum tvx_status tvx_tokenize_reference(struct tvx_tokens *out, struct tvx_arena *arena, const char *text,
                                       size_t length, struct tvx_error *error);

/*
 * Gives equal token bytes equal numbers (0, 1, 2 … in order of first sight) across several texts.  Owned by the
 * arena it was made in.
 */
struct tvx_vocab;
struct tvx_vocab *tvx_vocab_new(struct tvx_arena *arena);
/* The number of these bytes; UINT32_MAX when memory is short. */
uint32_t tvx_vocab_id(struct tvx_vocab *vocab, const char *bytes, size_t length);
size_t tvx_vocab_count(const struct tvx_vocab *vocab);

#endif
