/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What files look like, and what is said of those that are not read. */
#include <travaux/read/read.h>

#include "check.h"

#define BYTES(text) text, sizeof(text) - 1

static const struct {
    const char *name, *bytes;
    size_t length;
    const char *format;
} table[] = {
    {"a", BYTES(""), ""},
    {"a", BYTES("PK\3\4\24\0\0\0\10\0....xxxxyyyyzzzz\21\0\0\0word/document.xml"), "docx"},
    {"a.docx", BYTES("PK\3\4\24\0\0\0\10\0....xxxxyyyyzzzz\17\0\0\0xl/workbook.xml"), "xlsx"},
    {"a", BYTES("PK\3\4\24\0\0\0\10\0....xxxxyyyyzzzz\20\0\0\0ppt/slides/a.xml"), "pptx"},
    {"a", BYTES("PK\3\4\24\0\0\0\0\0....xxxxyyyyzzzz\10\0\0\0mimetypeapplication/vnd.oasis.opendocument.text"), "odt"},
    {"a", BYTES("PK\3\4\24\0\0\0\0\0....xxxxyyyyzzzz\10\0\0\0mimetypeapplication/epub+zip"), "epub"},
    {"a", BYTES("PK\3\4"), "zip"},
    {"a", BYTES("PK\5\6"), "zip"},
    {"a", BYTES("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1....W\0o\0r\0d\0D\0o\0c\0u\0m\0e\0n\0t\0"), "doc"},
    {"a", BYTES("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1....E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0"), "encrypted"},
    {"a", BYTES("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1....W\0O\0R\0D\0D\0O\0C\0U\0M\0E\0N\0T\0"), "doc"},
    {"a", BYTES("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"), "ole"},
    {"a.txt", BYTES("%PDF-1.4\n"), "pdf"},
    {"a", BYTES("rubbish\n%PDF-1.4\n"), "pdf"},
    {"a.doc", BYTES("{\\rtf1 }"), "rtf"},
    {"a", BYTES("\x89PNG\r\n\x1A\n"), "png"},
    {"a", BYTES("\x1F\x8B\x08"), "gzip"},
    {"a", BYTES("<!DOCTYPE HTML PUBLIC \"-//W3C//DTD HTML 4.01//EN\"><x>"), "html"},
    {"a", BYTES("\n <!-- note --><HTML lang=en>"), "html"},
    {"a", BYTES("\xEF\xBB\xBF<p>text"), "html"},
    {"a", BYTES("\xFF\xFE<\0h\0t\0m\0l\0>\0"), "html"},
    {"a", BYTES("<?xml version=\"1.0\"?><html xmlns=\"http://www.w3.org/1999/xhtml\">"), "html"},
    {"a.md", BYTES("<meta charset=utf-8>\n# Title\n"), "text"},
    {"a.txt", BYTES("<p>as a text says"), "text"},
    {"a", BYTES("<?xml version='1.0'?>\n<akomaNtoso xmlns='http://docs.oasis-open.org/legaldocml/ns/akn/3.0'>"), "akn"},
    {"a", BYTES("<?xml version='1.0'?>\n<an:akomaNtoso xmlns:an='http://x'>"), "akn"},
    {"a", BYTES("<?xml version='1.0'?>\n<!DOCTYPE a><rss>"), "xml"},
    {"a.xml", BYTES("<rss>"), "xml"},
    {"a", BYTES("<hello world"), "text"},
    {"a", BYTES("Article 1\nText"), "text"},
    {"a", BYTES("caf\xE9"), "text"},
    {"a", BYTES("\xFF\xFE\x31\x04"), "text"},
    {"a", BYTES("\1\2\3\4\5\6"), "binary"},
    {"a.txt", BYTES("a\0b"), "binary"},
};

static void bytes_tell_the_format(void **unused)
{
    (void)unused;
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        const char *format = tvx_read_sniff(table[i].name, table[i].bytes, table[i].length);

        if (strcmp(format, table[i].format) != 0)
            fail_msg("row %zu: %s, not %s", i, format, table[i].format);
    }
}

static void says(const char *name, const char *bytes, size_t length, enum tvx_status status, const char *words)
{
    struct tvx_document *document = NULL;
    struct tvx_error error = {TVX_OK, ""};

    assert_int_equal(tvx_read_bytes(&document, name, bytes, length, NULL, &error), status);
    assert_null(document);
    if (strstr(error.message, words) == NULL)
        fail_msg("\"%s\" does not say \"%s\"", error.message, words);
}

static void refusals_say_why_and_what_to_do(void **unused)
{
    (void)unused;
    says("a", BYTES(""), TVX_E_MALFORMED, "empty");
    says("a.docx", table[9].bytes, table[9].length, TVX_E_UNSUPPORTED, "password");
    says("a.docx", BYTES("Hello, I am text."), TVX_E_MALFORMED, "not a Word file, though its name says so: it looks like plain text");
    says("a.DOCX", BYTES("%PDF-1.4"), TVX_E_MALFORMED, "it looks like a PDF file");
    says("a.docx", BYTES("\1\2\3\4\5\6"), TVX_E_MALFORMED, "not a Word file");
    says("a.docx", table[2].bytes, table[2].length, TVX_E_UNSUPPORTED, "Excel");
    says("a", BYTES("\1\2\3\4\5\6"), TVX_E_UNSUPPORTED, "damaged");
}

static void every_format_has_its_words(void **unused)
{
    static const char *const read[] = {"docx", "pdf", "html", "akn", "xml", "text", "docbook", "odt", "fodt"};

    (void)unused;
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct tvx_document *document = NULL;
        struct tvx_error error = {TVX_OK, ""};
        bool known = false;

        for (size_t k = 0; k < sizeof read / sizeof *read; k++)
            known = known || strcmp(read[k], table[i].format) == 0;
        if (known)
            continue;
        assert_true(tvx_read_in_process(&document, table[i].name, table[i].bytes, table[i].length, NULL, &error) !=
                    TVX_OK);
        assert_null(strstr(error.message, "of the kind")); /* the fallback for formats missing in the table */
    }
}

static void a_file_over_the_limit_is_not_read(void **unused)
{
    char path[] = "/tmp/tvx-sparse-XXXXXX";
    int file = mkstemp(path);
    struct tvx_document *document = NULL;
    struct tvx_error error = {TVX_OK, ""};

    (void)unused;
    assert_true(file >= 0);
    assert_int_equal(ftruncate(file, (off_t)2 << 30), 0);
    close(file);
    assert_int_equal(tvx_read_file(&document, path, NULL, &error), TVX_E_LIMIT);
    assert_non_null(strstr(error.message, "2048 MB, larger than the limit of 512 MB"));
    unlink(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bytes_tell_the_format),
        cmocka_unit_test(refusals_say_why_and_what_to_do),
        cmocka_unit_test(every_format_has_its_words),
        cmocka_unit_test(a_file_over_the_limit_is_not_read),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
