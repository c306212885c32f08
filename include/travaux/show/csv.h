/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Tables for a spreadsheet: RFC 4180, UTF-8, a header row, lines ended by CR LF.  A field that a spreadsheet would run
 * as a formula is defused by a leading apostrophe (tvx_buf_csv).
 */
#ifndef TRAVAUX_SHOW_CSV_H
#define TRAVAUX_SHOW_CSV_H

#include <travaux/show/comparison.h>

void tvx_csv_proposals(struct tvx_buf *out, const struct tvx_stored_proposal *items, size_t count);
void tvx_csv_provisions(struct tvx_buf *out, const struct tvx_stored_instrument *head,
                        const struct tvx_instrument *instrument);
/* One row a variant, the base first. */
void tvx_csv_comparison(struct tvx_buf *out, const struct tvx_comparison *comparison);

#endif
