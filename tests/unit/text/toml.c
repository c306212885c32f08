/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "check.h"

#include <travaux/text/toml.h>

static struct tvx_arena *arena;

static int make_arena(void **state)
{
    (void)state;
    arena = tvx_arena_new(64 << 20);
    return arena == NULL;
}

static int free_arena(void **state)
{
    (void)state;
    tvx_arena_free(arena);
    return 0;
}

static const struct tvx_toml_table *parse(const char *text)
{
    struct tvx_toml_table *table = NULL;
    struct tvx_error error = {0};

    if (tvx_toml_parse(&table, arena, text, strlen(text), &error) != TVX_OK)
        fail_msg("%s", error.message);
    return table;
}

static const struct tvx_toml_value *value(const struct tvx_toml_table *table, const char *key)
{
    const struct tvx_toml_entry *entry = tvx_toml_find(table, key);

    if (entry == NULL)
        fail_msg("no key %s", key);
    return &entry->value;
}

static void values_of_every_kind_are_read(void **state)
{
    const struct tvx_toml_table *table = parse(
        "# settings\r\n"
        "kind = \"contribution\" # of a state\n"
        "path = 'C:\\docs\\x'\n"
        "  date=2012-12-03\n"
        "in_force\t=\ttrue\n"
        "not = false\n"
        "count = -42\n"
        "tab = \"a\\tb \\u00e9 \\U0001F600 \\\"q\\\"\"\n"
        "sponsors = [\n  \"France\", # one\n  'Mali',\n]\n"
        "none = []\n"
        "\"quoted key\" = \"\"");

    (void)state;
    assert_string_equal(value(table, "kind")->text, "contribution");
    assert_string_equal(value(table, "path")->text, "C:\\docs\\x");
    assert_int_equal(value(table, "date")->kind, TVX_TOML_DATE);
    assert_string_equal(value(table, "date")->text, "2012-12-03");
    assert_true(value(table, "in_force")->boolean);
    assert_false(value(table, "not")->boolean);
    assert_int_equal(value(table, "count")->integer, -42);
    assert_string_equal(value(table, "tab")->text, "a\tb é 😀 \"q\"");
    assert_int_equal(value(table, "sponsors")->item_count, 2);
    assert_string_equal(value(table, "sponsors")->items[1], "Mali");
    assert_int_equal(value(table, "none")->item_count, 0);
    assert_string_equal(value(table, "quoted key")->text, "");
    assert_int_equal(tvx_toml_find(table, "in_force")->line, 5);
}

static void tables_nest_by_heading_and_by_dotted_key(void **state)
{
    const struct tvx_toml_table *table = parse("a.b.c = 1\n[files.\"x y.docx\"]\nkind = \"report\"\n[files.'x y.docx'.fields]\n"
                                               "id = \"n\"\n[files]\n[ z . y ]\n");
    const struct tvx_toml_table *file;

    (void)state;
    assert_int_equal(value(value(value(table, "a")->table, "b")->table, "c")->integer, 1);
    file = value(value(table, "files")->table, "x y.docx")->table;
    assert_string_equal(value(file, "kind")->text, "report");
    assert_string_equal(value(value(file, "fields")->table, "id")->text, "n");
    assert_int_equal(value(value(table, "z")->table, "y")->kind, TVX_TOML_TABLE);
}

static void what_is_not_understood_is_refused_with_its_line(void **state)
{
    static const struct { const char *text, *part; } cases[] = {
        {"a = 1\na = 2\n", "line 2: this key stands in the file twice"},
        {"[a]\n[a]\n", "line 2: this table stands in the file twice"},
        {"a.b = 1\n[a]\n", "line 2: this table"},
        {"[a.b]\n[a]\nb.c = 1\n", "line 3: a dotted key may not"},
        {"a = 1\n[a]\n", "line 2: a key that has a value"},
        {"a = 1\na.b = 1\n", "line 2: a key that has a value"},
        {"\n\na = 1.5\n", "line 3: a value must be"},
        {"a = 2012-13-03\n", "line 1: there is no such date"},
        {"a = 2012-12-03T10:00:00Z\n", "line 1: a value must be"},
        {"a = 007\n", "line 1: a value"},
        {"a = 99999999999999999999\n", "line 1: a value"},
        {"a = {b = 1}\n", "line 1: a value"},
        {"a = [1, 2]\n", "line 1: an array may hold strings only"},
        {"a = [\n\"x\" \"y\"]\n", "line 2: a comma or ]"},
        {"a = [\"x\"", "line 1: a comma or ]"},
        {"a = [\"x\",\n", "line 2: an array is not closed"},
        {"a = \"\"\"x\"\"\"\n", "line 1: strings over several lines"},
        {"a = \"x\ny\"\n", "line 1: a string is not closed"},
        {"a = \"x", "line 1: a string is not closed"},
        {"a = \"\\x\"\n", "line 1: an escape that TOML does not know"},
        {"a = \"\\uD800\"\n", "line 1: an escape names no character"},
        {"a = \"\\u12\"\n", "line 1: \\u needs"},
        {"a = \"\x01\"\n", "line 1: a control character"},
        {"a = 1 b = 2\n", "line 1: something stands where the line should end"},
        {"a\n", "line 1: a = is missing"},
        {"= 1\n", "line 1: a key is missing"},
        {"a =\n", "line 1: a value"},
        {"[a\n", "line 1: a ] is missing"},
        {"[[a]]\n", "line 1: arrays of tables"},
        {"a.b.c.d.e.f.g.h.i = 1\n", "line 1: a key has too many parts"},
        {"a = \"\xFF\"\n", "not UTF-8"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct tvx_toml_table *table;
        struct tvx_error error = {0};

        if (tvx_toml_parse(&table, arena, cases[i].text, strlen(cases[i].text), &error) != TVX_E_MALFORMED)
            fail_msg("taken: %s", cases[i].text);
        if (strstr(error.message, cases[i].part) == NULL)
            fail_msg("%s\n: \"%s\" instead of \"%s\"", cases[i].text, error.message, cases[i].part);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(values_of_every_kind_are_read, make_arena, free_arena),
        cmocka_unit_test_setup_teardown(tables_nest_by_heading_and_by_dotted_key, make_arena, free_arena),
        cmocka_unit_test_setup_teardown(what_is_not_understood_is_refused_with_its_line, make_arena, free_arena),
    };

    return cmocka_run_group_tests_name("toml", tests, NULL, NULL);
}
