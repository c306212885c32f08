/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What needs a person's eye: matches to confirm, documents that were read with doubt, proposals tied to nothing. */
#include <stdio.h>
#include <string.h>
#include <travaux/store/verdict.h>

#include "draft.h"
#include "pages.h"

enum { WAITING = 25, JUDGED = 25, OTHERS = 300 }; /* shown */

/* ---- matches ---- */

static void side(struct html *html, const struct tvx_match_side *s)
{
    const struct tvx_evidence evidence = {
        .document = s->document == NULL ? "" : s->document, .sha256 = s->sha256,
        .ref = s->proposal == NULL ? "" : s->proposal, .quote = s->quote, .start = s->start, .points = s->points,
    };

    html_raw(html, "<div class=\"side\">");
    if (s->proposal != NULL) {
        html_raw(html, "<p>");
        html_proposal(html, s->proposal);
        html_raw(html, "</p>\n");
    }
    if (s->before != NULL || s->after != NULL) {
        html_raw(html, "<p class=\"text lines\" dir=\"auto\">");
        if (s->before != NULL && *s->before != '\0') {
            html_raw(html, "<del>");
            html_text(html, s->before);
            html_raw(html, "</del> ");
        }
        if (s->after != NULL && *s->after != '\0') {
            html_raw(html, "<ins>");
            html_text(html, s->after);
            html_raw(html, "</ins>");
        }
        html_raw(html, "</p>\n");
    }
    html_passage(html, &evidence);
    html_raw(html, "</div>\n");
}

static void verdict_button(struct html *html, const char *value, const char *key, const char *english)
{
    html_raw(html, "<button type=\"submit\" name=\"value\"");
    html_attribute(html, "value", value);
    html_attribute(html, "data-key", key); /* travaux.js presses it */
    html_raw(html, ">");
    html_say(html, english);
    html_raw(html, "</button> ");
}

static void verdict_form(struct html *html, const struct tvx_judged *item, int64_t seen, bool waits)
{
    if (html->viewer->token == NULL || !html->viewer->edits)
        return;
    html_form_start(html, "/review", "verdict");
    html_hidden(html, "match", item->id);
    html_hidden_number(html, "seen", seen);
    html_hidden(html, "back", tvx_arena_printf(html->arena, "/review#m-%s", item->id));
    if (waits) {
        html_raw(html, "<label>");
        html_say(html, "Why");
        html_raw(html, " <input name=\"note\"></label> ");
        verdict_button(html, "confirmed", "y", SAY("Yes, it is one"));
        verdict_button(html, "rejected", "n", SAY("No, it is none"));
    } else {
        html_hidden(html, "note", "");
        verdict_button(html, "none", "u", SAY("Undo the verdict"));
    }
    html_raw(html, "</form>\n");
}

static void judged_by(struct html *html, const struct tvx_verdict *v)
{
    html_raw(html, "<p>");
    html_say(html, v->value == TVX_VERDICT_CONFIRMED ? "Yes, it is one" : "No, it is none");
    html_raw(html, " · ");
    html_text(html, v->by == NULL ? "–" : v->by);
    html_raw(html, ", ");
    html_day(html, tvx_arena_strndup(html->arena, v->at, 10));
    if (*v->note != '\0') {
        html_raw(html, ": ");
        html_text(html, v->note);
    }
    html_raw(html, "</p>\n");
}

static enum tvx_status match(struct html *html, struct tvx_page *page, const struct tvx_judged *item)
{
    bool waits = item->verdict.value == TVX_VERDICT_NONE;
    int64_t seen = 0;
    /* of the match that was judged: it may have been a little longer or shorter */
    enum tvx_status status =
        tvx_store_revision(page->store, &seen, "verdict", waits ? item->id : item->verdict.id, page->error);

    if (status != TVX_OK)
        return status;
    html_raw(html, "<article class=\"card place match\"");
    html_attribute(html, "id", tvx_arena_printf(html->arena, "m-%s", item->id));
    html_raw(html, "><h3>");
    html_say(html, item->match.kind == TVX_MATCH_REUSE ? "The same wording?" : "The same change?");
    html_raw(html, " <span class=\"soft\">");
    html_say_with(html, "score {1}", (const char *[]){html_said_figure(html, item->match.score, 2)}, 1);
    html_raw(html, "</span></h3>\n<div class=\"sides\">\n");
    side(html, &item->match.sides[0]);
    side(html, &item->match.sides[1]);
    html_raw(html, "</div>\n");
    if (!waits)
        judged_by(html, &item->verdict);
    verdict_form(html, item, seen, waits);
    html_raw(html, "</article>\n");
    return TVX_OK;
}

/* Those that wait stand first in the list, then the judged ones, newest first. */
static enum tvx_status matches(struct html *html, struct tvx_page *page)
{
    struct tvx_judged *items;
    size_t count = 0, waiting = 0;
    enum tvx_status status = tvx_store_judged(page->store, page->arena, &items, &count, page->error);

    while (waiting < count && items[waiting].verdict.value == TVX_VERDICT_NONE)
        waiting++;
    html_raw(html, "<h2 id=\"matches\">");
    html_say_number(html, waiting, "{1} match waits for a verdict", "{1} matches wait for a verdict");
    html_raw(html, "</h2>\n<p class=\"soft\">");
    html_say(html, "Keys: j and k go from one to the next, y says yes, n says no, u undoes.");
    html_raw(html, "</p>\n");
    for (size_t i = 0; i < waiting && i < WAITING && status == TVX_OK; i++)
        status = match(html, page, &items[i]);
    if (html->viewer->token != NULL && html->viewer->edits) {
        html_form_start(html, "/review/find", NULL);
        html_form_end(html, "Look for proposals that came before");
    }
    if (count > waiting) {
        html_raw(html, "<h2 id=\"judged\">");
        html_say(html, "Judged lately");
        html_raw(html, "</h2>\n");
    }
    for (size_t i = waiting; i < count && i < waiting + JUDGED && status == TVX_OK; i++)
        status = match(html, page, &items[i]);
    return status;
}

/* ---- readings ---- */

static const char *kind_said(const char *kind)
{
    static const struct { const char *kind, *said; } words[] = {
        {"failed-file", SAY("File not taken")}, {"doubtful-document", SAY("Document read with doubt")},
        {"missing-parent", SAY("Its main document is missing")}, {"unresolved-proposal", SAY("Tied to no provision")},
        {"other-version", SAY("On another version")}, {"doubtful-proposal", SAY("Proposal read with doubt")},
        {"warning", SAY("Warning")},
    };

    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(words[i].kind, kind) == 0)
            return words[i].said;
    return SAY("Warning");
}

static enum tvx_status readings(struct html *html, struct tvx_page *page)
{
    static const struct html_column columns[] = {{SAY("What"), false}, {SAY("Where"), false}, {SAY("Why"), false}};
    struct tvx_review *items;
    size_t count = 0;
    enum tvx_status status = tvx_store_review(page->store, page->arena, &items, &count, page->error);

    if (status != TVX_OK)
        return status;
    html_card(html, "readings", SAY("What was read with doubt"));
    if (count == 0)
        html_note(html, SAY("Nothing waits here."));
    else
        html_table(html, SAY("What was read with doubt"), columns, 3);
    for (size_t i = 0; i < count && i < OTHERS; i++) {
        const struct tvx_review *item = &items[i];
        bool proposal = strstr(item->kind, "proposal") != NULL || strcmp(item->kind, "other-version") == 0;

        html_raw(html, "<tr><td>");
        html_say(html, kind_said(item->kind));
        html_raw(html, "</td><td>");
        if (proposal)
            html_thing(html, "proposal", item->where, NULL, item->where);
        else if (item->document != 0)
            html_thing(html, "document", tvx_arena_printf(html->arena, "%lld", (long long)item->document), NULL,
                       item->where);
        else
            html_text(html, item->where);
        html_raw(html, "</td><td>");
        html_sentence(html, item->message);
        html_raw(html, "</td></tr>\n");
    }
    if (count > 0)
        html_table_end(html);
    if (count > OTHERS) {
        html_raw(html, "<p class=\"soft\">");
        html_say_number(html, count - OTHERS, "{1} more: travaux status lists it",
                        "{1} more: travaux status lists them");
        html_raw(html, "</p>\n");
    }
    html_card_end(html);
    return TVX_OK;
}

enum tvx_status page_review(struct tvx_page *page)
{
    struct html html = html_of(page);
    const struct html_crumb crumb = {html_said(&html, "Review"), NULL};
    enum tvx_status status;

    if (page->viewer->account == 0)
        return tvx_error_set(page->error, TVX_E_NOTFOUND, "There is no such page.");
    html_start(&html, html_said(&html, "Review"), &crumb, 1);
    html_heading(&html, html_said(&html, "Review"), NULL);
    status = matches(&html, page);
    if (status == TVX_OK)
        status = readings(&html, page);
    html_end(&html);
    return status;
}
