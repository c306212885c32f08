/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "parsing.h"

#include <travaux/law/health.h>

#include <travaux/law/definition.h>

/* A document of one paragraph a line. */
static struct tvx_document *document_of(const char *text)
{
    struct tvx_document *document = tvx_document_new(64 << 20);

    document->format = "text";
    document->language = "en";
    document->title = "";
    while (*text != '\0') {
        size_t length = strcspn(text, "\n");
        struct tvx_block *block = tvx_document_add_block(document, TVX_BLOCK_PARAGRAPH);

        block->table = block->row = block->column = -1;
        tvx_document_add_run(document, block, text, length, TVX_CHANGE_NONE);
        text += length + (text[length] == '\n');
    }
    return document;
}

static struct tvx_health assess(const struct tvx_document *document, const char *kind)
{
    struct tvx_contribution *contribution = tvx_arena_alloc(arena, sizeof *contribution);
    struct tvx_instrument *instrument = tvx_arena_alloc(arena, sizeof *instrument);
    struct tvx_error error = {0};
    struct tvx_health health;

    if (tvx_contribution_parse(contribution, arena, document, &error) != TVX_OK ||
        tvx_instrument_parse(instrument, arena, document, &error) != TVX_OK ||
        tvx_health_assess(&health, arena, document, contribution,
                          strcmp(kind, "instrument") == 0 ? instrument : NULL, kind, &error) != TVX_OK)
        fail_msg("%s", error.message);
    return health;
}

static const struct tvx_finding *finding(const struct tvx_health *health, const char *code)
{
    for (size_t i = 0; i < health->count; i++)
        if (strcmp(health->findings[i].code, code) == 0)
            return &health->findings[i];
    return NULL;
}

#define HEADER                                                                                                         \
    "NETWORK CONFERENCE (NC-26)\nCalder Bay, 30 November – 18 December 2026\nDocument 31-E\n23 September 2026\n"       \
    "Original: English\nFrance\nPROPOSALS FOR THE WORK OF THE CONFERENCE\n"
#define PROPOSAL "ADD F/31/1\nArticle 9\n9.1 Member States shall keep their networks in good repair.\nReasons: Repair.\n"

static void a_clean_contribution_is_trusted_and_says_why(void **state)
{
    struct tvx_document *document = document_of(HEADER PROPOSAL);
    struct tvx_health health = assess(document, "contribution");

    (void)state;
    assert_int_equal(health.count, 0);
    assert_true(health.confidence == 1);
    assert_string_equal(health.form, "itu");
    assert_string_equal(health.recognised, "a contribution (text, en); 1 proposal (1 line with an action (ADD, MOD, "
                                           "SUP, NOC) or a proposal's number)");
    assert_int_equal(health.left_over, 0);
    tvx_document_free(document);
}

static void each_doubt_costs_and_the_dearest_stands_first(void **state)
{
    struct tvx_document *document =
        document_of("Document 31-E\n23 September 2026\nFriends of the Sea\nMOD F/31/1\n4.2 Operators shall mend cables.\n"
                    "Reasons: Cables.\nADD F/31/4\nArticle 9\n9.1 A text.\n");
    struct tvx_health health = assess(document, "contribution");
    const struct tvx_finding *gap = finding(&health, "proposal-number-gap");
    const struct tvx_finding *marks = finding(&health, "mod-without-marks");

    (void)state;
    assert_non_null(gap);
    assert_non_null(strstr(gap->message, "between F/31/1 and F/31/4"));
    assert_non_null(marks);
    assert_true(marks->cost > 0.14 && marks->cost < 0.16); /* 0.3, for one of the two proposals */
    for (size_t i = 1; i < health.count; i++)
        assert_true(health.findings[i - 1].cost >= health.findings[i].cost);
    assert_true(health.confidence < 0.85 && health.confidence > 0.5);
    tvx_document_free(document);
}

static void an_unknown_sponsor_is_named_once(void **state)
{
    struct tvx_document *document = document_of(
        "NETWORK CONFERENCE (NC-26)\nDocument 31-E\n23 September 2026\nOriginal: English\nThe Guild of Lamplighters\n"
        "PROPOSALS FOR THE WORK OF THE CONFERENCE\nADD\nArticle 9\n9.1 A text of some length here.\nReasons: Light.\n"
        "ADD\nArticle 10\n10.1 Another text of some length.\nReasons: Light.\n");
    struct tvx_health health = assess(document, "contribution");
    const struct tvx_finding *unknown = finding(&health, "sponsor-unknown");

    (void)state;
    assert_non_null(unknown);
    assert_string_equal(unknown->message, "1 sponsor that no table knows: \"Guild of Lamplighters\"");
    tvx_document_free(document);
}

static void what_stands_in_no_proposal_is_told(void **state)
{
    struct tvx_document *document = document_of(
        HEADER PROPOSAL "____________\nThe delegation would further like to see the second paragraph of the article on "
                        "charges changed so that nobody pays twice, as was said in the last meeting of the group.\n");
    struct tvx_health health = assess(document, "contribution");
    const struct tvx_finding *left = finding(&health, "words-left-over");

    (void)state;
    assert_non_null(left);
    assert_true(left->cost > 0.2);
    assert_true(health.left_over > 100);
    tvx_document_free(document);
}

static void nothing_recognised_is_doubtful(void **state)
{
    struct tvx_document *document = document_of(HEADER "We thank the host country for the tea.\n");
    struct tvx_health health = assess(document, "contribution");

    (void)state;
    assert_non_null(finding(&health, "form-unknown"));
    assert_string_equal(health.form, "");
    tvx_document_free(document);
    document = document_of("");
    health = assess(document, "report");
    assert_non_null(finding(&health, "no-text"));
    assert_true(health.confidence == 0);
    tvx_document_free(document);
}

static void an_article_of_definitions_must_define(void **state)
{
    static const char head[] = "MODEL TREATY\nARTICLE 1\nDefinitions\n";
    static const char tail[] = "ARTICLE 2\nScope\n2.1 This Treaty applies to all networks.\n";
    struct tvx_document *without, *with;
    struct tvx_health health;
    char text[500];

    (void)state;
    snprintf(text, sizeof text, "%s1.1 The Parties shall agree on their words in good time.\n%s", head, tail);
    without = document_of(text);
    health = assess(without, "instrument");
    assert_non_null(finding(&health, "definitions-empty"));
    snprintf(text, sizeof text, "%s1.1 Network means cables and what hangs on them.\n%s", head, tail);
    with = document_of(text);
    health = assess(with, "instrument");
    assert_null(finding(&health, "definitions-empty"));
    tvx_document_free(without);
    tvx_document_free(with);
}

static void definitions_in_six_languages(void **state)
{
    static const struct { const char *heading, *text; } samples[] = {
        {"Definitions", "Network: cables and what hangs on them"},
        {"Article 1 – Emploi des termes", "Le terme « réseau » désigne les câbles."},
        {"Definiciones", "Por «red» se entenderá los cables."},
        {"Употребление терминов", "«Сеть» означает кабели."},
        {"التعاريف", "الشبكة تعني الكبلات"},
        {"用语", "“网络”是指电缆。"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof samples / sizeof *samples; i++) {
        if (!tvx_definition_heading(samples[i].heading))
            fail_msg("no heading: %s", samples[i].heading);
        if (!tvx_definition_in(samples[i].text))
            fail_msg("no definition: %s", samples[i].text);
    }
    assert_false(tvx_definition_heading("Settlement of disputes"));
    assert_false(tvx_definition_heading("The definitions in force are kept. They shall be looked at again in four years."));
    assert_false(tvx_definition_in("The Parties shall meet every year in good time to agree on the following four "
                                   "points: place, date, agenda, lunch."));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_clean_contribution_is_trusted_and_says_why, setup, teardown),
        cmocka_unit_test_setup_teardown(each_doubt_costs_and_the_dearest_stands_first, setup, teardown),
        cmocka_unit_test_setup_teardown(an_unknown_sponsor_is_named_once, setup, teardown),
        cmocka_unit_test_setup_teardown(what_stands_in_no_proposal_is_told, setup, teardown),
        cmocka_unit_test_setup_teardown(nothing_recognised_is_doubtful, setup, teardown),
        cmocka_unit_test_setup_teardown(an_article_of_definitions_must_define, setup, teardown),
        cmocka_unit_test_setup_teardown(definitions_in_six_languages, setup, teardown),
    };

    return cmocka_run_group_tests_name("law/health", tests, NULL, NULL);
}
