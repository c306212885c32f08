/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Page headers and footers are kept beside the text, each line once. */
#include "docx_making.h"

#define SECTION(references) "<w:sectPr>" references "</w:sectPr>"
#define HEAD(kind, type, id) "<w:" kind "Reference w:type='" type "' r:id='" id "'/>"
#define HDR(content) "<w:hdr " NAMESPACES ">" content "</w:hdr>"
#define FTR(content) "<w:ftr " NAMESPACES ">" content "</w:ftr>"
#define DOCUMENT(content) "<w:document " NAMESPACES "><w:body>" content "</w:body></w:document>"
#define PAGE                                                                                                           \
    "<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText> PAGE  \\* MERGEFORMAT </w:instrText></w:r>"       \
    "<w:r><w:fldChar w:fldCharType='separate'/></w:r>" R("17") "<w:r><w:fldChar w:fldCharType='end'/></w:r>"

/* The texts of the blocks of that kind, joined by "|". */
static void heads_are(const struct tvx_document *document, const char *wanted)
{
    struct tvx_buf text;

    tvx_buf_init(&text, 1 << 16);
    for (size_t b = 0; b < document->block_count; b++) {
        const struct tvx_block *block = &document->blocks[b];

        if (block->kind != TVX_BLOCK_HEADER)
            continue;
        tvx_buf_str(&text, text.length == 0 ? "" : "|");
        for (size_t r = 0; r < block->run_count; r++)
            tvx_buf_str(&text, block->runs[r].text);
    }
    assert_string_equal(tvx_buf_text(&text), wanted);
    tvx_buf_free(&text);
}

static void heads_of_sections_are_kept_once(void **unused)
{
    struct tvx_document *document = word_read((struct word){
        .document = DOCUMENT(PP(SECTION(HEAD("header", "first", "h1") HEAD("header", "default", "h2")), R("a"))
                             P(R("b") "<w:r><w:footnoteReference w:id='3'/></w:r>")
                             SECTION(HEAD("header", "even", "h3") HEAD("footer", "default", "f1"))),
        .footnotes = "<w:footnotes " NAMESPACES "><w:footnote w:id='3'>" P(R("note")) "</w:footnote></w:footnotes>",
        .relations = RELATION("h1", "header", "h1.xml") RELATION("h2", "header", "h2.xml")
            RELATION("h3", "header", "h3.xml") RELATION("f1", "footer", "f1.xml"),
        .more = {{"word/h1.xml", HDR(P(R("Harbour conference")))},
                 {"word/h2.xml", HDR(P(R("- ") PAGE R(" -")) P(R("NC-26/14-E ") PAGE))},
                 {"word/h3.xml", HDR(P("<w:fldSimple w:instr=' NUMPAGES '>" R("90") "</w:fldSimple>" R("NC-26/14-E ")))},
                 {"word/f1.xml", FTR("<w:tbl><w:tr><w:tc>" P(R("left")) "</w:tc><w:tc>" P(R("right"))
                                     "</w:tc></w:tr></w:tbl>")}}});

    (void)unused;
    for (int view = TVX_VIEW_BEFORE; view <= TVX_VIEW_MARKED; view++)
        shows(document, (enum tvx_view)view, "a|b|[1] note");
    heads_are(document, "Harbour conference|NC-26/14-E |left|right");
    assert_int_equal(document->blocks[document->block_count - 1].kind, TVX_BLOCK_HEADER);
    assert_int_equal(warnings(document, "docx-headers"), 0);
    tvx_document_free(document);
}

static void boxes_and_changes_in_heads(void **unused)
{
    struct tvx_document *document = word_read((struct word){
        .document = DOCUMENT(P(R("a")) SECTION(HEAD("header", "default", "h1"))),
        .relations = RELATION("h1", "header", "h1.xml"),
        .more = {{"word/h1.xml", HDR(PP(MARK("del"), R("head") "<w:r><w:pict><v:textbox><w:txbxContent>" P(R("box"))
                                                     "</w:txbxContent></v:textbox></w:pict></w:r>") P(INS("new")))}}});

    (void)unused;
    shows(document, TVX_VIEW_AFTER, "a");
    heads_are(document, "head|new|box");
    tvx_document_free(document);
}

static void what_no_section_uses_is_said(void **unused)
{
    struct tvx_document *document = word_read((struct word){
        .document = DOCUMENT(P(R("a")) SECTION(HEAD("header", "default", "nowhere") HEAD("header", "first", "h9"))),
        .relations = RELATION("h9", "header", "missing.xml"), .header = HDR(P(R("Draft 2")))});

    (void)unused;
    heads_are(document, "");
    assert_int_equal(warnings(document, "docx-headers"), 1);
    tvx_document_free(document);
}

static void a_broken_head_costs_itself_alone(void **unused)
{
    struct tvx_document *document = word_read((struct word){
        .document = DOCUMENT(P(R("a")) SECTION(HEAD("header", "default", "h1") HEAD("footer", "default", "f1"))),
        .relations = RELATION("h1", "header", "h1.xml") RELATION("f1", "footer", "f1.xml"),
        .more = {{"word/h1.xml", "<w:hdr " NAMESPACES "><w:tbl><w:tr><w:tc>" P(R("cut")) "<w:p><w:r><w:t>off"},
                 {"word/f1.xml", FTR(P(R("whole")))}}});

    (void)unused;
    shows(document, TVX_VIEW_AFTER, "a");
    heads_are(document, "whole");
    assert_int_equal(warnings(document, "docx-headers"), 1);
    tvx_document_free(document);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(heads_of_sections_are_kept_once),
        cmocka_unit_test(boxes_and_changes_in_heads),
        cmocka_unit_test(what_no_section_uses_is_said),
        cmocka_unit_test(a_broken_head_costs_itself_alone),
    };

    return cmocka_run_group_tests_name("docx_heads", tests, NULL, NULL);
}
