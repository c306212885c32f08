/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Who takes which side: the rules that look across sentences, what a list of proposals is for, ideal points. */
#include "check.h"

#include <math.h>
#include <travaux/analyse/ideal.h>
#include <travaux/analyse/positions.h>

static struct tvx_arena *arena;

static int start(void **state)
{
    (void)state;
    arena = tvx_arena_new(128 << 20);
    return arena == NULL;
}

static int stop(void **state)
{
    (void)state;
    tvx_arena_free(arena);
    return 0;
}

/* "VRN oppose VRN/9/1, …" */
static const char *said_with(const struct tvx_stance_context *context, const char *text)
{
    static const struct tvx_actor_name names[] = {
        {"VRN", "Varenia"}, {"HEL", "Helvaria"}, {"NRS", "Norsund"}, {"OST", "Ostavia"}, {"GLT", "Great Lake Treaty"},
        {"HEL", "Helvarie"}, {"LDR", "Lindara"},
    };
    struct tvx_stance_rules *rules;
    struct tvx_sayings said;
    struct tvx_error error = {0};
    const char *out = "";

    assert_int_equal(tvx_stance_rules_new(&rules, arena, names, sizeof names / sizeof *names, &error), TVX_OK);
    assert_int_equal(tvx_stances_read(&said, arena, rules, text, context, &error), TVX_OK);
    for (size_t i = 0; i < said.count; i++) {
        const struct tvx_said *s = &said.items[i];

        out = tvx_arena_printf(arena, "%s%s%s %s %s%s%s", out, i > 0 ? ", " : "", s->actor,
                               tvx_stance_to_string(s->stance), s->proposal, s->conditional ? " if" : "",
                               s->former ? " once" : "");
        assert_true(s->span_count > 0 && s->spans[0].start + s->spans[0].length <= strlen(text));
        assert_non_null(strstr(text, s->words));
    }
    return out;
}

static const char *said(const char *text)
{
    return said_with(&(struct tvx_stance_context){.language = "en"}, text);
}

static void agreement_is_of_what_was_said_last(void **state)
{
    (void)state;
    assert_string_equal(said("The delegate of Varenia introduced VRN/9/1. The delegates of Norsund and Ostavia agreed."),
                        "VRN propose VRN/9/1, NRS support VRN/9/1, OST support VRN/9/1");
    assert_string_equal(said("Helvaria opposed VRN/9/1. Norsund joined the previous speaker. Ostavia took the opposite "
                             "view."), "HEL oppose VRN/9/1, NRS oppose VRN/9/1, OST support VRN/9/1");
    assert_string_equal(said("Helvaria opposed VRN/9/1. Norsund supported it. Ostavia agreed with the delegate of "
                             "Helvaria."), "HEL oppose VRN/9/1, NRS support VRN/9/1, OST oppose VRN/9/1");
}

static void the_proposal_carries_over(void **state)
{
    (void)state;
    assert_string_equal(said("VRN/9/1 was taken up.\n\nThe delegate of Helvaria objected to it.\n\nNorsund could not "
                             "accept the text."), "HEL oppose VRN/9/1, NRS oppose VRN/9/1");
    assert_string_equal(said("Helvaria was opposed."), "HEL oppose ");
}

static void a_not_turns_and_a_question_takes_no_side(void **state)
{
    (void)state;
    assert_string_equal(said("Helvaria did not support VRN/9/1."), "HEL oppose VRN/9/1");
    assert_string_equal(said("Helvaria did not object to VRN/9/1."), "");
    assert_string_equal(said("Helvaria asked whether Norsund supported VRN/9/1."), "");
    assert_string_equal(said("Helvaria had no difficulty in supporting VRN/9/1."), "HEL support VRN/9/1");
    assert_string_equal(said("It was difficult for the delegate of Norsund to accept VRN/9/1."), "NRS oppose VRN/9/1");
    assert_string_equal(said("Helvaria said \"we oppose nothing\" of VRN/9/1."), "");
}

static void a_group_speaks_through_a_delegate(void **state)
{
    (void)state;
    assert_string_equal(said("On behalf of the nine Administrations of the Great Lake Treaty, the delegate of Lindara "
                             "opposed VRN/9/1."), "GLT oppose VRN/9/1");
    assert_string_equal(said("The delegate of Lindara, speaking on behalf of Norsund and Ostavia, welcomed VRN/9/1."),
                        "NRS support VRN/9/1, OST support VRN/9/1, LDR support VRN/9/1");
}

static void conditions_and_sides_that_were_left_are_marked(void **state)
{
    (void)state;
    assert_string_equal(said("Ostavia could support VRN/9/1 provided that the title was deleted."),
                        "OST support VRN/9/1 if");
    assert_string_equal(said("Ostavia, which had at first opposed VRN/9/1, now supported it."),
                        "OST oppose VRN/9/1 once, OST support VRN/9/1");
}

static void lines_of_print_are_put_together(void **state)
{
    (void)state;
    assert_string_equal(said("1. The delegate of Varenia introduced\nVRN/9/1 on access. The delegates of\nNorsund "
                             "and Ostavia were opposed\nto it."),
                        "VRN propose VRN/9/1, NRS oppose VRN/9/1, OST oppose VRN/9/1");
}

static void a_document_means_its_proposals(void **state)
{
    static const char *const sponsors[] = {"VRN"};
    static const struct tvx_stance_topic topics[] = {{"VRN/9/1", sponsors, 1}, {"VRN/9/2", sponsors, 1}};
    struct tvx_stance_context context = {.language = "en", .topics = topics, .topic_count = 2};
    const char *const we[] = {"Users"};

    (void)state;
    assert_string_equal(said_with(&context, "Norsund supported Document 9."),
                        "NRS support VRN/9/1, NRS support VRN/9/2");
    assert_string_equal(said_with(&context, "Norsund supported HEL/9/1."), "NRS support ");
    context.we = we;
    context.we_count = 1;
    assert_string_equal(said_with(&context, "We oppose VRN/9/2."), "Users oppose VRN/9/2");
}

static void a_long_list_or_none_does_no_harm(void **state)
{
    char *text = tvx_arena_alloc(arena, 1 << 20);

    (void)state;
    assert_string_equal(said(""), "");
    for (size_t at = 0; at + 20 < 1 << 20; at += 18)
        memcpy(text + at, "Norsund, agreed no ", 19);
    assert_non_null(said(text));
}

static void ideal_points_are_recovered(void **state)
{
    enum { ACTORS = 20, ITEMS = 60 };
    static int8_t sides[ACTORS * ITEMS];
    struct tvx_ideal_point points[ACTORS];
    struct tvx_ideal_data data = {ACTORS, ITEMS, sides};
    struct tvx_error error = {0};
    uint64_t seed = 11;
    double distance = 0;
    size_t made;

    (void)state;
    for (size_t j = 0; j < ITEMS; j++) {
        double a = 0.5 + 0.5 * tvx_ideal_normal(&seed), b = 1.5 * tvx_ideal_normal(&seed);

        for (size_t i = 0; i < ACTORS; i++) { /* actor i stands at i */
            double z = a + b * ((double)i / (ACTORS - 1) * 3 - 1.5) + tvx_ideal_normal(&seed) / 2;

            sides[i * ITEMS + j] = z < 0 ? -1 : z < 1 ? 0 : 1;
        }
    }
    assert_int_equal(tvx_ideal_fit(points, arena, &data, 40, 3, &made, &error), TVX_OK);
    assert_int_equal(made, 40);
    for (size_t i = 0; i < ACTORS; i++) {
        double rank = 0;

        assert_true(points[i].low < points[i].point && points[i].point < points[i].high);
        for (size_t k = 0; k < ACTORS; k++)
            rank += points[0].point < points[ACTORS - 1].point ? points[k].point < points[i].point
                                                               : points[k].point > points[i].point;
        distance += (rank - (double)i) * (rank - (double)i);
    }
    assert_true(1 - 6 * distance / (ACTORS * (ACTORS * ACTORS - 1.0)) > 0.95);
}

static void an_index_is_read_with_its_source(void **state)
{
    static const char text[] = "# Ideal points, 2021\ncode,value,year\nHEL,1.5,2020\n\"VRN\",-2\n";
    struct tvx_position_index index;
    struct tvx_error error = {0};

    (void)state;
    assert_int_equal(tvx_position_index_read(&index, arena, "i.csv", text, strlen(text), &error), TVX_OK);
    assert_string_equal(index.source, "Ideal points, 2021");
    assert_int_equal(index.count, 2);
    assert_string_equal(index.values[1].actor, "VRN");
    assert_true(index.values[1].value < -1.9 && index.values[0].year == 2020);
    assert_int_equal(tvx_position_index_read(&index, arena, "i.csv", "a,1\nb,x\n", 8, &error), TVX_E_MALFORMED);
    assert_non_null(strstr(error.message, "line 2"));
}

static void membership_has_dates(void **state)
{
    (void)state;
    assert_true(tvx_group_has("EU", "GBR", "2019-06-01"));
    assert_false(tvx_group_has("EU", "GBR", "2021-06-01"));
    assert_false(tvx_group_has("EU", "HRV", "2012-12-31"));
    assert_true(tvx_group_has("EU", "HRV", "2013-07-01"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(agreement_is_of_what_was_said_last),
        cmocka_unit_test(the_proposal_carries_over),
        cmocka_unit_test(a_not_turns_and_a_question_takes_no_side),
        cmocka_unit_test(a_group_speaks_through_a_delegate),
        cmocka_unit_test(conditions_and_sides_that_were_left_are_marked),
        cmocka_unit_test(lines_of_print_are_put_together),
        cmocka_unit_test(a_document_means_its_proposals),
        cmocka_unit_test(a_long_list_or_none_does_no_harm),
        cmocka_unit_test(ideal_points_are_recovered),
        cmocka_unit_test(an_index_is_read_with_its_source),
        cmocka_unit_test(membership_has_dates),
    };

    return cmocka_run_group_tests(tests, start, stop);
}
