/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Reads the text of a PDF by MuPDF: glyphs become lines, lines become paragraphs by their places on the page.  Running
 * heads, feet and page numbers are taken out (and named in a warning), words broken at line ends are put together
 * again, columns are read one after the other, tables become cells.  Text that the page's rules strike or underline
 * becomes deleted or inserted text where the document shows that it is a redline (which pdf_redline.c tells, with the
 * rules for it; warned as "pdf-redline"), else it keeps the format bits.  It must run in the reading child: MuPDF
 * meets hostile input there, with a limit on its memory.
 */
#ifndef TVX_READ_PDF_H
#define TVX_READ_PDF_H

#include <travaux/read/document.h>

struct pdf_ocr; /* pdf_ocr.h */

enum tvx_status tvx_pdf_read(struct tvx_document *document, const char *name, const char *bytes, size_t length,
                             struct tvx_error *error);

/* The same with text recognition; `ocr` is NULL or what it gave, or asks for pictures instead of text. */
enum tvx_status tvx_pdf_read_ocr(struct tvx_document *document, const char *bytes, size_t length,
                                 const struct pdf_ocr *ocr, struct tvx_error *error);

#endif
