/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Content identity.  A source's name is the SHA-256 of its bytes, in lower-case hexadecimal: the same bytes
 * twice are one document, and every piece of evidence carries the hash of the document it quotes.
 */
#ifndef TRAVAUX_BASE_HASH_H
#define TRAVAUX_BASE_HASH_H

#include <stddef.h>

#define TVX_SHA256_HEX 65 /* 64 digits and the NUL */

void tvx_sha256_hex(char out[TVX_SHA256_HEX], const void *bytes, size_t length);

#endif
