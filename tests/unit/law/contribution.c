/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "check.h"

#include <travaux/base/buf.h>
#include <travaux/law/proposal.h>
#include <travaux/text/utf8.h>

/*
 * Documents for these tests are written as lines, one block each: "# " a heading, "| " a cell of the next row, "|+ " a
 * further cell of the same row, "^ " a line of a page head, "_" before a text an underlined run.  [-words-] are deleted,
 * {+words+} inserted, and ¶ inside such a mark is a paragraph mark deleted or inserted with them.
 */
struct maker {
    struct tvx_document *document;
    struct tvx_block *block;
    int row, column;
};

static void add_text(struct maker *m, enum tvx_block_kind kind, const char *text, size_t length, enum tvx_change change)
{
    static const char mark[] = "\xC2\xB6";

    while (length > 0) {
        const char *cut = memmem(text, length, mark, 2);
        size_t piece = cut == NULL ? length : (size_t)(cut - text);

        if (piece > 0) {
            bool underlined = *text == '_';
            struct tvx_run *run =
                tvx_document_add_run(m->document, m->block, text + underlined, piece - underlined, change);

            run->format = underlined ? TVX_FORMAT_UNDERLINE : 0;
        }
        if (cut == NULL)
            break;
        m->block->mark = change;
        m->block = tvx_document_add_block(m->document, kind);
        m->block->table = -1;
        text += piece + 2;
        length -= piece + 2;
    }
}

static void add_line(struct maker *m, const char *line, size_t length)
{
    enum tvx_block_kind kind = TVX_BLOCK_PARAGRAPH;
    const char *end = line + length;

    if (length > 2 && strncmp(line, "# ", 2) == 0) {
        kind = TVX_BLOCK_HEADING;
        line += 2;
    } else if (length > 2 && strncmp(line, "^ ", 2) == 0) {
        kind = TVX_BLOCK_HEADER;
        line += 2;
    } else if (length > 2 && strncmp(line, "|+ ", 3) == 0) {
        kind = TVX_BLOCK_CELL;
        m->column++;
        line += 3;
    } else if (length > 2 && strncmp(line, "| ", 2) == 0) {
        kind = TVX_BLOCK_CELL;
        m->row++;
        m->column = 0;
        line += 2;
    }
    m->block = tvx_document_add_block(m->document, kind);
    m->block->table = kind == TVX_BLOCK_CELL ? 0 : -1;
    m->block->row = kind == TVX_BLOCK_CELL ? m->row : -1;
    m->block->column = kind == TVX_BLOCK_CELL ? m->column : -1;
    while (line < end) {
        size_t left = (size_t)(end - line);
        const char *del = memmem(line, left, "[-", 2), *ins = memmem(line, left, "{+", 2);
        const char *open = del == NULL ? ins : ins == NULL || del < ins ? del : ins;
        const char *close = open == NULL ? NULL : memmem(open, (size_t)(end - open), open == del ? "-]" : "+}", 2);

        if (close == NULL) {
            add_text(m, kind, line, left, TVX_CHANGE_NONE);
            return;
        }
        add_text(m, kind, line, (size_t)(open - line), TVX_CHANGE_NONE);
        add_text(m, kind, open + 2, (size_t)(close - open) - 2, open == del ? TVX_CHANGE_DEL : TVX_CHANGE_INS);
        line = close + 2;
    }
}

static struct tvx_document *make(const char *text)
{
    struct maker m = {.document = tvx_document_new(16 << 20), .row = -1};

    while (*text != '\0') {
        size_t length = strcspn(text, "\n");

        add_line(&m, text, length);
        text += length + (text[length] == '\n');
    }
    return m.document;
}

static struct tvx_contribution parse(struct tvx_document *document)
{
    struct tvx_contribution out;
    struct tvx_error error = {0};

    if (tvx_contribution_parse(&out, document->arena, document, &error) != TVX_OK)
        fail_msg("%s", error.message);
    return out;
}

/* "number action place sponsors <before> <after> <reasons>" of each proposal, one a line. */
static const char *summary(struct tvx_document *document, const struct tvx_contribution *c)
{
    const char *out = "";

    for (size_t i = 0; i < c->count; i++) {
        const struct tvx_proposal *p = &c->proposals[i];
        const char *place = p->place.path != NULL ? p->place.path : p->place.marginal != NULL ? p->place.marginal : "";
        const char *who = "";

        for (size_t k = 0; k < p->sponsor_count; k++)
            who = tvx_arena_printf(document->arena, "%s%s%s", who, k > 0 ? "," : "", p->sponsors[k]);
        out = tvx_arena_printf(document->arena, "%s%s %s%s %s%s%s %s <%s> <%s> <%s>\n", out, p->number,
                               tvx_action_to_string(p->action), p->action == TVX_ACTION_NOC_FIRM ? "!" : "",
                               p->place.instrument == NULL ? "" : p->place.instrument,
                               p->place.instrument == NULL ? "" : ":", place, who, p->before, p->after, p->reasons);
    }
    return out;
}

static void expect(const char *text, const char *want)
{
    struct tvx_document *document = make(text);
    struct tvx_contribution c = parse(document);

    assert_string_equal(summary(document, &c), want);
    tvx_document_free(document);
}

#define HEAD                                                                                                      \
    "| NETWORK CONFERENCE (NC-26)\n| Calder Bay, 30 November – 18 December 2026\n| PLENARY MEETING\n"            \
    "|+ Addendum 1 to Document 14-E\n| 1 September 2026\n| Original: English\n| Republic of Varenia\n"           \
    "| PROPOSALS FOR THE WORK OF THE CONFERENCE\n"

static void header_is_read_from_cells(void **state)
{
    struct tvx_document *document = make(HEAD "# Introduction\nWords.\n");
    struct tvx_header h = parse(document).header;

    (void)state;
    assert_string_equal(h.conference, "NETWORK CONFERENCE (NC-26)");
    assert_string_equal(h.meeting, "NC-26");
    assert_string_equal(h.place, "Calder Bay, 30 November – 18 December 2026");
    assert_string_equal(h.session, "PLENARY MEETING");
    assert_string_equal(h.symbol, "14A1");
    assert_string_equal(h.symbol_printed, "Addendum 1 to Document 14-E");
    assert_string_equal(h.date, "2026-09-01");
    assert_string_equal(h.language, "en");
    assert_string_equal(h.source, "Republic of Varenia");
    assert_string_equal(h.title, "PROPOSALS FOR THE WORK OF THE CONFERENCE");
    tvx_document_free(document);
}

static void header_is_read_in_other_orders_and_languages(void **state)
{
    static const struct { const char *text, *symbol, *date, *language, *source, *meeting, *title; } rows[] = {
        {"CONFÉRENCE DES RÉSEAUX (NC-26)\nCalder Bay, 30 novembre – 18 décembre 2026\nSÉANCE PLÉNIÈRE\n"
         "Révision 1 au Document 10-F\n11 septembre 2026\nOriginal: français\nFrance\nPROPOSITIONS\n# Introduction\n",
         "10R1", "2026-09-11", "fr", "France", "NC-26", "PROPOSITIONS"},
        {"Source: France, Mali\nTitle: Views\nDocument 65-E\nOriginal: Spanish\nPlenipotentiary Conference\n"
         "Port Amber, 1-20 May 2031\nSeptember 7, 2030\n",
         "65", "2030-09-07", "es", "France, Mali", "PP-31", "Views"},
        {"| Дополнительный документ 3 к Документу 8-R\n|+ 5 мая 2026 г.\n| Оригинал: русский\n| Mali\n| Title words\n",
         "8A3", "2026-05-05", "ru", "Mali", NULL, "Title words"},
        {"Addendum 1 to Addendum 7 to Document 44-E\nOriginal: English\nMali\nT\n", "44A7A1", NULL, "en", "Mali", NULL, "T"},
        {"Document 44(Add.7)(Rev.1)-E\nOriginal: English\nMali\nT\n", "44A7R1", NULL, "en", "Mali", NULL, "T"},
        {"# NETWORK CONFERENCE (NC-26)\n# Document 23-E\n# 21 September 2026\n# Original: English\n# Norsund\n# SAFE NETWORKS\n"
         "# Introduction\nWords.\n", /* bold lines of a PDF */
         "23", "2026-09-21", "en", "Norsund", "NC-26", "SAFE NETWORKS"},
        {"| 文件 65-C\n|+ 2026年9月1日\n| 原文：英文\n| 中国\n| T\n", "65", "2026-09-01", "en", "中国", NULL, "T"},
        {"| United Nations\n|+ ABCD/PA/2021/10/Add.1\n| Distr.: General\n|+ 8 March 2022\n|+ Original: English\n# Contents\n",
         "ABCD/PA/2021/10/Add.1", "2022-03-08", "en", NULL, NULL, NULL},
        /* a page head tells the symbol where the first page does not … */
        {"NETWORK CONFERENCE (NC-26)\nOriginal: English\nMali\nT\n^ – 2 –\n^ NC-26/14(Add.2)-E\n", "14A2", NULL, "en",
         "Mali", "NC-26", "T"},
        {"Original: English\nMali\nT\n^ - 3 -\tNC26/65-E\n^ NC26/66-E\n", "65", NULL, "en", "Mali", "NC26", "T"},
        {"MOD VRN/1/1\n5.1 States [-may-]{+shall+} act.\n^ ABCD/PA/2021/10/Add.1\n", "ABCD/PA/2021/10/Add.1", NULL, NULL,
         NULL, NULL, NULL},
        /* … and only there; without a header or a proposal it makes no contribution */
        {"Document 65-E\nOriginal: English\nMali\nT\n^ NC-26/66-E\n", "65", NULL, "en", "Mali", NULL, "T"},
        {"Rules of the lamp\n1 Words.\n^ ABCD/PA/2021/10/Add.1\n", NULL, NULL, NULL, NULL, NULL, NULL},
        {"Original: English\nMali\nT\n^ Rec. ABC-T X.1 (04/2017)\n", NULL, NULL, "en", "Mali", NULL, "T"},
        {"Just a paper\nwith lines\n", NULL, NULL, NULL, NULL, NULL, NULL},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct tvx_document *document = make(rows[i].text);
        struct tvx_header h = parse(document).header;
        const char *got[] = {h.symbol, h.date, h.language, h.source, h.meeting, h.title};
        const char *want[] = {rows[i].symbol, rows[i].date,    rows[i].language,
                              rows[i].source, rows[i].meeting, rows[i].title};

        for (size_t k = 0; k < 6; k++)
            assert_string_equal(got[k] == NULL ? "none" : got[k], want[k] == NULL ? "none" : want[k]);
        tvx_document_free(document);
    }
}

static void every_action_is_read(void **state)
{
    (void)state;
    expect(HEAD "# Proposals\n"
           "MOD\tVRN/14A1/1\n5.2\tMembers shall [-try to-]{+carefully+} do it.\nReasons:\tBecause.\n"
           "ADD VRN/14A1/2\n5.3 New words.\nReasons: B.\nMore reasons.\n"
           "SUP VRN/14A1/3\n5.4\nReasons: C.\n"
           "(MOD) VRN/14A1/4\n5.5 Members [-shall-]{+must+}.\n"
           "NOC VRN/14A1/5\n5.6 As it is.\n"
           "_NOC\tVRN/14A1/6\n5.7\n"
           "SUP* VRN/14A1/7\n5.8 Old.\n"
           "ADD* VRN/14A1/8\n5.9 Old.\nReasons:\n",
           "VRN/14A1/1 MOD 5.2 VRN <5.2 Members shall try to do it.> <5.2 Members shall carefully do it.> <Because.>\n"
           "VRN/14A1/2 ADD 5.3 VRN <> <5.3 New words.> <B.\nMore reasons.>\n"
           "VRN/14A1/3 SUP 5.4 VRN <> <> <C.>\n"
           "VRN/14A1/4 (MOD) 5.5 VRN <5.5 Members shall.> <5.5 Members must.> <>\n"
           "VRN/14A1/5 NOC 5.6 VRN <5.6 As it is.> <5.6 As it is.> <>\n"
           "VRN/14A1/6 NOC! 5.7 VRN <> <> <>\n"
           "VRN/14A1/7 SUP* 5.8 VRN <5.8 Old.> <> <>\n"
           "VRN/14A1/8 ADD* 5.9 VRN <> <5.9 Old.> <>\n");
}

static void every_layout_is_read(void **state)
{
    (void)state;
    /* number first; place on a line of its own; item below a printed place; marginal number */
    expect("VRN/1/1 MOD\nArticle 4.2\nb)\tmend it [-slowly-]{+fast+}; and\n",
           "VRN/1/1 MOD 4.2.b VRN <b) mend it slowly; and> <b) mend it fast; and> <>\n");
    expect("MOD VRN/1/1\nCS 18\n3\tKeep [-out-]{+in+}.\n", "VRN/1/1 MOD CS:18 VRN <3 Keep out.> <3 Keep in.> <>\n");
    expect("MOD CS 34\nKeep [-out-]{+in+}.\n", "-/-/1 MOD CS:34  <Keep out.> <Keep in.> <>\n");
    /* number on the next line, place behind it; number alone before the action */
    expect("MOD\nVRN/1/1 No. 12\nKeep [-out-]{+in+}.\n", "VRN/1/1 MOD 12 VRN <Keep out.> <Keep in.> <>\n");
    expect("VRN/1/1\nMOD 5.1\nKeep [-out-]{+in+}.\n", "VRN/1/1 MOD 5.1 VRN <Keep out.> <Keep in.> <>\n");
    /* all on one line */
    expect("ADD VRN/1/1 5.3 Members shall sleep.\n", "VRN/1/1 ADD 5.3 VRN <> <5.3 Members shall sleep.> <>\n");
    expect("ADD VRN/1/1 Article 5A Peace\n5A.1 Members shall sleep.\n",
           "VRN/1/1 ADD 5A VRN <> <Peace\n5A.1 Members shall sleep.> <>\n");
    /* in cells */
    expect("| MOD\n|+ VRN/1/1\n| 5.1\n|+ Keep [-out-]{+in+}.\n", "VRN/1/1 MOD 5.1 VRN <Keep out.> <Keep in.> <>\n");
    /* a whole article, title and all; an article's heading before the next action is no text */
    expect("ADD VRN/1/1\nARTICLE 5A\nPeace\n5A.1 Sleep.\n5A.2 Rest.\nARTICLE 6\nWar\nSUP VRN/1/2\n6.1\n",
           "VRN/1/1 ADD 5A VRN <> <Peace\n5A.1 Sleep.\n5A.2 Rest.> <>\nVRN/1/2 SUP 6.1 VRN <> <> <>\n");
    /* the place above a label that does not carry it; the instrument named by a heading */
    expect("CONVENTION\nMOD VRN/1/1\nArticle 3\n2 Go [-on-]{+off+}.\n", "VRN/1/1 MOD CV:3.2 VRN <2 Go on.> <2 Go off.> <>\n");
    expect("MOD VRN/1/1\n5.1 Go [-on-]{+off+}.\nReasons: R.\nRESOLUTION 7 (REV. PORT AMBER, 2022)\nSUP VRN/1/2\nresolves 2\n",
           "VRN/1/1 MOD 5.1 VRN <5.1 Go on.> <5.1 Go off.> <R.>\nVRN/1/2 SUP RES-7:resolves.2 VRN <> <> <>\n");
    /* several sponsors' numbers are several proposals of one text; a group of sponsors is one */
    expect("SUP IAP/10/14, ARB/29/1\n5.1\n", "IAP/10/14 SUP 5.1 IAP <> <> <>\nARB/29/1 SUP 5.1 ARB <> <> <>\n");
    expect("SUP FRA/MLI/10/1\n5.1\n", "FRA/MLI/10/1 SUP 5.1 FRA,MLI <> <> <>\n");
    expect("SUP FRA/10/1\nCo-sponsored by Mali and Norway\n5.1\n", "FRA/10/1 SUP 5.1 FRA,MLI,NOR <> <> <>\n");
}

static void resolution_whose_year_changes_is_the_one_before(void **state)
{
    struct tvx_document *document = make("MOD VRN/1/1\nRESOLUTION 7 (REV. [-PORT AMBER, 2022-]{+CALDER BAY, 2026+})\nTrust\n"
                                         "resolves\n1\tto go [-on-]{+off+},\n");
    struct tvx_contribution c = parse(document);

    (void)state;
    assert_string_equal(summary(document, &c),
                        "VRN/1/1 MOD RES-7: VRN <RESOLUTION 7 (REV. PORT AMBER, 2022)\nTrust\nresolves\n1 to go on,> "
                        "<RESOLUTION 7 (REV. CALDER BAY, 2026)\nTrust\nresolves\n1 to go off,> <>\n");
    assert_string_equal(c.proposals[0].place.version, "2022");
    tvx_document_free(document);
}

static void words_in_running_text_are_no_actions(void **state)
{
    (void)state;
    expect("ADD value to the work.\nMOD and ADD are used below.\nTo ADD value, see VRN/1/1.\nVRN/1/1 proposes peace.\n"
           "| ADD\n|+ new provision\n| SUP\n|+ Article 5\nMODEM VRN/1/3\nADD-ON 5.1\nmod VRN/1/4\n", "");
    /* a table that lists the proposals below is not the proposals */
    expect("| VRN/1/1\n|+ MOD\n|+ 5.1\nMOD VRN/1/1\n5.1 Go [-on-]{+off+}.\n",
           "VRN/1/1 MOD 5.1 VRN <5.1 Go on.> <5.1 Go off.> <>\n");
}

static void edits_are_the_changed_stretches(void **state)
{
    static const struct { enum tvx_edit_op op; const char *before, *after; } want[] = {
        {TVX_EDIT_REPLACE, "and", ".\nIt"}, {TVX_EDIT_INS, "", "often"}, {TVX_EDIT_DEL, "gladly", ""},
        {TVX_EDIT_INS, "", "– last item"}};
    struct tvx_document *document = make("MOD VRN/1/1\n5.1\tName one point[- and-]{+.¶It+} shall {+often +}tell "
                                         "[-gladly-].{+¶–\tlast item+}\n");
    struct tvx_contribution c = parse(document);

    (void)state;
    assert_int_equal(c.count, 1);
    assert_string_equal(c.proposals[0].before, "5.1 Name one point and shall tell gladly.");
    assert_string_equal(c.proposals[0].after, "5.1 Name one point.\nIt shall often tell .\n– last item");
    assert_int_equal(c.proposals[0].edit_count, 4);
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(c.proposals[0].edits[i].op, want[i].op);
        assert_string_equal(c.proposals[0].edits[i].before, want[i].before);
        assert_string_equal(c.proposals[0].edits[i].after, want[i].after);
    }
    tvx_document_free(document);
}

static void deleted_paragraphs_are_the_text_before(void **state)
{
    (void)state;
    expect("SUP VRN/1/1\n[-5.4\tMembers shall go.¶-]Reasons: R.\n", "VRN/1/1 SUP 5.4 VRN <5.4 Members shall go.> <> <R.>\n");
    /* the label before the change is the place: 7.3 becomes 7.2 */
    expect("MOD VRN/1/1\n[-7.3-]{+7.2+}\tTell.\n", "VRN/1/1 MOD 7.3 VRN <7.3 Tell.> <7.2 Tell.> <>\n");
}

static void evidence_is_a_passage_of_the_text(void **state)
{
    struct tvx_document *document = make(HEAD "Café.\nMOD VRN/14A1/1\n5.2 Mémbers shall [-try-]{+do+}.\na) more\n"
                                         "Reasons: R.\nSUP VRN/14A1/2\n5.3\n");
    struct tvx_contribution c = parse(document);
    struct tvx_lines lines;
    struct tvx_buf text;

    (void)state;
    tvx_buf_init(&text, 1 << 20);
    assert_int_equal(tvx_document_lines(&lines, document->arena, document, TVX_VIEW_AFTER, NULL), TVX_OK);
    for (size_t i = 0; i < lines.count; i++)
        tvx_buf_printf(&text, "%s%s", i > 0 ? "\n" : "", lines.items[i].text);
    assert_int_equal(c.count, 2);
    assert_string_equal(c.proposals[0].quote, "MOD VRN/14A1/1\n5.2 Mémbers shall do.\na) more");
    for (size_t i = 0; i < c.count; i++) {
        size_t from = tvx_utf8_offset(text.data, text.length, c.proposals[i].start);
        size_t to = tvx_utf8_offset(text.data, text.length, c.proposals[i].start + c.proposals[i].points);

        assert_int_equal(strlen(c.proposals[i].quote), to - from);
        assert_memory_equal(c.proposals[i].quote, text.data + from, to - from);
    }
    tvx_buf_free(&text);
    tvx_document_free(document);
}

static void doubts_are_warned_of(void **state)
{
    static const struct { const char *text, *codes; } rows[] = {
        {"MOD VRN/1/1\n5.1 Go on.\n", "mod-without-marks "},
        {"MOD VRN/1/1\n5.1\n", "proposal-no-text "},
        {"SUP VRN/1/1\n5.1\nSUP VRN/1/3\n5.2\n", "proposal-number-gap "},
        {"SUP VRN/1/1\n5.1\nSUP VRN/1/1\n5.2\n", "proposal-number-twice "},
        {"Reasons: none.\nSUP VRN/1/1\n5.1\n", "reasons-without-proposal "},
        {"SUP VRN/1/1\n5.1\nReasons: a.\nReasons: b.\n", "reasons-without-proposal "},
        {"SUP VRN/1/1\nWords without a label.\n", "proposal-no-place "},
        {"SUP VRN/1/1\n5.1\nReasons: a.\nSUP VRN/1/2\n5.2\n", ""},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct tvx_document *document = make(rows[i].text);
        struct tvx_contribution c = parse(document);
        const char *codes = "";

        for (size_t w = 0; w < c.warning_count; w++)
            codes = tvx_arena_printf(document->arena, "%s%s ", codes, c.warnings[w].code);
        assert_string_equal(codes, rows[i].codes);
        tvx_document_free(document);
    }
}

static void names_get_their_codes_from_the_numbers(void **state)
{
    struct tvx_document *document = make("| Document 28-E\n|+ Original: English\n| Republic of Helvaria, Norsund, Ostavia\n"
                                         "| T\n# Proposal\nSUP HEL/NRS/OST/28/1\n5.1\n");
    struct tvx_contribution c = parse(document);

    (void)state;
    assert_int_equal(c.header.sponsor_count, 3);
    assert_string_equal(c.header.sponsors[0], "HEL");
    assert_string_equal(summary(document, &c), "HEL/NRS/OST/28/1 SUP 5.1 HEL,NRS,OST <> <> <>\n");
    tvx_document_free(document);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(header_is_read_from_cells),
        cmocka_unit_test(header_is_read_in_other_orders_and_languages),
        cmocka_unit_test(every_action_is_read),
        cmocka_unit_test(every_layout_is_read),
        cmocka_unit_test(resolution_whose_year_changes_is_the_one_before),
        cmocka_unit_test(words_in_running_text_are_no_actions),
        cmocka_unit_test(edits_are_the_changed_stretches),
        cmocka_unit_test(deleted_paragraphs_are_the_text_before),
        cmocka_unit_test(evidence_is_a_passage_of_the_text),
        cmocka_unit_test(doubts_are_warned_of),
        cmocka_unit_test(names_get_their_codes_from_the_numbers),
    };

    return cmocka_run_group_tests_name("contribution", tests, NULL, NULL);
}
