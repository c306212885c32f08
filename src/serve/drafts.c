/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "drafts.h"

#include <stdlib.h>
#include <string.h>
#include <travaux/text/utf8.h>

/* Browsers end the lines of a text by CR LF. */
static const char *field_text(struct request *request, const char *value)
{
    char *text = tvx_text_clean(request->arena, value, strlen(value)), *to = text;

    for (const char *from = text; text != NULL && *from != '\0'; from++)
        if (*from != '\r')
            *to++ = *from;
    if (text != NULL)
        *to = '\0';
    return text;
}

bool draft_take(struct request *request, struct tvx_draft *draft, enum tvx_draft_kind kind)
{
    *draft = tvx_draft_of(kind);
    for (size_t i = 0; i < draft->count; i++) {
        const char *value = request_field(request, draft->fields[i].name);

        draft->fields[i].value = value == NULL ? "" : field_text(request, value);
        if (draft->fields[i].value == NULL)
            return false;
    }
    return true;
}

int64_t draft_number(const struct tvx_draft *draft, const char *name, int64_t otherwise)
{
    const char *text = tvx_draft_get(draft, name);
    char *end;
    long long value = strtoll(text, &end, 10);

    return *text == '\0' || *end != '\0' || value < 0 ? otherwise : value;
}

enum tvx_status draft_done(struct request *request, struct reply *reply, const char *otherwise)
{
    const char *back = request_field(request, "back");

    reply_redirect(request, reply, back == NULL ? otherwise : request_back(request, back));
    return TVX_OK;
}

enum tvx_status draft_refused(struct request *request, struct reply *reply, const struct tvx_draft *draft,
                              enum tvx_status status)
{
    struct tvx_page page = request_page(request, reply);
    const char *problem;

    if (status != TVX_E_USAGE && status != TVX_E_NOTFOUND && status != TVX_E_LIMIT)
        return status;
    problem = tvx_arena_strdup(request->arena, request->error.message);
    page.parameters = request->fields; /* where to go back to */
    page.parameter_count = request->field_count;
    reply->status = status == TVX_E_LIMIT ? MHD_HTTP_CONTENT_TOO_LARGE : MHD_HTTP_BAD_REQUEST;
    return tvx_page_draft(&page, draft, problem);
}

/* The same text again, sent twice by a hasty hand, is no conflict. */
static bool said_already(const struct tvx_draft *draft, const struct tvx_draft *now)
{
    for (size_t i = 0; i < draft->count; i++) {
        const char *name = draft->fields[i].name;

        if (strcmp(name, "seen") != 0 && strcmp(name, "conflict") != 0 &&
            strcmp(tvx_draft_get(draft, name), tvx_draft_get(now, name)) != 0)
            return false;
    }
    return true;
}

enum tvx_status draft_revise(struct request *request, struct reply *reply, const struct tvx_draft *draft,
                             const char *key, tvx_revision_write *write, void *context, const char *otherwise)
{
    const struct tvx_revise what = {
        .kind = tvx_draft_word(draft->kind), .key = key, .seen = draft_number(draft, "seen", -1),
        .account = request->account, .author = request->viewer.name, .fields = draft->fields,
        .field_count = draft->count,
    };
    int64_t conflict = draft_number(draft, "conflict", 0), revision;
    struct tvx_set_aside aside;
    struct tvx_revised revised;
    struct tvx_draft now;
    enum tvx_status status =
        tvx_draft_now(&now, &revision, request->store, request->arena, draft->kind, key, &request->error);

    if (status == TVX_OK && revision != what.seen && said_already(draft, &now))
        return draft_done(request, reply, otherwise);
    if (status == TVX_OK)
        status = tvx_store_revise(request->store, &revised, &what, NULL, write, context, &request->error);
    if (status != TVX_OK)
        return draft_refused(request, reply, draft, status);
    if (revised.stale) {
        reply_redirect(request, reply,
                       tvx_arena_printf(request->arena, "/conflict/%lld", (long long)revised.set_aside));
        return TVX_OK;
    }
    if (conflict > 0 && tvx_store_set_aside(request->store, request->arena, &aside, conflict, NULL) == TVX_OK &&
        aside.account == request->account)
        status = tvx_store_set_aside_settle(request->store, conflict, true, &request->error);
    return status == TVX_OK ? draft_done(request, reply, otherwise) : status;
}
