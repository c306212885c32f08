/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "institution.h"

#include <stdlib.h>

int institution_open(struct tvx_call *call, struct tvx_store **store, struct tvx_institutions *all)
{
    char *found = NULL;
    enum tvx_status status = TVX_OK;
    int result;

    *store = NULL;
    *all = (struct tvx_institutions){0};
    if (call->workspace == NULL)
        status = tvx_store_locate(&found, ".", &call->error);
    free(found);
    if (status == TVX_OK) {
        result = tvx_call_open(call, store);
        if (result != EXIT_DONE)
            return result;
        status = tvx_store_institutions(*store, call->arena, all, &call->error);
    } else if (status == TVX_E_NOTFOUND) {
        status = tvx_institutions_shipped(all, call->arena, &call->error);
    }
    if (status == TVX_OK)
        return EXIT_DONE;
    if (*store != NULL)
        tvx_store_close(*store);
    *store = NULL;
    return tvx_call_fail(call);
}
