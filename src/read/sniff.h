/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Tells a file's format by its bytes; the name only decides between kinds of text.  data/formats.tsv says of every
 * format what to call it before people, and for those that are not read, what to do about it.
 */
#ifndef TVX_READ_SNIFF_H
#define TVX_READ_SNIFF_H

#include <stdbool.h>
#include <stddef.h>
#include <travaux/base/arena.h>
#include <travaux/base/error.h>
#include <travaux/base/table.h>

struct tvx_format {
    struct tvx_field name;        /* as tvx_read_sniff gives it */
    struct tvx_field description; /* "a PDF file" */
    struct tvx_field advice;      /* why it is not read and what to do; empty for formats that are read */
};

/* False when the table does not know the name. */
bool tvx_format_find(struct tvx_format *out, const char *name);

/* Does the file's name end so, whatever the case?  `ending` with its dot, in lower case. */
bool tvx_name_ends(const char *name, const char *ending);

#endif
