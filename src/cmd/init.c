/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* `travaux init`: makes a workspace. */
#include "command.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

static int run(struct tvx_call *call)
{
    const char *folder = call->argument_count > 0 ? call->arguments[0] : ".";
    const char *path = call->workspace;

    if (call->argument_count > 0 && strstr(folder, "://") != NULL) { /* an address is no folder; the store answers */
        path = folder;
    } else if (path == NULL || call->argument_count > 0) {
        if (mkdir(folder, 0777) != 0 && errno != EEXIST) {
            tvx_error_set(&call->error, TVX_E_IO, "cannot make the folder %s: %s", folder, strerror(errno));
            return tvx_call_fail(call);
        }
        path = strcmp(folder, ".") == 0 ? "travaux.db" : tvx_arena_printf(call->arena, "%s/travaux.db", folder);
    }
    if (path == NULL) {
        tvx_error_nomem(&call->error);
        return tvx_call_fail(call);
    }
    if (tvx_store_create(path, &call->error) != TVX_OK)
        return tvx_call_fail(call);
    fprintf(stderr, "Made the workspace %s.  Next: travaux add FOLDER\n", path);
    return EXIT_DONE;
}

static const struct tvx_example examples[] = {
    {"travaux init", "Make travaux.db in this folder."},
    {"travaux init ~/nc-26", "Make the folder ~/nc-26, and travaux.db in it."},
    {NULL, NULL},
};

const struct tvx_command tvx_command_init = {
    .name = "init",
    .arguments = "[DIR]",
    .least = 0,
    .most = 1,
    .summary = "make a workspace",
    .text =
        "Makes an empty workspace, travaux.db, in this folder or in DIR, which is made when absent.  A workspace that "
        "is there already is left alone.\n\n"
        "A workspace is one file: copy it to share it, delete it to be rid of it.  It keeps a compressed copy of every "
        "document added, so that each claim can be traced to its passage where the originals are not at hand.",
    .examples = examples,
    .run = run,
};
