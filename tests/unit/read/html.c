/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Web pages become blocks with their labels, tables and marks. */
#include "reading.h"

static void blocks_and_spaces(void **unused)
{
    struct tvx_document *document =
        take("a", BYTES("<!DOCTYPE html><html lang='en-GB'><head><title> The \n title </title><style>p{}</style></head>"
                        "<body><h2>Article&nbsp;1</h2>loose <b>text</b> <i>here</i><p>One<br>two &amp; three\n four</p>"
                        "<script>no()</script><div>five<p>six</div>seven<pre>a  b\n c</pre></body></html>"));

    (void)unused;
    assert_string_equal(document->title, "The title");
    assert_string_equal(document->language, "en");
    shows(document, TVX_VIEW_AFTER, "Article 1|loose text here|One two & three four|five|six|seven|a b c");
    assert_int_equal(document->blocks[0].kind, TVX_BLOCK_HEADING);
    assert_int_equal(document->blocks[0].level, 2);
    assert_string_equal(document->blocks[1].runs[0].text, "loose ");
    assert_int_equal(document->blocks[1].runs[1].format, TVX_FORMAT_BOLD);
    assert_string_equal(document->blocks[1].runs[2].text, " ");
    assert_string_equal(document->blocks[2].runs[0].text, "One\ntwo & three four");
    assert_string_equal(document->blocks[6].runs[0].text, "a  b\n c");
    tvx_document_free(document);
}

static void lists_have_computed_labels(void **unused)
{
    struct tvx_document *document =
        take("a", BYTES("<html><ol><li>one<li><p>two</p><p>more</p><ol type=a start=26><li>z<li>aa</ol>"
                        "<li value=9>nine<ol style='list-style-type: lower-roman'><li>i<li>ii</ol></ol>"
                        "<ul><li>dot</ul><ol reversed><li>b<li>a</ol><ol type=I start=4><li>x</ol>"
                        "<ol start=-1><li>minus<li></li><li>plus</ol>"));

    (void)unused;
    shows(document, TVX_VIEW_AFTER,
          "1. one|2. two|more|z. z|aa. aa|9. nine|i. i|ii. ii|• dot|2. b|1. a|IV. x|-1. minus|0.|1. plus");
    assert_int_equal(document->blocks[0].kind, TVX_BLOCK_LIST);
    assert_int_equal(document->blocks[2].kind, TVX_BLOCK_PARAGRAPH);
    assert_int_equal(document->blocks[3].level, 1);
    tvx_document_free(document);
}

static void marks_become_changes(void **unused)
{
    struct tvx_document *document = take(
        "a", BYTES("<html><p>A <del datetime=2024-01-02 cite=X>old</del><ins>new <del>short</del></ins> end</p>"
                   "<ins><p>whole new</p></ins><del><ul><li>gone</ul></del>"
                   "<p>x<span class='insertion' data-author='Ana' data-date='2020'>y</span><s>z</s>"
                   "<span style='color:red; text-decoration: underline'>u</span></p>"));
    const struct tvx_run *run = &document->blocks[0].runs[1];

    (void)unused;
    shows(document, TVX_VIEW_BEFORE, "A old end|• gone|xzu");
    shows(document, TVX_VIEW_AFTER, "A new end|whole new|xyzu");
    shows(document, TVX_VIEW_MARKED, "A [-old-]{+new +}[-short-] end|{+whole new+}|• [-gone-]|x{+y+}zu");
    assert_string_equal(run->date, "2024-01-02");
    assert_string_equal(run->author, "X");
    assert_int_equal(document->blocks[1].presence, TVX_CHANGE_INS);
    assert_string_equal(document->blocks[3].runs[1].author, "Ana");
    assert_int_equal(document->blocks[3].runs[2].format, TVX_FORMAT_STRIKE);
    assert_int_equal(document->blocks[3].runs[2].change, TVX_CHANGE_NONE);
    assert_int_equal(document->blocks[3].runs[3].format, TVX_FORMAT_UNDERLINE);
    tvx_document_free(document);
}

static void tables_become_cells(void **unused)
{
    struct tvx_document *document =
        take("a", BYTES("<html><table><tr><th>Text<th>Amendment<tr><td rowspan=2>left<td>right<p>second"
                        "<tr><td>lower<table><tr><td>inner</table></table><p>after"));
    static const int where[][3] = {{0, 0, 0}, {0, 0, 1}, {0, 1, 0}, {0, 1, 1},
                                   {0, 1, 1}, {0, 2, 1}, {1, 0, 0}, {-1, -1, -1}};

    (void)unused;
    shows(document, TVX_VIEW_AFTER, "Text|Amendment|left|right|second|lower|inner|after");
    for (size_t i = 0; i < document->block_count; i++) {
        assert_int_equal(document->blocks[i].kind, i == 7 ? TVX_BLOCK_PARAGRAPH : TVX_BLOCK_CELL);
        assert_int_equal(document->blocks[i].table, where[i][0]);
        assert_int_equal(document->blocks[i].row, where[i][1]);
        assert_int_equal(document->blocks[i].column, where[i][2]);
    }
    tvx_document_free(document);
}

static void encodings(void **unused)
{
    struct tvx_document *document = take("a", BYTES("<html><p>Право é"));

    (void)unused;
    shows(document, TVX_VIEW_AFTER, "Право é");
    assert_int_equal(document->warning_count, 0);
    tvx_document_free(document);
    document = take("a", BYTES("<html><meta charset=windows-1251><p>\xCF\xF0\xE0\xE2\xEE"));
    shows(document, TVX_VIEW_AFTER, "Право");
    tvx_document_free(document);
    document = take("a", BYTES("<html><meta http-equiv=Content-Type content='text/html; charset=iso-8859-1'><p>L\x92\xE9" "tat"));
    shows(document, TVX_VIEW_AFTER, "L’état");
    assert_int_equal(document->warning_count, 0);
    tvx_document_free(document);
    document = take("a", BYTES("<html><p>L\x92\xE9" "tat"));
    shows(document, TVX_VIEW_AFTER, "L’état");
    assert_int_equal(document->warning_count, 1);
    tvx_document_free(document);
    document = take("a", BYTES("\xFF\xFE<\0p\0>\0\x1F\x04"));
    shows(document, TVX_VIEW_AFTER, "П");
    tvx_document_free(document);
}

static void what_is_not_text_is_told(void **unused)
{
    struct tvx_document *document =
        take("a", BYTES("<html><p>See<img alt='a chart of votes'><img></p><p style='display:none'>hidden words</p>"));

    (void)unused;
    shows(document, TVX_VIEW_AFTER, "See|hidden words");
    assert_int_equal(document->warning_count, 3);
    assert_string_equal(document->warnings[0].message, "a picture stands here: \"a chart of votes\"");
    assert_string_equal(document->warnings[1].code, "html-hidden-text");
    assert_string_equal(document->warnings[2].message, "1 picture without a text in its place");
    tvx_document_free(document);
}

static void depth_is_bounded(void **unused)
{
    struct tvx_buf page;

    (void)unused;
    tvx_buf_init(&page, 1 << 24);
    tvx_buf_str(&page, "<html>");
    for (int i = 0; i < 100000; i++)
        tvx_buf_str(&page, "<div>");
    tvx_buf_str(&page, "deep");
    refused("a", page.data, page.length, TVX_E_LIMIT, "nested deeper");
    tvx_buf_clear(&page);
    tvx_buf_str(&page, "<html>");
    for (int i = 0; i < 400; i++)
        tvx_buf_printf(&page, "<font size=%d>w%d ", i % 7, i);
    struct tvx_document *document = take("a", page.data, page.length);
    assert_int_equal(document->block_count, 1);
    assert_non_null(strstr(document->blocks[0].runs[0].text, "w399"));
    tvx_document_free(document);
    tvx_buf_free(&page);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(blocks_and_spaces),
        cmocka_unit_test(lists_have_computed_labels),
        cmocka_unit_test(marks_become_changes),
        cmocka_unit_test(tables_become_cells),
        cmocka_unit_test(encodings),
        cmocka_unit_test(what_is_not_text_is_told),
        cmocka_unit_test(depth_is_bounded),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
