/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Files that people send: taken over from the request, read one lot after the other by a thread of its own with its own
 * connection to the workspace, exactly as `travaux add` reads.  What came of each file is kept while the server runs.
 */
#ifndef SERVE_UPLOAD_H
#define SERVE_UPLOAD_H

#include "route.h"

#include <travaux/show/upload.h>

struct uploads;

struct uploads *uploads_new(struct server *server); /* NULL: no memory */
/* The lot that is being read is read to its end; those that wait are dropped. */
void uploads_free(struct uploads *uploads);

/*
 * Takes the request's files and fields over and returns; *id names the report.  TVX_E_USAGE for a form without files or
 * with a field of no use, TVX_E_LIMIT where too many wait.
 */
enum tvx_status uploads_take(struct uploads *uploads, struct request *request, int64_t *id);

/* Copies, arena-owned, newest first; `all`: of everybody, else of the account alone. */
enum tvx_status uploads_list(struct uploads *uploads, struct request *request, bool all, struct tvx_upload **out,
                             size_t *count);
enum tvx_status uploads_find(struct uploads *uploads, struct request *request, bool all, int64_t id,
                             struct tvx_upload *out);

#endif
