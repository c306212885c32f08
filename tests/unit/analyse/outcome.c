/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What became of proposals, word by word: which words, what stands in their place, sums, and words nobody asked for. */
#include <travaux/analyse/outcome.h>
#include <travaux/store/ingest.h>

#include "../store/store_check.h"

#define PROVISION(number, text) "{\"id\":\"a" number "\",\"type\":\"article\",\"literal\":\"" number "\",\"text\":\"" text "\"}\n"
#define PROPOSAL(number, action, article, sponsors, before, after) \
    "{\"number\":\"" number "\",\"action\":\"" action "\",\"provision\":\"Article " article \
    "\",\"sponsors\":[" sponsors "],\"before\":\"" before "\",\"after\":\"" after "\"}\n"

#define LAMPS "Wardens shall keep the lamps of the harbour."
#define FEES "Harbours may collect a fee of five marks from each ship."
#define SPAM "Spam shall be stopped at the breakwater by the wardens."

static const char settings[] =
    "[files.\"law-10.jsonl\"]\nkind = \"instrument\"\ninstrument = \"LAW\"\nversion = \"10\"\ndate = \"2010-09-01\"\n"
    "[files.\"law-10.jsonl\".fields]\nkind = \"type\"\nlabel = \"literal\"\n"
    "[files.\"law-14.jsonl\"]\nkind = \"instrument\"\ninstrument = \"LAW\"\nversion = \"14\"\ndate = \"2014-09-30\"\n"
    "meeting = \"C-14\"\nin_force = true\n"
    "[files.\"law-14.jsonl\".fields]\nkind = \"type\"\nlabel = \"literal\"\n"
    "[files.\"c-14.jsonl\"]\nmeeting = \"C-14\"\ndate = \"2014-05-01\"\ninstrument = \"LAW\"\nversion = \"10\"\n"
    "[files.\"record.txt\"]\nkind = \"report\"\nmeeting = \"C-14\"\ndate = \"2014-09-20\"\n";

static struct tvx_outcomes build(void **state, struct tvx_store **store, const char *law, const char *proposals,
                                 const char *record, const struct tvx_outcome_options *options)
{
    static const char *const names[] = {"law-10.jsonl", "law-14.jsonl", "c-14.jsonl", "record.txt"};
    const char *const texts[] = {PROVISION("1", LAMPS) PROVISION("2", FEES) PROVISION("3", SPAM), law, proposals,
                                 record};
    const struct tvx_source defaults = {.kind = NULL};
    struct folder *folder = *state;
    struct tvx_ingest_report report;
    struct tvx_error error = {0};
    struct tvx_outcomes out;

    *store = folder_store(folder);
    folder_write(folder, "travaux.toml", settings, strlen(settings));
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *path = tvx_arena_printf(folder->arena, "%s/%s", folder->path, names[i]);

        if (texts[i] == NULL)
            continue;
        folder_write(folder, names[i], texts[i], strlen(texts[i]));
        if (tvx_ingest(&report, folder->arena, *store, &path, 1, &defaults, NULL, NULL, &error) != TVX_OK)
            fail_msg("%s", error.message);
        assert_int_equal(report.failed_count, 0);
    }
    if (tvx_outcomes_build(&out, folder->arena, *store, options, &error) != TVX_OK)
        fail_msg("%s", error.message);
    return out;
}

static const struct tvx_outcome_report *find(const struct tvx_outcomes *all, const char *number)
{
    for (size_t i = 0; i < all->count; i++)
        if (strcmp(all->items[i].outcome->proposal->proposal.number, number) == 0)
            return &all->items[i];
    fail_msg("no report of %s", number);
    return NULL;
}

static void run_is(const struct tvx_outcome_report *r, size_t i, bool deleted, bool taken, const char *text)
{
    const struct tvx_outcome *o = r->outcome;

    assert_true(i < r->run_count);
    assert_string_equal(r->runs[i].text, text);
    assert_int_equal(r->runs[i].deleted, deleted);
    assert_int_equal(r->runs[i].taken, taken);
    assert_memory_equal((deleted ? o->before : o->after) + r->runs[i].start, text, strlen(text));
    if (r->runs[i].at_length > 0)
        assert_memory_equal(o->adopted + r->runs[i].at, text, strlen(text));
}

static void each_word_is_told(void **state)
{
    const struct tvx_outcome_options options = {.proposal = 0};
    struct tvx_store *store;
    /* The capital sharp s and the dotted I change their length when folded: places must not shift behind them. */
    struct tvx_outcomes all = build(
        state, &store,
        PROVISION("1", "Wardens shall keep İzmir GROẞE lanterns of the harbour, and paint them.")
        PROVISION("2", FEES) PROVISION("3", SPAM),
        PROPOSAL("A/1/1", "MOD", "1", "\"VRN\"", LAMPS,
                 "Wardens shall keep İzmir GROẞE lanterns and bells of the harbour, and paint them every year."),
        NULL, &options);
    const struct tvx_outcome_report *r = find(&all, "A/1/1");

    assert_int_equal(r->became, TVX_BECAME_PARTLY);
    assert_int_equal(r->outcome->of_words, 12);
    assert_int_equal(r->outcome->adopted_words, 8);
    assert_int_equal(r->run_count, 5);
    run_is(r, 0, true, true, "the lamps");
    run_is(r, 1, false, true, "İzmir GROẞE lanterns");
    run_is(r, 2, false, false, "and bells");
    run_is(r, 3, false, true, ", and paint them");
    run_is(r, 4, false, false, "every year");
    assert_int_equal(r->runs[1].by, strlen("Wardens shall keep "));
    assert_int_equal(r->runs[0].by, r->runs[1].by); /* it stood where the new words are */
    assert_int_equal(r->other_words, 0);
    assert_non_null(strstr(r->why, "not put in “and bells”, “every year”"));
    assert_string_equal(r->claims.items[0].value, "partly");
    assert_string_equal(r->claims.items[1].value, "taken");
    assert_string_equal(r->claims.items[2].value, "not taken");
    for (size_t i = 0; i < r->claims.count; i++)
        assert_true(r->claims.items[i].evidence_count > 0);
    tvx_store_close(store);
}

static void other_words_in_its_place_overtake_it(void **state)
{
    const struct tvx_outcome_options options = {.proposal = 0};
    struct tvx_store *store;
    struct tvx_outcomes all = build(
        state, &store,
        PROVISION("1", "Wardens shall keep the lamps of the harbour and sound the horn in fog.")
        PROVISION("2", FEES) PROVISION("3", "Spam shall be boiled at the breakwater by the wardens."),
        PROPOSAL("A/1/1", "MOD", "1", "\"VRN\"", LAMPS, "Wardens shall keep the lamps of the harbour, unless it rains.")
        PROPOSAL("A/1/2", "MOD", "1", "\"MRN\",\"QEL\"", LAMPS,
                 "Wardens shall keep the lamps of the harbour and sound the horn in fog.")
        PROPOSAL("A/1/3", "MOD", "2", "\"VRN\"", FEES, "Harbours shall collect a fee of five marks from each ship.")
        PROPOSAL("A/1/4", "MOD", "3", "\"VRN\"", SPAM, "Spam shall be fried at sea."),
        "A/1/4 was rejected. A/1/2 was withdrawn.\n", &options);
    const struct tvx_outcome_report *r = find(&all, "A/1/1");

    assert_int_equal(r->became, TVX_BECAME_OVERTAKEN);
    assert_int_equal(r->outcome->fate, TVX_FATE_REJECTED); /* which is what scripts know */
    assert_int_equal(r->other_words, 6);
    assert_int_equal(r->other_count, 1);
    assert_string_equal(r->others[0], "A/1/2");
    assert_int_equal(find(&all, "A/1/3")->became, TVX_BECAME_REJECTED); /* its place stands as it was */
    assert_int_equal(find(&all, "A/1/4")->became, TVX_BECAME_REJECTED); /* a record says so */
    assert_int_equal(find(&all, "A/1/4")->other_count, 0);
    assert_non_null(strstr(find(&all, "A/1/4")->why, "of no stored proposal on that place"));
    assert_non_null(strstr(find(&all, "A/1/4")->why, "gone for other words “stopped”"));
    r = find(&all, "A/1/2"); /* withdrawn, and yet its words stand there */
    assert_int_equal(r->became, TVX_BECAME_WITHDRAWN);
    assert_string_equal(r->claims.items[r->claims.count - 1].value, "mismatch");
    assert_true(r->claims.items[r->claims.count - 1].evidence_count >= 2);

    assert_int_equal(all.total.proposals, 4);
    assert_int_equal(all.total.of[TVX_BECAME_REJECTED], 2);
    assert_int_equal(all.sponsor_count, 3);
    assert_string_equal(all.sponsors[0].key, "VRN"); /* who asked for most words */
    assert_int_equal(all.sponsors[0].proposals, 3);
    assert_int_equal(all.sponsors[0].adopted, 0);
    assert_int_equal(all.sponsors[1].adopted, 6); /* of two sponsors each has them, the total once */
    assert_int_equal(all.sponsors[2].adopted, 6);
    assert_int_equal(all.total.adopted, 6);
    assert_int_equal(all.total.asked, all.sponsors[0].asked + 6);
    tvx_store_close(store);
}

static void words_that_nobody_proposed_are_told(void **state)
{
    const struct tvx_outcome_options options = {.summary = true};
    struct tvx_store *store;
    struct tvx_outcomes all = build(
        state, &store,
        PROVISION("1", "Wardens shall keep the lamps of the harbour and sound the horn in fog, on Sundays only.")
        PROVISION("2", FEES) PROVISION("3", SPAM),
        PROPOSAL("A/1/1", "MOD", "1", "\"VRN\"", LAMPS,
                 "Wardens shall keep the lamps of the harbour and sound the horn in fog."), NULL, &options);
    const struct tvx_outcome_orphan *orphan;

    assert_int_equal(all.text_count, 1); /* that of 2010 is the first, and has no new words */
    assert_string_equal(all.texts[0].ref, "LAW@14");
    assert_true(all.texts[0].tabled);
    assert_int_equal(all.texts[0].proposed, 6);
    assert_int_equal(all.texts[0].orphaned, 3);
    assert_int_equal(all.texts[0].fresh, 9);
    assert_int_equal(all.texts[0].orphan_count, 1);
    orphan = &all.texts[0].orphans[0];
    assert_non_null(strstr(orphan->text, "on Sundays only"));
    assert_int_equal(orphan->words, 3);
    assert_int_equal(orphan->claim.evidence_count, 1);
    assert_string_equal(orphan->claim.evidence[0].quote, orphan->text);
    tvx_store_close(store);
}

static void filters_leave_what_they_name(void **state)
{
    static const char *const spam[] = {"spam"}, *const nonsense[] = {"nonsense"};
    const struct tvx_outcome_options options = {.themes = spam, .theme_count = 1};
    struct tvx_outcome_options other = {.themes = nonsense, .theme_count = 1};
    struct tvx_store *store;
    struct tvx_error error = {0};
    struct tvx_outcomes all = build(
        state, &store, PROVISION("1", LAMPS) PROVISION("2", FEES) PROVISION("3", "Spam shall be stopped by the wardens."),
        PROPOSAL("A/1/1", "MOD", "1", "\"VRN\"", LAMPS, "Wardens shall keep the lamps of the harbour lit.")
        PROPOSAL("A/1/4", "MOD", "3", "\"MRN\"", SPAM, "Spam shall be stopped by the wardens."), NULL, &options);
    struct tvx_arena *arena = ((struct folder *)*state)->arena;

    assert_int_equal(all.count, 1);
    assert_string_equal(all.items[0].outcome->proposal->proposal.number, "A/1/4");
    assert_int_equal(all.items[0].became, TVX_BECAME_ADOPTED);
    assert_int_equal(all.items[0].run_count, 1);
    run_is(&all.items[0], 0, true, true, "at the breakwater");
    assert_int_equal(tvx_outcomes_build(&all, arena, store, &other, &error), TVX_E_USAGE);
    other = (struct tvx_outcome_options){.filter = {.sponsor = "VRN"}};
    assert_int_equal(tvx_outcomes_build(&all, arena, store, &other, &error), TVX_OK);
    assert_int_equal(all.count, 1);
    assert_int_equal(all.items[0].became, TVX_BECAME_REJECTED);
    other = (struct tvx_outcome_options){.filter = {.sponsor = "nobody"}, .summary = true};
    assert_int_equal(tvx_outcomes_build(&all, arena, store, &other, &error), TVX_OK);
    assert_int_equal(all.count, 0);
    assert_int_equal(all.text_count, 0);
    tvx_store_close(store);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, folder_make, folder_remove)
    const struct CMUnitTest tests[] = {
        TEST(each_word_is_told),
        TEST(other_words_in_its_place_overtake_it),
        TEST(words_that_nobody_proposed_are_told),
        TEST(filters_leave_what_they_name),
    };

    return cmocka_run_group_tests_name("outcome", tests, NULL, NULL);
}
