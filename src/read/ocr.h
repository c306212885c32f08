/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Text recognition, when the user asks for it: the reading child hands out pictures of the pages that need it, the
 * tesseract that is installed works on them, confined, in a folder of its own, and the child reads the file once more
 * with what came of it (pdf_ocr.h).  Nothing of tesseract is linked, and without it the document is as it was.
 */
#ifndef TVX_READ_OCR_H
#define TVX_READ_OCR_H

#include <travaux/read/read.h>

/* Are there pages without text or letters nobody knows, which recognition might give? */
bool tvx_ocr_is_wanted(const struct tvx_document *document);

/*
 * Puts the document with what was recognised in the place of *document, which is freed then.  What is missing for it
 * (tesseract, a language's data) is a warning, and the document stays.
 */
enum tvx_status tvx_ocr_read(struct tvx_document **document, const char *name, const char *bytes, size_t length,
                             const struct tvx_read_options *options, struct tvx_error *error);

#endif
