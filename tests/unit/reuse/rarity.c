/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "check.h"
#include <math.h>
#include <travaux/reuse/rarity.h>

struct fixture {
    struct tvx_rarity *rarity;
    struct tvx_stemmer *stemmer;
};

static int set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);

    f->rarity = tvx_rarity_new(0);
    f->stemmer = tvx_stemmer_new();
    *state = f;
    return f->rarity == NULL || f->stemmer == NULL;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;

    tvx_rarity_free(f->rarity);
    tvx_stemmer_free(f->stemmer);
    free(f);
    return 0;
}

static int keep_key(void *context, const char *term, size_t length, size_t start, size_t span, bool same_place)
{
    (void)start, (void)span, (void)same_place;
    *(uint64_t *)context = tvx_rarity_key(term, length);
    return 1;
}

static uint64_t key_of(struct fixture *f, const char *language, const char *word)
{
    uint64_t key = 0;

    tvx_terms(f->stemmer, language, word, strlen(word), keep_key, &key);
    return key;
}

static double bits(struct fixture *f, const char *language, const char *word)
{
    return tvx_rarity_bits(f->rarity, key_of(f, language, word));
}

static void learn(struct tvx_rarity *rarity, struct fixture *f, const char *text)
{
    assert_int_equal(tvx_rarity_learn(rarity, f->stemmer, "en", text, strlen(text), NULL), TVX_OK);
}

static void test_without_a_corpus_common_words_weigh_little(void **state)
{
    static const char *const common[][2] = {{"en", "the"}, {"en", "shall"}, {"fr", "les"}, {"es", "para"},
                                            {"ru", "или"}, {"ar", "على"},   {"zh", "的"}};
    struct fixture *f = *state;

    for (size_t i = 0; i < sizeof common / sizeof *common; i++) {
        assert_true(bits(f, common[i][0], common[i][1]) < 3);
        assert_true(bits(f, common[i][0], common[i][1]) > 0);
    }
    assert_true(bits(f, "en", "States") < bits(f, "en", "lighthouse"));
    assert_true(fabs(bits(f, "en", "lighthouse") - TVX_RARITY_UNKNOWN) < 1e-9);
    assert_true(fabs(bits(f, "ru", "маяк") - TVX_RARITY_UNKNOWN) < 1e-9);
}

static void test_a_passage_counts_a_word_and_its_inflections_once(void **state)
{
    struct fixture *f = *state;

    learn(f->rarity, f, "A lighthouse, two lighthouses.\n\n   \nThe lighthouse of Helvaria\nNothing else");
    assert_int_equal(tvx_rarity_passages(f->rarity), 3);
    assert_int_equal(tvx_rarity_seen(f->rarity, key_of(f, "en", "LIGHTHOUSE")), 2);
    assert_int_equal(tvx_rarity_seen(f->rarity, key_of(f, "en", "Helvaria")), 1);
    assert_int_equal(tvx_rarity_seen(f->rarity, key_of(f, "en", "harbour")), 0);
}

static void test_a_corpus_moves_the_bits(void **state)
{
    struct fixture *f = *state;
    double before = bits(f, "en", "lighthouse"), the = bits(f, "en", "the");

    for (int i = 0; i < 5000; i++)
        learn(f->rarity, f, i % 2 == 0 ? "every lighthouse of the coast" : "every ship of the line");
    assert_true(bits(f, "en", "lighthouse") < 2 && before > 10);
    assert_true(bits(f, "en", "the") < the + 0.01);
    assert_true(bits(f, "en", "harbour") > before); /* unseen in much text is rarer than unseen in none */
    assert_true(fabs(bits(f, "en", "coast") + log2((2500 + 1000 * exp2(-bits(f, "en", "harbour")) * 6) / 6000)) < 0.2);
}

static void test_merged_counts_are_those_of_one_reading(void **state)
{
    struct fixture *f = *state;
    struct tvx_rarity *half = tvx_rarity_new(0);
    struct tvx_buf one, two;

    learn(f->rarity, f, "alpha beta\nbeta gamma");
    learn(half, f, "gamma delta\nalpha");
    assert_int_equal(tvx_rarity_merge(f->rarity, half, NULL), TVX_OK);
    tvx_rarity_free(half);
    half = tvx_rarity_new(0);
    learn(half, f, "alpha\nalpha beta\nbeta gamma\ngamma delta");
    tvx_buf_init(&one, 1 << 20);
    tvx_buf_init(&two, 1 << 20);
    assert_int_equal(tvx_rarity_pack(f->rarity, &one, NULL), TVX_OK);
    assert_int_equal(tvx_rarity_pack(half, &two, NULL), TVX_OK);
    assert_int_equal(one.length, two.length);
    assert_memory_equal(one.data, two.data, one.length);
    tvx_buf_free(&one);
    tvx_buf_free(&two);
    tvx_rarity_free(half);
}

static void test_packed_counts_come_back_and_damage_is_told(void **state)
{
    struct fixture *f = *state;
    struct tvx_rarity *again = tvx_rarity_new(0);
    struct tvx_error error;
    struct tvx_buf packed;

    learn(f->rarity, f, "alpha beta\nbeta gamma");
    tvx_buf_init(&packed, 1 << 20);
    assert_int_equal(tvx_rarity_pack(f->rarity, &packed, NULL), TVX_OK);
    for (size_t i = 0; i < packed.length; i++) {
        packed.data[i] ^= 0x10;
        assert_int_equal(tvx_rarity_unpack(again, packed.data, packed.length, &error), TVX_E_MALFORMED);
        packed.data[i] ^= 0x10;
        assert_int_equal(tvx_rarity_unpack(again, packed.data, i, &error), TVX_E_MALFORMED);
    }
    assert_int_equal(tvx_rarity_passages(again), 0);
    assert_int_equal(tvx_rarity_terms(again), 0);
    assert_int_equal(tvx_rarity_unpack(again, packed.data, packed.length, NULL), TVX_OK);
    assert_int_equal(tvx_rarity_passages(again), 2);
    assert_int_equal(tvx_rarity_seen(again, key_of(f, "en", "beta")), 2);
    tvx_buf_free(&packed);
    tvx_rarity_free(again);
}

static void test_memory_is_bounded_and_the_common_kept(void **state)
{
    struct tvx_rarity *small = tvx_rarity_new(1000);
    uint64_t seed = 7;

    (void)state;
    for (int i = 0; i < 20000; i++) {
        uint64_t keys[4] = {42, 43, tests_random(&seed) << 8 | 1, tests_random(&seed) << 8 | 1};

        assert_int_equal(tvx_rarity_add(small, keys, 4, NULL), TVX_OK);
    }
    assert_true(tvx_rarity_terms(small) <= 1000);
    assert_int_equal(tvx_rarity_seen(small, 42), 20000);
    assert_int_equal(tvx_rarity_passages(small), 20000);
    tvx_rarity_free(small);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_without_a_corpus_common_words_weigh_little, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_a_passage_counts_a_word_and_its_inflections_once, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_a_corpus_moves_the_bits, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_merged_counts_are_those_of_one_reading, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_packed_counts_come_back_and_damage_is_told, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_memory_is_bounded_and_the_common_kept, set_up, tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
