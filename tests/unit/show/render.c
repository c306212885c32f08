/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "fixture.h"
#include "golden.h"

#include "../../../src/show/html_lattice.h"
#include "../../../src/show/html_pages.h"

#include <jansson.h>
#include <travaux/show/csv.h>
#include <travaux/show/json.h>
#include <travaux/show/term.h>

struct view {
    struct tvx_arena *arena;
    struct tvx_buf out;
    struct tvx_comparison comparison;
};

static int start(void **state)
{
    struct view *view = calloc(1, sizeof *view);

    view->arena = tvx_arena_new(1 << 24);
    tvx_buf_init(&view->out, 1 << 22);
    fixture_make(&view->comparison, view->arena);
    *state = view;
    return 0;
}

static int stop(void **state)
{
    struct view *view = *state;

    tvx_buf_free(&view->out);
    tvx_arena_free(view->arena);
    free(view);
    return 0;
}

static void terminal(struct view *view, unsigned width, bool colour, const char *name)
{
    struct tvx_term term = {.out = &view->out, .width = width, .colour = colour};

    tvx_term_comparison(&term, view->arena, &view->comparison);
    golden(name, &view->out);
}

static void comparison_on_a_terminal_of_80(void **state)
{
    terminal(*state, 80, false, "comparison-80.txt");
}

static void comparison_on_a_narrow_terminal(void **state)
{
    terminal(*state, 60, false, "comparison-60.txt");
}

static void comparison_in_colour(void **state)
{
    terminal(*state, 80, true, "comparison-80-colour.txt");
}

static void no_line_is_wider_than_the_terminal(void **state)
{
    struct view *view = *state;

    for (unsigned width = 40; width <= 120; width += 7) {
        struct tvx_term term = {.out = &view->out, .width = width};
        const char *line, *next;

        tvx_buf_clear(&view->out);
        tvx_term_comparison(&term, view->arena, &view->comparison);
        for (line = tvx_buf_text(&view->out); *line != '\0'; line = next + 1) {
            next = strchr(line, '\n');
            assert_non_null(next);
            if (tvx_term_columns(line, (size_t)(next - line)) > width)
                fail_msg("at width %u: %.*s", width, (int)(next - line), line);
        }
    }
}

static void comparison_as_json(void **state)
{
    struct view *view = *state;
    struct tvx_json json;
    struct tvx_buf derived;
    json_t *value, *families, *lattice, *column;
    size_t index;

    tvx_json_init(&json, &view->out);
    tvx_json_comparison(&json, view->arena, &view->comparison);
    value = json_loads(tvx_buf_text(&view->out), JSON_REJECT_DUPLICATES, NULL);
    assert_non_null(value);
    assert_string_equal(json_string_value(json_object_get(value, "provision")), "MNR@2006:5.2");
    assert_string_equal(json_string_value(json_object_get(value, "base")), FIXTURE_BASE);
    families = json_object_get(value, "families");
    assert_int_equal(json_array_size(families), 4);
    assert_string_equal(json_string_value(json_array_get(json_object_get(json_array_get(families, 0), "proposals"), 1)), "P/2");
    lattice = json_object_get(value, "lattice");
    tvx_buf_init(&derived, 4096);
    json_array_foreach(lattice, index, column) { /* the contract: each variant can be re-derived from the lattice */
        json_t *members = json_object_get(column, "members");

        for (size_t i = 0; i < json_array_size(members); i++)
            if (json_integer_value(json_array_get(members, i)) == 4)
                tvx_buf_str(&derived, json_string_value(json_object_get(column, "token")));
    }
    assert_string_equal(tvx_buf_text(&derived), FIXTURE_C);
    tvx_buf_free(&derived);
    json_decref(value);
    golden("comparison.json", &view->out);
}

static void comparison_as_html(void **state)
{
    struct view *view = *state;
    struct html html = {.out = &view->out, .arena = view->arena, .root = "../", .language = "en"};

    html_comparison(&html, &(struct html_lattice){.comparison = &view->comparison});
    assert_null(strstr(tvx_buf_text(&view->out), "<b>SUD"));
    golden("comparison.html", &view->out);
}

static void comparison_as_csv(void **state)
{
    struct view *view = *state;

    tvx_csv_comparison(&view->out, &view->comparison);
    golden("comparison.csv", &view->out);
}

static void proposals_as_csv_defuse_formulas(void **state)
{
    struct view *view = *state;
    struct tvx_stored_proposal hostile = fixture_proposals[0];

    hostile.proposal.after = "=HYPERLINK(\"http://x\",\"y\")\nsecond line";
    hostile.proposal.reasons = "@SUM(A1)";
    tvx_csv_proposals(&view->out, &hostile, 1);
    assert_non_null(strstr(tvx_buf_text(&view->out), "\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\nsecond line\""));
    assert_non_null(strstr(tvx_buf_text(&view->out), ",'@SUM(A1),"));
    assert_null(strstr(tvx_buf_text(&view->out), ",="));
}

static void proposal_on_a_terminal(void **state)
{
    struct view *view = *state;
    struct tvx_term term = {.out = &view->out, .width = 80};
    struct tvx_stored_proposal proposal = fixture_proposals[3];

    proposal.proposal.edits = fixture_edits;
    proposal.proposal.edit_count = 2;
    proposal.proposal.reasons = "To meet the needs of \033[31msecurity\033[0m.";
    proposal.resolution.base_differs = true;
    proposal.resolution.base_agreement = 0.876;
    tvx_term_proposal(&term, view->arena, &proposal);
    golden("proposal-80.txt", &view->out);
}

static void proposal_as_json_has_every_field_of_the_contract(void **state)
{
    static const char *const fields[] = {"number", "action", "instrument", "provision", "sponsors", "document",
                                         "before", "after", "edits", "reasons", "evidence"};
    static const char *const evidence[] = {"document", "sha256", "quote", "start", "len"};
    struct view *view = *state;
    struct tvx_stored_proposal proposal = fixture_proposals[3];
    struct tvx_json json;
    json_t *value;

    proposal.proposal.edits = fixture_edits;
    proposal.proposal.edit_count = 2;
    tvx_json_init(&json, &view->out);
    tvx_json_proposals(&json, &proposal, 1);
    value = json_loads(tvx_buf_text(&view->out), JSON_REJECT_DUPLICATES, NULL);
    assert_non_null(value);
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        assert_non_null(json_object_get(json_array_get(value, 0), fields[i]));
    for (size_t i = 0; i < sizeof evidence / sizeof *evidence; i++)
        assert_non_null(json_object_get(json_object_get(json_array_get(value, 0), "evidence"), evidence[i]));
    json_decref(value);
    golden("proposal.json", &view->out);
}

static void proposal_page_escapes_hostile_text(void **state)
{
    struct view *view = *state;
    struct html html = {.out = &view->out, .arena = view->arena, .root = "../", .language = "en\"><script>",
                        .viewer = &(struct tvx_viewer){0}};
    struct tvx_stored_proposal proposal = fixture_proposals[3];
    static const char hostile[] = "</p><script>alert(1)</script><img src=x onerror=y>\"' \xE2\x80\xAE";
    const size_t starts[] = {0, 50, 90, 200};
    struct site_lines lines = {starts, 4};

    proposal.proposal.number = hostile;
    proposal.proposal.after = hostile;
    proposal.proposal.target = hostile;
    proposal.proposal.reasons = hostile;
    proposal.proposal.quote = hostile;
    proposal.document = hostile;
    html_proposal_page(&html, &proposal, &lines, NULL);
    assert_null(strstr(tvx_buf_text(&view->out), "<script>"));
    assert_null(strstr(tvx_buf_text(&view->out), "<img"));
    assert_null(strstr(tvx_buf_text(&view->out), "\xE2\x80\xAE"));
    assert_non_null(strstr(tvx_buf_text(&view->out), "#o90\""));
}

static void page_names_are_safe_and_apart(void **state)
{
    struct view *view = *state;
    const char *name = html_page_name(view->arena, "proposal", "../../etc/passwd\n\"<x>é");

    assert_int_equal(strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-./"), strlen(name));
    assert_null(strstr(name, ".."));
    assert_int_equal(strncmp(name, "proposal/etc-passwd-x-", 22), 0);
    assert_string_not_equal(html_page_name(view->arena, "proposal", "A/1"),
                            html_page_name(view->arena, "proposal", "a-1"));
}

static void diff_as_json_counts_code_points(void **state)
{
    static const char a[] = "é und ñ", b[] = "é oder ñ";
    struct tvx_diff_piece pieces[] = {{TVX_DIFF_EQUAL, 0, 3, 0, 3}, {TVX_DIFF_DEL, 3, 3, 3, 0},
                                      {TVX_DIFF_INS, 6, 0, 3, 4}, {TVX_DIFF_EQUAL, 6, 3, 7, 3}};
    struct tvx_diff diff = {.pieces = pieces, .count = 4};
    struct view *view = *state;
    struct tvx_json json;

    tvx_json_init(&json, &view->out);
    tvx_json_diff(&json, a, b, &diff);
    assert_string_equal(tvx_buf_text(&view->out),
                        "[{\"op\":\"equal\",\"a\":[0,2],\"b\":[0,2],\"text\":\"é \"},"
                        "{\"op\":\"del\",\"a\":[2,3],\"b\":[2,0],\"text\":\"und\"},"
                        "{\"op\":\"ins\",\"a\":[5,0],\"b\":[2,4],\"text\":\"oder\"},"
                        "{\"op\":\"equal\",\"a\":[5,2],\"b\":[6,2],\"text\":\" ñ\"}]");
}

static void search_hits_mark_what_was_found(void **state)
{
    struct view *view = *state;
    struct tvx_hit hit = {.type = "provision", .reference = "MNR@2006:5.2", .title = "Access",
                          .snippet = "to the é \xEE\x80\x80service\xEE\x80\x81 of others", .score = 2.5};
    struct tvx_term term = {.out = &view->out, .width = 80};
    struct tvx_json json;

    tvx_term_hits(&term, view->arena, &hit, 1);
    assert_non_null(strstr(tvx_buf_text(&view->out), "to the é *service* of others"));
    tvx_buf_clear(&view->out);
    tvx_json_init(&json, &view->out);
    tvx_json_hit(&json, &hit);
    assert_non_null(strstr(tvx_buf_text(&view->out), "\"found\":[[9,7]],\"snippet\":\"to the é service of others\""));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(comparison_on_a_terminal_of_80, start, stop),
        cmocka_unit_test_setup_teardown(comparison_on_a_narrow_terminal, start, stop),
        cmocka_unit_test_setup_teardown(comparison_in_colour, start, stop),
        cmocka_unit_test_setup_teardown(no_line_is_wider_than_the_terminal, start, stop),
        cmocka_unit_test_setup_teardown(comparison_as_json, start, stop),
        cmocka_unit_test_setup_teardown(comparison_as_html, start, stop),
        cmocka_unit_test_setup_teardown(comparison_as_csv, start, stop),
        cmocka_unit_test_setup_teardown(proposals_as_csv_defuse_formulas, start, stop),
        cmocka_unit_test_setup_teardown(proposal_on_a_terminal, start, stop),
        cmocka_unit_test_setup_teardown(proposal_as_json_has_every_field_of_the_contract, start, stop),
        cmocka_unit_test_setup_teardown(proposal_page_escapes_hostile_text, start, stop),
        cmocka_unit_test_setup_teardown(page_names_are_safe_and_apart, start, stop),
        cmocka_unit_test_setup_teardown(diff_as_json_counts_code_points, start, stop),
        cmocka_unit_test_setup_teardown(search_hits_mark_what_was_found, start, stop),
    };

    return cmocka_run_group_tests_name("show-render", tests, NULL, NULL);
}
