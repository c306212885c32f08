/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Making, opening and migrating a workspace file.  The journal is a rollback journal, not a write-ahead log: when
 * no one has the workspace open it is one file, it can be read from a read-only medium, and it survives a memory stick.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <travaux/base/table.h>
#include <unistd.h>

#include <travaux/store/share.h>

#include "db.h"

static const char *const migrations[] = {
    "src/store/sql/migrations/0001-workspace.sql",
    "src/store/sql/migrations/0002-health.sql",
    "src/store/sql/migrations/0003-prose.sql",
    "src/store/sql/migrations/0004-statement.sql",
    "src/store/sql/migrations/0005-verdict.sql",
    "src/store/sql/migrations/0006-told.sql",
    "src/store/sql/migrations/0007-institution.sql",
    "src/store/sql/migrations/0008-opinion.sql",
    "src/store/sql/migrations/0009-position.sql",
    "src/store/sql/migrations/0010-account.sql",
    "src/store/sql/migrations/0011-together.sql",
    "src/store/sql/migrations/0012-joint.sql",
    "src/store/sql/migrations/0013-find.sql",
};

enum {
    SCHEMA_VERSION = sizeof migrations / sizeof *migrations,
    BUSY_MILLISECONDS = 60 * 1000, /* two processes that add large files at once wait for each other */
};

static enum tvx_status exec(struct tvx_store *store, const char *sql, const char *doing, struct tvx_error *error)
{
    int code = sqlite3_exec(store->db, sql, NULL, NULL, NULL);

    return code == SQLITE_OK ? TVX_OK : tvx_db_error(store, code, doing, error);
}

static enum tvx_status pragma_number(struct tvx_store *store, const char *sql, int64_t *out, struct tvx_error *error)
{
    sqlite3_stmt *statement = NULL;
    int code = sqlite3_prepare_v2(store->db, sql, -1, &statement, NULL);

    *out = 0;
    if (code == SQLITE_OK) {
        code = sqlite3_step(statement);
        if (code == SQLITE_ROW) {
            *out = sqlite3_column_int64(statement, 0);
            code = SQLITE_OK;
        } else if (code == SQLITE_DONE) {
            code = SQLITE_OK;
        }
    }
    sqlite3_finalize(statement);
    return code == SQLITE_OK ? TVX_OK : tvx_db_error(store, code, "open the workspace", error);
}

void tvx_store_patience(struct tvx_store *store)
{
    sqlite3_busy_timeout(store->db, BUSY_MILLISECONDS);
}

/* A workspace may come from a stranger: its schema may not run code of its own. */
static enum tvx_status harden(struct tvx_store *store, struct tvx_error *error)
{
    static const struct { int what, value; } settings[] = {
        {SQLITE_DBCONFIG_DEFENSIVE, 1},      {SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0}, {SQLITE_DBCONFIG_ENABLE_TRIGGER, 0},
        {SQLITE_DBCONFIG_ENABLE_VIEW, 0},    {SQLITE_DBCONFIG_ENABLE_FKEY, 1},    {SQLITE_DBCONFIG_DQS_DML, 0},
        {SQLITE_DBCONFIG_DQS_DDL, 0},        {SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0},
    };

    for (size_t i = 0; i < sizeof settings / sizeof *settings; i++)
        sqlite3_db_config(store->db, settings[i].what, settings[i].value, NULL);
    sqlite3_limit(store->db, SQLITE_LIMIT_ATTACHED, 0);
    sqlite3_limit(store->db, SQLITE_LIMIT_SQL_LENGTH, 1 << 20);
    sqlite3_limit(store->db, SQLITE_LIMIT_EXPR_DEPTH, 200);
    sqlite3_limit(store->db, SQLITE_LIMIT_COMPOUND_SELECT, 20);
    sqlite3_limit(store->db, SQLITE_LIMIT_FUNCTION_ARG, 30);
    sqlite3_limit(store->db, SQLITE_LIMIT_TRIGGER_DEPTH, 10);
    sqlite3_limit(store->db, SQLITE_LIMIT_WORKER_THREADS, 0);
    if (tvx_audit_guard(store) != SQLITE_OK)
        return tvx_error_nomem(error);
    tvx_store_patience(store);
    return exec(store, "PRAGMA cell_size_check = ON; PRAGMA synchronous = FULL; PRAGMA temp_store = MEMORY;"
                       "PRAGMA cache_size = -32000", "open the workspace", error);
}

/* Applies the migrations that the file lacks, all or none. */
static enum tvx_status migrate(struct tvx_store *store, struct tvx_error *error)
{
    int64_t version = 0;
    enum tvx_status status = tvx_db_begin(store, error);

    if (status != TVX_OK)
        return status;
    status = pragma_number(store, "PRAGMA user_version", &version, error); /* again: a neighbour may have been faster */
    for (int64_t i = version < 0 ? 0 : version; status == TVX_OK && i < SCHEMA_VERSION; i++) {
        const struct tvx_asset *asset = tvx_asset_find(migrations[i]);
        char *sql = asset == NULL ? NULL : strndup(asset->bytes, asset->length);

        status = sql == NULL ? tvx_error_nomem(error) : exec(store, sql, "bring the workspace up to date", error);
        free(sql);
    }
    if (status == TVX_OK) {
        char sql[100];

        snprintf(sql, sizeof sql, "PRAGMA application_id = %d; PRAGMA user_version = %d", TVX_APPLICATION_ID,
                 (int)SCHEMA_VERSION);
        status = exec(store, sql, "bring the workspace up to date", error);
    }
    return tvx_db_end(store, status, error);
}

/* Is this our file, of a version we know, with the schema we expect?  Cheap: it reads the first pages only. */
static enum tvx_status check(struct tvx_store *store, struct tvx_error *error)
{
    int64_t application = 0, version = 0, found = 0;
    bool any;
    enum tvx_status status = pragma_number(store, "PRAGMA application_id", &application, error);

    if (status == TVX_OK)
        status = pragma_number(store, "PRAGMA user_version", &version, error);
    if (status != TVX_OK)
        return status;
    if (application != TVX_APPLICATION_ID)
        return tvx_error_set(error, TVX_E_WORKSPACE, "%s is not a travaux workspace, but another program's database",
                             store->path);
    if (version > SCHEMA_VERSION)
        return tvx_error_set(
            error, TVX_E_WORKSPACE,
            "%s was made by a newer travaux (workspace version %lld, this program knows %d); update travaux",
            store->path, (long long)version, (int)SCHEMA_VERSION);
    if (version < SCHEMA_VERSION)
        status = migrate(store, error);
    if (status == TVX_OK)
        status = tvx_db_number(store, &found, &any, QUERY_document_id_by_hash, error, "t", "");
    if (status == TVX_OK)
        status = tvx_db_number(store, &found, &any, QUERY_fts_search, error, "ti", "\"\"", (int64_t)1);
    return status;
}

static const char in_memory[] = ":memory:";

/* SQLite gives names that begin with ':' or "file:" a meaning of their own. */
static char *plain_path(const char *address)
{
    char *path = NULL;

    if (address == in_memory)
        return strdup(in_memory);
    return asprintf(&path, "%s%s", address[0] == '/' ? "" : "./", address) < 0 ? NULL : path;
}

static enum tvx_status open_file(struct tvx_store **out, const char *path, struct tvx_error *error)
{
    struct tvx_store *store = calloc(1, sizeof *store);
    char *plain = plain_path(path);
    enum tvx_status status;
    int code;

    *out = NULL;
    if (store == NULL || plain == NULL || (store->path = strdup(path)) == NULL ||
        (store->stemmer = tvx_stemmer_new()) == NULL) {
        free(plain);
        tvx_store_close(store);
        return tvx_error_nomem(error);
    }
    code =
        sqlite3_open_v2(plain, &store->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, NULL);
    free(plain);
    if (code != SQLITE_OK) {
        status = tvx_error_set(error, TVX_E_WORKSPACE, "cannot open the workspace %s: %s", path,
                               store->db == NULL ? sqlite3_errstr(code) : sqlite3_errmsg(store->db));
        tvx_store_close(store);
        return status;
    }
    status = harden(store, error);
    if (status == TVX_OK) {
        code = tvx_tokenizer_register(store);
        if (code != SQLITE_OK)
            status = tvx_error_set(error, TVX_E_WORKSPACE, "this SQLite has no full-text search (FTS5): %s",
                                   sqlite3_errstr(code));
    }
    if (status != TVX_OK) {
        tvx_store_close(store);
        return status;
    }
    *out = store;
    return TVX_OK;
}

void tvx_store_close(struct tvx_store *store)
{
    if (store == NULL)
        return;
    for (int i = 0; i < TVX_QUERY_COUNT; i++)
        sqlite3_finalize(store->statements[i]);
    sqlite3_close(store->db);
    tvx_stemmer_free(store->stemmer);
    free(store->path);
    free(store);
}

const char *tvx_store_address(const struct tvx_store *store)
{
    return store->path;
}

static enum tvx_status refuse_server(const char *address, struct tvx_error *error)
{
    if (strncmp(address, "postgresql://", 13) == 0 || strncmp(address, "postgres://", 11) == 0)
        return tvx_error_set(error, TVX_E_WORKSPACE,
                             "a workspace on a PostgreSQL server is not supported by this build; name a file instead");
    return TVX_OK;
}

enum tvx_status tvx_store_open(struct tvx_store **out, const char *address, struct tvx_error *error)
{
    struct stat about;
    enum tvx_status status = refuse_server(address, error);

    *out = NULL;
    if (status != TVX_OK)
        return status;
    if (stat(address, &about) != 0)
        return tvx_error_set(error, TVX_E_WORKSPACE, "cannot open the workspace %s: %s", address, strerror(errno));
    if (!S_ISREG(about.st_mode))
        return tvx_error_set(error, TVX_E_WORKSPACE, "%s is not a file", address);
    status = open_file(out, address, error);
    if (status == TVX_OK)
        status = check(*out, error);
    if (status != TVX_OK) {
        tvx_store_close(*out);
        *out = NULL;
        /* a file that cannot be read at all is a workspace that cannot be opened */
        if (error != NULL && status != TVX_E_NOMEM)
            status = error->status = TVX_E_WORKSPACE;
    }
    return status;
}

/* Puts the finished file in its place unless something is there; file systems without hard links included. */
static enum tvx_status move_new(const char *from, const char *to, struct tvx_error *error)
{
    if (renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE) == 0)
        return TVX_OK;
    if (errno == EINVAL || errno == ENOSYS) {
        if (access(to, F_OK) == 0)
            errno = EEXIST;
        else if (rename(from, to) == 0)
            return TVX_OK;
    }
    if (errno == EEXIST)
        return tvx_error_set(error, TVX_E_WORKSPACE, "%s exists already", to);
    return tvx_error_set(error, TVX_E_IO, "cannot make %s: %s", to, strerror(errno));
}

enum tvx_status tvx_store_create(const char *address, struct tvx_error *error)
{
    struct tvx_store *store = NULL;
    char *temporary = NULL;
    enum tvx_status status = refuse_server(address, error);
    int fd;

    if (status != TVX_OK)
        return status;
    if (access(address, F_OK) == 0)
        return tvx_error_set(error, TVX_E_WORKSPACE, "%s exists already", address);
    if (asprintf(&temporary, "%s.XXXXXX", address) < 0)
        return tvx_error_nomem(error);
    fd = mkostemp(temporary, O_CLOEXEC); /* readable by its owner alone: it may hold what is not public */
    if (fd < 0) {
        status = tvx_error_set(error, TVX_E_IO, "cannot make %s: %s", address, strerror(errno));
        free(temporary);
        return status;
    }
    close(fd);
    status = open_file(&store, temporary, error);
    if (status == TVX_OK)
        status = migrate(store, error);
    tvx_store_close(store);
    if (status == TVX_OK)
        status = move_new(temporary, address, error);
    if (status != TVX_OK)
        unlink(temporary);
    free(temporary);
    return status;
}

static enum tvx_status copy_into(struct tvx_store *store, const char *path, struct tvx_error *error)
{
    sqlite3_stmt *statement = NULL;
    int most = sqlite3_limit(store->db, SQLITE_LIMIT_ATTACHED, 1); /* the copy is attached while it is made */
    int code = sqlite3_prepare_v2(store->db, "VACUUM INTO ?1", -1, &statement, NULL);

    if (code == SQLITE_OK)
        code = sqlite3_bind_text(statement, 1, path, -1, SQLITE_TRANSIENT);
    if (code == SQLITE_OK)
        code = sqlite3_step(statement);
    sqlite3_finalize(statement);
    sqlite3_limit(store->db, SQLITE_LIMIT_ATTACHED, most);
    return code == SQLITE_DONE ? TVX_OK : tvx_db_error(store, code, "copy the workspace", error);
}

static enum tvx_status look_through(const char *path, struct tvx_error *error)
{
    struct tvx_store *copy = NULL;
    sqlite3_stmt *statement = NULL;
    enum tvx_status status = tvx_store_open(&copy, path, error);

    if (status != TVX_OK)
        return status;
    if (sqlite3_prepare_v2(copy->db, "PRAGMA integrity_check(1)", -1, &statement, NULL) != SQLITE_OK ||
        sqlite3_step(statement) != SQLITE_ROW || strcmp((const char *)sqlite3_column_text(statement, 0), "ok") != 0)
        status = tvx_error_set(error, TVX_E_WORKSPACE, "the copy is damaged; see: travaux verify");
    sqlite3_finalize(statement);
    tvx_store_close(copy);
    return status;
}

enum tvx_status tvx_store_backup(struct tvx_store *store, const char *path, struct tvx_error *error)
{
    char *temporary = NULL;
    enum tvx_status status;
    int fd;

    if (access(path, F_OK) == 0)
        return tvx_error_set(error, TVX_E_WORKSPACE, "%s exists already", path);
    if (asprintf(&temporary, "%s.XXXXXX", path) < 0)
        return tvx_error_nomem(error);
    fd = mkostemp(temporary, O_CLOEXEC); /* it holds what the workspace holds */
    if (fd < 0) {
        status = tvx_error_set(error, TVX_E_IO, "cannot make %s: %s", path, strerror(errno));
        free(temporary);
        return status;
    }
    status = copy_into(store, temporary, error);
    if (status == TVX_OK)
        status = look_through(temporary, error);
    if (status == TVX_OK && fsync(fd) != 0)
        status = tvx_error_set(error, TVX_E_IO, "cannot write %s: %s", path, strerror(errno));
    close(fd);
    if (status == TVX_OK)
        status = move_new(temporary, path, error);
    if (status != TVX_OK)
        unlink(temporary);
    free(temporary);
    return status;
}

enum tvx_status tvx_store_scratch(struct tvx_store **out, struct tvx_error *error)
{
    enum tvx_status status = open_file(out, in_memory, error);

    if (status != TVX_OK)
        return status;
    (*out)->scratch = true;
    status = migrate(*out, error);
    if (status != TVX_OK) {
        tvx_store_close(*out);
        *out = NULL;
    }
    return status;
}

enum tvx_status tvx_store_locate(char **address, const char *folder, struct tvx_error *error)
{
    char resolved[PATH_MAX];

    *address = NULL;
    if (realpath(folder == NULL || *folder == '\0' ? "." : folder, resolved) == NULL)
        return tvx_error_set(error, TVX_E_IO, "cannot look into %s: %s", folder, strerror(errno));
    for (;;) {
        char *slash, *candidate = NULL;
        struct stat about;

        if (asprintf(&candidate, "%s/travaux.db", strcmp(resolved, "/") == 0 ? "" : resolved) < 0)
            return tvx_error_nomem(error);
        if (stat(candidate, &about) == 0 && S_ISREG(about.st_mode)) {
            *address = candidate;
            return TVX_OK;
        }
        free(candidate);
        slash = strrchr(resolved, '/');
        if (slash == NULL || strcmp(resolved, "/") == 0)
            return tvx_error_set(error, TVX_E_NOTFOUND,
                                 "there is no workspace in this folder or above it; make one with: travaux init");
        slash[slash == resolved ? 1 : 0] = '\0';
    }
}
