/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "check.h"

#include <travaux/base/buf.h>
#include <travaux/law/brackets.h>
#include <travaux/text/utf8.h>

static struct tvx_arena *arena;

static struct tvx_brackets parse(const char *text)
{
    struct tvx_brackets out;

    assert_int_equal(tvx_brackets_parse(&out, arena, text, NULL), TVX_OK);
    return out;
}

static int start(void **state)
{
    (void)state;
    arena = tvx_arena_new((size_t)1 << 30);
    return arena == NULL;
}

static int stop(void **state)
{
    (void)state;
    tvx_arena_free(arena);
    return 0;
}

/* The words of bracket n, without attribution. */
static const char *words(const struct tvx_brackets *b, size_t n)
{
    assert_true(n < b->count);
    return tvx_arena_strndup(arena, b->text + b->items[n].words_from, b->items[n].words_to - b->items[n].words_from);
}

static const char *governed(const struct tvx_brackets *b, size_t n)
{
    assert_true(n < b->option_count);
    return tvx_arena_strndup(arena, b->text + b->options[n].text_from,
                             b->options[n].text_to - b->options[n].text_from);
}

static const char *join(const char *const *names, size_t count)
{
    const char *out = "";

    for (size_t i = 0; i < count; i++)
        out = tvx_arena_printf(arena, "%s%s%s", out, i == 0 ? "" : " ", names[i]);
    return out;
}

static const char *named(const struct tvx_brackets *b, size_t n)
{
    return join(b->items[n].attributed, b->items[n].attributed_count);
}

/* ---- brackets ---- */

static void test_nest_over_paragraphs(void **state)
{
    struct tvx_brackets b = parse("1. The Parties [shall [promptly] act:\n(a) at once;\n(b) later.]\n2. No more.");

    (void)state;
    assert_int_equal(b.kinds[TVX_BRACKET_TEXT], 2);
    assert_int_equal(b.depth, 2);
    assert_int_equal(b.items[0].depth, 1);
    assert_int_equal(b.items[1].depth, 2);
    assert_int_equal(b.items[1].parent, 0);
    assert_string_equal(words(&b, 1), "promptly");
    assert_int_equal(b.items[0].start, 15);
    assert_int_equal(b.items[0].points, 47);
    assert_int_equal(b.fault_count, 0);
}

static void test_code_points_and_full_width(void **state)
{
    struct tvx_brackets b = parse("各方［应］〔可〕é【加拿大：合作】");

    (void)state;
    assert_int_equal(b.kinds[TVX_BRACKET_TEXT], 3);
    assert_int_equal(b.items[0].start, 2);
    assert_int_equal(b.items[0].points, 3);
    assert_int_equal(b.items[2].start, 9);
    assert_string_equal(words(&b, 0), "应");
    assert_int_equal(b.fault_count, 0);
}

static void test_what_is_no_bracket(void **state)
{
    struct tvx_brackets b = parse("Countries[1] act [sic] so […] by [ ] or [TBD] within [30] days, [2][3].\n"
                                  "[1] See the report.\n[ ] Yes\nText [agreed ad ref]\nIt is [,] so.");
    static const enum tvx_bracket_kind kinds[] = {
        TVX_BRACKET_NOTE, TVX_BRACKET_EDITORIAL, TVX_BRACKET_ELLIPSIS, TVX_BRACKET_PLACEHOLDER,
        TVX_BRACKET_PLACEHOLDER, TVX_BRACKET_TEXT, TVX_BRACKET_TEXT, TVX_BRACKET_TEXT, TVX_BRACKET_NOTE,
        TVX_BRACKET_BOX, TVX_BRACKET_AGREED, TVX_BRACKET_TEXT};

    (void)state;
    assert_int_equal(b.count, sizeof kinds / sizeof *kinds);
    for (size_t i = 0; i < b.count; i++)
        assert_int_equal(b.items[i].kind, kinds[i]);
    assert_int_equal(b.agreed_count, 1);
}

static void test_unbalanced(void **state)
{
    struct tvx_brackets b = parse("1. One [two three\n2. Four] five] [six]\n3. [Seven\n4. eight]\n5. nine");

    (void)state;
    assert_int_equal(b.fault_count, 3);
    assert_true(b.faults[0].opens);
    assert_int_equal(b.faults[0].line, 1);
    assert_int_equal(b.faults[0].start, 7);
    assert_false(b.faults[1].opens);
    assert_int_equal(b.faults[1].line, 2);
    assert_non_null(strstr(b.faults[1].context, "Four]"));
    assert_false(b.items[0].closed);
    assert_string_equal(words(&b, 0), "two three");
    assert_true(b.items[2].closed); /* from a paragraph's start over the next */
    assert_string_equal(words(&b, 2), "Seven\n4. eight");
}

/* ---- who ---- */

static void test_attributions(void **state)
{
    struct tvx_brackets b = parse("They [EU, Norway: shall] [may – Japan] [act] (Canada) [AOSIS] [soon] "
                                  "[Group of 77 and China: delete] [Each Party: acts] [when: now] [LMDC: so] "
                                  "[Acquisition: from one] [Varenia, Qelm: yes] [Varenia: no]");
    static const struct { const char *names, *words, *said; } expected[] = {
        {"EU NOR", "shall", NULL}, {"JPN", "may", NULL}, {"CAN", "act", NULL}, {"", "AOSIS", NULL},
        {"AOSIS", "soon", NULL}, {"G77", "delete", "delete"}, {"", "Each Party: acts", NULL}, {"", "when: now", NULL},
        {"LMDC", "so", NULL}, {"", "Acquisition: from one", NULL}, {"Varenia Qelm", "yes", NULL},
        {"Varenia", "no", NULL}};

    (void)state;
    assert_int_equal(b.count, sizeof expected / sizeof *expected);
    for (size_t i = 0; i < b.count; i++) {
        assert_string_equal(named(&b, i), expected[i].names);
        assert_string_equal(words(&b, i), expected[i].words);
        assert_true((b.items[i].said == NULL) == (expected[i].said == NULL));
    }
    assert_int_equal(b.items[3].kind, TVX_BRACKET_ACTORS);
}

/* ---- options ---- */

static void test_headline_options(void **state)
{
    struct tvx_brackets b = parse("I. Scope\nOption 1: {wide}\n1. All seas.\n(a) And lakes;\nOption A\n2. Rivers.\n"
                                  "Option B\n3. Brooks.\nOption 2 (EU, Norway):\n4. Some seas.\n{Topic}\n"
                                  "Option 3 {No text required}\nII. Means\n5. Money.");
    static const struct { const char *label, *title, *text; int level; size_t group; bool no_text; } expected[] = {
        {"Option 1", "wide", "1. All seas.\n(a) And lakes;\nOption A\n2. Rivers.\nOption B\n3. Brooks.", 0, 0, false},
        {"Option A", "", "2. Rivers.", 1, 1, false},
        {"Option B", "", "3. Brooks.", 1, 1, false},
        {"Option 2", "", "4. Some seas.\n{Topic}", 0, 0, false},
        {"Option 3", "No text required", "", 0, 0, true}};

    (void)state;
    assert_int_equal(b.option_count, sizeof expected / sizeof *expected);
    for (size_t i = 0; i < b.option_count; i++) {
        assert_string_equal(b.options[i].label, expected[i].label);
        assert_string_equal(b.options[i].title, expected[i].title);
        assert_string_equal(governed(&b, i), expected[i].text);
        assert_int_equal(b.options[i].level, expected[i].level);
        assert_int_equal(b.options[i].group, expected[i].group);
        assert_true(b.options[i].no_text == expected[i].no_text);
    }
    assert_string_equal(join(b.options[3].attributed, b.options[3].attributed_count), "EU NOR");
}

static void test_options_end_with_their_paragraph(void **state)
{
    struct tvx_brackets b = parse("3. Parties shall:\nOption 1: act alone;\nOption 2: act together:\n(a) by sea;\n"
                                  "Proposed by: Japan\n4. Next.\n5. More [Alt.1 soon][Alt.2 later].\n"
                                  "Option 1 is preferred by some.");

    (void)state;
    assert_int_equal(b.option_count, 4);
    assert_string_equal(governed(&b, 0), "act alone;");
    assert_string_equal(governed(&b, 1), "act together:\n(a) by sea;");
    assert_string_equal(join(b.options[1].attributed, b.options[1].attributed_count), "JPN");
    assert_string_equal(governed(&b, 2), "soon");
    assert_string_equal(governed(&b, 3), "later");
    assert_int_equal(b.options[2].group, b.options[3].group);
}

static void test_options_in_six_languages(void **state)
{
    static const struct { const char *text; size_t count; } texts[] = {
        {"Alternative 1: one\nAlternative 2: two", 2},
        {"Variante A : un\nVariante B : deux", 2},
        {"Opción 1: uno\nOpción 2: dos\nOpción 3: tres", 3},
        {"Вариант 1. Один\nВариант 2. Два", 2},
        {"الخيار 1: نص\nالخيار 2: نص", 2},
        {"备选案文1：一\n备选案文2：二", 2},
        {"[Table 6 (continued) Option 1: Holdings\nTable 7 Option 2: Summary", 2},
        {"As the Parties saw in Option 1: a way.\nSee also option 2: another.", 0},
        {"Options were many.\nOptional 1: no\nOption of Parties: no", 0}};

    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        assert_int_equal(parse(texts[i].text).option_count, texts[i].count);
}

static void test_words_outside(void **state)
{
    struct tvx_brackets b = parse("One two [three] four.\n{A note}\nOption 1: five six\nOption 2: seven");

    (void)state;
    assert_int_equal(b.words_outside, 3);
    assert_int_equal(b.words, 11); /* labels of options are words that nobody has agreed */
}

/* ---- properties ---- */

/* Puts brackets and what lies between them together again. */
static void put(const struct tvx_brackets *b, size_t *next, size_t from, size_t to, struct tvx_buf *out)
{
    while (*next < b->count && b->items[*next].from < to) {
        const struct tvx_bracket *item = &b->items[*next];

        assert_true(item->from >= from && item->to <= to && item->from < item->to);
        tvx_buf_add(out, b->text + from, item->from - from);
        tvx_buf_add(out, b->text + item->from, 1);
        ++*next;
        put(b, next, item->from + 1, item->to, out);
        from = item->to;
    }
    tvx_buf_add(out, b->text + from, to - from);
}

/* A stack over one line: what it leaves open or closes too much. */
static void naive(const char *text, size_t *pairs, size_t *open, size_t *stray)
{
    size_t depth = 0;

    *pairs = *stray = 0;
    for (; *text != '\0'; text++) {
        depth += *text == '[';
        if (*text == ']' && depth == 0) {
            ++*stray;
        } else if (*text == ']') {
            depth--;
            ++*pairs;
        }
    }
    *open = depth;
}

static void test_random_brackets(void **state)
{
    static const char *const pieces[] = {"[", "]", "word ", "[", "]", "EU: ", "1. ", "Option 1: ", "; "};
    uint64_t seed = 7;

    (void)state;
    for (unsigned round = 0; round < 3000; round++) {
        struct tvx_buf text, again;
        struct tvx_brackets b;
        size_t pairs, open, stray, closed = 0, next = 0, count = tests_random(&seed) % 40;

        tvx_buf_init(&text, 1 << 16);
        tvx_buf_init(&again, 1 << 16);
        tvx_buf_str(&text, "x ");
        for (size_t i = 0; i < count; i++)
            tvx_buf_str(&text, pieces[tests_random(&seed) % (sizeof pieces / sizeof *pieces)]);
        b = parse(tvx_buf_text(&text));
        naive(tvx_buf_text(&text), &pairs, &open, &stray);
        for (size_t i = 0; i < b.count; i++)
            closed += b.items[i].closed;
        assert_int_equal(closed, pairs);
        assert_int_equal(b.count, pairs + open);
        assert_int_equal(b.fault_count, open + stray);
        put(&b, &next, 0, text.length, &again);
        assert_string_equal(tvx_buf_text(&again), tvx_buf_text(&text));
        tvx_buf_free(&text);
        tvx_buf_free(&again);
    }
}

/* Over lines: the tree is a tree, options nest, and every place is within the text. */
static void test_random_lines(void **state)
{
    static const char *const pieces[] = {"[", "]", "word ", "\n", "\n1. ", "\nOption 1: ", "\nOption 2\n", "\n(a) ",
                                         "\nOption A ", "{", "}", "\nIV. Heading", "EU: ", "]\n", "\n[", "［", "】"};
    uint64_t seed = 11;

    (void)state;
    for (unsigned round = 0; round < 3000; round++) {
        struct tvx_buf text;
        struct tvx_brackets b;
        size_t count = tests_random(&seed) % 60, points;

        tvx_buf_init(&text, 1 << 16);
        for (size_t i = 0; i < count; i++)
            tvx_buf_str(&text, pieces[tests_random(&seed) % (sizeof pieces / sizeof *pieces)]);
        b = parse(tvx_buf_text(&text));
        points = tvx_utf8_count(tvx_buf_text(&text), text.length);
        for (size_t i = 0; i < b.count; i++) {
            const struct tvx_bracket *item = &b.items[i];

            assert_true(item->start + item->points <= points && item->words_from <= item->words_to);
            assert_true(i == 0 || b.items[i - 1].from < item->from);
            if (item->parent != SIZE_MAX)
                assert_true(b.items[item->parent].to >= item->to && b.items[item->parent].from < item->from);
        }
        for (size_t i = 0; i < b.option_count; i++) {
            const struct tvx_draft_option *option = &b.options[i];

            assert_true(option->start + option->points <= points && option->text_from <= option->text_to);
            if (option->parent != SIZE_MAX)
                assert_true(option->parent < i && b.options[option->parent].level < option->level);
        }
        tvx_buf_free(&text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_nest_over_paragraphs), cmocka_unit_test(test_code_points_and_full_width),
        cmocka_unit_test(test_what_is_no_bracket), cmocka_unit_test(test_unbalanced),
        cmocka_unit_test(test_attributions), cmocka_unit_test(test_headline_options),
        cmocka_unit_test(test_options_end_with_their_paragraph), cmocka_unit_test(test_options_in_six_languages),
        cmocka_unit_test(test_words_outside), cmocka_unit_test(test_random_brackets),
        cmocka_unit_test(test_random_lines)};

    return cmocka_run_group_tests(tests, start, stop);
}
