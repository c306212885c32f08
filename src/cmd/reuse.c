/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* `travaux reuse`: all wording that documents share. */
#include "output.h"
#include "tracer.h"

#include <travaux/show/trace.h>

static void show_progress(void *context, size_t done, size_t total)
{
    struct progress *progress = context;

    progress_step(progress, done, total, total > 0 ? "documents" : "passages compared");
}

static int run(struct tvx_call *call)
{
    struct tvx_trace_options wanted = {.limit = 0};
    struct tvx_store *store;
    struct tvx_tracer *tracer = NULL;
    struct progress progress;
    struct tvx_trace reuse;
    struct output output;
    enum tvx_status status;
    int result = tracer_options(&wanted, call);

    if (result == EXIT_DONE)
        result = tracer_open(&tracer, &store, call);
    if (result != EXIT_DONE)
        return result;
    progress_start(&progress, call->progress, call->width);
    status = tvx_reuse(&reuse, call->arena, tracer, &wanted, show_progress, &progress, &call->error);
    progress_end(&progress);
    if (status == TVX_OK)
        status = tracer_keep(call, store, &reuse, wanted.among_count == 0 && wanted.least_score <= 0);
    output_start(&output, call);
    if (status == TVX_OK && call->json)
        tvx_json_trace(&output.json, &reuse);
    else if (status == TVX_OK)
        tvx_term_reuse(&output.term, call->arena, &reuse);
    if (status == TVX_OK)
        tracer_warn(&reuse);
    result = output_end(&output, call, status);
    tvx_tracer_close(tracer);
    tvx_store_close(store);
    return result;
}

static const struct tvx_option options[] = {
    {"among", 0, "KIND-OR-MEETING", true,
     "Only where one of the two documents at least is of this kind or meeting, as for `trace`."},
    {"least", 0, "SCORE", false, "Leave out what is less sure; 0.5 unless told otherwise."},
    {"all", 0, NULL, false, "Also what a person rejected (travaux review)."},
    {"full", 0, NULL, false, "Print every text with all who have it, and all words."},
    {NULL, 0, NULL, false, NULL},
};

static const struct tvx_example examples[] = {
    {"travaux reuse", "Who copied from whom."},
    {"travaux reuse --among library", "What came into the proposals from outside the conferences."},
    {NULL, NULL},
};

const struct tvx_command tvx_command_reuse = {
    .name = "reuse",
    .arguments = "",
    .least = 0,
    .most = 0,
    .summary = "all wording that documents share, and who had it first",
    .text = "Compares all documents of the workspace with each other.  Each text that several of them have is shown "
            "once, with all who have it, the earliest first.  Not counted are what a document repeats of itself and "
            "its revisions, heads and titles, versions of one instrument, the text in force that every proposal on a "
            "provision prints, and what two papers both quote from an older instrument.\n\n"
            "With --json each pair of passages is one object as `trace` prints it: the source is the earlier of the "
            "two documents, \"cluster\" numbers the texts.",
    .options = options,
    .examples = examples,
    .run = run,
    .makes_json = true,
};
