/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What a page is about, as linked data within it (show/linked.h): a data block, which no browser runs. */
#ifndef SHOW_LINKED_PAGE_H
#define SHOW_LINKED_PAGE_H

#include "html.h"

void html_linked_law(struct html *html, const struct tvx_stored_instrument *head);
void html_linked_provision(struct html *html, const struct tvx_comparison *comparison);
void html_linked_proposal(struct html *html, const struct tvx_stored_proposal *proposal);

#endif
