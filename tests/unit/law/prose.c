/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Instructions in prose: what they are read as, what they make of a text, and what they refuse to do. */
#include "parsing.h"

#include <travaux/law/instruction.h>
#include <travaux/law/resolve.h>

static const char *const law_text =
    "CONVENTION ON KITES\n"
    "ARTICLE 1\nScope\n"
    "1. This Convention applies to kites. It does not apply to balloons.\n"
    "2. A Party may exempt small kites, where needed.\n"
    "ARTICLE 2\nDuties\n"
    "1. Each keeper shall:\n"
    "a) mend the kite;\n"
    "b) fly the kite and store the kite.\n"
    "2. The keeper shall report every year.\n"
    "3. Costs lie where they fall.\n";

static const struct tvx_resolver *resolver(void)
{
    static struct tvx_instrument law;
    struct tvx_resolver_instrument stored = {&law, "CK", "2020", NULL, true, NULL};

    law = parse(law_text);
    return tvx_resolver_new(arena, &stored, 1);
}

/* Each line of `text` is a paragraph. */
static struct tvx_contribution read_prose(const char *text)
{
    struct tvx_document *document = tvx_document_new(16 << 20);
    struct tvx_contribution out;
    struct tvx_error error = {0};

    document->format = "text";
    while (*text != '\0') {
        size_t length = strcspn(text, "\n");
        struct tvx_block *block = tvx_document_add_block(document, TVX_BLOCK_PARAGRAPH);

        block->table = -1;
        tvx_document_add_run(document, block, tvx_arena_strndup(arena, text, length), length, TVX_CHANGE_NONE);
        text += length + (text[length] == '\n');
    }
    if (tvx_contribution_parse(&out, arena, document, &error) != TVX_OK)
        fail_msg("%s", error.message);
    tvx_document_free(document);
    return out;
}

static struct tvx_resolution resolve(const struct tvx_proposal *proposal)
{
    struct tvx_resolution out;
    struct tvx_error error = {0};

    if (tvx_resolve(&out, arena, resolver(), proposal, "CK", &error) != TVX_OK)
        fail_msg("%s", error.message);
    return out;
}

/* The one proposal that `text` holds must make `after` of the provision. */
static void makes(const char *text, enum tvx_action action, const char *path, const char *after)
{
    struct tvx_contribution c = read_prose(text);
    struct tvx_resolution r;

    assert_string_equal(c.form, "prose");
    assert_int_equal(c.count, 1);
    r = resolve(&c.proposals[0]);
    assert_int_equal(c.proposals[0].action, action);
    if (r.after == NULL)
        fail_msg("%s: %s", text, r.reason);
    assert_string_equal(r.path, path);
    assert_string_equal(r.after, after);
}

static void refuses(const char *text, const char *why)
{
    struct tvx_contribution c = read_prose(text);
    struct tvx_resolution r;

    assert_int_equal(c.count, 1);
    r = resolve(&c.proposals[0]);
    assert_null(r.after);
    assert_non_null(r.reason);
    if (strstr(r.reason, why) == NULL)
        fail_msg("%s: \"%s\" does not say \"%s\"", text, r.reason, why);
}

static void words_are_changed(void **state)
{
    (void)state;
    makes("In Article 2, paragraph 2, replace “every year” by “twice a year”.", TVX_ACTION_MOD, "2.2",
          "The keeper shall report twice a year.");
    makes("Article 1.2: the words “, where needed” be deleted.", TVX_ACTION_MOD, "1.2",
          "A Party may exempt small kites.");
    makes("In the second sentence of paragraph 1 of Article 1, after “balloons” insert “and drones”.", TVX_ACTION_MOD,
          "1.1", "This Convention applies to kites. It does not apply to balloons and drones.");
    makes("In Article 2 (1) b), replace “kite” by “dragon” in both places.", TVX_ACTION_MOD, "2.1.b",
          "fly the dragon and store the dragon.");
}

static void several_changes_of_a_provision_are_one_proposal(void **state)
{
    struct tvx_contribution c =
        read_prose("In Article 1:\n(a) in paragraph 2, replace “may” by “shall”;\n"
                   "(b) in paragraph 2, delete “, where needed”;\n(c) delete paragraph 1.\nReasons: Clarity.");

    (void)state;
    assert_int_equal(c.count, 2);
    assert_int_equal(c.proposals[0].instruction_count, 2);
    assert_string_equal(resolve(&c.proposals[0]).after, "A Party shall exempt small kites.");
    assert_string_equal(c.proposals[0].quote, "(a) in paragraph 2, replace “may” by “shall”;\n"
                                              "(b) in paragraph 2, delete “, where needed”;");
    assert_int_equal(c.proposals[1].action, TVX_ACTION_SUP);
    assert_string_equal(resolve(&c.proposals[1]).path, "1.1");
    assert_string_equal(c.proposals[1].reasons, "Clarity.");
}

static void edits_are_there_without_a_base(void **state)
{
    struct tvx_contribution c = read_prose("In Article 9, replace “a” by “b”; delete “c”.");

    (void)state;
    assert_int_equal(c.count, 1);
    assert_int_equal(c.proposals[0].edit_count, 2);
    assert_string_equal(c.proposals[0].edits[0].before, "a");
    assert_string_equal(c.proposals[0].edits[0].after, "b");
    assert_int_equal(c.proposals[0].edits[1].op, TVX_EDIT_DEL);
    assert_string_equal(c.proposals[0].number, "-/-/1");
}

static void new_texts_stand_below(void **state)
{
    struct tvx_contribution c = read_prose("After paragraph 2 of Article 1, insert the following new paragraph:\n"
                                           "“3. Kites that are lost\na) are reported;\nb) are sought.”\n"
                                           "Delete Article 2, paragraph 3.");
    struct tvx_resolution r = resolve(&c.proposals[0]);

    (void)state;
    assert_int_equal(c.count, 2);
    assert_int_equal(r.kind, TVX_RESOLVED_NEW);
    assert_string_equal(r.after_path, "1.2");
    assert_string_equal(r.after, "3. Kites that are lost\na) are reported;\nb) are sought.");
    assert_string_equal(resolve(&c.proposals[1]).path, "2.3");
}

static void nothing_is_guessed(void **state)
{
    (void)state;
    refuses("In Article 2, paragraph 1 b), replace “kite” by “dragon”.", "2 times");
    refuses("In Article 2, paragraph 2, replace “every month” by “never”.", "not found");
    refuses("In Article 2, paragraph 2, replace “kee” by “x”.", "not found");
    refuses("In the fourth sentence of Article 1, paragraph 1, delete “kites”.", "sentence 4");
    refuses("Delete paragraph 2.", "which article");
    refuses("Delete Article 7.", "no Article 7");
}

static void what_is_tolerated_is_told(void **state)
{
    struct tvx_contribution c = read_prose("In Article 1, paragraph 1, replace “it does  not” by “It shall not”.");
    struct tvx_resolution r = resolve(&c.proposals[0]);

    (void)state;
    assert_string_equal(r.after, "This Convention applies to kites. It shall not apply to balloons.");
    assert_non_null(strstr(r.reason, "another case"));
}

static void words_of_the_whole_text(void **state)
{
    (void)state;
    makes("Throughout the text, replace “balloons” by “airships”.", TVX_ACTION_MOD, "1.1",
          "This Convention applies to kites. It does not apply to airships.");
    makes("The title of Article 2 shall read “Obligations”.", TVX_ACTION_MOD, "2", "Obligations");
}

static void splits_and_merges(void **state)
{
    struct tvx_contribution c = read_prose("Split paragraph 1 of Article 1 after the first sentence.");

    (void)state;
    assert_int_equal(c.count, 2);
    assert_string_equal(resolve(&c.proposals[0]).after, "This Convention applies to kites.");
    assert_string_equal(resolve(&c.proposals[1]).after, "It does not apply to balloons.");
    assert_string_equal(resolve(&c.proposals[1]).after_path, "1.1");
    c = read_prose("In Article 2, merge paragraphs 2 and 3.");
    assert_string_equal(resolve(&c.proposals[0]).after, "The keeper shall report every year. Costs lie where they fall.");
    assert_int_equal(c.proposals[1].action, TVX_ACTION_SUP_MOVED);
}

static void running_prose_is_none(void **state)
{
    static const char *const texts[] = {
        "We would replace the old order by a new one, and insert ourselves into every debate about kites.",
        "The Secretariat will delete “draft” from all covers when the Assembly has read them.\nIt is late.\nWe go home.",
        "Article 5 replaced the earlier rules by others that nobody had read before the session of the Assembly.",
    };

    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        assert_string_not_equal(read_prose(texts[i]).form, "prose");
    assert_string_equal(read_prose("MOD VRN/1/1\nArticle 5\n5.1 New text.\n"
                                   "In Article 6, replace “a” by “b”.").form, "itu");
}

static void other_languages(void **state)
{
    static const struct { const char *text, *path, *old_words, *new_words; } cases[] = {
        {"В пункте 2 статьи 5 заменить слова «два года» словами «три года».", "5.2", "два года", "три года"},
        {"Исключить слова «по мере необходимости» в статье 3.", "3", "по мере необходимости", NULL},
        {"في الفقرة 2 من المادة 5، يستعاض عن عبارة \"سنتين\" بعبارة \"ثلاث سنوات\".", "5.2", "سنتين", "ثلاث سنوات"},
        {"تحذف عبارة \"عند الاقتضاء\" من المادة 3.", "3", "عند الاقتضاء", NULL},
        {"将第五条第2款中的“两年”改为“三年”。", "5.2", "两年", "三年"},
        {"删除第3条中的“酌情”。", "3", "酌情", NULL},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct tvx_contribution c = read_prose(cases[i].text);

        if (c.count != 1)
            fail_msg("%s: %zu proposals", cases[i].text, c.count);
        assert_string_equal(c.form, "prose");
        assert_string_equal(c.proposals[0].place.path, cases[i].path);
        assert_string_equal(c.proposals[0].instructions[0].old_words, cases[i].old_words);
        if (cases[i].new_words != NULL)
            assert_string_equal(c.proposals[0].instructions[0].new_words, cases[i].new_words);
    }
}

/* Inserting words and deleting the same words again gives the text back. */
static void insertion_and_deletion_undo_each_other(void **state)
{
    static const char *const texts[] = {"Each keeper shall fly the kite, and store it.", "A. B. C", "«a» b (c) – d; e."};
    static const char *const words[] = {"zum Beispiel", "X", "“neu”", "(sic)"};

    (void)state;
    for (size_t t = 0; t < 3; t++)
        for (size_t w = 0; w < 4; w++) {
            struct tvx_instruction put = {.op = TVX_INSTRUCTION_INSERT, .new_words = words[w],
                                          .position = w % 2 == 0 ? TVX_POSITION_END : TVX_POSITION_START};
            struct tvx_instruction cut = {.op = TVX_INSTRUCTION_DELETE, .old_words = words[w]};
            struct tvx_instruction_result a, b;

            assert_int_equal(tvx_instruction_apply(&a, arena, &put, texts[t], NULL), TVX_OK);
            assert_non_null(strstr(a.text, words[w]));
            assert_int_equal(tvx_instruction_apply(&b, arena, &cut, a.text, NULL), TVX_OK);
            assert_string_equal(b.text, texts[t]);
        }
}

static void instructions_are_stored_and_read(void **state)
{
    struct tvx_instruction in = {.op = TVX_INSTRUCTION_INSERT, .position = TVX_POSITION_BETWEEN, .occurrence = -1,
                                 .sentence = 2, .sentence_end = 3, .new_words = "a \"b\"\n", .anchor = "x",
                                 .anchor_end = "y", .no_article = true};
    struct tvx_instruction *out;
    struct tvx_error error;
    struct tvx_buf buf;
    size_t count;

    (void)state;
    tvx_buf_init(&buf, 1 << 16);
    tvx_instructions_write(&buf, &in, 1);
    assert_int_equal(tvx_instructions_read(&out, &count, arena, tvx_buf_text(&buf), &error), TVX_OK);
    assert_int_equal(count, 1);
    assert_string_equal(out->new_words, in.new_words);
    assert_string_equal(out->anchor_end, "y");
    assert_int_equal(out->position, TVX_POSITION_BETWEEN);
    assert_int_equal(out->occurrence, -1);
    assert_int_equal(out->sentence_end, 3);
    assert_true(out->no_article);
    assert_null(out->old_words);
    tvx_buf_free(&buf);
    assert_int_equal(tvx_instructions_read(&out, &count, arena, "[{\"op\":\"burn\"}]", &error), TVX_E_MALFORMED);
    assert_int_equal(tvx_instructions_read(&out, &count, arena, "{", &error), TVX_E_MALFORMED);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(words_are_changed, setup, teardown),
        cmocka_unit_test_setup_teardown(several_changes_of_a_provision_are_one_proposal, setup, teardown),
        cmocka_unit_test_setup_teardown(edits_are_there_without_a_base, setup, teardown),
        cmocka_unit_test_setup_teardown(new_texts_stand_below, setup, teardown),
        cmocka_unit_test_setup_teardown(nothing_is_guessed, setup, teardown),
        cmocka_unit_test_setup_teardown(what_is_tolerated_is_told, setup, teardown),
        cmocka_unit_test_setup_teardown(words_of_the_whole_text, setup, teardown),
        cmocka_unit_test_setup_teardown(splits_and_merges, setup, teardown),
        cmocka_unit_test_setup_teardown(running_prose_is_none, setup, teardown),
        cmocka_unit_test_setup_teardown(other_languages, setup, teardown),
        cmocka_unit_test_setup_teardown(insertion_and_deletion_undo_each_other, setup, teardown),
        cmocka_unit_test_setup_teardown(instructions_are_stored_and_read, setup, teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
