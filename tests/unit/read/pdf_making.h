/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* PDFs that the tests write themselves, in Courier: a letter is 0.6 of its size wide. */
#ifndef TESTS_READ_PDF_MAKING_H
#define TESTS_READ_PDF_MAKING_H

#include "reading.h"

static struct tvx_buf content, pdf;
static int pages, width; /* of the pages: lines of sixty letters fill those of 480 points */

/* Text at a place; y from the page's bottom, as PDF counts. */
static inline void say(double x, double y, const char *text)
{
    tvx_buf_printf(&content, "BT /F1 10 Tf %g %g Td (%s) Tj ET\n", x, y, text);
}

static inline void rule(double x0, double x1, double y)
{
    tvx_buf_printf(&content, "%g %g %g 0.5 re f\n", x0, y - 0.25, x1 - x0);
}

static inline void upright(double x, double y0, double y1)
{
    tvx_buf_printf(&content, "0.5 w %g %g m %g %g l S\n", x, y0, x, y1);
}

static inline void colour(const char *rgb)
{
    tvx_buf_printf(&content, "%s rg %s RG\n", rgb, rgb);
}

/* A rule through or under `count` letters from the letter `from` of a text that begins at x. */
static inline void strike(double x, double y, int from, int count)
{
    rule(x + 6 * from, x + 6 * (from + count), y + 2.8);
}

static inline void underline(double x, double y, int from, int count)
{
    rule(x + 6 * from, x + 6 * (from + count), y - 1.2);
}

static inline void end_page(const char *more)
{
    tvx_buf_printf(&pdf, "%d 0 obj\n<</Length %zu>>\nstream\n%s\nendstream\nendobj\n", 100 + pages, content.length,
                   tvx_buf_text(&content));
    tvx_buf_printf(&pdf,
                   "%d 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 %d %d]/Contents %d 0 R"
                   "/Resources<</Font<</F1 3 0 R>>>>%s>>\nendobj\n",
                   10 + pages, width, 800, 100 + pages, more);
    pages++;
    tvx_buf_clear(&content);
}

static inline void begin(int page_width)
{
    width = page_width;
    tvx_buf_init(&pdf, 1 << 22);
    tvx_buf_init(&content, 1 << 20);
    tvx_buf_str(&pdf, "%PDF-1.4\n3 0 obj\n<</Type/Font/Subtype/Type1/BaseFont/Courier/Encoding/WinAnsiEncoding>>\n"
                      "endobj\n");
    pages = 0;
}

static inline struct tvx_document *finish(void)
{
    struct tvx_document *document;

    if (content.length > 0)
        end_page("");
    tvx_buf_str(&pdf, "2 0 obj\n<</Type/Pages/Kids[");
    for (int i = 0; i < pages; i++)
        tvx_buf_printf(&pdf, "%d 0 R ", 10 + i);
    tvx_buf_printf(&pdf,
                   "]/Count %d>>\nendobj\n1 0 obj\n<</Type/Catalog/Pages 2 0 R/Lang(en)>>\nendobj\n"
                   "trailer\n<</Root 1 0 R/Size 200>>\n",
                   pages);
    document = take("a.pdf", pdf.data, pdf.length);
    tvx_buf_free(&pdf);
    tvx_buf_free(&content);
    return document;
}

static inline bool warned(const struct tvx_document *document, const char *code, const char *words)
{
    for (size_t i = 0; i < document->warning_count; i++)
        if (strcmp(document->warnings[i].code, code) == 0 && strstr(document->warnings[i].message, words) != NULL)
            return true;
    return false;
}

#endif
