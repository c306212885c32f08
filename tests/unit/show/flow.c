/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "check.h"

#include "../../../src/show/redline.h"
#include "../../../src/show/safe.h"
#include "../../../src/show/term_redline.h"
#include "../../../src/show/term_table.h"

struct screen {
    struct tvx_arena *arena;
    struct tvx_buf out;
    struct tvx_term term;
};

static void screen_start(struct screen *screen, unsigned width, bool colour)
{
    screen->arena = tvx_arena_new(1 << 22);
    tvx_buf_init(&screen->out, 1 << 20);
    screen->term = (struct tvx_term){.out = &screen->out, .width = width, .colour = colour};
}

static void screen_end(struct screen *screen)
{
    tvx_buf_free(&screen->out);
    tvx_arena_free(screen->arena);
}

/* Takes the SGR sequences out, in place. */
static void without_styles(char *text)
{
    char *to = text;

    while (*text != '\0') {
        if (*text == '\033')
            text = strchr(text, 'm') + 1;
        else
            *to++ = *text++;
    }
    *to = '\0';
}

static void columns_of_each_script(void **state)
{
    (void)state;
    assert_int_equal(tvx_term_columns("abc", 3), 3);
    assert_int_equal(tvx_term_columns("条约", 6), 4);
    assert_int_equal(tvx_term_columns("e\xCC\x81", 3), 1);    /* e and a combining acute */
    assert_int_equal(tvx_term_columns("\xE2\x80\x8D", 3), 0); /* zero-width joiner */
    assert_int_equal(tvx_term_columns("\xE2\x80\xAE", 3), 8); /* U+202E is written out */
}

static void words_wrap_and_no_line_is_too_long(void **state)
{
    struct screen screen;
    const char *line, *next;

    (void)state;
    screen_start(&screen, 40, false);
    term_paragraph(&screen.term, screen.arena, 2, TERM_PLAIN,
                   "Member States shall endeavour to ensure access for the public to 国际电信业务的国际电信业务的国际电信业务, "
                   "Donaudampfschifffahrtselektrizitaetenhauptbetriebswerkbauunterbeamtengesellschaft.");
    for (line = tvx_buf_text(&screen.out); *line != '\0'; line = next + 1) {
        next = strchr(line, '\n');
        assert_non_null(next);
        assert_true(tvx_term_columns(line, (size_t)(next - line)) <= 40);
        assert_int_equal(strncmp(line, "  ", 2), 0);
    }
    assert_int_equal(strncmp(tvx_buf_text(&screen.out), "  Member States shall endeavour to\n", 35), 0);
    screen_end(&screen);
}

static void no_control_reaches_the_terminal(void **state)
{
    static const char hostile[] = "a\033[2J\033]0;title\007b\x7F\xC2\x9B" "31mc\xE2\x80\xAE" "evil\xE2\x81\xA9\r\bd\xFF";
    struct screen screen;

    (void)state;
    for (int colour = 0; colour <= 1; colour++) {
        screen_start(&screen, 80, colour != 0);
        term_paragraph(&screen.term, screen.arena, 0, TERM_PLAIN, hostile);
        term_styled(&screen.term, TERM_PLAIN, hostile);
        for (const char *c = tvx_buf_text(&screen.out); *c != '\0'; c++) {
            assert_true((unsigned char)*c >= 0x20 || *c == '\n' || *c == '\033');
            if (*c == '\033') /* only our own styles */
                assert_true(colour && c[1] == '[' && strspn(c + 2, "0123456789;") > 0 &&
                            c[2 + strspn(c + 2, "0123456789;")] == 'm');
        }
        assert_null(strstr(tvx_buf_text(&screen.out), "\xC2\x9B"));
        assert_null(strstr(tvx_buf_text(&screen.out), "\xE2\x80\xAE"));
        assert_null(strchr(tvx_buf_text(&screen.out), '\xFF'));
        assert_non_null(strstr(tvx_buf_text(&screen.out), "<U+202E>"));
        assert_non_null(strstr(tvx_buf_text(&screen.out), "<U+2069>"));
        screen_end(&screen);
    }
}

static void a_flood_of_marks_stays_within_bounds(void **state)
{
    struct screen screen;
    struct tvx_buf flood;

    (void)state;
    screen_start(&screen, 80, false);
    tvx_buf_init(&flood, 1 << 20);
    for (int i = 0; i < 200000; i++)
        tvx_buf_str(&flood, "\xCC\x81");
    tvx_buf_str(&flood, " end");
    term_paragraph(&screen.term, screen.arena, 0, TERM_PLAIN, tvx_buf_text(&flood));
    assert_non_null(strstr(tvx_buf_text(&screen.out), "end"));
    assert_true(screen.out.length >= 400000);
    tvx_buf_free(&flood);
    screen_end(&screen);
}

static void a_style_ends_with_its_line(void **state)
{
    struct screen screen;
    const char *at;
    int open = 0;

    (void)state;
    screen_start(&screen, 40, true);
    term_paragraph(&screen.term, screen.arena, 0, TERM_INS,
                   "without discrimination and at reasonable rates for all users in all places");
    for (at = tvx_buf_text(&screen.out); *at != '\0'; at++) {
        if (strncmp(at, "\033[0m", 4) == 0)
            open = 0;
        else if (strncmp(at, "\033[", 2) == 0)
            open = 1;
        if (*at == '\n')
            assert_int_equal(open, 0);
    }
    assert_int_equal(open, 0);
    screen_end(&screen);
}

static void changes_bear_marks_without_colour(void **state)
{
    static const char a[] = "States shall endeavour to ensure access.", b[] = "States shall ensure access, always.";
    struct tvx_diff_piece pieces[] = {
        {TVX_DIFF_EQUAL, 0, 13, 0, 13},  {TVX_DIFF_DEL, 13, 13, 13, 0}, {TVX_DIFF_EQUAL, 26, 13, 13, 13},
        {TVX_DIFF_INS, 39, 0, 26, 8}, {TVX_DIFF_EQUAL, 39, 1, 34, 1},
    };
    struct tvx_diff diff = {.pieces = pieces, .count = 5};
    struct show_redline redline;
    struct screen screen;

    (void)state;
    for (int colour = 0; colour <= 1; colour++) {
        struct term_flow flow;

        screen_start(&screen, 100, colour != 0);
        assert_true(show_redline_make(&redline, screen.arena, a, b, &diff, 0));
        term_flow_start(&flow, screen.arena, &screen.term, 100);
        term_redline(&flow, &redline);
        term_flow_end(&flow);
        term_lines(&screen.term, &flow, 0, NULL, TERM_PLAIN);
        assert_int_equal(strstr(tvx_buf_text(&screen.out), "\033[4;32m") != NULL, colour);
        without_styles(screen.out.data);
        assert_string_equal(screen.out.data, "States shall [-endeavour to-] ensure access{+, always+}.\n");
        screen_end(&screen);
    }
}

static void long_equal_stretches_are_left_out_and_counted(void **state)
{
    static const char a[] = "one two three four five six seven eight nine ten eleven twelve";
    static const char b[] = "one two three four five six seven eight nine ten eleven twelve more";
    struct tvx_diff_piece pieces[] = {{TVX_DIFF_EQUAL, 0, sizeof a - 1, 0, sizeof a - 1},
                                      {TVX_DIFF_INS, sizeof a - 1, 0, sizeof a - 1, 5}};
    struct tvx_diff diff = {.pieces = pieces, .count = 2};
    struct show_redline redline;
    struct screen screen;

    (void)state;
    screen_start(&screen, 80, false);
    assert_true(show_redline_make(&redline, screen.arena, a, b, &diff, 2));
    assert_int_equal(redline.words_left_out, 10);
    assert_int_equal(redline.count, 3);
    assert_true(redline.pieces[0].left_out);
    assert_int_equal(redline.pieces[1].length, strlen("eleven twelve"));
    assert_true(show_redline_make(&redline, screen.arena, a, b, &diff, 0));
    assert_int_equal(redline.words_left_out, 0);
    screen_end(&screen);
}

static void what_is_left_out_joins_no_paragraphs(void **state)
{
#define SAME "1 to do one thing and another thing;\n2 to rest;\n3 to sleep well;\ninvites\n1 to go;\n2 to come at last\n"
    static const char a[] = SAME, b[] = "new " SAME "end";
    size_t length = sizeof SAME - 1;
    struct tvx_diff_piece pieces[] = {{TVX_DIFF_INS, 0, 0, 0, 4}, {TVX_DIFF_EQUAL, 0, length, 4, length},
                                      {TVX_DIFF_INS, length, 0, 4 + length, 3}};
    struct tvx_diff diff = {.pieces = pieces, .count = 3};
    struct show_redline redline;
    struct term_flow flow;
    struct screen screen;

    (void)state;
    screen_start(&screen, 80, false);
    assert_true(show_redline_make(&redline, screen.arena, a, b, &diff, 3));
    term_flow_start(&flow, screen.arena, &screen.term, 80);
    term_redline(&flow, &redline);
    term_flow_end(&flow);
    term_lines(&screen.term, &flow, 0, NULL, TERM_PLAIN);
    assert_string_equal(tvx_buf_text(&screen.out), "{+new+} 1 to do […]\n"
                                                   "[… 2 paragraphs …]\n"
                                                   "invites\n"
                                                   "[…]\n"
                                                   "2 to come at last\n"
                                                   "{+end+}\n");
    screen_end(&screen);
}

static void a_column_in_which_nothing_stands_is_left_out(void **state)
{
    static const char *const heads[] = {"id", "symbol", "n"};
    struct term_table table;
    struct screen screen;

    (void)state;
    screen_start(&screen, 40, false);
    term_table_start(&table, &screen.term, screen.arena, heads, 3, 1u << 0 | 1u << 2);
    term_table_row(&table, (const char *[]){"7", NULL, "1"});
    term_table_row(&table, (const char *[]){"12", "", "100"});
    term_table_end(&table, "none");
    assert_string_equal(tvx_buf_text(&screen.out), "id    n\n 7    1\n12  100\n");
    screen_end(&screen);
}

/* Warnings are told a kind a line, the rare kind first, however often the common one comes. */
static void status_keeps_the_rare_warning_in_sight(void **state)
{
    enum { MANY = 40 };
    struct tvx_review review[MANY + 2];
    struct tvx_counts counts = {.documents = MANY + 1};
    struct screen screen;

    (void)state;
    screen_start(&screen, 100, false);
    for (size_t i = 0; i < MANY; i++)
        review[i] = (struct tvx_review){"warning", tvx_arena_printf(screen.arena, "file-%zu.docx", i),
                                        tvx_arena_printf(screen.arena, "docx-drawing: picture %zu was not read", i), 1, 0};
    review[MANY] = (struct tvx_review){"warning", "law.txt", "instrument-gap: number 5 is missing", 2, 0};
    review[MANY + 1] = (struct tvx_review){"failed-file", "folder/bad.docx", "the file is empty", 0, 0};
    tvx_term_status(&screen.term, screen.arena, &counts, review, MANY + 2);
    const char *text = tvx_buf_text(&screen.out);
    const char *gap = strstr(text, "instrument-gap (1): number 5 is missing — law.txt\n");
    const char *picture = strstr(text, "docx-drawing (40): picture 0 was not read, and the like — in 40 documents —");
    assert_non_null(gap);
    assert_non_null(picture);
    assert_true(gap < picture);
    assert_non_null(strstr(text, "folder/bad.docx: the file is empty"));
    assert_null(strstr(text, "file-20.docx"));
    tvx_buf_clear(&screen.out);
    screen.term.full = true;
    tvx_term_status(&screen.term, screen.arena, &counts, review, MANY + 2);
    assert_non_null(strstr(tvx_buf_text(&screen.out), "file-20.docx: docx-drawing: picture 20 was not read"));
    screen_end(&screen);
}

static void a_table_fits_its_width(void **state)
{
    static const char *const heads[] = {"number", "n", "text"};
    struct term_table table;
    struct screen screen;

    (void)state;
    screen_start(&screen, 40, false);
    term_table_start(&table, &screen.term, screen.arena, heads, 3, 1u << 1);
    term_table_row(&table, (const char *[]){"OST/12/3", "7", "a text that is far too long for the line it is on"});
    term_table_row(&table, (const char *[]){"HEL/1/1", "120", NULL});
    term_table_row(&table, (const char *[]){"MAR/1/1", "1", "条约条约条约条约条约条约条约条约条约条约条约条约"});
    term_table_end(&table, "none");
    assert_string_equal(tvx_buf_text(&screen.out),
                        "number      n  text\n"
                        "OST/12/3    7  a text that is far too l…\n"
                        "HEL/1/1   120  \n"
                        "MAR/1/1     1  条约条约条约条约条约条约…\n");
    screen_end(&screen);
}

static void html_escapes_and_shows_what_hides(void **state)
{
    static const char hostile[] = "<script>alert('x')</script>&\"\xE2\x80\xAE\x01z";
    struct tvx_buf out;

    (void)state;
    tvx_buf_init(&out, 1 << 12);
    show_html_string(&out, hostile);
    assert_string_equal(tvx_buf_text(&out),
                        "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;&quot;<span class=\"cp\">&lt;U+202E&gt;</span>"
                        "\xEF\xBF\xBDz");
    tvx_buf_clear(&out);
    show_html_attribute(&out, "\"\xE2\x80\xAE>");
    assert_string_equal(tvx_buf_text(&out), "&quot;&lt;U+202E&gt;&gt;");
    tvx_buf_free(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(columns_of_each_script),
        cmocka_unit_test(words_wrap_and_no_line_is_too_long),
        cmocka_unit_test(no_control_reaches_the_terminal),
        cmocka_unit_test(a_flood_of_marks_stays_within_bounds),
        cmocka_unit_test(a_style_ends_with_its_line),
        cmocka_unit_test(changes_bear_marks_without_colour),
        cmocka_unit_test(long_equal_stretches_are_left_out_and_counted),
        cmocka_unit_test(what_is_left_out_joins_no_paragraphs),
        cmocka_unit_test(a_column_in_which_nothing_stands_is_left_out),
        cmocka_unit_test(status_keeps_the_rare_warning_in_sight),
        cmocka_unit_test(a_table_fits_its_width),
        cmocka_unit_test(html_escapes_and_shows_what_hides),
    };

    return cmocka_run_group_tests_name("show-flow", tests, NULL, NULL);
}
