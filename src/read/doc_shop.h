/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * A temporary folder, ours alone, in which programs of others work on files of others.  Each program runs in a process
 * group of its own, confined (doc_confine.h), without our environment, and is killed with its whole group at its end or
 * its deadline.  A small process beside ours removes the folder and ends what runs in it as soon as we are gone,
 * however we went.
 */
#ifndef TVX_READ_DOC_SHOP_H
#define TVX_READ_DOC_SHOP_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>
#include <travaux/base/error.h>

struct tvx_doc_shop {
    char folder[PATH_MAX / 2]; /* "" when there is none */
    int keeper_pipe;           /* open as long as we are */
    pid_t keeper;
};

enum tvx_status tvx_doc_shop_open(struct tvx_doc_shop *shop, struct tvx_error *error);
/* Removes the folder with all that is in it; nothing for a shop that is not open. */
void tvx_doc_shop_close(struct tvx_doc_shop *shop);

/* The path of `name` in the shop, in `path`; false when it would be too long. */
bool tvx_doc_shop_path(char path[PATH_MAX], const struct tvx_doc_shop *shop, const char *name);

struct tvx_doc_program {
    const char *path;        /* absolute */
    const char *const *argv; /* ends in NULL */
    const char *output;      /* file in the shop for its standard output; NULL: dropped */
    unsigned seconds;        /* of wall clock */
    size_t max_output;       /* bytes of any file that it writes */
};
enum tvx_doc_end { TVX_DOC_DONE, TVX_DOC_FAILED, TVX_DOC_LATE }; /* exit status 0, another end, its deadline */
enum tvx_status tvx_doc_shop_run(enum tvx_doc_end *end, struct tvx_doc_shop *shop,
                                 const struct tvx_doc_program *program, struct tvx_error *error);

/* The first program of that name on PATH (absolute parts only); false when there is none. */
bool tvx_doc_program_find(char path[PATH_MAX], const char *name);

#endif
