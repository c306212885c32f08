/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * What text recognition gives to a PDF.  The reading child cannot start a program, so it reads a file twice: once to
 * hand out pictures of the pages that need it (scanned ones, and enough of those with letters of unknown fonts), and
 * once more with what the program made of them.  Recognised pages become lines like all others.  Letters of unknown
 * fonts are not taken from recognition as such: its lines are laid beside the page's own, and what most places of a
 * glyph say is what it draws, so that one wrong reading changes nothing.
 */
#ifndef TVX_READ_PDF_OCR_H
#define TVX_READ_PDF_OCR_H

#include <mupdf/pdf.h>

#include "pdf_text.h"
#include "pdf_unicode.h"

struct pdf_ocr_page {
    int page; /* from 0 */
    const char *tsv;
    size_t length;
};

struct pdf_ocr {
    bool pictures; /* hand out pictures of the pages from `from` on, at most `most`, and no text */
    int from;
    size_t most;
    const struct pdf_ocr_page *pages; /* what was recognised, by page; NULL when nothing yet */
    size_t count;
};

/* Dots of a picture to a point of the page. */
#define TVX_PDF_OCR_SCALE (300.0f / 72)

/* A block for each picture: `page`, style "scan" or "letters", and one run with the picture (PBM) in base64. */
bool tvx_pdf_ocr_pictures(fz_context *ctx, pdf_document *pdf, struct pdf_text *text, const struct pdf_unicode *unicode,
                          const struct pdf_ocr *ocr);

/* Adds the lines of a page that was recognised.  `sheet` is the page's.  False when memory is short. */
bool tvx_pdf_ocr_lines(struct pdf_text *text, struct pdf_sheet *sheet, int page, const struct pdf_ocr *ocr);

/* Sets what glyphs draw by the pages that were recognised, before stand-ins are settled. */
bool tvx_pdf_ocr_letters(const struct pdf_text *text, struct pdf_unicode *unicode, const struct pdf_ocr *ocr);

/* Warns of scanned pages that were not recognised and of those whose recognition is unsure. */
bool tvx_pdf_ocr_warn(struct pdf_text *text, const struct pdf_ocr *ocr);

#endif
