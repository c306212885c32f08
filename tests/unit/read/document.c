/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "check.h"

#include <travaux/read/document.h>

static struct tvx_block *block(struct tvx_document *document, const char *label)
{
    struct tvx_block *added = tvx_document_add_block(document, label == NULL ? TVX_BLOCK_PARAGRAPH : TVX_BLOCK_LIST);

    added->label = added->label_before = label;
    return added;
}

static struct tvx_run *run(struct tvx_document *document, struct tvx_block *where, const char *text,
                           enum tvx_change change)
{
    return tvx_document_add_run(document, where, text, strlen(text), change);
}

/* The view as one text, lines joined by newlines. */
static char *view_of(const struct tvx_document *document, enum tvx_view view)
{
    static char text[4096];
    struct tvx_arena *arena = tvx_arena_new(1 << 20);
    struct tvx_lines lines;
    size_t used = 0, points = 0;

    assert_int_equal(tvx_document_lines(&lines, arena, document, view, NULL), TVX_OK);
    text[0] = '\0';
    for (size_t i = 0; i < lines.count; i++) {
        assert_int_equal(lines.items[i].start, points);
        points += lines.items[i].points + 1;
        used += (size_t)snprintf(text + used, sizeof text - used, "%s%s", i == 0 ? "" : "\n", lines.items[i].text);
    }
    tvx_arena_free(arena);
    return text;
}

static void views_reject_accept_and_mark(void **state)
{
    struct tvx_document *document = tvx_document_new(1 << 20);
    struct tvx_block *b = block(document, "5.2");

    (void)state;
    run(document, b, "Members  shall ", TVX_CHANGE_NONE);
    run(document, b, "endeavour to ensure", TVX_CHANGE_DEL);
    run(document, b, "ensure", TVX_CHANGE_INS);
    run(document, b, "gone either way", TVX_CHANGE_INS)->nested = TVX_CHANGE_DEL;
    run(document, b, "\u00a0access.", TVX_CHANGE_NONE);
    run(document, b, "[1]", TVX_CHANGE_NONE)->format = TVX_FORMAT_NOTE_REF;
    assert_string_equal(view_of(document, TVX_VIEW_BEFORE), "5.2 Members shall endeavour to ensure access.");
    assert_string_equal(view_of(document, TVX_VIEW_AFTER), "5.2 Members shall ensure access.");
    assert_string_equal(view_of(document, TVX_VIEW_MARKED),
                        "5.2 Members shall [-endeavour to ensure-]{+ensure+}[-gone either way-] access.");
    tvx_document_free(document);
}

static void paragraph_marks_join_paragraphs(void **state)
{
    struct tvx_document *document = tvx_document_new(1 << 20);
    struct tvx_block *b = block(document, NULL);

    (void)state;
    run(document, b, "é one ", TVX_CHANGE_NONE);
    b->mark = TVX_CHANGE_DEL;
    run(document, block(document, NULL), "two", TVX_CHANGE_NONE);
    b = block(document, "a)");
    b->label_before = NULL;
    run(document, b, "new item", TVX_CHANGE_INS);
    b->mark = TVX_CHANGE_INS;
    b = block(document, "b)");
    b->label_before = "a)";
    run(document, b, "old item", TVX_CHANGE_NONE);
    assert_string_equal(view_of(document, TVX_VIEW_BEFORE), "é one\ntwo\na) old item");
    assert_string_equal(view_of(document, TVX_VIEW_AFTER), "é one two\na) new item\nb) old item");
    tvx_document_free(document);
}

static void a_row_that_does_not_stand_leaves_no_line(void **state)
{
    struct tvx_document *document = tvx_document_new(1 << 20);
    struct tvx_block *b = block(document, NULL);

    (void)state;
    run(document, b, "cell", TVX_CHANGE_NONE);
    b->presence = TVX_CHANGE_DEL;
    run(document, block(document, "Article 6"), "", TVX_CHANGE_NONE);
    run(document, block(document, "•"), "", TVX_CHANGE_NONE);
    assert_string_equal(view_of(document, TVX_VIEW_BEFORE), "cell\nArticle 6");
    assert_string_equal(view_of(document, TVX_VIEW_AFTER), "Article 6");
    assert_string_equal(view_of(document, TVX_VIEW_MARKED), "[-cell-]\nArticle 6");
    tvx_document_free(document);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(views_reject_accept_and_mark),
        cmocka_unit_test(paragraph_marks_join_paragraphs),
        cmocka_unit_test(a_row_that_does_not_stand_leaves_no_line),
    };

    return cmocka_run_group_tests_name("document", tests, NULL, NULL);
}
