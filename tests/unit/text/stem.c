/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "check.h"

#include <stdbool.h>
#include <travaux/text/stem.h>

struct collected {
    char text[4096]; /* terms with a space before each, "+" before one at the same place */
    size_t count;
};

static int collect(void *context, const char *term, size_t term_length, size_t start, size_t length, bool same_place)
{
    struct collected *all = context;
    size_t used = strlen(all->text);

    (void)start;
    assert_true(length > 0);
    snprintf(all->text + used, sizeof all->text - used, "%s%.*s", same_place ? "+" : used == 0 ? "" : " ",
             (int)term_length, term);
    all->count++;
    return 0;
}

static const char *terms(const char *language, const char *text)
{
    static struct collected all;
    struct tvx_stemmer *stemmer = tvx_stemmer_new();

    memset(&all, 0, sizeof all);
    assert_non_null(stemmer);
    assert_int_equal(tvx_terms(stemmer, language, text, strlen(text), collect, &all), 0);
    tvx_stemmer_free(stemmer);
    return all.text;
}

static void words_are_folded_and_stemmed_by_their_language(void **state)
{
    (void)state;
    assert_string_equal(terms("en", "The Member States’ networks, COOPERATING."), "the member state network cooper");
    assert_string_equal(terms("fr", "l'Union, jusqu'à aujourd'hui: nations"), "l union jusqu à aujourd'hui nation");
    assert_string_equal(terms("es", "las naciones"), "las nacion");
    assert_string_equal(terms(NULL, "co\u00ADoperation ﬁle"), "cooper file");
}

static void inflected_words_meet_in_one_term(void **state)
{
    char first[4096];

    (void)state;
    snprintf(first, sizeof first, "%s", terms("ru", "переговоров"));
    assert_string_equal(first, terms("ru", "ПЕРЕГОВОРЫ"));
    snprintf(first, sizeof first, "%s", terms("ru", "ещё"));
    assert_string_equal(first, terms("ru", "еще"));
    snprintf(first, sizeof first, "%s", terms("ar", "الجمعية"));
    assert_string_equal(first, terms("ar", "جمعية"));
    snprintf(first, sizeof first, "%s", terms("ar", "الأُمَم")); /* with vowel signs and hamza */
    assert_string_equal(first, terms("ar", "الامم"));
}

static void numbers_and_symbols_stay_whole(void **state)
{
    (void)state;
    assert_string_equal(terms("en", "resolution 70/1, No. 5A and 5.1, A/RES/70/1; and/or 4,635."),
                        "resolut 70/1 no 5a and 5.1 a/res/70/1 and or 4,635");
    assert_string_equal(terms("ar", "٧٠/١ ٣٤ ３"), "70/1 34 3");
}

static void chinese_gives_words_and_pairs(void **state)
{
    (void)state;
    assert_string_equal(terms("zh", "联合国，大会"), "联合 合国 国 大会 会");
    assert_string_equal(terms("zh", "第70/1号决议"), "第 70/1 号+号决 决议 议");
    /* what a phrase of pairs needs: the same places wherever the run begins */
    assert_non_null(strstr(terms("zh", "各国联合国大会回顾"), "合国"));
}

static int stop_at_second(void *context, const char *term, size_t term_length, size_t start, size_t length,
                          bool same_place)
{
    int *count = context;

    (void)term, (void)term_length, (void)start, (void)length, (void)same_place;
    return ++*count == 2 ? 7 : 0;
}

static void a_term_function_can_stop(void **state)
{
    struct tvx_stemmer *stemmer = tvx_stemmer_new();
    int count = 0;

    (void)state;
    assert_int_equal(tvx_terms(stemmer, "en", "one two three", 13, stop_at_second, &count), 7);
    assert_int_equal(count, 2);
    tvx_stemmer_free(stemmer);
}

static int measure(void *context, const char *term, size_t term_length, size_t start, size_t length, bool same_place)
{
    size_t *most = context;

    (void)same_place, (void)start, (void)length;
    assert_true(term_length < 256 && memchr(term, ' ', term_length) == NULL);
    *most = term_length > *most ? term_length : *most;
    return 0;
}

static void hostile_words_stay_within_bounds(void **state)
{
    struct tvx_stemmer *stemmer = tvx_stemmer_new();
    static char text[120000];
    static const char *const units[] = {"a", "\xEF\xB7\xBA", "\xE5\x9B\xBD", "1/", "\xF0\xA0\x80\x80", "\xFF", "x'",
                                        "\xE0\xB8\x81", "e\xCC\x81"};
    size_t most = 0;

    (void)state;
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        size_t unit = strlen(units[i]), length = 0;

        while (length + unit <= sizeof text) {
            memcpy(text + length, units[i], unit);
            length += unit;
        }
        assert_int_equal(tvx_terms(stemmer, "en", text, length, measure, &most), 0);
    }
    assert_true(most > 50);
    tvx_stemmer_free(stemmer);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_are_folded_and_stemmed_by_their_language),
        cmocka_unit_test(inflected_words_meet_in_one_term),
        cmocka_unit_test(numbers_and_symbols_stay_whole),
        cmocka_unit_test(chinese_gives_words_and_pairs),
        cmocka_unit_test(a_term_function_can_stop),
        cmocka_unit_test(hostile_words_stay_within_bounds),
    };

    return cmocka_run_group_tests_name("stem", tests, NULL, NULL);
}
