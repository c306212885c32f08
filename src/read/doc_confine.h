/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * What a converter of somebody else's making may do: read the system's own folders and write in one folder of ours,
 * for a bounded time, with bounded memory and files, and without a network.  A kernel that lacks one of the means
 * (Landlock, user namespaces) gives the others; the limits always hold.  Called between fork and exec.
 */
#ifndef TVX_READ_DOC_CONFINE_H
#define TVX_READ_DOC_CONFINE_H

#include <stddef.h>

/* A subfolder of `folder`, which must exist, that stands for /tmp where the kernel allows that. */
#define TVX_DOC_PRIVATE "tmp"

/* `folder`: where it may write; it is the current folder.  `program`: the path of what will be executed; its own folder
   may be read. */
void tvx_doc_confine(const char *folder, const char *program, unsigned seconds, size_t max_output);

#endif
