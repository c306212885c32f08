/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Pages of single things: a proposal, a document, an instrument, the index.  Each writes one whole page
 * into html->out from what it is given; page_*.c fetch that.
 */
#ifndef SHOW_HTML_PAGES_H
#define SHOW_HTML_PAGES_H

#include "html.h"

/* What the instrument's page says of a provision's comparison. */
struct site_place {
    const char *reference, *path, *title;
    size_t provision; /* index in the instrument; SIZE_MAX for one that is only proposed */
    size_t behind;    /* index of the provision behind which a new one would stand; SIZE_MAX at the end */
    size_t texts, families, conflicts, places, touches;
    const char **sponsors;
    size_t sponsor_count;
};

/* Where a document's lines begin, so that a quotation can point at its own. */
struct site_lines {
    const size_t *starts; /* code points, ascending */
    size_t count;
};
/* Of a document's tree, or where that is NULL, of its text.  False when out of memory. */
bool site_lines_make(struct site_lines *lines, struct tvx_arena *arena, const struct tvx_document *tree,
                     const char *text);
/* "o120": the id of the line in which that offset lies. */
const char *site_line_anchor(struct tvx_arena *arena, const struct site_lines *lines, size_t offset);

struct shelf_told;
/* `told` NULL: only what it asks for, why, and where it says so. */
void html_proposal_page(struct html *html, const struct tvx_stored_proposal *proposal, const struct site_lines *lines,
                        const struct shelf_told *told);
/* `tree` NULL: `text` alone is shown; `health` NULL: not known. */
void html_document_page(struct html *html, const struct tvx_stored_document *document,
                        const struct tvx_health *health, const struct tvx_document *tree, const char *text,
                        const struct tvx_stored_proposal *proposals, size_t count);
void html_instrument_page(struct html *html, const struct tvx_stored_instrument *head,
                          const struct tvx_instrument *instrument, const struct site_place *places, size_t count);

#endif
