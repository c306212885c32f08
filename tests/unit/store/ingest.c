/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store_check.h"

#include <fcntl.h>
#include <travaux/store/ingest.h>
#include <zstd.h>

static void write_text(const struct folder *folder, const char *name, const char *text)
{
    folder_write(folder, name, text, strlen(text));
}

static void make_folder(const struct folder *folder, const char *name)
{
    char path[400];

    snprintf(path, sizeof path, "%s/%s", folder->path, name);
    assert_int_equal(mkdir(path, 0700), 0);
}

static struct tvx_ingest_report ingest(struct tvx_store *store, const struct folder *folder, const char *name,
                                       const struct tvx_source *options)
{
    static const struct tvx_source none;
    struct tvx_ingest_report report;
    struct tvx_error error = {0};
    char path[400];
    const char *paths[] = {path};

    snprintf(path, sizeof path, "%s%s%s", folder->path, *name == '\0' ? "" : "/", name);
    if (tvx_ingest(&report, folder->arena, store, paths, 1, options == NULL ? &none : options, NULL, NULL, &error) !=
        TVX_OK)
        fail_msg("%s", error.message);
    return report;
}

static const struct tvx_ingest_item *failed_file(const struct tvx_ingest_report *report, const char *name)
{
    for (size_t i = 0; i < report->failed_count; i++)
        if (strstr(report->failed[i].file, name) != NULL)
            return &report->failed[i];
    fail_msg("%s did not fail", name);
    return NULL;
}

static struct tvx_stored_document document(struct tvx_store *store, const struct folder *folder, const char *name)
{
    struct tvx_stored_document *documents;
    struct tvx_error error = {0};
    size_t count;

    assert_int_equal(tvx_store_documents(store, folder->arena, &documents, &count, NULL, &error), TVX_OK);
    for (size_t i = 0; i < count; i++)
        if (strstr(documents[i].file, name) != NULL)
            return documents[i];
    fail_msg("%s is not stored", name);
    return documents[0];
}

static void good_and_bad_files_of_a_folder(void **state)
{
    struct folder *folder = *state;
    struct tvx_store *store = folder_store(folder);
    struct tvx_ingest_report report;
    struct tvx_review *review;
    struct tvx_counts counts;
    struct tvx_error error = {0};
    char path[400];
    size_t count;
    int fd;

    make_folder(folder, "b");
    write_text(folder, "b/second.txt", "A second text, of some length, about nothing in particular.");
    write_text(folder, "a.txt", "A first text about the safety of networks, in plain words.");
    write_text(folder, ".hidden.txt", "Not to be seen.");
    write_text(folder, "bad.docx", "PK\x03\x04 no ZIP at all");
    write_text(folder, "odd.png", "\x89PNG\r\n\x1a\n no text at all");
    write_text(folder, "bad.jsonl", "{\"nothing\": \"known\"}\n");
    snprintf(path, sizeof path, "%s/loop", folder->path);
    assert_int_equal(symlink(".", path), 0);
    snprintf(path, sizeof path, "%s/broken", folder->path);
    assert_int_equal(symlink("nowhere", path), 0);
    snprintf(path, sizeof path, "%s/pipe", folder->path);
    assert_int_equal(mkfifo(path, 0600), 0);
    snprintf(path, sizeof path, "%s/sparse.pdf", folder->path);
    fd = open(path, O_CREAT | O_WRONLY, 0600);
    assert_int_equal(ftruncate(fd, (off_t)2 << 30), 0);
    close(fd);

    report = ingest(store, folder, "", NULL);
    assert_int_equal(report.added_count, 2);
    assert_non_null(strstr(report.added[0].file, "/a.txt"));
    assert_non_null(strstr(report.added[1].file, "/b/second.txt"));
    assert_string_equal(report.added[0].format, "text");
    assert_non_null(strstr(failed_file(&report, "/broken")->error, "No such file"));
    assert_non_null(strstr(failed_file(&report, "/pipe")->error, "neither"));
    assert_non_null(strstr(failed_file(&report, "/sparse.pdf")->error, "limit"));
    failed_file(&report, "/bad.docx");
    failed_file(&report, "/bad.jsonl");
    failed_file(&report, "/odd.png");
    assert_int_equal(report.failed_count, 6); /* and not the workspace, nor what is hidden */
    assert_int_equal(tvx_store_counts(store, &counts, &error), TVX_OK);
    assert_int_equal(counts.documents, 2);
    assert_int_equal(tvx_store_review(store, folder->arena, &review, &count, &error), TVX_OK);
    assert_true(count >= 6);
    assert_string_equal(review[0].kind, "failed-file");

    unlink(path);
    write_text(folder, "sparse.pdf", "It was a text after all, and a short one.");
    report = ingest(store, folder, "", NULL);
    assert_int_equal(report.added_count, 1);
    assert_int_equal(report.unchanged_count, 2);
    assert_int_equal(report.failed_count, 5);
    tvx_store_close(store);
}

static void a_folder_that_may_not_be_entered(void **state)
{
    struct folder *folder = *state;
    struct tvx_store *store = folder_store(folder);
    struct tvx_ingest_report report;
    char path[400];

    if (geteuid() == 0) {
        tvx_store_close(store);
        print_message("# skipped: root may enter every folder\n");
        skip();
    }
    make_folder(folder, "closed");
    write_text(folder, "z.txt", "The rest goes on, in plain words.");
    snprintf(path, sizeof path, "%s/closed", folder->path);
    chmod(path, 0);
    report = ingest(store, folder, "", NULL);
    chmod(path, 0700);
    assert_int_equal(report.added_count, 1);
    assert_non_null(strstr(failed_file(&report, "/closed")->error, "Permission denied"));
    tvx_store_close(store);
}

static void a_name_that_is_not_utf8_harms_nothing(void **state)
{
    struct folder *folder = *state;
    struct tvx_store *store = folder_store(folder);
    struct tvx_ingest_report report;
    struct tvx_review *review;
    struct tvx_error error = {0};
    size_t count;

    make_folder(folder, "in");
    write_text(folder, "in/caf\xE9.txt", "A text with an old name, in plain words.");
    write_text(folder, "in/\xE9.docx", "PK\x03\x04 no ZIP at all");
    report = ingest(store, folder, "in", NULL);
    assert_int_equal(report.added_count, 1);
    assert_int_equal(report.failed_count, 1);
    document(store, folder, "caf\uFFFD.txt");
    assert_int_equal(tvx_store_review(store, folder->arena, &review, &count, &error), TVX_OK);
    tvx_store_close(store);
}

static void final_acts_hold_no_proposals(void **state)
{
    struct folder *folder = *state;
    struct tvx_store *store = folder_store(folder);
    static const char text[] = "MOD\tFRA/3/1\n\nArticle 5\n\n5.1 Members shall share warnings.\n\nReasons: It helps.\n";
    struct tvx_ingest_report report;

    write_text(folder, "acts.txt", text);
    report = ingest(store, folder, "acts.txt", &(struct tvx_source){.kind = "final-acts"});
    assert_int_equal(report.added_count, 1);
    assert_int_equal(report.proposals, 0);
    write_text(folder, "paper.txt", "MOD\tFRA/3/1\n\nArticle 5\n\n5.1 Members shall share all warnings.\n\nReasons: It helps.\n");
    report = ingest(store, folder, "paper.txt", NULL);
    assert_int_equal(report.proposals, 1);
    assert_string_equal(document(store, folder, "/paper.txt").kind, "contribution");
    tvx_store_close(store);
}

static void a_missing_path_is_a_failed_file(void **state)
{
    struct folder *folder = *state;
    struct tvx_store *store = folder_store(folder);
    struct tvx_ingest_report report = ingest(store, folder, "none.docx", NULL);
    struct tvx_review *reviews;
    size_t count;

    assert_int_equal(report.failed_count, 1);
    assert_non_null(strstr(report.failed[0].error, "no such file"));
    assert_int_equal(tvx_store_review(store, folder->arena, &reviews, &count, NULL), TVX_OK);
    assert_int_equal(count, 0); /* told, but nothing to keep */
    tvx_store_close(store);
}

static void settings_come_from_travaux_toml_and_options(void **state)
{
    struct folder *folder = *state;
    struct tvx_store *store = folder_store(folder);
    const char *sponsors[] = {"Mali"};
    struct tvx_source options = {.access = "leaked", .sponsors = sponsors, .sponsor_count = 1};
    struct tvx_stored_document found;

    make_folder(folder, "in");
    make_folder(folder, "in/sub");
    write_text(folder, "travaux.toml", "kind = \"statement\"\nmeeting = \"ABOVE\"\n"); /* above the folder given */
    write_text(folder, "in/travaux.toml", "kind = \"report\"\nmeeting = \"PP-22\"\naccess = \"public\"\ndate = 2022-09-26\n"
                                          "[files.\"sub/c.txt\"]\ndate = \"2022-10-01\"\n[files.\"b.txt\"]\nlanguage = \"fr\"\n");
    write_text(folder, "in/sub/travaux.toml", "meeting = \"PP-26\"\nsponsors = [\"France\"]\n[files.\"b.txt\"]\nkind = \"library\"\n");
    write_text(folder, "in/a.txt", "The first of three texts, in plain words.");
    write_text(folder, "in/sub/b.txt", "The second of three texts, in plain words.");
    write_text(folder, "in/sub/c.txt", "The third of three texts, in plain words.");
    assert_int_equal(ingest(store, folder, "in", NULL).added_count, 3);
    found = document(store, folder, "/a.txt");
    assert_string_equal(found.kind, "report");
    assert_string_equal(found.meeting, "PP-22");
    assert_string_equal(found.date, "2022-09-26");
    assert_string_equal(found.access, "public");
    assert_int_equal(found.sponsor_count, 0);
    found = document(store, folder, "/b.txt");
    assert_string_equal(found.kind, "library");
    assert_string_equal(found.meeting, "PP-26");
    assert_string_equal(found.language, "fr");
    assert_string_equal(found.sponsors[0], "FRA");
    assert_string_equal(document(store, folder, "/c.txt").date, "2022-10-01");

    write_text(folder, "in/d.txt", "A fourth text, in plain words.");
    assert_int_equal(ingest(store, folder, "in/d.txt", &options).added_count, 1);
    found = document(store, folder, "/d.txt");
    assert_string_equal(found.access, "leaked"); /* the option wins */
    assert_string_equal(found.meeting, "PP-22");
    assert_string_equal(found.sponsors[0], "MLI");
    tvx_store_close(store);
}

static void a_wrong_travaux_toml_stops_its_files_alone(void **state)
{
    struct folder *folder = *state;
    struct tvx_store *store = folder_store(folder);
    static const struct { const char *text, *part; } cases[] = {
        {"kind = report\n", "travaux.toml: line 1: a value must be"},
        {"kind = \"repotr\"\n", "line 1: kind: must be"},
        {"\nmeting = \"PP-22\"\n", "line 2: meting: is not a key"},
        {"[fields]\nnumbr = \"n\"\n", "line 2: numbr: is no field"},
        {"in_force = \"yes\"\n", "line 1: in_force: true or false"},
        {"sponsors = 3\n", "line 1: sponsors: "},
        {"access = \"secret\"\n", "line 1: access: must be"},
        {"files = \"a\"\n", "line 1: files: a table"},
        {"[files.\"x.txt\"]\nkind = 4\n", "line 2: kind: a string"},
    };

    make_folder(folder, "in");
    write_text(folder, "other.txt", "A text elsewhere, in plain words.");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct tvx_ingest_report report;

        write_text(folder, "in/travaux.toml", cases[i].text);
        write_text(folder, "in/x.txt", "A text, in plain words.");
        report = ingest(store, folder, "", NULL);
        assert_int_equal(report.failed_count, 1);
        if (strstr(report.failed[0].error, cases[i].part) == NULL)
            fail_msg("\"%s\" instead of \"%s\"", report.failed[0].error, cases[i].part);
    }
    tvx_store_close(store);
}

static void a_library_is_one_document_a_line(void **state)
{
    static const char lines[] = "{\"id\": \"t1\", \"text\": \"The first treaty speaks of bridges.\", \"title\": \"Bridges\"}\n"
                                "\n"
                                "{\"id\": \"t2\", \"text\": \"The second treaty speaks of rivers.\", \"date\": \"1988-12-09\"}\n"
                                "{\"id\": \"t3\"}\n"
                                "not json\n"
                                "{\"id\": \"t4\", \"text\": \"The last treaty, without a final line end.\"}";
    struct folder *folder = *state;
    struct tvx_store *store = folder_store(folder);
    struct tvx_source options = {.kind = "library"};
    struct tvx_ingest_report report;
    struct tvx_error error = {0};
    struct tvx_hit *hits;
    char packed[2000];
    size_t count;

    count = ZSTD_compress(packed, sizeof packed, lines, sizeof lines - 1, 3);
    folder_write(folder, "l.jsonl.zst", packed, count);
    report = ingest(store, folder, "l.jsonl.zst", &options);
    assert_int_equal(report.added_count, 3);
    assert_int_equal(report.failed_count, 2);
    assert_non_null(strstr(report.failed[0].file, "l.jsonl.zst:4"));
    assert_non_null(strstr(report.failed[1].error, "not a JSON object"));
    assert_string_equal(document(store, folder, "#t2").date, "1988-12-09");
    assert_int_equal(tvx_store_search(store, folder->arena, &hits, &count, "river", 5, &error), TVX_OK);
    assert_int_equal(count, 1);
    report = ingest(store, folder, "l.jsonl.zst", &options);
    assert_int_equal(report.added_count, 0);
    assert_int_equal(report.unchanged_count, 3);
    folder_write(folder, "cut.jsonl.zst", packed, 60);
    report = ingest(store, folder, "cut.jsonl.zst", &options);
    assert_int_equal(report.failed_count, 1);
    tvx_store_close(store);
}

static const char law[] =
    "{\"id\": \"a5\", \"kind\": \"article\", \"label\": \"5\", \"heading\": \"Safety\", \"text\": \"Safety\"}\n"
    "{\"id\": \"a5p1\", \"kind\": \"paragraph\", \"label\": \"1\", \"parent\": \"a5\", \"text\": \"Members may share warnings.\"}\n"
    "{\"id\": \"a5p2\", \"kind\": \"paragraph\", \"label\": \"2\", \"parent\": \"a5\", \"text\": \"Nothing here binds anyone.\"}\n";
static const char amendments[] =
    "{\"number\": \"X/1\", \"action\": \"MOD\", \"provision\": \"Article 5 – paragraph 1\", \"sponsors\": [\"FRA\"],"
    " \"before\": \"1. Members may share warnings.\", \"after\": \"1. Members shall share warnings.\"}\n"
    "{\"number\": \"X/2\", \"action\": \"MOD\", \"provision\": \"Article 5 – paragraph 1\","
    " \"before\": \"1. Members share no warnings whatever.\", \"after\": \"1. Members must share warnings.\"}\n"
    "{\"number\": \"X/3\", \"action\": \"MOD\", \"provision\": \"Article 99 – paragraph 1\","
    " \"before\": \"Old.\", \"after\": \"New.\"}\n";

/* Long because: one story, of which each step stands on the one before. */
static void records_are_stored_and_tied(void **state)
{
    struct folder *folder = *state;
    struct tvx_store *store = folder_store(folder);
    struct tvx_stored_proposal *proposals;
    struct tvx_ingest_report report;
    struct tvx_review *review;
    struct tvx_counts counts;
    struct tvx_error error = {0};
    size_t count;

    make_folder(folder, "in");
    write_text(folder, "in/law.jsonl", law);
    write_text(folder, "in/amendments.jsonl", amendments);
    write_text(folder, "in/travaux.toml", "meeting = \"M-1\"\n[files.\"law.jsonl\"]\ninstrument = \"LAW\"\nversion = \"2020\"\n"
                                          "in_force = true\nlanguage = \"en\"\n[files.\"amendments.jsonl\"]\nsponsor = \"Mali\"\n");
    report = ingest(store, folder, "in", NULL);
    if (report.failed_count > 0)
        fail_msg("%s", report.failed[0].error);
    assert_int_equal(report.added_count, 2);
    assert_int_equal(report.proposals, 3);
    assert_true(report.provisions >= 3);
    assert_int_equal(tvx_store_proposals(store, folder->arena, &proposals, &count, NULL, &error), TVX_OK);
    assert_int_equal(count, 3);
    assert_int_equal(proposals[0].resolution.kind, TVX_RESOLVED);
    assert_string_equal(proposals[0].resolution.key, "LAW");
    assert_string_equal(proposals[0].resolution.path, "5.1");
    assert_false(proposals[0].resolution.base_differs);
    assert_true(proposals[1].resolution.base_differs);
    assert_int_equal(proposals[2].resolution.kind, TVX_UNRESOLVED);
    assert_string_equal(proposals[0].proposal.sponsors[0], "FRA"); /* as the record says */
    assert_string_equal(proposals[1].proposal.sponsors[0], "MLI"); /* completed */
    assert_string_equal(proposals[0].meeting, "M-1");
    assert_int_equal(tvx_store_counts(store, &counts, &error), TVX_OK);
    assert_int_equal(counts.resolved, 2);
    assert_int_equal(counts.unresolved, 1);
    assert_int_equal(tvx_store_review(store, folder->arena, &review, &count, &error), TVX_OK);
    assert_true(count >= 2);
    assert_string_equal(review[0].kind, "other-version");
    assert_non_null(strstr(review[0].where, "X/2"));
    assert_string_equal(review[1].kind, "unresolved-proposal");
    assert_non_null(strstr(review[1].where, "X/3"));

    /* a later version with Article 99 ties what could not be tied */
    write_text(folder, "in/new.jsonl",
               "{\"id\": \"a99\", \"kind\": \"article\", \"label\": \"99\", \"heading\": \"End\", \"text\": \"End\"}\n"
               "{\"id\": \"a99p1\", \"kind\": \"paragraph\", \"label\": \"1\", \"parent\": \"a99\", \"text\": \"Old.\"}\n");
    report = ingest(store, folder, "in/new.jsonl",
                    &(struct tvx_source){.kind = "instrument", .instrument = "LAW", .version = "2021", .in_force = true});
    assert_int_equal(report.added_count, 1);
    assert_int_equal(tvx_store_proposals(store, folder->arena, &proposals, &count,
                                         &(struct tvx_filter){.number = "X/3"}, &error), TVX_OK);
    assert_int_equal(proposals[0].resolution.kind, TVX_RESOLVED);
    assert_string_equal(proposals[0].resolution.version, "2021");

    /* told that it is about the older one, a contribution is tied to that */
    write_text(folder, "in/old.jsonl", "{\"number\": \"Y/1\", \"action\": \"SUP\", \"provision\": \"Article 5 – paragraph 2\","
                                       " \"before\": \"2. Nothing here binds anyone.\", \"after\": \"\"}\n");
    report = ingest(store, folder, "in/old.jsonl",
                    &(struct tvx_source){.kind = "contribution", .instrument = "LAW", .version = "2020"});
    assert_int_equal(report.added_count, 1);
    assert_int_equal(tvx_store_proposals(store, folder->arena, &proposals, &count,
                                         &(struct tvx_filter){.number = "Y/1", .instrument = "law"}, &error), TVX_OK);
    assert_int_equal(count, 1);
    assert_string_equal(proposals[0].resolution.version, "2020");
    assert_string_equal(proposals[0].resolution.path, "5.2");
    tvx_store_close(store);
}

/* "MOD 1.1" of a folder that says it is about version 1 is tied to version 1, and its text is not found to differ. */
static void proposals_are_about_the_version_that_was_told(void **state)
{
    static const char regulations[] = "EXAMPLE REGULATIONS\n\nARTICLE 1\n\nPurpose\n\n1.1 States %s act.\n\n1.2 States rest.\n\n"
                                      "ARTICLE 2\n\nForce\n\n2.1 These Regulations are in force.\n";
    struct folder *folder = *state;
    struct tvx_store *store = folder_store(folder);
    struct tvx_stored_proposal *proposals;
    struct tvx_error error = {0};
    char text[512];
    size_t count;

    make_folder(folder, "in");
    snprintf(text, sizeof text, regulations, "may");
    write_text(folder, "in/old.txt", text);
    snprintf(text, sizeof text, regulations, "shall");
    write_text(folder, "in/new.txt", text);
    write_text(folder, "in/paper.html", "<html><body><p>MOD VRN/1/1</p><p>1.1 States may <ins>not </ins>act.</p></body></html>");
    /* adopted, not proposed */
    write_text(folder, "in/acts.html", "<html><body><p>MOD</p><p>1.1 States must act.</p></body></html>");
    write_text(folder, "in/travaux.toml",
               "[files.\"acts.html\"]\nkind = \"final-acts\"\n[files.\"paper.html\"]\ninstrument = \"EX\"\nversion = \"1\"\nkind = \"contribution\"\n"
               "[files.\"old.txt\"]\nkind = \"instrument\"\ninstrument = \"EX\"\nversion = \"1\"\n"
               "[files.\"new.txt\"]\nkind = \"instrument\"\ninstrument = \"EX\"\nversion = \"2\"\nin_force = true\n");
    assert_int_equal(ingest(store, folder, "in", NULL).failed_count, 0);
    assert_int_equal(tvx_store_proposals(store, folder->arena, &proposals, &count, NULL, &error), TVX_OK);
    assert_int_equal(count, 1);
    assert_string_equal(proposals[0].resolution.key, "EX");
    assert_string_equal(proposals[0].resolution.version, "1");
    assert_string_equal(proposals[0].resolution.path, "1.1");
    assert_false(proposals[0].resolution.base_differs);
    tvx_store_close(store);
}

static void records_of_an_unknown_instrument_say_what_to_give(void **state)
{
    struct folder *folder = *state;
    struct tvx_store *store = folder_store(folder);
    struct tvx_ingest_report report;

    make_folder(folder, "in");
    write_text(folder, "in/law.jsonl", law);
    report = ingest(store, folder, "in", NULL);
    assert_int_equal(report.failed_count, 1);
    assert_non_null(strstr(report.failed[0].error, "--instrument KEY and --version V"));
    report = ingest(store, folder, "in", &(struct tvx_source){.kind = "contribution"});
    assert_non_null(strstr(report.failed[0].error, "provisions"));
    tvx_store_close(store);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(good_and_bad_files_of_a_folder, folder_make, folder_remove),
        cmocka_unit_test_setup_teardown(a_folder_that_may_not_be_entered, folder_make, folder_remove),
        cmocka_unit_test_setup_teardown(a_name_that_is_not_utf8_harms_nothing, folder_make, folder_remove),
        cmocka_unit_test_setup_teardown(final_acts_hold_no_proposals, folder_make, folder_remove),
        cmocka_unit_test_setup_teardown(a_missing_path_is_a_failed_file, folder_make, folder_remove),
        cmocka_unit_test_setup_teardown(settings_come_from_travaux_toml_and_options, folder_make, folder_remove),
        cmocka_unit_test_setup_teardown(a_wrong_travaux_toml_stops_its_files_alone, folder_make, folder_remove),
        cmocka_unit_test_setup_teardown(a_library_is_one_document_a_line, folder_make, folder_remove),
        cmocka_unit_test_setup_teardown(records_are_stored_and_tied, folder_make, folder_remove),
        cmocka_unit_test_setup_teardown(proposals_are_about_the_version_that_was_told, folder_make, folder_remove),
        cmocka_unit_test_setup_teardown(records_of_an_unknown_instrument_say_what_to_give, folder_make, folder_remove),
    };

    return cmocka_run_group_tests_name("ingest", tests, NULL, NULL);
}
