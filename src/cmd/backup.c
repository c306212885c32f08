/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* `travaux backup FILE`: a copy of the workspace that is whole. */
#include "command.h"

#include <stdio.h>
#include <travaux/store/share.h>

static int run(struct tvx_call *call)
{
    struct tvx_store *store;
    enum tvx_status status;
    int result = tvx_call_open(call, &store);

    if (result != EXIT_DONE)
        return result;
    status = tvx_store_backup(store, call->arguments[0], &call->error);
    tvx_store_close(store);
    if (status != TVX_OK)
        return tvx_call_fail(call);
    fprintf(stderr, "Copied the workspace to %s and looked the copy through.\n", call->arguments[0]);
    return EXIT_DONE;
}

static const struct tvx_example examples[] = {
    {"travaux backup ~/nc-26-monday.db", "A copy of the workspace as it is now."},
    {NULL, NULL},
};

const struct tvx_command tvx_command_backup = {
    .name = "backup",
    .arguments = "FILE",
    .least = 1,
    .most = 1,
    .summary = "copy the workspace to a file, also while it is served",
    .text = "Makes a copy of the workspace in FILE, which must not be there yet.  The copy is one file and whole, also "
            "where others write into the workspace meanwhile; it is looked through before it gets its name.  It is a "
            "workspace like any other, and holds all that the workspace holds, the hashes of passwords included: only "
            "its owner can read it.",
    .examples = examples,
    .run = run,
};
