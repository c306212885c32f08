/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "html_quote.h"

#include "shelf.h"
#include "shelf_analyses.h"
#include "words.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

const char *html_quote_address(struct html *html, int64_t document, size_t start, size_t points)
{
    const struct site_lines *lines;
    const char *page;

    if (document == 0)
        return NULL;
    page = html_address(html, "document", tvx_arena_printf(html->arena, "%lld", (long long)document));
    if (page == NULL || points == 0 || html->page == NULL)
        return page;
    if (html->viewer->served)
        return tvx_arena_printf(html->arena, "%s?quote=%zu,%zu#quote", page, start, points);
    if (shelf_lines(html->page, &lines, document) != TVX_OK)
        return page;
    return tvx_arena_printf(html->arena, "%s?quote=%zu,%zu#%s", page, start, points,
                            site_line_anchor(html->arena, lines, start));
}

bool html_quote_asked(const struct html *html, size_t *start, size_t *points)
{
    const char *text = html->page == NULL ? NULL : tvx_page_parameter(html->page, "quote");
    char *end;
    unsigned long long first, second;

    if (text == NULL || *text < '0' || *text > '9')
        return false;
    errno = 0;
    first = strtoull(text, &end, 10);
    if (*end != ',' || end[1] < '0' || end[1] > '9')
        return false;
    second = strtoull(end + 1, &end, 10);
    if (errno != 0 || *end != '\0' || second == 0 || first > SIZE_MAX / 2 || second > SIZE_MAX / 2)
        return false;
    *start = (size_t)first;
    *points = (size_t)second;
    return true;
}

int64_t html_quote_document(struct html *html, int64_t document, const char *sha256)
{
    if (document != 0 || html->page == NULL || sha256 == NULL || *sha256 == '\0')
        return document;
    return shelf_document(html->page, sha256);
}

void html_quote_link(struct html *html, const struct tvx_evidence *evidence, const char *text)
{
    int64_t document = html_quote_document(html, evidence->document_id, evidence->sha256);

    html_link(html, html_quote_address(html, document, evidence->start, evidence->points), "source", text);
}

void html_quote(struct html *html, const struct tvx_evidence *evidence, size_t words)
{
    size_t length = strlen(evidence->quote);
    size_t cut = words == 0 ? length : show_words_first(evidence->quote, length, words);
    const char *text = tvx_arena_printf(html->arena, "%.*s%s", (int)cut, evidence->quote, cut < length ? " …" : "");

    html_raw(html, "<q>");
    html_quote_link(html, evidence, text == NULL ? "" : text);
    html_raw(html, "</q>");
}
