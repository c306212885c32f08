/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "check.h"
#include <travaux/reuse/match.h>

struct fixture {
    struct tvx_arena *arena;
    struct tvx_rarity *rarity;
    struct tvx_stemmer *stemmer;
    struct tvx_match_model model;
};

static int set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);

    f->arena = tvx_arena_new((size_t)1 << 31);
    f->rarity = tvx_rarity_new(0);
    f->stemmer = tvx_stemmer_new();
    *state = f;
    return f->arena == NULL || f->rarity == NULL || f->stemmer == NULL ||
           tvx_match_model_load(&f->model, NULL) != TVX_OK;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;

    tvx_arena_free(f->arena);
    tvx_rarity_free(f->rarity);
    tvx_stemmer_free(f->stemmer);
    free(f);
    return 0;
}

static struct tvx_weighed *edit(struct fixture *f, const char *language, const char *before, const char *after)
{
    struct tvx_weighed *edit;

    assert_int_equal(tvx_edit_prepare(&edit, f->arena, f->rarity, f->stemmer, language, before, after, NULL), TVX_OK);
    return edit;
}

/* The score of two English edits, which is the same either way. */
static double score(struct fixture *f, const char *a_before, const char *a_after, const char *b_before,
                    const char *b_after)
{
    struct tvx_weighed *a = edit(f, "en", a_before, a_after), *b = edit(f, "en", b_before, b_after);
    double result = tvx_match_score(&f->model, a, b);

    assert_true(result >= 0 && result <= 1);
    assert_true(result == tvx_match_score(&f->model, b, a));
    return result;
}

static const char base[] = "1. Member States shall ensure the safety of navigation in their waters.";
static const char lit[] = "1. Member States shall ensure the safety of navigation in their waters and keep every "
                          "lighthouse lit between dusk and dawn.";
static const char other_base[] = "Each Party undertakes to inform the Agency of wrecks.";
static const char other_lit[] = "Each Party undertakes to inform the Agency of wrecks and to keep its lighthouses lit "
                                "between dusk and dawn.";

static void test_the_same_insertion_is_a_copy(void **state)
{
    struct fixture *f = *state;

    assert_true(score(f, base, lit, base, lit) >= 0.99);
    assert_true(score(f, base, lit, other_base, other_lit) >= 0.95); /* another base text, an inflection */
    assert_true(score(f, "", lit, "", lit) >= 0.99);
    assert_true(score(f, NULL, lit, base, lit) >= 0.5); /* a part of a new article */
}

static void test_edits_that_share_no_word_are_none(void **state)
{
    struct fixture *f = *state;

    assert_true(score(f, base, lit, base, "1. Member States shall ensure the safety of navigation and forbid whaling "
                                          "without a licence in their waters.") <= 0.05);
    assert_true(score(f, base, lit, other_base, other_base) == 0);
    assert_true(score(f, base, base, base, base) == 0); /* changes nothing */
    assert_true(score(f, "", "", "", "") == 0);
    assert_true(score(f, NULL, NULL, base, "") == 0);
    assert_true(score(f, "A B, c.", "a b c", base, lit) == 0); /* capitals and marks are no change */
}

static void test_boilerplate_alone_is_low(void **state)
{
    struct fixture *f = *state;

    assert_true(score(f, "The Agency acts.", "The Agency acts in accordance with the provisions of this Article.",
                      "Vessels sail.", "Vessels sail under the provisions of this Article and are inspected.") <= 0.1);
    assert_true(score(f, "The Agency shall act on requests.", "The Agency should act on requests.",
                      "Vessels shall carry two lamps.", "Vessels should carry two lamps.") <= 0.2);
}

static void test_a_shared_deletion_is_weaker_than_shared_wording(void **state)
{
    struct fixture *f = *state;
    double deleted = score(f, lit, "", lit, ""), inserted = score(f, "", lit, "", lit);

    assert_true(deleted > 0.5 && deleted < inserted);
    assert_true(score(f, lit, "", lit, base) < 0.4);            /* one strikes out more than the other */
    assert_true(score(f, lit, "", other_lit, other_base) < 0.5); /* of another text */
}

static const char point[] = "2. They shall publish the list of lights every year.";
static const char point_changed[] = "2. They may publish the list of lights every second year.";
static const char article[] = "Lights at sea. 1. Member States shall mark reefs, wrecks and shoals. 2. They shall publish the "
                              "list of lights every year. 3. The Agency shall keep the lists of all Member States.";
static const char article_changed[] = "Lights at sea. 1. Member States shall mark reefs, wrecks and shoals by buoys of one "
                                      "colour. 2. They may publish the list of lights every second year.";
static const char article_changed_elsewhere[] = "Lights at sea. 1. Member States may mark reefs, wrecks and shoals every "
                                                "second spring. 2. They shall publish the list of lights every year.";

static void test_a_point_is_known_again_in_an_article_written_anew(void **state)
{
    struct fixture *f = *state;
    double there = score(f, point, point_changed, article, article_changed);

    assert_true(there > 0.1);
    assert_true(there > 1.5 * score(f, point, point_changed, article, article_changed_elsewhere));
}

static void test_the_same_spot_counts_more_than_another(void **state)
{
    struct fixture *f = *state;
    const char *before = "The Parties report wrecks to the Agency and mark them on the charts.";
    const char *here = "The Parties report wrecks promptly to the Agency and mark them on the charts.";

    assert_true(score(f, before, here, before, here) >
                score(f, before, here, before, "The Parties report wrecks to the Agency and mark them on the charts "
                                               "promptly.") + 0.05);
}

static void test_order_and_place_within_the_text_do_not_matter(void **state)
{
    struct fixture *f = *state;

    assert_true(score(f, base, lit, base, "1. Keeping lighthouses lit between dusk and dawn, Member States shall ensure "
                                          "the safety of navigation in their waters.") >= 0.9);
}

static const char two_duties[] = "Masters shall keep a log of every signal. Where fog sets in, vessels sound the horn. Pilots "
                                 "report to the harbour office.";
static const char fog_first[] = "Where fog sets in, vessels sound the horn. Masters shall keep a log of every signal. "
                                "Pilots report to the harbour office.";
static const char pilots_first[] = "Pilots report to the harbour office. Masters shall keep a log of every signal. Where fog "
                                   "sets in, vessels sound the horn.";

static void test_words_that_only_moved(void **state)
{
    struct fixture *f = *state;

    assert_true(score(f, two_duties, fog_first, two_duties, fog_first) >= 0.99);
    assert_true(score(f, two_duties, fog_first, two_duties, pilots_first) <= 0.2);
}

static void test_inflection_is_no_other_word(void **state)
{
    struct fixture *f = *state;

    assert_true(score(f, base, "1. Member States shall ensure the safety of navigation in their waters and license "
                               "pilots trained by approved academies.",
                      other_base, "Each Party undertakes to inform the Agency of wrecks and to be licensing a pilot "
                                  "training at an academy of its approval.") >= 0.7);
}

static void test_the_same_deletion_of_another_text(void **state)
{
    struct fixture *f = *state;
    const char *struck = "Fishing vessels carry a transponder certified by the Harbour Commission.";
    const char *longer = "Fishing vessels carry a transponder certified by the Harbour Commission. Owners pay for it.";

    assert_true(score(f, struck, "", struck, "") > score(f, struck, "", longer, ""));
    assert_true(score(f, struck, "", longer, "Owners pay for it.") > 0.8); /* one gives the context, too */
    assert_true(score(f, struck, "", longer, "Fishing vessels carry a transponder certified by the Harbour "
                                             "Commission.") == 0);
}

static void test_a_corpus_tells_which_words_everybody_inserts(void **state)
{
    struct fixture *f = *state;
    const char *before = "Fees are due.", *after = "Fees are due where technically feasible.";
    double first = score(f, before, after, other_base, "Each Party undertakes, where technically feasible, to inform "
                                                       "the Agency of wrecks.");

    for (int i = 0; i < 2000; i++)
        assert_int_equal(tvx_rarity_learn(f->rarity, f->stemmer, "en", "where technically feasible", 26, NULL), TVX_OK);
    assert_true(score(f, before, after, other_base, "Each Party undertakes, where technically feasible, to inform the "
                                                    "Agency of wrecks.") < first / 2);
}

static void test_each_language_within_itself(void **state)
{
    static const char *const texts[][3] = {
        {"fr", "Les États entretiennent les phares allumés le long des côtes pendant la nuit.",
         "Chaque État entretient les phares, allumés le long de la côte pendant les nuits."},
        {"es", "Los Estados mantendrán encendidos los faros de la costa durante la noche.",
         "Cada Estado mantendrá encendido el faro de las costas durante las noches."},
        {"ru", "Государства содержат маяки на побережье зажжёнными в ночное время года.",
         "Государство содержит маяк на побережьях зажжённым в ночное время года."},
        {"ar", "تحافظ الدول على إضاءة المنارات على طول الساحل أثناء الليل",
         "تحافظ كل دولة على إضاءة المنارات على طول الساحل أثناء الليل"},
        {"zh", "缔约国应当在海岸修建灯塔并保持其夜间照明。", "在海岸修建灯塔并保持夜间照明,是各缔约国的义务。"},
    };
    struct fixture *f = *state;

    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct tvx_weighed *a = edit(f, texts[i][0], "", texts[i][1]), *b = edit(f, texts[i][0], "", texts[i][2]);
        struct tvx_weighed *other = edit(f, texts[i][0], "", texts[(i + 1) % 5][1]);

        assert_true(tvx_match_score(&f->model, a, b) > 0.8);
        assert_true(tvx_match_score(&f->model, a, other) <= 0.05);
    }
}

/* Terms of Chinese overlap (a word and its pairs); its bits are those of the words. */
static void test_chinese_words_count_once(void **state)
{
    struct fixture *f = *state;

    assert_true(tvx_edit_bits_inserted(edit(f, "zh", "", "修建灯塔")) <= 2 * TVX_RARITY_UNKNOWN + 0.001);
}

static void test_spellings_of_english_are_one_word(void **state)
{
    struct fixture *f = *state;
    struct tvx_weighed *a = edit(f, "en", "", "The Organization shall authorize the licensed centers to co-operate on-line.");
    struct tvx_weighed *b = edit(f, "en", "", "The Organisation shall authorise the licenced centres to cooperate online.");
    struct tvx_match_shared *shared;
    size_t count;

    assert_int_equal(tvx_match_shared(&shared, &count, f->arena, a, b, NULL), TVX_OK);
    assert_int_equal(count, 1);
    assert_string_equal(shared[0].text, "The Organization shall authorize the licensed centers to co-operate on-line");
    assert_true(tvx_match_score(&f->model, a, b) > 0.99);
    a = edit(f, "en", "", "co-协定"), b = edit(f, "en", "", "co-条约"); /* two scripts, two words */
    assert_int_equal(tvx_match_shared(&shared, &count, f->arena, a, b, NULL), TVX_OK);
    assert_true(count == 1 && strcmp(shared[0].text, "co") == 0);
    a = edit(f, "en", "The labour program is co-", "The labour program is co-"); /* nothing behind the hyphen */
    assert_true(tvx_edit_bits_inserted(a) == 0);
    assert_true(tvx_edit_bits_inserted(edit(f, "en", "a co-ordinated labour programme", "a coordinated labor program"))
                == 0);
}

static void test_a_word_is_shared_once(void **state)
{
    struct fixture *f = *state;
    struct tvx_weighed *a = edit(f, "en", "", "lamps are lit at dusk; pilots sleep");
    struct tvx_weighed *b = edit(f, "en", "", "lamps are lit at dusk, and again: lamps are lit at dusk; pilots");
    struct tvx_match_shared *shared;
    size_t count;

    assert_int_equal(tvx_match_shared(&shared, &count, f->arena, a, b, NULL), TVX_OK);
    assert_int_equal(count, 1);
    assert_string_equal(shared[0].text, "lamps are lit at dusk; pilots");
    assert_int_equal(tvx_match_shared(&shared, &count, f->arena, b, a, NULL), TVX_OK);
    assert_int_equal(count, 1);
}

static void test_shared_words_are_quoted_from_both_texts(void **state)
{
    struct fixture *f = *state;
    struct tvx_weighed *a = edit(f, "en", base, lit), *b = edit(f, "en", other_base, other_lit);
    struct tvx_match_shared *shared;
    size_t count;

    assert_int_equal(tvx_match_shared(&shared, &count, f->arena, a, b, NULL), TVX_OK);
    assert_true(count >= 1);
    assert_non_null(strstr(shared[0].text, "lit between dusk and dawn"));
    for (size_t i = 0; i < count; i++) {
        assert_false(shared[i].deleted);
        assert_memory_equal(lit + shared[i].a_start, shared[i].text, shared[i].a_length);
        assert_true(shared[i].b_start + shared[i].b_length <= sizeof other_lit - 1);
        assert_true(i == 0 || shared[i].bits <= shared[i - 1].bits);
        for (size_t j = 0; j < i; j++)
            assert_true(shared[i].a_start >= shared[j].a_start + shared[j].a_length ||
                        shared[j].a_start >= shared[i].a_start + shared[i].a_length);
    }
    a = edit(f, "en", lit, base);
    assert_int_equal(tvx_match_shared(&shared, &count, f->arena, a, a, NULL), TVX_OK);
    assert_int_equal(count, 1);
    assert_true(shared[0].deleted);
    assert_string_equal(shared[0].text, "and keep every lighthouse lit between dusk and dawn");
}

static char *long_text(struct fixture *f, size_t words, uint64_t seed)
{
    char *text = tvx_arena_alloc(f->arena, words * 8 + 1);

    for (size_t i = 0; i < words; i++)
        snprintf(text + i * 8, 9, "w%06u ", (unsigned)(tests_random(&seed) % 900000 + 10000));
    return text;
}

static void test_very_long_edits_end(void **state)
{
    struct fixture *f = *state;
    char *one = long_text(f, 300000, 1), *two = long_text(f, 300000, 2);
    struct tvx_weighed *a = edit(f, "en", one, two), *b = edit(f, "en", NULL, two);
    struct tvx_match_shared *shared;
    size_t count;

    assert_true(tvx_match_score(&f->model, a, b) > 0.5);
    assert_int_equal(tvx_match_shared(&shared, &count, f->arena, a, b, NULL), TVX_OK);
    assert_true(count > 0);
}

static void test_random_edits_are_symmetric_and_sane(void **state)
{
    static const char *const words[] = {"the",   "of",   "pilot", "harbour", "may",
                                        "shall", "lamp", "2.4",   "State",   "wreck"};
    struct fixture *f = *state;
    uint64_t seed = 11;

    for (int turn = 0; turn < 2000; turn++) {
        char text[4][200] = {{0}};

        for (int i = 0; i < 4; i++)
            for (uint64_t n = tests_random(&seed) % 16; n > 0; n--) {
                strncat(text[i], words[tests_random(&seed) % 10], 20);
                strncat(text[i], " ", 2);
            }
        score(f, text[0], text[1], text[2], text[3]);
        assert_true(score(f, text[0], text[1], text[0], text[1]) >=
                    score(f, text[0], text[1], text[2], text[3]) - 1e-9);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_the_same_insertion_is_a_copy, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_edits_that_share_no_word_are_none, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_boilerplate_alone_is_low, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_a_shared_deletion_is_weaker_than_shared_wording, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_a_point_is_known_again_in_an_article_written_anew, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_the_same_spot_counts_more_than_another, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_order_and_place_within_the_text_do_not_matter, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_words_that_only_moved, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_inflection_is_no_other_word, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_the_same_deletion_of_another_text, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_a_corpus_tells_which_words_everybody_inserts, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_each_language_within_itself, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_chinese_words_count_once, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_spellings_of_english_are_one_word, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_a_word_is_shared_once, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_shared_words_are_quoted_from_both_texts, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_very_long_edits_end, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_random_edits_are_symmetric_and_sane, set_up, tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
