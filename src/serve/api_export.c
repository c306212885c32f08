/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The API's bulk export: the whole workspace as JSON, tables as CSV. */
#include "api.h"

#include <travaux/show/csv.h>
#include <travaux/show/json.h>

API_ANSWER(api_export)
{
    const struct tvx_filter filter = api_filter(call);

    reply_header(call->reply, MHD_HTTP_HEADER_CONTENT_DISPOSITION, "attachment; filename=\"travaux.json\"");
    return tvx_json_whole(&call->json, call->arena, call->store, &filter, TRAVAUX_VERSION, call->error);
}

API_ANSWER(api_export_csv)
{
    const struct tvx_filter filter = api_filter(call);
    struct tvx_stored_proposal *proposals = NULL;
    size_t count = 0;
    enum tvx_status status =
        tvx_store_proposals(call->store, call->arena, &proposals, &count, &filter, call->error);

    reply_header(call->reply, MHD_HTTP_HEADER_CONTENT_DISPOSITION, "attachment; filename=\"proposals.csv\"");
    if (status == TVX_OK)
        tvx_csv_proposals(&call->reply->body, proposals, count);
    return status;
}
