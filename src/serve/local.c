/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The person at this machine, signed in by the link that `serve` prints; and the language of the interface. */
#include "http.h"

#include <string.h>

enum { YEAR = 365 * 24 * 3600 };

enum tvx_status local_handler(struct request *request, struct reply *reply)
{
    struct server *server = request->server;
    char *token = tvx_arena_alloc(request->arena, TVX_TOKEN_SIZE);
    int64_t account;
    enum tvx_status status;

    if (token == NULL)
        return tvx_error_nomem(&request->error);
    if (server->local_link == NULL || !tvx_secret_equal(server->local_key, request->rest) ||
        atomic_exchange(&server->local_used, true))
        return tvx_error_set(&request->error, TVX_E_NOTFOUND,
                             "This link has been used, or was made by another start of travaux serve. Start it again "
                             "for a new one.");
    status = tvx_store_account_local(request->store, &account, &request->error);
    if (status == TVX_OK)
        status = tvx_store_session_start(request->store, token, account,
                                         request_header(request, MHD_HTTP_HEADER_USER_AGENT), request->now,
                                         &request->error);
    atomic_store(&server->touched, true);
    if (status != TVX_OK) {
        atomic_store(&server->local_used, false);
        return status;
    }
    reply_cookie(request, reply, session_cookie_name(request), token, TVX_SESSION_LOCAL_IDLE);
    reply_redirect(request, reply, "/");
    return TVX_OK;
}

enum tvx_status language_handler(struct request *request, struct reply *reply)
{
    for (size_t i = 0; i < TVX_TONGUES; i++)
        if (strcmp(tvx_tongue_names[i].code, request->rest) == 0)
            reply_cookie(request, reply, "travaux-language", tvx_tongue_names[i].code, YEAR);
    reply_redirect(request, reply, request_parameter(request, "back"));
    return TVX_OK;
}
