/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Reads DocBook XML as antiword writes it of an old Word file: chapters, paragraphs, lists, tables, footnotes, and how
 * text looks.  Elements that are not known are passed through and their text is kept.  Revision marks there are none:
 * antiword drops what was deleted.
 */
#ifndef TVX_READ_DOC_DOCBOOK_H
#define TVX_READ_DOC_DOCBOOK_H

#include <travaux/read/document.h>

enum tvx_status tvx_docbook_read(struct tvx_document *document, const char *name, const char *bytes, size_t length,
                                 struct tvx_error *error);

#endif
