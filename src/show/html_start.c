/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The start page: understood in ten seconds by somebody who sees it for the first time. */
#include "html_start.h"

#include "chart.h"
#include "words.h"

#include <string.h>

enum { NAMES_SHOWN = 6, TITLE_WORDS = 9 };

const char *html_document_kind(struct html *html, const char *kind)
{
    static const struct { const char *kind, *english; } words[] = {
        {"contribution", SAY("contribution")}, {"instrument", SAY("instrument")}, {"final-acts", SAY("final acts")},
        {"report", SAY("report")}, {"statement", SAY("statement")}, {"library", SAY("library")},
    };

    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(words[i].kind, kind) == 0)
            return html_said(html, words[i].english);
    return kind;
}

static const char *title_of(struct html *html, const struct html_start_page *start)
{
    if (start->survey.title != NULL && *start->survey.title != '\0')
        return start->survey.title;
    if (start->event == NULL)
        return html_said(html, "Every proposed text");
    return start->event->title != NULL && *start->event->title != '\0' ? start->event->title : start->event->meeting;
}

/* One large number with what it counts; leads to the list. */
static void tile(struct html *html, size_t number, const char *one, const char *many, const char *kind,
                 const char *anchor)
{
    const char *address = kind == NULL ? NULL : html_address(html, kind, NULL);

    html_raw(html, "<li>");
    if (address != NULL || anchor != NULL) {
        html_raw(html, "<a");
        html_attribute(html, "href",
                       anchor != NULL ? anchor : tvx_arena_printf(html->arena, "%s%s", html->root, address));
        html_raw(html, ">");
    }
    html_raw(html, "<b>");
    html_figure(html, (double)number, 0);
    html_raw(html, "</b> ");
    html_say(html, number == 1 ? one : many);
    html_raw(html, address != NULL || anchor != NULL ? "</a></li>\n" : "</li>\n");
}

static void head(struct html *html, const struct html_start_page *start)
{
    const struct tvx_survey *survey = &start->survey;

    html_raw(html, "<div class=\"head\"><h1>");
    html_text(html, title_of(html, start));
    html_raw(html, "</h1>\n");
    if (survey->place != NULL && *survey->place != '\0') {
        html_raw(html, "<p class=\"facts\">");
        html_text(html, survey->place);
        html_raw(html, "</p>\n");
    }
    html_raw(html, "<p class=\"sum\">");
    html_say_with(html, "{1} from {2} would change {3} of {4}.",
                  (const char *[]){html_said_number(html, survey->proposals, "{1} proposal", "{1} proposals"),
                                   html_said_number(html, survey->sponsors, "{1} sponsor", "{1} sponsors"),
                                   html_said_number(html, survey->provisions, "{1} provision", "{1} provisions"),
                                   html_said_number(html, survey->instruments, "{1} instrument", "{1} instruments")},
                  4);
    html_raw(html, " ");
    if (survey->disputed > 0)
        html_say_with(html, "For {1} of them the texts differ.",
                      (const char *[]){html_said_figure(html, (double)survey->disputed, 0)}, 1);
    html_raw(html, "</p>\n<ul class=\"numbers\">\n");
    tile(html, survey->proposals, SAY("proposal"), SAY("proposals"), "provisions", NULL);
    tile(html, survey->sponsors, SAY("sponsor"), SAY("sponsors"), "actors", NULL);
    tile(html, survey->provisions, SAY("provision"), SAY("provisions"), "provisions", NULL);
    tile(html, survey->disputed, SAY("provision in dispute"), SAY("provisions in dispute"), NULL, "#h-disputed");
    tile(html, survey->documents, SAY("document"), SAY("documents"), "documents", NULL);
    html_raw(html, "</ul></div>\n");
}

/* ---- where most texts meet ---- */

static const char *reference_of(struct html *html, const struct tvx_survey_place *place)
{
    const char *law = *place->version == '\0' ? place->key
                                              : tvx_arena_printf(html->arena, "%s@%s", place->key, place->version);

    return *place->path == '\0' ? law : tvx_arena_printf(html->arena, "%s:%s", law, place->path);
}

static void place_head(struct html *html, const struct tvx_survey_place *place)
{
    const char *reference = reference_of(html, place);

    html_raw(html, "<tr><th scope=\"row\">");
    html_thing(html, *place->path == '\0' ? "instrument" : "provision", reference, "number", reference);
    if (place->is_new) {
        html_raw(html, " <span class=\"tag\">");
        html_say(html, "new");
        html_raw(html, "</span>");
    }
    html_raw(html, "</th>");
    html_cell(html, place->heading);
}

static void names_cell(struct html *html, const struct tvx_survey_place *place)
{
    bool many = place->name_count > NAMES_SHOWN && place->sponsors > NAMES_SHOWN + 1;
    size_t shown = many ? NAMES_SHOWN : place->name_count;

    html_raw(html, "<td>");
    html_actors(html, place->names, shown);
    if (place->sponsors > shown) {
        html_raw(html, " <span class=\"soft\">");
        html_say_with(html, "and {1} more",
                      (const char *[]){html_said_figure(html, (double)(place->sponsors - shown), 0)}, 1);
        html_raw(html, "</span>");
    }
    html_raw(html, "</td>");
}

static void disputed(struct html *html, const struct html_start_page *start)
{
    static const struct html_column columns[] = {{SAY("Provision"), false}, {SAY("Heading"), false},
                                                 {SAY("Texts"), true}, {SAY("Conflicts"), true}, {SAY("By"), false}};

    html_card(html, "h-disputed", SAY("Where most texts meet"));
    if (start->disputed_count == 0) {
        html_note(html, SAY("Nothing is proposed on any provision yet."));
        html_card_end(html);
        return;
    }
    html_table(html, SAY("Where most texts meet"), columns, sizeof columns / sizeof *columns);
    for (size_t i = 0; i < start->disputed_count; i++) {
        const struct html_disputed *item = &start->disputed[i];

        place_head(html, item->place);
        html_cell_number(html, item->place->texts);
        html_raw(html, item->compared && item->conflicts > 0 ? "<td class=\"n\"><span class=\"alert\">! "
                                                             : "<td class=\"n\">");
        if (item->compared)
            html_figure(html, (double)item->conflicts, 0);
        html_raw(html, item->compared && item->conflicts > 0 ? "</span></td>" : "</td>");
        names_cell(html, item->place);
        html_raw(html, "</tr>\n");
    }
    html_table_end(html);
    html_raw(html, "<p class=\"more\">");
    html_thing(html, "provisions", NULL, NULL,
               html_said_number(html, start->place_count, "All of {1} provision", "All {1} provisions"));
    html_raw(html, "</p>\n");
    html_card_end(html);
}

/* ---- on what, by whom ---- */

static void on_what(struct html *html, const struct html_start_page *start)
{
    html_card(html, "h-instruments", SAY("Instruments"));
    html_raw(html, "<ul class=\"plain bars\">\n");
    for (size_t i = 0; i < start->instrument_count; i++) {
        const struct tvx_stored_instrument *item = &start->instruments[i];
        const char *reference =
            item->version == NULL ? item->key : tvx_arena_printf(html->arena, "%s@%s", item->key, item->version);
        size_t proposals = 0;

        for (size_t k = 0; k < start->on_count; k++)
            if (strcmp(start->on[k].name, item->key) == 0 &&
                (item->version == NULL || start->on[k].version == NULL ||
                 strcmp(start->on[k].version, item->version) == 0))
                proposals += start->on[k].proposals;
        html_raw(html, "<li><span class=\"what\">");
        html_thing(html, "instrument", reference, "number", reference);
        html_raw(html, " ");
        html_text(html, item->title);
        if (item->in_force) {
            html_raw(html, " <span class=\"tag\">");
            html_say(html, "in force");
            html_raw(html, "</span>");
        }
        html_raw(html, "</span>");
        html_raw(html, "<span class=\"size\">");
        chart_share(html, proposals, start->survey.proposals);
        html_raw(html, " ");
        html_say_number(html, proposals, "{1} proposal", "{1} proposals");
        html_raw(html, "</span></li>\n");
    }
    html_raw(html, "</ul>\n");
    html_card_end(html);
}

static void by_whom(struct html *html, const struct html_start_page *start)
{
    if (start->sponsor_count == 0)
        return;
    html_card(html, "h-sponsors", SAY("Who proposes most"));
    html_raw(html, "<ul class=\"plain bars narrow\">\n");
    for (size_t i = 0; i < start->sponsor_count; i++) {
        html_raw(html, "<li><span class=\"what\">");
        html_actor(html, start->sponsors[i].name);
        html_raw(html, "</span><span class=\"size\">");
        chart_share(html, start->sponsors[i].proposals, start->sponsors[0].proposals);
        html_raw(html, " ");
        html_figure(html, (double)start->sponsors[i].proposals, 0);
        html_raw(html, "</span></li>\n");
    }
    html_raw(html, "</ul>\n<p class=\"more\">");
    html_thing(html, "actors", NULL, NULL, html_said(html, "All who propose"));
    html_raw(html, "</p>\n");
    html_card_end(html);
}

/* ---- new, due ---- */

static void news_link(struct html *html, const struct tvx_news *item)
{
    switch (item->kind) {
    case TVX_NEWS_DOCUMENT:
    case TVX_NEWS_OUTCOME:
        html_thing(html, "document", tvx_arena_printf(html->arena, "%lld", (long long)item->document), "number",
                   item->reference);
        break;
    case TVX_NEWS_PROPOSAL:
    case TVX_NEWS_ASSESSMENT:
    case TVX_NEWS_POSITION:
        html_thing(html, "proposal", item->reference, "number", item->reference);
        break;
    case TVX_NEWS_VERSION:
        html_thing(html, "instrument", item->reference, "number", item->reference);
        break;
    default:
        html_text(html, item->reference);
    }
}

static const char *news_word(enum tvx_news_kind kind)
{
    static const char *const words[TVX_NEWS_KIND_COUNT] = {
        [TVX_NEWS_DOCUMENT] = SAY("document"),     [TVX_NEWS_PROPOSAL] = SAY("proposal"),
        [TVX_NEWS_VERSION] = SAY("version"),       [TVX_NEWS_OUTCOME] = SAY("outcome"),
        [TVX_NEWS_VERDICT] = SAY("verdict"),       [TVX_NEWS_ANNOTATION] = SAY("annotation"),
        [TVX_NEWS_REPLY] = SAY("reply"),           [TVX_NEWS_ASSESSMENT] = SAY("assessment"),
        [TVX_NEWS_POSITION] = SAY("position"),     [TVX_NEWS_DEADLINE] = SAY("deadline"),
    };

    return words[kind];
}

static void what_is_new(struct html *html, const struct html_start_page *start)
{
    const char *since = html->viewer->since;
    size_t all = 0;

    for (int i = 0; i < TVX_NEWS_KIND_COUNT; i++)
        all += since == NULL ? 0 : start->news_of[i];
    if (since == NULL && start->news_count == 0)
        return;
    html_card(html, "h-news", since == NULL ? SAY("Newest documents") : SAY("Since your last visit"));
    if (since != NULL) {
        html_raw(html, "<p class=\"soft\">");
        html_say_with(html, all == 0 ? "Nothing is new since {1}." : "{2} new since {1}",
                      (const char *[]){html_date(html, tvx_arena_strndup(html->arena, since, strnlen(since, 10))),
                                       html_said_figure(html, (double)all, 0)}, 2);
        html_raw(html, "</p>\n");
    }
    html_raw(html, "<ul class=\"plain news\">\n");
    for (size_t i = 0; i < start->news_count; i++) {
        const struct tvx_news *item = &start->news[i];

        html_raw(html, "<li>");
        if (since != NULL) {
            html_raw(html, "<span class=\"tag\">");
            html_say(html, news_word(item->kind));
            html_raw(html, "</span> ");
        }
        news_link(html, item);
        html_raw(html, " ");
        html_words(html, item->title, TITLE_WORDS);
        if (item->by != NULL && *item->by != '\0') {
            html_raw(html, " <span class=\"soft\">");
            html_text(html, item->by);
            html_raw(html, "</span>");
        }
        html_raw(html, "</li>\n");
    }
    html_raw(html, "</ul>\n");
    html_card_end(html);
}

static void what_is_due(struct html *html, const struct html_start_page *start)
{
    if (start->due_count == 0)
        return;
    html_card(html, "h-due", SAY("Coming up"));
    html_raw(html, "<ul class=\"plain due\">\n");
    for (size_t i = 0; i < start->due_count; i++) {
        const struct tvx_calendar_entry *item = &start->due[i];
        int days = tvx_day_valid(item->date) ? tvx_day_between(start->today, item->date) : -1;

        html_raw(html, "<li><span class=\"when\"><time");
        html_attribute(html, "datetime", item->date);
        html_raw(html, ">");
        html_text(html, html_date(html, item->date));
        html_raw(html, "</time>");
        if (days >= 0 && days <= 60) {
            html_raw(html, days <= 14 ? " <b class=\"alert\">" : " <b>");
            if (days == 0)
                html_say(html, "today");
            else
                html_say_number(html, (size_t)days, "in {1} day", "in {1} days");
            html_raw(html, "</b>");
        }
        html_raw(html, "</span> ");
        html_sentence(html, item->claim.statement);
        html_raw(html, "</li>\n");
    }
    html_raw(html, "</ul>\n");
    if (tvx_page_kind_find("calendar") != NULL) {
        html_raw(html, "<p class=\"more\">");
        html_thing(html, "calendar", NULL, NULL, html_said(html, "All dates and ways in"));
        html_raw(html, "</p>\n");
    }
    html_card_end(html);
}

static void meetings(struct html *html, const struct html_start_page *start)
{
    size_t shown = 0;

    for (size_t i = 0; i < start->event_count; i++) {
        const struct tvx_event *event = &start->events[i];

        if (event->proposals == 0 || event == start->event)
            continue;
        html_raw(html, shown++ == 0 ? "<p class=\"facts\">" : " · ");
        if (shown == 1) {
            html_say(html, "Other meetings:");
            html_raw(html, " ");
        }
        html_link(html, html->viewer->served
                            ? tvx_arena_printf(html->arena, "?meeting=%s", tvx_page_escape(html->arena, event->meeting))
                            : NULL, NULL, event->meeting);
        html_raw(html, " (");
        html_say_number(html, event->proposals, "{1} proposal", "{1} proposals");
        html_raw(html, ")");
    }
    html_raw(html, shown > 0 ? "</p>\n" : "");
}

void html_start_page(struct html *html, const struct html_start_page *start)
{
    const struct html_crumb crumbs[] = {{html_said(html, "Overview"), NULL}};

    html_start(html, title_of(html, start), crumbs, 1);
    head(html, start);
    html_raw(html, "<div class=\"start\">\n<div>\n");
    disputed(html, start);
    on_what(html, start);
    html_raw(html, "</div>\n<div>\n");
    what_is_new(html, start);
    what_is_due(html, start);
    by_whom(html, start);
    html_raw(html, "</div>\n</div>\n");
    meetings(html, start);
    html_end(html);
}

/* ---- lists ---- */

/* Shown by the script, which does what it offers. */
static void filter(struct html *html)
{
    html_raw(html, "<p class=\"filter\" hidden");
    html_attribute(html, "data-of-rows", html_said(html, "{1} of {2} rows"));
    html_raw(html, "><label for=\"filter\">");
    html_say(html, "Show only rows with");
    html_raw(html, "</label> <input type=\"search\" id=\"filter\" autocomplete=\"off\"> "
                   "<output for=\"filter\"></output></p>\n");
}

static void unresolved_table(struct html *html, const struct tvx_stored_proposal *items, size_t count)
{
    static const struct html_column columns[] = {{SAY("Proposal"), false}, {SAY("Target as printed"), false},
                                                 {SAY("Why"), false}};

    if (count == 0)
        return;
    html_card(html, "review", SAY("Proposals tied to no provision"));
    html_table(html, SAY("Proposals tied to no provision"), columns, 3);
    for (size_t i = 0; i < count; i++) {
        html_row_head(html, "proposal", items[i].proposal.number, items[i].proposal.number);
        html_cell(html, items[i].proposal.target);
        html_raw(html, "<td>");
        html_sentence(html, items[i].resolution.reason == NULL ? "" : items[i].resolution.reason);
        html_raw(html, "</td></tr>\n");
    }
    html_table_end(html);
    html_card_end(html);
}

void html_provisions_page(struct html *html, const struct tvx_survey_place *places, size_t count, size_t total,
                          const struct html_pager *pager, const struct tvx_stored_proposal *unresolved,
                          size_t unresolved_count)
{
    static const struct html_column columns[] = {{SAY("Provision"), false}, {SAY("Heading"), false},
                                                 {SAY("Proposals"), true}, {SAY("Texts"), true}, {SAY("By"), false}};
    const char *title = html_said(html, "Provisions");
    const struct html_crumb crumbs[] = {{title, NULL}};

    html_start(html, title, crumbs, 1);
    html_heading(html, html_said(html, "What is proposed, most contested first"),
                 html_said_number(html, total, "{1} provision", "{1} provisions"));
    filter(html);
    html_card(html, "h-places", SAY("Provisions"));
    html_table(html, SAY("What is proposed, most contested first"), columns, sizeof columns / sizeof *columns);
    for (size_t i = 0; i < count; i++) {
        place_head(html, &places[i]);
        html_cell_number(html, places[i].proposals);
        html_cell_number(html, places[i].texts);
        names_cell(html, &places[i]);
        html_raw(html, "</tr>\n");
    }
    html_table_end(html);
    html_pager(html, pager);
    html_card_end(html);
    unresolved_table(html, unresolved, unresolved_count);
    html_end(html);
}

void html_documents_page(struct html *html, const struct tvx_stored_document *documents, size_t count, size_t total,
                         const struct html_pager *pager)
{
    static const struct html_column columns[] = {{SAY("Document"), false}, {SAY("Title"), false}, {SAY("Kind"), false},
                                                 {SAY("Date"), false}, {SAY("Proposals"), true}, {SAY("By"), false}};
    const char *title = html_said(html, "Documents");
    const struct html_crumb crumbs[] = {{title, NULL}};

    html_start(html, title, crumbs, 1);
    html_heading(html, title, html_said_number(html, total, "{1} document", "{1} documents"));
    filter(html);
    html_card(html, "h-documents", SAY("Documents"));
    html_table(html, SAY("Documents"), columns, sizeof columns / sizeof *columns);
    for (size_t i = 0; i < count; i++) {
        const struct tvx_stored_document *item = &documents[i];

        html_row_head(html, "document", tvx_arena_printf(html->arena, "%lld", (long long)item->id),
                      item->symbol != NULL && *item->symbol != '\0' ? item->name : show_words_file(item->file));
        html_cell(html, item->title);
        html_cell(html, html_document_kind(html, item->kind));
        html_raw(html, "<td>");
        html_day(html, item->date);
        html_raw(html, "</td>");
        html_cell_number(html, item->proposals);
        html_raw(html, "<td>");
        html_actors(html, item->sponsors, item->sponsor_count);
        html_raw(html, "</td></tr>\n");
    }
    html_table_end(html);
    html_pager(html, pager);
    html_card_end(html);
    html_end(html);
}
