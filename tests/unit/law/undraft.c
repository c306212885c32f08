/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "check.h"

#include <travaux/law/proposal.h>
#include <travaux/text/utf8.h>

static struct tvx_document *document;

/* Each line of the text is a paragraph. */
static struct tvx_contribution read_lines(const char *text)
{
    struct tvx_contribution out;

    document = tvx_document_new((size_t)1 << 28);
    assert_non_null(document);
    while (*text != '\0') {
        size_t length = strcspn(text, "\n");
        struct tvx_block *block = tvx_document_add_block(document, TVX_BLOCK_PARAGRAPH);

        block->table = -1;
        assert_non_null(tvx_document_add_run(document, block, text, length, TVX_CHANGE_NONE));
        text += length + (text[length] == '\n');
    }
    assert_int_equal(tvx_contribution_parse(&out, document->arena, document, NULL), TVX_OK);
    return out;
}

static int stop(void **state)
{
    (void)state;
    tvx_document_free(document);
    document = NULL;
    return 0;
}

static const char *sponsors(const struct tvx_proposal *p)
{
    const char *out = "";

    for (size_t i = 0; i < p->sponsor_count; i++)
        out = tvx_arena_printf(document->arena, "%s%s%s", out, i == 0 ? "" : " ", p->sponsors[i]);
    return out;
}

static void expect(const struct tvx_contribution *c, const char *const (*rows)[4], size_t count)
{
    struct tvx_lines lines;
    struct tvx_buf text;

    assert_int_equal(c->count, count);
    for (size_t i = 0; i < count; i++) {
        assert_string_equal(c->proposals[i].place.path, rows[i][0]);
        assert_string_equal(tvx_action_to_string(c->proposals[i].action), rows[i][1]);
        assert_string_equal(sponsors(&c->proposals[i]), rows[i][2]);
        assert_string_equal(c->proposals[i].after, rows[i][3]);
        for (size_t j = 0; j < i; j++)
            assert_string_not_equal(c->proposals[i].number, c->proposals[j].number);
    }
    tvx_buf_init(&text, 1 << 20);
    assert_int_equal(tvx_document_lines(&lines, document->arena, document, TVX_VIEW_AFTER, NULL), TVX_OK);
    for (size_t i = 0; i < lines.count; i++)
        tvx_buf_printf(&text, "%s\n", lines.items[i].text);
    for (size_t i = 0; i < count; i++) { /* the quotation stands where it says */
        const struct tvx_proposal *p = &c->proposals[i];
        size_t from = tvx_utf8_offset(text.data, text.length, p->start);
        size_t to = tvx_utf8_offset(text.data, text.length, p->start + p->points);

        assert_int_equal(strlen(p->quote), to - from);
        assert_memory_equal(p->quote, text.data + from, to - from);
    }
    tvx_buf_free(&text);
}

static void test_wishes(void **state)
{
    static const char *const rows[][4] = {
        {"1.1", "MOD", "EU NOR", "1. The Parties [shall] [should] cooperate in good faith."},
        {"1.1", "MOD", "JPN", "1. The Parties [shall] [should] cooperate, as far as they can."},
        {"1.2", "MOD", "Varenia", "2. Each Party may act."},
        {"1.2", "MOD", "Qelm", "2. Each Party may freely act."},
        {"1.3", "SUP", "CAN USA", ""}};
    struct tvx_contribution c = read_lines(
        "Article 1 Scope\n"
        "1. The Parties [shall] [should] cooperate [EU, Norway: in good faith] [Japan: , as far as they can].\n"
        "2. Each Party may [freely] [Varenia: delete] [Qelm: retain] act.\n"
        "3. The Parties share data. [Canada, USA: delete]\n"
        "Article 2 End\n1. This Convention ends.");

    (void)state;
    assert_string_equal(c.form, "un-draft");
    expect(&c, rows, sizeof rows / sizeof *rows);
}

static void test_options(void **state)
{
    static const char *const rows[][4] = {{"2.1", "MOD", "EU NOR", "The Parties share all data.\n2. Each year."},
                                          {"2.1", "MOD", "JPN", "The Parties may share data."},
                                          {"2.1", "SUP", "", ""}};
    struct tvx_contribution c = read_lines("Article 1 Scope\n1. Words that [all] [none] [some] agree upon.\n"
                                           "Article 2 Means\nOption 1 (EU, Norway):\n1. The Parties share all data.\n"
                                           "2. Each year.\nOption 2\n3. The Parties may share data.\n"
                                           "Proposed by: Japan\nOption 3: {No text required}\nArticle 3 End\n"
                                           "1. This Convention ends.");

    (void)state;
    assert_string_equal(c.form, "un-draft");
    expect(&c, rows, sizeof rows / sizeof *rows);
}

/* What becomes no proposal is told. */
static void test_bracket_over_provisions(void **state)
{
    struct tvx_contribution c = read_lines("Article 1 Scope\n1. Words that [all] [none] [some] agree upon.\n"
                                           "2. More [Japan: words.\n3. And these.] End.\n4. They end.");

    (void)state;
    assert_string_equal(c.form, "un-draft");
    assert_int_equal(c.warning_count, 1);
    assert_string_equal(c.warnings[0].code, "bracket-beyond-provision");
}

/* Notes' marks, a list of options in prose, one bracket: no draft. */
static void test_other_texts(void **state)
{
    static const char *const texts[] = {
        "Article 1 Scope\n1. The Parties[1] shall act[2] in time[3], soon[4] and well[5].\n[1] A note.\n[2] Another.",
        "1. The report describes:\nOption 1: do nothing.\nOption 2: do something.",
        "Article 1 Scope\n1. The Parties [shall] act.\n2. They act.",
        "1. Scope\nThis text follows [XYZ-T A.12], [b-XYZ-T A.13], [b-Qelm, 2010] and [7].\n2. Values\n"
        "Let a[i, j] be in [x, y] and [XYZ-T A.12] apply, see [b-Varen] and [b-Qelm 2011], [had/had not].\n"
        "[XYZ-T A.12] Text XYZ-T A.12, On things.\n[b-Varen] Varen, V., On more things."};

    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct tvx_contribution c = read_lines(texts[i]);

        assert_string_equal(c.form, "");
        assert_int_equal(c.count, 0);
        stop(NULL);
    }
}

/* A grammar's brackets weigh more than one instruction, but nothing can be read of them. */
static void test_form_that_reads(void **state)
{
    static const char grammar[] =
        "In Article 5, replace \"shall act\" by \"may act\".\nIn Article 6, replace \"shall act\" by \"may act\".\n"
        "In Article 7, replace \"shall act\" by \"may act\".\nIn Article 8, replace \"shall act\" by \"may act\".\n"
        "[item] [state] [name] [kind] [more] [item] [state] [name] [kind] [more] "
        "[item] [state] [name] [kind] [more] [item] [state] [name] [kind] [more]\n";
    struct tvx_contribution c = read_lines(grammar);

    (void)state;
    assert_true(c.weights[4].score > c.weights[5].score && c.weights[5].score >= 0.5);
    assert_string_equal(c.weights[4].form, "un-draft");
    assert_string_equal(c.form, "prose");
    assert_int_equal(c.count, 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test_teardown(test_wishes, stop),
                                       cmocka_unit_test_teardown(test_options, stop),
                                       cmocka_unit_test_teardown(test_bracket_over_provisions, stop),
                                       cmocka_unit_test_teardown(test_other_texts, stop),
                                       cmocka_unit_test_teardown(test_form_that_reads, stop)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
