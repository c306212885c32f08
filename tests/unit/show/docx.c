/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Tracked changes: whoever rejects them has the text before, whoever accepts them the text after. */
#include <travaux/show/docx.h>

#include "../reading.h"

#include <travaux/text/utf8.h>

static const char *const words[][8] = {
    {"the", "Union", "shall", "may", "(a)", "<b>&", "“public”", "5.1;"},
    {"يكفل", "الاتحاد", "نفاذ", "الجمهور", "إلى", "الشبكات", "ITU", "5.1"},
    {"联盟", "确保", "公众", "可以", "使用", "国际", "业务。", "，"},
    {"l’accès", "x\u0301", "𝛼𝛽", "доступ", "é", "network", "«", "»"},
};

static void add_word(struct tvx_buf *out, uint64_t *seed, size_t script)
{
    static const char *const gaps[] = {" ", " ", " ", " ", " ", "\n", "\n", "\t"};

    if (out->length > 0)
        tvx_buf_str(out, gaps[tests_random(seed) % 8]);
    tvx_buf_str(out, words[script][tests_random(seed) % 8]);
}

/* Some words of `text` left out, put in or moved to the end; where lines end changes with them. */
static void change(struct tvx_buf *out, uint64_t *seed, const char *text, size_t script)
{
    struct tvx_buf moved;

    tvx_buf_init(&moved, 1 << 16);
    for (size_t at = 0; text[at] != '\0';) {
        size_t length = strcspn(text + at, " \n\t") + 1;
        uint64_t pick = tests_random(seed) % 12;

        if (text[at + length - 1] == '\0')
            length--;
        if (pick == 0)
            add_word(out, seed, script);
        if (pick == 1)
            tvx_buf_str(out, "\n");
        if (pick == 2 && moved.length < 200)
            tvx_buf_add(&moved, text + at, length);
        else if (pick != 3)
            tvx_buf_add(out, text + at, length);
        at += length;
    }
    tvx_buf_add(out, moved.data, moved.length);
    tvx_buf_free(&moved);
}

/* As a reader has it: white space folded, empty lines nothing. */
static void folded(struct tvx_buf *out, struct tvx_arena *arena, const char *text)
{
    while (*text != '\0') {
        size_t length = strcspn(text, "\n");
        const char *line = tvx_text_fold_space(arena, text, length);

        if (*line != '\0')
            tvx_buf_printf(out, "%s%s", out->length == 0 ? "" : "|", line);
        text += length + (text[length] == '\n');
    }
}

static void holds(struct tvx_arena *arena, const char *a, const char *b, enum tvx_diff_style style)
{
    struct tvx_diff diff;
    struct tvx_docx_change item = {.author = "VRN & <KRS>", .date = "2026-08-28", .a = a, .b = b, .diff = &diff};
    struct tvx_docx_about about = {.title = "A <title>"};
    struct tvx_document *document;
    struct tvx_buf bytes, text;

    tvx_buf_init(&bytes, 1 << 24);
    tvx_buf_init(&text, 1 << 20);
    assert_int_equal(tvx_diff_text(&diff, arena, a, b, style, NULL), TVX_OK);
    assert_int_equal(tvx_docx_changes(&bytes, &about, &item, 1, NULL), TVX_OK);
    document = take("made.docx", bytes.data, bytes.length);
    assert_int_equal(document->warning_count, 0);
    folded(&text, arena, a);
    shows(document, TVX_VIEW_BEFORE, tvx_buf_text(&text));
    tvx_buf_clear(&text);
    folded(&text, arena, b);
    shows(document, TVX_VIEW_AFTER, tvx_buf_text(&text));
    tvx_document_free(document);
    tvx_buf_free(&bytes);
    tvx_buf_free(&text);
}

static void either_side_is_had_back(void **unused)
{
    uint64_t seed = 4;

    (void)unused;
    for (size_t i = 0; i < 400; i++) {
        struct tvx_arena *arena = tvx_arena_new(1 << 26);
        struct tvx_buf a, b;
        size_t script = tests_random(&seed) % 4, count = tests_random(&seed) % 60;

        tvx_buf_init(&a, 1 << 20);
        tvx_buf_init(&b, 1 << 20);
        for (size_t j = 0; j < count; j++)
            add_word(&a, &seed, script);
        change(&b, &seed, tvx_buf_text(&a), script);
        holds(arena, tvx_buf_text(&a), tvx_buf_text(&b), i % 2 == 0 ? TVX_DIFF_READABLE : TVX_DIFF_MINIMAL);
        if (i % 20 == 0) {
            holds(arena, "", tvx_buf_text(&b), TVX_DIFF_READABLE);
            holds(arena, tvx_buf_text(&a), "", TVX_DIFF_READABLE);
        }
        tvx_buf_free(&a);
        tvx_buf_free(&b);
        tvx_arena_free(arena);
    }
}

static void a_passage_that_moved_is_had_back(void **unused)
{
    struct tvx_arena *arena = tvx_arena_new(1 << 24);
    static const char a[] = "One paragraph of six words here.\nThe Union shall ensure access to the networks.\nThe end.";
    static const char b[] = "The Union shall ensure access to the networks.\nThe end.\nOne paragraph of six words here.";

    (void)unused;
    holds(arena, a, b, TVX_DIFF_READABLE);
    holds(arena, b, a, TVX_DIFF_READABLE);
    tvx_arena_free(arena);
}

/* LibreOffice would take two insertions for one if the end of the paragraph between them stayed. */
static void no_end_stays_between_two_of_a_kind(void **unused)
{
    static const char a[] = "x\ny", b[] = "x1\n2y";
    struct tvx_diff_piece pieces[] = {
        {TVX_DIFF_EQUAL, 0, 1, 0, 1}, {TVX_DIFF_INS, 1, 0, 1, 1}, {TVX_DIFF_EQUAL, 1, 1, 2, 1},
        {TVX_DIFF_INS, 2, 0, 3, 1}, {TVX_DIFF_EQUAL, 2, 1, 4, 1},
    };
    struct tvx_diff diff = {.pieces = pieces, .count = 5};
    struct tvx_docx_change item = {.author = "VRN", .a = a, .b = b, .diff = &diff};
    struct tvx_docx_about about = {.title = NULL};
    struct tvx_document *document;
    struct tvx_buf bytes;

    (void)unused;
    tvx_buf_init(&bytes, 1 << 20);
    assert_int_equal(tvx_docx_changes(&bytes, &about, &item, 1, NULL), TVX_OK);
    document = take("made.docx", bytes.data, bytes.length);
    shows(document, TVX_VIEW_BEFORE, "x|y");
    shows(document, TVX_VIEW_AFTER, "x1|2y");
    assert_int_equal(document->block_count, 3);
    assert_int_equal(document->blocks[0].mark, TVX_CHANGE_INS);
    assert_int_equal(document->blocks[1].mark, TVX_CHANGE_DEL);
    tvx_document_free(document);
    tvx_buf_free(&bytes);
}

static void a_change_says_whose_it_is(void **unused)
{
    struct tvx_arena *arena = tvx_arena_new(1 << 24);
    struct tvx_diff diff;
    struct tvx_docx_change item = {.author = "VRN, KRS", .date = "2026-08-28", .a = "May act.", .b = "Shall act.",
                                   .diff = &diff, .heading = "A  VRN"};
    struct tvx_docx_about about = {.title = "MNR:5.2", .language = "en"};
    struct tvx_document *document;
    struct tvx_buf bytes;
    size_t authors = 0;

    (void)unused;
    tvx_buf_init(&bytes, 1 << 20);
    assert_int_equal(tvx_diff_text(&diff, arena, item.a, item.b, TVX_DIFF_READABLE, NULL), TVX_OK);
    assert_int_equal(tvx_docx_changes(&bytes, &about, &item, 1, NULL), TVX_OK);
    document = take("made.docx", bytes.data, bytes.length);
    shows(document, TVX_VIEW_MARKED, "A VRN|[-May-]{+Shall+} act.");
    for (size_t i = 0; i < document->blocks[1].run_count; i++)
        if (document->blocks[1].runs[i].change != TVX_CHANGE_NONE) {
            assert_string_equal(document->blocks[1].runs[i].author, "VRN, KRS");
            assert_string_equal(document->blocks[1].runs[i].date, "2026-08-28T00:00:00Z");
            authors++;
        }
    assert_int_equal(authors, 2);
    tvx_document_free(document);
    tvx_buf_free(&bytes);
    tvx_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(either_side_is_had_back),
        cmocka_unit_test(a_passage_that_moved_is_had_back),
        cmocka_unit_test(no_end_stays_between_two_of_a_kind),
        cmocka_unit_test(a_change_says_whose_it_is),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
