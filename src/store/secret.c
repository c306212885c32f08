/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * argon2id with the first of libsodium's three strengths (64 MiB, two passes): as RFC 9106's second recommendation in
 * memory, near to it in work, about 60 ms on a small server.  More would let a few sign-ins at once take all memory.
 */
#include "secret.h"

#include <string.h>
#include <travaux/text/utf8.h>

const char tvx_password_nobody[] = "$argon2id$v=19$m=65536,t=2,p=1"
                                   "$H/mDFKoQ+B1A/l9k/rzE2Q$DtjaMKEBI4Osx8uony9JNUqit1FvDzE6JFxXKkC6Rg8";

static const char csrf_context[] = "travaux csrf 1";

void tvx_random(void *out, size_t length)
{
    int ready = sodium_init(); /* of no effect after the first time; where it fails, randombytes stops the program */

    (void)ready;
    randombytes_buf(out, length);
}

static void encode(char out[TVX_TOKEN_SIZE], const unsigned char bytes[32])
{
    sodium_bin2base64(out, TVX_TOKEN_SIZE, bytes, 32, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

void tvx_token_new(char out[TVX_TOKEN_SIZE])
{
    unsigned char bytes[32];

    tvx_random(bytes, sizeof bytes);
    encode(out, bytes);
    sodium_memzero(bytes, sizeof bytes);
}

bool tvx_secret_equal(const char *a, const char *b)
{
    char digest_a[TVX_SHA256_HEX], digest_b[TVX_SHA256_HEX];

    if (a == NULL || b == NULL)
        return false;
    tvx_secret_hash(digest_a, a); /* one length for all */
    tvx_secret_hash(digest_b, b);
    return sodium_memcmp(digest_a, digest_b, sizeof digest_a) == 0;
}

void tvx_secret_hash(char out[TVX_SHA256_HEX], const char *token)
{
    tvx_sha256_hex(out, token, strlen(token));
}

void tvx_csrf_token(char out[TVX_TOKEN_SIZE], const char *cookie)
{
    unsigned char digest[32], key[32];

    crypto_hash_sha256(key, (const unsigned char *)cookie, strlen(cookie));
    crypto_generichash(digest, sizeof digest, (const unsigned char *)csrf_context, sizeof csrf_context - 1, key,
                       sizeof key);
    encode(out, digest);
}

bool tvx_csrf_check(const char *cookie, const char *token)
{
    char right[TVX_TOKEN_SIZE];

    if (cookie == NULL || token == NULL || strlen(cookie) != TVX_TOKEN_SIZE - 1) /* none that tvx_token_new made */
        return false;
    tvx_csrf_token(right, cookie);
    return tvx_secret_equal(right, token);
}

/* ---- passwords ---- */

enum tvx_status tvx_password_check(const char *password, struct tvx_error *error)
{
    size_t length = password == NULL ? 0 : strlen(password);

    if (length > TVX_PASSWORD_MOST || (length > 0 && !tvx_utf8_valid(password, length)))
        return tvx_error_set(error, TVX_E_USAGE, "a password is text of at most %d bytes", TVX_PASSWORD_MOST);
    if (length == 0 || tvx_utf8_count(password, length) < TVX_PASSWORD_LEAST || tvx_text_blank(password, length))
        return tvx_error_set(error, TVX_E_USAGE, "a password needs at least %d characters; a few words that nobody "
                             "else would put together are easy to keep in mind", TVX_PASSWORD_LEAST);
    for (size_t i = 0; i < length; i++)
        if ((unsigned char)password[i] < ' ' || password[i] == 0x7F)
            return tvx_error_set(error, TVX_E_USAGE, "a password is one line without control characters");
    return TVX_OK;
}

/* Composed, so that it is the same from every keyboard; NULL when memory is short. */
static char *composed(struct tvx_arena *arena, const char *password)
{
    return tvx_text_clean(arena, password, strnlen(password, TVX_PASSWORD_MOST + 1));
}

enum { ARENA_CEILING = 1 << 16 };

enum tvx_status tvx_password_hash(char out[crypto_pwhash_STRBYTES], const char *password, struct tvx_error *error)
{
    struct tvx_arena *arena = tvx_arena_new(ARENA_CEILING);
    char *text = arena == NULL ? NULL : composed(arena, password);
    int failed = text == NULL || sodium_init() < 0 ||
                 crypto_pwhash_str(out, text, strlen(text), crypto_pwhash_OPSLIMIT_INTERACTIVE,
                                   crypto_pwhash_MEMLIMIT_INTERACTIVE) != 0;

    if (text != NULL)
        sodium_memzero(text, strlen(text));
    tvx_arena_free(arena);
    return failed ? tvx_error_nomem(error) : TVX_OK;
}

bool tvx_password_is(const char *hash, const char *password)
{
    struct tvx_arena *arena = tvx_arena_new(ARENA_CEILING);
    char *text = arena == NULL ? NULL : composed(arena, password);
    bool right;

    /* a workspace may come from a stranger: a hash that asks for other work than ours was not made here */
    if (hash != NULL && crypto_pwhash_str_needs_rehash(hash, crypto_pwhash_OPSLIMIT_INTERACTIVE,
                                                       crypto_pwhash_MEMLIMIT_INTERACTIVE) != 0)
        hash = NULL;
    right = text != NULL &&
            crypto_pwhash_str_verify(hash == NULL ? tvx_password_nobody : hash, text, strlen(text)) == 0;

    if (text != NULL)
        sodium_memzero(text, strlen(text));
    tvx_arena_free(arena);
    return right && hash != NULL;
}
