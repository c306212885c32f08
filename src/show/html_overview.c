/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The index, the page of an instrument. */
#include "html_pages.h"
#include "linked_page.h"
#include "words.h"

#include <stdint.h>
#include <string.h>

enum { NAMES_SHOWN = 6 };

static const char *instrument_reference(struct html *html, const struct tvx_stored_instrument *item)
{
    return item->version == NULL ? item->key : tvx_arena_printf(html->arena, "%s@%s", item->key, item->version);
}

struct column {
    const char *name; /* English */
    bool number;
};

static void table_open(struct html *html, const char *id, const char *title, const struct column *columns, size_t count)
{
    html_raw(html, "<section class=\"card\"");
    html_attribute(html, "id", id);
    html_raw(html, ">\n<h2>");
    html_say(html, title);
    html_raw(html, "</h2>\n<section class=\"scroll\" tabindex=\"0\"");
    html_attribute(html, "aria-label", html_said(html, title));
    html_raw(html, "><table data-filter>\n<caption class=\"vh\">");
    html_say(html, title);
    html_raw(html, "</caption>\n<thead><tr>");
    for (size_t i = 0; i < count; i++) {
        html_raw(html, columns[i].number ? "<th scope=\"col\" class=\"n\">" : "<th scope=\"col\">");
        html_say(html, columns[i].name);
        html_raw(html, "</th>");
    }
    html_raw(html, "</tr></thead>\n<tbody>\n");
}

static void table_close(struct html *html)
{
    html_raw(html, "</tbody></table></section>\n</section>\n");
}

static void number_cell(struct html *html, size_t number, bool alert)
{
    bool mark = alert && number > 0;

    html_raw(html, mark ? "<td class=\"n\"><span class=\"alert\">! " : "<td class=\"n\">");
    html_figure(html, (double)number, 0);
    html_raw(html, mark ? "</span></td>" : "</td>");
}

static void new_tag(struct html *html)
{
    html_raw(html, " <span class=\"tag\">");
    html_say(html, "new");
    html_raw(html, "</span>");
}

static void text_cell(struct html *html, const char *text)
{
    html_raw(html, "<td>");
    html_text(html, text);
    html_raw(html, "</td>");
}

static void places(struct html *html, const struct site_overview *overview)
{
    static const struct column columns[] = {{SAY("Provision"), false}, {SAY("Heading"), false}, {SAY("Texts"), true},
                                            {SAY("Families"), true}, {SAY("Conflicts"), true}, {SAY("By"), false}};

    if (overview->place_count == 0)
        return;
    table_open(html, "provisions", SAY("What is proposed, most contested first"), columns,
               sizeof columns / sizeof *columns);
    for (size_t i = 0; i < overview->place_count; i++) {
        const struct site_place *place = &overview->places[i];

        if (place->texts == 0) /* a division that is only touched in its parts */
            continue;
        html_raw(html, "<tr><th scope=\"row\">");
        html_thing(html, "provision", place->reference, "number", place->reference);
        if (place->provision == SIZE_MAX)
            new_tag(html);
        html_raw(html, "</th>");
        text_cell(html, place->title);
        number_cell(html, place->texts, false);
        number_cell(html, place->families, false);
        number_cell(html, place->conflicts, true);
        html_raw(html, "<td>");
        html_text(html, show_words_join(html->arena, place->sponsors, place->sponsor_count, NAMES_SHOWN, " · "));
        html_raw(html, "</td></tr>\n");
    }
    table_close(html);
}

static void instruments(struct html *html, const struct site_overview *overview)
{
    static const struct column columns[] = {{SAY("Instrument"), false}, {SAY("Title"), false}, {SAY("Date"), false},
                                            {SAY("In force"), false}, {SAY("Provisions"), true}};

    if (overview->instrument_count == 0)
        return;
    table_open(html, "instruments", SAY("Instruments"), columns, sizeof columns / sizeof *columns);
    for (size_t i = 0; i < overview->instrument_count; i++) {
        const struct tvx_stored_instrument *item = &overview->instruments[i];
        const char *reference = instrument_reference(html, item);

        html_raw(html, "<tr><th scope=\"row\">");
        html_thing(html, "instrument", reference, "number", reference);
        html_raw(html, "</th>");
        text_cell(html, item->title);
        text_cell(html, html_date(html, item->date));
        text_cell(html, item->in_force ? html_said(html, "yes") : html_said(html, "no"));
        number_cell(html, item->provisions, false);
        html_raw(html, "</tr>\n");
    }
    table_close(html);
}

static void documents(struct html *html, const struct site_overview *overview)
{
    static const struct column columns[] = {{SAY("Document"), false}, {SAY("Title"), false}, {SAY("Kind"), false},
                                            {SAY("Date"), false}, {SAY("Proposals"), true}, {SAY("By"), false}};

    if (overview->document_count == 0)
        return;
    table_open(html, "documents", SAY("Documents"), columns, sizeof columns / sizeof *columns);
    for (size_t i = 0; i < overview->document_count; i++) {
        const struct tvx_stored_document *item = &overview->documents[i];

        html_raw(html, "<tr><th scope=\"row\">");
        html_thing(html, "document", tvx_arena_printf(html->arena, "%lld", (long long)item->id), "number",
                   item->symbol != NULL && *item->symbol != '\0' ? item->symbol : show_words_file(item->file));
        html_raw(html, "</th>");
        text_cell(html, item->title);
        html_raw(html, "<td>");
        html_sentence(html, item->kind);
        html_raw(html, "</td>");
        text_cell(html, html_date(html, item->date));
        number_cell(html, item->proposals, false);
        html_raw(html, "<td>");
        html_text(html, show_words_join(html->arena, item->sponsors, item->sponsor_count, NAMES_SHOWN, " · "));
        html_raw(html, "</td></tr>\n");
    }
    table_close(html);
}

static void unresolved(struct html *html, const struct site_overview *overview)
{
    static const struct column columns[] = {{SAY("Proposal"), false}, {SAY("Target as printed"), false},
                                            {SAY("Why"), false}};

    if (overview->unresolved_count == 0)
        return;
    table_open(html, "review", SAY("Proposals tied to no provision"), columns, sizeof columns / sizeof *columns);
    for (size_t i = 0; i < overview->unresolved_count; i++) {
        const struct tvx_stored_proposal *item = &overview->unresolved[i];

        html_raw(html, "<tr><th scope=\"row\">");
        html_thing(html, "proposal", item->proposal.number, "number", item->proposal.number);
        html_raw(html, "</th>");
        text_cell(html, item->proposal.target);
        html_raw(html, "<td>");
        html_sentence(html, item->resolution.reason);
        html_raw(html, "</td></tr>\n");
    }
    table_close(html);
}

/* The newest meeting at which something was proposed; NULL when none is known. */
static const struct tvx_event *last_event(const struct site_overview *overview)
{
    const struct tvx_event *last = NULL;

    for (size_t i = 0; i < overview->event_count; i++) {
        const struct tvx_event *event = &overview->events[i];

        if (event->proposals > 0 &&
            (last == NULL || last->date == NULL || (event->date != NULL && strcmp(event->date, last->date) >= 0)))
            last = event;
    }
    return last;
}

static void meetings(struct html *html, const struct site_overview *overview)
{
    if (overview->event_count == 0)
        return;
    html_raw(html, "<p class=\"facts\">");
    html_say(html, "Meetings:");
    for (size_t i = 0; i < overview->event_count; i++) {
        html_raw(html, i == 0 ? " " : " · ");
        html_say_with(html, "{1} ({2})",
                      (const char *[]){overview->events[i].meeting,
                                       html_said_number(html, overview->events[i].proposals, "{1} proposal",
                                                        "{1} proposals")}, 2);
    }
    html_raw(html, "</p>\n");
}

/* Shown by the script, which does what it offers. */
static void filter(struct html *html)
{
    html_raw(html, "<p class=\"filter\" hidden");
    html_attribute(html, "data-of-rows", html_said(html, "{1} of {2} rows"));
    html_raw(html, "><label for=\"filter\">");
    html_say(html, "Show only rows with");
    html_raw(html, "</label> <input type=\"search\" id=\"filter\" autocomplete=\"off\"> "
                   "<output for=\"filter\"></output></p>");
}

void html_index_page(struct html *html, const struct site_overview *overview)
{
    const struct html_crumb crumbs[] = {{html_said(html, "Overview"), NULL}};
    const struct tvx_counts *counts = overview->counts;
    size_t contested = 0;
    const struct tvx_event *event = last_event(overview);
    const char *title = event == NULL                                   ? html_said(html, "Every proposed text")
                        : event->title != NULL && *event->title != '\0' ? event->title
                                                                        : event->meeting;

    for (size_t i = 0; i < overview->place_count; i++)
        contested += overview->places[i].texts > 0;
    html_start(html, title, crumbs, 1);
    html_raw(html, "<div class=\"head\"><h1>");
    html_text(html, title);
    html_raw(html, "</h1>\n");
    html_raw(html, "<p class=\"facts\">");
    html_say_with(html, "{1} by {2} in {3}, on {4}; {5} tied to no provision yet",
                  (const char *[]){html_said_number(html, counts->proposals, "{1} proposal", "{1} proposals"),
                                   html_said_number(html, counts->actors, "{1} actor", "{1} actors"),
                                   html_said_number(html, counts->documents, "{1} document", "{1} documents"),
                                   html_said_number(html, contested, "{1} provision", "{1} provisions"),
                                   html_said_figure(html, (double)counts->unresolved, 0)}, 5);
    html_raw(html, "</p>");
    meetings(html, overview);
    filter(html);
    html_raw(html, "</div>\n");
    places(html, overview);
    instruments(html, overview);
    documents(html, overview);
    unresolved(html, overview);
    html_end(html);
}

static void badge(struct html *html, const struct site_place *place)
{
    html_raw(html, "<p class=\"badge\">");
    html_thing(html, "provision", place->reference, place->conflicts > 0 ? "hot" : NULL,
               place->texts == 0
                   ? html_said_number(html, place->touches, "{1} proposal on it or its parts",
                                      "{1} proposals on it or its parts")
                   : tvx_arena_printf(html->arena, "%s%s%s",
                                      html_said_number(html, place->texts, "{1} proposed text", "{1} proposed texts"),
                                      place->conflicts > 0 ? " · ! " : "",
                                      place->conflicts > 0
                                          ? html_said_number(html, place->conflicts, "{1} conflict", "{1} conflicts")
                                          : ""));
    html_raw(html, "</p>");
}

static void new_ones(struct html *html, const struct site_place *list, size_t count, size_t behind)
{
    for (size_t i = 0; i < count; i++) {
        if (list[i].provision != SIZE_MAX || list[i].behind != behind)
            continue;
        html_raw(html, "<div class=\"provision new\"><p><span class=\"label\">");
        html_text(html, list[i].path);
        html_raw(html, "</span>");
        new_tag(html);
        html_raw(html, "</p>");
        badge(html, &list[i]);
        html_raw(html, "</div>\n");
    }
}

void html_instrument_page(struct html *html, const struct tvx_stored_instrument *head,
                          const struct tvx_instrument *instrument, const struct site_place *list, size_t count)
{
    const char *reference = instrument_reference(html, head);
    const struct html_crumb crumbs[] = {{reference, NULL}};
    const struct site_place **of = tvx_arena_array(html->arena, instrument->count + 1, sizeof *of);
    size_t fresh = 0;

    if (of == NULL) {
        html->out->failed = true;
        return;
    }
    for (size_t i = 0; i < count; i++)
        if (list[i].provision < instrument->count)
            of[list[i].provision] = &list[i];
        else
            fresh++;
    html_start(html, reference, crumbs, 1);
    html_raw(html, "<div class=\"head\"><h1>");
    html_text(html, head->title != NULL && *head->title != '\0' ? head->title : reference);
    html_raw(html, "</h1>\n<p class=\"facts\"><code>");
    html_text(html, reference);
    html_raw(html, "</code> · ");
    html_say(html, head->in_force ? "in force" : "not in force");
    html_raw(html, " · ");
    html_say_with(html, "{1}, {2} with proposals on them or their parts; {3} new ones proposed",
                  (const char *[]){html_said_number(html, instrument->count, "{1} provision", "{1} provisions"),
                                   html_said_figure(html, (double)(count - fresh), 0),
                                   html_said_figure(html, (double)fresh, 0)}, 3);
    html_raw(html, "</p></div>\n<section class=\"card outline\"");
    html_attribute(html, "aria-label", html_said(html, "Text with what is proposed"));
    html_raw(html, ">\n");
    for (size_t i = 0; i < instrument->count; i++) {
        const struct tvx_provision *item = &instrument->provisions[i];
        int level = item->level < 0 ? 0 : item->level > 5 ? 5 : item->level;

        html_printf(html, "<div class=\"provision l%d", level);
        html_raw(html, of[i] == NULL ? "\">" : " has\">");
        html_open_text(html, "p", *item->text == '\0' ? "division" : "text");
        if (*item->label != '\0') {
            html_raw(html, "<span class=\"label\">");
            html_text(html, item->label);
            html_raw(html, "</span> ");
        }
        if (*item->heading != '\0') {
            html_raw(html, "<b>");
            html_text(html, item->heading);
            html_raw(html, "</b> ");
        }
        html_text(html, item->text);
        html_raw(html, "</p>");
        if (of[i] != NULL)
            badge(html, of[i]);
        html_raw(html, "</div>\n");
        new_ones(html, list, count, i);
    }
    new_ones(html, list, count, SIZE_MAX);
    html_raw(html, "</section>\n");
    html_linked_law(html, head);
    html_end(html);
}
