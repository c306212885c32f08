/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "check.h"

#include <travaux/analyse/claim.h>

enum { MANY = 200 };

static void evidence_of_a_part_counts_on_in_code_points(void **state)
{
    struct tvx_arena *arena = tvx_arena_new(1 << 20);
    struct tvx_evidence whole = {"NC26/14", "ab", "VRN/14A1/5", "l'accès du public à « tout » réseau", 100, 33, 7}, part;
    struct tvx_error error = {0};
    const char *found = strstr(whole.quote, "tout");

    (void)state;
    assert_int_equal(
        tvx_evidence_part(&part, arena, &whole, (size_t)(found - whole.quote), strlen("tout » réseau"), &error), TVX_OK);
    assert_string_equal(part.quote, "tout » réseau");
    assert_int_equal(part.start, 122);
    assert_int_equal(part.points, 13);
    assert_string_equal(part.ref, "VRN/14A1/5");
    tvx_arena_free(arena);
}

static void a_part_of_a_place_not_known_has_none(void **state)
{
    struct tvx_arena *arena = tvx_arena_new(1 << 20);
    struct tvx_evidence whole = {"", "", "", "shall endeavour", 0, 0, 0}, part;
    struct tvx_error error = {0};

    (void)state;
    assert_int_equal(tvx_evidence_part(&part, arena, &whole, 6, 9, &error), TVX_OK);
    assert_string_equal(part.quote, "endeavour");
    assert_int_equal(part.start, 0);
    assert_int_equal(part.points, 0);
    tvx_arena_free(arena);
}

static void claims_and_their_evidence_keep_their_order(void **state)
{
    struct tvx_arena *arena = tvx_arena_new(1 << 22);
    struct tvx_claims claims = {0};
    struct tvx_error error = {0};

    (void)state;
    for (size_t i = 0; i < MANY; i++) {
        struct tvx_claim *claim = tvx_claims_add(&claims, arena, "It is so.", "", "by hand: X, 2026-11-22");

        assert_non_null(claim);
        for (size_t j = 0; j < i; j++)
            assert_int_equal(
                tvx_claim_rests_on(claim, arena, &(struct tvx_evidence){.quote = "so", .start = 1000 * i + j}, &error),
                TVX_OK);
    }
    assert_int_equal(claims.count, MANY);
    for (size_t i = 0; i < MANY; i++) {
        assert_int_equal(claims.items[i].evidence_count, i < TVX_CLAIM_EVIDENCE ? i : TVX_CLAIM_EVIDENCE);
        for (size_t j = 0; j < claims.items[i].evidence_count; j++)
            assert_int_equal(claims.items[i].evidence[j].start, 1000 * i + j);
    }
    tvx_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(evidence_of_a_part_counts_on_in_code_points),
        cmocka_unit_test(a_part_of_a_place_not_known_has_none),
        cmocka_unit_test(claims_and_their_evidence_keep_their_order),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
