/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <travaux/reuse/index.h>
#include <travaux/store/ingest.h>

#include "../store/store_check.h"

static const char origin[] =
    "Policy review of the Gullsund government\n\nEvery operator of a lighthouse relay should log each signal that it "
    "forwards, with its origin and its hour, and surrender the log to the harbour police without a warrant.\n";
static const char other[] =
    "Report of the dredging committee\n\nThe committee met twice. It noted that silt had gathered near the old "
    "breakwater and asked the secretariat for another survey before the autumn tides.\n";
static const char asked[] =
    "Operators of lighthouse relays shall log each signal forwarded, with origin and hour, and surrender logs to "
    "harbour police without warrant.";

static void add_file(const struct folder *folder, struct tvx_store *store, const char *name, const char *text)
{
    struct tvx_ingest_report report;
    const struct tvx_source defaults = {.kind = "library", .access = "public"};
    char path[400];
    const char *paths[] = {path};

    folder_write(folder, name, text, strlen(text));
    snprintf(path, sizeof path, "%s/%s", folder->path, name);
    assert_int_equal(tvx_ingest(&report, folder->arena, store, paths, 1, &defaults, NULL, NULL, NULL), TVX_OK);
    assert_int_equal(report.added_count, 1);
}

static void a_workspace_finds_where_words_came_from(void **state)
{
    struct folder *folder = *state;
    struct tvx_index_report report;
    struct tvx_store *store;
    struct tvx_index *index;
    struct tvx_candidate *found;
    const char *text;
    size_t count;

    assert_int_equal(tvx_store_create(folder->workspace, NULL), TVX_OK);
    assert_int_equal(tvx_store_open(&store, folder->workspace, NULL), TVX_OK);
    add_file(folder, store, "dredging.txt", other);
    assert_int_equal(tvx_index_of_store(&index, store, folder->workspace, NULL, &report, NULL), TVX_OK);
    assert_int_equal(report.added, 1);
    tvx_index_close(index);
    add_file(folder, store, "review.txt", origin);
    assert_int_equal(tvx_index_of_store(&index, store, folder->workspace, NULL, &report, NULL), TVX_OK);
    assert_int_equal(report.added, 1);
    assert_int_equal(report.kept, 1);
    assert_int_equal(tvx_index_candidates(index, folder->arena, &found, &count, "en", asked, strlen(asked), NULL, NULL),
                     TVX_OK);
    assert_int_equal(count, 1);
    assert_int_equal(tvx_store_text(store, folder->arena, &text, (int64_t)found[0].document.key, NULL), TVX_OK);
    assert_true(found[0].source_start + found[0].source_length <= strlen(text));
    assert_non_null(strstr(text + found[0].source_start, "surrender the log"));
    tvx_index_close(index);
    tvx_store_close(store);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_workspace_finds_where_words_came_from, folder_make, folder_remove),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
