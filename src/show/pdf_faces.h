/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * The fonts of a PDF that we write: of those that MuPDF brings (60 MB for all scripts) what the six languages need.
 * Latin and Cyrillic are set in the Times that the reader of PDFs has linked (read/pdf_fonts.c); that reader goes
 * without all others, so Arabic and Chinese are handed to one context by MuPDF's hook.
 */
#ifndef SHOW_PDF_FACES_H
#define SHOW_PDF_FACES_H

#include <mupdf/fitz.h>

/* Arabic and Chinese (with Japanese and Korean), where Times lacks the letters. */
void show_pdf_faces(fz_context *context);

#endif
