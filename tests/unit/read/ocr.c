/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Pages that are pictures: said so, and read by tesseract when asked, where it is installed. */
#include <stdlib.h>
#include <unistd.h>

#include "../../../src/read/ocr_tsv.h"
#include "reading.h"

enum { WIDTH = 1240, HEIGHT = 400, CELL = 8 };

/* Letters of five by seven dots, so that the test brings its own scan. */
static const struct { char letter; const char *rows; } shapes[] = {
    {'A', "01110100011000111111100011000110001"}, {'C', "01110100011000010000100001000101110"},
    {'D', "11110100011000110001100011000111110"}, {'E', "11111100001000011110100001000011111"},
    {'I', "01110001000010000100001000010001110"}, {'L', "10000100001000010000100001000011111"},
    {'M', "10001110111010110101100011000110001"}, {'N', "10001110011010110011100011000110001"},
    {'O', "01110100011000110001100011000101110"}, {'R', "11110100011000111110101001001010001"},
    {'S', "01111100001000001110000010000111110"}, {'T', "11111001000010000100001000010000100"},
    {'U', "10001100011000110001100011000101110"}, {'B', "11110100011000111110100011000111110"},
    {'H', "10001100011000111111100011000110001"}, {'F', "11111100001000011110100001000010000"},
};

static void write_letter(char *dots, int x, int y, char letter)
{
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++)
        for (int dot = 0; shapes[i].letter == letter && dot < 35; dot++)
            for (int cell = 0; shapes[i].rows[dot] == '1' && cell < CELL * CELL; cell++)
                dots[(y + dot / 5 * CELL + cell / CELL) * WIDTH + x + dot % 5 * CELL + cell % CELL] = 0;
}

/* A PDF with a page for each of the lines, as a picture; an empty line is a page of text. */
static void make(struct tvx_buf *pdf, const char *const *lines, int count)
{
    char *dots = malloc((size_t)WIDTH * HEIGHT);

    assert_non_null(dots);
    tvx_buf_init(pdf, 1 << 24);
    tvx_buf_str(pdf, "%PDF-1.4\n3 0 obj\n<</Type/Font/Subtype/Type1/BaseFont/Courier>>\nendobj\n");
    for (int i = 0; i < count; i++) {
        const char *content = *lines[i] == '\0' ? "BT /F 12 Tf 60 100 Td (A page of text stands here.) Tj ET"
                                                : "600 0 0 194 0 0 cm /I Do";

        memset(dots, 255, (size_t)WIDTH * HEIGHT);
        for (int at = 0; lines[i][at] != '\0'; at++)
            write_letter(dots, 60 + at * 6 * CELL, 160, lines[i][at]);
        tvx_buf_printf(pdf, "%d 0 obj\n<</Length %zu>>stream\n%s\nendstream\nendobj\n", 100 + i, strlen(content), content);
        tvx_buf_printf(pdf,
                       "%d 0 obj\n<</Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceGray"
                       "/BitsPerComponent 8/Length %d>>stream\n",
                       200 + i, WIDTH, HEIGHT, WIDTH * HEIGHT);
        tvx_buf_add(pdf, dots, (size_t)WIDTH * HEIGHT);
        tvx_buf_printf(pdf,
                       "\nendstream\nendobj\n%d 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 194]/Contents %d 0 R"
                       "/Resources<</Font<</F 3 0 R>>/XObject<</I %d 0 R>>>>>>\nendobj\n",
                       10 + i, 100 + i, 200 + i);
    }
    tvx_buf_str(pdf, "2 0 obj\n<</Type/Pages/Kids[");
    for (int i = 0; i < count; i++)
        tvx_buf_printf(pdf, "%d 0 R ", 10 + i);
    tvx_buf_printf(pdf, "]/Count %d>>\nendobj\n1 0 obj\n<</Type/Catalog/Pages 2 0 R/Lang(en)>>\nendobj\n"
                        "trailer\n<</Root 1 0 R/Size 300>>\n", count);
    free(dots);
}

static struct tvx_document *read_lines(const char *const *lines, int count, bool ocr)
{
    struct tvx_read_options options = {.ocr = ocr};
    struct tvx_document *document = NULL;
    struct tvx_error error = {TVX_OK, ""};
    struct tvx_buf pdf;

    make(&pdf, lines, count);
    if (tvx_read_bytes(&document, "scan.pdf", pdf.data, pdf.length, &options, &error) != TVX_OK)
        fail_msg("%s", error.message);
    tvx_buf_free(&pdf);
    return document;
}

static const char *warning(const struct tvx_document *document, const char *code)
{
    for (size_t i = 0; i < document->warning_count; i++)
        if (strcmp(document->warnings[i].code, code) == 0)
            return document->warnings[i].message;
    return NULL;
}

static void scans_are_told(void **unused)
{
    static const char *const lines[] = {"THE STATES", "", "ARE BOUND", "HERE"};
    struct tvx_document *document = read_lines(lines, 4, false);

    (void)unused;
    shows(document, TVX_VIEW_AFTER, "A page of text stands here.");
    assert_non_null(warning(document, "pdf-scanned-page"));
    assert_non_null(strstr(warning(document, "pdf-scanned-page"), "pages 1, 3-4 "));
    assert_non_null(strstr(warning(document, "pdf-scanned-page"), "--ocr"));
    tvx_document_free(document);
}

static void scans_are_read_in_their_places(void **unused)
{
    static const char *const lines[] = {"THE STATES", "", "THE TEST"};
    struct tvx_document *document;

    (void)unused;
    if (access("/usr/bin/tesseract", X_OK) != 0) {
        print_message("skipped: tesseract is not installed\n");
        skip();
    }
    document = read_lines(lines, 3, true);
    shows(document, TVX_VIEW_AFTER, "THE STATES|A page of text stands here.|THE TEST");
    assert_null(warning(document, "pdf-scanned-page"));
    assert_non_null(strstr(warning(document, "pdf-recognised"), "pages 1, 3 "));
    assert_int_equal(document->blocks[2].page, 3);
    tvx_document_free(document);
}

/* Without tesseract the document is what it was, and says what to install. */
static void what_is_missing_is_named(void **unused)
{
    static const char *const lines[] = {"HERE", ""};
    const char *path = getenv("PATH");
    char *kept = strdup(path == NULL ? "" : path);
    struct tvx_document *document;

    (void)unused;
    setenv("PATH", "/nowhere", 1);
    document = read_lines(lines, 2, true);
    setenv("PATH", kept, 1);
    free(kept);
    shows(document, TVX_VIEW_AFTER, "A page of text stands here.");
    assert_non_null(strstr(warning(document, "pdf-ocr-missing"), "tesseract-ocr"));
    assert_non_null(warning(document, "pdf-scanned-page"));
    tvx_document_free(document);
}

static void rows_are_checked(void **unused)
{
    static const char tsv[] = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n"
                              "4\t1\t1\t1\t1\t0\t10\t20\t300\t40\t-1\t\n"
                              "5\t1\t1\t1\t1\t1\t10\t20\t100\t40\t91.5\tfirst\n"
                              "5\t1\t1\t1\t1\t2\t120\t20\t100\t40\t80\tsec\tond\n"
                              "5\t1\t1\t1\t2\t1\t10\t80\t-4\t40\t80\tno\n"
                              "5\t1\t1\t1\t2\t1\t10\t80\t1e300\t40\t80\tno\n"
                              "5\t1\t1\n"
                              "5\t1\t1\t1\t2\t1\t10\t80\t100\t40\t60\t \n"
                              "5\t1\t1\t1\t2\t1\t10\t80\t100\t40\t60\tlast";
    struct tvx_arena *arena = tvx_arena_new(1 << 20);
    struct tvx_tsv_word *words;
    size_t count;

    (void)unused;
    assert_true(tvx_tsv_read(&words, &count, arena, tsv, sizeof tsv - 1));
    assert_int_equal(count, 3);
    assert_string_equal(words[0].text, "first");
    assert_true(words[0].sure > 91 && words[0].left > 9 && words[0].left < 11);
    assert_string_equal(words[1].text, "sec ond");
    assert_true(tvx_tsv_same_line(&words[0], &words[1]));
    assert_string_equal(words[2].text, "last");
    assert_false(tvx_tsv_same_line(&words[1], &words[2]));
    tvx_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(scans_are_told),
        cmocka_unit_test(scans_are_read_in_their_places),
        cmocka_unit_test(what_is_missing_is_named),
        cmocka_unit_test(rows_are_checked),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
