/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "../../../src/reuse/index_file.h"
#include "../../../src/reuse/index_region.h"
#include "../../../src/reuse/index_state.h"
#include "index_making.h"

/* ---- against the plain way ---- */

struct use {
    uint64_t hash;
    uint32_t document, place;
};

static int by_use(const void *x, const void *y)
{
    const struct use *a = x, *b = y;

    if (a->hash != b->hash)
        return a->hash < b->hash ? -1 : 1;
    if (a->document != b->document)
        return a->document < b->document ? -1 : 1;
    return a->place < b->place ? -1 : a->place > b->place;
}

/* Every shingle of every text, sorted; malloc'ed. */
static struct use *all_uses(const struct library *library, size_t *count)
{
    struct tvx_rarity *prior = tvx_rarity_new(0);
    struct shingler *shingler = tvx_shingler_new(prior, NULL);
    struct use *uses = calloc(library->count * LIBRARY_WORDS * 4, sizeof *uses);

    *count = 0;
    for (uint32_t i = 0; i < library->count; i++) {
        struct shingled shingled;

        assert_int_equal(tvx_shingle(shingler, &shingled, "en", library->texts[i], strlen(library->texts[i]), NULL),
                         TVX_OK);
        for (uint32_t k = 0; k < shingled.count; k++)
            if (shingled.hashes[k] != SHINGLE_NONE)
                uses[(*count)++] = (struct use){shingled.hashes[k], i, k};
    }
    tvx_shingler_free(shingler);
    tvx_rarity_free(prior);
    qsort(uses, *count, sizeof *uses, by_use);
    return uses;
}

static uint32_t documents_of(const struct use *uses, size_t from, size_t count)
{
    uint32_t documents = 1;

    for (size_t i = from + 1; i < count && uses[i].hash == uses[from].hash; i++)
        documents += uses[i].document != uses[i - 1].document;
    return documents;
}

static void the_index_holds_exactly_the_shingles_of_the_texts(void **state)
{
    struct library library;
    struct tvx_index index;
    struct group_reader *reader = calloc(1, sizeof *reader);
    struct use *uses;
    size_t count, at = 0;
    bool found;

    (void)state;
    library_make(&library, 40, 3);
    uses = all_uses(&library, &count);
    assert_true(count > 5000);
    assert_int_equal(library_sync(&library, library.count, NULL), TVX_OK);
    assert_int_equal(tvx_state_open(&index, library.folder, NULL), TVX_OK);
    assert_int_equal(index.count, 1);
    assert_int_equal(tvx_groups_open(reader, index.segments[0].segment, 0,
                                     tvx_segment_buckets(index.segments[0].segment), NULL), TVX_OK);
    while (tvx_groups_next(reader, &found, NULL) == TVX_OK && found) {
        assert_true(at < count && reader->group.hash == uses[at].hash);
        assert_int_equal(reader->group.documents, documents_of(uses, at, count));
        for (size_t i = 0, uses_here = 0; at < count && uses[at].hash == reader->group.hash; at++) {
            uses_here = at > 0 && uses[at - 1].hash == uses[at].hash && uses[at - 1].document == uses[at].document
                            ? uses_here + 1 : 1;
            if (uses_here > SEGMENT_TWICE)
                continue;
            assert_true(i < reader->group.count);
            assert_int_equal(reader->group.postings[i].document, uses[at].document);
            assert_int_equal(reader->group.postings[i++].place, uses[at].place);
        }
    }
    assert_int_equal(at, count);
    tvx_state_close(&index);
    tvx_groups_close(reader);
    free(reader);
    free(uses);
    library_free(&library);
}

struct listed {
    struct tvx_shared_pair pairs[2000];
    size_t count;
};

static enum tvx_status list_pair(void *context, const struct tvx_shared_pair *pair, struct tvx_error *error)
{
    struct listed *listed = context;

    (void)error;
    assert_true(listed->count < 2000);
    listed->pairs[listed->count++] = *pair;
    return TVX_OK;
}

struct expected {
    size_t count;
    double bits;
    unsigned shingles;
};

static int expect_region(void *context, const struct region *region)
{
    struct expected *expected = context;

    expected->count++;
    expected->bits += region->bits;
    expected->shingles += region->hits;
    return 0;
}

/* Regions of two documents by comparing every shingle with every other. */
static struct expected expect_pair(const struct use *uses, size_t count, size_t documents, uint32_t a, uint32_t b)
{
    struct hit *hits = calloc(LIBRARY_WORDS * 16, sizeof *hits);
    struct expected expected = {0};
    size_t used = 0;

    for (size_t i = 0; i < count; i++)
        for (size_t k = i + 1; uses[i].document == a && k < count && uses[k].hash == uses[i].hash; k++)
            if (uses[k].document == b) {
                size_t first = i;
                double bits;

                while (first > 0 && uses[first - 1].hash == uses[i].hash)
                    first--;
                bits = tvx_shingle_bits(documents, documents_of(uses, first, count));
                hits[used++] = (struct hit){uses[i].place, uses[k].place, (float)(uint64_t)(bits * 8) / 8};
            }
    tvx_regions(hits, used, 40, expect_region, &expected);
    free(hits);
    return expected;
}

static void all_pairs_are_those_of_comparing_each_with_each(void **state)
{
    struct library library;
    struct tvx_index *index;
    struct listed *listed = calloc(1, sizeof *listed);
    struct tvx_pairs_options options = {.threads = 2, .memory = 1};
    struct use *uses;
    size_t count, pairs = 0;

    (void)state;
    library_make(&library, 24, 9);
    options.folder = library.folder;
    uses = all_uses(&library, &count);
    assert_int_equal(library_sync(&library, library.count, NULL), TVX_OK);
    assert_int_equal(tvx_index_open(&index, library.folder, NULL), TVX_OK);
    assert_int_equal(tvx_index_pairs(index, &options, list_pair, listed, NULL, NULL), TVX_OK);
    for (uint32_t a = 0; a < library.count; a++)
        for (uint32_t b = a + 1; b < library.count; b++) {
            struct expected expected = expect_pair(uses, count, library.count, a, b);

            for (size_t i = 0; i < listed->count; i++)
                if (listed->pairs[i].a.document.key == 100 + a && listed->pairs[i].b.document.key == 100 + b) {
                    expected.count--;
                    expected.bits -= listed->pairs[i].bits;
                    expected.shingles -= listed->pairs[i].shingles;
                    pairs++;
                }
            assert_int_equal(expected.count, 0);
            assert_int_equal(expected.shingles, 0);
            assert_float_equal(expected.bits, 0, 0.01);
        }
    assert_int_equal(pairs, listed->count);
    assert_true(pairs >= 6); /* each fourth document has copied */
    tvx_index_close(index);
    free(uses);
    free(listed);
    library_free(&library);
}

/* ---- what is found ---- */

static void a_copied_passage_is_found_with_its_place(void **state)
{
    static const char passage[] =
        "Operators shall keep a register of the buoys that they lay, with colour, depth and the name of the harbour "
        "master who was told, and shall show it to any inspector of the Lagoon Conference on request.";
    static const char asked[] =
        "We propose: operators shall keep the register of all buoys they have laid, with colour, depth, and the name "
        "of the harbour master told, and show it to an inspector of the Lagoon Conference when asked.";
    struct library library;
    struct tvx_index *index;
    struct tvx_arena *arena = tvx_arena_new(16 << 20);
    struct tvx_candidate *found;
    struct tvx_rarity *rarity;
    const char *texts[] = {asked};
    size_t count, at;

    (void)state;
    library_make(&library, 10, 4);
    at = strlen(library.texts[7]);
    library.texts[7] = realloc(library.texts[7], at + sizeof passage);
    memcpy(library.texts[7] + at, passage, sizeof passage);
    assert_int_equal(library_sync(&library, library.count, NULL), TVX_OK);
    assert_int_equal(tvx_index_open(&index, library.folder, NULL), TVX_OK);
    assert_int_equal(tvx_index_documents(index), 10);
    assert_int_equal(tvx_index_candidates(index, arena, &found, &count, "en", asked, strlen(asked), NULL, NULL),
                     TVX_OK);
    assert_int_equal(count, 1);
    assert_int_equal(found[0].document.key, 107);
    assert_true(found[0].shingles >= 4 && found[0].bits > 30);
    assert_memory_equal(asked + found[0].start, "operators", 9);
    assert_memory_equal(asked + found[0].start + found[0].length - 10, "Conference", 10);
    assert_true(found[0].source_start <= at);
    assert_int_equal(found[0].source_start + found[0].source_length, at + sizeof passage - 1);
    assert_int_equal(tvx_index_rarity(index, &rarity, "en", texts, 1, NULL), TVX_OK);
    assert_int_equal(tvx_rarity_seen(rarity, tvx_rarity_key("lagoon", 6)), 1);
    assert_int_equal(tvx_rarity_seen(rarity, tvx_rarity_key("zebra", 5)), 0);
    tvx_rarity_free(rarity);
    tvx_index_close(index);
    tvx_arena_free(arena);
    library_free(&library);
}

static void chinese_is_indexed_by_its_characters(void **state)
{
    static const char passage[] = "各成员国须保存其所布设浮标的登记册，"
                                  "并应要求向泻湖会议的任何检查员出示。";
    struct library library;
    struct tvx_arena *arena = tvx_arena_new(16 << 20);
    struct tvx_index *index;
    struct tvx_candidate *found;
    size_t count;

    (void)state;
    library_make(&library, 3, 4);
    free(library.texts[1]);
    library.texts[1] = strdup(passage);
    assert_int_equal(library_sync(&library, library.count, NULL), TVX_OK);
    assert_int_equal(tvx_index_open(&index, library.folder, NULL), TVX_OK);
    assert_int_equal(tvx_index_candidates(index, arena, &found, &count, "zh", passage + 12, 60, NULL, NULL), TVX_OK);
    assert_int_equal(count, 1);
    assert_int_equal(found[0].document.key, 101);
    tvx_index_close(index);
    tvx_arena_free(arena);
    library_free(&library);
}

static void what_all_documents_have_is_no_reuse(void **state)
{
    static const char formula[] = "Proposals for the work of the conference tabled by the administration of "
                                  "Somewhere. ";
    struct library library;
    struct tvx_arena *arena = tvx_arena_new(16 << 20);
    struct tvx_candidate_options options = {.most_documents = 16, .least_bits = 5};
    struct tvx_index *index;
    struct tvx_candidate *found;
    size_t count;

    (void)state;
    library_make(&library, 40, 4);
    for (size_t i = 0; i < library.count; i++)
        memcpy(library.texts[i], formula, sizeof formula - 1);
    assert_int_equal(library_sync(&library, library.count, NULL), TVX_OK);
    assert_int_equal(tvx_index_open(&index, library.folder, NULL), TVX_OK);
    assert_int_equal(tvx_index_candidates(index, arena, &found, &count, "en", formula, strlen(formula), &options, NULL),
                     TVX_OK);
    assert_int_equal(count, 0);
    options.most_documents = 40;
    assert_int_equal(tvx_index_candidates(index, arena, &found, &count, "en", formula, strlen(formula), &options, NULL),
                     TVX_OK);
    assert_int_equal(count, 40);
    tvx_index_close(index);
    tvx_arena_free(arena);
    library_free(&library);
}

static void a_running_head_of_two_documents_makes_no_pair(void **state)
{
    static const char head[] = "\nProvisional verbatim record Gullsund lighthouse committee page header \n";
    struct library library;
    struct listed *listed = calloc(1, sizeof *listed);
    struct tvx_index *index;

    (void)state;
    library_make(&library, 3, 4);
    for (size_t i = 0; i < 2; i++)
        for (size_t page = 0; page < 5; page++)
            memcpy(library.texts[i] + 300 * page, head, sizeof head - 1);
    assert_int_equal(library_sync(&library, library.count, NULL), TVX_OK);
    assert_int_equal(tvx_index_open(&index, library.folder, NULL), TVX_OK);
    assert_int_equal(tvx_index_pairs(index, NULL, list_pair, listed, NULL, NULL), TVX_OK);
    assert_int_equal(listed->count, 0);
    tvx_index_close(index);
    free(listed);
    library_free(&library);
}

static void copies_of_one_text_are_one_cluster(void **state)
{
    struct library library;
    struct listed *listed = calloc(1, sizeof *listed);
    struct tvx_arena *arena = tvx_arena_new(16 << 20);
    struct tvx_cluster_member *members;
    struct tvx_index *index;
    size_t count, in_all = 0;

    (void)state;
    library_make(&library, 60, 4);
    for (size_t i = 0; i < 40; i++) /* more than each two of them would pair */
        memcpy(library.texts[i] + 600, library.texts[59] + 600, 300);
    assert_int_equal(library_sync(&library, library.count, NULL), TVX_OK);
    assert_int_equal(tvx_index_open(&index, library.folder, NULL), TVX_OK);
    assert_int_equal(tvx_index_pairs(index, NULL, list_pair, listed, NULL, NULL), TVX_OK);
    assert_true(listed->count < 40 * TVX_PAIRS_NEXT + 60);
    assert_int_equal(tvx_pairs_clusters(arena, &members, &count, listed->pairs, listed->count, NULL), TVX_OK);
    for (size_t first = 0, next; first < count; first = next) {
        for (next = first; next < count && members[next].cluster == members[first].cluster;)
            next++;
        assert_true(next - first >= 2);
        in_all = next - first > in_all ? next - first : in_all;
    }
    assert_true(in_all >= 41);
    tvx_index_close(index);
    tvx_arena_free(arena);
    free(listed);
    library_free(&library);
}

/* ---- bringing it up to date ---- */

static void adding_in_turns_gives_the_answers_of_adding_at_once(void **state)
{
    struct library library, once;
    struct tvx_index_report report;
    enum tvx_status status;
    char *expected, *got;

    (void)state;
    library_make(&library, 50, 7);
    library_make(&once, 50, 7);
    for (size_t count = 0; count <= 50; count += count < 20 ? 1 : 10) {
        assert_int_equal(library_sync(&library, count, &report), TVX_OK);
        assert_true(report.segments <= 6);
        assert_false(report.rebuilt);
    }
    assert_int_equal(library_sync(&library, 50, &report), TVX_OK);
    assert_int_equal(report.added + report.dropped, 0);
    assert_int_equal(report.kept, 50);
    assert_int_equal(library_sync(&once, 50, NULL), TVX_OK);
    expected = library_answers(&once, &status);
    got = library_answers(&library, &status);
    assert_non_null(expected);
    assert_string_equal(got, expected);
    assert_true(strlen(expected) > 2000);
    free(expected);
    free(got);
    library_free(&library);
    library_free(&once);
}

static enum tvx_status later_text(void *context, size_t which, struct tvx_index_text *out, struct tvx_error *error)
{
    return library_text(context, which + 25, out, error);
}

/* As two machines do it: each its share, then one index of both. */
static void indexes_of_two_machines_are_joined(void **state)
{
    struct library library;
    struct tvx_index_report report;
    char shares[2][80], *joined, *whole;
    const char *from[] = {shares[0], shares[1]};
    enum tvx_status status;

    (void)state;
    library_make(&library, 40, 29);
    assert_int_equal(library_sync(&library, 40, NULL), TVX_OK);
    whole = library_answers(&library, &status);
    tvx_index_remove(library.folder, NULL);
    for (int i = 0; i < 2; i++) {
        snprintf(shares[i], sizeof shares[i], "%s-%d", library.folder, i);
        assert_int_equal(tvx_index_sync(shares[i], library.entries + (i == 0 ? 0 : 25), i == 0 ? 25 : 15,
                                        i == 0 ? library_text : later_text, &library, &library_limits, NULL, NULL),
                         TVX_OK);
    }
    assert_int_equal(tvx_index_join(library.folder, from, 2, NULL), TVX_OK);
    joined = library_answers(&library, &status);
    assert_string_equal(joined, whole);
    assert_int_equal(library_sync(&library, 40, &report), TVX_OK);
    assert_int_equal(report.kept, 40);
    from[1] = from[0];
    assert_int_equal(tvx_index_join(library.folder, from, 2, NULL), TVX_E_USAGE);
    free(joined);
    joined = library_answers(&library, &status);
    assert_string_equal(joined, whole); /* nothing was lost */
    for (int i = 0; i < 2; i++) {
        char lock[200];

        tvx_index_remove(shares[i], NULL);
        snprintf(lock, sizeof lock, "%s/lock", shares[i]);
        unlink(lock);
        rmdir(shares[i]);
    }
    free(joined);
    free(whole);
    library_free(&library);
}

static void dropped_and_changed_documents_leave_no_trace(void **state)
{
    struct library library, once;
    enum tvx_status status;
    struct tvx_index *index;
    char *expected, *got;

    (void)state;
    library_make(&library, 30, 7);
    library_make(&once, 30, 7);
    assert_int_equal(library_sync(&library, 20, NULL), TVX_OK);
    assert_int_equal(library_sync(&library, 30, NULL), TVX_OK);
    for (int i = 0; i < 2; i++) {
        struct library *each = i == 0 ? &library : &once;

        free(each->texts[3]);
        each->texts[3] = strdup(each->texts[12]);
        each->entries[3].stamp = 2;
        free(each->texts[5]);
        each->texts[5] = each->texts[--each->count]; /* the last document goes, another comes under a new key */
        each->entries[5] = (struct tvx_index_entry){500, 1};
    }
    assert_int_equal(tvx_index_open(&index, library.folder, NULL), TVX_OK);
    assert_int_equal(tvx_index_current(index, library.entries, 29, NULL), TVX_E_MALFORMED);
    tvx_index_close(index);
    assert_int_equal(library_sync(&library, 29, NULL), TVX_OK);
    assert_int_equal(tvx_index_open(&index, library.folder, NULL), TVX_OK);
    assert_int_equal(tvx_index_current(index, library.entries, 29, NULL), TVX_OK);
    tvx_index_close(index);
    assert_int_equal(library_sync(&once, 29, NULL), TVX_OK);
    expected = library_answers(&once, &status);
    got = library_answers(&library, &status);
    assert_non_null(expected);
    assert_string_equal(got, expected);
    free(expected);
    free(got);
    library_free(&library);
    library_free(&once);
}

static enum tvx_status refuse_text(void *context, size_t which, struct tvx_index_text *out, struct tvx_error *error)
{
    if (which == 25)
        return tvx_error_set(error, TVX_E_MALFORMED, "text 25 is gone");
    return library_text(context, which, out, error);
}

static void a_text_that_cannot_be_had_leaves_the_old_state(void **state)
{
    struct library library;
    struct tvx_error error = {0};
    enum tvx_status status;
    char *before, *after;

    (void)state;
    library_make(&library, 30, 7);
    assert_int_equal(library_sync(&library, 20, NULL), TVX_OK);
    before = library_answers(&library, &status);
    assert_int_equal(tvx_index_sync(library.folder, library.entries, 30, refuse_text, &library, &library_limits, NULL,
                                    &error), TVX_E_MALFORMED);
    assert_string_equal(error.message, "text 25 is gone");
    after = library_answers(&library, &status);
    assert_string_equal(after, before);
    free(before);
    free(after);
    library_free(&library);
}

static void an_empty_library_has_an_index(void **state)
{
    struct library library;
    enum tvx_status status;
    char *answers;

    (void)state;
    library_make(&library, 1, 7);
    answers = library_answers(&library, &status);
    assert_null(answers);
    assert_int_equal(status, TVX_E_NOTFOUND);
    assert_int_equal(library_sync(&library, 0, NULL), TVX_OK);
    answers = library_answers(&library, &status);
    assert_string_equal(answers, "\n");
    free(answers);
    free(library.texts[0]);
    library.texts[0] = strdup(" \n ");
    assert_int_equal(library_sync(&library, 1, NULL), TVX_OK);
    library_free(&library);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_index_holds_exactly_the_shingles_of_the_texts),
        cmocka_unit_test(all_pairs_are_those_of_comparing_each_with_each),
        cmocka_unit_test(a_copied_passage_is_found_with_its_place),
        cmocka_unit_test(chinese_is_indexed_by_its_characters),
        cmocka_unit_test(what_all_documents_have_is_no_reuse),
        cmocka_unit_test(a_running_head_of_two_documents_makes_no_pair),
        cmocka_unit_test(copies_of_one_text_are_one_cluster),
        cmocka_unit_test(adding_in_turns_gives_the_answers_of_adding_at_once),
        cmocka_unit_test(indexes_of_two_machines_are_joined),
        cmocka_unit_test(dropped_and_changed_documents_leave_no_trace),
        cmocka_unit_test(a_text_that_cannot_be_had_leaves_the_old_state),
        cmocka_unit_test(an_empty_library_has_an_index),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
