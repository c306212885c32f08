/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The numbers that Word computes, before and after the changes. */
#include "docx_making.h"

#define LEVEL(index, start, format, text, more)                                                                        \
    "<w:lvl w:ilvl='" index "'><w:start w:val='" start "'/><w:numFmt w:val='" format "'/>" more                        \
    "<w:lvlText w:val='" text "'/></w:lvl>"
#define NUMBERING(content) "<w:numbering " NAMESPACES ">" content "</w:numbering>"
#define LEGAL                                                                                                          \
    "<w:abstractNum w:abstractNumId='0'>" LEVEL("0", "1", "decimal", "%1", "") LEVEL("1", "1", "decimal", "%1.%2", "") \
        LEVEL("2", "1", "lowerLetter", "%3)", "") "</w:abstractNum>"
#define USE(id, abstract, more) "<w:num w:numId='" id "'><w:abstractNumId w:val='" abstract "'/>" more "</w:num>"
#define ITEM(id, level, text) PP(NUM(id, level), R(text))

static void numbers(const char *body, const char *numbering, const char *styles, const char *before, const char *after)
{
    struct tvx_document *document =
        word_read((struct word){.document = body, .numbering = numbering, .styles = styles});

    shows(document, TVX_VIEW_BEFORE, before);
    shows(document, TVX_VIEW_AFTER, after);
    tvx_document_free(document);
}

static void levels_count_and_restart(void **unused)
{
    (void)unused;
    numbers(BODY(ITEM("1", "0", "a") ITEM("1", "1", "b") ITEM("1", "1", "c") ITEM("1", "2", "d") ITEM("1", "2", "e")
                     ITEM("1", "0", "f") ITEM("1", "1", "g") P(R("plain")) ITEM("1", "2", "h")),
            NUMBERING(LEGAL USE("1", "0", "")), NULL, "1 a|1.1 b|1.2 c|a) d|b) e|2 f|2.1 g|plain|a) h",
            "1 a|1.1 b|1.2 c|a) d|b) e|2 f|2.1 g|plain|a) h");
    numbers(BODY(ITEM("1", "1", "a") ITEM("1", "1", "b") ITEM("1", "0", "c")), NUMBERING(LEGAL USE("1", "0", "")), NULL,
            "1.1 a|1.2 b|2 c", "1.1 a|1.2 b|2 c");
}

static void formats(void **unused)
{
    static const struct { const char *format, *wanted; } cases[] = {
        {"decimal", "26"}, {"decimalZero", "26"}, {"lowerLetter", "z"}, {"upperLetter", "Z"}, {"lowerRoman", "xxvi"},
        {"upperRoman", "XXVI"}, {"ordinal", "26th"}, {"none", ""}, {"russianLower", "ы"}, {"chineseCounting", "二十六"},
        {"numberInDash", "- 26 -"}, {"thaiNumbers", "๒๖"}, {"made-up", "26"},
    };

    (void)unused;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char numbering[2000];
        struct tvx_document *document;

        snprintf(numbering, sizeof numbering, NUMBERING("<w:abstractNum w:abstractNumId='0'>" LEVEL("0", "26", "%s",
                                                            "%%1", "")
                                                            "</w:abstractNum>" USE("1", "0", "")), cases[i].format);
        document = word_read((struct word){.document = BODY(ITEM("1", "0", "x")), .numbering = numbering});
        if (*cases[i].wanted == '\0')
            assert_null(document->blocks[0].label);
        else
            assert_string_equal(document->blocks[0].label, cases[i].wanted);
        assert_int_equal(warnings(document, "docx-number-format"), strcmp(cases[i].format, "made-up") == 0);
        tvx_document_free(document);
    }
}

static void letters_go_past_z(void **unused)
{
    (void)unused;
    numbers(BODY(ITEM("1", "0", "x") ITEM("1", "0", "y") ITEM("1", "0", "z")),
            NUMBERING("<w:abstractNum w:abstractNumId='0'>" LEVEL("0", "26", "lowerLetter", "(%1)", "")
                      "</w:abstractNum>"
                          USE("1", "0", "")), NULL, "(z) x|(aa) y|(bb) z", "(z) x|(aa) y|(bb) z");
}

static void bullets_are_plain(void **unused)
{
    struct tvx_document *document = word_read((struct word){
        .document = BODY(ITEM("1", "0", "x") ITEM("1", "1", "y") ITEM("1", "2", "z")),
        .numbering = NUMBERING("<w:abstractNum w:abstractNumId='0'>" LEVEL("0", "1", "bullet", "&#xF0B7;", "")
                                   LEVEL("1", "1", "bullet", "-", "") LEVEL("2", "1", "bullet", "o", "")
                                       "</w:abstractNum>"
                                       USE("1", "0", ""))});

    (void)unused;
    assert_string_equal(document->blocks[0].label, "•");
    assert_string_equal(document->blocks[1].label, "–");
    assert_string_equal(document->blocks[2].label, "•");
    assert_int_equal(document->blocks[1].kind, TVX_BLOCK_LIST);
    assert_int_equal(document->blocks[1].level, 1);
    tvx_document_free(document);
}

static void lists_share_and_restart(void **unused)
{
    (void)unused;
    /* two instances of one list go on counting; one with its own start begins again, once */
    numbers(BODY(ITEM("1", "0", "a") ITEM("2", "0", "b") ITEM("3", "0", "c") ITEM("3", "0", "d") ITEM("1", "0", "e")),
            NUMBERING(LEGAL USE("1", "0", "") USE("2", "0", "")
                          USE("3", "0", "<w:lvlOverride w:ilvl='0'><w:startOverride w:val='7'/></w:lvlOverride>")),
                              NULL,
            "1 a|2 b|7 c|8 d|9 e", "1 a|2 b|7 c|8 d|9 e");
}

static void levels_can_keep_counting(void **unused)
{
    (void)unused;
    /* articles that run on through chapters, in decimal though the chapter is Roman */
    numbers(BODY(ITEM("1", "0", "a") ITEM("1", "1", "b") ITEM("1", "0", "c") ITEM("1", "1", "d")),
            NUMBERING("<w:abstractNum w:abstractNumId='0'>" LEVEL("0", "1", "upperRoman", "Chapter %1", "")
                          LEVEL("1", "1", "decimal", "%1-%2", "<w:lvlRestart w:val='0'/><w:isLgl/>") "</w:abstractNum>"
                              USE("1", "0", "")), NULL,
            "Chapter I a|1-1 b|Chapter II c|2-2 d", "Chapter I a|1-1 b|Chapter II c|2-2 d");
}

static void styles_number(void **unused)
{
    static const char styles[] =
        "<w:styles " NAMESPACES "><w:style w:type='paragraph' w:styleId='A'><w:name w:val='Article'/><w:pPr>"
        "<w:numPr><w:numId w:val='1'/></w:numPr><w:outlineLvl w:val='1'/></w:pPr></w:style>"
        "<w:style w:type='paragraph' w:styleId='B'><w:name w:val='Article text'/><w:basedOn w:val='A'/><w:pPr>"
        "<w:outlineLvl w:val='9'/>"
        "</w:pPr></w:style><w:style w:type='paragraph' w:styleId='C'><w:name w:val='Off'/><w:basedOn w:val='A'/><w:pPr>"
        "<w:numPr><w:numId w:val='0'/></w:numPr></w:pPr></w:style>"
        "<w:style w:type='numbering' w:styleId='N'><w:name w:val='Legal'/><w:pPr><w:numPr><w:numId w:val='2'/>"
        "</w:numPr></w:pPr></w:style></w:styles>";
    struct tvx_document *document = word_read((struct word){
        .document = BODY(PP("<w:pStyle w:val='A'/>", R("x")) PP("<w:pStyle w:val='B'/>", R("y"))
                         PP("<w:pStyle w:val='C'/>", R("z"))
                             ITEM("3", "0", "linked")
                                 PP("<w:pStyle w:val='A'/><w:numPr><w:numId w:val='0'/></w:numPr>", R("w"))),
        .numbering = NUMBERING("<w:abstractNum w:abstractNumId='0'>" LEVEL("0", "1", "decimal", "Art %1",
                                                            "<w:pStyle w:val='A'/>")
                                   LEVEL("1", "1", "decimal", "%1.%2", "<w:pStyle w:val='B'/>") "</w:abstractNum>"
                               "<w:abstractNum w:abstractNumId='4'><w:numStyleLink w:val='N'/></w:abstractNum>"
                               "<w:abstractNum w:abstractNumId='5'><w:styleLink w:val='N'/>" LEVEL("0", "3",
                                                            "decimal", "L%1", "")
                               "</w:abstractNum>" USE("1", "0", "") USE("2", "5", "") USE("3", "4", "")),
        .styles = styles});

    (void)unused;
    shows(document, TVX_VIEW_AFTER, "Art 1 x|1.1 y|z|L3 linked|w");
    assert_int_equal(document->blocks[0].kind, TVX_BLOCK_HEADING);
    assert_int_equal(document->blocks[0].level, 2);
    assert_string_equal(document->blocks[0].style, "Article");
    assert_int_equal(document->blocks[1].kind, TVX_BLOCK_LIST);
    tvx_document_free(document);
}

static void changes_renumber(void **unused)
{
    static const char numbering[] = NUMBERING(LEGAL USE("1", "0", ""));

    (void)unused;
    numbers(BODY(ITEM("1", "0", "a") PP(NUM("1", "0") MARK("ins"), INS("b")) ITEM("1", "0", "c")
                     PP(NUM("1", "0") MARK("del"), DEL("d")) ITEM("1", "0", "e")), numbering, NULL,
            "1 a|2 c|3 d|4 e", "1 a|2 b|3 c|4 e");
    /* a paragraph split in two by an inserted mark is one numbered paragraph before */
    numbers(BODY(PP(NUM("1", "0") MARK("ins"), R("a ")) ITEM("1", "0", "b") ITEM("1", "0", "c")), numbering, NULL,
            "1 a b|2 c", "1 a|2 b|3 c");
    numbers(BODY(ITEM("1", "0", "a") "<w:tbl><w:tr><w:trPr><w:del w:id='1'/></w:trPr><w:tc>" ITEM("1", "0", "b")
                     "</w:tc></w:tr></w:tbl>" ITEM("1", "0", "c")), numbering, NULL, "1 a|2 b|3 c", "1 a|2 c");
    /* gone with its mark, though a table follows and there is nothing to join */
    numbers(BODY(ITEM("1", "0", "a") PP(NUM("1", "0") MARK("del"), DEL("b")) "<w:tbl><w:tr><w:tc>" ITEM("1", "0", "c")
                     "</w:tc></w:tr></w:tbl>"), numbering, NULL, "1 a|2 b|3 c", "1 a|2 c");
}

static void old_numbering_is_kept(void **unused)
{
    static const char numbering[] = NUMBERING(LEGAL USE("1", "0", ""));

    (void)unused;
    numbers(BODY(ITEM("1", "0", "a")
                     PP(NUM("1", "1") "<w:pPrChange w:id='1'><w:pPr>" NUM("1", "0") "</w:pPr></w:pPrChange>", R("b"))
                     PP(NUM("1", "0") "<w:pPrChange w:id='1'><w:pPr/></w:pPrChange>", R("c"))
                     PP("<w:numPr><w:ilvl w:val='0'/><w:numId w:val='1'/><w:ins w:id='4'/></w:numPr>", R("d"))),
                         numbering, NULL,
            "1 a|2 b|c|d", "1 a|1.1 b|2 c|3 d");
    numbers(BODY(PP("<w:numPr><w:ilvl w:val='0'/><w:numId w:val='1'/><w:numberingChange w:id='4' "
    "w:original='(%1:3:4:)'/></w:numPr>",
                    R("d"))), numbering, NULL, "(c) d", "1 d");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(levels_count_and_restart),
        cmocka_unit_test(formats),
        cmocka_unit_test(letters_go_past_z),
        cmocka_unit_test(bullets_are_plain),
        cmocka_unit_test(lists_share_and_restart),
        cmocka_unit_test(levels_can_keep_counting),
        cmocka_unit_test(styles_number),
        cmocka_unit_test(changes_renumber),
        cmocka_unit_test(old_numbering_is_kept),
    };

    return cmocka_run_group_tests_name("docx_labels", tests, NULL, NULL);
}
