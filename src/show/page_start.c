/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The start page. */
#include "pages.h"

#include "places.h"
#include "words.h"

#include <stdlib.h>
#include <string.h>

static int more_contested(const void *a, const void *b)
{
    const struct site_place *first = a, *second = b;

    if (first->conflicts != second->conflicts)
        return first->conflicts < second->conflicts ? 1 : -1;
    if (first->texts != second->texts)
        return first->texts < second->texts ? 1 : -1;
    return strcmp(first->reference, second->reference);
}

/* The places of all instruments, most contested first. */
static enum tvx_status all_places(struct tvx_page *page, struct site_overview *overview)
{
    struct site_place *all = NULL;
    size_t capacity = 0;

    for (size_t i = 0; i < overview->instrument_count; i++) {
        const struct shelf_law *law;
        struct site_place *places, *grown;
        size_t count;
        enum tvx_status status = shelf_law(page, &law, overview->instruments[i].key, overview->instruments[i].version);

        if (status == TVX_OK)
            status = law_places(page->arena, law, &places, &count, page->error);
        if (status != TVX_OK)
            return status;
        for (size_t j = 0; j < count; j++) {
            grown = tvx_arena_grow(page->arena, all, overview->place_count, &capacity, sizeof *all);
            if (grown == NULL)
                return tvx_error_nomem(page->error);
            all = grown;
            all[overview->place_count++] = places[j];
        }
    }
    if (overview->place_count > 0)
        qsort(all, overview->place_count, sizeof *all, more_contested);
    overview->places = all;
    return TVX_OK;
}

enum tvx_status page_index(struct tvx_page *page)
{
    struct html html = html_of(page);
    struct site_overview overview = {0};
    struct tvx_counts counts;
    struct tvx_filter filter = {.unresolved_only = true};
    struct tvx_stored_proposal *unresolved = NULL;
    struct tvx_stored_document *documents = NULL;
    struct tvx_stored_instrument *instruments = NULL;
    struct tvx_event *events = NULL;
    enum tvx_status status = tvx_store_counts(page->store, &counts, page->error);

    if (status == TVX_OK)
        status = tvx_store_documents(page->store, page->arena, &documents, &overview.document_count, NULL, page->error);
    if (status == TVX_OK)
        status =
            tvx_store_instruments(page->store, page->arena, &instruments, &overview.instrument_count, page->error);
    if (status == TVX_OK)
        status = tvx_store_proposals(page->store, page->arena, &unresolved, &overview.unresolved_count, &filter,
                                     page->error);
    if (status == TVX_OK)
        status = tvx_store_events(page->store, page->arena, &events, &overview.event_count, page->error);
    overview.counts = &counts;
    overview.documents = documents;
    overview.instruments = instruments;
    overview.unresolved = unresolved;
    overview.events = events;
    if (status == TVX_OK)
        status = all_places(page, &overview);
    if (status == TVX_OK)
        html_index_page(&html, &overview);
    return status;
}
