/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store_check.h"

#include <travaux/store/follow.h>
#include <travaux/store/news.h>
#include <travaux/store/outbox.h>
#include <travaux/store/position.h>

/* ---- mail ---- */

static void addresses_are_told_from_other_text(void **state)
{
    static const char *const good[] = {"a@example.org", "a.b+c@mail.example.org", "x@localhost", "o'neil@example.org"};
    static const char *const bad[] = {"", "a", "a@", "@example.org", "a b@example.org", "a@example.org\r\nBcc: b@c.org",
                                      "a..b@example.org", ".a@example.org", "a@-x.org", "a@x..org", "a@x.org.",
                                      "<a@example.org>", "a@example.org,b@example.org", "é@example.org"};

    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        if (!tvx_mail_address_valid(good[i]))
            fail_msg("%s is an address", good[i]);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (tvx_mail_address_valid(bad[i]))
            fail_msg("%s is no address", bad[i]);
}

static size_t due(struct folder *folder, struct tvx_store *store, struct tvx_mail **out, const char *now)
{
    struct tvx_error error = {0};
    size_t count = 0;

    if (tvx_store_outbox_due(store, folder->arena, out, &count, now, 100, &error) != TVX_OK)
        fail_msg("%s", error.message);
    return count;
}

static void mail_waits_until_it_is_sent(void **state)
{
    struct folder *folder = *state;
    struct tvx_store *store = folder_store(folder);
    struct tvx_error error = {0};
    struct tvx_mail *mail = NULL;
    size_t count;

    assert_int_equal(tvx_store_outbox_add(store, "a@example.org", "One", "Hello.\n", &error), TVX_OK);
    assert_int_equal(tvx_store_outbox_add(store, "b@example.org", "Two", "Hello.\n", &error), TVX_OK);
    assert_int_equal(tvx_store_outbox_add(store, "no address", "Two", "", &error), TVX_E_USAGE);
    assert_int_equal(tvx_store_outbox_add(store, "a@example.org", "Two\nBcc: c@example.org", "", &error), TVX_E_USAGE);
    assert_int_equal(tvx_store_outbox_add(store, "a@example.org", " ", "", &error), TVX_E_USAGE);
    assert_int_equal(due(folder, store, &mail, "9"), 2);
    assert_string_equal(mail[0].to, "a@example.org");
    assert_string_equal(mail[0].subject, "One");
    assert_string_equal(mail[0].text, "Hello.\n");
    assert_int_equal(tvx_store_outbox_sent(store, mail[0].number, &error), TVX_OK);
    assert_int_equal(due(folder, store, &mail, "9"), 1);
    assert_string_equal(mail[0].to, "b@example.org");
    assert_int_equal(tvx_store_outbox(store, folder->arena, &mail, &count, 10, &error), TVX_OK);
    assert_int_equal(count, 2);
    assert_non_null(mail[1].sent);
    assert_null(mail[0].sent);
    tvx_store_close(store);
}

static void a_refused_mail_is_tried_ever_more_seldom_and_given_up(void **state)
{
    struct folder *folder = *state;
    struct tvx_store *store = folder_store(folder);
    struct tvx_error error = {0};
    struct tvx_mail *mail = NULL;
    char before[64] = "";
    size_t count = 1;

    assert_int_equal(tvx_store_outbox_add(store, "a@example.org", "One", "Hello.\n", &error), TVX_OK);
    for (int i = 0; i < TVX_OUTBOX_TRIES; i++) {
        assert_int_equal(due(folder, store, &mail, "9"), 1);
        assert_true(strcmp(mail[0].due, before) > 0); /* ever later */
        snprintf(before, sizeof before, "%s", mail[0].due);
        assert_int_equal(due(folder, store, &mail, mail[0].made), i == 0 ? 1 : 0); /* not before it is due */
        assert_int_equal(due(folder, store, &mail, "9"), 1);
        assert_int_equal(tvx_store_outbox_failed(store, mail[0].number, "greylisted", false, &error), TVX_OK);
    }
    assert_int_equal(due(folder, store, &mail, "9"), 0);
    assert_int_equal(tvx_store_outbox(store, folder->arena, &mail, &count, 10, &error), TVX_OK);
    assert_int_equal(mail[0].tries, TVX_OUTBOX_TRIES);
    assert_string_equal(mail[0].problem, "greylisted");
    assert_non_null(mail[0].given_up);
    assert_int_equal(tvx_store_outbox_again(store, mail[0].number, &error), TVX_OK);
    assert_int_equal(due(folder, store, &mail, "9"), 1);
    assert_int_equal(tvx_store_outbox_failed(store, mail[0].number, "no such mailbox", true, &error), TVX_OK);
    assert_int_equal(due(folder, store, &mail, "9"), 0);
    tvx_store_close(store);
}

/* ---- following, visiting ---- */

static void each_account_follows_its_own(void **state)
{
    struct folder *folder = *state;
    struct tvx_store *store = folder_store(folder);
    struct tvx_error error = {0};
    const char *const *items;
    size_t count;
    bool changed;

    assert_int_equal(tvx_store_follow_as(store, 7, "MNR:5.2", &changed, &error), TVX_OK);
    assert_true(changed);
    assert_int_equal(tvx_store_follow_as(store, 7, "MNR:5.2", &changed, &error), TVX_OK);
    assert_false(changed);
    assert_int_equal(tvx_store_follow_as(store, 0, "RES-7", &changed, &error), TVX_OK);
    assert_int_equal(tvx_store_followed_as(store, folder->arena, 7, &items, &count, &error), TVX_OK);
    assert_int_equal(count, 1);
    assert_string_equal(items[0], "MNR:5.2");
    assert_int_equal(tvx_store_unfollow_as(store, 8, "MNR:5.2", &changed, &error), TVX_OK);
    assert_false(changed);
    assert_int_equal(tvx_store_follows(store, 7, "MNR:5.2", &changed, &error), TVX_OK);
    assert_true(changed);
    tvx_store_close(store);
}

static void what_was_followed_in_an_older_workspace_stays_so(void **state)
{
    struct folder *folder = *state;
    struct tvx_store *store = folder_store(folder);
    struct tvx_error error = {0};
    bool follows = false;

    store_as_of(store, 9);
    store_sql(store, "INSERT INTO followed VALUES ('RES-7', '2026-01-01')");
    tvx_store_close(store);
    store = folder_open(folder);
    assert_int_equal(tvx_store_follows(store, 0, "RES-7", &follows, &error), TVX_OK);
    assert_true(follows);
    tvx_store_close(store);
}

static const char *last_visit(struct folder *folder, struct tvx_store *store, int64_t account)
{
    struct tvx_error error = {0};
    const char *since = NULL;

    if (tvx_store_last_visit(store, folder->arena, account, &since, &error) != TVX_OK)
        fail_msg("%s", error.message);
    return since;
}

static void a_visit_ends_when_half_an_hour_passes(void **state)
{
    struct folder *folder = *state;
    struct tvx_store *store = folder_store(folder);
    struct tvx_error error = {0};

    assert_null(last_visit(folder, store, 3));
    assert_int_equal(tvx_store_visit(store, 3, &error), TVX_OK);
    assert_null(last_visit(folder, store, 3)); /* it is the first */
    store_sql(store, "UPDATE visit SET latest = '2026-01-02T10:00:00.000Z'");
    assert_string_equal(last_visit(folder, store, 3), "2026-01-02T10:00:00.000Z");
    assert_int_equal(tvx_store_visit(store, 3, &error), TVX_OK);
    assert_string_equal(last_visit(folder, store, 3), "2026-01-02T10:00:00.000Z"); /* throughout this visit */
    store_sql(store, "UPDATE visit SET latest = strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '-10 minutes')");
    assert_int_equal(tvx_store_visit(store, 3, &error), TVX_OK);
    assert_string_equal(last_visit(folder, store, 3), "2026-01-02T10:00:00.000Z");
    assert_null(last_visit(folder, store, 4));
    tvx_store_close(store);
}

/* ---- news ---- */

static void add_document(struct tvx_store *store, const char *text)
{
    struct tvx_proposal proposal = {.number = "BOR/5/1", .action = TVX_ACTION_MOD, .target = "5.2",
                                    .before = "a", .after = "b", .reasons = "",
                                    .quote = "a"};
    struct tvx_store_entry entry = {
        .source = {.file = "5.txt", .kind = "contribution", .meeting = "NC-26"}, .bytes = text, .length = strlen(text),
        .text = text, .format = "plain", .language = "en", .title = "Proposals", .proposals = &proposal,
        .proposal_count = 1,
    };
    struct tvx_error error = {0};
    int64_t id;
    bool existed;

    if (tvx_store_add(store, &id, &existed, &entry, &error) != TVX_OK)
        fail_msg("%s", error.message);
}

static void news_are_what_came_since_newest_first(void **state)
{
    struct folder *folder = *state;
    struct tvx_store *store = folder_store(folder);
    struct tvx_hand_position position = {.actor = "BOR", .proposal = "BOR/5/1", .stance = "support",
                                         .day = "2026-03-01", .source = "Said so", .at = "2026-03-02T00:00:00.000Z"};
    struct tvx_news_query query = {.since = "2026-02-01", .limit = 2};
    struct tvx_news *news;
    struct tvx_error error = {0};
    size_t count, all[TVX_NEWS_KIND_COUNT];
    bool kinds[TVX_NEWS_KIND_COUNT] = {[TVX_NEWS_POSITION] = true};

    add_document(store, "one");
    store_sql(store, "UPDATE document SET added = '2026-01-01T00:00:00Z'");
    add_document(store, "two");
    assert_int_equal(tvx_store_position_enter(store, &position, &error), TVX_OK);
    assert_int_equal(tvx_store_news(store, folder->arena, &news, &count, all, &query, &error), TVX_OK);
    assert_int_equal(count, 2);
    assert_int_equal(news[0].kind, TVX_NEWS_DOCUMENT);
    assert_string_equal(news[0].title, "Proposals");
    assert_int_equal(news[1].kind, TVX_NEWS_PROPOSAL);
    assert_string_equal(news[1].reference, "BOR/5/1");
    assert_string_equal(news[1].meeting, "NC-26");
    assert_int_equal(all[TVX_NEWS_DOCUMENT], 1);
    assert_int_equal(all[TVX_NEWS_PROPOSAL], 1);
    assert_int_equal(all[TVX_NEWS_POSITION], 1);
    query.kinds = kinds;
    assert_int_equal(tvx_store_news(store, folder->arena, &news, &count, NULL, &query, &error), TVX_OK);
    assert_int_equal(count, 1);
    assert_int_equal(news[0].kind, TVX_NEWS_POSITION);
    assert_string_equal(news[0].title, "BOR support");
    query = (struct tvx_news_query){0};
    assert_int_equal(tvx_store_news(store, folder->arena, &news, &count, all, &query, &error), TVX_OK);
    assert_int_equal(count, 5);
    assert_int_equal(all[TVX_NEWS_DOCUMENT], 2);
    tvx_store_close(store);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(addresses_are_told_from_other_text),
#define IN_FOLDER(name) cmocka_unit_test_setup_teardown(name, folder_make, folder_remove)
        IN_FOLDER(mail_waits_until_it_is_sent),
        IN_FOLDER(a_refused_mail_is_tried_ever_more_seldom_and_given_up),
        IN_FOLDER(each_account_follows_its_own),
        IN_FOLDER(what_was_followed_in_an_older_workspace_stays_so),
        IN_FOLDER(a_visit_ends_when_half_an_hour_passes),
        IN_FOLDER(news_are_what_came_since_newest_first),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
