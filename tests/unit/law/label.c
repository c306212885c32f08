/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "check.h"

#include <travaux/law/reference.h>

static struct tvx_arena *arena;

static int setup(void **state)
{
    (void)state;
    arena = tvx_arena_new(1 << 20);
    return arena == NULL;
}

static int teardown(void **state)
{
    (void)state;
    tvx_arena_free(arena);
    return 0;
}

struct expected {
    const char *text;
    bool bare;
    enum tvx_label_kind kind;
    const char *canonical;
    size_t length;
};

static void labels_of_every_shape_are_read(void **state)
{
    static const struct expected all[] = {
        {"1 The fund", true, TVX_LABEL_NUMBER, "1", 2},
        {"1 The fund", false, TVX_LABEL_NONE, "", 0},
        {"1. The fund", false, TVX_LABEL_NUMBER, "1", 3},
        {"1) The fund", false, TVX_LABEL_NUMBER, "1", 3},
        {"(12) Whereas", false, TVX_LABEL_NUMBER, "12", 5},
        {"1.1 The fund", false, TVX_LABEL_NUMBER, "1.1", 4},
        {"1.1.2. The", false, TVX_LABEL_NUMBER, "1.1.2", 7},
        {"2 bis The", false, TVX_LABEL_NUMBER, "2-bis", 6},
        {"2bis) The", false, TVX_LABEL_NUMBER, "2-bis", 6},
        {"2 bis) The", true, TVX_LABEL_NUMBER, "2-bis", 7},
        {"5A Word", true, TVX_LABEL_NUMBER, "5A", 3},
        {"5A Word", false, TVX_LABEL_NONE, "", 0},
        {"5A.1 Word", false, TVX_LABEL_NUMBER, "5A.1", 5},
        {"a) text", false, TVX_LABEL_LETTER, "a", 3},
        {"(a) text", false, TVX_LABEL_LETTER, "a", 4},
        {"a. text", false, TVX_LABEL_LETTER, "a", 3},
        {"a bis) text", false, TVX_LABEL_LETTER, "a-bis", 7},
        {"abis) text", false, TVX_LABEL_LETTER, "a-bis", 6},
        {"(aa) text", false, TVX_LABEL_LETTER, "aa", 5},
        {"iv) text", false, TVX_LABEL_ROMAN, "iv", 4},
        {"(iv) text", false, TVX_LABEL_ROMAN, "iv", 5},
        {"IV. text", false, TVX_LABEL_ROMAN, "IV", 4},
        {"– text", false, TVX_LABEL_DASH, "dash", 4},
        {"- text", false, TVX_LABEL_DASH, "dash", 2},
        {"-5 degrees", false, TVX_LABEL_NONE, "", 0},
        {"a text", true, TVX_LABEL_NONE, "", 0},
        {"to. text", false, TVX_LABEL_NONE, "", 0},
        {"U.S. law", false, TVX_LABEL_NONE, "", 0},
        {"1st of May", true, TVX_LABEL_NONE, "", 0},
        {"3,5 metres", true, TVX_LABEL_NONE, "", 0},
        {"5% more", true, TVX_LABEL_NONE, "", 0},
        {"12345 things", true, TVX_LABEL_NONE, "", 0},
        {"(see above)", false, TVX_LABEL_NONE, "", 0},
        {"2018 was", true, TVX_LABEL_NUMBER, "2018", 5},
        {"٣) نص", false, TVX_LABEL_NUMBER, "3", 4},
        {"أ ) نص", false, TVX_LABEL_LETTER, "أ", 5},
        {"（一）案文", false, TVX_LABEL_NUMBER, "1", 9},
        {"б) текст", false, TVX_LABEL_LETTER, "б", 4},
        {"", true, TVX_LABEL_NONE, "", 0},
        {"(", true, TVX_LABEL_NONE, "", 0},
        {"1", true, TVX_LABEL_NUMBER, "1", 1},
    };

    (void)state;
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        struct tvx_label label;
        struct tvx_error error;

        assert_int_equal(tvx_label_parse(&label, arena, all[i].text, all[i].bare, &error), TVX_OK);
        if (label.kind != all[i].kind || strcmp(label.canonical, all[i].canonical) != 0 ||
            label.length != all[i].length)
            fail_msg("\"%s\": kind %d, \"%s\", %zu bytes", all[i].text, (int)label.kind, label.canonical, label.length);
    }
}

static void single_roman_letters_are_left_to_the_caller(void **state)
{
    struct tvx_label label;

    (void)state;
    assert_int_equal(tvx_label_parse(&label, arena, "i) first", false, NULL), TVX_OK);
    assert_int_equal(label.kind, TVX_LABEL_ROMAN);
    assert_true(label.also_letter);
    assert_int_equal(tvx_label_parse(&label, arena, "ii) second", false, NULL), TVX_OK);
    assert_false(label.also_letter);
    assert_int_equal(tvx_label_parse(&label, arena, "h) eighth", false, NULL), TVX_OK);
    assert_int_equal(label.kind, TVX_LABEL_LETTER);
}

static void labels_sort_as_they_stand_in_a_text(void **state)
{
    static const char *const order[] = {"1", "2", "2-bis", "2-ter", "2A", "2B", "3", "10", "10.1", "10.1.a", "10.2", "11"};
    static const char *const letters[] = {"a", "a-bis", "a-ter", "b", "ba", "c", "h", "i", "j", "z", "aa", "bb"};
    static const char *const romans[] = {"i", "ii", "iii", "iv", "v", "vi", "ix", "x", "xi"};

    (void)state;
    for (size_t i = 0; i + 1 < sizeof order / sizeof *order; i++)
        for (size_t j = i + 1; j < sizeof order / sizeof *order; j++) {
            assert_true(tvx_label_compare(order[i], order[j]) < 0);
            assert_true(tvx_label_compare(order[j], order[i]) > 0);
        }
    for (size_t i = 0; i + 1 < sizeof letters / sizeof *letters; i++)
        assert_true(tvx_label_compare(letters[i], letters[i + 1]) < 0);
    for (size_t i = 0; i + 1 < sizeof romans / sizeof *romans; i++)
        assert_true(tvx_label_compare(romans[i], romans[i + 1]) < 0);
    assert_int_equal(tvx_label_compare("5.1", "5.1"), 0);
    assert_int_equal(tvx_label_compare("б", "б"), 0);
}

static void slugs_are_lower_case_words_with_dashes(void **state)
{
    char *slug;

    (void)state;
    assert_string_equal(tvx_path_slug(arena, "instructs the Secretary-General"), "instructs-the-secretary-general");
    assert_string_equal(tvx_path_slug(arena, "  décide: "), "décide");
    assert_string_equal(tvx_path_slug(arena, "the Union’s work"), "the-unions-work");
    assert_string_equal(tvx_path_slug(arena, "решает"), "решает");
    assert_string_equal(tvx_path_slug(arena, " – "), "");
    slug = tvx_path_slug(arena, "instructs the Secretary-General and the Directors of the three Bureaux, each in "
                                "his or her own field, without delay");
    assert_true(strlen(slug) <= 80);
    assert_string_equal(slug, "instructs-the-secretary-general-and-the-directors-of-the-three-bureaux-each-in");
}

static void a_slug_is_cut_between_code_points(void **state)
{
    char phrase[400] = "", *slug;

    (void)state;
    for (unsigned i = 0; i < 100; i++)
        strncat(phrase, "я", sizeof phrase - strlen(phrase) - 1);
    slug = tvx_path_slug(arena, phrase);
    assert_int_equal(strlen(slug), 80);
}

struct reference {
    const char *text;
    enum tvx_reference_kind kind;
    const char *instrument, *version, *path, *number;
};

static void check_string(const char *what, const char *got, const char *want)
{
    if (want == NULL ? got != NULL : got == NULL || strcmp(got, want) != 0)
        fail_msg("%s: \"%s\", not \"%s\"", what, got == NULL ? "NULL" : got, want == NULL ? "NULL" : want);
}

static void references_are_told_apart(void **state)
{
    static const struct reference all[] = {
        {"ITR@1988:5.1", TVX_REF_PROVISION, "ITR", "1988", "5.1", NULL},
        {"CS:180", TVX_REF_MARGINAL, "CS", NULL, "180", NULL},
        {"CS:28A", TVX_REF_MARGINAL, "CS", NULL, "28A", NULL},
        {"RES-130@2018:resolves.2", TVX_REF_PROVISION, "RES-130", "2018", "resolves.2", NULL},
        {" ITR @ 1988 : 5.1 ", TVX_REF_PROVISION, "ITR", "1988", "5.1", NULL},
        {"RES 130@2018: resolves.2 bis", TVX_REF_PROVISION, "RES-130", "2018", "resolves.2-bis", NULL},
        {"CS:No. 12", TVX_REF_MARGINAL, "CS", NULL, "12", NULL},
        {"CS:Article 12", TVX_REF_PROVISION, "CS", NULL, "12", NULL},
        {"CS:note-1", TVX_REF_PROVISION, "CS", NULL, "note-1", NULL},
        {"RES-130", TVX_REF_INSTRUMENT, "RES-130", NULL, NULL, NULL},
        {"EUR/44A7/1", TVX_REF_PROPOSAL, NULL, NULL, NULL, "EUR/44A7/1"},
        {" PP22/44A7 ", TVX_REF_DOCUMENT, NULL, NULL, NULL, "PP22/44A7"},
    };
    static const char *const wrong[] = {"", "  ", "ITR@", "ITR:", "@1988:5", "5.1", "EUR//1", "/1", "a!b:c", "ITR@ :5", "ITR: "};

    (void)state;
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        struct tvx_reference reference;

        assert_int_equal(tvx_reference_parse(&reference, arena, all[i].text, NULL), TVX_OK);
        assert_int_equal(reference.kind, all[i].kind);
        check_string(all[i].text, reference.instrument, all[i].instrument);
        check_string(all[i].text, reference.version, all[i].version);
        check_string(all[i].text, reference.path, all[i].path);
        check_string(all[i].text, reference.number, all[i].number);
    }
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct tvx_reference reference;
        struct tvx_error error = {0};

        assert_int_equal(tvx_reference_parse(&reference, arena, wrong[i], &error), TVX_E_USAGE);
        assert_true(error.message[0] != '\0');
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(labels_of_every_shape_are_read, setup, teardown),
        cmocka_unit_test_setup_teardown(single_roman_letters_are_left_to_the_caller, setup, teardown),
        cmocka_unit_test_setup_teardown(labels_sort_as_they_stand_in_a_text, setup, teardown),
        cmocka_unit_test_setup_teardown(slugs_are_lower_case_words_with_dashes, setup, teardown),
        cmocka_unit_test_setup_teardown(a_slug_is_cut_between_code_points, setup, teardown),
        cmocka_unit_test_setup_teardown(references_are_told_apart, setup, teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
