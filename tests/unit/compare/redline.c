/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "check.h"
#include "compare/random.h"

#include <travaux/compare/redline.h>

static int by_place_in_a(const void *x, const void *y)
{
    const struct tvx_diff_piece *p = x, *q = y;

    return p->a_start < q->a_start ? -1 : p->a_start > q->a_start;
}

/* Puts a and b together again from the pieces alone; both must come out to the byte. */
static void assert_pieces_cover(const struct tvx_redline *redline)
{
    struct tvx_diff_piece *sorted = calloc(redline->diff.count + 1, sizeof *sorted);
    size_t a_at = 0, b_at = 0;

    assert_non_null(sorted);
    for (size_t i = 0; i < redline->diff.count; i++) {
        const struct tvx_diff_piece *piece = &redline->diff.pieces[i];

        sorted[i] = *piece;
        if (piece->op == TVX_DIFF_DEL)
            continue;
        assert_int_equal(piece->b_start, b_at);
        b_at += piece->b_length;
        if (piece->op == TVX_DIFF_EQUAL || piece->op == TVX_DIFF_MOVE) {
            assert_int_equal(piece->a_length, piece->b_length);
            assert_memory_equal(redline->a + piece->a_start, redline->b + piece->b_start, piece->a_length);
        }
    }
    assert_int_equal(b_at, strlen(redline->b));
    qsort(sorted, redline->diff.count, sizeof *sorted, by_place_in_a);
    for (size_t i = 0; i < redline->diff.count; i++) {
        if (sorted[i].op == TVX_DIFF_INS)
            continue;
        assert_int_equal(sorted[i].a_start, a_at);
        a_at += sorted[i].a_length;
    }
    assert_int_equal(a_at, strlen(redline->a));
    free(sorted);
}

static struct tvx_redline redline_of(struct tvx_arena *arena, const struct tvx_part *a, size_t n,
                                     const struct tvx_part *b, size_t m)
{
    struct tvx_redline redline;
    struct tvx_error error = {TVX_OK, ""};

    assert_int_equal(tvx_redline(&redline, arena, a, n, b, m, &error), TVX_OK);
    assert_pieces_cover(&redline);
    return redline;
}

/* The text of all pieces of one kind, a bar between them. */
static const char *texts(struct tvx_arena *arena, const struct tvx_redline *redline, enum tvx_diff_op op)
{
    const char *out = "";

    for (size_t i = 0; i < redline->diff.count; i++) {
        const struct tvx_diff_piece *piece = &redline->diff.pieces[i];
        bool of_a = op == TVX_DIFF_DEL;

        if (piece->op == op)
            out = tvx_arena_printf(arena, "%s%.*s|", out, (int)(of_a ? piece->a_length : piece->b_length),
                                   of_a ? redline->a + piece->a_start : redline->b + piece->b_start);
    }
    return out;
}

static void a_new_item_leaves_later_ones_renumbered_only(void **state)
{
    static const struct tvx_part before[] = {
        {"", "recognizing"},
        {"a)", "that every Member State regulates its own networks;"},
        {"b)", "the interests of operators in the smaller islands,"},
    };
    static const struct tvx_part after[] = {
        {"", "recognizing"},
        {"a)", "that rumours travel faster than repairs;"},
        {"b)", "that every Member State regulates its own networks;"},
        {"c)", "the interests of operators and users in the smaller islands,"},
    };
    struct tvx_arena *arena = tvx_arena_new(1 << 24);
    struct tvx_redline redline = redline_of(arena, before, 3, after, 4);

    (void)state;
    assert_string_equal(texts(arena, &redline, TVX_DIFF_DEL), "a) |b) |");
    assert_string_equal(texts(arena, &redline, TVX_DIFF_INS),
                        "a) that rumours travel faster than repairs;\n|b) |c) | and users|");
    tvx_arena_free(arena);
}

static void a_moved_paragraph_is_shown_as_moved(void **state)
{
    static const struct tvx_part before[] = {
        {"1", "Operators shall keep a record of every interruption for twelve months."},
        {"2", "Member States shall publish the list of their points of contact."},
        {"3", "The Secretary-General shall report to the Council every second year."},
    };
    static const struct tvx_part after[] = {
        {"1", "Member States shall publish the list of their points of contact."},
        {"2", "The Secretary-General shall report to the Council every second year."},
        {"3", "Operators shall keep a record of every interruption for twelve months."},
    };
    struct tvx_arena *arena = tvx_arena_new(1 << 24);
    struct tvx_redline redline = redline_of(arena, before, 3, after, 3);

    (void)state;
    assert_string_equal(texts(arena, &redline, TVX_DIFF_MOVE),
                        "Operators shall keep a record of every interruption for twelve months.|");
    tvx_arena_free(arena);
}

static void empty_sides_are_all_inserted_or_deleted(void **state)
{
    static const struct tvx_part some[] = {{"1", "One."}, {"", "Two."}};
    struct tvx_arena *arena = tvx_arena_new(1 << 24);
    struct tvx_redline redline = redline_of(arena, NULL, 0, some, 2);

    (void)state;
    assert_string_equal(texts(arena, &redline, TVX_DIFF_INS), "1 One.\nTwo.|");
    redline = redline_of(arena, some, 2, NULL, 0);
    assert_string_equal(texts(arena, &redline, TVX_DIFF_DEL), "1 One.\nTwo.|");
    redline = redline_of(arena, NULL, 0, NULL, 0);
    assert_int_equal(redline.diff.count, 0);
    tvx_arena_free(arena);
}

enum { MOST_PARTS = 12 };

/* Some parts of a small stock, in any order, some cut in two, some joined, some with another word. */
static size_t shuffled(struct tvx_arena *arena, struct tvx_part *out, uint64_t *seed)
{
    static const char *const stock[] = {
        "Member States shall endeavour to ensure access for the public to the service.",
        "Operators shall agree among themselves on the routes that signals take.",
        "The charge is shared between the operators that carried the signal, as they agree.",
        "Where an interruption lasts for more than a day, notice is given without delay.",
        "État membre: tout État qui a accepté la présente Charte.",
        "",
    };
    size_t count = tests_random(seed) % MOST_PARTS;

    for (size_t i = 0; i < count; i++) {
        const char *text = stock[tests_random(seed) % 6];
        size_t length = strlen(text), cut = length == 0 ? 0 : strcspn(text, ",");

        if (tests_random(seed) % 4 == 0)
            text = tvx_arena_printf(arena, "%s %s", text, stock[tests_random(seed) % 6]);
        else if (tests_random(seed) % 4 == 0)
            text = tvx_arena_strndup(arena, text, cut);
        else if (tests_random(seed) % 4 == 0)
            text = tvx_arena_printf(arena, "%s Amended.", text);
        out[i] = (struct tvx_part){tests_random(seed) % 2 ? tvx_arena_printf(arena, "%zu", i) : "", text};
    }
    return count;
}

static void both_texts_follow_from_the_pieces(void **state)
{
    uint64_t seed = 20260101;

    (void)state;
    for (int round = 0; round < 3000; round++) {
        struct tvx_arena *arena = tvx_arena_new(1 << 24);
        struct tvx_part a[MOST_PARTS], b[MOST_PARTS];
        size_t n = shuffled(arena, a, &seed), m = shuffled(arena, b, &seed);

        redline_of(arena, a, n, b, m);
        tvx_arena_free(arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_new_item_leaves_later_ones_renumbered_only),
        cmocka_unit_test(a_moved_paragraph_is_shown_as_moved),
        cmocka_unit_test(empty_sides_are_all_inserted_or_deleted),
        cmocka_unit_test(both_texts_follow_from_the_pieces),
    };

    return cmocka_run_group_tests_name("redline", tests, NULL, NULL);
}
