/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Rules, columns and tables on pages that the tests write themselves. */
#include "pdf_making.h"

static void rules_mark_letters(void **unused)
{
    struct tvx_document *document;

    (void)unused;
    begin(480);
    say(60, 700, "Members shall should open their ports to relief ships at all");
    strike(60, 700, 8, 6);
    underline(60, 700, 14, 6);
    say(60, 688, "times and in all weathers, parts of words included.");
    strike(60, 688, 20, 4);
    document = finish();
    shows(document, TVX_VIEW_MARKED, "Members [-shall -]{+should+} open their ports to relief ships at all times and in "
                                     "all wea[-ther-]s, parts of words included.");
    assert_true(warned(document, "pdf-redline", "9 letters were taken as struck (deleted) and 6 as underlined"));
    tvx_document_free(document);
}

static void a_mark_goes_on_over_lines(void **unused)
{
    struct tvx_document *document;

    (void)unused;
    begin(480);
    say(60, 700, "Members shall keep their lights and buoys in the best order that");
    underline(60, 700, 19, 45);
    say(60, 688, "can be had for money and keep tide tables for everyone to see.");
    underline(60, 688, 0, 20);
    strike(60, 688, 25, 16);
    document = finish();
    shows(document, TVX_VIEW_AFTER, "Members shall keep their lights and buoys in the best order that can be had for money "
                                    "and for everyone to see.");
    assert_int_equal(document->blocks[0].run_count, 5);
    tvx_document_free(document);
}

/* Nothing is struck: then what is underlined is style, and stays a hint for what stands under MOD. */
static void underlining_alone_is_style(void **unused)
{
    struct tvx_document *document;

    (void)unused;
    begin(480);
    say(60, 700, "An important word in a text without any other mark.");
    underline(60, 700, 3, 9);
    document = finish();
    assert_int_equal(document->blocks[0].runs[1].change, TVX_CHANGE_NONE);
    assert_string_equal(document->blocks[0].runs[1].text, "important");
    assert_true(document->blocks[0].runs[1].format & TVX_FORMAT_UNDERLINE);
    assert_false(warned(document, "pdf-redline", ""));
    tvx_document_free(document);
}

static void a_colour_of_its_own_makes_it_an_insertion(void **unused)
{
    struct tvx_document *document;

    (void)unused;
    begin(480);
    say(60, 700, "Members shall");
    colour("0.8 0 0");
    say(144, 700, "promptly open");
    underline(144, 700, 0, 13);
    colour("0 0 0");
    say(228, 700, "their ports.");
    document = finish();
    shows(document, TVX_VIEW_MARKED, "Members shall {+promptly open+} their ports.");
    tvx_document_free(document);
}

static void false_friends_are_refused(void **unused)
{
    struct tvx_document *document;

    (void)unused;
    begin(480);
    say(60, 760, "League of Ports"); /* a letterhead with a separator that is longer than the text */
    rule(60, 420, 758.8);
    say(60, 740, "Article 5");
    underline(60, 740, 0, 9);
    say(60, 720, "Members should shall open their ports to relief ships, and see");
    strike(60, 720, 8, 6);
    underline(60, 720, 15, 5);
    say(60, 708, "harbour.example for more, or fill in        here.");
    colour("0 0 1");
    underline(60, 708, 0, 15);
    colour("0 0 0");
    rule(279, 321, 706.8);
    end_page("/Annots[<</Type/Annot/Subtype/Link/Rect[60 704 150 718]/A<</S/URI/URI(http://harbour.example/)>>>>]");
    document = finish();
    shows(document, TVX_VIEW_MARKED, "League of Ports|Article 5|Members [-should-] {+shall+} open their ports to relief "
                                     "ships, and see harbour.example for more, or fill in here.");
    tvx_document_free(document);
}

static void struck_and_underlined_is_both(void **unused)
{
    struct tvx_document *document;

    (void)unused;
    begin(480);
    say(60, 700, "Members shall surely open their ports in every year.");
    strike(60, 700, 14, 6);
    underline(60, 700, 14, 6);
    document = finish();
    assert_int_equal(document->blocks[0].runs[1].change, TVX_CHANGE_INS);
    assert_int_equal(document->blocks[0].runs[1].nested, TVX_CHANGE_DEL);
    tvx_document_free(document);
}

static void columns_are_read_one_after_the_other(void **unused)
{
    static const char *const left[] = {"The first column begins here", "and its lines are read before", "any of those beside it, all",
                                       "of them, to the very end of", "it, which comes in the middle"};
    static const char *const right[] = {"of a sentence that the second", "column ends. It has as many", "lines as the first one, and",
                                        "they stand at the same height", "as is usual in such a text."};
    struct tvx_document *document;

    (void)unused;
    begin(600);
    for (int i = 0; i < 5; i++) { /* written row by row */
        say(60, 700 - 12 * i, left[i]);
        say(320, 700 - 12 * i, right[i]);
    }
    document = finish();
    shows(document, TVX_VIEW_AFTER,
          "The first column begins here and its lines are read before any of those beside it, all of them, to the very end "
          "of it, which comes in the middle of a sentence that the second column ends. It has as many lines as the first "
          "one, and they stand at the same height as is usual in such a text.");
    tvx_document_free(document);
}

static void table_rows(double top, double bottom)
{
    upright(58, bottom, top);
    upright(300, bottom, top);
    upright(542, bottom, top);
}

/* A row with its text in both cells, between ruling lines. */
static void table_row(double y, const char *left, const char *right)
{
    say(64, y, left);
    say(306, y, right);
    rule(58, 542, y + 10);
}

static void ruled_tables_are_tables_over_pages(void **unused)
{
    struct tvx_document *document;

    (void)unused;
    begin(600);
    say(60, 200, "A line of text before the table.");
    table_row(160, "Text", "Amendment");
    table_row(140, "1. Ports are open.", "1. Ports are closed.");
    strike(306, 140, 3, 5);
    table_row(120, "2. All lights are lit in the harbour", "2. All lights are out in the harbour");
    rule(58, 542, 110);
    table_rows(170, 110);
    end_page("");
    table_row(700, "Text", "Amendment");
    table_row(680, "of every member.", "of no member.");
    table_row(660, "3. Tides.", "3. Tables.");
    rule(58, 542, 650);
    table_rows(710, 650);
    document = finish();
    shows(document, TVX_VIEW_AFTER,
          "A line of text before the table.|Text|Amendment|1. Ports are open.|1. are closed.|2. All lights are lit in the harbour of every "
          "member.|2. All lights are out in the harbour of no member.|3. Tides.|3. Tables.");
    assert_int_equal(document->blocks[1].kind, TVX_BLOCK_CELL);
    assert_int_equal(document->blocks[6].table, 0);
    assert_int_equal(document->blocks[6].row, 2);
    assert_int_equal(document->blocks[6].column, 1);
    assert_int_equal(document->blocks[8].row, 3);
    tvx_document_free(document);
}

/* A head that comes back on every page also looks like a running head: the rows are read once all the same. */
static void a_table_is_read_once_whatever_its_head_is_taken_for(void **unused)
{
    static const char *const rows[] = {"Ports are open", "Tides are told", "Cables are mended", "Lights are lit",
                                       "Pilots are paid"};
    struct tvx_document *document;
    struct tvx_lines lines;

    (void)unused;
    begin(600);
    for (size_t page = 0; page < 5; page++) {
        double top = page == 0 ? 160 : 760;

        if (page == 0)
            for (int i = 0; i < 30; i++)
                say(60, 720 - 14 * i, "A line of text that stands before the table on the first page.");
        table_row(top, "Text", "Amendment");
        table_row(top - 20, rows[page], "The same");
        rule(58, 542, top - 30);
        table_rows(top + 10, top - 30);
        if (page < 4)
            end_page("");
    }
    document = finish();
    assert_int_equal(tvx_document_lines(&lines, document->arena, document, TVX_VIEW_AFTER, NULL), TVX_OK);
    for (size_t row = 0; row < 5; row++) {
        size_t seen = 0;

        for (size_t i = 0; i < lines.count; i++)
            seen += strcmp(lines.items[i].text, rows[row]) == 0;
        assert_int_equal(seen, 1);
    }
    tvx_document_free(document);
}

static void tables_without_lines_show_by_their_rows(void **unused)
{
    struct tvx_document *document;

    (void)unused;
    begin(600);
    for (int row = 0; row < 3; row++) {
        say(60, 700 - 60 * row, "Each State that has a coast");
        say(60, 688 - 60 * row, "keeps its lights as it did");
        say(60, 676 - 60 * row, "before this text was made.");
        say(320, 700 - 60 * row, "Each State that has a port");
        say(320, 688 - 60 * row, "keeps its lights lit.");
    }
    document = finish();
    assert_int_equal(document->block_count, 6);
    assert_int_equal(document->blocks[3].kind, TVX_BLOCK_CELL);
    assert_int_equal(document->blocks[3].row, 1);
    assert_int_equal(document->blocks[3].column, 1);
    tvx_document_free(document);
}

static void notes_of_readers_are_kept(void **unused)
{
    struct tvx_document *document;

    (void)unused;
    begin(480);
    say(60, 700, "Members shall open their ports to relief ships at all times.");
    end_page("/Annots[<</Type/Annot/Subtype/StrikeOut/Rect[108 697 144 709]/QuadPoints[108 709 138 709 108 697 138 697]"
             "/T(Norland)/Contents(too strict)/M(D:20260305101500Z)>>"
             "<</Type/Annot/Subtype/Text/Rect[20 700 40 720]/Contents(Why?)>>]");
    document = finish();
    shows(document, TVX_VIEW_MARKED, "Members [-shall-] open their ports to relief ships at all times.");
    assert_int_equal(document->comment_count, 2);
    assert_string_equal(document->comments[0].text, "too strict");
    assert_string_equal(document->comments[0].author, "Norland");
    assert_string_equal(document->comments[0].date, "2026-03-05T10:15:00");
    assert_null(document->comments[1].author);
    tvx_document_free(document);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rules_mark_letters),
        cmocka_unit_test(a_mark_goes_on_over_lines),
        cmocka_unit_test(underlining_alone_is_style),
        cmocka_unit_test(a_colour_of_its_own_makes_it_an_insertion),
        cmocka_unit_test(false_friends_are_refused),
        cmocka_unit_test(struck_and_underlined_is_both),
        cmocka_unit_test(columns_are_read_one_after_the_other),
        cmocka_unit_test(ruled_tables_are_tables_over_pages),
        cmocka_unit_test(a_table_is_read_once_whatever_its_head_is_taken_for),
        cmocka_unit_test(tables_without_lines_show_by_their_rows),
        cmocka_unit_test(notes_of_readers_are_kept),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
