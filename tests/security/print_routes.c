/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Prints the server's own tables for the tests beside it: "route METHOD PATTERN ROLE FLAGS" and "page NAME". */
#include <stdio.h>

#include "../../src/serve/api.h"

static void print_route(const struct route *route, enum tvx_role least)
{
    printf("route\t%s\t%s\t%s\t%s%s%s%s\n", route->method, route->pattern, tvx_role_name(least),
           route->flags & ROUTE_PUBLISHED ? "P" : "", route->flags & ROUTE_UPLOAD ? "U" : "",
           route->flags & ROUTE_OWN_TOKEN ? "O" : "", route->flags & ROUTE_API ? "A" : "");
}

int main(void)
{
    for (size_t i = 0; i < route_count; i++)
        print_route(&routes[i], routes[i].least);
    for (size_t i = 0; i < api_operation_count; i++)
        print_route(&api_operations[i].route,
                    api_operations[i].open == API_OPEN ? TVX_ROLE_VISITOR : api_operations[i].route.least);
    for (size_t i = 0; i < tvx_page_kind_count; i++)
        printf("page\t%s\n", tvx_page_kinds[i].name);
    return 0;
}
