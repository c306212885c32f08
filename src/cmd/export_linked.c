/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* `travaux export --format jsonld [REF]`: laws and proposals in the words of schema.org. */
#include "export.h"

#include <travaux/show/linked.h>

enum tvx_status export_jsonld(struct tvx_call *call, struct tvx_store *store, struct output *output)
{
    return tvx_linked(&output->json, call->arena, store, call->argument_count == 0 ? NULL : call->arguments[0],
                      &call->error);
}
