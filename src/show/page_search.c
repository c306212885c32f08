/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The page of a search: what the query names, then what holds its words, with ways to narrow it down. */
#include "pages.h"

#include "html_parts.h"
#include "html_quote.h"
#include "words.h"

#include <stdlib.h>
#include <string.h>

enum { A_PAGE = 20, LOOKED_AT = 60, MOST_PAGES = 40, FACET_VALUES = 8, QUERY_LONGEST = 1000 };

enum facet { BY_TYPE, BY_MEETING, BY_INSTRUMENT, BY_SPONSOR, BY_LANGUAGE, FACETS };
static const struct { const char *parameter, *english; } facets[FACETS] = {
    {"type", SAY("Kind")}, {"meeting", SAY("Meeting")}, {"instrument", SAY("Instrument")}, {"sponsor", SAY("By")},
    {"language", SAY("Language")},
};

struct found { /* a hit with what it can be narrowed by; each may be NULL */
    const struct tvx_hit *hit;
    const char *of[FACETS]; /* the first sponsor; all are in sponsors */
    const char *const *sponsors;
    size_t sponsor_count;
};

struct search {
    struct tvx_page *page;
    const char *query;
    const char *wanted[FACETS]; /* NULL: any */
    struct found *items;
    size_t count, hit_count, asked; /* asked: hits that were asked for; as many found: there may be more */
};

static bool same(const char *a, const char *b)
{
    return a != NULL && b != NULL && strcmp(a, b) == 0;
}

static bool has(const struct found *item, enum facet facet, const char *value)
{
    if (facet != BY_SPONSOR)
        return same(item->of[facet], value);
    for (size_t i = 0; i < item->sponsor_count; i++)
        if (same(item->sponsors[i], value))
            return true;
    return false;
}

/* ---- what the hits are ---- */

static enum tvx_status describe(struct search *s, struct found *item)
{
    struct tvx_hit_origin origin;
    enum tvx_status status =
        tvx_store_hit_origin(s->page->store, s->page->arena, &origin, item->hit, s->page->error);

    item->of[BY_TYPE] = item->hit->type;
    if (status != TVX_OK)
        return status;
    item->of[BY_MEETING] = origin.meeting;
    item->of[BY_LANGUAGE] = origin.language;
    item->of[BY_INSTRUMENT] = origin.instrument;
    item->sponsors = origin.sponsors;
    item->sponsor_count = origin.sponsor_count;
    return TVX_OK;
}

static enum tvx_status look(struct search *s, size_t page)
{
    struct tvx_hit *hits = NULL;
    enum tvx_status status;

    s->asked = LOOKED_AT > (page + 1) * A_PAGE ? LOOKED_AT : (page + 1) * A_PAGE;
    status = tvx_store_search(s->page->store, s->page->arena, &hits, &s->hit_count, s->query, s->asked, s->page->error);
    if (status == TVX_E_USAGE || status == TVX_E_MALFORMED) { /* nothing in it to look for */
        s->hit_count = 0;
        return TVX_OK;
    }
    s->items = tvx_arena_array(s->page->arena, s->hit_count + 1, sizeof *s->items);
    if (status == TVX_OK && s->items == NULL)
        return tvx_error_nomem(s->page->error);
    for (size_t i = 0; i < s->hit_count && status == TVX_OK; i++) {
        s->items[i].hit = &hits[i];
        status = describe(s, &s->items[i]);
    }
    s->count = s->hit_count;
    return status;
}

/* ---- how they are shown ---- */

/* "?q=…" with what it is narrowed by, but for one facet, which gets `value` (NULL: none). */
static const char *address(struct html *html, const struct search *s, enum facet facet, const char *value)
{
    const char *query = tvx_arena_printf(html->arena, "?q=%s", tvx_page_escape(html->arena, s->query));

    for (int i = 0; i < FACETS && query != NULL; i++) {
        const char *wanted = i == (int)facet ? value : s->wanted[i];

        if (wanted != NULL)
            query = tvx_arena_printf(html->arena, "%s&%s=%s", query, facets[i].parameter,
                                     tvx_page_escape(html->arena, wanted));
    }
    return query == NULL ? "" : query;
}

static void link_to(struct html *html, const char *href, bool here, const char *text)
{
    html_raw(html, "<a rel=\"nofollow\"");
    html_attribute(html, "href", href);
    html_raw(html, here ? " aria-current=\"true\">" : ">");
    html_text(html, text);
    html_raw(html, "</a>");
}

static const char *type_word(struct html *html, const char *type)
{
    return html_said(html, strcmp(type, "provision") == 0  ? SAY("provision")
                           : strcmp(type, "proposal") == 0 ? SAY("proposal")
                                                           : SAY("document"));
}

static void one_facet(struct html *html, const struct search *s, enum facet facet)
{
    const char *values[FACET_VALUES];
    size_t counts[FACET_VALUES] = {0}, count = 0;

    for (size_t i = 0; i < s->count; i++)
        for (size_t k = 0; k < (facet == BY_SPONSOR ? s->items[i].sponsor_count : 1); k++) {
            const char *value = facet == BY_SPONSOR ? s->items[i].sponsors[k] : s->items[i].of[facet];
            size_t at = 0;

            while (value != NULL && at < count && strcmp(values[at], value) != 0)
                at++;
            if (value == NULL || at == FACET_VALUES)
                continue;
            values[at] = value;
            counts[at]++;
            count += at == count;
        }
    if (count == 0 || (count == 1 && s->wanted[facet] == NULL))
        return;
    html_raw(html, "<div><dt>");
    html_say(html, facets[facet].english);
    html_raw(html, "</dt><dd><ul class=\"plain\">\n");
    for (size_t i = 0; i < count; i++) {
        bool here = same(s->wanted[facet], values[i]);

        if (s->wanted[facet] != NULL && !here)
            continue;
        html_raw(html, "<li>");
        link_to(html, address(html, s, facet, here ? NULL : values[i]), here,
                facet == BY_TYPE ? type_word(html, values[i]) : values[i]);
        html_raw(html, here ? " ✕ <span class=\"soft\">" : " <span class=\"soft\">");
        html_figure(html, (double)counts[i], 0);
        html_raw(html, "</span></li>\n");
    }
    html_raw(html, "</ul></dd></div>\n");
}

/* The found words stand between U+E000 and U+E001. */
static void snippet(struct html *html, const char *text)
{
    static const char open[] = "\xEE\x80\x80", close[] = "\xEE\x80\x81";

    html_raw(html, "<p class=\"snippet\" dir=\"auto\">");
    while (*text != '\0') {
        const char *from = strstr(text, open), *to = from == NULL ? NULL : strstr(from, close);

        if (to == NULL) {
            html_text(html, text);
            break;
        }
        html_text(html, tvx_arena_strndup(html->arena, text, (size_t)(from - text)));
        html_raw(html, "<mark>");
        html_text(html, tvx_arena_strndup(html->arena, from + 3, (size_t)(to - from - 3)));
        html_raw(html, "</mark>");
        text = to + 3;
    }
    html_raw(html, "</p>\n");
}

static void one_hit(struct html *html, const struct found *item)
{
    const struct tvx_hit *hit = item->hit;
    bool document = strcmp(hit->type, "document") == 0;

    html_raw(html, "<li><h3>");
    html_thing(html, hit->type,
               document ? tvx_arena_printf(html->arena, "%lld", (long long)hit->document) : hit->reference, "number",
               hit->reference);
    html_raw(html, " ");
    html_words(html, hit->title, A_PAGE);
    html_raw(html, "</h3><p class=\"soft\">");
    html_text(html, type_word(html, hit->type));
    if (item->of[BY_MEETING] != NULL) {
        html_raw(html, " · ");
        html_text(html, item->of[BY_MEETING]);
    }
    if (item->sponsor_count > 0) {
        html_raw(html, " · ");
        html_text(html, show_words_join(html->arena, item->sponsors, item->sponsor_count, 4, ", "));
    }
    html_raw(html, "</p>\n");
    snippet(html, hit->snippet);
    html_raw(html, "</li>\n");
}

/* Names of things have figures and no spaces; words that are looked for in vain would be held against all of them. */
static bool like_a_name(const char *query)
{
    return strlen(query) <= 200 && strpbrk(query, " \t\n\"") == NULL && strpbrk(query, "0123456789") != NULL;
}

/* What the query itself is the name of: "VRN/14A1/5", "MNR:5.2". */
static bool named(struct html *html, const struct search *s)
{
    struct tvx_found found;
    struct tvx_error unused;
    const char *kind, *reference = s->query;

    if (!like_a_name(s->query) ||
        tvx_store_find(s->page->store, html->arena, &found, s->query, &unused) != TVX_OK)
        return false;
    kind = found.proposal != 0           ? "proposal"
           : found.instrument.id == 0 ? "document"
           : found.path != NULL         ? "provision"
                                           : "instrument";
    if (found.proposal == 0 && found.instrument.id == 0)
        reference = tvx_arena_printf(html->arena, "%lld", (long long)found.document);
    html_raw(html, "<p class=\"card named\">");
    html_say(html, "This is the name of");
    html_raw(html, " ");
    html_thing(html, kind, reference, "number", s->query);
    html_raw(html, "</p>\n");
    return true;
}

static void nothing(struct html *html, bool named)
{
    static const char *const hints[] = {
        SAY("Take fewer words: all of them must occur in one text."),
        SAY("Write the beginning of a word and a star: rout* finds route, routes, routing."),
        SAY("Leave out quotation marks, which ask for words that stand together."),
        SAY("A state or group is found by its code or name, a proposal by its number, a provision as MNR:5.2."),
    };

    html_raw(html, "<div class=\"card\"><p>");
    html_say(html, named ? "No text holds these words." : "Nothing here holds all of these words.");
    html_raw(html, "</p><ul>\n");
    for (size_t i = 0; i < sizeof hints / sizeof *hints; i++) {
        html_raw(html, "<li>");
        html_say(html, hints[i]);
        html_raw(html, "</li>\n");
    }
    html_raw(html, "</ul></div>\n");
}

static void results(struct html *html, struct search *s, size_t page)
{
    size_t shown = 0, fit = 0;

    html_raw(html, "<div class=\"results\"><dl class=\"facets\">\n");
    for (int i = 0; i < FACETS; i++)
        one_facet(html, s, (enum facet)i);
    html_raw(html, "</dl>\n<div><h2 class=\"vh\">");
    html_say(html, "Results");
    html_raw(html, "</h2>\n<ol class=\"plain hits\">\n");
    for (size_t i = 0; i < s->count; i++) {
        bool fits = true;

        for (int k = 0; k < FACETS && fits; k++)
            fits = s->wanted[k] == NULL || has(&s->items[i], (enum facet)k, s->wanted[k]);
        if (!fits || fit++ < page * A_PAGE || shown == A_PAGE)
            continue;
        one_hit(html, &s->items[i]);
        shown++;
    }
    html_raw(html, "</ol>\n<p class=\"pages\">");
    if (page > 0)
        link_to(html, tvx_arena_printf(html->arena, "%s&page=%zu", address(html, s, FACETS, NULL), page), false,
                html_said(html, "Earlier results"));
    html_raw(html, " ");
    if (page + 1 < MOST_PAGES && (fit > (page + 1) * A_PAGE || s->hit_count == s->asked))
        link_to(html, tvx_arena_printf(html->arena, "%s&page=%zu", address(html, s, FACETS, NULL), page + 2), false,
                html_said(html, "Further results"));
    html_raw(html, "</p></div></div>\n");
}

static void form(struct html *html, const struct search *s)
{
    html_raw(html, "<form class=\"find large\" role=\"search\" action=\"/search\"");
    html_attribute(html, "aria-label", html_said(html, "This search"));
    html_raw(html, "><input type=\"search\" name=\"q\"");
    html_attribute(html, "aria-label", html_said(html, "Words to look for"));
    html_attribute(html, "value", s->query);
    html_raw(html, "> <button type=\"submit\">");
    html_say(html, "Search");
    html_raw(html, "</button></form>\n");
}

enum tvx_status page_search(struct tvx_page *page)
{
    struct html html = html_of(page);
    const struct html_crumb crumbs[] = {{html_said(&html, "Search"), NULL}};
    const char *asked = tvx_page_parameter(page, "page");
    size_t number = asked != NULL && *asked >= '1' && *asked <= '9' ? (size_t)strtoul(asked, NULL, 10) - 1 : 0;
    struct search s = {.page = page, .query = tvx_page_parameter(page, "q")};
    enum tvx_status status = TVX_OK;
    bool name = false;

    if (s.query == NULL || strlen(s.query) > QUERY_LONGEST)
        s.query = "";
    for (int i = 0; i < FACETS; i++)
        s.wanted[i] = tvx_page_parameter(page, facets[i].parameter);
    number = number < MOST_PAGES ? number : MOST_PAGES - 1;
    if (*s.query != '\0')
        status = look(&s, number);
    if (status != TVX_OK)
        return status;
    html_start(&html, *s.query == '\0' ? html_said(&html, "Search") : s.query, crumbs, 1);
    html_heading(&html, html_said(&html, "Search"), NULL);
    form(&html, &s);
    if (*s.query != '\0')
        name = named(&html, &s);
    if (*s.query != '\0' && s.count == 0)
        nothing(&html, name);
    else if (s.count > 0)
        results(&html, &s, number);
    html_end(&html);
    return TVX_OK;
}
