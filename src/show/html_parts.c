/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "html_parts.h"

#include "words.h"

#include <stdlib.h>
#include <string.h>

void html_heading(struct html *html, const char *title, const char *below)
{
    html_raw(html, "<div class=\"head\"><h1>");
    html_text(html, title);
    html_raw(html, "</h1>\n");
    if (below != NULL) {
        html_raw(html, "<p class=\"facts\">");
        html_text(html, below);
        html_raw(html, "</p>\n");
    }
    html_raw(html, "</div>\n");
}

void html_card(struct html *html, const char *id, const char *english)
{
    html_raw(html, "<section class=\"card\"");
    html_attribute(html, "aria-labelledby", id);
    html_raw(html, ">\n<h2");
    html_attribute(html, "id", id);
    html_raw(html, ">");
    html_say(html, english);
    html_raw(html, "</h2>\n");
}

void html_card_end(struct html *html)
{
    html_raw(html, "</section>\n");
}

void html_folded_card(struct html *html, const char *id, const char *english)
{
    html_raw(html, "<details class=\"card\"");
    html_attribute(html, "id", id);
    html_raw(html, "><summary><h2>");
    html_say(html, english);
    html_raw(html, "</h2></summary>\n");
}

void html_folded_card_end(struct html *html)
{
    html_raw(html, "</details>\n");
}

void html_note(struct html *html, const char *english)
{
    html_raw(html, "<p class=\"soft\">");
    html_say(html, english);
    html_raw(html, "</p>\n");
}

void html_table(struct html *html, const char *caption, const struct html_column *columns, size_t count)
{
    html_raw(html, "<div class=\"scroll\" role=\"group\" tabindex=\"0\"");
    html_attribute(html, "aria-label", html_said(html, caption));
    html_raw(html, "><table class=\"analysis\">\n<caption class=\"vh\">");
    html_say(html, caption);
    html_raw(html, "</caption>\n<thead><tr>");
    for (size_t i = 0; i < count; i++) {
        if (*columns[i].name == '\0') {
            html_raw(html, "<td></td>");
            continue;
        }
        html_raw(html, columns[i].number ? "<th scope=\"col\" class=\"n\">" : "<th scope=\"col\">");
        html_say(html, columns[i].name);
        html_raw(html, "</th>");
    }
    html_raw(html, "</tr></thead>\n<tbody>\n");
}

void html_table_end(struct html *html)
{
    html_raw(html, "</tbody></table></div>\n");
}

void html_row_head(struct html *html, const char *kind, const char *reference, const char *text)
{
    html_raw(html, "<tr><th scope=\"row\">");
    html_thing(html, kind, reference, "number", text);
    html_raw(html, "</th>");
}

void html_cell(struct html *html, const char *text)
{
    html_raw(html, "<td>");
    html_text(html, text);
    html_raw(html, "</td>");
}

void html_cell_number(struct html *html, size_t number)
{
    html_raw(html, "<td class=\"n\">");
    html_figure(html, (double)number, 0);
    html_raw(html, "</td>");
}

void html_day(struct html *html, const char *date)
{
    if (date == NULL || *date == '\0') {
        html_raw(html, "—");
        return;
    }
    html_raw(html, "<time");
    html_attribute(html, "datetime", date);
    html_raw(html, ">");
    html_text(html, html_date(html, date));
    html_raw(html, "</time>");
}

void html_interval(struct html *html, double low, double high, int decimals, bool percent)
{
    html_raw(html, "<span class=\"interval\">");
    html_figure(html, percent ? 100 * low : low, decimals);
    html_raw(html, " – ");
    html_figure(html, percent ? 100 * high : high, decimals);
    html_raw(html, percent ? " %</span>" : "</span>");
}

void html_english(struct html *html, const char *element, const char *class, const char *text)
{
    html_raw(html, *element == 'p' ? "<p" : "<span");
    if (class != NULL)
        html_attribute(html, "class", class);
    html_raw(html, ">");
    html_sentence(html, text);
    html_raw(html, *element == 'p' ? "</p>\n" : "</span>");
}

void html_words(struct html *html, const char *text, size_t words)
{
    size_t length = strlen(text), first = show_words_first(text, length, words);

    html_text(html, first >= length ? text : tvx_arena_printf(html->arena, "%.*s …", (int)first, text));
}

void html_proposal(struct html *html, const char *number)
{
    html_thing(html, "proposal", number, "number", number);
}

void html_actor(struct html *html, const char *code)
{
    html_thing(html, "actor", code, "chip", code);
}

void html_actors(struct html *html, const char *const *codes, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        html_raw(html, i > 0 ? " " : "");
        html_actor(html, codes[i]);
    }
}

void html_place(struct html *html, const struct tvx_stored_proposal *proposal)
{
    const struct tvx_resolution *at = &proposal->resolution;
    const char *place = show_words_place(html->arena, proposal);

    if (at->kind == TVX_UNRESOLVED || at->key == NULL)
        html_text(html, place);
    else
        html_thing(html, at->path == NULL || *at->path == '\0' ? "instrument" : "provision", place, NULL, place);
}

/* ---- long lists ---- */

struct html_pager html_pager_of(const struct html *html, size_t rows)
{
    const char *wanted = html->page == NULL ? NULL : tvx_page_parameter(html->page, "page");
    struct html_pager pager = {0, rows, 0, 1};

    if (!html->viewer->served || rows <= HTML_PAGER_ROWS)
        return pager;
    pager.pages = (rows + HTML_PAGER_ROWS - 1) / HTML_PAGER_ROWS;
    if (wanted != NULL && *wanted >= '1' && *wanted <= '9')
        pager.page = (size_t)strtoul(wanted, NULL, 10) - 1;
    if (pager.page >= pager.pages)
        pager.page = pager.pages - 1;
    pager.from = pager.page * HTML_PAGER_ROWS;
    pager.to = pager.from + HTML_PAGER_ROWS < rows ? pager.from + HTML_PAGER_ROWS : rows;
    return pager;
}

/* "?page=3", with what else was asked for. */
static const char *query_of(struct html *html, size_t page)
{
    const char *query = tvx_arena_printf(html->arena, "?page=%zu", page + 1);

    for (size_t i = 0; i < html->page->parameter_count && query != NULL; i++) {
        const struct tvx_parameter *p = &html->page->parameters[i];

        if (strcmp(p->name, "page") != 0)
            query = tvx_arena_printf(html->arena, "%s&%s=%s", query, tvx_page_escape(html->arena, p->name),
                                     tvx_page_escape(html->arena, p->value));
    }
    return query == NULL ? "" : query;
}

static void pager_link(struct html *html, const struct html_pager *pager, size_t page)
{
    const char *figure = tvx_say_figure(html->viewer->tongue, html->arena, (double)(page + 1), 0);

    html_raw(html, "<li><a");
    html_attribute(html, "href", query_of(html, page));
    if (page == pager->page)
        html_raw(html, " aria-current=\"page\"");
    html_raw(html, ">");
    html_text(html, figure);
    html_raw(html, "</a></li>");
}

void html_pager(struct html *html, const struct html_pager *pager)
{
    if (pager->pages < 2)
        return;
    html_raw(html, "<nav class=\"pager\"");
    html_attribute(html, "aria-label", html_said(html, "Parts of this list"));
    html_raw(html, "><ol>");
    for (size_t i = 0; i < pager->pages; i++)
        if (i == 0 || i + 1 == pager->pages || (i + 3 > pager->page && i < pager->page + 4))
            pager_link(html, pager, i);
    html_raw(html, "</ol></nav>\n");
}

void html_norm(struct html *html, const struct tvx_norm *norm)
{
    if (*norm->actor != '\0') {
        html_text(html, norm->actor);
        html_raw(html, " ");
    }
    html_raw(html, "“");
    html_text(html, norm->modal);
    html_raw(html, "” <span class=\"soft nowrap\">");
    html_say_with(html, "({1} of {2})", (const char *[]){html_said_figure(html, norm->level, 0),
                                                         html_said_figure(html, TVX_FORCE_TOP, 0)}, 2);
    html_raw(html, "</span>");
}
