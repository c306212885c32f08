/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "check.h"
#include <stdbool.h>
#include <travaux/base/file.h>
#include <travaux/text/token.h>
#include <travaux/text/utf8.h>

/* Fast and reference tokens of `text` agree in place and kind. */
static void check_same(const char *text, size_t length)
{
    struct tvx_arena *arena = tvx_arena_new(SIZE_MAX / 2);
    struct tvx_tokens fast, slow;
    struct tvx_error error;

    assert_int_equal(tvx_tokenize(&fast, arena, text, length, &error), TVX_OK);
    assert_int_equal(tvx_tokenize_reference(&slow, arena, text, length, &error), TVX_OK);
    for (size_t i = 0; i < fast.count && i < slow.count; i++) {
        if (fast.items[i].start != slow.items[i].start || fast.items[i].length != slow.items[i].length ||
            fast.items[i].kind != slow.items[i].kind)
            fail_msg("token %zu: fast %u+%u kind %d, ICU %u+%u kind %d, near \"%.40s\"", i, fast.items[i].start,
                     fast.items[i].length, fast.items[i].kind, slow.items[i].start, slow.items[i].length,
                     slow.items[i].kind, text + slow.items[i].start);
    }
    assert_int_equal(fast.count, slow.count);
    tvx_arena_free(arena);
}

/* The tokens of `text`, joined by '|', are `expected`. */
static void check_cut(const char *text, const char *expected)
{
    struct tvx_arena *arena = tvx_arena_new(1 << 20);
    struct tvx_tokens tokens;
    char out[500] = "";
    size_t used = 0;

    assert_int_equal(tvx_tokenize(&tokens, arena, text, strlen(text), NULL), TVX_OK);
    for (size_t i = 0; i < tokens.count; i++)
        used += (size_t)snprintf(out + used, sizeof out - used, "%s%.*s", i == 0 ? "" : "|", (int)tokens.items[i].length,
                                 text + tokens.items[i].start);
    assert_string_equal(out, expected);
    check_same(text, strlen(text));
    tvx_arena_free(arena);
}

static void test_words_marks_and_symbols(void **state)
{
    (void)state;
    check_cut("", "");
    check_cut(" \n\t ", "");
    check_cut("Members shall not, in  general,\nintercept.", "Members|shall|not|,|in|general|,|intercept|.");
    check_cut("the States' own; don't", "the|States|'|own|;|don't");
    check_cut("l\xE2\x80\x99Union europ\xC3\xA9" "enne", "l\xE2\x80\x99Union|europ\xC3\xA9" "enne");
    check_cut("the Secretary-General", "the|Secretary|-|General");
    check_cut("No. 5.1.2 and 5A, 5A.1 or 5.1.a)", "No|.|5.1.2|and|5A|,|5A.1|or|5.1.a|)");
    check_cut("resolution 70/1 (A/RES/70/100) of 2015/2016", "resolution|70/1|(|A/RES/70/100|)|of|2015/2016");
    check_cut("and/or 1,000.5 or 1, 2", "and|/|or|1,000.5|or|1|,|2");
    check_cut("HEL/14A1/5 [Option 1]", "HEL/14A1/5|[|Option|1|]");
    check_cut("done in 1988.The rest", "done|in|1988|.|The|rest");
    check_cut("10\xC2\xA0" "000 or 10\xE2\x80\xAF" "000", "10|000|or|10|000");
    check_cut("\xD0\x9C\xD0\xB8\xD1\x80, \xD1\x82\xD1\x80\xD1\x83\xD0\xB4",
              "\xD0\x9C\xD0\xB8\xD1\x80|,|\xD1\x82\xD1\x80\xD1\x83\xD0\xB4");
    /* "telecommunication and network security" in Chinese: ICU's dictionary finds the words */
    check_cut("\xE7\x94\xB5\xE4\xBF\xA1\xE5\x92\x8C\xE7\xBD\x91\xE7\xBB\x9C\xE5\xAE\x89\xE5\x85\xA8",
              "\xE7\x94\xB5\xE4\xBF\xA1|\xE5\x92\x8C|\xE7\xBD\x91\xE7\xBB\x9C|\xE5\xAE\x89\xE5\x85\xA8");
}

static void test_kinds(void **state)
{
    static const char text[] = "Rule 5A (A/70) __ x";
    static const enum tvx_token_kind kinds[] = {TVX_TOKEN_WORD, TVX_TOKEN_NUMBER, TVX_TOKEN_MARK, TVX_TOKEN_NUMBER,
                                                TVX_TOKEN_MARK, TVX_TOKEN_MARK, TVX_TOKEN_WORD};
    struct tvx_arena *arena = tvx_arena_new(1 << 20);
    struct tvx_tokens tokens;

    (void)state;
    assert_int_equal(tvx_tokenize(&tokens, arena, text, strlen(text), NULL), TVX_OK);
    assert_int_equal(tokens.count, sizeof kinds / sizeof *kinds);
    for (size_t i = 0; i < tokens.count; i++)
        assert_int_equal(tokens.items[i].kind, kinds[i]);
    tvx_arena_free(arena);
}

/* Every code point of the scripts that the fast path knows, in each surrounding that a rule of UAX #29 looks at. */
static void test_every_point_in_context(void **state)
{
    static const char *const around[][2] = {{"", ""}, {"a", "a"}, {"1", "1"}, {"a", "1"}, {"_", "_"}, {"a'", "b"},
                                            {"1.", "2"}, {"a.", "."}, {"1", ",1"}, {"a", "\xCC\x81z"}, {"\xD0\x90", "'b"}};
    static char text[1 << 19];
    size_t used;

    (void)state;
    for (size_t k = 0; k < sizeof around / sizeof *around; k++) {
        used = 0;
        for (uint32_t point = 1; point < 0x2100; point++) {
            used += (size_t)snprintf(text + used, 20, "%s", around[k][0]);
            used += tvx_utf8_put(text + used, point);
            used += (size_t)snprintf(text + used, 20, "%s ", around[k][1]);
        }
        check_same(text, used);
    }
}

static void test_random_scripts_agree_with_icu(void **state)
{
    static const uint32_t odd[] = {'.',   ',',   '\'',  ':',    ';',     '/',     '-',     '_',   '@',
                                   ' ',   ' ',   ' ',   '\n',   0x2019,  0xA0,    0x202F,  0xAD,  0x200D,
                                   0x301, 0x64E, 0x60C, 0x2014, 0x1F600, 0x1F1E9, 0x1F1EA, 0x5D0, 0x30AB};
    static const uint32_t first[] = {'a', 'A', '0', 0xC0, 0x410, 0x627, 0x660, 0x4E00, 0x3042, 0xE01, 0x905, 0x3B1};
    uint64_t seed = 20261122;

    (void)state;
    for (int round = 0; round < 3000; round++) {
        char text[1000];
        size_t used = 0;

        for (uint64_t n = tests_random(&seed) % 120; n > 0; n--) {
            uint64_t r = tests_random(&seed);

            used += tvx_utf8_put(text + used, r % 3 == 0 ? odd[r / 3 % (sizeof odd / sizeof *odd)]
                                                : first[r / 3 % (r % 2 == 0 ? 3 : sizeof first / sizeof *first)] +
                                                      (uint32_t)(r / 40 % 10));
        }
        check_same(text, used);
    }
}

static void test_real_texts_agree_with_icu(void **state)
{
    static const char *const files[] = {"itu/revisions/DEC-5.pp22.txt", "itu/revisions/RES-25.pp18.txt",
                                        "bbnj/bbnj-en.txt", "bbnj/bbnj-fr.txt", "bbnj/bbnj-es.txt", "bbnj/bbnj-ru.txt",
                                        "bbnj/bbnj-ar.txt", "bbnj/bbnj-zh.txt"};
    size_t seen = 0;

    (void)state;
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        const char *path = tests_data(files[i]);
        struct tvx_arena *arena;
        char *bytes, *clean;
        size_t length;

        if (path == NULL)
            continue;
        assert_int_equal(tvx_file_read(&bytes, &length, path, 1 << 24, NULL), TVX_OK);
        arena = tvx_arena_new(1 << 28);
        clean = tvx_text_clean(arena, bytes, length);
        assert_non_null(clean);
        check_same(clean, strlen(clean));
        tvx_arena_free(arena);
        free(bytes);
        seen++;
    }
    if (seen == 0) {
        print_message("# the real documents are not here: skipped\n");
        skip();
    }
}

static void test_vocab_numbers_by_first_sight(void **state)
{
    struct tvx_arena *arena = tvx_arena_new(1 << 24);
    struct tvx_vocab *vocab = tvx_vocab_new(arena);
    char word[20];

    (void)state;
    assert_int_equal(tvx_vocab_id(vocab, "shall", 5), 0);
    assert_int_equal(tvx_vocab_id(vocab, "should", 6), 1);
    assert_int_equal(tvx_vocab_id(vocab, "shallow", 5), 0);
    assert_int_equal(tvx_vocab_id(vocab, "", 0), 2);
    for (uint32_t i = 0; i < 5000; i++)
        assert_int_equal(tvx_vocab_id(vocab, word, (size_t)snprintf(word, sizeof word, "word-number-%u", i)), i + 3);
    assert_int_equal(tvx_vocab_id(vocab, "word-number-4321", 16), 4324);
    assert_int_equal(tvx_vocab_count(vocab), 5003);
    tvx_arena_free(arena);
}

static void test_short_memory_is_an_error(void **state)
{
    struct tvx_tokens tokens;
    struct tvx_error error;

    (void)state;
    for (size_t ceiling = 0; ceiling < 400; ceiling += 16) {
        struct tvx_arena *arena = tvx_arena_new(ceiling);
        enum tvx_status status = tvx_tokenize(&tokens, arena, "a b c d e f g h i j k l m n o p q r s t u v", 43, &error);

        assert_int_equal(status, tokens.count == 22 && status == TVX_OK ? TVX_OK : TVX_E_NOMEM);
        tvx_arena_free(arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_words_marks_and_symbols),
        cmocka_unit_test(test_kinds),
        cmocka_unit_test(test_every_point_in_context),
        cmocka_unit_test(test_random_scripts_agree_with_icu),
        cmocka_unit_test(test_real_texts_agree_with_icu),
        cmocka_unit_test(test_vocab_numbers_by_first_sight),
        cmocka_unit_test(test_short_memory_is_an_error),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
