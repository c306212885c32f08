/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Assessments: weights and what they make of the parts, which entries are taken, the order of ranks. */
#include "check.h"

#include <math.h>
#include <travaux/analyse/assess.h>

static struct tvx_arena *arena;

static int start(void **state)
{
    (void)state;
    arena = tvx_arena_new(64 << 20);
    return arena == NULL;
}

static int stop(void **state)
{
    (void)state;
    tvx_arena_free(arena);
    return 0;
}

static struct tvx_assess_weights ones(void)
{
    struct tvx_assess_weights weights;

    for (int i = 0; i < TVX_ASSESS_ALL; i++)
        weights.of[i] = 1;
    return weights;
}

static bool near(double a, double b)
{
    return fabs(a - b) < 1e-9;
}

static void the_effect_is_the_weighted_mean_times_the_shares(void **state)
{
    struct tvx_assess_side sides[TVX_ASSESS_ALL] = {
        [TVX_ASSESS_RIGHTS] = {.is = {2, 8}}, [TVX_ASSESS_SCOPE] = {.is = {0, 4}},
        [TVX_ASSESS_FORCE] = {.is = {4, 4}}, [TVX_ASSESS_COST] = {.is = {2, 4}},
        [TVX_ASSESS_BINDING] = {.is = {0.5, 1}}, [TVX_ASSESS_FEASIBLE] = {.is = {0.5, 0.5}},
        [TVX_ASSESS_NEW] = {.is = {1, 1}},
    };
    struct tvx_assess_weights weights = ones();
    struct tvx_interval is = tvx_assess_effect(sides, &weights);

    (void)state;
    assert_true(near(is.low, (2 * 0.5 + 0 + 4 + 2 * 0.5) / 4 * 0.5)); /* binding leaves force alone */
    assert_true(near(is.high, (8 + 4 + 4 + 4) / 4.0 * 0.5));
    weights.of[TVX_ASSESS_RIGHTS] = 3;
    weights.of[TVX_ASSESS_FEASIBLE] = 0; /* left out */
    is = tvx_assess_effect(sides, &weights);
    assert_true(near(is.low, (3 * 1 + 0 + 4 + 1) / 6.0));
    assert_true(near(is.high, (3 * 8 + 4 + 4 + 4) / 6.0));
    for (int i = 0; i < TVX_ASSESS_PARTS; i++)
        weights.of[i] = 0;
    is = tvx_assess_effect(sides, &weights);
    assert_true(near(is.low, 0) && near(is.high, 0));
}

static void weights_are_read_and_refused(void **state)
{
    static const char *const wrong[] = {"rights", "rights=", "beauty=1", "rights=-1", "rights=1001", "rights=nan",
                                        "rights=2x", "=1", "a name that is much too long=1"};
    struct tvx_assess_weights weights = ones();
    struct tvx_error error = {0};
    enum tvx_assess_part part;

    (void)state;
    assert_int_equal(tvx_assess_weights_set(&weights, &part, "cost=0.5", &error), TVX_OK);
    assert_int_equal(part, TVX_ASSESS_COST);
    assert_true(near(weights.of[TVX_ASSESS_COST], 0.5));
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        if (tvx_assess_weights_set(&weights, &part, wrong[i], &error) != TVX_E_USAGE)
            fail_msg("%s was taken", wrong[i]);
}

static void a_file_of_weights_names_the_line_that_is_wrong(void **state)
{
    static const char good[] = "[weights]\nrights = 2\nnew = \"0.25\"\n", bad[] = "[weights]\nrights = 2\nlove = 1\n",
                      none[] = "[other]\nrights = 2\n";
    struct tvx_assess_weights weights = ones();
    struct tvx_error error = {0};

    (void)state;
    assert_int_equal(tvx_assess_weights_parse(&weights, arena, good, sizeof good - 1, &error), TVX_OK);
    assert_true(near(weights.of[TVX_ASSESS_RIGHTS], 2) && near(weights.of[TVX_ASSESS_NEW], 0.25));
    assert_int_not_equal(tvx_assess_weights_parse(&weights, arena, bad, sizeof bad - 1, &error), TVX_OK);
    assert_non_null(strstr(error.message, "line 3"));
    assert_int_equal(tvx_assess_weights_parse(&weights, arena, none, sizeof none - 1, &error), TVX_E_MALFORMED);
}

static void ranks_go_by_the_middle_then_the_higher_end_then_the_order(void **state)
{
    static const struct tvx_stored_proposal a, b, c, d;
    struct tvx_assessment items[] = {
        {.proposal = &a, .product = {1, 3}}, {.proposal = &b, .product = {0, 4}},
        {.proposal = &c, .product = {2, 5}}, {.proposal = &d, .product = {1, 3}},
    };

    (void)state;
    tvx_assess_sort(items, 4);
    assert_ptr_equal(items[0].proposal, &c);
    assert_ptr_equal(items[1].proposal, &b);
    assert_ptr_equal(items[2].proposal, &a);
    assert_ptr_equal(items[3].proposal, &d);
    tvx_assess_sort(items, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_effect_is_the_weighted_mean_times_the_shares, start, stop),
        cmocka_unit_test_setup_teardown(weights_are_read_and_refused, start, stop),
        cmocka_unit_test_setup_teardown(a_file_of_weights_names_the_line_that_is_wrong, start, stop),
        cmocka_unit_test_setup_teardown(ranks_go_by_the_middle_then_the_higher_end_then_the_order, start, stop),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
