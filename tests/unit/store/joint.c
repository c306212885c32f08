/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Joint statements: nobody's text is lost, quotations are watched, only who confirmed is on the list, and in time. */
#include "store_check.h"

#include <travaux/store/audit.h>
#include <travaux/store/joint.h>
#include <travaux/store/outbox.h>

static const struct tvx_joint_by admin = {.name = "A. Lind"};
static const char law_2022[] = "5.2 Member States shall endeavour to ensure access for the public.";
static const char law_2026[] = "5.2 Member States shall ensure access for all.";

static void add_law(struct tvx_store *store, const char *version, const char *date, const char *text)
{
    char bytes[300];
    struct tvx_provision provision = {.kind = TVX_PROVISION_PARAGRAPH, .path = "5.2", .label = "5.2", .heading = "",
                                      .text = text + 4, .parent = SIZE_MAX};
    struct tvx_instrument instrument = {.key = "MNR", .version = version, .title = "Regulations",
                                        .provisions = &provision, .count = 1};
    struct tvx_store_entry entry = {.source = {.file = "law.txt", .kind = "instrument", .access = "public",
                                               .date = date, .instrument = "MNR", .version = version,
                                               .in_force = true},
                                    .text = text, .format = "text", .language = "en", .title = "Regulations",
                                    .instrument = &instrument};
    struct tvx_error error = {0};
    int64_t id;
    bool existed;

    snprintf(bytes, sizeof bytes, "%s %s", version, text);
    entry.bytes = bytes;
    entry.length = strlen(bytes);
    if (tvx_store_add(store, &id, &existed, &entry, &error) != TVX_OK)
        fail_msg("%s", error.message);
}

static const char *begin(struct tvx_store *store, struct tvx_arena *arena, const char *text)
{
    struct tvx_joint_version v = {.title = "Keep the lines open", .text = text, .author = "A. Lind"};
    struct tvx_error error = {0};
    const char *key;

    if (tvx_store_joint_draft(store, arena, &key, &v, &error) != TVX_OK)
        fail_msg("%s", error.message);
    return key;
}

static bool save(struct tvx_store *store, struct tvx_arena *arena, const char *key, size_t base, const char *text,
                 size_t *n)
{
    struct tvx_joint_version v = {.base = base, .text = text, .author = "B. Berg"};
    struct tvx_error error = {0};
    size_t latest;
    bool aside;

    if (tvx_store_joint_save(store, arena, key, &v, n, &aside, &latest, &error) != TVX_OK)
        fail_msg("%s", error.message);
    return !aside;
}

static struct tvx_joint look(struct tvx_store *store, struct tvx_arena *arena, const char *key)
{
    struct tvx_error error = {0};
    struct tvx_joint joint;

    if (tvx_store_joint(store, arena, &joint, key, &error) != TVX_OK)
        fail_msg("%s", error.message);
    return joint;
}

static void nobodys_text_is_lost(void **state)
{
    struct folder *folder = *state;
    struct tvx_store *store = folder_store(folder);
    struct tvx_error error = {0};
    struct tvx_joint_version *versions;
    struct tvx_joint joint;
    size_t n, count;
    const char *key = begin(store, folder->arena, "One");

    assert_string_equal(key, "keep-the-lines-open");
    assert_string_equal(begin(store, folder->arena, "Other"), "keep-the-lines-open-2");
    assert_true(save(store, folder->arena, key, 1, "Two", &n));
    assert_int_equal(n, 2);
    assert_true(save(store, folder->arena, key, 1, "Two", &n)); /* the same: no version more */
    assert_int_equal(n, 2);
    assert_false(save(store, folder->arena, key, 1, "Mine", &n));
    assert_int_equal(n, 3);
    assert_true(save(store, folder->arena, key, 2, "Two and mine", &n));
    joint = look(store, folder->arena, key);
    assert_int_equal(joint.latest, 4);
    assert_int_equal(tvx_store_joint_publish(store, key, 3, NULL, &admin, &error), TVX_E_USAGE); /* kept aside */
    assert_int_equal(tvx_store_joint_publish(store, key, 0, NULL, &admin, &error), TVX_OK);
    assert_int_equal(tvx_store_joint_publish(store, key, 2, NULL, &admin, &error), TVX_E_USAGE);
    assert_false(save(store, folder->arena, key, 4, "Too late", &n)); /* frozen, and kept */
    tvx_store_close(store);
    store = folder_open(folder);
    joint = look(store, folder->arena, key);
    assert_int_equal(joint.published, 4);
    assert_int_equal(tvx_store_joint_versions(store, folder->arena, &versions, &count, &joint, &error), TVX_OK);
    assert_int_equal(count, 5);
    assert_string_equal(versions[2].text, "Mine");
    assert_true(versions[2].aside && versions[4].aside && !versions[3].aside);
    assert_string_equal(versions[4].text, "Too late");
    assert_string_equal(versions[3].title, "Keep the lines open");
    tvx_store_close(store);
}

static enum tvx_joint_quote_state quote_state(struct tvx_store *store, struct tvx_arena *arena, const char *text)
{
    struct tvx_joint joint = look(store, arena, begin(store, arena, text));
    struct tvx_joint_quote *quotes;
    struct tvx_error error = {0};
    size_t count;

    assert_int_equal(tvx_store_joint_quotes(store, arena, &quotes, &count, &joint, 1, &error), TVX_OK);
    assert_int_equal(count, 1);
    return quotes[0].state;
}

static void quotations_are_watched(void **state)
{
    struct folder *folder = *state;
    struct tvx_store *store = folder_store(folder);
    struct tvx_error error = {0};
    struct tvx_joint_quote *quotes;
    struct tvx_joint joint;
    const char *text, *place, *key;
    size_t count;

    add_law(store, "2022", "2022-05-01", law_2022);
    assert_int_equal(tvx_store_joint_quotable(store, folder->arena, &text, &place, "MNR:5.2", &error), TVX_OK);
    assert_string_equal(text, law_2022 + 4);
    assert_string_equal(place, "MNR@2022:5.2");
    assert_int_equal(tvx_store_joint_quotable(store, folder->arena, &text, &place, "MNR:9", &error), TVX_E_NOTFOUND);
    assert_int_equal(quote_state(store, folder->arena, "> endeavour to ensure access\n> — MNR:5.2"),
                     TVX_JOINT_QUOTE_SAME);
    assert_int_equal(quote_state(store, folder->arena, "> shall ensure access\n> — MNR:5.2"), TVX_JOINT_QUOTE_WRONG);
    assert_int_equal(quote_state(store, folder->arena, "> shall\n> — MNR:7"), TVX_JOINT_QUOTE_NOWHERE);
    assert_int_equal(quote_state(store, folder->arena, "> shall"), TVX_JOINT_QUOTE_NOWHERE);
    key = begin(store, folder->arena, "> endeavour to … access\n> — MNR:5.2\n\n> access for\n> — MNR:5.2");
    add_law(store, "2026", "2026-05-01", law_2026);
    joint = look(store, folder->arena, key);
    assert_int_equal(tvx_store_joint_quotes(store, folder->arena, &quotes, &count, &joint, 1, &error), TVX_OK);
    assert_int_equal(count, 2);
    assert_int_equal(quotes[0].state, TVX_JOINT_QUOTE_SUPERSEDED);
    assert_string_equal(quotes[0].in_force, "MNR@2026:5.2");
    assert_string_equal(quotes[0].kind, "provision");
    assert_string_equal(quotes[0].then, law_2022 + 4);
    assert_string_equal(quotes[0].now, law_2026 + 4);
    assert_int_equal(quotes[1].state, TVX_JOINT_QUOTE_SAME); /* these words stand in both */
    tvx_store_close(store);
}

static int64_t sign(struct tvx_store *store, struct tvx_arena *arena, const char *key, const char *organisation,
                    const char *email, char token[TVX_JOINT_TOKEN])
{
    static const struct tvx_joint_letter letter = {"Please confirm", "Open /confirm?token={token} to confirm.\n"};
    struct tvx_joint_signatory entry = {.organisation = organisation, .person = "C. Chen", .function = "Director",
                                        .email = email};
    struct tvx_error error = {0};
    int64_t id;

    if (tvx_store_joint_sign(store, arena, key, &entry, &letter, &id, token, &error) != TVX_OK)
        fail_msg("%s", error.message);
    return id;
}

static enum tvx_status try_sign(struct tvx_store *store, struct tvx_arena *arena, const char *key,
                                const struct tvx_joint_signatory *entry)
{
    char token[TVX_JOINT_TOKEN];
    struct tvx_error error;
    int64_t id;

    return tvx_store_joint_sign(store, arena, key, entry, NULL, &id, token, &error);
}

static void only_who_confirmed_is_on_the_list(void **state)
{
    struct folder *folder = *state;
    struct tvx_store *store = folder_store(folder);
    char token[TVX_JOINT_TOKEN], other[TVX_JOINT_TOKEN];
    struct tvx_error error = {0};
    struct tvx_joint_signatory s, *all;
    struct tvx_joint joint;
    struct tvx_mail *mail;
    size_t count;
    int64_t id;
    const char *key = begin(store, folder->arena, "We ask");

    assert_int_equal(try_sign(store, folder->arena, key, &(struct tvx_joint_signatory){
        .organisation = "N", .person = "C", .function = "D", .email = "c@example.org"}), TVX_E_USAGE); /* a draft */
    assert_int_equal(tvx_store_joint_publish(store, key, 0, NULL, &admin, &error), TVX_OK);
    assert_int_equal(try_sign(store, folder->arena, key, &(struct tvx_joint_signatory){
        .organisation = "N", .person = "C", .function = "D", .email = "no address"}), TVX_E_USAGE);
    assert_int_equal(try_sign(store, folder->arena, key, &(struct tvx_joint_signatory){
        .organisation = "N", .person = "", .function = "D", .email = "c@example.org"}), TVX_E_USAGE);
    assert_int_equal(try_sign(store, folder->arena, key, &(struct tvx_joint_signatory){
        .organisation = "See https://bad.example", .person = "C", .function = "D", .email = "c@example.org"}),
        TVX_E_USAGE); /* our e-mails advertise nothing */
    id = sign(store, folder->arena, key, "Network Users", "c@example.org", token);
    assert_int_equal(tvx_store_outbox(store, folder->arena, &mail, &count, 10, &error), TVX_OK);
    assert_int_equal(count, 1);
    assert_non_null(strstr(mail[0].text, token));
    assert_null(strstr(mail[0].text, "{token}"));
    assert_int_equal(look(store, folder->arena, key).signatories, 0);
    sign(store, folder->arena, key, "network  USERS", "d@example.org", other); /* waits too: it is not confirmed */
    assert_int_equal(tvx_store_joint_token(store, folder->arena, &joint, &s, token, &error), TVX_OK);
    assert_string_equal(s.organisation, "Network Users");
    assert_null(s.confirmed); /* looking confirms nothing */
    assert_int_equal(tvx_store_joint_confirm(store, folder->arena, "no such token", &error), TVX_E_NOTFOUND);
    assert_int_equal(tvx_store_joint_confirm(store, folder->arena, token, &error), TVX_OK);
    assert_int_equal(tvx_store_joint_confirm(store, folder->arena, token, &error), TVX_OK);
    assert_int_equal(tvx_store_joint_confirm(store, folder->arena, other, &error), TVX_E_USAGE); /* on the list */
    assert_int_equal(try_sign(store, folder->arena, key, &(struct tvx_joint_signatory){
        .organisation = "NETWORK users", .person = "C", .function = "D", .email = "e@example.org"}), TVX_E_USAGE);
    assert_int_equal(look(store, folder->arena, key).signatories, 1);
    assert_int_equal(tvx_store_joint_withdraw(store, folder->arena, key, id, &admin, "They asked", &error), TVX_OK);
    assert_int_equal(tvx_store_joint_withdraw(store, folder->arena, key, id, &admin, "Again", &error), TVX_E_USAGE);
    assert_int_equal(tvx_store_joint_confirm(store, folder->arena, token, &error), TVX_E_USAGE);
    joint = look(store, folder->arena, key);
    assert_int_equal(joint.signatories, 0);
    assert_int_equal(joint.withdrawn, 1);
    assert_int_equal(tvx_store_joint_signatories(store, folder->arena, &all, &count, &joint, &error), TVX_OK);
    assert_int_equal(count, 2); /* the record stays */
    assert_string_equal(all[0].because, "They asked");
    tvx_store_close(store);
}

static void an_address_cannot_be_flooded(void **state)
{
    struct folder *folder = *state;
    struct tvx_store *store = folder_store(folder);
    char token[TVX_JOINT_TOKEN], name[20];
    struct tvx_error error = {0};
    const char *key = begin(store, folder->arena, "We ask");

    assert_int_equal(tvx_store_joint_publish(store, key, 0, NULL, &admin, &error), TVX_OK);
    for (int i = 0; i < 3; i++) {
        snprintf(name, sizeof name, "Users %d", i);
        sign(store, folder->arena, key, name, "victim@example.org", token);
    }
    assert_int_equal(try_sign(store, folder->arena, key, &(struct tvx_joint_signatory){
        .organisation = "Users 4", .person = "C", .function = "D", .email = "victim@example.org"}), TVX_E_USAGE);
    tvx_store_close(store);
}

static void nobody_signs_after_the_closing_day(void **state)
{
    struct folder *folder = *state;
    struct tvx_store *store = folder_store(folder);
    struct tvx_joint_signatory late = {.organisation = "Late", .person = "C", .function = "D", .email = ""};
    char first[TVX_JOINT_TOKEN], token[TVX_JOINT_TOKEN];
    struct tvx_error error = {0};
    int64_t waits;
    const char *key = begin(store, folder->arena, "We ask");

    setenv("SOURCE_DATE_EPOCH", "1795910400", 1); /* 2026-11-29 */
    assert_int_equal(tvx_store_joint_publish(store, key, 0, "2026-11-28", &admin, &error), TVX_E_USAGE);
    assert_int_equal(tvx_store_joint_publish(store, key, 0, "2026-11-31", &admin, &error), TVX_E_USAGE);
    assert_int_equal(tvx_store_joint_publish(store, key, 0, "2026-11-29", &admin, &error), TVX_OK);
    sign(store, folder->arena, key, "In time", "a@example.org", first);
    waits = sign(store, folder->arena, key, "In time too", "b@example.org", token);
    setenv("SOURCE_DATE_EPOCH", "1795996800", 1); /* the day after */
    assert_int_equal(look(store, folder->arena, key).state, TVX_JOINT_ENDED);
    assert_int_equal(try_sign(store, folder->arena, key, &late), TVX_E_USAGE);
    assert_int_equal(tvx_store_joint_confirm(store, folder->arena, first, &error), TVX_E_USAGE);
    assert_int_equal(tvx_store_joint_admit(store, folder->arena, key, waits, &admin, &error), TVX_OK);
    assert_int_equal(tvx_store_joint_close(store, key, &admin, &error), TVX_OK);
    assert_int_equal(tvx_store_joint_admit(store, folder->arena, key, waits - 1, &admin, &error), TVX_E_USAGE);
    assert_int_equal(tvx_store_joint_closes(store, key, "2026-12-24", &admin, &error), TVX_E_USAGE);
    assert_int_equal(look(store, folder->arena, key).signatories, 1);
    unsetenv("SOURCE_DATE_EPOCH");
    tvx_store_close(store);
}

static void a_seal_covers_text_and_list(void **state)
{
    struct folder *folder = *state;
    struct tvx_store *store = folder_store(folder);
    char token[TVX_JOINT_TOKEN];
    struct tvx_error error = {0};
    struct tvx_joint_seal made, kept;
    struct tvx_joint_key *keys;
    struct tvx_joint_form form;
    struct tvx_joint joint;
    struct tvx_seal seal;
    bool found, stale;
    size_t count;
    const char *key = begin(store, folder->arena, "We ask");

    assert_int_equal(tvx_store_joint_seal(store, folder->arena, &made, key, NULL, &admin, &error), TVX_E_USAGE);
    assert_int_equal(tvx_store_joint_key_make(store, "horse", &admin, &error), TVX_OK);
    assert_int_equal(tvx_store_joint_seal(store, folder->arena, &made, key, "horse", &admin, &error), TVX_E_USAGE);
    assert_int_equal(tvx_store_joint_publish(store, key, 0, NULL, &admin, &error), TVX_OK);
    sign(store, folder->arena, key, "Network Users", "c@example.org", token);
    assert_int_equal(tvx_store_joint_confirm(store, folder->arena, token, &error), TVX_OK);
    assert_int_equal(tvx_store_joint_seal(store, folder->arena, &made, key, "cow", &admin, &error), TVX_E_USAGE);
    assert_int_equal(tvx_store_joint_seal(store, folder->arena, &made, key, "horse", &admin, &error), TVX_OK);
    assert_int_equal(tvx_seal_read(&seal, made.seal, strlen(made.seal), &error), TVX_OK);
    assert_int_equal(tvx_store_joint_keys(store, folder->arena, &keys, &count, &error), TVX_OK);
    assert_int_equal(count, 1);
    assert_int_equal(tvx_seal_check(&seal, made.form, strlen(made.form), keys[0].public_key, &error), TVX_OK);
    if (tvx_joint_form_read(&form, folder->arena, made.form, strlen(made.form), &error) != TVX_OK)
        fail_msg("%s", error.message);
    assert_int_equal(form.count, 1);
    assert_null(strstr(made.form, "example.org")); /* addresses are nobody's business */
    joint = look(store, folder->arena, key);
    assert_int_equal(tvx_store_joint_sealed(store, folder->arena, &kept, &found, &stale, &joint, &error), TVX_OK);
    assert_true(found && !stale);
    assert_string_equal(kept.seal, made.seal);
    assert_int_equal(tvx_store_joint_key_make(store, NULL, &admin, &error), TVX_OK); /* the old seal is no staler */
    assert_int_equal(tvx_store_joint_sealed(store, folder->arena, &kept, &found, &stale, &joint, &error), TVX_OK);
    assert_true(found && !stale);
    assert_int_equal(tvx_store_joint_keys(store, folder->arena, &keys, &count, &error), TVX_OK);
    assert_int_equal(count, 2);
    assert_true(keys[0].current && !keys[0].locked && !keys[1].current);
    assert_int_equal(tvx_store_joint_close(store, key, &admin, &error), TVX_OK);
    joint = look(store, folder->arena, key);
    assert_int_equal(tvx_store_joint_sealed(store, folder->arena, &kept, &found, &stale, &joint, &error), TVX_OK);
    assert_true(found && stale);
    tvx_store_close(store);
}

static void a_strangers_workspace_names_no_files(void **state)
{
    struct folder *folder = *state;
    struct tvx_store *store = folder_store(folder);
    struct tvx_error error = {0};
    struct tvx_joint *items;
    size_t count;

    begin(store, folder->arena, "We ask");
    store_sql(store, "UPDATE joint SET key = '../../home/x'");
    assert_int_equal(tvx_store_joints(store, folder->arena, &items, &count, &error), TVX_E_WORKSPACE);
    tvx_store_close(store);
}

static void steps_are_in_the_audit_log(void **state)
{
    struct folder *folder = *state;
    struct tvx_store *store = folder_store(folder);
    struct tvx_audit_filter filter = {.who = -1, .what = "statement"};
    struct tvx_audit_entry *entries;
    struct tvx_error error = {0};
    char token[TVX_JOINT_TOKEN];
    size_t count, n;
    const char *key = begin(store, folder->arena, "We ask");

    save(store, folder->arena, key, 1, "We ask all", &n);
    assert_int_equal(tvx_store_joint_publish(store, key, 0, NULL, &admin, &error), TVX_OK);
    sign(store, folder->arena, key, "Network Users", "c@example.org", token);
    assert_int_equal(tvx_store_joint_confirm(store, folder->arena, token, &error), TVX_OK);
    assert_int_equal(tvx_store_audit_list(store, folder->arena, &entries, &count, &filter, &error), TVX_OK);
    assert_int_equal(count, 5);
    assert_string_equal(entries[0].what, "statement.confirm");
    assert_string_equal(entries[4].what, "statement.save");
    for (size_t i = 0; i < count; i++)
        assert_null(strstr(entries[i].details, token));
    tvx_store_close(store);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(nobodys_text_is_lost, folder_make, folder_remove),
        cmocka_unit_test_setup_teardown(quotations_are_watched, folder_make, folder_remove),
        cmocka_unit_test_setup_teardown(only_who_confirmed_is_on_the_list, folder_make, folder_remove),
        cmocka_unit_test_setup_teardown(an_address_cannot_be_flooded, folder_make, folder_remove),
        cmocka_unit_test_setup_teardown(nobody_signs_after_the_closing_day, folder_make, folder_remove),
        cmocka_unit_test_setup_teardown(a_seal_covers_text_and_list, folder_make, folder_remove),
        cmocka_unit_test_setup_teardown(a_strangers_workspace_names_no_files, folder_make, folder_remove),
        cmocka_unit_test_setup_teardown(steps_are_in_the_audit_log, folder_make, folder_remove),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
