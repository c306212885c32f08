/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Reads Akoma Ntoso (OASIS LegalDocML 1.0, "Akoma Ntoso 3.0"; older namespaces too), keeping what the format knows
 * and others have to guess: numbers as labels, identifiers, the name of the structure each text stands in.
 * Other XML is read as the plain text of its elements, with a warning.
 */
#ifndef TVX_READ_AKN_H
#define TVX_READ_AKN_H

#include <travaux/read/document.h>

/*
 * A block's style is the element its text stands in ("recital", "paragraph", "heading", for containers with a name
 * "hcontainer.resolves"), its id that element's eId.  TVX_E_LIMIT for entity bombs and for nesting deeper than 256.
 */
enum tvx_status tvx_akn_read(struct tvx_document *document, const char *name, const char *bytes, size_t length,
                             struct tvx_error *error);

/* Any well-formed XML: the outermost element that has text of its own is a block. */
enum tvx_status tvx_xml_read(struct tvx_document *document, const char *name, const char *bytes, size_t length,
                             struct tvx_error *error);

#endif
