/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What a Word document holds besides plain paragraphs, and what is said of what is not read. */
#include "docx_making.h"

static void small_things_in_text(void **unused)
{
    (void)unused;
    body_shows(BODY(P("<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:cr/><w:t>ITU</w:t>"
    "<w:noBreakHyphen/><w:t>T co</w:t>"
                      "<w:softHyphen/><w:t>operate</w:t></w:r>")),
               "a b c ITU-T cooperate", "a b c ITU-T cooperate");
    /* without xml:space white space at the ends of a w:t goes, as in Word */
    body_shows(BODY(P("<w:r><w:t> a </w:t></w:r><w:r><w:t>b&amp;\nc</w:t></w:r>")), "ab& c", "ab& c");
    body_shows(BODY(P("<w:r><w:sym w:font='Symbol' w:char='F061'/><w:rPr/><w:sym w:font='Wingdings' w:char='00FC'/>"
    "</w:r>"
                      "<w:r><w:rPr><w:rFonts w:ascii='Symbol'/></w:rPr><w:t>&#xF0B3;&#xF020;&#xF0B3;</w:t></w:r>")), "α✓≥ ≥", "α✓≥ ≥");
    body_shows(BODY(P("<w:r><w:ruby><w:rubyPr/><w:rt>" R("kan") "</w:rt><w:rubyBase>" R("漢")
                      "</w:rubyBase></w:ruby></w:r>" R("字"))),
               "漢 (kan)字", "漢 (kan)字");
    body_shows(BODY(PP("<w:framePr w:dropCap='drop'/>", R("T")) P(R("he end"))), "The end", "The end");
}

static void runs_are_merged(void **unused)
{
    struct tvx_document *document = word_read((struct word){
        .document = BODY(P("<w:r><w:t>inter</w:t></w:r><w:proofErr w:type='x'/><w:r><w:rPr><w:lang w:val='en-GB'/>"
        "</w:rPr><w:t>net</w:t></w:r>"
                           "<w:r><w:rPr><w:u w:val='single'/></w:rPr><w:t>s</w:t></w:r>"))});

    (void)unused;
    assert_int_equal(document->blocks[0].run_count, 2);
    assert_string_equal(document->blocks[0].runs[0].text, "internet");
    assert_int_equal(document->blocks[0].runs[1].format, TVX_FORMAT_UNDERLINE);
    tvx_document_free(document);
}

static void styles_look(void **unused)
{
    struct tvx_document *document = word_read((struct word){
        .document = BODY(PP("<w:pStyle w:val='P'/>", R("a")
                            "<w:r><w:rPr><w:rStyle w:val='C'/></w:rPr><w:t>b</w:t></w:r>"
                                "<w:r><w:rPr><w:strike w:val='0'/><w:u w:val='none'/></w:rPr><w:t>c</w:t></w:r>"
                                "<w:r><w:rPr><w:vertAlign w:val='superscript'/><w:vanish/></w:rPr><w:t>d</w:t></w:r>")),
        .styles = "<w:styles " NAMESPACES
            "><w:style w:type='paragraph' w:styleId='Q'><w:name w:val='Q'/><w:rPr><w:strike/></w:rPr></w:style>"
                  "<w:style w:type='paragraph' w:styleId='P'><w:name w:val='Struck'/><w:basedOn w:val='Q'/></w:style>"
                  "<w:style w:type='character' w:styleId='C'><w:name w:val='C'/><w:rPr><w:u w:val='double'/>"
                  "<w:strike/></w:rPr></w:style></w:styles>"});
    const struct tvx_run *runs = document->blocks[0].runs;

    (void)unused;
    assert_int_equal(document->blocks[0].run_count, 4);
    assert_int_equal(runs[0].format, TVX_FORMAT_STRIKE);
    assert_int_equal(runs[1].format, TVX_FORMAT_UNDERLINE); /* struck twice is not struck: a toggle */
    assert_int_equal(runs[2].format, 0);
    assert_int_equal(runs[3].format, TVX_FORMAT_STRIKE | TVX_FORMAT_SUPERSCRIPT | TVX_FORMAT_HIDDEN);
    tvx_document_free(document);
}

static void hidden_text_is_no_text_and_is_told(void **unused)
{
    struct tvx_document *document = word_read((struct word){
        .document = BODY(PP("", R("Seen ") "<w:r><w:rPr><w:vanish/></w:rPr><w:t>unseen </w:t></w:r>" R("words")))});
    struct tvx_lines lines;

    (void)unused;
    assert_int_equal(tvx_document_lines(&lines, document->arena, document, TVX_VIEW_AFTER, NULL), TVX_OK);
    assert_string_equal(lines.items[0].text, "Seen words");
    assert_int_equal(warnings(document, "hidden-text"), 1);
    assert_int_equal(document->blocks[0].run_count, 3); /* still there for --json */
    tvx_document_free(document);
}

#define RR(properties, text) "<w:r><w:rPr>" properties "</w:rPr><w:t xml:space='preserve'>" text "</w:t></w:r>"

static void complex_scripts_have_looks_of_their_own(void **unused)
{
    struct tvx_document *document = word_read((struct word){
        .document = BODY(PP("<w:bidi/>", RR("<w:rtl/><w:b/><w:iCs/>", "الدول ") RR("<w:b/><w:iCs/>", "ITU ")
                            RR("<w:rtl/><w:rStyle w:val='C'/>", "تلتزم ") RR("<w:cs/><w:bCs/><w:bCs w:val='0'/>", "x")))
        , .styles = "<w:styles " NAMESPACES "><w:style w:type='character' w:styleId='C'><w:rPr><w:bCs/></w:rPr></w:style>"
                    "</w:styles>"});
    const struct tvx_run *runs = document->blocks[0].runs;

    (void)unused;
    shows(document, TVX_VIEW_AFTER, "الدول ITU تلتزم x"); /* in the order of speech, as they stand */
    assert_int_equal(document->blocks[0].run_count, 3);
    assert_int_equal(runs[0].format, TVX_FORMAT_ITALIC);
    assert_int_equal(runs[1].format, TVX_FORMAT_BOLD);
    assert_string_equal(runs[1].text, "ITU تلتزم ");
    assert_int_equal(runs[2].format, 0);
    tvx_document_free(document);
}

#define STYLE(type, id, based, properties)                                                                             \
    "<w:style w:type='" type "' w:styleId='" id "'><w:basedOn w:val='" based "'/><w:rPr>" properties "</w:rPr></w:style>"

static void styles_strike_and_underline(void **unused)
{
    struct tvx_document *document = word_read((struct word){
        .document = BODY(P(R("MOD VRN/1/1"))
                         P(R("5.1 States ") RR("<w:rStyle w:val='Deleted'/>", "may") RR("<w:rStyle w:val='New'/>", "shall")
                           R(" act") RR("<w:rStyle w:val='Deleted'/><w:dstrike w:val='0'/>", " now"))
                         PP("<w:pStyle w:val='Old'/>", R("5.2 Gone.") RR("<w:rStyle w:val='Deleted'/>", " Too."))
                         "<w:tbl><w:tblPr><w:tblStyle w:val='Struck'/></w:tblPr><w:tr><w:tc>"
                         P(R("in a table") RR("<w:strike w:val='0'/>", " kept")) "</w:tc></w:tr></w:tbl>"),
        .styles = "<w:styles " NAMESPACES ">" STYLE("character", "Deleted", "Base", "") STYLE("character", "Base", "", "<w:dstrike/>")
            STYLE("character", "New", "", "<w:u w:val='single'/>") STYLE("paragraph", "Old", "", "<w:strike/>")
            STYLE("table", "Struck", "", "<w:strike/>") "</w:styles>"});

    (void)unused;
    shows(document, TVX_VIEW_BEFORE, "MOD VRN/1/1|5.1 States may act now|5.2 Gone. Too.|in a table kept");
    shows(document, TVX_VIEW_AFTER, "MOD VRN/1/1|5.1 States shall act now|kept");
    assert_int_equal(warnings(document, "manual-redline"), 1);
    tvx_document_free(document);
}

static void headings_by_name_and_level(void **unused)
{
    struct tvx_document *document = word_read((struct word){
        .document = BODY(PP("<w:pStyle w:val='T'/>", R("On lights")) PP("<w:pStyle w:val='b2'/>", R("x"))
                             PP("<w:outlineLvl w:val='2'/>", R("y")) P(R("z"))),
        .styles = "<w:styles " NAMESPACES
            "><w:style w:type='paragraph' w:styleId='b2'><w:name w:val='heading 2'/></w:style>"
                  "<w:style w:type='paragraph' w:styleId='T'><w:name w:val='Title'/></w:style></w:styles>"});

    (void)unused;
    assert_string_equal(document->title, "On lights");
    assert_int_equal(document->blocks[1].kind, TVX_BLOCK_HEADING);
    assert_int_equal(document->blocks[1].level, 2);
    assert_int_equal(document->blocks[2].level, 3);
    assert_int_equal(document->blocks[3].kind, TVX_BLOCK_PARAGRAPH);
    tvx_document_free(document);
}

static void tables_have_places(void **unused)
{
    struct tvx_document *document = word_read((struct word){
        .document = BODY("<w:tbl><w:tblPr/><w:tblGrid/><w:tr><w:trPr><w:gridBefore w:val='1'/></w:trPr><w:tc><w:tcPr>"
        "<w:gridSpan w:val='2'/></w:tcPr>"
                         P(R("a")) "</w:tc><w:sdt><w:sdtContent><w:tc>" P(R("b")) "<w:tbl><w:tr><w:tc>" P(R("in"))
                             "</w:tc></w:tr></w:tbl>"
                         P(R("c")) "</w:tc></w:sdtContent></w:sdt></w:tr><w:tr><w:tc>" P("") "</w:tc></w:tr></w:tbl>"
                         "<w:tbl><w:tr><w:tc>" P(R("d")) "</w:tc></w:tr></w:tbl>")});
    static const int places[][3] = {{0, 0, 1}, {0, 0, 3}, {1, 0, 0}, {0, 0, 3}, {0, 1, 0}, {2, 0, 0}};

    (void)unused;
    assert_int_equal(document->block_count, 6);
    for (size_t i = 0; i < 6; i++) {
        assert_int_equal(document->blocks[i].kind, TVX_BLOCK_CELL);
        assert_int_equal(document->blocks[i].table, places[i][0]);
        assert_int_equal(document->blocks[i].row, places[i][1]);
        assert_int_equal(document->blocks[i].column, places[i][2]);
    }
    tvx_document_free(document);
}

static void notes_follow_in_order(void **unused)
{
    struct tvx_document *document = word_read((struct word){
        .document = BODY(P(R("a") "<w:r><w:endnoteReference w:id='5'/></w:r><w:r><w:footnoteReference w:id='9'/></w:r>")
                             P(R("b") "<w:r><w:footnoteReference w:id='3'/></w:r>")),
        .footnotes = "<w:footnotes " NAMESPACES "><w:footnote w:id='3'>" P("<w:r><w:footnoteRef/></w:r>" R(" three"))
            "</w:footnote>"
                     "<w:footnote w:id='4'>" P(R("nobody")) "</w:footnote>"
                     "<w:footnote w:id='9'>" P(R("nine")) P(R("more")) "</w:footnote></w:footnotes>",
        .endnotes = "<w:endnotes " NAMESPACES "><w:endnote w:id='5'>" P(R("five")) "</w:endnote></w:endnotes>"});

    (void)unused;
    shows(document, TVX_VIEW_AFTER, "a|b|[1] nine|more|[2] three|[i] five");
    assert_string_equal(document->blocks[0].runs[1].text, "[i]");
    assert_string_equal(document->blocks[0].runs[2].text, "[1]");
    assert_int_equal(document->blocks[0].runs[2].format & TVX_FORMAT_NOTE_REF, TVX_FORMAT_NOTE_REF);
    assert_int_equal(warnings(document, "docx-note-unreferenced"), 1);
    tvx_document_free(document);
}

static void fields_show_their_results(void **unused)
{
    struct tvx_document *document = word_read((struct word){
        .document = BODY(P(R("see ")
                           "<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r>"
                           "<w:instrText> HYPERLINK \"x\" </w:instrText></w:r>"
                           "<w:r><w:fldChar w:fldCharType='separate'/></w:r>" R("there")
                               "<w:r><w:fldChar w:fldCharType='end'/></w:r>"
                           "<w:hyperlink>" R(" and") "</w:hyperlink><w:fldSimple w:instr='PAGE'>" R(" 3")
                               "</w:fldSimple>"))});

    (void)unused;
    shows(document, TVX_VIEW_AFTER, "see there and 3");
    assert_int_equal(document->blocks[0].run_count, 3);
    assert_int_equal(document->blocks[0].runs[1].format, TVX_FORMAT_LINK);
    assert_string_equal(document->blocks[0].runs[1].text, "there and");
    tvx_document_free(document);
    /* a field within the instruction of another is not shown, and that is said */
    document = word_read((struct word){
        .document = BODY(P("<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>IF </w:instrText></w:r>"
                           R("hidden")
                           "<w:r><w:fldChar w:fldCharType='separate'/></w:r>" R("shown")
                               "<w:r><w:fldChar w:fldCharType='end'/></w:r>"))});
    shows(document, TVX_VIEW_AFTER, "shown");
    assert_int_not_equal(0, warnings(document, "docx-field-text"));
    tvx_document_free(document);
    /* one that never ends must not swallow the text */
    document = word_read((struct word){
        .document = BODY(P(R("a ") "<w:r><w:fldChar w:fldCharType='begin'/></w:r>" R("b")) P(R("c")))});
    shows(document, TVX_VIEW_AFTER, "a b|c");
    assert_int_not_equal(0, warnings(document, "docx-field-open"));
    tvx_document_free(document);
}

static void computed_fields_are_said(void **unused)
{
    struct tvx_document *document = word_read((struct word){
        .document = BODY(P("<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText> AUTONUM </w:instrText>"
        "</w:r>"
                           "<w:r><w:fldChar w:fldCharType='end'/></w:r>" R("a")))});

    (void)unused;
    shows(document, TVX_VIEW_AFTER, "a");
    assert_int_equal(warnings(document, "docx-computed-field"), 1);
    tvx_document_free(document);
}

static void containers_are_looked_into(void **unused)
{
    (void)unused;
    body_shows(BODY("<w:sdt><w:sdtPr><w:alias w:val='x'/></w:sdtPr><w:sdtContent>" P("<w:smartTag><w:smartTagPr/>"
                                                            R("a") "</w:smartTag>"
                    "<w:customXml><w:customXmlPr/>" R("b") "</w:customXml><w:sdt><w:sdtContent>" R("c")
                        "</w:sdtContent></w:sdt>"
                    "<w:dir w:val='rtl'>" R("d") "</w:dir>") "</w:sdtContent></w:sdt>"), "abcd", "abcd");
}

static void text_boxes_are_read_once(void **unused)
{
    struct tvx_document *document = word_read((struct word){
        .document = BODY(P(R("a ")
                           "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing>"
                           "<wp:docPr id='1' name='Box 1'/>"
                           "<w:txbxContent>" P(R("box"))
                               "</w:txbxContent></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape/><w:txbxContent>"
                           P(R("box")) "</w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r>" R("b"))
                         P("<w:r><mc:AlternateContent><mc:Choice Requires='new'><w:drawing/></mc:Choice><mc:Fallback>"
                           "<w:t>old</w:t></mc:Fallback></mc:AlternateContent></w:r>"))});

    (void)unused;
    shows(document, TVX_VIEW_AFTER, "a b|box|old");
    tvx_document_free(document);
    /* a picture in both is one picture */
    document = word_read((struct word){
        .document = BODY(P("<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing/></mc:Choice><mc:Fallback>"
        "<w:pict/></mc:Fallback>"
                           "</mc:AlternateContent></w:r>"))});
    assert_int_equal(warnings(document, "docx-drawing"), 1);
    tvx_document_free(document);
}

static void comments_are_tied_to_text(void **unused)
{
    struct tvx_document *document = word_read((struct word){
        .document = BODY(P(R("x")) P(R("ships ") "<w:commentRangeStart w:id='7'/>" DEL("may") INS("shall") R(" call")
                             "<w:commentRangeEnd w:id='7'/><w:r><w:commentReference w:id='7'/></w:r>")
                         P("<w:r><w:commentReference w:id='2'/></w:r>" R("y"))),
        .comments = "<w:comments " NAMESPACES "><w:comment w:id='2' w:author='Bob &amp; Co'>" P(R("point"))
            "</w:comment>"
                    "<w:comment w:id='7' w:author='Ann' w:date='2026-05-06T00:00:00Z'>" P(R("too") R(" strong"))
                        P(R("really"))
                    "</w:comment></w:comments>"});

    (void)unused;
    assert_int_equal(document->comment_count, 2);
    assert_string_equal(document->comments[0].author, "Ann");
    assert_string_equal(document->comments[0].text, "too strong\nreally");
    assert_string_equal(document->comments[0].quote, "shall call");
    assert_int_equal(document->comments[0].block, 1);
    assert_string_equal(document->comments[0].date, "2026-05-06T00:00:00Z");
    assert_string_equal(document->comments[1].author, "Bob & Co");
    assert_null(document->comments[1].quote);
    assert_int_equal(document->comments[1].block, 2);
    tvx_document_free(document);
}

static const char *message_of(const struct tvx_document *document, const char *code)
{
    const char *message = "none";

    for (size_t i = 0; i < document->warning_count; i++)
        if (strcmp(document->warnings[i].code, code) == 0)
            message = document->warnings[i].message;
    return message;
}

#define OBJECT(program, relation)                                                                                      \
    "<w:r><w:object><v:shape alt='' style=''><v:imagedata r:id='i'/></v:shape><o:OLEObject Type='Embed' ProgID='"      \
    program "' r:id='" relation "'/></w:object></w:r>"
#define DRAWING(properties, graphic)                                                                                   \
    "<w:r><w:drawing><wp:inline><wp:docPr id='1' " properties "/><a:graphic><a:graphicData>" graphic                   \
    "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"

static void what_is_no_text_is_named(void **unused)
{
    struct tvx_document *document = word_read((struct word){
        .document = BODY(P(OBJECT("Excel.Sheet.12", "e1")) P(R("a") OBJECT("Excel.Sheet.8", "e2") OBJECT("Odd.Thing.1", "e2"))
                         P(DRAWING("name='Picture 1' descr='A lighthouse'", "") OBJECT("Excel.Sheet.8", "e2"))
                         P(DRAWING("name='Chart 1'", "<c:chart r:id='c1'/>"))),
        .relations = RELATION("e1", "package", "embeddings/tariffs.xlsx") RELATION("e2", "oleObject", "embeddings/o1.bin")
            RELATION("c1", "chart", "charts/chart1.xml"),
        .more = {{"word/embeddings/tariffs.xlsx", "x"}, {"word/embeddings/o1.bin", "x"},
                 {"word/charts/chart1.xml", "<c:chartSpace " NAMESPACES "><c:chart><c:title><c:tx><a:p><a:r><a:t>Traffic"
                  "</a:t></a:r></a:p></c:tx></c:title><c:plotArea><a:p><a:r><a:t>axis</a:t></a:r></a:p></c:plotArea>"
                  "</c:chart></c:chartSpace>"}}});

    (void)unused;
    shows(document, TVX_VIEW_AFTER, "a");
    assert_string_equal(message_of(document, "docx-object"),
                        "5 embedded objects are not text and were not read: Excel worksheet tariffs.xlsx (paragraph 1); "
                        "Excel worksheet (paragraph 2, 3); Odd.Thing.1 (paragraph 2); chart \"Traffic\" (paragraph 4)");
    assert_string_equal(message_of(document, "docx-drawing"),
                        "1 drawing or picture is not text and was not read: A lighthouse (paragraph 3)");
    assert_int_equal(warnings(document, "docx-object"), 1);
    tvx_document_free(document);
}

static void the_words_of_a_diagram_are_read(void **unused)
{
    struct tvx_document *document = word_read((struct word){
        .document = BODY(P(R("a ") DRAWING("name='D'", "<dgm:relIds r:dm='d1'/>") R("b")) P(R("c"))),
        .relations = RELATION("d1", "diagramData", "diagrams/data1.xml"),
        .more = {{"word/diagrams/data1.xml", "<dgm:dataModel " NAMESPACES "><dgm:ptLst><dgm:pt><dgm:t><a:p><a:r><a:t>Harbour"
                  "</a:t></a:r><a:r><a:t> master</a:t></a:r></a:p><a:p/></dgm:t></dgm:pt><dgm:pt><dgm:t><a:p><a:r><a:t>"
                  "Pilot</a:t></a:r></a:p></dgm:t></dgm:pt></dgm:ptLst></dgm:dataModel>"}}});

    (void)unused;
    shows(document, TVX_VIEW_AFTER, "a b|Harbour master|Pilot|c");
    assert_int_equal(warnings(document, "docx-drawing"), 0);
    tvx_document_free(document);
}

#define MR(text) "<m:r><w:rPr><w:i/></w:rPr><m:t>" text "</m:t></m:r>"
#define MATH(content) BODY(P("<m:oMathPara><m:oMath>" content "</m:oMath></m:oMathPara>"))

static void equations_are_a_line(void **unused)
{
    static const struct { const char *body, *text; } rows[] = {
        {MATH(MR("y=") "<m:f><m:fPr/><m:num>" MR("a+b") "</m:num><m:den>" MR("2") "</m:den></m:f>"), "y=(a+b)/2"},
        {MATH("<m:sSup><m:e>" MR("x") "</m:e><m:sup>" MR("2") "</m:sup></m:sSup>"
              "<m:sSub><m:e>" MR("y") "</m:e><m:sub>" MR("i+1") "</m:sub></m:sSub>"), "x^2y_(i+1)"},
        {MATH("<m:nary><m:naryPr><m:chr m:val='∑'/></m:naryPr><m:sub>" MR("i=1") "</m:sub><m:sup>" MR("n")
              "</m:sup><m:e>" MR("i") "</m:e></m:nary>"), "∑_(i=1)^n i"},
        {MATH("<m:nary><m:sub/><m:sup/><m:e>" MR("x") "</m:e></m:nary>"), "∫ x"},
        {MATH("<m:d><m:dPr><m:begChr m:val='['/><m:endChr m:val=''/></m:dPr><m:e>" MR("a") "</m:e><m:e>" MR("b")
              "</m:e></m:d>"), "[a|b"},
        {MATH("<m:rad><m:radPr/><m:deg/><m:e>" MR("2x") "</m:e></m:rad><m:rad><m:deg>" MR("3") "</m:deg><m:e>" MR("a-b")
              "</m:e></m:rad>"), "√2x3√(a-b)"},
        {MATH("<m:d><m:e><m:m><m:mr><m:e>" MR("a") "</m:e><m:e>" MR("b") "</m:e></m:mr><m:mr><m:e>" MR("c")
              "</m:e><m:e>" MR("d") "</m:e></m:mr></m:m></m:e></m:d>"), "(a, b; c, d)"},
        {MATH("<m:func><m:fName><m:limLow><m:e>" MR("lim") "</m:e><m:lim>" MR("n→∞") "</m:lim></m:limLow></m:fName><m:e>"
              MR("f") "</m:e></m:func>"), "lim_(n→∞) f"},
        /* marks of changes stay; brackets around more than one mark, too */
        {MATH("<m:f><m:num><w:ins w:id='1' w:author='A'>" MR("a") "</w:ins></m:num><m:den>" MR("2") "</m:den></m:f>"),
         "(a)/2"},
    };

    (void)unused;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        body_shows(rows[i].body, i == sizeof rows / sizeof *rows - 1 ? "()/2" : rows[i].text, rows[i].text);
}

static void answers_follow_their_comments(void **unused)
{
    struct tvx_document *document = word_read((struct word){
        .document = BODY(P("<w:r><w:commentReference w:id='5'/></w:r>" R("x"))
                         P("<w:commentRangeStart w:id='7'/>" R("ships")
                             "<w:commentRangeEnd w:id='7'/><w:r><w:commentReference w:id='7'/></w:r>")),
        .comments = "<w:comments " NAMESPACES "><w:comment w:id='7' w:author='Ann'><w:p w14:paraId='00000001'/>"
                    "<w:p w14:paraId='0AB00002'>" R("why?") "</w:p></w:comment>"
                    "<w:comment w:id='8' w:author='Bob'><w:p w14:paraId='0ab00003'>" R("so!") "</w:p></w:comment>"
                    "<w:comment w:id='9' w:author='Ann'><w:p w14:paraId='0AB00004'>" R("ah") "</w:p></w:comment>"
                    "<w:comment w:id='5' w:author='Cem'><w:p w14:paraId='0AB00005'>" R("new") "</w:p></w:comment>"
                    "</w:comments>",
        .relations = RELATION("x", "commentsExtended", "commentsExtended.xml"),
        .more = {{"word/commentsExtended.xml", "<w15:commentsEx " NAMESPACES ">"
                  "<w15:commentEx w15:paraId='0AB00002' w15:done='1'/>"
                  "<w15:commentEx w15:paraId='0AB00003' w15:paraIdParent='0AB00002' w15:done='0'/>"
                  "<w15:commentEx w15:paraId='0AB00004' w15:paraIdParent='0AB00003'/>"
                  "<w15:commentEx w15:paraId='0AB00005' w15:paraIdParent='0AB00005'/></w15:commentsEx>"}}});
    static const struct { const char *text; size_t parent, block; bool resolved; } wanted[] = {
        {"new", 0, 0, false}, {"why?", 0, 1, true}, {"so!", 2, 1, false}, {"ah", 3, 1, false}};

    (void)unused;
    assert_int_equal(document->comment_count, 4);
    for (size_t i = 0; i < 4; i++) {
        assert_string_equal(document->comments[i].text, wanted[i].text);
        assert_int_equal(document->comments[i].parent, wanted[i].parent);
        assert_int_equal(document->comments[i].block, wanted[i].block);
        assert_int_equal(document->comments[i].resolved, wanted[i].resolved);
    }
    assert_string_equal(document->comments[3].quote, "ships");
    assert_int_equal(warnings(document, "docx-comment-place"), 0);
    tvx_document_free(document);
}

static void a_page_number_is_no_loss(void **unused)
{
    struct tvx_document *document = word_read((struct word){
        .document = BODY(P(R("kept"))), .header = "<w:hdr " NAMESPACES ">" P(R("– 12 –")) "</w:hdr>"});

    (void)unused;
    assert_int_equal(warnings(document, "docx-headers"), 0);
    tvx_document_free(document);
}

static void what_is_not_read_is_said(void **unused)
{
    struct tvx_document *document = word_read((struct word){
        .document = BODY(P("<w:r><w:drawing><wp:inline><wp:docPr name='p' descr='A lighthouse'/></wp:inline>"
        "</w:drawing></w:r>"
                           "<w:r><w:object/></w:r>") P("<w:newThing>" R("kept") "</w:newThing><w:newThing/>")
                               "<w:altChunk/>"),
        .header = "<w:hdr " NAMESPACES ">" P(R("Draft 2")) "</w:hdr>"});

    (void)unused;
    shows(document, TVX_VIEW_AFTER, "kept");
    assert_int_not_equal(0, warnings(document, "docx-drawing"));
    assert_int_not_equal(0, warnings(document, "docx-object"));
    assert_int_not_equal(0, warnings(document, "docx-alt-chunk"));
    assert_int_not_equal(0, warnings(document, "docx-headers"));
    for (size_t i = 0; i < document->warning_count; i++)
        if (strcmp(document->warnings[i].code, "docx-drawing") == 0)
            assert_non_null(strstr(document->warnings[i].message, "A lighthouse"));
    assert_int_equal(warnings(document, "docx-unknown-element"), 1);
    tvx_document_free(document);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(small_things_in_text),
        cmocka_unit_test(runs_are_merged),
        cmocka_unit_test(styles_look),
        cmocka_unit_test(hidden_text_is_no_text_and_is_told),
        cmocka_unit_test(complex_scripts_have_looks_of_their_own),
        cmocka_unit_test(styles_strike_and_underline),
        cmocka_unit_test(headings_by_name_and_level),
        cmocka_unit_test(tables_have_places),
        cmocka_unit_test(notes_follow_in_order),
        cmocka_unit_test(fields_show_their_results),
        cmocka_unit_test(computed_fields_are_said),
        cmocka_unit_test(containers_are_looked_into),
        cmocka_unit_test(text_boxes_are_read_once),
        cmocka_unit_test(comments_are_tied_to_text),
        cmocka_unit_test(what_is_no_text_is_named),
        cmocka_unit_test(the_words_of_a_diagram_are_read),
        cmocka_unit_test(equations_are_a_line),
        cmocka_unit_test(answers_follow_their_comments),
        cmocka_unit_test(a_page_number_is_no_loss),
        cmocka_unit_test(what_is_not_read_is_said),
    };

    return cmocka_run_group_tests_name("docx_content", tests, NULL, NULL);
}
