/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "tracer.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { MOST_KEPT = 1000 };

int tracer_options(struct tvx_trace_options *options, struct tvx_call *call)
{
    const char *least = tvx_call_option(call, "least");

    options->rejected = tvx_call_has(call, "all");
    options->among = tvx_call_options(call, "among", &options->among_count);
    if (least != NULL) {
        char *end;

        options->least_score = strtod(least, &end);
        if (end == least || *end != '\0' || !(options->least_score > 0 && options->least_score <= 1)) {
            tvx_error_set(&call->error, TVX_E_USAGE, "--least takes a score above 0 and up to 1, not '%s'", least);
            return tvx_call_fail(call);
        }
    }
    return EXIT_DONE;
}

int tracer_open(struct tvx_tracer **tracer, struct tvx_store **store, struct tvx_call *call)
{
    const char *address, *folder;
    bool told = false;
    enum tvx_status status;
    int result = tvx_call_open_at(call, store, &address);

    if (result != EXIT_DONE)
        return result;
    folder = tvx_arena_printf(call->arena, "%s-reuse", address);
    if (call->progress && folder != NULL && access(folder, F_OK) != 0) {
        fputs("making the reuse index, once for these documents …", stderr);
        told = true;
    }
    status = tvx_tracer_open(tracer, *store, address, NULL, &call->error);
    if (told)
        fputs("\r\x1b[K", stderr);
    if (status == TVX_OK)
        return EXIT_DONE;
    tvx_store_close(*store);
    return tvx_call_fail(call);
}

enum tvx_status tracer_keep(struct tvx_call *call, struct tvx_store *store, const struct tvx_trace *trace, bool all)
{
    struct tvx_matched *matched = tvx_arena_array(call->arena, MOST_KEPT, sizeof *matched);
    size_t count = 0;
    bool kept = true;
    enum tvx_status status = matched == NULL ? tvx_error_nomem(&call->error) : TVX_OK;

    for (size_t i = 0; status == TVX_OK && i < trace->count && count < MOST_KEPT; i++)
        if (*trace->hits[i].id != '\0')
            status = tvx_trace_matched(&matched[count++], call->arena, &trace->hits[i], &call->error);
    if (status == TVX_OK && (count > 0 || all))
        status = tvx_store_matches_keep(store, TVX_MATCH_REUSE, matched, count, all, &kept, &call->error);
    if (status == TVX_OK && !kept)
        fputs("travaux: the workspace cannot be written to just now, so these hits cannot be judged by their names\n",
              stderr);
    return status;
}

void tracer_warn(const struct tvx_trace *trace)
{
    if (trace->cut)
        fputs("travaux: warning: some texts repeat themselves so much that their search was cut short; passages may be "
              "missing\n", stderr);
}
