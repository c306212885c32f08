/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What admins do: let people in, publish, read the audit log. */
#include "http.h"

#include <stdlib.h>
#include <string.h>
#include <travaux/show/people.h>

enum { AUDIT_SHOWN = 100 };

static int64_t number_of(const char *text)
{
    char *end = NULL;
    long long number = text == NULL ? -1 : strtoll(text, &end, 10);

    return text == NULL || end == text || *end != '\0' ? -1 : (int64_t)number;
}

static enum tvx_status people_page(struct request *request, struct reply *reply, const struct tvx_page_told *told,
                                   const char *token, const char *whose)
{
    struct tvx_page_people people = {.link_for = whose};
    struct tvx_account *accounts;
    struct tvx_invitation *invitations;
    struct tvx_page page = request_page(request, reply);
    enum tvx_status status =
        tvx_store_accounts(request->store, request->arena, &accounts, &people.account_count, &request->error);

    if (status == TVX_OK)
        status = tvx_store_invitations(request->store, request->arena, &invitations, &people.invitation_count,
                                       request->now, &request->error);
    if (status != TVX_OK)
        return status;
    people.accounts = accounts;
    people.invitations = invitations;
    if (token != NULL)
        people.link = tvx_arena_printf(request->arena, "%s/invitation?key=%s", request_site(request), token);
    tvx_page_people(&page, told, &people);
    return TVX_OK;
}

static enum tvx_status after(struct request *request, struct reply *reply, enum tvx_status status)
{
    struct tvx_page_told told = {.problem = NULL};

    if (status == TVX_OK) {
        reply_redirect(request, reply, "/people");
        return TVX_OK;
    }
    if (status != TVX_E_USAGE && status != TVX_E_NOTFOUND)
        return status;
    told.problem = tvx_arena_strdup(request->arena, request->error.message);
    reply->status = MHD_HTTP_BAD_REQUEST;
    return people_page(request, reply, &told, NULL, NULL);
}

enum tvx_status people_page_handler(struct request *request, struct reply *reply)
{
    return people_page(request, reply, NULL, NULL, NULL);
}

enum tvx_status people_invite_handler(struct request *request, struct reply *reply)
{
    const char *email = request_field_or(request, "email", "");
    char token[TVX_TOKEN_SIZE];
    enum tvx_role role = TVX_ROLE_VISITOR;
    enum tvx_status status =
        tvx_role_parse(&role, request_field_or(request, "role", ""))
            ? tvx_store_invite(request->store, token, request->account, email, role, request->now, &request->error)
            : tvx_error_set(&request->error, TVX_E_USAGE, "choose a role");

    return status == TVX_OK ? people_page(request, reply, NULL, token, email) : after(request, reply, status);
}

enum tvx_status people_reset_handler(struct request *request, struct reply *reply)
{
    char token[TVX_TOKEN_SIZE];
    struct tvx_account account;
    enum tvx_status status = tvx_store_account(request->store, request->arena, &account,
                                               number_of(request_field(request, "id")), &request->error);

    if (status == TVX_OK)
        status = tvx_store_invite_reset(request->store, token, request->account, account.id, request->now,
                                        &request->error);
    return status == TVX_OK ? people_page(request, reply, NULL, token, account.email) : after(request, reply, status);
}

enum tvx_status people_role_handler(struct request *request, struct reply *reply)
{
    enum tvx_role role = TVX_ROLE_VISITOR;
    enum tvx_status status =
        tvx_role_parse(&role, request_field_or(request, "role", ""))
            ? tvx_store_account_set_role(request->store, request->account, number_of(request_field(request, "id")),
                                         role, &request->error)
            : tvx_error_set(&request->error, TVX_E_USAGE, "choose a role");

    return after(request, reply, status);
}

enum tvx_status people_disable_handler(struct request *request, struct reply *reply)
{
    return after(request, reply, tvx_store_account_disable(request->store, request->account,
                                                           number_of(request_field(request, "id")), true,
                                                           &request->error));
}

enum tvx_status people_enable_handler(struct request *request, struct reply *reply)
{
    return after(request, reply, tvx_store_account_disable(request->store, request->account,
                                                           number_of(request_field(request, "id")), false,
                                                           &request->error));
}

enum tvx_status people_factor_handler(struct request *request, struct reply *reply)
{
    int64_t id = number_of(request_field(request, "id"));
    enum tvx_status status =
        id == request->account
            ? tvx_error_set(&request->error, TVX_E_USAGE, "take away your own second factor on your own page")
            : tvx_store_totp_remove(request->store, request->account, id, NULL, &request->error);

    return after(request, reply, status);
}

enum tvx_status people_withdraw_handler(struct request *request, struct reply *reply)
{
    return after(request, reply, tvx_store_invitation_withdraw(request->store, request->account,
                                                               number_of(request_field(request, "id")),
                                                               &request->error));
}

/* ---- publishing ---- */

struct publishable { /* what can be published, as it is collected */
    struct tvx_page_publishable *items;
    size_t count, capacity;
};

static enum tvx_status offer(struct request *request, struct publishable *all, struct tvx_page_publishable item)
{
    struct tvx_page_publishable *larger;

    for (size_t i = 0; i < all->count; i++)
        if (all->items[i].kind == item.kind && strcmp(all->items[i].key, item.key) == 0)
            return TVX_OK; /* another version or language of it */
    larger = tvx_arena_grow(request->arena, all->items, all->count, &all->capacity, sizeof *larger);
    if (larger == NULL)
        return tvx_error_nomem(&request->error);
    all->items = larger;
    larger[all->count++] = item;
    return TVX_OK;
}

/* How many documents of a meeting are there, and how many not marked as public. */
static void count_closed(struct tvx_page_publishable *item, const struct tvx_stored_document *documents, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (item->kind == TVX_PUBLISHED_WORKSPACE ||
            (item->kind == TVX_PUBLISHED_MEETING && documents[i].meeting != NULL &&
             strcmp(documents[i].meeting, item->key) == 0)) {
            item->documents++;
            item->closed += strcmp(documents[i].access, "public") != 0;
        }
}

static enum tvx_status collect(struct request *request, struct publishable *all)
{
    struct tvx_published *published;
    struct tvx_event *events = NULL;
    struct tvx_stored_instrument *instruments = NULL;
    struct tvx_stored_document *documents;
    size_t count, event_count, instrument_count, document_count;
    enum tvx_status status = tvx_store_events(request->store, request->arena, &events, &event_count, &request->error);

    if (status == TVX_OK)
        status = tvx_store_instruments(request->store, request->arena, &instruments, &instrument_count,
                                       &request->error);
    if (status == TVX_OK)
        status = tvx_store_published_list(request->store, request->arena, &published, &count, &request->error);
    if (status == TVX_OK)
        status = tvx_store_documents(request->store, request->arena, &documents, &document_count, NULL,
                                     &request->error);
    if (status == TVX_OK)
        status = offer(request, all, (struct tvx_page_publishable){.kind = TVX_PUBLISHED_WORKSPACE, .key = ""});
    for (size_t i = 0; status == TVX_OK && i < event_count; i++)
        status = offer(request, all, (struct tvx_page_publishable){.kind = TVX_PUBLISHED_MEETING,
                                                                   .key = events[i].meeting, .title = events[i].title});
    for (size_t i = 0; status == TVX_OK && i < instrument_count; i++)
        status = offer(request, all, (struct tvx_page_publishable){.kind = TVX_PUBLISHED_INSTRUMENT,
                                                                   .key = instruments[i].key,
                                                                   .title = instruments[i].title});
    for (size_t i = 0; status == TVX_OK && i < count; i++) /* also what is published and no longer there */
        status = offer(request, all, (struct tvx_page_publishable){.kind = published[i].kind, .key = published[i].key});
    for (size_t i = 0; status == TVX_OK && i < all->count; i++) {
        count_closed(&all->items[i], documents, document_count);
        for (size_t j = 0; j < count; j++)
            all->items[i].open |=
                published[j].kind == all->items[i].kind && strcmp(published[j].key, all->items[i].key) == 0;
    }
    return status;
}

static enum tvx_status publish_page(struct request *request, struct reply *reply, const struct tvx_page_told *told)
{
    struct publishable all = {.count = 0};
    struct tvx_page page = request_page(request, reply);
    enum tvx_status status = collect(request, &all);

    if (status == TVX_OK)
        tvx_page_publish(&page, told, all.items, all.count);
    return status;
}

enum tvx_status publish_page_handler(struct request *request, struct reply *reply)
{
    return publish_page(request, reply, NULL);
}

enum tvx_status publish_handler(struct request *request, struct reply *reply)
{
    struct tvx_page_told told = {.problem = NULL};
    enum tvx_published_kind kind;
    bool changed;
    enum tvx_status status = tvx_published_kind_parse(&kind, request_field_or(request, "kind", ""))
                                 ? TVX_OK
                                 : tvx_error_set(&request->error, TVX_E_USAGE, "choose what is to be published");

    if (status == TVX_OK)
        status = tvx_store_publish(request->store, &changed, request->account, kind,
                                   request_field_or(request, "key", ""),
                                   strcmp(request_field_or(request, "open", ""), "1") == 0, &request->error);
    if (status == TVX_OK) {
        reply_redirect(request, reply, "/publish");
        return TVX_OK;
    }
    if (status != TVX_E_USAGE && status != TVX_E_NOTFOUND)
        return status;
    told.problem = tvx_arena_strdup(request->arena, request->error.message);
    reply->status = MHD_HTTP_BAD_REQUEST;
    return publish_page(request, reply, &told);
}

/* ---- the audit log ---- */

enum tvx_status audit_page_handler(struct request *request, struct reply *reply)
{
    int64_t before = number_of(request_parameter(request, "before"));
    struct tvx_audit_filter filter = {.before = before < 0 ? 0 : before, .who = -1, .limit = AUDIT_SHOWN};
    struct tvx_audit_entry *entries;
    struct tvx_audit_check check;
    struct tvx_page page = request_page(request, reply);
    size_t count;
    enum tvx_status status =
        tvx_store_audit_list(request->store, request->arena, &entries, &count, &filter, &request->error);

    if (status == TVX_OK)
        status = tvx_store_audit_check(request->store, &check, NULL, &request->error);
    if (status == TVX_OK)
        tvx_page_audit(&page, entries, count, &check, count == AUDIT_SHOWN ? entries[count - 1].number : 0);
    return status;
}
