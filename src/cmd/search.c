/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* `travaux search QUERY`: full text, ranked. */
#include "output.h"

#include <stdlib.h>
#include <travaux/show/json.h>

static int run(struct tvx_call *call)
{
    const char *wish = tvx_call_option(call, "limit");
    char none[] = "", *end = none;
    long limit = wish == NULL ? 20 : strtol(wish, &end, 10);
    struct tvx_buf query;
    struct tvx_store *store;
    struct tvx_hit *hits;
    struct output output;
    enum tvx_status status;
    size_t count;
    int result;

    if (*end != '\0' || limit < 1 || limit > 10000) {
        tvx_error_set(&call->error, TVX_E_USAGE, "--limit takes a whole number from 1 to 10000");
        return tvx_call_fail(call);
    }
    result = tvx_call_open(call, &store);
    if (result != EXIT_DONE)
        return result;
    tvx_buf_init(&query, 1 << 16);
    for (int i = 0; i < call->argument_count; i++)
        tvx_buf_printf(&query, "%s%s", i == 0 ? "" : " ", call->arguments[i]);
    output_start(&output, call);
    status = tvx_store_search(store, call->arena, &hits, &count, tvx_buf_text(&query), (size_t)limit, &call->error);
    if (status == TVX_OK && call->json) {
        tvx_json_array(&output.json);
        for (size_t i = 0; i < count; i++)
            tvx_json_hit(&output.json, &hits[i]);
        tvx_json_array_end(&output.json);
    } else if (status == TVX_OK) {
        tvx_term_hits(&output.term, call->arena, hits, count);
    }
    result = output_end(&output, call, status);
    tvx_buf_free(&query);
    tvx_store_close(store);
    return result;
}

static const struct tvx_option options[] = {
    {"limit", 'n', "N", false, "At most this many results; 20 where not given."},
    {NULL, 0, NULL, false, NULL},
};

static const struct tvx_example examples[] = {
    {"travaux search routes publish", "What has both words, in any of their forms."},
    {"travaux search '\"internal affairs\" -security'", "What has the phrase, but not the word."},
    {NULL, NULL},
};

const struct tvx_command tvx_command_search = {
    .name = "search",
    .arguments = "QUERY...",
    .least = 1,
    .most = -1,
    .summary = "search provisions, proposals and documents",
    .text = "Finds words in all their forms, in Arabic, Chinese, English, French, Russian and Spanish, best first.  "
            "All words must occur; \"words in quotation marks\" must stand together; -word must not occur; wor* is the "
            "beginning of a word.  Only the first 64 words of a longer query count.  Where the query begins with a "
            "dash, write -- before it.",
    .options = options,
    .examples = examples,
    .run = run,
    .makes_json = true,
};
