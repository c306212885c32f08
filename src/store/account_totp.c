/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * One-time codes: HOTP (RFC 4226 §5.3) over HMAC-SHA-1 with the number of half minutes since 1970 as its counter
 * (RFC 6238 §4).  A code of a step is taken once, and none of an earlier step after it (§5.2).
 */
#include "account.h"

#include <nettle/hmac.h>
#include <string.h>

enum { STEP_SECONDS = 30, DIGITS = 6, SLACK = 1, RECOVERY_BYTES = 10 };

static const char base32[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"; /* RFC 4648 §6 */

/* `length` is a multiple of 5: no padding. */
static void base32_encode(char *out, const unsigned char *bytes, size_t length)
{
    uint64_t bits = 0;
    int held = 0;

    for (size_t i = 0; i < length; i++) {
        bits = bits << 8 | bytes[i];
        for (held += 8; held >= 5; held -= 5)
            *out++ = base32[bits >> (held - 5) & 31];
    }
    *out = '\0';
}

/* The secret as we store it: 20 bytes, 32 letters. */
static bool base32_decode(unsigned char out[TVX_TOTP_SECRET], const char *text)
{
    uint64_t bits = 0;
    size_t length = 0;
    int held = 0;

    for (; *text != '\0'; text++) {
        const char *at = strchr(base32, *text);

        if (at == NULL)
            return false;
        bits = bits << 5 | (uint64_t)(at - base32);
        held += 5;
        if (held >= 8) {
            if (length == TVX_TOTP_SECRET)
                return false;
            out[length++] = (unsigned char)(bits >> (held - 8));
            held -= 8;
        }
    }
    return length == TVX_TOTP_SECRET && held == 0;
}

int tvx_totp_code(const void *secret, size_t length, uint64_t step)
{
    unsigned char counter[8], digest[SHA1_DIGEST_SIZE];
    struct hmac_sha1_ctx context;
    uint32_t cut;
    size_t at;

    for (int i = 7; i >= 0; i--, step >>= 8)
        counter[i] = (unsigned char)step;
    hmac_sha1_set_key(&context, length, secret);
    hmac_sha1_update(&context, sizeof counter, counter);
    hmac_sha1_digest(&context, sizeof digest, digest);
    at = digest[SHA1_DIGEST_SIZE - 1] & 15;
    cut = (uint32_t)(digest[at] & 127) << 24 | (uint32_t)digest[at + 1] << 16 | (uint32_t)digest[at + 2] << 8 |
          digest[at + 3];
    return (int)(cut % 1000000);
}

/* Six digits, blanks between them allowed; -1: not that. */
static int parse_code(const char *text)
{
    int value = 0, digits = 0;

    for (; *text != '\0'; text++) {
        if (*text == ' ')
            continue;
        if (*text < '0' || *text > '9' || digits == DIGITS)
            return -1;
        value = value * 10 + *text - '0';
        digits++;
    }
    return digits == DIGITS ? value : -1;
}

/* The step whose code it is, later than `after`; 0: none. */
static int64_t step_of(const char *secret, const char *text, int64_t now, int64_t after)
{
    unsigned char bytes[TVX_TOTP_SECRET];
    int code = parse_code(text);
    int64_t step = now / STEP_SECONDS, found = 0;

    if (code < 0 || now < 0 || !base32_decode(bytes, secret))
        return 0;
    for (int64_t at = step - SLACK; at <= step + SLACK; at++)
        if (at > after && at > 0 && tvx_totp_code(bytes, sizeof bytes, (uint64_t)at) == code)
            found = at;
    return found;
}

/* Small letters and digits alone, so that it does not matter how a code for recovery is written. */
static void recovery_hash(char out[TVX_SHA256_HEX], const char *code)
{
    char plain[TVX_RECOVERY_SIZE];
    size_t length = 0;

    for (; *code != '\0' && length < sizeof plain - 1; code++)
        if (*code != '-' && *code != ' ')
            plain[length++] = *code >= 'A' && *code <= 'Z' ? (char)(*code - 'A' + 'a') : *code;
    plain[length] = '\0';
    tvx_sha256_hex(out, plain, length);
}

enum tvx_status tvx_code_check(struct tvx_store *store, const struct tvx_account_secrets *secrets, const char *code,
                               int64_t now, bool take, struct tvx_error *error)
{
    int64_t step, number;
    char hash[TVX_SHA256_HEX];
    bool found = false;
    enum tvx_status status = TVX_OK;

    if (code == NULL)
        code = "";
    step = step_of(secrets->totp == NULL ? "" : secrets->totp, code, now, secrets->totp_step);
    if (step != 0 && !take)
        return TVX_OK;
    if (step != 0) { /* of two at once, one gets it */
        status = tvx_db_number(store, &number, &found, QUERY_account_totp_take, error, "ii", secrets->id, step);
    } else {
        recovery_hash(hash, code);
        status = tvx_db_number(store, &number, &found, take ? QUERY_recovery_take : QUERY_recovery_there, error, "ti",
                               hash, secrets->id);
        if (status == TVX_OK && found && take)
            status = tvx_store_audit(store, secrets->id, "totp.recovery", NULL, NULL, error);
    }
    if (status == TVX_OK && !found)
        status = tvx_error_set(error, TVX_E_NOTFOUND, "the code is not right, or was used before");
    return status;
}

/* ---- setting up ---- */

static enum tvx_status begin(struct tvx_store *store, struct tvx_arena *arena, char secret[TVX_TOTP_TEXT],
                             int64_t account, struct tvx_error *error)
{
    unsigned char bytes[TVX_TOTP_SECRET];
    struct tvx_account_secrets secrets;
    enum tvx_status status = tvx_account_secrets(store, arena, &secrets, NULL, account, error);

    if (status == TVX_OK && secrets.password == NULL)
        status = tvx_error_set(error, TVX_E_USAGE, "a second factor goes with a password");
    if (status == TVX_OK && secrets.totp != NULL)
        status = tvx_error_set(error, TVX_E_USAGE, "there is a second factor already; take it away first");
    if (status != TVX_OK)
        return status;
    if (secrets.totp_waits != NULL && base32_decode(bytes, secrets.totp_waits)) {
        memcpy(secret, secrets.totp_waits, TVX_TOTP_TEXT);
        return TVX_OK;
    }
    tvx_random(bytes, sizeof bytes);
    base32_encode(secret, bytes, sizeof bytes);
    sodium_memzero(bytes, sizeof bytes);
    return tvx_db_run(store, QUERY_account_totp_wait, error, "it", account, secret);
}

enum tvx_status tvx_store_totp_begin(struct tvx_store *store, char secret[TVX_TOTP_TEXT], int64_t account,
                                     struct tvx_error *error)
{
    struct tvx_arena *arena = tvx_arena_new(1 << 16);
    bool mine;
    enum tvx_status status = arena == NULL ? tvx_error_nomem(error) : tvx_account_begin(store, &mine, error);

    *secret = '\0';
    if (status == TVX_OK)
        status = tvx_account_end(store, mine, begin(store, arena, secret, account, error), error);
    tvx_arena_free(arena);
    return status;
}

/* Groups of four letters of base32, in small letters. */
static void recovery_code(char out[TVX_RECOVERY_SIZE])
{
    unsigned char bytes[RECOVERY_BYTES];
    char text[RECOVERY_BYTES * 8 / 5 + 1];
    size_t at = 0;

    tvx_random(bytes, sizeof bytes);
    base32_encode(text, bytes, sizeof bytes);
    for (size_t i = 0; text[i] != '\0'; i++) {
        if (i > 0 && i % 4 == 0)
            out[at++] = '-';
        out[at++] = text[i] >= 'A' ? (char)(text[i] - 'A' + 'a') : text[i];
    }
    out[at] = '\0';
}

static enum tvx_status confirm(struct tvx_store *store, struct tvx_arena *arena,
                               char codes[TVX_RECOVERY_CODES][TVX_RECOVERY_SIZE], int64_t account, const char *code,
                               int64_t now, struct tvx_error *error)
{
    struct tvx_account_secrets secrets;
    char hash[TVX_SHA256_HEX];
    int64_t step = 0;
    enum tvx_status status = tvx_account_secrets(store, arena, &secrets, NULL, account, error);

    if (status == TVX_OK && secrets.totp_waits != NULL)
        step = step_of(secrets.totp_waits, code == NULL ? "" : code, now, 0);
    if (status == TVX_OK && step == 0)
        status = tvx_error_set(error, TVX_E_NOTFOUND, "the code is not right; is the clock of the device right?");
    if (status == TVX_OK)
        status = tvx_db_run(store, QUERY_account_totp_set, error, "iti", account, secrets.totp_waits, step);
    if (status == TVX_OK)
        status = tvx_db_run(store, QUERY_recovery_drop, error, "i", account);
    for (int i = 0; status == TVX_OK && i < TVX_RECOVERY_CODES; i++) {
        recovery_code(codes[i]);
        recovery_hash(hash, codes[i]);
        status = tvx_db_run(store, QUERY_recovery_insert, error, "ti", hash, account);
    }
    return status == TVX_OK ? tvx_store_audit(store, account, "totp.on", NULL, NULL, error) : status;
}

enum tvx_status tvx_store_totp_confirm(struct tvx_store *store, char codes[TVX_RECOVERY_CODES][TVX_RECOVERY_SIZE],
                                       int64_t account, const char *code, int64_t now, struct tvx_error *error)
{
    struct tvx_arena *arena = tvx_arena_new(1 << 16);
    bool mine;
    enum tvx_status status = arena == NULL ? tvx_error_nomem(error) : tvx_account_begin(store, &mine, error);

    if (status == TVX_OK)
        status = tvx_account_end(store, mine, confirm(store, arena, codes, account, code, now, error), error);
    tvx_arena_free(arena);
    return status;
}

static enum tvx_status drop(struct tvx_store *store, struct tvx_arena *arena, int64_t who, int64_t account,
                            struct tvx_error *error)
{
    struct tvx_account of;
    enum tvx_status status = tvx_store_account(store, arena, &of, account, error);

    if (status == TVX_OK)
        status = tvx_db_run(store, QUERY_account_totp_set, error, "iti", account, NULL, (int64_t)0);
    if (status == TVX_OK)
        status = tvx_db_run(store, QUERY_recovery_drop, error, "i", account);
    return status == TVX_OK ? tvx_store_audit(store, who, "totp.off", of.email, NULL, error) : status;
}

enum tvx_status tvx_store_totp_remove(struct tvx_store *store, int64_t who, int64_t account, const char *password,
                                      struct tvx_error *error)
{
    struct tvx_arena *arena = tvx_arena_new(1 << 16);
    struct tvx_account_secrets secrets;
    bool mine;
    enum tvx_status status =
        arena == NULL ? tvx_error_nomem(error) : tvx_account_secrets(store, arena, &secrets, NULL, account, error);

    if (status == TVX_OK && who == account && !tvx_password_is(secrets.password, password == NULL ? "" : password))
        status = tvx_error_set(error, TVX_E_NOTFOUND, "the present password is another one");
    if (status == TVX_OK)
        status = tvx_account_begin(store, &mine, error);
    if (status == TVX_OK)
        status = tvx_account_end(store, mine, drop(store, arena, who, account, error), error);
    tvx_arena_free(arena);
    return status;
}
