/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Claims and the passages that they rest on. */
#include "html_parts.h"
#include "html_quote.h"
#include "shelf.h"
#include "shelf_analyses.h"

#include <string.h>

enum { PASSAGES_OPEN = 2 };

static bool is_address(const char *text)
{
    return strncmp(text, "https://", 8) == 0 || strncmp(text, "http://", 7) == 0;
}

/* A static site leads nowhere outside itself. */
static void address(struct html *html, const char *text)
{
    if (!html->viewer->served) {
        html_text(html, text);
        return;
    }
    html_raw(html, "<a rel=\"external noreferrer nofollow\"");
    html_attribute(html, "href", text);
    html_raw(html, ">");
    html_text(html, text);
    html_raw(html, "</a>");
}

void html_source(struct html *html, const struct tvx_evidence *evidence)
{
    const char *name = *evidence->document != '\0' ? evidence->document : evidence->ref;
    int64_t document = html_quote_document(html, evidence->document_id, evidence->sha256);
    const char *place = html_quote_address(html, document, evidence->start, evidence->points);

    if (place == NULL && is_address(name))
        address(html, name);
    else
        html_link(html, place, "source", name);
    if (*evidence->ref != '\0' && strcmp(evidence->ref, name) != 0) {
        html_raw(html, " · ");
        html_text(html, evidence->ref);
    }
}

void html_passage(struct html *html, const struct tvx_evidence *evidence)
{
    html_raw(html, "<figure class=\"passage\">");
    if (evidence->quote != NULL && *evidence->quote != '\0') {
        html_raw(html, "<blockquote dir=\"auto\">");
        html_text(html, evidence->quote);
        html_raw(html, "</blockquote>");
    }
    html_raw(html, "<figcaption>");
    html_source(html, evidence);
    html_raw(html, "</figcaption></figure>\n");
}

void html_method(struct html *html, const char *method)
{
    if (method == NULL || *method == '\0')
        return;
    html_raw(html, "<p class=\"method\">");
    html_say(html, "By:");
    html_raw(html, " ");
    html_english(html, "span", NULL, method);
    html_raw(html, "</p>\n");
}

void html_claim(struct html *html, const struct tvx_claim *claim)
{
    bool folded = claim->evidence_count > PASSAGES_OPEN + 1;

    html_raw(html, "<div class=\"claim\">");
    html_english(html, "p", "says", claim->statement);
    for (size_t i = 0; i < claim->evidence_count; i++) {
        if (folded && i == PASSAGES_OPEN) {
            html_raw(html, "<details><summary>");
            html_say_number(html, claim->evidence_count - PASSAGES_OPEN, "{1} more passage", "{1} more passages");
            html_raw(html, "</summary>\n");
        }
        html_passage(html, &claim->evidence[i]);
    }
    if (folded)
        html_raw(html, "</details>\n");
    html_method(html, claim->method);
    html_raw(html, "</div>\n");
}
