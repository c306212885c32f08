/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The index, the page of an instrument, the page of actors. */
#include "html_pages.h"
#include "safe.h"
#include "words.h"

#include <stdint.h>
#include <string.h>

enum { NAMES_SHOWN = 6 };

static const char *instrument_reference(struct html *html, const struct tvx_stored_instrument *item)
{
    return item->version == NULL ? item->key : tvx_arena_printf(html->arena, "%s@%s", item->key, item->version);
}

/* `heads`: the columns' names with '|' between them; one that begins with '#' is a column of numbers. */
static void table_open(struct html *html, const char *id, const char *title, const char *heads)
{
    html_raw(html, "<section class=\"card\"");
    html_attribute(html, "id", id);
    html_raw(html, ">\n<h2>");
    html_text(html, title);
    html_raw(html, "</h2>\n<section class=\"scroll\" tabindex=\"0\"");
    html_attribute(html, "aria-label", title);
    html_raw(html, "><table data-filter>\n<caption class=\"vh\">");
    html_text(html, title);
    html_raw(html, "</caption>\n<thead><tr>");
    for (size_t length; *heads != '\0'; heads += length + (heads[length] == '|')) {
        bool number = *heads == '#';

        heads += number;
        length = strcspn(heads, "|");
        html_raw(html, number ? "<th scope=\"col\" class=\"n\">" : "<th scope=\"col\">");
        show_html_text(html->out, heads, length);
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
    if (alert && number > 0)
        html_printf(html, "<td class=\"n\"><span class=\"alert\">! %zu</span></td>", number);
    else
        html_printf(html, "<td class=\"n\">%zu</td>", number);
}

static void text_cell(struct html *html, const char *text)
{
    html_raw(html, "<td>");
    html_text(html, text);
    html_raw(html, "</td>");
}

static void places(struct html *html, const struct site_overview *overview)
{
    if (overview->place_count == 0)
        return;
    table_open(html, "provisions", "What is proposed, most contested first",
               "Provision|Heading|#Texts|#Families|#Conflicts|By");
    for (size_t i = 0; i < overview->place_count; i++) {
        const struct site_place *place = &overview->places[i];

        if (place->texts == 0) /* a division that is only touched in its parts */
            continue;
        html_raw(html, "<tr><th scope=\"row\">");
        html_thing(html, "provision", place->reference, "number", place->reference);
        if (place->provision == SIZE_MAX)
            html_raw(html, " <span class=\"tag\">new</span>");
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
    if (overview->instrument_count == 0)
        return;
    table_open(html, "instruments", "Instruments", "Instrument|Title|Date|In force|#Provisions");
    for (size_t i = 0; i < overview->instrument_count; i++) {
        const struct tvx_stored_instrument *item = &overview->instruments[i];
        const char *reference = instrument_reference(html, item);

        html_raw(html, "<tr><th scope=\"row\">");
        html_thing(html, "instrument", reference, "number", reference);
        html_raw(html, "</th>");
        text_cell(html, item->title);
        text_cell(html, item->date);
        text_cell(html, item->in_force ? "yes" : "no");
        number_cell(html, item->provisions, false);
        html_raw(html, "</tr>\n");
    }
    table_close(html);
}

static void documents(struct html *html, const struct site_overview *overview)
{
    if (overview->document_count == 0)
        return;
    table_open(html, "documents", "Documents", "Document|Title|Kind|Date|#Proposals|By");
    for (size_t i = 0; i < overview->document_count; i++) {
        const struct tvx_stored_document *item = &overview->documents[i];

        html_raw(html, "<tr><th scope=\"row\">");
        html_thing(html, "document", tvx_arena_printf(html->arena, "%lld", (long long)item->id), "number",
                   item->symbol != NULL && *item->symbol != '\0' ? item->symbol : show_words_file(item->file));
        html_raw(html, "</th>");
        text_cell(html, item->title);
        text_cell(html, item->kind);
        text_cell(html, item->date);
        number_cell(html, item->proposals, false);
        html_raw(html, "<td>");
        html_text(html, show_words_join(html->arena, item->sponsors, item->sponsor_count, NAMES_SHOWN, " · "));
        html_raw(html, "</td></tr>\n");
    }
    table_close(html);
}

static void unresolved(struct html *html, const struct site_overview *overview)
{
    if (overview->unresolved_count == 0)
        return;
    table_open(html, "review", "Proposals tied to no provision", "Proposal|Target as printed|Why");
    for (size_t i = 0; i < overview->unresolved_count; i++) {
        const struct tvx_stored_proposal *item = &overview->unresolved[i];

        html_raw(html, "<tr><th scope=\"row\">");
        html_thing(html, "proposal", item->proposal.number, "number", item->proposal.number);
        html_raw(html, "</th>");
        text_cell(html, item->proposal.target);
        text_cell(html, item->resolution.reason);
        html_raw(html, "</tr>\n");
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

void html_index_page(struct html *html, const struct site_overview *overview)
{
    const struct html_crumb crumbs[] = {{"Overview", NULL}};
    const struct tvx_counts *counts = overview->counts;
    size_t contested = 0;
    const struct tvx_event *event = last_event(overview);
    const char *title = event == NULL                                   ? "Every proposed text"
                        : event->title != NULL && *event->title != '\0' ? event->title
                                                                        : event->meeting;

    for (size_t i = 0; i < overview->place_count; i++)
        contested += overview->places[i].texts > 0;
    html_start(html, title, crumbs, 1);
    html_raw(html, "<div class=\"head\"><h1>");
    html_text(html, title);
    html_raw(html, "</h1>\n");
    html_printf(html,
                "<p class=\"facts\"><b>%zu</b> proposals by <b>%zu</b> actors in <b>%zu</b> documents, on <b>%zu</b> "
                "provisions; %zu tied to no provision yet</p>",
                counts->proposals, counts->actors, counts->documents, contested, counts->unresolved);
    html_raw(html, overview->event_count > 0 ? "<p class=\"facts\">Meetings: " : "");
    for (size_t i = 0; i < overview->event_count; i++) {
        html_raw(html, i == 0 ? "" : " · ");
        html_text(html, overview->events[i].meeting);
        html_printf(html, " (%zu proposals)", overview->events[i].proposals);
    }
    html_raw(html, overview->event_count > 0 ? "</p>\n" : "");
    html_raw(html,
             "<p class=\"filter\" hidden><label for=\"filter\">Show only rows with</label> <input type=\"search\" "
             "id=\"filter\" autocomplete=\"off\"> <output for=\"filter\"></output></p></div>\n");
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
                   ? show_words_number(html->arena, place->touches, "proposal on it or its parts",
                                       "proposals on it or its parts")
                   : tvx_arena_printf(html->arena, "%s%s%s%s",
                                      show_words_number(html->arena, place->texts, "proposed text", "proposed texts"),
                                      place->conflicts > 0 ? " · ! " : "",
                                      place->conflicts > 0
                                          ? show_words_number(html->arena, place->conflicts, "conflict", "conflicts")
                                          : "",
                                      ""));
    html_raw(html, "</p>");
}

static void new_ones(struct html *html, const struct site_place *list, size_t count, size_t behind)
{
    for (size_t i = 0; i < count; i++) {
        if (list[i].provision != SIZE_MAX || list[i].behind != behind)
            continue;
        html_raw(html, "<div class=\"provision new\"><p><span class=\"label\">");
        html_text(html, list[i].path);
        html_raw(html, "</span> <span class=\"tag\">new</span></p>");
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
    html_raw(html, head->in_force ? "</code> · in force" : "</code> · not in force");
    html_printf(html, " · %zu provisions, %zu with proposals on them or their parts; %zu new ones proposed</p></div>\n",
                instrument->count, count - fresh, fresh);
    html_raw(html, "<section class=\"card outline\" aria-label=\"Text with what is proposed\">\n");
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
    html_end(html);
}

void html_actors_page(struct html *html, const struct site_actor *actors, size_t count)
{
    const struct html_crumb crumbs[] = {{"Actors", NULL}};

    html_start(html, "Actors", crumbs, 1);
    html_raw(html, "<div class=\"head\"><h1>Who proposes</h1></div>\n<section class=\"card\" aria-label=\"Actors\">\n");
    for (size_t i = 0; i < count; i++) {
        const struct site_actor *actor = &actors[i];

        html_raw(html, "<details class=\"actor\" id=\"");
        html_text(html, html_actor_anchor(html->arena, actor->code));
        html_raw(html, "\"><summary><b>");
        html_text(html, actor->code);
        html_raw(html, "</b> ");
        if (actor->name != NULL && strcmp(actor->name, actor->code) != 0)
            html_text(html, actor->name);
        html_raw(html, " <span class=\"soft\">");
        html_text(html, show_words_number(html->arena, actor->count, "proposal", "proposals"));
        html_raw(html, "</span></summary>\n<ul class=\"plain\">");
        for (size_t j = 0; j < actor->count; j++) {
            html_raw(html, "<li>");
            html_thing(html, "proposal", actor->numbers[j], "number", actor->numbers[j]);
            html_raw(html, " ");
            html_text(html, actor->places[j]);
            html_raw(html, "</li>");
        }
        html_raw(html, "</ul></details>\n");
    }
    html_raw(html, "</section>\n");
    html_end(html);
}
