/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "check.h"

#include <travaux/law/record.h>
#include <travaux/text/utf8.h>

static struct tvx_records parse(struct tvx_arena *arena, const char *lines, const struct tvx_record_fields *fields)
{
    struct tvx_records out;
    struct tvx_error error = {0};

    if (tvx_records_parse(&out, arena, lines, strlen(lines), fields, &error) != TVX_OK)
        fail_msg("%s", error.message);
    return out;
}

/* A small act whose records come out of order, with every kind that has a path of its own. */
static const char act[] =
    "{\"id\":\"a2p1ib\",\"kind\":\"point\",\"label\":\"b\",\"parent\":\"a2p1\",\"text\":\"to rest.\"}\n"
    "{\"id\":\"a10\",\"kind\":\"article\",\"label\":\"10\",\"parent\":\"c1\",\"text\":\"Sleep\"}\n"
    "{\"id\":\"a10i2\",\"kind\":\"point\",\"label\":\"2\",\"parent\":\"a10\",\"text\":\"dream: what is seen;\"}\n"
    "{\"id\":\"a10i1\",\"kind\":\"point\",\"label\":\"1\",\"parent\":\"a10\",\"text\":\"bed: where one lies;\"}\n"
    "{\"id\":\"a10t1\",\"kind\":\"introduction\",\"label\":null,\"parent\":\"a10\",\"text\":\"In this Act:\"}\n"
    "{\"id\":\"a2p1\",\"kind\":\"paragraph\",\"label\":\"1\",\"parent\":\"a2\",\"text\":\"All are\\n free:\"}\n"
    "{\"id\":\"a2p1ia\",\"kind\":\"point\",\"label\":\"(a)\",\"parent\":\"a2p1\",\"text\":\"to go;\"}\n"
    "{\"id\":\"a2p1t1\",\"kind\":\"subparagraph\",\"label\":null,\"parent\":\"a2p1\",\"text\":\"This holds at night.\"}\n"
    "{\"id\":\"a2\",\"kind\":\"article\",\"label\":\"2\",\"parent\":\"c1\",\"text\":\"Freedom\"}\n"
    "{\"id\":\"r10\",\"kind\":\"recital\",\"label\":\"10\",\"parent\":\"_\",\"text\":\"Whereas ten.\"}\n"
    "{\"id\":\"r2\",\"kind\":\"recital\",\"label\":\"2\",\"parent\":\"_\",\"text\":\"Whereas two.\"}\n"
    "{\"id\":\"c1\",\"kind\":\"chapter\",\"label\":\"IV\",\"parent\":\"_\",\"text\":\"GENERAL\"}\n"
    "{\"id\":\"h\",\"kind\":\"title\",\"label\":null,\"parent\":\"_\",\"text\":\"Act on Rest\"}\n";

static void provisions_get_paths_and_order(void **state)
{
    static const char *const want[] = {"title", "recital.2", "recital.10", "chapter-4", "chapter-4.title", "2", "2.title",
                                       "2.1", "2.1.a", "2.1.b", "2.1.p2", "10", "10.title", "10.p1", "10.p1.1", "10.p1.2"};
    struct tvx_arena *arena = tvx_arena_new(4 << 20);
    struct tvx_records r = parse(arena, act, NULL);

    (void)state;
    assert_int_equal(r.warning_count, 0);
    assert_int_equal(r.instrument.count, sizeof want / sizeof *want);
    for (size_t i = 0; i < r.instrument.count; i++) {
        const struct tvx_provision *p = &r.instrument.provisions[i];
        size_t from = tvx_utf8_offset(r.text, strlen(r.text), p->start);

        assert_string_equal(p->path, want[i]);
        assert_memory_equal(r.text + from, p->text, strlen(p->text));
        assert_true(p->parent == SIZE_MAX || p->parent < i);
    }
    assert_string_equal(r.instrument.title, "Act on Rest");
    assert_string_equal(r.instrument.provisions[5].heading, "Freedom");
    assert_string_equal(r.instrument.provisions[5].label, "Article 2");
    assert_string_equal(r.instrument.provisions[7].text, "All are free:");
    tvx_arena_free(arena);
}

static void a_doubled_label_is_told_by_its_name(void **state)
{
    static const char lines[] =
        "{\"id\":\"a1\",\"kind\":\"article\",\"label\":\"1\",\"heading\":\"Article 1\",\"text\":\"One\"}\n"
        "{\"id\":\"a2\",\"kind\":\"article\",\"label\":\"1\",\"heading\":\"Article 2\",\"text\":\"Two\"}\n"
        "{\"id\":\"a3\",\"kind\":\"article\",\"label\":\"1\",\"heading\":\"Article 1\",\"text\":\"Three\"}\n";
    struct tvx_arena *arena = tvx_arena_new(4 << 20);
    struct tvx_records r = parse(arena, lines, NULL);

    (void)state;
    assert_string_equal(r.instrument.provisions[0].path, "1");
    assert_int_not_equal(tvx_instrument_find(&r.instrument, "2"), SIZE_MAX);
    assert_int_not_equal(tvx_instrument_find(&r.instrument, "1-2"), SIZE_MAX);
    assert_int_equal(r.warning_count, 2);
    assert_string_equal(r.warnings[0].code, "provision-label-twice");
    assert_string_equal(r.warnings[1].code, "provision-twice");
    tvx_arena_free(arena);
}

static void nothing_that_hangs_under_itself_is_lost_silently(void **state)
{
    struct tvx_arena *arena = tvx_arena_new(4 << 20);
    struct tvx_records r = parse(arena, "{\"id\":\"a\",\"parent\":\"b\",\"text\":\"x\"}\n{\"id\":\"b\",\"parent\":\"a\",\"text\":\"y\"}\n"
                                        "{\"id\":\"c\",\"parent\":\"c\",\"text\":\"z\"}\n", NULL);

    (void)state;
    assert_int_equal(r.instrument.count, 1);
    assert_string_equal(r.instrument.provisions[0].text, "z");
    assert_int_equal(r.warning_count, 2);
    assert_string_equal(r.warnings[0].code, "provision-unplaced");
    tvx_arena_free(arena);
}

static const struct tvx_record_fields mapping = {
    .number = "{committee}/{no}", .provision = "location", .sponsors = "authors", .before = "old", .after = "text.new",
    .before_fallback = "norm_old", .after_fallback = "norm_new", .language = "lang", .fallback_language = "en",
    .deleted_words = "deleted|supprimé", .new_words = "(new)"};

static void proposals_are_mapped(void **state)
{
    static const char lines[] =
        "{\"committee\":\"rest\",\"no\":7,\"location\":\"Article 2 – paragraph 1\",\"authors\":[\"Ann Example\",\"FRA\"],"
        "\"old\":\"1. All are free:\",\"text\":{\"new\":\"1. All are always free:\"},\"lang\":\"en\"}\n"
        "\n"
        "{\"committee\":\"rest\",\"no\":8,\"location\":\"Article 2 – paragraph 1 a (new)\",\"old\":\"\",\"text\":{\"new\":\"1a. None is not.\"}}\n"
        "{\"committee\":\"rest\",\"no\":9,\"location\":\"Article 2\",\"old\":\"x\",\"text\":{\"new\":\"Article 2 deleted\"}}\n"
        "{\"committee\":\"rest\",\"no\":10,\"location\":null,\"old\":null,\"text\":{\"new\":null},\"norm_old\":\"a b\",\"norm_new\":\"a c\"}\n"
        "{\"committee\":\"rest\",\"no\":11,\"location\":\"Article 2\",\"old\":\"rouge\",\"text\":{\"new\":\"vert\"},\"lang\":\"fr\","
        "\"norm_old\":\"red\",\"norm_new\":\"green\"}\n"
        "{\"committee\":\"rest\",\"no\":12,\"location\":\"Article 2\",\"old\":\"rouge\",\"text\":{\"new\":\"supprimé\"},\"lang\":\"fr\","
        "\"norm_old\":\"red\",\"norm_new\":\"\"}\n";
    static const struct { const char *number, *action, *path, *before, *after; size_t line; } want[] = {
        {"rest/7", "MOD", "2.1", "1. All are free:", "1. All are always free:", 0},
        {"rest/8", "ADD", "2.1-a", "", "1a. None is not.", 2},
        {"rest/9", "SUP", "2", "x", "", 3},
        {"rest/10", "MOD", NULL, "a b", "a c", 4},
        {"rest/11", "MOD", "2", "red", "green", 5},
        {"rest/12", "SUP", "2", "red", "", 6}};
    struct tvx_arena *arena = tvx_arena_new(4 << 20);
    struct tvx_records r = parse(arena, lines, &mapping);

    (void)state;
    assert_int_equal(r.proposal_count, 6);
    for (size_t i = 0; i < r.proposal_count; i++) {
        const struct tvx_proposal *p = &r.proposals[i];
        size_t from = tvx_utf8_offset(r.text, strlen(r.text), p->start);

        assert_string_equal(p->number, want[i].number);
        assert_string_equal(tvx_action_to_string(p->action), want[i].action);
        assert_string_equal(p->place.path == NULL ? "-" : p->place.path, want[i].path == NULL ? "-" : want[i].path);
        assert_string_equal(p->before, want[i].before);
        assert_string_equal(p->after, want[i].after);
        assert_int_equal(p->block, want[i].line);
        assert_memory_equal(r.text + from, p->quote, strlen(p->quote));
        assert_int_equal(p->points, tvx_utf8_count(p->quote, strlen(p->quote)));
    }
    assert_int_equal(r.proposals[0].sponsor_count, 2);
    assert_string_equal(r.proposals[0].sponsors[0], "Ann Example");
    assert_string_equal(r.proposals[0].sponsors[1], "FRA");
    assert_int_equal(r.proposals[0].edit_count, 1);
    assert_string_equal(r.proposals[0].edits[0].after, "always");
    assert_int_equal(r.warning_count, 1);
    assert_string_equal(r.warnings[0].message, "2 records are in other languages (fr 2); the file's \"en\" texts are taken for them");
    tvx_arena_free(arena);
}

static void the_contracts_own_names_need_no_mapping(void **state)
{
    struct tvx_arena *arena = tvx_arena_new(4 << 20);
    struct tvx_records r = parse(arena, "{\"number\":\"VRN/1/1\",\"action\":\"NOC\",\"provision\":\"5.2\",\"sponsors\":[\"VRN\"],"
                                        "\"before\":\"x\",\"after\":\"x\"}\n", NULL);

    (void)state;
    assert_int_equal(r.proposal_count, 1);
    assert_int_equal(r.proposals[0].action, TVX_ACTION_NOC);
    assert_string_equal(r.proposals[0].place.path, "5.2");
    tvx_arena_free(arena);
}

static void every_bad_line_is_named(void **state)
{
    static const char lines[] = "{\"after\":\"a\",\"after\":\"b\"}\n[1]\nnot json\n{\"x\":1}\n{\"after\":\"\xFF\"}\n{}\n{\"after\":\"good\"}\n";
    struct tvx_arena *arena = tvx_arena_new(4 << 20);
    struct tvx_records r = parse(arena, lines, NULL);

    (void)state;
    assert_int_equal(r.proposal_count, 1);
    assert_string_equal(r.proposals[0].number, "line/7");
    assert_int_equal(r.warning_count, 6);
    for (size_t i = 0; i < 6; i++)
        assert_int_equal(r.warnings[i].block, i);
    tvx_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(provisions_get_paths_and_order),
        cmocka_unit_test(a_doubled_label_is_told_by_its_name),
        cmocka_unit_test(nothing_that_hangs_under_itself_is_lost_silently),
        cmocka_unit_test(proposals_are_mapped),
        cmocka_unit_test(the_contracts_own_names_need_no_mapping),
        cmocka_unit_test(every_bad_line_is_named),
    };

    return cmocka_run_group_tests_name("record", tests, NULL, NULL);
}
