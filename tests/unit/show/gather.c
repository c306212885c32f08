/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Which texts a comparison gathers, and what a plan of the site finds for each provision. */
#include "check.h"

#include "../../../src/show/fit.h"
#include "../../../src/show/site_plan.h"

#include <travaux/show/comparison.h>

static struct tvx_provision provisions[] = {
    {.kind = TVX_PROVISION_DIVISION, .path = "chapter-1", .label = "CHAPTER I", .heading = "General", .text = "",
     .level = 0, .parent = SIZE_MAX},
    {.kind = TVX_PROVISION_DIVISION, .path = "5", .label = "ARTICLE 5", .heading = "Safety of ferries", .text = "",
     .level = 1, .parent = 0},
    {.kind = TVX_PROVISION_PARAGRAPH, .path = "5.1", .label = "1", .heading = "", .text = "Ferries shall carry lamps.",
     .level = 2, .parent = 1},
    {.kind = TVX_PROVISION_PARAGRAPH, .path = "5.2", .label = "2", .heading = "", .text = "Masters shall keep a log.",
     .level = 2, .parent = 1},
    {.kind = TVX_PROVISION_PARAGRAPH, .path = "5.2.a", .label = "a)", .heading = "", .text = "in ink;", .level = 3,
     .parent = 3},
    {.kind = TVX_PROVISION_DIVISION, .path = "6", .label = "ARTICLE 6", .heading = "Tolls", .text = "", .level = 1,
     .parent = 0},
};
static const struct tvx_instrument instrument = {
    .key = "FER", .version = "1999", .title = "Ferries", .provisions = provisions, .count = 6};
static const struct tvx_stored_instrument head = {.id = 1, .key = "FER", .version = "1999", .in_force = true};

static const char *nobody[] = {"HEL"};

#define ON(n, act, where, text)                                                                                        \
    {.id = n, .document = "D", .proposal = {.number = "P/" #n, .action = act, .target = "", .sponsors = nobody,        \
     .sponsor_count = 1, .before = "", .after = text, .reasons = "", .quote = ""},                                     \
     .resolution = {.kind = TVX_RESOLVED, .key = "FER", .version = "1999", .path = where}}

static struct tvx_stored_proposal proposals[] = {
    ON(1, TVX_ACTION_MOD, "5.2", "2 Masters shall keep a log and a clock."),
    ON(2, TVX_ACTION_MOD, "5.2", "2  Masters shall keep a  log and a clock."),
    ON(3, TVX_ACTION_SUP, "5", ""),
    ON(4, TVX_ACTION_NOC, "5.2", ""),
    ON(5, TVX_ACTION_MOD, "5.2.a", "a) in blue ink;"),
    ON(6, TVX_ACTION_MOD, "6", "Article 6"),
    ON(7, TVX_ACTION_MOD, "5.2", " \n"),
    ON(8, TVX_ACTION_ADD, "5A", "Ferries shall carry bells."),
    ON(9, TVX_ACTION_ADD, "5A", "Ferries shall carry bells and horns."),
    ON(10, TVX_ACTION_ADD, "5A", "Ferries shall carry bells."),
};
enum { COUNT = sizeof proposals / sizeof *proposals };

static struct tvx_comparison compare(struct tvx_arena *arena, const char *path)
{
    struct tvx_comparison comparison;
    struct tvx_error error;

    for (size_t i = 7; i < COUNT; i++)
        proposals[i].resolution.kind = TVX_RESOLVED_NEW;
    if (tvx_comparison_from(&comparison, arena, &head, &instrument, path, proposals, COUNT, &error) != TVX_OK)
        fail_msg("%s", error.message);
    return comparison;
}

static const struct tvx_variant *variant_of(const struct tvx_comparison *comparison, const char *number)
{
    for (size_t i = 1; i < comparison->count; i++)
        if (strcmp(comparison->variants[i].proposal->proposal.number, number) == 0)
            return &comparison->variants[i];
    return NULL;
}

static void gathers_what_is_on_it_and_on_what_holds_it(void **state)
{
    struct tvx_arena *arena = tvx_arena_new(1 << 24);
    struct tvx_comparison comparison = compare(arena, "5.2");

    (void)state;
    assert_string_equal(comparison.reference, "FER@1999:5.2");
    assert_string_equal(comparison.heading, "Safety of ferries"); /* of the article: it has none of its own */
    assert_string_equal(comparison.base, "Masters shall keep a log.");
    assert_int_equal(comparison.count, 5);
    assert_string_equal(variant_of(&comparison, "P/1")->text, "Masters shall keep a log and a clock.");
    assert_int_equal(variant_of(&comparison, "P/1")->family, variant_of(&comparison, "P/2")->family);
    assert_true(variant_of(&comparison, "P/3")->suppressed && variant_of(&comparison, "P/3")->within);
    assert_string_equal(variant_of(&comparison, "P/4")->text, comparison.base);
    assert_true(comparison.families.items[variant_of(&comparison, "P/4")->family].is_base);
    assert_null(variant_of(&comparison, "P/5"));
    assert_int_equal(comparison.touch_count, 2); /* P/5 on its part, P/7 without a text */
    tvx_arena_free(arena);
}

static void every_variant_comes_back_from_the_lattice(void **state)
{
    struct tvx_arena *arena = tvx_arena_new(1 << 24);
    static const char *const paths[] = {"5.2", "5.1", "5", "5A"};

    (void)state;
    for (size_t p = 0; p < 4; p++) {
        struct tvx_comparison comparison = compare(arena, paths[p]);

        for (size_t i = 0; i < comparison.count; i++)
            assert_string_equal(tvx_lattice_text(&comparison.lattice, arena, i), comparison.variants[i].text);
    }
    tvx_arena_free(arena);
}

static void new_texts_are_read_against_the_one_most_ask_for(void **state)
{
    struct tvx_arena *arena = tvx_arena_new(1 << 24);
    struct tvx_comparison comparison = compare(arena, "5A");

    (void)state;
    assert_true(comparison.is_new);
    assert_string_equal(comparison.base, "");
    assert_int_equal(comparison.count, 4);
    assert_int_equal(comparison.families.count, 2);
    assert_string_equal(comparison.lead, "Ferries shall carry bells.");
    assert_int_equal(comparison.loci.count, 1);
    assert_int_equal(variant_of(&comparison, "P/8")->family, comparison.lead_family);
    assert_int_equal(variant_of(&comparison, "P/10")->family, comparison.lead_family);
    tvx_arena_free(arena);
}

static void a_division_is_compared_with_all_it_holds(void **state)
{
    struct tvx_arena *arena = tvx_arena_new(1 << 24);
    struct tvx_comparison comparison = compare(arena, "5");

    (void)state;
    assert_string_equal(comparison.base, "1 Ferries shall carry lamps. 2 Masters shall keep a log. a) in ink;");
    assert_true(variant_of(&comparison, "P/3")->suppressed);
    assert_false(variant_of(&comparison, "P/3")->within);
    tvx_arena_free(arena);
}

static void what_nobody_names_is_not_found(void **state)
{
    struct tvx_arena *arena = tvx_arena_new(1 << 24);
    struct tvx_comparison comparison;
    struct tvx_error error;

    (void)state;
    assert_int_equal(tvx_comparison_from(&comparison, arena, &head, &instrument, "77", proposals, COUNT, &error),
                     TVX_E_NOTFOUND);
    assert_non_null(strstr(error.message, "FER@1999:77"));
    tvx_arena_free(arena);
}

static void a_text_of_bare_words_gets_capitals_and_marks_back(void **state)
{
    static const char base[] = "Within the limits of this Charter, Member States may adopt, by law, rules on employees' data.";
    struct tvx_arena *arena = tvx_arena_new(1 << 22);

    (void)state;
    assert_true(show_fit_is_bare(base, "within the limits of this charter member states shall adopt by law rules on data"));
    assert_false(show_fit_is_bare(base, "Within the limits of this charter member states shall adopt by law rules"));
    assert_false(show_fit_is_bare(base, "within the limits of this charter, member states shall adopt by law rules"));
    assert_false(show_fit_is_bare(base, "within the limits"));
    assert_false(show_fit_is_bare("the name and the address of the master of a ferry", "within the limits of this charter member states shall"));
    assert_string_equal(show_fit(arena, base, "within the limits of this charter member states shall adopt by law rules on all data"),
                        "Within the limits of this Charter, Member States shall adopt, by law, rules on all data.");
    assert_string_equal(show_fit(arena, base, "nothing of it"), "nothing of it.");
    tvx_arena_free(arena);
}

/* The whole of article 5 again, without its first paragraph: the second is now numbered 1. */
static void a_larger_proposal_is_cut_by_words_not_by_labels(void **state)
{
    static struct tvx_stored_proposal larger[] = {
        ON(1, TVX_ACTION_MOD, "5", "ARTICLE 5\nSafety of ferries\n1 Masters shall keep a log and a clock.\na) in ink;"),
    };
    struct tvx_arena *arena = tvx_arena_new(1 << 24);
    struct tvx_comparison comparison;

    (void)state;
    assert_int_equal(tvx_comparison_from(&comparison, arena, &head, &instrument, "5.2", larger, 1, NULL), TVX_OK);
    assert_int_equal(comparison.count, 2);
    assert_string_equal(comparison.variants[1].text, "Masters shall keep a log and a clock.");
    assert_true(comparison.variants[1].within);
    assert_int_equal(tvx_comparison_from(&comparison, arena, &head, &instrument, "5.1", larger, 1, NULL), TVX_OK);
    assert_int_equal(comparison.count, 2);
    assert_true(comparison.variants[1].suppressed);
    assert_int_equal(tvx_comparison_from(&comparison, arena, &head, &instrument, "5.2.a", larger, 1, NULL), TVX_OK);
    assert_int_equal(comparison.count, 1); /* left alone */
    larger[0].proposal.after = "ARTICLE 5\nSafety of ferries\n1 Ferries shall carry lamps, and masters shall keep a log.\na) in ink;";
    for (int i = 0; i < 2; i++) {
        assert_int_equal(
            tvx_comparison_from(&comparison, arena, &head, &instrument, i == 0 ? "5.1" : "5.2", larger, 1, NULL),
            TVX_OK);
        assert_int_equal(comparison.count, 2);
        assert_string_equal(comparison.variants[1].text, "Ferries shall carry lamps, and masters shall keep a log.");
    }
    tvx_arena_free(arena);
}

static const struct site_slot *slot_of(const struct site_plan *plan, const char *path)
{
    for (size_t i = 0; i < plan->count; i++)
        if (strcmp(plan->slots[i].path, path) == 0)
            return &plan->slots[i];
    return NULL;
}

/* The plan must hand each provision every proposal that the comparison would have taken from the whole list. */
static void the_plan_loses_no_proposal(void **state)
{
    struct tvx_arena *arena = tvx_arena_new(1 << 24);
    struct site_plan plan;

    (void)state;
    proposals[8].resolution.after_path = "5";
    assert_int_equal(site_plan_make(&plan, arena, &head, &instrument, proposals, COUNT, NULL), TVX_OK);
    assert_int_equal(plan.count, 7);
    for (size_t i = 0; i < plan.count; i++) {
        struct tvx_comparison all = compare(arena, plan.slots[i].path), planned;

        assert_int_equal(tvx_comparison_from(&planned, arena, &head, &instrument, plan.slots[i].path,
                                             plan.slots[i].proposals, plan.slots[i].count, NULL), TVX_OK);
        assert_int_equal(all.count, planned.count);
        assert_int_equal(all.touch_count, planned.touch_count);
    }
    assert_int_equal(slot_of(&plan, "5A")->provision, SIZE_MAX);
    assert_int_equal(slot_of(&plan, "5.1")->count, 1);
    assert_int_equal(slot_of(&plan, "chapter-1")->count, 7);
    tvx_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gathers_what_is_on_it_and_on_what_holds_it),
        cmocka_unit_test(every_variant_comes_back_from_the_lattice),
        cmocka_unit_test(new_texts_are_read_against_the_one_most_ask_for),
        cmocka_unit_test(a_division_is_compared_with_all_it_holds),
        cmocka_unit_test(what_nobody_names_is_not_found),
        cmocka_unit_test(a_text_of_bare_words_gets_capitals_and_marks_back),
        cmocka_unit_test(a_larger_proposal_is_cut_by_words_not_by_labels),
        cmocka_unit_test(the_plan_loses_no_proposal),
    };

    return cmocka_run_group_tests_name("show-gather", tests, NULL, NULL);
}
