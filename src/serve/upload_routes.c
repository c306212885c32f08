/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Uploads as pages and as the API's. */
#include "api.h"
#include "upload.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static bool sees_all(const struct request *request)
{
    return request->role >= TVX_ROLE_EDITOR;
}

static int64_t number_of(const char *text)
{
    return *text >= '0' && *text <= '9' && strlen(text) < 18 && text[strspn(text, "0123456789")] == '\0'
               ? strtoll(text, NULL, 10)
               : -1;
}

static enum tvx_status form_page(struct request *request, struct reply *reply, const char *problem)
{
    struct tvx_page page = request_page(request, reply);
    struct tvx_upload *items;
    size_t count;
    enum tvx_status status =
        uploads_list(request->server->uploads, request, sees_all(request), &items, &count);

    if (status == TVX_OK)
        tvx_page_upload(&page, problem, items, count);
    return status;
}

enum tvx_status upload_page_handler(struct request *request, struct reply *reply)
{
    return form_page(request, reply, NULL);
}

enum tvx_status upload_handler(struct request *request, struct reply *reply)
{
    int64_t id;
    enum tvx_status status = uploads_take(request->server->uploads, request, &id);

    if (status == TVX_E_USAGE) {
        reply->status = MHD_HTTP_BAD_REQUEST;
        return form_page(request, reply, tvx_arena_strdup(request->arena, request->error.message));
    }
    if (status == TVX_OK)
        reply_redirect(request, reply, tvx_arena_printf(request->arena, "/upload/%" PRId64, id));
    return status;
}

enum tvx_status upload_report_handler(struct request *request, struct reply *reply)
{
    struct tvx_page page = request_page(request, reply);
    struct tvx_upload upload;
    enum tvx_status status = uploads_find(request->server->uploads, request, sees_all(request),
                                          number_of(request->rest), &upload);

    if (status == TVX_OK && !upload.ended)
        reply_header(reply, "Refresh", "2");
    return status == TVX_OK ? tvx_page_upload_report(&page, &upload) : status;
}

/* ---- the API ---- */

API_ANSWER(api_upload)
{
    struct request *request = call->request;
    struct tvx_upload upload;
    int64_t id;
    enum tvx_status status = uploads_take(request->server->uploads, request, &id);

    if (status == TVX_OK)
        status = uploads_find(request->server->uploads, request, true, id, &upload);
    if (status != TVX_OK)
        return status;
    reply_header(call->reply, MHD_HTTP_HEADER_LOCATION,
                 tvx_arena_printf(call->arena, API_ROOT "/uploads/%" PRId64, id));
    return tvx_json_upload(&call->json, call->arena, call->store, &upload, call->error);
}

struct sent {
    struct tvx_arena *arena;
    struct tvx_upload *items;
};

static const char *upload_key(void *context, size_t i)
{
    const struct sent *all = context;
    const char *key = tvx_arena_printf(all->arena, "%" PRId64, all->items[i].id);

    return key == NULL ? "" : key;
}

API_ANSWER(api_uploads)
{
    struct request *request = call->request;
    struct sent all = {call->arena, NULL};
    struct api_part part;
    size_t count = 0;
    enum tvx_status status =
        uploads_list(request->server->uploads, request, sees_all(request), &all.items, &count);

    call->reply->keep = false; /* it changes without the workspace */
    if (status == TVX_OK)
        status = api_part(call, &part, count, upload_key, &all);
    if (status != TVX_OK)
        return status;
    api_list_begin(call);
    for (size_t i = part.from; status == TVX_OK && i < part.to; i++)
        status = tvx_json_upload(&call->json, call->arena, NULL, &all.items[i], call->error);
    api_list_end(call, &part);
    return status;
}

API_ANSWER(api_upload_report)
{
    struct request *request = call->request;
    struct tvx_upload upload;
    enum tvx_status status = uploads_find(request->server->uploads, request, sees_all(request),
                                          number_of(call->argument), &upload);

    call->reply->keep = false;
    return status == TVX_OK ? tvx_json_upload(&call->json, call->arena, call->store, &upload, call->error) : status;
}
