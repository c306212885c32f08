/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Novelty: words that name one thing, and which law is nearest to a sentence. */
#include "check.h"

#include "../../../src/analyse/novelty_index.h"

static struct tvx_arena *arena;
static struct novelty_words *words;

static int start(void **state)
{
    (void)state;
    arena = tvx_arena_new(64 << 20);
    words = arena == NULL ? NULL : novelty_words_new(arena);
    return words == NULL;
}

static int stop(void **state)
{
    (void)state;
    novelty_words_free(words);
    tvx_arena_free(arena);
    return 0;
}

static struct novelty_text words_of(const char *language, const char *text)
{
    struct novelty_text out;
    struct tvx_error error = {0};

    assert_int_equal(novelty_words_read(&out, arena, words, language, text, strlen(text), &error), TVX_OK);
    return out;
}

/* The one concept of a phrase; fails where it is read as several. */
static uint64_t concept(const char *language, const char *text)
{
    struct novelty_text out = words_of(language, text);

    if (out.count != 1)
        fail_msg("%s: %zu words", text, out.count);
    return out.items[0].concept;
}

static void names_of_one_thing_are_one_concept(void **state)
{
    (void)state;
    assert_int_equal(concept("en", "cut off"), concept("en", "suspension"));
    assert_int_equal(concept("en", "suspends"), concept("en", "stopped"));
    assert_int_equal(concept("en", "Member States"), concept("en", "government"));
    assert_int_equal(concept("fr", "suspension"), concept("en", "interruption"));
    assert_int_not_equal(concept("en", "stop"), concept("en", "charge"));
    assert_int_not_equal(words_of("en", "cut off").items[0].stem, words_of("en", "stop").items[0].stem);
}

static void a_name_of_several_words_is_found_in_a_text_with_its_place(void **state)
{
    struct novelty_text text = words_of("en", "They shall cut off the line.");

    (void)state;
    assert_int_equal(text.count, 5);
    assert_true(text.items[0].little && text.items[1].little && text.items[3].little);
    assert_int_equal(text.items[2].start, 11);
    assert_int_equal(text.items[2].length, 7);
    assert_int_equal(text.items[2].concept, concept("en", "suspend"));
    text = words_of("en", "they cut hair");
    assert_int_equal(text.count, 3);
    assert_int_not_equal(text.items[1].concept, concept("en", "suspend"));
}

static void a_text_of_anything_is_read(void **state)
{
    char long_text[20000];

    (void)state;
    assert_int_equal(words_of("en", "").count, 0);
    assert_int_equal(words_of("xx", " — … !").count, 0);
    for (size_t i = 0; i + 1 < sizeof long_text; i++)
        long_text[i] = i % 2 == 0 ? 'a' : ' ';
    long_text[sizeof long_text - 1] = '\0';
    assert_int_equal(words_of("en", long_text).count, 1024);
}

static void words_of_chinese_lie_side_by_side(void **state)
{
    struct novelty_text text = words_of("zh", "成员国应暂停国际电信业务。");
    size_t at = 0;

    (void)state;
    assert_true(text.count > 2);
    for (size_t i = 0; i < text.count; i++) {
        assert_true(text.items[i].start >= at);
        at = text.items[i].start + text.items[i].length;
    }
}

static struct novelty_index *index_of(const char *const *sentences, size_t count)
{
    struct novelty_index *index = novelty_index_new(arena);
    struct tvx_error error = {0};

    assert_non_null(index);
    for (size_t i = 0; i < count; i++) {
        struct novelty_unit unit = {.words = words_of("en", sentences[i]), .kind = ""};

        assert_int_equal(novelty_index_add(index, &unit, &error), TVX_OK);
    }
    assert_int_equal(novelty_index_close(index, &error), TVX_OK);
    return index;
}

static void the_nearest_is_found_in_other_words_and_again(void **state)
{
    static const char *const law[] = {
        "Charges shall follow the cost of the service.",
        "Each Member may suspend the international service after informing the others.",
        "A Member may interrupt a private conversation that offends against its laws.",
        "Stations shall be run with little energy.",
    };
    struct novelty_index *index = index_of(law, 4);
    struct novelty_text asked = words_of("en", "Countries can cut off cross-border services if they notify others.");
    struct novelty_asked question = {.words = asked.items, .count = asked.count, .kind = ""};
    struct novelty_hit hits[NOVELTY_HITS];
    struct tvx_error error = {0};
    size_t count = 0;
    double first;

    (void)state;
    assert_int_equal(novelty_index_ask(index, hits, &count, &question, &error), TVX_OK);
    assert_true(count >= 2);
    assert_int_equal(hits[0].unit, 1);
    first = hits[0].score;
    assert_int_equal(novelty_index_ask(index, hits, &count, &question, &error), TVX_OK);
    assert_true(count >= 2 && hits[0].unit == 1 && hits[0].score == first); /* nothing stays of the first question */
    asked = words_of("en", "zebra");
    question = (struct novelty_asked){.words = asked.items, .count = asked.count, .kind = ""};
    assert_int_equal(novelty_index_ask(index, hits, &count, &question, &error), TVX_OK);
    assert_int_equal(count, 0);
    novelty_index_free(index);
}

static void who_must_do_it_decides_between_equals(void **state)
{
    struct novelty_index *index = novelty_index_new(arena);
    struct novelty_text sentence = words_of("en", "the record of calls is kept"), asked = words_of("en", "a record of calls");
    struct novelty_unit operators = {.words = sentence, .kind = "duty", .actor = concept("en", "operators")};
    struct novelty_unit states = {.words = sentence, .kind = "duty", .actor = concept("en", "Member States")};
    struct novelty_asked question = {.words = asked.items, .count = asked.count, .kind = "duty"};
    struct novelty_hit hits[NOVELTY_HITS];
    struct tvx_error error = {0};
    size_t count;

    (void)state;
    assert_int_equal(novelty_index_add(index, &operators, &error), TVX_OK);
    assert_int_equal(novelty_index_add(index, &states, &error), TVX_OK);
    assert_int_equal(novelty_index_close(index, &error), TVX_OK);
    question.actor = concept("en", "governments");
    assert_int_equal(novelty_index_ask(index, hits, &count, &question, &error), TVX_OK);
    assert_int_equal(count, 2);
    assert_int_equal(hits[0].unit, 1);
    question.actor = concept("en", "carriers");
    assert_int_equal(novelty_index_ask(index, hits, &count, &question, &error), TVX_OK);
    assert_int_equal(hits[0].unit, 0);
    novelty_index_free(index);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_of_one_thing_are_one_concept),
        cmocka_unit_test(a_name_of_several_words_is_found_in_a_text_with_its_place),
        cmocka_unit_test(a_text_of_anything_is_read),
        cmocka_unit_test(words_of_chinese_lie_side_by_side),
        cmocka_unit_test(the_nearest_is_found_in_other_words_and_again),
        cmocka_unit_test(who_must_do_it_decides_between_equals),
    };

    return cmocka_run_group_tests(tests, start, stop);
}
