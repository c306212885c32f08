/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The package of a Word document (ECMA-376 part 2): what every one has besides its text, and the ZIP around it. */
#ifndef SHOW_DOCX_PACKAGE_H
#define SHOW_DOCX_PACKAGE_H

#include <stdbool.h>
#include <travaux/base/buf.h>

#define DOCX_HEADER_ID "rId2" /* of the page header among the relations of the document */

struct docx_parts {
    const struct tvx_buf *document, *properties;
    const struct tvx_buf *header; /* NULL: no page header */
    const char *language;         /* "ar"; "": English */
};

/* False where memory is short or the whole is too long for *out. */
bool show_docx_pack(struct tvx_buf *out, const struct docx_parts *parts);

#endif
