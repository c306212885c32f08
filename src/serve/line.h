/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * The connections that are open, and how long each has let us wait.  A client that sends its request a byte at a time
 * (slowloris) would hold a connection for ever, because each byte counts as a sign of life: here a request's head has a
 * deadline and its body a least speed, and an address has only so many connections.
 */
#ifndef SERVE_LINE_H
#define SERVE_LINE_H

#include <microhttpd.h>
#include <stdbool.h>
#include <stddef.h>
#include <travaux/base/error.h>

enum { LINE_SECONDS = 30, LINE_BYTES_A_SECOND = 1024, LINES_OF_ONE = 100 };

struct lines;

/* Starts the thread that looks after them. */
enum tvx_status lines_start(struct lines **out, struct tvx_error *error);
void lines_stop(struct lines *lines);

/* MHD's callbacks; the context is struct lines. */
enum MHD_Result lines_accept(void *context, const struct sockaddr *address, socklen_t size);
void lines_notify(void *context, struct MHD_Connection *connection, void **kept,
                  enum MHD_ConnectionNotificationCode code);

/* What the connection does now. */
void line_waits(struct MHD_Connection *connection);               /* for a request, from now on */
void line_took(struct MHD_Connection *connection, size_t bytes);  /* of its body */
void line_works(struct MHD_Connection *connection);               /* the request is whole: the client waits for us */

#endif
