/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Seals: what was sealed verifies, and nothing else; keys are read in each of their forms. */
#include "check.h"

#include <travaux/base/seal.h>

static const char text[] = "travaux joint statement, form 1\nKey: …\n\nWe ask.\n";

static struct tvx_seal_key make_key(const char *passphrase)
{
    struct tvx_seal_key key;
    struct tvx_error error = {0};

    assert_int_equal(tvx_seal_key_make(&key, passphrase, &error), TVX_OK);
    return key;
}

static void seal_with(struct tvx_buf *out, const struct tvx_seal_key *key, const char *passphrase)
{
    struct tvx_error error = {0};

    tvx_buf_init(out, 4096);
    if (tvx_seal_write(out, text, sizeof text - 1, "statement x, version 1", key, passphrase, &error) != TVX_OK)
        fail_msg("%s", error.message);
}

static enum tvx_status verify(const char *bytes, size_t length, const char *seal, size_t seal_length,
                              const unsigned char *key)
{
    struct tvx_seal read;
    struct tvx_error error;
    enum tvx_status status = tvx_seal_read(&read, seal, seal_length, &error);

    return status == TVX_OK ? tvx_seal_check(&read, bytes, length, key, &error) : status;
}

static void every_changed_byte_is_refused(void **state)
{
    struct tvx_seal_key key = make_key(NULL);
    struct tvx_buf seal;
    char copy[4096];

    (void)state;
    seal_with(&seal, &key, NULL);
    assert_int_equal(verify(text, sizeof text - 1, seal.data, seal.length, key.public_key), TVX_OK);
    for (size_t i = 0; i < sizeof text - 1; i++)
        for (int bit = 0; bit < 8; bit++) {
            memcpy(copy, text, sizeof text);
            copy[i] = (char)(copy[i] ^ (1 << bit));
            assert_int_equal(verify(copy, sizeof text - 1, seal.data, seal.length, key.public_key), TVX_E_MALFORMED);
        }
    for (size_t i = 0; i < seal.length; i++)
        for (int bit = 0; bit < 8; bit++) {
            memcpy(copy, seal.data, seal.length);
            copy[i] = (char)(copy[i] ^ (1 << bit));
            if (verify(text, sizeof text - 1, copy, seal.length, key.public_key) != TVX_E_MALFORMED)
                fail_msg("bit %d of byte %zu of the seal may change:\n%.*s", bit, i, (int)seal.length, copy);
        }
    for (size_t i = 0; i < seal.length; i++) /* cut short */
        assert_int_equal(verify(text, sizeof text - 1, seal.data, i, key.public_key), TVX_E_MALFORMED);
    memcpy(copy, seal.data, seal.length);
    copy[seal.length] = '\n';
    assert_int_equal(verify(text, sizeof text - 1, copy, seal.length + 1, key.public_key), TVX_E_MALFORMED);
    assert_int_equal(verify(text, sizeof text - 2, seal.data, seal.length, key.public_key), TVX_E_MALFORMED);
    for (size_t i = 0; i < TVX_SEAL_PUBLIC; i++) {
        struct tvx_seal_key other = key;

        other.public_key[i] ^= 1;
        assert_int_equal(verify(text, sizeof text - 1, seal.data, seal.length, other.public_key), TVX_E_MALFORMED);
    }
    tvx_buf_free(&seal);
}

static void a_passphrase_locks_the_key(void **state)
{
    struct tvx_seal_key key = make_key("correct horse"), open = make_key(NULL);
    struct tvx_error error = {0};
    struct tvx_buf seal;

    (void)state;
    seal_with(&seal, &key, "correct horse");
    assert_int_equal(verify(text, sizeof text - 1, seal.data, seal.length, key.public_key), TVX_OK);
    tvx_buf_clear(&seal);
    assert_int_equal(tvx_seal_write(&seal, text, 5, "x", &key, "Correct horse", &error), TVX_E_USAGE);
    assert_int_equal(tvx_seal_write(&seal, text, 5, "x", &key, NULL, &error), TVX_E_USAGE);
    assert_int_equal(seal.length, 0);
    key.kept[3] ^= 1;
    assert_int_equal(tvx_seal_write(&seal, text, 5, "x", &key, "correct horse", &error), TVX_E_USAGE);
    key.memory = (uint64_t)1 << 40; /* of a workspace that wants to use the memory up */
    assert_int_equal(tvx_seal_write(&seal, text, 5, "x", &key, "correct horse", &error), TVX_E_WORKSPACE);
    open.kept[0] ^= 1;
    assert_int_equal(tvx_seal_write(&seal, text, 5, "x", &open, NULL, &error), TVX_E_WORKSPACE);
    tvx_buf_free(&seal);
}

static void a_comment_is_one_line(void **state)
{
    struct tvx_seal_key key = make_key(NULL);
    struct tvx_error error = {0};
    struct tvx_buf seal;

    (void)state;
    tvx_buf_init(&seal, 4096);
    assert_int_equal(tvx_seal_write(&seal, text, 5, "one\ntwo", &key, NULL, &error), TVX_E_USAGE);
    assert_int_equal(tvx_seal_write(&seal, text, 5, "", &key, NULL, &error), TVX_E_USAGE);
    tvx_buf_free(&seal);
}

static void public_keys_are_read_in_each_form(void **state)
{
    struct tvx_seal_key key = make_key(NULL);
    unsigned char read[TVX_SEAL_PUBLIC];
    char word[TVX_SEAL_PUBLIC_TEXT], file[200];
    struct tvx_error error = {0};
    struct tvx_buf pem;

    (void)state;
    tvx_seal_public_text(word, key.public_key);
    assert_int_equal(tvx_seal_public_read(read, word, strlen(word), &error), TVX_OK);
    assert_memory_equal(read, key.public_key, sizeof read);
    snprintf(file, sizeof file, "untrusted comment: minisign public key 0011\n%s\n", word);
    memset(read, 0, sizeof read);
    assert_int_equal(tvx_seal_public_read(read, file, strlen(file), &error), TVX_OK);
    assert_memory_equal(read, key.public_key, sizeof read);
    tvx_buf_init(&pem, 1000);
    tvx_seal_public_pem(&pem, key.public_key);
    memset(read, 0, sizeof read);
    assert_int_equal(tvx_seal_public_read(read, pem.data, pem.length, &error), TVX_OK);
    assert_memory_equal(read, key.public_key, sizeof read);
    tvx_buf_free(&pem);
    for (size_t i = 0; i + 1 < sizeof word; i++) { /* a slip of the pen is told, as the key's number is made of it */
        char slip = word[i];

        word[i] = word[i] == 'A' ? 'B' : 'A';
        assert_int_equal(tvx_seal_public_read(read, word, strlen(word), &error), TVX_E_MALFORMED);
        word[i] = slip;
    }
    assert_int_equal(tvx_seal_public_read(read, "", 0, &error), TVX_E_MALFORMED);
}

static void tokens_differ(void **state)
{
    char a[TVX_SEAL_PUBLIC_TEXT], b[TVX_SEAL_PUBLIC_TEXT];

    (void)state;
    assert_true(tvx_seal_token(a, 32) && tvx_seal_token(b, 32));
    assert_int_equal(strlen(a), 43);
    assert_string_not_equal(a, b);
    assert_int_equal(strspn(a, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"), 43);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_changed_byte_is_refused), cmocka_unit_test(a_passphrase_locks_the_key),
        cmocka_unit_test(a_comment_is_one_line), cmocka_unit_test(public_keys_are_read_in_each_form),
        cmocka_unit_test(tokens_differ),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
