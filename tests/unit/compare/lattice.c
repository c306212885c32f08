/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "check.h"
#include "random.h"
#include <stdbool.h>
#include <travaux/compare/lattice.h>

enum { MOST_VARIANTS = 12, ROOM = 16384 };

static char texts[MOST_VARIANTS][ROOM];

/* Base and variants: edits of the base, of each other, copies, strangers, nothing. */
static size_t random_witnesses(const char *pointers[MOST_VARIANTS], uint64_t *seed)
{
    size_t count = 1 + tests_random(seed) % MOST_VARIANTS, most = tests_random(seed) % 4 == 0 ? 6 : 40;

    random_text(texts[0], ROOM, seed, most, 2 + tests_random(seed) % (RANDOM_WORDS - 2));
    if (tests_random(seed) % 12 == 0)
        texts[0][0] = '\0';
    for (size_t v = 0; v < count; v++) {
        pointers[v] = texts[v];
        if (v == 0)
            continue;
        switch (tests_random(seed) % 10) {
        case 0:
            texts[v][0] = '\0';
            break;
        case 1:
            memcpy(texts[v], texts[tests_random(seed) % v], ROOM);
            break;
        case 2:
            random_text(texts[v], ROOM, seed, most, RANDOM_WORDS);
            break;
        default:
            random_edit(texts[v], ROOM, texts[tests_random(seed) % 3 == 0 ? tests_random(seed) % v : 0], seed,
                        1 + tests_random(seed) % 12);
            if (strlen(texts[v]) > ROOM / 4)
                texts[v][0] = '\0';
        }
    }
    return count;
}

static bool has(const struct tvx_column *column, uint32_t variant)
{
    for (size_t k = 0; k < column->member_count; k++)
        if (column->members[k] == variant)
            return true;
    return false;
}

static bool share(const struct tvx_column *x, const struct tvx_column *y)
{
    for (size_t k = 0; k < x->member_count; k++)
        if (has(y, x->members[k]))
            return true;
    return false;
}

/* Members ascend, no column is empty, and no two neighbours hold one token that could be one column. */
static void check_columns(const struct tvx_lattice *lattice)
{
    for (size_t c = 0; c < lattice->count; c++) {
        const struct tvx_column *column = &lattice->columns[c];

        assert_true(column->member_count > 0);
        assert_true(column->token[0] != '\0');
        for (size_t k = 0; k < column->member_count; k++) {
            assert_true(column->members[k] < lattice->variant_count);
            assert_true(k == 0 || column->members[k - 1] < column->members[k]);
        }
        if (c > 0 && strcmp(column->token, lattice->columns[c - 1].token) == 0)
            assert_true(share(column, &lattice->columns[c - 1]));
    }
}

static void test_every_variant_comes_back_from_10000_lattices(void **state)
{
    uint64_t seed = 10000;

    (void)state;
    for (int round = 0; round < 10000; round++) {
        struct tvx_arena *arena = tvx_arena_new(1 << 28);
        const char *pointers[MOST_VARIANTS];
        size_t count = random_witnesses(pointers, &seed);
        struct tvx_lattice lattice, again;
        struct tvx_loci loci;
        struct tvx_families families;

        assert_int_equal(tvx_lattice_build(&lattice, arena, pointers, count, NULL), TVX_OK);
        assert_int_equal(lattice.variant_count, count);
        for (size_t v = 0; v < count; v++)
            assert_string_equal(tvx_lattice_text(&lattice, arena, v), pointers[v]);
        check_columns(&lattice);
        assert_int_equal(tvx_lattice_loci(&loci, arena, &lattice, NULL), TVX_OK);
        assert_int_equal(tvx_lattice_families(&families, arena, &lattice, NULL, NULL), TVX_OK);
        if (round % 50 == 0) {
            assert_int_equal(tvx_lattice_build(&again, arena, pointers, count, NULL), TVX_OK);
            assert_int_equal(again.count, lattice.count);
            for (size_t c = 0; c < lattice.count; c++) {
                assert_string_equal(again.columns[c].token, lattice.columns[c].token);
                assert_int_equal(again.columns[c].member_count, lattice.columns[c].member_count);
                assert_memory_equal(again.columns[c].members, lattice.columns[c].members,
                                    lattice.columns[c].member_count * sizeof(uint32_t));
            }
        }
        tvx_arena_free(arena);
    }
}

/* One variant's words, without white space, that stand in no locus. */
static void words_outside(char out[2 * ROOM], const struct tvx_lattice *lattice, const struct tvx_loci *loci,
                          uint32_t variant)
{
    size_t k = 0, used = 0;

    *out = '\0';
    for (size_t c = 0; c < lattice->count; c++) {
        const char *token = lattice->columns[c].token;

        while (k < loci->count && loci->items[k].last < c)
            k++;
        if ((k == loci->count || c < loci->items[k].first) && has(&lattice->columns[c], variant))
            used += (size_t)snprintf(out + used, 2 * ROOM - used, "%s", token + strspn(token, " \n\t\xC2\xA0"));
    }
}

/* Every witness reads one reading at every locus; loci ascend apart; outside them all witnesses have the same words. */
static void test_loci_hold_every_difference(void **state)
{
    uint64_t seed = 77;

    (void)state;
    for (int round = 0; round < 3000; round++) {
        struct tvx_arena *arena = tvx_arena_new(1 << 28);
        const char *pointers[MOST_VARIANTS];
        size_t count = random_witnesses(pointers, &seed), witnesses = 0;
        bool witness[MOST_VARIANTS] = {false};
        struct tvx_lattice lattice;
        struct tvx_loci loci;

        assert_int_equal(tvx_lattice_build(&lattice, arena, pointers, count, NULL), TVX_OK);
        assert_int_equal(tvx_lattice_loci(&loci, arena, &lattice, NULL), TVX_OK);
        for (size_t v = 0; v < count; v++) {
            witness[v] = strspn(pointers[v], " \n\t\xC2\xA0") < strlen(pointers[v]);
            for (size_t k = 0; k < loci.rewritten_count; k++)
                witness[v] = witness[v] && loci.rewritten[k] != v;
            witnesses += witness[v];
        }
        assert_true(witnesses > 0 || count == loci.rewritten_count || loci.count == 0);
        for (size_t i = 0; i < loci.count; i++) {
            const struct tvx_locus *locus = &loci.items[i];
            size_t readers = 0;

            assert_true(locus->first <= locus->last && locus->last < lattice.count && locus->count >= 2);
            assert_true(i == 0 || loci.items[i - 1].last < locus->first);
            for (size_t r = 0; r < locus->count; r++) {
                readers += locus->readings[r].member_count;
                assert_true(r != 0 || !witness[0] || locus->readings[r].members[0] == 0);
                assert_true(r < 2 || locus->readings[r - 1].member_count >= locus->readings[r].member_count);
                for (size_t s = 0; s < r; s++)
                    if (strcmp(locus->readings[r].text, locus->readings[s].text) == 0) /* "a b" is not "ab" as tokens */
                        assert_true(strlen(locus->readings[r].text) > 0);
            }
            assert_int_equal(readers, witnesses);
        }
        for (size_t v = 0, first = SIZE_MAX; v < count; v++) {
            static char outside[2][2 * ROOM];

            if (!witness[v])
                continue;
            words_outside(outside[first != SIZE_MAX], &lattice, &loci, (uint32_t)v);
            if (first == SIZE_MAX)
                first = v;
            else
                assert_string_equal(outside[0], outside[1]);
        }
        tvx_arena_free(arena);
    }
}

static void show(char *out, size_t room, const struct tvx_lattice *lattice)
{
    size_t used = 0;

    out[0] = '\0';
    for (size_t c = 0; c < lattice->count; c++) {
        used += (size_t)snprintf(out + used, room - used, "%s%s:", c == 0 ? "" : "|", lattice->columns[c].token);
        for (size_t k = 0; k < lattice->columns[c].member_count; k++)
            used += (size_t)snprintf(out + used, room - used, "%u", lattice->columns[c].members[k]);
    }
}

static void check_lattice(const char *const *variants, size_t count, const char *expected)
{
    struct tvx_arena *arena = tvx_arena_new(1 << 24);
    struct tvx_lattice lattice;
    char out[2000];

    assert_int_equal(tvx_lattice_build(&lattice, arena, variants, count, NULL), TVX_OK);
    show(out, sizeof out, &lattice);
    assert_string_equal(out, expected);
    tvx_arena_free(arena);
}

static void test_common_words_share_columns(void **state)
{
    static const char *const same_insertion[] = {"Members shall act", "Members and Associates shall act",
                                                 "All Members and Associates shall act now"};
    static const char *const substitution[] = {"Members shall act", "Members may act", "Members may act", "Members should act"};
    static const char *const part[] = {"shall act", "shall promptly act", "shall promptly and fully act", "shall fully act"};
    static const char *const spaces[] = {"a b c", "a  b c", "a b c\n"};
    static const char *const none[] = {"", "Members shall report", "Members should report yearly"};
    static const char *const before_or_after[] = {"x old y", "x new y", "x new old y"};

    (void)state;
    check_lattice(same_insertion, 3, "All:2| :2|Members:012| and:12| Associates:12| shall:012| act:012| now:2");
    check_lattice(substitution, 4, "Members:0123| shall:0| may:12| should:3| act:0123");
    check_lattice(part, 4, "shall:0123| promptly:12| and:2| fully:23| act:0123");
    check_lattice(spaces, 3, "a:012| :02|  :1|b:012| c:012|\n:2");
    check_lattice(none, 3, "Members:12| shall:1| should:2| report:12| yearly:2");
    check_lattice(before_or_after, 3, "x:012| new:12| old:02| y:012");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_variant_comes_back_from_10000_lattices),
        cmocka_unit_test(test_loci_hold_every_difference),
        cmocka_unit_test(test_common_words_share_columns),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
