/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Final Acts: the action in the margin beside the number of the provision. */
#include "tabling.h"

/* "MOD CS:25 | text" a line, the paragraphs of a text parted by " / ". */
static const char *adopted(const char *text)
{
    struct tvx_contribution c = tabled(text);
    struct tvx_lines lines;
    struct tvx_buf whole, out;
    const char *summary;

    assert_int_equal(tvx_document_lines(&lines, tabling_document->arena, tabling_document, TVX_VIEW_AFTER, NULL),
                     TVX_OK);
    tvx_buf_init(&whole, 1 << 20);
    tvx_buf_init(&out, 1 << 20);
    for (size_t i = 0; i < lines.count; i++)
        tvx_buf_printf(&whole, "%s%s", i > 0 ? "\n" : "", lines.items[i].text);
    tvx_buf_printf(&out, "%s %zu\n", c.form, c.statement_count);
    for (size_t i = 0; i < c.adopted_count; i++) {
        const struct tvx_adopted *a = &c.adopted[i];
        size_t from = tvx_utf8_offset(whole.data, whole.length, a->start);

        assert_memory_equal(a->quote, whole.data + from, strlen(a->quote));
        assert_int_equal(tvx_utf8_count(a->quote, strlen(a->quote)), a->points);
        tvx_buf_printf(&out, "%s %s:%s%s |", tvx_action_to_string(a->action),
                       a->place.instrument == NULL ? "" : a->place.instrument,
                       a->place.marginal == NULL ? "" : a->place.marginal, a->place.path == NULL ? "" : a->place.path);
        for (const char *at = a->text; *at != '\0'; at += strcspn(at, "\n"), at += *at == '\n')
            tvx_buf_printf(&out, "%s%.*s", at == a->text ? " " : " / ", (int)strcspn(at, "\n"), at);
        tvx_buf_char(&out, '\n');
    }
    summary = tvx_arena_strdup(tabling_document->arena, tvx_buf_text(&out));
    tvx_buf_free(&whole);
    tvx_buf_free(&out);
    return summary;
}

static void actions_and_numbers_in_front_of_the_text(void **state)
{
    (void)state;
    assert_string_equal(
        adopted("FINAL ACTS\nof the Network Conference (Calder Bay, 2026)\n"
                "INSTRUMENT AMENDING THE CONSTITUTION OF THE UNION\n"
                "The Conference has adopted the following amendments:\n"
                "ARTICLE 8 (CS)\nThe Assembly\n"
                "MOD 50 PP-98 b) look at the reports of the Board;\n"
                "ADD 59A 3 In between, an Assembly may be called with a short agenda:\n"
                "ADD 59B a) by decision of the Assembly;\n"
                "SUP 60\n"
                "ARTICLE 9 (CS)\nElections\n"
                "(MOD) 62 b) the officers.\nThey serve for four years.\n"
                "INSTRUMENT AMENDING THE CONVENTION OF THE UNION\n"
                "ARTICLE 4\n"
                "MOD 73 a) one seat.\n"
                "Done at Calder Bay\nA. Person\n"),
        "final-acts 0\n"
        "MOD CS:50 | b) look at the reports of the Board;\n"
        "ADD CS:59A | 3 In between, an Assembly may be called with a short agenda:\n"
        "ADD CS:59B | a) by decision of the Assembly;\n"
        "SUP CS:60 |\n"
        "(MOD) CS:62 | b) the officers. / They serve for four years.\n"
        "MOD CV:73 | a) one seat.\n");
}

static void a_table_with_a_narrow_first_column(void **state)
{
    (void)state;
    assert_string_equal(adopted("# FINAL ACTS\nInstrument amending the Convention\n# ARTICLE 5\n"
                                "| ADD | 57A | 3 bis A member may write to the Board.\n"
                                "| MOD | 58 | 4 The Board answers.\n"
                                "| SUP | 59 |\n"
                                "| MOD | 60 | 5 It meets once a year.\n"
                                "| MOD | 61 | 6 It elects a chair.\n"
                                "DECLARATIONS AND RESERVATIONS\n1\nOriginal: English\nFor Kenya:\n"
                                "Kenya reserves the right to act.\n2\nOriginal: English\nFor Mali:\n"
                                "Mali declares that it agrees.\n"),
                        "final-acts 2\n"
                        "ADD CV:57A | 3 bis A member may write to the Board.\n"
                        "MOD CV:58 | 4 The Board answers.\n"
                        "SUP CV:59 |\n"
                        "MOD CV:60 | 5 It meets once a year.\n"
                        "MOD CV:61 | 6 It elects a chair.\n");
}

static void places_without_numbers_in_the_margin(void **state)
{
    (void)state;
    assert_string_equal(adopted("FINAL ACTS of the Conference\nARTICLE 5\nMOD\n5.2 Members share their data.\n"
                                "ADD\nARTICLE 6A\nRescue\n6A.1 All help.\n"),
                        "final-acts 0\n"
                        "MOD :5.2 | 5.2 Members share their data.\n"
                        "ADD :6A | ARTICLE 6A / Rescue / 6A.1 All help.\n");
}

static void french(void **state)
{
    (void)state;
    assert_string_equal(adopted("ACTES FINALS\nInstrument d'amendement à la Constitution de l'Union internationale "
                                "des télécommunications\nArticle 8 (CS)\n"
                                "MOD 50 b) examine les rapports;\nADD 59A 3. Une session peut être convoquée:\n"),
                        "final-acts 0\n"
                        "MOD CS:50 | b) examine les rapports;\n"
                        "ADD CS:59A | 3. Une session peut être convoquée:\n");
}

static void proposals_are_none(void **state)
{
    (void)state;
    assert_string_equal(adopted("Republic of Varenia\nAMENDMENTS TO THE CONSTITUTION\nMOD VRN/12/1\nARTICLE 5\n"
                                "5.1 Members share.\nADD VRN/12/2\n5.2 All help.\nReasons: It is good.\n"),
                        "itu 0\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(actions_and_numbers_in_front_of_the_text, tabling_teardown),
        cmocka_unit_test_teardown(a_table_with_a_narrow_first_column, tabling_teardown),
        cmocka_unit_test_teardown(places_without_numbers_in_the_margin, tabling_teardown),
        cmocka_unit_test_teardown(french, tabling_teardown),
        cmocka_unit_test_teardown(proposals_are_none, tabling_teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
