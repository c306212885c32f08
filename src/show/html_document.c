/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The page of one document: its text with its marks, every line an anchor that evidence can point at. */
#include "html_document.h"
#include "html_pages.h"
#include "html_start.h"
#include "words.h"

#include <string.h>
#include <travaux/text/utf8.h>

static void fact_sentence(struct html *html, const char *name, const char *value)
{
    if (value == NULL || *value == '\0')
        return;
    html_raw(html, "<dt>");
    html_say(html, name);
    html_raw(html, "</dt><dd>");
    html_sentence(html, value);
    html_raw(html, "</dd>\n");
}

static void head(struct html *html, const struct tvx_stored_document *document)
{
    const char *name =
        document->symbol != NULL && *document->symbol != '\0' ? document->symbol : show_words_file(document->file);
    struct html_crumb crumbs[] = {{html_said(html, "Documents"), html_address(html, "documents", NULL)}, {name, NULL}};

    html_start(html, name, crumbs, 2);
    html_raw(html, "<div class=\"head\"><h1>");
    html_text(html, document->title != NULL && *document->title != '\0' ? document->title : name);
    html_raw(html, "</h1></div>\n<div class=\"paper\"><div>\n<section class=\"card\"");
    html_attribute(html, "aria-label", html_said(html, "Facts"));
    html_raw(html, "><dl class=\"facts\">\n");
    html_fact(html, "Symbol", document->symbol);
    if (html->viewer->served) {
        html_raw(html, "<dt>");
        html_say(html, "File");
        html_raw(html, "</dt><dd>");
        html_link(html, tvx_arena_printf(html->arena, "original/%lld", (long long)document->id), NULL,
                  show_words_file(document->file));
        html_raw(html, "</dd>\n");
    } else {
        html_fact(html, "File", show_words_file(document->file));
    }
    html_fact(html, "Kind", html_document_kind(html, document->kind));
    html_fact(html, "Meeting", document->meeting);
    html_fact(html, "Date", html_date(html, document->date));
    fact_sentence(html, SAY("Access"), document->access);
    html_fact(html, "SHA-256", document->sha256);
    if (document->sponsor_count > 0) {
        html_raw(html, "<dt>");
        html_say(html, "Sponsors");
        html_raw(html, "</dt><dd>");
        html_sponsors(html, document->sponsors, document->sponsor_count, 0);
        html_raw(html, "</dd>\n");
    }
    html_raw(html, "</dl></section>\n");
}

static void proposals_table(struct html *html, const struct tvx_stored_proposal *proposals, size_t count)
{
    if (count == 0)
        return;
    html_raw(html,
             "<section class=\"card\" aria-labelledby=\"h-proposals\"><details open><summary><h2 id=\"h-proposals\">");
    html_say_number(html, count, "{1} proposal", "{1} proposals");
    html_raw(html, "</h2></summary><section class=\"scroll\" tabindex=\"0\"");
    html_attribute(html, "aria-label", html_said(html, "Proposals"));
    html_raw(html, "><table>\n<caption class=\"vh\">");
    html_say(html, "Proposals in this document");
    html_raw(html, "</caption><thead><tr><th scope=\"col\">");
    html_say(html, "Number");
    html_raw(html, "</th><th scope=\"col\">");
    html_say(html, "Action");
    html_raw(html, "</th><th scope=\"col\">");
    html_say(html, "Provision");
    html_raw(html, "</th></tr></thead><tbody>\n");
    for (size_t i = 0; i < count; i++) {
        const char *place = show_words_place(html->arena, &proposals[i]);

        html_raw(html, "<tr><th scope=\"row\">");
        html_thing(html, "proposal", proposals[i].proposal.number, "number", proposals[i].proposal.number);
        html_raw(html, "</th><td>");
        html_text(html, tvx_action_to_string(proposals[i].proposal.action));
        html_raw(html, "</td><td>");
        if (proposals[i].resolution.kind == TVX_UNRESOLVED) {
            html_text(html, place);
            html_raw(html, " <span class=\"tag\">");
            html_say(html, "tied to none");
            html_raw(html, "</span>");
        } else {
            html_thing(html, proposals[i].resolution.path == NULL || *proposals[i].resolution.path == '\0'
                                 ? "instrument" : "provision",
                       place, NULL, place);
        }
        html_raw(html, "</td></tr>\n");
    }
    html_raw(html, "</tbody></table></section></details></section>\n");
}

static bool add_start(struct tvx_arena *arena, struct site_lines *lines, size_t *capacity, size_t start)
{
    size_t *grown = tvx_arena_grow(arena, (void *)lines->starts, lines->count, capacity, sizeof *grown);

    if (grown == NULL)
        return false;
    grown[lines->count++] = start;
    lines->starts = grown;
    return true;
}

bool site_lines_make(struct site_lines *lines, struct tvx_arena *arena, const struct tvx_document *tree,
                     const char *text)
{
    struct tvx_lines after;
    size_t start = 0, capacity = 0;

    *lines = (struct site_lines){0};
    if (tree != NULL && tvx_document_lines(&after, arena, tree, TVX_VIEW_AFTER, NULL) == TVX_OK) {
        for (size_t i = 0; i < after.count; i++)
            if (!add_start(arena, lines, &capacity, after.items[i].start))
                return false;
        return true;
    }
    while (text != NULL && *text != '\0') {
        size_t length = strcspn(text, "\n");

        if (!add_start(arena, lines, &capacity, start))
            return false;
        start += tvx_utf8_count(text, length) + 1;
        text += length + (text[length] == '\n');
    }
    return true;
}

static void health_card(struct html *html, const struct tvx_health *health)
{
    html_raw(html, "<section class=\"card\" aria-labelledby=\"h-health\"><details><summary><h2 id=\"h-health\">");
    html_say_with(html, "Read with confidence {1} %",
                  (const char *[]){html_said_figure(html, health->confidence * 100, 0)}, 1);
    html_raw(html, "</h2></summary><p class=\"soft\">");
    html_say(html, "Read as:");
    html_raw(html, " ");
    html_sentence(html, health->recognised);
    html_raw(html, "</p>\n");
    if (health->count > 0)
        html_raw(html, "<ul>\n");
    for (size_t i = 0; i < health->count; i++) {
        const struct tvx_finding *finding = &health->findings[i];

        html_raw(html, "<li>");
        html_sentence(html, finding->message);
        if (*finding->advice != '\0') {
            html_raw(html, " <span class=\"soft\">");
            html_sentence(html, finding->advice);
            html_raw(html, ".</span>");
        }
        html_raw(html, "</li>\n");
    }
    html_raw(html, health->count > 0 ? "</ul>\n</details></section>\n" : "</details></section>\n");
}

enum { PAGES_SHOWN = 300 };

/* The file's pages as they look, beside the text that was read from them; a browser fetches those that it shows. */
static void pages_card(struct html *html, const struct tvx_stored_document *document, const struct tvx_document *tree)
{
    int pages = 0;

    if (!html->viewer->served || tree == NULL || strcmp(document->format, "pdf") != 0)
        return;
    for (size_t i = 0; i < tree->block_count; i++)
        if (tree->blocks[i].page > pages)
            pages = tree->blocks[i].page;
    if (pages == 0)
        return;
    html_raw(html, "<section class=\"card pages\" aria-labelledby=\"h-pages\"><details open><summary><h2 "
                   "id=\"h-pages\">");
    html_say(html, "The pages of the file");
    html_raw(html, "</h2></summary>\n");
    for (int page = 1; page <= pages && page <= PAGES_SHOWN; page++) {
        const char *number = tvx_arena_printf(html->arena, "%d", page);

        html_raw(html, "<p><img loading=\"lazy\"");
        html_attribute(html, "src", tvx_arena_printf(html->arena, "/original/%lld/%d.png", (long long)document->id,
                                                     page));
        html_attribute(html, "alt", html_said_with(html, "Page {1}", &number, 1));
        html_raw(html, "></p>\n");
    }
    html_raw(html, "</details></section>\n");
}

void html_document_page(struct html *html, const struct tvx_stored_document *document,
                        const struct tvx_health *health, const struct tvx_document *tree, const char *text,
                        const struct tvx_stored_proposal *proposals, size_t count)
{
    head(html, document);
    if (health != NULL)
        health_card(html, health);
    proposals_table(html, proposals, count);
    pages_card(html, document, tree);
    html_raw(html, "</div>\n<section class=\"card\" aria-labelledby=\"h-text\"><h2 id=\"h-text\">");
    html_say(html, "Text");
    html_raw(html, "</h2>\n");
    html_document_text(html, tree, text);
    html_raw(html, "</section></div>\n");
    html_end(html);
}
