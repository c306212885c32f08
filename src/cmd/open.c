/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Opens the workspace that a command works on. */
#include "command.h"

#include <stdlib.h>

int tvx_call_open_at(struct tvx_call *call, struct tvx_store **store, const char **address)
{
    char *found = NULL;
    enum tvx_status status;

    if (call->workspace == NULL && tvx_store_locate(&found, ".", &call->error) != TVX_OK) {
        tvx_call_fail(call);
        return EXIT_NO_WORKSPACE;
    }
    status = tvx_store_open(store, found == NULL ? call->workspace : found, &call->error);
    *address = tvx_arena_strdup(call->arena, found == NULL ? call->workspace : found);
    free(found);
    if (status == TVX_OK && *address == NULL) {
        tvx_store_close(*store);
        status = tvx_error_nomem(&call->error);
    }
    if (status == TVX_OK)
        return EXIT_DONE;
    tvx_call_fail(call);
    return EXIT_NO_WORKSPACE;
}

int tvx_call_open(struct tvx_call *call, struct tvx_store **store)
{
    const char *address;

    return tvx_call_open_at(call, store, &address);
}
