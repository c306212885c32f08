/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Makes UTF-8 of text whose encoding nobody tells: UTF-16 by its byte-order mark, UTF-8 where it is valid (or nearly),
 * else Windows-1252, which gives every byte some letter and therefore always "works".
 */
#ifndef TVX_READ_ENCODING_H
#define TVX_READ_ENCODING_H

#include <stdbool.h>
#include <stddef.h>
#include <travaux/base/arena.h>

enum tvx_encoding { TVX_UTF8, TVX_UTF8_DAMAGED, TVX_UTF16, TVX_WINDOWS_1252, TVX_ENCODING_OTHER };

/*
 * Arena-owned (or `bytes` itself), without byte-order mark; bad bytes may remain where DAMAGED; NULL when memory is
 * short.
 */
const char *tvx_encoding_to_utf8(struct tvx_arena *arena, const char *bytes, size_t length, size_t *out_length,
                                 enum tvx_encoding *encoding);

/*
 * The same for HTML: a byte-order mark wins, then the encoding that a <meta> within the first 1,024 bytes declares
 * (*declared), then what the bytes look like.  "iso-8859-1" and "ascii" mean Windows-1252 on the web (WHATWG Encoding).
 */
const char *tvx_encoding_of_html(struct tvx_arena *arena, const char *bytes, size_t length, size_t *out_length,
                                 enum tvx_encoding *encoding, bool *declared);

#endif
