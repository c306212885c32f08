/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The page that compares any two texts word by word: provisions of versions, instruments, proposals, documents. */
#include "pages.h"

#include "html_parts.h"
#include "words.h"

#include <string.h>
#include <travaux/analyse/force_report.h>
#include <travaux/compare/redline.h>

enum { REFERENCE_LONGEST = 300, NORMS = 12, MOST_BYTES = 4 << 20 };

struct side {
    const char *reference, *kind, *target; /* target: reference of its page */
    struct tvx_found found;
    struct tvx_part *parts;
    size_t count, capacity, bytes;
    const struct tvx_force_report *force; /* NULL: not told */
};

static enum tvx_status add(struct tvx_page *page, struct side *side, const char *label, const char *text)
{
    struct tvx_part *grown = tvx_arena_grow(page->arena, side->parts, side->count, &side->capacity, sizeof *grown);

    if (grown == NULL || text == NULL || label == NULL)
        return tvx_error_nomem(page->error);
    side->parts = grown;
    grown[side->count++] = (struct tvx_part){label, text};
    side->bytes += strlen(text);
    return TVX_OK;
}

/* The provision, whose own number whoever named it knows, and all below it. */
static enum tvx_status from_law(struct tvx_page *page, struct side *side)
{
    const char *path = side->found.path == NULL ? "" : side->found.path;
    size_t length = strlen(path);
    struct tvx_stored_instrument head;
    struct tvx_instrument law;
    enum tvx_status status = tvx_store_instrument(page->store, page->arena, &head, &law, side->found.instrument.key,
                                                  side->found.instrument.version, page->error);

    for (size_t i = 0; status == TVX_OK && i < law.count; i++) {
        const struct tvx_provision *item = &law.provisions[i];

        if (length > 0 && (strncmp(item->path, path, length) != 0 ||
                           (item->path[length] != '\0' && item->path[length] != '.')))
            continue;
        if (*item->heading != '\0')
            status = add(page, side, item->label, item->heading);
        if (status == TVX_OK && *item->text != '\0')
            status = add(page, side, *item->heading != '\0' || strcmp(item->path, path) == 0 ? "" : item->label,
                         item->text);
    }
    return status;
}

static enum tvx_status from_lines(struct tvx_page *page, struct side *side, const char *text)
{
    enum tvx_status status = TVX_OK;

    while (*text != '\0' && status == TVX_OK) {
        size_t length = strcspn(text, "\n");

        if (length > 0)
            status = add(page, side, "", tvx_arena_strndup(page->arena, text, length));
        text += length + (text[length] == '\n');
    }
    return status;
}

static enum tvx_status from_proposal(struct tvx_page *page, struct side *side)
{
    struct tvx_filter filter = {.document = 0};
    struct tvx_stored_proposal *proposals = NULL;
    size_t count = 0;
    enum tvx_status status =
        tvx_store_proposal_document(page->store, &filter.document, side->found.proposal, page->error);

    if (status == TVX_OK)
        status = tvx_store_proposals(page->store, page->arena, &proposals, &count, &filter, page->error);
    for (size_t i = 0; status == TVX_OK && i < count; i++)
        if (proposals[i].id == side->found.proposal) {
            const char *path = proposals[i].resolution.path == NULL ? "" : proposals[i].resolution.path;
            struct tvx_force_desk *desk = tvx_force_desk_new(page->arena, page->store);
            struct tvx_force_report *report = tvx_arena_array(page->arena, 1, sizeof *report);

            if (desk != NULL && report != NULL &&
                tvx_force_of_proposal(report, desk, &proposals[i], NULL) == TVX_OK)
                side->force = report;
            return from_lines(page, side, tvx_text_without_label(proposals[i].proposal.after, path));
        }
    return status == TVX_OK ? tvx_error_set(page->error, TVX_E_NOTFOUND, "there is no such proposal") : status;
}

static enum tvx_status load(struct tvx_page *page, struct side *side)
{
    const char *text = NULL;
    enum tvx_status status = tvx_store_find(page->store, page->arena, &side->found, side->reference, page->error);

    if (status != TVX_OK)
        return status;
    side->target = side->reference;
    if (side->found.proposal != 0) {
        side->kind = "proposal";
        return from_proposal(page, side);
    }
    if (side->found.instrument.id != 0) {
        struct tvx_force_desk *desk = tvx_force_desk_new(page->arena, page->store);
        struct tvx_force_report *report = tvx_arena_array(page->arena, 1, sizeof *report);

        side->kind = side->found.path == NULL ? "instrument" : "provision";
        if (desk != NULL && report != NULL &&
            tvx_force_of_law(report, desk, side->found.instrument.key, side->found.instrument.version, side->found.path,
                             NULL) == TVX_OK)
            side->force = report;
        return from_law(page, side);
    }
    side->kind = "document";
    side->target = tvx_arena_printf(page->arena, "%lld", (long long)side->found.document);
    status = tvx_store_text(page->store, page->arena, &text, side->found.document, page->error);
    return status == TVX_OK ? from_lines(page, side, text) : status;
}

/* ---- shown ---- */

static void field(struct html *html, const char *name, const char *english, const char *value)
{
    html_raw(html, "<label>");
    html_say(html, english);
    html_raw(html, " <input type=\"text\" required");
    html_attribute(html, "name", name);
    html_attribute(html, "value", value == NULL ? "" : value);
    html_raw(html, "></label> ");
}

static void form(struct html *html, const char *a, const char *b)
{
    html_raw(html, "<form class=\"pair\" action=\"/compare\">");
    field(html, "a", SAY("First text"), a);
    field(html, "b", SAY("Second text"), b);
    html_raw(html, "<button type=\"submit\">");
    html_say(html, "Compare");
    html_raw(html, "</button></form>\n<p class=\"soft\">");
    html_say(html, "A provision as MNR@2022:5.2, an instrument as RES-7@2018, a proposal as VRN/14A1/5, a document as "
                   "NC26/12.");
    html_raw(html, "</p>\n");
}

static void norms(struct html *html, const struct side *side)
{
    size_t shown = 0;

    html_raw(html, "<div><h3>");
    html_thing(html, side->kind, side->target, "number", side->reference);
    html_raw(html, "</h3><ul class=\"plain\">\n");
    for (size_t i = 0; side->force != NULL && i < side->force->after.count; i++)
        for (size_t k = 0; k < side->force->after.items[i].count && shown < NORMS; k++, shown++) {
            const struct tvx_norm *norm = &side->force->after.items[i].norms[k];

            html_raw(html, "<li>");
            html_norm(html, norm);
            html_raw(html, "</li>\n");
        }
    if (shown == 0) {
        html_raw(html, "<li class=\"soft\">");
        html_say(html, "binds nobody to anything");
        html_raw(html, "</li>\n");
    }
    html_raw(html, "</ul></div>\n");
}

static enum tvx_status difference(struct html *html, const struct side *a, const struct side *b)
{
    struct tvx_page *page = (struct tvx_page *)(uintptr_t)html->page;
    struct tvx_redline redline;
    struct show_redline pieces;
    enum tvx_status status;

    if (a->bytes + b->bytes > MOST_BYTES)
        return tvx_error_set(page->error, TVX_E_LIMIT, "the two texts are too long to be compared in a page");
    status = tvx_redline(&redline, page->arena, a->parts, a->count, b->parts, b->count, page->error);
    if (status != TVX_OK)
        return status;
    if (!show_redline_make(&pieces, page->arena, redline.a, redline.b, &redline.diff, 0))
        return tvx_error_nomem(page->error);
    html_card(html, "h-difference", SAY("Word by word"));
    html_raw(html, "<p class=\"soft\">");
    html_say_with(html, "{1} words put in, {2} struck out, {3} moved, {4} the same.",
                  (const char *[]){html_said_figure(html, (double)redline.diff.words_ins, 0),
                                   html_said_figure(html, (double)redline.diff.words_del, 0),
                                   html_said_figure(html, (double)redline.diff.words_moved, 0),
                                   html_said_figure(html, (double)redline.diff.words_equal, 0)}, 4);
    html_raw(html, " <a");
    html_attribute(html, "href", tvx_arena_printf(html->arena, "?a=%s&b=%s", tvx_page_escape(html->arena, b->reference),
                                                  tvx_page_escape(html->arena, a->reference)));
    html_raw(html, ">");
    html_say(html, "The other way round");
    html_raw(html, "</a></p>\n");
    html_open_text(html, "p", "text lines");
    html_redline(html, &pieces);
    html_raw(html, "</p>\n");
    html_card_end(html);
    return TVX_OK;
}

enum tvx_status page_compare(struct tvx_page *page)
{
    struct html html = html_of(page);
    struct side a = {.reference = tvx_page_parameter(page, "a")}, b = {.reference = tvx_page_parameter(page, "b")};
    const struct html_crumb crumbs[] = {{html_said(&html, "Compare two texts"), NULL}};
    bool asked = a.reference != NULL && b.reference != NULL && strlen(a.reference) < REFERENCE_LONGEST &&
                 strlen(b.reference) < REFERENCE_LONGEST;
    enum tvx_status first = TVX_E_NOTFOUND, second = TVX_E_NOTFOUND, status = TVX_OK;

    html_start(&html, html_said(&html, "Compare two texts"), crumbs, 1);
    html_heading(&html, html_said(&html, "Compare two texts"), NULL);
    form(&html, a.reference, b.reference);
    if (asked) {
        first = load(page, &a);
        second = load(page, &b);
    }
    if (asked && (first != TVX_OK || second != TVX_OK)) {
        html_raw(&html, "<p class=\"card alert\" role=\"alert\">");
        html_say_with(&html, "The workspace holds nothing under {1}.",
                      (const char *[]){first != TVX_OK ? a.reference : b.reference}, 1);
        html_raw(&html, "</p>\n");
    } else if (asked) {
        status = difference(&html, &a, &b);
        if (status == TVX_OK && (a.force != NULL || b.force != NULL)) {
            html_card(&html, "h-force", SAY("Legal force"));
            html_raw(&html, "<div class=\"two\">\n");
            norms(&html, &a);
            norms(&html, &b);
            html_raw(&html, "</div>\n");
            html_card_end(&html);
        }
    }
    html_end(&html);
    return status;
}
