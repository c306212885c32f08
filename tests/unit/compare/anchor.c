/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <travaux/compare/anchor.h>
#include <travaux/text/utf8.h>

#include "check.h"
#include "edits.h"

static const char text[] =
    "ARTICLE 5 Safety of networks\n"
    "5.1 Member States shall take the measures that are necessary to protect networks in their territory.\n"
    "5.2 Each operator shall inform its users of an interruption, of its cause and of the time at which service will "
    "be restored.\n"
    "5.3 Member States should refrain from measures that harm the networks of other Member States.\n"
    "Reasons: Networks cross borders, and what one State does to its own part is felt in all.\n"
    "ARTICLE 6 Charges\n"
    "6.1 Charges for the international service shall reflect costs.\n"
    "6.2 An operator that plans works shall give notice of them ten days in advance, and shall tell the "
    "Secretary-General where and when.\n"
    "Reasons: Ten days are enough for whoever must be told.\n"
    "ARTICLE 7 R\xC3\xA9seau \xD1\x81\xD0\xB5\xD1\x82\xD1\x8C\n"
    "7.1 The text in the other languages is equally authentic, \xD9\x88\xD9\x87\xD9\x88 \xD8\xB5\xD8\xAD\xD9\x8A\xD8\xAD.";
static const char other[] =
    "The Conference recalls that cables lie on the bed of the sea.\n"
    "Delegations thank the Government for its hospitality.\n"
    "Ships that anchor near a cable shall keep a distance of one mile.\n"
    "The Council will report on the budget every second year.";

static struct tvx_anchoring carried(const char *before, const char *after, size_t start, size_t length)
{
    struct tvx_arena *arena = tvx_arena_new(64 << 20);
    struct tvx_anchor_map *map;
    struct tvx_anchoring out;
    struct tvx_error error = {0};

    if (tvx_anchor_map_make(&map, arena, before, after, &error) != TVX_OK ||
        tvx_anchor_carry(&out, map, arena, start, length, &error) != TVX_OK)
        fail_msg("%s", error.message);
    tvx_arena_free(arena);
    return out;
}

static size_t place(const char *words)
{
    const char *at = strstr(text, words);

    assert_non_null(at);
    return (size_t)(at - text);
}

static void an_unchanged_text_keeps_every_passage_in_its_place(void **state)
{
    struct tvx_arena *arena = tvx_arena_new(64 << 20);
    struct tvx_anchor_map *map;
    struct tvx_error error = {0};

    (void)state;
    assert_int_equal(tvx_anchor_map_make(&map, arena, text, text, &error), TVX_OK);
    for (size_t start = 0; start < sizeof text - 1; start++)
        for (size_t length = 1; length < 90 && start + length < sizeof text; length += 7) {
            struct tvx_anchoring out;

            if (tvx_text_blank(text + start, length) || (text[start] & 0xC0) == 0x80 ||
                (text[start + length] & 0xC0) == 0x80)
                continue;
            assert_int_equal(tvx_anchor_carry(&out, map, arena, start, length, &error), TVX_OK);
            if (out.anchor != TVX_ANCHOR_ANCHORED)
                fail_msg("%zu + %zu is %d", start, length, out.anchor);
            assert_true(out.start >= start && out.start + out.length <= start + length);
        }
    tvx_arena_free(arena);
}

/* What the words become when `edit` is made to the text by hand. */
static struct tvx_anchoring after_edit(const char *words, const char *take_out, const char *put_in, char *after,
                                       size_t room)
{
    size_t at = place(take_out);

    snprintf(after, room, "%.*s%s%s", (int)at, text, put_in, text + at + strlen(take_out));
    return carried(text, after, place(words), strlen(words));
}

static void a_passage_goes_where_its_words_went(void **state)
{
    char after[4000];
    struct tvx_anchoring out = after_edit("inform its users", "ARTICLE 5", "Preamble\nARTICLE 5", after, sizeof after);

    (void)state;
    assert_int_equal(out.anchor, TVX_ANCHOR_MOVED);
    assert_memory_equal(after + out.start, "inform its users", out.length);
    assert_int_equal(out.length, strlen("inform its users"));
    out = after_edit("shall inform its users of an interruption, of its cause", "inform its users", "tell its users",
                     after, sizeof after);
    assert_int_equal(out.anchor, TVX_ANCHOR_MOVED); /* same place, other words */
    assert_string_equal(tvx_anchor_to_string(out.anchor), "moved");
    assert_memory_equal(after + out.start, "shall tell its users of an interruption, of its cause", out.length);
    out = after_edit("its users", "Charges for", "Fees for", after, sizeof after);
    assert_int_equal(out.anchor, TVX_ANCHOR_ANCHORED); /* what changed stands behind it */
    out = after_edit("nterruption, of its cau", "ARTICLE 5", "Preamble\nARTICLE 5", after, sizeof after);
    assert_memory_equal(after + out.start, "nterruption, of its cau", out.length); /* parts of words, too */
}

static void a_passage_that_is_gone_is_orphaned(void **state)
{
    static const char line[] = "Reasons: Ten days are enough for whoever must be told.\n";
    char after[4000];
    struct tvx_anchoring out = after_edit("Ten days are enough", line, "", after, sizeof after);

    (void)state;
    assert_int_equal(out.anchor, TVX_ANCHOR_ORPHANED);
    assert_int_equal(out.start + out.length, 0);
    out = after_edit("Ten days are enough", line, "Reasons: It is what everybody wants.\n", after, sizeof after);
    assert_int_equal(out.anchor, TVX_ANCHOR_ORPHANED);
    /* the words stand elsewhere, too; that is another passage */
    out = after_edit("Member States sh", "5.3 Member States should refrain from measures that harm the networks of "
                                          "other Member States.\n", "", after, sizeof after);
    assert_int_equal(out.anchor, TVX_ANCHOR_ANCHORED); /* it stood in 5.1 */
    out = carried(text, after, place("Member States should"), strlen("Member States"));
    assert_int_equal(out.anchor, TVX_ANCHOR_ORPHANED);
    out = carried(text, "", place("Charges"), 20);
    assert_int_equal(out.anchor, TVX_ANCHOR_ORPHANED);
    assert_int_equal(carried(text, text, sizeof text - 3, 10).anchor, TVX_ANCHOR_ORPHANED); /* out of bounds */
    assert_int_equal(carried(text, text, 5, SIZE_MAX).anchor, TVX_ANCHOR_ORPHANED);
}

static void one_of_two_equal_neighbours_is_never_taken_for_the_other(void **state)
{
    static const char before[] = "One line that stands before.\nNo change.\nNo change.\nAnother that stands behind.";
    static const char after[] = "One line that stands before.\nNo change.\nAnother that stands behind.";

    (void)state;
    for (size_t i = 29; i <= 40; i += 11) {
        struct tvx_anchoring out = carried(before, after, i, 10);

        assert_int_equal(out.anchor, TVX_ANCHOR_ORPHANED); /* nobody can know which one went */
    }
}

static void no_passage_lands_in_a_wrong_place_on_random_edits(void **state)
{
    static const size_t edits[] = {1, 2, 4, 8};
    size_t counts[EDITS_VERDICTS] = {0}, all = 0;
    uint64_t random = 7;

    (void)state;
    for (int trial = 0; trial < 240; trial++) {
        struct tvx_arena *arena = tvx_arena_new(64 << 20);
        struct tvx_anchor_map *map;
        struct tvx_error error = {0};
        struct edited e;

        edits_begin(&e, text);
        for (size_t i = 0; i < edits[trial % 4]; i++)
            edits_one(&e, other, &random);
        assert_int_equal(tvx_anchor_map_make(&map, arena, text, e.text, &error), TVX_OK);
        for (int i = 0; i < 20; i++) {
            size_t start = edits_random(&random) % (sizeof text - 121), length = 1 + edits_random(&random) % 120;
            struct tvx_anchoring out;

            if (tvx_text_blank(text + start, length))
                continue;
            assert_int_equal(tvx_anchor_carry(&out, map, arena, start, length, &error), TVX_OK);
            assert_true(out.start + out.length <= e.length);
            counts[edits_judge(&e, text, start, length, out.anchor != TVX_ANCHOR_ORPHANED, out.start, out.length)]++;
            all++;
        }
        edits_end(&e);
        tvx_arena_free(arena);
    }
    if (counts[EDITS_WRONG] * 200 > all || counts[EDITS_ORPHANED] * 20 > all)
        fail_msg("of %zu: %zu right, %zu gone, %zu orphaned, %zu in part, %zu copies, %zu wrong", all,
                 counts[EDITS_RIGHT], counts[EDITS_GONE], counts[EDITS_ORPHANED], counts[EDITS_PART],
                 counts[EDITS_TWIN], counts[EDITS_WRONG]);
}

static struct tvx_anchoring located(struct tvx_passage_selector selector)
{
    struct tvx_arena *arena = tvx_arena_new(64 << 20);
    struct tvx_anchoring out;
    struct tvx_error error = {0};

    if (tvx_anchor_locate(&out, arena, text, &selector, &error) != TVX_OK)
        fail_msg("%s", error.message);
    tvx_arena_free(arena);
    return out;
}

static void a_quotation_is_found_by_itself_or_by_its_context(void **state)
{
    struct tvx_anchoring out = located((struct tvx_passage_selector){.exact = "inform its\n users"});

    (void)state;
    assert_int_equal(out.anchor, TVX_ANCHOR_MOVED); /* white space does not count */
    assert_int_equal(out.start, place("inform its users"));
    assert_int_equal(out.length, strlen("inform its users"));
    out = located((struct tvx_passage_selector){.exact = "Member States"});
    assert_int_equal(out.anchor, TVX_ANCHOR_ORPHANED);
    assert_int_equal(out.occurrences, 3);
    out = located((struct tvx_passage_selector){.exact = "Member States", .prefix = "networks of other "});
    assert_int_equal(out.start, place("Member States."));
    out = located((struct tvx_passage_selector){.exact = "Member States", .suffix = " should refrain"});
    assert_int_equal(out.start, place("Member States should"));
    out = located((struct tvx_passage_selector){.exact = "Member States", .start = place("Member States should"),
                                                .points = 13});
    assert_int_equal(out.anchor, TVX_ANCHOR_ANCHORED);
    assert_int_equal(out.start, place("Member States should"));
    out = located((struct tvx_passage_selector){.exact = "Each operator must inform its users of the interruption, of "
                                                         "its cause and of the time"});
    assert_int_equal(out.anchor, TVX_ANCHOR_MOVED);
    assert_true(out.score > 0.75 && out.score < 1);
    assert_int_equal(out.start, place("Each operator"));
    out = located((struct tvx_passage_selector){.exact = "nterruption, of its cau"}); /* cut within words */
    assert_int_equal(out.start, place("nterruption, of its cau"));
    out = located((struct tvx_passage_selector){.exact = "Each submarine shall surface"});
    assert_int_equal(out.anchor, TVX_ANCHOR_ORPHANED);
    assert_int_equal(located((struct tvx_passage_selector){.exact = " "}).anchor, TVX_ANCHOR_ORPHANED);
}

static void a_selector_counts_code_points_and_keeps_context(void **state)
{
    struct tvx_arena *arena = tvx_arena_new(1 << 20);
    struct tvx_passage_selector selector;
    struct tvx_error error = {0};
    size_t at = place("\xD1\x81\xD0\xB5");

    (void)state;
    assert_int_equal(tvx_anchor_selector(&selector, arena, text, at, 8, &error), TVX_OK);
    assert_int_equal(selector.points, 4);
    assert_int_equal(selector.start, tvx_utf8_count(text, at));
    assert_string_equal(selector.exact, "\xD1\x81\xD0\xB5\xD1\x82\xD1\x8C");
    assert_int_equal(tvx_utf8_count(selector.prefix, strlen(selector.prefix)), TVX_ANNOTATION_CONTEXT);
    assert_int_equal(tvx_utf8_count(selector.suffix, strlen(selector.suffix)), TVX_ANNOTATION_CONTEXT);
    assert_int_equal(tvx_anchor_selector(&selector, arena, text, 0, 7, &error), TVX_OK);
    assert_string_equal(selector.prefix, "");
    tvx_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_unchanged_text_keeps_every_passage_in_its_place),
        cmocka_unit_test(a_passage_goes_where_its_words_went),
        cmocka_unit_test(a_passage_that_is_gone_is_orphaned),
        cmocka_unit_test(one_of_two_equal_neighbours_is_never_taken_for_the_other),
        cmocka_unit_test(no_passage_lands_in_a_wrong_place_on_random_edits),
        cmocka_unit_test(a_quotation_is_found_by_itself_or_by_its_context),
        cmocka_unit_test(a_selector_counts_code_points_and_keeps_context),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
