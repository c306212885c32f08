/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What is due next, what meets when, who decides, and how one gets in. */
#include "html_analyses.h"
#include "pages.h"
#include "words.h"

#include <string.h>
#include <travaux/base/day.h>
#include <travaux/show/calendar.h>

static const struct { const char *kind, *said; } kinds[] = {
    {"meeting", SAY("meeting")},       {"proposals", SAY("proposals are due")},
    {"consultation", SAY("comments are due")}, {"accreditation", SAY("accreditation ends")},
    {"other", SAY("deadline")},
};

/* What a claim of who-decides is about, for its row. */
static const struct { const char *value, *said; bool instrument; } rows[] = {
    {"binding", SAY("Binds"), true},
    {"prevails", SAY("Rank"), true},
    {"majority", SAY("Majority"), true},
    {"propose", SAY("Proposals"), true},
    {"deadline", SAY("Due"), true},
    {"in_force", SAY("Enters into force"), true},
    {"decides", SAY("Decides"), false},
    {"meets", SAY("Meets"), false},
    {"members", SAY("Members"), false},
    {"may propose", SAY("May propose"), false},
    {"may vote", SAY("May vote"), false},
    {"may speak", SAY("May speak"), false},
    {"may attend", SAY("May attend"), false},
    {"may read", SAY("May read the documents"), false},
    {"how", SAY("How"), false},
    {"gives", SAY("What it gives"), false},
    {"cost", SAY("Cost"), false},
    {"contact", SAY("Contact"), false},
};

static const char *kind_said(struct html *html, const char *kind)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (strcmp(kinds[i].kind, kind) == 0)
            return html_said(html, kinds[i].said);
    return kind;
}

static bool is_deadline(const struct tvx_calendar_entry *entry)
{
    return strcmp(entry->kind, "meeting") != 0;
}

/* Not over on that day: a year alone is over with its December. */
static bool is_ahead(const struct tvx_calendar_entry *entry, const char *today)
{
    const char *end = entry->end == NULL ? entry->date : entry->end;

    return strncmp(end, today, strlen(end)) >= 0;
}

static void how_far(struct html *html, const struct tvx_calendar_entry *entry, const char *today)
{
    int days;

    if (!tvx_day_valid(entry->date))
        return;
    days = tvx_day_between(today, entry->date);
    html_raw(html, days >= 0 && days <= 14 ? "<span class=\"alert\">" : "<span class=\"soft\">");
    if (days > 0)
        html_say_number(html, (size_t)days, "in {1} day", "in {1} days");
    else if (days == 0)
        html_say(html, "today");
    else if (is_ahead(entry, today))
        html_say(html, "now");
    else
        html_say(html, "past");
    html_raw(html, "</span>");
}

static void days(struct html *html, const struct tvx_calendar_entry *entry)
{
    html_day(html, entry->date);
    if (entry->end != NULL && strcmp(entry->end, entry->date) != 0) {
        html_raw(html, " – ");
        html_day(html, entry->end);
    }
}

static void sources(struct html *html, const struct tvx_claim *claim)
{
    for (size_t i = 0; i < claim->evidence_count; i++) {
        html_raw(html, i > 0 ? " · " : "");
        html_source(html, &claim->evidence[i]);
    }
}

static void entry_row(struct html *html, const struct tvx_calendar_entry *entry, const char *today)
{
    html_raw(html, "<tr><td class=\"when\">");
    days(html, entry);
    html_raw(html, " ");
    how_far(html, entry, today);
    html_raw(html, "</td><td>");
    html_text(html, kind_said(html, entry->kind));
    if (entry->reckoned) {
        html_raw(html, " <span class=\"tag\">");
        html_say(html, "reckoned by a rule");
        html_raw(html, "</span>");
    }
    html_raw(html, "</td><td>");
    if (is_deadline(entry) && entry->meeting != NULL) {
        html_raw(html, "<b>");
        html_text(html, entry->meeting);
        html_raw(html, "</b>: ");
    }
    html_english(html, "span", NULL, entry->claim.statement);
    html_raw(html, "</td><td>");
    html_text(html, entry->who);
    html_raw(html, "</td><td>");
    sources(html, &entry->claim);
    html_raw(html, "</td></tr>\n");
}

static void entries_table(struct html *html, const char *caption, const struct shelf_calendar *calendar, bool ahead)
{
    static const struct html_column columns[] = {{SAY("When"), false}, {SAY("What"), false}, {SAY("In words"), false},
                                                 {SAY("For whom"), false}, {SAY("Source"), false}};

    html_table(html, caption, columns, 5);
    for (size_t i = 0; i < calendar->count; i++) {
        const struct tvx_calendar_entry *entry = &calendar->entries[ahead ? i : calendar->count - 1 - i];

        if (is_ahead(entry, calendar->today) == ahead)
            entry_row(html, entry, calendar->today);
    }
    html_table_end(html);
}

/* The deadline that comes next, in a sentence that cannot be overlooked. */
static void next_card(struct html *html, const struct shelf_calendar *calendar)
{
    const struct tvx_calendar_entry *next = NULL;

    for (size_t i = 0; i < calendar->count && next == NULL; i++)
        if (is_deadline(&calendar->entries[i]) && is_ahead(&calendar->entries[i], calendar->today))
            next = &calendar->entries[i];
    html_card(html, "h-next", SAY("Next deadline"));
    if (next == NULL) {
        html_note(html, "No deadline ahead is known.");
    } else {
        html_raw(html, "<p class=\"next\"><b>");
        days(html, next);
        html_raw(html, "</b> ");
        how_far(html, next, calendar->today);
        html_raw(html, "</p>\n");
        html_raw(html, "<p>");
        html_text(html, next->meeting);
        html_raw(html, next->meeting == NULL ? "" : ": ");
        html_english(html, "span", NULL, next->claim.statement);
        html_raw(html, next->who == NULL ? "" : " · ");
        html_text(html, next->who);
        html_raw(html, "</p>\n");
        html_raw(html, "<p class=\"soft\">");
        sources(html, &next->claim);
        html_raw(html, "</p>\n");
    }
    html_card_end(html);
}

/* Of a decision those that are about the instrument, or the others. */
static void claims_list(struct html *html, const struct tvx_claims *claims, bool instrument)
{
    html_raw(html, "<dl class=\"facts\">\n");
    for (size_t i = 0; i < claims->count; i++) {
        const struct tvx_claim *claim = &claims->items[i];
        const char *name = claim->value;
        bool of_instrument = false;

        for (size_t k = 0; k < sizeof rows / sizeof *rows; k++)
            if (strcmp(rows[k].value, claim->value) == 0) {
                name = html_said(html, rows[k].said);
                of_instrument = rows[k].instrument;
            }
        if (of_instrument != instrument)
            continue;
        html_raw(html, "<dt>");
        html_text(html, name);
        html_raw(html, "</dt><dd>");
        html_english(html, "span", NULL, claim->statement);
        if (claim->evidence_count > 0) {
            html_raw(html, " <span class=\"soft\">");
            sources(html, claim);
            html_raw(html, "</span>");
        }
        html_raw(html, "</dd>\n");
    }
    html_raw(html, "</dl>\n");
}

static void ways(struct html *html, const struct tvx_decision *decision)
{
    html_raw(html, "<h3>");
    html_say(html, "Ways in");
    html_raw(html, "</h3>\n");
    if (decision->way_count == 0)
        html_note(html, "The map of institutions tells of none.");
    for (size_t i = 0; i < decision->way_count; i++) {
        const struct tvx_way *way = decision->ways[i].way;

        html_raw(html, "<details class=\"way\"><summary>");
        html_english(html, "span", NULL, way->name);
        for (size_t k = 0; k < way->kind_count; k++) {
            html_raw(html, " <span class=\"tag\">");
            html_text(html, html_said(html, way->kinds[k]));
            html_raw(html, "</span>");
        }
        html_raw(html, "</summary>\n");
        claims_list(html, &decision->ways[i].claims, false);
        html_raw(html, "</details>\n");
    }
}

static void next_meeting(struct html *html, const struct tvx_decision *decision)
{
    const struct tvx_gathering *next;

    if (decision->next >= decision->meeting_count)
        return;
    next = decision->meetings[decision->next];
    html_raw(html, "<p>");
    html_say(html, "Next meeting:");
    html_raw(html, " <b>");
    html_text(html, next->key);
    html_raw(html, "</b> ");
    if (next->start != NULL) {
        html_day(html, next->start);
        html_raw(html, " – ");
        html_day(html, next->end);
    } else {
        html_text(html, next->year);
    }
    html_raw(html, next->place == NULL ? "" : ", ");
    html_text(html, next->place);
    html_raw(html, "</p>\n");
}

static void instrument_part(struct html *html, const struct tvx_decision *of)
{
    const char *name = of->rule == NULL ? NULL : of->rule->name;

    html_raw(html, "<details class=\"way\"><summary><b>");
    html_text(html, of->instrument);
    html_raw(html, "</b> ");
    html_text(html, name);
    html_raw(html, "</summary>\n<p>");
    html_thing(html, "instrument", of->instrument, "number", of->instrument);
    html_raw(html, "</p>\n");
    claims_list(html, &of->claims, true);
    html_raw(html, "</details>\n");
}

static void decision_card(struct html *html, const struct shelf_decision *shelf, size_t number)
{
    const struct tvx_decision *decision = &shelf->instruments[0];
    bool french = strcmp(tvx_tongue_name(html->viewer->tongue)->code, "fr") == 0 && decision->body->name_fr != NULL;
    const char *id = tvx_arena_printf(html->arena, "h-body-%zu", number);

    html_raw(html, "<section class=\"card\"");
    html_attribute(html, "aria-labelledby", id);
    html_raw(html, "><h2");
    html_attribute(html, "id", id);
    html_raw(html, ">");
    html_say_with(html, "Who decides: {1}", (const char *const[]){french ? decision->body->name_fr
                                                                         : decision->body->name}, 1);
    html_raw(html, "</h2>\n");
    next_meeting(html, decision);
    claims_list(html, &decision->claims, false);
    ways(html, decision);
    html_raw(html, "<h3>");
    html_say(html, "What it may change, and how");
    html_raw(html, "</h3>\n");
    for (size_t i = 0; i < shelf->instrument_count; i++)
        instrument_part(html, &shelf->instruments[i]);
    html_card_end(html);
}

enum tvx_status page_calendar(struct tvx_page *page)
{
    struct html made = html_of(page), *html = &made;
    const struct html_crumb crumbs[] = {{html_said(html, "Calendar"), NULL}};
    const struct shelf_calendar *calendar;
    enum tvx_status status = shelf_calendar(page, &calendar);

    if (status != TVX_OK)
        return status;
    html_start(html, crumbs[0].text, crumbs, 1);
    html_heading(html, html_said(html, "What is due, what meets, and how to take part"), NULL);
    next_card(html, calendar);
    html_card(html, "h-ahead", SAY("Ahead"));
    html_raw(html, "<p>");
    html_link(html, "calendar.ics", NULL, html_said(html, "All of it for your own calendar (iCalendar)"));
    html_raw(html, "</p>\n");
    entries_table(html, "Ahead", calendar, true);
    html_card_end(html);
    for (size_t i = 0; i < calendar->decision_count; i++)
        decision_card(html, &calendar->decisions[i], i);
    html_folded_card(html, "past", SAY("Past"));
    entries_table(html, "Past", calendar, false);
    html_folded_card_end(html);
    html_end(html);
    return TVX_OK;
}

enum tvx_status tvx_page_calendar_ics(struct tvx_page *page)
{
    const struct shelf_calendar *calendar;
    enum tvx_status status = shelf_calendar(page, &calendar);

    if (status == TVX_OK)
        tvx_ics_calendar(page->out, calendar->entries, calendar->count, calendar->today);
    return status;
}
