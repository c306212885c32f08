/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Coming in and going out: signing in, invitations, signing out. */
#include "http.h"

#include <string.h>
#include <travaux/show/people.h>

#include "guard.h"

static const char invitation_used[] = "this link has been used, withdrawn or is too old; ask for a new one";

/* The new session's cookie; who was signed in before no longer is. */
static enum tvx_status enter(struct request *request, struct reply *reply, const char *token)
{
    if (request->cookie != NULL)
        (void)tvx_store_sign_out(request->store, request->cookie, &request->error);
    reply_cookie(request, reply, session_cookie_name(request), token, TVX_SESSION_ABSOLUTE);
    return TVX_OK;
}

enum tvx_status sign_in_page_handler(struct request *request, struct reply *reply)
{
    struct tvx_page page;

    if (request->role != TVX_ROLE_VISITOR) {
        reply_redirect(request, reply, request_parameter(request, "back"));
        return TVX_OK;
    }
    session_offer_form(request, reply);
    page = request_page(request, reply);
    tvx_page_sign_in(&page, NULL, request_back(request, request_parameter(request, "back")), NULL);
    return TVX_OK;
}

enum tvx_status sign_in_handler(struct request *request, struct reply *reply)
{
    const char *email = request_field_or(request, "email", ""), *back = request_field(request, "back");
    char *token = tvx_arena_alloc(request->arena, TVX_TOKEN_SIZE);
    unsigned wait = guard_sign_in(request, email);
    struct tvx_page_told told = {.problem = NULL};
    struct tvx_page page;
    int64_t account;
    enum tvx_status status = TVX_E_NOTFOUND;

    if (token == NULL)
        return tvx_error_nomem(&request->error);
    if (wait == 0)
        status = tvx_store_sign_in(request->store, token, &account,
                                   &(struct tvx_sign_in){
                                       .email = email, .password = request_field_or(request, "password", ""),
                                       .code = request_field(request, "code"), .now = request->now,
                                       .agent = request_header(request, MHD_HTTP_HEADER_USER_AGENT)},
                                   &request->error);
    if (status == TVX_OK) {
        guard_signed_in(request, email);
        enter(request, reply, token);
        reply_redirect(request, reply, back);
        return TVX_OK;
    }
    if (status != TVX_E_NOTFOUND)
        return status;
    if (wait == 0)
        guard_refused(request, email);
    told.problem = wait == 0 ? request->error.message
                             : tvx_arena_printf(request->arena, "too many tries; try again in %u seconds", wait);
    reply->status = wait == 0 ? MHD_HTTP_FORBIDDEN : MHD_HTTP_TOO_MANY_REQUESTS;
    if (wait > 0)
        reply_header(reply, MHD_HTTP_HEADER_RETRY_AFTER, tvx_arena_printf(request->arena, "%u", wait));
    page = request_page(request, reply);
    tvx_page_sign_in(&page, &told, request_back(request, back), email);
    return TVX_OK;
}

enum tvx_status sign_out_handler(struct request *request, struct reply *reply)
{
    enum tvx_status status = tvx_store_sign_out(request->store, request->cookie, &request->error);

    reply_cookie(request, reply, session_cookie_name(request), "", -1);
    reply_header(reply, "Clear-Site-Data", "\"cache\"");
    if (status == TVX_OK)
        reply_redirect(request, reply, "/sign-in");
    return status;
}

/* ---- invitations ---- */

static enum tvx_status invitation_page(struct request *request, struct reply *reply, const char *key, const char *name,
                                       const struct tvx_page_told *told)
{
    struct tvx_invitation invitation;
    struct tvx_page page;
    enum tvx_status status = tvx_store_invitation(request->store, request->arena, &invitation, key, request->now,
                                                  &request->error);

    if (status != TVX_OK)
        return status;
    session_offer_form(request, reply);
    page = request_page(request, reply);
    tvx_page_invitation(&page, told, &invitation, key, name);
    return TVX_OK;
}

enum tvx_status invitation_page_handler(struct request *request, struct reply *reply)
{
    enum tvx_status status = invitation_page(request, reply, request_parameter(request, "key"), NULL, NULL);

    if (status != TVX_E_NOTFOUND)
        return status;
    reply_problem(request, reply, MHD_HTTP_NOT_FOUND, SAY("This link has been used, withdrawn or is too old. Ask for a "
                                                          "new one."));
    return TVX_OK;
}

enum tvx_status invitation_handler(struct request *request, struct reply *reply)
{
    const char *key = request_field_or(request, "key", ""), *name = request_field_or(request, "name", "");
    const char *password = request_field_or(request, "password", "");
    struct tvx_page_told told = {.problem = NULL};
    char *token = tvx_arena_alloc(request->arena, TVX_TOKEN_SIZE);
    int64_t account;
    enum tvx_status status = token == NULL ? tvx_error_nomem(&request->error) : TVX_OK;

    if (status == TVX_OK && !tvx_secret_equal(password, request_field_or(request, "again", "")))
        status = tvx_error_set(&request->error, TVX_E_USAGE, "the two passwords are not the same");
    if (status == TVX_OK)
        status = tvx_store_invitation_accept(request->store, &account, key, name, password, request->now,
                                             &request->error);
    if (status == TVX_E_USAGE) {
        told.problem = tvx_arena_strdup(request->arena, request->error.message);
        reply->status = MHD_HTTP_BAD_REQUEST;
        return invitation_page(request, reply, key, name, &told);
    }
    if (status == TVX_OK)
        status = tvx_store_session_start(request->store, token, account,
                                         request_header(request, MHD_HTTP_HEADER_USER_AGENT), request->now,
                                         &request->error);
    if (status == TVX_E_NOTFOUND)
        return tvx_error_set(&request->error, TVX_E_NOTFOUND, "%s", invitation_used);
    if (status != TVX_OK)
        return status;
    enter(request, reply, token);
    reply_redirect(request, reply, "/");
    return TVX_OK;
}
