/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The start page, and the page of who proposes. */
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

static int more_active(const void *a, const void *b)
{
    const struct site_actor *first = a, *second = b;

    return first->count != second->count ? (first->count < second->count ? 1 : -1)
                                         : strcmp(first->code, second->code);
}

static enum tvx_status note(struct tvx_page *page, struct site_actor *actor,
                            const struct tvx_stored_proposal *proposal)
{
    const char **numbers =
        tvx_arena_grow(page->arena, actor->numbers, actor->count, &actor->capacity, sizeof *numbers);
    const char **places =
        tvx_arena_grow(page->arena, actor->places, actor->count, &actor->place_capacity, sizeof *places);

    if (numbers == NULL || places == NULL)
        return tvx_error_nomem(page->error);
    actor->numbers = numbers;
    actor->places = places;
    numbers[actor->count] = proposal->proposal.number;
    places[actor->count++] = show_words_place(page->arena, proposal);
    return TVX_OK;
}

static int by_code(const void *a, const void *b)
{
    return strcmp(((const struct site_actor *)a)->code, ((const struct site_actor *)b)->code);
}

enum tvx_status page_actors(struct tvx_page *page)
{
    struct html html = html_of(page);
    struct tvx_stored_actor *stored = NULL;
    struct tvx_stored_proposal *proposals = NULL;
    struct site_actor *actors;
    size_t count = 0, proposal_count = 0;
    enum tvx_status status = tvx_store_actors(page->store, page->arena, &stored, &count, page->error);

    if (status == TVX_OK)
        status = tvx_store_proposals(page->store, page->arena, &proposals, &proposal_count, NULL, page->error);
    if (status != TVX_OK)
        return status;
    actors = tvx_arena_array(page->arena, count + 1, sizeof *actors);
    if (actors == NULL)
        return tvx_error_nomem(page->error);
    for (size_t i = 0; i < count; i++)
        actors[i] = (struct site_actor){.code = stored[i].code, .name = stored[i].name};
    qsort(actors, count, sizeof *actors, by_code);
    for (size_t i = 0; i < proposal_count && status == TVX_OK; i++)
        for (size_t j = 0; j < proposals[i].proposal.sponsor_count && status == TVX_OK; j++) {
            struct site_actor wanted = {.code = proposals[i].proposal.sponsors[j]};
            struct site_actor *actor = bsearch(&wanted, actors, count, sizeof *actors, by_code);

            if (actor != NULL)
                status = note(page, actor, &proposals[i]);
        }
    if (status != TVX_OK)
        return status;
    qsort(actors, count, sizeof *actors, more_active);
    html_actors_page(&html, actors, count);
    return TVX_OK;
}
