/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * libFuzzer program for what the API makes of a client's words: the first line is a method and an address, the second a
 * query ("limit=2&cursor=…"), the rest a body in JSON.  Holds that a cursor leads into its list, and that the route
 * found is one of the table.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <travaux/text/utf8.h>

#include "../src/serve/api.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { LISTED = 50, PARAMETERS = 16 };

static const char *key_of(void *context, size_t i)
{
    const char *key = tvx_arena_printf(context, "key:%zu", i);

    return key == NULL ? "" : key;
}

static size_t split(struct tvx_parameter *parameters, char *query)
{
    size_t count = 0;

    while (*query != '\0' && count < PARAMETERS) {
        char *end = query + strcspn(query, "&"), *equal = strchr(query, '=');
        bool last = *end == '\0';

        *end = '\0';
        parameters[count].name = query;
        parameters[count].value = "";
        if (equal != NULL && equal < end) {
            *equal = '\0';
            parameters[count].value = equal + 1;
        }
        count++;
        query = last ? end : end + 1;
    }
    return count;
}

static void ask(struct tvx_arena *arena, char *line, char *query, const char *body)
{
    struct tvx_parameter parameters[PARAMETERS];
    struct tvx_error error = {0};
    struct request request = {.arena = arena, .parameters = parameters};
    struct api_call call = {.request = &request, .arena = arena, .error = &error};
    char *path = line + strcspn(line, " ");
    const char *text = NULL, *address;
    json_t *any = NULL;
    double number;
    int64_t whole;
    bool truth, other;
    const struct api_field fields[] = {{"text", 's', true, &text, 100}, {"any", 'j', false, &any, 0},
                                       {"number", 'n', false, &number, 0}, {"whole", 'i', false, &whole, 0},
                                       {"truth", 'b', false, &truth, 0}};
    struct api_part part;

    if (*path != '\0')
        *path++ = '\0';
    request.path = path;
    request.route = route_find(line, path, &request.rest, &other);
    if (request.route != NULL && (request.rest < path || request.rest > path + strlen(path)) && *request.rest != '\0')
        abort();
    address = request_back(&request, path);
    if (address[0] != '/' || address[1] == '/' || address[1] == '\\')
        abort();
    request.parameter_count = split(parameters, query);
    if (api_part(&call, &part, LISTED, key_of, arena) == TVX_OK && (part.from > part.to || part.to > LISTED))
        abort();
    if (api_body_read(&call, body, strlen(body)) == TVX_OK)
        api_fields(&call, fields, sizeof fields / sizeof *fields);
    json_decref(call.body);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct tvx_arena *arena = tvx_arena_new((size_t)64 << 20);
    char *text = tvx_arena_strndup(arena, (const char *)data, size), *query, *body;

    if (text != NULL && tvx_utf8_valid(text, strlen(text))) {
        query = text + strcspn(text, "\n");
        if (*query != '\0')
            *query++ = '\0';
        body = query + strcspn(query, "\n");
        if (*body != '\0')
            *body++ = '\0';
        ask(arena, text, query, body);
    }
    tvx_arena_free(arena);
    return 0;
}
