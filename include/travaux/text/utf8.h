/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * UTF-8 as the rest of travaux sees it: valid, NFC, white space folded where a caller asks for it.
 * Everything that enters from a document goes through tvx_text_clean once; after that no function has to
 * doubt its input.  Offsets that leave the program count code points, offsets inside count bytes.
 */
#ifndef TRAVAUX_TEXT_UTF8_H
#define TRAVAUX_TEXT_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <travaux/base/arena.h>

/* Decodes one code point at text[*at] (< length) and moves *at behind it; a bad byte gives U+FFFD and moves by 1. */
uint32_t tvx_utf8_next(const char *text, size_t length, size_t *at);

/* Writes a code point that UTF-8 can hold (no surrogate, up to U+10FFFF); 1 to 4 bytes, their number. */
size_t tvx_utf8_put(char out[4], uint32_t point);

/* Is every byte part of a well-formed character? */
bool tvx_utf8_valid(const char *text, size_t length);

/* Code points in `length` bytes of valid UTF-8. */
size_t tvx_utf8_count(const char *text, size_t length);

/* Byte offset of code point number `points` (length when there are fewer). */
size_t tvx_utf8_offset(const char *text, size_t length, size_t points);

/*
 * Valid UTF-8 in NFC without NUL and without control characters except tab and newline: bad bytes become
 * U+FFFD, other controls vanish.  Arena-owned; NULL when the arena is full.
 */
char *tvx_text_clean(struct tvx_arena *arena, const char *text, size_t length);

/*
 * Folds every run of white space (also U+00A0, U+202F, U+2009, U+3000, tabs, newlines) to one space and trims
 * both ends; soft hyphens and zero-width spaces vanish, joiners needed by Arabic and Indic scripts stay.
 */
char *tvx_text_fold_space(struct tvx_arena *arena, const char *text, size_t length);

/* True when `text` holds nothing but white space (or nothing). */
bool tvx_text_blank(const char *text, size_t length);

/* True for code points that tvx_text_fold_space folds. */
bool tvx_text_is_space(uint32_t point);

/* Unicode case folding (full), arena-owned; for comparing phrases, not for display. */
char *tvx_text_casefold(struct tvx_arena *arena, const char *text, size_t length);

#endif
