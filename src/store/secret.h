/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Passwords as argon2id, random tokens as SHA-256: what the store keeps of secrets. */
#ifndef STORE_SECRET_H
#define STORE_SECRET_H

#include <sodium.h>
#include <travaux/base/hash.h>
#include <travaux/store/account.h>

/* As many random bytes as nobody can guess. */
void tvx_random(void *out, size_t length);

/* What of a token is stored.  A random token needs no salt. */
void tvx_secret_hash(char out[TVX_SHA256_HEX], const char *token);

/* TVX_E_USAGE for a password that will not do. */
enum tvx_status tvx_password_check(const char *password, struct tvx_error *error);

/* argon2id with its own salt, as text. */
enum tvx_status tvx_password_hash(char out[crypto_pwhash_STRBYTES], const char *password, struct tvx_error *error);

/* Is it the password of this hash?  With hash NULL it does the same work and says no. */
bool tvx_password_is(const char *hash, const char *password);

/* The hash for nobody; has the strength of those that are made now. */
extern const char tvx_password_nobody[];

#endif
