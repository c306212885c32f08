/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "tabling.h"

static void holds(const struct tvx_proposal *p, const char *number, const char *sponsor, const char *path,
                  enum tvx_action action, const char *before, const char *after)
{
    assert_string_equal(p->number, number);
    assert_int_equal(p->action, action);
    if (path == NULL)
        assert_null(p->place.path);
    else
        assert_string_equal(p->place.path == NULL ? "" : p->place.path, path);
    if (sponsor == NULL)
        assert_int_equal(p->sponsor_count, 0);
    else
        assert_string_equal(p->sponsor_count == 0 ? "" : p->sponsors[0], sponsor);
    assert_string_equal(p->before, before);
    assert_string_equal(p->after, after);
}

static void a_column_for_each_sponsor(void **state)
{
    struct tvx_contribution c = tabled(
        "Document DT/1-E\n"
        "| Provision | Current text | France | RCC | Comments\n"
        "| Article 5 – Lanterns |  |  |  | \n"
        "| 5.1 | Lanterns shall be lit. | Lanterns shall be lit at dusk. | SUP | See 6.\n"
        "| 5.2 | Keepers shall be paid. |  | Keepers shall be [well] paid. | \n"
        "| Provision | Current text | France | RCC | Comments\n"
        "| 5.3 | Oil is free. | NOC | Oil is not free. | \n");

    (void)state;
    assert_string_equal(c.form, "compilation");
    assert_int_equal(c.count, 5);
    holds(&c.proposals[0], "FRA/DT/1/1", "FRA", "5.1", TVX_ACTION_MOD, "Lanterns shall be lit.",
          "Lanterns shall be lit at dusk.");
    assert_string_equal(c.proposals[0].reasons, "See 6.");
    assert_string_equal(c.proposals[0].quote, "Lanterns shall be lit at dusk.");
    holds(&c.proposals[1], "RCC/DT/1/2", "RCC", "5.1", TVX_ACTION_SUP, "Lanterns shall be lit.", "");
    holds(&c.proposals[2], "RCC/DT/1/3", "RCC", "5.2", TVX_ACTION_MOD, "Keepers shall be paid.",
          "Keepers shall be [well] paid.");
    holds(&c.proposals[3], "FRA/DT/1/4", "FRA", "5.3", TVX_ACTION_NOC, "Oil is free.", "Oil is free.");
    holds(&c.proposals[4], "RCC/DT/1/5", "RCC", "5.3", TVX_ACTION_MOD, "Oil is free.", "Oil is not free.");
}

static void options_within_a_cell(void **state)
{
    struct tvx_contribution c = tabled(
        "| No. | Existing provision | Proposals\n"
        "| Article 3 | Members shall keep lamps. | Option 1 (RCC/14A1/5):¶Members should keep lamps.¶"
        "Option 2 (F/9/2, IAP/10/14): Members may keep lamps.¶They may share them.¶"
        "ACP/12/3: SUP\n"
        "| Article 3A |  | ADD IAP/10/15¶Lamps may be [blue] [green].\n");

    (void)state;
    assert_string_equal(c.form, "compilation");
    assert_int_equal(c.count, 4);
    holds(&c.proposals[0], "RCC/14A1/5", "RCC", "3", TVX_ACTION_MOD, "Members shall keep lamps.",
          "Members should keep lamps.");
    holds(&c.proposals[1], "F/9/2", "FRA", "3", TVX_ACTION_MOD, "Members shall keep lamps.",
          "Members may keep lamps.\nThey may share them.");
    assert_int_equal(c.proposals[1].sponsor_count, 2);
    assert_string_equal(c.proposals[1].sponsors[1], "IAP");
    holds(&c.proposals[2], "ACP/12/3", "ACP", "3", TVX_ACTION_SUP, "Members shall keep lamps.", "");
    holds(&c.proposals[3], "IAP/10/15", "IAP", "3A", TVX_ACTION_ADD, "", "Lamps may be [blue] [green].");
}

static void a_row_for_each_sponsor(void **state)
{
    struct tvx_contribution c = tabled(
        "| Disposition | Texte en vigueur | Proposé par | Texte proposé | Motifs\n"
        "| Article 7 | La lampe est verte. | France | La lampe est rouge. | Plus visible.\n"
        "|  |  | RCC | supprimé | \n"
        "| Article 8 | La nuit tombe. | France | La nuit tombe tôt. | \n");

    (void)state;
    assert_string_equal(c.form, "compilation");
    assert_int_equal(c.count, 3);
    holds(&c.proposals[0], "FRA/-/1", "FRA", "7", TVX_ACTION_MOD, "La lampe est verte.", "La lampe est rouge.");
    assert_string_equal(c.proposals[0].reasons, "Plus visible.");
    holds(&c.proposals[1], "RCC/-/2", "RCC", "7", TVX_ACTION_SUP, "La lampe est verte.", "");
    holds(&c.proposals[2], "FRA/-/3", "FRA", "8", TVX_ACTION_MOD, "La nuit tombe.", "La nuit tombe tôt.");
}

static void the_four_columns_of_a_trilogue(void **state)
{
    struct tvx_contribution c = tabled(
        "|  | Commission Proposal | EP Mandate | Council Mandate | Draft Agreement\n"
        "| Article 4 |  |  |  | \n"
        "| 88 | 1. Lamps shall burn oil. | 1. Lamps shall burn *clean* oil. | 1. Lamps shall burn oil. | \n"
        "| 89 | 2. Oil shall be sold. | deleted | 2. Oil may be sold. | 2. Oil may be sold *freely*.\n");

    (void)state;
    assert_string_equal(c.form, "compilation");
    assert_int_equal(c.count, 5);
    holds(&c.proposals[0], "European Parliament/-/1", "European Parliament", "4.1", TVX_ACTION_MOD,
          "1. Lamps shall burn oil.", "1. Lamps shall burn clean oil.");
    holds(&c.proposals[1], "Council/-/2", "Council", "4.1", TVX_ACTION_NOC, "1. Lamps shall burn oil.",
          "1. Lamps shall burn oil.");
    holds(&c.proposals[2], "European Parliament/-/3", "European Parliament", "4.2", TVX_ACTION_SUP,
          "2. Oil shall be sold.", "");
    holds(&c.proposals[4], "Compromise/-/5", "Compromise", "4.2", TVX_ACTION_MOD, "2. Oil shall be sold.",
          "2. Oil may be sold freely.");
}

static void options_as_columns_and_other_scripts(void **state)
{
    struct tvx_contribution c = tabled("# Article 9\n"
                                       "| Положение | Действующий текст | Вариант 1 (Франция) | Вариант 2\n"
                                       "| 9.1 | Лампы горят. | Лампы не горят. | Лампы горят ночью.\n");

    (void)state;
    assert_string_equal(c.form, "compilation");
    assert_int_equal(c.count, 2);
    holds(&c.proposals[0], "FRA/-/1-вариант-1", "FRA", "9.1", TVX_ACTION_MOD, "Лампы горят.", "Лампы не горят.");
    holds(&c.proposals[1], "-/-/2-вариант-2", NULL, "9.1", TVX_ACTION_MOD, "Лампы горят.", "Лампы горят ночью.");
}

static void actions_without_a_text_and_places_of_other_scripts(void **state)
{
    struct tvx_contribution c = tabled(
        "Document 77-E\n"
        "| Proposal No. | Source | Provision | Action | Proposed text\n"
        "| EUR/5/9 | CEPT | 3.1 | NOC | \n"
        "| ARB/7/2 | Arab States | 3.2 | ADD | 3.2 Oil shall be free.\n");

    (void)state;
    assert_int_equal(c.count, 2);
    holds(&c.proposals[0], "EUR/5/9", "EUR", "3.1", TVX_ACTION_NOC, "", "");
    holds(&c.proposals[1], "ARB/7/2", "ARB", "3.2", TVX_ACTION_ADD, "", "3.2 Oil shall be free.");
    tabling_teardown(state);
    c = tabled("| 条款 | 现行案文 | 中国 | 美国\n| 第5条第2款 | 成员国应点灯。 | 成员国应在夜间点灯。 | 删除\n");
    assert_int_equal(c.count, 2);
    holds(&c.proposals[0], "CHN/-/1", "CHN", "5.2", TVX_ACTION_MOD, "成员国应点灯。", "成员国应在夜间点灯。");
    holds(&c.proposals[1], "USA/-/2", "USA", "5.2", TVX_ACTION_SUP, "成员国应点灯。", "");
    tabling_teardown(state);
    c = tabled("| Provision | Current text | Options\n"
               "| ARTICLE 6 – Charging | | \n"
               "| 6.1 | Charges are free. | Alt. 1 (ARB/7/12): [Fair] [free].¶Alt. 2 (AUS/17/4): SUP¶Option 3 – No text.\n"
               "| 6.2 | | [Egypt, France]: A new charge.\n");
    assert_int_equal(c.count, 4);
    holds(&c.proposals[1], "AUS/17/4", "AUS", "6.1", TVX_ACTION_SUP, "Charges are free.", "");
    holds(&c.proposals[2], "-/-/3-option-3", NULL, "6.1", TVX_ACTION_SUP, "Charges are free.", "");
    holds(&c.proposals[3], "EGY/-/4", "EGY", "6.2", TVX_ACTION_ADD, "", "A new charge.");
    assert_int_equal(c.proposals[3].sponsor_count, 2);
}

static void other_tables_are_not_taken(void **state)
{
    enum { LISTING = 1 }; /* numbers and actions are another form's */
    static const char *const others[] = {
        "| Country | Text | Comments\n| France | Some words stand here | none\n",
        "| Proposal | Provision | Action\n| RCC/14/1 | 5.1 | MOD\n| RCC/14/2 | 5.2 | SUP\n",
        "| No. | Proposal | Page\n| 1 | A proposal about the lamps of the harbour | 3\n",
        "| Item | Proposal | Decision\n| 1 | The chair proposed a break | agreed\n| 2 | Norway proposed lunch | agreed\n",
        "| Original | Copy | Proposal by\n| The text of it | The text of it | no one at all\n",
        "| No. | Proposal\n| 1 | France: the chair shall call the harbour\n| 2 | The meeting agreed to this\n",
        "| Country | Current law | Comments\n| France | Law of lamps of 1901 applies | none\n",
        "| Article | France | Germany | Italy\n| Exports | 12 | 14 | 15\n",
    };

    (void)state;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        struct tvx_contribution c = tabled(others[i]);

        assert_string_equal(c.form, i == LISTING ? "itu" : "");
        tabling_teardown(state);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(a_column_for_each_sponsor, tabling_teardown),
        cmocka_unit_test_teardown(options_within_a_cell, tabling_teardown),
        cmocka_unit_test_teardown(a_row_for_each_sponsor, tabling_teardown),
        cmocka_unit_test_teardown(the_four_columns_of_a_trilogue, tabling_teardown),
        cmocka_unit_test_teardown(options_as_columns_and_other_scripts, tabling_teardown),
        cmocka_unit_test_teardown(actions_without_a_text_and_places_of_other_scripts, tabling_teardown),
        cmocka_unit_test_teardown(other_tables_are_not_taken, tabling_teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
