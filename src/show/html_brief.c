/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A brief as one page that stands alone: its style within, no script, nothing fetched. */
#include "brief.h"
#include "docx.h"
#include "html.h"

#include <string.h>
#include <travaux/text/utf8.h>

/* East Asian text names its language where the page's does not: which letters are drawn depends on it. */
static const char *east(const char *text)
{
    size_t length = strlen(text), at = 0;
    const char *language = NULL;

    while (at < length) {
        uint32_t point = tvx_utf8_next(text, length, &at);

        if (point >= 0x3040 && point <= 0x30FF)
            return "ja";
        if ((point >= 0xAC00 && point <= 0xD7A3) || (point >= 0x1100 && point <= 0x11FF))
            return "ko";
        if (point >= 0x4E00 && point <= 0x9FFF)
            language = "zh-Hans";
    }
    return language;
}

/* What the element's start tag says of its text. */
static void about(struct html *html, const struct brief *brief, const char *text)
{
    const char *language = east(text);
    bool rtl = show_docx_direction(text, strlen(text)) < 0;

    if (language != NULL && strncmp(html->language, language, 2) == 0 && strlen(html->language) > 2)
        language = NULL; /* "zh-Hant": the page knows better */
    if (language != NULL)
        html_attribute(html, "lang", language);
    if (rtl || brief_rtl(brief)) /* also where the page says so: MuPDF, which makes a PDF of this, asks each block */
        html_attribute(html, "dir", rtl ? "rtl" : "ltr");
    html_raw(html, ">");
    html_text(html, text);
}

static void row(struct html *html, const struct brief *brief, const struct brief_block *block)
{
    html_raw(html, "<tr>");
    for (size_t i = 0; i < block->count; i++) {
        if (block->kind == BRIEF_HEADS)
            html_raw(html, "<th scope=\"col\"");
        else if (i == 0)
            html_raw(html, "<th scope=\"row\"");
        else
            html_raw(html, "<td");
        about(html, brief, block->cells[i]);
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
    bool first = i == 0 || brief->blocks[i - 1].kind != b->kind;
    bool last = i + 1 == brief->count || brief->blocks[i + 1].kind != b->kind;

    switch (b->kind) {
    case BRIEF_TITLE:
        html_raw(html, "<h1");
        about(html, brief, b->cells[0]);
        html_raw(html, "</h1>\n");
        break;
    case BRIEF_HEAD:
        html_raw(html, "<h2");
        about(html, brief, b->cells[0]);
        html_raw(html, "</h2>\n");
        break;
    case BRIEF_TEXT:
        html_raw(html, "<p");
        about(html, brief, b->cells[0]);
        html_raw(html, "</p>\n");
        break;
    case BRIEF_QUOTE:
        if (first)
            html_raw(html, "<blockquote>\n");
        html_raw(html, "<p");
        about(html, brief, b->cells[0]);
        html_raw(html, "</p>\n");
        if (last)
            html_raw(html, "</blockquote>\n");
        break;
    case BRIEF_ITEM:
        if (first)
            html_raw(html, "<ul>\n");
        html_raw(html, "<li");
        about(html, brief, b->cells[0]);
        html_raw(html, "</li>\n");
        if (last)
            html_raw(html, "</ul>\n");
        break;
    case BRIEF_HEADS:
    case BRIEF_ROW:
        if (brief_table_opens(brief, i))
            html_raw(html, "<table>\n");
        row(html, brief, b);
        if (brief_table_closes(brief, i))
            html_raw(html, "</table>\n");
        break;
    }
}

bool brief_rtl(const struct brief *brief)
{
    return brief->count > 0 && show_docx_direction(brief->blocks[0].cells[0], strlen(brief->blocks[0].cells[0])) < 0;
}

void brief_html_blocks(struct html *html, const struct brief *brief)
{
    for (size_t i = 0; i < brief->count; i++)
        block(html, brief, i);
}

void brief_html(struct tvx_buf *out, const struct brief *brief)
{
    const char *language = brief->language == NULL ? "en" : brief->language;
    struct html page = {.out = out, .root = "", .language = language}, *html = &page;

    html_raw(html, "<!DOCTYPE html>\n<html");
    html_attribute(html, "lang", language);
    html_attribute(html, "dir", brief_rtl(brief) ? "rtl" : "ltr");
    html_raw(html,
             ">\n<head>\n<meta charset=\"utf-8\">\n"
             "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
             "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>");
    html_text(html, brief->count == 0 ? "" : brief->blocks[0].cells[0]);
    html_raw(html, "</title>\n");
    html_style(html, tvx_asset_find("src/show/assets/brief.css"));
    html_raw(html, "</head>\n<body");
    if (brief->class != NULL)
        html_attribute(html, "class", brief->class);
    html_raw(html, ">\n<main>\n");
    brief_html_blocks(html, brief);
    html_raw(html, "</main>\n</body>\n</html>\n");
}
