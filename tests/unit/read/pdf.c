/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* PDFs that the tests write themselves: what runs along the edges goes, what was broken at line ends is whole again. */
#include "reading.h"

struct page_text {
    int size, x, y; /* y from the bottom, as PDF counts */
    const char *text;
};

static struct tvx_buf pdf;
static int objects;

static void add_page(const struct page_text *lines, size_t count)
{
    struct tvx_buf content;

    tvx_buf_init(&content, 1 << 20);
    for (size_t i = 0; i < count; i++)
        tvx_buf_printf(&content, "BT /F1 %d Tf %d %d Td (%s) Tj ET\n", lines[i].size, lines[i].x, lines[i].y,
                       lines[i].text);
    tvx_buf_printf(&pdf, "%d 0 obj\n<</Length %zu>>\nstream\n%s\nendstream\nendobj\n", 100 + objects, content.length,
                   tvx_buf_text(&content));
    tvx_buf_printf(&pdf,
                   "%d 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents %d 0 R"
                   "/Resources<</Font<</F1 3 0 R>>>>>>\nendobj\n",
                   10 + objects, 100 + objects);
    objects++;
    tvx_buf_free(&content);
}

static void begin(void)
{
    tvx_buf_init(&pdf, 1 << 22);
    tvx_buf_str(&pdf, "%PDF-1.4\n3 0 obj\n<</Type/Font/Subtype/Type1/BaseFont/Courier/Encoding/WinAnsiEncoding>>\nendobj\n");
    objects = 0;
}

static struct tvx_document *finish(void)
{
    struct tvx_document *document;

    tvx_buf_str(&pdf, "2 0 obj\n<</Type/Pages/Kids[");
    for (int i = 0; i < objects; i++)
        tvx_buf_printf(&pdf, "%d 0 R ", 10 + i);
    tvx_buf_printf(&pdf, "]/Count %d>>\nendobj\n1 0 obj\n<</Type/Catalog/Pages 2 0 R/Lang(en-GB)>>\nendobj\n"
                         "trailer\n<</Root 1 0 R/Size 200>>\n", objects);
    document = take("a.pdf", pdf.data, pdf.length);
    tvx_buf_free(&pdf);
    return document;
}

#define PAGE(...) \
    do { \
        const struct page_text lines_[] = {__VA_ARGS__}; \
        add_page(lines_, sizeof lines_ / sizeof *lines_); \
    } while (0)

static bool warned(const struct tvx_document *document, const char *code, const char *words)
{
    for (size_t i = 0; i < document->warning_count; i++)
        if (strcmp(document->warnings[i].code, code) == 0 && strstr(document->warnings[i].message, words) != NULL)
            return true;
    return false;
}

static void lines_become_paragraphs(void **unused)
{
    struct tvx_document *document;

    (void)unused;
    begin();
    PAGE({18, 60, 700, "The Heading"},
         {12, 60, 660, "Members shall take every measure that is needed for the develop-"},
         {12, 60, 645, "ment of networks and for the building of capacity-building, be it"},
         {12, 60, 630, "of the old kind or of the new kind, with the help of the capacity-"},
         {12, 60, 615, "building in every State and its development."},
         {12, 60, 585, "1."},
         {12, 90, 585, "A tab behind the label keeps this on one line with its label"},
         {12, 90, 570, "and it hangs, and goes on so until it ends."},
         {12, 60, 555, "2. The next number begins a paragraph though its letters stand by."},
         {12, 60, 525, "A gap does so too, and the line that comes after is filled up well"},
         {12, 60, 510, "to its right edge, so that what follows could be taken as one with"},
         {12, 90, 495, "Indents begin one as well; this one is filled to its right side"},
         {12, 60, 480, "and it is not over with this second line: here it goes on over to"});
    PAGE({12, 60, 700, "the next page, where it ends."});
    document = finish();
    assert_string_equal(document->format, "pdf");
    assert_string_equal(document->language, "en");
    shows(document, TVX_VIEW_AFTER,
          "The Heading|Members shall take every measure that is needed for the development of networks and for the building of "
          "capacity-building, be it of the old kind or of the new kind, with the help of the capacity-building in every State and "
          "its development.|1. A tab behind the label keeps this on one line with its label and it hangs, and goes on so until it "
          "ends.|2. The next number begins a paragraph though its letters stand by.|A gap does so too, and the line that comes "
          "after is filled up well to its right edge, so that what follows could be taken as one with|Indents begin one as well; "
          "this one is filled to its right side and it is not over with this second line: here it goes on over to the next page, "
          "where it ends.");
    assert_int_equal(document->blocks[0].kind, TVX_BLOCK_HEADING);
    assert_int_equal(document->blocks[1].page, 1);
    tvx_document_free(document);
}

static void running_lines_are_left_out_and_named(void **unused)
{
    static const char *const words[] = {"alpha", "beta", "gamma", "delta"};
    struct tvx_document *document;

    (void)unused;
    begin();
    for (int i = 0; i < 4; i++) {
        char number[16], heading[32];

        snprintf(number, sizeof number, "- %d -", i + 2);
        snprintf(heading, sizeof heading, "Article %d", i * i + 1);
        PAGE({9, 200, 770, "Document 12-E"}, {12, 60, 740, heading}, {12, 60, 400, words[i]}, {12, 60, 60, "\\(...\\)"},
             {9, 290, 30, number});
    }
    document = finish();
    shows(document, TVX_VIEW_AFTER, "Article 1|alpha|(...)|Article 2|beta|(...)|Article 5|gamma|(...)|Article 10|delta|(...)");
    assert_true(warned(document, "pdf-running-lines", "8 running heads, feet and page numbers were left out: "
                                                      "\"Document 12-E\", \"- 2 -\""));
    tvx_document_free(document);
}

static void a_single_page_has_a_number_too(void **unused)
{
    struct tvx_document *document;

    (void)unused;
    begin();
    PAGE({12, 60, 700, "Words of the first and only page."}, {12, 300, 40, "- 1 -"});
    document = finish();
    shows(document, TVX_VIEW_AFTER, "Words of the first and only page.");
    assert_true(warned(document, "pdf-running-lines", "1"));
    tvx_document_free(document);
    begin();
    PAGE({12, 60, 700, "Words of the first and only page."}, {12, 300, 40, "2"});
    document = finish();
    shows(document, TVX_VIEW_AFTER, "Words of the first and only page.|2");
    tvx_document_free(document);
}

static void notes_follow_their_paragraph(void **unused)
{
    struct tvx_document *document;

    (void)unused;
    begin();
    PAGE({12, 60, 700, "Text of the page that is long enough for its size to be the body's"},
         {12, 60, 685, "in the developing countries"}, {7, 255, 690, "1"},
         {8, 60, 60, "1 These include the small islands."});
    document = finish();
    shows(document, TVX_VIEW_AFTER, "Text of the page that is long enough for its size to be the body's in the developing "
                                    "countries|1 These include the small islands.");
    assert_int_equal(document->blocks[1].kind, TVX_BLOCK_NOTE);
    assert_string_equal(document->blocks[1].label, "1");
    assert_true(document->blocks[0].runs[1].format & TVX_FORMAT_NOTE_REF);
    tvx_document_free(document);
}

static void what_cannot_be_read_says_so(void **unused)
{
    struct tvx_document *document;

    (void)unused;
    begin();
    PAGE({12, 60, 700, ""});
    document = finish();
    assert_int_equal(document->block_count, 0);
    assert_true(warned(document, "pdf-no-text", "--ocr"));
    tvx_document_free(document);
    refused("a.pdf", BYTES("%PDF-1.7\nnothing that a PDF is made of"), TVX_E_MALFORMED, "the PDF cannot be read");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_become_paragraphs),
        cmocka_unit_test(running_lines_are_left_out_and_named),
        cmocka_unit_test(a_single_page_has_a_number_too),
        cmocka_unit_test(notes_follow_their_paragraph),
        cmocka_unit_test(what_cannot_be_read_says_so),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
