/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "check.h"
#include "random.h"
#include <stdbool.h>
#include <travaux/compare/align.h>

#define RECORDS "that records of traffic are kept by each operator for at least two full years;"
#define COOPERATE "to cooperate with neighbouring administrations in the prompt removal of harmful interference;"
#define REPORT "to report every second year to the Council on the measures taken and their cost;"
#define TRAIN "to train engineers of developing countries in the design of rural networks;"
#define PUBLISH "to publish all tariffs, surcharges and rebates in the national gazette without delay;"

/* "same 0-0, ins -1, …" and an asterisk where the label changed. */
static void check_alignment(const struct tvx_part *a, size_t a_count, const struct tvx_part *b, size_t b_count,
                            const char *expected)
{
    struct tvx_arena *arena = tvx_arena_new(1 << 24);
    struct tvx_alignment alignment;
    char out[2000] = "";
    size_t used = 0;

    assert_int_equal(tvx_align_parts(&alignment, arena, a, a_count, b, b_count, NULL), TVX_OK);
    for (size_t i = 0; i < alignment.count; i++) {
        const struct tvx_pair *pair = &alignment.pairs[i];

        used += (size_t)snprintf(out + used, sizeof out - used, "%s%s ", i == 0 ? "" : ", ",
                                 tvx_pair_kind_to_string(pair->kind));
        for (size_t k = 0; k < pair->a_count; k++)
            used += (size_t)snprintf(out + used, sizeof out - used, "%zu", pair->a + k);
        used += (size_t)snprintf(out + used, sizeof out - used, "-");
        for (size_t k = 0; k < pair->b_count; k++)
            used += (size_t)snprintf(out + used, sizeof out - used, "%zu", pair->b + k);
        used += (size_t)snprintf(out + used, sizeof out - used, "%s", pair->renumbered ? "*" : "");
    }
    assert_string_equal(out, expected);
    tvx_arena_free(arena);
}

static void test_a_new_item_renumbers_and_no_more(void **state)
{
    static const struct tvx_part a[] = {{"a)", RECORDS}, {"b)", COOPERATE}, {"c)", REPORT}};
    static const struct tvx_part b[] = {{"a)", TRAIN}, {"b)", RECORDS}, {"c)", COOPERATE}, {"d)", REPORT}};

    (void)state;
    check_alignment(a, 3, b, 4, "ins -0, same 0-1*, same 1-2*, same 2-3*");
    check_alignment(b, 4, a, 3, "del 0-, same 1-0*, same 2-1*, same 3-2*");
    check_alignment(a, 3, a, 3, "same 0-0, same 1-1, same 2-2");
    check_alignment(a, 0, b, 2, "ins -0, ins -1");
    check_alignment(a, 2, b, 0, "del 0-, del 1-");
    check_alignment(a, 0, b, 0, "");
}

static void test_changed_items_keep_their_partner(void **state)
{
    static const struct tvx_part a[] = {{"1", RECORDS}, {"2", COOPERATE}, {"3", REPORT}};
    static const struct tvx_part b[] = {
        {"1", "that records of all traffic and location are kept by each operator for at least five full years;"},
        {"2", TRAIN}, {"3", COOPERATE}, {"4", "to report every year to the Council on the measures taken;"}};
    static const struct tvx_part replaced[] = {{"1", RECORDS}, {"2", PUBLISH}, {"3", REPORT}};

    (void)state;
    check_alignment(a, 3, b, 4, "changed 0-0, ins -1, same 1-2*, changed 2-3*");
    /* an item wholly replaced is not shown as changed word by word */
    check_alignment(a, 3, replaced, 3, "same 0-0, del 1-, ins -1, same 2-2");
}

static void test_split_and_join(void **state)
{
    static const struct tvx_part whole[] = {{"1", PUBLISH}, {"2", RECORDS " " COOPERATE}, {"3", REPORT}};
    static const struct tvx_part halves[] = {{"1", PUBLISH}, {"2", RECORDS}, {"3", COOPERATE}, {"4", REPORT}};

    (void)state;
    check_alignment(whole, 3, halves, 4, "same 0-0, split 1-12, same 2-3*");
    check_alignment(halves, 4, whole, 3, "same 0-0, join 12-1, same 3-2*");
}

static void test_moved(void **state)
{
    static const struct tvx_part a[] = {{"1", PUBLISH}, {"2", RECORDS}, {"3", COOPERATE}, {"4", REPORT}};
    static const struct tvx_part b[] = {{"1", RECORDS}, {"2", COOPERATE}, {"3", REPORT},
                                        {"4", "to publish all tariffs and rebates in the national gazette without delay;"}};

    (void)state;
    check_alignment(a, 4, b, 4, "same 1-0*, same 2-1*, same 3-2*, moved 0-3*");
}

static void test_headings_and_copies(void **state)
{
    /* the same short phrase many times, and parts that have only a label */
    static const struct tvx_part a[] = {{"I", ""}, {"", "(Deleted)"}, {"1", RECORDS}, {"", "(Deleted)"}, {"II", ""}, {"1", REPORT}};
    static const struct tvx_part b[] = {{"I", ""}, {"", "(Deleted)"}, {"1", RECORDS}, {"II", ""}, {"", "(Deleted)"}, {"1", REPORT}};

    (void)state;
    check_alignment(a, 6, a, 6, "same 0-0, same 1-1, same 2-2, same 3-3, same 4-4, same 5-5");
    check_alignment(a, 6, b, 6, "same 0-0, same 1-1, same 2-2, del 3-, same 4-3, ins -4, same 5-5");
}

/* Whatever the input: each part of b stands once and in order, each part of a once. */
static void test_every_part_stands_once(void **state)
{
    uint64_t seed = 99;
    static char text[60][4000];

    (void)state;
    for (int round = 0; round < 1500; round++) {
        struct tvx_arena *arena = tvx_arena_new(1 << 26);
        struct tvx_part a[30], b[30];
        size_t n = tests_random(&seed) % 30, m = tests_random(&seed) % 30, b_at = 0;
        bool seen[30] = {false};
        struct tvx_alignment alignment;

        for (size_t i = 0; i < n; i++) {
            random_text(text[i], sizeof *text, &seed, 25, RANDOM_WORDS);
            a[i] = (struct tvx_part){i % 3 == 0 ? "" : "a)", text[i]};
        }
        for (size_t j = 0; j < m; j++) {
            text[30 + j][0] = '\0';
            if (n > 0 && tests_random(&seed) % 5 != 0)
                random_edit(text[30 + j], sizeof *text,
                            text[tests_random(&seed) % 3 == 0 ? tests_random(&seed) % n : j % n], &seed, 8);
            if (n > 1 && tests_random(&seed) % 6 == 0 && strlen(text[30 + j]) < 1500)
                strncat(text[30 + j], text[(j + 1) % n], 1500);
            b[j] = (struct tvx_part){j % 4 == 0 ? "b)" : "a)", text[30 + j]};
        }
        assert_int_equal(tvx_align_parts(&alignment, arena, a, n, b, m, NULL), TVX_OK);
        for (size_t i = 0; i < alignment.count; i++) {
            const struct tvx_pair *pair = &alignment.pairs[i];

            if (pair->b_count > 0)
                assert_int_equal(pair->b, b_at);
            b_at += pair->b_count;
            for (size_t k = pair->a; k < pair->a + pair->a_count; k++) {
                assert_true(k < n && !seen[k]);
                seen[k] = true;
            }
            assert_true(pair->a_count > 0 || pair->kind == TVX_PAIR_INS);
            assert_true(pair->b_count > 0 || pair->kind == TVX_PAIR_DEL);
            if (pair->kind == TVX_PAIR_SAME)
                assert_string_equal(a[pair->a].text, b[pair->b].text);
            if (pair->kind == TVX_PAIR_CHANGED)
                assert_true(pair->diff.count > 0);
        }
        assert_int_equal(b_at, m);
        for (size_t k = 0; k < n; k++)
            assert_true(seen[k]);
        tvx_arena_free(arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_new_item_renumbers_and_no_more),
        cmocka_unit_test(test_changed_items_keep_their_partner),
        cmocka_unit_test(test_split_and_join),
        cmocka_unit_test(test_moved),
        cmocka_unit_test(test_headings_and_copies),
        cmocka_unit_test(test_every_part_stands_once),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
