/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The audit log is only added to, and what is changed in it behind our back is found; what visitors may read. */
#include "store_check.h"

#include <sqlite3.h>
#include <travaux/store/account.h>
#include <travaux/store/verify.h>

static void fill(struct tvx_store *store)
{
    struct tvx_error error = {0};
    int64_t id;

    assert_int_equal(tvx_store_account_add(store, &id, 0, "Ana", "ana@example.org", "seven green lanterns",
                                           TVX_ROLE_EDITOR, &error), TVX_OK);
    assert_int_equal(tvx_store_audit(store, id, "note.add", "MNR:5", "first", &error), TVX_OK);
    assert_int_equal(tvx_store_audit(store, id, "note.add", "MNR:6", NULL, &error), TVX_OK);
    assert_int_equal(tvx_store_audit(store, id, "note.withdraw", "MNR:5", NULL, &error), TVX_OK);
}

static struct tvx_audit_check check(struct tvx_store *store, const char *hash)
{
    struct tvx_audit_check out;
    struct tvx_error error = {0};

    assert_int_equal(tvx_store_audit_check(store, &out, hash, &error), TVX_OK);
    return out;
}

static void what_was_done_is_told_newest_first(void **state)
{
    struct folder *folder = *state;
    struct tvx_store *store = folder_store(folder);
    struct tvx_audit_entry *entries;
    struct tvx_error error = {0};
    size_t count;

    assert_true(check(store, NULL).whole);
    fill(store);
    assert_int_equal(tvx_store_audit_list(store, folder->arena, &entries, &count,
                                          &(struct tvx_audit_filter){.who = -1}, &error), TVX_OK);
    assert_int_equal(count, 4);
    assert_string_equal(entries[0].what, "note.withdraw");
    assert_string_equal(entries[0].name, "Ana");
    assert_string_equal(entries[3].what, "account.add");
    assert_string_equal(entries[3].name, ""); /* at the shell */
    assert_int_equal(tvx_store_audit_list(store, folder->arena, &entries, &count,
                                          &(struct tvx_audit_filter){.who = -1, .what = "note", .about = "MNR:5",
                                                                     .limit = 5}, &error), TVX_OK);
    assert_int_equal(count, 2);
    assert_int_equal(tvx_store_audit_list(store, folder->arena, &entries, &count,
                                          &(struct tvx_audit_filter){.who = 0, .before = 3}, &error), TVX_OK);
    assert_int_equal(count, 1);
    assert_true(check(store, entries[0].hash).contains);
    assert_false(check(store, "00").contains);
    assert_string_equal(check(store, NULL).head, check(store, NULL).head);
    tvx_store_close(store);
}

static void nothing_in_it_is_changed_through_this_program(void **state)
{
    static const char *const statements[] = {
        "UPDATE audit SET what = 'x'", "DELETE FROM audit", "DELETE FROM AUDIT WHERE number = 2", "DROP TABLE audit",
        "ALTER TABLE audit RENAME TO other", "ALTER TABLE audit DROP COLUMN details",
        "INSERT INTO audit(number, at, who, name, what, about, details, hash) VALUES (1, '', 0, '', '', '', '', '') "
        "ON CONFLICT (number) DO UPDATE SET what = 'x'"};
    struct folder *folder = *state;
    struct tvx_store *store = folder_store(folder);
    sqlite3 *db = *(sqlite3 **)(void *)store;

    fill(store);
    for (size_t i = 0; i < sizeof statements / sizeof *statements; i++)
        assert_int_equal(sqlite3_exec(db, statements[i], NULL, NULL, NULL), SQLITE_AUTH);
    assert_true(check(store, NULL).whole);
    tvx_store_close(store);
}

/* What another program does to the file. */
static void change(const struct folder *folder, const char *sql, int result)
{
    sqlite3 *db;

    assert_int_equal(sqlite3_open(folder->workspace, &db), SQLITE_OK);
    if (sqlite3_exec(db, sql, NULL, NULL, NULL) != result)
        fail_msg("%s", sqlite3_errmsg(db));
    sqlite3_close(db);
}

static void what_is_changed_behind_its_back_is_found(void **state)
{
    static const struct { const char *sql; int64_t at; } cases[] = {
        {"DROP TRIGGER audit_stays; UPDATE audit SET about = 'MNR:7' WHERE number = 2", 2},
        {"DROP TRIGGER audit_stays; UPDATE audit SET who = 0 WHERE number = 3", 3},
        {"DROP TRIGGER audit_keeps; DELETE FROM audit WHERE number = 2", 2},
        {"DROP TRIGGER audit_keeps; DELETE FROM audit WHERE number = 4", 4},
        {"DROP TRIGGER audit_keeps; DELETE FROM audit", 1},
        {"DROP TRIGGER audit_stays; UPDATE audit SET number = 5 WHERE number = 4", 4},
        {"INSERT INTO audit(at, who, name, what, about, details, hash) VALUES ('', 1, 'Ana', 'note.add', '', '', '')",
         5},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct folder *folder = *state;
        struct tvx_store *store = folder_store(folder);
        struct tvx_error error = {0};
        struct tvx_verification verification;
        struct tvx_audit_check found;

        fill(store);
        tvx_store_close(store);
        change(folder, "UPDATE audit SET about = ''", SQLITE_CONSTRAINT);
        change(folder, "DELETE FROM audit", SQLITE_CONSTRAINT);
        change(folder, cases[i].sql, SQLITE_OK);
        store = folder_open(folder);
        found = check(store, NULL);
        assert_false(found.whole);
        assert_int_equal(found.broken_at, cases[i].at);
        assert_int_equal(tvx_store_verify(&verification, folder->arena, store, NULL, NULL, &error), TVX_OK);
        assert_int_equal(verification.damaged_count, 1);
        assert_non_null(strstr(verification.damaged[0].message, "audit log"));
        /* it is still written to, and what is missing does not come back */
        assert_int_equal(tvx_store_audit(store, 0, "note.add", NULL, NULL, &error), TVX_OK);
        assert_false(check(store, NULL).whole);
        tvx_store_close(store);
        remove(folder->workspace);
    }
}

static void odd_texts_are_kept_within_bounds(void **state)
{
    struct folder *folder = *state;
    struct tvx_store *store = folder_store(folder);
    struct tvx_error error = {0};
    struct tvx_audit_entry *entries;
    char *long_text = malloc(30001);
    size_t count;

    for (int i = 0; i < 30000; i += 3)
        memcpy(long_text + i, "\xe2\x82\xac", 3);
    long_text[30000] = '\0';
    assert_int_equal(tvx_store_audit(store, 0, "a", long_text, "x\ny\x01\xff", &error), TVX_OK);
    assert_int_equal(tvx_store_audit_list(store, folder->arena, &entries, &count,
                                          &(struct tvx_audit_filter){.who = -1}, &error), TVX_OK);
    assert_true(strlen(entries[0].about) <= TVX_AUDIT_TEXT);
    assert_true(strlen(entries[0].about) > TVX_AUDIT_TEXT - 4);
    assert_string_equal(entries[0].details, "x\ny\xef\xbf\xbd");
    assert_true(check(store, NULL).whole);
    free(long_text);
    tvx_store_close(store);
}

static bool open_to_all(struct tvx_store *store, struct tvx_arena *arena, const char *reference)
{
    struct tvx_error error = {0};
    bool out;

    assert_int_equal(tvx_store_published_reference(store, arena, &out, reference, &error), TVX_OK);
    return out;
}

static void publish(struct tvx_store *store, enum tvx_published_kind kind, const char *key, bool add)
{
    struct tvx_error error = {0};
    bool changed;

    if (tvx_store_publish(store, &changed, 0, kind, key, add, &error) != TVX_OK)
        fail_msg("%s", error.message);
    assert_true(changed);
}

static void visitors_read_what_is_published_and_no_more(void **state)
{
    struct folder *folder = *state;
    struct tvx_store *store = folder_store(folder);
    struct tvx_published *list;
    struct tvx_error error = {0};
    size_t count;
    bool changed, out;

    change(folder, "INSERT INTO document VALUES (1, 'x', 'a.txt', 'a.txt', 'text', 'en', 'A', 'contribution', 'public', "
                   "'NC26', NULL, '7', NULL, 'NC26/7', 1, 1, 0, '2026-01-01'), (2, 'y', 'b.txt', 'b.txt', 'text', 'en', "
                   "'B', 'instrument', 'public', NULL, NULL, NULL, NULL, 'b.txt', 1, 0, 0, '2026-01-01');"
                   "INSERT INTO instrument VALUES (1, 2, 'MNR', '2022', 'en', 'T', NULL, 'treaty', NULL, 1, 1);"
                   "INSERT INTO provision VALUES (1, 1, 0, -1, 1, 'article', '5', '5', '', NULL, NULL, 'x', 0, 1);"
                   "INSERT INTO proposal VALUES (1, 1, 0, 'KAR/7/1', 'MOD', '', 'MNR', NULL, '5', NULL, NULL, 0, 'a', "
                   "'b', '', 'q', 0, 1, 0, NULL)", SQLITE_OK);
    change(folder, "INSERT INTO resolution(proposal, kind, key, version, path, base_differs, base_agreement, before, after)"
                   " VALUES (1, 'resolved', 'MNR', '2022', '5', 0, 1, '', '')", SQLITE_OK);
    assert_false(open_to_all(store, folder->arena, "NC26/7"));
    assert_false(open_to_all(store, folder->arena, "MNR:5"));
    assert_false(open_to_all(store, folder->arena, "KAR/7/1"));
    publish(store, TVX_PUBLISHED_INSTRUMENT, "MNR", true);
    assert_true(open_to_all(store, folder->arena, "MNR:5"));
    assert_true(open_to_all(store, folder->arena, "KAR/7/1"));
    assert_true(open_to_all(store, folder->arena, "b.txt"));
    assert_false(open_to_all(store, folder->arena, "NC26/7"));
    assert_false(open_to_all(store, folder->arena, "nothing")); /* no more is told of what is not there */
    publish(store, TVX_PUBLISHED_INSTRUMENT, "MNR", false);
    assert_false(open_to_all(store, folder->arena, "KAR/7/1"));
    publish(store, TVX_PUBLISHED_MEETING, "NC26", true);
    assert_true(open_to_all(store, folder->arena, "NC26/7"));
    assert_true(open_to_all(store, folder->arena, "KAR/7/1"));
    assert_false(open_to_all(store, folder->arena, "MNR:5"));
    assert_int_equal(tvx_store_publish(store, &changed, 0, TVX_PUBLISHED_MEETING, "NC26", true, &error), TVX_OK);
    assert_false(changed);
    assert_int_equal(tvx_store_publish(store, &changed, 0, TVX_PUBLISHED_MEETING, "NC99", true, &error), TVX_E_NOTFOUND);
    assert_int_equal(tvx_store_published(store, &out, TVX_PUBLISHED_STATEMENT, "open-letter", &error), TVX_OK);
    assert_false(out);
    publish(store, TVX_PUBLISHED_WORKSPACE, NULL, true);
    assert_true(open_to_all(store, folder->arena, "b.txt"));
    assert_int_equal(tvx_store_published(store, &out, TVX_PUBLISHED_STATEMENT, "open-letter", &error), TVX_OK);
    assert_true(out);
    assert_int_equal(tvx_store_published_list(store, folder->arena, &list, &count, &error), TVX_OK);
    assert_int_equal(count, 2);
    tvx_store_close(store);
}

int main(void)
{
#define IN_FOLDER(name) cmocka_unit_test_setup_teardown(name, folder_make, folder_remove)
    const struct CMUnitTest tests[] = {
        IN_FOLDER(what_was_done_is_told_newest_first),
        IN_FOLDER(nothing_in_it_is_changed_through_this_program),
        IN_FOLDER(what_is_changed_behind_its_back_is_found),
        IN_FOLDER(odd_texts_are_kept_within_bounds),
        IN_FOLDER(visitors_read_what_is_published_and_no_more),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
