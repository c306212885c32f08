/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The layer of one author: explicit cases, and what holds of every document. */
#include <travaux/read/layer.h>

#include "docx_making.h"

#define BY(kind, author, content)                                                                                      \
    "<w:" kind " w:id='1' w:author='" author "' w:date='2026-01-02T03:04:05Z'>" content "</w:" kind ">"
#define D(text) "<w:r><w:delText xml:space='preserve'>" text "</w:delText></w:r>"
#define MARK_BY(change, author) "<w:rPr><w:" change " w:id='9' w:author='" author "'/></w:rPr>"
#define ROW(properties, text) "<w:tr><w:trPr>" properties "</w:trPr><w:tc>" P(text) "</w:tc></w:tr>"

static void layer_shows(const char *body, const char *author, const char *before, const char *after)
{
    struct tvx_document *document = word_read((struct word){.document = body});
    struct tvx_error error = {TVX_OK, ""};

    if (tvx_layer_keep(document, author, &error) != TVX_OK)
        fail_msg("%s", error.message);
    shows(document, TVX_VIEW_BEFORE, before);
    shows(document, TVX_VIEW_AFTER, after);
    tvx_document_free(document);
}

static void changes_of_others_are_settled(void **unused)
{
    static const char body[] = BODY(P(R("States ") BY("del", "Ann", D("may ")) BY("ins", "Ann", R("shall "))
                                      BY("ins", "Bob", R("promptly ")) R("act") BY("del", "Bob", D(" together")) R(".")));

    (void)unused;
    layer_shows(body, "Ann", "States may promptly act.", "States shall promptly act.");
    layer_shows(body, "Bob", "States shall act together.", "States shall promptly act.");
}

static void what_another_deleted_of_an_insertion_is_the_authors(void **unused)
{
    static const char body[] = BODY(P(R("a ") BY("ins", "Ann", R("b ") BY("del", "Bob", D("c "))) R("d")));

    (void)unused;
    layer_shows(body, "Ann", "a d", "a b c d");
    layer_shows(body, "Bob", "a b c d", "a b d");
}

static void paragraphs_follow_their_marks(void **unused)
{
    static const char body[] = BODY(PP(MARK_BY("ins", "Ann"), R("a")) PP(MARK_BY("del", "Bob"), R("b ")) P(R("c"))
                                    "<w:tbl>" ROW("<w:ins w:id='1' w:author='Bob'/>", R("d"))
                                    ROW("<w:del w:id='1' w:author='Ann'/>", R("e"))
                                    ROW("<w:del w:id='1' w:author='Bob'/>", R("f")) "</w:tbl>" P(R("g")));

    (void)unused;
    body_shows(body, "ab|c|e|f|g", "a|b c|d|g");
    layer_shows(body, "Ann", "ab c|d|e|g", "a|b c|d|g");
    layer_shows(body, "Bob", "a|b|c|f|g", "a|b c|d|g");
}

static void a_row_that_another_deleted_keeps_the_authors_words(void **unused)
{
    static const char body[] = BODY("<w:tbl>" ROW("<w:del w:id='1' w:author='Bob'/>", R("a ") BY("ins", "Ann", R("b")))
                                    "</w:tbl>" P(R("g")));

    (void)unused;
    layer_shows(body, "Ann", "g", "b|g");
    layer_shows(body, "Bob", "a b|g", "g");
}

static void comments_and_warnings_stay_at_their_words(void **unused)
{
    struct tvx_document *document = word_read((struct word){
        .document = BODY("<w:tbl>" ROW("<w:del w:id='1' w:author='Bob'/>", R("gone")) "</w:tbl>"
                         PP(MARK_BY("del", "Bob"), R("a ")) P("<w:commentRangeStart w:id='7'/>" BY("ins", "Ann", R("b"))
                             "<w:commentRangeEnd w:id='7'/><w:r><w:commentReference w:id='7'/></w:r><w:newThing/>")),
        .comments = "<w:comments " NAMESPACES "><w:comment w:id='7' w:author='Ann'>" P(R("why")) "</w:comment>"
                    "</w:comments>"});

    (void)unused;
    assert_int_equal(document->comments[0].block, 2);
    assert_int_equal(tvx_layer_keep(document, "Ann", NULL), TVX_OK);
    assert_int_equal(document->block_count, 1);
    assert_int_equal(document->comments[0].block, 0);
    for (size_t i = 0; i < document->warning_count; i++)
        if (strcmp(document->warnings[i].code, "docx-unknown-element") == 0)
            assert_int_equal(document->warnings[i].block, 0);
    assert_int_equal(warnings(document, "docx-unknown-element"), 1);
    tvx_document_free(document);
}

static void authors_are_counted_by_stretches(void **unused)
{
    struct tvx_document *document = word_read((struct word){
        .document = BODY(PP(MARK_BY("ins", "Ann"), BY("ins", "Ann", R("a") "<w:r><w:rPr><w:b/></w:rPr><w:t>b</w:t></w:r>"))
                         P(BY("ins", "Ann", R("c")) R("d") BY("ins", "Ann", R("e") BY("del", "Bob", D("f")) R("g")))
                         P("<w:ins w:id='1' w:author='Ann' w:date='2026-03-01T00:00:00Z'>" R("h") "</w:ins>"
                           "<w:del w:id='1'>" D("nobody's") "</w:del>"))});
    struct tvx_arena *arena = tvx_arena_new(1 << 20);
    struct tvx_author *authors;
    size_t count;

    (void)unused;
    assert_int_equal(tvx_layer_authors(&authors, &count, arena, document, NULL), TVX_OK);
    assert_int_equal(count, 2);
    assert_string_equal(authors[0].name, "Ann");
    assert_int_equal(authors[0].insertions, 3);
    assert_int_equal(authors[0].deletions, 0);
    assert_string_equal(authors[0].first, "2026-01-02T03:04:05Z");
    assert_string_equal(authors[0].last, "2026-03-01T00:00:00Z");
    assert_string_equal(authors[1].name, "Bob");
    assert_int_equal(authors[1].insertions, 0);
    assert_int_equal(authors[1].deletions, 1);
    assert_int_equal(tvx_layer_keep(document, "Nobody", NULL), TVX_E_NOTFOUND);
    tvx_arena_free(arena);
    tvx_document_free(document);
}

static void numbers_are_those_after_all_changes(void **unused)
{
    struct tvx_document *document = word_read((struct word){
        .document = BODY(PP(MARK_BY("ins", "Ann") NUM("1", "0"), BY("ins", "Ann", R("a")))
                         PP(NUM("1", "0"), R("b")) PP(MARK_BY("del", "Bob") NUM("1", "0"), BY("del", "Bob", D("c")))
                         PP(NUM("1", "0"), R("d"))),
        .numbering = "<w:numbering " NAMESPACES "><w:abstractNum w:abstractNumId='0'><w:lvl w:ilvl='0'>"
                     "<w:start w:val='1'/><w:numFmt w:val='decimal'/><w:lvlText w:val='%1.'/></w:lvl></w:abstractNum>"
                     "<w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num></w:numbering>"});

    (void)unused;
    shows(document, TVX_VIEW_BEFORE, "1. b|2. c|3. d");
    shows(document, TVX_VIEW_AFTER, "1. a|2. b|3. d");
    assert_int_equal(tvx_layer_keep(document, "Bob", NULL), TVX_OK);
    shows(document, TVX_VIEW_BEFORE, "1. a|2. b|2. c|3. d");
    shows(document, TVX_VIEW_AFTER, "1. a|2. b|3. d");
    assert_int_equal(warnings(document, "layer-numbers"), 1);
    tvx_document_free(document);
}

/* ---- what holds of every document ---- */

static uint64_t state = 7;

static uint32_t roll(uint32_t below)
{
    state = state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(state >> 33) % below;
}

static const char *const names[] = {"Ann", "Bob", "Cem"};

/* Paragraphs of runs, each with at most one change, by one of the first `authors`. */
static struct tvx_document *random_document(uint32_t seed, uint32_t authors)
{
    struct tvx_document *document = tvx_document_new(1 << 24);

    state = seed;
    for (uint32_t n = 1 + roll(9); n > 0; n--) {
        struct tvx_block *block = tvx_document_add_block(document, TVX_BLOCK_PARAGRAPH);
        bool whole = roll(6) == 0;

        if (whole) {
            block->presence = roll(2) == 0 ? TVX_CHANGE_INS : TVX_CHANGE_DEL;
            block->presence_author = names[roll(authors)];
        } else if (roll(3) == 0) {
            block->mark = (enum tvx_change)(1 + roll(4));
            block->mark_author = names[roll(authors)];
        }
        for (uint32_t r = 1 + roll(5); r > 0; r--) {
            char text[] = {(char)('a' + roll(26)), (char)('a' + roll(26)), ' ', '\0'};
            struct tvx_run *run = tvx_document_add_run(document, block, text, 3, TVX_CHANGE_NONE);

            if (whole || roll(2) == 0)
                continue;
            run->change = (enum tvx_change)(1 + roll(4));
            run->author = names[roll(authors)];
        }
    }
    return document;
}

static char *view_of(const struct tvx_document *document, enum tvx_view view)
{
    struct tvx_arena *arena = tvx_arena_new(1 << 22);
    struct tvx_lines lines;
    struct tvx_buf text;

    tvx_buf_init(&text, 1 << 22);
    assert_int_equal(tvx_document_lines(&lines, arena, document, view, NULL), TVX_OK);
    for (size_t i = 0; i < lines.count; i++)
        tvx_buf_printf(&text, "%s\n", lines.items[i].text);
    tvx_arena_free(arena);
    return text.data == NULL ? strdup("") : text.data;
}

/* Letters of the runs that bear a change, on themselves or through their block. */
static size_t changed_letters(const struct tvx_document *document)
{
    size_t count = 0;

    for (size_t b = 0; b < document->block_count; b++) {
        const struct tvx_block *block = &document->blocks[b];

        for (size_t r = 0; r < block->run_count; r++)
            if (block->presence != TVX_CHANGE_NONE || block->runs[r].change != TVX_CHANGE_NONE)
                count += strlen(block->runs[r].text);
    }
    return count;
}

static void every_layer_ends_in_the_same_text(void **unused)
{
    (void)unused;
    for (uint32_t seed = 0; seed < 3000; seed++) {
        struct tvx_document *whole = random_document(seed, 3);
        char *after = view_of(whole, TVX_VIEW_AFTER);
        size_t marked = 0;

        for (size_t a = 0; a < 3; a++) {
            struct tvx_document *document = random_document(seed, 3);
            char *layer;

            if (tvx_layer_keep(document, names[a], NULL) == TVX_OK) {
                layer = view_of(document, TVX_VIEW_AFTER);
                assert_string_equal(layer, after);
                free(layer);
                marked += changed_letters(document);
            }
            tvx_document_free(document);
        }
        assert_int_equal(marked, changed_letters(whole)); /* each mark stands in one layer */
        free(after);
        tvx_document_free(whole);
    }
}

static void the_layer_of_a_sole_author_is_the_document(void **unused)
{
    (void)unused;
    for (uint32_t seed = 0; seed < 1000; seed++) {
        struct tvx_document *whole = random_document(seed, 1), *document = random_document(seed, 1);
        bool changed = tvx_layer_keep(document, names[0], NULL) == TVX_OK;

        for (int view = TVX_VIEW_BEFORE; changed && view <= TVX_VIEW_MARKED; view++) {
            char *a = view_of(whole, (enum tvx_view)view), *b = view_of(document, (enum tvx_view)view);

            assert_string_equal(a, b);
            free(a);
            free(b);
        }
        tvx_document_free(whole);
        tvx_document_free(document);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(changes_of_others_are_settled),
        cmocka_unit_test(what_another_deleted_of_an_insertion_is_the_authors),
        cmocka_unit_test(paragraphs_follow_their_marks),
        cmocka_unit_test(a_row_that_another_deleted_keeps_the_authors_words),
        cmocka_unit_test(comments_and_warnings_stay_at_their_words),
        cmocka_unit_test(authors_are_counted_by_stretches),
        cmocka_unit_test(numbers_are_those_after_all_changes),
        cmocka_unit_test(every_layer_ends_in_the_same_text),
        cmocka_unit_test(the_layer_of_a_sole_author_is_the_document),
    };

    return cmocka_run_group_tests_name("layer", tests, NULL, NULL);
}
