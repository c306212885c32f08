/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The page of an instrument. */
#include "html_pages.h"
#include "linked_page.h"
#include "words.h"

#include <stdint.h>
#include <string.h>

static const char *instrument_reference(struct html *html, const struct tvx_stored_instrument *item)
{
    return item->version == NULL ? item->key : tvx_arena_printf(html->arena, "%s@%s", item->key, item->version);
}

static void new_tag(struct html *html)
{
    html_raw(html, " <span class=\"tag\">");
    html_say(html, "new");
    html_raw(html, "</span>");
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

/* A new one stands behind all that the provision before it holds. */
static void new_behind(struct html *html, const struct tvx_instrument *instrument, const struct site_place *list,
                       size_t count, size_t index)
{
    const struct tvx_provision *items = instrument->provisions;

    for (size_t at = index, depth = 0; at < instrument->count && depth < 64; at = items[at].parent, depth++) {
        if (index + 1 < instrument->count && items[index + 1].level > items[at].level)
            return;
        new_ones(html, list, count, at);
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
        if (of[i] != NULL && of[i]->texts + of[i]->touches > 0)
            badge(html, of[i]);
        html_raw(html, "</div>\n");
        new_behind(html, instrument, list, count, i);
    }
    new_ones(html, list, count, SIZE_MAX);
    html_raw(html, "</section>\n");
    html_linked_law(html, head);
    html_end(html);
}
