/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A language is told by its script and its little words, or not at all. */
#include "reading.h"

static void speaks(const char *text, const char *language)
{
    struct tvx_document *document = take("a.txt", text, strlen(text));

    assert_string_equal(document->language, language);
    tvx_document_free(document);
}

static void languages(void **unused)
{
    (void)unused;
    speaks("The Members of the Union shall act in the interest of all, and this is not to be changed.", "en");
    speaks("Les Membres de l'Union agissent dans l'intérêt de tous et ce texte ne peut pas être modifié par les parties.", "fr");
    speaks("Los Miembros de la Unión actuarán en interés de todos y este texto no se modifica por las partes.", "es");
    speaks("Государства действуют в интересах всех", "ru");
    speaks("تعمل الدول الأعضاء لصالح الجميع", "ar");
    speaks("会员国应为所有人的利益行事。", "zh");
    speaks("ITU 2022", "");
    speaks("Lorem ipsum dolor sit amet consectetur adipiscing elit sed eiusmod", "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(languages),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
