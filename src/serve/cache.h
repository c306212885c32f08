/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Answers that are kept ready: what a worker made for a viewer is sent again to the same viewer, as it is, until the
 * workspace changes or a minute has passed.  The least used go first when they fill 64 MiB.  Safe between threads.
 */
#ifndef SERVE_CACHE_H
#define SERVE_CACHE_H

#include <microhttpd.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct cache;

struct cache *cache_new(void); /* NULL: no memory */
void cache_free(struct cache *cache);
/*
 * Queues the answer kept under the key on the connection; false when none is kept.  `match` is the client's
 * If-None-Match (may be NULL): an answer that it has already is sent as 304.  *bytes and *status tell what was sent.
 */
bool cache_send(struct cache *cache, const unsigned char key[16], int64_t version, const char *match,
                struct MHD_Connection *connection, enum MHD_Result *result, size_t *bytes, unsigned *status);
/* Keeps an answer that was made while the workspace had that version; both responses are the cache's from now on, and
   `etag` is copied. */
void cache_keep(struct cache *cache, const unsigned char key[16], int64_t version, struct MHD_Response *response,
                struct MHD_Response *unchanged, const char *etag, size_t size);
size_t cache_bytes(struct cache *cache);

#endif
