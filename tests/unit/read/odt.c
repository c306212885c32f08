/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The OpenDocument reader on small texts made here: packages of their parts, and flat files. */
#include "docx_making.h"

#define ODF                                                                                                            \
    "xmlns:office='urn:oasis:names:tc:opendocument:xmlns:office:1.0' "                                                 \
    "xmlns:text='urn:oasis:names:tc:opendocument:xmlns:text:1.0' "                                                     \
    "xmlns:table='urn:oasis:names:tc:opendocument:xmlns:table:1.0' "                                                   \
    "xmlns:style='urn:oasis:names:tc:opendocument:xmlns:style:1.0' "                                                   \
    "xmlns:fo='urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0' "                                          \
    "xmlns:draw='urn:oasis:names:tc:opendocument:xmlns:drawing:1.0' "                                                  \
    "xmlns:loext='urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0' "                              \
    "xmlns:dc='http://purl.org/dc/elements/1.1/'"
#define CONTENT(styles, body)                                                                                          \
    "<office:document-content " ODF "><office:automatic-styles>" styles                                                \
    "</office:automatic-styles><office:body><office:text>" body "</office:text></office:body></office:document-content>"
#define WHO(name)                                                                                                      \
    "<office:change-info><dc:creator>" name "</dc:creator><dc:date>2026-01-02T03:04:05</dc:date></office:change-info>"
#define INSERTION(id)                                                                                                  \
    "<text:changed-region text:id='" id "'><text:insertion>" WHO("Ann") "</text:insertion></text:changed-region>"
#define DELETION(id, content)                                                                                          \
    "<text:changed-region text:id='" id "'><text:deletion>" WHO("Bob") content "</text:deletion></text:changed-region>"
#define TRACKED(regions) "<text:tracked-changes>" regions "</text:tracked-changes>"
#define TP(content) "<text:p>" content "</text:p>"
#define BEGIN(id) "<text:change-start text:change-id='" id "'/>"
#define END(id) "<text:change-end text:change-id='" id "'/>"
#define POINT(id) "<text:change text:change-id='" id "'/>"
#define NUMBERS                                                                                                        \
    "<text:list-style style:name='L'><text:list-level-style-number text:level='1' style:num-format='1' "               \
    "style:num-suffix='.'/><text:list-level-style-number text:level='2' style:num-format='a' style:num-suffix=')'/>"   \
    "<text:list-level-style-number text:level='3' style:num-format='1' text:display-levels='3'/></text:list-style>"    \
    "<text:list-style style:name='F'><text:list-level-style-number text:level='1' style:num-format='I' "               \
    "loext:num-list-format='Article %1%'/></text:list-style>"                                                         \
    "<text:list-style style:name='B'><text:list-level-style-bullet text:level='1' text:bullet-char='•'/>"              \
    "</text:list-style>"
#define LI(content) "<text:list-item>" content "</text:list-item>"

static struct tvx_document *odt_read(const char *content, const char *styles, const char *meta)
{
    const struct part parts[] = {{"mimetype", "application/vnd.oasis.opendocument.text"}, {"content.xml", content},
                                 {"styles.xml", styles}, {"meta.xml", meta}};
    size_t length;
    char *bytes = package_of(parts, 4, &length);
    struct tvx_document *document = take("made.odt", bytes, length);

    free(bytes);
    assert_string_equal(document->format, "odt");
    return document;
}

static void views(const char *content, const char *before, const char *after)
{
    struct tvx_document *document = odt_read(content, NULL, NULL);

    shows(document, TVX_VIEW_BEFORE, before);
    shows(document, TVX_VIEW_AFTER, after);
    tvx_document_free(document);
}

static void white_space_is_collapsed(void **unused)
{
    (void)unused;
    views(CONTENT("", TP(" \n Members  <text:span>\n shall</text:span>\tact<text:s text:c='2'/>now<text:tab/>or"
                         "<text:line-break/>never. ") TP("<text:soft-page-break/>Next.")),
          "Members shall act now or never.|Next.", "Members shall act now or never.|Next.");
}

static void changes_within_a_paragraph(void **unused)
{
    struct tvx_document *document;
    const char *content = CONTENT("", TRACKED(INSERTION("i") DELETION("d", TP("may")))
                                  TP("Members " POINT("d") BEGIN("i") "shall" END("i") " act."));

    (void)unused;
    views(content, "Members may act.", "Members shall act.");
    document = odt_read(content, NULL, NULL);
    shows(document, TVX_VIEW_MARKED, "Members [-may-]{+shall+} act.");
    assert_string_equal(document->blocks[0].runs[1].author, "Bob");
    assert_string_equal(document->blocks[0].runs[2].author, "Ann");
    assert_string_equal(document->blocks[0].runs[2].date, "2026-01-02T03:04:05");
    tvx_document_free(document);
}

static void changes_across_paragraphs(void **unused)
{
    (void)unused;
    /* a mark deleted, a mark inserted, whole paragraphs of both kinds */
    views(CONTENT("", TRACKED(DELETION("d", TP("") TP(""))) TP("One" POINT("d") " two.")), "One|two.", "One two.");
    views(CONTENT("", TRACKED(INSERTION("i")) TP("One" BEGIN("i")) TP(END("i") "<text:s/>two.")), "One two.", "One|two.");
    views(CONTENT("", TRACKED(DELETION("d", TP("Gone.") TP("Also gone.") TP(""))) TP("Kept.") TP(POINT("d") "Last.")),
          "Kept.|Gone.|Also gone.|Last.", "Kept.|Last.");
    views(CONTENT("", TRACKED(INSERTION("i")) TP("Kept.") TP(BEGIN("i") "New.") TP("Newer.") TP(END("i") "Last.")),
          "Kept.|Last.", "Kept.|New.|Newer.|Last.");
    views(CONTENT("", TRACKED(DELETION("d", TP("<text:s/>b") TP("c") TP("d "))) TP("a" POINT("d") "e")), "a b|c|d e", "ae");
}

static void what_was_inserted_and_deleted_stands_nowhere(void **unused)
{
    static const char region[] =
        "<text:changed-region text:id='x'><text:deletion>" WHO("Bob") TP("fleeting") TP("")
        "</text:deletion><text:insertion>" WHO("Ann") "</text:insertion></text:changed-region>";
    const char *content = CONTENT("", TRACKED("%s") TP("A" POINT("x") "B"));
    char text[8192];
    struct tvx_document *document;

    (void)unused;
    snprintf(text, sizeof text, "%.*s%s%s", (int)(strstr(content, "%s") - content), content, region,
             strstr(content, "%s") + 2);
    views(text, "AB", "AB");
    document = odt_read(text, NULL, NULL);
    assert_int_equal(document->blocks[0].runs[1].change, TVX_CHANGE_INS);
    assert_int_equal(document->blocks[0].runs[1].nested, TVX_CHANGE_DEL);
    assert_string_equal(document->blocks[0].runs[1].author, "Ann");
    tvx_document_free(document);
}

static void a_deleted_table_stands_before_only(void **unused)
{
    (void)unused;
    views(CONTENT("", TRACKED(DELETION("d", TP("") "<table:table><table:table-row><table:table-cell>" TP("Cell")
                                       "</table:table-cell></table:table-row></table:table>" TP("")))
                  TP("One" POINT("d") " two.")), "One|Cell|two.", "One two.");
}

static void broken_changes_lose_nothing(void **unused)
{
    struct tvx_document *document =
        odt_read(CONTENT("", TRACKED(DELETION("d", TP("never placed"))) TP("One" POINT("other") BEGIN("d") " two.")),
                 NULL, NULL);

    (void)unused;
    shows(document, TVX_VIEW_AFTER, "One two.");
    assert_int_equal(warnings(document, "odt-change-place"), 1);
    assert_int_equal(warnings(document, "odt-change-unknown"), 1);
    tvx_document_free(document);
}

static void lists_are_numbered(void **unused)
{
    (void)unused;
    views(CONTENT(NUMBERS, "<text:list text:style-name='L' xml:id='first'>" LI(TP("One.") TP("More of it."))
                  LI(TP("Two.") "<text:list>" LI(TP("Sub.")) LI("<text:list>" LI(TP("Deep.")) "</text:list>")
                     "</text:list>") "</text:list>" TP("Between.")
                  "<text:list text:style-name='L' text:continue-numbering='true'>" LI(TP("Three."))
                  "<text:list-item text:start-value='7'>" TP("Seven.") "</text:list-item></text:list>"
                  "<text:list text:style-name='L'>" LI(TP("One again.")) "</text:list>"
                  "<text:list text:continue-list='first' text:style-name='L'>" LI(TP("Eight.")) "</text:list>"
                  "<text:list text:style-name='F'>" LI(TP("Scope.")) "</text:list>"
                  "<text:list text:style-name='B'>" LI(TP("Dot.")) "<text:list-header>" TP("Bare.")
                  "</text:list-header></text:list>"),
          "1. One.|More of it.|2. Two.|a) Sub.|2.a.1 Deep.|Between.|3. Three.|7. Seven.|1. One again.|8. Eight.|"
          "Article I Scope.|• Dot.|Bare.",
          "1. One.|More of it.|2. Two.|a) Sub.|2.a.1 Deep.|Between.|3. Three.|7. Seven.|1. One again.|8. Eight.|"
          "Article I Scope.|• Dot.|Bare.");
}

static void numbers_before_and_after_differ(void **unused)
{
    (void)unused;
    views(CONTENT(NUMBERS, TRACKED(DELETION("d", "<text:list text:style-name='L'>" LI(TP("Gone.")) LI(TP(""))
                                            "</text:list>"))
                  "<text:list text:style-name='L'>" LI(TP("One.")) LI(TP(POINT("d") "Two.")) "</text:list>"),
          "1. One.|1. Gone.|2. Two.", "1. One.|2. Two.");
    views(CONTENT(NUMBERS, TRACKED(INSERTION("i")) "<text:list text:style-name='L'>" LI(TP("One."))
                  LI(TP(BEGIN("i") "New.")) LI(TP(END("i") "Last.")) "</text:list>"),
          "1. One.|2. Last.", "1. One.|2. New.|3. Last.");
}

static void headings_are_numbered_by_the_outline(void **unused)
{
    static const char styles[] =
        "<office:document-styles " ODF "><office:styles><text:outline-style style:name='Outline'>"
        "<text:outline-level-style text:level='1' style:num-format='1'/><text:outline-level-style text:level='2' "
        "style:num-format='1' text:display-levels='2'/></text:outline-style></office:styles></office:document-styles>";
    struct tvx_document *document =
        odt_read(CONTENT("", "<text:h text:outline-level='1'>Scope</text:h><text:h text:outline-level='2'>Terms</text:h>"
                         "<text:h text:outline-level='1' text:is-list-header='true'>Bare</text:h>"
                         "<text:h text:outline-level='1'>End</text:h>"), styles, NULL);

    (void)unused;
    shows(document, TVX_VIEW_AFTER, "1 Scope|1.1 Terms|Bare|2 End");
    assert_int_equal(document->blocks[1].kind, TVX_BLOCK_HEADING);
    assert_int_equal(document->blocks[1].level, 2);
    tvx_document_free(document);
}

static void looks_come_from_chains_of_styles(void **unused)
{
    static const char styles[] =
        "<office:document-styles " ODF "><office:styles>"
        "<style:style style:name='Loud' style:family='text'><style:text-properties fo:font-weight='bold' "
        "style:text-line-through-style='solid'/></style:style>"
        "<style:style style:name='My_20_Title' style:display-name='Title' style:family='paragraph'>"
        "<style:text-properties fo:font-style='italic'/></style:style></office:styles></office:document-styles>";
    struct tvx_document *document = odt_read(
        CONTENT("<style:style style:name='T1' style:family='text' style:parent-style-name='Loud'><style:text-properties "
                "style:text-underline-style='solid' style:text-line-through-style='none'/></style:style>"
                "<style:style style:name='P1' style:family='paragraph' style:parent-style-name='My_20_Title'/>",
                "<text:p text:style-name='P1'>Pact <text:span text:style-name='T1'>now</text:span></text:p>"),
        styles, NULL);

    (void)unused;
    assert_int_equal(document->blocks[0].runs[0].format, TVX_FORMAT_ITALIC);
    assert_int_equal(document->blocks[0].runs[1].format, TVX_FORMAT_ITALIC | TVX_FORMAT_BOLD | TVX_FORMAT_UNDERLINE);
    assert_string_equal(document->blocks[0].style, "Title");
    assert_string_equal(document->title, "Pact now");
    tvx_document_free(document);
}

#define NOTE(class, text)                                                                                              \
    "<text:note text:note-class='" class "'><text:note-citation>9</text:note-citation><text:note-body>" TP(text)       \
    "</text:note-body></text:note>"

static void notes_follow_the_text(void **unused)
{
    struct tvx_document *document;

    (void)unused;
    views(CONTENT("", TRACKED(DELETION("d", TP("old" NOTE("footnote", "Old note."))))
                  TP("A" NOTE("endnote", "End.") " " POINT("d") "<text:s/>b" NOTE("footnote", "Kept note.") " c")),
          "A old b c|[1] Old note.|[2] Kept note.|[i] End.", "A b c|[1] Kept note.|[i] End.");
    document = odt_read(CONTENT("", TP("A" NOTE("footnote", "Note.") "b")), NULL, NULL);
    assert_int_equal(document->blocks[1].kind, TVX_BLOCK_NOTE);
    assert_int_equal(document->blocks[0].runs[1].format, TVX_FORMAT_NOTE_REF);
    assert_string_equal(document->blocks[0].runs[1].text, "[1]");
    tvx_document_free(document);
}

static void cells_have_their_places(void **unused)
{
    struct tvx_document *document = odt_read(
        CONTENT("", "<table:table><table:table-header-rows><table:table-row><table:table-cell "
                "table:number-columns-spanned='2'>" TP("wide") "</table:table-cell><table:covered-table-cell/>"
                "<table:table-cell>" TP("c") "</table:table-cell></table:table-row></table:table-header-rows>"
                "<table:table-row table:number-rows-repeated='2'><table:table-cell table:number-columns-repeated='2'/>"
                "<table:table-cell>" TP("under c") "</table:table-cell></table:table-row><table:table-row>"
                "<table:table-cell>" TP("last") "</table:table-cell></table:table-row></table:table>" TP("out")),
        NULL, NULL);
    static const int places[4][3] = {{0, 0, 0}, {0, 0, 2}, {0, 1, 2}, {0, 3, 0}};

    (void)unused;
    assert_int_equal(document->block_count, 5);
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(document->blocks[i].kind, TVX_BLOCK_CELL);
        assert_int_equal(document->blocks[i].table, places[i][0]);
        assert_int_equal(document->blocks[i].row, places[i][1]);
        assert_int_equal(document->blocks[i].column, places[i][2]);
    }
    assert_int_equal(document->blocks[4].table, -1);
    tvx_document_free(document);
}

static void comments_boxes_and_headers(void **unused)
{
    static const char styles[] =
        "<office:document-styles " ODF "><office:master-styles><style:master-page><style:header>" TP("NC/26/4-E")
        "</style:header><style:footer>" TP("12") "</style:footer></style:master-page><style:master-page><style:header>"
        TP("NC/26/4-E") "</style:header></style:master-page></office:master-styles></office:document-styles>";
    struct tvx_document *document = odt_read(
        CONTENT("", TP("See <office:annotation office:name='c1'><dc:creator>Cy</dc:creator><dc:date>2026-02-03</dc:date>"
                       TP("Why?") TP("Ask.") "</office:annotation>this word<office:annotation-end office:name='c1'/>. "
                       "<draw:frame draw:name='Box'><draw:text-box>" TP("In the box.") "</draw:text-box></draw:frame>End.")
                TP("<draw:frame draw:name='Flag'><draw:image/></draw:frame>Next.")),
        styles, "<office:document-meta " ODF "><office:meta><dc:title>A Pact</dc:title></office:meta>"
                "</office:document-meta>");

    (void)unused;
    shows(document, TVX_VIEW_AFTER, "See this word. End.|In the box.|Next.");
    assert_int_equal(document->comment_count, 1);
    assert_string_equal(document->comments[0].author, "Cy");
    assert_string_equal(document->comments[0].date, "2026-02-03");
    assert_string_equal(document->comments[0].text, "Why?\nAsk.");
    assert_string_equal(document->comments[0].quote, "this word");
    assert_string_equal(document->title, "A Pact");
    assert_int_equal(warnings(document, "odt-drawing"), 1);
    assert_int_equal(document->block_count, 4); /* the header once, the page number not at all */
    assert_int_equal(document->blocks[3].kind, TVX_BLOCK_HEADER);
    tvx_document_free(document);
}

static void one_xml_file_is_enough(void **unused)
{
    static const char flat[] =
        "<?xml version='1.0'?>\n<office:document " ODF " office:mimetype=\"application/vnd.oasis.opendocument.text\">"
        "<office:meta><dc:title>Flat</dc:title></office:meta><office:body><office:text>"
        TRACKED(DELETION("d", TP("may"))) TP("Members " POINT("d") "shall act.") "</office:text></office:body>"
        "</office:document>";
    struct tvx_document *document = take("a.fodt", flat, sizeof flat - 1);

    (void)unused;
    shows(document, TVX_VIEW_BEFORE, "Members mayshall act.");
    assert_string_equal(document->title, "Flat");
    tvx_document_free(document);
}

static void refusals(void **unused)
{
    static const struct { const char *content; enum tvx_status status; const char *words; } cases[] = {
        {NULL, TVX_E_MALFORMED, "content.xml"},
        {"<a", TVX_E_MALFORMED, "not well-formed"},
        {"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", TVX_E_MALFORMED, "document type"},
        {"<office:document-content " ODF "/>", TVX_E_UNSUPPORTED, "no text"},
    };

    (void)unused;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct part parts[] = {{"mimetype", "application/vnd.oasis.opendocument.text"},
                                     {"content.xml", cases[i].content}};
        size_t length;
        char *bytes = package_of(parts, 2, &length);

        refused("a.odt", bytes, length, cases[i].status, cases[i].words);
        free(bytes);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(white_space_is_collapsed),
        cmocka_unit_test(changes_within_a_paragraph),
        cmocka_unit_test(changes_across_paragraphs),
        cmocka_unit_test(what_was_inserted_and_deleted_stands_nowhere),
        cmocka_unit_test(a_deleted_table_stands_before_only),
        cmocka_unit_test(broken_changes_lose_nothing),
        cmocka_unit_test(lists_are_numbered),
        cmocka_unit_test(numbers_before_and_after_differ),
        cmocka_unit_test(headings_are_numbered_by_the_outline),
        cmocka_unit_test(looks_come_from_chains_of_styles),
        cmocka_unit_test(notes_follow_the_text),
        cmocka_unit_test(cells_have_their_places),
        cmocka_unit_test(comments_boxes_and_headers),
        cmocka_unit_test(one_xml_file_is_enough),
        cmocka_unit_test(refusals),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
