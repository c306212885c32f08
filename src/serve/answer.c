/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* From a request to its reply: who asks, may they, the route's handler, and what its failure means in HTTP. */
#include "http.h"

#include <string.h>
#include <time.h>

static unsigned status_of(enum tvx_status status)
{
    switch (status) {
    case TVX_OK: return MHD_HTTP_OK;
    case TVX_E_NOTFOUND: return MHD_HTTP_NOT_FOUND;
    case TVX_E_USAGE: return MHD_HTTP_BAD_REQUEST;
    case TVX_E_LIMIT: return MHD_HTTP_CONTENT_TOO_LARGE;
    default: return MHD_HTTP_INTERNAL_SERVER_ERROR;
    }
}

/* Somebody who has not signed in is asked to; who has is told. */
static void not_allowed(struct request *request, struct reply *reply)
{
    if (request->role != TVX_ROLE_VISITOR) {
        reply_problem(request, reply, MHD_HTTP_FORBIDDEN, SAY("Your role does not allow this."));
    } else if (request->route->flags & ROUTE_API) {
        reply_problem(request, reply, MHD_HTTP_UNAUTHORIZED, SAY("Send an API token: Authorization: Bearer tvx_…"));
        reply_header(reply, MHD_HTTP_HEADER_WWW_AUTHENTICATE, "Bearer");
    } else if (strcmp(request->method, "GET") == 0) {
        reply_redirect(request, reply, tvx_arena_printf(request->arena, "/sign-in?back=%s",
                                                        tvx_page_escape(request->arena, request->address)));
    } else {
        reply_problem(request, reply, MHD_HTTP_UNAUTHORIZED, SAY("Sign in first."));
    }
}

void job_answer(struct job *job)
{
    struct request *request = &job->request;
    struct reply *reply = &job->reply;
    const struct route *route = request->route;
    enum tvx_status status;

    request->now = (int64_t)time(NULL);
    status = session_find(request);
    if (status == TVX_E_NOTFOUND) { /* an API token that is none */
        reply_problem(request, reply, MHD_HTTP_UNAUTHORIZED, request->error.message);
        return;
    }
    if (status == TVX_OK && request->role < route->least && !(route->flags & ROUTE_PUBLISHED)) {
        not_allowed(request, reply);
        return;
    }
    if (status == TVX_OK && strcmp(request->method, "GET") != 0 && !(route->flags & ROUTE_OWN_TOKEN) &&
        !session_form_is_ours(request)) {
        reply_problem(request, reply, MHD_HTTP_FORBIDDEN,
                      SAY("This form is too old, or does not come from this site. Go back, load the page anew, and "
                          "send it again."));
        return;
    }
    if (status == TVX_OK)
        status = route->handler(request, reply);
    if (status == TVX_E_NOTFOUND && request->role == TVX_ROLE_VISITOR && (route->flags & ROUTE_PUBLISHED)) {
        not_allowed(request, reply); /* what is hidden looks as what is not there */
        return;
    }
    if (status != TVX_OK)
        reply_problem(request, reply, status_of(status), request->error.message);
}
