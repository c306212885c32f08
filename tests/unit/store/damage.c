/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * A workspace may come from a stranger or a failing disk.  Whatever its bytes, reading it gives results or an error
 * with a message, never a crash and never text that is not UTF-8.
 */
#include "store_check.h"

#include <travaux/text/utf8.h>

static void check_text(const char *text)
{
    size_t length = text == NULL ? 0 : strlen(text), at = 0;

    while (at < length) {
        size_t from = at;

        if (tvx_utf8_next(text, length, &at) == 0xFFFD)
            assert_int_equal(at - from, 3);
    }
}

static void fill(struct tvx_store *store)
{
    static const char *sponsors[] = {"FRA", "MLI"};
    struct tvx_edit edit = {TVX_EDIT_INS, "", "gladly"};
    struct tvx_provision provisions[12];
    struct tvx_proposal proposals[12];
    char paths[12][8], numbers[12][16];
    struct tvx_instrument instrument = {.title = "Law", .provisions = provisions, .count = 12};
    struct tvx_header header = {.meeting = "PP-22", .symbol = "44", .sponsors = sponsors, .sponsor_count = 2};
    struct tvx_warning warning = {"odd", "An odd thing", 3};
    struct tvx_document *document = tvx_document_new(1 << 20);
    struct tvx_store_entry law = {.source = {.file = "law", .instrument = "LAW", .version = "1"}, .bytes = "l", .length = 1,
                                  .text = "law", .format = "text", .language = "en", .instrument = &instrument};
    struct tvx_store_entry entry = {.source = {.file = "a.docx"}, .bytes = "aé", .length = 3, .text = "Ein Text, été.",
                                    .format = "docx", .language = "fr", .header = &header, .document = document,
                                    .proposals = proposals, .proposal_count = 12, .warnings = &warning,
                                    .warning_count = 1};
    struct tvx_statement statements[12];
    struct tvx_adopted adopted[12];
    struct tvx_error error;
    bool existed;
    int64_t id;

    entry.papers = (struct tvx_last_papers){statements, 12, adopted, 12};
    tvx_document_add_run(document, tvx_document_add_block(document, TVX_BLOCK_PARAGRAPH), "été", 5, TVX_CHANGE_INS);
    document->format = document->title = document->language = "";
    for (int i = 0; i < 12; i++) {
        snprintf(paths[i], sizeof paths[i], "%d", i + 1);
        snprintf(numbers[i], sizeof numbers[i], "FRA/44/%d", i + 1);
        provisions[i] = (struct tvx_provision){.kind = TVX_PROVISION_PARAGRAPH, .path = paths[i], .label = paths[i],
                                               .heading = "Titre élevé", .text = "Les États membres coopèrent.",
                                               .parent = i == 0 ? SIZE_MAX : 0, .marginal = paths[i]};
        statements[i] = (struct tvx_statement){.number = paths[i], .actors = sponsors, .actor_count = 2, .text = "été",
                                               .refers = sponsors, .refer_count = 2, .quote = "é"};
        adopted[i] = (struct tvx_adopted){.action = TVX_ACTION_ADD, .target = paths[i], .text = "États", .quote = "é"};
        proposals[i] = (struct tvx_proposal){.number = numbers[i], .action = TVX_ACTION_MOD, .target = "Article 1",
                                             .place = {.path = paths[i]}, .sponsors = sponsors, .sponsor_count = 2,
                                             .before = "été", .after = "États", .reasons = "é", .quote = "é", .edits = &edit,
                                             .edit_count = 1};
    }
    assert_int_equal(tvx_store_add(store, &id, &existed, &law, &error), TVX_OK);
    assert_int_equal(tvx_store_add(store, &id, &existed, &entry, &error), TVX_OK);
    assert_int_equal(tvx_store_fail(store, "bad", "é", &error), TVX_OK);
    tvx_document_free(document);
}

static int read_papers(struct tvx_store *store, struct tvx_arena *arena, int64_t id, struct tvx_error *error)
{
    struct tvx_last_papers papers;

    if (tvx_store_last_papers(store, arena, &papers, id, error) != TVX_OK)
        return 1;
    for (size_t i = 0; i < papers.statement_count; i++)
        check_text(papers.statements[i].text), check_text(papers.statements[i].number);
    for (size_t i = 0; i < papers.adopted_count; i++)
        check_text(papers.adopted[i].text);
    return 0;
}

/* Everything that reads; how many of the calls gave an error. */
static int read_all(struct tvx_store *store, struct tvx_arena *arena)
{
    struct tvx_stored_document *documents;
    struct tvx_stored_instrument *heads, head;
    struct tvx_instrument instrument;
    struct tvx_stored_proposal *proposals;
    struct tvx_stored_actor *actors;
    struct tvx_document *tree = NULL;
    struct tvx_review *review;
    struct tvx_counts counts;
    struct tvx_event *events;
    struct tvx_found found;
    struct tvx_hit *hits;
    struct tvx_error error = {0};
    const char *text;
    char *bytes = NULL;
    size_t count, length;
    int wrong = 0;

    if (tvx_store_documents(store, arena, &documents, &count, NULL, &error) == TVX_OK)
        for (size_t i = 0; i < count; i++)
            check_text(documents[i].title), check_text(documents[i].file);
    else
        wrong++;
    wrong += tvx_store_instruments(store, arena, &heads, &count, &error) != TVX_OK;
    if (tvx_store_instrument(store, arena, &head, &instrument, "LAW", NULL, &error) == TVX_OK)
        for (size_t i = 0; i < instrument.count; i++) {
            check_text(instrument.provisions[i].text);
            assert_true(instrument.provisions[i].parent == SIZE_MAX || instrument.provisions[i].parent < i);
        }
    else
        wrong++;
    if (tvx_store_proposals(store, arena, &proposals, &count, NULL, &error) == TVX_OK)
        for (size_t i = 0; i < count; i++)
            check_text(proposals[i].proposal.after);
    else
        wrong++;
    if (tvx_store_search(store, arena, &hits, &count, "état coopérer", 10, &error) == TVX_OK)
        for (size_t i = 0; i < count; i++)
            check_text(hits[i].snippet);
    else
        wrong++;
    for (int64_t id = 1; id <= 2; id++) {
        if (tvx_store_text(store, arena, &text, id, &error) == TVX_OK)
            check_text(text);
        else
            wrong++;
        wrong += read_papers(store, arena, id, &error);
        if (tvx_store_bytes(store, &bytes, &length, id, &error) == TVX_OK)
            free(bytes);
        if (tvx_store_tree(store, &tree, id, &error) == TVX_OK)
            tvx_document_free(tree);
    }
    wrong += tvx_store_counts(store, &counts, &error) != TVX_OK;
    wrong += tvx_store_review(store, arena, &review, &count, &error) != TVX_OK;
    wrong += tvx_store_actors(store, arena, &actors, &count, &error) != TVX_OK;
    wrong += tvx_store_events(store, arena, &events, &count, &error) != TVX_OK;
    wrong += tvx_store_find(store, arena, &found, "LAW@1:3", &error) != TVX_OK;
    wrong += tvx_store_find(store, arena, &found, "FRA/44/3", &error) != TVX_OK;
    if (wrong > 0)
        assert_true(error.message[0] != '\0');
    return wrong;
}

static void any_bytes_give_a_result_or_an_error(void **state)
{
    struct folder *folder = *state;
    struct tvx_store *store = folder_store(folder);
    struct stat about;
    char *whole, *copy;
    FILE *file;
    size_t size;
    uint32_t seed = 11;
    int refused = 0, wrong = 0;

    fill(store);
    assert_int_equal(read_all(store, folder->arena), 0);
    tvx_store_close(store);
    assert_int_equal(stat(folder->workspace, &about), 0);
    size = (size_t)about.st_size;
    whole = malloc(size);
    copy = malloc(size);
    file = fopen(folder->workspace, "rb");
    assert_int_equal(fread(whole, 1, size, file), size);
    fclose(file);
    for (int round = 0; round < 1200; round++) {
        struct tvx_error error = {0};
        struct tvx_arena *arena = tvx_arena_new(256 << 20);

        memcpy(copy, whole, size);
        for (int i = 0; i < 1 + round % 40; i++) { /* single bits and bytes, anywhere behind the header */
            size_t at = 100 + (seed = seed * 1664525u + 1013904223u) % (size - 100);

            copy[at] = (char)(round % 2 == 0 ? copy[at] ^ (1 << (seed >> 29)) : (char)(seed >> 20));
        }
        folder_write(folder, "travaux.db", copy, size);
        if (tvx_store_open(&store, folder->workspace, &error) == TVX_OK) {
            wrong += read_all(store, arena);
            tvx_store_close(store);
        } else {
            assert_int_equal(error.status, TVX_E_WORKSPACE);
            assert_true(error.message[0] != '\0');
            refused++;
        }
        tvx_arena_free(arena);
    }
    assert_true(refused > 10 && wrong > 50); /* the damage did reach what is read */
    free(whole);
    free(copy);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(any_bytes_give_a_result_or_an_error, folder_make, folder_remove),
    };

    return cmocka_run_group_tests_name("damage", tests, NULL, NULL);
}
