/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Limits of rate: a burst, then a trickle; failures make wait longer; the table stays as small as it was made. */
#include "check.h"

#include <travaux/base/limit.h>

static void a_burst_and_then_a_trickle(void **state)
{
    struct tvx_limit *limit = tvx_limit_new(&(struct tvx_limit_rule){.burst = 3, .per_minute = 6, .keys = 100});

    (void)state;
    for (int i = 0; i < 3; i++)
        assert_int_equal(tvx_limit_take(limit, "a", 1000), 0);
    assert_int_equal(tvx_limit_take(limit, "a", 1000), 10);
    assert_int_equal(tvx_limit_take(limit, "b", 1000), 0); /* another's turns are his own */
    assert_int_equal(tvx_limit_take(limit, "a", 6000), 5); /* trying does not make it longer */
    assert_int_equal(tvx_limit_take(limit, "a", 11000), 0);
    assert_int_equal(tvx_limit_take(limit, "a", 11000), 10);
    for (int i = 0; i < 3; i++)
        assert_int_equal(tvx_limit_take(limit, "a", 3600 * 1000), 0);
    assert_true(tvx_limit_take(limit, "a", 3600 * 1000) > 0); /* never more than the burst */
    tvx_limit_free(limit);
}

static void failures_double_the_wait_until_one_succeeds(void **state)
{
    struct tvx_limit *limit =
        tvx_limit_new(&(struct tvx_limit_rule){.burst = 2, .per_minute = 600, .longest = 5, .keys = 100});
    static const int64_t waits[] = {0, 1, 2, 4, 5, 5};
    int64_t now = 1000;

    (void)state;
    for (size_t i = 0; i < sizeof waits / sizeof *waits; i++) {
        assert_int_equal(tvx_limit_take(limit, "a", now), 0);
        tvx_limit_failed(limit, "a", now);
        assert_int_equal(tvx_limit_take(limit, "a", now), waits[i]);
        now += waits[i] * 1000 + 200;
    }
    tvx_limit_forget(limit, "a");
    tvx_limit_forget(limit, "never seen");
    assert_int_equal(tvx_limit_take(limit, "a", now), 0);
    tvx_limit_failed(limit, "a", now);
    assert_int_equal(tvx_limit_take(limit, "a", now), 0);
    now += 3600 * 1000 + 1;
    tvx_limit_failed(limit, "a", now); /* the one of an hour ago no longer counts */
    assert_int_equal(tvx_limit_take(limit, "a", now), 0);
    tvx_limit_free(limit);
}

static void a_flood_of_keys_takes_no_more_room_and_spares_who_is_active(void **state)
{
    struct tvx_limit *limit = tvx_limit_new(&(struct tvx_limit_rule){.burst = 1, .per_minute = 1, .keys = 1000});
    char key[32];

    (void)state;
    for (int i = 0; i < 100000; i++) {
        snprintf(key, sizeof key, "flood %d", i);
        assert_int_equal(tvx_limit_take(limit, key, 1000 + i / 100), 0);
        if (i % 100 == 0) { /* a new turn at the start only: it is kept through all of it */
            unsigned wait = tvx_limit_take(limit, "guest", 1000 + i / 100);

            assert_int_equal(wait == 0, i == 0);
        }
    }
    tvx_limit_free(limit);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_burst_and_then_a_trickle),
        cmocka_unit_test(failures_double_the_wait_until_one_succeeds),
        cmocka_unit_test(a_flood_of_keys_takes_no_more_room_and_spares_who_is_active),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
