/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Where wording travelled: proposals that came back, and texts that several documents have. */
#include "html_analyses.h"
#include "pages.h"
#include "shelf_told.h"

#include <string.h>

enum { MOST_DOCUMENTS = 400, SHARED = 8, COPIES = 12 };

/* ---- what came back ---- */

static void proposal_head(struct html *html, const struct tvx_stored_proposal *stored)
{
    html_proposal(html, stored->proposal.number);
    html_raw(html, " <span class=\"tag\">");
    html_text(html, tvx_action_to_string(stored->proposal.action));
    html_raw(html, "</span> ");
    html_place(html, stored);
    html_raw(html, " ");
    html_text(html, stored->meeting);
}

static void change(struct html *html, const char *before, const char *after)
{
    struct show_redline redline;
    struct tvx_diff diff;

    if (tvx_diff_text(&diff, html->arena, before, after, TVX_DIFF_READABLE, NULL) != TVX_OK ||
        !show_redline_make(&redline, html->arena, before, after, &diff, 0))
        return;
    html_raw(html, "<p class=\"text\" dir=\"auto\">");
    html_redline(html, &redline);
    html_raw(html, "</p>\n");
}

static void shared(struct html *html, const struct tvx_retabled *item)
{
    if (item->structure) {
        html_note(html, "In another language: told by numbers, names, terms and lengths.");
        return;
    }
    if (item->shared_count == 0)
        return;
    html_raw(html, "<p>");
    html_say(html, "Both change:");
    for (size_t i = 0; i < item->shared_count && i < SHARED; i++) {
        html_raw(html, item->shared[i].deleted ? " <del>" : " <ins>");
        html_text(html, item->shared[i].text);
        html_raw(html, item->shared[i].deleted ? "</del>" : "</ins>");
    }
    html_raw(html, "</p>\n");
}

static void one_return(struct html *html, const struct tvx_retabled *item)
{
    const struct tvx_outcome *outcome = item->outcome;

    html_raw(html, "<article class=\"fate\"><h3>");
    proposal_head(html, item->proposal);
    html_raw(html, "</h3>\n<div>");
    html_sponsors(html, item->proposal->proposal.sponsors, item->proposal->proposal.sponsor_count, 6);
    html_raw(html, "</div>\n");
    change(html, item->before, item->after);
    html_raw(html, "<h4>");
    html_say(html, "came before as");
    html_raw(html, " ");
    proposal_head(html, item->earlier);
    html_raw(html, "</h4>\n<div>");
    html_sponsors(html, item->earlier->proposal.sponsors, item->earlier->proposal.sponsor_count, 6);
    html_raw(html, " ");
    if (outcome != NULL) {
        html_became(html, (enum tvx_became)outcome->fate);
        html_raw(html, " ");
        html_taken(html, outcome->adopted_words, outcome->of_words);
    }
    html_raw(html, "</div>\n");
    change(html, item->earlier_before, item->earlier_after);
    shared(html, item);
    for (size_t i = 0; outcome != NULL && i < outcome->evidence_count; i++) {
        const struct tvx_fate_evidence *given = &outcome->evidence[i];
        const struct tvx_evidence evidence = {.document = given->document, .sha256 = given->sha256, .ref = "",
                                              .quote = given->quote, .start = given->start, .points = given->points};

        html_passage(html, &evidence);
    }
    html_raw(html, "<p class=\"method\">");
    html_say_with(html, "How sure it is that this is the same change: {1} of 1.",
                  (const char *const[]){html_said_figure(html, item->score, 2)}, 1);
    html_raw(html, "</p></article>\n");
}

static enum tvx_status returned_card(struct html *html, const struct tvx_page *page)
{
    const struct tvx_retabled_list *list;
    struct html_pager pager;
    enum tvx_status status = shelf_retabled(page, &list);

    if (status != TVX_OK)
        return status;
    html_card(html, "h-returned", SAY("Proposals that came back"));
    html_note(html, "Made at an earlier meeting already, although numbers and the text in force have moved on; with "
                    "what became of them then.");
    if (list->count == 0)
        html_note(html, "None that is known.");
    pager = html_pager_of(html, list->count);
    for (size_t i = pager.from; i < pager.to; i++)
        one_return(html, &list->items[i]);
    html_pager(html, &pager);
    html_card_end(html);
    return TVX_OK;
}

/* ---- texts that several have ---- */

static enum tvx_status make_reuse(void *context, struct tvx_store *store, struct tvx_arena *arena, void **out,
                                  struct tvx_error *error)
{
    const struct tvx_trace_options options = {.limit = 0};
    struct tvx_trace *reuse = tvx_arena_array(arena, 1, sizeof *reuse);
    struct tvx_tracer *tracer = NULL;
    enum tvx_status status =
        reuse == NULL ? tvx_error_nomem(error) : tvx_tracer_open(&tracer, store, tvx_store_address(store), NULL, error);

    (void)context;
    if (status == TVX_OK)
        status = tvx_reuse(reuse, arena, tracer, &options, NULL, NULL, error);
    for (size_t i = 0; status == TVX_OK && i < reuse->count; i++)
        reuse->hits[i].verdict = NULL; /* the tracer's own */
    if (tracer != NULL)
        tvx_tracer_close(tracer);
    *out = reuse;
    return status;
}

static void side(struct html *html, const struct tvx_trace_side *of)
{
    const struct tvx_evidence evidence = {.document = of->name == NULL ? "" : of->name,
                                          .sha256 = of->sha256 == NULL ? "" : of->sha256,
                                          .ref = of->proposal == NULL ? "" : of->proposal, .quote = of->quote,
                                          .start = of->start, .points = of->points, .document_id = of->document};

    html_day(html, of->date);
    html_raw(html, " ");
    html_source(html, &evidence);
    for (size_t i = 0; i < of->sponsor_count && i < 6; i++) {
        html_raw(html, " ");
        html_actor(html, of->sponsors[i]);
    }
}

static void cluster(struct html *html, const struct tvx_trace *reuse, size_t number)
{
    const struct tvx_trace_hit *first = NULL;
    size_t copies = 0;

    for (size_t i = 0; i < reuse->count; i++)
        if (reuse->hits[i].cluster == number && (first == NULL || (reuse->hits[i].origin && !first->origin)))
            first = &reuse->hits[i];
    if (first == NULL)
        return;
    html_raw(html, "<article class=\"fate\"><h3>");
    html_say_number(html, first->copied_words, "{1} word copied", "{1} words copied");
    html_raw(html, "</h3>\n<blockquote class=\"text\" dir=\"auto\">");
    html_words(html, first->source.quote, 70);
    html_raw(html, "</blockquote>\n<ol class=\"travelled\"><li><b>");
    html_say(html, "First:");
    html_raw(html, "</b> ");
    side(html, &first->source);
    html_raw(html, "</li>\n");
    for (size_t i = 0; i < reuse->count; i++) {
        const struct tvx_trace_hit *hit = &reuse->hits[i];

        if (hit->cluster != number || hit->source.document != first->source.document || copies++ >= COPIES)
            continue;
        html_raw(html, "<li>→ ");
        side(html, &hit->passage);
        html_raw(html, "</li>\n");
    }
    html_raw(html, copies > COPIES ? "<li>…</li></ol></article>\n" : "</ol></article>\n");
}

static enum tvx_status shared_card(struct html *html, const struct tvx_page *page)
{
    const struct tvx_trace *reuse = NULL;
    struct html_pager pager;
    void *value = NULL;
    struct tvx_counts counts;
    enum tvx_status status = tvx_store_counts(page->store, &counts, page->error);

    if (status != TVX_OK)
        return status;
    html_card(html, "h-shared", SAY("Texts that several documents have"));
    if (counts.documents > MOST_DOCUMENTS) {
        html_note(html, "This workspace is too large to compare all while you wait; `travaux reuse` does, at the "
                        "command line.");
        html_card_end(html);
        return TVX_OK;
    }
    if (tvx_shelf_take(page->shelf, "reuse", make_reuse, NULL, &value, NULL) == TVX_OK)
        reuse = value;
    if (reuse == NULL) /* the index stands beside the workspace, and may not be writable */
        html_note(html, "The index of wording cannot be made here; `travaux reuse` says why.");
    else if (reuse->clusters == 0)
        html_note(html, "None that is known.");
    pager = html_pager_of(html, reuse == NULL ? 0 : reuse->clusters);
    for (size_t i = pager.from; i < pager.to; i++)
        cluster(html, reuse, i);
    html_pager(html, &pager);
    html_card_end(html);
    return TVX_OK;
}

enum tvx_status page_reuse(struct tvx_page *page)
{
    struct html made = html_of(page), *html = &made;
    const struct html_crumb crumbs[] = {{html_said(html, "Wording"), NULL}};
    enum tvx_status status = TVX_OK;

    html_start(html, crumbs[0].text, crumbs, 1);
    html_heading(html, html_said(html, "Where wording travelled"), NULL);
    if (shelf_few_pairs(page))
        status = returned_card(html, page);
    if (status == TVX_OK)
        status = shared_card(html, page);
    html_end(html);
    return status;
}
