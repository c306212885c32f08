/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The page of `blame`: the text, every run of words behind the letter of its origin, and a key to the letters. */
#include "blame_runs.h"
#include "html.h"
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

static void start_page(struct html *html, const struct tvx_blame *blame, const struct tvx_asset *style)
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
    html_raw(html, "<table class=\"key\">\n<caption>Key</caption>\n<thead><tr><th scope=\"col\">Mark</th>"
                   "<th scope=\"col\">Origin</th><th scope=\"col\">Date</th><th scope=\"col\">Sponsors</th>"
                   "<th scope=\"col\" class=\"n\">Words</th></tr></thead>\n<tbody>\n");
    for (size_t i = 0; i < runs->source_count; i++) {
        const struct show_source *source = &runs->sources[i];

        html_raw(html, "<tr><td><span");
        html_attribute(html, "class", class_of(runs, i));
        html_raw(html, ">");
        if (*source->letter == '\0') {
            html_raw(html, "plain");
        } else {
            html_raw(html, "<sup>");
            html_text(html, source->letter);
            html_raw(html, "</sup>words");
        }
        html_raw(html, "</span></td><td>");
        html_text(html, source->name);
        html_raw(html, "</td><td>");
        html_text(html, source->kind == TVX_ORIGIN_ORPHAN ? "" : date_of(source));
        html_raw(html, "</td><td>");
        put_sponsors(html, source);
        html_printf(html, "</td><td class=\"n\">%zu</td></tr>\n", source->words);
    }
    html_raw(html, "</tbody>\n</table>\n");
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

enum tvx_status tvx_html_blame(struct tvx_buf *out, struct tvx_arena *arena, const struct tvx_blame *blame,
                               struct tvx_error *error)
{
    const struct tvx_asset *style = tvx_asset_find("src/show/assets/blame.css");
    struct html html = {.out = out, .arena = arena, .root = "", .language = ""};
    struct show_blame runs;

    if (style == NULL)
        return tvx_error_set(error, TVX_E_UNSUPPORTED, "the page's style was not built into this program");
    if (!show_blame_make(&runs, arena, blame))
        return tvx_error_nomem(error);
    start_page(&html, blame, style);
    html_raw(&html, "<h1>");
    html_text(&html, blame->reference);
    html_raw(&html, " <span class=\"soft\">where its words came from</span></h1>\n<p class=\"soft\">");
    html_text(&html, show_blame_summary(arena, &runs, blame->tabled));
    html_raw(&html, ". ");
    html_text(&html, show_blame_orphans(arena, blame, &runs));
    html_raw(&html, " Labels and headings are not blamed.</p>\n");
    put_key(&html, &runs);
    for (size_t i = 0, end; i < runs.run_count; i = end) {
        for (end = i + 1; end < runs.run_count && runs.runs[end].provision == runs.runs[i].provision; end++)
            ;
        put_provision(&html, blame, &runs, i, end);
    }
    html_raw(&html, "</main>\n</body>\n</html>\n");
    return out->failed ? tvx_error_set(error, TVX_E_LIMIT, "the page of %s is too long", blame->reference) : TVX_OK;
}
