/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "check.h"

#include <travaux/law/proposal.h>
#include <travaux/law/reference.h>

/* One line per case: printed words and "instrument|version|path|marginal|part|new", empty where NULL. */
struct row {
    const char *text, *want;
};

static const struct row rows[] = {
    {"Article 5A", "||5A|||"},
    {"ARTICLE 5 Definitions", "||5|||"},
    {"5A.1", "||5A.1|||"},
    {"Art. 5, 5.1", "||5.1|||"},
    {"Article 5, paragraph 2, a bis)", "||5.2.a-bis|||"},
    {"No. 1012", "|||1012||"},
    {"Article 9.2, 9.2", "||9.2|||"},
    {"CS 1012", "CS|||1012||"},
    {"CV 468A", "CV|||468A||"},
    {"CV 468 bis", "CV|||468-bis||"},
    {"CS/Art. 33", "CS||33|||"},
    {"No. 12 of the Constitution", "CS|||12||"},
    {"ABC 34", "ABC|||34||"},
    {"RESOLUTION 130 (REV. DUBAI, 2018)", "RES-130|2018||||"},
    {"Decision 5 (Rev. Port Amber, 2022)", "DEC-5|2022||||"},
    {"DRAFT NEW RESOLUTION [VRN-1] (PORT AMBER, 2026)", "RES-VRN-1|2026||||new"},
    {"DRAFT NEW RESOLUTION [ABC/DEF-1]", "RES-ABC-DEF-1|||||new"},
    {"Resolution 7, resolves to keep the peace", "RES-7||resolves|||"},
    {"CV 468 PP-98", "CV|||468||"},
    {"Article 5B, 5B.1", "||5B.1|||"},
    {"\xE7\xAC\xAC""130\xE5\x8F\xB7\xE5\x86\xB3\xE8\xAE\xAE\xEF\xBC\x88""2014\xE5\xB9\xB4\xEF\xBC\x89", "RES-130|2014||||"},
    {"Annex to Resolution 130 (Rev. Dubai, 2018)", "RES-130|2018|annex|||"},
    {"Resolution 130 (Rev. Dubai, 2018), resolves 2", "RES-130|2018|resolves.2|||"},
    {"instructs the Secretary-General 2", "||instructs-the-secretary-general.2|||"},
    {"recognizing d bis)", "||recognizing.d-bis|||"},
    {"CHAPTER IV", "||chapter-4|||"},
    {"\xD0\xA1\xD1\x82\xD0\xB0\xD1\x82\xD1\x8C\xD1\x8F 5", "||5|||"},
    {"Art\xC3\xAD" "culo 5 bis", "||5-bis|||"},
    /* the European Parliament's way */
    {"Article 31 – paragraph 1 – point b a (new)", "||31.1.b-a|||new"},
    {"Article 31 – paragraph 1 – poin d a(new)", "||31.1.d-a|||new"},
    {"Article 6 – paragraph 3 – subparagraph 2", "||6.3.p2|||"},
    {"Article 15 – paragraph 1 – introductory wording", "||15.1||introduction|"},
    {"Article 31 – title", "||31||title|"},
    {"Article 45 quinquies (new)", "||45-quinquies|||new"},
    {"Article 79 paragraph  7 a (new)", "||79.7-a|||new"},
    {"Article -11 (new)", "||-11|||new"},
    {"Recital 23 a (new)", "||recital.23-a|||new"},
    {"Chapter 3 – section 2 – title", "||chapter-3.section-2||title|"},
    {"Citation 1 a (new)", "||citation.1-a|||new"},
    {"Annex 1 (new)", "||annex-1|||new"},
    {"Proposal for a regulation / Article 4 – paragraph 2 – point b (new)", "||4.2.b|||new"},
};

static const char *or_empty(const char *text)
{
    return text == NULL ? "" : text;
}

static void target_reads_places_as_printed(void **state)
{
    struct tvx_arena *arena = tvx_arena_new(1 << 20);

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct tvx_target t;
        struct tvx_error error;

        assert_int_equal(tvx_target_parse(&t, arena, rows[i].text, &error), TVX_OK);
        assert_string_equal(tvx_arena_printf(arena, "%s|%s|%s|%s|%s|%s", or_empty(t.instrument), or_empty(t.version),
                                             or_empty(t.path), or_empty(t.marginal), or_empty(t.part),
                                             t.is_new ? "new" : ""),
                            rows[i].want);
    }
    tvx_arena_free(arena);
}

static void target_says_how_far_several_go(void **state)
{
    static const struct { const char *text, *path, *marginal, *through; } ranges[] = {
        {"Articles 1-3", "1", "", "3"}, {"Articles 1 to 3", "1", "", "3"}, {"Articles 1, 2 and 3", "1", "", "3"},
        {"CS 34-36", "", "34", "36"}, {"Nos. 180 to 184", "", "180", "184"}, {"5.1 to 5.3", "5.1", "", "5.3"},
        {"Article 4 \xE2\x80\x93 paragraph 5", "4.5", "", ""}, {"Article 4, 2", "4.2", "", ""},
        {"Article 4, 5", "4.5", "", ""}, {"Article 4, 4.5", "4.5", "", ""}, {"5.1, 5.2 and 5.4", "5.1", "", "5.4"},
        {"Article 5, 5.1", "5.1", "", ""}, {"Articles 3-1", "3.1", "", ""},
    };
    struct tvx_arena *arena = tvx_arena_new(1 << 20);

    (void)state;
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++) {
        struct tvx_target t;

        assert_int_equal(tvx_target_parse(&t, arena, ranges[i].text, NULL), TVX_OK);
        assert_string_equal(or_empty(t.path), ranges[i].path);
        assert_string_equal(or_empty(t.marginal), ranges[i].marginal);
        assert_string_equal(or_empty(t.through), ranges[i].through);
    }
    tvx_arena_free(arena);
}

static void target_refuses_what_names_no_place(void **state)
{
    static const char *const texts[] = {"", "Member States shall", "Proposals for the work of the conference", "---", "(x",
                                        "Reasons: the text moves, see FLD/26/2."};
    struct tvx_arena *arena = tvx_arena_new(1 << 20);

    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct tvx_target t;

        assert_int_equal(tvx_target_parse(&t, arena, texts[i], NULL), TVX_E_NOTFOUND);
    }
    tvx_arena_free(arena);
}

static void number_is_told_apart(void **state)
{
    static const struct row good[] = {
        {"RCC/14A1/5", "RCC|14A1|5|10"},       {"IAP/10/14, PRG/29/1", "IAP|10|14|9"},
        {"D/F/G/48A13R1/2 x", "D/F/G|48A13R1|2|15"}, {"VRN/65/12a", "VRN|65|12a|10"},
    };
    static const char *const bad[] = {"", "RCC", "RCC/", "RCC/14", "RCC/14/", "14/5/6", "RCC/A1/5", "rcc/14/5", "RCC/14/5/6",
                                      "RCC/14/5bis"};
    struct tvx_arena *arena = tvx_arena_new(1 << 20);
    struct tvx_number n;

    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        assert_int_equal(tvx_number_parse(&n, arena, good[i].text, NULL), TVX_OK);
        assert_string_equal(tvx_arena_printf(arena, "%s|%s|%s|%zu", n.sponsor, n.document, n.serial, n.length),
                            good[i].want);
    }
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_int_equal(tvx_number_parse(&n, arena, bad[i], NULL), TVX_E_NOTFOUND);
    tvx_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(target_reads_places_as_printed),
        cmocka_unit_test(target_says_how_far_several_go),
        cmocka_unit_test(target_refuses_what_names_no_place),
        cmocka_unit_test(number_is_told_apart),
    };

    return cmocka_run_group_tests_name("target", tests, NULL, NULL);
}
