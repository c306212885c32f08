/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The text of a document's page. */
#ifndef SHOW_HTML_DOCUMENT_H
#define SHOW_HTML_DOCUMENT_H

#include "html.h"

/* `tree` with its marks or, where that is NULL, `text` alone, which is the text after the changes in either case. */
void html_document_text(struct html *html, const struct tvx_document *tree, const char *text);

#endif
