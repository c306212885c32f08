/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Replaces letters of a PDF's lines when what they are shows only after the last page: glyphs of fonts without a table
 * of letters, brackets of right-to-left text.  Until then letters of the private use planes (U+F0000 and on) stand for
 * them; the pieces of the lines keep their letters.
 */
#ifndef TVX_READ_PDF_REPLACE_H
#define TVX_READ_PDF_REPLACE_H

#include "pdf_text.h"

/* What stands for `point`; the same when nothing does, 0 when it goes. */
typedef uint32_t pdf_replace_fn(const void *context, uint32_t point);

/* Asks for each letter from U+F0000 on.  False when memory is short. */
bool tvx_pdf_replace(struct pdf_text *text, pdf_replace_fn *ask, const void *context);

#endif
