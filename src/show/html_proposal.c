/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The page of one proposal: what it asks, why, and the passage that says so. */
#include "html_pages.h"
#include "linked_page.h"
#include "html_quote.h"
#include "html_told.h"
#include "words.h"

#include <string.h>

enum { ANSWERS = 12 };

const char *site_line_anchor(struct tvx_arena *arena, const struct site_lines *lines, size_t offset)
{
    size_t low = 0, high = lines->count;

    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;

        if (lines->starts[middle] <= offset)
            low = middle;
        else
            high = middle;
    }
    return tvx_arena_printf(arena, "o%zu", lines->count == 0 ? (size_t)0 : lines->starts[low]);
}

static void place(struct html *html, const struct tvx_stored_proposal *proposal)
{
    const struct tvx_resolution *at = &proposal->resolution;

    html_raw(html, "<dt>");
    html_say(html, "Provision");
    html_raw(html, "</dt><dd>");
    if (at->kind == TVX_UNRESOLVED) {
        html_raw(html, "<span class=\"alert\">");
        html_say(html, "tied to none");
        html_raw(html, "</span> ");
        html_sentence(html, at->reason);
    } else {
        const char *reference = show_words_place(html->arena, proposal);

        if (at->path == NULL || *at->path == '\0')
            html_thing(html, "instrument", reference, NULL, reference);
        else
            html_thing(html, "provision", reference, NULL, reference);
        if (at->kind == TVX_RESOLVED_NEW) {
            html_raw(html, " <span class=\"tag\">");
            html_say(html, "new");
            html_raw(html, "</span>");
        }
        if (at->base_differs) {
            html_raw(html, " <span class=\"tag\">! ");
            html_say_with(html, "drafted against another text: {1} % of its words stand in the one in force",
                          (const char *[]){html_said_figure(html, 100 * at->base_agreement, 0)}, 1);
            html_raw(html, "</span>");
        }
        if (at->reason != NULL) {
            html_raw(html, " ");
            html_sentence(html, at->reason);
        }
    }
    html_raw(html, "</dd>\n");
}

static void text_section(struct html *html, const char *id, const char *title, const char *text)
{
    if (text == NULL || *text == '\0')
        return;
    html_raw(html, "<section class=\"card\"");
    html_attribute(html, "aria-labelledby", id);
    html_raw(html, ">\n<h2");
    html_attribute(html, "id", id);
    html_raw(html, ">");
    html_say(html, title);
    html_raw(html, "</h2>\n");
    html_open_text(html, "p", "text lines");
    html_text(html, text);
    html_raw(html, "</p>\n</section>\n");
}

static void change_section(struct html *html, const struct tvx_proposal *item)
{
    struct show_redline redline;
    struct tvx_diff diff;

    if (*item->before == '\0' || *item->after == '\0') {
        text_section(html, "h-before", *item->after == '\0' ? SAY("Text it would delete or keep") : SAY("Before"),
                     item->before);
        text_section(html, "h-after", *item->before == '\0' ? SAY("Text it would add") : SAY("After"), item->after);
        return;
    }
    if (tvx_diff_text(&diff, html->arena, item->before, item->after, TVX_DIFF_READABLE, NULL) != TVX_OK ||
        !show_redline_make(&redline, html->arena, item->before, item->after, &diff, 0)) {
        text_section(html, "h-before", SAY("Before"), item->before);
        text_section(html, "h-after", SAY("After"), item->after);
        return;
    }
    html_raw(html, "<section class=\"card\" aria-labelledby=\"h-change\">\n<h2 id=\"h-change\">");
    html_say(html, "What it would change");
    html_raw(html, "</h2>\n");
    html_open_text(html, "p", "text lines");
    html_redline(html, &redline);
    html_raw(html, "</p>\n</section>\n");
}

static void evidence(struct html *html, const struct tvx_stored_proposal *proposal, const struct site_lines *lines)
{
    const struct tvx_proposal *item = &proposal->proposal;
    const char *page = html_address(html, "document",
                                      tvx_arena_printf(html->arena, "%lld", (long long)proposal->document_id));

    if (item->quote == NULL || *item->quote == '\0')
        return;
    html_raw(html, "<section class=\"card\" aria-labelledby=\"h-evidence\">\n<h2 id=\"h-evidence\">");
    html_say(html, "Where it says so");
    html_raw(html, "</h2>\n<figure>");
    html_open_text(html, "blockquote", "text lines");
    html_text(html, item->quote);
    html_raw(html, "</blockquote>\n<figcaption>");
    if (html->page != NULL)
        page = html_quote_address(html, proposal->document_id, item->start, item->points);
    else
        page = tvx_arena_printf(html->arena, "%s#%s", page, site_line_anchor(html->arena, lines, item->start));
    html_link(html, page, NULL, proposal->document);
    html_raw(html, ", ");
    html_say_with(html, "characters {1} to {2}",
                  (const char *[]){html_said_figure(html, (double)item->start, 0),
                                   html_said_figure(html, (double)(item->start + item->points), 0)}, 2);
    if (proposal->sha256 != NULL) {
        html_raw(html, "<br><small>SHA-256 <code>");
        html_text(html, proposal->sha256);
        html_raw(html, "</code></small>");
    }
    html_raw(html, "</figcaption></figure>\n</section>\n");
}

/* Each question whose answer is known is a card. */
static void told_cards(struct html *html, const struct shelf_told *told)
{
    html_raw(html, "<div class=\"cards\">\n");
    for (size_t i = 0; i < html_question_count; i++) {
        const struct html_question *question = &html_questions[i];
        size_t mark = html->out->length, before;

        html_raw(html, "<section class=\"card told\"");
        html_attribute(html, "aria-labelledby", tvx_arena_printf(html->arena, "h-%s", question->id));
        html_raw(html, "><h2");
        html_attribute(html, "id", tvx_arena_printf(html->arena, "h-%s", question->id));
        html_raw(html, ">");
        html_say(html, question->english);
        html_raw(html, "</h2>\n");
        before = html->out->length;
        question->answer(html, told, ANSWERS);
        if (html->out->length == before)
            html_take_back(html, mark);
        else
            html_raw(html, "</section>\n");
    }
    html_raw(html, "</div>\n");
}

void html_proposal_page(struct html *html, const struct tvx_stored_proposal *proposal, const struct site_lines *lines,
                        const struct shelf_told *told)
{
    const struct tvx_proposal *item = &proposal->proposal;
    struct html_crumb crumbs[2] = {
        {proposal->document, html_address(html, "document",
                                            tvx_arena_printf(html->arena, "%lld", (long long)proposal->document_id))},
        {item->number, NULL},
    };

    html_start(html, item->number, crumbs, 2);
    html_raw(html, "<div class=\"head\"><h1>");
    html_text(html, item->number);
    html_raw(html, " <span class=\"tag\">");
    html_text(html, tvx_action_to_string(item->action));
    html_raw(html, "</span></h1></div>\n<div class=\"beside\"><div>\n");
    change_section(html, item);
    text_section(html, "h-reasons", SAY("Reasons"), item->reasons);
    html_raw(html, "</div>\n<section class=\"card\"");
    html_attribute(html, "aria-label", html_said(html, "Facts"));
    html_raw(html, "><dl class=\"facts\">\n");
    place(html, proposal);
    html_raw(html, "<dt>");
    html_say(html, "Sponsors");
    html_raw(html, "</dt><dd>");
    html_sponsors(html, item->sponsors, item->sponsor_count, 0);
    html_raw(html, "</dd>\n");
    html_fact(html, "Target as printed", item->target);
    html_fact(html, "Meeting", proposal->meeting);
    html_fact(html, "Date", html_date(html, proposal->date));
    html_raw(html, "</dl></section></div>\n");
    if (told != NULL)
        told_cards(html, told);
    evidence(html, proposal, lines);
    html_linked_proposal(html, proposal);
    html_end(html);
}
