/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The OpenAPI 3.1 document: operations from the table, schemas of the objects from data/api.json. */
#include "api.h"

#include <ctype.h>
#include <string.h>
#include <travaux/base/table.h>

static const struct api_parameter *parameter_of(const char *name, size_t length)
{
    for (size_t i = 0; i < api_parameter_count; i++)
        if (strlen(api_parameters[i].name) == length && strncmp(api_parameters[i].name, name, length) == 0)
            return &api_parameters[i];
    return NULL;
}

static void write_parameter(struct tvx_json *json, const char *name, size_t length, bool in_path)
{
    const struct api_parameter *parameter = parameter_of(name, length);

    if (parameter == NULL)
        return;
    tvx_json_object(json);
    tvx_json_pair(json, "name", parameter->name);
    tvx_json_pair(json, "in", in_path ? "path" : "query");
    if (in_path)
        tvx_json_pair_bool(json, "required", true);
    tvx_json_pair(json, "description", parameter->help);
    tvx_json_key(json, "schema");
    tvx_json_raw(json, parameter->schema);
    tvx_json_object_end(json);
}

static void write_parameters(struct tvx_json *json, const struct api_operation *operation)
{
    const char *open = strchr(operation->route.pattern, '{');

    tvx_json_key(json, "parameters");
    tvx_json_array(json);
    if (open != NULL)
        write_parameter(json, open + 1, strcspn(open + 1, "}"), true);
    for (const char *at = operation->parameters; *at != '\0'; at += strspn(at, " ")) {
        size_t length = strcspn(at, " ");

        write_parameter(json, at, length, false);
        at += length;
    }
    tvx_json_array_end(json);
}

static void write_reference(struct tvx_json *json, const char *schema)
{
    char text[100] = "#/components/schemas/";

    tvx_json_object(json);
    strncat(text, schema, sizeof text - strlen(text) - 1);
    tvx_json_pair(json, "$ref", text);
    tvx_json_object_end(json);
}

static void write_schema(struct tvx_json *json, const struct api_operation *operation)
{
    if (operation->shape == API_BYTES || operation->shape == API_TEXT) {
        tvx_json_raw(json, "{\"type\":\"string\"}");
    } else if (operation->shape == API_OBJECT) {
        write_reference(json, operation->schema);
    } else {
        tvx_json_object(json);
        tvx_json_pair(json, "type", "object");
        tvx_json_key(json, "required");
        tvx_json_raw(json, "[\"items\",\"next\"]");
        tvx_json_key(json, "properties");
        tvx_json_object(json);
        tvx_json_key(json, "items");
        tvx_json_object(json);
        tvx_json_pair(json, "type", "array");
        tvx_json_key(json, "items");
        write_reference(json, operation->schema);
        tvx_json_object_end(json);
        tvx_json_key(json, "next");
        tvx_json_raw(json, "{\"type\":[\"string\",\"null\"],\"description\":\"Cursor of the part that follows.\"}");
        tvx_json_object_end(json);
        tvx_json_object_end(json);
    }
}

static const char *success(const struct api_operation *operation)
{
    if (operation->shape == API_NOTHING)
        return "204";
    return operation->success == MHD_HTTP_CREATED    ? "201"
           : operation->success == MHD_HTTP_ACCEPTED ? "202"
                                                     : "200";
}

static void write_responses(struct tvx_json *json, const struct api_operation *operation)
{
    bool bytes = operation->shape == API_BYTES || operation->shape == API_TEXT;

    tvx_json_key(json, "responses");
    tvx_json_object(json);
    tvx_json_key(json, success(operation));
    tvx_json_object(json);
    tvx_json_pair(json, "description", "Done.");
    if (operation->shape != API_NOTHING) {
        tvx_json_key(json, "content");
        tvx_json_object(json);
        tvx_json_key(json, bytes ? operation->schema : "application/json");
        tvx_json_object(json);
        tvx_json_key(json, "schema");
        write_schema(json, operation);
        tvx_json_object_end(json);
        tvx_json_object_end(json);
    }
    tvx_json_object_end(json);
    if (strcmp(operation->route.method, "GET") == 0) {
        tvx_json_key(json, "304");
        tvx_json_raw(json, "{\"description\":\"It is what the client has (If-None-Match).\"}");
    }
    tvx_json_key(json, "default");
    tvx_json_raw(json, "{\"$ref\":\"#/components/responses/Problem\"}");
    tvx_json_object_end(json);
}

/* "getProposalsReferenceForce" */
static void write_id(struct tvx_json *json, const struct api_operation *operation)
{
    const char *method = operation->route.method, *path = operation->route.pattern + sizeof API_ROOT - 1;
    char id[120];
    size_t length = 0;
    bool upper = false;

    while (*method != '\0' && length < sizeof id - 1)
        id[length++] = (char)tolower((unsigned char)*method++);
    for (; *path != '\0' && length < sizeof id - 1; path++) {
        if (isalnum((unsigned char)*path))
            id[length++] = upper ? (char)toupper((unsigned char)*path) : *path;
        upper = !isalnum((unsigned char)*path);
    }
    id[length] = '\0';
    tvx_json_pair(json, "operationId", id);
}

static void write_operation(struct tvx_json *json, const struct api_operation *operation)
{
    char method[10] = "";

    for (size_t i = 0; i < sizeof method - 1 && operation->route.method[i] != '\0'; i++)
        method[i] = (char)tolower((unsigned char)operation->route.method[i]);
    tvx_json_key(json, method);
    tvx_json_object(json);
    write_id(json, operation);
    tvx_json_pair(json, "summary", operation->summary);
    tvx_json_pair_strings(json, "tags", &operation->tag, 1);
    tvx_json_pair(json, "x-least-role", tvx_role_name(operation->route.least));
    tvx_json_pair(json, "x-visitors", (const char *const[]){"nothing", "published workspace", "published part",
                                                            "all"}[operation->open]);
    write_parameters(json, operation);
    if (operation->body != NULL) {
        tvx_json_key(json, "requestBody");
        tvx_json_object(json);
        tvx_json_pair_bool(json, "required", true);
        tvx_json_key(json, "content");
        tvx_json_object(json);
        tvx_json_key(json, operation->route.flags & ROUTE_UPLOAD ? "multipart/form-data" : "application/json");
        tvx_json_object(json);
        tvx_json_key(json, "schema");
        write_reference(json, operation->body);
        tvx_json_object_end(json);
        tvx_json_object_end(json);
        tvx_json_object_end(json);
    }
    write_responses(json, operation);
    tvx_json_object_end(json);
}

static bool is_first_of_path(size_t index)
{
    for (size_t i = 0; i < index; i++)
        if (strcmp(api_operations[i].route.pattern, api_operations[index].route.pattern) == 0)
            return false;
    return true;
}

static void write_paths(struct tvx_json *json)
{
    tvx_json_key(json, "paths");
    tvx_json_object(json);
    for (size_t i = 0; i < api_operation_count; i++) {
        if (!is_first_of_path(i))
            continue;
        tvx_json_key(json, api_operations[i].route.pattern + sizeof API_ROOT - 1);
        tvx_json_object(json);
        for (size_t j = i; j < api_operation_count; j++)
            if (strcmp(api_operations[j].route.pattern, api_operations[i].route.pattern) == 0)
                write_operation(json, &api_operations[j]);
        tvx_json_object_end(json);
    }
    tvx_json_object_end(json);
}

API_ANSWER(api_description)
{
    const struct tvx_asset *components = tvx_asset_find("data/api.json");
    struct tvx_json *json = &call->json;
    const char *text = components == NULL ? NULL
                                          : tvx_arena_strndup(call->arena, components->bytes, components->length);

    if (text == NULL)
        return tvx_error_nomem(call->error);
    tvx_json_object(json);
    tvx_json_pair(json, "openapi", "3.1.0");
    tvx_json_key(json, "info");
    tvx_json_object(json);
    tvx_json_pair(json, "title", "travaux");
    tvx_json_pair(json, "version", TRAVAUX_VERSION);
    tvx_json_pair(json, "description",
                  "Everything that the pages of the workbench show.  Offsets count Unicode code points from 0; text is "
                  "UTF-8, NFC.  Lists are {\"items\":[…],\"next\":…}: as long as next is not null, ask again with "
                  "?cursor= and its value.  Answers carry an ETag.  What stands for {reference} may hold slashes, "
                  "escaped or not.  Make a token on the page of your account and send it as a bearer token.");
    tvx_json_key(json, "license");
    tvx_json_raw(json, "{\"name\":\"AGPL-3.0-or-later\",\"identifier\":\"AGPL-3.0-or-later\"}");
    tvx_json_object_end(json);
    tvx_json_key(json, "servers");
    tvx_json_raw(json, "[{\"url\":\"" API_ROOT "\"}]");
    tvx_json_key(json, "security");
    tvx_json_raw(json, "[{\"token\":[]},{}]");
    write_paths(json);
    tvx_json_key(json, "components");
    tvx_json_raw(json, text);
    tvx_json_object_end(json);
    return TVX_OK;
}
