/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * The server's parts and what they share.  MHD's threads hold the sockets: they answer from the cache, or hand the
 * request to a worker and put the connection aside until it is done.  Only workers touch the workspace, except for the
 * number that tells whether it changed.
 */
#ifndef SERVE_SERVER_H
#define SERVE_SERVER_H

#include "guard.h"
#include "request.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <travaux/serve/server.h>

enum { MOST_WORKERS = 8, MOST_WAITING = 512 };

struct job; /* http.h */
struct cache;
struct lines;

struct counters { /* for /metrics */
    _Atomic uint64_t requests[6]; /* by hundreds of the status */
    _Atomic uint64_t kept;        /* answered from the cache */
    _Atomic uint64_t microseconds; /* of workers, together */
    _Atomic uint64_t made;         /* answers that a worker made */
    _Atomic uint64_t bytes;
};

struct server {
    struct MHD_Daemon *daemon;
    const char *workspace;
    struct tvx_arena *arena; /* of what follows */
    const char *url, *site, *local_link;
    bool secure, loopback;
    char local_key[TVX_TOKEN_SIZE];
    atomic_bool local_used;
    struct tvx_tongue *tongues[TVX_TONGUES];
    char *certificate, *key; /* PEM text */
    FILE *log;
    pthread_mutex_t log_lock;
    int64_t started;

    pthread_mutex_t watch_lock; /* of the next three */
    struct tvx_store *watch;    /* sees only whether the workspace changed, and who may upload */
    int64_t version;
    int64_t watched_at;         /* milliseconds of the monotonic clock */
    atomic_bool touched;        /* a worker may have written: look again */

    pthread_mutex_t queue_lock; /* of the queue */
    pthread_cond_t queue_filled;
    struct job *first, *last;
    size_t waiting;
    bool stopping;
    pthread_t workers[MOST_WORKERS];
    size_t worker_count;

    struct guard guard;
    struct cache *cache;
    struct uploads *uploads; /* upload.h */
    struct lines *lines;
    atomic_size_t running; /* requests that began and have not ended */
    struct counters counters;
};

/* Changes when the workspace does; asks the file at most every few milliseconds. */
int64_t server_version(struct server *server);
/* Adds a line to the access log: time, method, the route's pattern, status, bytes, milliseconds; none of a person. */
void server_log(struct server *server, const char *method, const char *pattern, unsigned status, size_t bytes,
                int64_t microseconds);
int64_t now_microseconds(void); /* of the monotonic clock */

#endif
