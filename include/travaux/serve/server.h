/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * The workbench: one workspace as a web site and an API, on this machine or for a whole coalition.  A few threads
 * answer what is kept ready, a few workers, each with its own connection to the workspace, make the rest.  Nothing
 * leaves the machine but the answers.
 */
#ifndef TRAVAUX_SERVE_SERVER_H
#define TRAVAUX_SERVE_SERVER_H

#include <stdbool.h>
#include <stddef.h>
#include <travaux/base/error.h>

struct tvx_server;

struct tvx_server_options {
    const char *workspace;   /* address of the workspace */
    /* "8080", "127.0.0.1:8080", "[::1]:8080", ":8080" for every address; port 0: any free one */
    const char *listen;
    const char *public_url;  /* "https://work.example.org" where it is reached from outside, without a path; NULL */
    const char *certificate, *key; /* PEM files for TLS; both NULL: plain HTTP */
    const char *log;         /* file to append the access log to; NULL: none */
};

/*
 * Starts it; the threads run until tvx_server_stop.  TVX_E_USAGE for an address, certificate or key that will not do,
 * TVX_E_IO where the address is taken, the errors of tvx_store_open.  Answers begin before this returns.
 */
enum tvx_status tvx_server_start(struct tvx_server **out, const struct tvx_server_options *options,
                                 struct tvx_error *error);
/* "http://127.0.0.1:8080/": where it listens, with the port that was free. */
const char *tvx_server_url(const struct tvx_server *server);
/* A link that signs in the person at this machine, once; NULL where there are accounts already or strangers listen. */
const char *tvx_server_local_link(const struct tvx_server *server);
/* Takes no more requests, ends those that run (10 seconds at most), closes the workspace, frees it. */
void tvx_server_stop(struct tvx_server *server);

#endif
