/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Every document, how public it is and since when; what is missing, and what could not be read. */
#include "html_analyses.h"
#include "pages.h"
#include "words.h"

#include <string.h>

enum { NAMES = 24 };

static const struct { const char *access, *said; } classes[] = {
    {"public", SAY("open to all")}, {"members", SAY("for members")}, {"leaked", SAY("leaked")},
    {"unknown", SAY("not known")},
};

static const struct { const char *kind, *said; } problems[] = {
    {"failed-file", SAY("not taken")},          {"doubtful-document", SAY("read with doubt")},
    {"missing-parent", SAY("its main document is missing")}, {"warning", SAY("warning")},
};

static const char *said_of(struct html *html, const char *access)
{
    for (size_t i = 0; i < sizeof classes / sizeof *classes; i++)
        if (access != NULL && strcmp(classes[i].access, access) == 0)
            return html_said(html, classes[i].said);
    return access;
}

static void series_item(struct html *html, const struct tvx_series *series)
{
    html_raw(html, "<li><b>");
    html_text(html, series->meeting);
    html_raw(html, "</b> ");
    if (series->kind == TVX_SERIES_DOCUMENTS)
        html_say(html, "documents");
    else if (series->kind == TVX_SERIES_ADDENDA)
        html_say_with(html, "addenda to {1}", (const char *const[]){series->of}, 1);
    else
        html_say_with(html, "revisions of {1}", (const char *const[]){series->of}, 1);
    html_raw(html, ": ");
    for (size_t i = 0; i < series->missing_count; i++) {
        const struct tvx_number_range *range = &series->missing[i];

        html_raw(html, i > 0 ? ", " : "");
        html_printf(html, range->from == range->to ? "%u" : "%u–", range->from);
        if (range->from != range->to)
            html_printf(html, "%u", range->to);
    }
    html_raw(html, " <span class=\"soft\">");
    html_say_with(html, "{1} of {2} are here", (const char *const[]){html_said_figure(html, (double)series->present, 0),
                                                                    html_said_figure(html, series->last, 0)}, 2);
    html_raw(html, "</span></li>\n");
}

static void codes(struct html *html, const char *const *items, size_t count)
{
    for (size_t i = 0; i < count && i < NAMES; i++) {
        html_raw(html, i > 0 ? ", " : "");
        html_text(html, items[i]);
    }
}

static void missing_card(struct html *html, const struct tvx_register *all)
{
    html_card(html, "h-missing", SAY("What is not here"));
    if (all->series_count + all->language_count == 0)
        html_note(html, "No number of a series is missing, and no language.");
    else
        html_note(html, "Numbers that a series must have, since later ones are here; addenda and revisions; languages "
                        "in which other documents of the meeting are here.");
    html_raw(html, "<ul class=\"plain\">");
    for (size_t i = 0; i < all->series_count; i++)
        series_item(html, &all->series[i]);
    for (size_t i = 0; i < all->language_count; i++) {
        const struct tvx_missing_languages *of = &all->languages[i];

        html_raw(html, "<li><b>");
        html_text(html, of->meeting);
        html_raw(html, "</b> ");
        html_text(html, of->symbol);
        html_raw(html, ": ");
        html_say(html, "is here in");
        html_raw(html, " ");
        codes(html, of->has, of->has_count);
        html_raw(html, "; ");
        html_say(html, "not in");
        html_raw(html, " ");
        codes(html, of->lacks, of->lacks_count);
        html_raw(html, "</li>\n");
    }
    html_raw(html, "</ul>\n");
    html_card_end(html);
}

/* What could not be read, or only with doubt. */
static void problems_card(struct html *html, const struct tvx_review *items, size_t count)
{
    static const struct html_column columns[] = {{SAY("What"), false}, {SAY("Where"), false}, {SAY("Why"), false}};
    size_t shown = 0;

    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < sizeof problems / sizeof *problems; k++) {
            if (strcmp(items[i].kind, problems[k].kind) != 0 || shown >= HTML_PAGER_ROWS)
                continue;
            if (shown++ == 0) {
                html_card(html, "h-problems", SAY("What could not be read, or only in part"));
                html_table(html, "What could not be read, or only in part", columns, 3);
            }
            html_raw(html, "<tr><td><span class=\"alert\">!</span> ");
            html_say(html, problems[k].said);
            html_raw(html, "</td><td>");
            if (items[i].document != 0)
                html_thing(html, "document", tvx_arena_printf(html->arena, "%lld", (long long)items[i].document), NULL,
                           show_words_file(items[i].where));
            else
                html_text(html, show_words_file(items[i].where));
            html_raw(html, "</td><td>");
            html_english(html, "span", NULL, items[i].message);
            html_raw(html, "</td></tr>\n");
        }
    if (shown > 0) {
        html_table_end(html);
        html_card_end(html);
    }
}

static void access_cell(struct html *html, const struct tvx_register_entry *entry)
{
    bool closed = strcmp(entry->access, "public") != 0;

    html_raw(html, closed ? "<td><span class=\"tag\">" : "<td>");
    html_text(html, said_of(html, entry->access));
    html_raw(html, closed ? "</span>" : "");
    for (size_t i = 0; i < entry->change_count; i++) {
        const struct tvx_access_change *change = &entry->changes[i];

        html_raw(html, "<br><span class=\"soft\">");
        html_text(html, said_of(html, change->access));
        html_raw(html, " ");
        html_day(html, change->since);
        html_raw(html, change->source == NULL ? "" : " · ");
        html_text(html, change->source);
        html_raw(html, "</span>");
    }
    html_raw(html, "</td>");
}

static void entry_row(struct html *html, const struct tvx_register_entry *entry)
{
    const struct tvx_stored_document *document = entry->document;
    const char *file = show_words_file(document->file);

    html_row_head(html, "document", tvx_arena_printf(html->arena, "%lld", (long long)document->id),
                  document->symbol != NULL && *document->symbol != '\0' ? document->symbol : file);
    html_cell(html, document->meeting);
    html_raw(html, "<td>");
    html_say(html, entry->output ? SAY("came out of it") : SAY("went into it"));
    html_raw(html, "</td><td class=\"day\">");
    html_day(html, document->date);
    html_raw(html, "</td>");
    html_cell(html, document->language);
    access_cell(html, entry);
    html_raw(html, "<td class=\"day\">");
    html_day(html, entry->public_since);
    html_raw(html, "</td><td dir=\"auto\">");
    html_text(html, document->title != NULL && *document->title != '\0' ? document->title : file);
    html_raw(html, "</td></tr>\n");
}

/* "23 public · 1 leaked" */
static void counts(struct html *html, const struct tvx_register *all)
{
    bool first = true;

    html_raw(html, "<p class=\"facts\">");
    for (size_t k = 0; k < sizeof classes / sizeof *classes; k++) {
        size_t count = 0;

        for (size_t i = 0; i < all->count; i++)
            count += strcmp(all->entries[i].access, classes[k].access) == 0;
        if (count == 0)
            continue;
        html_raw(html, first ? "<b>" : " · <b>");
        html_figure(html, (double)count, 0);
        html_raw(html, "</b> ");
        html_say(html, classes[k].said);
        first = false;
    }
    html_raw(html, "</p>\n");
}

enum tvx_status page_register(struct tvx_page *page)
{
    static const struct html_column columns[] = {{SAY("Document"), false}, {SAY("Meeting"), false}, {SAY("Way"), false},
                                                 {SAY("Date"), false}, {SAY("Language"), false}, {SAY("Access"), false},
                                                 {SAY("Public since"), false}, {SAY("Title or file"), false}};
    struct html made = html_of(page), *html = &made;
    const struct html_crumb crumbs[] = {{html_said(html, "Register"), NULL}};
    const struct tvx_register *all;
    struct tvx_review *review = NULL;
    struct html_pager pager;
    size_t review_count = 0;
    enum tvx_status status = shelf_register(page, &all);

    if (status == TVX_OK)
        status = tvx_store_review(page->store, page->arena, &review, &review_count, page->error);
    if (status != TVX_OK)
        return status;
    html_start(html, crumbs[0].text, crumbs, 1);
    html_heading(html, html_said(html, "What there is, how public it is, and what is missing"), NULL);
    missing_card(html, all);
    problems_card(html, review, review_count);
    html_card(html, "h-documents", SAY("Documents"));
    counts(html, all);
    pager = html_pager_of(html, all->count);
    html_table(html, "Documents", columns, 8);
    for (size_t i = pager.from; i < pager.to; i++)
        entry_row(html, &all->entries[i]);
    html_table_end(html);
    html_pager(html, &pager);
    html_card_end(html);
    html_end(html);
    return TVX_OK;
}
