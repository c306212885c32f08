/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Passages that two texts share.  Texts are made of words such as "w17", which no table knows and no stemmer changes. */
#include "check.h"

#include <math.h>
#include <travaux/reuse/passage.h>
#include <travaux/text/token.h>
#include <travaux/text/utf8.h>

struct fixture {
    struct tvx_arena *arena;
    struct tvx_passages passages;
};

static void find(struct fixture *fixture, const char *a, const char *b, const struct tvx_passage_options *options)
{
    struct tvx_error error = {0};

    fixture->arena = tvx_arena_new((size_t)4 << 30);
    assert_non_null(fixture->arena);
    if (tvx_passages(&fixture->passages, fixture->arena, a, b, NULL, NULL, options, &error) != TVX_OK)
        fail_msg("%s", error.message);
}

static void done(struct fixture *fixture)
{
    tvx_arena_free(fixture->arena);
}

/* ---- texts ---- */

static void add_words(struct tvx_buf *out, const uint32_t *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        tvx_buf_printf(out, "w%u ", words[i]);
}

static void random_words(uint32_t *words, size_t count, uint64_t kinds, uint64_t *seed)
{
    for (size_t i = 0; i < count; i++)
        words[i] = (uint32_t)(tests_random(seed) % kinds);
}

/* A copy with about one change in `rarity` words: replaced, put in, taken out, or changed places with the next. */
static size_t changed(uint32_t *out, const uint32_t *words, size_t count, uint64_t rarity, uint64_t kinds,
                      uint64_t *seed)
{
    size_t made = 0;

    for (size_t i = 0; i < count; i++) {
        switch (tests_random(seed) % rarity == 0 ? tests_random(seed) % 4 : 4) {
        case 0:
            out[made++] = (uint32_t)(tests_random(seed) % kinds);
            break;
        case 1:
            out[made++] = (uint32_t)(tests_random(seed) % kinds);
            out[made++] = words[i];
            break;
        case 2:
            break;
        case 3:
            if (i + 1 < count)
                out[made++] = words[i + 1];
            out[made++] = words[i++];
            break;
        default:
            out[made++] = words[i];
        }
    }
    return made;
}

/* ---- what holds of every answer ---- */

static size_t token_count(struct tvx_arena *arena, const char *text, size_t start, size_t length)
{
    struct tvx_tokens tokens;
    size_t count = 0;

    assert_int_equal(tvx_tokenize(&tokens, arena, text + start, length, NULL), TVX_OK);
    for (size_t i = 0; i < tokens.count; i++)
        count += tokens.items[i].kind != TVX_TOKEN_MARK;
    return count;
}

static void check_passages(struct fixture *fixture, const char *a, const char *b)
{
    for (size_t i = 0; i < fixture->passages.count; i++) {
        const struct tvx_passage *p = &fixture->passages.items[i];
        const struct tvx_copied *first = &p->copied[0], *last = &p->copied[p->copied_count - 1];
        size_t words = 0;

        assert_true(p->a_start + p->a_length <= strlen(a) && p->b_start + p->b_length <= strlen(b));
        assert_true(i == 0 || p->score <= fixture->passages.items[i - 1].score);
        assert_true(p->copied_count > 0 && p->bits >= p->score && p->score > 0);
        assert_true(first->a_start == p->a_start && first->b_start == p->b_start);
        assert_int_equal(last->a_start + last->a_length, p->a_start + p->a_length);
        assert_int_equal(last->b_start + last->b_length, p->b_start + p->b_length);
        assert_int_equal(p->a_words, token_count(fixture->arena, a, p->a_start, p->a_length));
        assert_int_equal(p->b_words, token_count(fixture->arena, b, p->b_start, p->b_length));
        for (size_t j = 0; j < p->copied_count; j++) {
            const struct tvx_copied *run = &p->copied[j];

            words += run->words;
            assert_true(run->words > 0 && run->a_length > 0 && run->b_length > 0);
            assert_int_equal(run->words, token_count(fixture->arena, a, run->a_start, run->a_length));
            assert_int_equal(run->words, token_count(fixture->arena, b, run->b_start, run->b_length));
            if (j > 0)
                assert_true(run->a_start >= run[-1].a_start + run[-1].a_length &&
                            run->b_start >= run[-1].b_start + run[-1].b_length);
        }
        assert_int_equal(words, p->words);
    }
}

/* ---- the oracle ---- */

enum { BIT = 16, REPLACED = 2 * BIT, GAP = 4 * BIT, GAP_WORD = BIT / 2, SMALL = 160 };

/* What words the two texts have so often are worth, after passage.h, for words that no table has. */
static int worth(size_t occurrences, size_t words)
{
    double bits = -log2(((double)occurrences + 10000 * exp2(-TVX_RARITY_UNKNOWN)) / ((double)words + 10000));

    return (int)((bits < TVX_RARITY_UNKNOWN ? bits : TVX_RARITY_UNKNOWN) * BIT);
}

static int most(int a, int b)
{
    return a > b ? a : b;
}

/* Smith, Waterman and Gotoh, cell by cell: the best local alignment's score. */
static double oracle(const uint32_t *a, size_t n, const uint32_t *b, size_t m, uint64_t kinds)
{
    static int pair[SMALL + 1][SMALL + 1], gap_a[SMALL + 1][SMALL + 1], gap_b[SMALL + 1][SMALL + 1];
    const int never = -1000000;
    size_t counts[4096] = {0};
    int best = 0;

    assert_true(n <= SMALL && m <= SMALL && kinds <= 4096);
    for (size_t i = 0; i < n; i++)
        counts[a[i]]++;
    for (size_t j = 0; j < m; j++)
        counts[b[j]]++;
    for (size_t i = 0; i <= n; i++) {
        for (size_t j = 0; j <= m; j++) {
            pair[i][j] = gap_a[i][j] = gap_b[i][j] = never;
            if (i > 0)
                gap_a[i][j] = most(gap_a[i - 1][j], most(pair[i - 1][j], gap_b[i - 1][j]) - GAP) - GAP_WORD;
            if (j > 0)
                gap_b[i][j] = most(gap_b[i][j - 1], most(pair[i][j - 1], gap_a[i][j - 1]) - GAP) - GAP_WORD;
            if (i == 0 || j == 0)
                continue;
            pair[i][j] = most(pair[i - 1][j - 1], most(gap_a[i - 1][j - 1], gap_b[i - 1][j - 1]));
            if (a[i - 1] == b[j - 1]) {
                pair[i][j] = most(pair[i][j], 0) + worth(counts[a[i - 1]], n + m);
                best = most(best, pair[i][j]);
            } else {
                pair[i][j] -= REPLACED;
            }
        }
    }
    return (double)best / BIT;
}

/* Seeds that come again would be worth less than the oracle knows: such texts are passed over. */
static bool repeats(const uint32_t *words, size_t count)
{
    for (size_t i = 0; i + 2 < count; i++)
        for (size_t j = i + 1; j + 2 < count; j++)
            if (memcmp(words + i, words + j, 3 * sizeof *words) == 0)
                return true;
    return false;
}

static void test_scores_are_the_optimum(void **state)
{
    struct tvx_passage_options options = {.least_score = 30, .least_words = 3};
    size_t compared = 0, less = 0, missed = 0;
    uint64_t seed = 3;

    (void)state;
    for (int round = 0; round < 1500; round++) {
        uint64_t kinds = (uint64_t[]){30, 90, 400, 4000}[round % 4];
        uint32_t a[SMALL], b[SMALL];
        size_t n = 40 + tests_random(&seed) % 90, m = 0, start = tests_random(&seed) % 20;
        struct tvx_buf a_text, b_text;
        struct fixture f;
        double best;

        random_words(a, n, kinds, &seed);
        random_words(b, 10, kinds, &seed);
        m = 10 + changed(b + 10, a + start, (n - start) / 2 + 8, 2 + (uint64_t)round % 9, kinds, &seed);
        if (repeats(a, n) || repeats(b, m))
            continue;
        tvx_buf_init(&a_text, 1 << 20);
        tvx_buf_init(&b_text, 1 << 20);
        add_words(&a_text, a, n);
        add_words(&b_text, b, m);
        best = oracle(a, n, b, m, kinds);
        find(&f, tvx_buf_text(&a_text), tvx_buf_text(&b_text), &options);
        check_passages(&f, tvx_buf_text(&a_text), tvx_buf_text(&b_text));
        if (f.passages.count > 0) {
            assert_true(f.passages.items[0].score <= best + 0.001);
            compared++;
            less += f.passages.items[0].score < best - 0.001;
        } else {
            missed += best > 70; /* without three words of four in common there is no seed */
        }
        done(&f);
        tvx_buf_free(&a_text);
        tvx_buf_free(&b_text);
    }
    assert_true(compared > 700);
    /* below: what lies beyond the reach of a box, or where no seed leads */
    if (less * 20 > compared || missed * 50 > compared)
        fail_msg("%zu compared, %zu below the optimum, %zu missed", compared, less, missed);
}

/* ---- what it is for ---- */

static void test_planted_copies_are_found(void **state)
{
    enum { TEXT = 20000, COPY = 60 };
    static uint32_t large[TEXT + 2 * COPY], small[4000];
    uint64_t seed = 5;
    size_t found = 0, rounds = 40;

    (void)state;
    for (size_t round = 0; round < rounds; round++) {
        size_t from = tests_random(&seed) % (4000 - COPY), to = tests_random(&seed) % TEXT, made;
        struct tvx_buf a, b;
        struct fixture f;

        random_words(small, 4000, 3000, &seed);
        random_words(large, to, 3000, &seed);
        made = changed(large + to, small + from, COPY, 5, 3000, &seed);
        random_words(large + to + made, TEXT - to, 3000, &seed);
        tvx_buf_init(&a, 1 << 20);
        tvx_buf_init(&b, 1 << 20);
        add_words(&a, small, 4000);
        add_words(&b, large, TEXT + made);
        find(&f, tvx_buf_text(&a), tvx_buf_text(&b), NULL);
        check_passages(&f, tvx_buf_text(&a), tvx_buf_text(&b));
        assert_true(f.passages.count <= 1); /* all else is chance */
        if (f.passages.count == 1) {
            const struct tvx_passage *p = &f.passages.items[0];
            size_t a_at = token_count(f.arena, tvx_buf_text(&a), 0, p->a_start);
            size_t b_at = token_count(f.arena, tvx_buf_text(&b), 0, p->b_start);

            assert_true(a_at + 6 >= from && a_at + p->a_words <= from + COPY + 6);
            assert_true(b_at + 6 >= to && b_at + p->b_words <= to + made + 6);
            found += p->a_words > COPY / 2;
        }
        done(&f);
        tvx_buf_free(&a);
        tvx_buf_free(&b);
    }
    assert_true(found + 1 >= rounds);
}

static void test_sides_can_change_places(void **state)
{
    uint64_t seed = 9;

    (void)state;
    for (int round = 0; round < 60; round++) {
        static uint32_t a[900], b[1800];
        uint64_t kinds = (uint64_t[]){40, 300, 2000}[round % 3];
        struct tvx_buf a_text, b_text;
        struct fixture one, other;
        size_t made;

        random_words(a, 900, kinds, &seed);
        made = changed(b, a + 400, 500, 6, kinds, &seed); /* the two halves change places */
        made += changed(b + made, a, 400, 6, kinds, &seed);
        tvx_buf_init(&a_text, 1 << 20);
        tvx_buf_init(&b_text, 1 << 20);
        add_words(&a_text, a, 900);
        add_words(&b_text, b, made);
        find(&one, tvx_buf_text(&a_text), tvx_buf_text(&b_text), NULL);
        find(&other, tvx_buf_text(&b_text), tvx_buf_text(&a_text), NULL);
        check_passages(&one, tvx_buf_text(&a_text), tvx_buf_text(&b_text));
        assert_int_equal(one.passages.count, other.passages.count);
        for (size_t i = 0; i < one.passages.count; i++) {
            bool same = false;

            for (size_t j = 0; j < other.passages.count; j++)
                same = same || (one.passages.items[i].a_start == other.passages.items[j].b_start &&
                                one.passages.items[i].b_start == other.passages.items[j].a_start &&
                                one.passages.items[i].a_length == other.passages.items[j].b_length &&
                                one.passages.items[i].score == other.passages.items[j].score);
            assert_true(same);
        }
        done(&one);
        done(&other);
        tvx_buf_free(&a_text);
        tvx_buf_free(&b_text);
    }
}

static const char lighthouse[] = "Every operating agency shall publish, before the first storm of the year, the position "
                                 "and the colour of each lighthouse that it keeps, and shall tell the neighbouring "
                                 "islands of any change within seven days.";
static const char fog[] = "Fog signals are matters for the harbour masters alone, who may delegate them to pilots of "
                          "proven sobriety in waters shallower than nine fathoms.";

static void test_a_text_is_its_own_passage(void **state)
{
    struct fixture f;

    (void)state;
    find(&f, lighthouse, lighthouse, NULL);
    assert_int_equal(f.passages.count, 1);
    assert_int_equal(f.passages.items[0].a_start, 0);
    assert_int_equal(f.passages.items[0].a_length, strlen(lighthouse) - 1); /* but for the full stop */
    assert_int_equal(f.passages.items[0].copied_count, 1);
    done(&f);
}

static void test_moved_blocks_are_passages_of_their_own(void **state)
{
    struct fixture f;
    char a[2000], b[2000];

    (void)state;
    snprintf(a, sizeof a, "%s %s", lighthouse, fog);
    snprintf(b, sizeof b, "%s\nThe rest is new.\n%s", fog, lighthouse);
    find(&f, a, b, NULL);
    check_passages(&f, a, b);
    assert_int_equal(f.passages.count, 2);
    assert_int_equal(f.passages.items[0].a_start, 0);
    assert_int_equal(f.passages.items[1].b_start, 0);
    done(&f);
}

static void test_a_clause_copied_twice_is_found_twice(void **state)
{
    struct fixture f;
    char b[2000];

    (void)state;
    snprintf(b, sizeof b, "%s\nWhat the ministry of tides says of it is another matter altogether.\n%s", fog, fog);
    find(&f, fog, b, NULL);
    check_passages(&f, fog, b);
    assert_int_equal(f.passages.count, 2);
    assert_true(f.passages.items[0].b_start != f.passages.items[1].b_start);
    done(&f);
}

static void test_inflection_and_languages(void **state)
{
    static const char *const pairs[][2] = {
        {"The operating agencies publish positions and colours of lighthouses before storms",
         "An operating agency publishes the position and colour of a lighthouse before a storm"},
        {"Государства-члены публикуют положение каждого маяка до первого осеннего шторма и сообщают островам",
         "Государство-член публикует положения каждого маяка до первых осенних штормов и сообщает острову"},
        {"各会员国应在每年第一场风暴之前公布其灯塔的位置和颜色并通知邻近岛屿",
         "会议决定：各会员国应在每年第一场大风暴之前公布其所有灯塔的位置和颜色"},
        {"تنشر كل وكالة تشغيل موقع كل منارة ولونها قبل أول عاصفة في السنة وتبلغ الجزر المجاورة",
         "قررت الجمعية أن تنشر كل وكالة تشغيل موقع كل منارة ولونها قبل أول عاصفة في السنة"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        struct tvx_passage_options options = {.least_score = 25};
        struct fixture f;

        find(&f, pairs[i][0], pairs[i][1], &options);
        check_passages(&f, pairs[i][0], pairs[i][1]);
        if (f.passages.count != 1)
            fail_msg("%s: %zu passages", pairs[i][0], f.passages.count);
        done(&f);
    }
}

static void add_formulae(struct tvx_buf *out, unsigned turns, unsigned first)
{
    for (unsigned i = 0; i < turns; i++) {
        tvx_buf_str(out, "Done at Saltmere this day, in a single copy, deposited in the archives of the lighthouse "
                         "keepers, the Helvarian and Norrish texts being equally authentic. ");
        for (unsigned j = 0; j < 120; j++)
            tvx_buf_printf(out, "w%u ", first + i * 120 + j);
    }
}

/* The same clause weighs much where it stands once and nothing where the texts always say it, be it 10 times or 60. */
static void test_formulae_are_no_passages(void **state)
{
    (void)state;
    for (unsigned turns = 1; turns <= 60; turns += turns == 1 ? 9 : 50) {
        struct tvx_buf a, b;
        struct fixture f;

        tvx_buf_init(&a, 1 << 20);
        tvx_buf_init(&b, 1 << 20);
        add_formulae(&a, turns, 0);
        add_formulae(&b, turns, 100000);
        tvx_buf_str(&a, fog);
        tvx_buf_str(&b, fog);
        find(&f, tvx_buf_text(&a), tvx_buf_text(&b), NULL);
        assert_int_equal(f.passages.count, turns == 1 ? 2 : 1);
        if (turns > 1)
            assert_int_equal(strncmp(tvx_buf_text(&a) + f.passages.items[0].a_start, "Fog", 3), 0);
        done(&f);
        tvx_buf_free(&a);
        tvx_buf_free(&b);
    }
}

static void test_texts_that_repeat_themselves(void **state)
{
    static const unsigned periods[] = {1, 2, 7, 40, 1000, 5000};

    (void)state;
    for (size_t i = 0; i < sizeof periods / sizeof *periods; i++) {
        struct tvx_buf a;
        struct fixture f;

        tvx_buf_init(&a, 8 << 20);
        for (unsigned j = 0; j < 200000; j++)
            tvx_buf_printf(&a, "w%u ", j % periods[i]);
        find(&f, tvx_buf_text(&a), tvx_buf_text(&a), NULL); /* ends: the test's time is its limit */
        check_passages(&f, tvx_buf_text(&a), tvx_buf_text(&a));
        done(&f);
        tvx_buf_free(&a);
    }
}

static void test_nothing_to_find(void **state)
{
    static const char *const texts[] = {"", " ", "w1", "w1 w2", "w1 w2 w3", "…", "w1 w1 w1 w1"};

    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        for (size_t j = 0; j < sizeof texts / sizeof *texts; j++) {
            struct fixture f;

            find(&f, texts[i], texts[j], NULL);
            assert_int_equal(f.passages.count, 0);
            done(&f);
        }
}

static void test_a_source_serves_many_texts(void **state)
{
    struct tvx_passage_source *source;
    struct tvx_error error;

    (void)state;
    assert_int_equal(tvx_passage_prepare(&source, lighthouse, strlen(lighthouse), "en", NULL, &error), TVX_OK);
    for (int turn = 0; turn < 3; turn++) {
        struct tvx_arena *arena = tvx_arena_new(1 << 26);
        struct tvx_passages passages;

        assert_int_equal(tvx_passage_find(&passages, arena, source, fog, strlen(fog), NULL, &error), TVX_OK);
        assert_int_equal(passages.count, 0);
        assert_int_equal(
            tvx_passage_find(&passages, arena, source, lighthouse, strlen(lighthouse), NULL, &error), TVX_OK);
        assert_int_equal(passages.count, 1);
        tvx_arena_free(arena);
    }
    tvx_passage_source_free(source);
    tvx_passage_source_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_scores_are_the_optimum),
        cmocka_unit_test(test_planted_copies_are_found),
        cmocka_unit_test(test_sides_can_change_places),
        cmocka_unit_test(test_a_text_is_its_own_passage),
        cmocka_unit_test(test_moved_blocks_are_passages_of_their_own),
        cmocka_unit_test(test_a_clause_copied_twice_is_found_twice),
        cmocka_unit_test(test_inflection_and_languages),
        cmocka_unit_test(test_formulae_are_no_passages),
        cmocka_unit_test(test_texts_that_repeat_themselves),
        cmocka_unit_test(test_nothing_to_find),
        cmocka_unit_test(test_a_source_serves_many_texts),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
