/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Text and Markdown become blocks, whatever their encoding. */
#include "reading.h"

static void a_line_is_a_block(void **unused)
{
    struct tvx_document *document = take("a.txt", BYTES("1 First line\r\nbroken here\n\n \nCS 2 Next\n"));

    (void)unused;
    assert_string_equal(document->format, "text");
    shows(document, TVX_VIEW_AFTER, "1 First line|broken here|CS 2 Next");
    assert_null(document->blocks[1].style);
    assert_string_equal(document->blocks[2].style, "blank-before");
    assert_int_equal(document->blocks[0].page, 0);
    tvx_document_free(document);
}

static void form_feeds_are_pages(void **unused)
{
    struct tvx_document *document = take("a", BYTES("one\n\ftwo\n\f\fthree"));

    (void)unused;
    assert_int_equal(document->block_count, 3);
    assert_int_equal(document->blocks[0].page, 1);
    assert_int_equal(document->blocks[1].page, 2);
    assert_int_equal(document->blocks[2].page, 4);
    tvx_document_free(document);
}

static void encodings(void **unused)
{
    struct tvx_document *document = take("a", BYTES("\xFF\xFE\x1F\x04\x40\x04\x3D\xD8\x00\xDE"));

    (void)unused;
    shows(document, TVX_VIEW_AFTER, "Пр😀");
    assert_int_equal(document->warning_count, 0);
    tvx_document_free(document);
    document = take("a", BYTES("\xFE\xFF\x04\x1F\x04\x40"));
    shows(document, TVX_VIEW_AFTER, "Пр");
    tvx_document_free(document);
    document = take("a", BYTES("\xEF\xBB\xBF" "e\xCC\x81"));
    shows(document, TVX_VIEW_AFTER, "é");
    tvx_document_free(document);
    document = take("a", BYTES("L\x92\xE9" "tat \x80"));
    shows(document, TVX_VIEW_AFTER, "L’état €");
    assert_string_equal(document->warnings[0].code, "text-encoding");
    tvx_document_free(document);
    document = take("a", BYTES("Государство \xFF участник"));
    shows(document, TVX_VIEW_AFTER, "Государство \xEF\xBF\xBD участник");
    assert_string_equal(document->warnings[0].code, "text-encoding");
    tvx_document_free(document);
}

static void markdown(void **unused)
{
    struct tvx_document *document =
        take("x.md", BYTES("<meta charset='utf-8' />\n\n##Rules &amp; *more*\n\n1.1 *Term:* ADD* and SUP* <sup>a</sup>"
                           "&#233; 3 < 4 **b**\n<del>old</del><ins>new</ins> \\*x\\* 2*3*4\n#5 no heading\n"));

    (void)unused;
    assert_string_equal(document->title, "Rules & more");
    assert_int_equal(document->blocks[0].kind, TVX_BLOCK_HEADING);
    assert_int_equal(document->blocks[0].level, 2);
    shows(document, TVX_VIEW_AFTER, "Rules & more|1.1 Term: ADD* and SUP* aé 3 < 4 b|new *x* 2*3*4|#5 no heading");
    shows(document, TVX_VIEW_BEFORE, "Rules & more|1.1 Term: ADD* and SUP* aé 3 < 4 b|old *x* 2*3*4|#5 no heading");
    assert_int_equal(document->blocks[1].runs[1].format, TVX_FORMAT_ITALIC);
    tvx_document_free(document);
    document = take("x.txt", BYTES("# *as it is* <b>"));
    shows(document, TVX_VIEW_AFTER, "# *as it is* <b>");
    tvx_document_free(document);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_line_is_a_block),
        cmocka_unit_test(form_feeds_are_pages),
        cmocka_unit_test(encodings),
        cmocka_unit_test(markdown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
