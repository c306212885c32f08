/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Every page of the catalogue, and the page that says what went wrong. */
#include "http.h"

#include <string.h>
#include <travaux/store/follow.h>

/* May somebody who has not signed in see it? */
static enum tvx_status is_published(struct request *request, const struct tvx_page_kind *kind, const char *reference,
                                    bool *out)
{
    enum tvx_status status =
        tvx_store_published(request->store, out, TVX_PUBLISHED_WORKSPACE, "", &request->error);

    if (status == TVX_OK && !*out && kind->refers &&
        (strcmp(kind->name, "instrument") == 0 || strcmp(kind->name, "provision") == 0 ||
         strcmp(kind->name, "proposal") == 0 || strcmp(kind->name, "document") == 0))
        status = tvx_store_published_reference(request->store, request->arena, out, reference, &request->error);
    return status;
}

/* The start page tells what came since the last visit, and is what a visit is counted by. */
static enum tvx_status visit(struct request *request)
{
    enum tvx_status status = tvx_store_last_visit(request->store, request->arena, request->account,
                                                  &request->viewer.since, &request->error);

    return status == TVX_OK ? tvx_store_visit(request->store, request->account, &request->error) : status;
}

enum tvx_status page_handler(struct request *request, struct reply *reply)
{
    struct tvx_page page = request_page(request, reply);
    size_t length = strcspn(request->rest, "/");
    const char *name = tvx_arena_strndup(request->arena, request->rest, length);
    const struct tvx_page_kind *kind = name == NULL ? NULL : tvx_page_kind_find(name);
    bool open = true;
    unsigned wait;
    enum tvx_status status = TVX_OK;

    if (kind == NULL)
        return tvx_error_set(&request->error, TVX_E_NOTFOUND, "There is no such page.");
    if (strcmp(kind->name, "search") == 0 && (wait = guard_search(request)) > 0) {
        guard_problem(request, reply, wait);
        return TVX_OK;
    }
    page.reference = request->rest[length] == '/' && request->rest[length + 1] != '\0' ? request->rest + length + 1
                                                                                        : NULL;
    if (request->role < TVX_ROLE_READER)
        status = is_published(request, kind, page.reference, &open);
    if (status == TVX_OK && !open)
        return tvx_error_set(&request->error, TVX_E_NOTFOUND, "There is no such page.");
    if (status == TVX_OK && *kind->name == '\0' && request->account != 0)
        status = visit(request);
    if (status == TVX_OK)
        status = tvx_page_write(&page, kind);
    reply->keep = status == TVX_OK;
    return status;
}

void problem_page(struct request *request, struct reply *reply, unsigned status, const char *message)
{
    struct tvx_page page = request_page(request, reply);

    request->viewer.served = true;
    tvx_page_problem(&page, status, message);
}
