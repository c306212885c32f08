/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "check.h"

#include <time.h>
#include <travaux/base/day.h>

static void only_days_that_exist_are_valid(void **state)
{
    static const char *const good[] = {"2026-09-30", "2024-02-29", "2000-02-29", "1865-05-17"};
    static const char *const bad[] = {"2026-09-31", "2023-02-29", "1900-02-29", "2026-13-01", "2026-00-10",
                                      "2026-1-01",  "26-09-30",   "2026-09-3O", "", "2026-09-300", "0999-01-01"};

    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        assert_true(tvx_day_valid(good[i]));
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(tvx_day_valid(bad[i]));
}

static void eight_months_before_the_opening(void **state)
{
    char out[TVX_DAY_SIZE];

    (void)state;
    tvx_day_add_months(out, "2026-11-09", -8);
    assert_string_equal(out, "2026-03-09");
    tvx_day_add_months(out, "2026-10-31", -8);
    assert_string_equal(out, "2026-02-28");
    tvx_day_add_months(out, "2026-12-31", 2);
    assert_string_equal(out, "2027-02-28");
    tvx_day_add_months(out, "2026-01-15", -1);
    assert_string_equal(out, "2025-12-15");
    tvx_day_add_months(out, "9999-01-15", 100);
    assert_string_equal(out, "9999-12-15");
}

/* Held against the C library's own calendar. */
static void counts_days_as_the_library_does(void **state)
{
    uint64_t random = 7;

    (void)state;
    for (int i = 0; i < 5000; i++) {
        time_t a = (time_t)(tests_random(&random) % 4000000000u), b = (time_t)(tests_random(&random) % 4000000000u);
        char day_a[TVX_DAY_SIZE], day_b[TVX_DAY_SIZE], moved[TVX_DAY_SIZE];
        struct tm tm;

        a -= a % 86400;
        b -= b % 86400;
        gmtime_r(&a, &tm);
        strftime(day_a, sizeof day_a, "%Y-%m-%d", &tm);
        gmtime_r(&b, &tm);
        strftime(day_b, sizeof day_b, "%Y-%m-%d", &tm);
        assert_int_equal(tvx_day_between(day_a, day_b), (b - a) / 86400);
        tvx_day_add(moved, day_a, (int)((b - a) / 86400));
        assert_string_equal(moved, day_b);
    }
}

static void today_can_be_told(void **state)
{
    char out[TVX_DAY_SIZE];

    (void)state;
    setenv("SOURCE_DATE_EPOCH", "1795910400", 1);
    tvx_day_today(out);
    assert_string_equal(out, "2026-11-29");
    unsetenv("SOURCE_DATE_EPOCH");
    tvx_day_today(out);
    assert_true(tvx_day_valid(out));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_days_that_exist_are_valid),
        cmocka_unit_test(eight_months_before_the_opening),
        cmocka_unit_test(counts_days_as_the_library_does),
        cmocka_unit_test(today_can_be_told),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
