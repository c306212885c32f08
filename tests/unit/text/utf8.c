/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "check.h"

#include <travaux/text/utf8.h>

static struct tvx_arena *arena;

static int set_up(void **state)
{
    (void)state;
    arena = tvx_arena_new(1 << 20);
    return arena == NULL;
}

static int tear_down(void **state)
{
    (void)state;
    tvx_arena_free(arena);
    return 0;
}

static char *clean(const char *text)
{
    return tvx_text_clean(arena, text, strlen(text));
}

static void clean_makes_valid_nfc(void **state)
{
    (void)state;
    assert_string_equal(clean("cafe\xCC\x81"), "caf\xC3\xA9");
    assert_string_equal(clean("a\xFF" "b\xC3"), "a\xEF\xBF\xBD" "b\xEF\xBF\xBD");
    assert_string_equal(clean("a\x01\x7F\xC2\x85" "b\tc\n"), "ab\tc\n");
    assert_string_equal(clean("大会，\xEF\xBB\xBF回顾"), "大会，回顾");
    assert_string_equal(tvx_text_clean(arena, "a\0b", 3), "ab");
}

static void fold_space_trims_and_joins(void **state)
{
    const char *text = " a\t\n\xC2\xA0 b\xC2\xAD" "c\xE3\x80\x80" "d ";

    (void)state;
    assert_string_equal(tvx_text_fold_space(arena, text, strlen(text)), "a bc d");
    assert_string_equal(tvx_text_fold_space(arena, " \n", 2), "");
    assert_true(tvx_text_blank(" \xC2\xA0\xE2\x80\x8B", 6));
    assert_false(tvx_text_blank(" x", 2));
}

static void offsets_count_code_points(void **state)
{
    const char *text = "aé大𝄞z";

    (void)state;
    assert_int_equal(tvx_utf8_count(text, strlen(text)), 5);
    assert_int_equal(tvx_utf8_offset(text, strlen(text), 3), 6);
    assert_int_equal(tvx_utf8_offset(text, strlen(text), 99), strlen(text));
}

static void casefold_is_full(void **state)
{
    (void)state;
    assert_string_equal(tvx_text_casefold(arena, "Straße ÉTAT", 13), "strasse état");
    assert_string_equal(tvx_text_casefold(arena, "MOD", 3), "mod");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(clean_makes_valid_nfc),
        cmocka_unit_test(fold_space_trims_and_joins),
        cmocka_unit_test(offsets_count_code_points),
        cmocka_unit_test(casefold_is_full),
    };

    return cmocka_run_group_tests_name("utf8", tests, set_up, tear_down);
}
