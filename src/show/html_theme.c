/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What proposals are about: all themes, and one with its proposals and the words that say so. */
#include "html_analyses.h"
#include "pages.h"

#include <string.h>

static const struct { const char *set, *name; } sets[] = {
    {"topic", SAY("Topics")},
    {"gca", SAY("Pillars of the Global Cybersecurity Agenda")},
    {"wsis", SAY("Action lines of the World Summit on the Information Society")},
};

void html_theme(struct html *html, const struct tvx_theme *theme)
{
    html_thing(html, "theme", theme->key, NULL, html_said(html, theme->name));
}

static const char *set_name(const char *set)
{
    for (size_t i = 0; i < sizeof sets / sizeof *sets; i++)
        if (strcmp(sets[i].set, set) == 0)
            return sets[i].name;
    return set;
}

static const struct tvx_outcome_sum *sum_of(const struct tvx_outcomes *outcomes, const char *key)
{
    for (size_t i = 0; i < outcomes->theme_count; i++)
        if (strcmp(outcomes->themes[i].key, key) == 0)
            return &outcomes->themes[i];
    return NULL;
}

/* Sponsors of the theme's proposals, each once, in the order of the proposals. */
static void who(struct html *html, const struct tvx_outcomes *outcomes, size_t theme)
{
    const char *said[64];
    size_t count = 0;

    for (size_t i = 0; i < outcomes->count; i++) {
        const struct tvx_outcome_report *report = &outcomes->items[i];
        const struct tvx_proposal *proposal = &report->outcome->proposal->proposal;
        bool has = false;

        for (size_t k = 0; k < report->theme_count; k++)
            has = has || report->themes[k].theme == theme;
        for (size_t j = 0; has && j < proposal->sponsor_count; j++) {
            bool again = false;

            for (size_t k = 0; k < count; k++)
                again = again || strcmp(said[k], proposal->sponsors[j]) == 0;
            if (!again && count < sizeof said / sizeof *said)
                said[count++] = proposal->sponsors[j];
        }
    }
    html_sponsors(html, said, count, 8);
}

static void set_card(struct html *html, const struct tvx_outcomes *outcomes, const char *set, const char *id)
{
    static const struct html_column columns[] = {{SAY("Theme"), false}, {SAY("Proposals"), true},
                                                 {SAY("Adopted of what was asked"), false}, {SAY("By"), false}};
    size_t count, shown = 0;
    const struct tvx_theme *themes = tvx_taxonomy_themes(outcomes->taxonomy, &count);

    for (size_t i = 0; i < count; i++) {
        const struct tvx_outcome_sum *sum = sum_of(outcomes, themes[i].key);

        if (strcmp(themes[i].set, set) != 0 || sum == NULL || sum->proposals == 0)
            continue;
        if (shown++ == 0) {
            html_card(html, id, set_name(set));
            html_table(html, set_name(set), columns, 4);
        }
        html_row_head(html, "theme", themes[i].key, html_said(html, themes[i].name));
        html_cell_number(html, sum->proposals);
        html_raw(html, "<td>");
        if (sum->asked > 0) {
            chart_share(html, sum->adopted, sum->asked);
            html_raw(html, " ");
            html_taken(html, sum->adopted, sum->asked);
        } else {
            html_raw(html, "—");
        }
        html_raw(html, "</td><td>");
        who(html, outcomes, i);
        html_raw(html, "</td></tr>\n");
    }
    if (shown > 0) {
        html_table_end(html);
        html_card_end(html);
    }
}

enum tvx_status page_themes(struct tvx_page *page)
{
    struct html made = html_of(page), *html = &made;
    const struct html_crumb crumbs[] = {{html_said(html, "Themes"), NULL}};
    const struct tvx_outcomes *outcomes;
    const struct tvx_theme *themes;
    size_t count, without = 0;
    enum tvx_status status = shelf_outcomes(page, &outcomes);

    if (status != TVX_OK)
        return status;
    themes = tvx_taxonomy_themes(outcomes->taxonomy, &count);
    for (size_t i = 0; i < outcomes->count; i++)
        without += outcomes->items[i].theme_count == 0;
    html_start(html, crumbs[0].text, crumbs, 1);
    html_heading(html, html_said(html, "What the proposals are about"),
                 html_said(html, "Told by words of a table (data/themes.tsv) that anybody can read and change; each "
                                 "page of a theme shows the words."));
    for (size_t i = 0; i < count; i++) {
        bool first = true;

        for (size_t j = 0; j < i && first; j++)
            first = strcmp(themes[j].set, themes[i].set) != 0;
        if (first)
            set_card(html, outcomes, themes[i].set, tvx_arena_printf(page->arena, "h-set-%zu", i));
    }
    html_raw(html, "<p class=\"soft\">");
    html_say_number(html, without, "{1} proposal has no theme of the table.",
                    "{1} proposals have no theme of the table.");
    html_raw(html, "</p>\n");
    html_end(html);
    return TVX_OK;
}

/* ---- one ---- */

static enum tvx_status claim_cell(struct html *html, struct tvx_page *page, const struct tvx_outcomes *outcomes,
                                  const struct tvx_outcome_report *report, const struct tvx_theme_tag *tag)
{
    const struct tvx_stored_proposal *stored = report->outcome->proposal;
    const struct tvx_proposal *proposal = &stored->proposal;
    bool gone = *proposal->after == '\0' && *proposal->before != '\0';
    const struct tvx_evidence whole = {
        .document = stored->document, .sha256 = stored->sha256, .ref = proposal->number,
        .quote = gone ? proposal->before : proposal->quote, .start = proposal->start,
        .points = gone ? 0 : proposal->points, .document_id = stored->document_id,
    };
    struct tvx_claims claims = {0};
    enum tvx_status status = tvx_themes_claims(&claims, page->arena, outcomes->taxonomy, tag, 1, &whole,
                                               "data/themes.tsv", page->error);

    html_raw(html, "<td>");
    for (size_t i = 0; status == TVX_OK && i < claims.count; i++) {
        const struct tvx_claim *claim = &claims.items[i];

        for (size_t k = 0; k < claim->evidence_count; k++) {
            html_raw(html, k > 0 ? " · <q dir=\"auto\">" : "<q dir=\"auto\">");
            html_text(html, claim->evidence[k].quote);
            html_raw(html, "</q>");
        }
        if (claim->evidence_count > 0) {
            html_raw(html, " ");
            html_source(html, &claim->evidence[0]);
        }
        html_method(html, claim->method);
    }
    html_raw(html, "</td>");
    return status;
}

static enum tvx_status theme_row(struct html *html, struct tvx_page *page, const struct tvx_outcomes *outcomes,
                                 const struct tvx_outcome_report *report, const struct tvx_theme_tag *tag)
{
    const struct tvx_stored_proposal *stored = report->outcome->proposal;
    enum tvx_status status;

    html_row_head(html, "proposal", stored->proposal.number, stored->proposal.number);
    html_raw(html, "<td>");
    html_place(html, stored);
    html_raw(html, "</td><td>");
    html_sponsors(html, stored->proposal.sponsors, stored->proposal.sponsor_count, 6);
    html_raw(html, "</td><td>");
    html_became(html, report->became);
    html_raw(html, "</td>");
    status = claim_cell(html, page, outcomes, report, tag);
    html_raw(html, "</tr>\n");
    return status;
}

static enum tvx_status theme_table(struct html *html, struct tvx_page *page, const struct tvx_outcomes *outcomes,
                                   size_t theme)
{
    static const struct html_column columns[] = {{SAY("Proposal"), false}, {SAY("Provision"), false},
                                                 {SAY("By"), false},
                                                 {SAY("What became of it"), false}, {SAY("Words that say so"), false}};
    enum tvx_status status = TVX_OK;
    struct html_pager pager;
    size_t count = 0, at = 0;

    for (int turn = 0; turn < 2; turn++) {
        for (size_t i = 0; i < outcomes->count && status == TVX_OK; i++)
            for (size_t k = 0; k < outcomes->items[i].theme_count && status == TVX_OK; k++) {
                if (outcomes->items[i].themes[k].theme != theme)
                    continue;
                count += turn == 0;
                if (turn == 1 && at >= pager.from && at < pager.to)
                    status = theme_row(html, page, outcomes, &outcomes->items[i], &outcomes->items[i].themes[k]);
                at += turn == 1;
            }
        if (turn == 0) {
            pager = html_pager_of(html, count);
            html_table(html, "Its proposals", columns, 5);
        }
    }
    html_table_end(html);
    html_pager(html, &pager);
    return status;
}

enum tvx_status page_theme(struct tvx_page *page)
{
    struct html made = html_of(page), *html = &made;
    struct html_crumb crumbs[] = {{html_said(html, "Themes"), html_address(html, "themes", NULL)}, {NULL, NULL}};
    const struct tvx_outcomes *outcomes;
    const struct tvx_theme *themes;
    size_t count, at = 0;
    enum tvx_status status = shelf_outcomes(page, &outcomes);

    if (status != TVX_OK)
        return status;
    themes = tvx_taxonomy_themes(outcomes->taxonomy, &count);
    while (at < count && strcmp(themes[at].key, page->reference) != 0)
        at++;
    if (at == count)
        return tvx_error_set(page->error, TVX_E_NOTFOUND, "%.200s: there is no such theme", page->reference);
    crumbs[1].text = html_said(html, themes[at].name);
    html_start(html, crumbs[1].text, crumbs, 2);
    html_heading(html, crumbs[1].text, html_said(html, set_name(themes[at].set)));
    html_card(html, "h-proposals", SAY("Its proposals"));
    status = theme_table(html, page, outcomes, at);
    html_card_end(html);
    html_end(html);
    return status;
}
