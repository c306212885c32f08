/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "route.h"

#include <string.h>

/* The first row that fits is taken. */
const struct route routes[] = {
    {"GET", "/assets/*", asset_handler, TVX_ROLE_VISITOR, 0},
    {"GET", "/healthz", healthz_handler, TVX_ROLE_VISITOR, 0},
    {"GET", "/metrics", metrics_handler, TVX_ROLE_VISITOR, 0},
    {"GET", "/local/*", local_handler, TVX_ROLE_VISITOR, 0},
    {"GET", "/language/*", language_handler, TVX_ROLE_VISITOR, 0},
    {"GET", "/*", page_handler, TVX_ROLE_READER, ROUTE_PUBLISHED},
};
const size_t route_count = sizeof routes / sizeof *routes;

static bool fits(const char *pattern, const char *path, const char **rest)
{
    size_t length = strlen(pattern);

    if (pattern[length - 1] == '*') {
        *rest = path + length - 1;
        return strncmp(pattern, path, length - 1) == 0;
    }
    *rest = "";
    return strcmp(pattern, path) == 0;
}

const struct route *route_find(const char *method, const char *path, const char **rest, bool *other)
{
    const char *found;

    *other = false;
    *rest = "";
    for (size_t i = 0; i < route_count; i++) {
        if (!fits(routes[i].pattern, path, &found))
            continue;
        if (strcmp(routes[i].method, method) == 0) {
            *rest = found;
            return &routes[i];
        }
        *other = true;
    }
    return NULL;
}
