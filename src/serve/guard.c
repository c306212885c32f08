/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "guard.h"

#include <string.h>

#include "server.h"

enum { KEYS = 20000, KEY_BYTES = 300, TOO_MANY_REQUESTS = 429 };

bool guard_start(struct guard *guard)
{
    /* a conference hall sits behind one address: many may come in at once, and who comes in costs nothing */
    guard->from = tvx_limit_new(&(struct tvx_limit_rule){.burst = 50, .per_minute = 20, .longest = 60, .keys = KEYS});
    guard->account = tvx_limit_new(&(struct tvx_limit_rule){.burst = 5, .per_minute = 2, .longest = 60, .keys = KEYS});
    guard->all = tvx_limit_new(&(struct tvx_limit_rule){.burst = 30, .per_minute = 180, .keys = 1});
    guard->told = tvx_limit_new(&(struct tvx_limit_rule){.burst = 1, .per_minute = 1, .keys = KEYS});
    guard->search = tvx_limit_new(&(struct tvx_limit_rule){.burst = 30, .per_minute = 60, .keys = KEYS});
    guard->letter = tvx_limit_new(&(struct tvx_limit_rule){.burst = 10, .per_minute = 2, .keys = KEYS});
    return guard->from != NULL && guard->account != NULL && guard->all != NULL && guard->told != NULL &&
           guard->search != NULL && guard->letter != NULL;
}

void guard_end(struct guard *guard)
{
    tvx_limit_free(guard->from);
    tvx_limit_free(guard->account);
    tvx_limit_free(guard->all);
    tvx_limit_free(guard->told);
    tvx_limit_free(guard->search);
    tvx_limit_free(guard->letter);
}

/* The client's network: of IPv6 the first four groups, which one client has whole. */
static void key_of_peer(char out[KEY_BYTES], const struct request *request)
{
    const char *peer = request_peer(request);
    size_t length = 0;
    int groups = 0;

    if (peer == NULL)
        peer = "";
    for (; peer[length] != '\0' && length < KEY_BYTES - 1 && groups < 4; length++) {
        groups += peer[length] == ':';
        out[length] = peer[length];
    }
    out[length] = '\0';
}

/* An address in any case is the same account. */
static void key_of_account(char out[KEY_BYTES], const char *email)
{
    size_t length = 0;

    for (; email[length] != '\0' && length < KEY_BYTES - 1; length++)
        out[length] = email[length] >= 'A' && email[length] <= 'Z' ? (char)(email[length] - 'A' + 'a') : email[length];
    out[length] = '\0';
}

/* In the audit log, at most once a minute, where there is such an account. */
static void tell(struct request *request, const char *email, const char *key, int64_t now)
{
    struct tvx_account account;
    struct tvx_error error;

    if (tvx_limit_take(request->server->guard.told, key, now) == 0 &&
        tvx_store_account_find(request->store, request->arena, &account, email, &error) == TVX_OK)
        (void)tvx_store_audit(request->store, account.id, "session.blocked", account.email, NULL, &error);
}

unsigned guard_sign_in(struct request *request, const char *email)
{
    struct guard *guard = &request->server->guard;
    char from[KEY_BYTES], account[KEY_BYTES];
    int64_t now = tvx_limit_now();
    unsigned wait;

    key_of_peer(from, request);
    key_of_account(account, email);
    wait = tvx_limit_take(guard->from, from, now);
    if (wait == 0) {
        wait = tvx_limit_take(guard->account, account, now);
        if (wait > 0)
            tell(request, email, account, now);
    }
    return wait == 0 ? tvx_limit_take(guard->all, "", now) : wait;
}

void guard_signed_in(struct request *request, const char *email)
{
    struct guard *guard = &request->server->guard;
    char from[KEY_BYTES], account[KEY_BYTES];

    key_of_peer(from, request);
    key_of_account(account, email);
    tvx_limit_return(guard->from, from);
    tvx_limit_return(guard->all, "");
    tvx_limit_forget(guard->account, account);
}

void guard_refused(struct request *request, const char *email)
{
    struct guard *guard = &request->server->guard;
    char from[KEY_BYTES], account[KEY_BYTES];
    int64_t now = tvx_limit_now();

    key_of_peer(from, request);
    key_of_account(account, email);
    tvx_limit_failed(guard->from, from, now);
    tvx_limit_failed(guard->account, account, now);
}

static void key_of_own(char out[KEY_BYTES], const struct request *request)
{
    snprintf(out, KEY_BYTES, "#%lld", (long long)request->account);
}

unsigned guard_password(struct request *request)
{
    char own[KEY_BYTES];
    unsigned wait;

    key_of_own(own, request);
    wait = tvx_limit_take(request->server->guard.account, own, tvx_limit_now());
    return wait == 0 ? tvx_limit_take(request->server->guard.all, "", tvx_limit_now()) : wait;
}

void guard_password_wrong(struct request *request)
{
    char own[KEY_BYTES];

    key_of_own(own, request);
    tvx_limit_failed(request->server->guard.account, own, tvx_limit_now());
}

unsigned guard_search(struct request *request)
{
    char from[KEY_BYTES];

    key_of_peer(from, request);
    if (request->role >= TVX_ROLE_READER && (strcmp(from, "127.0.0.1") == 0 || strcmp(from, "::1") == 0))
        return 0;
    return tvx_limit_take(request->server->guard.search, from, tvx_limit_now());
}

unsigned guard_letter(struct request *request)
{
    char from[KEY_BYTES];

    key_of_peer(from, request);
    return tvx_limit_take(request->server->guard.letter, from, tvx_limit_now());
}

void guard_problem(struct request *request, struct reply *reply, unsigned seconds)
{
    reply_problem(request, reply, TOO_MANY_REQUESTS, SAY("Too many tries in a short time; wait a little."));
    reply_header(reply, MHD_HTTP_HEADER_RETRY_AFTER, tvx_arena_printf(request->arena, "%u", seconds));
}
