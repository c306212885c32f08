/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Pages written from the right, downwards, or turned; in fonts whose tables say other letters than their codes. */
#include "reading.h"

#define UPRIGHT "/MediaBox[0 0 480 800]"
#define LYING "/MediaBox[0 0 800 480]"

static struct tvx_buf content, pdf;

/* Letters and digits of Courier stand for Arabic letters, A to D for ligatures; each is 0.6 of its size wide. */
static const char table[] = "/CIDInit/ProcSet findresource begin begincmap\n"
                            "1 begincodespacerange<00><FF>endcodespacerange\n"
                            "2 beginbfrange<61><6A><0628><6B><74><0633>endbfrange\n"
                            "4 beginbfchar<41><06440627><42><FB03><43><FB02><44><FB01>endbfchar\nendcmap";
static const char tall[] = "/CIDInit/ProcSet findresource begin begincmap\n"
                           "1 begincodespacerange<0000><FFFF>endcodespacerange\n"
                           "1 beginbfrange<0100><01FF><6210>endbfrange\nendcmap";

static void begin(void)
{
    tvx_buf_init(&pdf, 1 << 20);
    tvx_buf_init(&content, 1 << 20);
}

/* `more` of the page: the sheet's edges, and how it lies. */
static struct tvx_document *finish(const char *more)
{
    struct tvx_document *document;

    tvx_buf_printf(&pdf,
                   "%%PDF-1.4\n3 0 obj\n<</Type/Font/Subtype/Type1/BaseFont/Courier/ToUnicode 4 0 R>>\nendobj\n"
                   "4 0 obj\n<</Length %zu>>stream\n%s\nendstream\nendobj\n"
                   "5 0 obj\n<</Type/Font/Subtype/Type1/BaseFont/Courier/Encoding/WinAnsiEncoding>>\nendobj\n"
                   "6 0 obj\n<</Type/Font/Subtype/Type0/BaseFont/Song/Encoding/Identity-V/ToUnicode 7 0 R"
                   "/DescendantFonts[<</Type/Font/Subtype/CIDFontType2/BaseFont/Song/DW 1000"
                   "/FontDescriptor<</Type/FontDescriptor/FontName/Song/Flags 4>>"
                   "/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 0>>>>]>>\nendobj\n"
                   "7 0 obj\n<</Length %zu>>stream\n%s\nendstream\nendobj\n",
                   strlen(table), table, strlen(tall), tall);
    tvx_buf_printf(&pdf, "8 0 obj\n<</Length %zu>>stream\n%s\nendstream\nendobj\n", content.length,
                   tvx_buf_text(&content));
    tvx_buf_printf(&pdf,
                   "9 0 obj\n<</Type/Page/Parent 2 0 R/Contents 8 0 R%s"
                   "/Resources<</Font<</A 3 0 R/F 5 0 R/V 6 0 R>>>>>>\nendobj\n2 0 obj\n<</Type/Pages/Kids[9 0 R]"
                   "/Count 1>>\nendobj\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\ntrailer\n<</Root 1 0 R/Size 10>>\n",
                   more);
    document = take("a.pdf", pdf.data, pdf.length);
    tvx_buf_free(&pdf);
    tvx_buf_free(&content);
    return document;
}

/* Text as it is seen, its right end at x: what is read first stands last. */
static void say_from(double x, double y, const char *text)
{
    size_t length = strlen(text);

    tvx_buf_printf(&content, "BT /A 10 Tf %g %g Td (", x - 6 * (double)length, y);
    while (length > 0)
        tvx_buf_char(&content, text[--length]);
    tvx_buf_str(&content, ") Tj ET\n");
}

static void rule(double x0, double x1, double y)
{
    tvx_buf_printf(&content, "%g %g %g 0.5 re f\n", x0, y - 0.25, x1 - x0);
}

/* "abc" with the Arabic letters that the table has for it; "A" is lam and alef. */
static const char *arabic(const char *text)
{
    static char out[4][1000];
    static int turn;
    char *at = out[turn = (turn + 1) % 4];

    for (; *text != '\0'; text++) {
        unsigned point = *text < 'a' || *text > 't' ? (unsigned char)*text
                         : *text <= 'j'             ? 0x628u + (unsigned)(*text - 'a')
                                                    : 0x633u + (unsigned)(*text - 'k');

        if (*text == 'A')
            at += snprintf(at, 5, "\u0644\u0627");
        else if (point < 0x80)
            *at++ = (char)point;
        else
            at += snprintf(at, 3, "%c%c", (int)(0xC0 | point >> 6), (int)(0x80 | (point & 0x3F)));
    }
    *at = '\0';
    return out[turn];
}

/* "hij lmn" is struck, "abcd" behind it underlined: marks go with their letters into the order of reading. */
static void marks_follow_the_order(void **unused)
{
    struct tvx_document *document;

    (void)unused;
    begin();
    say_from(420, 700, "abc defg hij lmn abcd kl mAn opq rst abc def ghi jkl mn op qr");
    rule(420 - 6 * 17, 420 - 6 * 9, 702.8);
    rule(420 - 6 * 21, 420 - 6 * 17, 698.8);
    say_from(420, 688, "rst abc def.");
    document = finish(UPRIGHT);
    shows(document, TVX_VIEW_MARKED, arabic("abc defg [-hij lmn -]{+abcd+} kl mAn opq rst abc def ghi jkl mn op qr rst abc "
                                            "def."));
    tvx_document_free(document);
}

/* The right column is read first, and a label at the right edge stands before its paragraph. */
static void columns_begin_at_the_right(void **unused)
{
    static const char *const right[] = {"abc def ghi jklm nop qrst abc", "def ghi jkl mno pqr stab cde", "fgh ijk lmn."};
    static const char *const left[] = {"rst abc def ghij klm nopq rst", "mno pqr sta bcd efg hijk lmn", "tab cde fgh."};
    struct tvx_document *document;

    (void)unused;
    begin();
    for (int i = 0; i < 6; i++)
        say_from(420, 700 - 12 * i, right[i % 3]);
    for (int i = 0; i < 6; i++)
        say_from(220, 700 - 12 * i, left[i % 3]);
    document = finish(UPRIGHT);
    shows(document, TVX_VIEW_AFTER,
          arabic("abc def ghi jklm nop qrst abc def ghi jkl mno pqr stab cde fgh ijk lmn.|"
                 "abc def ghi jklm nop qrst abc def ghi jkl mno pqr stab cde fgh ijk lmn.|"
                 "rst abc def ghij klm nopq rst mno pqr sta bcd efg hijk lmn tab cde fgh.|"
                 "rst abc def ghij klm nopq rst mno pqr sta bcd efg hijk lmn tab cde fgh."));
    tvx_document_free(document);
}

static void labels_hang_at_the_right(void **unused)
{
    struct tvx_document *document;

    (void)unused;
    begin();
    say_from(420, 700, "abc defg hij lmno abcd kl mno opq rst abc def ghi jkl mn op.");
    say_from(420, 680, "a-");
    say_from(390, 680, "defg hij lmno abcd kl mno opq rst abc def ghi jkl mn op");
    say_from(390, 668, "rst abc.");
    say_from(420, 656, "b-");
    say_from(390, 656, "ghij lmno abcd kl mno opq.");
    document = finish(UPRIGHT);
    shows(document, TVX_VIEW_AFTER, arabic("abc defg hij lmno abcd kl mno opq rst abc def ghi jkl mn op.|"
                                           "a- defg hij lmno abcd kl mno opq rst abc def ghi jkl mn op rst abc.|"
                                           "b- ghij lmno abcd kl mno opq."));
    tvx_document_free(document);
}

static const char *const lines[] = {"Members shall open their ports to relief ships at all times",
                                    "and in all weathers, without regard to the flag they fly,",
                                    "and report on it."};
#define PARAGRAPH "Members shall open their ports to relief ships at all times and in all weathers, without regard to " \
                  "the flag they fly, and report on it."

/* Lines of text in a direction (cosine and sine), one after the other to its right-hand side. */
static void say_turned(int x, int y, int cosine, int sine)
{
    for (int i = 0; i < 3; i++)
        tvx_buf_printf(&content, "BT /F 10 Tf %d %d %d %d %d %d Tm (%s) Tj ET\n", cosine, sine, -sine, cosine,
                       x + sine * 12 * i, y - cosine * 12 * i, lines[i]);
}

static void turned_pages_are_read(void **unused)
{
    static const struct { const char *rotate; int x, y, cosine, sine; } cases[] = {
        {LYING "/Rotate 90", 60, 60, 0, 1}, {UPRIGHT "/Rotate 180", 420, 60, -1, 0},
        {LYING "/Rotate 270", 740, 420, 0, -1},
        /* nothing says so, but all of the text runs that way */
        {LYING, 60, 60, 0, 1}, {UPRIGHT, 420, 60, -1, 0}, {LYING, 740, 420, 0, -1},
        {UPRIGHT "/Rotate 90", 60, 700, 1, 0}};

    (void)unused;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct tvx_document *document;

        begin();
        say_turned(cases[i].x, cases[i].y, cases[i].cosine, cases[i].sine);
        document = finish(cases[i].rotate);
        shows(document, TVX_VIEW_AFTER, PARAGRAPH);
        tvx_document_free(document);
    }
}

/* A struck word on a page that lies on its side. */
static void marks_are_found_on_turned_pages(void **unused)
{
    struct tvx_document *document;

    (void)unused;
    begin();
    say_turned(60, 60, 0, 1);
    tvx_buf_printf(&content, "%g %d 0.5 %d re f\n", 60 - 3.05, 60 + 6 * 8, 6 * 6);
    document = finish(LYING);
    shows(document, TVX_VIEW_MARKED, "Members [-shall -]open their ports to relief ships at all times and in all weathers, "
                                     "without regard to the flag they fly, and report on it.");
    tvx_document_free(document);
}

static void ligatures_become_letters(void **unused)
{
    struct tvx_document *document;

    (void)unused;
    begin();
    tvx_buf_str(&content, "BT /F 10 Tf 60 700 Td (The o) Tj /A 10 Tf (B) Tj /F 10 Tf (ce in its ) Tj /A 10 Tf (D) Tj "
                          "/F 10 Tf (rst year puts the ) Tj /A 10 Tf (C) Tj /F 10 Tf (ag up.) Tj ET\n");
    document = finish(UPRIGHT);
    shows(document, TVX_VIEW_AFTER, "The office in its first year puts the flag up.");
    tvx_document_free(document);
}

/* Chinese from top to bottom, the right column first. */
static void upright_columns_keep_their_order(void **unused)
{
    struct tvx_document *document;

    (void)unused;
    begin();
    tvx_buf_str(&content, "BT /V 12 Tf 400 700 Td <01000101010201030104> Tj ET\n"
                          "BT /V 12 Tf 380 700 Td <01050106010701080109> Tj ET\n");
    document = finish(UPRIGHT);
    shows(document, TVX_VIEW_AFTER, "成我戒戓戔|戕或戗战戙");
    tvx_document_free(document);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(marks_follow_the_order),         cmocka_unit_test(columns_begin_at_the_right),
        cmocka_unit_test(labels_hang_at_the_right),       cmocka_unit_test(turned_pages_are_read),
        cmocka_unit_test(marks_are_found_on_turned_pages), cmocka_unit_test(ligatures_become_letters),
        cmocka_unit_test(upright_columns_keep_their_order),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
