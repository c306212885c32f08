/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* From an address under /api/v1 to the operation's answer: who may see it, parameters, lists and their cursors. */
#include "api.h"

#include <stdlib.h>
#include <string.h>

enum { ROOT_LENGTH = sizeof API_ROOT - 1 };

/* Does the address fit a pattern with at most one {…}?  What stands there is not empty. */
static bool fits(const char *pattern, const char *path, const char **rest)
{
    size_t head = strcspn(pattern, "{"), tail, length = strlen(path);
    const char *end;

    *rest = "";
    if (pattern[head] == '\0')
        return strcmp(pattern, path) == 0;
    end = strchr(pattern + head, '}') + 1;
    tail = strlen(end);
    if (strncmp(pattern, path, head) != 0 || length <= head + tail || strcmp(path + length - tail, end) != 0)
        return false;
    *rest = path + head;
    return true;
}

/* Of two that fit, that which names more: "/documents/{id}/tree" before "/documents/{id}". */
const struct route *api_find(const char *method, const char *path, const char **rest, bool *other)
{
    const struct api_operation *best = NULL;
    const char *found;

    *other = false;
    for (size_t i = 0; i < api_operation_count; i++) {
        const struct api_operation *operation = &api_operations[i];

        if (!fits(operation->route.pattern, path, &found) ||
            (best != NULL && strlen(operation->route.pattern) < strlen(best->route.pattern)))
            continue;
        if (strcmp(operation->route.method, method) != 0) {
            *other = true;
            continue;
        }
        best = operation;
        *rest = found;
    }
    return best == NULL ? NULL : &best->route;
}

const char *api_value(const struct api_call *call, const char *name)
{
    const char *value = request_parameter(call->request, name);

    return value == NULL || *value == '\0' ? NULL : value;
}

bool api_flag(const struct api_call *call, const char *name)
{
    const char *value = request_parameter(call->request, name);

    return value != NULL && strcmp(value, "0") != 0 && strcmp(value, "false") != 0;
}

const char *api_reference(const struct api_call *call)
{
    return call->argument != NULL ? call->argument : api_value(call, "ref");
}

struct tvx_filter api_filter(const struct api_call *call)
{
    return (struct tvx_filter){
        .meeting = api_value(call, "meeting"),
        .instrument = api_value(call, "instrument"),
        .version = api_value(call, "version"),
        .sponsor = api_value(call, "sponsor"),
        .action = api_value(call, "action"),
        .provision = api_value(call, "provision"),
    };
}

/* ---- lists ---- */

static enum tvx_status limit_of(struct api_call *call, size_t *out)
{
    const char *text = api_value(call, "limit");
    char *end;
    unsigned long number;

    *out = API_LIMIT;
    if (text == NULL)
        return TVX_OK;
    number = strtoul(text, &end, 10);
    if (*text < '0' || *text > '9' || *end != '\0' || number < 1 || number > API_LIMIT_MOST)
        return tvx_error_set(call->error, TVX_E_USAGE, "limit is a whole number from 1 to %d", API_LIMIT_MOST);
    *out = number;
    return TVX_OK;
}

enum tvx_status api_reach(struct api_call *call, size_t *out)
{
    const char *cursor = api_value(call, "cursor"), *key;
    size_t limit, index = 0;
    enum tvx_status status = limit_of(call, &limit);

    if (status == TVX_OK && cursor != NULL && !cursor_read(call->arena, &index, &key, call->request->path, cursor))
        status = tvx_error_set(call->error, TVX_E_USAGE, "cursor is not one that this list gave");
    *out = index + limit + 2; /* the item before the part, the part, and one that tells that it goes on */
    return status;
}

enum tvx_status api_part(struct api_call *call, struct api_part *out, size_t count, api_key *key, void *context)
{
    const char *cursor = api_value(call, "cursor"), *last = NULL;
    size_t limit;
    enum tvx_status status = limit_of(call, &limit);

    *out = (struct api_part){0, 0, NULL};
    if (status != TVX_OK)
        return status;
    if (cursor != NULL) {
        size_t index = 0, at;

        if (!cursor_read(call->arena, &index, &last, call->request->path, cursor))
            return tvx_error_set(call->error, TVX_E_USAGE, "cursor is not one that this list gave");
        at = index < count && strcmp(key(context, index), last) == 0 ? index : 0;
        while (at < count && strcmp(key(context, at), last) != 0)
            at++;
        out->from = at < count ? at + 1 : index < count ? index : count; /* it is gone: what stands in its place */
    }
    out->to = count - out->from > limit ? out->from + limit : count;
    if (out->to < count && out->to > 0) {
        out->next = cursor_make(call->arena, call->request->path, out->to - 1, key(context, out->to - 1));
        if (out->next == NULL)
            return tvx_error_nomem(call->error);
    }
    return TVX_OK;
}

void api_whole_begin(struct api_call *call)
{
    tvx_json_object(&call->json);
    tvx_json_key(&call->json, "items");
}

void api_whole_end(struct api_call *call, const struct api_part *part)
{
    tvx_json_pair(&call->json, "next", part->next);
    tvx_json_object_end(&call->json);
}

void api_list_begin(struct api_call *call)
{
    api_whole_begin(call);
    tvx_json_array(&call->json);
}

void api_list_end(struct api_call *call, const struct api_part *part)
{
    tvx_json_array_end(&call->json);
    api_whole_end(call, part);
}

/* ---- answering ---- */

/* A name in a list of names with spaces between. */
static bool named(const char *names, const char *name)
{
    size_t length = strlen(name);

    for (const char *at = names; *at != '\0'; at += strspn(at, " ")) {
        size_t word = strcspn(at, " ");

        if (word == length && strncmp(at, name, length) == 0)
            return true;
        at += word;
    }
    return false;
}

/* One that the operation does not know would be taken for one that made no difference. */
static enum tvx_status check_parameters(struct api_call *call)
{
    const struct request *request = call->request;

    for (size_t i = 0; i < request->parameter_count; i++)
        if (!named(call->operation->parameters, request->parameters[i].name))
            return tvx_error_set(call->error, TVX_E_USAGE, "%s takes no parameter '%.40s'",
                                 call->operation->route.pattern, request->parameters[i].name);
    return TVX_OK;
}

static enum tvx_status may_see(struct api_call *call)
{
    struct request *request = call->request;
    bool open = false;
    const char *reference = api_reference(call);
    enum tvx_status status = TVX_OK;

    if (request->role >= TVX_ROLE_READER || call->operation->open == API_OPEN)
        return TVX_OK;
    if (call->operation->open != API_CLOSED)
        status = tvx_store_published(call->store, &open, TVX_PUBLISHED_WORKSPACE, "", call->error);
    if (status == TVX_OK && !open && call->operation->open == API_REFERENCE && reference != NULL) {
        if (strspn(reference, "0123456789") == strlen(reference))
            reference = tvx_arena_printf(call->arena, "#%s", reference);
        status = tvx_store_published_reference(call->store, call->arena, &open, reference, call->error);
    }
    if (status == TVX_OK && !open)
        status = tvx_error_set(call->error, TVX_E_NOTFOUND, "there is nothing under this address");
    return status;
}

enum tvx_status api_handler(struct request *request, struct reply *reply)
{
    const struct api_operation *operation = (const struct api_operation *)(const void *)request->route;
    struct api_call call = {.request = request, .reply = reply, .operation = operation, .arena = request->arena,
                            .store = request->store, .error = &request->error};
    const char *end = strchr(operation->route.pattern, '}');
    enum tvx_status status;

    if (end != NULL)
        call.argument = tvx_arena_strndup(request->arena, request->rest, strlen(request->rest) - strlen(end + 1));
    tvx_json_init(&call.json, &reply->body);
    reply->type = operation->shape == API_BYTES || operation->shape == API_TEXT ? operation->schema
                                                                                : "application/json";
    reply->keep = strcmp(request->method, "GET") == 0;
    status = may_see(&call);
    if (status == TVX_OK)
        status = check_parameters(&call);
    if (status == TVX_OK && operation->body != NULL && !(operation->route.flags & ROUTE_UPLOAD))
        status = api_body(&call);
    if (status == TVX_OK)
        status = operation->answer(&call);
    json_decref(call.body);
    if (status == TVX_OK && reply->status == 0)
        reply->status = operation->shape == API_NOTHING ? MHD_HTTP_NO_CONTENT : operation->success;
    if (status == TVX_E_MALFORMED || status == TVX_E_UNSUPPORTED) /* what was sent, not what is here */
        status = TVX_E_USAGE;
    if (status == TVX_OK && reply->body.failed)
        status = tvx_error_set(&request->error, TVX_E_LIMIT, "the answer is too large");
    return status;
}
