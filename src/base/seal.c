/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <travaux/base/seal.h>

#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <travaux/base/hash.h>

_Static_assert(TVX_SEAL_KEPT == crypto_sign_SEEDBYTES + crypto_secretbox_MACBYTES, "a kept key");
_Static_assert(TVX_SEAL_SALT == crypto_pwhash_SALTBYTES && TVX_SEAL_NONCE == crypto_secretbox_NONCEBYTES, "its salts");

enum {
    ID = 8, BLOB = 2 + ID + TVX_SEAL_SIGNATURE, PUBLIC_BLOB = 2 + ID + TVX_SEAL_PUBLIC,
    LINE_MOST = 512, COST_PASSES_MOST = 16, COST_MEMORY_MOST = 1 << 30, /* of a workspace from a stranger */
};

static const char first_line[] = "untrusted comment: travaux seal, key ", third_line[] = "trusted comment: ";

/* The key's number in minisign's files; we take it from the key itself, so that it cannot name another. */
static void key_id(unsigned char out[ID], const unsigned char public_key[TVX_SEAL_PUBLIC])
{
    unsigned char digest[crypto_hash_sha256_BYTES];

    crypto_hash_sha256(digest, public_key, TVX_SEAL_PUBLIC);
    memcpy(out, digest, ID);
}

/* As minisign prints it: a little-endian number in hexadecimal. */
static void key_name(char out[2 * ID + 1], const unsigned char id[ID])
{
    for (int i = 0; i < ID; i++)
        snprintf(out + 2 * i, 3, "%02X", id[ID - 1 - i]);
}

static enum tvx_status start(struct tvx_error *error)
{
    return sodium_init() >= 0 ? TVX_OK : tvx_error_set(error, TVX_E_IO, "this system gives no random numbers");
}

/* ---- keeping ---- */

static enum tvx_status passphrase_key(unsigned char out[crypto_secretbox_KEYBYTES], const struct tvx_seal_key *key,
                                      const char *passphrase, struct tvx_error *error)
{
    if (strlen(passphrase) > TVX_SEAL_PASSPHRASE)
        return tvx_error_set(error, TVX_E_USAGE, "a passphrase has at most %d bytes", TVX_SEAL_PASSPHRASE);
    if (key->passes == 0 || key->passes > COST_PASSES_MOST || key->memory < crypto_pwhash_MEMLIMIT_MIN ||
        key->memory > COST_MEMORY_MOST)
        return tvx_error_set(error, TVX_E_WORKSPACE, "the kept key asks for work that travaux never asks for");
    if (crypto_pwhash(out, crypto_secretbox_KEYBYTES, passphrase, strlen(passphrase), key->salt, key->passes,
                      (size_t)key->memory, crypto_pwhash_ALG_ARGON2ID13) != 0)
        return tvx_error_set(error, TVX_E_NOMEM, "memory is short: turning the passphrase into a key takes %u MB",
                             (unsigned)(key->memory >> 20));
    return TVX_OK;
}

enum tvx_status tvx_seal_key_make(struct tvx_seal_key *out, const char *passphrase, struct tvx_error *error)
{
    unsigned char seed[TVX_SEAL_SEED], secret[crypto_sign_SECRETKEYBYTES], lock[crypto_secretbox_KEYBYTES];
    enum tvx_status status = start(error);

    *out = (struct tvx_seal_key){.passes = crypto_pwhash_OPSLIMIT_MODERATE, .memory = crypto_pwhash_MEMLIMIT_MODERATE};
    if (status != TVX_OK)
        return status;
    randombytes_buf(seed, sizeof seed);
    randombytes_buf(out->salt, sizeof out->salt);
    randombytes_buf(out->nonce, sizeof out->nonce);
    crypto_sign_seed_keypair(out->public_key, secret, seed);
    out->locked = passphrase != NULL && *passphrase != '\0';
    if (!out->locked) {
        memcpy(out->kept, seed, sizeof seed);
    } else {
        status = passphrase_key(lock, out, passphrase, error);
        if (status == TVX_OK)
            crypto_secretbox_easy(out->kept, seed, sizeof seed, out->nonce, lock);
    }
    sodium_memzero(seed, sizeof seed);
    sodium_memzero(secret, sizeof secret);
    sodium_memzero(lock, sizeof lock);
    return status;
}

/* The secret key as libsodium signs with it; the caller wipes it. */
static enum tvx_status open_key(unsigned char secret[crypto_sign_SECRETKEYBYTES], const struct tvx_seal_key *key,
                                const char *passphrase, struct tvx_error *error)
{
    unsigned char seed[TVX_SEAL_SEED], lock[crypto_secretbox_KEYBYTES], public_key[TVX_SEAL_PUBLIC];
    enum tvx_status status = TVX_OK;

    if (!key->locked) {
        memcpy(seed, key->kept, sizeof seed);
    } else if (passphrase == NULL || *passphrase == '\0') {
        return tvx_error_set(error, TVX_E_USAGE, "the key is locked: its passphrase is needed");
    } else {
        status = passphrase_key(lock, key, passphrase, error);
        if (status == TVX_OK &&
            crypto_secretbox_open_easy(seed, key->kept, TVX_SEAL_KEPT, key->nonce, lock) != 0)
            status = tvx_error_set(error, TVX_E_USAGE, "this is not the key's passphrase");
    }
    if (status == TVX_OK) {
        crypto_sign_seed_keypair(public_key, secret, seed);
        if (sodium_memcmp(public_key, key->public_key, sizeof public_key) != 0)
            status = tvx_error_set(error, TVX_E_WORKSPACE, "the kept secret key is not that of the public key");
    }
    sodium_memzero(seed, sizeof seed);
    sodium_memzero(lock, sizeof lock);
    return status;
}

/* ---- the four lines ---- */

static bool sound_comment(const char *comment)
{
    for (const char *c = comment; *c != '\0'; c++)
        if ((unsigned char)*c < 0x20 || *c == 0x7F)
            return false;
    return *comment != '\0' && strlen(comment) < TVX_SEAL_COMMENT;
}

static void add_base64(struct tvx_buf *out, const unsigned char *bytes, size_t length)
{
    char coded[sodium_base64_ENCODED_LEN(BLOB, sodium_base64_VARIANT_ORIGINAL)];

    sodium_bin2base64(coded, sizeof coded, bytes, length, sodium_base64_VARIANT_ORIGINAL);
    tvx_buf_str(out, coded);
}

/* What the second signature is over. */
static size_t whole_message(unsigned char out[TVX_SEAL_SIGNATURE + TVX_SEAL_COMMENT],
                            const unsigned char signature[TVX_SEAL_SIGNATURE], const char *comment)
{
    size_t length = strlen(comment);

    memcpy(out, signature, TVX_SEAL_SIGNATURE);
    memcpy(out + TVX_SEAL_SIGNATURE, comment, length);
    return TVX_SEAL_SIGNATURE + length;
}

enum tvx_status tvx_seal_write(struct tvx_buf *out, const void *bytes, size_t length, const char *comment,
                               const struct tvx_seal_key *key, const char *passphrase, struct tvx_error *error)
{
    unsigned char secret[crypto_sign_SECRETKEYBYTES], blob[BLOB] = {'E', 'd'}, whole[TVX_SEAL_SIGNATURE];
    unsigned char message[TVX_SEAL_SIGNATURE + TVX_SEAL_COMMENT];
    char name[2 * ID + 1];
    enum tvx_status status = start(error);

    if (status == TVX_OK && !sound_comment(comment))
        return tvx_error_set(error, TVX_E_USAGE, "a seal's comment is one line of at most %d bytes",
                             TVX_SEAL_COMMENT - 1);
    if (status == TVX_OK)
        status = open_key(secret, key, passphrase, error);
    if (status != TVX_OK)
        return status;
    key_id(blob + 2, key->public_key);
    key_name(name, blob + 2);
    crypto_sign_detached(blob + 2 + ID, NULL, bytes, length, secret);
    crypto_sign_detached(whole, NULL, message, whole_message(message, blob + 2 + ID, comment), secret);
    sodium_memzero(secret, sizeof secret);
    tvx_buf_printf(out, "%s%s\n", first_line, name);
    add_base64(out, blob, sizeof blob);
    tvx_buf_printf(out, "\n%s%s\n", third_line, comment);
    add_base64(out, whole, sizeof whole);
    tvx_buf_char(out, '\n');
    return TVX_OK;
}

/* The next line, without its end; false when there is none that ends. */
static bool next_line(char line[LINE_MOST], const char **text, const char *end)
{
    const char *stop = memchr(*text, '\n', (size_t)(end - *text));
    size_t length = stop == NULL ? 0 : (size_t)(stop - *text);

    if (stop == NULL || length >= LINE_MOST || memchr(*text, '\0', length) != NULL)
        return false;
    memcpy(line, *text, length);
    line[length] = '\0';
    *text = stop + 1;
    return true;
}

/*
 * Exactly `wanted` bytes, written as we write them.  libsodium's decoder also takes some bytes that are not of the
 * alphabet (1.0.18: with the highest bit set), hence the comparison.
 */
static bool take_base64(unsigned char *out, size_t wanted, const char *text, size_t text_length)
{
    char again[sodium_base64_ENCODED_LEN(BLOB, sodium_base64_VARIANT_ORIGINAL)];
    size_t length = 0;

    if (text_length >= sizeof again ||
        sodium_base642bin(out, wanted, text, text_length, NULL, &length, NULL, sodium_base64_VARIANT_ORIGINAL) != 0 ||
        length != wanted)
        return false;
    sodium_bin2base64(again, sizeof again, out, wanted, sodium_base64_VARIANT_ORIGINAL);
    return strlen(again) == text_length && memcmp(again, text, text_length) == 0;
}

enum tvx_status tvx_seal_read(struct tvx_seal *out, const char *text, size_t length, struct tvx_error *error)
{
    const char *end = text + length;
    unsigned char blob[BLOB];
    char line[LINE_MOST], name[2 * ID + 1], first[LINE_MOST];

    *out = (struct tvx_seal){.comment = ""};
    if (!next_line(first, &text, end) || strncmp(first, first_line, sizeof first_line - 1) != 0)
        return tvx_error_set(error, TVX_E_MALFORMED, "this is no seal of travaux: line 1 is not \"%s…\"", first_line);
    if (!next_line(line, &text, end) || !take_base64(blob, sizeof blob, line, strlen(line)) ||
        memcmp(blob, "Ed", 2) != 0)
        return tvx_error_set(error, TVX_E_MALFORMED, "the seal's line 2 is no Ed25519 signature");
    memcpy(out->key_id, blob + 2, ID);
    memcpy(out->signature, blob + 2 + ID, TVX_SEAL_SIGNATURE);
    key_name(name, out->key_id);
    if (strcmp(first + sizeof first_line - 1, name) != 0)
        return tvx_error_set(error, TVX_E_MALFORMED, "the seal's lines 1 and 2 name different keys");
    if (!next_line(line, &text, end) || strncmp(line, third_line, sizeof third_line - 1) != 0 ||
        !sound_comment(line + sizeof third_line - 1))
        return tvx_error_set(error, TVX_E_MALFORMED, "the seal's line 3 is not \"%s…\"", third_line);
    snprintf(out->comment, sizeof out->comment, "%s", line + sizeof third_line - 1);
    if (!next_line(line, &text, end) ||
        !take_base64(out->whole, sizeof out->whole, line, strlen(line)))
        return tvx_error_set(error, TVX_E_MALFORMED, "the seal's line 4 is no signature");
    return text == end ? TVX_OK : tvx_error_set(error, TVX_E_MALFORMED, "more stands behind the seal's four lines");
}

enum tvx_status tvx_seal_check(const struct tvx_seal *seal, const void *bytes, size_t length,
                               const unsigned char public_key[TVX_SEAL_PUBLIC], struct tvx_error *error)
{
    unsigned char id[ID], message[TVX_SEAL_SIGNATURE + TVX_SEAL_COMMENT];

    key_id(id, public_key);
    if (memcmp(id, seal->key_id, ID) != 0)
        return tvx_error_set(error, TVX_E_MALFORMED, "the seal was made with another key");
    if (crypto_sign_verify_detached(seal->signature, bytes, length, public_key) != 0)
        return tvx_error_set(error, TVX_E_MALFORMED, "the seal is not of this file: the file or the seal was changed, "
                             "or they are of different statements");
    if (crypto_sign_verify_detached(seal->whole, message, whole_message(message, seal->signature, seal->comment),
                                    public_key) != 0)
        return tvx_error_set(error, TVX_E_MALFORMED, "the seal's comment was changed");
    return TVX_OK;
}

/* ---- public keys ---- */

void tvx_seal_fingerprint(char out[TVX_SEAL_FINGERPRINT], const unsigned char public_key[TVX_SEAL_PUBLIC])
{
    char hex[TVX_SHA256_HEX];
    size_t at = 0;

    tvx_sha256_hex(hex, public_key, TVX_SEAL_PUBLIC);
    for (size_t i = 0; i < TVX_SHA256_HEX - 1; i++) {
        if (i > 0 && i % 4 == 0)
            out[at++] = ' ';
        out[at++] = hex[i];
    }
    out[at] = '\0';
}

void tvx_seal_public_text(char out[TVX_SEAL_PUBLIC_TEXT], const unsigned char public_key[TVX_SEAL_PUBLIC])
{
    unsigned char blob[PUBLIC_BLOB] = {'E', 'd'};

    key_id(blob + 2, public_key);
    memcpy(blob + 2 + ID, public_key, TVX_SEAL_PUBLIC);
    sodium_bin2base64(out, TVX_SEAL_PUBLIC_TEXT, blob, sizeof blob, sodium_base64_VARIANT_ORIGINAL);
}

/* AlgorithmIdentifier 1.3.101.112 and the head of the bit string (RFC 8410 §4). */
static const unsigned char spki[12] = {0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00};
static const char pem_head[] = "-----BEGIN PUBLIC KEY-----", pem_foot[] = "-----END PUBLIC KEY-----";

void tvx_seal_public_pem(struct tvx_buf *out, const unsigned char public_key[TVX_SEAL_PUBLIC])
{
    unsigned char der[sizeof spki + TVX_SEAL_PUBLIC];

    memcpy(der, spki, sizeof spki);
    memcpy(der + sizeof spki, public_key, TVX_SEAL_PUBLIC);
    tvx_buf_printf(out, "%s\n", pem_head);
    add_base64(out, der, sizeof der);
    tvx_buf_printf(out, "\n%s\n", pem_foot);
}

static bool read_pem(unsigned char public_key[TVX_SEAL_PUBLIC], const char *text)
{
    const char *from = strstr(text, pem_head), *to = strstr(text, pem_foot);
    unsigned char der[sizeof spki + TVX_SEAL_PUBLIC];
    size_t length = 0;

    if (from == NULL || to == NULL || to < from)
        return false;
    from += sizeof pem_head - 1;
    if (sodium_base642bin(der, sizeof der, from, (size_t)(to - from), "\r\n ", &length, NULL,
                          sodium_base64_VARIANT_ORIGINAL) != 0 ||
        length != sizeof der || memcmp(der, spki, sizeof spki) != 0)
        return false;
    memcpy(public_key, der + sizeof spki, TVX_SEAL_PUBLIC);
    return true;
}

static bool read_word(unsigned char public_key[TVX_SEAL_PUBLIC], const char *word, size_t length)
{
    unsigned char blob[PUBLIC_BLOB], id[ID];

    if (!take_base64(blob, sizeof blob, word, length) || memcmp(blob, "Ed", 2) != 0)
        return false;
    key_id(id, blob + 2 + ID);
    if (memcmp(id, blob + 2, ID) != 0) /* a slip of the pen, or another program's key */
        return false;
    memcpy(public_key, blob + 2 + ID, TVX_SEAL_PUBLIC);
    return true;
}

enum tvx_status tvx_seal_public_read(unsigned char public_key[TVX_SEAL_PUBLIC], const char *text, size_t length,
                                     struct tvx_error *error)
{
    char copy[LINE_MOST];
    const char *word = copy, *end;

    if (length < sizeof copy && memchr(text, '\0', length) == NULL) {
        memcpy(copy, text, length);
        copy[length] = '\0';
        if (read_pem(public_key, copy))
            return TVX_OK;
        if (strncmp(word, "untrusted comment:", 18) == 0)
            word += strcspn(word, "\n");
        word += strspn(word, " \r\n");
        end = word + strcspn(word, " \r\n");
        if (end[strspn(end, " \r\n")] == '\0' && read_word(public_key, word, (size_t)(end - word)))
            return TVX_OK;
    }
    return tvx_error_set(error, TVX_E_MALFORMED, "this is no public key of travaux: 56 letters and digits beginning "
                         "with RWQ…, or a PEM file");
}

bool tvx_seal_token(char *out, size_t bytes)
{
    unsigned char random[64];

    if (sodium_init() < 0 || bytes > sizeof random)
        return false;
    randombytes_buf(random, bytes);
    sodium_bin2base64(out, 4 * bytes / 3 + 2, random, bytes, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    return true;
}
