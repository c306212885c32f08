/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The packed document comes back as it was, and no damaged one brings the program down. */
#include <travaux/read/pack.h>

#include "check.h"

static uint64_t state = 42;

static uint32_t roll(uint32_t below)
{
    state = state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(state >> 33) % below;
}

static const char *word(struct tvx_arena *arena)
{
    static const char *const words[] = {"", "shall", "1.1 ", "государство", "条约\n", "\tالدول", "é", "𝔘"};
    struct tvx_buf buf;
    const char *copy;

    tvx_buf_init(&buf, 1 << 16);
    for (uint32_t n = roll(5); n > 0; n--)
        tvx_buf_str(&buf, words[roll(sizeof words / sizeof *words)]);
    copy = tvx_arena_strdup(arena, tvx_buf_text(&buf));
    tvx_buf_free(&buf);
    return copy;
}

static const char *maybe(struct tvx_arena *arena)
{
    return roll(2) == 0 ? NULL : word(arena);
}

static struct tvx_document *random_document(void)
{
    struct tvx_document *document = tvx_document_new(1 << 24);
    struct tvx_arena *arena = document->arena;

    document->format = "docx";
    document->title = word(arena);
    document->language = "ru";
    for (uint32_t n = roll(20); n > 0; n--) {
        struct tvx_block *block = tvx_document_add_block(document, (enum tvx_block_kind)roll(6));

        block->level = (int)roll(10);
        block->label = maybe(arena);
        block->label_before = maybe(arena);
        block->mark = (enum tvx_change)roll(5);
        block->presence = (enum tvx_change)roll(5);
        block->mark_author = block->mark == TVX_CHANGE_NONE ? NULL : maybe(arena);
        block->presence_date = block->presence == TVX_CHANGE_NONE ? NULL : maybe(arena);
        block->table = (int)roll(400) - 1;
        block->row = (int)roll(3) - 1;
        block->page = (int)roll(300);
        block->style = roll(3) == 0 ? "Normal" : maybe(arena);
        block->id = maybe(arena);
        for (uint32_t r = roll(6); r > 0; r--) {
            const char *text = word(arena);
            struct tvx_run *run =
                tvx_document_add_run(document, block, text, strlen(text), (enum tvx_change)roll(5));

            run->nested = (enum tvx_change)roll(5);
            run->format = roll(256);
            run->author = roll(2) == 0 ? "A. Author" : maybe(arena);
            run->date = maybe(arena);
            run->nested_author = run->nested == TVX_CHANGE_NONE || roll(2) == 0 ? NULL : "B. Author";
            run->nested_date = run->nested == TVX_CHANGE_NONE ? NULL : maybe(arena);
        }
    }
    for (uint32_t n = document->block_count == 0 ? 0 : roll(4); n > 0; n--) {
        document->comments = document->comments == NULL
                                 ? tvx_arena_array(arena, 4, sizeof *document->comments)
                                 : document->comments;
        document->comments[document->comment_count++] =
            (struct tvx_comment){maybe(arena), maybe(arena), word(arena), roll((uint32_t)document->block_count),
                                 maybe(arena), roll(2), roll(2) == 0};
    }
    for (uint32_t n = roll(4); n > 0; n--)
        tvx_document_warn(document, document->block_count == 0 ? SIZE_MAX : roll((uint32_t)document->block_count),
                          "some-code", "message %u", n);
    return document;
}

static void same_text(const char *a, const char *b)
{
    if (a == NULL || b == NULL)
        assert_true(a == b);
    else
        assert_string_equal(a, b);
}

static void same_block(const struct tvx_block *a, const struct tvx_block *b)
{
    assert_int_equal(a->kind, b->kind);
    assert_int_equal(a->level, b->level);
    assert_int_equal(a->mark, b->mark);
    assert_int_equal(a->presence, b->presence);
    assert_int_equal(a->table, b->table);
    assert_int_equal(a->row, b->row);
    assert_int_equal(a->column, b->column);
    assert_int_equal(a->page, b->page);
    same_text(a->label, b->label);
    same_text(a->label_before, b->label_before);
    same_text(a->style, b->style);
    same_text(a->id, b->id);
    same_text(a->mark_author, b->mark_author);
    same_text(a->mark_date, b->mark_date);
    same_text(a->presence_author, b->presence_author);
    same_text(a->presence_date, b->presence_date);
    assert_int_equal(a->run_count, b->run_count);
    for (size_t r = 0; r < a->run_count; r++) {
        same_text(a->runs[r].text, b->runs[r].text);
        assert_int_equal(a->runs[r].change, b->runs[r].change);
        assert_int_equal(a->runs[r].nested, b->runs[r].nested);
        assert_int_equal(a->runs[r].format, b->runs[r].format);
        same_text(a->runs[r].author, b->runs[r].author);
        same_text(a->runs[r].date, b->runs[r].date);
        same_text(a->runs[r].nested_author, b->runs[r].nested_author);
        same_text(a->runs[r].nested_date, b->runs[r].nested_date);
    }
}

static void same_document(const struct tvx_document *a, const struct tvx_document *b)
{
    assert_string_equal(a->format, b->format);
    assert_string_equal(a->title, b->title);
    assert_string_equal(a->language, b->language);
    assert_int_equal(a->block_count, b->block_count);
    for (size_t i = 0; i < a->block_count; i++)
        same_block(&a->blocks[i], &b->blocks[i]);
    assert_int_equal(a->comment_count, b->comment_count);
    for (size_t i = 0; i < a->comment_count; i++) {
        same_text(a->comments[i].author, b->comments[i].author);
        same_text(a->comments[i].date, b->comments[i].date);
        same_text(a->comments[i].text, b->comments[i].text);
        same_text(a->comments[i].quote, b->comments[i].quote);
        assert_int_equal(a->comments[i].block, b->comments[i].block);
        assert_true(b->comments[i].parent == (a->comments[i].parent <= a->comment_count ? a->comments[i].parent : 0));
        assert_int_equal(a->comments[i].resolved, b->comments[i].resolved);
    }
    assert_int_equal(a->warning_count, b->warning_count);
    for (size_t i = 0; i < a->warning_count; i++) {
        assert_string_equal(a->warnings[i].code, b->warnings[i].code);
        assert_string_equal(a->warnings[i].message, b->warnings[i].message);
        assert_true(a->warnings[i].block == b->warnings[i].block);
    }
}

static void comes_back_as_it_was(void **unused)
{
    (void)unused;
    for (int i = 0; i < 500; i++) {
        struct tvx_document *document = random_document(), *again = NULL;
        struct tvx_error error = {TVX_OK, ""};
        struct tvx_buf packed;

        tvx_buf_init(&packed, 1 << 24);
        tvx_document_pack(&packed, document);
        assert_false(packed.failed);
        assert_int_equal(tvx_document_unpack(&again, packed.data, packed.length, &error), TVX_OK);
        same_document(document, again);
        /* what is handed back can be added to */
        tvx_document_warn(again, SIZE_MAX, "added", "later");
        assert_non_null(tvx_document_add_block(again, TVX_BLOCK_PARAGRAPH));
        assert_int_equal(again->warning_count, document->warning_count + 1);
        tvx_document_free(again);
        tvx_document_free(document);
        tvx_buf_free(&packed);
    }
}

static void every_truncation_is_refused(void **unused)
{
    struct tvx_document *document, *again;
    struct tvx_buf packed;

    (void)unused;
    for (document = random_document(); document->block_count < 10; document = random_document())
        tvx_document_free(document);
    tvx_buf_init(&packed, 1 << 24);
    tvx_document_pack(&packed, document);
    for (size_t length = 0; length < packed.length; length++) {
        struct tvx_error error = {TVX_OK, ""};
        char *copy = malloc(length + 1); /* of its exact length, for the sanitizers' eyes */

        memcpy(copy, packed.data, length);
        copy = realloc(copy, length == 0 ? 1 : length);
        assert_int_equal(tvx_document_unpack(&again, copy, length, &error), TVX_E_MALFORMED);
        assert_null(again);
        assert_true(strlen(error.message) > 20);
        free(copy);
    }
    tvx_document_free(document);
    tvx_buf_free(&packed);
}

/* Uses everything that a reader of the document may use. */
static void walk(struct tvx_document *document)
{
    struct tvx_arena *arena = tvx_arena_new(1 << 26);
    struct tvx_buf json;
    struct tvx_lines lines;

    for (int view = TVX_VIEW_BEFORE; view <= TVX_VIEW_MARKED; view++)
        assert_int_equal(tvx_document_lines(&lines, arena, document, (enum tvx_view)view, NULL), TVX_OK);
    tvx_buf_init(&json, 1 << 26);
    tvx_document_json(document, &json);
    assert_false(json.failed);
    tvx_buf_free(&json);
    tvx_arena_free(arena);
}

static void no_damage_brings_it_down(void **unused)
{
    size_t taken = 0, refused = 0;

    (void)unused;
    for (int i = 0; i < 200; i++) {
        struct tvx_document *document = random_document(), *again;
        struct tvx_buf packed;

        tvx_buf_init(&packed, 1 << 24);
        tvx_document_pack(&packed, document);
        for (int k = 0; k < 100; k++) {
            size_t at = roll((uint32_t)packed.length);
            char old = packed.data[at];

            packed.data[at] = roll(2) == 0 ? (char)(old ^ (1 << roll(8))) : (char)roll(256);
            if (tvx_document_unpack(&again, packed.data, packed.length, NULL) == TVX_OK) {
                taken++;
                walk(again);
                tvx_document_free(again);
            } else {
                refused++;
            }
            packed.data[at] = old;
        }
        tvx_document_free(document);
        tvx_buf_free(&packed);
    }
    assert_true(taken > 0 && refused > taken); /* both roads were walked */
}

static void counts_are_held_against_the_bytes(void **unused)
{
    static const char huge[] = "TVXD\x01\x02x\0\x01\0\x01\0\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x01";
    struct tvx_document *document;

    (void)unused;
    assert_int_equal(tvx_document_unpack(&document, huge, sizeof huge - 1, NULL), TVX_E_MALFORMED);
}

/* Workspaces made before nested and block marks had authors and comments had answers. */
static void version_one_is_read(void **unused)
{
    static const char old[] = "TVXD\x01\x02x\0\x01\0\x01\0\x01\x01" "\0\x01\x02\0\0\0\0\0\0\0\0\0\x01"
                              "\x03" "ab\0\x01\x02\0\x03" "A\0\0" "\x01\0\0\x01\0\0\0" "\0END\n";
    struct tvx_document *document = NULL;
    struct tvx_error error = {TVX_OK, ""};

    (void)unused;
    if (tvx_document_unpack(&document, old, sizeof old - 1, &error) != TVX_OK)
        fail_msg("%s", error.message);
    assert_string_equal(document->blocks[0].runs[0].text, "ab");
    assert_string_equal(document->blocks[0].runs[0].author, "A");
    assert_int_equal(document->blocks[0].runs[0].nested, TVX_CHANGE_DEL);
    assert_null(document->blocks[0].runs[0].nested_author);
    assert_null(document->blocks[0].mark_author);
    assert_int_equal(document->comment_count, 1);
    tvx_document_free(document);
}

static void json_has_the_fields_of_the_contract(void **unused)
{
    struct tvx_document *document = tvx_document_new(1 << 20);
    struct tvx_block *block = tvx_document_add_block(document, TVX_BLOCK_LIST);
    struct tvx_buf out;

    (void)unused;
    document->format = "html";
    document->title = "T\"1\"";
    document->language = "en";
    block->label = "a)";
    tvx_document_add_run(document, block, "new", 3, TVX_CHANGE_INS)->author = "X";
    tvx_document_warn(document, 0, "code", "words");
    tvx_buf_init(&out, 1 << 16);
    tvx_document_json(document, &out);
    assert_string_equal(out.data,
                        "{\"format\":\"html\",\"title\":\"T\\\"1\\\"\",\"language\":\"en\",\"blocks\":[{\"kind\":\"list\","
                        "\"level\":0,\"label\":\"a)\",\"runs\":[{\"text\":\"new\",\"change\":\"ins\",\"author\":\"X\","
                        "\"date\":null}]}],\"authors\":[{\"name\":\"X\",\"insertions\":1,\"deletions\":0,\"first\":null,"
                        "\"last\":null}],\"comments\":[],\"warnings\":[{\"code\":\"code\",\"message\":\"words\","
                        "\"block\":0}]}");
    tvx_buf_free(&out);
    tvx_document_free(document);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(comes_back_as_it_was),
        cmocka_unit_test(every_truncation_is_refused),
        cmocka_unit_test(no_damage_brings_it_down),
        cmocka_unit_test(counts_are_held_against_the_bytes),
        cmocka_unit_test(version_one_is_read),
        cmocka_unit_test(json_has_the_fields_of_the_contract),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
