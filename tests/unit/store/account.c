/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Accounts: who gets in, who does not, and what ends what. */
#include "store_check.h"

#include <travaux/store/account.h>

#include "../../../src/store/secret.h"

enum { NOW = 1800000000 };
static const char password[] = "seven green lanterns";

static int64_t add(struct tvx_store *store, const char *email, enum tvx_role role)
{
    struct tvx_error error = {0};
    int64_t id;

    if (tvx_store_account_add(store, &id, TVX_AUDIT_SHELL, "Ana Marsh", email, password, role, &error) != TVX_OK)
        fail_msg("%s", error.message);
    return id;
}

static enum tvx_status enter(struct tvx_store *store, char token[TVX_TOKEN_SIZE], const char *email, const char *word,
                             const char *code, int64_t now)
{
    struct tvx_error error = {0};
    int64_t who;

    return tvx_store_sign_in(store, token, &who,
                             &(struct tvx_sign_in){.email = email, .password = word, .code = code, .agent = "test/1",
                                                   .now = now},
                             &error);
}

static enum tvx_status look(struct tvx_store *store, struct tvx_arena *arena, const char *token, int64_t now)
{
    struct tvx_session session;
    struct tvx_error error = {0};

    return tvx_store_session(store, arena, &session, token, now, &error);
}

static void the_right_password_gets_in_and_nothing_else(void **state)
{
    struct folder *folder = *state;
    struct tvx_store *store = folder_store(folder);
    struct tvx_error wrong = {0}, unknown = {0};
    char token[TVX_TOKEN_SIZE], second[TVX_TOKEN_SIZE];
    int64_t who, id = add(store, "Ana@Example.org", TVX_ROLE_ANALYST);
    struct tvx_session session;

    assert_int_equal(enter(store, token, "ana@example.ORG", password, NULL, NOW), TVX_OK);
    assert_int_equal(enter(store, second, "ana@example.org", password, NULL, NOW), TVX_OK);
    assert_string_not_equal(token, second);
    assert_int_equal(tvx_store_session(store, folder->arena, &session, token, NOW, NULL), TVX_OK);
    assert_int_equal(session.account.id, id);
    assert_int_equal(session.account.role, TVX_ROLE_ANALYST);
    assert_string_equal(session.agent, "test/1");
    assert_int_equal(tvx_store_sign_in(store, token, &who,
                                       &(struct tvx_sign_in){.email = "ana@example.org", .password = "no", .now = NOW},
                                       &wrong), TVX_E_NOTFOUND);
    assert_string_equal(token, "");
    assert_int_equal(tvx_store_sign_in(store, token, &who,
                                       &(struct tvx_sign_in){.email = "x@example.org", .password = password,
                                                             .now = NOW}, &unknown), TVX_E_NOTFOUND);
    assert_string_equal(wrong.message, unknown.message);
    assert_int_equal(enter(store, token, NULL, NULL, NULL, NOW), TVX_E_NOTFOUND);
    tvx_store_close(store);
}

static void a_session_ends_by_time_sign_out_role_and_disabling(void **state)
{
    struct folder *folder = *state;
    struct tvx_store *store = folder_store(folder);
    struct tvx_error error = {0};
    char token[TVX_TOKEN_SIZE];
    int64_t id = add(store, "ana@example.org", TVX_ROLE_ANALYST);

    assert_int_equal(enter(store, token, "ana@example.org", password, NULL, NOW), TVX_OK);
    assert_int_equal(look(store, folder->arena, token, NOW + TVX_SESSION_IDLE - 1), TVX_OK); /* and is seen then */
    assert_int_equal(look(store, folder->arena, token, NOW + 2 * TVX_SESSION_IDLE - 2), TVX_OK);
    assert_int_equal(look(store, folder->arena, token, NOW + 4 * TVX_SESSION_IDLE), TVX_E_NOTFOUND);
    assert_int_equal(enter(store, token, "ana@example.org", password, NULL, NOW), TVX_OK);
    for (int64_t at = NOW; at < NOW + TVX_SESSION_ABSOLUTE; at += TVX_SESSION_IDLE / 2)
        assert_int_equal(look(store, folder->arena, token, at), TVX_OK);
    assert_int_equal(look(store, folder->arena, token, NOW + TVX_SESSION_ABSOLUTE), TVX_E_NOTFOUND);

    assert_int_equal(enter(store, token, "ana@example.org", password, NULL, NOW), TVX_OK);
    assert_int_equal(tvx_store_sign_out(store, token, &error), TVX_OK);
    assert_int_equal(look(store, folder->arena, token, NOW), TVX_E_NOTFOUND);
    assert_int_equal(enter(store, token, "ana@example.org", password, NULL, NOW), TVX_OK);
    assert_int_equal(tvx_store_account_set_role(store, 0, id, TVX_ROLE_EDITOR, &error), TVX_OK);
    assert_int_equal(look(store, folder->arena, token, NOW), TVX_E_NOTFOUND);
    assert_int_equal(enter(store, token, "ana@example.org", password, NULL, NOW), TVX_OK);
    assert_int_equal(tvx_store_account_change_password(store, id, "wrong words", "other fine words", &error),
                     TVX_E_NOTFOUND);
    assert_int_equal(look(store, folder->arena, token, NOW), TVX_OK);
    assert_int_equal(tvx_store_account_change_password(store, id, password, "other fine words", &error), TVX_OK);
    assert_int_equal(look(store, folder->arena, token, NOW), TVX_E_NOTFOUND);
    assert_int_equal(enter(store, token, "ana@example.org", password, NULL, NOW), TVX_E_NOTFOUND);
    assert_int_equal(enter(store, token, "ana@example.org", "other fine words", NULL, NOW), TVX_OK);
    assert_int_equal(tvx_store_account_disable(store, 0, id, true, &error), TVX_OK);
    assert_int_equal(look(store, folder->arena, token, NOW), TVX_E_NOTFOUND);
    assert_int_equal(enter(store, token, "ana@example.org", "other fine words", NULL, NOW), TVX_E_NOTFOUND);
    tvx_store_close(store);
}

static void no_secret_stands_in_the_file(void **state)
{
    struct folder *folder = *state;
    struct tvx_store *store = folder_store(folder);
    struct tvx_error error = {0};
    char session[TVX_TOKEN_SIZE], invitation[TVX_TOKEN_SIZE], api[TVX_API_TOKEN_SIZE], *bytes;
    int64_t id = add(store, "ana@example.org", TVX_ROLE_ADMIN);
    FILE *file;
    size_t length;

    assert_int_equal(enter(store, session, "ana@example.org", password, NULL, NOW), TVX_OK);
    assert_int_equal(tvx_store_invite(store, invitation, id, "b@example.org", TVX_ROLE_EDITOR, NOW, &error), TVX_OK);
    assert_int_equal(tvx_store_api_token_add(store, api, id, "script", TVX_ROLE_READER, 0, NOW, &error), TVX_OK);
    tvx_store_close(store);
    bytes = malloc(16 << 20);
    file = fopen(folder->workspace, "rb");
    length = fread(bytes, 1, 16 << 20, file);
    fclose(file);
    assert_non_null(memmem(bytes, length, "ana@example.org", 15)); /* it is what we look through */
    assert_null(memmem(bytes, length, password, strlen(password)));
    assert_null(memmem(bytes, length, session, strlen(session)));
    assert_null(memmem(bytes, length, invitation, strlen(invitation)));
    assert_null(memmem(bytes, length, api + 4, strlen(api + 4)));
    free(bytes);
}

static void an_invitation_is_taken_once_and_gives_no_more_than_its_giver_has(void **state)
{
    struct folder *folder = *state;
    struct tvx_store *store = folder_store(folder);
    struct tvx_error error = {0};
    char token[TVX_TOKEN_SIZE], old[TVX_TOKEN_SIZE];
    struct tvx_account account;
    int64_t editor = add(store, "e@example.org", TVX_ROLE_EDITOR), id;

    assert_int_equal(tvx_store_invite(store, token, editor, "x@example.org", TVX_ROLE_ADMIN, NOW, &error), TVX_E_USAGE);
    assert_int_equal(tvx_store_invite(store, old, editor, "x@example.org", TVX_ROLE_EDITOR, NOW, &error), TVX_OK);
    assert_int_equal(tvx_store_invite(store, token, editor, "X@example.org", TVX_ROLE_EDITOR, NOW, &error), TVX_OK);
    assert_int_equal(tvx_store_invitation_accept(store, &id, old, "X", password, NOW, &error), TVX_E_NOTFOUND);
    assert_int_equal(tvx_store_invitation_accept(store, &id, token, "X", "short", NOW, &error), TVX_E_USAGE);
    assert_int_equal(tvx_store_invitation_accept(store, &id, token, " ", password, NOW, &error), TVX_E_USAGE);
    assert_int_equal(tvx_store_invitation_accept(store, &id, token, "X", password, NOW + 8 * 86400, &error),
                     TVX_E_NOTFOUND);
    assert_int_equal(tvx_store_invitation_accept(store, &id, token, "X", password, NOW, &error), TVX_OK);
    assert_int_equal(tvx_store_account(store, folder->arena, &account, id, &error), TVX_OK);
    assert_int_equal(account.role, TVX_ROLE_EDITOR);
    assert_string_equal(account.email, "x@example.org");
    assert_int_equal(tvx_store_invitation_accept(store, &id, token, "Y", password, NOW, &error), TVX_E_NOTFOUND);
    /* one whose giver has fallen is void */
    assert_int_equal(tvx_store_invite(store, token, editor, "z@example.org", TVX_ROLE_EDITOR, NOW, &error), TVX_OK);
    assert_int_equal(tvx_store_account_set_role(store, 0, editor, TVX_ROLE_READER, &error), TVX_OK);
    assert_int_equal(tvx_store_invitation_accept(store, &id, token, "Z", password, NOW, &error), TVX_E_NOTFOUND);
    tvx_store_close(store);
}

static void a_reset_link_is_an_admins_and_ends_sessions(void **state)
{
    struct folder *folder = *state;
    struct tvx_store *store = folder_store(folder);
    struct tvx_error error = {0};
    char token[TVX_TOKEN_SIZE], session[TVX_TOKEN_SIZE];
    int64_t editor = add(store, "e@example.org", TVX_ROLE_EDITOR), reader = add(store, "r@example.org", TVX_ROLE_READER);
    int64_t id;

    assert_int_equal(tvx_store_invite_reset(store, token, editor, reader, NOW, &error), TVX_E_USAGE);
    assert_int_equal(tvx_store_invite_reset(store, token, 0, reader, NOW, &error), TVX_OK);
    assert_int_equal(enter(store, session, "r@example.org", password, NULL, NOW), TVX_OK);
    assert_int_equal(tvx_store_invitation_accept(store, &id, token, NULL, "brand new words", NOW, &error), TVX_OK);
    assert_int_equal(id, reader);
    assert_int_equal(look(store, folder->arena, session, NOW), TVX_E_NOTFOUND);
    assert_int_equal(enter(store, session, "r@example.org", "brand new words", NULL, NOW), TVX_OK);
    tvx_store_close(store);
}

static void the_codes_are_those_of_rfc_6238(void **state)
{
    static const struct { uint64_t time; int code; } vectors[] = { /* appendix B, last six digits, SHA-1 */
        {59, 287082}, {1111111109, 81804}, {1111111111, 50471}, {1234567890, 5924}, {2000000000, 279037},
        {20000000000, 353130}};

    (void)state;
    for (size_t i = 0; i < sizeof vectors / sizeof *vectors; i++)
        assert_int_equal(tvx_totp_code("12345678901234567890", 20, vectors[i].time / 30), vectors[i].code);
}

/* What a device shows: the secret is decoded here by itself. */
static const char *code_of(const char *secret, int64_t now)
{
    static char text[8];
    unsigned char bytes[20];
    uint64_t bits = 0;
    int held = 0, length = 0;

    for (; *secret != '\0'; secret++) {
        bits = bits << 5 | (uint64_t)(*secret >= 'A' ? *secret - 'A' : *secret - '2' + 26);
        if ((held += 5) >= 8)
            bytes[length++] = (unsigned char)(bits >> (held -= 8));
    }
    assert_int_equal(length, 20);
    snprintf(text, sizeof text, "%06d", tvx_totp_code(bytes, 20, (uint64_t)now / 30));
    return text;
}

static void a_second_factor_is_asked_for_and_no_code_is_taken_twice(void **state)
{
    struct folder *folder = *state;
    struct tvx_store *store = folder_store(folder);
    struct tvx_error error = {0};
    char token[TVX_TOKEN_SIZE], secret[TVX_TOTP_TEXT], again[TVX_TOTP_TEXT];
    char codes[TVX_RECOVERY_CODES][TVX_RECOVERY_SIZE];
    int64_t id = add(store, "a@example.org", TVX_ROLE_ADMIN);

    assert_int_equal(tvx_store_totp_begin(store, secret, id, &error), TVX_OK);
    assert_int_equal(tvx_store_totp_begin(store, again, id, &error), TVX_OK);
    assert_string_equal(secret, again); /* reading the page twice does not spoil it */
    assert_int_equal(enter(store, token, "a@example.org", password, NULL, NOW), TVX_OK); /* not in force yet */
    assert_int_equal(tvx_store_totp_confirm(store, codes, id, code_of(secret, NOW + 300), NOW, &error),
                     TVX_E_NOTFOUND);
    assert_int_equal(tvx_store_totp_confirm(store, codes, id, code_of(secret, NOW), NOW, &error), TVX_OK);
    assert_int_equal(enter(store, token, "a@example.org", password, NULL, NOW), TVX_E_NOTFOUND);
    assert_int_equal(enter(store, token, "a@example.org", password, code_of(secret, NOW), NOW), TVX_E_NOTFOUND);
    assert_int_equal(enter(store, token, "a@example.org", "wrong words", code_of(secret, NOW + 60), NOW + 60),
                     TVX_E_NOTFOUND); /* does not use it up */
    assert_int_equal(enter(store, token, "a@example.org", password, code_of(secret, NOW + 60), NOW + 60), TVX_OK);
    assert_int_equal(enter(store, token, "a@example.org", password, code_of(secret, NOW + 60), NOW + 60),
                     TVX_E_NOTFOUND);
    assert_int_equal(enter(store, token, "a@example.org", password, code_of(secret, NOW + 30), NOW + 60),
                     TVX_E_NOTFOUND); /* nor an earlier one after it */
    assert_int_equal(enter(store, token, "a@example.org", password, code_of(secret, NOW + 300), NOW + 240),
                     TVX_E_NOTFOUND); /* two steps away */
    codes[3][0] = (char)(codes[3][0] >= 'a' ? codes[3][0] - 'a' + 'A' : codes[3][0]);
    assert_int_equal(enter(store, token, "a@example.org", password, codes[3], NOW + 300), TVX_OK);
    assert_int_equal(enter(store, token, "a@example.org", password, codes[3], NOW + 300), TVX_E_NOTFOUND);
    assert_int_equal(tvx_store_totp_remove(store, id, id, "wrong words", &error), TVX_E_NOTFOUND);
    assert_int_equal(tvx_store_totp_remove(store, id, id, password, &error), TVX_OK);
    assert_int_equal(enter(store, token, "a@example.org", password, NULL, NOW + 300), TVX_OK);
    tvx_store_close(store);
}

static void a_programs_token_has_the_lower_role_and_can_be_revoked(void **state)
{
    struct folder *folder = *state;
    struct tvx_store *store = folder_store(folder);
    struct tvx_error error = {0};
    char token[TVX_API_TOKEN_SIZE];
    struct tvx_account account;
    struct tvx_api_token *tokens;
    size_t count;
    int64_t id = add(store, "e@example.org", TVX_ROLE_EDITOR), other = add(store, "o@example.org", TVX_ROLE_EDITOR);

    assert_int_equal(tvx_store_api_token_add(store, token, id, "x", TVX_ROLE_ADMIN, 0, NOW, &error), TVX_E_USAGE);
    assert_int_equal(tvx_store_api_token_add(store, token, id, "x", TVX_ROLE_EDITOR, NOW + 100, NOW, &error), TVX_OK);
    assert_int_equal(tvx_store_api_token(store, folder->arena, &account, token, NOW, &error), TVX_OK);
    assert_int_equal(account.role, TVX_ROLE_EDITOR);
    assert_int_equal(tvx_store_api_token(store, folder->arena, &account, token, NOW + 100, &error), TVX_E_NOTFOUND);
    assert_int_equal(tvx_store_account_set_role(store, 0, id, TVX_ROLE_READER, &error), TVX_OK);
    assert_int_equal(tvx_store_api_token(store, folder->arena, &account, token, NOW, &error), TVX_OK);
    assert_int_equal(account.role, TVX_ROLE_READER);
    assert_int_equal(tvx_store_api_tokens(store, folder->arena, &tokens, &count, id, &error), TVX_OK);
    assert_int_equal(count, 1);
    assert_int_equal(tvx_store_api_token_revoke(store, other, other, tokens[0].id, &error), TVX_E_NOTFOUND);
    assert_int_equal(tvx_store_api_token_revoke(store, id, id, tokens[0].id, &error), TVX_OK);
    assert_int_equal(tvx_store_api_token(store, folder->arena, &account, token, NOW, &error), TVX_E_NOTFOUND);
    tvx_store_close(store);
}

static void the_local_person_is_admin_until_there_is_one(void **state)
{
    struct folder *folder = *state;
    struct tvx_store *store = folder_store(folder);
    struct tvx_error error = {0};
    char token[TVX_TOKEN_SIZE];
    int64_t id, again;

    assert_int_equal(tvx_store_account_local(store, &id, &error), TVX_OK);
    assert_int_equal(tvx_store_account_local(store, &again, &error), TVX_OK);
    assert_int_equal(id, again);
    assert_int_equal(tvx_store_session_start(store, token, id, NULL, NOW, &error), TVX_OK);
    assert_int_equal(look(store, folder->arena, token, NOW + 20 * 86400), TVX_OK);
    assert_int_equal(tvx_store_account_disable(store, 0, id, true, &error), TVX_E_USAGE);
    add(store, "r@example.org", TVX_ROLE_READER);
    assert_int_equal(look(store, folder->arena, token, NOW), TVX_OK);
    add(store, "a@example.org", TVX_ROLE_ADMIN);
    assert_int_equal(look(store, folder->arena, token, NOW), TVX_E_NOTFOUND);
    assert_int_equal(tvx_store_account_local(store, &again, &error), TVX_E_USAGE);
    tvx_store_close(store);
}

static void the_last_admin_stays(void **state)
{
    struct folder *folder = *state;
    struct tvx_store *store = folder_store(folder);
    struct tvx_error error = {0};
    int64_t a = add(store, "a@example.org", TVX_ROLE_ADMIN), b;

    assert_int_equal(tvx_store_account_set_role(store, a, a, TVX_ROLE_EDITOR, &error), TVX_E_USAGE);
    assert_int_equal(tvx_store_account_disable(store, a, a, true, &error), TVX_E_USAGE);
    b = add(store, "b@example.org", TVX_ROLE_ADMIN);
    assert_int_equal(tvx_store_account_disable(store, b, a, true, &error), TVX_OK);
    assert_int_equal(tvx_store_account_set_role(store, b, b, TVX_ROLE_READER, &error), TVX_E_USAGE);
    tvx_store_close(store);
}

static void names_addresses_and_passwords_that_will_not_do(void **state)
{
    static const char *const addresses[] = {"", "a", "@b", "a@", "a@b@c", "a b@c", "a@b\nBcc: x@y", "<a@b>", "a@b\xff"};
    struct folder *folder = *state;
    struct tvx_store *store = folder_store(folder);
    struct tvx_error error = {0};
    int64_t id;

    for (size_t i = 0; i < sizeof addresses / sizeof *addresses; i++)
        assert_int_equal(tvx_store_account_add(store, &id, 0, "A", addresses[i], password, TVX_ROLE_READER, &error),
                         TVX_E_USAGE);
    assert_int_equal(tvx_store_account_add(store, &id, 0, "a\nb", "a@b", password, TVX_ROLE_READER, &error),
                     TVX_E_USAGE);
    assert_int_equal(tvx_store_account_add(store, &id, 0, "A", "a@b", "ninechars", TVX_ROLE_READER, &error),
                     TVX_E_USAGE);
    assert_int_equal(tvx_store_account_add(store, &id, 0, "A", "a@b", "          ", TVX_ROLE_READER, &error),
                     TVX_E_USAGE);
    add(store, "a@b", TVX_ROLE_READER);
    assert_int_equal(tvx_store_account_add(store, &id, 0, "A", "A@B", password, TVX_ROLE_READER, &error), TVX_E_USAGE);
    tvx_store_close(store);
}

static void a_password_is_the_same_however_its_letters_are_composed(void **state)
{
    struct folder *folder = *state;
    struct tvx_store *store = folder_store(folder);
    struct tvx_error error = {0};
    char token[TVX_TOKEN_SIZE];
    int64_t id;

    assert_int_equal(tvx_store_account_add(store, &id, 0, "A", "a@b", "caf\xc3\xa9 du march\xc3\xa9", TVX_ROLE_READER,
                                           &error), TVX_OK);
    assert_int_equal(enter(store, token, "a@b", "cafe\xcc\x81 du marche\xcc\x81", NULL, NOW), TVX_OK);
    tvx_store_close(store);
}

static void a_hash_of_other_strength_is_none(void **state)
{
    char hash[crypto_pwhash_STRBYTES], weak[crypto_pwhash_STRBYTES];
    struct tvx_error error = {0};

    (void)state;
    assert_int_equal(tvx_password_hash(hash, password, &error), TVX_OK);
    assert_true(tvx_password_is(hash, password));
    assert_false(tvx_password_is(NULL, password));
    assert_int_equal(crypto_pwhash_str(weak, password, strlen(password), crypto_pwhash_OPSLIMIT_MIN,
                                       crypto_pwhash_MEMLIMIT_MIN), 0);
    assert_false(tvx_password_is(weak, password));
    assert_false(tvx_password_is("$argon2id$v=19$m=4194304,t=20,p=1$H/mDFKoQ+B1A/l9k/rzE2Q$"
                                 "DtjaMKEBI4Osx8uony9JNUqit1FvDzE6JFxXKkC6Rg8", password));
    assert_false(tvx_password_is("", password));
    assert_false(tvx_password_is("plain", "plain"));
}

static void the_work_for_nobody_is_that_for_somebody(void **state)
{
    (void)state;
    assert_int_equal(crypto_pwhash_str_needs_rehash(tvx_password_nobody, crypto_pwhash_OPSLIMIT_INTERACTIVE,
                                                    crypto_pwhash_MEMLIMIT_INTERACTIVE), 0);
}

static void a_csrf_token_belongs_to_its_cookie(void **state)
{
    char a[TVX_TOKEN_SIZE], b[TVX_TOKEN_SIZE], token[TVX_TOKEN_SIZE];

    (void)state;
    tvx_token_new(a);
    tvx_token_new(b);
    tvx_csrf_token(token, a);
    assert_true(tvx_csrf_check(a, token));
    assert_false(tvx_csrf_check(b, token));
    assert_false(tvx_csrf_check(a, a));
    assert_false(tvx_csrf_check(a, ""));
    assert_false(tvx_csrf_check(a, NULL));
    tvx_csrf_token(token, "");
    assert_false(tvx_csrf_check("", token));
    assert_false(tvx_csrf_check(NULL, token));
}

int main(void)
{
#define IN_FOLDER(name) cmocka_unit_test_setup_teardown(name, folder_make, folder_remove)
    const struct CMUnitTest tests[] = {
        IN_FOLDER(the_right_password_gets_in_and_nothing_else),
        IN_FOLDER(a_session_ends_by_time_sign_out_role_and_disabling),
        IN_FOLDER(no_secret_stands_in_the_file),
        IN_FOLDER(an_invitation_is_taken_once_and_gives_no_more_than_its_giver_has),
        IN_FOLDER(a_reset_link_is_an_admins_and_ends_sessions),
        cmocka_unit_test(the_codes_are_those_of_rfc_6238),
        IN_FOLDER(a_second_factor_is_asked_for_and_no_code_is_taken_twice),
        IN_FOLDER(a_programs_token_has_the_lower_role_and_can_be_revoked),
        IN_FOLDER(the_local_person_is_admin_until_there_is_one),
        IN_FOLDER(the_last_admin_stays),
        IN_FOLDER(names_addresses_and_passwords_that_will_not_do),
        IN_FOLDER(a_password_is_the_same_however_its_letters_are_composed),
        cmocka_unit_test(a_hash_of_other_strength_is_none),
        cmocka_unit_test(the_work_for_nobody_is_that_for_somebody),
        cmocka_unit_test(a_csrf_token_belongs_to_its_cookie),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
