/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store_check.h"

#include <sqlite3.h>
#include <travaux/store/ingest.h>

static void write_text(const struct folder *folder, const char *name, const char *text)
{
    folder_write(folder, name, text, strlen(text));
}

static void ingest(struct tvx_store *store, struct folder *folder, const char *name)
{
    struct tvx_ingest_report report;
    struct tvx_error error = {0};
    struct tvx_source defaults = {.kind = NULL};
    char path[400];
    const char *paths[] = {path};

    snprintf(path, sizeof path, "%s/%s", folder->path, name);
    if (tvx_ingest(&report, folder->arena, store, paths, 1, &defaults, NULL, NULL, &error) != TVX_OK)
        fail_msg("%s", error.message);
    assert_int_equal(report.added_count, 1);
}

static const struct tvx_review *find_review(struct tvx_store *store, struct folder *folder, const char *kind)
{
    struct tvx_review *review;
    struct tvx_error error = {0};
    size_t count;

    if (tvx_store_review(store, folder->arena, &review, &count, &error) != TVX_OK)
        fail_msg("%s", error.message);
    for (size_t i = 0; i < count; i++)
        if (strcmp(review[i].kind, kind) == 0)
            return &review[i];
    return NULL;
}

#define HEADER(symbol)                                                                                                 \
    "NETWORK CONFERENCE (NC-26)\nCalder Bay, 30 November – 18 December 2026\n\n" symbol "\n\n23 September 2026\n\n"    \
    "Original: English\n\nFrance\n\nPROPOSALS FOR THE WORK OF THE CONFERENCE\n\n"

static void an_addendum_waits_for_its_document(void **state)
{
    struct folder *folder = *state;
    struct tvx_store *store = folder_store(folder);
    const struct tvx_review *review;

    write_text(folder, "a.txt", HEADER("Addendum 3 to Document 48-E") "ADD F/48A3/1\n\nArticle 9\n\n9.1 A text.\n");
    ingest(store, folder, "a.txt");
    review = find_review(store, folder, "missing-parent");
    assert_non_null(review);
    assert_string_equal(review->where, "NC26/48A3");
    assert_non_null(strstr(review->message, "Document 48 of NC-26"));
    write_text(folder, "b.txt", HEADER("Revision 1 to Document 48-E") "ADD F/48R1/1\n\nArticle 8\n\n8.1 A text.\n");
    ingest(store, folder, "b.txt");
    assert_null(find_review(store, folder, "missing-parent"));
    tvx_store_close(store);
}

static void the_least_understood_document_stands_first(void **state)
{
    struct folder *folder = *state;
    struct tvx_store *store = folder_store(folder);
    const struct tvx_review *review;
    struct tvx_stored_document *documents;
    struct tvx_health health;
    struct tvx_error error = {0};
    const struct tvx_filter all = {.meeting = NULL};
    size_t count;

    write_text(folder, "a.txt", HEADER("Document 7-E") "ADD F/7/1\n\nArticle 9\n\n9.1 A text.\n");
    write_text(folder, "b.txt", HEADER("Document 8-E") "MOD F/8/1\n\nArticle 9\n\n9.1 A text.\n");
    write_text(folder, "c.txt", HEADER("Document 9-E") "We thank the host country for the tea.\n");
    ingest(store, folder, "a.txt");
    ingest(store, folder, "b.txt");
    ingest(store, folder, "c.txt");
    review = find_review(store, folder, "doubtful-document");
    assert_non_null(review);
    assert_string_equal(review[0].where, "NC26/9");
    assert_string_equal(review[1].where, "NC26/8");
    assert_true(review[0].confidence < review[1].confidence);
    assert_non_null(strstr(review[0].message, "No proposal was found in it"));
    assert_string_not_equal(review[2].kind, "doubtful-document"); /* NC26/7 gives no cause */

    assert_int_equal(tvx_store_documents(store, folder->arena, &documents, &count, &all, &error), TVX_OK);
    assert_int_equal(tvx_store_health(store, folder->arena, &health, documents[1].id, &error), TVX_OK);
    assert_string_equal(health.form, "itu");
    assert_string_equal(health.findings[0].code, "mod-without-marks");
    assert_true(*health.findings[0].advice != '\0');
    tvx_store_close(store);
}

static void a_workspace_of_version_1_is_brought_up_to_date(void **state)
{
    struct folder *folder = *state;
    struct tvx_stored_document *documents;
    struct tvx_store *store = folder_store(folder); /* registers the tokenizer that version 1's index needs */
    const struct tvx_filter all = {.meeting = NULL};
    struct tvx_health health;
    struct tvx_error error = {0};
    size_t count;

    store_as_of(store, 1);
    store_sql(store, "INSERT INTO document VALUES (1, 'x', 'old.txt', 'old.txt', 'text', 'en', 'Old', 'report', "
                     "'public', NULL, NULL, NULL, NULL, 'old.txt', 1, 0, 0, '2026-01-01')");
    tvx_store_close(store);
    store = folder_open(folder);
    assert_int_equal(tvx_store_documents(store, folder->arena, &documents, &count, &all, &error), TVX_OK);
    assert_int_equal(count, 1);
    assert_int_equal(tvx_store_health(store, folder->arena, &health, 1, &error), TVX_E_NOTFOUND);
    assert_null(find_review(store, folder, "doubtful-document"));
    write_text(folder, "a.txt", "A report of some length about nothing in particular.");
    ingest(store, folder, "a.txt");
    assert_int_equal(tvx_store_health(store, folder->arena, &health, 2, &error), TVX_OK);
    tvx_store_close(store);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(an_addendum_waits_for_its_document, folder_make, folder_remove),
        cmocka_unit_test_setup_teardown(the_least_understood_document_stands_first, folder_make, folder_remove),
        cmocka_unit_test_setup_teardown(a_workspace_of_version_1_is_brought_up_to_date, folder_make, folder_remove),
    };

    return cmocka_run_group_tests_name("store/health", tests, NULL, NULL);
}
