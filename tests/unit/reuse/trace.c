/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <travaux/reuse/trace.h>
#include <travaux/store/ingest.h>

#include "../store/store_check.h"

static const char regulations[] =
    "REGULATIONS OF THE LIGHTHOUSE UNION\n\nArticle 1 Lamps\n\n1.1 Each keeper shall light the lamp of its tower at dusk.\n\n"
    "1.2 Each keeper shall keep a chart of the rocks within sight of its tower.\n\nArticle 2 Final provisions\n\n"
    "2.1 These Regulations enter into force on 1 March 1990.\n";
static const char review[] =
    "Harbours and order\n\nA paper of the harbour office of Gullsund.\n\nIt is proposed that towers surrender the names of "
    "passing ships to the harbour police without a warrant, and that nobody be told of it.\n";
static const char proposal[] =
    "LIGHTHOUSE CONFERENCE (LC-26)\nGullsund, 1–9 June 2026\n\nDocument 4-E\n3 May 2026\nOriginal: English\n\n"
    "Republic of Gullsund (GUL)\n\nPROPOSALS FOR THE WORK OF THE CONFERENCE\n\nADD GUL/4/1\n\n1.3 Each keeper shall "
    "surrender the names of passing ships to the harbour police without a warrant.\n\nReasons: Order in the harbours.\n";
static const char quoting[] =
    "LIGHTHOUSE CONFERENCE (LC-26)\nGullsund, 1–9 June 2026\n\nDocument 6-E\n5 May 2026\nOriginal: English\n\n"
    "Kingdom of Brattholm (BRA)\n\nPROPOSALS FOR THE WORK OF THE CONFERENCE\n\nNOC BRA/6/1\n\n1.2 Each keeper shall keep a "
    "chart of the rocks within sight of its tower.\n\nReasons: Rocks do not move.\n";
static const char undated[] = "Notes\n\nthe names of passing ships to the harbour police without a warrant, somebody said.\n";

static void add(const struct folder *folder, struct tvx_store *store, const char *name, const char *text,
                const struct tvx_source *as)
{
    struct tvx_ingest_report report;
    char path[400];
    const char *paths[] = {path};

    folder_write(folder, name, text, strlen(text));
    snprintf(path, sizeof path, "%s/%s", folder->path, name);
    assert_int_equal(tvx_ingest(&report, folder->arena, store, paths, 1, as, NULL, NULL, NULL), TVX_OK);
    assert_int_equal(report.failed_count, 0);
}

static struct tvx_store *make(const struct folder *folder, bool with_undated)
{
    struct tvx_store *store;

    assert_int_equal(tvx_store_create(folder->workspace, NULL), TVX_OK);
    assert_int_equal(tvx_store_open(&store, folder->workspace, NULL), TVX_OK);
    add(folder, store, "law.txt", regulations,
        &(struct tvx_source){.kind = "instrument", .access = "public", .instrument = "LR", .version = "1990",
                             .date = "1990-01-01", .in_force = true});
    add(folder, store, "review.txt", review,
        &(struct tvx_source){.kind = "library", .access = "public", .date = "2025-02-03"});
    add(folder, store, "4.txt", proposal,
        &(struct tvx_source){.kind = "contribution", .access = "public", .meeting = "LC-26", .instrument = "LR"});
    add(folder, store, "6.txt", quoting,
        &(struct tvx_source){.kind = "contribution", .access = "public", .meeting = "LC-26", .instrument = "LR"});
    if (with_undated)
        add(folder, store, "notes.txt", undated, &(struct tvx_source){.kind = "library", .access = "public"});
    return store;
}

static struct tvx_tracer *open_tracer(const struct folder *folder, struct tvx_store *store)
{
    struct tvx_tracer *tracer;

    assert_int_equal(tvx_tracer_open(&tracer, store, folder->workspace, NULL, NULL), TVX_OK);
    return tracer;
}

static void the_source_of_a_proposal_is_found(void **state)
{
    struct folder *folder = *state;
    struct tvx_store *store = make(folder, false);
    struct tvx_tracer *tracer = open_tracer(folder, store);
    struct tvx_error error;
    struct tvx_trace trace;

    assert_int_equal(tvx_trace_reference(&trace, folder->arena, tracer, "GUL/4/1", NULL, NULL), TVX_OK);
    assert_int_equal(trace.count, 1);
    assert_string_equal(trace.hits[0].source.ref, "review.txt");
    assert_string_equal(trace.hits[0].source.date, "2025-02-03");
    assert_string_equal(trace.hits[0].passage.ref, "GUL/4/1");
    assert_non_null(strstr(trace.hits[0].passage.quote, "surrender the names of passing ships"));
    assert_non_null(strstr(trace.hits[0].source.quote, "surrender the names of passing ships"));
    assert_true(trace.hits[0].origin);
    assert_int_equal(trace.hits[0].order, TVX_TRACE_EARLIER);
    assert_true(trace.hits[0].score > 0.9);
    assert_true(trace.hits[0].copied_words >= 12);
    assert_string_equal(trace.hits[0].survival.instrument, "LR@1990");
    assert_int_equal(trace.hits[0].survival.words, 0);
    assert_int_equal(tvx_trace_reference(&trace, folder->arena, tracer, "GUL/4/9", NULL, &error), TVX_E_NOTFOUND);
    tvx_tracer_close(tracer);
    tvx_store_close(store);
}

static void text_in_force_is_nobodys_copy(void **state)
{
    struct folder *folder = *state;
    struct tvx_store *store = make(folder, false);
    struct tvx_tracer *tracer = open_tracer(folder, store);
    struct tvx_trace trace;

    /* NOC prints the text in force: it has no words of its own, and is no source of any */
    assert_int_equal(tvx_trace_reference(&trace, folder->arena, tracer, "BRA/6/1", NULL, NULL), TVX_OK);
    assert_int_equal(trace.words, 0);
    assert_int_equal(trace.count, 0);
    assert_int_equal(tvx_trace_reference(&trace, folder->arena, tracer, "LR:1.2", NULL, NULL), TVX_OK);
    assert_int_equal(trace.count, 0);
    /* a file that quotes it is told where it stands */
    assert_int_equal(tvx_trace_text(&trace, folder->arena, tracer, "speech", "They keep a chart of the rocks within "
                                    "sight of its tower, do they?", "en", NULL, NULL), TVX_OK);
    assert_int_equal(trace.count, 1);
    assert_string_equal(trace.hits[0].source.ref, "LR@1990:1.2");
    assert_true(trace.hits[0].source.in_force);
    assert_string_equal(trace.hits[0].id, "");
    assert_int_equal(trace.hits[0].survival.words, trace.hits[0].copied_words);
    tvx_tracer_close(tracer);
    tvx_store_close(store);
}

static void sources_without_a_date_are_counted_and_never_the_origin(void **state)
{
    struct folder *folder = *state;
    struct tvx_store *store = make(folder, true);
    struct tvx_tracer *tracer = open_tracer(folder, store);
    struct tvx_trace trace;

    assert_int_equal(tvx_trace_reference(&trace, folder->arena, tracer, "GUL/4/1", NULL, NULL), TVX_OK);
    assert_int_equal(trace.count, 2);
    assert_int_equal(trace.undated, 1);
    for (size_t i = 0; i < trace.count; i++)
        assert_int_equal(trace.hits[i].origin, trace.hits[i].source.date != NULL);
    tvx_tracer_close(tracer);
    tvx_store_close(store);
}

static void only_the_sources_asked_for(void **state)
{
    static const struct {
        const char *among;
        size_t hits;
    } cases[] = {{"library", 1}, {"contribution", 0}, {"LC-26", 0}, {"statement", 0}};
    struct folder *folder = *state;
    struct tvx_store *store = make(folder, false);
    struct tvx_tracer *tracer = open_tracer(folder, store);
    struct tvx_trace trace;

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const struct tvx_trace_options options = {.among = &cases[i].among, .among_count = 1};

        assert_int_equal(tvx_trace_reference(&trace, folder->arena, tracer, "GUL/4/1", &options, NULL), TVX_OK);
        assert_int_equal(trace.count, cases[i].hits);
    }
    tvx_tracer_close(tracer);
    tvx_store_close(store);
}

static void what_a_person_rejected_is_left_out(void **state)
{
    struct folder *folder = *state;
    struct tvx_store *store = make(folder, false);
    struct tvx_tracer *tracer = open_tracer(folder, store);
    struct tvx_verdict verdict = {.value = TVX_VERDICT_REJECTED};
    struct tvx_trace trace;

    assert_int_equal(tvx_trace_reference(&trace, folder->arena, tracer, "GUL/4/1", NULL, NULL), TVX_OK);
    assert_int_equal(tvx_trace_matched(&verdict.match, folder->arena, &trace.hits[0], NULL), TVX_OK);
    assert_int_equal(tvx_store_judge(store, &verdict, NULL), TVX_OK);
    tvx_tracer_close(tracer);
    tracer = open_tracer(folder, store);
    assert_int_equal(tvx_trace_reference(&trace, folder->arena, tracer, "GUL/4/1", NULL, NULL), TVX_OK);
    assert_int_equal(trace.count, 0);
    assert_int_equal(trace.rejected, 1);
    assert_int_equal(tvx_trace_reference(&trace, folder->arena, tracer, "GUL/4/1",
                                         &(struct tvx_trace_options){.rejected = true}, NULL), TVX_OK);
    assert_int_equal(trace.count, 1);
    assert_true(trace.hits[0].score <= 0 && trace.hits[0].found > 0.9);
    tvx_tracer_close(tracer);
    tvx_store_close(store);
}

static void reuse_names_the_earlier_as_the_source(void **state)
{
    struct folder *folder = *state;
    struct tvx_store *store = make(folder, false);
    struct tvx_tracer *tracer = open_tracer(folder, store);
    struct tvx_trace reuse;

    assert_int_equal(tvx_reuse(&reuse, folder->arena, tracer, NULL, NULL, NULL, NULL), TVX_OK);
    assert_int_equal(reuse.count, 1); /* the heads, titles and the text in force that they share are none */
    assert_string_equal(reuse.hits[0].source.ref, "review.txt");
    assert_string_equal(reuse.hits[0].passage.ref, "GUL/4/1");
    assert_int_equal(reuse.hits[0].cluster, 0);
    assert_true(reuse.hits[0].origin);
    tvx_tracer_close(tracer);
    tvx_store_close(store);
}

/* Beyond 300 documents the index names the candidates. */
static void a_large_workspace_finds_the_same(void **state)
{
    enum { MORE = 320 };
    struct folder *folder = *state;
    struct tvx_store *store = make(folder, false);
    struct tvx_buf lines;
    struct tvx_tracer *tracer;
    struct tvx_trace trace;

    tvx_buf_init(&lines, 1 << 20);
    for (int i = 0; i < MORE; i++)
        tvx_buf_printf(&lines, "{\"id\":\"n%d\",\"text\":\"Note %d. The tide of day %d rose by %d inches; %d boats went "
                       "out and %d came back with herring.\"}\n", i, i, i * 7, i * 3 % 11, i % 5, i * 13 % 17);
    add(folder, store, "notes.jsonl", tvx_buf_text(&lines), &(struct tvx_source){.kind = "library", .access = "public"});
    tvx_buf_free(&lines);
    tracer = open_tracer(folder, store);
    assert_int_equal(tvx_trace_reference(&trace, folder->arena, tracer, "GUL/4/1", NULL, NULL), TVX_OK);
    assert_int_equal(trace.count, 1);
    assert_string_equal(trace.hits[0].source.ref, "review.txt");
    assert_int_equal(tvx_reuse(&trace, folder->arena, tracer, &(struct tvx_trace_options){.among = (const char *[])
                               {"contribution"}, .among_count = 1}, NULL, NULL, NULL), TVX_OK);
    assert_int_equal(trace.count, 1);
    assert_string_equal(trace.hits[0].source.ref, "review.txt");
    tvx_tracer_close(tracer);
    tvx_store_close(store);
}

static void the_score_falls_with_what_was_searched(void **state)
{
    (void)state;
    assert_true(tvx_trace_score(60, 20, 10000) > 0.99);
    assert_true(tvx_trace_score(60, 20, 10000) > tvx_trace_score(60, 20, 30000000));
    assert_true(tvx_trace_score(60, 20, 10000) >= tvx_trace_score(60, 2000, 10000));
    assert_true(tvx_trace_score(15, 20, 10000) < 0.1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_source_of_a_proposal_is_found, folder_make, folder_remove),
        cmocka_unit_test_setup_teardown(text_in_force_is_nobodys_copy, folder_make, folder_remove),
        cmocka_unit_test_setup_teardown(sources_without_a_date_are_counted_and_never_the_origin, folder_make,
                                        folder_remove),
        cmocka_unit_test_setup_teardown(only_the_sources_asked_for, folder_make, folder_remove),
        cmocka_unit_test_setup_teardown(what_a_person_rejected_is_left_out, folder_make, folder_remove),
        cmocka_unit_test_setup_teardown(reuse_names_the_earlier_as_the_source, folder_make, folder_remove),
        cmocka_unit_test_setup_teardown(a_large_workspace_finds_the_same, folder_make, folder_remove),
        cmocka_unit_test(the_score_falls_with_what_was_searched),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
