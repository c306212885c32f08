/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Pages with text that is written from right to left.  MuPDF hands it over as it is seen; here the rows of a page that
 * have such text are put together from MuPDF's pieces and their letters into the order of reading (pdf_bidi.h does one
 * row), each letter with its place on the page still, so that rules through it and its looks go with it.
 */
#ifndef TVX_READ_PDF_RTL_H
#define TVX_READ_PDF_RTL_H

#include <mupdf/fitz.h>

#include "pdf_ink.h"
#include "pdf_text.h"

struct pdf_rtl {
    size_t letters, right; /* of the document so far: all, and those of right-to-left scripts */
    bool page_right;       /* the page at hand is mostly right-to-left */
    size_t meant, shown;   /* brackets that pair in reading order as they come, and when each is turned round */
    float space; /* width of most spaces on the page, in sizes of their letters; 0 when they have none in common */
};

/* Reorders the rows of `page`, cut at the walls that `ink` has.  Throws when memory is short. */
void tvx_pdf_rtl_page(fz_context *ctx, struct pdf_rtl *rtl, fz_stext_page *page, const struct pdf_ink *ink);

/*
 * Turns all places on a page that is written from the right round, so that x counts from the right edge, where reading
 * begins: columns, cells, labels and indents are then found as on any page.  `number`: the page's, from 0.
 */
void tvx_pdf_rtl_mirror(const struct pdf_rtl *rtl, fz_stext_page *page, struct pdf_ink *ink, struct pdf_text *text,
                        int number);

/* The same for lines that text recognition found. */
void tvx_pdf_rtl_turn(struct pdf_text *text, const struct pdf_sheet *page);

/*
 * Some programs write the bracket that is meant, some the one that is shown; which, the whole document tells.  Until
 * then brackets in right-to-left text are stand-ins; this replaces them in all lines.
 */
bool tvx_pdf_rtl_settle(struct pdf_text *text, const struct pdf_rtl *rtl);

#endif
