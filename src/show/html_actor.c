/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Who proposes: all actors, and one with what it asks for, with whom, which sides it took, and what came of it. */
#include "html_analyses.h"
#include "pages.h"
#include "words.h"

#include <stdlib.h>
#include <string.h>

struct seen { /* an actor as the list shows it */
    const char *code;
    const struct tvx_outcome_sum *sum; /* NULL: it proposes nothing */
    size_t sides, partners;            /* taken on others' proposals; actors behind the same proposals */
};

struct list {
    struct seen *items;
    size_t count, capacity;
};

static bool own_side(const struct tvx_position *position)
{
    return position->source != TVX_POSITION_SPONSOR && position->through == NULL && !position->former;
}

static struct seen *find(struct list *list, struct tvx_arena *arena, const char *code)
{
    struct seen *grown;

    for (size_t i = 0; i < list->count; i++)
        if (strcmp(list->items[i].code, code) == 0)
            return &list->items[i];
    grown = tvx_arena_grow(arena, list->items, list->count, &list->capacity, sizeof *grown);
    if (grown == NULL)
        return NULL;
    list->items = grown;
    grown[list->count] = (struct seen){.code = code};
    return &grown[list->count++];
}

static int more_active(const void *a, const void *b)
{
    const struct seen *first = a, *second = b;
    size_t one = first->sum == NULL ? 0 : first->sum->proposals, two = second->sum == NULL ? 0 : second->sum->proposals;

    if (one != two)
        return one < two ? 1 : -1;
    if (first->sides != second->sides)
        return first->sides < second->sides ? 1 : -1;
    return strcmp(first->code, second->code);
}

static bool list_actors(struct list *list, struct tvx_arena *arena, const struct tvx_outcomes *outcomes,
                        const struct tvx_positions *positions)
{
    for (size_t i = 0; i < outcomes->sponsor_count; i++) {
        struct seen *seen = find(list, arena, outcomes->sponsors[i].key);

        if (seen == NULL)
            return false;
        seen->sum = &outcomes->sponsors[i];
    }
    for (size_t i = 0; i < positions->list.count; i++)
        if (own_side(&positions->list.items[i])) {
            struct seen *seen = find(list, arena, positions->list.items[i].actor);

            if (seen == NULL)
                return false;
            seen->sides++;
        }
    for (size_t i = 0; i < positions->edge_count; i++)
        for (int end = 0; end < 2; end++) {
            struct seen *seen = find(list, arena, end == 0 ? positions->edges[i].a : positions->edges[i].b);

            if (seen == NULL)
                return false;
            seen->partners++;
        }
    if (list->count > 0)
        qsort(list->items, list->count, sizeof *list->items, more_active);
    return true;
}

/* The code, and the name where there is one. */
static void actor_head(struct html *html, const char *code)
{
    const char *name = shelf_actor_name(html->page, code);

    html_raw(html, "<tr><th scope=\"row\">");
    html_thing(html, "actor", code, "number", code);
    if (name != NULL) {
        html_raw(html, " <span class=\"name\">");
        html_text(html, name);
        html_raw(html, "</span>");
    }
    html_raw(html, "</th>");
}

static void list_row(struct html *html, const struct seen *seen)
{
    const struct tvx_outcome_sum *sum = seen->sum;

    actor_head(html, seen->code);
    html_cell_number(html, sum == NULL ? 0 : sum->proposals);
    html_raw(html, "<td>");
    if (sum != NULL && sum->asked > 0) {
        chart_share(html, sum->adopted, sum->asked);
        html_raw(html, " ");
        html_taken(html, sum->adopted, sum->asked);
    } else {
        html_raw(html, "—");
    }
    html_raw(html, "</td>");
    html_cell_number(html, seen->partners);
    html_cell_number(html, seen->sides);
    html_raw(html, "</tr>\n");
}

enum tvx_status page_actors(struct tvx_page *page)
{
    static const struct html_column columns[] = {
        {SAY("Actor"), false}, {SAY("Proposals"), true}, {SAY("Adopted of what it asked"), false},
        {SAY("Partners"), true}, {SAY("Sides taken"), true}};
    struct html made = html_of(page), *html = &made;
    const struct html_crumb crumbs[] = {{html_said(html, "Actors"), NULL}};
    const struct tvx_positions *positions;
    const struct tvx_outcomes *outcomes;
    struct list list = {0};
    struct html_pager pager;
    enum tvx_status status = shelf_outcomes(page, &outcomes);

    if (status == TVX_OK)
        status = shelf_positions(page, &positions);
    if (status != TVX_OK)
        return status;
    if (!list_actors(&list, page->arena, outcomes, positions))
        return tvx_error_nomem(page->error);
    pager = html_pager_of(html, list.count);
    html_start(html, crumbs[0].text, crumbs, 1);
    html_heading(html, html_said(html, "Who proposes, and who takes sides"), NULL);
    html_card(html, "h-actors", SAY("Actors"));
    html_note(html, "States, groups and associations: how much each asks for, how many of its words were adopted so "
                    "far, with how many others it stands behind the same text, and how often it took a side on "
                    "another's proposal.");
    html_table(html, "Actors", columns, 5);
    for (size_t i = pager.from; i < pager.to; i++)
        list_row(html, &list.items[i]);
    html_table_end(html);
    html_pager(html, &pager);
    html_card_end(html);
    html_end(html);
    return TVX_OK;
}

/* ---- one ---- */

struct actor {
    struct html *html;
    const char *code;
    const struct tvx_outcomes *outcomes;
    const struct tvx_positions *positions;
    const struct tvx_outcome_sum *sum;
    const struct tvx_outcome_report **reports; /* of its proposals, by place */
    const char **places;
    size_t count;
};

struct placed { const char *place; const struct tvx_outcome_report *report; size_t number; };

static int by_place(const void *a, const void *b)
{
    const struct placed *first = a, *second = b;
    int place = strcmp(first->place, second->place);

    return place != 0 ? place : (first->number > second->number) - (first->number < second->number);
}

static bool behind(const struct tvx_outcome_report *report, const char *code)
{
    const struct tvx_proposal *proposal = &report->outcome->proposal->proposal;

    for (size_t i = 0; i < proposal->sponsor_count; i++)
        if (strcmp(proposal->sponsors[i], code) == 0)
            return true;
    return false;
}

static struct placed *its_proposals(const struct actor *actor, struct tvx_arena *arena, size_t *count)
{
    struct placed *items = tvx_arena_array(arena, actor->outcomes->count + 1, sizeof *items);

    *count = 0;
    if (items == NULL)
        return NULL;
    for (size_t i = 0; i < actor->outcomes->count; i++)
        if (behind(&actor->outcomes->items[i], actor->code)) {
            items[*count] = (struct placed){
                show_words_place(arena, actor->outcomes->items[i].outcome->proposal), &actor->outcomes->items[i], i};
            if (items[(*count)++].place == NULL)
                return NULL;
        }
    if (*count > 0)
        qsort(items, *count, sizeof *items, by_place);
    return items;
}

static void proposals_card(const struct actor *actor, const struct placed *items, size_t count)
{
    static const struct html_column columns[] = {{SAY("Provision"), false}, {SAY("Proposal"), false},
                                                 {SAY("Action"), false}, {SAY("Meeting"), false},
                                                 {SAY("What became of it"), false}, {SAY("With"), false}};
    struct html *html = actor->html;
    struct html_pager pager = html_pager_of(html, count);

    if (count == 0)
        return;
    html_card(html, "h-proposals", SAY("What it asks for, provision by provision"));
    html_table(html, "What it asks for, provision by provision", columns, 6);
    for (size_t i = pager.from; i < pager.to; i++) {
        const struct tvx_outcome_report *report = items[i].report;
        const struct tvx_stored_proposal *stored = report->outcome->proposal;

        html_raw(html, "<tr><td>");
        if (i == pager.from || strcmp(items[i - 1].place, items[i].place) != 0)
            html_place(html, stored);
        else
            html_raw(html, "<span class=\"soft\">″</span>");
        html_raw(html, "</td><th scope=\"row\">");
        html_proposal(html, stored->proposal.number);
        html_raw(html, "</th><td><span class=\"tag\">");
        html_text(html, tvx_action_to_string(stored->proposal.action));
        html_raw(html, "</span></td>");
        html_cell(html, stored->meeting);
        html_raw(html, "<td>");
        html_became(html, report->became);
        html_raw(html, " ");
        html_taken(html, report->outcome->adopted_words, report->outcome->of_words);
        html_raw(html, "</td><td>");
        for (size_t j = 0; j < stored->proposal.sponsor_count; j++)
            if (strcmp(stored->proposal.sponsors[j], actor->code) != 0) {
                html_actor(html, stored->proposal.sponsors[j]);
                html_raw(html, " ");
            }
        html_raw(html, "</td></tr>\n");
    }
    html_table_end(html);
    html_pager(html, &pager);
    html_card_end(html);
}

static void partner_row(struct html *html, const struct tvx_position_edge *edge, const char *other)
{
    actor_head(html, other);
    html_cell_number(html, edge->count);
    html_raw(html, "<td>");
    for (size_t i = 0; i < edge->count; i++) {
        html_proposal(html, edge->proposals[i]);
        html_raw(html, " ");
    }
    html_raw(html, "</td></tr>\n");
}

static bool in_bloc(const struct tvx_position_bloc *bloc, const char *code)
{
    for (size_t i = 0; i < bloc->count; i++)
        if (strcmp(bloc->actors[i], code) == 0)
            return true;
    return false;
}

static void partners_card(const struct actor *actor)
{
    static const struct html_column columns[] = {{SAY("Actor"), false},
                                                 {SAY("Proposals in common"), true}, {SAY("Which"), false}};
    struct html *html = actor->html;
    bool any = false;

    html_card(html, "h-partners", SAY("With whom it stands"));
    for (size_t i = 0; i < actor->positions->edge_count; i++) {
        const struct tvx_position_edge *edge = &actor->positions->edges[i];
        bool first = strcmp(edge->a, actor->code) == 0;

        if (!first && strcmp(edge->b, actor->code) != 0)
            continue;
        if (!any)
            html_table(html, "With whom it stands", columns, 3);
        any = true;
        partner_row(html, edge, first ? edge->b : edge->a);
    }
    if (any)
        html_table_end(html);
    else
        html_note(html, "Nobody else stands behind one of its proposals.");
    for (size_t i = 0; i < actor->positions->bloc_count; i++) {
        const struct tvx_position_bloc *bloc = &actor->positions->blocs[i];

        if (!in_bloc(bloc, actor->code))
            continue;
        html_raw(html, "<p>");
        html_say(html, "Takes the same side as");
        html_raw(html, " ");
        for (size_t j = 0; j < bloc->count; j++)
            if (strcmp(bloc->actors[j], actor->code) != 0) {
                html_actor(html, bloc->actors[j]);
                html_raw(html, " ");
            }
        html_english(html, "span", "soft", bloc->because);
        html_raw(html, "</p>\n");
    }
    html_card_end(html);
}

static enum tvx_status sides_card(const struct actor *actor, struct tvx_page *page)
{
    struct html *html = actor->html;
    const struct tvx_position_list *list = &actor->positions->list;
    const struct tvx_position **items = tvx_arena_array(page->arena, list->count + 1, sizeof *items);
    size_t count = 0;

    if (items == NULL)
        return tvx_error_nomem(page->error);
    for (size_t i = 0; i < list->count; i++)
        if (list->items[i].source != TVX_POSITION_SPONSOR && strcmp(list->items[i].actor, actor->code) == 0)
            items[count++] = &list->items[i];
    html_card(html, "h-sides", SAY("Sides it took on proposals, and who says so"));
    if (count == 0)
        html_note(html, "No record or statement in the workspace tells of a side that it took.");
    else
        html_positions_table(html, "Sides it took on proposals, and who says so", items, count, false);
    html_card_end(html);
    return TVX_OK;
}

/* How many of its proposals have each theme. */
static void themes_card(const struct actor *actor, const struct placed *items, size_t count)
{
    struct html *html = actor->html;
    size_t theme_count, have = 0;
    const struct tvx_theme *themes = tvx_taxonomy_themes(actor->outcomes->taxonomy, &theme_count);

    for (size_t t = 0; t < theme_count; t++) {
        size_t number = 0;

        for (size_t i = 0; i < count; i++)
            for (size_t k = 0; k < items[i].report->theme_count; k++)
                number += items[i].report->themes[k].theme == t;
        if (number == 0)
            continue;
        if (have++ == 0) {
            html_card(html, "h-themes", SAY("Themes of its proposals"));
            html_raw(html, "<ul class=\"counts\">");
        }
        html_raw(html, "<li>");
        html_theme(html, &themes[t]);
        html_raw(html, " <span class=\"soft\">");
        html_say_number(html, number, "{1} proposal", "{1} proposals");
        html_raw(html, "</span></li>");
    }
    if (have > 0) {
        html_raw(html, "</ul>\n");
        html_card_end(html);
    }
}

static void facts(const struct actor *actor, size_t count)
{
    struct html *html = actor->html;

    html_raw(html, "<section class=\"card\"");
    html_attribute(html, "aria-label", html_said(html, "In short"));
    html_raw(html, "><dl class=\"facts\">\n<dt>");
    html_say(html, "Proposals");
    html_raw(html, "</dt><dd>");
    html_figure(html, (double)count, 0);
    html_raw(html, "</dd>\n");
    if (actor->sum != NULL) {
        html_raw(html, "<dt>");
        html_say(html, "What became of them");
        html_raw(html, "</dt><dd>");
        for (int i = 0; i < TVX_BECAME_COUNT; i++)
            if (actor->sum->of[i] > 0) {
                html_figure(html, (double)actor->sum->of[i], 0);
                html_raw(html, " ");
                html_became(html, (enum tvx_became)i);
                html_raw(html, " ");
            }
        html_raw(html, "</dd>\n");
    }
    if (actor->sum != NULL && actor->sum->asked > 0) {
        html_raw(html, "<dt>");
        html_say(html, "Words adopted of those asked for");
        html_raw(html, "</dt><dd>");
        chart_share(html, actor->sum->adopted, actor->sum->asked);
        html_raw(html, " ");
        html_taken(html, actor->sum->adopted, actor->sum->asked);
        html_raw(html, "</dd>\n");
    }
    for (size_t i = 0; i < actor->positions->estimate_count; i++) {
        const struct tvx_estimate *e = &actor->positions->estimates[i];

        if (strcmp(e->actor, actor->code) != 0)
            continue;
        html_raw(html, "<dt>");
        html_say(html, "On one dimension");
        html_raw(html, "</dt><dd>");
        chart_dot(html, e->low, e->point, e->high, -3, 3);
        html_raw(html, " ");
        html_interval(html, e->low, e->high, 2, false);
        html_raw(html, "</dd>\n");
    }
    html_raw(html, "</dl></section>\n");
}

static bool known(const struct actor *actor, size_t proposals)
{
    for (size_t i = 0; i < actor->positions->list.count && proposals == 0; i++)
        if (strcmp(actor->positions->list.items[i].actor, actor->code) == 0)
            return true;
    return proposals > 0 || shelf_actor_name(actor->html->page, actor->code) != NULL;
}

enum tvx_status page_actor(struct tvx_page *page)
{
    struct html made = html_of(page), *html = &made;
    struct actor actor = {.html = html, .code = page->reference};
    const struct html_crumb crumbs[] = {{html_said(html, "Actors"), html_address(html, "actors", NULL)},
                                        {page->reference, NULL}};
    struct placed *items = NULL;
    size_t count = 0;
    enum tvx_status status = shelf_outcomes(page, &actor.outcomes);

    if (status == TVX_OK)
        status = shelf_positions(page, &actor.positions);
    if (status == TVX_OK && (items = its_proposals(&actor, page->arena, &count)) == NULL)
        return tvx_error_nomem(page->error);
    if (status != TVX_OK)
        return status;
    if (!known(&actor, count))
        return tvx_error_set(page->error, TVX_E_NOTFOUND, "%.200s: nobody here has this name", page->reference);
    for (size_t i = 0; i < actor.outcomes->sponsor_count; i++)
        if (strcmp(actor.outcomes->sponsors[i].key, actor.code) == 0)
            actor.sum = &actor.outcomes->sponsors[i];
    html_start(html, page->reference, crumbs, 2);
    html_heading(html, page->reference, shelf_actor_name(page, page->reference));
    facts(&actor, count);
    proposals_card(&actor, items, count);
    themes_card(&actor, items, count);
    partners_card(&actor);
    status = sides_card(&actor, page);
    html_end(html);
    return status;
}
