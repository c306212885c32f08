/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "place.h"

#include <string.h>

bool show_place_holds(const struct tvx_instrument *instrument, const char *holder, const char *path)
{
    size_t length = strlen(holder), at;

    if (*path == '\0' || strcmp(holder, path) == 0)
        return false;
    if (length == 0 || (strncmp(path, holder, length) == 0 && path[length] == '.'))
        return true;
    at = tvx_instrument_find(instrument, path);
    for (size_t steps = 0; at < instrument->count && steps < 64; steps++) {
        at = instrument->provisions[at].parent;
        if (at < instrument->count && strcmp(instrument->provisions[at].path, holder) == 0)
            return true;
    }
    return false;
}
