/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Who stands where: over time, with whom, on one dimension; each picture beside a table of the same. */
#include "html_analyses.h"
#include "pages.h"
#include "words.h"

#include <stdlib.h>
#include <string.h>

enum { ROWS_DRAWN = 40, MOST_QUOTE = 40 };

static const struct { const char *word; enum chart_mark mark; } stances[] = {
    [TVX_STANCE_NONE] = {SAY("takes no side"), CHART_RESERVES},
    [TVX_STANCE_PROPOSE] = {SAY("proposes"), CHART_PROPOSES},
    [TVX_STANCE_COSPONSOR] = {SAY("co-sponsors"), CHART_PROPOSES},
    [TVX_STANCE_SUPPORT] = {SAY("supports"), CHART_FOR},
    [TVX_STANCE_OPPOSE] = {SAY("opposes"), CHART_AGAINST},
    [TVX_STANCE_RESERVE] = {SAY("reserves"), CHART_RESERVES},
    [TVX_STANCE_WITHDRAW] = {SAY("withdraws"), CHART_WITHDRAWS},
};

const char *analyses_stance(enum tvx_stance stance)
{
    return stances[stance].word;
}

enum chart_mark analyses_mark(enum tvx_stance stance)
{
    return stances[stance].mark;
}

void html_stance(struct html *html, const struct tvx_position *position)
{
    html_raw(html, "<span class=\"stance\">");
    chart_mark(html, analyses_mark(position->stance));
    html_raw(html, " ");
    html_say(html, analyses_stance(position->stance));
    html_raw(html, "</span>");
    if (position->conditional) {
        html_raw(html, " <span class=\"tag\">");
        html_say(html, "on a condition");
        html_raw(html, "</span>");
    }
    if (position->former) {
        html_raw(html, " <span class=\"tag\">");
        html_say(html, "given up since");
        html_raw(html, "</span>");
    }
    if (position->switched) {
        html_raw(html, " <span class=\"alert\">");
        html_say_with(html, "switched; before: {1}",
                      (const char *const[]){html_said(html, analyses_stance(position->from))}, 1);
        html_raw(html, "</span>");
    }
    if (position->through != NULL) {
        html_raw(html, " <span class=\"tag\">");
        html_say_with(html, "through {1}", (const char *const[]){position->through}, 1);
        html_raw(html, "</span>");
    }
}

static void told_by(struct html *html, const struct tvx_position *position)
{
    html_raw(html, "<td>");
    for (size_t i = 0; i < position->claim.evidence_count; i++) {
        const struct tvx_evidence *evidence = &position->claim.evidence[i];

        html_raw(html, i > 0 ? "<br>" : "");
        if (position->source != TVX_POSITION_SPONSOR && *evidence->quote != '\0') {
            html_raw(html, "<q dir=\"auto\">");
            html_words(html, evidence->quote, MOST_QUOTE);
            html_raw(html, "</q> ");
        }
        html_source(html, evidence);
    }
    if (position->claim.evidence_count == 0) /* entered by a person, who names a source */
        html_english(html, "span", NULL, position->claim.statement);
    html_raw(html, "</td>");
}

void html_positions_table(struct html *html, const char *caption, const struct tvx_position *const *items, size_t count,
                          bool actors)
{
    static const struct html_column with[] = {{SAY("Date"), false}, {SAY("Actor"), false}, {SAY("Side"), false},
                                              {SAY("Proposal"), false}, {SAY("Who says so"), false}};
    static const struct html_column without[] = {{SAY("Date"), false}, {SAY("Side"), false}, {SAY("Proposal"), false},
                                                 {SAY("Who says so"), false}};
    struct html_pager pager = html_pager_of(html, count);

    html_table(html, caption, actors ? with : without, actors ? 5 : 4);
    for (size_t i = pager.from; i < pager.to; i++) {
        const struct tvx_position *position = items[i];

        html_raw(html, "<tr><td class=\"day\">");
        html_day(html, position->date);
        html_raw(html, "</td>");
        if (actors) {
            html_raw(html, "<td>");
            html_actor(html, position->actor);
            html_raw(html, "</td>");
        }
        html_raw(html, "<td>");
        html_stance(html, position);
        html_raw(html, "</td><td>");
        if (*position->proposal != '\0')
            html_proposal(html, position->proposal);
        else
            html_text(html, position->on);
        html_raw(html, "</td>");
        told_by(html, position);
        html_raw(html, "</tr>\n");
    }
    html_table_end(html);
    html_pager(html, &pager);
}

/* ---- the page ---- */

struct view {
    struct html *html;
    struct tvx_page *page;
    const struct tvx_positions *positions;
};

/* Those who did most stand first: their rows are drawn. */
struct row { const char *actor; size_t count; };

static int by_actor(const void *a, const void *b)
{
    return strcmp(((const struct row *)a)->actor, ((const struct row *)b)->actor);
}

static int busiest(const void *a, const void *b)
{
    const struct row *first = a, *second = b;

    return first->count != second->count ? (first->count < second->count ? 1 : -1) : by_actor(a, b);
}

static bool drawn(const struct tvx_position *position)
{
    return position->date != NULL && position->through == NULL && !position->former && *position->proposal != '\0' &&
           position->stance != TVX_STANCE_NONE;
}

static struct row *list_rows(const struct view *view, size_t *count)
{
    const struct tvx_position_list *list = &view->positions->list;
    struct row *rows = tvx_arena_array(view->page->arena, list->count + 1, sizeof *rows);
    size_t kept = 0;

    *count = 0;
    if (rows == NULL)
        return NULL;
    for (size_t i = 0; i < list->count; i++)
        if (drawn(&list->items[i]))
            rows[(*count)++] = (struct row){list->items[i].actor, 1};
    if (*count > 0)
        qsort(rows, *count, sizeof *rows, by_actor);
    for (size_t i = 0; i < *count; i++)
        if (kept > 0 && strcmp(rows[kept - 1].actor, rows[i].actor) == 0)
            rows[kept - 1].count++;
        else
            rows[kept++] = rows[i];
    *count = kept;
    if (kept > 0)
        qsort(rows, kept, sizeof *rows, busiest);
    return rows;
}

/* What each did on each day, counted. */
static bool list_moments(const struct view *view, struct chart_time *time)
{
    const struct tvx_position_list *list = &view->positions->list;

    time->moments = tvx_arena_array(view->page->arena, list->count + 1, sizeof *time->moments);
    if (time->moments == NULL)
        return false;
    for (size_t i = 0; i < list->count; i++) {
        const struct tvx_position *position = &list->items[i];
        size_t row = 0, at = 0;

        while (row < time->row_count && strcmp(time->rows[row], position->actor) != 0)
            row++;
        if (!drawn(position) || row == time->row_count)
            continue;
        while (at < time->count &&
               (time->moments[at].row != row || strcmp(time->moments[at].date, position->date) != 0 ||
                time->moments[at].mark != analyses_mark(position->stance)))
            at++;
        if (at == time->count)
            time->moments[time->count++] =
                (struct chart_moment){.row = row, .date = position->date, .mark = analyses_mark(position->stance)};
        time->moments[at].count++;
    }
    return true;
}

static void legend(struct html *html)
{
    static const enum tvx_stance shown[] = {TVX_STANCE_PROPOSE, TVX_STANCE_SUPPORT, TVX_STANCE_OPPOSE,
                                            TVX_STANCE_RESERVE, TVX_STANCE_WITHDRAW};

    html_raw(html, "<ul class=\"legend\">");
    for (size_t i = 0; i < sizeof shown / sizeof *shown; i++) {
        html_raw(html, "<li>");
        chart_mark(html, analyses_mark(shown[i]));
        html_raw(html, " ");
        html_say(html, analyses_stance(shown[i]));
        html_raw(html, "</li>");
    }
    html_raw(html, "</ul>\n");
}

static bool timeline(const struct view *view)
{
    struct html *html = view->html;
    struct chart_time time = {0};
    size_t count;
    struct row *rows = list_rows(view, &count);
    const char **names;

    if (rows == NULL)
        return false;
    names = tvx_arena_array(view->page->arena, count + 1, sizeof *names);
    if (names == NULL)
        return false;
    for (size_t i = 0; i < count && i < ROWS_DRAWN; i++)
        names[time.row_count++] = rows[i].actor;
    time.rows = names;
    if (!list_moments(view, &time) || !chart_time_layout(&time, view->page->arena))
        return false;
    html_card(html, "h-time", SAY("Who did what when"));
    if (time.count == 0) {
        html_note(html, "No side with a day is known.");
    } else {
        legend(html);
        chart_time_write(html, &time, "time", html_said(html, "Who did what when"),
                         html_said(html, "A row an actor, those who did most first; from left to right the days on "
                                         "which something happened.  The table below has every one with its words."));
        html_note(html, "A number counts what somebody did alike on one day; a dotted line stands where time is left "
                        "out.");
    }
    if (count > ROWS_DRAWN)
        html_note(html, "Only those who did most are drawn.");
    html_card_end(html);
    return true;
}

static size_t node_of(struct chart_graph *graph, const char *label)
{
    size_t at = 0;

    while (at < graph->node_count && strcmp(graph->nodes[at].label, label) != 0)
        at++;
    if (at == graph->node_count && at < CHART_NODES)
        graph->nodes[graph->node_count++].label = label;
    return at;
}

static void edges_table(const struct view *view)
{
    static const struct html_column columns[] = {{SAY("Actor"), false}, {SAY("with"), false},
                                                 {SAY("Proposals in common"), true}, {SAY("Which"), false}};
    struct html *html = view->html;

    html_table(html, "Who stands behind the same proposals", columns, 4);
    for (size_t i = 0; i < view->positions->edge_count && i < HTML_PAGER_ROWS; i++) {
        const struct tvx_position_edge *edge = &view->positions->edges[i];

        html_row_head(html, "actor", edge->a, edge->a);
        html_raw(html, "<td>");
        html_thing(html, "actor", edge->b, "number", edge->b);
        html_raw(html, "</td>");
        html_cell_number(html, edge->count);
        html_raw(html, "<td>");
        for (size_t k = 0; k < edge->count && k < 12; k++) {
            html_proposal(html, edge->proposals[k]);
            html_raw(html, " ");
        }
        html_raw(html, edge->count > 12 ? "…</td></tr>\n" : "</td></tr>\n");
    }
    html_table_end(html);
    if (view->positions->edge_count > HTML_PAGER_ROWS)
        html_note(html, "The pairs with most in common are shown; an actor's page has all of its own.");
}

static bool map(const struct view *view)
{
    struct html *html = view->html;
    const struct tvx_positions *positions = view->positions;
    struct chart_graph graph = {.nodes = tvx_arena_array(view->page->arena, CHART_NODES + 1, sizeof *graph.nodes)};
    struct chart_edge *edges = tvx_arena_array(view->page->arena, positions->edge_count + 1, sizeof *edges);

    if (graph.nodes == NULL || edges == NULL)
        return false;
    for (size_t i = 0; i < positions->edge_count; i++) { /* the most shared first, so those are the ones drawn */
        size_t a = node_of(&graph, positions->edges[i].a), b = node_of(&graph, positions->edges[i].b);

        if (a < graph.node_count && b < graph.node_count)
            edges[graph.edge_count++] = (struct chart_edge){a, b, positions->edges[i].count};
    }
    graph.edges = edges;
    html_card(html, "h-map", SAY("Who stands behind the same proposals"));
    if (graph.edge_count == 0) {
        html_note(html, "No proposal here has two sponsors.");
    } else if (chart_graph_layout(&graph, view->page->arena)) {
        chart_graph_write(html, &graph, "map", html_said(html, "Who stands behind the same proposals"),
                          html_said(html, "Actors as boxes; a line joins two that stand behind the same proposal, the "
                                          "number on it counts them where there are several.  Near is who shares "
                                          "much."));
        html_raw(html, "<p class=\"method\">");
        html_say(html, "Laid out by stress majorization (Gansner, Koren and North, 2004); only who is joined to whom "
                       "has a meaning, not up, down or side.");
        html_raw(html, "</p>\n");
        edges_table(view);
    }
    for (size_t i = 0; i < positions->bloc_count; i++) {
        html_raw(html, "<p>");
        html_say(html, "Take the same side:");
        html_raw(html, " ");
        html_actors(html, positions->blocs[i].actors, positions->blocs[i].count);
        html_raw(html, " ");
        html_english(html, "span", "soft", positions->blocs[i].because);
        html_raw(html, "</p>\n");
    }
    html_card_end(html);
    return true;
}

static void estimates(const struct view *view)
{
    static const struct html_column columns[] = {{SAY("Actor"), false}, {SAY("Where it stands"), false},
                                                 {SAY("Between"), false}, {SAY("Sides known"), true}};
    struct html *html = view->html;
    const struct tvx_positions *positions = view->positions;
    double from = 0, to = 0;

    html_card(html, "h-points", SAY("On one dimension"));
    for (size_t i = 0; i < positions->estimate_count; i++) {
        from = positions->estimates[i].low < from ? positions->estimates[i].low : from;
        to = positions->estimates[i].high > to ? positions->estimates[i].high : to;
    }
    if (positions->estimate_count > 0)
        html_table(html, "On one dimension", columns, 4);
    for (size_t i = 0; i < positions->estimate_count; i++) {
        const struct tvx_estimate *e = &positions->estimates[i];

        html_row_head(html, "actor", e->actor, e->actor);
        html_raw(html, "<td>");
        chart_dot(html, e->low, e->point, e->high, from, to);
        html_raw(html, " ");
        html_figure(html, e->point, 2);
        html_raw(html, "</td><td>");
        html_interval(html, e->low, e->high, 2, false);
        html_raw(html, "</td>");
        html_cell_number(html, e->n);
        html_raw(html, "</tr>\n");
    }
    if (positions->estimate_count > 0)
        html_table_end(html);
    if (positions->estimate_note != NULL)
        html_english(html, "p", "soft", positions->estimate_note);
    html_card_end(html);
}

static int by_day(const void *a, const void *b)
{
    const struct tvx_position *first = *(const struct tvx_position *const *)a,
                              *second = *(const struct tvx_position *const *)b;
    int day = strcmp(second->date == NULL ? "" : second->date, first->date == NULL ? "" : first->date);

    return day != 0 ? day : (first > second) - (first < second);
}

/* What was said of others' proposals comes first: that somebody proposes what is its own surprises nobody. */
static bool sides(const struct view *view)
{
    const struct tvx_position_list *list = &view->positions->list;
    const struct tvx_position **items = tvx_arena_array(view->page->arena, list->count + 1, sizeof *items);
    size_t count = 0, said;

    if (items == NULL)
        return false;
    for (size_t i = 0; i < list->count; i++)
        if (list->items[i].source != TVX_POSITION_SPONSOR)
            items[count++] = &list->items[i];
    said = count;
    if (said > 0)
        qsort(items, said, sizeof *items, by_day);
    for (size_t i = 0; i < list->count; i++)
        if (list->items[i].source == TVX_POSITION_SPONSOR)
            items[count++] = &list->items[i];
    if (count > said)
        qsort(items + said, count - said, sizeof *items, by_day);
    html_card(view->html, "h-sides", SAY("Every side that is known"));
    html_note(view->html, "First what records and statements tell, the newest first; then who tabled what.");
    html_positions_table(view->html, "Every side that is known", items, count, true);
    html_card_end(view->html);
    return true;
}

enum tvx_status page_positions(struct tvx_page *page)
{
    struct html made = html_of(page), *html = &made;
    const struct html_crumb crumbs[] = {{html_said(html, "Positions"), NULL}};
    struct view view = {.html = html, .page = page};
    enum tvx_status status = shelf_positions(page, &view.positions);

    if (status != TVX_OK)
        return status;
    html_start(html, crumbs[0].text, crumbs, 1);
    html_heading(html, html_said(html, "Who stands where"),
                 html_said(html, "Sponsors propose; records and statements are read for who supports, opposes, "
                                 "reserves or withdraws."));
    if (!timeline(&view) || !map(&view))
        return tvx_error_nomem(page->error);
    estimates(&view);
    if (!sides(&view))
        return tvx_error_nomem(page->error);
    html_end(html);
    return TVX_OK;
}
