/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Answers kept ready: sent while they are true, and no longer; never more of them than there is room for. */
#include "check.h"

#include "../../../src/serve/cache.h"

static struct MHD_Response *response(size_t size)
{
    char *bytes = calloc(1, size);
    struct MHD_Response *made = MHD_create_response_from_buffer(size, bytes, MHD_RESPMEM_MUST_FREE);

    assert_non_null(made);
    return made;
}

static void key_of(unsigned char key[16], unsigned number)
{
    memset(key, 0, 16);
    memcpy(key, &number, sizeof number);
    key[15] = (unsigned char)(number >> 3);
}

static void keep(struct cache *cache, unsigned number, int64_t version, size_t size)
{
    unsigned char key[16];

    key_of(key, number);
    cache_keep(cache, key, version, response(size), response(0), "\"tag\"", size);
}

/* The status that would be sent, 0 when nothing is kept.  Without a connection MHD sends nothing. */
static unsigned asked(struct cache *cache, unsigned number, int64_t version, const char *match)
{
    unsigned char key[16];
    enum MHD_Result result;
    size_t bytes;
    unsigned status;

    key_of(key, number);
    return cache_send(cache, key, version, match, NULL, &result, &bytes, &status) ? status : 0;
}

static void an_answer_lasts_until_the_workspace_changes(void **state)
{
    struct cache *cache = cache_new();

    (void)state;
    assert_non_null(cache);
    assert_int_equal(asked(cache, 1, 7, NULL), 0);
    keep(cache, 1, 7, 1000);
    assert_int_equal(asked(cache, 1, 7, NULL), 200);
    assert_int_equal(asked(cache, 2, 7, NULL), 0);
    assert_int_equal(asked(cache, 1, 7, "\"tag\""), 304);
    assert_int_equal(asked(cache, 1, 7, "\"other\""), 200);
    assert_int_equal(asked(cache, 1, 8, NULL), 0);
    assert_int_equal(asked(cache, 1, 7, NULL), 0); /* it was forgotten */
    assert_int_equal(cache_bytes(cache), 0);
    cache_free(cache);
}

static void the_same_key_is_kept_once(void **state)
{
    struct cache *cache = cache_new();

    (void)state;
    keep(cache, 1, 1, 1000);
    keep(cache, 1, 2, 500);
    assert_int_equal(cache_bytes(cache), 500);
    assert_int_equal(asked(cache, 1, 2, NULL), 200);
    cache_free(cache);
}

static void the_least_used_go_first(void **state)
{
    struct cache *cache = cache_new();
    const size_t size = (size_t)1 << 20;

    (void)state;
    for (unsigned i = 0; i < 200; i++) {
        keep(cache, i, 1, size);
        assert_int_equal(asked(cache, 0, 1, NULL), 200); /* asked for again and again */
    }
    assert_true(cache_bytes(cache) <= 64 * size);
    assert_int_equal(asked(cache, 0, 1, NULL), 200);
    assert_int_equal(asked(cache, 1, 1, NULL), 0);
    assert_int_equal(asked(cache, 199, 1, NULL), 200);
    cache_free(cache);
}

static void an_answer_too_large_is_not_kept(void **state)
{
    struct cache *cache = cache_new();

    (void)state;
    keep(cache, 1, 1, (size_t)17 << 20);
    assert_int_equal(asked(cache, 1, 1, NULL), 0);
    assert_int_equal(cache_bytes(cache), 0);
    cache_free(cache);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_answer_lasts_until_the_workspace_changes),
        cmocka_unit_test(the_same_key_is_kept_once),
        cmocka_unit_test(the_least_used_go_first),
        cmocka_unit_test(an_answer_too_large_is_not_kept),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
