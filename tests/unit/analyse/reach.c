/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The direction of a change to a definition, one rule at a time; bench/scope holds the labelled sets. */
#include "check.h"

#include <travaux/analyse/reach.h>

struct judged {
    struct tvx_arena *arena;
    struct tvx_reach_judge *judge;
};

static int setup(void **state)
{
    static struct judged j;
    struct tvx_error error = {0};

    j.arena = tvx_arena_new((size_t)1 << 28);
    j.judge = tvx_reach_judge_new(j.arena, &error);
    *state = &j;
    return j.judge == NULL;
}

static int teardown(void **state)
{
    struct judged *j = *state;

    tvx_reach_judge_free(j->judge);
    tvx_arena_free(j->arena);
    return 0;
}

static struct tvx_reach_change change(void **state, const char *language, const char *before, const char *after)
{
    struct judged *j = *state;
    struct tvx_reach_change out;
    struct tvx_error error = {0};
    struct tvx_evidence a = {"A", "aa", "X:1", before, 100, 10, 1}, b = {"B", "bb", "P/1/1", after, 200, 10, 2};

    assert_int_equal(tvx_reach_compare(&out, j->judge, j->arena, language, &a, &b, &error), TVX_OK);
    return out;
}

static void is(void **state, const char *language, const char *before, const char *after, const char *direction)
{
    const char *got = tvx_reach_to_string(change(state, language, before, after).reach);

    if (strcmp(got, direction) != 0)
        print_message("%s\n  %s\n", before, after);
    assert_string_equal(got, direction);
}

/* Both ways: what widens forth narrows back. */
static void widens(void **state, const char *language, const char *narrow, const char *wide)
{
    is(state, language, narrow, wide, "widened");
    is(state, language, wide, narrow, "narrowed");
}

static void an_alternative_widens(void **state)
{
    widens(state, "en", "a tax on salt", "a tax on salt or sugar");
    widens(state, "en", "a tax on salt or sugar", "a tax on salt, sugar or tea");
    widens(state, "fr", "un impôt sur le sel", "un impôt sur le sel ou le sucre");
    widens(state, "es", "un impuesto sobre la sal", "un impuesto sobre la sal o el azúcar");
}

static void a_condition_narrows(void **state)
{
    widens(state, "en", "a lamp lit at dusk", "a lamp");
    widens(state, "en", "an official lamp", "a lamp");
    widens(state, "en", "a lamp that burns oil and that hangs from a mast", "a lamp that burns oil");
    widens(state, "fr", "une lampe allumée au crépuscule", "une lampe");
}

static void and_joins_things_or_conditions(void **state)
{
    widens(state, "en", "bread", "bread and cakes");
    widens(state, "en", "a man who bakes bread and sells it at market", "a man who bakes bread");
    widens(state, "en", "a heavy and dark loaf", "a dark loaf");
    widens(state, "en", "the carriage of letters over a road", "the carriage of letters, and of any parcel, over a road");
    is(state, "en", "a body that sets the purposes and means", "a body that sets the purposes, terms and means", "unclear");
    is(state, "en", "a baker who is honest and skilled", "a baker who is honest or skilled", "widened");
}

static void within_an_exception_more_is_less(void **state)
{
    widens(state, "en", "any lamp, except lamps on ships", "any lamp");
    widens(state, "en", "any lamp, except lamps on ships or on quays", "any lamp, except lamps on ships");
    widens(state, "fr", "toute lampe, à l'exception des lampes de bord", "toute lampe");
    widens(state, "en", "any lamp other than one used for more than 5 days", "any lamp other than one used for more than 9 days");
}

static void a_sentence_may_take_cases_out(void **state)
{
    widens(state, "en", "any lamp; lamps on ships such as lanterns fall outside this text", "any lamp");
    widens(state, "fr", "toute lampe; les lampes de bord sont exclues", "toute lampe");
    is(state, "en", "salt, oil and wine", "salt, oil, and wine", "same");
    is(state, "en", "a lamp, lit by oil and set on a mast", "a lamp lit by oil and set on a mast", "same");
}

static void numbers_go_by_their_bounds(void **state)
{
    widens(state, "en", "a wall more than nine metres high", "a wall more than 7 metres high");
    widens(state, "en", "a boat of less than 9 metres", "a boat of less than twenty-one metres");
    widens(state, "fr", "un bateau de moins de neuf mètres", "un bateau de moins de vingt-deux mètres");
    is(state, "en", "a term of four years", "a term of five years", "unclear");
    is(state, "en", "a term of four years", "a term of 4 years", "same");
    is(state, "fr", "un délai de quatre-vingts jours", "un délai de 80 jours", "same");
}

static void broader_words_are_a_table(void **state)
{
    widens(state, "en", "a ship that carries oil", "a vessel that carries oil");
    widens(state, "fr", "un navire ou un avion", "un navire ou un aéronef");
    is(state, "en", "a body that sells light", "an entity that sells light", "unclear");
}

static void lists_open_and_close(void **state)
{
    widens(state, "en", "fruit", "fruit, including nuts");
    widens(state, "en", "fruit, including nuts", "fruit, including but not limited to nuts");
    widens(state, "en", "goods consisting of nuts and figs", "goods including nuts and figs");
    widens(state, "en", "nuts or figs", "fruit such as nuts or figs");
}

static void wording_alone_is_the_same(void **state)
{
    is(state, "en", "a rule that was adopted by the Board", "the rule which the Board has adopted", "same");
    is(state, "en", "goods, which are carried by sea;", "goods that are carried by sea", "same");
    is(state, "fr", "les biens qui sont transportés par mer", "les biens transportés par mer.", "same");
}

static void what_does_not_follow_is_unclear(void **state)
{
    is(state, "en", "a place where fires are allowed", "a place where fires are not allowed", "unclear");
    is(state, "en", "a red lamp", "a lamp or torch", "widened");
    is(state, "en", "a lamp", "a red lamp or torch", "unclear");
    is(state, "xx", "lampa", "svetlo", "unclear");
    is(state, "en", "", "", "same");
}

static void every_reason_quotes_its_words_and_its_row(void **state)
{
    struct tvx_reach_change c = change(state, "en", "a lamp that burns oil", "a lamp or torch that burns any oil");

    assert_int_equal(c.reasons.count, 2);
    assert_string_equal(c.reasons.items[0].value, "widened");
    assert_int_equal(c.reasons.items[0].evidence_count, 1);
    assert_string_equal(c.reasons.items[0].evidence[0].quote, "or torch");
    assert_int_equal(c.reasons.items[0].evidence[0].start, 207);
    assert_non_null(strstr(c.reasons.items[0].method, "data/scope-words.tsv: or"));
    assert_string_equal(c.reasons.items[1].evidence[0].quote, "any");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_alternative_widens),
        cmocka_unit_test(a_condition_narrows),
        cmocka_unit_test(and_joins_things_or_conditions),
        cmocka_unit_test(within_an_exception_more_is_less),
        cmocka_unit_test(a_sentence_may_take_cases_out),
        cmocka_unit_test(numbers_go_by_their_bounds),
        cmocka_unit_test(broader_words_are_a_table),
        cmocka_unit_test(lists_open_and_close),
        cmocka_unit_test(wording_alone_is_the_same),
        cmocka_unit_test(what_does_not_follow_is_unclear),
        cmocka_unit_test(every_reason_quotes_its_words_and_its_row),
    };

    return cmocka_run_group_tests(tests, setup, teardown);
}
