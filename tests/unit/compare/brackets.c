/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "check.h"

#include <travaux/compare/brackets.h>

static struct tvx_arena *arena;
static struct tvx_brackets sides[2];

static int start(void **state)
{
    (void)state;
    arena = tvx_arena_new((size_t)1 << 30);
    return arena == NULL;
}

static int stop(void **state)
{
    (void)state;
    tvx_arena_free(arena);
    return 0;
}

static struct tvx_bracket_changes compare(const char *a, const char *b)
{
    struct tvx_bracket_changes out;

    assert_int_equal(tvx_brackets_parse(&sides[0], arena, a, NULL), TVX_OK);
    assert_int_equal(tvx_brackets_parse(&sides[1], arena, b, NULL), TVX_OK);
    assert_int_equal(tvx_brackets_compare(&out, arena, &sides[0], &sides[1], NULL), TVX_OK);
    return out;
}

static void test_kinds_of_change(void **state)
{
    static const struct { const char *a, *b; enum tvx_bracket_change_kind kind; } cases[] = {
        {"1. All Parties [shall] act at sea.", "1. All Parties [shall] act at sea.", TVX_BRACKETS_KEPT},
        {"1. All Parties [shall] act at sea.", "3. All Parties [shall] act at sea.", TVX_BRACKETS_KEPT},
        {"1. All Parties [shall] act at sea.", "1. All Parties shall act at sea.", TVX_BRACKETS_CLOSED},
        {"1. All Parties [shall] act at sea.", "1. All Parties act at sea.", TVX_BRACKETS_DROPPED},
        {"1. All Parties act at sea.", "1. All Parties [shall] act at sea.", TVX_BRACKETS_OPENED},
        {"1. All Parties shall act at sea.", "1. All Parties [shall] act at sea.", TVX_BRACKETS_REOPENED},
        {"1. All Parties [shall] act at sea.", "1. All Parties [should] act at sea.", TVX_BRACKETS_CHANGED},
        {"1. All Parties [EU: shall] act at sea.", "1. All Parties [EU, Norway: shall] act.", TVX_BRACKETS_CHANGED},
        {"1. Under paragraph[s] 24 to act.", "1. Under paragraph[s] 24 to act.", TVX_BRACKETS_KEPT},
        {"1. Under paragraph[s] 24 to act.", "1. Under paragraphs 24 to act.", TVX_BRACKETS_CLOSED},
        {"1. Under paragraph[s] 24 to act.", "1. Under paragraph 24 to act.", TVX_BRACKETS_DROPPED}};

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct tvx_bracket_changes changes = compare(cases[i].a, cases[i].b);

        assert_int_equal(changes.count, 1);
        assert_string_equal(tvx_bracket_change_to_string(changes.items[0].kind),
                            tvx_bracket_change_to_string(cases[i].kind));
        assert_int_equal(changes.kinds[cases[i].kind], 1);
    }
}

static void test_nested(void **state)
{
    struct tvx_bracket_changes changes = compare("1. Parties [shall act [promptly] and in good faith] at sea.",
                                                 "1. Parties [shall act promptly and in good faith] at sea.");

    (void)state;
    assert_int_equal(changes.count, 2);
    assert_int_equal(changes.kinds[TVX_BRACKETS_KEPT], 1);
    assert_int_equal(changes.kinds[TVX_BRACKETS_CLOSED], 1);
}

/* The option that won, the one that went, and names that joined. */
static void test_options(void **state)
{
    struct tvx_bracket_changes changes =
        compare("I. Means\nOption 1:\n1. Parties shall share all data that they have at sea.\nOption 2:\n"
                "2. Nothing of this kind is wanted by anyone here.\nII. End\nOption 1: {No text required}\n"
                "Option 2 (EU): Everything ends in ten years.",
                "I. Means\n1. Parties shall share all data that they have at sea.\nII. End\n"
                "Option 1: {No text required}\nOption 2 (EU, Japan): Everything ends in ten years.");

    (void)state;
    assert_int_equal(changes.option_kinds[TVX_BRACKETS_CLOSED], 1);
    assert_int_equal(changes.option_kinds[TVX_BRACKETS_DROPPED], 1);
    assert_int_equal(changes.option_kinds[TVX_BRACKETS_KEPT], 1);
    assert_int_equal(changes.option_kinds[TVX_BRACKETS_CHANGED], 1);
    assert_string_equal(changes.items[changes.count - 1].names_new, "JPN");
}

/* A text against itself: all is kept; random brackets and lines never bring it down. */
static void test_random(void **state)
{
    static const char *const pieces[] = {"[", "]", "sea ", "land ", "\n1. ", "\nOption 1: ", "\n(a) ", "{", "}",
                                         "\nOption 2\n", "EU: ", "]\n", "［", "】", "agreed "};
    uint64_t seed = 3;

    (void)state;
    for (unsigned round = 0; round < 400; round++) {
        char texts[2][1000] = {"", ""};
        struct tvx_bracket_changes changes;

        for (unsigned side = 0; side < 2; side++)
            for (size_t i = tests_random(&seed) % 50, at = 0; i > 0; i--)
                at += (size_t)snprintf(texts[side] + at, sizeof texts[side] - at, "%s",
                                       pieces[tests_random(&seed) % (sizeof pieces / sizeof *pieces)]);
        changes = compare(texts[0], texts[1]);
        for (size_t i = 0; i < changes.count; i++)
            assert_true(changes.items[i].kept >= 0 && changes.items[i].kept <= 1);
        changes = compare("I. One\n[[a] big [sea]]\nOption 1\n[two] boats",
                          "I. One\n[[a] big [sea]]\nOption 1\n[two] boats");
        assert_int_equal(changes.kinds[TVX_BRACKETS_KEPT], 4);
        assert_int_equal(changes.option_kinds[TVX_BRACKETS_KEPT], 1);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_kinds_of_change), cmocka_unit_test(test_nested),
                                       cmocka_unit_test(test_options), cmocka_unit_test(test_random)};

    return cmocka_run_group_tests(tests, start, stop);
}
