/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * What readers of a PDF wrote onto its pages (ISO 32000-1, 12.5.6): text they struck out becomes deleted text, and
 * every note with words in it, whether on a highlight, a caret or a page, becomes a comment of the document with author
 * and date.
 */
#ifndef TVX_READ_PDF_ANNOTS_H
#define TVX_READ_PDF_ANNOTS_H

#include <mupdf/pdf.h>

#include "pdf_ink.h"
#include "pdf_text.h"

/*
 * Adds the strikes of a page to its ink and its notes to text->notes; before the ink settles.  `turn` is what is done
 * to the page before it is read.  Throws.
 */
void tvx_pdf_annots(fz_context *ctx, pdf_page *page, int number, fz_matrix turn, struct pdf_ink *ink,
                    struct pdf_text *text);

/* Makes comments of the notes, once the lines know their blocks.  False when memory is short. */
bool tvx_pdf_comments(const struct pdf_text *text);

#endif
