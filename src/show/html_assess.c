/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Assessments: all proposals of a meeting by rank, and one with every factor and every analyst.  The weights are
 * sliders of a form that asks for the page again; with a script (charts.js) they move the bars at once.
 */
#include "html_analyses.h"
#include "pages.h"
#include "shelf_told.h"
#include "words.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_WEIGHT = 3, GROUND_WORDS = 18 };

static const struct { const char *name, *said; } parts[TVX_ASSESS_ALL] = {
    [TVX_ASSESS_RIGHTS] = {SAY("Rights"), SAY("what people may do, say and keep to themselves")},
    [TVX_ASSESS_SCOPE] = {SAY("Scope"), SAY("provisions and duties whose reach moves")},
    [TVX_ASSESS_FORCE] = {SAY("Force"), SAY("how firmly it binds, against today")},
    [TVX_ASSESS_COST] = {SAY("Carrying it out"), SAY("what carrying it out would take")},
    [TVX_ASSESS_BINDING] = {SAY("Binding"), SAY("how far the instrument binds")},
    [TVX_ASSESS_FEASIBLE] = {SAY("Feasible"), SAY("how much of it can be carried out")},
    [TVX_ASSESS_NEW] = {SAY("New"), SAY("how much of it is not law already")},
};

/* Those of the address stand above those that the workspace keeps; what is no weight is passed over. */
static struct tvx_assess_weights weights_of(const struct tvx_page *page, const struct tvx_assess_weights *kept)
{
    struct tvx_assess_weights weights = *kept;

    for (int i = 0; i < TVX_ASSESS_ALL; i++) {
        const char *given = tvx_page_parameter(page, tvx_assess_part_name((enum tvx_assess_part)i));
        const char *text = given == NULL ? NULL
                                         : tvx_arena_printf(page->arena, "%s=%.16s",
                                                            tvx_assess_part_name((enum tvx_assess_part)i), given);
        enum tvx_assess_part part;

        if (text != NULL)
            (void)tvx_assess_weights_set(&weights, &part, text, NULL);
    }
    return weights;
}

static void slider(struct html *html, int part, double weight)
{
    const char *name = tvx_assess_part_name((enum tvx_assess_part)part);
    const char *id = tvx_arena_printf(html->arena, "w-%s", name);

    html_raw(html, "<p class=\"weight\"><label");
    html_attribute(html, "for", id);
    html_raw(html, "><b>");
    html_say(html, parts[part].name);
    html_raw(html, "</b> <span class=\"soft\">");
    html_say(html, parts[part].said);
    html_raw(html, "</span></label><span class=\"slide\"><input type=\"range\" min=\"0\" step=\"0.1\"");
    html_attribute(html, "name", name);
    html_attribute(html, "id", id);
    html_printf(html, " max=\"%g\" value=\"%g\"><output>", weight > MOST_WEIGHT ? weight : MOST_WEIGHT, weight);
    html_figure(html, weight, 1);
    html_raw(html, "</output></span></p>\n");
}

/* Where there is no server, the script alone makes use of it, and shows it. */
static void weights_card(struct html *html, const struct tvx_assess_weights *weights)
{
    html_raw(html, html->viewer->served ? "<form class=\"card weights\" method=\"get\""
                                        : "<form class=\"card weights\" method=\"get\" hidden");
    html_attribute(html, "aria-label", html_said(html, "What counts how much"));
    html_raw(html, ">\n<h2>");
    html_say(html, "What counts how much");
    html_raw(html, "</h2>\n");
    html_note(html, "The effect is the weighted mean of the first four (0 to 10), times the last three (shares of 0 to "
                    "1). A weight of 0 leaves a part out.  It says how much would change, not whether for better or "
                    "worse.");
    html_raw(html, "<div class=\"sliders\">\n");
    for (int i = 0; i < TVX_ASSESS_ALL; i++)
        slider(html, i, weights->of[i]);
    html_raw(html, "</div>\n<p>");
    if (html->viewer->served) {
        html_raw(html, "<button type=\"submit\">");
        html_say(html, "Apply");
        html_raw(html, "</button> ");
    }
    html_raw(html, "<button type=\"reset\">");
    html_say(html, "Back as they were");
    html_raw(html, "</button></p>\n</form>\n");
}

/* The numbers by which the script reckons: low and high of each part, and of the likelihood. */
static void numbers(struct html *html, const struct tvx_assessment *item)
{
    html_raw(html, " data-sides=\"");
    for (int i = 0; i < TVX_ASSESS_ALL; i++)
        html_printf(html, i == 0 ? "%.4g %.4g" : " %.4g %.4g", item->sides[i].is.low, item->sides[i].is.high);
    html_printf(html, "\" data-likely=\"%.4g %.4g\"", item->likelihood.low, item->likelihood.high);
}

/* `label`: said, what the cell shows where the table's head is not beside it (on a phone); NULL: nothing. */
static void bar_cell(struct html *html, const char *class, const char *label, struct tvx_interval is, double most,
                     bool percent)
{
    html_raw(html, "<td");
    html_attribute(html, "class", class);
    if (label != NULL)
        html_attribute(html, "data-label", html_said(html, label));
    html_raw(html, ">");
    chart_bar(html, is.low, is.high, most);
    html_raw(html, " ");
    html_interval(html, is.low, is.high, percent ? 0 : 1, percent);
    html_raw(html, "</td>");
}

static const struct tvx_claim *strongest(const struct tvx_assessment *item)
{
    const struct tvx_claim *best = NULL;

    for (int i = 0; i < TVX_ASSESS_PARTS; i++)
        for (size_t k = 0; k < item->sides[i].factors.count && k < 1; k++) {
            const struct tvx_claim *claim = &item->sides[i].factors.items[k];

            if (best == NULL || claim->low + claim->high > best->low + best->high)
                best = claim;
        }
    return best;
}

static struct tvx_assessment *weighed(const struct shelf_assessments *all, const struct tvx_assess_weights *weights,
                                      struct tvx_arena *arena)
{
    struct tvx_assessment *items = tvx_arena_array(arena, all->count + 1, sizeof *items);

    for (size_t i = 0; items != NULL && i < all->count; i++) {
        items[i] = all->items[i];
        items[i].effect = tvx_assess_effect(items[i].sides, weights);
        items[i].product = (struct tvx_interval){items[i].effect.low * items[i].likelihood.low,
                                                 items[i].effect.high * items[i].likelihood.high};
    }
    if (items != NULL && memcmp(weights, &all->weights, sizeof *weights) != 0)
        tvx_assess_sort(items, all->count);
    return items;
}

static const char *short_of(struct html *html, const char *text)
{
    size_t length = strlen(text), first = show_words_first(text, length, GROUND_WORDS);

    return first >= length ? text : tvx_arena_printf(html->arena, "%.*s …", (int)first, text);
}

static void item_row(struct html *html, const struct tvx_assessment *item, size_t rank)
{
    const struct tvx_stored_proposal *stored = item->proposal;
    const struct tvx_claim *claim = strongest(item);

    html_raw(html, "<tr");
    numbers(html, item);
    html_raw(html, "><td class=\"n rank\">");
    html_figure(html, (double)rank, 0);
    html_raw(html, "</td><th scope=\"row\">");
    html_thing(html, "assessment", stored->proposal.number, "number", stored->proposal.number);
    html_raw(html, "<div class=\"name\">");
    html_place(html, stored);
    html_raw(html, " ");
    html_sponsors(html, stored->proposal.sponsors, stored->proposal.sponsor_count, 3);
    html_raw(html, "</div></th>");
    bar_cell(html, "a-effect", SAY("Effect"), item->effect, 10, false);
    bar_cell(html, "a-likely", SAY("Likelihood"), item->likelihood, 1, true);
    bar_cell(html, "a-product", SAY("Effect × likelihood"), item->product, 10, false);
    html_raw(html, "<td class=\"ground\">");
    if (claim != NULL)
        html_english(html, "span", NULL, short_of(html, claim->statement));
    html_raw(html, "</td></tr>\n");
}

static bool asks_for_nothing(const struct tvx_assessment *item)
{
    return item->effect.high <= 0;
}

static void items_card(struct html *html, const struct tvx_assessment *items, size_t count)
{
    static const struct html_column columns[] = {{SAY("Rank"), true}, {SAY("Proposal"), false},
                                                 {SAY("Effect, 0 to 10"), false},
                                                 {SAY("Likelihood"), false}, {SAY("Effect × likelihood"), false},
                                                 {SAY("Strongest ground"), false}};
    struct html_pager pager = html_pager_of(html, count);
    size_t nothing = 0;

    html_card(html, "h-ranked", SAY("By effect × likelihood"));
    html_table(html, "By effect × likelihood", columns, 6);
    for (size_t i = pager.from; i < pager.to; i++)
        if (asks_for_nothing(&items[i]))
            nothing++;
        else
            item_row(html, &items[i], i + 1);
    html_table_end(html);
    html_pager(html, &pager);
    if (nothing > 0) {
        html_raw(html, "<p class=\"soft\">");
        html_say_number(html, nothing, "{1} that asks for no change is left out.",
                        "{1} that ask for no change are left out.");
        html_raw(html, "</p>\n");
    }
    html_card_end(html);
}

static void likelihood_note(struct html *html, const struct tvx_assessment *item)
{
    html_raw(html, "<p class=\"soft\">");
    html_say_number(html, item->n, "The likelihood rests on {1} decided proposal of earlier conferences; the intervals "
                    "hold nine tenths of belief.", "The likelihood rests on {1} decided proposals of earlier "
                    "conferences; the intervals hold nine tenths of belief.");
    html_raw(html, "</p>\n");
}

/* The likelihood rests on what became of every earlier proposal: more than a reader can wait for. */
static void too_large(struct html *html, const struct html_crumb *crumbs, size_t count)
{
    html_start(html, crumbs[0].text, crumbs, count);
    html_heading(html, html_said(html, "How much each proposal would change, and how likely it is"), NULL);
    html_note(html, "This workspace is too large to reckon it while you wait; `travaux assess` does, at the command "
                    "line.");
    html_end(html);
}

enum tvx_status page_assessments(struct tvx_page *page)
{
    struct html made = html_of(page), *html = &made;
    const struct html_crumb crumbs[] = {{html_said(html, "Assessment"), NULL}};
    const char *meeting = tvx_page_parameter(page, "meeting");
    const struct shelf_assessments *all;
    struct tvx_assessment *items;
    struct tvx_assess_weights weights;
    enum tvx_status status;

    if (!shelf_few_pairs(page)) {
        too_large(html, crumbs, 1);
        return TVX_OK;
    }
    status = shelf_assessments(page, &all, meeting);
    if (status != TVX_OK)
        return status;
    weights = weights_of(page, &all->weights);
    items = weighed(all, &weights, page->arena);
    if (items == NULL)
        return tvx_error_nomem(page->error);
    html_start(html, crumbs[0].text, crumbs, 1);
    html_heading(html, html_said(html, "How much each proposal would change, and how likely it is"),
                 all->meeting == NULL ? NULL : html_said_with(html, "The proposals of {1}", &all->meeting, 1));
    if (all->count == 0) {
        html_note(html, "There are no proposals yet.");
    } else {
        weights_card(html, &weights);
        items_card(html, items, all->count);
        likelihood_note(html, &items[0]);
    }
    html_end(html);
    return TVX_OK;
}

/* ---- one ---- */

static void sum_row(struct html *html, const char *name, const char *said, const char *class, struct tvx_interval is,
                    double most, bool percent)
{
    html_raw(html, "<tr class=\"sum\"><th scope=\"row\">");
    html_say(html, name);
    html_raw(html, "</th>");
    bar_cell(html, class, NULL, is, most, percent);
    html_raw(html, "<td class=\"n\"></td><td>");
    html_say(html, said);
    html_raw(html, "</td></tr>\n");
}

static void parts_card(struct html *html, const struct tvx_assessment *item, const struct tvx_assess_weights *weights)
{
    static const struct html_column columns[] = {{SAY("Part"), false}, {SAY("From – to"), false}, {SAY("Weight"), true},
                                                 {SAY("What it is"), false}};

    html_card(html, "h-parts", SAY("In numbers"));
    html_raw(html, "<div");
    numbers(html, item);
    html_raw(html, ">");
    html_table(html, "In numbers", columns, 4);
    for (int i = 0; i < TVX_ASSESS_ALL; i++) {
        html_raw(html, "<tr><th scope=\"row\">");
        html_raw(html, i >= TVX_ASSESS_PARTS ? "× " : "");
        html_link(html, tvx_arena_printf(html->arena, "#f-%s", tvx_assess_part_name((enum tvx_assess_part)i)), NULL,
                  html_said(html, parts[i].name));
        html_raw(html, "</th>");
        bar_cell(html, "a-part", NULL, item->sides[i].is, i >= TVX_ASSESS_PARTS ? 1 : 10, false);
        html_raw(html, "<td class=\"n");
        html_raw(html, " a-weight\">");
        html_figure(html, weights->of[i], 1);
        html_raw(html, "</td><td>");
        html_say(html, parts[i].said);
        html_raw(html, "</td></tr>\n");
    }
    sum_row(html, SAY("Effect"), SAY("weighted mean of the parts, times the shares"), "a-effect", item->effect, 10,
            false);
    sum_row(html, SAY("× likelihood"), SAY("of being adopted, at least half of its words"), "a-likely",
            item->likelihood, 1, true);
    sum_row(html, SAY("= effect × likelihood"), SAY("by which proposals are ranked"), "a-product", item->product, 10,
            false);
    html_table_end(html);
    html_raw(html, "</div>\n");
    likelihood_note(html, item);
    html_card_end(html);
}

/* An analyst beside the program and the others. */
static void views_card(struct html *html, const struct tvx_assessment *item)
{
    static const struct html_column columns[] = {{SAY("Who"), false}, {SAY("Effect, 0 to 10"), false},
                                                 {SAY("Likelihood"), false}, {SAY("Effect × likelihood"), false},
                                                 {SAY("Because"), false}};

    html_card(html, "h-views", SAY("Analysts, side by side"));
    if (item->view_count == 0)
        html_note(html, "No analyst has entered an assessment of this proposal yet.");
    html_raw(html, "<div");
    numbers(html, item);
    html_raw(html, ">");
    html_table(html, "Analysts, side by side", columns, 5);
    html_raw(html, "<tr><th scope=\"row\">");
    html_say(html, "The program, by the weights above");
    html_raw(html, "</th>");
    bar_cell(html, "a-effect", NULL, item->effect, 10, false);
    bar_cell(html, "a-likely", NULL, item->likelihood, 1, true);
    bar_cell(html, "a-product", NULL, item->product, 10, false);
    html_raw(html, "<td></td></tr>\n");
    for (size_t i = 0; i < item->view_count; i++) {
        const struct tvx_assess_view *view = &item->views[i];
        const struct tvx_opinion *o = view->opinion;

        html_raw(html, "<tr><th scope=\"row\">");
        html_text(html, o->analyst);
        html_raw(html, " <span class=\"name\">");
        html_day(html, o->at);
        html_raw(html, "</span></th>");
        bar_cell(html, "v", NULL, (struct tvx_interval){o->effect_low, o->effect_high}, 10, false);
        bar_cell(html, "v", NULL, (struct tvx_interval){o->likelihood_low, o->likelihood_high}, 1, true);
        bar_cell(html, "v", NULL, view->product, 10, false);
        html_raw(html, "<td class=\"ground\"><span dir=\"auto\">");
        html_text(html, o->because);
        html_raw(html, "</span>");
        for (size_t k = 0; k < o->evidence_count; k++)
            html_passage(html, &o->evidence[k]);
        html_raw(html, "</td></tr>\n");
    }
    html_table_end(html);
    html_raw(html, "</div>\n");
    for (size_t i = 0; i < item->differences.count; i++)
        html_english(html, "p", "says", item->differences.items[i].statement);
    html_card_end(html);
}

static void factor(struct html *html, const struct tvx_claim *claim, double most, bool odds)
{
    html_raw(html, "<li>");
    if (claim->has_interval && !odds) {
        chart_bar(html, claim->low, claim->high, most);
        html_raw(html, " ");
        html_interval(html, claim->low, claim->high, 1, false);
    } else if (claim->has_interval) {
        chart_dot(html, claim->low, (claim->low + claim->high) / 2, claim->high, -3, 3);
        html_raw(html, " ");
        html_interval(html, claim->low, claim->high, 2, false);
        html_raw(html, " <span class=\"soft\">");
        html_say(html, "log odds");
        html_raw(html, "</span>");
    }
    html_claim(html, claim);
    html_raw(html, "</li>\n");
}

static void factors_card(struct html *html, const struct tvx_assessment *item)
{
    html_card(html, "h-factors", SAY("Every factor, and the words it rests on"));
    for (int i = 0; i < TVX_ASSESS_ALL; i++) {
        const struct tvx_claims *factors = &item->sides[i].factors;

        html_raw(html, "<h3");
        html_attribute(html, "id", tvx_arena_printf(html->arena, "f-%s",
                                                    tvx_assess_part_name((enum tvx_assess_part)i)));
        html_raw(html, ">");
        html_say(html, parts[i].name);
        html_raw(html, " <span class=\"name\">");
        html_say(html, parts[i].said);
        html_raw(html, "</span></h3>\n<ul class=\"factors\">");
        for (size_t k = 0; k < factors->count; k++)
            factor(html, &factors->items[k], i >= TVX_ASSESS_PARTS ? 1 : 10, false);
        html_raw(html, "</ul>\n");
    }
    html_raw(html, "<h3>");
    html_say(html, "Likelihood");
    html_raw(html, "</h3>\n<ul class=\"factors\">");
    for (size_t k = 0; k < item->likely.count; k++)
        factor(html, &item->likely.items[k], 1, true);
    html_raw(html, "</ul>\n");
    html_card_end(html);
}

static void head(struct html *html, const struct tvx_stored_proposal *stored)
{
    html_raw(html, "<div class=\"head\"><h1>");
    html_say_with(html, "Assessment of {1}", &stored->proposal.number, 1);
    html_raw(html, "</h1>\n<div>");
    html_proposal(html, stored->proposal.number);
    html_raw(html, "<span class=\"tag\">");
    html_text(html, tvx_action_to_string(stored->proposal.action));
    html_raw(html, "</span> ");
    html_place(html, stored);
    html_raw(html, " ");
    html_sponsors(html, stored->proposal.sponsors, stored->proposal.sponsor_count, 8);
    html_raw(html, "</div></div>\n<section class=\"card\"");
    html_attribute(html, "aria-label", html_said(html, "Text"));
    html_raw(html, "><p class=\"text lines\" dir=\"auto\">");
    if (*stored->proposal.after != '\0') {
        html_text(html, stored->proposal.after);
    } else {
        html_raw(html, "<del>");
        html_text(html, stored->proposal.before);
        html_raw(html, "</del>");
    }
    html_raw(html, "</p></section>\n");
}

enum tvx_status page_assessment(struct tvx_page *page)
{
    struct html made = html_of(page), *html = &made;
    const struct html_crumb crumbs[] = {{html_said(html, "Assessment"), html_address(html, "assessments", NULL)},
                                        {page->reference, NULL}};
    struct tvx_stored_proposal *found = NULL;
    const struct shelf_assessments *all = NULL;
    const struct tvx_assessment *item = NULL;
    struct tvx_assessment now;
    struct tvx_assess_weights weights;
    size_t count = 0;
    enum tvx_status status = tvx_store_proposals(page->store, page->arena, &found, &count,
                                                 &(struct tvx_filter){.number = page->reference}, page->error);

    if (status == TVX_OK && count > 0 && !shelf_few_pairs(page)) {
        too_large(html, crumbs, 2);
        return TVX_OK;
    }
    if (status == TVX_OK && count > 0)
        status = shelf_assessments(page, &all, found[0].meeting);
    if (status != TVX_OK)
        return status;
    for (size_t i = 0; all != NULL && i < all->count && item == NULL; i++)
        if (all->items[i].proposal->id == found[0].id)
            item = &all->items[i];
    if (item == NULL)
        return tvx_error_set(page->error, TVX_E_NOTFOUND, "%.200s: there is no such proposal", page->reference);
    weights = weights_of(page, &all->weights);
    now = *item;
    now.effect = tvx_assess_effect(now.sides, &weights);
    now.product = (struct tvx_interval){now.effect.low * now.likelihood.low, now.effect.high * now.likelihood.high};
    html_start(html, html_said_with(html, "Assessment of {1}", &page->reference, 1), crumbs, 2);
    head(html, now.proposal);
    parts_card(html, &now, &weights);
    weights_card(html, &weights);
    views_card(html, &now);
    factors_card(html, &now);
    html_end(html);
    return TVX_OK;
}
