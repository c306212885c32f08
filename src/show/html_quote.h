/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * From a claim to the very words that it rests on: the address of a passage in its document's page, where those words
 * are marked, and the small figures that quote them.
 */
#ifndef SHOW_HTML_QUOTE_H
#define SHOW_HTML_QUOTE_H

#include "html.h"

#include <travaux/law/evidence.h>

/*
 * "document/12?quote=120,34#quote", from the site's root; in a static site the line's own anchor takes the place of
 * "#quote".  `points` 0: the page alone.  NULL where there is no such page.
 */
const char *html_quote_address(struct html *html, int64_t document, size_t start, size_t points);

/* What ?quote= asks for; false when it asks for nothing, or is no place. */
bool html_quote_asked(const struct html *html, size_t *start, size_t *points);

/* The document of a passage, which may be named by its hash alone; 0 when the workspace has none. */
int64_t html_quote_document(struct html *html, int64_t document, const char *sha256);

/* A link to the passage with these words; the words alone where it has no place. */
void html_quote_link(struct html *html, const struct tvx_evidence *evidence, const char *text);

/* The passage in quotation marks, at most so many words of it (0: all), as a link to its place. */
void html_quote(struct html *html, const struct tvx_evidence *evidence, size_t words);

#endif
