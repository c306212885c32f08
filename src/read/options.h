/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What the ways of reading a file share beside the readers: the options in full; which files need more than a child. */
#ifndef TVX_READ_OPTIONS_H
#define TVX_READ_OPTIONS_H

#include <stdbool.h>
#include <travaux/read/read.h>

/* The options with what the caller left at 0, or all of them where NULL. */
struct tvx_read_options tvx_read_defaults(const struct tvx_read_options *options);

/* Is a confined child all that reading these bytes takes?  Else only tvx_read_bytes knows the way. */
bool tvx_read_is_for_child(const char *name, const char *bytes, size_t length);

struct pdf_ocr; /* pdf_ocr.h */

/* Parses a PDF in this process with text recognition's part (for the child). */
enum tvx_status tvx_read_pdf_ocr(struct tvx_document **out, const char *bytes, size_t length,
                                 const struct tvx_read_options *options, const struct pdf_ocr *ocr,
                                 struct tvx_error *error);

#endif
