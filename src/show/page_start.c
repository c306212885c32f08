/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * The start page: what is on the table, by whom, on what; where most texts meet; what is new, what is due.  All of it
 * is counted by the database, so that it comes at once; only the few most disputed provisions are compared.
 */
#include "pages.h"

#include "html_start.h"

#include <string.h>
#include <travaux/analyse/calendar.h>
#include <travaux/base/day.h>
#include <travaux/store/institution.h>
#include <travaux/store/news.h>

enum { MOST_DISPUTED = 10, COMPARED_TEXTS = 40, NEWS = 8, DEADLINES = 5, BY_WHOM = 12 };

/* The newest meeting at which something is proposed; NULL when none is known. */
static const struct tvx_event *latest(const struct tvx_event *events, size_t count)
{
    const struct tvx_event *last = NULL;

    for (size_t i = 0; i < count; i++)
        if (events[i].proposals > 0 && (last == NULL || last->date == NULL ||
                                        (events[i].date != NULL && strcmp(events[i].date, last->date) >= 0)))
            last = &events[i];
    return last;
}

/* The one that ?meeting= names, else the latest. */
static const struct tvx_event *chosen(const struct tvx_page *page, const struct tvx_event *events, size_t count)
{
    const char *wanted = tvx_page_parameter(page, "meeting");

    for (size_t i = 0; wanted != NULL && i < count; i++)
        if (strcmp(events[i].meeting, wanted) == 0)
            return &events[i];
    return latest(events, count);
}

/* ---- the most disputed provisions ---- */

struct compared { size_t families, conflicts; };

struct place_wanted { const struct shelf_law *law; const char *path; };

static enum tvx_status make_compared(void *context, struct tvx_store *store, struct tvx_arena *arena, void **out,
                                     struct tvx_error *error)
{
    const struct place_wanted *wanted = context;
    struct compared *compared = tvx_arena_array(arena, 1, sizeof *compared);
    struct html_disputed disputed = {0};
    enum tvx_status status;

    (void)store;
    if (compared == NULL)
        return tvx_error_nomem(error);
    status = html_disputed_compare(&disputed, arena, wanted->law, wanted->path, error);
    *compared = (struct compared){disputed.families, disputed.conflicts};
    *out = compared;
    return status;
}

/* Families and conflicts of one whose texts are few enough to be compared while a reader waits. */
static enum tvx_status compare(struct tvx_page *page, struct html_disputed *item)
{
    const struct tvx_survey_place *place = item->place;
    const char *key = tvx_arena_printf(page->arena, "compared %s@%s:%s", place->key, place->version, place->path);
    struct place_wanted wanted = {.path = place->path};
    void *value = NULL;
    enum tvx_status status;

    if (place->texts > COMPARED_TEXTS || *place->path == '\0')
        return TVX_OK;
    status = shelf_law(page, &wanted.law, place->key, *place->version == '\0' ? NULL : place->version);
    if (status == TVX_E_NOTFOUND)
        return TVX_OK;
    if (status == TVX_OK)
        status = tvx_shelf_take(page->shelf, key, make_compared, &wanted, &value, page->error);
    if (status == TVX_OK) {
        item->compared = true;
        item->families = ((const struct compared *)value)->families;
        item->conflicts = ((const struct compared *)value)->conflicts;
    }
    return status;
}

static enum tvx_status disputed(struct tvx_page *page, struct html_start_page *start, const char *meeting)
{
    const struct tvx_survey_query query = {.meeting = meeting, .limit = MOST_DISPUTED};
    struct tvx_survey_place *places = NULL;
    struct html_disputed *items;
    enum tvx_status status = tvx_store_survey_places(page->store, page->arena, &places, &start->disputed_count,
                                                     &start->place_count, &query, page->error);

    start->disputed = items = tvx_arena_array(page->arena, start->disputed_count + 1, sizeof *items);
    if (status == TVX_OK && items == NULL)
        return tvx_error_nomem(page->error);
    for (size_t i = 0; i < start->disputed_count && status == TVX_OK; i++) {
        items[i].place = &places[i];
        status = compare(page, &items[i]);
    }
    return status;
}

/* ---- what is due, what is new ---- */

static enum tvx_status due(struct tvx_page *page, struct html_start_page *start)
{
    struct tvx_institutions *institutions = tvx_arena_array(page->arena, 1, sizeof *institutions);
    const char **keys = tvx_arena_array(page->arena, start->instrument_count + 1, sizeof *keys);
    struct tvx_calendar_query query = {.from = start->today, .references = keys};
    struct tvx_calendar_entry *entries = NULL;
    size_t count = 0;
    enum tvx_status status = institutions == NULL || keys == NULL
                                 ? tvx_error_nomem(page->error)
                                 : tvx_store_institutions(page->store, page->arena, institutions, page->error);

    for (size_t i = 0; status == TVX_OK && i < start->instrument_count; i++) /* what matters to the law that is here */
        if (query.reference_count == 0 || strcmp(keys[query.reference_count - 1], start->instruments[i].key) != 0)
            keys[query.reference_count++] = start->instruments[i].key;

    if (status == TVX_OK)
        status = tvx_calendar(&entries, &count, page->arena, page->store, institutions, &query, page->error);
    start->due = entries;
    start->due_count = count < DEADLINES ? count : DEADLINES;
    return status;
}

static enum tvx_status news(struct tvx_page *page, struct html_start_page *start)
{
    static const bool documents_only[TVX_NEWS_KIND_COUNT] = {[TVX_NEWS_DOCUMENT] = true};
    const struct tvx_viewer *viewer = page->viewer;
    struct tvx_news_query query = {.since = viewer->since, .account = viewer->account, .limit = NEWS,
                                   .outsider = viewer->account == 0};
    struct tvx_news *items = NULL;
    enum tvx_status status;

    if (viewer->since == NULL)
        query.kinds = documents_only;
    status = tvx_store_news(page->store, page->arena, &items, &start->news_count, start->news_of, &query, page->error);
    start->news = items;
    return status;
}

enum tvx_status page_index(struct tvx_page *page)
{
    struct html html = html_of(page);
    struct html_start_page start = {0};
    struct tvx_event *events = NULL;
    struct tvx_stored_instrument *instruments = NULL;
    struct tvx_survey_row *sponsors = NULL, *on = NULL;
    const char *meeting;
    enum tvx_status status = tvx_store_events(page->store, page->arena, &events, &start.event_count, page->error);

    if (status != TVX_OK)
        return status;
    tvx_day_today(start.today);
    start.events = events;
    start.event = chosen(page, events, start.event_count);
    meeting = start.event == NULL ? NULL : start.event->meeting;
    status = tvx_store_survey(page->store, page->arena, &start.survey, meeting, page->error);
    if (status == TVX_OK)
        status = disputed(page, &start, meeting);
    if (status == TVX_OK)
        status = tvx_store_survey_sponsors(page->store, page->arena, &sponsors, &start.sponsor_count, meeting, BY_WHOM,
                                           page->error);
    if (status == TVX_OK)
        status = tvx_store_survey_instruments(page->store, page->arena, &on, &start.on_count, meeting, page->error);
    if (status == TVX_OK)
        status = tvx_store_instruments(page->store, page->arena, &instruments, &start.instrument_count, page->error);
    start.instruments = instruments;
    if (status == TVX_OK)
        status = due(page, &start);
    if (status == TVX_OK)
        status = news(page, &start);
    start.sponsors = sponsors;
    start.on = on;
    if (status == TVX_OK)
        html_start_page(&html, &start);
    return status;
}

/* ---- lists ---- */

enum tvx_status page_provisions(struct tvx_page *page)
{
    struct html html = html_of(page);
    struct html_pager pager;
    struct tvx_survey_query query = {.meeting = tvx_page_parameter(page, "meeting"),
                                     .instrument = tvx_page_parameter(page, "instrument")};
    struct tvx_survey_place *places = NULL;
    struct tvx_stored_proposal *unresolved = NULL;
    const struct tvx_filter loose = {.meeting = query.meeting, .unresolved_only = true, .limit = HTML_PAGER_ROWS};
    size_t count = 0, total = 0, loose_count = 0;
    enum tvx_status status;

    query.limit = 1; /* how many there are */
    status = tvx_store_survey_places(page->store, page->arena, &places, &count, &total, &query, page->error);
    if (status != TVX_OK)
        return status;
    pager = html_pager_of(&html, total);
    query.offset = pager.from;
    query.limit = pager.to > pager.from ? pager.to - pager.from : 1;
    status = tvx_store_survey_places(page->store, page->arena, &places, &count, &total, &query, page->error);
    if (status == TVX_OK)
        status = tvx_store_proposals(page->store, page->arena, &unresolved, &loose_count, &loose, page->error);
    if (status == TVX_OK)
        html_provisions_page(&html, places, count, total, &pager, unresolved, loose_count);
    return status;
}

enum tvx_status page_documents(struct tvx_page *page)
{
    struct html html = html_of(page);
    struct tvx_filter filter = {.meeting = tvx_page_parameter(page, "meeting")};
    struct tvx_stored_document *documents = NULL;
    struct tvx_survey survey;
    struct html_pager pager;
    size_t count = 0;
    enum tvx_status status = tvx_store_survey(page->store, page->arena, &survey, filter.meeting, page->error);

    if (status != TVX_OK)
        return status;
    pager = html_pager_of(&html, survey.papers);
    filter.offset = pager.from;
    filter.limit = pager.to > pager.from ? pager.to - pager.from : 1;
    status = tvx_store_documents(page->store, page->arena, &documents, &count, &filter, page->error);
    if (status == TVX_OK)
        html_documents_page(&html, documents, count, survey.papers, &pager);
    return status;
}
