/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "check.h"

#include <travaux/law/resolve.h>

#define P(where, words) {.path = where, .label = "", .heading = "", .text = words, .parent = SIZE_MAX}
#define UNDER(up, where, words) {.path = where, .label = "", .heading = "", .text = words, .parent = up}

static struct tvx_provision net22[] = {
    P("title", "Rules"), P("5", ""), UNDER(1, "5.title", "Access"), UNDER(1, "5.1", "Members shall try:"),
    UNDER(3, "5.1.a", "to help;"), UNDER(3, "5.1.b", "to rest."), UNDER(1, "5.2", "Members shall not sleep."),
    P("6", ""), UNDER(7, "6.p1", "For these Rules:"), UNDER(8, "6.p1.1", "bed: a place;"), UNDER(8, "6.p1.2", "night: a time;"),
    P("7", "A sole text."), P("recital.23", "Whereas it is late."), P("recital.24", "Whereas it is dark."),
};
static struct tvx_provision net06[] = {P("5", ""), UNDER(0, "5.2", "Members may sleep.")};
static struct tvx_provision charter[] = {
    {.path = "3.1", .label = "1", .heading = "", .text = "States are equal.", .marginal = "18", .parent = SIZE_MAX},
    {.path = "3.2", .label = "2", .heading = "", .text = "States are free.", .marginal = "18A", .parent = SIZE_MAX}};
static struct tvx_provision res7[] = {P("recognizing", "recognizing"), UNDER(0, "recognizing.a", "that all sleep"),
                                      P("resolves", "resolves"), UNDER(2, "resolves.1", "to go on")};

#define INSTRUMENT(list) {.provisions = list, .count = sizeof list / sizeof *list}
static const struct tvx_instrument instruments[] = {INSTRUMENT(net22), INSTRUMENT(net06), INSTRUMENT(charter),
                                                    INSTRUMENT(res7)};
static const struct tvx_resolver_instrument stored[] = {
    {&instruments[0], "NET", "2022", "2022-09-30", true, NULL}, {&instruments[1], "NET", "2006", "2006-01-01", false, NULL},
    {&instruments[2], "CH", "1998", NULL, true, NULL}, {&instruments[3], "RES-7", "2022", NULL, true, NULL}};

struct row {
    const char *target;
    enum tvx_action action;
    const char *want; /* kind key@version:path, "after" for new ones, and the reason */
};

static const struct row rows[] = {
    {"5.2", TVX_ACTION_MOD, "= NET@2022:5.2"},
    {"Article 5", TVX_ACTION_SUP, "= NET@2022:5"},
    {"Article 5 – paragraph 1 – point a", TVX_ACTION_MOD, "= NET@2022:5.1.a"},
    {"Article 5 – paragraph 1 – subparagraph 1", TVX_ACTION_MOD, "= NET@2022:5.1"},
    {"Article 5 – paragraph 1 – subparagraph 1 – point b", TVX_ACTION_MOD, "= NET@2022:5.1.b"},
    {"Article 5 – paragraph 1 – introductory part", TVX_ACTION_MOD, "= NET@2022:5.1"},
    {"Article 5 – title", TVX_ACTION_MOD, "= NET@2022:5.title"},
    {"Article 6 – paragraph 1", TVX_ACTION_MOD, "= NET@2022:6.p1"},
    {"Article 6 – point 2", TVX_ACTION_MOD, "= NET@2022:6.p1.2"},
    {"Article 6 – paragraph 1 – point 2", TVX_ACTION_MOD, "= NET@2022:6.p1.2"},
    {"Article 7 – paragraph 1", TVX_ACTION_MOD, "= NET@2022:7"},
    {"Title 1", TVX_ACTION_MOD, "= NET@2022:title"},
    {"CH 18", TVX_ACTION_MOD, "= CH@1998:3.1"},
    {"CH 18A", TVX_ACTION_MOD, "= CH@1998:3.2"},
    {"RESOLUTION 7 (REV. X, 2022)", TVX_ACTION_MOD, "= RES-7@2022:"},
    {"Resolution 7, recognizing a)", TVX_ACTION_MOD, "= RES-7@2022:recognizing.a"},
    {"RESOLUTION 7 (REV. X, 2018)", TVX_ACTION_MOD, "= RES-7@2022: (version 2018 of RES-7 is not stored; compared with 2022)"},
    {"Articles 5-7", TVX_ACTION_NOC, "= NET@2022:5 (the proposal is about several, \"Articles 5-7\"; it is shown at the first)"},
    {"CH 18 and 18A", TVX_ACTION_NOC, "= CH@1998:3.1 (the proposal is about several, \"CH 18 and 18A\"; it is shown at the first)"},
    /* new ones, and behind what they would stand */
    {"5.3", TVX_ACTION_ADD, "+ NET@2022:5.3 after 5.2"},
    {"5.1 bis", TVX_ACTION_ADD, "+ NET@2022:5.1-bis after 5.1"},
    {"Article 5A", TVX_ACTION_ADD, "+ NET@2022:5A after 5"},
    {"5A.1", TVX_ACTION_ADD, "+ NET@2022:5A.1 after 5"},
    {"Article 5 – paragraph 1 – point a a (new)", TVX_ACTION_ADD, "+ NET@2022:5.1.a-a after 5.1.a"},
    {"Article 6 – paragraph 1 – point 1 a (new)", TVX_ACTION_ADD, "+ NET@2022:6.p1.1-a after 6.p1.1"},
    {"Article 6 – point 1 a (new)", TVX_ACTION_ADD, "+ NET@2022:6.p1.1-a after 6.p1.1"},
    {"Recital 23 a (new)", TVX_ACTION_ADD, "+ NET@2022:recital.23-a after recital.23"},
    {"Article -1 (new)", TVX_ACTION_ADD, "+ NET@2022:-1"},
    {"Resolution 7, resolves 2", TVX_ACTION_ADD, "+ RES-7@2022:resolves.2 after resolves.1"},
    {"DRAFT NEW RESOLUTION [VRN-1]", TVX_ACTION_ADD, "+ RES-VRN-1@-:"},
    {"5.2", TVX_ACTION_ADD, "+ NET@2022:5.2 after 5.2 (5.2 is added, but NET has it already)"},
    /* not to be found, and why */
    {"Article 9.2", TVX_ACTION_MOD, "? NET@2022 has no Article 9"},
    {"Article 5 – paragraph 9", TVX_ACTION_MOD, "? NET@2022 has no provision 5.9 (but has 5)"},
    {"CH 99", TVX_ACTION_MOD, "? CH has no provision with the number 99"},
    {"RESOLUTION 130 (REV. X, 2018)", TVX_ACTION_MOD, "? no instrument is stored under RES-130"},
    {"", TVX_ACTION_MOD, "? the proposal names no provision"},
};

static const char *resolve(struct tvx_arena *arena, const struct tvx_resolver *resolver, const char *target,
                           enum tvx_action action, const char *before, struct tvx_resolution *r)
{
    struct tvx_proposal p = {.action = action, .target = target, .before = before, .after = "", .number = "X/1/1"};
    const char *out;

    if (*target != '\0')
        assert_int_equal(tvx_target_parse(&p.place, arena, target, NULL), TVX_OK);
    assert_int_equal(tvx_resolve(r, arena, resolver, &p, "NET", NULL), TVX_OK);
    if (r->kind == TVX_UNRESOLVED)
        return tvx_arena_printf(arena, "? %s", r->reason);
    out = tvx_arena_printf(arena, "%s %s@%s:%s", r->kind == TVX_RESOLVED ? "=" : "+", r->key,
                           r->version == NULL ? "-" : r->version, r->path);
    if (r->after_path != NULL)
        out = tvx_arena_printf(arena, "%s after %s", out, r->after_path);
    return r->reason == NULL ? out : tvx_arena_printf(arena, "%s (%s)", out, r->reason);
}

static void places_lead_to_provisions(void **state)
{
    struct tvx_arena *arena = tvx_arena_new(4 << 20);
    const struct tvx_resolver *resolver = tvx_resolver_new(arena, stored, 4);

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct tvx_resolution r;

        assert_string_equal(resolve(arena, resolver, rows[i].target, rows[i].action, "", &r), rows[i].want);
    }
    tvx_arena_free(arena);
}

static void another_base_is_noticed(void **state)
{
    static const struct { const char *target, *before, *want; bool differs; double least, most; } cases[] = {
        {"5.2", "5.2 Members shall not sleep.", "= NET@2022:5.2", false, 1, 1},
        {"5.2", "2. MEMBERS shall, not sleep", "= NET@2022:5.2", false, 1, 1},
        {"5.2", "5.2 Members may sleep.", "= NET@2022:5.2 (drafted against NET@2006)", true, 0.6, 0.7},
        {"5.2", "Quite other words here", "= NET@2022:5.2", true, 0, 0.01},
        {"5.1", "1. Members shall try: (a) to help; (b) to rest.", "= NET@2022:5.1", true, 0.7, 1},
        {"Article 5", "Access", "= NET@2022:5", true, 0, 1},
        {"5.1", "", "= NET@2022:5.1", false, 1, 1},
        {"", "23 whereas it is late", "= NET@2022:recital.23 (the proposal names no provision; told by its text, which is "
                                      "that of this one)", false, 1, 1},
    };
    struct tvx_arena *arena = tvx_arena_new(4 << 20);
    const struct tvx_resolver *resolver = tvx_resolver_new(arena, stored, 4);

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct tvx_resolution r;

        assert_string_equal(resolve(arena, resolver, cases[i].target, TVX_ACTION_MOD, cases[i].before, &r),
                            cases[i].want);
        assert_int_equal(r.base_differs, cases[i].differs);
        assert_true(r.base_agreement >= cases[i].least && r.base_agreement <= cases[i].most);
    }
    tvx_arena_free(arena);
}

static void only_the_provisions_own_label_is_taken_off(void **state)
{
    static const struct { const char *text, *path, *want; } cases[] = {
        {"1. Where the words", "31.1", "Where the words"}, {"5.2\tMembers", "5.2", "Members"}, {"2 Go on.", "3.2", "Go on."},
        {"(1a) New words", "7.1-a", "New words"},          {"2 bis Words", "4.2-bis", "Words"}, {"b) repair", "4.2.b", "repair"},
        {"(ba) words", "4.2.b-a", "words"},                {"a Member State", "4.2.a", "a Member State"},
        {"3. Words", "31.1", "3. Words"},                  {"(23) Whereas", "recital.23", "Whereas"},
        {"Article 5A\nTitle", "5A", "Title"},              {"ARTICLE 5 bis Title", "5-bis", "Title"},
        {"– by talk;", "8.1.dash-1", "by talk;"},          {"100 words", "8.10", "100 words"},
        {"Words", "", "Words"},                            {"", "5.2", ""},
        {"resolves", "resolves", "resolves"},              {"5.2", "5.2", ""},
        {"f words", "6.1.f", "words"},                     {"f a words", "6.1.f-a", "words"},
        {"a words", "6.1.a", "a words"},                   {"far words", "6.1.f", "far words"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(tvx_text_without_label(cases[i].text, cases[i].path), cases[i].want);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(places_lead_to_provisions),
        cmocka_unit_test(another_base_is_noticed),
        cmocka_unit_test(only_the_provisions_own_label_is_taken_off),
    };

    return cmocka_run_group_tests_name("resolve", tests, NULL, NULL);
}
