/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * A workspace in a folder of its own for one test, and small entries to put into it.
 */
#ifndef TESTS_UNIT_STORE_CHECK_H
#define TESTS_UNIT_STORE_CHECK_H

#include "check.h"

#include <dirent.h>
#include <ftw.h>
#include <sqlite3.h>
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

static inline void store_sql(struct tvx_store *store, const char *text)
{
    sqlite3 *db = *(sqlite3 **)(void *)store; /* its first member */
    char *message = NULL;

    if (sqlite3_exec(db, text, NULL, NULL, &message) != SQLITE_OK)
        fail_msg("%s", message);
}

/* Turns an open workspace into an empty one of an older version: what the first `version` migrations make. */
static inline void store_as_of(struct tvx_store *store, int version)
{
    sqlite3 *db = *(sqlite3 **)(void *)store;
    sqlite3_stmt *tables = NULL;
    struct dirent **names = NULL;
    char folder[4096], drops[8000] = "PRAGMA foreign_keys = OFF;";
    int count;

    assert_int_equal(sqlite3_prepare_v2(db, "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT GLOB "
                                            "'fts_*' AND name NOT GLOB 'sqlite_*'", -1, &tables, NULL), SQLITE_OK);
    while (sqlite3_step(tables) == SQLITE_ROW) {
        size_t length = strlen(drops);

        snprintf(drops + length, sizeof drops - length, "DROP TABLE \"%s\";", sqlite3_column_text(tables, 0));
    }
    sqlite3_finalize(tables);
    sqlite3_set_authorizer(db, NULL, NULL); /* it keeps the audit log from being dropped */
    store_sql(store, drops);
    snprintf(folder, sizeof folder, "%s", tests_source("src/store/sql/migrations"));
    count = scandir(folder, &names, NULL, alphasort);
    assert_true(count > version + 1);
    for (int i = 0; i < count; i++) {
        if (i >= 2 && i < version + 2) { /* after "." and ".." */
            char path[8200], sql[1 << 16] = "";
            FILE *file;

            snprintf(path, sizeof path, "%s/%s", folder, names[i]->d_name);
            file = fopen(path, "rb");
            assert_non_null(file);
            assert_true(fread(sql, 1, sizeof sql - 1, file) > 0);
            fclose(file);
            store_sql(store, sql);
        }
        free(names[i]);
    }
    free(names);
    snprintf(drops, sizeof drops, "PRAGMA foreign_keys = ON; PRAGMA user_version = %d", version);
    store_sql(store, drops);
}

#endif
