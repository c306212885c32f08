/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* JSON that a client sends: read with a limit on its depth, every member named, of the right kind and size. */
#include "api.h"

#include <string.h>
#include <strings.h>

enum { TEXT_MOST = 64 << 10, DEEPEST = 32 };

/* Nesting, before a parser that recurses sees it. */
static bool is_shallow(const char *text, size_t length)
{
    size_t depth = 0;
    bool within = false;

    for (size_t i = 0; i < length; i++) {
        if (within && text[i] == '\\')
            i++;
        else if (text[i] == '"')
            within = !within;
        else if (!within && (text[i] == '{' || text[i] == '['))
            depth++;
        else if (!within && (text[i] == '}' || text[i] == ']') && depth > 0)
            depth--;
        if (depth > DEEPEST)
            return false;
    }
    return true;
}

static bool is_json(const char *type)
{
    static const char *const types[] = {"application/json", "application/ld+json"};

    for (size_t i = 0; type != NULL && i < sizeof types / sizeof *types; i++) {
        size_t length = strlen(types[i]);

        if (strncasecmp(type, types[i], length) == 0 && strchr("; \t", type[length]) != NULL)
            return true;
    }
    return false;
}

enum tvx_status api_body_read(struct api_call *call, const char *text, size_t length)
{
    json_error_t error;

    if (!is_shallow(text, length))
        return tvx_error_set(call->error, TVX_E_USAGE, "the JSON is nested too deep");
    call->body = json_loadb(text, length, JSON_REJECT_DUPLICATES, &error);
    if (call->body == NULL)
        return tvx_error_set(call->error, TVX_E_USAGE, "what was sent is not JSON: line %d, column %d: %.100s",
                             error.line, error.column, error.text);
    return json_is_object(call->body) ? TVX_OK
                                      : tvx_error_set(call->error, TVX_E_USAGE, "send one JSON object");
}

enum tvx_status api_body(struct api_call *call)
{
    const struct request *request = call->request;

    if (!is_json(request_header(request, MHD_HTTP_HEADER_CONTENT_TYPE)) || request->body == NULL)
        return tvx_error_set(call->error, TVX_E_USAGE, "send JSON, with Content-Type: application/json");
    return api_body_read(call, request->body, request->body_length);
}

static enum tvx_status take(struct api_call *call, const struct api_field *field, json_t *value)
{
    size_t most = field->most == 0 ? TEXT_MOST : field->most;
    bool fits = false;

    switch (field->kind) {
    case 's':
        fits = json_is_string(value) && json_string_length(value) <= most;
        if (json_is_string(value) && !fits)
            return tvx_error_set(call->error, TVX_E_USAGE, "\"%s\" is longer than %zu bytes", field->name, most);
        if (fits && (*(const char **)field->into = tvx_arena_strdup(call->arena, json_string_value(value))) == NULL)
            return tvx_error_nomem(call->error);
        break;
    case 'n':
        if ((fits = json_is_number(value)))
            *(double *)field->into = json_number_value(value);
        break;
    case 'i':
        if ((fits = json_is_integer(value)))
            *(int64_t *)field->into = json_integer_value(value);
        break;
    case 'b':
        if ((fits = json_is_boolean(value)))
            *(bool *)field->into = json_is_true(value);
        break;
    default:
        fits = true;
        *(json_t **)field->into = value;
    }
    return fits ? TVX_OK
                : tvx_error_set(call->error, TVX_E_USAGE, "\"%s\" is of the wrong kind: see %s/openapi.json",
                                field->name, API_ROOT);
}

enum tvx_status api_object_fields(struct api_call *call, json_t *object, const struct api_field *fields, size_t count)
{
    const char *name;
    json_t *value;
    enum tvx_status status = TVX_OK;

    if (!json_is_object(object))
        return tvx_error_set(call->error, TVX_E_USAGE, "a member that is to be an object is none");
    json_object_foreach(object, name, value) {
        size_t i = 0;

        while (i < count && strcmp(fields[i].name, name) != 0)
            i++;
        if (i == count)
            return tvx_error_set(call->error, TVX_E_USAGE, "\"%.40s\" is no member that is known here", name);
    }
    for (size_t i = 0; status == TVX_OK && i < count; i++) {
        value = json_object_get(object, fields[i].name);
        if (value != NULL && !json_is_null(value))
            status = take(call, &fields[i], value);
        else if (fields[i].required)
            status = tvx_error_set(call->error, TVX_E_USAGE, "\"%s\" is missing", fields[i].name);
    }
    return status;
}

enum tvx_status api_fields(struct api_call *call, const struct api_field *fields, size_t count)
{
    return api_object_fields(call, call->body, fields, count);
}

enum tvx_status api_stale(struct api_call *call, int64_t revision, int64_t set_aside)
{
    call->reply->status = MHD_HTTP_CONFLICT;
    call->reply->type = "application/problem+json";
    tvx_buf_clear(&call->reply->body);
    tvx_json_init(&call->json, &call->reply->body);
    tvx_json_object(&call->json);
    tvx_json_pair(&call->json, "type", "about:blank");
    tvx_json_pair(&call->json, "title", "Conflict");
    tvx_json_pair_int(&call->json, "status", MHD_HTTP_CONFLICT);
    tvx_json_pair(&call->json, "detail", "somebody else changed it since you read it; what you sent is set aside");
    tvx_json_pair_int(&call->json, "revision", revision);
    tvx_json_pair_int(&call->json, "set_aside", set_aside);
    tvx_json_object_end(&call->json);
    return TVX_OK;
}
