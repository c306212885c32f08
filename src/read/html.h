/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Reads HTML as it is found in the world: headings, paragraphs, lists with the labels a browser would compute, tables,
 * <ins> and <del> as revision marks, <s>, <u> and their CSS as looks.  Scripts and styles are left out; hidden text is
 * kept and flagged, for what a page hides may be what it is about.
 */
#ifndef TVX_READ_HTML_H
#define TVX_READ_HTML_H

#include <travaux/read/document.h>

/* TVX_E_LIMIT for nesting deeper than 1,000 elements. */
enum tvx_status tvx_html_read(struct tvx_document *document, const char *name, const char *bytes, size_t length,
                              struct tvx_error *error);

#endif
