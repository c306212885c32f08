/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Reads plain text and Markdown-ish text: UTF-8, UTF-16 with its mark, else Windows-1252 with a warning.  Every line
 * that is not empty is a block.  The style of a block that follows an empty line is "blank-before".
 */
#ifndef TVX_READ_PLAIN_H
#define TVX_READ_PLAIN_H

#include <travaux/read/document.h>

/* `name` tells Markdown by its ending; may be NULL. */
enum tvx_status tvx_plain_read(struct tvx_document *document, const char *name, const char *bytes, size_t length,
                               struct tvx_error *error);

#endif
