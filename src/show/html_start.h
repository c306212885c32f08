/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The start page, and the lists of provisions and documents that it leads to. */
#ifndef SHOW_HTML_START_H
#define SHOW_HTML_START_H

#include "html_parts.h"
#include "shelf.h"

#include <travaux/analyse/calendar.h>
#include <travaux/base/day.h>
#include <travaux/store/news.h>
#include <travaux/store/survey.h>

struct html_disputed {
    const struct tvx_survey_place *place;
    bool compared; /* else families and conflicts are not known */
    size_t families, conflicts;
};
enum tvx_status html_disputed_compare(struct html_disputed *out, struct tvx_arena *arena, const struct shelf_law *law,
                                      const char *path, struct tvx_error *error);

struct html_start_page {
    char today[TVX_DAY_SIZE];
    const struct tvx_event *event, *events; /* event: the meeting shown; NULL where none is known */
    size_t event_count;
    struct tvx_survey survey;               /* of that meeting */
    const struct html_disputed *disputed;
    size_t disputed_count, place_count;     /* place_count: provisions on which anything is proposed */
    const struct tvx_survey_row *sponsors, *on; /* on: instruments */
    size_t sponsor_count, on_count;
    const struct tvx_stored_instrument *instruments;
    size_t instrument_count;
    const struct tvx_calendar_entry *due;
    size_t due_count;
    const struct tvx_news *news;            /* since the last visit; without one the newest documents */
    size_t news_count, news_of[TVX_NEWS_KIND_COUNT];
};
void html_start_page(struct html *html, const struct html_start_page *start);

void html_provisions_page(struct html *html, const struct tvx_survey_place *places, size_t count, size_t total,
                          const struct html_pager *pager, const struct tvx_stored_proposal *unresolved,
                          size_t unresolved_count);
void html_documents_page(struct html *html, const struct tvx_stored_document *documents, size_t count, size_t total,
                         const struct html_pager *pager);

/* A document's kind in the reader's language: "contribution", "final acts". */
const char *html_document_kind(struct html *html, const char *kind);

#endif
