/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "check.h"

#include <ctype.h>

#include <travaux/base/arena.h>
#include <travaux/base/buf.h>
#include <travaux/base/error.h>
#include <travaux/base/hash.h>
#include <travaux/base/json.h>
#include <travaux/base/table.h>

static void arena_refuses_past_its_ceiling(void **state)
{
    struct tvx_arena *arena = tvx_arena_new(1000);

    (void)state;
    assert_non_null(tvx_arena_alloc(arena, 900));
    assert_null(tvx_arena_alloc(arena, 200));
    assert_null(tvx_arena_array(arena, SIZE_MAX / 2, 3));
    assert_non_null(tvx_arena_alloc(arena, 10));
    tvx_arena_free(arena);
}

static void buf_escapes_what_each_format_needs(void **state)
{
    struct tvx_buf buf;

    (void)state;
    tvx_buf_init(&buf, 1000);
    tvx_buf_html(&buf, "<a href='x'>&\"", 14);
    assert_string_equal(tvx_buf_text(&buf), "&lt;a href=&#39;x&#39;&gt;&amp;&quot;");
    tvx_buf_clear(&buf);
    tvx_buf_json(&buf, "a\"\\\n\x01\xE2\x80\xA8\xFFz\xC3\xA9", 12);
    assert_string_equal(tvx_buf_text(&buf), "\"a\\\"\\\\\\n\\u0001\\u2028\xEF\xBF\xBDz\xC3\xA9\"");
    tvx_buf_clear(&buf);
    tvx_buf_csv(&buf, "=SUM(A1),\"x\"", 12);
    assert_string_equal(tvx_buf_text(&buf), "\"'=SUM(A1),\"\"x\"\"\"");
    tvx_buf_free(&buf);
}

static void buf_remembers_a_failed_append(void **state)
{
    struct tvx_buf buf;

    (void)state;
    tvx_buf_init(&buf, 4);
    tvx_buf_str(&buf, "abcd");
    assert_false(buf.failed);
    tvx_buf_str(&buf, "e");
    tvx_buf_clear(&buf);
    assert_false(buf.failed);
    tvx_buf_str(&buf, "abcde");
    assert_true(buf.failed);
    tvx_buf_free(&buf);
}

static void json_keeps_commas_and_nesting(void **state)
{
    struct tvx_buf buf;
    struct tvx_json json;

    (void)state;
    tvx_buf_init(&buf, 1000);
    tvx_json_init(&json, &buf);
    tvx_json_object(&json);
    tvx_json_pair(&json, "a", "x");
    tvx_json_key(&json, "b");
    tvx_json_array(&json);
    tvx_json_int(&json, 1);
    tvx_json_number(&json, 0.5);
    tvx_json_object(&json);
    tvx_json_object_end(&json);
    tvx_json_array_end(&json);
    tvx_json_pair_bool(&json, "c", false);
    tvx_json_object_end(&json);
    assert_string_equal(tvx_buf_text(&buf), "{\"a\":\"x\",\"b\":[1,0.5,{}],\"c\":false}");
    tvx_json_object_end(&json);
    assert_true(buf.failed);
    tvx_buf_free(&buf);
}

static void error_cuts_a_long_message_at_a_code_point(void **state)
{
    struct tvx_error error;
    char text[2000];

    (void)state;
    for (size_t i = 0; i + 2 < sizeof text; i += 2)
        memcpy(text + i, "\xC3\xA9", 2);
    text[1998] = '\0';
    assert_int_equal(tvx_error_set(&error, TVX_E_IO, "x%s", text), TVX_E_IO);
    assert_string_equal(error.message + strlen(error.message) - 5, "\xC3\xA9…");
    tvx_error_set(&error, TVX_E_LIMIT, "too large");
    tvx_error_prefix(&error, "file %d", 3);
    assert_string_equal(error.message, "file 3: too large");
    assert_int_equal(error.status, TVX_E_LIMIT);
}

static void hash_is_sha256(void **state)
{
    char hex[TVX_SHA256_HEX];

    (void)state;
    tvx_sha256_hex(hex, "abc", 3); /* FIPS 180-4, example B.1 */
    assert_string_equal(hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

static void table_passes_over_comments(void **state)
{
    static const char text[] = "# a comment\n\na\tb\n\tc";
    struct tvx_asset asset = {"t", text, sizeof text - 1, NULL};
    struct tvx_table table;
    struct tvx_field fields[TVX_TABLE_FIELDS];
    size_t count;

    (void)state;
    tvx_table_open(&table, &asset);
    assert_true(tvx_table_next(&table, fields, &count));
    assert_int_equal(count, 2);
    assert_true(tvx_field_is(fields[0], "a") && tvx_field_is(fields[1], "b") && tvx_field_is(fields[2], ""));
    assert_true(tvx_table_next(&table, fields, &count));
    assert_true(tvx_field_is(fields[0], "") && tvx_field_is(fields[1], "c"));
    assert_false(tvx_table_next(&table, fields, &count));
    assert_non_null(tvx_asset_find("data/actions.tsv"));
}

/* By a phrase's first letter its row is found, and far from all rows are. */
static void table_opens_at_a_letter(void **state)
{
    const struct tvx_asset *asset = tvx_asset_find("data/places.tsv");
    struct tvx_table all, some;
    struct tvx_field f[TVX_TABLE_FIELDS], g[TVX_TABLE_FIELDS];
    size_t count, rows = 0, seen = 0;

    (void)state;
    tvx_table_open(&all, asset);
    while (tvx_table_next(&all, f, &count)) {
        unsigned char first = (unsigned char)f[1].text[0];
        bool found = false;

        tvx_table_open_at(&some, asset, first < 0x80 ? (uint32_t)tolower(first) : 0x400);
        while (tvx_table_next(&some, g, &count)) {
            found = found || g[1].text == f[1].text;
            seen++;
        }
        assert_true(found || first == 0xE2); /* signs such as U+2116 are no letters, and are found by none */
        rows++;
    }
    assert_true(rows > 100 && seen < rows * rows / 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(arena_refuses_past_its_ceiling),
        cmocka_unit_test(buf_escapes_what_each_format_needs),
        cmocka_unit_test(buf_remembers_a_failed_append),
        cmocka_unit_test(json_keeps_commas_and_nesting),
        cmocka_unit_test(error_cuts_a_long_message_at_a_code_point),
        cmocka_unit_test(hash_is_sha256),
        cmocka_unit_test(table_passes_over_comments),
        cmocka_unit_test(table_opens_at_a_letter),
    };

    return cmocka_run_group_tests_name("base", tests, NULL, NULL);
}
