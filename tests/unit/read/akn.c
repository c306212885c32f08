/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Akoma Ntoso keeps its numbers, names and identifiers; other XML its text. */
#include "reading.h"

#define HEAD "<?xml version='1.0'?><akomaNtoso xmlns='http://docs.oasis-open.org/legaldocml/ns/akn/3.0'>"

static const char act[] =
    HEAD "<statement name='resolution' xml:lang='fr-CH'><meta><FRBRlanguage language='eng'/></meta>"
         "<preface><p>Cover</p><longTitle eId='lt'><p><docType>RESOLUTION</docType> <docNumber>7</docNumber></p></longTitle></preface>"
         "<preamble><formula name='enactingFormula'><p>The Conference,</p></formula>"
         "<recitals eId='r'><intro><p><i>noting</i></p></intro><recital eId='r1'><num>a)</num><p>that one;</p></recital></recitals></preamble>"
         "<mainBody><article eId='a1'><num>Article 1</num><heading>Scope</heading>"
         "<paragraph eId='a1p1'><num>1.<del>2</del><ins>3</ins></num><content><p>Members <del>shall</del><ins>may</ins> act<authorialNote marker='*' eId='n1'>"
         "<p>A note.</p></authorialNote>.</p><p>Second.</p></content>"
         "<point><num>i)</num><num>x</num><content><p>Deep</p></content></point></paragraph></article>"
         "<hcontainer name='resolves' eId='h'><heading><i>resolves</i></heading></hcontainer>"
         "<ins><p>All new</p></ins>"
         "<table><tr><td><p>one</p></td><td>two</td></tr></table></mainBody></statement></akomaNtoso>";

static void structure_is_kept(void **unused)
{
    struct tvx_document *document = take("a.xml", BYTES(act));
    const struct tvx_block *block = document->blocks;

    (void)unused;
    assert_string_equal(document->format, "akn");
    assert_string_equal(document->language, "fr");
    assert_string_equal(document->title, "RESOLUTION 7");
    shows(document, TVX_VIEW_AFTER,
          "Cover|RESOLUTION 7|The Conference,|noting|a) that one;|Article 1 Scope|1.3 Members may act.|* A note.|Second.|i)|x Deep|resolves|"
          "All new|one|two");
    shows(document, TVX_VIEW_BEFORE,
          "Cover|RESOLUTION 7|The Conference,|noting|a) that one;|Article 1 Scope|1.2 Members shall act.|* A note.|Second.|i)|x Deep|resolves|"
          "one|two");
    assert_int_equal(block[1].kind, TVX_BLOCK_HEADING);
    assert_string_equal(block[1].id, "lt");
    assert_string_equal(block[2].style, "formula.enactingFormula");
    assert_string_equal(block[3].style, "recitals");
    assert_string_equal(block[4].style, "recital");
    assert_string_equal(block[4].id, "r1");
    assert_string_equal(block[4].label, "a)");
    assert_int_equal(block[5].kind, TVX_BLOCK_HEADING);
    assert_string_equal(block[5].label, "Article 1");
    assert_string_equal(block[6].style, "paragraph");
    assert_int_equal(block[7].kind, TVX_BLOCK_NOTE);
    assert_int_equal(block[9].level, 1);
    assert_int_equal(block[11].kind, TVX_BLOCK_HEADING);
    assert_string_equal(block[11].id, "h");
    assert_int_equal(block[12].presence, TVX_CHANGE_INS);
    assert_int_equal(block[14].column, 1);
    tvx_document_free(document);
}

static void parts_begin_with_a_heading(void **unused)
{
    struct tvx_document *document = take(
        "a", BYTES(HEAD "<documentCollection name='c'><preface><p><docTitle>All</docTitle></p></preface><collectionBody>"
                        "<component><componentRef showAs='ONE'/></component></collectionBody><components>"
                        "<component eId='c1'><statement><preface><longTitle><p>First</p></longTitle></preface><mainBody><p>x</p></mainBody></statement></component>"
                        "<component eId='c2'><statement><meta><FRBRnumber showAs='Second'/></meta><mainBody><paragraph><content><p>y</p></content>"
                        "</paragraph></mainBody></statement></component></components></documentCollection></akomaNtoso>"));

    (void)unused;
    shows(document, TVX_VIEW_AFTER, "All|ONE|First|x|Second|y");
    assert_int_equal(document->blocks[0].kind, TVX_BLOCK_HEADING);
    assert_int_equal(document->blocks[2].kind, TVX_BLOCK_HEADING);
    assert_string_equal(document->blocks[2].id, "c1");
    assert_int_equal(document->blocks[4].kind, TVX_BLOCK_HEADING);
    assert_string_equal(document->blocks[4].id, "c2");
    tvx_document_free(document);
}

static void other_xml_is_its_text(void **unused)
{
    struct tvx_document *document =
        take("a.xml", BYTES("<?xml version='1.0'?><!DOCTYPE r [<!ENTITY w 'Words and more'>]><r><x><t>One <b>two</b> &w;.</t>"
                            "<t>three</t></x></r>"));

    (void)unused;
    shows(document, TVX_VIEW_AFTER, "One two Words and more.|three");
    assert_string_equal(document->warnings[0].code, "xml-unknown");
    tvx_document_free(document);
}

static void bombs_and_broken_files_are_refused(void **unused)
{
    struct tvx_buf deep;

    (void)unused;
    refused("a.xml", BYTES("<?xml version='1.0'?><!DOCTYPE l [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'>"
                           "<!ENTITY c '&b;&b;&b;&b;&b;&b;&b;&b;'><!ENTITY d '&c;&c;&c;&c;&c;&c;&c;&c;'>]><l>&d;</l>"),
            TVX_E_LIMIT, "entity bomb");
    refused("a.xml", BYTES("<?xml version='1.0'?><!DOCTYPE l [<!ENTITY a '&b;'><!ENTITY b '&a;'>]><l>&a;</l>"), TVX_E_LIMIT,
            "bomb");
    refused("a.xml", BYTES(HEAD "<act><body><p>cut"), TVX_E_MALFORMED, "the XML is broken in line 1");
    tvx_buf_init(&deep, 1 << 22);
    tvx_buf_str(&deep, HEAD);
    for (int i = 0; i < 100000; i++)
        tvx_buf_str(&deep, "<section>");
    refused("a.xml", deep.data, deep.length, TVX_E_LIMIT, "nested deeper than 256");
    tvx_buf_free(&deep);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(structure_is_kept),
        cmocka_unit_test(parts_begin_with_a_heading),
        cmocka_unit_test(other_xml_is_its_text),
        cmocka_unit_test(bombs_and_broken_files_are_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
