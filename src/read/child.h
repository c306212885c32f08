/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Runs a parser in a forked child and takes from it one message: the packed document or an error.  The child has
 * limits on memory, processor time and wall-clock time; whatever it dies of becomes an error in the parent.
 * The parent never sees a pointer of the child, only bytes that tvx_document_unpack has checked.
 */
#ifndef TVX_READ_CHILD_H
#define TVX_READ_CHILD_H

#include <travaux/read/read.h>

/* What the child runs; `context` is as it was at the fork.  The document need not be freed: the child ends. */
typedef enum tvx_status tvx_parse_fn(struct tvx_document **out, const void *context, struct tvx_error *error);

/* max_document bounds the message, seconds the wall clock; both must be set (tvx_read_defaults). */
enum tvx_status tvx_child_read(struct tvx_document **out, tvx_parse_fn *parse, const void *context,
                               const struct tvx_read_options *options, struct tvx_error *error);

#endif
