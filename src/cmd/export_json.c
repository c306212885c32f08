/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* `travaux export --format json`: the whole workspace. */
#include "export.h"
#include "filter.h"

#include <travaux/show/json.h>

enum tvx_status export_json(struct tvx_call *call, struct tvx_store *store, struct output *output)
{
    struct tvx_filter filter = filter_from(call);

    return tvx_json_whole(&output->json, call->arena, store, &filter, TRAVAUX_VERSION, &call->error);
}
