/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "blame_making.h"
#include <travaux/reuse/lineage.h>

#define BASE "1 Ships shall carry a light.\n2 Masters shall log every signal seen.\n3 Pilots board at the outer buoy."

/* A step as "2022 2,3 changed P/1 Q/1": version, path, what happened (to each part), who changed it. */
static const char *steps(struct making *m, const char *year, const char *path)
{
    struct tvx_lineage lineage;
    struct tvx_error error = {0};
    size_t version = 0;
    char *out = tvx_arena_strdup(m->arena, "");

    make(m);
    while (strcmp(m->versions[version].head.version, year) != 0)
        version++;
    if (tvx_lineage_make(&lineage, m->arena, &m->history, version, path, &error) != TVX_OK)
        fail_msg("%s", error.message);
    for (size_t i = 0; i < lineage.count; i++) {
        const struct tvx_step *step = &lineage.steps[i];

        out = tvx_arena_printf(m->arena, "%s%s%s %s", out, i == 0 ? "" : "; ",
                               m->versions[step->version].head.version, step->path == NULL ? "-" : step->path);
        for (size_t k = 0; k < step->change_count; k++)
            out = tvx_arena_printf(m->arena, "%s %s%s%s", out, tvx_alteration_kind_to_string(step->changes[k].kind),
                                   step->changes[k].renumbered ? " renumbered" : "",
                                   step->changes[k].moved ? " moved" : "");
        for (size_t k = 0; k < step->changed_by_count; k++)
            out = tvx_arena_printf(m->arena, "%s %s:+%zu-%zu", out, step->changed_by[k].proposal->proposal.number,
                                   step->changed_by[k].words_in, step->changed_by[k].words_out);
    }
    return out;
}

static void who_changed_it_is_told_and_who_failed_is_not(void **state)
{
    struct making *m = *state;

    version(m, "2006", BASE);
    proposal(m, "P/1", TVX_ACTION_MOD, "2006", "1", "2022-05-01", "1 Ships shall carry a light.",
             "1 Ships shall carry a lantern.");
    proposal(m, "P/2", TVX_ACTION_MOD, "2006", "1", "2022-05-01", "1 Ships shall carry a light.",
             "1 Ships shall carry a light or a torch.");
    proposal(m, "P/3", TVX_ACTION_NOC, "2006", "1", "2022-05-01", "", "");
    proposal(m, "P/4", TVX_ACTION_SUP, "2006", "1", "2022-05-01", "", "");
    proposal(m, "P/5", TVX_ACTION_SUP, "2006", "2", "2022-05-01", "", "");
    version(m, "2022", "1 Ships shall carry a lantern.\n2 Pilots board at the outer buoy.");
    assert_string_equal(steps(m, "2022", "1"), "2006 1 first; 2022 1 changed P/1:+1-1");
    assert_string_equal(steps(m, "2006", "2"), "2006 2 first; 2022 - removed P/5:+0-6");
    assert_string_equal(steps(m, "2022", "2"), "2006 3 first; 2022 2 same renumbered");
    assert_string_equal(steps(m, "2006", "3"), "2006 3 first; 2022 2 same renumbered");
    assert_string_equal(steps(m, "2022", NULL),
                        "2006 - first first first; 2022 - changed removed same renumbered P/1:+1-1 P/5:+0-6");
}

static void a_new_one_begins_late_and_one_that_went_comes_back(void **state)
{
    struct making *m = *state;

    version(m, "2006", BASE);
    version(m, "2014", "1 Ships shall carry a light.\n2 Pilots board at the outer buoy.\n"
                       "3 Tugs shall fly two black balls while they tow.");
    version(m, "2018", "1 Ships shall carry a light.\n2 Pilots board at the outer buoy.\n"
                       "3 Tugs shall fly two black balls while they tow.");
    version(m, "2022", BASE "\n4 Tugs shall fly two black balls while they tow.");
    assert_string_equal(steps(m, "2022", "4"), "2014 3 added; 2018 3 same; 2022 4 same renumbered");
    assert_string_equal(steps(m, "2006", "2"), "2006 2 first; 2014 - removed; 2022 2 returned");
    assert_string_equal(steps(m, "2022", "2"), "2006 2 first; 2014 - removed; 2022 2 returned");
}

static void the_redline_is_made_of_the_two_texts(void **state)
{
    struct making *m = *state;
    struct tvx_lineage lineage;
    const struct tvx_alteration *change;
    size_t b = 0;
    char *old = tvx_arena_strdup(m->arena, ""), *new = tvx_arena_strdup(m->arena, "");

    version(m, "2006", "1 By night, ships shall carry a white light at the mast.");
    version(m, "2022", "1 Ships under way shall carry a light at the mast by night.");
    make(m);
    assert_int_equal(tvx_lineage_make(&lineage, m->arena, &m->history, 1, "1", NULL), TVX_OK);
    change = &lineage.steps[1].changes[0];
    for (size_t i = 0; i < change->diff.count; i++) {
        const struct tvx_diff_piece *piece = &change->diff.pieces[i];

        if (piece->op != TVX_DIFF_DEL) {
            assert_int_equal(piece->b_start, b);
            b += piece->b_length;
            new = tvx_arena_printf(m->arena, "%s%.*s", new, (int)piece->b_length, change->text + piece->b_start);
        }
        if (piece->op != TVX_DIFF_INS)
            old = tvx_arena_printf(m->arena, "%s%.*s", old, (int)piece->a_length, change->before + piece->a_start);
    }
    assert_string_equal(new, change->text);
    assert_int_equal(strlen(old), strlen(change->before)); /* what moved stands elsewhere in it */
    assert_int_equal(change->words_in, 4);                  /* Ships, under, way, by */
}

static void what_failed_before_is_named_apart(void **state)
{
    struct making *m = *state;
    struct tvx_lineage lineage;
    const struct tvx_alteration *change;

    version(m, "2006", BASE);
    proposal(m, "P/1", TVX_ACTION_MOD, "2006", "2", "2014-05-01", "", "2 Masters shall log every signal seen or heard.");
    version(m, "2014", BASE);
    version(m, "2022", "1 Ships shall carry a light.\n2 Masters shall log every signal seen or heard.\n"
                       "3 Pilots board at the outer buoy.");
    assert_string_equal(steps(m, "2022", "2"), "2006 2 first; 2014 2 same; 2022 2 changed");
    assert_int_equal(tvx_lineage_make(&lineage, m->arena, &m->history, 2, "2", NULL), TVX_OK);
    change = &lineage.steps[2].changes[0];
    assert_int_equal(change->earlier_count, 1);
    assert_string_equal(change->earlier[0].proposal->proposal.number, "P/1");
    assert_int_equal(change->orphans, 0);
}

static void a_divided_provision_goes_on_as_its_parts(void **state)
{
    struct making *m = *state;

    version(m, "2006", "1 Ships shall carry a light. Masters shall log every signal seen and report it to the harbour.\n"
                       "2 Pilots board at the outer buoy.");
    version(m, "2022", "1 Ships shall carry a light.\n2 Masters shall log every signal seen and report it to the "
                       "harbour.\n3 Pilots board at the outer buoy.");
    assert_string_equal(steps(m, "2006", "1"), "2006 1 first; 2022 1, 2 changed");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, making_start, making_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(who_changed_it_is_told_and_who_failed_is_not),
        TEST(a_new_one_begins_late_and_one_that_went_comes_back),
        TEST(the_redline_is_made_of_the_two_texts),
        TEST(what_failed_before_is_named_apart),
        TEST(a_divided_provision_goes_on_as_its_parts),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
