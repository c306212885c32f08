/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store_check.h"

#include <dirent.h>
#include <sqlite3.h>

#include "../../../src/store/query.h"

static void a_new_workspace_is_one_file_and_opens_again(void **state)
{
    struct folder *folder = *state;
    struct tvx_store *store = folder_store(folder);
    struct tvx_error error = {0};
    struct tvx_counts counts;
    struct dirent **names = NULL;
    struct stat about;

    assert_int_equal(tvx_store_counts(store, &counts, &error), TVX_OK);
    assert_int_equal(counts.documents + counts.proposals, 0);
    assert_int_equal(tvx_store_fail(store, "a", "b", &error), TVX_OK); /* writing leaves nothing beside it either */
    tvx_store_close(store);
    assert_int_equal(scandir(folder->path, &names, NULL, alphasort), 3); /* ".", ".." and the workspace */
    assert_string_equal(names[2]->d_name, "travaux.db");
    for (int i = 0; i < 3; i++)
        free(names[i]);
    free(names);
    assert_int_equal(stat(folder->workspace, &about), 0);
    assert_int_equal(about.st_mode & 077, 0); /* what is not public stays with its owner */
    assert_int_equal(tvx_store_create(folder->workspace, &error), TVX_E_WORKSPACE);
    assert_non_null(strstr(error.message, "exists already"));
    tvx_store_close(folder_open(folder));
}

static void every_query_fits_the_schema(void **state)
{
    struct folder *folder = *state;
    struct tvx_store *store = folder_store(folder);
    sqlite3 *db = *(sqlite3 **)(void *)store; /* its first member */

    for (int i = 0; i < TVX_QUERY_COUNT; i++) {
        size_t length = 0;
        const char *text = tvx_query_text((enum tvx_query)i, &length), *rest = NULL;
        sqlite3_stmt *statement = NULL;

        if (text == NULL)
            fail_msg("no query %s", tvx_query_name((enum tvx_query)i));
        if (sqlite3_prepare_v2(db, text, (int)length, &statement, &rest) != SQLITE_OK)
            fail_msg("%s: %s", tvx_query_name((enum tvx_query)i), sqlite3_errmsg(db));
        assert_non_null(statement);
        assert_true(strspn(rest, " \n") >= (size_t)(text + length - rest)); /* one statement a name */
        sqlite3_finalize(statement);
    }
    assert_int_equal(tvx_query_sections(), TVX_QUERY_COUNT); /* none that no one calls */
    tvx_store_close(store);
}

static void run_sql(const char *path, const char *sql)
{
    sqlite3 *db;

    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
}

static void refuses(const struct folder *folder, const char *part)
{
    struct tvx_error error = {0};
    struct tvx_store *store = NULL;

    assert_int_equal(tvx_store_open(&store, folder->workspace, &error), TVX_E_WORKSPACE);
    assert_int_equal(error.status, TVX_E_WORKSPACE);
    assert_null(store);
    if (strstr(error.message, part) == NULL)
        fail_msg("\"%s\" does not say \"%s\"", error.message, part);
}

static void a_newer_workspace_is_refused(void **state)
{
    struct folder *folder = *state;

    tvx_store_close(folder_store(folder));
    run_sql(folder->workspace, "PRAGMA user_version = 9999");
    refuses(folder, "newer travaux");
}

static void an_older_workspace_is_migrated(void **state)
{
    struct folder *folder = *state;
    struct tvx_error error = {0};
    struct tvx_counts counts;
    struct tvx_store *store;
    char sql[100];

    snprintf(sql, sizeof sql, "PRAGMA application_id = %d; PRAGMA user_version = 0; VACUUM", 0x54525658);
    run_sql(folder->workspace, sql);
    store = folder_open(folder);
    assert_int_equal(tvx_store_counts(store, &counts, &error), TVX_OK);
    tvx_store_close(store);
}

static void other_files_are_refused(void **state)
{
    struct folder *folder = *state;

    refuses(folder, "No such file");
    folder_write(folder, "travaux.db", "", 0);
    refuses(folder, "not a travaux workspace");
    folder_write(folder, "travaux.db", "Dear delegates, this is no database at all, but long enough to be one. ", 70);
    refuses(folder, "not a travaux workspace");
    unlink(folder->workspace);
    run_sql(folder->workspace, "CREATE TABLE recipes(name TEXT)");
    refuses(folder, "another program");
    unlink(folder->workspace);
    assert_int_equal(mkdir(folder->workspace, 0700), 0);
    refuses(folder, "not a file");
}

static void damaged_files_are_refused(void **state)
{
    struct folder *folder = *state;
    char page[4096];
    FILE *file;

    tvx_store_close(folder_store(folder));
    assert_int_equal(truncate(folder->workspace, 3 * 4096 + 17), 0);
    refuses(folder, "damaged");
    unlink(folder->workspace);

    tvx_store_close(folder_store(folder)); /* the schema overwritten, the header whole */
    file = fopen(folder->workspace, "r+b");
    memset(page, 0xA5, sizeof page);
    assert_int_equal(fseek(file, 100, SEEK_SET), 0);
    assert_int_equal(fwrite(page, 1, sizeof page - 100, file), sizeof page - 100);
    fclose(file);
    refuses(folder, "damaged");
    unlink(folder->workspace);

    tvx_store_close(folder_store(folder)); /* a table is gone */
    run_sql(folder->workspace, "DROP TABLE document_sponsor; DROP TABLE failed; PRAGMA foreign_keys = 0; DROP TABLE document");
    refuses(folder, "damaged");
}

static void a_postgresql_address_is_told_apart(void **state)
{
    struct tvx_error error = {0};
    struct tvx_store *store = NULL;

    (void)state;
    assert_int_equal(tvx_store_open(&store, "postgresql://localhost/x", &error), TVX_E_WORKSPACE);
}

static void the_workspace_is_found_above(void **state)
{
    struct folder *folder = *state;
    struct tvx_error error = {0};
    char below[400], *address = NULL;

    snprintf(below, sizeof below, "%s/a", folder->path);
    mkdir(below, 0700);
    snprintf(below, sizeof below, "%s/a/b", folder->path);
    mkdir(below, 0700);
    assert_int_equal(tvx_store_locate(&address, below, &error), TVX_E_NOTFOUND);
    assert_non_null(strstr(error.message, "travaux init"));
    tvx_store_close(folder_store(folder));
    assert_int_equal(tvx_store_locate(&address, below, &error), TVX_OK);
    assert_non_null(strstr(address, "/travaux.db"));
    free(address);
}

static void queries_need_no_write_permission(void **state)
{
    struct folder *folder = *state;
    struct tvx_error error = {0};
    struct tvx_counts counts;
    struct tvx_store *store;

    if (geteuid() == 0) {
        print_message("# skipped: root may write everywhere\n");
        skip();
    }
    tvx_store_close(folder_store(folder));
    chmod(folder->workspace, 0400);
    chmod(folder->path, 0500);
    store = folder_open(folder);
    assert_int_equal(tvx_store_counts(store, &counts, &error), TVX_OK);
    assert_int_equal(tvx_store_fail(store, "a", "b", &error), TVX_E_IO);
    assert_non_null(strstr(error.message, "may not be written to"));
    tvx_store_close(store);
    chmod(folder->path, 0700);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_new_workspace_is_one_file_and_opens_again, folder_make, folder_remove),
        cmocka_unit_test_setup_teardown(every_query_fits_the_schema, folder_make, folder_remove),
        cmocka_unit_test_setup_teardown(a_newer_workspace_is_refused, folder_make, folder_remove),
        cmocka_unit_test_setup_teardown(an_older_workspace_is_migrated, folder_make, folder_remove),
        cmocka_unit_test_setup_teardown(other_files_are_refused, folder_make, folder_remove),
        cmocka_unit_test_setup_teardown(damaged_files_are_refused, folder_make, folder_remove),
        cmocka_unit_test(a_postgresql_address_is_told_apart),
        cmocka_unit_test_setup_teardown(the_workspace_is_found_above, folder_make, folder_remove),
        cmocka_unit_test_setup_teardown(queries_need_no_write_permission, folder_make, folder_remove),
    };

    return cmocka_run_group_tests_name("open", tests, NULL, NULL);
}
