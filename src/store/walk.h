/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * The files under the given paths, folders entered in order of name.  What cannot be entered is listed with its
 * reason beside the files, so that nothing is passed over in silence; hidden files and the workspace itself are not
 * listed.
 */
#ifndef STORE_WALK_H
#define STORE_WALK_H

#include <stdbool.h>
#include <stddef.h>
#include <travaux/base/arena.h>
#include <travaux/base/error.h>

struct tvx_walk_item {
    const char *path;
    const char *name;   /* what it is called where that is not its path; NULL */
    size_t root;        /* bytes of `path` that are the folder given; 0 when the file itself was */
    const char *reason; /* why it cannot be taken; NULL for a file */
    bool gone;          /* there is nothing under this path */
};

struct tvx_walk {
    struct tvx_walk_item *items;
    size_t count;
};

/* `workspace`: the file that is left out, with its journal. */
enum tvx_status tvx_walk_paths(struct tvx_walk *out, struct tvx_arena *arena, const char *const *paths, size_t count,
                               const char *workspace, struct tvx_error *error);

#endif
