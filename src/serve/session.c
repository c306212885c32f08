/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Who asks: a session's cookie, a program's token, or nobody; and whether a form is one of ours. */
#include "http.h"

#include <string.h>
#include <strings.h>

static const char form_cookie[] = "travaux-form";

const char *session_cookie_name(const struct request *request)
{
    return request_is_secure(request) ? "__Host-travaux" : "travaux";
}

static void take_role(struct request *request, const struct tvx_account *account)
{
    struct tvx_viewer *viewer = &request->viewer;

    request->account = account->id;
    request->role = account->role;
    viewer->account = account->id;
    viewer->name = account->name;
    viewer->reads = account->role >= TVX_ROLE_READER;
    viewer->analyses = account->role >= TVX_ROLE_ANALYST;
    viewer->edits = account->role >= TVX_ROLE_EDITOR;
    viewer->administers = account->role >= TVX_ROLE_ADMIN;
}

static bool same_tongue(const char *code, const char *wanted, size_t length)
{
    return strlen(code) == length && strncasecmp(code, wanted, length) == 0;
}

static const struct tvx_tongue *tongue_of(struct server *server, const char *wanted, size_t length)
{
    for (size_t i = 0; i < TVX_TONGUES; i++)
        if (same_tongue(tvx_tongue_names[i].code, wanted, length))
            return server->tongues[i];
    return NULL;
}

/* By the cookie, the account, then what the browser asks for first of those we have complete; weights are in order in
   what browsers send (RFC 9110, 12.5.4), so the order is taken. */
static void choose_tongue(struct request *request, const char *of_account)
{
    const char *wanted = request_cookie(request, "travaux-language");
    const struct tvx_tongue *tongue = NULL;

    if (wanted != NULL)
        tongue = tongue_of(request->server, wanted, strlen(wanted));
    if (tongue == NULL && of_account != NULL && *of_account != '\0')
        tongue = tongue_of(request->server, of_account, strlen(of_account));
    wanted = request_header(request, MHD_HTTP_HEADER_ACCEPT_LANGUAGE);
    while (tongue == NULL && wanted != NULL && *wanted != '\0') {
        wanted += strspn(wanted, " ,\t");
        tongue = tongue_of(request->server, wanted, strcspn(wanted, "-;, "));
        if (tongue != NULL && !tvx_tongue_name(tongue)->complete)
            tongue = NULL;
        wanted += strcspn(wanted, ",");
    }
    request->viewer.tongue = tongue == NULL ? request->server->tongues[1] : tongue;
}

enum tvx_status session_find(struct request *request)
{
    const char *bearer = request_header(request, MHD_HTTP_HEADER_AUTHORIZATION);
    struct tvx_session session = {0};
    enum tvx_status status = TVX_E_NOTFOUND;
    const char *visitor;

    request->viewer.served = true;
    request->viewer.address = request->address;
    if (bearer != NULL && (request->route->flags & ROUTE_API) && strncasecmp(bearer, "Bearer ", 7) == 0) {
        status = tvx_store_api_token(request->store, request->arena, &session.account, bearer + 7, request->now,
                                     &request->error);
        if (status != TVX_OK)
            return status; /* a wrong token is told, not taken for a visitor */
        request->by_token = true;
        take_role(request, &session.account);
    } else {
        request->cookie = request_cookie(request, session_cookie_name(request));
        if (request->cookie != NULL)
            status = tvx_store_session(request->store, request->arena, &session, request->cookie, request->now,
                                       &request->error);
        if (status == TVX_OK)
            take_role(request, &session.account);
        else
            request->cookie = NULL;
    }
    visitor = request->cookie != NULL ? request->cookie : request_cookie(request, form_cookie);
    if (visitor != NULL && strlen(visitor) == TVX_TOKEN_SIZE - 1) {
        tvx_csrf_token(request->form_token, visitor);
        request->viewer.token = request->form_token;
    }
    choose_tongue(request, status == TVX_OK ? session.account.language : NULL);
    return status == TVX_E_NOTFOUND ? TVX_OK : status;
}

void session_offer_form(struct request *request, struct reply *reply)
{
    char *token;

    if (request->viewer.token != NULL)
        return;
    token = tvx_arena_alloc(request->arena, TVX_TOKEN_SIZE);
    if (token == NULL)
        return;
    tvx_token_new(token);
    tvx_csrf_token(request->form_token, token);
    request->viewer.token = request->form_token;
    reply_cookie(request, reply, form_cookie, token, 0);
}

/* "https://host" of an Origin header against the Host that was asked for: browsers send it with every form. */
static bool origin_is_ours(struct request *request)
{
    const char *origin = request_header(request, MHD_HTTP_HEADER_ORIGIN), *host, *name;
    const char *site = request_header(request, "Sec-Fetch-Site");

    if (site != NULL && strcasecmp(site, "same-origin") != 0 && strcasecmp(site, "none") != 0)
        return false;
    if (origin == NULL)
        return true;
    host = request_header(request, MHD_HTTP_HEADER_HOST);
    name = strstr(origin, "://");
    return name != NULL && host != NULL && strcasecmp(name + 3, host) == 0;
}

bool session_form_is_ours(struct request *request)
{
    const char *token = request_field(request, "token"), *cookie = request->cookie;

    if (request->by_token)
        return true;
    if (token == NULL)
        token = request_header(request, "X-Travaux-Token");
    if (cookie == NULL)
        cookie = request_cookie(request, form_cookie);
    return origin_is_ours(request) && cookie != NULL && token != NULL && tvx_csrf_check(cookie, token);
}

bool session_may_upload(struct request *request)
{
    struct server *server = request->server;
    bool may;

    pthread_mutex_lock(&server->watch_lock);
    request->store = server->watch;
    may = session_find(request) == TVX_OK && request->role >= request->route->least;
    request->store = NULL;
    pthread_mutex_unlock(&server->watch_lock);
    request->role = TVX_ROLE_VISITOR;
    request->account = 0;
    request->by_token = false;
    request->viewer = (struct tvx_viewer){0};
    return may;
}
