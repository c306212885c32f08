/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* `travaux serve`: the web workbench. */
#include "command.h"

#include <signal.h>
#include <stdio.h>
#include <travaux/serve/server.h>

static void greet(const struct tvx_server *server)
{
    const char *link = tvx_server_local_link(server);

    fprintf(stderr, "The workbench is at %s/\n", tvx_server_url(server));
    if (link != NULL)
        fprintf(stderr, "Open this link to sign in; it works once:\n  %s\n", link);
    fprintf(stderr, "Ctrl-C ends it.\n");
}

static int run(struct tvx_call *call)
{
    struct tvx_server_options options = {
        .listen = tvx_call_option(call, "listen"), .public_url = tvx_call_option(call, "public-url"),
        .certificate = tvx_call_option(call, "certificate"), .key = tvx_call_option(call, "key"),
        .log = tvx_call_option(call, "log")};
    struct tvx_store *store;
    struct tvx_server *server;
    sigset_t ends;
    int signal_number, result = tvx_call_open_at(call, &store, &options.workspace);

    if (result != EXIT_DONE)
        return result;
    tvx_store_close(store); /* it is whole and of our version: the server opens it anew, once for each worker */
    sigemptyset(&ends);
    sigaddset(&ends, SIGINT);
    sigaddset(&ends, SIGTERM);
    sigaddset(&ends, SIGHUP);
    pthread_sigmask(SIG_BLOCK, &ends, NULL); /* before any thread is there: all of them inherit it */
    if (tvx_server_start(&server, &options, &call->error) != TVX_OK)
        return tvx_call_fail(call);
    greet(server);
    while (sigwait(&ends, &signal_number) != 0)
        continue;
    fprintf(stderr, "\nEnding; what is under way is finished first.\n");
    tvx_server_stop(server);
    return EXIT_DONE;
}

static const struct tvx_option options[] = {
    {"listen", 'l', "[HOST:]PORT", false,
     "Where to listen; 127.0.0.1:8080 where not given, so that only this machine can ask.  :8080 is every address."},
    {"public-url", 0, "URL", false,
     "Where it is reached from outside, https://work.example.org, when a web server stands before it."},
    {"certificate", 0, "FILE", false, "TLS certificate with its chain, PEM."},
    {"key", 0, "FILE", false, "The certificate's key, PEM."},
    {"log", 0, "FILE", false,
     "Appends one line for each request: time, method, kind of page, status, bytes, milliseconds.  No address, name or "
     "query of a person stands in it."},
    {NULL, 0, NULL, false, NULL},
};

static const struct tvx_example examples[] = {
    {"travaux serve", "The workbench for yourself: open the link that it prints."},
    {"travaux serve --listen 127.0.0.1:9000 --public-url https://work.example.org",
     "For a coalition, behind a web server that has the certificate."},
    {NULL, NULL},
};

const struct tvx_command tvx_command_serve = {
    .name = "serve",
    .arguments = "",
    .least = 0,
    .most = 0,
    .summary = "the web workbench: the same answers as pages, for one or for many",
    .text = "Serves the workspace as a web site: conference, instruments, provisions with all their texts side by "
            "side, proposals, documents, search, and an API for programs.  It works without script, without network "
            "and in any browser.  Nobody sees anything who has not signed in, until a part of it is published.\n\n"
            "While the workspace has no account, the link that is printed signs in the person at this machine; "
            "`travaux account add` and the page People make accounts for others.",
    .options = options,
    .examples = examples,
    .run = run,
};
