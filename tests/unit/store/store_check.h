/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * A workspace in a folder of its own for one test, and small entries to put into it.
 */
#ifndef TESTS_UNIT_STORE_CHECK_H
#define TESTS_UNIT_STORE_CHECK_H

#include "check.h"

#include <ftw.h>
#include <sys/stat.h>
#include <travaux/store/store.h>

struct folder {
    char path[200];
    char workspace[240]; /* path/travaux.db */
    struct tvx_arena *arena;
};

static inline int folder_make(void **state)
{
    struct folder *folder = calloc(1, sizeof *folder);
    const char *base = getenv("TMPDIR");

    if (folder == NULL)
        return -1;
    snprintf(folder->path, sizeof folder->path, "%s/travaux-test-XXXXXX", base == NULL ? "/tmp" : base);
    if (mkdtemp(folder->path) == NULL)
        return -1;
    snprintf(folder->workspace, sizeof folder->workspace, "%s/travaux.db", folder->path);
    folder->arena = tvx_arena_new(256 << 20);
    *state = folder;
    return 0;
}

static inline int folder_remove_one(const char *path, const struct stat *about, int type, struct FTW *at)
{
    (void)about, (void)type, (void)at;
    return remove(path);
}

static inline int folder_remove(void **state)
{
    struct folder *folder = *state;

    nftw(folder->path, folder_remove_one, 16, FTW_DEPTH | FTW_PHYS);
    tvx_arena_free(folder->arena);
    free(folder);
    return 0;
}

static inline void folder_write(const struct folder *folder, const char *name, const void *bytes, size_t length)
{
    char path[400];
    FILE *file;

    snprintf(path, sizeof path, "%s/%s", folder->path, name);
    file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, length, file), length);
    assert_int_equal(fclose(file), 0);
}

static inline struct tvx_store *folder_open(const struct folder *folder)
{
    struct tvx_error error = {0};
    struct tvx_store *store = NULL;

    if (tvx_store_open(&store, folder->workspace, &error) != TVX_OK)
        fail_msg("%s", error.message);
    return store;
}

/* A new workspace, open. */
static inline struct tvx_store *folder_store(const struct folder *folder)
{
    struct tvx_error error = {0};

    if (tvx_store_create(folder->workspace, &error) != TVX_OK)
        fail_msg("%s", error.message);
    return folder_open(folder);
}

#endif
