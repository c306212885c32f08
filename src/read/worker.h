/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * The process behind a reader pool: it takes requests from a socket, forks a confined child for each, some at a time,
 * and tells how each ended.  It never looks at a file's bytes: it maps them for the child and forgets them.
 */
#ifndef TVX_READ_WORKER_H
#define TVX_READ_WORKER_H

/* Serves the socket (SOCK_SEQPACKET) until the other end closes it, then ends its children and the process. */
_Noreturn void tvx_worker_run(int socket, unsigned at_once);

#endif
