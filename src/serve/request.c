/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "server.h"

#include <arpa/inet.h>
#include <string.h>
#include <strings.h>
#include <travaux/text/utf8.h>

const char *request_parameter(const struct request *request, const char *name)
{
    for (size_t i = 0; i < request->parameter_count; i++)
        if (strcmp(request->parameters[i].name, name) == 0)
            return request->parameters[i].value;
    return NULL;
}

const char *request_field(const struct request *request, const char *name)
{
    for (size_t i = 0; i < request->field_count; i++)
        if (strcmp(request->fields[i].name, name) == 0)
            return request->fields[i].value;
    return NULL;
}

const char *request_field_or(const struct request *request, const char *name, const char *otherwise)
{
    const char *value = request_field(request, name);

    return value == NULL ? otherwise : value;
}

const char *request_header(const struct request *request, const char *name)
{
    const char *value = MHD_lookup_connection_value(request->connection, MHD_HEADER_KIND, name);

    return value != NULL && tvx_utf8_valid(value, strlen(value)) ? value : NULL;
}

const char *request_cookie(const struct request *request, const char *name)
{
    const char *value = MHD_lookup_connection_value(request->connection, MHD_COOKIE_KIND, name);

    return value != NULL && *value != '\0' && tvx_utf8_valid(value, strlen(value)) ? value : NULL;
}

const char *request_site(const struct request *request)
{
    return request->server->site != NULL ? request->server->site : request->server->url;
}

bool request_is_secure(const struct request *request)
{
    return request->server->secure;
}

const char *request_peer(const struct request *request)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(request->connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    char text[INET6_ADDRSTRLEN] = "";
    const struct sockaddr *address = info == NULL ? NULL : info->client_addr;
    const char *said;

    if (address != NULL && address->sa_family == AF_INET)
        inet_ntop(AF_INET, &((const struct sockaddr_in *)(const void *)address)->sin_addr, text, sizeof text);
    else if (address != NULL && address->sa_family == AF_INET6)
        inet_ntop(AF_INET6, &((const struct sockaddr_in6 *)(const void *)address)->sin6_addr, text, sizeof text);
    /* a proxy on this machine says who asked it; nobody else is believed */
    if (strcmp(text, "127.0.0.1") == 0 || strcmp(text, "::1") == 0) {
        said = request_header(request, "X-Real-IP");
        if (said != NULL && strlen(said) < sizeof text)
            return tvx_arena_strdup(request->arena, said);
    }
    return tvx_arena_strdup(request->arena, text);
}

const char *request_back(const struct request *request, const char *address)
{
    (void)request;
    if (address == NULL || address[0] != '/' || address[1] == '/' || address[1] == '\\' ||
        strpbrk(address, "\r\n\t\\") != NULL)
        return "/";
    return address;
}

struct tvx_page request_page(struct request *request, struct reply *reply)
{
    return (struct tvx_page){.store = request->store,
                             .arena = request->arena,
                             .out = &reply->body,
                             .shelf = request->shelf,
                             .viewer = &request->viewer,
                             .parameters = request->parameters,
                             .parameter_count = request->parameter_count,
                             .error = &request->error};
}
