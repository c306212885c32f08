/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "check.h"

#include <travaux/analyse/force_change.h>

struct fixture {
    struct tvx_arena *arena;
    struct tvx_force_rules *rules;
};

static int set_up(void **state)
{
    static struct fixture fixture;

    fixture.arena = tvx_arena_new((size_t)256 << 20);
    fixture.rules = tvx_force_rules_new(fixture.arena);
    *state = &fixture;
    return fixture.rules == NULL;
}

static int tear_down(void **state)
{
    tvx_arena_free(((struct fixture *)*state)->arena);
    return 0;
}

static struct tvx_force read_in(struct fixture *f, const char *language, const char *kind, const char *above,
                                const char *text)
{
    struct tvx_force_instrument *instrument = tvx_arena_alloc(f->arena, sizeof *instrument);
    struct tvx_force_context context = {.language = language, .instrument = instrument, .above = above};
    struct tvx_force force;
    struct tvx_error error = {0};

    tvx_force_instrument(instrument, f->arena, NULL, kind);
    assert_int_equal(tvx_force_read(&force, f->arena, f->rules, text, &context, &error), TVX_OK);
    return force;
}

/* "ACTOR|MODAL|LEVEL|CONDITION; …" of each norm, a line each; "(heading)", "(recital)" … for a sentence without. */
static const char *say(struct fixture *f, const struct tvx_force *force)
{
    const char *out = "";

    for (size_t i = 0; i < force->count; i++) {
        const struct tvx_force_sentence *s = &force->items[i];

        if (s->count == 0)
            out = tvx_arena_printf(f->arena, "%s(%s%s%s)\n", out, tvx_force_place_to_string(s->place),
                                   *s->why == '\0' ? "" : ", ", s->why);
        for (size_t j = 0; j < s->count; j++) {
            out = tvx_arena_printf(f->arena, "%s%s|%s|%d|", out, s->norms[j].actor, s->norms[j].modal,
                                   s->norms[j].level);
            for (size_t k = 0; k < s->norms[j].condition_count; k++)
                out = tvx_arena_printf(f->arena, "%s%s%s", out, k == 0 ? "" : "; ", s->norms[j].conditions[k].text);
            out = tvx_arena_printf(f->arena, "%s\n", out);
        }
    }
    return out;
}

static void check(struct fixture *f, const char *language, const char *kind, const char *text, const char *expected)
{
    struct tvx_force force = read_in(f, language, kind, "", text);

    assert_string_equal(say(f, &force), expected);
}

static void levels_are_those_of_the_word_less_its_conditions(void **state)
{
    struct fixture *f = *state;

    check(f, "en", "treaty", "Each Party shall report.", "Each Party|shall|5|\n");
    check(f, "en", "treaty", "If asked, each Party shall report.", "each Party|shall|4|If asked\n");
    check(f, "en", "treaty", "Each Party shall, as appropriate, report.", "Each Party|shall|3|as appropriate\n");
    check(f, "en", "treaty", "Each Party shall endeavour to report.", "Each Party|shall endeavour to|3|\n");
    check(f, "en", "treaty", "Each Party should report.", "Each Party|should|2|\n");
    check(f, "en", "treaty", "Each Party may, if asked, report.", "Each Party|may|1|if asked\n");
    check(f, "en", "resolution", "Each Party shall report.", "Each Party|shall|3|\n");
    check(f, "en", "recommendation", "Each Party shall report.", "Each Party|shall|2|\n");
    assert_int_equal(tvx_force_level(5, 2, true, true), 1);
    assert_int_equal(tvx_force_level(0, 5, false, false), 0);
}

static void several_norms_stand_in_one_sentence(void **state)
{
    struct fixture *f = *state;

    check(f, "en", "treaty",
          "The Council shall keep the list and may, on request, publish it; no Party shall copy it, and operators should "
          "not.",
          "The Council|shall|5|\nThe Council|may|1|on request\nParty|no … shall|5|\noperators|should not|2|\n");
    check(f, "en", "treaty",
          "Each Party shall communicate it to the Secretary-General, who shall publish it within a month.",
          "Each Party|shall|5|\nthe Secretary-General|shall|5|\n");
    check(f, "en", "treaty", "The committee shall be chosen by lot and shall report.",
          "|shall|5|\nThe committee|shall|5|\n");
}

static void who_acts_is_not_always_the_subject(void **state)
{
    struct fixture *f = *state;

    check(f, "en", "treaty", "Calls shall be carried by the operators and the administrations free of charge.",
          "the operators and the administrations|shall|5|\n");
    check(f, "en", "treaty", "Disputes shall be settled by negotiation.", "|shall|5|\n");
    check(f, "en", "treaty", "A State in whose territory it happens, or its agent, shall report.",
          "A State|shall|5|\n");
    check(f, "en", "treaty", "Only where all else has failed may a Party act alone.",
          "a Party|Only … may|4|where all else has failed\n");
    check(f, "zh", "resolution", "请成员国为基金捐款。", "成员国|请|1|\n");
    check(f, "en", "treaty", "A Party which has signed, ratified or joined it shall have the right to leave.",
          "A Party|shall have the right to|2|\n");
    check(f, "en", "treaty", "In the activities of the Union, Members shall vote.", "Members|shall|5|\n");
    check(f, "en", "treaty", "Conferences, assemblies and the Council may sit.",
          "Conferences, assemblies and the Council|may|1|\n");
    check(f, "en", "treaty", "In no case may an operator refuse.", "an operator|no … may|5|\n");
    check(f, "en", "treaty", "It shall be chosen among candidates named by the States.", "|shall|5|\n");
    check(f, "en", "treaty", "Nothing in it shall prevent a Party from acting.", "|Nothing … shall|5|\n");
    check(f, "en", "treaty", "No. 34 of this Charter shall apply.", "|shall|5|\n");
}

static void what_binds_nobody_has_no_norm(void **state)
{
    struct fixture *f = *state;

    check(f, "en", "treaty", "\"Operator\" shall mean any person who must hold a licence.",
          "(operative, definition)\n");
    check(f, "en", "treaty", "Route: the networks by which a call may go.", "(operative, definition)\n");
    check(f, "en", "treaty", "Recalling that States shall cooperate,", "(preamble, recital)\n");
    check(f, "en", "treaty", "The word \u201cshall\u201d is used 40 times in it.", "(operative)\n");
    check(f, "en", "treaty", "Parties shall avoid decisions which may do harm.", "Parties|shall|5|\n");
    check(f, "en", "treaty", "It is done by means of cables.", "(operative)\n");
}

static void items_have_the_actor_and_modal_over_them(void **state)
{
    struct fixture *f = *state;
    struct tvx_force force = read_in(f, "en", "treaty", "If asked, each Party shall:", "(b) keep a list;");

    assert_string_equal(say(f, &force), "each Party|shall|4|If asked\n");
    check(f, "en", "treaty", "Each Party shall:\na) report;\nb) where appropriate, keep a list; and\nc) pay.",
          "Each Party|shall|5|\nEach Party|shall|5|\nEach Party|shall|3|where appropriate\nEach Party|shall|5|\n");
    check(f, "fr", "treaty", "Les Parties:\na) adoptent des lois;\nb) tiennent, le cas échéant, un registre.",
          "(operative)\nLes Parties|adoptent|5|\nLes Parties|tiennent|3|le cas échéant\n");
    check(f, "en", "treaty", "The rules shall be as follows:\na) the Chair shall vote last;",
          "|shall|5|\nthe Chair|shall|5|\n");
}

static void a_resolution_is_read_by_its_headings(void **state)
{
    struct fixture *f = *state;

    check(f, "en", "resolution",
          "The Conference,\nrecalling\na) that States shall cooperate;\nresolves\n1 that States should report;\n2 to "
          "invite operators to help;\ninstructs the Council\n1 to pay;\n2 to assist, at their request, all States.",
          "(operative)\n(preamble, recital)\n(preamble, recital)\n(heading)\nStates|should|2|\noperators|invite|1|\n"
          "(heading)\nthe Council|instructs|3|\nthe Council|instructs|2|at their request\n");
}

/* Found by fuzz_force: a row of addressees was looked for past the last word. */
static void what_ends_early_is_read_to_its_end(void **state)
{
    static const char *const texts[] = {", shall", "urges States,", "invites the Council, and", "calls upon", "resolves that",
                                        "Each Party shall", "shall", "If", "resolves to", "No", "Party which",
                                        "a) shall be", "requests the Secretary-General -",
                                        "by the Council shall be kept by"};
    static const char *const languages[] = {"en", "fr", "es", "ru", "ar", "zh"};

    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        for (size_t j = 0; j < sizeof languages / sizeof *languages; j++)
            for (int above = 0; above < 2; above++)
                read_in(*state, languages[j], "treaty", above == 0 ? "" : "The Council shall:", texts[i]);
}

static void french_indicatives_bind(void **state)
{
    struct fixture *f = *state;

    check(f, "fr", "treaty", "L'État qui suspend le service en informe le Conseil.", "L'État|informe|5|\n");
    check(f, "fr", "treaty", "La présente Convention est ouverte aux États.", "|est|5|\n");
    check(f, "fr", "treaty", "Un opérateur ne peut refuser un appel que si la ligne est coupée.",
          "Un opérateur|ne peut … que|4|si la ligne est coupée\n");
    check(f, "fr", "treaty", "Chaque Partie désigne un point de contact.", "Chaque Partie|désigne|5|\n");
    check(f, "fr", "treaty", "Le terme «exploitant» désigne toute personne.", "(operative, definition)\n");
    check(f, "fr", "resolution", "invite en outre les organisations régionales, lorsqu'elles le souhaitent, à aider;",
          "les organisations régionales|invite|1|lorsqu'elles le souhaitent\n");
    check(f, "fr", "treaty", "L'Union est une organisation.", "(operative)\n");
}

static const struct tvx_force_change *compare(struct fixture *f, const char *before, const char *after)
{
    struct tvx_force *a = tvx_arena_alloc(f->arena, sizeof *a), *b = tvx_arena_alloc(f->arena, sizeof *b);
    struct tvx_force_change *change = tvx_arena_alloc(f->arena, sizeof *change);
    struct tvx_error error = {0};

    *a = read_in(f, "en", "treaty", "", before);
    *b = read_in(f, "en", "treaty", "", after);
    assert_int_equal(tvx_force_compare(change, f->arena, a, b, &error), TVX_OK);
    return change;
}

static void check_change(struct fixture *f, const char *before, const char *after, double difference,
                         const char *because)
{
    const struct tvx_force_change *change = compare(f, before, after);

    assert_true(change->difference == difference);
    assert_int_equal(change->direction, difference > 0   ? TVX_FORCE_RAISED
                                        : difference < 0 ? TVX_FORCE_LOWERED
                                                         : TVX_FORCE_SAME);
    if (because != NULL)
        assert_string_equal(change->steps[0].changes[0].because, because);
}

static void changes_are_weighed_norm_by_norm(void **state)
{
    struct fixture *f = *state;

    check_change(f, "States shall endeavour to help.", "States shall help, except at night.", 1, "level");
    check_change(f, "States shall help.", "States shall help each other.", 0, "");
    check_change(f, "", "States shall help. They may ask.", 6, "new");
    check_change(f, "States shall help and shall pay at once.", "States shall help.", -5, "");
    check_change(f, "If asked, States shall help.", "If asked, States shall help where there is need.", -0.5,
                 "condition added");
    check_change(f, "States shall help, save where it is costly.",
                 "States shall help, save where it is costly or dangerous.", -0.5, "exception widened");
    check_change(f, "States shall help, save where it is costly or dangerous.",
                 "States shall help, save where it is costly.", 0.5, "exception narrowed");
    assert_true(compare(f, "States shall help. Operators may pay.", "States should help. Operators shall pay.")->mixed);
}

static void a_sentence_in_two_is_no_change(void **state)
{
    struct fixture *f = *state;

    check_change(f, "Each State shall choose one point of contact for these rules and shall tell it to the Council.",
                 "Each State shall choose one point of contact for these rules. It shall tell it to the Council.", 0,
                 NULL);
}

static void voluntary_texts_are_taken_in(void **state)
{
    struct fixture *f = *state;
    struct tvx_force force = read_in(f, "en", "treaty", "",
                                     "Operators shall comply with the relevant Recommendation 14 of the Assembly.");

    assert_int_equal(force.items[0].reference_count, 1);
    assert_string_equal(force.items[0].references[0].object, "Recommendation 14 of the Assembly");
    assert_true(force.items[0].references[0].voluntary);
    force = read_in(f, "en", "treaty", "", "Operators shall keep the limits set out in Annex 2.");
    assert_int_equal(force.items[0].reference_count, 1);
    assert_false(force.items[0].references[0].voluntary);
    force = read_in(f, "en", "treaty", "", "This Part shall apply to such a declaration.");
    assert_int_equal(force.items[0].reference_count, 0);
    force = read_in(f, "en", "treaty", "", "Operators shall comply with these Regulations.");
    assert_int_equal(force.items[0].reference_count, 0);
}

static void instruments_are_told_by_key_then_kind(void **state)
{
    struct fixture *f = *state;
    struct tvx_force_instrument instrument;

    tvx_force_instrument(&instrument, f->arena, "RES-130", NULL);
    assert_int_equal(instrument.nature, TVX_FORCE_INTERNAL);
    assert_int_equal(instrument.cap, 3);
    tvx_force_instrument(&instrument, f->arena, "MNR", "recommendation");
    assert_int_equal(instrument.nature, TVX_FORCE_VOLUNTARY);
    tvx_force_instrument(&instrument, f->arena, "XYZ", NULL);
    assert_int_equal(instrument.cap, TVX_FORCE_TOP);
    assert_non_null(strstr(instrument.row, "none fits"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(levels_are_those_of_the_word_less_its_conditions),
        cmocka_unit_test(several_norms_stand_in_one_sentence),
        cmocka_unit_test(who_acts_is_not_always_the_subject),
        cmocka_unit_test(what_binds_nobody_has_no_norm),
        cmocka_unit_test(items_have_the_actor_and_modal_over_them),
        cmocka_unit_test(a_resolution_is_read_by_its_headings),
        cmocka_unit_test(what_ends_early_is_read_to_its_end),
        cmocka_unit_test(french_indicatives_bind),
        cmocka_unit_test(changes_are_weighed_norm_by_norm),
        cmocka_unit_test(a_sentence_in_two_is_no_change),
        cmocka_unit_test(voluntary_texts_are_taken_in),
        cmocka_unit_test(instruments_are_told_by_key_then_kind),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
