/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Tables for a spreadsheet: RFC 4180, UTF-8, a header row, lines ended by CR LF.  A field that a spreadsheet would run
 * as a formula is defused by a leading apostrophe (tvx_buf_csv).
 */
#ifndef TRAVAUX_SHOW_CSV_H
#define TRAVAUX_SHOW_CSV_H

#include <travaux/analyse/outcome.h>
#include <travaux/analyse/positions.h>
#include <travaux/analyse/register.h>
#include <travaux/analyse/scope.h>
#include <travaux/show/comparison.h>

void tvx_csv_proposals(struct tvx_buf *out, const struct tvx_stored_proposal *items, size_t count);
void tvx_csv_provisions_head(struct tvx_buf *out); /* the header row, once before the rows of any instruments */
void tvx_csv_provisions(struct tvx_buf *out, const struct tvx_stored_instrument *head,
                        const struct tvx_instrument *instrument);
/* One row a variant, the base first. */
void tvx_csv_comparison(struct tvx_buf *out, const struct tvx_comparison *comparison);

/* One row a side taken: actor, proposal, stance, its day and the words it rests on. */
void tvx_csv_positions(struct tvx_buf *out, const struct tvx_positions *positions);
/* One row a proposal: what became of it, in words counted, and why. */
void tvx_csv_outcomes(struct tvx_buf *out, const struct tvx_outcomes *all);
/* One row a document, with its symbol and how public it is. */
void tvx_csv_register(struct tvx_buf *out, const struct tvx_register *all);
/* One row a definition and change to it (a definition that nobody would change has one), with what it reaches. */
void tvx_csv_definitions(struct tvx_buf *out, const struct tvx_scope *scope);

#endif
