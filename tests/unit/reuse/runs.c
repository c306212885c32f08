/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "../../../src/reuse/runs.h"

#include "check.h"

static int by_key_and_value(const void *x, const void *y)
{
    const struct record *a = x, *b = y;

    if (a->key != b->key)
        return a->key < b->key ? -1 : 1;
    return a->value < b->value ? -1 : a->value > b->value;
}

/* Tapes too small for their records give what sorting in memory gives. */
static void merged_runs_are_the_sorted_records(void **state)
{
    enum { RECORDS = 40000, TAPES = 3 };
    static const uint64_t masks[] = {7, UINT64_MAX, 0xFF00FF00, 0};
    struct record *all = calloc(RECORDS, sizeof *all);
    uint64_t random = 5;

    (void)state;
    for (size_t mask = 0; mask < sizeof masks / sizeof *masks; mask++) {
        struct tape *tapes[TAPES];
        struct merge *merge;
        struct record record;
        enum tvx_status status;
        size_t at = 0;

        for (int i = 0; i < TAPES; i++)
            tapes[i] = tvx_tape_new("/tmp", 0);
        for (size_t i = 0; i < RECORDS; i++) {
            uint64_t key = tests_random(&random) << 32 ^ tests_random(&random) << 11;

            all[i] = (struct record){key & masks[mask], i};
            assert_int_equal(tvx_tape_add(tapes[i % TAPES % 2], all[i].key, i, NULL), TVX_OK); /* one stays empty */
        }
        assert_true(tvx_tape_runs(tapes[0]) > 2);
        qsort(all, RECORDS, sizeof *all, by_key_and_value);
        assert_int_equal(tvx_merge_open(&merge, tapes, TAPES, NULL), TVX_OK);
        while (tvx_merge_next(merge, &record, &status, NULL)) {
            assert_true(at < RECORDS);
            assert_true(record.key == all[at].key && record.value == all[at].value);
            at++;
        }
        assert_int_equal(status, TVX_OK);
        assert_int_equal(at, RECORDS);
        tvx_merge_close(merge);
        for (int i = 0; i < TAPES; i++)
            tvx_tape_free(tapes[i]);
    }
    free(all);
}

static void no_records_are_an_empty_stream(void **state)
{
    struct tape *tape = tvx_tape_new("/tmp", 1 << 20);
    struct record record;
    struct merge *merge;
    enum tvx_status status;

    (void)state;
    assert_int_equal(tvx_merge_open(&merge, &tape, 1, NULL), TVX_OK);
    assert_false(tvx_merge_next(merge, &record, &status, NULL));
    assert_int_equal(status, TVX_OK);
    tvx_merge_close(merge);
    tvx_tape_free(tape);
}

static void a_folder_that_is_not_there_is_an_error(void **state)
{
    struct tape *tape = tvx_tape_new("/no/such/folder", 0);
    enum tvx_status status = TVX_OK;
    struct tvx_error error = {0};

    (void)state;
    for (uint64_t i = 0; i < 100000 && status == TVX_OK; i++)
        status = tvx_tape_add(tape, i, i, &error);
    assert_int_equal(status, TVX_E_IO);
    assert_non_null(strstr(error.message, "/no/such/folder"));
    tvx_tape_free(tape);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(merged_runs_are_the_sorted_records),
        cmocka_unit_test(no_records_are_an_empty_stream),
        cmocka_unit_test(a_folder_that_is_not_there_is_an_error),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
