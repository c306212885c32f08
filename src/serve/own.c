/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* One's own account: everybody changes only what is theirs, whatever numbers a form holds. */
#include "http.h"

#include <stdlib.h>
#include <string.h>
#include <travaux/show/people.h>

#include "guard.h"

enum { DAY_SECONDS = 24 * 3600 };

static const struct { const char *word, *said; } done[] = { /* ?done=WORD, after a form */
    {"account", SAY("the account was changed")}, {"password", SAY("the password was changed")},
    {"session", SAY("the session was ended")}, {"token", SAY("the token was revoked")},
    {"factor", SAY("the second factor was taken away")}};

static enum tvx_status page_of(struct request *request, struct reply *reply, struct tvx_page_told *told,
                               const char *token)
{
    struct tvx_account account;
    struct tvx_session here = {.id = 0}, *sessions;
    struct tvx_api_token *tokens;
    struct tvx_page_own own = {.account = &account, .token = token};
    struct tvx_page page = request_page(request, reply);
    const char *word = request_parameter(request, "done");
    enum tvx_status status =
        tvx_store_account(request->store, request->arena, &account, request->account, &request->error);

    if (status == TVX_OK)
        status = tvx_store_sessions(request->store, request->arena, &sessions, &own.session_count, account.id,
                                    request->now, &request->error);
    if (status == TVX_OK)
        status = tvx_store_api_tokens(request->store, request->arena, &tokens, &own.token_count, account.id,
                                      &request->error);
    if (status == TVX_OK && request->cookie != NULL)
        status = tvx_store_session(request->store, request->arena, &here, request->cookie, request->now,
                                   &request->error);
    if (status != TVX_OK)
        return status;
    for (size_t i = 0; word != NULL && told->done == NULL && i < sizeof done / sizeof *done; i++)
        if (strcmp(done[i].word, word) == 0)
            told->done = done[i].said;
    own.sessions = sessions;
    own.tokens = tokens;
    own.session = here.id;
    tvx_page_own(&page, told, &own);
    return TVX_OK;
}

/* After a form: to the page anew, or the page with what is wrong. */
static enum tvx_status after(struct request *request, struct reply *reply, enum tvx_status status, const char *word)
{
    struct tvx_page_told told = {.problem = NULL};

    if (status == TVX_OK) {
        reply_redirect(request, reply, tvx_arena_printf(request->arena, "/account?done=%s", word));
        return TVX_OK;
    }
    if (status != TVX_E_USAGE && status != TVX_E_NOTFOUND)
        return status;
    told.problem = tvx_arena_strdup(request->arena, request->error.message);
    reply->status = MHD_HTTP_BAD_REQUEST;
    return page_of(request, reply, &told, NULL);
}

static int64_t number_of(const struct request *request, const char *name)
{
    const char *text = request_field_or(request, name, "");
    char *end;
    long long number = strtoll(text, &end, 10);

    return end == text || *end != '\0' ? -1 : (int64_t)number;
}

enum tvx_status own_page_handler(struct request *request, struct reply *reply)
{
    return page_of(request, reply, &(struct tvx_page_told){.problem = NULL}, NULL);
}

enum tvx_status own_name_handler(struct request *request, struct reply *reply)
{
    const char *language = request_field(request, "language");
    enum tvx_status status = tvx_store_account_set_name(request->store, request->account, request->account,
                                                        request_field_or(request, "name", ""), &request->error);

    if (status == TVX_OK && language != NULL) {
        status = tvx_store_account_set_language(request->store, request->account, language, &request->error);
        reply_cookie(request, reply, "travaux-language", language, *language == '\0' ? -1 : 365L * DAY_SECONDS);
    }
    return after(request, reply, status, "account");
}

/* The password as it is now, wrong too often: as a problem of the page. */
static enum tvx_status may_try(struct request *request)
{
    unsigned wait = guard_password(request);

    return wait == 0 ? TVX_OK : tvx_error_set(&request->error, TVX_E_USAGE, "too many tries; try again in %u seconds",
                                              wait);
}

enum tvx_status own_password_handler(struct request *request, struct reply *reply)
{
    const char *password = request_field_or(request, "password", "");
    char *token = tvx_arena_alloc(request->arena, TVX_TOKEN_SIZE);
    enum tvx_status status = token == NULL ? tvx_error_nomem(&request->error) : may_try(request);

    if (status == TVX_OK && !tvx_secret_equal(password, request_field_or(request, "again", "")))
        status = tvx_error_set(&request->error, TVX_E_USAGE, "the two passwords are not the same");
    if (status == TVX_OK) {
        status = tvx_store_account_change_password(request->store, request->account,
                                                   request_field_or(request, "old", ""), password, &request->error);
        if (status == TVX_E_NOTFOUND)
            guard_password_wrong(request);
    }
    if (status == TVX_OK) { /* all sessions have ended, this one, too */
        status = tvx_store_session_start(request->store, token, request->account,
                                         request_header(request, MHD_HTTP_HEADER_USER_AGENT), request->now,
                                         &request->error);
        if (status == TVX_OK)
            reply_cookie(request, reply, session_cookie_name(request), token, TVX_SESSION_ABSOLUTE);
    }
    return after(request, reply, status, "password");
}

enum tvx_status own_session_handler(struct request *request, struct reply *reply)
{
    enum tvx_status status = tvx_store_session_end(request->store, request->account, request->account,
                                                   number_of(request, "session"), &request->error);

    return after(request, reply, status, "session");
}

/* ---- tokens for programs ---- */

enum tvx_status own_token_handler(struct request *request, struct reply *reply)
{
    struct tvx_page_told told = {.problem = NULL};
    char *token = tvx_arena_alloc(request->arena, TVX_API_TOKEN_SIZE);
    int64_t days = number_of(request, "days");
    enum tvx_role role = TVX_ROLE_VISITOR;
    enum tvx_status status = token == NULL ? tvx_error_nomem(&request->error) : TVX_OK;

    tvx_role_parse(&role, request_field_or(request, "role", ""));
    if (status == TVX_OK && (days < 0 || days > 3660))
        status = tvx_error_set(&request->error, TVX_E_USAGE, "a token is good for some days, or until it is revoked");
    if (status == TVX_OK)
        status = tvx_store_api_token_add(request->store, token, request->account,
                                         request_field_or(request, "name", ""), role,
                                         days == 0 ? 0 : request->now + days * DAY_SECONDS, request->now,
                                         &request->error);
    return status == TVX_OK ? page_of(request, reply, &told, token) : after(request, reply, status, "");
}

enum tvx_status own_token_revoke_handler(struct request *request, struct reply *reply)
{
    enum tvx_status status = tvx_store_api_token_revoke(request->store, request->account, request->account,
                                                        number_of(request, "id"), &request->error);

    return after(request, reply, status, "token");
}

/* ---- the second factor ---- */

static enum tvx_status factor_page(struct request *request, struct reply *reply, const struct tvx_page_told *told)
{
    char secret[TVX_TOTP_TEXT];
    struct tvx_account account;
    struct tvx_page page = request_page(request, reply);
    enum tvx_status status =
        tvx_store_account(request->store, request->arena, &account, request->account, &request->error);

    if (status == TVX_OK)
        status = tvx_store_totp_begin(request->store, secret, request->account, &request->error);
    if (status == TVX_OK)
        tvx_page_second_factor(&page, told, account.email, secret, NULL);
    return status;
}

enum tvx_status own_factor_page_handler(struct request *request, struct reply *reply)
{
    return factor_page(request, reply, NULL);
}

enum tvx_status own_factor_handler(struct request *request, struct reply *reply)
{
    char codes[TVX_RECOVERY_CODES][TVX_RECOVERY_SIZE];
    struct tvx_page_told told = {.problem = NULL};
    struct tvx_page page = request_page(request, reply);
    enum tvx_status status = tvx_store_totp_confirm(request->store, codes, request->account,
                                                    request_field(request, "code"), request->now, &request->error);

    if (status == TVX_E_NOTFOUND) {
        told.problem = tvx_arena_strdup(request->arena, request->error.message);
        reply->status = MHD_HTTP_BAD_REQUEST;
        return factor_page(request, reply, &told);
    }
    if (status == TVX_OK)
        tvx_page_second_factor(&page, &told, NULL, NULL, (const char(*)[TVX_RECOVERY_SIZE])codes);
    return status;
}

enum tvx_status own_factor_off_handler(struct request *request, struct reply *reply)
{
    enum tvx_status status = may_try(request);

    if (status == TVX_OK) {
        status = tvx_store_totp_remove(request->store, request->account, request->account,
                                       request_field_or(request, "password", ""), &request->error);
        if (status == TVX_E_NOTFOUND)
            guard_password_wrong(request);
    }
    return after(request, reply, status, "factor");
}
