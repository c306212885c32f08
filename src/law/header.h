/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * The header table of a contribution: conference, place, symbol, date, language, source and title, from table
 * cells or from paragraphs, in any order.  Each line is told by its shape (a date, "Document 65-E", "Original:
 * English"); the two that have no shape of their own, source and title, by their place behind the others.
 */
#ifndef TRAVAUX_LAW_HEADER_H
#define TRAVAUX_LAW_HEADER_H

#include <travaux/law/proposal.h>

/* Reads the header from the blocks before `end`; every member stays NULL when they hold none.  *unknown counts the
   sponsors that no table knows. */
enum tvx_status tvx_header_parse(struct tvx_header *out, size_t *unknown, struct tvx_arena *arena,
                                 const struct tvx_document *document, size_t end, struct tvx_error *error);

/* "Addendum 13 to Document 48-E" at the start of `text` -> "48A13"; NULL when it is no symbol. */
const char *tvx_symbol_parse(struct tvx_arena *arena, const char *text);

/* A date at the start of a word of `text`, as ISO 8601 in `out` ("2026-09-07"); *whole: nothing else stands there. */
bool tvx_date_parse(char out[11], bool *whole, const char *text);

#endif
