/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "shelf_analyses.h"

#include <stdlib.h>
#include <string.h>

/* ---- documents by hash ---- */

struct hashed { const char *sha256; int64_t id; };
struct hashes { struct hashed *items; size_t count; };

static int by_hash(const void *a, const void *b)
{
    return strcmp(((const struct hashed *)a)->sha256, ((const struct hashed *)b)->sha256);
}

static enum tvx_status make_hashes(void *context, struct tvx_store *store, struct tvx_arena *arena, void **out,
                                   struct tvx_error *error)
{
    struct hashes *hashes = tvx_arena_array(arena, 1, sizeof *hashes);
    struct tvx_stored_document *documents = NULL;
    enum tvx_status status;

    (void)context;
    if (hashes == NULL)
        return tvx_error_nomem(error);
    status = tvx_store_documents(store, arena, &documents, &hashes->count, NULL, error);
    if (status != TVX_OK)
        return status;
    hashes->items = tvx_arena_array(arena, hashes->count + 1, sizeof *hashes->items);
    if (hashes->items == NULL)
        return tvx_error_nomem(error);
    for (size_t i = 0; i < hashes->count; i++)
        hashes->items[i] = (struct hashed){documents[i].sha256 == NULL ? "" : documents[i].sha256, documents[i].id};
    if (hashes->count > 0)
        qsort(hashes->items, hashes->count, sizeof *hashes->items, by_hash);
    *out = hashes;
    return TVX_OK;
}

int64_t shelf_document(const struct tvx_page *page, const char *sha256)
{
    const struct hashed wanted = {.sha256 = sha256}, *found = NULL;
    void *value = NULL;

    if (tvx_shelf_take(page->shelf, "document hashes", make_hashes, NULL, &value, NULL) == TVX_OK) {
        const struct hashes *hashes = value;

        found = hashes->count == 0 ? NULL
                                   : bsearch(&wanted, hashes->items, hashes->count, sizeof wanted, by_hash);
    }
    return found == NULL ? 0 : found->id;
}

/* ---- actors ---- */

static int by_code(const void *a, const void *b)
{
    return strcmp(((const struct tvx_stored_actor *)a)->code, ((const struct tvx_stored_actor *)b)->code);
}

static enum tvx_status make_actors(void *context, struct tvx_store *store, struct tvx_arena *arena, void **out,
                                   struct tvx_error *error)
{
    struct shelf_actors *actors = tvx_arena_array(arena, 1, sizeof *actors);
    struct tvx_stored_actor *items = NULL;
    enum tvx_status status;

    (void)context;
    if (actors == NULL)
        return tvx_error_nomem(error);
    status = tvx_store_actors(store, arena, &items, &actors->count, error);
    if (status == TVX_OK && actors->count > 0)
        qsort(items, actors->count, sizeof *items, by_code);
    actors->items = items;
    *out = actors;
    return status;
}

enum tvx_status shelf_actors(const struct tvx_page *page, const struct shelf_actors **out)
{
    void *value = NULL;
    enum tvx_status status = tvx_shelf_take(page->shelf, "actors", make_actors, NULL, &value, page->error);

    *out = value;
    return status;
}

const char *shelf_actor_name(const struct tvx_page *page, const char *code)
{
    const struct tvx_stored_actor wanted = {.code = code}, *found = NULL;
    const struct shelf_actors *actors;

    if (shelf_actors(page, &actors) == TVX_OK && actors->count > 0)
        found = bsearch(&wanted, actors->items, actors->count, sizeof wanted, by_code);
    return found == NULL || found->name == NULL || strcmp(found->name, code) == 0 ? NULL : found->name;
}

/* ---- analyses of the whole ---- */

static enum tvx_status make_positions(void *context, struct tvx_store *store, struct tvx_arena *arena, void **out,
                                      struct tvx_error *error)
{
    const struct tvx_position_query all = {NULL, NULL, NULL, NULL};
    struct tvx_positions *positions = tvx_arena_array(arena, 1, sizeof *positions);

    (void)context;
    *out = positions;
    return positions == NULL ? tvx_error_nomem(error) : tvx_positions_load(positions, arena, store, &all, error);
}

enum tvx_status shelf_positions(const struct tvx_page *page, const struct tvx_positions **out)
{
    void *value = NULL;
    enum tvx_status status = tvx_shelf_hold(page->shelf, "positions", make_positions, NULL, NULL, &value, page->error);

    *out = value;
    return status;
}

static enum tvx_status make_outcomes(void *context, struct tvx_store *store, struct tvx_arena *arena, void **out,
                                     struct tvx_error *error)
{
    const struct tvx_outcome_options options = {.summary = true};
    struct tvx_outcomes *outcomes = tvx_arena_array(arena, 1, sizeof *outcomes);

    (void)context;
    *out = outcomes;
    return outcomes == NULL ? tvx_error_nomem(error) : tvx_outcomes_build(outcomes, arena, store, &options, error);
}

enum tvx_status shelf_outcomes(const struct tvx_page *page, const struct tvx_outcomes **out)
{
    void *value = NULL;
    enum tvx_status status = tvx_shelf_hold(page->shelf, "outcomes", make_outcomes, NULL, NULL, &value, page->error);

    *out = value;
    return status;
}

static enum tvx_status make_scope(void *context, struct tvx_store *store, struct tvx_arena *arena, void **out,
                                  struct tvx_error *error)
{
    struct tvx_scope *scope = tvx_arena_array(arena, 1, sizeof *scope);

    (void)context;
    *out = scope;
    return scope == NULL ? tvx_error_nomem(error) : tvx_scope_load(scope, arena, store, NULL, NULL, error);
}

enum tvx_status shelf_scope(const struct tvx_page *page, const struct tvx_scope **out)
{
    void *value = NULL;
    enum tvx_status status = tvx_shelf_hold(page->shelf, "scope", make_scope, NULL, NULL, &value, page->error);

    *out = value;
    return status;
}

static enum tvx_status make_retabled(void *context, struct tvx_store *store, struct tvx_arena *arena, void **out,
                                     struct tvx_error *error)
{
    const struct tvx_retabled_options options = {NULL, NULL, NULL, false, 0};
    struct tvx_retabled_list *list = tvx_arena_array(arena, 1, sizeof *list);

    (void)context;
    *out = list;
    return list == NULL ? tvx_error_nomem(error) : tvx_retabled_find(list, arena, store, &options, error);
}

enum tvx_status shelf_retabled(const struct tvx_page *page, const struct tvx_retabled_list **out)
{
    void *value = NULL;
    enum tvx_status status = tvx_shelf_hold(page->shelf, "retabled", make_retabled, NULL, NULL, &value, page->error);

    *out = value;
    return status;
}

/* ---- assessments ---- */

static enum tvx_status assess_all(struct shelf_assessments *all, struct tvx_store *store, struct tvx_arena *arena,
                                  const char *meeting, struct tvx_assess_desk **desk, struct tvx_error *error)
{
    struct tvx_stored_proposal *proposals = NULL;
    struct tvx_assessment *items;
    size_t count = 0;
    enum tvx_status status = tvx_assess_weights_load(&all->weights, store, arena, error);

    if (status == TVX_OK)
        status = tvx_assess_desk_new(desk, arena, store, meeting, &all->weights, error);
    if (status != TVX_OK)
        return status;
    all->meeting = tvx_assess_meeting(*desk);
    status =
        tvx_store_proposals(store, arena, &proposals, &count, &(struct tvx_filter){.meeting = all->meeting}, error);
    all->items = items = tvx_arena_array(arena, count + 1, sizeof *items);
    if (status == TVX_OK && items == NULL)
        return tvx_error_nomem(error);
    for (size_t i = 0; i < count && status == TVX_OK; i++)
        status = tvx_assess(&items[all->count++], *desk, &proposals[i], error);
    if (status == TVX_OK)
        tvx_assess_sort(items, all->count);
    return status;
}

static enum tvx_status make_assessments(void *context, struct tvx_store *store, struct tvx_arena *arena, void **out,
                                        struct tvx_error *error)
{
    struct shelf_assessments *all = tvx_arena_array(arena, 1, sizeof *all);
    struct tvx_assess_desk *desk = NULL;
    const char *meeting = context == NULL ? NULL : tvx_arena_strdup(arena, context);
    enum tvx_status status =
        all == NULL ? tvx_error_nomem(error) : assess_all(all, store, arena, meeting, &desk, error);

    tvx_assess_desk_close(desk);
    *out = all;
    return status;
}

enum tvx_status shelf_assessments(const struct tvx_page *page, const struct shelf_assessments **out,
                                  const char *meeting)
{
    void *value = NULL;
    char *asked = meeting == NULL ? NULL : tvx_arena_strdup(page->arena, meeting);
    const char *name = tvx_arena_printf(page->arena, "assessments %s", meeting == NULL ? "" : meeting);
    enum tvx_status status =
        tvx_shelf_hold(page->shelf, "assessments", make_assessments, NULL, NULL, &value, page->error);

    *out = value;
    if (status != TVX_OK || meeting == NULL || ((*out)->meeting != NULL && strcmp((*out)->meeting, meeting) == 0))
        return status;
    if (asked == NULL || name == NULL)
        return tvx_error_nomem(page->error);
    status = tvx_shelf_hold(page->shelf, name, make_assessments, NULL, asked, &value, page->error);
    *out = value;
    return status;
}
