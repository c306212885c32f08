/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Revision marks in Word documents: what stands before and what after. */
#include "docx_making.h"

static void text_is_inserted_and_deleted(void **unused)
{
    struct tvx_document *document =
        word_read((struct word){.document = BODY(P(R("ships ") DEL("may") INS("shall") R(" call")))});
    const struct tvx_run *runs = document->blocks[0].runs;

    (void)unused;
    shows(document, TVX_VIEW_BEFORE, "ships may call");
    shows(document, TVX_VIEW_AFTER, "ships shall call");
    shows(document, TVX_VIEW_MARKED, "ships [-may-]{+shall+} call");
    assert_int_equal(document->blocks[0].run_count, 4);
    assert_int_equal(runs[2].change, TVX_CHANGE_INS);
    assert_string_equal(runs[2].author, "Ann");
    assert_string_equal(runs[2].date, "2026-01-02T03:04:05Z");
    assert_string_equal(runs[1].author, "Bob");
    assert_null(runs[1].date);
    tvx_document_free(document);
}

static void moves_leave_and_arrive(void **unused)
{
    struct tvx_document *document = word_read((struct word){
        .document = BODY(PP(MARK("moveFrom"), "<w:moveFromRangeStart w:id='3' w:name='m'/><w:moveFrom w:id='4'>"
                            R("tides")
                                "</w:moveFrom><w:moveFromRangeEnd w:id='3'/>") P(R("lights"))
                             PP(MARK("moveTo"), "<w:moveTo w:id='5'>" R("tides") "</w:moveTo>") P(R("end")))});

    (void)unused;
    shows(document, TVX_VIEW_BEFORE, "tides|lights|end");
    shows(document, TVX_VIEW_AFTER, "lights|tides|end");
    assert_int_equal(document->blocks[0].runs[0].change, TVX_CHANGE_MOVED_FROM);
    assert_int_equal(document->blocks[2].mark, TVX_CHANGE_MOVED_TO);
    tvx_document_free(document);
}

static void paragraph_marks_join(void **unused)
{
    (void)unused;
    body_shows(BODY(PP(MARK("del"), R("one ")) P(R("two"))), "one|two", "one two");
    body_shows(BODY(PP(MARK("ins"), R("one ")) P(R("two"))), "one two", "one|two");
    /* a paragraph gone with its mark leaves no line */
    body_shows(BODY(P(R("one")) PP(MARK("del"), DEL("two")) P(R("three"))), "one|two|three", "one|three");
    body_shows(BODY(P(R("one")) PP(MARK("ins"), INS("two")) P(R("three"))), "one|three", "one|two|three");
    /* inserted, then deleted again: a mark that stands in neither text */
    body_shows(BODY(PP("<w:rPr><w:ins w:id='1'/><w:del w:id='2'/></w:rPr>", R("one ")) P(R("two"))), "one two",
               "one two");
}

static void nothing_joins_a_table(void **unused)
{
    (void)unused;
    body_shows(BODY(PP(MARK("del"), R("one")) "<w:tbl><w:tr><w:tc>" PP(MARK("ins"), R("cell"))
                        "</w:tc><w:tc>" P(R("next")) "</w:tc></w:tr></w:tbl>" PP(MARK("del"), R("last"))),
               "one|cell|next|last", "one|cell|next|last");
    body_shows(BODY(PP(MARK("del"), DEL("one")) "<w:tbl><w:tr><w:tc>" P(R("cell")) "</w:tc></w:tr></w:tbl>"),
               "one|cell",
               "cell");
}

static void marks_within_marks(void **unused)
{
    struct tvx_document *document = word_read((struct word){
        .document = BODY(P(R("a") "<w:ins w:author='Ann'>" R("b")
                           "<w:del w:author='Bob'><w:r><w:delText>c</w:delText></w:r></w:del>"
                               "</w:ins>" R("d")))});

    (void)unused;
    shows(document, TVX_VIEW_BEFORE, "ad");
    shows(document, TVX_VIEW_AFTER, "abd");
    assert_int_equal(document->blocks[0].runs[2].change, TVX_CHANGE_INS);
    assert_int_equal(document->blocks[0].runs[2].nested, TVX_CHANGE_DEL);
    tvx_document_free(document);
}

static void rows_and_cells(void **unused)
{
    (void)unused;
    body_shows(BODY("<w:tbl><w:tr><w:tc>" P(R("kept")) "</w:tc></w:tr>"
                    "<w:tr><w:trPr><w:del w:id='1'/></w:trPr><w:tc>" P(R("gone")) P("") "</w:tc></w:tr>"
                    "<w:tr><w:trPr><w:ins w:id='1'/></w:trPr><w:tc>" PP(MARK("ins"), INS("new")) "</w:tc><w:tc>"
                    "<w:tbl><w:tr><w:tc>" P(R("inner")) "</w:tc></w:tr></w:tbl>" P("") "</w:tc></w:tr>"
                    "<w:tr><w:tc><w:tcPr><w:cellDel w:id='2'/></w:tcPr>" P(R("x")) "</w:tc>"
                    "<w:tc><w:tcPr><w:cellIns w:id='2'/></w:tcPr>" P(R("y")) "</w:tc><w:tc>" P(R("z"))
                        "</w:tc></w:tr></w:tbl>"),
               "kept|gone|x|z", "kept|new|inner|y|z");
}

static void changes_of_format_are_no_changes(void **unused)
{
    struct tvx_document *document = word_read((struct word){
        .document = BODY(PP("<w:rPr><w:rPrChange w:id='1'><w:rPr><w:ins w:id='8'/></w:rPr></w:rPrChange></w:rPr>",
                            "<w:r><w:rPr><w:b/><w:rPrChange w:id='2'><w:rPr><w:strike/></w:rPr></w:rPrChange></w:rPr>"
                            "<w:t>bold</w:t></w:r>")
                             P(R("x")))});

    (void)unused;
    shows(document, TVX_VIEW_BEFORE, "bold|x");
    assert_int_equal(document->blocks[0].runs[0].format, TVX_FORMAT_BOLD);
    assert_int_equal(document->blocks[0].mark, TVX_CHANGE_NONE);
    tvx_document_free(document);
}

static void fields_and_controls_and_formulas(void **unused)
{
    (void)unused;
    body_shows(BODY(P(R("on ")
                      "<w:del w:id='1'><w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r>"
                      "<w:delInstrText> DATE </w:delInstrText>"
                      "</w:r><w:r><w:fldChar w:fldCharType='separate'/></w:r><w:r><w:delText>Monday</w:delText></w:r>"
                      "<w:r><w:fldChar w:fldCharType='end'/></w:r></w:del>" INS("Tuesday"))),
               "on Monday", "on Tuesday");
    body_shows(BODY("<w:customXmlInsRangeStart w:id='1'/><w:sdt><w:sdtPr/><w:sdtContent><w:customXmlInsRangeEnd "
    "w:id='1'/>"
                    P(R("held")) "<w:customXmlInsRangeStart w:id='2'/></w:sdtContent></w:sdt><w:customXmlInsRangeEnd "
                    "w:id='2'/>"),
               "held", "held");
    body_shows(BODY(P("<m:oMath><m:r><m:t>A=</m:t></m:r><m:r><w:del w:id='0'><m:t>2</m:t></w:del></m:r><m:sSup>"
    "<m:sSupPr><m:ctrlPr>"
                      "<w:ins w:id='3'/></m:ctrlPr></m:sSupPr><m:e><m:r><m:t>r</m:t></m:r></m:e></m:sSup></m:oMath>")),
               "A=2r", "A=r");
}

/* Text boxes stand within a paragraph that joins the next: the join must hold. */
static void boxes_do_not_part_what_joins(void **unused)
{
    (void)unused;
    body_shows(BODY(PP(MARK("del"), R("one ") "<w:r><w:pict><w:txbxContent>" P(R("box"))
                       "</w:txbxContent></w:pict></w:r>")
                        P(R("two"))),
               "one|two|box", "one two|box");
}

static void deleted_notes_go(void **unused)
{
    struct tvx_document *document = word_read((struct word){
        .document = BODY(P(R("a") "<w:del w:id='1'><w:r><w:footnoteReference w:id='1'/></w:r></w:del>" R(" b")
                               "<w:r><w:footnoteReference w:id='2'/></w:r>")),
        .footnotes = "<w:footnotes " NAMESPACES "><w:footnote w:type='separator' w:id='0'>" P(R("--")) "</w:footnote>"
                     "<w:footnote w:id='2'>" P(DEL("old") INS("new") R(" second")) "</w:footnote>"
                     "<w:footnote w:id='1'>" P(R("first")) "</w:footnote></w:footnotes>"});

    (void)unused;
    shows(document, TVX_VIEW_BEFORE, "a b|[1] first|[2] old second");
    shows(document, TVX_VIEW_AFTER, "a b|[1] new second");
    assert_int_equal(document->blocks[1].kind, TVX_BLOCK_NOTE);
    tvx_document_free(document);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_is_inserted_and_deleted),
        cmocka_unit_test(moves_leave_and_arrive),
        cmocka_unit_test(paragraph_marks_join),
        cmocka_unit_test(nothing_joins_a_table),
        cmocka_unit_test(marks_within_marks),
        cmocka_unit_test(rows_and_cells),
        cmocka_unit_test(changes_of_format_are_no_changes),
        cmocka_unit_test(fields_and_controls_and_formulas),
        cmocka_unit_test(boxes_do_not_part_what_joins),
        cmocka_unit_test(deleted_notes_go),
    };

    return cmocka_run_group_tests_name("docx_changes", tests, NULL, NULL);
}
