/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store_check.h"

#include <fcntl.h>
#include <signal.h>
#include <sqlite3.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <travaux/base/hash.h>

/* A proposal with everything in it. */
static struct tvx_proposal one_proposal(const char *number)
{
    static const char *sponsors[] = {"FRA", "MLI"};
    static struct tvx_edit edits[] = {{TVX_EDIT_REPLACE, "may", "shall"}, {TVX_EDIT_INS, "", "gladly"}};

    return (struct tvx_proposal){
        .number = number, .action = TVX_ACTION_NOC_FIRM, .target = "Article 5", .place = {.path = "5.1", .is_new = true},
        .sponsors = sponsors, .sponsor_count = 2, .before = "Members may share.", .after = "Members shall share gladly.",
        .edits = edits, .edit_count = 2, .reasons = "Sharing is good.", .quote = "NOC\tFRA/1/1 …", .start = 7, .points = 30,
        .block = 3};
}

static struct tvx_store_entry one_entry(const char *bytes, const char *file)
{
    return (struct tvx_store_entry){.source = {.file = file, .kind = "contribution", .access = "public", .meeting = "PP-22"},
                                    .bytes = bytes, .length = strlen(bytes), .text = bytes, .format = "text",
                                    .language = "en", .title = "A title"};
}

static int64_t add(struct tvx_store *store, const struct tvx_store_entry *entry, bool *existed)
{
    struct tvx_error error = {0};
    int64_t id = 0;

    if (tvx_store_add(store, &id, existed, entry, &error) != TVX_OK)
        fail_msg("%s", error.message);
    return id;
}

/* Long because: one document goes in, and every table of the workspace is asked for its part of it. */
static void what_is_stored_comes_back(void **state)
{
    struct folder *folder = *state;
    struct tvx_store *store = folder_store(folder);
    struct tvx_document *document = tvx_document_new(1 << 20), *tree = NULL;
    struct tvx_store_entry entry = one_entry("the original bytes", "in/a.docx");
    struct tvx_proposal proposal = one_proposal("FRA/1/1");
    struct tvx_warning warning = {"docx-odd", "An odd thing", SIZE_MAX};
    struct tvx_header header = {.symbol = "44A7", .meeting = "PP-22", .conference = "PLENIPOTENTIARY CONFERENCE (PP-22)",
                                .date = "2022-09-26", .sponsors = proposal.sponsors, .sponsor_count = 1};
    struct tvx_stored_document *documents;
    struct tvx_stored_proposal *proposals;
    struct tvx_event *events;
    struct tvx_error error = {0};
    const char *text;
    char *bytes, hash[TVX_SHA256_HEX];
    size_t count, length;
    bool existed;
    int64_t id;

    tvx_document_add_run(document, tvx_document_add_block(document, TVX_BLOCK_PARAGRAPH), "new", 3, TVX_CHANGE_INS);
    document->format = "docx";
    document->title = document->language = "";
    entry.document = document;
    entry.proposals = &proposal;
    entry.proposal_count = 1;
    entry.warnings = &warning;
    entry.warning_count = 1;
    entry.header = &header;
    id = add(store, &entry, &existed);
    assert_false(existed);
    tvx_store_close(store);
    store = folder_open(folder);

    assert_int_equal(tvx_store_documents(store, folder->arena, &documents, &count, NULL, &error), TVX_OK);
    assert_int_equal(count, 1);
    tvx_sha256_hex(hash, entry.bytes, entry.length);
    assert_string_equal(documents->sha256, hash);
    assert_string_equal(documents->file, "in/a.docx");
    assert_string_equal(documents->date, "2022-09-26");
    assert_string_equal(documents->symbol, "44A7");
    assert_int_equal(documents->sponsor_count, 1);
    assert_string_equal(documents->sponsors[0], "FRA");
    assert_int_equal(documents->warnings + documents->proposals, 2);

    assert_int_equal(tvx_store_text(store, folder->arena, &text, id, &error), TVX_OK);
    assert_string_equal(text, "the original bytes");
    assert_int_equal(tvx_store_bytes(store, &bytes, &length, id, &error), TVX_OK);
    assert_memory_equal(bytes, entry.bytes, entry.length);
    assert_int_equal(length, entry.length);
    free(bytes);
    assert_int_equal(tvx_store_tree(store, &tree, id, &error), TVX_OK);
    assert_int_equal(tree->blocks[0].runs[0].change, TVX_CHANGE_INS);
    tvx_document_free(tree);

    assert_int_equal(tvx_store_proposals(store, folder->arena, &proposals, &count, NULL, &error), TVX_OK);
    assert_int_equal(count, 1);
    assert_int_equal(proposals->proposal.action, TVX_ACTION_NOC_FIRM);
    assert_string_equal(proposals->proposal.sponsors[1], "MLI");
    assert_string_equal(proposals->proposal.edits[1].after, "gladly");
    assert_int_equal(proposals->proposal.edits[0].op, TVX_EDIT_REPLACE);
    assert_string_equal(proposals->proposal.place.path, "5.1");
    assert_true(proposals->proposal.place.is_new);
    assert_int_equal(proposals->proposal.start, 7);
    assert_string_equal(proposals->document, "PP22/44A7");
    assert_int_equal(proposals->resolution.kind, TVX_UNRESOLVED);

    assert_int_equal(tvx_store_events(store, folder->arena, &events, &count, &error), TVX_OK);
    assert_int_equal(count, 1);
    assert_string_equal(events->title, "PLENIPOTENTIARY CONFERENCE (PP-22)");
    assert_int_equal(tvx_store_text(store, folder->arena, &text, 99, &error), TVX_E_NOTFOUND);
    tvx_document_free(document);
    tvx_store_close(store);
}

static void filters_choose_proposals(void **state)
{
    struct folder *folder = *state;
    struct tvx_store *store = folder_store(folder);
    struct tvx_store_entry entry = one_entry("x", "a");
    struct tvx_proposal both[] = {one_proposal("FRA/1/1"), one_proposal("RUS/1/2")};
    static const char *russia[] = {"RUS"};
    struct tvx_stored_proposal *found;
    struct tvx_error error = {0};
    size_t count;
    bool existed;
    static const struct { struct tvx_filter filter; size_t count; } cases[] = {
        {{.sponsor = "RUS"}, 1}, {{.sponsor = "rus"}, 1},   {{.sponsor = "USA"}, 0},   {{.action = "NOC"}, 1},
        {{.action = "SUP"}, 1},  {{.action = "ADD"}, 0},    {{.meeting = "PP-22"}, 2}, {{.meeting = "PP-18"}, 0},
        {{.number = "RUS/1/2"}, 1}, {{.document = 1}, 2},   {{.document = 2}, 0},      {{.unresolved_only = true}, 2},
        {{.instrument = "CS"}, 0},
    };

    both[1].sponsors = russia;
    both[1].sponsor_count = 1;
    both[1].action = TVX_ACTION_SUP;
    entry.proposals = both;
    entry.proposal_count = 2;
    add(store, &entry, &existed);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(tvx_store_proposals(store, folder->arena, &found, &count, &cases[i].filter, &error), TVX_OK);
        if (count != cases[i].count)
            fail_msg("case %zu: %zu proposals", i, count);
    }
    assert_int_equal(
        tvx_store_proposals(store, folder->arena, &found, &count, &(struct tvx_filter){.action = "FOO"}, &error),
        TVX_E_USAGE);
    tvx_store_close(store);
}

static void the_same_bytes_change_nothing(void **state)
{
    struct folder *folder = *state;
    struct tvx_store *store = folder_store(folder);
    struct tvx_store_entry entry = one_entry("same", "a.docx"), again = one_entry("same", "b.docx");
    struct tvx_stored_document *documents;
    struct tvx_error error = {0};
    size_t count;
    bool existed;
    int64_t first = add(store, &entry, &existed);

    assert_int_equal(add(store, &again, &existed), first);
    assert_true(existed);
    assert_int_equal(tvx_store_documents(store, folder->arena, &documents, &count, NULL, &error), TVX_OK);
    assert_int_equal(count, 1);
    assert_string_equal(documents->file, "a.docx");
    tvx_store_close(store);
}

static void a_failed_file_is_forgotten_when_taken(void **state)
{
    struct folder *folder = *state;
    struct tvx_store *store = folder_store(folder);
    struct tvx_store_entry entry = one_entry("x", "bad.docx");
    struct tvx_review *review;
    struct tvx_error error = {0};
    size_t count;
    bool existed;

    assert_int_equal(tvx_store_fail(store, "bad.docx", "is no ZIP", &error), TVX_OK);
    assert_int_equal(tvx_store_fail(store, "bad.docx", "is still no ZIP", &error), TVX_OK);
    assert_int_equal(tvx_store_review(store, folder->arena, &review, &count, &error), TVX_OK);
    assert_int_equal(count, 1);
    assert_string_equal(review->kind, "failed-file");
    assert_string_equal(review->message, "is still no ZIP");
    add(store, &entry, &existed);
    assert_int_equal(tvx_store_review(store, folder->arena, &review, &count, &error), TVX_OK);
    assert_int_equal(count, 0);
    tvx_store_close(store);
}

static void an_instrument_is_stored_once_a_version(void **state)
{
    struct folder *folder = *state;
    struct tvx_store *store = folder_store(folder);
    struct tvx_provision provisions[] = {
        {.kind = TVX_PROVISION_DIVISION, .path = "5", .label = "ARTICLE 5", .heading = "Safety", .text = "", .parent = SIZE_MAX},
        {.kind = TVX_PROVISION_PARAGRAPH, .path = "5.1", .label = "5.1", .heading = "", .marginal = "28A", .amended = "PP-98",
         .text = "Members may share.", .level = 1, .parent = 0, .start = 4, .points = 18}};
    struct tvx_instrument instrument = {.title = "Regulations", .provisions = provisions, .count = 2}, back;
    struct tvx_store_entry entry = one_entry("law", "law.txt"), other = one_entry("other law", "other.txt");
    struct tvx_stored_instrument head;
    struct tvx_counts counts;
    struct tvx_error error = {0};
    int64_t id;
    bool existed;

    entry.source = (struct tvx_source){.file = "law.txt", .kind = "instrument", .instrument = "REG", .version = "1988"};
    entry.instrument = other.instrument = &instrument;
    add(store, &entry, &existed);
    assert_int_equal(tvx_store_instrument(store, folder->arena, &head, &back, "REG", NULL, &error), TVX_OK);
    assert_string_equal(head.version, "1988");
    assert_int_equal(back.count, 2);
    assert_int_equal(back.provisions[0].parent == SIZE_MAX, 1);
    assert_int_equal(back.provisions[1].parent, 0);
    assert_int_equal(back.provisions[1].kind, TVX_PROVISION_PARAGRAPH);
    assert_string_equal(back.provisions[1].marginal, "28A");
    assert_string_equal(back.provisions[1].amended, "PP-98");

    other.source = entry.source;
    other.source.file = "other.txt";
    assert_int_equal(tvx_store_add(store, &id, &existed, &other, &error), TVX_E_USAGE);
    assert_non_null(strstr(error.message, "stored already, from law.txt"));
    other.source.version = NULL;
    assert_int_equal(tvx_store_add(store, &id, &existed, &other, &error), TVX_E_USAGE);
    assert_non_null(strstr(error.message, "--version"));
    assert_int_equal(tvx_store_counts(store, &counts, &error), TVX_OK);
    assert_int_equal(counts.documents, 1); /* the refused one left nothing */
    assert_int_equal(counts.provisions, 2);

    other.source.version = "2012";
    other.source.in_force = true;
    add(store, &other, &existed);
    assert_int_equal(tvx_store_instrument(store, folder->arena, &head, &back, "REG", NULL, &error), TVX_OK);
    assert_string_equal(head.version, "2012");
    assert_int_equal(tvx_store_instrument(store, folder->arena, &head, &back, "REG", "1999", &error), TVX_E_NOTFOUND);
    assert_non_null(strstr(error.message, "1988, 2012"));
    assert_int_equal(tvx_store_instrument(store, folder->arena, &head, &back, "ITR", NULL, &error), TVX_E_NOTFOUND);
    assert_non_null(strstr(error.message, "has REG"));
    tvx_store_close(store);
}

/* ---- crashes, full disks, neighbours ---- */

enum { BIG_PROPOSALS = 300 };

/* A document that takes a while to write: its proposals are counted afterwards. */
static void add_big(struct tvx_store *store, int number)
{
    static struct tvx_proposal proposals[BIG_PROPOSALS];
    static char bytes[40];
    struct tvx_store_entry entry;
    struct tvx_error error;
    int64_t id;
    bool existed;

    snprintf(bytes, sizeof bytes, "document %d", number);
    entry = one_entry(bytes, bytes);
    for (int i = 0; i < BIG_PROPOSALS; i++)
        proposals[i] = one_proposal("FRA/1/1");
    entry.proposals = proposals;
    entry.proposal_count = BIG_PROPOSALS;
    if (tvx_store_add(store, &id, &existed, &entry, &error) != TVX_OK)
        _exit(3);
}

static void assert_whole(const struct folder *folder, size_t at_least, size_t exactly)
{
    struct tvx_store *store = folder_open(folder);
    struct tvx_stored_proposal *proposals;
    struct tvx_counts counts;
    struct tvx_error error = {0};
    sqlite3_stmt *statement;
    size_t count;

    assert_int_equal(tvx_store_counts(store, &counts, &error), TVX_OK);
    assert_int_equal(tvx_store_proposals(store, folder->arena, &proposals, &count, NULL, &error), TVX_OK);
    assert_int_equal(count, counts.documents * BIG_PROPOSALS); /* no document in part */
    assert_true(counts.documents >= at_least);
    if (exactly > 0)
        assert_int_equal(counts.documents, exactly);
    assert_int_equal(sqlite3_prepare_v2(*(sqlite3 **)(void *)store, "PRAGMA integrity_check", -1, &statement, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
    assert_string_equal((const char *)sqlite3_column_text(statement, 0), "ok");
    sqlite3_finalize(statement);
    tvx_store_close(store);
}

static void a_killed_process_leaves_whole_documents(void **state)
{
    struct folder *folder = *state;

    tvx_store_close(folder_store(folder));
    for (int round = 0; round < 8; round++) {
        pid_t child = fork();
        int status;

        if (child == 0) {
            struct tvx_store *store = NULL;
            struct tvx_error error;

            if (tvx_store_open(&store, folder->workspace, &error) != TVX_OK)
                _exit(2);
            for (int i = 0;; i++)
                add_big(store, round * 100000 + i);
        }
        usleep(20000 + 7000 * (unsigned)round);
        kill(child, SIGKILL);
        waitpid(child, &status, 0);
        assert_true(WIFSIGNALED(status)); /* it was killed at work, it did not fail */
        assert_whole(folder, 0, 0);
    }
    assert_whole(folder, 1, 0);
}

static void two_processes_add_at_once(void **state)
{
    struct folder *folder = *state;
    pid_t children[2];

    tvx_store_close(folder_store(folder));
    for (int i = 0; i < 2; i++) {
        children[i] = fork();
        if (children[i] == 0) {
            struct tvx_store *store = NULL;
            struct tvx_error error;

            if (tvx_store_open(&store, folder->workspace, &error) != TVX_OK)
                _exit(2);
            for (int j = 0; j < 12; j++)
                add_big(store, j < 6 ? j : (i + 1) * 1000 + j); /* half of them the same in both */
            tvx_store_close(store);
            _exit(0);
        }
    }
    for (int i = 0; i < 2; i++) {
        int status;

        waitpid(children[i], &status, 0);
        assert_true(WIFEXITED(status));
        assert_int_equal(WEXITSTATUS(status), 0);
    }
    assert_whole(folder, 18, 18);
}

static void a_full_disk_loses_nothing(void **state)
{
    struct folder *folder = *state;
    struct tvx_store *store = folder_store(folder);
    pid_t child;
    int status;

    add_big(store, 1);
    tvx_store_close(store);
    child = fork();
    if (child == 0) { /* a file that may not grow stands for a disk that is full */
        struct stat about;
        struct rlimit limit;
        struct tvx_error error = {0};
        char *large = malloc(4 << 20);
        struct tvx_store_entry entry = one_entry("x", "large.pdf");
        int64_t id;
        bool existed;

        signal(SIGXFSZ, SIG_IGN);
        stat(folder->workspace, &about);
        limit.rlim_cur = limit.rlim_max = (rlim_t)about.st_size + 8192;
        setrlimit(RLIMIT_FSIZE, &limit);
        for (uint32_t i = 0, seed = 1; i < 4 << 20; i++) /* nothing that zstd could make small */
            large[i] = (char)((seed = seed * 1664525u + 1013904223u) >> 24);
        entry.bytes = large;
        entry.length = 4 << 20;
        if (tvx_store_open(&store, folder->workspace, &error) != TVX_OK)
            _exit(2);
        if (tvx_store_add(store, &id, &existed, &entry, &error) != TVX_E_IO || id != 0)
            _exit(4);
        _exit(strstr(error.message, "nothing stored before is lost") == NULL ? 5 : 0);
    }
    waitpid(child, &status, 0);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
    assert_whole(folder, 1, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_is_stored_comes_back, folder_make, folder_remove),
        cmocka_unit_test_setup_teardown(filters_choose_proposals, folder_make, folder_remove),
        cmocka_unit_test_setup_teardown(the_same_bytes_change_nothing, folder_make, folder_remove),
        cmocka_unit_test_setup_teardown(a_failed_file_is_forgotten_when_taken, folder_make, folder_remove),
        cmocka_unit_test_setup_teardown(an_instrument_is_stored_once_a_version, folder_make, folder_remove),
        cmocka_unit_test_setup_teardown(a_killed_process_leaves_whole_documents, folder_make, folder_remove),
        cmocka_unit_test_setup_teardown(two_processes_add_at_once, folder_make, folder_remove),
        cmocka_unit_test_setup_teardown(a_full_disk_loses_nothing, folder_make, folder_remove),
    };

    return cmocka_run_group_tests_name("add", tests, NULL, NULL);
}
