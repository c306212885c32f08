/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Layouts of charts: all stands inside its picture, nothing upon another, the same input gives the same picture. */
#include "check.h"

#include "../../../src/show/chart.h"

#include <math.h>
#include <travaux/text/utf8.h>

static uint64_t draw(uint64_t *state) /* splitmix64: the same numbers on every machine */
{
    uint64_t z = *state += 0x9E3779B97F4A7C15u;

    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

static size_t upto(uint64_t *state, size_t most)
{
    return (size_t)(draw(state) % most);
}

static const char *const names[] = {
    "HEL", "Southern Archipelago Network", "Росси́йская Федерация", "مجموعة الدول العربية", "中华人民共和国",
    "Users' Forum of Ostavia", "M", "<script>&", "WWWWWWWWWWWWWWWWWWWW",
};
enum { NAMES = sizeof names / sizeof *names };

/* ---- text ---- */

static void text_is_measured_and_cut_between_characters(void **state)
{
    struct tvx_arena *arena = tvx_arena_new(1 << 20);

    (void)state;
    assert_true(chart_text_width("", CHART_TEXT) < 0.001);
    for (size_t i = 0; i < NAMES; i++) {
        double whole = chart_text_width(names[i], CHART_TEXT);

        assert_true(whole > 0);
        assert_string_equal(chart_text_fit(arena, names[i], CHART_TEXT, whole), names[i]);
        for (double room = 20; room < whole; room += 7) {
            const char *cut = chart_text_fit(arena, names[i], CHART_TEXT, room);

            assert_true(chart_text_width(cut, CHART_TEXT) <= room + 0.001);
            assert_true(tvx_utf8_valid(cut, strlen(cut)));
            assert_non_null(strstr(cut, "…"));
        }
    }
    assert_true(chart_text_width("中", 10) > chart_text_width("i", 10));
    tvx_arena_free(arena);
}

/* ---- graphs ---- */

static bool boxes_apart(const struct chart_node *a, const struct chart_node *b)
{
    return fabs(a->x - b->x) >= (a->width + b->width) / 2 - 0.001 ||
           fabs(a->y - b->y) >= (a->height + b->height) / 2 - 0.001;
}

static void make_graph(struct chart_graph *graph, struct tvx_arena *arena, uint64_t seed, size_t nodes, size_t edges)
{
    struct chart_edge *made = tvx_arena_array(arena, edges + 1, sizeof *made);

    *graph = (struct chart_graph){.nodes = tvx_arena_array(arena, nodes + 1, sizeof *graph->nodes), .node_count = nodes,
                                  .edges = made, .edge_count = edges};
    for (size_t i = 0; i < nodes; i++)
        graph->nodes[i].label = names[upto(&seed, NAMES)];
    for (size_t i = 0; i < edges; i++)
        made[i] = (struct chart_edge){upto(&seed, nodes), upto(&seed, nodes), 1 + upto(&seed, 40)};
}

static void check_graph(const struct chart_graph *graph)
{
    for (size_t i = 0; i < graph->node_count; i++) {
        const struct chart_node *node = &graph->nodes[i];

        assert_true(isfinite(node->x) && isfinite(node->y));
        assert_true(node->x - node->width / 2 >= 0 && node->x + node->width / 2 <= graph->width);
        assert_true(node->y - node->height / 2 >= 0 && node->y + node->height / 2 <= graph->height);
        for (size_t j = 0; j < i; j++)
            if (!boxes_apart(node, &graph->nodes[j]))
                fail_msg("'%s' and '%s' stand upon each other", node->label, graph->nodes[j].label);
    }
}

static void a_graph_stands_inside_its_frame_without_overlap(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 60; seed++) {
        struct tvx_arena *arena = tvx_arena_new(1 << 24);
        struct chart_graph graph, again;
        uint64_t sizes = seed;
        size_t nodes = 1 + upto(&sizes, CHART_NODES), edges = upto(&sizes, 3 * nodes);

        make_graph(&graph, arena, seed, nodes, edges);
        make_graph(&again, arena, seed, nodes, edges);
        assert_true(chart_graph_layout(&graph, arena));
        assert_true(chart_graph_layout(&again, arena));
        check_graph(&graph);
        for (size_t i = 0; i < nodes; i++)
            assert_true(graph.nodes[i].x == again.nodes[i].x && graph.nodes[i].y == again.nodes[i].y);
        tvx_arena_free(arena);
    }
}

static void steps_become_distances_and_strangers_stand_apart(void **state)
{
    enum { PATH = 6, STEP = 120 };
    static const struct chart_edge edges[] = {{0, 1, 1}, {1, 2, 1}, {2, 3, 1}, {3, 4, 1}, {4, 5, 1}};
    struct chart_node nodes[PATH + 1] = {{.label = "A"}, {.label = "B"}, {.label = "C"}, {.label = "D"},
                                         {.label = "E"}, {.label = "F"}, {.label = "nobody's"}};
    struct chart_graph graph = {.nodes = nodes, .node_count = PATH + 1, .edges = edges, .edge_count = PATH - 1};
    struct tvx_arena *arena = tvx_arena_new(1 << 20);

    (void)state;
    assert_true(chart_graph_layout(&graph, arena));
    check_graph(&graph);
    for (int i = 0; i < PATH; i++)
        for (int j = i + 1; j < PATH; j++) {
            double apart = hypot(nodes[i].x - nodes[j].x, nodes[i].y - nodes[j].y) / (STEP * (j - i));

            if (apart < 0.8 || apart > 1.1)
                fail_msg("%s and %s, %d steps, stand %.2f times that apart", nodes[i].label, nodes[j].label, j - i, apart);
        }
    tvx_arena_free(arena);
}

static void a_graph_beyond_its_limit_is_refused(void **state)
{
    struct tvx_arena *arena = tvx_arena_new(1 << 24);
    struct chart_graph graph;

    (void)state;
    make_graph(&graph, arena, 7, CHART_NODES + 1, 10);
    assert_false(chart_graph_layout(&graph, arena));
    tvx_arena_free(arena);
}

/* ---- trees ---- */

static void make_tree(struct chart_tree *tree, struct tvx_arena *arena, uint64_t seed, size_t count)
{
    *tree = (struct chart_tree){.branches = tvx_arena_array(arena, count, sizeof *tree->branches), .count = count};
    for (size_t i = 0; i < count; i++) {
        struct chart_branch *branch = &tree->branches[i];

        *branch = (struct chart_branch){.label = names[upto(&seed, NAMES)],
                                        .parent = i == 0 ? SIZE_MAX : upto(&seed, i),
                                        .note = upto(&seed, 3) == 0 ? "▲ widened: KRS/18/1" : NULL,
                                        .leaf_count = upto(&seed, 30)};
        branch->leaves = tvx_arena_array(arena, branch->leaf_count + 1, sizeof *branch->leaves);
        for (size_t j = 0; j < branch->leaf_count; j++)
            branch->leaves[j].label = names[upto(&seed, NAMES)];
    }
}

static bool leaves_apart(const struct chart_leaf *a, const struct chart_leaf *b)
{
    return fabs(a->y - b->y) >= 22 || a->x + a->width <= b->x || b->x + b->width <= a->x;
}

static void check_leaves(const struct chart_tree *tree, const struct chart_branch *branch)
{
    for (size_t j = 0; j < branch->leaf_count; j++) {
        const struct chart_leaf *leaf = &branch->leaves[j];

        assert_true(leaf->x + leaf->width <= tree->width && leaf->y - 11 >= branch->y && leaf->y + 11 <= tree->height);
        for (size_t k = 0; k < tree->count; k++) { /* right of every branch */
            const struct chart_branch *other = &tree->branches[k];

            assert_true(leaf->x >= other->x + other->width);
            for (size_t l = 0; l < other->leaf_count; l++)
                if (&other->leaves[l] != leaf)
                    assert_true(leaves_apart(leaf, &other->leaves[l]));
        }
    }
}

static void a_tree_stands_in_rows_without_overlap(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 40; seed++) {
        struct tvx_arena *arena = tvx_arena_new(1 << 24);
        struct chart_tree tree;
        uint64_t sizes = seed;

        make_tree(&tree, arena, seed, 1 + upto(&sizes, 24));
        assert_true(chart_tree_layout(&tree, arena));
        for (size_t i = 0; i < tree.count; i++) {
            const struct chart_branch *branch = &tree.branches[i];

            assert_true(branch->x >= 0 && branch->y >= 0 && branch->y + branch->height <= tree.height);
            assert_true(i == 0 || branch->y >= tree.branches[i - 1].y + tree.branches[i - 1].height);
            assert_true(branch->width >= chart_text_width(branch->label, CHART_TEXT));
            check_leaves(&tree, branch);
        }
        tvx_arena_free(arena);
    }
}

/* ---- time ---- */

static void make_time(struct chart_time *time, struct tvx_arena *arena, uint64_t seed, size_t count)
{
    static const char *const days[] = {"1988-12-09", "2022-06-14", "2022-06-15", "2022-09-28", "2026-08-28",
                                       "2026-09-01", "2026-09-02", "2026-11-22", "2028"};

    *time = (struct chart_time){.rows = names, .row_count = NAMES,
                                .moments = tvx_arena_array(arena, count + 1, sizeof *time->moments)};
    for (size_t i = 0; i < count; i++) {
        struct chart_moment moment = {.row = upto(&seed, NAMES), .date = days[upto(&seed, 9)],
                                      .mark = (enum chart_mark)upto(&seed, CHART_MARKS), .count = 1 + upto(&seed, 120)};
        bool again = false;

        for (size_t j = 0; j < time->count; j++)
            again = again || (time->moments[j].row == moment.row && time->moments[j].mark == moment.mark &&
                              strcmp(time->moments[j].date, moment.date) == 0);
        if (!again)
            time->moments[time->count++] = moment;
    }
}

static void check_moments(const struct chart_time *time)
{
    for (size_t i = 0; i < time->count; i++) {
        const struct chart_moment *a = &time->moments[i];

        assert_true(a->x - 9 >= time->left && a->x + 9 <= time->width && a->y - 9 >= 34 && a->y + 9 <= time->height);
        for (size_t j = 0; j < time->count; j++) {
            const struct chart_moment *b = &time->moments[j];

            if (strcmp(a->date, b->date) < 0)
                assert_true(a->x < b->x); /* later is to the right */
            if (i != j && a->row == b->row)
                assert_true(fabs(a->x - b->x) >= 18);
        }
    }
    for (size_t i = 0, last = SIZE_MAX; i < time->tick_count; i++) {
        const struct chart_tick *tick = &time->ticks[i];

        if (tick->label == NULL)
            continue;
        assert_true(tick->x - 10 + chart_text_width(tick->label, CHART_SMALL) <= time->width);
        if (last != SIZE_MAX)
            assert_true(tick->x >= time->ticks[last].x + chart_text_width(time->ticks[last].label, CHART_SMALL));
        last = i;
    }
}

static void time_runs_to_the_right_without_overlap(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 60; seed++) {
        struct tvx_arena *arena = tvx_arena_new(1 << 22);
        struct chart_time time;
        uint64_t sizes = seed;

        make_time(&time, arena, seed, upto(&sizes, 150));
        assert_true(chart_time_layout(&time, arena));
        check_moments(&time);
        tvx_arena_free(arena);
    }
}

/* ---- drawing ---- */

static void what_is_drawn_is_one_image_with_words_and_no_markup_of_others(void **state)
{
    static const struct chart_edge edges[] = {{0, 1, 3}};
    static const struct tvx_viewer viewer = {0};
    struct chart_node nodes[2] = {{.label = "<script>&"}, {.label = "B"}};
    struct chart_graph graph = {.nodes = nodes, .node_count = 2, .edges = edges, .edge_count = 1};
    struct tvx_arena *arena = tvx_arena_new(1 << 20);
    struct tvx_buf out;
    struct html html = {.out = &out, .arena = arena, .root = "", .language = "", .viewer = &viewer};

    (void)state;
    tvx_buf_init(&out, 1 << 20);
    assert_true(chart_graph_layout(&graph, arena));
    chart_graph_write(&html, &graph, "map", "Who \"and\" whom", "<desc>");
    assert_null(strstr(tvx_buf_text(&out), "<script>"));
    assert_non_null(strstr(tvx_buf_text(&out), "role=\"img\""));
    assert_non_null(strstr(tvx_buf_text(&out), "<title id=\"map-t\">Who &quot;and&quot; whom</title>"));
    assert_non_null(strstr(tvx_buf_text(&out), "<desc id=\"map-d\">&lt;desc&gt;</desc>"));
    assert_non_null(strstr(tvx_buf_text(&out), ">3</text>"));
    assert_null(strstr(tvx_buf_text(&out), "style="));
    tvx_buf_clear(&out);
    chart_bar(&html, -5, 99, 10); /* beyond the scale: it stays on the rail */
    assert_non_null(strstr(tvx_buf_text(&out), "x=\"0.0\" y=\"1\" width=\"120.0\""));
    tvx_buf_clear(&out);
    chart_bar(&html, 10, 10, 10);
    assert_non_null(strstr(tvx_buf_text(&out), "x=\"117.0\" y=\"1\" width=\"3.0\""));
    tvx_buf_free(&out);
    tvx_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_is_measured_and_cut_between_characters),
        cmocka_unit_test(a_graph_stands_inside_its_frame_without_overlap),
        cmocka_unit_test(steps_become_distances_and_strangers_stand_apart),
        cmocka_unit_test(a_graph_beyond_its_limit_is_refused),
        cmocka_unit_test(a_tree_stands_in_rows_without_overlap),
        cmocka_unit_test(time_runs_to_the_right_without_overlap),
        cmocka_unit_test(what_is_drawn_is_one_image_with_words_and_no_markup_of_others),
    };

    return cmocka_run_group_tests_name("show-chart", tests, NULL, NULL);
}
