/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The model of likelihood: what it learns, how unsure it says it is; and the example conference's proposals. */
#include <math.h>
#include <travaux/analyse/likelihood.h>
#include <travaux/store/ingest.h>

#include "../store/store_check.h"

static void near(double got, double wanted, double within)
{
    if (!(fabs(got - wanted) <= within))
        fail_msg("%g, wanted %g", got, wanted);
}

static double logit(double p)
{
    return log(p / (1 - p));
}

static void without_data_the_prior_speaks(void **state)
{
    struct tvx_logit l = {.features = 2, .mean = {-0.7, 0.5}, .deviation = {1, 0.5}};
    struct tvx_error error = {0};
    struct tvx_chance c;

    (void)state;
    assert_int_equal(tvx_logit_fit(&l, NULL, NULL, 0, &error), TVX_OK);
    assert_int_equal(l.n, 0);
    near(l.weight[0], -0.7, 1e-9);
    near(l.covariance[1][1], 0.25, 1e-9);
    c = tvx_logit_chance(&l, (const double[]){1, 2}); /* log odds 0.3 ± 1.645 √2 */
    near(logit(c.low), 0.3 - 1.6448536 * sqrt(2), 1e-6);
    near(logit(c.high), 0.3 + 1.6448536 * sqrt(2), 1e-6);
    assert_true(c.point > 0.5 && c.point < 1 / (1 + exp(-0.3))); /* drawn to the middle by its doubt */
}

static void much_data_outweighs_the_prior(void **state)
{
    enum { N = 4000 };
    static double rows[N * 2];
    static bool events[N];
    struct tvx_logit l = {.features = 2, .mean = {3, -3}, .deviation = {1, 1}};
    struct tvx_error error = {0};

    (void)state;
    for (size_t i = 0; i < N; i++) { /* half of the rows have the feature: 3 in 10 without it, 6 in 10 with it */
        rows[2 * i] = 1;
        rows[2 * i + 1] = i % 2 == 1;
        events[i] = i / 2 % 10 < (i % 2 == 1 ? 6 : 3);
    }
    assert_int_equal(tvx_logit_fit(&l, rows, events, N, &error), TVX_OK);
    assert_int_equal(l.n, N);
    assert_int_equal(l.events, 1800);
    near(l.weight[0], logit(0.3), 0.03);
    near(l.weight[0] + l.weight[1], logit(0.6), 0.03);
    near(l.covariance[0][0], 1 / (2000 * 0.3 * 0.7), 1e-4); /* as many as 2000 rows of 3 in 10 tell */
    near(tvx_logit_chance(&l, (const double[]){1, 1}).point, 0.6, 0.01);
}

static void data_that_part_cleanly_do_not_run_away(void **state)
{
    const double rows[] = {1, -1e6, 1, 1e6};
    const bool events[] = {false, true};
    struct tvx_logit l = {.features = 2, .mean = {0, 0}, .deviation = {1, 1}};
    struct tvx_error error = {0};
    struct tvx_chance c;

    (void)state;
    assert_int_equal(tvx_logit_fit(&l, rows, events, 2, &error), TVX_OK);
    assert_true(isfinite(l.weight[1]) && fabs(l.weight[1]) < 10);
    c = tvx_logit_chance(&l, (const double[]){1, 1e6});
    assert_true(c.low >= 0 && c.high <= 1 && c.low <= c.point && c.point <= c.high);
}

/* 60 rows of one conference in which nearly all was adopted say little of the next; 60 of 30 conferences much. */
static void a_conference_is_one_witness(void **state)
{
    enum { N = 60 };
    const double row = 1;
    double rows[N];
    bool events[N];
    size_t one[N], many[N];
    struct tvx_logit l = {.features = 1, .mean = {0}, .deviation = {1}, .lean = 0.7}, m = l;
    struct tvx_error error = {0};
    struct tvx_chance of_one, of_many;

    (void)state;
    for (size_t i = 0; i < N; i++) {
        rows[i] = 1;
        events[i] = i % 10 != 0;
        one[i] = 3;
        many[i] = i / 2;
    }
    assert_int_equal(tvx_logit_fit_clusters(&l, rows, events, one, N, &error), TVX_OK);
    assert_int_equal(tvx_logit_fit_clusters(&m, rows, events, many, N, &error), TVX_OK);
    of_one = tvx_logit_chance(&l, &row);
    of_many = tvx_logit_chance(&m, &row);
    assert_true(l.covariance[0][0] > 1.4 * m.covariance[0][0]);
    assert_true(logit(of_one.high) - logit(of_one.low) > logit(of_many.high) - logit(of_many.low));
    assert_true(of_one.point < of_many.point);
    assert_true(logit(of_many.high) - logit(of_many.low) > 2 * 1.645 * 0.7); /* the next one's lean is never known */
    for (size_t i = 0; i < N; i++)
        many[i] = SIZE_MAX - i; /* more conferences than there is room for */
    m = (struct tvx_logit){.features = 1, .deviation = {1}, .lean = 0.7};
    assert_int_equal(tvx_logit_fit_clusters(&m, rows, events, many, N, &error), TVX_OK);
    m.lean = 0;
    assert_int_equal(tvx_logit_fit_clusters(&m, rows, events, many, N, &error), TVX_E_MALFORMED);
}

static void numbers_that_are_none_are_refused(void **state)
{
    struct tvx_logit l = {.features = 1, .mean = {0}, .deviation = {1}};
    const bool event = true;
    struct tvx_error error = {0};

    (void)state;
    assert_int_equal(tvx_logit_fit(&l, &(const double){NAN}, &event, 1, &error), TVX_E_MALFORMED);
    assert_int_equal(tvx_logit_fit(&l, &(const double){1e7}, &event, 1, &error), TVX_E_MALFORMED);
    l.deviation[0] = 0;
    assert_int_equal(tvx_logit_fit(&l, &(const double){1}, &event, 1, &error), TVX_E_MALFORMED);
    l = (struct tvx_logit){.features = TVX_LOGIT_MOST + 1};
    assert_int_equal(tvx_logit_fit(&l, NULL, NULL, 0, &error), TVX_E_MALFORMED);
}

static size_t find(const struct tvx_likelihood_desk *desk, const char *number)
{
    size_t count;
    const struct tvx_stored_proposal *all = tvx_likelihood_proposals(desk, &count);

    for (size_t i = 0; i < count; i++)
        if (strcmp(all[i].proposal.number, number) == 0)
            return i;
    fail_msg("no proposal %s", number);
    return 0;
}

static struct tvx_likelihood of(struct tvx_likelihood_desk *desk, const char *number)
{
    struct tvx_likelihood out;
    struct tvx_error error = {0};

    if (tvx_likelihood_of(&out, desk, find(desk, number), &error) != TVX_OK)
        fail_msg("%s", error.message);
    return out;
}

static void the_example_has_a_track_record(void **state)
{
    struct folder *folder = *state;
    const struct tvx_source defaults = {.kind = NULL};
    struct tvx_store *store = folder_store(folder);
    struct tvx_ingest_report report;
    struct tvx_likelihood_desk *desk;
    struct tvx_error error = {0};
    struct tvx_likelihood l;
    const char *path = tvx_arena_printf(folder->arena, "%s/examples/conference/documents", getenv("TRAVAUX_SOURCE"));

    assert_int_equal(tvx_ingest(&report, folder->arena, store, &path, 1, &defaults, NULL, NULL, &error), TVX_OK);
    assert_int_equal(tvx_likelihood_desk_new(&desk, folder->arena, store, &error), TVX_OK);

    l = of(desk, "VRN/14A1/5"); /* the words that failed in 2022, tabled by two */
    assert_int_equal(l.n, 5);   /* of the six decided in 2022 one asked for no change */
    assert_int_equal(l.events, 3);
    assert_int_equal(l.factors.count, TVX_LIKELIHOOD_FEATURES);
    for (size_t i = 0; i < l.factors.count; i++) {
        assert_true(l.factors.items[i].evidence_count > 0);
        assert_non_null(strstr(l.factors.items[i].method, "n=5"));
        assert_non_null(strstr(l.factors.items[i].method, tvx_likelihood_feature_name((enum tvx_likelihood_feature)i)));
    }
    assert_non_null(strstr(l.factors.items[TVX_LIKELIHOOD_EARLIER].statement, "VRN/9/1"));
    assert_string_equal(l.factors.items[TVX_LIKELIHOOD_EARLIER].value, "lowers");
    near(l.counts[TVX_LIKELIHOOD_SPONSORS], log(2), 1e-9);
    near(l.counts[TVX_LIKELIHOOD_RIVALS], log(4), 1e-9);
    assert_true(l.counts[TVX_LIKELIHOOD_EARLIER] < -0.8);
    near(l.counts[TVX_LIKELIHOOD_BINDING], 1, 0);
    near(l.counts[TVX_LIKELIHOOD_HEARD], 1, 0); /* of the same change in 2022, when four spoke against it */
    near(l.counts[TVX_LIKELIHOOD_OPPOSED], log(5), 1e-9);
    assert_non_null(strstr(l.factors.items[TVX_LIKELIHOOD_OPPOSED].statement, "HEL"));
    assert_true(l.factors.items[TVX_LIKELIHOOD_OPPOSED].evidence_count >= 2);
    near(of(desk, "HEL/12/3").counts[TVX_LIKELIHOOD_HEARD], 0, 0); /* nothing has been said in 2026 yet */
    assert_true(l.chance.low < l.chance.point && l.chance.point < l.chance.high);
    assert_true(l.chance.point < of(desk, "HEL/12/3").chance.point); /* which asks for less, and did not fail before */

    l = of(desk, "HEL/21/1"); /* nothing was known before 2022: what came of it must not tell its own chance */
    assert_int_equal(l.n, 0);
    assert_true(l.left_out == 0);
    assert_non_null(strstr(l.factors.items[0].statement, "n=0"));

    l = of(desk, "FLD/26/3");
    assert_non_null(l.not_reckoned);
    assert_int_equal(l.factors.count, 0);
    tvx_store_close(store);
}

#define PROPOSAL(number) \
    "{\"number\":\"" number "\",\"action\":\"ADD\",\"provision\":\"Article 9\",\"sponsors\":[\"VRN\"],\"before\":\"\"," \
    "\"after\":\"Nobody may whistle on the mole.\"}\n"

/* What is decided later teaches nothing of what came before; and who changes sides is no longer against. */
static void only_the_past_teaches(void **state)
{
    static const char *const files[][2] = {
        {"travaux.toml",
         "[files.\"c-14.jsonl\"]\nmeeting = \"C-14\"\ndate = \"2014-05-01\"\ninstrument = \"LAW\"\n"
         "[files.\"c-18.jsonl\"]\nmeeting = \"C-18\"\ndate = \"2018-05-01\"\ninstrument = \"LAW\"\n"
         "[files.\"c-22.jsonl\"]\nmeeting = \"C-22\"\ninstrument = \"LAW\"\n"
         "[files.\"r-14.txt\"]\nkind = \"report\"\nmeeting = \"C-14\"\ndate = \"2014-09-20\"\n"
         "[files.\"r-18.txt\"]\nkind = \"report\"\nmeeting = \"C-18\"\ndate = \"2018-09-20\"\n"
         "[files.\"s-18.txt\"]\nkind = \"report\"\nmeeting = \"C-18\"\ndate = \"2018-09-25\"\n"},
        {"c-14.jsonl", PROPOSAL("A/14/1")},
        {"c-18.jsonl", PROPOSAL("A/18/1") PROPOSAL("A/18/2")},
        {"c-22.jsonl", PROPOSAL("A/22/1")},
        {"r-14.txt", "1. A/14/1 was adopted.\n"},
        {"r-18.txt", "1. The delegate of France opposed A/18/1. The delegate of Norway opposed A/18/1.\n\n"
                     "2. A/18/2 was rejected.\n"},
        {"s-18.txt", "1. The delegate of France said that after the consultations of the last few days the "
                     "Government of his country supported A/18/1.\n\n2. A/18/1 was rejected.\n"},
    };
    const struct tvx_source defaults = {.kind = NULL};
    struct folder *folder = *state;
    struct tvx_store *store = folder_store(folder);
    struct tvx_ingest_report report;
    struct tvx_likelihood_desk *desk;
    struct tvx_error error = {0};
    struct tvx_likelihood l;

    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        const char *path = tvx_arena_printf(folder->arena, "%s/%s", folder->path, files[i][0]);

        folder_write(folder, files[i][0], files[i][1], strlen(files[i][1]));
        if (i > 0)
            assert_int_equal(tvx_ingest(&report, folder->arena, store, &path, 1, &defaults, NULL, NULL, &error),
                             TVX_OK);
    }
    assert_int_equal(tvx_likelihood_desk_new(&desk, folder->arena, store, &error), TVX_OK);
    l = of(desk, "A/14/1");
    assert_int_equal(l.n, 0);
    assert_int_equal(l.left_out, 2);
    l = of(desk, "A/18/1");
    assert_int_equal(l.n, 1);
    assert_int_equal(l.events, 1);
    near(l.counts[TVX_LIKELIHOOD_OPPOSED], log(2), 1e-9); /* Norway */
    assert_non_null(strstr(l.factors.items[TVX_LIKELIHOOD_OPPOSED].statement, "NOR"));
    l = of(desk, "A/22/1"); /* of a meeting that nobody knows when it was: nothing is known to be earlier */
    assert_int_equal(l.n, 0);
    assert_int_equal(l.left_out, 3);
    tvx_store_close(store);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_data_the_prior_speaks),
        cmocka_unit_test(much_data_outweighs_the_prior),
        cmocka_unit_test(data_that_part_cleanly_do_not_run_away),
        cmocka_unit_test(a_conference_is_one_witness),
        cmocka_unit_test(numbers_that_are_none_are_refused),
        cmocka_unit_test_setup_teardown(only_the_past_teaches, folder_make, folder_remove),
        cmocka_unit_test_setup_teardown(the_example_has_a_track_record, folder_make, folder_remove),
    };

    return cmocka_run_group_tests_name("likelihood", tests, NULL, NULL);
}
