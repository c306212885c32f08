/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Reads many files ahead of whoever uses them, on as many processors as there are.  The pool keeps one process that is
 * warm, behind Landlock, and has never seen a file; for each file it forks a child, which is confined and ends with its
 * file as tvx_read_bytes's does, so nothing passes from one document to the next.  Answers are taken in the order in
 * which the caller wants them.
 *
 * A pool belongs to one thread at a time.  Where its process cannot be started or is lost, each file is read by a child
 * of the caller's own, with the same result and more slowly.
 */
#ifndef TRAVAUX_READ_POOL_H
#define TRAVAUX_READ_POOL_H

#include <travaux/read/read.h>

enum { TVX_POOL_CEILING = 64 }; /* files that are asked for and not yet taken */

struct tvx_reader_pool;

/* Processors this process may use, 1…16: how many files are worth reading at once. */
unsigned tvx_reader_pool_processors(void);

/* `workers` files are read at once (0: as many as there are processors).  NULL when memory is short. */
struct tvx_reader_pool *tvx_reader_pool_new(unsigned workers);

/* Ends whatever is still being read; NULL is allowed. */
void tvx_reader_pool_free(struct tvx_reader_pool *pool);

/*
 * Has the file read, and gives a ticket for its document.  `name` and `bytes` stay the caller's and must be there until
 * the ticket is taken.  TVX_E_LIMIT when TVX_POOL_CEILING tickets are out.  Never waits for a file to be read.
 */
enum tvx_status tvx_reader_pool_ask(struct tvx_reader_pool *pool, size_t *ticket, const char *name, const char *bytes,
                                    size_t length, const struct tvx_read_options *options, struct tvx_error *error);

/* Waits for that file and gives what tvx_read_bytes would have given; the ticket is spent. */
enum tvx_status tvx_reader_pool_take(struct tvx_reader_pool *pool, size_t ticket, struct tvx_document **out,
                                     struct tvx_error *error);

#endif
