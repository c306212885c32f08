/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Statements of states and adopted changes come back as they were stored; the document's kind follows from them. */
#include "store_check.h"

#include <travaux/store/ingest.h>

static void they_come_back_whole(void **state)
{
    struct folder *folder = *state;
    struct tvx_store *store = folder_store(folder);
    const char *actors[] = {"DZA", "Varenia"}, *refers[] = {"3", "12"};
    struct tvx_statement statements[] = {
        {.number = "1", .kind = TVX_STATEMENT_RESERVATION, .actors = actors, .actor_count = 2, .text = "été",
         .quote = "1\nété", .start = 5, .points = 5, .block = 2},
        {.number = "", .kind = TVX_STATEMENT_OBJECTION, .text = "no", .quote = "no", .refers = refers,
         .refer_count = 2},
        {.number = "4", .kind = TVX_STATEMENT_DECLARATION, .actors = actors + 1, .actor_count = 1, .text = "so",
         .quote = "so"},
    };
    struct tvx_adopted adopted = {.action = TVX_ACTION_SUP, .target = "57A",
                                  .place = {.instrument = "CS", .marginal = "57A"}, .text = "", .quote = "SUP 57A",
                                  .start = 9, .points = 7, .block = 3};
    struct tvx_store_entry entry = {.source = {.file = "a.txt"}, .bytes = "a", .length = 1, .text = "a", .format = "text",
                                    .papers = {statements, 3, &adopted, 1}};
    struct tvx_last_papers papers;
    struct tvx_error error = {0};
    bool existed;
    int64_t id;

    assert_int_equal(tvx_store_add(store, &id, &existed, &entry, &error), TVX_OK);
    assert_int_equal(tvx_store_last_papers(store, folder->arena, &papers, id, &error), TVX_OK);
    assert_int_equal(papers.statement_count, 3);
    for (size_t i = 0; i < 3; i++) {
        assert_string_equal(papers.statements[i].number, statements[i].number);
        assert_int_equal(papers.statements[i].kind, statements[i].kind);
        assert_string_equal(papers.statements[i].text, statements[i].text);
        assert_int_equal(papers.statements[i].actor_count, statements[i].actor_count);
        assert_int_equal(papers.statements[i].refer_count, statements[i].refer_count);
    }
    assert_string_equal(papers.statements[0].actors[1], "Varenia");
    assert_string_equal(papers.statements[2].actors[0], "Varenia");
    assert_string_equal(papers.statements[1].refers[1], "12");
    assert_int_equal(papers.statements[0].start, 5);
    assert_int_equal(papers.adopted_count, 1);
    assert_int_equal(papers.adopted[0].action, TVX_ACTION_SUP);
    assert_string_equal(papers.adopted[0].place.instrument, "CS");
    assert_string_equal(papers.adopted[0].place.marginal, "57A");
    assert_null(papers.adopted[0].place.path);
    tvx_store_close(store);
}

static void of_other_documents_there_are_none(void **state)
{
    struct folder *folder = *state;
    struct tvx_store *store = folder_store(folder);
    struct tvx_last_papers papers;
    struct tvx_error error = {0};

    assert_int_equal(tvx_store_last_papers(store, folder->arena, &papers, 7, &error), TVX_OK);
    assert_int_equal(papers.statement_count + papers.adopted_count, 0);
    tvx_store_close(store);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(they_come_back_whole, folder_make, folder_remove),
        cmocka_unit_test_setup_teardown(of_other_documents_there_are_none, folder_make, folder_remove),
    };

    return cmocka_run_group_tests_name("statements", tests, NULL, NULL);
}
