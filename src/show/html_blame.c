/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The page of `blame`: the text, every run of words behind the letter of its origin, and a key to the letters. */
#include "blame_runs.h"
#include "html_parts.h"
#include "pages.h"
#include "words.h"

#include <string.h>
#include <travaux/base/table.h>
#include <travaux/show/blame.h>

enum { COLOURS = 6 };

static const char *class_of(const struct show_blame *runs, size_t source)
{
    static const char *const proposed[COLOURS] = {"p0", "p1", "p2", "p3", "p4", "p5"};
    size_t number = 0;

    if (runs->sources[source].kind == TVX_ORIGIN_ORPHAN)
        return "orphan";
    if (runs->sources[source].kind == TVX_ORIGIN_BASE)
        return "base";
    for (size_t i = 0; i < source; i++)
        number += runs->sources[i].kind == TVX_ORIGIN_PROPOSED;
    return proposed[number % COLOURS];
}

static const char *date_of(const struct show_source *source)
{
    return source->date == NULL ? "undated" : source->date;
}

static void start_page(struct html *html, const struct tvx_blame *blame, const struct tvx_asset *style,
                       const struct tvx_asset *runs)
{
    html_raw(html,
             "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
             "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; "
             "base-uri 'none'; form-action 'none'\">\n"
             "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
             "<meta name=\"referrer\" content=\"no-referrer\">\n<title>");
    html_text(html, blame->reference);
    html_raw(html, " · where its words came from · travaux</title>\n");
    html_style(html, style);
    html_style(html, runs);
    html_raw(html, "</head>\n<body>\n<main>\n");
}

static void put_sponsors(struct html *html, const struct show_source *source)
{
    if (source->proposal == NULL)
        return;
    for (size_t i = 0; i < source->proposal->proposal.sponsor_count; i++) {
        html_raw(html, i == 0 ? "" : ", ");
        html_text(html, source->proposal->proposal.sponsors[i]);
    }
}

/* The key: a row an origin. */
static void put_key(struct html *html, const struct show_blame *runs)
{
    static const char *const heads[] = {SAY("Mark"), SAY("Origin"), SAY("Date"), SAY("Sponsors"), SAY("Words")};

    html_raw(html, "<div class=\"scroll\" role=\"group\" tabindex=\"0\"");
    html_attribute(html, "aria-label", html_said(html, "Key"));
    html_raw(html, "><table class=\"key\">\n<caption>");
    html_say(html, "Key");
    html_raw(html, "</caption>\n<thead><tr>");
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
        html_raw(html, i == 4 ? "<th scope=\"col\" class=\"n\">" : "<th scope=\"col\">");
        html_say(html, heads[i]);
        html_raw(html, "</th>");
    }
    html_raw(html, "</tr></thead>\n<tbody>\n");
    for (size_t i = 0; i < runs->source_count; i++) {
        const struct show_source *source = &runs->sources[i];

        html_raw(html, "<tr><td><span");
        html_attribute(html, "class", class_of(runs, i));
        html_raw(html, ">");
        if (*source->letter == '\0') {
            html_say(html, "plain");
        } else {
            html_raw(html, "<sup>");
            html_text(html, source->letter);
            html_raw(html, "</sup>");
            html_say(html, "words");
        }
        html_raw(html, "</span></td><td>");
        if (html->page != NULL && source->proposal != NULL)
            html_thing(html, "proposal", source->name, "number", source->name);
        else if (html->page != NULL && source->kind == TVX_ORIGIN_BASE)
            html_thing(html, "instrument", source->name, "number", source->name);
        else
            html_sentence(html, source->name);
        html_raw(html, "</td><td>");
        html_text(html, source->kind == TVX_ORIGIN_ORPHAN ? "" : date_of(source));
        html_raw(html, "</td><td>");
        put_sponsors(html, source);
        html_printf(html, "</td><td class=\"n\">%zu</td></tr>\n", source->words);
    }
    html_raw(html, "</tbody>\n</table></div>\n");
}

/* What is shown of a run's origin while it is pointed at, or has the focus. */
static void put_tip(struct html *html, const struct tvx_blame *blame, const struct show_blame *runs,
                    const struct show_run *run)
{
    const struct show_source *source = &runs->sources[run->source];
    const char *also = show_blame_also(html->arena, run);

    html_raw(html, "<span class=\"tip\"> [");
    html_text(html, source->name);
    if (source->kind != TVX_ORIGIN_ORPHAN) {
        html_raw(html, ", ");
        html_text(html, date_of(source));
    }
    if (source->proposal != NULL) {
        html_raw(html, ", ");
        put_sponsors(html, source);
        html_raw(html, source->proposal->document == NULL ? "" : ", document ");
        html_text(html, source->proposal->document == NULL ? "" : source->proposal->document);
    }
    if (source->proposal != NULL && tvx_is_compromise(&source->proposal->proposal))
        html_raw(html, ", a compromise");
    if (source->kind == TVX_ORIGIN_ORPHAN && blame->printed[run->provision] != NULL) {
        html_raw(html, ", in ");
        html_text(html, blame->printed[run->provision]->name);
    }
    if (*also != '\0') {
        html_raw(html, "; ");
        html_text(html, also);
    }
    html_raw(html, "] </span>");
}

static void put_run(struct html *html, const struct tvx_blame *blame, const struct show_blame *runs,
                    const struct show_run *run, const char *text)
{
    const struct show_source *source = &runs->sources[run->source];
    char *words = tvx_arena_strndup(html->arena, text + run->start, run->length);

    if (words == NULL) {
        html->out->failed = true;
        return;
    }
    if (*source->letter == '\0') {
        html_text(html, words);
        return;
    }
    html_raw(html, "<span tabindex=\"0\"");
    html_attribute(html, "class", tvx_arena_printf(html->arena, "run %s", class_of(runs, run->source)));
    html_raw(html, "><sup>");
    html_text(html, source->letter);
    html_raw(html, "</sup>");
    html_text(html, words);
    put_tip(html, blame, runs, run);
    html_raw(html, "</span>");
}

static void put_provision(struct html *html, const struct tvx_blame *blame, const struct show_blame *runs, size_t first,
                          size_t end)
{
    const struct tvx_provision *provision =
        &blame->history.versions[blame->version].instrument.provisions[runs->runs[first].provision];
    size_t at = 0;

    html_raw(html, "<section>\n<h2>");
    html_text(html, provision->path);
    if (*provision->heading != '\0') {
        html_raw(html, " <span class=\"soft\">");
        html_text(html, provision->heading);
        html_raw(html, "</span>");
    }
    html_raw(html, "</h2>\n");
    html_open_text(html, "p", "text");
    for (size_t i = first; i < end; i++) {
        const struct show_run *run = &runs->runs[i];

        html_text(html, tvx_arena_strndup(html->arena, provision->text + at, run->start - at));
        put_run(html, blame, runs, run, provision->text);
        at = run->start + run->length;
    }
    html_raw(html, "</p>\n</section>\n");
}

static void put_texts(struct html *html, const struct tvx_blame *blame, const struct show_blame *runs)
{
    for (size_t i = 0, end; i < runs->run_count; i = end) {
        for (end = i + 1; end < runs->run_count && runs->runs[end].provision == runs->runs[i].provision; end++)
            ;
        put_provision(html, blame, runs, i, end);
    }
}

enum tvx_status tvx_html_blame(struct tvx_buf *out, struct tvx_arena *arena, const struct tvx_blame *blame,
                               struct tvx_error *error)
{
    const struct tvx_asset *style = tvx_asset_find("src/show/assets/blame.css");
    const struct tvx_asset *words = tvx_asset_find("src/show/assets/runs.css");
    struct html html = {.out = out, .arena = arena, .root = "", .language = ""};
    struct show_blame runs;

    if (style == NULL || words == NULL)
        return tvx_error_set(error, TVX_E_UNSUPPORTED, "the page's style was not built into this program");
    if (!show_blame_make(&runs, arena, blame))
        return tvx_error_nomem(error);
    start_page(&html, blame, style, words);
    html_raw(&html, "<h1>");
    html_text(&html, blame->reference);
    html_raw(&html, " <span class=\"soft\">where its words came from</span></h1>\n<p class=\"soft\">");
    html_text(&html, show_blame_summary(arena, &runs, blame->tabled));
    html_raw(&html, ". ");
    html_text(&html, show_blame_orphans(arena, blame, &runs));
    html_raw(&html, " Labels and headings are not blamed.</p>\n");
    put_key(&html, &runs);
    put_texts(&html, blame, &runs);
    html_raw(&html, "</main>\n</body>\n</html>\n");
    return out->failed ? tvx_error_set(error, TVX_E_LIMIT, "the page of %s is too long", blame->reference) : TVX_OK;
}

enum tvx_status page_blame(struct tvx_page *page)
{
    struct html html = html_of(page);
    struct tvx_blame blame;
    struct show_blame runs;
    enum tvx_status status = tvx_blame_build(&blame, page->arena, page->store, page->reference, page->error);

    if (status == TVX_E_USAGE)
        return tvx_error_set(page->error, TVX_E_NOTFOUND, "%.200s: there is no such provision", page->reference);
    if (status != TVX_OK)
        return status;
    if (!show_blame_make(&runs, page->arena, &blame))
        return tvx_error_nomem(page->error);
    const struct html_crumb crumbs[] = {
        {blame.reference, html_address(&html, strchr(blame.reference, ':') == NULL ? "instrument" : "provision",
                                       blame.reference)},
        {html_said(&html, "Where each word comes from"), NULL}};

    html_start(&html, tvx_arena_printf(page->arena, "%s · %s", blame.reference,
                                       html_said(&html, "Where each word comes from")), crumbs, 2);
    html_heading(&html, tvx_arena_printf(page->arena, "%s · %s", blame.reference,
                                         html_said(&html, "Where each word comes from")), NULL);
    html_raw(&html, "<section class=\"card blame\"");
    html_attribute(&html, "aria-label", html_said(&html, "Where each word comes from"));
    html_raw(&html, ">\n");
    html_english(&html, "p", "soft", show_blame_summary(page->arena, &runs, blame.tabled));
    if (*show_blame_orphans(page->arena, &blame, &runs) != '\0')
        html_english(&html, "p", "soft", show_blame_orphans(page->arena, &blame, &runs));
    html_note(&html, SAY("Point at words, or reach them with the Tab key, to see their origin. Labels and headings are "
                         "not traced."));
    put_key(&html, &runs);
    put_texts(&html, &blame, &runs);
    html_raw(&html, "</section>\n");
    html_end(&html);
    return TVX_OK;
}
