/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "retabled_place.h"

#include <string.h>

enum { STEP_BYTES = 200 };

static bool same(const char *a, const char *b)
{
    return a != NULL && b != NULL && strcmp(a, b) == 0;
}

/* Is `path` below `above`, by its steps? */
static bool below(const char *path, const char *above)
{
    size_t length = strlen(above);

    return strncmp(path, above, length) == 0 && path[length] == '.';
}

static bool beside(const char *a, const char *b)
{
    size_t x = strcspn(a, "."), y = strcspn(b, ".");

    return below(a, b) || below(b, a) || (x == y && strncmp(a, b, x) == 0);
}

/* The path that a provision of version `from` has in version `to`: its own, or that of the nearest provision above it
   with what is below; NULL when it is gone. */
static enum tvx_status follow(const char **out, char buffer[STEP_BYTES], struct versions *v, size_t from, size_t to,
                              const char *path, struct tvx_error *error)
{
    const struct place_map *map;
    const struct tvx_instrument *now;
    size_t at;
    enum tvx_status status = versions_map(v, from, to, &map, error);

    *out = NULL;
    if (status != TVX_OK)
        return status;
    now = &v->items[to].instrument;
    at = tvx_instrument_find(&v->items[from].instrument, path);
    if (at != SIZE_MAX) {
        if (map->first[at] != SIZE_MAX)
            *out = now->provisions[map->first[at]].path;
        return TVX_OK;
    }
    /* it was only proposed: the same step below what holds it now */
    if (strlen(path) < STEP_BYTES) {
        const char *rest = strrchr(path, '.');
        size_t length = rest == NULL ? 0 : (size_t)(rest - path);
        size_t parent;

        memcpy(buffer, path, length);
        buffer[length] = '\0';
        parent = length == 0 ? SIZE_MAX : tvx_instrument_find(&v->items[from].instrument, buffer);
        *out = path;
        if (parent != SIZE_MAX && map->first[parent] != SIZE_MAX) {
            const char *moved = now->provisions[map->first[parent]].path;

            if (strlen(moved) + strlen(rest) < STEP_BYTES) {
                memmove(buffer, moved, strlen(moved) + 1);
                memcpy(buffer + strlen(moved), rest, strlen(rest) + 1);
                *out = buffer;
            }
        }
    }
    return TVX_OK;
}

enum tvx_status retabled_place(enum tvx_retabled_place *out, struct versions *versions,
                               const struct tvx_stored_proposal *later, const struct tvx_stored_proposal *earlier,
                               struct tvx_error *error)
{
    const struct tvx_resolution *x = &later->resolution, *y = &earlier->resolution;
    size_t from, to;
    char buffer[STEP_BYTES];
    const char *path = y->path;
    enum tvx_status status = TVX_OK;

    *out = x->key == NULL || y->key == NULL ? TVX_PLACE_UNKNOWN : TVX_PLACE_OTHER;
    if (!same(x->key, y->key))
        return TVX_OK;
    if (x->path == NULL || y->path == NULL) {
        *out = x->path == NULL && y->path == NULL ? TVX_PLACE_SAME : TVX_PLACE_NEAR;
        return TVX_OK;
    }
    from = versions_find(versions, y->key, y->version);
    to = versions_find(versions, x->key, x->version);
    if (from != SIZE_MAX && to != SIZE_MAX && from != to)
        status = follow(&path, buffer, versions, from, to, y->path, error);
    if (status != TVX_OK || path == NULL)
        return status;
    *out = strcmp(path, x->path) == 0   ? TVX_PLACE_SAME
           : beside(path, x->path) ? TVX_PLACE_NEAR
                                         : TVX_PLACE_OTHER;
    return TVX_OK;
}
