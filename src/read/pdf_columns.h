/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Columns of running text and tables without ruling lines, by the empty strips between them: finds them among a page's
 * pieces of text, numbers the regions and puts the pieces into reading order.
 */
#ifndef TVX_READ_PDF_COLUMNS_H
#define TVX_READ_PDF_COLUMNS_H

#include "pdf_layout.h"

/* Orders layout->fragments and sets their region, and table, row and column where they make one. */
bool tvx_pdf_columns(struct pdf_layout *layout);

#endif
