/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Institution maps: what they say is found again, and what they should not say is refused with its line. */
#include "check.h"

#include <travaux/law/institution.h>

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

static struct tvx_institutions read_map(const char *text)
{
    struct tvx_institutions all = {0};
    struct tvx_error error = {0};

    if (tvx_institutions_read(&all, arena, "map.toml", false, text, strlen(text), &error) != TVX_OK)
        fail_msg("%s", error.message);
    return all;
}

static void refuses(const char *text, const char *message)
{
    struct tvx_institutions all = {0};
    struct tvx_error error = {0};

    assert_int_equal(tvx_institutions_read(&all, arena, "map.toml", false, text, strlen(text), &error),
                     TVX_E_MALFORMED);
    if (strstr(error.message, message) == NULL)
        fail_msg("\"%s\" does not say \"%s\"", error.message, message);
}

static const char small[] =
    "institution = \"UNS\"\n"
    "[bodies.NC]\nname = \"Network Conference\"\npropose = \"States\"\npropose_source = [\"CH:No. 3\", \"CH:No. 4\"]\n"
    "[instruments.CH]\nname = \"Charter\"\nchanged_by = \"NC\"\nis_binding = true\nmonths_before = 6\n"
    "[instruments.resolutions]\nname = \"resolutions\"\nmatches = [\"RES-*\"]\nis_binding = false\n"
    "[instruments.seven]\nname = \"the seventh\"\nmatches = [\"RES-7\"]\n"
    "[meetings.\"NC-26\"]\nbody = \"NC\"\nstart = 2026-11-30\nend = 2026-12-18\n"
    "[meetings.\"NC-30\"]\nbody = \"NC\"\nyear = \"2030\"\n"
    "[ways.letter]\nname = \"by letter\"\nkinds = [\"anybody\"]\nbodies = [\"NC\"]\nhow = \"write\"\n";

static void a_map_says_what_stands_in_it(void **state)
{
    struct tvx_institutions all = read_map(small);

    (void)state;
    assert_int_equal(all.body_count, 1);
    assert_string_equal(all.bodies[0].institution, "UNS");
    assert_string_equal(all.bodies[0].may[TVX_MAY_PROPOSE].text, "States");
    assert_int_equal(all.bodies[0].may[TVX_MAY_PROPOSE].source_count, 2);
    assert_string_equal(all.bodies[0].may[TVX_MAY_PROPOSE].sources[1], "CH:No. 4");
    assert_null(all.bodies[0].may[TVX_MAY_READ].text);
    assert_int_equal(all.rule_count, 3);
    assert_true(all.rules[0].binding_told && all.rules[0].is_binding);
    assert_int_equal(all.rules[0].months_before, 6);
    assert_true(tvx_institutions_changes(&all.bodies[0], &all.rules[0]));
    assert_false(tvx_institutions_changes(&all.bodies[0], &all.rules[1]));
    assert_string_equal(all.meetings[0].end, "2026-12-18");
    assert_null(all.meetings[1].start);
    assert_string_equal(all.meetings[1].year, "2030");
    assert_string_equal(all.ways[0].how.text, "write");
}

static void the_nearest_rule_counts(void **state)
{
    struct tvx_institutions all = read_map(small);

    (void)state;
    assert_string_equal(tvx_institutions_rule(&all, "CH")->name, "Charter");
    assert_string_equal(tvx_institutions_rule(&all, "RES-130")->name, "resolutions");
    assert_string_equal(tvx_institutions_rule(&all, "RES-7")->name, "the seventh");
    assert_null(tvx_institutions_rule(&all, "C"));
    assert_null(tvx_institutions_rule(&all, "CHX"));
}

static void what_comes_later_replaces_its_entry_whole(void **state)
{
    static const char later[] = "institution = \"UNS\"\n[bodies.NC]\nname = \"Conference of Networks\"\n";
    struct tvx_institutions all = read_map(small);
    struct tvx_error error = {0};

    (void)state;
    assert_int_equal(tvx_institutions_read(&all, arena, "b.toml", false, later, strlen(later), &error), TVX_OK);
    assert_int_equal(all.body_count, 1);
    assert_string_equal(all.bodies[0].name, "Conference of Networks");
    assert_null(all.bodies[0].may[TVX_MAY_PROPOSE].text);
}

static void another_institution_has_bodies_of_its_own(void **state)
{
    static const char other[] = "institution = \"XYZ\"\n[bodies.NC]\nname = \"Night Club\"\n";
    struct tvx_institutions all = read_map(small);
    struct tvx_error error = {0};

    (void)state;
    assert_int_equal(tvx_institutions_read(&all, arena, "b.toml", false, other, strlen(other), &error), TVX_OK);
    assert_int_equal(all.body_count, 2);
    assert_string_equal(tvx_institutions_body(&all, "UNS", "NC")->name, "Network Conference");
    assert_string_equal(tvx_institutions_body(&all, "XYZ", "NC")->name, "Night Club");
    assert_null(tvx_institutions_body(&all, "ABC", "NC"));
}

static void what_is_wrong_is_told_with_its_line(void **state)
{
    (void)state;
    refuses("[bodies.NC]\nname = \"x\"\n", "map.toml: says of no institution");
    refuses("institution = \"U\"\n[bodies.NC]\n", "map.toml: line 2: NC: needs \"name\"");
    refuses("institution = \"U\"\n[bodies.NC]\nname = \"x\"\nnmae = \"y\"\n", "line 4: nmae: is not a key");
    refuses("institution = \"U\"\n[bodies.NC]\nname = 5\n", "line 3: name: a text in quotes");
    refuses("institution = \"U\"\n[bodies.NC]\nname = \" \"\n", "is empty");
    refuses("institution = \"U\"\n[bodies]\nNC = \"x\"\n", "line 3: NC: a table is wanted");
    refuses("institution = \"U\"\n[bodys.NC]\nname = \"x\"\n", "line 2: bodys: is not a key");
    refuses("institution = \"U\"\n[meetings.M]\nplace = \"x\"\n", "needs \"start\"");
    refuses("institution = \"U\"\n[meetings.M]\nstart = 2026-02-30\n", "must be a day");
    refuses("institution = \"U\"\n[meetings.M]\nstart = 2026-03-02\nend = 2026-03-01\n", "ends before it starts");
    refuses("institution = \"U\"\n[deadlines.D]\ndate = 2026-03-02\nwhat = \"x\"\nkind = \"soon\"\n", "its kind must be");
    refuses("institution = \"U\"\n[instruments.I]\nname = \"x\"\nmonths_before = 0\n", "a number from 1 to 120");
    refuses("institution = \"U\"\n[bodies.NC]\nname = \"x\"\nname_source = [\"y\"]\n", "is not a key");
}

static void a_travaux_toml_may_say_other_things_too(void **state)
{
    static const char beside[] = "kind = \"contribution\"\n[files.\"a.docx\"]\naccess = \"leaked\"\n"
                                 "[deadlines.\"D\"]\ndate = 2026-03-02\nwhat = \"comments\"\n";
    struct tvx_institutions all = {0};
    struct tvx_error error = {0};

    (void)state;
    assert_int_equal(tvx_institutions_read(&all, arena, "t", true, beside, strlen(beside), &error), TVX_OK);
    assert_int_equal(all.deadline_count, 1);
    assert_string_equal(all.deadlines[0].kind, "other");
}

static void what_the_program_ships_can_be_read(void **state)
{
    struct tvx_institutions all = {0};
    struct tvx_error error = {0};

    (void)state;
    if (tvx_institutions_shipped(&all, arena, &error) != TVX_OK)
        fail_msg("%s", error.message);
    assert_string_equal(tvx_institutions_rule(&all, "CS")->changed_by, "PP");
    assert_string_equal(tvx_institutions_rule(&all, "ITR")->changed_by, "WCIT");
    assert_string_equal(tvx_institutions_rule(&all, "RES-130")->changed_by, "PP");
    for (size_t i = 0; i < all.rule_count; i++)
        if (all.rules[i].changed_by != NULL)
            assert_non_null(tvx_institutions_body(&all, "ITU", all.rules[i].changed_by));
    for (size_t i = 0; i < all.meeting_count; i++)
        assert_non_null(tvx_institutions_body(&all, "ITU", all.meetings[i].body));
    for (size_t i = 0; i < all.way_count; i++)
        for (size_t j = 0; j < all.ways[i].body_count; j++)
            assert_non_null(tvx_institutions_body(&all, "ITU", all.ways[i].bodies[j]));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_map_says_what_stands_in_it, start, stop),
        cmocka_unit_test_setup_teardown(the_nearest_rule_counts, start, stop),
        cmocka_unit_test_setup_teardown(what_comes_later_replaces_its_entry_whole, start, stop),
        cmocka_unit_test_setup_teardown(another_institution_has_bodies_of_its_own, start, stop),
        cmocka_unit_test_setup_teardown(what_is_wrong_is_told_with_its_line, start, stop),
        cmocka_unit_test_setup_teardown(a_travaux_toml_may_say_other_things_too, start, stop),
        cmocka_unit_test_setup_teardown(what_the_program_ships_can_be_read, start, stop),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
