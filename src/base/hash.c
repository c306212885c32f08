/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <sodium.h>
#include <travaux/base/hash.h>

void tvx_sha256_hex(char out[TVX_SHA256_HEX], const void *bytes, size_t length)
{
    unsigned char digest[crypto_hash_sha256_BYTES];

    crypto_hash_sha256(digest, bytes, length);
    sodium_bin2hex(out, TVX_SHA256_HEX, digest, sizeof digest);
}
