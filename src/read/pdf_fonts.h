/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Stands in for the part of MuPDF that brings fonts for drawing, so that they stay out of the program.
 */
#ifndef TVX_READ_PDF_FONTS_H
#define TVX_READ_PDF_FONTS_H

/* Does nothing: whoever calls it has the linker take these functions before it looks into MuPDF for them. */
void tvx_pdf_fonts(void);

#endif
