/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * LibreOffice and antiword as functions from bytes to bytes.  LibreOffice converts the file that is wanted together
 * with the next ones of the run in one start; a file at which it fails within such a batch is tried once more alone, so
 * that a bad one costs its neighbours nothing but time.  Each start has a fresh profile with macros, links
 * and Java off, so that no document leaves anything behind for the next batch.
 */
#ifndef TVX_READ_DOC_OFFICE_H
#define TVX_READ_DOC_OFFICE_H

#include <stdbool.h>
#include <travaux/read/office.h>

struct tvx_doc_made {
    char *bytes; /* malloc'ed; the caller frees */
    size_t length;
    char by[64]; /* "LibreOffice 7.4" */
};

/* Does the environment forbid outside programs?  Then none is there. */
bool tvx_office_forbidden(void);
/* Is LibreOffice there, is antiword? */
bool tvx_office_has_libreoffice(const struct tvx_office *office);
bool tvx_office_has_antiword(const struct tvx_office *office);

/* A DOCX made by LibreOffice of a "doc" or "rtf" file. */
enum tvx_status tvx_office_docx(struct tvx_doc_made *made, struct tvx_office *office, const char *name,
                                const char *bytes, size_t length, const char *format, unsigned seconds,
                                struct tvx_error *error);
/* DocBook XML made by antiword of a "doc" file. */
enum tvx_status tvx_office_docbook(struct tvx_doc_made *made, struct tvx_office *office, const char *bytes,
                                   size_t length, unsigned seconds, struct tvx_error *error);

#endif
