/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What redlines of offices and associations look like: headings, colours, stretched lines, tables, frames, footers. */
#include "pdf_making.h"

static void a_plain_mark(double y)
{
    say(60, y, "Members should shall open their ports to relief ships at all times.");
    strike(60, y, 8, 6);
    underline(60, y, 15, 5);
}

#define PLAIN_MARK "Members [-should-] {+shall+} open their ports to relief ships at all times."

static void headings_are_not_inserted(void **unused)
{
    struct tvx_document *document;

    (void)unused;
    begin(600);
    say(60, 760, "On Amendment 1 (Article 34):");
    underline(60, 760, 0, 28);
    a_plain_mark(740);
    say(60, 700, "On Amendment 3 (Recital 12a):");
    underline(60, 700, 0, 29);
    say(60, 680, "Lights are lit.");
    say(60, 660, "Lamps too, which is new and ends this text.");
    underline(60, 660, 0, 43);
    say(60, 640, "On Amendment 5 (Article 35):"); /* behind a marked line */
    underline(60, 640, 0, 28);
    say(60, 620, "Buoys are red.");
    say(60, 580, "4. Ports of refuge"); /* but for its number */
    underline(60, 580, 3, 15);
    say(60, 560, "Ports of refuge are open.");
    say(60, 540, "Contact: the harbour master.");
    underline(60, 540, 0, 7);
    document = finish();
    shows(document, TVX_VIEW_MARKED,
          "On Amendment 1 (Article 34):|" PLAIN_MARK "|On Amendment 3 (Recital 12a):|Lights are lit.|"
          "{+Lamps too, which is new and ends this text.+}|On Amendment 5 (Article 35):|Buoys are red.|"
          "4. Ports of refuge|Ports of refuge are open.|Contact: the harbour master.");
    tvx_document_free(document);
}

/* "New text in blue", without a line under it. */
static void the_colour_of_struck_text_inserts(void **unused)
{
    struct tvx_document *document;

    (void)unused;
    begin(480);
    say(60, 712, "Members that are bound by this treaty and by all its annexes keep");
    colour("0 0 1");
    say(60, 700, "all their harbours free of all the fees that the ships must pay,");
    strike(60, 700, 0, 64);
    say(60, 688, "their lamps");
    colour("0 0 0");
    say(132, 688, "lit at night, and tell each other where they are.");
    document = finish();
    shows(document, TVX_VIEW_MARKED, "Members that are bound by this treaty and by all its annexes keep [-all their harbours "
                                     "free of all the fees that the ships must pay,-] {+their lamps +}lit at night, and "
                                     "tell each other where they are.");
    assert_true(warned(document, "pdf-redline", "10 as coloured (inserted)"));
    tvx_document_free(document);

    begin(600); /* underlined in the same colour: then the rest of that colour is something else */
    colour("0 0 1");
    say(60, 720, "A title in the colour of the marks");
    say(60, 700, "all their harbours free of all the fees that the ships must pay,");
    strike(60, 700, 0, 64);
    say(450, 700, "their lamps");
    underline(450, 700, 0, 11);
    colour("0 0 0");
    say(60, 688, "are lit at night, and members tell each other where the lamps are.");
    say(60, 676, "The keepers of the lamps write down each ship that comes by at night.");
    document = finish();
    assert_int_equal(document->blocks[0].runs[0].change, TVX_CHANGE_NONE);
    tvx_document_free(document);
}

/* Justified by wide spaces, through and behind which the rule runs. */
static void stretched_lines_are_struck(void **unused)
{
    struct tvx_document *document;

    (void)unused;
    begin(600);
    a_plain_mark(720);
    tvx_buf_str(&content, "BT /F1 10 Tf 15 Tw 60 700 Td (a b c d e f g h) Tj 0 Tw ET\n");
    rule(60, 60 + 15 * 6 + 7 * 15, 702.8);
    say(60, 688, "these");
    rule(60, 110, 690.8);
    say(115, 688, "others may enter all ports of the members.");
    document = finish();
    shows(document, TVX_VIEW_MARKED, PLAIN_MARK "|[-a b c d e f g h-]|[-these-] others may enter all ports of the members.");
    tvx_document_free(document);
}

/* The bar of a fraction, through nothing and far under its numerator. */
static void the_bar_of_a_fraction_is_no_mark(void **unused)
{
    struct tvx_document *document;

    (void)unused;
    begin(600);
    a_plain_mark(720);
    say(60, 680, "The fee is");
    say(150, 686, "tons of the ship");
    rule(150, 246, 680.5); /* exactly as wide as what stands over it */
    say(176, 672, "crew");
    document = finish();
    for (size_t i = 1; i < document->block_count; i++)
        for (size_t r = 0; r < document->blocks[i].run_count; r++)
            assert_int_equal(document->blocks[i].runs[r].change, TVX_CHANGE_NONE);
    assert_true(warned(document, "pdf-redline", "6 letters were taken as struck (deleted) and 5 as underlined"));
    tvx_document_free(document);
}

static void compilations_have_four_columns(void **unused)
{
    static const char *const rows[3][4] = {{"Current text", "Norland", "Sudland", "Text agreed"},
                                           {"5.1 Ports are open.", "5.1 Ports are closed.", "5.1 No change.", "5.1 Ports."},
                                           {"5.2 Lights are lit.", "", "SUP", "5.2 Lights."}};
    struct tvx_document *document;

    (void)unused;
    begin(700);
    for (int row = 0; row < 3; row++) {
        for (int column = 0; column < 4; column++)
            say(64 + 145 * column, 700 - 20 * row, rows[row][column]);
        rule(60, 640, 710 - 20 * row);
    }
    strike(64 + 145, 680, 4, 5);
    rule(60, 640, 650);
    for (int column = 0; column <= 4; column++)
        upright(60 + 145 * column, 650, 710);
    document = finish();
    shows(document, TVX_VIEW_MARKED, "Current text|Norland|Sudland|Text agreed|5.1 Ports are open.|5.1 [-Ports-] are closed.|"
                                     "5.1 No change.|5.1 Ports.|5.2 Lights are lit.|SUP|5.2 Lights.");
    assert_int_equal(document->blocks[9].kind, TVX_BLOCK_CELL);
    assert_int_equal(document->blocks[9].row, 2);
    assert_int_equal(document->blocks[9].column, 2);
    tvx_document_free(document);
}

/* Both cells are cut off by the page's end, before a noun as German writes it; a frame on the page is written last. */
static void cells_go_on_with_capitals_and_behind_frames(void **unused)
{
    struct tvx_document *document;

    (void)unused;
    begin(600);
    say(64, 140, "1. Alle Staaten melden einem andern Amt");
    say(306, 140, "1. Alle Staaten melden einem guten Amt");
    rule(58, 542, 150);
    rule(58, 542, 130);
    for (int i = 0; i < 3; i++)
        upright(58 + 242 * i, 130, 150);
    end_page("");
    say(64, 680, "Feuer und Tonnen.");
    say(306, 680, "Feuer und Riffe.");
    rule(58, 542, 690);
    rule(58, 542, 670);
    for (int i = 0; i < 3; i++)
        upright(58 + 242 * i, 670, 690);
    say(64, 500, "2. Alle Tonnen sind rot.");
    say(306, 500, "2. Alle Riffe sind rot.");
    rule(58, 542, 510);
    rule(58, 542, 490);
    for (int i = 0; i < 3; i++)
        upright(58 + 242 * i, 490, 510);
    say(64, 580, "Ein Satz zwischen den beiden Tabellen.");
    document = finish();
    shows(document, TVX_VIEW_AFTER,
          "1. Alle Staaten melden einem andern Amt Feuer und Tonnen.|1. Alle Staaten melden einem guten Amt Feuer und "
          "Riffe.|Ein Satz zwischen den beiden Tabellen.|2. Alle Tonnen sind rot.|2. Alle Riffe sind rot.");
    tvx_document_free(document);
}

static void hyphens_before_and_hang(void **unused)
{
    struct tvx_document *document;

    (void)unused;
    begin(480);
    say(60, 700, "The States keep the rules of the sea in all their ports for short-");
    say(60, 688, "and long-term visits, and the ports of refuge keep the records of is-");
    say(60, 676, "lands, as islands are small and their only port is often state-");
    say(60, 664, "owned port where it is owned by a state.");
    document = finish();
    shows(document, TVX_VIEW_AFTER,
          "The States keep the rules of the sea in all their ports for short- and long-term visits, and the ports of refuge keep "
          "the records of islands, as islands are small and their only port is often state-owned port where it is owned by a state.");
    tvx_document_free(document);
}

static void footers_count_between_other_numbers(void **unused)
{
    static const char *const feet[] = {"Version 2.0 of 1.11.2012, page 1/4", "Version 2.0 of 1.11.2012, page 2/4",
                                       "Version 2.0 of 1.11.2012, page 3/4", "Version 2.0 of 1.11.2012, page 4/4"};
    static const char *const texts[] = {"Ports are open.", "Lights are lit.", "Buoys are red.", "Fees are low."};
    struct tvx_document *document;

    (void)unused;
    begin(600);
    for (int i = 0; i < 4; i++) {
        say(60, 600, texts[i]);
        say(60, 40, feet[i]);
        end_page("");
    }
    document = finish();
    shows(document, TVX_VIEW_AFTER, "Ports are open.|Lights are lit.|Buoys are red.|Fees are low.");
    tvx_document_free(document);
}

/* Notes stand under both columns, in smaller letters, and are not read between them. */
static void notes_stand_below_columns(void **unused)
{
    static const char *const left[] = {"The first column begins here", "and its lines are read before", "any of those beside it, all",
                                       "of them, to the very end of", "it, which comes in the middle"};
    static const char *const right[] = {"of a sentence that the second", "column ends. It has as many", "lines as the first one, and",
                                        "they stand at the same height", "as is usual in such a text."};
    struct tvx_document *document;
    const struct tvx_block *last;

    (void)unused;
    begin(600);
    for (int i = 0; i < 5; i++) {
        say(60, 300 - 12 * i, left[i]);
        say(320, 300 - 12 * i, right[i]);
    }
    rule(60, 200, 120);
    tvx_buf_str(&content, "BT /F1 7 Tf 60 106 Td (1 A note that runs along under both of the columns of this page, from one edge to "
                          "the other.) Tj ET\n");
    document = finish();
    last = &document->blocks[document->block_count - 1];
    assert_int_equal(last->kind, TVX_BLOCK_NOTE);
    assert_non_null(strstr(document->blocks[0].runs[0].text, "which comes in the middle of a sentence"));
    tvx_document_free(document);
}

static void carets_bring_their_words(void **unused)
{
    struct tvx_document *document;

    (void)unused;
    begin(600);
    say(60, 700, "Members shall open their ports to relief ships at all times.");
    say(60, 660, "Lights are lit.");
    end_page("/Annots[<</Type/Annot/Subtype/Caret/Rect[150 656 158 668]/T(Sudland)/Contents(at night)>>]");
    document = finish();
    assert_int_equal(document->comment_count, 1);
    assert_string_equal(document->comments[0].text, "at night");
    assert_string_equal(document->comments[0].author, "Sudland");
    assert_int_equal(document->comments[0].block, 1);
    tvx_document_free(document);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(headings_are_not_inserted),
        cmocka_unit_test(the_colour_of_struck_text_inserts),
        cmocka_unit_test(stretched_lines_are_struck),
        cmocka_unit_test(the_bar_of_a_fraction_is_no_mark),
        cmocka_unit_test(compilations_have_four_columns),
        cmocka_unit_test(cells_go_on_with_capitals_and_behind_frames),
        cmocka_unit_test(hyphens_before_and_hang),
        cmocka_unit_test(footers_count_between_other_numbers),
        cmocka_unit_test(notes_stand_below_columns),
        cmocka_unit_test(carets_bring_their_words),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
