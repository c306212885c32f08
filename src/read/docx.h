/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Reads a Word document (Office Open XML, ECMA-376 parts 1 and 2, transitional and strict) into the common tree:
 * paragraphs with the numbers that Word computes for them, tables, notes, comments and every revision mark. It
 * parses hostile bytes, so it is meant to run in the reading child process.
 */
#ifndef TRAVAUX_READ_DOCX_H
#define TRAVAUX_READ_DOCX_H

#include <stddef.h>
#include <travaux/base/error.h>
#include <travaux/read/document.h>

/*
 * Fills `document`, which is new and empty.  TVX_E_MALFORMED when the package or one of the parts it needs is
 * broken (a document is read whole or not at all), TVX_E_LIMIT past the budgets of docx_zip.h, TVX_E_UNSUPPORTED
 * for encrypted files and for workbooks or slides.  What is understood only in part leaves a warning whose code
 * begins with "docx-".
 */
enum tvx_status tvx_docx_read(struct tvx_document *document, const char *bytes, size_t length,
                              struct tvx_error *error);

#endif
