/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "check.h"

#include <travaux/text/sentence.h>

/* Each sentence on a line: the index of its chapeau or "-", its label in <>, its words. */
static const char *cut(struct tvx_arena *arena, const char *text)
{
    struct tvx_sentences sentences;
    struct tvx_error error = {0};
    const char *out = "";
    size_t at = 0;

    assert_int_equal(tvx_sentences(&sentences, arena, text, strlen(text), &error), TVX_OK);
    for (size_t i = 0; i < sentences.count; i++) {
        const struct tvx_sentence *s = &sentences.items[i];
        const char *chapeau = s->chapeau == SIZE_MAX ? "-" : tvx_arena_printf(arena, "%zu", s->chapeau);

        assert_true(s->start >= at && s->length > s->label);
        assert_true(s->chapeau == SIZE_MAX || s->chapeau < i);
        for (; at < s->start; at++)
            assert_non_null(strchr(" \n", text[at]));
        at = s->start + s->length;
        out = tvx_arena_printf(arena, "%s%s<%.*s>%.*s|", out, chapeau, (int)s->label, text + s->start,
                               (int)(s->length - s->label), text + s->start + s->label);
    }
    return out;
}

static void check(const char *text, const char *expected)
{
    struct tvx_arena *arena = tvx_arena_new(1 << 24);

    assert_string_equal(cut(arena, text), expected);
    tvx_arena_free(arena);
}

static void full_stops_of_abbreviations_end_nothing(void **state)
{
    (void)state;
    check("The provisions of No. 34 and Art. 5, paras. 2 and 3, apply. They bind all.",
          "-<>The provisions of No. 34 and Art. 5, paras. 2 and 3, apply.|-<>They bind all.|");
    check("La demande (voir p. ex. le n° 12) est reçue par M. Durand. Elle est rejetée.",
          "-<>La demande (voir p. ex. le n° 12) est reçue par M. Durand.|-<>Elle est rejetée.|");
    check("Применяются положения ст. 5 и п. 3. Стороны обязуются.",
          "-<>Применяются положения ст. 5 и п. 3.|-<>Стороны обязуются.|");
    check("See clause 5.1 of T.38 (etc.) below. No more.", "-<>See clause 5.1 of T.38 (etc.) below.|-<>No more.|");
    check("Cables, pipes, etc. The rest follows.", "-<>Cables, pipes, etc.|-<>The rest follows.|");
    check("The answer is no. The Council decides.", "-<>The answer is no.|-<>The Council decides.|");
}

static void a_number_at_the_start_is_a_label(void **state)
{
    (void)state;
    check("1. The Council shall meet. It shall vote.\n5.2 Members may attend.",
          "-<1. >The Council shall meet.|-<>It shall vote.|-<5.2 >Members may attend.|");
    check("5A.1 Members shall meet.\n4.1 bis They may vote.\n2 bis They may not.",
          "-<5A.1 >Members shall meet.|-<4.1 bis >They may vote.|-<2 bis >They may not.|");
    check("In 2020 the fee was 5. It is 6 now.", "-<>In 2020 the fee was 5.|-<>It is 6 now.|");
}

static void items_know_the_words_over_them(void **state)
{
    (void)state;
    check("Each Party shall: (a) adopt laws; (b) keep a register; and (c) report. It may do more.",
          "-<>Each Party shall:|0<(a) >adopt laws;|0<(b) >keep a register; and|0<(c) >report.|0<>It may do more.|");
    check("Parties shall:\na) adopt:\ni) laws;\nii) rules;\nb) report.\nThey may do more.",
          "-<>Parties shall:|0<a) >adopt:|1<i) >laws;|1<ii) >rules;|0<b) >report.|-<>They may do more.|");
    check("The list:\nh) one;\ni) two;\nj) three.", "-<>The list:|0<h) >one;|0<i) >two;|0<j) >three.|");
    check("They shall: – settle it; – or not.", "-<>They shall:|0<– >settle it;|0<– >or not.|");
    check("shall:\nadopt laws;\nreport.\nThe rest.", "-<>shall:|0<>adopt laws;|0<>report.|-<>The rest.|");
}

static void brackets_within_a_sentence_are_no_items(void **state)
{
    (void)state;
    check("Under paragraph (a) of Article 5, and (b) of Article 6; the rest (c) too.",
          "-<>Under paragraph (a) of Article 5, and (b) of Article 6; the rest (c) too.|");
}

static void other_scripts_have_marks_of_their_own(void **state)
{
    (void)state;
    check("成员国应合作。各方可报告。", "-<>成员国应合作。|-<>各方可报告。|");
    check("هل يجوز ذلك؟ لا يجوز.", "-<>هل يجوز ذلك؟|-<>لا يجوز.|");
    check("«Il doit.» Elle peut.", "-<>«Il doit.»|-<>Elle peut.|");
}

static void anything_gives_sentences_that_cover_it(void **state)
{
    static const char *const pieces[] = {"a) ", "(i) ", "1. ", ": ", "; ", ".", "\n", "No. ", "word", " ", "–", " and ",
                                         "é", "。", "A", "5.2 ", ")", "("};
    uint64_t random = 7;

    (void)state;
    for (int round = 0; round < 3000; round++) {
        struct tvx_arena *arena = tvx_arena_new(1 << 24);
        const char *text = "";

        for (size_t i = tests_random(&random) % 30; i > 0; i--)
            text = tvx_arena_printf(arena, "%s%s", text,
                                    pieces[tests_random(&random) % (sizeof pieces / sizeof *pieces)]);
        cut(arena, text);
        tvx_arena_free(arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(full_stops_of_abbreviations_end_nothing),
        cmocka_unit_test(a_number_at_the_start_is_a_label),
        cmocka_unit_test(items_know_the_words_over_them),
        cmocka_unit_test(brackets_within_a_sentence_are_no_items),
        cmocka_unit_test(other_scripts_have_marks_of_their_own),
        cmocka_unit_test(anything_gives_sentences_that_cover_it),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
