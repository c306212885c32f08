/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A brief as one page that stands alone: its style within, no script, nothing fetched. */
#include "brief.h"

#include "html.h"

static void row(struct html *html, const struct brief_block *block)
{
    html_raw(html, "<tr>");
    for (size_t i = 0; i < block->count; i++) {
        if (block->kind == BRIEF_HEADS)
            html_raw(html, "<th scope=\"col\">");
        else if (i == 0)
            html_raw(html, "<th scope=\"row\">");
        else
            html_raw(html, "<td>");
        html_text(html, block->cells[i]);
        if (block->kind == BRIEF_HEADS || i == 0)
            html_raw(html, "</th>");
        else
            html_raw(html, "</td>");
    }
    html_raw(html, "</tr>\n");
}

static void block(struct html *html, const struct brief *brief, size_t i)
{
    const struct brief_block *b = &brief->blocks[i];
    bool first = i == 0 || brief->blocks[i - 1].kind != BRIEF_ITEM;
    bool last = i + 1 == brief->count || brief->blocks[i + 1].kind != BRIEF_ITEM;

    switch (b->kind) {
    case BRIEF_TITLE:
        html_raw(html, "<h1>");
        html_text(html, b->cells[0]);
        html_raw(html, "</h1>\n");
        break;
    case BRIEF_HEAD:
        html_raw(html, "<h2>");
        html_text(html, b->cells[0]);
        html_raw(html, "</h2>\n");
        break;
    case BRIEF_TEXT:
        html_raw(html, "<p>");
        html_text(html, b->cells[0]);
        html_raw(html, "</p>\n");
        break;
    case BRIEF_QUOTE:
        html_raw(html, "<blockquote dir=\"auto\"><p>");
        html_text(html, b->cells[0]);
        html_raw(html, "</p></blockquote>\n");
        break;
    case BRIEF_ITEM:
        if (first)
            html_raw(html, "<ul>\n");
        html_raw(html, "<li>");
        html_text(html, b->cells[0]);
        html_raw(html, "</li>\n");
        if (last)
            html_raw(html, "</ul>\n");
        break;
    case BRIEF_HEADS:
    case BRIEF_ROW:
        if (brief_table_opens(brief, i))
            html_raw(html, "<table>\n");
        row(html, b);
        if (brief_table_closes(brief, i))
            html_raw(html, "</table>\n");
        break;
    }
}

void brief_html(struct tvx_buf *out, const struct brief *brief)
{
    struct html page = {.out = out, .root = "", .language = "en"}, *html = &page;

    html_raw(html,
             "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
             "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
             "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>");
    html_text(html, brief->count == 0 ? "" : brief->blocks[0].cells[0]);
    html_raw(html, "</title>\n");
    html_style(html, tvx_asset_find("src/show/assets/brief.css"));
    html_raw(html, "</head>\n<body>\n<main>\n");
    for (size_t i = 0; i < brief->count; i++)
        block(html, brief, i);
    html_raw(html, "</main>\n</body>\n</html>\n");
}
