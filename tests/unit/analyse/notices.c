/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <travaux/analyse/notices.h>

#include "check.h"

static void what_is_followed_covers_what_is_within_it(void **state)
{
    static const struct { const char *followed, *place; bool covers; } rows[] = {
        {"MNR", "MNR@2022:5.2", true},        {"MNR:5", "MNR@2022:5.2", true},      {"MNR:5", "MNR@2022:5", true},
        {"MNR:5.2", "MNR@2022:5.2.a", true},  {"mnr:5.2", "MNR@2022:5.2", true},    {"MNR@2022:5.2", "MNR:5.2", true},
        {"MNR:5.2", "MNR@2022", false},       {"MNR:5", "MNR@2022:51", false},      {"MNR:5.2", "MNR:5.20", false},
        {"MNR@2018:5", "MNR@2022:5", false},  {"MN", "MNR@2022:5", false},          {"MNR", "CH@1998:1", false},
        {"VRN/14A1/5", "VRN/14A1/5", true},   {"VRN/14A1/5", "VRN/14A1/50", false}, {"NC26/18", "NC26/18", true},
        {"NC26/18", "NC26/181", false},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (tvx_follow_covers(rows[i].followed, rows[i].place) != rows[i].covers)
            fail_msg("%s, %s", rows[i].followed, rows[i].place);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_followed_covers_what_is_within_it),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
