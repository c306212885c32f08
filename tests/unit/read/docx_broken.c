/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Packages that are damaged, hostile, or not what they say. */
#include "docx_making.h"

#define MAIN_ONLY(document)                                                                                            \
    (struct part[]){{"_rels/.rels", RELATIONSHIPS(RELATION("a", "officeDocument", "word/document.xml"))},             \
                    {"word/document.xml", document}}, 2

static void package_refused(const struct part *parts, size_t count, enum tvx_status status, const char *words)
{
    size_t length;
    char *bytes = package_of(parts, count, &length);

    refused("made.docx", bytes, length, status, words);
    free(bytes);
}

static void xml_must_be_whole(void **unused)
{
    (void)unused;
    package_refused(MAIN_ONLY("<w:document " NAMESPACES "><w:body>" P(R("half"))), TVX_E_MALFORMED,
                    "word/document.xml");
    package_refused(MAIN_ONLY(BODY(P(R("a") "</w:r>"))), TVX_E_MALFORMED, "not well-formed");
    package_refused(MAIN_ONLY(BODY(P(R("\xFF\xFE")))), TVX_E_MALFORMED, "not well-formed");
    package_refused(MAIN_ONLY(""), TVX_E_MALFORMED, "word/document.xml");
    package_refused(MAIN_ONLY("<!DOCTYPE w [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;'>]>" BODY(P(R("&b;")))),
                    TVX_E_MALFORMED,
                    "document type");
    package_refused(MAIN_ONLY(BODY(P(R("&unknown;")))), TVX_E_MALFORMED, "not well-formed");
}

static void nesting_is_bounded(void **unused)
{
    enum { DEPTH = 100000 };
    static const char root[] = "<w:document " NAMESPACES ">", open[] = "<w:sdt>";
    char *text = malloc(sizeof root + DEPTH * sizeof open), *at = text + sizeof root - 1;

    (void)unused;
    memcpy(text, root, sizeof root);
    for (int i = 0; i < DEPTH; i++, at += sizeof open - 1)
        memcpy(at, open, sizeof open);
    package_refused(MAIN_ONLY(text), TVX_E_MALFORMED, "depth");
    free(text);
}

static void bombs_are_not_inflated(void **unused)
{
    size_t size = (size_t)40 << 20, length;
    char *text = malloc(size + 1), *bytes;
    const struct part parts[] = {{"_rels/.rels", RELATIONSHIPS(RELATION("a", "officeDocument", "word/document.xml"))},
                                 {"word/document.xml", text}};

    (void)unused;
    memset(text, ' ', size);
    text[size] = '\0';
    bytes = package_of(parts, 2, &length);
    assert_true(length < 200000);
    refused("made.docx", bytes, length, TVX_E_LIMIT, "ZIP bomb");
    free(bytes);
    free(text);
}

static void packages_cut_off(void **unused)
{
    size_t length;
    char *bytes = word_package((struct word){.document = BODY(P(R("whole text")))}, &length);
    struct tvx_document *document = take("made.docx", bytes, length);

    (void)unused;
    shows(document, TVX_VIEW_AFTER, "whole text");
    tvx_document_free(document);
    for (size_t cut = 4; cut < length; cut += 7) {
        struct tvx_error error = {TVX_OK, ""};

        document = NULL;
        assert_int_not_equal(tvx_read_in_process(&document, "made.docx", bytes, cut, NULL, &error), TVX_OK);
        assert_null(document);
        assert_string_not_equal(error.message, "");
    }
    free(bytes);
}

/* Every single wrong byte either is refused with a message or leaves a document; the checksum sees to the text. */
static void wrong_bytes(void **unused)
{
    size_t length;
    char *bytes = word_package((struct word){.document = BODY(P(R("whole text") INS("x")))}, &length);

    (void)unused;
    for (size_t i = 0; i < length; i++) {
        struct tvx_document *document = NULL;
        struct tvx_error error = {TVX_OK, ""};
        char kept = bytes[i];

        bytes[i] = (char)(kept ^ 0x55);
        if (tvx_read_in_process(&document, "made.docx", bytes, length, NULL, &error) != TVX_OK)
            assert_string_not_equal(error.message, "");
        else
            shows(document, TVX_VIEW_BEFORE, "whole text");
        tvx_document_free(document);
        bytes[i] = kept;
    }
    free(bytes);
}

static void parts_are_found_by_relationship(void **unused)
{
    static const struct part moved[] = {
        {"_rels/.rels", RELATIONSHIPS("<Relationship Id='a' "
        "Type='http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument' "
                                      "Target='/text/main.xml'/>")},
        {"text/_rels/main.xml.rels", RELATIONSHIPS(RELATION("1", "numbering", "../lists/n.xml"))},
        {"text/main.xml", "<w:document xmlns:w='http://purl.oclc.org/ooxml/wordprocessingml/main'><w:body>"
         PP(NUM("1", "0"), R("strict"))
                          "</w:body></w:document>"},
        {"lists/n.xml", "<w:numbering " NAMESPACES
         "><w:abstractNum w:abstractNumId='0'><w:lvl w:ilvl='0'><w:start w:val='4'/>"
                        "<w:lvlText w:val='%1.'/></w:lvl></w:abstractNum><w:num w:numId='1'><w:abstractNumId "
                        "w:val='0'/></w:num></w:numbering>"},
        {"word/document.xml", BODY(P(R("decoy")))},
    };
    static const struct part empty[] = {{"word/other.xml", "<x/>"}};
    static const struct part sheet[] = {
        {"[Content_Types].xml",
         "<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'>"
         "<Override PartName='/word/book.xml' "
                                "ContentType='application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml'/></Types>"},
        {"word/book.xml", "<x/>"}};
    size_t length;
    char *bytes = package_of(moved, 5, &length);
    struct tvx_document *document = take("made.docx", bytes, length);

    (void)unused;
    shows(document, TVX_VIEW_AFTER, "4. strict");
    tvx_document_free(document);
    free(bytes);
    package_refused(empty, 1, TVX_E_MALFORMED, "no Word document");
    package_refused(sheet, 2, TVX_E_UNSUPPORTED, "workbook");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(xml_must_be_whole),      cmocka_unit_test(nesting_is_bounded),
        cmocka_unit_test(bombs_are_not_inflated), cmocka_unit_test(packages_cut_off),
        cmocka_unit_test(wrong_bytes),            cmocka_unit_test(parts_are_found_by_relationship),
    };

    return cmocka_run_group_tests_name("docx_broken", tests, NULL, NULL);
}
