/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What is written from right to left is read in the order in which it was typed, whatever the order of its glyphs. */
#include <stdlib.h>
#include <travaux/base/buf.h>
#include <travaux/text/utf8.h>
#include <unicode/ubidi.h>
#include <unicode/uchar.h>

#include "../../../src/read/pdf_bidi.h"
#include "check.h"

enum { MOST = 400 };

struct shown { /* a line as a page shows it: glyphs of 6 points, spaces of 3 */
    struct pdf_bidi_glyph glyphs[MOST];
    size_t count;
};

static void show_point(struct shown *shown, uint32_t point, float *x, bool draw_spaces)
{
    float width = point == ' ' ? 3 : 6;

    if (point != ' ' || draw_spaces)
        shown->glyphs[shown->count++] = (struct pdf_bidi_glyph){*x, *x + width, point};
    *x += width;
}

/* The forward algorithm; with `mirror` the glyph of a bracket is named after what it looks like. */
static void show(struct shown *shown, const char *logical, bool right_to_left, bool draw_spaces, bool mirror)
{
    UChar units[MOST];
    int32_t map[MOST], count = 0;
    UErrorCode code = U_ZERO_ERROR;
    UBiDi *bidi = ubidi_open();
    float x = 50;

    for (size_t at = 0, length = strlen(logical); at < length;)
        units[count++] = (UChar)tvx_utf8_next(logical, length, &at);
    ubidi_setPara(bidi, units, count, right_to_left ? 1 : 0, NULL, &code);
    ubidi_getVisualMap(bidi, map, &code);
    assert_true(U_SUCCESS(code));
    shown->count = 0;
    for (int32_t i = 0; i < count; i++) {
        bool odd = (ubidi_getLevelAt(bidi, map[i]) & 1) != 0;

        show_point(shown, (uint32_t)(odd && mirror ? u_charMirror(units[map[i]]) : units[map[i]]), &x, draw_spaces);
    }
    ubidi_close(bidi);
}

static const char *read_line(struct tvx_arena *arena, const struct shown *shown, bool right_to_left)
{
    struct pdf_bidi_line line;
    struct tvx_buf text;
    char bytes[4];
    const char *copy;

    assert_true(tvx_pdf_bidi_order(&line, arena, shown->glyphs, shown->count, 12, right_to_left, false));
    tvx_buf_init(&text, 1 << 16);
    for (size_t i = 0; i < line.count; i++) {
        assert_true(line.letters[i].glyph < shown->count);
        tvx_buf_add(&text, bytes, tvx_utf8_put(bytes, line.letters[i].point));
    }
    copy = tvx_arena_strdup(arena, tvx_buf_text(&text));
    tvx_buf_free(&text);
    return copy;
}

static void comes_back(const char *logical, bool right_to_left)
{
    struct tvx_arena *arena = tvx_arena_new(1 << 22);
    struct shown shown;

    for (int drawn = 0; drawn < 2; drawn++) {
        show(&shown, logical, right_to_left, drawn, false);
        assert_string_equal(read_line(arena, &shown, right_to_left), logical);
        for (size_t i = 0; i < shown.count; i++) { /* a file may draw them in any order */
            size_t other = (i * 7919 + 13) % shown.count;
            struct pdf_bidi_glyph kept = shown.glyphs[i];

            shown.glyphs[i] = shown.glyphs[other];
            shown.glyphs[other] = kept;
        }
        assert_string_equal(read_line(arena, &shown, right_to_left), logical);
    }
    tvx_arena_free(arena);
}

static void sentences_come_back(void **unused)
{
    (void)unused;
    comes_back("تقرر الأطراف ما يلي:", true);
    comes_back("القرار 70/1 المؤرخ 25 أيلول/سبتمبر 2015، تقرر", true);
    comes_back("الوثيقة (A/70/100) والملحق 3", true);
    comes_back("الاتحاد الدولي ITU والمادة 12 من اللائحة", true);
    comes_back("قرار (أ) من f(x) هنا", true);
    comes_back("ועידת הצדדים, סעיף 12 (ב) של ITU", true);
    comes_back("the word سلام is Arabic", false);
    comes_back("شارك 12.5% من الدول، أي 34 دولة.", true);
    comes_back("", true);
}

/* Words of both directions and numbers, no two of the latter side by side: there the order on the page is ambiguous. */
static void generated_lines_come_back(void **unused)
{
    static const char *const right[] = {"من", "الدول", "سلام،", "(أ)", "قرار.", "«لجنة»", "הוועדה", "סעיף", "أ/ب"};
    static const char *const other[] = {"ITU", "12", "70/1", "1982", "WTSA-24", "3.5", "(A/70/100)", "f(x)"};
    uint32_t seed = 12345;
    char line[MOST];

    (void)unused;
    for (int round = 0; round < 500; round++) {
        size_t length = 0;
        bool last_other = true;

        for (int word = 0; word < 12; word++) {
            seed = seed * 1664525 + 1013904223;
            bool take_other = !last_other && (seed >> 16) % 3 == 0 && word < 11;
            const char *text = take_other ? other[(seed >> 20) % 8] : right[(seed >> 20) % 9];

            length += (size_t)snprintf(line + length, sizeof line - length, "%s%s", word == 0 ? "" : " ", text);
            last_other = take_other;
        }
        comes_back(line, true);
    }
}

static void order_is(const char *wanted, const struct pdf_bidi_glyph *glyphs, size_t count)
{
    struct tvx_arena *arena = tvx_arena_new(1 << 20);
    struct shown shown = {.count = count};

    memcpy(shown.glyphs, glyphs, count * sizeof *glyphs);
    assert_string_equal(read_line(arena, &shown, true), wanted);
    tvx_arena_free(arena);
}

#define ORDER_IS(wanted, ...) \
    do { \
        const struct pdf_bidi_glyph glyphs_[] = {__VA_ARGS__}; \
        order_is(wanted, glyphs_, sizeof glyphs_ / sizeof *glyphs_); \
    } while (0)

static void forms_become_letters(void **unused)
{
    (void)unused;
    /* lam-alef is one glyph and two letters; initial, medial and final forms */
    ORDER_IS("سلام", {0, 6, 0xFEE1}, {6, 12, 0xFEFC}, {12, 18, 0xFEB3});
    /* one word stretched by tatweels, and one that ends in a meant one */
    ORDER_IS("حد هـ", {0, 6, 0x640}, {6, 12, 0xFEEB}, {15, 21, 0xFEAA}, {21, 23, 0x640}, {23, 25, 0x640},
             {25, 31, 0xFEA3});
    /* yeh by the name of its Farsi twin */
    ORDER_IS("يد", {0, 6, 0xFEAA}, {6, 12, 0xFBFE});
    /* what looks alike in Chinese is not the same there: a fullwidth comma stays */
    ORDER_IS("،\xEF\xBC\x8C", {0, 6, 0xFF0C}, {6, 12, 0x60C});
}

static void marks_follow_their_letters(void **unused)
{
    (void)unused;
    /* shadda and fatha are drawn before their letter, at no width, and the damma after */
    ORDER_IS("\u0645\u064F\u062F\u0651\u064E", {3, 3, 0x651}, {3.5f, 3.5f, 0x64E}, {0, 6, 0xFEAA}, {6, 12, 0xFEE3}, {9, 9, 0x64F});
    /* a mark with nothing to stand on is not lost */
    ORDER_IS("ُ", {3, 3, 0x64F});
}

static void gaps_are_spaces(void **unused)
{
    (void)unused;
    ORDER_IS("من قد", {0, 6, 0xFEAA}, {6, 12, 0xFED7}, {15, 21, 0xFEE6}, {21, 27, 0xFEE3});
    /* letters that do not join stand a little apart */
    ORDER_IS("دار", {0, 6, 0x631}, {7, 13, 0x627}, {14, 20, 0x62F});
    /* spaces that other letters are drawn over are none */
    ORDER_IS("دار", {0, 6, 0x631}, {6.2f, 12.2f, 0x627}, {12.2f, 18, 0x62F}, {5, 9, ' '});
}

/* Where the file draws its spaces, a gap before the tail of a letter is none. */
static void gaps_beside_drawn_spaces_are_none(void **unused)
{
    static const struct pdf_bidi_glyph glyphs[] = {{0, 6, 0x62F}, {6, 9, ' '}, {9, 15, 0x629}, {18, 24, 0x646},
                                                   {24, 30, PDF_BIDI_NOTHING}};
    struct tvx_arena *arena = tvx_arena_new(1 << 20);
    struct pdf_bidi_line line;

    (void)unused;
    assert_true(tvx_pdf_bidi_order(&line, arena, glyphs, 5, 12, true, true));
    assert_int_equal(line.count, 4);
    assert_true(tvx_pdf_bidi_order(&line, arena, glyphs, 5, 12, true, false));
    assert_int_equal(line.count, 5);
    tvx_arena_free(arena);
}

/* Which brackets stand in right-to-left text, where a program may have named the shape or the meaning. */
static void brackets_are_told_apart(void **unused)
{
    struct tvx_arena *arena = tvx_arena_new(1 << 20);
    struct pdf_bidi_line line;
    struct shown shown;
    size_t seen = 0;

    (void)unused;
    show(&shown, "قرار (أ) من f(x) هنا", true, true, false);
    assert_true(tvx_pdf_bidi_order(&line, arena, shown.glyphs, shown.count, 12, true, false));
    for (size_t i = 0; i < line.count; i++) {
        if (line.letters[i].point != '(' && line.letters[i].point != ')')
            continue;
        assert_int_equal(line.letters[i].right_to_left, seen < 2 || seen == 3);
        seen++;
    }
    assert_int_equal(seen, 4);
    tvx_arena_free(arena);
}

/* A glyph nobody knows goes with the letters around it. */
static void unknown_glyphs_keep_their_place(void **unused)
{
    (void)unused;
    ORDER_IS("م\uFFFDن \xF3\xB0\x80\x80\u062F", {0, 6, 0x62F}, {6, 12, 0xF0000}, {15, 21, 0x646}, {21, 27, 0xFFFD},
             {27, 33, 0x645});
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sentences_come_back),
        cmocka_unit_test(generated_lines_come_back),
        cmocka_unit_test(forms_become_letters),
        cmocka_unit_test(marks_follow_their_letters),
        cmocka_unit_test(gaps_are_spaces),
        cmocka_unit_test(gaps_beside_drawn_spaces_are_none),
        cmocka_unit_test(brackets_are_told_apart),
        cmocka_unit_test(unknown_glyphs_keep_their_place),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
