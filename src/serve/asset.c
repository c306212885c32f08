/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Style sheets and scripts, out of the program itself. */
#include "http.h"

#include <string.h>
#include <travaux/base/table.h>

static const char *type_of(const char *name)
{
    static const char *const types[][2] = {{".css", "text/css; charset=utf-8"},
                                           {".js", "text/javascript; charset=utf-8"},
                                           {".svg", "image/svg+xml"},
                                           {".txt", "text/plain; charset=utf-8"}};
    size_t length = strlen(name);

    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        size_t end = strlen(types[i][0]);

        if (length > end && strcmp(name + length - end, types[i][0]) == 0)
            return types[i][1];
    }
    return "application/octet-stream";
}

enum tvx_status asset_handler(struct request *request, struct reply *reply)
{
    static const char within[] = "src/show/assets/";

    for (size_t i = 0; i < tvx_page_asset_count; i++)
        if (strcmp(tvx_page_assets[i] + sizeof within - 1, request->rest) == 0) {
            const struct tvx_asset *asset = tvx_asset_find(tvx_page_assets[i]);

            if (asset == NULL)
                break;
            reply->type = type_of(request->rest);
            reply->keep = true;
            reply_header(reply, MHD_HTTP_HEADER_CACHE_CONTROL, "public, max-age=3600");
            tvx_buf_add(&reply->body, asset->bytes, asset->length);
            request->viewer.token = NULL; /* none stands in it: it may be packed */
            return TVX_OK;
        }
    return tvx_error_set(&request->error, TVX_E_NOTFOUND, "There is no such file.");
}
