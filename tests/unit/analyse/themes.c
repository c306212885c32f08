/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Themes: which texts have one, by which words, and what a table may not say. */
#include "check.h"

#include <travaux/analyse/themes.h>

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

static struct tvx_taxonomy *shipped(void)
{
    struct tvx_taxonomy *taxonomy;
    struct tvx_error error = {0};

    if (tvx_taxonomy_shipped(&taxonomy, arena, &error) != TVX_OK)
        fail_msg("%s", error.message);
    return taxonomy;
}

/* Keys of the topics, heaviest first: "routing sovereignty". */
static const char *topics(const struct tvx_taxonomy *taxonomy, const char *language, const char *text)
{
    struct tvx_theme_tag *tags;
    struct tvx_error error = {0};
    size_t count, all;
    const struct tvx_theme *themes = tvx_taxonomy_themes(taxonomy, &all);
    const char *out = "";

    assert_int_equal(tvx_themes_tag(&tags, &count, arena, taxonomy, language, text, &error), TVX_OK);
    for (size_t i = 0; i < count; i++)
        if (strcmp(themes[tags[i].theme].set, "topic") == 0)
            out = tvx_arena_printf(arena, "%s%s%s", out, *out == '\0' ? "" : " ", themes[tags[i].theme].key);
    return out;
}

static void a_strong_phrase_is_enough_and_inflection_does_not_matter(void **state)
{
    const struct tvx_taxonomy *t = shipped();

    (void)state;
    assert_string_equal(topics(t, "en", "Member States should counter spam."), "spam");
    assert_string_equal(topics(t, "en", "Unsolicited electronic communications are harmful."), "spam");
    assert_string_equal(topics(t, "en", "They shall respect the sovereignty of States."), "sovereignty");
    assert_string_equal(topics(t, "en", "The lake is blue."), "");
}

static void one_weak_word_is_not_enough_and_two_of_the_same_are_one(void **state)
{
    const struct tvx_taxonomy *t = shipped();

    (void)state;
    assert_string_equal(topics(t, "en", "The route is known."), "");
    assert_string_equal(topics(t, "en", "The route and the routes."), "");
    assert_string_equal(topics(t, "en", "The routes of transit are known."), "routing");
}

static void each_of_the_six_languages_is_known(void **state)
{
    const struct tvx_taxonomy *t = shipped();

    (void)state;
    assert_string_equal(topics(t, "fr", "Les États Membres luttent contre le pourriel."), "spam");
    assert_string_equal(topics(t, "es", "Se respetará la soberanía de los Estados."), "sovereignty");
    assert_string_equal(topics(t, "ru", "Государства уважают суверенитет."), "sovereignty");
    assert_string_equal(topics(t, "ar", "تحترم الدول السيادة الوطنية"), "sovereignty");
    assert_string_equal(topics(t, "zh", "各国尊重主权。"), "sovereignty");
}

/* "publicar" and "public" have one stem. */
static void words_of_another_language_in_the_same_letters_do_not_count(void **state)
{
    (void)state;
    assert_string_equal(topics(shipped(), "en", "The public is served."), "");
}

static const char own[] = "# a comment\n"
                          "water\tlake\tThe lake\ten\tclean lake|lake\tshore|boat\r\n"
                          "water\tfish\tFish\ten\tfish in the lake\t\n";

static void of_overlapping_phrases_of_a_theme_the_longest_counts_and_says_its_row(void **state)
{
    static const char text[] = "A clean lake has fish in the lake.";
    struct tvx_taxonomy *taxonomy;
    struct tvx_theme_tag *tags;
    struct tvx_error error = {0};
    size_t count;

    (void)state;
    assert_int_equal(tvx_taxonomy_parse(&taxonomy, arena, own, strlen(own), &error), TVX_OK);
    assert_int_equal(tvx_themes_tag(&tags, &count, arena, taxonomy, "en", text, &error), TVX_OK);
    assert_int_equal(count, 2);
    assert_int_equal(tags[0].theme, 0);
    assert_int_equal(tags[0].word_count, 2);
    assert_int_equal(tags[0].words[0].start, 2);
    assert_int_equal(tags[0].words[0].length, strlen("clean lake"));
    assert_int_equal(tags[0].words[0].line, 2);
    assert_int_equal(tags[1].words[0].line, 3);
    assert_int_equal(tags[1].words[0].length, strlen("fish in the lake"));
}

static void claims_rest_on_the_words_with_their_places(void **state)
{
    struct tvx_taxonomy *taxonomy;
    struct tvx_theme_tag *tags;
    struct tvx_claims claims = {0};
    struct tvx_evidence whole = {"NC26/1", "x", "A/1/1", "Höhe: a clean lake", 50, 18, 1};
    struct tvx_error error = {0};
    size_t count;

    (void)state;
    assert_int_equal(tvx_taxonomy_parse(&taxonomy, arena, own, strlen(own), &error), TVX_OK);
    assert_int_equal(tvx_themes_tag(&tags, &count, arena, taxonomy, "en", whole.quote, &error), TVX_OK);
    assert_int_equal(tvx_themes_claims(&claims, arena, taxonomy, tags, count, &whole, "own.tsv", &error), TVX_OK);
    assert_int_equal(claims.count, 1);
    assert_string_equal(claims.items[0].statement, "It speaks of The lake: “clean lake”");
    assert_string_equal(claims.items[0].method, "own.tsv: row 2");
    assert_string_equal(claims.items[0].evidence[0].quote, "clean lake");
    assert_int_equal(claims.items[0].evidence[0].start, 58);
    assert_int_equal(claims.items[0].evidence[0].points, 10);
}

static void refuses(const char *table, const char *message)
{
    struct tvx_taxonomy *taxonomy;
    struct tvx_error error = {0};

    assert_int_equal(tvx_taxonomy_parse(&taxonomy, arena, table, strlen(table), &error), TVX_E_MALFORMED);
    if (strstr(error.message, message) == NULL)
        fail_msg("\"%s\" does not say \"%s\"", error.message, message);
}

static void a_table_that_is_wrong_is_refused_with_its_line(void **state)
{
    (void)state;
    refuses("", "no row");
    refuses("# nothing\n", "no row");
    refuses("a\tb\tc\n", "line 1: a row needs");
    refuses("a\tb\tc\ten\tx\n\n\tb2\tc\ten\tx\n", "line 3: a row needs");
    refuses("a\tb\tc\ten\t!!!\n", "line 1: \"!!!\" holds no word");
    refuses("a\tb\tc\ten\to n e t w o t h r e e f o u r\n", "is too long");
    refuses("a\tb\tc\ten\t\xff\n", "not UTF-8");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_strong_phrase_is_enough_and_inflection_does_not_matter, start, stop),
        cmocka_unit_test_setup_teardown(one_weak_word_is_not_enough_and_two_of_the_same_are_one, start, stop),
        cmocka_unit_test_setup_teardown(each_of_the_six_languages_is_known, start, stop),
        cmocka_unit_test_setup_teardown(words_of_another_language_in_the_same_letters_do_not_count, start, stop),
        cmocka_unit_test_setup_teardown(of_overlapping_phrases_of_a_theme_the_longest_counts_and_says_its_row, start,
                                        stop),
        cmocka_unit_test_setup_teardown(claims_rest_on_the_words_with_their_places, start, stop),
        cmocka_unit_test_setup_teardown(a_table_that_is_wrong_is_refused_with_its_line, start, stop),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
