/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What became of proposals: all meetings, and of one the matrix of who got what, with the words and the passages. */
#include "html_analyses.h"
#include "pages.h"
#include "words.h"

#include <stdlib.h>
#include <string.h>

enum { TEXTS_OPEN = 12 };

static const struct { const char *sign, *word, *class; } became_words[TVX_BECAME_COUNT] = {
    [TVX_BECAME_OPEN] = {"?", SAY("open"), "became b-open"},
    [TVX_BECAME_ADOPTED] = {"✓", SAY("adopted"), "became b-adopted"},
    [TVX_BECAME_PARTLY] = {"½", SAY("adopted in part"), "became b-partly"},
    [TVX_BECAME_MERGED] = {"+", SAY("merged with others"), "became b-partly"},
    [TVX_BECAME_REJECTED] = {"✗", SAY("rejected"), "became b-rejected"},
    [TVX_BECAME_WITHDRAWN] = {"↩", SAY("withdrawn"), "became b-withdrawn"},
    [TVX_BECAME_OVERTAKEN] = {"≠", SAY("overtaken by other words"), "became b-rejected"},
};

/* In this order they stand in the matrix. */
static const enum tvx_became order[] = {TVX_BECAME_ADOPTED, TVX_BECAME_PARTLY, TVX_BECAME_MERGED, TVX_BECAME_OVERTAKEN,
                                        TVX_BECAME_REJECTED, TVX_BECAME_WITHDRAWN, TVX_BECAME_OPEN};

const char *analyses_became(enum tvx_became became)
{
    return became_words[became].word;
}

void html_became(struct html *html, enum tvx_became became)
{
    html_raw(html, "<span");
    html_attribute(html, "class", became_words[became].class);
    html_raw(html, "><span aria-hidden=\"true\">");
    html_text(html, became_words[became].sign);
    html_raw(html, "</span> ");
    html_say(html, became_words[became].word);
    html_raw(html, "</span>");
}

static const char *number_of(struct html *html, size_t number)
{
    return tvx_say_figure(html->viewer->tongue, html->arena, (double)number, 0);
}

void html_taken(struct html *html, size_t adopted, size_t asked)
{
    if (asked == 0)
        return;
    html_raw(html, "<span class=\"soft\">");
    html_say_with(html, "{1} of {2} words",
                  (const char *const[]){number_of(html, adopted), number_of(html, asked)}, 2);
    html_raw(html, "</span>");
}

/* ---- which proposals a page is about ---- */

static const char *meeting_of(const struct tvx_outcome_report *report)
{
    const char *meeting = report->outcome->proposal->meeting;

    return meeting == NULL ? "" : meeting;
}

/* ---- all meetings ---- */

struct meeting { const char *key; size_t proposals, of[TVX_BECAME_COUNT], asked, adopted; };

static struct meeting *list_meetings(const struct tvx_outcomes *outcomes, struct tvx_arena *arena, size_t *count)
{
    struct meeting *items = NULL;
    size_t capacity = 0;

    *count = 0;
    for (size_t i = 0; i < outcomes->count; i++) {
        const struct tvx_outcome_report *report = &outcomes->items[i];
        size_t at = 0;

        while (at < *count && strcmp(items[at].key, meeting_of(report)) != 0)
            at++;
        if (at == *count) {
            struct meeting *grown = tvx_arena_grow(arena, items, *count, &capacity, sizeof *grown);

            if (grown == NULL)
                return NULL;
            items = grown;
            items[(*count)++] = (struct meeting){.key = meeting_of(report)};
        }
        items[at].proposals++;
        items[at].of[report->became]++;
        items[at].asked += report->outcome->of_words;
        items[at].adopted += report->outcome->adopted_words;
    }
    return items == NULL ? tvx_arena_array(arena, 1, sizeof *items) : items;
}

static void meeting_row(struct html *html, const struct meeting *meeting)
{
    html_row_head(html, "outcome", *meeting->key == '\0' ? "-" : meeting->key,
                  *meeting->key == '\0' ? html_said(html, "no meeting known") : meeting->key);
    html_cell_number(html, meeting->proposals);
    for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
        html_raw(html, meeting->of[order[i]] == 0 ? "<td class=\"n none\">" : "<td class=\"n\">");
        html_figure(html, (double)meeting->of[order[i]], 0);
        html_raw(html, "</td>");
    }
    html_raw(html, "<td>");
    if (meeting->asked > 0) {
        chart_share(html, meeting->adopted, meeting->asked);
        html_raw(html, " ");
        html_taken(html, meeting->adopted, meeting->asked);
    } else {
        html_raw(html, "—");
    }
    html_raw(html, "</td></tr>\n");
}

/* The columns of a table of counts: a first one, proposals, every outcome, the words. */
static void counts_table(struct html *html, const char *caption, const char *first)
{
    struct html_column columns[3 + TVX_BECAME_COUNT] = {{first, false}, {SAY("Proposals"), true}};

    for (size_t i = 0; i < TVX_BECAME_COUNT; i++)
        columns[2 + i] = (struct html_column){became_words[order[i]].word, true};
    columns[2 + TVX_BECAME_COUNT] = (struct html_column){SAY("Words adopted of those asked for"), false};
    html_table(html, caption, columns, 3 + TVX_BECAME_COUNT);
}

static void texts_card(struct html *html, const struct tvx_outcomes *outcomes)
{
    if (outcomes->text_count == 0)
        return;
    html_card(html, "h-texts", SAY("Words of adopted texts that nobody proposed"));
    html_note(html, "What was written at the conference itself, or in papers that are not in the workspace.");
    for (size_t i = 0; i < outcomes->text_count; i++) {
        const struct tvx_outcome_text *text = &outcomes->texts[i];

        if (text->fresh == 0)
            continue;
        html_raw(html, "<h3>");
        html_thing(html, "instrument", text->ref, NULL, text->ref);
        html_raw(html, "</h3>\n<p>");
        chart_share(html, text->proposed, text->fresh);
        html_raw(html, " ");
        html_say_with(html, "{1} new words: {2} from proposals, {3} that no stored proposal asked for.",
                      (const char *const[]){number_of(html, text->fresh), number_of(html, text->proposed),
                                            number_of(html, text->orphaned)}, 3);
        if (!text->tabled) {
            html_raw(html, " <span class=\"soft\">");
            html_say(html, "No proposal on it is stored, so this says little.");
            html_raw(html, "</span>");
        }
        html_raw(html, "</p>\n<ul class=\"plain\">");
        for (size_t j = 0; j < text->orphan_count; j++) {
            if (j == TEXTS_OPEN)
                html_raw(html, "</ul><details><summary>…</summary><ul class=\"plain\">");
            html_raw(html, "<li>");
            html_thing(html, "provision", text->orphans[j].ref, "number", text->orphans[j].ref);
            html_raw(html, "<ins>");
            html_text(html, text->orphans[j].text);
            html_raw(html, "</ins></li>\n");
        }
        html_raw(html, text->orphan_count > TEXTS_OPEN ? "</ul></details>\n" : "</ul>\n");
    }
    html_card_end(html);
}

static void sums_card(struct html *html, const char *id, const char *title, const char *first, const char *kind,
                      const struct tvx_outcome_sum *sums, size_t count)
{
    if (count == 0)
        return;
    html_card(html, id, title);
    counts_table(html, title, first);
    for (size_t i = 0; i < count; i++) {
        struct meeting row = {.proposals = sums[i].proposals, .asked = sums[i].asked, .adopted = sums[i].adopted};

        memcpy(row.of, sums[i].of, sizeof row.of);
        html_row_head(html, kind, sums[i].key,
                      strcmp(kind, "theme") == 0 && sums[i].name != NULL ? html_said(html, sums[i].name) : sums[i].key);
        html_cell_number(html, row.proposals);
        for (size_t k = 0; k < sizeof order / sizeof *order; k++) {
            html_raw(html, row.of[order[k]] == 0 ? "<td class=\"n none\">" : "<td class=\"n\">");
            html_figure(html, (double)row.of[order[k]], 0);
            html_raw(html, "</td>");
        }
        html_raw(html, "<td>");
        if (row.asked > 0) {
            chart_share(html, row.adopted, row.asked);
            html_raw(html, " ");
            html_taken(html, row.adopted, row.asked);
        } else {
            html_raw(html, "—");
        }
        html_raw(html, "</td></tr>\n");
    }
    html_table_end(html);
    html_card_end(html);
}

enum tvx_status page_outcomes(struct tvx_page *page)
{
    struct html made = html_of(page), *html = &made;
    const struct html_crumb crumbs[] = {{html_said(html, "Outcomes"), NULL}};
    const struct tvx_outcomes *outcomes;
    struct meeting *meetings;
    size_t count;
    enum tvx_status status = shelf_outcomes(page, &outcomes);

    if (status != TVX_OK)
        return status;
    meetings = list_meetings(outcomes, page->arena, &count);
    if (meetings == NULL)
        return tvx_error_nomem(page->error);
    html_start(html, crumbs[0].text, crumbs, 1);
    html_heading(html, html_said(html, "What became of the proposals"),
                 html_said(html, "Word by word, from the texts adopted and the records of the meetings."));
    html_card(html, "h-meetings", SAY("By meeting"));
    counts_table(html, "By meeting", SAY("Meeting"));
    for (size_t i = 0; i < count; i++)
        meeting_row(html, &meetings[i]);
    html_table_end(html);
    html_card_end(html);
    sums_card(html, "h-sponsors", SAY("By sponsor"), SAY("Actor"), "actor", outcomes->sponsors,
              outcomes->sponsor_count);
    html_note(html, "A proposal of several sponsors or themes counts in each row.");
    sums_card(html, "h-themes", SAY("By theme"), SAY("Theme"), "theme", outcomes->themes, outcomes->theme_count);
    texts_card(html, outcomes);
    html_end(html);
    return TVX_OK;
}

/* ---- one meeting ---- */

struct cell_of { const char *row; const struct tvx_outcome_report *report; };

static int by_row(const void *a, const void *b)
{
    const struct cell_of *first = a, *second = b;
    int row = strcmp(first->row, second->row);

    return row != 0 ? row : (first->report > second->report) - (first->report < second->report);
}

/* Each proposal in the row of each of its sponsors, or of its provision. */
static struct cell_of *matrix_of(const struct tvx_outcome_report *const *reports, size_t report_count,
                                 struct tvx_arena *arena, bool by_sponsor, size_t *count)
{
    struct cell_of *cells = NULL;
    size_t capacity = 0;

    *count = 0;
    for (size_t i = 0; i < report_count; i++) {
        const struct tvx_stored_proposal *stored = reports[i]->outcome->proposal;
        size_t rows = by_sponsor ? stored->proposal.sponsor_count : 1;

        for (size_t j = 0; j < rows; j++) {
            struct cell_of *grown = tvx_arena_grow(arena, cells, *count, &capacity, sizeof *grown);

            if (grown == NULL)
                return NULL;
            cells = grown;
            cells[(*count)++] = (struct cell_of){
                by_sponsor ? stored->proposal.sponsors[j] : show_words_place(arena, stored), reports[i]};
        }
    }
    if (*count > 0)
        qsort(cells, *count, sizeof *cells, by_row);
    return cells == NULL ? tvx_arena_array(arena, 1, sizeof *cells) : cells;
}

static void matrix_cell(struct html *html, const struct cell_of *cells, size_t count, enum tvx_became became)
{
    size_t have = 0;

    for (size_t i = 0; i < count; i++)
        have += cells[i].report->became == became;
    if (have == 0) {
        html_raw(html, "<td class=\"none\">·</td>");
        return;
    }
    html_raw(html, "<td");
    html_attribute(html, "class", became_words[became].class);
    html_raw(html, "><b class=\"count\">");
    html_text(html, became_words[became].sign);
    html_raw(html, " ");
    html_figure(html, (double)have, 0);
    html_raw(html, "</b><ul class=\"plain\">");
    for (size_t i = 0; i < count; i++)
        if (cells[i].report->became == became) {
            html_raw(html, "<li>");
            html_proposal(html, cells[i].report->outcome->proposal->proposal.number);
            html_raw(html, "</li>");
        }
    html_raw(html, "</ul></td>");
}

static void matrix(struct html *html, const char *caption, const char *first, const struct cell_of *cells, size_t count,
                   bool by_sponsor)
{
    struct html_column columns[1 + TVX_BECAME_COUNT] = {{first, false}};
    enum tvx_became used[TVX_BECAME_COUNT];
    size_t used_count = 0, end;

    for (size_t i = 0; i < sizeof order / sizeof *order; i++)
        for (size_t k = 0; k < count; k++)
            if (cells[k].report->became == order[i]) {
                columns[1 + used_count] = (struct html_column){became_words[order[i]].word, false};
                used[used_count++] = order[i];
                break;
            }
    html_table(html, caption, columns, 1 + used_count);
    for (size_t i = 0; i < count; i = end) {
        end = i + 1;
        while (end < count && strcmp(cells[end].row, cells[i].row) == 0)
            end++;
        html_raw(html, "<tr class=\"matrix\"><th scope=\"row\">");
        if (by_sponsor)
            html_actor(html, cells[i].row);
        else
            html_place(html, cells[i].report->outcome->proposal);
        html_raw(html, "</th>");
        for (size_t k = 0; k < used_count; k++)
            matrix_cell(html, cells + i, end - i, used[k]);
        html_raw(html, "</tr>\n");
    }
    html_table_end(html);
}

/* "[…]" of the words asked for, those taken and those not told apart by the element and a sign. */
static void runs(struct html *html, const struct tvx_outcome_report *report)
{
    static const char *const kinds[2][2] = {{SAY("not put in"), SAY("put in")},
                                            {SAY("not struck out"), SAY("struck out")}};

    html_raw(html, "<ul class=\"runs\">");
    for (size_t i = 0; i < report->run_count; i++) {
        const struct tvx_outcome_run *run = &report->runs[i];

        html_raw(html, run->taken ? "<li><span class=\"became b-adopted\">✓ "
                                  : "<li><span class=\"became b-rejected\">✗ ");
        html_say(html, kinds[run->deleted][run->taken]);
        html_raw(html, run->deleted ? "</span> <del>" : "</span> <ins>");
        html_text(html, run->text);
        html_raw(html, run->deleted ? "</del></li>" : "</ins></li>");
    }
    html_raw(html, "</ul>\n");
}

static void one_report(struct html *html, const struct tvx_outcome_report *report)
{
    const struct tvx_outcome *outcome = report->outcome;
    const struct tvx_stored_proposal *stored = outcome->proposal;

    html_raw(html, "<article class=\"fate\"><h3>");
    html_proposal(html, stored->proposal.number);
    html_raw(html, " <span class=\"tag\">");
    html_text(html, tvx_action_to_string(stored->proposal.action));
    html_raw(html, "</span> ");
    html_place(html, stored);
    html_raw(html, "</h3>\n<div>");
    html_sponsors(html, stored->proposal.sponsors, stored->proposal.sponsor_count, 6);
    html_raw(html, " ");
    html_became(html, report->became);
    html_raw(html, " ");
    html_taken(html, outcome->adopted_words, outcome->of_words);
    html_raw(html, "</div>\n");
    if (report->why != NULL)
        html_english(html, "p", "says", report->why);
    if (report->run_count > 0)
        runs(html, report);
    for (size_t i = 0; i < outcome->evidence_count; i++) {
        const struct tvx_fate_evidence *given = &outcome->evidence[i];
        const struct tvx_evidence evidence = {.document = given->document, .sha256 = given->sha256, .ref = "",
                                              .quote = given->quote, .start = given->start, .points = given->points};

        html_passage(html, &evidence);
    }
    html_raw(html, "</article>\n");
}

static void reports_card(struct html *html, const struct tvx_outcome_report *const *reports, size_t count)
{
    size_t decided = 0;

    for (size_t i = 0; i < count; i++)
        decided += reports[i]->became != TVX_BECAME_OPEN;
    if (decided == 0)
        return;
    html_card(html, "h-words", SAY("Word by word"));
    {
        struct html_pager pager = html_pager_of(html, decided);
        size_t at = 0;

        for (size_t i = 0; i < count; i++) {
            if (reports[i]->became == TVX_BECAME_OPEN)
                continue;
            if (at >= pager.from && at < pager.to)
                one_report(html, reports[i]);
            at++;
        }
        html_pager(html, &pager);
    }
    html_card_end(html);
}

enum tvx_status page_outcome(struct tvx_page *page)
{
    struct html made = html_of(page), *html = &made;
    const struct html_crumb crumbs[] = {{html_said(html, "Outcomes"), html_address(html, "outcomes", NULL)},
                                        {page->reference, NULL}};
    const char *wanted = strcmp(page->reference, "-") == 0 ? "" : page->reference;
    const struct tvx_outcomes *outcomes;
    const struct tvx_outcome_report **reports;
    struct cell_of *sponsors, *places;
    size_t count = 0, sponsor_count, place_count;
    enum tvx_status status = shelf_outcomes(page, &outcomes);

    if (status != TVX_OK)
        return status;
    reports = tvx_arena_array(page->arena, outcomes->count + 1, sizeof *reports);
    if (reports == NULL)
        return tvx_error_nomem(page->error);
    for (size_t i = 0; i < outcomes->count; i++)
        if (strcmp(meeting_of(&outcomes->items[i]), wanted) == 0)
            reports[count++] = &outcomes->items[i];
    if (count == 0)
        return tvx_error_set(page->error, TVX_E_NOTFOUND, "%.200s: no proposal of such a meeting", page->reference);
    sponsors = matrix_of(reports, count, page->arena, true, &sponsor_count);
    places = matrix_of(reports, count, page->arena, false, &place_count);
    if (sponsors == NULL || places == NULL)
        return tvx_error_nomem(page->error);
    html_start(html, tvx_arena_printf(page->arena, "%s: %s", page->reference, html_said(html, "Outcomes")), crumbs, 2);
    html_heading(html, html_said_with(html, "What became of the proposals of {1}", &page->reference, 1), NULL);
    html_card(html, "h-by-sponsor", SAY("By sponsor"));
    matrix(html, "By sponsor", SAY("Actor"), sponsors, sponsor_count, true);
    html_card_end(html);
    reports_card(html, reports, count);
    html_folded_card(html, "by-provision", SAY("By provision"));
    matrix(html, "By provision", SAY("Provision"), places, place_count, false);
    html_folded_card_end(html);
    html_end(html);
    return TVX_OK;
}
