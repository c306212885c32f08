/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Detached signatures over a file: Ed25519 (RFC 8032) over its bytes as they are, in the form of minisign
 * (https://jedisct1.github.io/minisign/, "legacy" signatures: algorithm "Ed", not hashed first), so that minisign,
 * OpenSSL and travaux verify the same two files.  A seal is read strictly: what we did not write in every byte is
 * refused.  A secret key is a seed of 32 bytes that is only handled here, and kept encrypted where a passphrase is
 * given.
 */
#ifndef TRAVAUX_BASE_SEAL_H
#define TRAVAUX_BASE_SEAL_H

#include <stdbool.h>
#include <stdint.h>
#include <travaux/base/buf.h>
#include <travaux/base/error.h>

enum {
    TVX_SEAL_PUBLIC = 32,
    TVX_SEAL_SEED = 32,
    TVX_SEAL_SIGNATURE = 64,
    TVX_SEAL_COMMENT = 401,      /* bytes of a trusted comment with its NUL */
    TVX_SEAL_PUBLIC_TEXT = 57,   /* 56 characters of base 64 and the NUL */
    TVX_SEAL_FINGERPRINT = 80,   /* 16 groups of 4 hexadecimal digits, spaces between, NUL */
    TVX_SEAL_KEPT = TVX_SEAL_SEED + 16,
    TVX_SEAL_SALT = 16,
    TVX_SEAL_NONCE = 24,
    TVX_SEAL_PASSPHRASE = 1024,  /* most bytes */
};

/* A secret key as it is kept.  locked: encrypted with XSalsa20-Poly1305 under a key that Argon2id makes of the
   passphrase (libsodium's crypto_secretbox and crypto_pwhash); else the first 32 bytes of `kept` are the seed. */
struct tvx_seal_key {
    unsigned char public_key[TVX_SEAL_PUBLIC];
    bool locked;
    unsigned char salt[TVX_SEAL_SALT], nonce[TVX_SEAL_NONCE];
    uint64_t passes, memory; /* Argon2id's cost; memory in bytes */
    unsigned char kept[TVX_SEAL_KEPT];
};

/* A new key from the system's random numbers; `passphrase` NULL or "" keeps it unlocked. */
enum tvx_status tvx_seal_key_make(struct tvx_seal_key *out, const char *passphrase, struct tvx_error *error);

/*
 * Appends the seal of the bytes: four lines, the third "trusted comment: COMMENT", which is signed too.  The comment is
 * one line of valid UTF-8.  TVX_E_USAGE for a wrong or missing passphrase.
 */
enum tvx_status tvx_seal_write(struct tvx_buf *out, const void *bytes, size_t length, const char *comment,
                               const struct tvx_seal_key *key, const char *passphrase, struct tvx_error *error);

struct tvx_seal {
    unsigned char key_id[8], signature[TVX_SEAL_SIGNATURE], whole[TVX_SEAL_SIGNATURE]; /* whole: over signature and
                                                                                          comment */
    char comment[TVX_SEAL_COMMENT];
};
/* Reads what tvx_seal_write writes, byte for byte; TVX_E_MALFORMED with what is wrong. */
enum tvx_status tvx_seal_read(struct tvx_seal *out, const char *text, size_t length, struct tvx_error *error);

/* TVX_OK when both signatures are the key's; TVX_E_MALFORMED with which of file, seal and key do not belong
   together. */
enum tvx_status tvx_seal_check(const struct tvx_seal *seal, const void *bytes, size_t length,
                               const unsigned char public_key[TVX_SEAL_PUBLIC], struct tvx_error *error);

/* The key's name for people: SHA-256 of its 32 bytes. */
void tvx_seal_fingerprint(char out[TVX_SEAL_FINGERPRINT], const unsigned char public_key[TVX_SEAL_PUBLIC]);

/* The key as one word, as minisign -P takes it; and as a PEM file for OpenSSL (SubjectPublicKeyInfo, RFC 8410). */
void tvx_seal_public_text(char out[TVX_SEAL_PUBLIC_TEXT], const unsigned char public_key[TVX_SEAL_PUBLIC]);
void tvx_seal_public_pem(struct tvx_buf *out, const unsigned char public_key[TVX_SEAL_PUBLIC]);
/* Reads either, and minisign's file of two lines; white space around it is allowed. */
enum tvx_status tvx_seal_public_read(unsigned char public_key[TVX_SEAL_PUBLIC], const char *text, size_t length,
                                     struct tvx_error *error);

/* `bytes` random bytes (at most 64) as letters and digits, '-' and '_' (RFC 4648 §5, no padding), for a link that
   nobody guesses; `out` has room for 4 * bytes / 3 + 2.  False when the system gives none. */
bool tvx_seal_token(char *out, size_t bytes);

#endif
