/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What a reader of each of the six languages sees: words, sentences made elsewhere, plurals, numbers, dates. */
#include "check.h"

#include "../../../src/show/tongue.h"

#include <travaux/show/say.h>

struct six {
    struct tvx_tongue *tongues[TVX_TONGUES];
    struct tvx_arena *arena;
};

static int start(void **state)
{
    struct six *six = calloc(1, sizeof *six);
    struct tvx_error error = {0};

    six->arena = tvx_arena_new(1 << 20);
    for (size_t i = 0; i < TVX_TONGUES; i++)
        if (tvx_tongue_load(&six->tongues[i], tvx_tongue_names[i].code, &error) != TVX_OK)
            return -1;
    *state = six;
    return 0;
}

static int stop(void **state)
{
    struct six *six = *state;

    for (size_t i = 0; i < TVX_TONGUES; i++)
        tvx_tongue_free(six->tongues[i]);
    tvx_arena_free(six->arena);
    free(six);
    return 0;
}

static const struct tvx_tongue *in(struct six *six, const char *code)
{
    for (size_t i = 0; i < TVX_TONGUES; i++)
        if (strcmp(tvx_tongue_names[i].code, code) == 0)
            return six->tongues[i];
    return NULL;
}

static void a_language_that_is_not_spoken_is_said_so(void **state)
{
    struct tvx_tongue *tongue;
    struct tvx_error error = {0};

    (void)state;
    assert_int_equal(tvx_tongue_load(&tongue, "de", &error), TVX_E_NOTFOUND);
    assert_null(tongue);
    assert_int_equal(tvx_tongue_load(&tongue, "../../etc/passwd", &error), TVX_E_NOTFOUND);
    assert_int_equal(tvx_tongue_load(&tongue, "", &error), TVX_E_NOTFOUND);
}

static void every_language_names_itself_and_its_direction(void **state)
{
    struct six *six = *state;

    assert_string_equal(tvx_tongue_name(NULL)->code, "en");
    assert_string_equal(tvx_tongue_name(in(six, "fr"))->name, "français");
    assert_true(tvx_tongue_name(in(six, "ar"))->right_to_left);
    for (size_t i = 0; i < TVX_TONGUES; i++)
        if (strcmp(tvx_tongue_names[i].code, "ar") != 0)
            assert_false(tvx_tongue_names[i].right_to_left);
}

static void a_phrase_is_said_in_each_language(void **state)
{
    struct six *six = *state;
    static const struct { const char *code, *said; } rows[] = {
        {"en", "Overview"}, {"fr", "Vue d’ensemble"}, {"es", "Panorama"}, {"ru", "Обзор"}, {"zh", "概览"},
        {"ar", "نظرة عامة"}};

    assert_string_equal(tvx_say(NULL, "Overview"), "Overview");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_string_equal(tvx_say(in(six, rows[i].code), "Overview"), rows[i].said);
    assert_string_equal(tvx_say(in(six, "ru"), "no table has this"), "no table has this");
}

static void places_are_filled_once_and_only_those_there_are(void **state)
{
    struct six *six = *state;
    const char *two[] = {"{2}", "b"};

    assert_string_equal(tvx_say_with(NULL, six->arena, "{1} of {2} {3}{0}{", two, 2), "{2} of b {3}{0}{");
    assert_string_equal(tvx_say_with(in(six, "fr"), six->arena, "characters {1} to {2}", (const char *[]){"3", "9"}, 2),
                        "caractères 3 à 9");
}

static void plurals_follow_the_language(void **state)
{
    struct six *six = *state;
    static const struct { const char *code; size_t number; const char *said; } rows[] = {
        {"en", 0, "0 proposals"}, {"en", 1, "1 proposal"}, {"en", 2, "2 proposals"}, {"en", 1234, "1,234 proposals"},
        {"fr", 0, "0 proposition"}, {"fr", 1, "1 proposition"}, {"fr", 2, "2 propositions"},
        {"fr", 1234, "1\u202F234 propositions"},
        {"ru", 1, "1 предложение"}, {"ru", 2, "2 предложения"}, {"ru", 5, "5 предложений"},
        {"ru", 11, "11 предложений"}, {"ru", 21, "21 предложение"}, {"ru", 22, "22 предложения"},
        {"ar", 1, "اقتراح واحد"}, {"ar", 2, "اقتراحان"}, {"ar", 3, "٣ اقتراحات"}, {"ar", 11, "١١ اقتراحا"},
        {"ar", 100, "١٠٠ اقتراح"}, {"zh", 1, "1 项提案"}, {"zh", 7, "7 项提案"}, {"es", 1, "1 propuesta"},
        {"es", 2, "2 propuestas"}};

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_string_equal(tvx_say_number(in(six, rows[i].code), six->arena, rows[i].number, "{1} proposal",
                                           "{1} proposals"), rows[i].said);
    assert_string_equal(tvx_say_number(NULL, six->arena, 1, "{1} proposal", "{1} proposals"), "1 proposal");
}

static void numbers_have_the_digits_and_separators_of_the_language(void **state)
{
    struct six *six = *state;

    assert_string_equal(tvx_say_figure(NULL, six->arena, 12345.67, 1), "12,345.7");
    assert_string_equal(tvx_say_figure(in(six, "fr"), six->arena, 12345.67, 1), "12\u202F345,7");
    assert_string_equal(tvx_say_figure(in(six, "fr"), six->arena, -0.5, 1), "-0,5");
    assert_string_equal(tvx_say_figure(in(six, "ar"), six->arena, 1234.5, 1), "١٬٢٣٤٫٥");
    assert_string_equal(tvx_say_figure(in(six, "ar"), six->arena, 7, 0), "٧");
    assert_string_equal(tvx_say_figure(in(six, "ru"), six->arena, 7, 0), "7");
    assert_string_equal(tvx_say_figure(in(six, "ru"), six->arena, 0.05, 2), "0,05");
    assert_string_equal(tvx_say_figure(NULL, six->arena, 999.6, 0), "1,000");
}

static void dates_are_written_out(void **state)
{
    struct six *six = *state;

    assert_string_equal(tvx_say_date(NULL, six->arena, "2026-11-22"), "22 November 2026");
    assert_string_equal(tvx_say_date(in(six, "fr"), six->arena, "2026-11-22"), "22 novembre 2026");
    assert_string_equal(tvx_say_date(in(six, "ar"), six->arena, "2026-11-22"), "٢٢ نوفمبر ٢٠٢٦");
    assert_memory_equal(tvx_say_date(in(six, "ru"), six->arena, "2026-11-22"), "22 ноября 2026", 20);
    assert_string_equal(tvx_say_date(in(six, "zh"), six->arena, "2026-11-22"), "2026年11月22日");
    assert_string_equal(tvx_say_date(in(six, "es"), six->arena, "1919-06-28"), "28 de junio de 1919");
    assert_string_equal(tvx_say_date(NULL, six->arena, "2024-02-29"), "29 February 2024");
    assert_string_equal(tvx_say_date(NULL, six->arena, "2023-02-29"), "2023-02-29");
    assert_string_equal(tvx_say_date(NULL, six->arena, "autumn 2026"), "autumn 2026");
    assert_string_equal(tvx_say_date(NULL, six->arena, NULL), "");
}

static struct phrase rows[] = { /* sorted */
    {"about {1}, see {2}", "v {2} à propos de {1}"},
    {"about {1}, see {2} at {3}", "précis {3} {2} {1}"},
    {"kept", "conservé"},
    {"kept, as “{1}” says", "conservé, dit « {1} »"},
    {"of {1} on {2}", "de {#1} le {@2}"},
    {"on {1}", "sur {1}"},
    {"{1} is {2} here", "{2} : {1}"},
};

static void a_sentence_is_found_by_the_words_between_its_places(void **state)
{
    struct six *six = *state;
    struct tvx_tongue tongue = {.name = tvx_tongue_name(in(six, "fr")), .sentences = {rows, sizeof rows / sizeof *rows}};
    static const struct { const char *english, *said; } cases[] = {
        {"on 5.2", "sur 5.2"},
        {"on ", NULL},                     /* a place never takes nothing */
        {"upon 5.2", NULL},
        {"about x, see y", "v y à propos de x"},
        {"about x, see y at z", "précis z y x"}, /* the row with most words of its own */
        {"about x, see y, see z", "v y, see z à propos de x"}, /* a place takes as little as it can */
        {"5.2 is kept here", "conservé : 5.2"},  /* what stands in a place is said by its own row */
        {"on {2}{1}", "sur {2}{1}"},             /* and is not filled in again */
        {"kept, as “kept” says", "conservé, dit « kept »"}, /* but a quotation stays as it is */
        {"5.2 is on 7 here", "sur 7 : 5.2"},
        {"of 12345.5 on 2026-11-22", "de 12\u202F345,5 le 22 novembre 2026"},
        {"of many on a day", "de many le a day"},
        {"", NULL},
        {"unheard of", NULL},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *said = tvx_say_sentence(&tongue, six->arena, cases[i].english);

        if (cases[i].said == NULL)
            assert_null(said);
        else
            assert_string_equal(said, cases[i].said);
    }
    assert_string_equal(tvx_say_sentence(in(six, "fr"), six->arena,
                                         "It changes 2 words. The record of 2022-09-28 says that it was rejected."),
                        "Elle change 2 mots. Le compte rendu du 28 septembre 2022 dit que l’issue en fut\u00A0: rejetée.");
    assert_null(tvx_say_sentence(NULL, six->arena, "on 5.2"));
    assert_null(tvx_say_sentence(&tongue, six->arena, NULL));
    assert_string_equal(tvx_say_sentence(in(six, "fr"), six->arena, "on its part 5.2.a"), "sur sa partie 5.2.a");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_language_that_is_not_spoken_is_said_so),
        cmocka_unit_test(every_language_names_itself_and_its_direction),
        cmocka_unit_test(a_phrase_is_said_in_each_language),
        cmocka_unit_test(places_are_filled_once_and_only_those_there_are),
        cmocka_unit_test(plurals_follow_the_language),
        cmocka_unit_test(numbers_have_the_digits_and_separators_of_the_language),
        cmocka_unit_test(dates_are_written_out),
        cmocka_unit_test(a_sentence_is_found_by_the_words_between_its_places),
    };

    return cmocka_run_group_tests_name("what a reader of each language sees", tests, start, stop);
}
