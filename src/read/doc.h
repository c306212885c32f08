/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * The way of a legacy file: looked at, converted by whatever program is there, and what came out is read as any file
 * is, by the reading child.  What was converted, by whom, and what that lost is among the document's warnings.
 */
#ifndef TVX_READ_DOC_H
#define TVX_READ_DOC_H

#include <stdbool.h>
#include <travaux/read/read.h>

enum { TVX_DOC_HEAD = 4 };
/* May a file with these first bytes be legacy?  (A cheap look before the whole file is read.) */
bool tvx_doc_may_be(const char head[TVX_DOC_HEAD]);

/* "doc" or "rtf" when the file can be read only through another program; NULL for all others. */
const char *tvx_doc_legacy(const char *name, const char *bytes, size_t length);

/* `format` as tvx_doc_legacy told it. */
enum tvx_status tvx_doc_read(struct tvx_document **out, const char *format, const char *name, const char *bytes,
                             size_t length, const struct tvx_read_options *options, struct tvx_error *error);

#endif
