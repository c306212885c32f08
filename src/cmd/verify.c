/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* `travaux verify`: makes everything again from the sources, and tells what differs. */
#include "output.h"
#include "progress.h"

#include <travaux/show/verification.h>

static void step(void *context, size_t done, size_t total, const char *name)
{
    progress_step(context, done, total, name);
}

static int run(struct tvx_call *call)
{
    struct tvx_index_verdict index;
    struct tvx_verification verification;
    struct progress progress;
    struct output output;
    struct tvx_store *store;
    enum tvx_status status;
    int result = tvx_call_open(call, &store);

    if (result != EXIT_DONE)
        return result;
    progress_start(&progress, call->progress, call->width);
    status = tvx_store_verify(&verification, call->arena, store, step, &progress, &call->error);
    if (status == TVX_OK && verification.damaged_count == 0) /* of a damaged workspace nothing new is made */
        status = tvx_index_verify(&index, store, tvx_store_address(store), &call->error);
    progress_end(&progress);
    output_start(&output, call);
    if (status == TVX_OK && call->json)
        tvx_json_verification(&output.json, &verification, verification.damaged_count == 0 ? &index : NULL);
    else if (status == TVX_OK)
        tvx_term_verification(&output.term, call->arena, &verification,
                              verification.damaged_count == 0 ? &index : NULL);
    result = output_end(&output, call, status);
    tvx_store_close(store);
    if (status != TVX_OK || result != EXIT_DONE)
        return result;
    if (verification.damaged_count > 0)
        return EXIT_NO_WORKSPACE;
    return verification.differ_count > 0 || (index.was != TVX_INDEX_WHOLE && !index.rebuilt) ? EXIT_SOME_INPUT
                                                                                              : EXIT_DONE;
}

static const struct tvx_option options[] = {
    {NULL, 0, NULL, false, NULL},
};

static const struct tvx_example examples[] = {
    {"travaux verify", "Is everything still as it was made of the files?"},
    {"travaux verify --json | jq '.damaged'", "Only the damage."},
    {NULL, NULL},
};

const struct tvx_command tvx_command_verify = {
    .name = "verify",
    .arguments = "",
    .least = 0,
    .most = 0,
    .summary = "make everything again from the sources and tell what differs",
    .text = "Checks the workspace's file and the SHA-256 of every stored source.  Then reads each source again, as "
            "`add` did and with what it was told, ties the proposals to their provisions again, and compares text, "
            "tree, proposals, provisions and all else with what is stored.  Each difference is told with its place.\n\n"
            "A difference need not be damage: another version of travaux may read the same file better, and "
            "LibreOffice or tesseract may have been there when it was added, and not be there now.  Where it is known, "
            "the version that stored the document is told.  Nothing in the workspace is changed.\n\n"
            "The index of reuse beside the workspace is compared with its checksums and with the documents that are "
            "there; where it is missing, stale or damaged it is made anew.\n\n"
            "The exit status is 3 when the workspace is damaged, 1 when something differs, 0 when all is well.",
    .options = options,
    .examples = examples,
    .run = run,
    .makes_json = true,
    .reads_files = true,
};
