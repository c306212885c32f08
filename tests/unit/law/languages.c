/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Contributions in the other languages of the United Nations: header, actions, places and reasons. */
#include "tabling.h"

static const char *read_as(const char *text)
{
    struct tvx_contribution c = tabled(text);
    struct tvx_buf out;
    const char *summary;

    tvx_buf_init(&out, 1 << 20);
    tvx_buf_printf(&out, "%s %s %s %s", c.form, c.header.symbol == NULL ? "-" : c.header.symbol,
                   c.header.date == NULL ? "-" : c.header.date, c.header.language == NULL ? "-" : c.header.language);
    for (size_t i = 0; i < c.header.sponsor_count; i++)
        tvx_buf_printf(&out, " %s", c.header.sponsors[i]);
    for (size_t i = 0; i < c.count; i++) {
        const struct tvx_proposal *p = &c.proposals[i];

        tvx_buf_printf(&out, "\n%s %s %s%s%s:%s | %s | %s", tvx_action_to_string(p->action), p->number,
                       p->place.instrument == NULL ? "" : p->place.instrument, p->place.version == NULL ? "" : "@",
                       p->place.version == NULL ? "" : p->place.version, p->place.path == NULL ? "" : p->place.path,
                       *p->after == '\0' ? p->before : p->after, p->reasons);
    }
    summary = tvx_arena_strdup(tabling_document->arena, tvx_buf_text(&out));
    tvx_buf_free(&out);
    return summary;
}

static void french(void **state)
{
    (void)state;
    assert_string_equal(read_as("| CONFÉRENCE DE PLÉNIPOTENTIAIRES (PP-26)\n| Doha, 9-27 novembre 2026\n| SÉANCE PLÉNIÈRE\n"
                                "| Addendum 3 au Document 48-F\n| 1er septembre 2026\n| Original: français\n| Algérie\n"
                                "| PROPOSITIONS POUR LES TRAVAUX DE LA CONFÉRENCE\n--\n"
                                "MOD ALG/48A3/1\nArticle 5\n5.2 Les Membres partagent leurs données.\n"
                                "Motifs: C'est utile.\n"
                                "SUP ALG/48A3/2\nRÉSOLUTION 130 (RÉV. DUBAÏ, 2018)\nMotifs: Elle a vécu.\n"),
                        "itu 48A3 2026-09-01 fr DZA\n"
                        "MOD ALG/48A3/1 :5.2 | 5.2 Les Membres partagent leurs données. | C'est utile.\n"
                        "SUP ALG/48A3/2 RES-130@2018: |  | Elle a vécu.");
}

static void spanish(void **state)
{
    (void)state;
    assert_string_equal(read_as("| CONFERENCIA DE PLENIPOTENCIARIOS (PP-26)\n| Doha, 9-27 de noviembre de 2026\n"
                                "| SESIÓN PLENARIA\n| Documento 48-S\n| 1 de septiembre de 2026\n| Original: español\n"
                                "| Argentina\n| PROPUESTAS PARA LOS TRABAJOS DE LA CONFERENCIA\n--\n"
                                "MOD ARG/48/1\nArtículo 5\n5.2 Los Miembros comparten sus datos.\n"
                                "Motivos: Es útil.\n"
                                "SUP ARG/48/2\nRESOLUCIÓN 130 (REV. DUBÁI, 2018)\nMotivos: Ya no hace falta.\n"),
                        "itu 48 2026-09-01 es ARG\n"
                        "MOD ARG/48/1 :5.2 | 5.2 Los Miembros comparten sus datos. | Es útil.\n"
                        "SUP ARG/48/2 RES-130@2018: |  | Ya no hace falta.");
}

static void russian(void **state)
{
    (void)state;
    assert_string_equal(read_as("| ПОЛНОМОЧНАЯ КОНФЕРЕНЦИЯ (ПК-26)\n| Доха, 9–27 ноября 2026 года\n"
                                "| ПЛЕНАРНОЕ ЗАСЕДАНИЕ\n| Дополнительный документ 3 к Документу 48-R\n"
                                "| 1 сентября 2026 года\n| Оригинал: русский\n| Российская Федерация\n"
                                "| ПРЕДЛОЖЕНИЯ ДЛЯ РАБОТЫ КОНФЕРЕНЦИИ\n--\n"
                                "MOD RUS/48A3/1\nСтатья 5\n5.2 Члены делятся данными.\nОснования: Это полезно.\n"
                                "SUP RUS/48A3/2\nРЕЗОЛЮЦИЯ 130 (ПЕРЕСМ. ДУБАЙ, 2018 г.)\nОснования: Она устарела.\n"),
                        "itu 48A3 2026-09-01 ru RUS\n"
                        "MOD RUS/48A3/1 :5.2 | 5.2 Члены делятся данными. | Это полезно.\n"
                        "SUP RUS/48A3/2 RES-130@2018: |  | Она устарела.");
}

static void arabic(void **state)
{
    (void)state;
    assert_string_equal(read_as("| مؤتمر المندوبين المفوضين (PP-26)\n| الدوحة، 9-27 نوفمبر 2026\n| الجلسة العامة\n"
                                "| الوثيقة 48-A\n| 1 سبتمبر 2026\n| الأصل: بالعربية\n| الجزائر\n"
                                "| مقترحات لأعمال المؤتمر\n--\n"
                                "MOD ALG/48/1\nالمادة 5\n5.2 يتبادل الأعضاء بياناتهم.\nالأسباب: هذا مفيد.\n"
                                "SUP ALG/48/2\nالقرار 130 (المراجَع في دبي، 2018)\nالأسباب: لم يعد لازما.\n"),
                        "itu 48 2026-09-01 ar DZA\n"
                        "MOD ALG/48/1 :5.2 | 5.2 يتبادل الأعضاء بياناتهم. | هذا مفيد.\n"
                        "SUP ALG/48/2 RES-130@2018: |  | لم يعد لازما.");
}

static void chinese(void **state)
{
    (void)state;
    assert_string_equal(read_as("| 全权代表大会（PP-26）\n| 2026年11月9-27日，多哈\n| 全体会议\n| 文件 48-C\n"
                                "| 2026年9月1日\n| 原文：中文\n| 中国\n| 有关大会工作的提案\n--\n"
                                "MOD CHN/48/1\n第5条\n5.2 成员共享其数据。\n理由：这很有用。\n"
                                "SUP CHN/48/2\n第130号决议（2018年，迪拜，修订版）\n理由：已经过时。\n"),
                        "itu 48 2026-09-01 zh CHN\n"
                        "MOD CHN/48/1 :5.2 | 5.2 成员共享其数据。 | 这很有用。\n"
                        "SUP CHN/48/2 RES-130@2018: |  | 已经过时。");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(french, tabling_teardown),  cmocka_unit_test_teardown(spanish, tabling_teardown),
        cmocka_unit_test_teardown(russian, tabling_teardown), cmocka_unit_test_teardown(arabic, tabling_teardown),
        cmocka_unit_test_teardown(chinese, tabling_teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
