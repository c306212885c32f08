/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Verdicts: found again for the same places however they are told, and never lost. */
#include "store_check.h"

#include <travaux/store/verdict.h>

#define SHA_A "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define SHA_B "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
#define SHA_C "cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc"

static struct tvx_matched retabled(const char *number)
{
    return (struct tvx_matched){
        .kind = TVX_MATCH_RETABLED, .score = 0.6,
        .sides = {{.sha256 = SHA_A, .document = "NC26/7", .proposal = number, .instrument = "MNR", .version = "2022",
                   .provision = "5.2", .start = 10, .points = 50, .quote = "one two", .before = "one", .after = "two"},
                  {.sha256 = SHA_B, .document = "NC22/9", .proposal = "VRN/9/1", .start = 20, .points = 30}}};
}

static struct tvx_matched passage(size_t start, size_t points)
{
    return (struct tvx_matched){
        .kind = TVX_MATCH_REUSE, .score = 0.5,
        .sides = {{.sha256 = SHA_A, .document = "a.txt", .start = start, .points = points, .quote = "p q r s t u v w"},
                  {.sha256 = SHA_B, .document = "b.txt", .start = start + 7, .points = points, .quote = "p q r s"}}};
}

static void judge(struct tvx_store *store, const struct tvx_matched *match, enum tvx_verdict_value value,
                  const char *at)
{
    struct tvx_verdict verdict = {.value = value, .by = "KT", .at = at, .note = "seen", .match = *match};
    struct tvx_error error = {0};

    assert_int_equal(tvx_store_judge(store, &verdict, &error), TVX_OK);
}

static const struct tvx_verdict *look(struct tvx_store *store, struct tvx_arena *arena, const struct tvx_matched *m)
{
    struct tvx_verdicts *verdicts;
    struct tvx_error error = {0};

    assert_int_equal(tvx_verdicts_load(&verdicts, store, arena, &error), TVX_OK);
    return tvx_verdicts_find(verdicts, m->kind, &m->sides[0], &m->sides[1]);
}

static size_t waiting(struct tvx_store *store)
{
    struct tvx_counts counts;
    struct tvx_error error = {0};

    assert_int_equal(tvx_store_counts(store, &counts, &error), TVX_OK);
    return counts.matches;
}

static void keep(struct tvx_store *store, const struct tvx_matched *m, size_t count, bool all)
{
    struct tvx_error error = {0};
    bool kept = false;

    assert_int_equal(tvx_store_matches_keep(store, m->kind, m, count, all, &kept, &error), TVX_OK);
    assert_true(kept);
}

static void a_match_has_one_name_in_either_order(void **state)
{
    struct tvx_matched m = retabled("GLT/7/11"), other = retabled("GLT/7/5"), p = passage(5, 9);
    char a[TVX_MATCH_ID], b[TVX_MATCH_ID];

    (void)state;
    tvx_match_id(a, m.kind, &m.sides[0], &m.sides[1]);
    tvx_match_id(b, m.kind, &m.sides[1], &m.sides[0]);
    assert_string_equal(a, b);
    assert_int_equal(strlen(a), 10);
    m.sides[0].start = 99; /* read anew, the proposal stands elsewhere */
    tvx_match_id(b, m.kind, &m.sides[0], &m.sides[1]);
    assert_string_equal(a, b);
    tvx_match_id(b, other.kind, &other.sides[0], &other.sides[1]);
    assert_string_not_equal(a, b);
    tvx_match_id(a, p.kind, &p.sides[0], &p.sides[1]);
    p.sides[0].start = 6;
    tvx_match_id(b, p.kind, &p.sides[0], &p.sides[1]);
    assert_string_not_equal(a, b);
}

static void a_verdict_is_found_for_the_same_proposals(void **state)
{
    struct folder *folder = *state;
    struct tvx_store *store = folder_store(folder);
    struct tvx_matched m = retabled("GLT/7/11"), turned = m, other = retabled("GLT/7/5");
    const struct tvx_verdict *verdict;

    assert_null(look(store, folder->arena, &m));
    judge(store, &m, TVX_VERDICT_CONFIRMED, NULL);
    verdict = look(store, folder->arena, &m);
    assert_non_null(verdict);
    assert_int_equal(verdict->value, TVX_VERDICT_CONFIRMED);
    assert_string_equal(verdict->by, "KT");
    assert_string_equal(verdict->note, "seen");
    assert_true(verdict->match.score == 0.6);
    assert_string_equal(verdict->match.sides[0].after, "two");
    assert_true(tvx_verdict_score(verdict, 0.6) == 1);
    turned.sides[0] = m.sides[1];
    turned.sides[1] = m.sides[0];
    assert_non_null(look(store, folder->arena, &turned));
    assert_null(look(store, folder->arena, &other));
    m.sides[0].sha256 = SHA_C; /* the document was saved anew: other bytes, the same name and number */
    assert_non_null(look(store, folder->arena, &m));
    m.sides[0].document = "NC30/7"; /* the same number at another conference */
    assert_null(look(store, folder->arena, &m));
    other = retabled("GLT/7/11");
    other.kind = TVX_MATCH_REUSE;
    assert_null(look(store, folder->arena, &other));
    tvx_store_close(store);
}

static void a_verdict_is_found_for_passages_that_overlap_by_half(void **state)
{
    struct folder *folder = *state;
    struct tvx_store *store = folder_store(folder);
    struct tvx_matched m = passage(100, 40), near = passage(120, 40), far = passage(121, 40), within = passage(100, 90);
    struct tvx_matched moved = passage(1000, 40);

    for (int i = 0; i < 2; i++)
        near.sides[i].quote = far.sides[i].quote = within.sides[i].quote = "other words";
    judge(store, &m, TVX_VERDICT_REJECTED, NULL);
    assert_non_null(look(store, folder->arena, &near));
    assert_null(look(store, folder->arena, &far));
    assert_null(look(store, folder->arena, &within));
    assert_non_null(look(store, folder->arena, &moved)); /* the same words, read at another place */
    judge(store, &near, TVX_VERDICT_CONFIRMED, NULL);    /* the very match goes before the newest */
    assert_int_equal(look(store, folder->arena, &m)->value, TVX_VERDICT_REJECTED);
    assert_int_equal(look(store, folder->arena, &near)->value, TVX_VERDICT_CONFIRMED);
    tvx_store_close(store);
}

static void the_newest_holds_and_can_be_taken_back(void **state)
{
    struct folder *folder = *state;
    struct tvx_store *store = folder_store(folder);
    struct tvx_matched m = retabled("GLT/7/11");
    struct tvx_verdict *log;
    struct tvx_error error = {0};
    size_t count;

    judge(store, &m, TVX_VERDICT_REJECTED, "2026-11-02T10:00:00.000Z");
    judge(store, &m, TVX_VERDICT_CONFIRMED, "2026-11-01T10:00:00.000Z"); /* entered later, given earlier */
    assert_int_equal(look(store, folder->arena, &m)->value, TVX_VERDICT_REJECTED);
    judge(store, &m, TVX_VERDICT_NONE, "2026-11-03T10:00:00.000Z");
    assert_null(look(store, folder->arena, &m));
    assert_int_equal(tvx_store_verdicts(store, folder->arena, &log, &count, false, &error), TVX_OK);
    assert_int_equal(count, 3);
    assert_int_equal(log[0].value, TVX_VERDICT_CONFIRMED);
    assert_int_equal(tvx_store_verdicts(store, folder->arena, &log, &count, true, &error), TVX_OK);
    assert_int_equal(count, 0);
    tvx_store_close(store);
}

static void what_was_found_waits_until_it_is_judged(void **state)
{
    struct folder *folder = *state;
    struct tvx_store *store = folder_store(folder);
    struct tvx_matched m[] = {retabled("GLT/7/5"), retabled("GLT/7/11"), retabled("GLT/7/12")};
    struct tvx_judged *judged, one;
    struct tvx_error error = {0};
    size_t count;

    m[0].score = 0.9;
    keep(store, m, 3, true);
    keep(store, m, 3, true);
    assert_int_equal(waiting(store), 3);
    judge(store, &m[1], TVX_VERDICT_CONFIRMED, NULL);
    assert_int_equal(waiting(store), 2);
    assert_int_equal(tvx_store_judged(store, folder->arena, &judged, &count, &error), TVX_OK);
    assert_int_equal(count, 3);
    assert_string_equal(judged[0].match.sides[0].proposal, "GLT/7/12"); /* the most doubtful first */
    assert_string_equal(judged[1].match.sides[0].proposal, "GLT/7/5");
    assert_int_equal(judged[2].verdict.value, TVX_VERDICT_CONFIRMED);
    keep(store, m, 1, true); /* a later run finds one only; what was judged stays */
    assert_int_equal(tvx_store_judged(store, folder->arena, &judged, &count, &error), TVX_OK);
    assert_int_equal(count, 2);
    assert_string_equal(judged[0].match.sides[0].proposal, "GLT/7/5");
    assert_string_equal(judged[1].match.sides[0].proposal, "GLT/7/11");
    judged[1].id[5] = '\0';
    assert_int_equal(tvx_store_judged_find(store, folder->arena, &one, judged[1].id, &error), TVX_OK);
    assert_int_equal(one.verdict.value, TVX_VERDICT_CONFIRMED);
    assert_int_equal(tvx_store_judged_find(store, folder->arena, &one, "abc", &error), TVX_E_NOTFOUND);
    assert_int_equal(tvx_store_judged_find(store, folder->arena, &one, "zzzzzzzzzz", &error), TVX_E_NOTFOUND);
    tvx_store_close(store);
}

static void a_passage_found_a_little_longer_does_not_wait_again(void **state)
{
    struct folder *folder = *state;
    struct tvx_store *store = folder_store(folder);
    struct tvx_matched m = passage(100, 40), longer = passage(95, 50);
    struct tvx_judged *judged;
    struct tvx_error error = {0};
    size_t count;

    judge(store, &m, TVX_VERDICT_REJECTED, NULL);
    keep(store, &longer, 1, true);
    assert_int_equal(waiting(store), 0);
    judge(store, &m, TVX_VERDICT_NONE, NULL);
    assert_int_equal(waiting(store), 1);
    judge(store, &longer, TVX_VERDICT_CONFIRMED, NULL);
    assert_int_equal(waiting(store), 0);
    assert_int_equal(tvx_store_judged(store, folder->arena, &judged, &count, &error), TVX_OK);
    for (size_t i = 0; i < count; i++)
        assert_int_equal(judged[i].verdict.value,
                         judged[i].match.sides[0].start == 95 ? TVX_VERDICT_CONFIRMED : TVX_VERDICT_NONE);
    tvx_store_close(store);
}

static void a_colleagues_verdicts_are_merged(void **state)
{
    struct folder *folder = *state;
    struct tvx_store *store = folder_store(folder);
    struct tvx_matched m = retabled("GLT/7/11");
    struct tvx_verdict theirs = {.value = TVX_VERDICT_REJECTED, .by = "LM", .at = "2026-11-01T09:00:00.000Z",
                                 .note = "", .match = m};
    struct tvx_verdict_merge merge;
    struct tvx_verdict *log;
    struct tvx_error error = {0};
    size_t count;

    judge(store, &m, TVX_VERDICT_CONFIRMED, "2026-11-02T10:00:00.000Z");
    assert_int_equal(tvx_store_verdict_merge(store, folder->arena, &theirs, &merge, &error), TVX_OK);
    assert_true(merge.conflict && !merge.newest && !merge.existed);
    assert_int_equal(merge.mine.value, TVX_VERDICT_CONFIRMED);
    assert_int_equal(look(store, folder->arena, &m)->value, TVX_VERDICT_CONFIRMED);
    assert_int_equal(tvx_store_verdict_merge(store, folder->arena, &theirs, &merge, &error), TVX_OK);
    assert_true(merge.existed && !merge.conflict);
    theirs.at = "2026-11-03T09:00:00.000Z";
    assert_int_equal(tvx_store_verdict_merge(store, folder->arena, &theirs, &merge, &error), TVX_OK);
    assert_true(merge.conflict && merge.newest);
    assert_int_equal(look(store, folder->arena, &m)->value, TVX_VERDICT_REJECTED);
    assert_int_equal(tvx_store_verdicts(store, folder->arena, &log, &count, false, &error), TVX_OK);
    assert_int_equal(count, 3);
    theirs.match.sides[1].sha256 = "short";
    assert_int_equal(tvx_store_verdict_merge(store, folder->arena, &theirs, &merge, &error), TVX_E_MALFORMED);
    tvx_store_close(store);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, folder_make, folder_remove)
    const struct CMUnitTest tests[] = {
        TEST(a_match_has_one_name_in_either_order),
        TEST(a_verdict_is_found_for_the_same_proposals),
        TEST(a_verdict_is_found_for_passages_that_overlap_by_half),
        TEST(the_newest_holds_and_can_be_taken_back),
        TEST(what_was_found_waits_until_it_is_judged),
        TEST(a_passage_found_a_little_longer_does_not_wait_again),
        TEST(a_colleagues_verdicts_are_merged),
    };

    return cmocka_run_group_tests_name("verdict", tests, NULL, NULL);
}
