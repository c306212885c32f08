/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Declarations and reservations at the end of a conference, in six languages and several layouts. */
#include "tabling.h"

/* "12 reservation VRN,OST >3,4 | text" a line. */
static const char *said(const char *text)
{
    struct tvx_contribution c;
    struct tvx_lines lines;
    struct tvx_buf whole, out;
    const char *summary;

    tabling_teardown(NULL); /* a test may ask several times */
    c = tabled(text);
    assert_int_equal(tvx_document_lines(&lines, tabling_document->arena, tabling_document, TVX_VIEW_AFTER, NULL),
                     TVX_OK);
    tvx_buf_init(&whole, 1 << 20);
    tvx_buf_init(&out, 1 << 20);
    for (size_t i = 0; i < lines.count; i++)
        tvx_buf_printf(&whole, "%s%s", i > 0 ? "\n" : "", lines.items[i].text);
    tvx_buf_printf(&out, "%s\n", c.form);
    for (size_t i = 0; i < c.statement_count; i++) {
        const struct tvx_statement *s = &c.statements[i];
        size_t from = tvx_utf8_offset(whole.data, whole.length, s->start);

        assert_memory_equal(s->quote, whole.data + from, strlen(s->quote));
        assert_int_equal(tvx_utf8_count(s->quote, strlen(s->quote)), s->points);
        tvx_buf_printf(&out, "%s %s ", s->number, tvx_statement_kind_to_string(s->kind));
        for (size_t k = 0; k < s->actor_count; k++)
            tvx_buf_printf(&out, "%s%s", k > 0 ? "," : "", s->actors[k]);
        for (size_t k = 0; k < s->refer_count; k++)
            tvx_buf_printf(&out, "%s%s", k > 0 ? "," : " >", s->refers[k]);
        tvx_buf_printf(&out, " | %.*s\n", (int)strcspn(s->text, "\n"), s->text);
    }
    summary = tvx_arena_strdup(tabling_document->arena, tvx_buf_text(&out));
    tvx_buf_free(&whole);
    tvx_buf_free(&out);
    return summary;
}

static void english_as_final_acts_print_them(void **state)
{
    (void)state;
    assert_string_equal(
        said("FINAL ACTS of the Network Conference\nDECLARATIONS AND RESERVATIONS\n"
             "made at the end of the Network Conference (Calder Bay, 2026)\n"
             "The undersigned delegations take note of the following:\n"
             "1\nOriginal: French\nFor Algeria:\n"
             "The delegation of Algeria reserves for its Government the right to take any step it deems needed.\n"
             "It also wishes to thank the host.\n"
             "2\nOriginal: English\nFor the Argentine Republic:\nIn signing, Argentina recalls its claim.\n"
             "17\n" /* of a page */
             "Its rights stay as they are.\n"
             "3\nOriginal: English\nFor France, Germany (Federal Republic of), and Italy:\n"
             "The delegations refer to the statement made by Argentina (No. 2) and do not accept the claim in it.\n"
             "4\nOriginal: English\nFor Varenia:\n"
             "Varenia, with reference to declarations Nos. 1 and 2, reserves the right to answer.\n"
             "5\nFor Ostmark and the Republic of Kenya:\nThe delegation declares that it joins in declaration No. 3.\n"
             "Signatures\nA. Person\n"),
        "declarations\n"
        "1 reservation DZA | The delegation of Algeria reserves for its Government the right to take any step it deems "
        "needed.\n"
        "2 declaration ARG | In signing, Argentina recalls its claim.\n"
        "3 objection FRA,DEU,ITA >2 | The delegations refer to the statement made by Argentina (No. 2) and do not "
        "accept the claim in it.\n"
        "4 objection Varenia >1,2 | Varenia, with reference to declarations Nos. 1 and 2, reserves the right to "
        "answer.\n"
        "5 declaration Ostmark,KEN >3 | The delegation declares that it joins in declaration No. 3.\n");
}

static void names_over_several_lines_and_text_behind_the_colon(void **state)
{
    (void)state;
    assert_string_equal(said("Declarations and reservations\n1. For Austria, Belgium, Bulgaria,\nDenmark and Varenia: "
                             "The delegations reserve for their Governments the right to act.\n"
                             "2. For Kenya:\nThe delegation of Kenya reserves the right to act.\n"),
                        "declarations\n"
                        "1 reservation AUT,BEL,BGR,DNK,Varenia | The delegations reserve for their Governments the "
                        "right to act.\n"
                        "2 reservation KEN | The delegation of Kenya reserves the right to act.\n");
}

static void countries_as_headings(void **state)
{
    (void)state;
    assert_string_equal(said("# Declarations and reservations\n# Varenia\n"
                             "Varenia declares that it reads Article 5 as a rule for transit alone.\n"
                             "# Japan\nThe Government of Japan reserves the right to apply Article 7 in its own way.\n"
                             "# Objections\n# Kenya\n"
                             "The Government of Kenya has looked at the declaration of Varenia and objects to it.\n"),
                        "declarations\n"
                        " declaration Varenia | Varenia declares that it reads Article 5 as a rule for transit alone.\n"
                        " reservation JPN | The Government of Japan reserves the right to apply Article 7 in its own "
                        "way.\n"
                        " objection KEN | The Government of Kenya has looked at the declaration of Varenia and objects "
                        "to it.\n");
}

static void authors_named_in_the_text_alone(void **state)
{
    (void)state;
    assert_string_equal(said("DECLARATIONS AND RESERVATIONS\n"
                             "1\n(Original: Spanish)\nThe delegation of Cuba reserves for its Government the right to "
                             "act.\n2\n(Original: English)\nThe delegations of Kenya and Mali declare that they agree.\n"),
                        "declarations\n"
                        "1 reservation CUB | The delegation of Cuba reserves for its Government the right to act.\n"
                        "2 declaration KEN,MLI | The delegations of Kenya and Mali declare that they agree.\n");
}

static void french(void **state)
{
    (void)state;
    assert_string_equal(
        said("DÉCLARATIONS ET RÉSERVES\n1\nOriginal: français\nPour la République du Mali:\n"
             "La délégation du Mali réserve à son Gouvernement le droit de prendre toute mesure utile.\n"
             "2\nOriginal: anglais\nPour l’Algérie et l'Espagne:\n"
             "Se référant à la déclaration N° 1, les délégations n’acceptent pas ce qui y est dit.\n"
             "3\nOriginal: français\nPour Varénie:\nEn signant, la délégation rappelle les déclarations Nos 1 à 2.\n"),
        "declarations\n"
        "1 reservation MLI | La délégation du Mali réserve à son Gouvernement le droit de prendre toute mesure utile.\n"
        "2 objection DZA,ESP >1 | Se référant à la déclaration N° 1, les délégations n’acceptent pas ce qui y est "
        "dit.\n"
        "3 objection Varénie >1,2 | En signant, la délégation rappelle les déclarations Nos 1 à 2.\n");
}

static void spanish(void **state)
{
    (void)state;
    assert_string_equal(
        said("DECLARACIONES Y RESERVAS\n1\nOriginal: español\nPor la República Argentina:\n"
             "La Delegación se reserva el derecho de tomar las medidas que estime necesarias.\n"
             "2\nOriginal: inglés\nEn nombre de los Países Bajos y de Suecia:\n"
             "Con referencia a la declaración número 1, las Delegaciones no la reconocen.\n"),
        "declarations\n"
        "1 reservation ARG | La Delegación se reserva el derecho de tomar las medidas que estime necesarias.\n"
        "2 objection NLD,SWE >1 | Con referencia a la declaración número 1, las Delegaciones no la reconocen.\n");
}

static void russian(void **state)
{
    (void)state;
    assert_string_equal(
        said("ЗАЯВЛЕНИЯ И ОГОВОРКИ\n1\nОригинал: русский\nОт имени Республики Индии:\n"
             "Делегация оставляет за своим правительством право принимать любые меры.\n"
             "2\nОригинал: английский\nОт имени Алжира и Варении:\n"
             "Делегации, ссылаясь на заявление № 1, подтверждают свое мнение.\n"
             "3\nОригинал: русский\nЗа Японию:\nДелегация заявляет, что присоединяется к заявлению № 2.\n"),
        "declarations\n"
        "1 reservation IND | Делегация оставляет за своим правительством право принимать любые меры.\n"
        "2 objection DZA,Варении >1 | Делегации, ссылаясь на заявление № 1, подтверждают свое мнение.\n"
        "3 declaration Японию >2 | Делегация заявляет, что присоединяется к заявлению № 2.\n");
}

static void arabic(void **state)
{
    (void)state;
    assert_string_equal(said("الإعلانات والتحفظات\n1\nالأصل: بالعربية\nعن الجزائر:\n"
                             "يحتفظ الوفد لحكومته بالحق في اتخاذ أي تدبير.\n"
                             "2\nالأصل: بالإنكليزية\nباسم جمهورية مالي:\nيشير الوفد إلى الإعلان رقم 1 ولا يقبل ما فيه.\n"),
                        "declarations\n"
                        "1 reservation DZA | يحتفظ الوفد لحكومته بالحق في اتخاذ أي تدبير.\n"
                        "2 objection MLI >1 | يشير الوفد إلى الإعلان رقم 1 ولا يقبل ما فيه.\n");
}

static void chinese(void **state)
{
    (void)state;
    assert_string_equal(said("声明和保留\n1\n原文：中文\n代表阿尔及利亚和马里：\n本代表团为其政府保留采取任何措施的权利。\n"
                             "2\n原文：英文\n日本国：\n本代表团提及第1号声明，不接受其内容。\n"),
                        "declarations\n"
                        "1 reservation DZA,MLI | 本代表团为其政府保留采取任何措施的权利。\n"
                        "2 objection JPN >1 | 本代表团提及第1号声明，不接受其内容。\n");
}

static void other_documents_are_left_alone(void **state)
{
    (void)state;
    assert_string_equal(said("REPUBLIC OF VARENIA\nMOD VRN/12/1\nARTICLE 5\nFor the purposes of this Convention:\n"
                             "Members reserve the right to act.\nReasons: For Kenya:\n"),
                        "itu\n");
    assert_string_equal(said("The expenses are laid down\nfor Kenya, Mali\nand Varenia: they reserve the right to act.\n"
                             "It is enough\nfor Japan: it declares so.\n"),
                        "\n");
    assert_string_equal(said("A LAW\nArticle 1\nA long text of a law that has nothing to do with what is said at its end, and "
                             "goes on and on.\nArticle 2\nStill it goes on, with words and more words, for a while.\n"
                             "DECLARATIONS\n1\nFor Kenya:\nKenya reserves the right to act.\n"),
                        "\n");
    assert_string_equal(said("Minutes of the meeting\nFor Kenya:\nThe delegate thanked the chair.\n"), "\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(english_as_final_acts_print_them, tabling_teardown),
        cmocka_unit_test_teardown(names_over_several_lines_and_text_behind_the_colon, tabling_teardown),
        cmocka_unit_test_teardown(countries_as_headings, tabling_teardown),
        cmocka_unit_test_teardown(authors_named_in_the_text_alone, tabling_teardown),
        cmocka_unit_test_teardown(french, tabling_teardown),
        cmocka_unit_test_teardown(spanish, tabling_teardown),
        cmocka_unit_test_teardown(russian, tabling_teardown),
        cmocka_unit_test_teardown(arabic, tabling_teardown),
        cmocka_unit_test_teardown(chinese, tabling_teardown),
        cmocka_unit_test_teardown(other_documents_are_left_alone, tabling_teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
