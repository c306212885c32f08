/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "tabling.h"

static const char paper[] =
    "`<RefProc>`2031/0007(COD)\n"
    "4.3.2031\n"
    "(PE123.456v02-00)\n"
    "on the proposal for a regulation on lanterns\n"
    "`<Amend>`Amendment\t\t`<NumAm>`17`</NumAm>`\n"
    "`<Members>`Ann Arbour, Bo Brink-Lüders`</Members>`\n"
    "on behalf of the Lake Group\n"
    "Proposal for a regulation\n"
    "Article 4 – paragraph 2 – point b\n"
    "| \n"
    "| Text proposed by the Commission | Amendment\n"
    "| (b) the lantern shall be lit at dusk; | (b) the lantern shall be lit *and tended* at dusk;\n"
    "Or. `{EN}`en\n"
    "Justification\n"
    "A lantern that no one tends goes out.\n"
    "It is also a danger.\n"
    "`</Amend>`\n"
    "Amendment 18\n"
    "Cy Cramer\n"
    "Proposal for a regulation\n"
    "Article 4 – paragraph 3\n"
    "| Text proposed by the Commission | Amendment\n"
    "| 3. Lanterns shall be green. | deleted\n"
    "Or. fr\n"
    "Amendment 19\n"
    "Proposal for a regulation\n"
    "Article 4 – paragraph 3 a (new)\n"
    "| Text proposed by the Commission | Amendment\n"
    "|  | 3a. Keepers shall be paid.¶They shall be fed.\n"
    "Or. en\n";

static void reads_the_parliaments_amendments(void **state)
{
    struct tvx_contribution c = tabled(paper);
    const struct tvx_proposal *p = c.proposals;

    (void)state;
    assert_string_equal(c.form, "eu-amendments");
    assert_string_equal(c.because, "3 headings 'Amendment N' and 3 tables of two columns headed "
                                   "'Text proposed by the Commission | Amendment'");
    assert_int_equal(c.count, 3);
    assert_int_equal(c.warning_count, 0);
    assert_string_equal(c.header.symbol, "PE123.456v02-00");
    assert_string_equal(c.header.date, "2031-03-04");
    assert_string_equal(c.header.title, "on the proposal for a regulation on lanterns");
    assert_string_equal(p[0].number, "PE123.456v02-00/17");
    assert_string_equal(p[0].target, "Article 4 – paragraph 2 – point b");
    assert_string_equal(p[0].place.path, "4.2.b");
    assert_int_equal(p[0].sponsor_count, 3);
    assert_string_equal(p[0].sponsors[1], "Bo Brink-Lüders");
    assert_string_equal(p[0].sponsors[2], "Lake Group");
    assert_int_equal(p[0].action, TVX_ACTION_MOD);
    assert_string_equal(p[0].before, "(b) the lantern shall be lit at dusk;");
    assert_string_equal(p[0].after, "(b) the lantern shall be lit and tended at dusk;");
    assert_int_equal(p[0].edit_count, 1);
    assert_string_equal(p[0].edits[0].after, "and tended");
    assert_string_equal(p[0].reasons, "A lantern that no one tends goes out.\nIt is also a danger.");
    assert_int_equal(p[1].action, TVX_ACTION_SUP);
    assert_string_equal(p[1].after, "");
    assert_string_equal(p[1].reasons, "");
    assert_int_equal(p[2].action, TVX_ACTION_ADD);
    assert_string_equal(p[2].place.path, "4.3-a");
    assert_true(p[2].place.is_new);
    assert_string_equal(p[2].after, "3a. Keepers shall be paid.\nThey shall be fed.");
    assert_int_equal(p[2].sponsor_count, 0);
}

static void other_languages_and_a_table_over_two_pages(void **state)
{
    struct tvx_contribution c = tabled(
        "Änderungsantrag 5\nUte Übel\nVorschlag für eine Verordnung\nArtikel 2 – Absatz 1\n"
        "| Vorschlag der Kommission | Änderungsantrag\n| 1. Laternen sind grün. | entfällt\nOr. de\n"
        "Amendement 6\nProposition de règlement\nArticle 3\n"
        "| Texte proposé par la Commission | Amendement\n| Une lanterne | Une lanterne *verte*\n---\n"
        "| Texte proposé par la Commission | Amendement\n| Deux gardiens | Trois gardiens\nJustification\nVert.\n"
        "修正案 7\n条例提案\n第3条\n| 委员会提议案文 | 修正案\n| 灯是绿色的。 | 删除\n");

    (void)state;
    assert_int_equal(c.count, 3);
    assert_int_equal(c.proposals[0].action, TVX_ACTION_SUP);
    assert_string_equal(c.proposals[0].number, "AM/5");
    assert_string_equal(c.proposals[1].before, "Une lanterne\nDeux gardiens");
    assert_string_equal(c.proposals[1].after, "Une lanterne verte\nTrois gardiens");
    assert_string_equal(c.proposals[1].reasons, "Vert.");
    assert_int_equal(c.proposals[2].action, TVX_ACTION_SUP);
}

static void an_amendment_without_columns_is_told(void **state)
{
    struct tvx_contribution c = tabled("Amendment 1\nAnn Arbour\nDraft opinion\nParagraph 1\n"
                                       "| Draft opinion | Amendment\n| 1. Notes lanterns; | 1. Welcomes lanterns;\nOr. en\n"
                                       "Amendment 2\nBo Brink\nProposal for a regulation\nAnnex 1 (new)\n"
                                       "A list of lanterns.\nOr. en\nJustification\nLists help.\n");

    (void)state;
    assert_int_equal(c.count, 2);
    assert_string_equal(c.proposals[1].target, "Annex 1 (new)");
    assert_string_equal(c.proposals[1].after, "A list of lanterns.");
    assert_string_equal(c.proposals[1].reasons, "Lists help.");
    assert_int_equal(c.proposals[1].action, TVX_ACTION_ADD);
    assert_int_equal(c.warning_count, 1);
    assert_string_equal(c.warnings[0].code, "amendment-without-columns");
}

static void papers_with_two_columns(void **state)
{
    struct tvx_contribution c = tabled(
        "# Scope\n"
        "Art. 4 (1) and Recital 23: Definitions\n"
        "| Commission Proposal | LAMPCO Proposal\n"
        "| Art. 4 (1)¶A lamp is green. | Art. 4 (1)¶A lamp is ~green~ *red*.\n"
        "| Recital 23 ‘lamps’¶Lamps matter. | Recital 23 ‘lamps’¶Lamps matter.\n"
        "| Art. 7 (1) Keepers sleep. | Art. 7 (1) deleted\n"
        "Justification\n"
        "Art. 4 (1)\n"
        "A red lamp is seen from further away than any green one was ever seen in this harbour or in any of the "
        "harbours that we know of.\n"
        "# Duties\n"
        "| Commission Proposal | LAMPCO Proposal\n"
        "| 1. All keep watch. | 1. Some keep watch.\n"
        "Article 26 Processor\n"
        "| 2. Oil is kept: | ~2. Oil is kept:~\n"
        "| (a) cold; | (a) cool;\n"
        "| 5. It is ~dark~ and | 5 ~It is dark and~\n"
        "| (b) Oil that is carried by a ship | (b) Oil that is carried by a\n"
        "--\n"
        "| of more than ten tons | boat of more than ten tons\n");
    const struct tvx_proposal *p = c.proposals;

    (void)state;
    assert_string_equal(c.form, "two-column");
    assert_string_equal(c.because,
                        "2 tables of a text and a proposed text, headed 'Commission Proposal | LAMPCO Proposal'");
    assert_int_equal(c.count, 7);
    assert_string_equal(p[0].number, "LAMPCO/-/1");
    assert_string_equal(p[0].place.path, "4.1");
    assert_string_equal(p[0].before, "A lamp is green.");
    assert_string_equal(p[0].after, "A lamp is red.");
    assert_non_null(strstr(p[0].reasons, "Art. 4 (1)\nA red lamp"));
    assert_int_equal(p[1].action, TVX_ACTION_SUP);
    assert_string_equal(p[1].place.path, "7.1");
    assert_string_equal(p[2].target, ""); /* the place among the reasons is none of this table */
    assert_int_equal(p[3].action, TVX_ACTION_SUP);
    assert_string_equal(p[3].place.path, "26.2");
    assert_string_equal(p[4].place.path, "26.2.a");
    assert_int_equal(p[5].action, TVX_ACTION_SUP);
    assert_string_equal(p[6].before, "(b) Oil that is carried by a ship of more than ten tons");
    assert_string_equal(p[6].after, "(b) Oil that is carried by a boat of more than ten tons");
    assert_int_equal(c.warning_count, 1);
    assert_string_equal(c.warnings[0].code, "proposal-no-place");
}

static void other_documents_are_not_taken(void **state)
{
    static const char *const others[] = {
        "Amendment 12 to the statutes was adopted.\n| Text | Number\n| One | 2\n",
        "Amendment 12\nThe committee met twice.\n",
        "| Name | Amendment\n| Ann | yes\n",
        "The amendment\n| Commission | Amendment\n| 1 | 2\n",
    };

    (void)state;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        struct tvx_contribution c = tabled(others[i]);

        assert_string_equal(c.form, "");
        assert_int_equal(c.count, 0);
        tabling_teardown(state);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(reads_the_parliaments_amendments, tabling_teardown),
        cmocka_unit_test_teardown(other_languages_and_a_table_over_two_pages, tabling_teardown),
        cmocka_unit_test_teardown(an_amendment_without_columns_is_told, tabling_teardown),
        cmocka_unit_test_teardown(papers_with_two_columns, tabling_teardown),
        cmocka_unit_test_teardown(other_documents_are_not_taken, tabling_teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
