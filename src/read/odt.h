/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Reads an OpenDocument text (OASIS OpenDocument 1.2 part 1), as a package (.odt) or as one XML file (.fodt), into the
 * document tree: tracked changes with authors and dates, computed numbers, tables, notes, comments, text boxes.
 */
#ifndef TVX_READ_ODT_H
#define TVX_READ_ODT_H

#include <travaux/read/document.h>

enum tvx_status tvx_odt_read(struct tvx_document *document, const char *name, const char *bytes, size_t length,
                             struct tvx_error *error);
enum tvx_status tvx_fodt_read(struct tvx_document *document, const char *name, const char *bytes, size_t length,
                              struct tvx_error *error);

#endif
