/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Reads one file of any supported format into a document.  A child process does the parsing and sends the document
 * back as a length-checked message, so that a parser brought down by a hostile file takes nothing with it.
 * The format is told by the bytes, not by the name.
 */
#ifndef TRAVAUX_READ_READ_H
#define TRAVAUX_READ_READ_H

#include <stdbool.h>
#include <stddef.h>
#include <travaux/base/error.h>
#include <travaux/read/document.h>

struct tvx_office; /* read/office.h */

struct tvx_read_options {
    size_t max_file;     /* bytes; 0: 512 MiB */
    size_t max_document; /* bytes of the message and of the arena; 0: 1 GiB */
    unsigned seconds;    /* wall clock for one file; 0: 60 */
    bool ocr;            /* pages without text are read by tesseract, where it is installed; may take minutes */
    struct tvx_office *office; /* converts old files for a run over many; NULL: one for each such file */
};

/* The document (the caller frees it with tvx_document_free).  `path` only names the file in messages when
   `bytes` is given; otherwise the file is opened. */
enum tvx_status tvx_read_file(struct tvx_document **out, const char *path, const struct tvx_read_options *options,
                              struct tvx_error *error);
enum tvx_status tvx_read_bytes(struct tvx_document **out, const char *name, const char *bytes, size_t length,
                               const struct tvx_read_options *options, struct tvx_error *error);

/* "docx", "pdf", "html", "akn", "xml", "text", "doc", "zip", "odt", "rtf", … or "" : what the bytes look like. */
const char *tvx_read_sniff(const char *name, const char *bytes, size_t length);

/* What confines the reading child on this machine: "landlock+seccomp", "seccomp", "landlock", or "limits" (of memory
   and time) where the system allows neither. */
const char *tvx_read_sandbox(void);

/* Parses in this process: for the child, the fuzzers and the tests. */
enum tvx_status tvx_read_in_process(struct tvx_document **out, const char *name, const char *bytes, size_t length,
                                    const struct tvx_read_options *options, struct tvx_error *error);

#endif
