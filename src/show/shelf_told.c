/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "shelf_told.h"

#include "shelf_analyses.h"

#include <string.h>

/* Pairs of proposals of different meetings beyond which what came before is not looked for while a reader waits: some
   two seconds' work. */
#define MOST_PAIRS 4e6

enum { SOURCES = 12 };

/* ---- engines, held ---- */

static enum tvx_status make_proposals(void *context, struct tvx_store *store, struct tvx_arena *arena, void **out,
                                      struct tvx_error *error)
{
    struct shelf_proposals *all = tvx_arena_array(arena, 1, sizeof *all);
    struct tvx_stored_proposal *items = NULL;
    enum tvx_status status;

    (void)context;
    if (all == NULL)
        return tvx_error_nomem(error);
    status = tvx_store_proposals(store, arena, &items, &all->count, NULL, error);
    all->items = items;
    *out = all;
    return status;
}

enum tvx_status shelf_proposals(const struct tvx_page *page, const struct shelf_proposals **out)
{
    void *value = NULL;
    enum tvx_status status = tvx_shelf_hold(page->shelf, "proposals", make_proposals, NULL, NULL, &value, page->error);

    *out = value;
    return status;
}

static enum tvx_status make_novelty(void *context, struct tvx_store *store, struct tvx_arena *arena, void **out,
                                    struct tvx_error *error)
{
    const struct shelf_proposals *all = context;
    struct tvx_novelty *novelty = NULL;
    enum tvx_status status = tvx_novelty_open(&novelty, arena, store, all->items, all->count, error);

    *out = novelty;
    return status;
}

static void close_novelty(void *value)
{
    tvx_novelty_close(value);
}

static enum tvx_status make_tracer(void *context, struct tvx_store *store, struct tvx_arena *arena, void **out,
                                   struct tvx_error *error)
{
    struct tvx_tracer *tracer = NULL;
    enum tvx_status status = tvx_tracer_open(&tracer, store, tvx_store_address(store), NULL, error);

    (void)context;
    (void)arena;
    *out = tracer;
    return status;
}

static void close_tracer(void *value)
{
    tvx_tracer_close(value);
}

static enum tvx_status make_force(void *context, struct tvx_store *store, struct tvx_arena *arena, void **out,
                                  struct tvx_error *error)
{
    (void)context;
    *out = tvx_force_desk_new(arena, store);
    return *out == NULL ? tvx_error_nomem(error) : TVX_OK;
}

static enum tvx_status make_chances(void *context, struct tvx_store *store, struct tvx_arena *arena, void **out,
                                    struct tvx_error *error)
{
    struct tvx_likelihood_desk *desk = NULL;
    enum tvx_status status = tvx_likelihood_desk_new(&desk, arena, store, error);

    (void)context;
    *out = desk;
    return status;
}

static enum tvx_status make_fates(void *context, struct tvx_store *store, struct tvx_arena *arena, void **out,
                                  struct tvx_error *error)
{
    const struct shelf_proposals *all = context;
    struct tvx_fates *fates = NULL;
    enum tvx_status status = tvx_fates_new(&fates, arena, store, all->items, all->count, error);

    *out = fates;
    return status;
}

/* Pairs of proposals of different meetings. */
static enum tvx_status make_pairs(void *context, struct tvx_store *store, struct tvx_arena *arena, void **out,
                                  struct tvx_error *error)
{
    struct tvx_event *events = NULL;
    double *pairs = tvx_arena_array(arena, 1, sizeof *pairs), before = 0;
    size_t count = 0;
    enum tvx_status status = pairs == NULL ? tvx_error_nomem(error)
                                           : tvx_store_events(store, arena, &events, &count, error);

    (void)context;
    for (size_t i = 0; status == TVX_OK && i < count; i++) {
        *pairs += before * (double)events[i].proposals;
        before += (double)events[i].proposals;
    }
    *out = pairs;
    return status;
}

bool shelf_few_pairs(const struct tvx_page *page)
{
    void *pairs = NULL;

    return tvx_shelf_hold(page->shelf, "pairs", make_pairs, NULL, NULL, &pairs, NULL) == TVX_OK &&
           *(const double *)pairs <= MOST_PAIRS;
}

/* ---- one proposal ---- */

struct asking { /* what the answers on one proposal are made with; NULL: to be left out */
    const struct tvx_stored_proposal *proposal;
    size_t index;
    struct tvx_novelty *novelty;
    struct tvx_tracer *tracer;
    struct tvx_force_desk *force;
    struct tvx_likelihood_desk *chances;
    struct tvx_fates *fates;
};

static enum tvx_status make_told(void *context, struct tvx_store *store, struct tvx_arena *arena, void **out,
                                 struct tvx_error *error)
{
    const struct asking *asking = context;
    const struct tvx_trace_options options = {.limit = SOURCES};
    struct shelf_told *told = tvx_arena_array(arena, 1, sizeof *told);
    struct tvx_novelty_report *novelty = tvx_arena_array(arena, 1, sizeof *novelty);
    struct tvx_force_report *force = tvx_arena_array(arena, 1, sizeof *force);
    struct tvx_likelihood *chance = tvx_arena_array(arena, 1, sizeof *chance);
    struct tvx_trace *trace = tvx_arena_array(arena, 1, sizeof *trace);

    (void)store;
    if (told == NULL || novelty == NULL || force == NULL || chance == NULL || trace == NULL)
        return tvx_error_nomem(error);
    told->proposal = asking->proposal;
    if (asking->novelty != NULL && tvx_novelty_of(novelty, asking->novelty, asking->proposal, NULL) == TVX_OK)
        told->novelty = novelty;
    if (asking->force != NULL && tvx_force_of_proposal(force, asking->force, asking->proposal, NULL) == TVX_OK)
        told->force = force;
    if (asking->chances != NULL && tvx_likelihood_of(chance, asking->chances, asking->index, NULL) == TVX_OK)
        told->likelihood = chance;
    if (asking->fates != NULL && tvx_fates_of(&told->outcome, asking->fates, asking->index, NULL) != TVX_OK)
        told->outcome = NULL;
    if (asking->tracer != NULL &&
        tvx_trace_reference(trace, arena, asking->tracer, asking->proposal->proposal.number, &options, NULL) == TVX_OK)
        told->trace = trace;
    *out = told;
    return TVX_OK;
}

/* What fails to be made is left out, not the page. */
static void *held(const struct tvx_page *page, const char *key, tvx_shelf_make *make, tvx_shelf_close *close,
                  void *context)
{
    void *value = NULL;

    return tvx_shelf_hold(page->shelf, key, make, close, context, &value, NULL) == TVX_OK ? value : NULL;
}

struct tvx_force_desk *shelf_force(const struct tvx_page *page)
{
    return held(page, "force", make_force, NULL, NULL);
}

enum tvx_status shelf_told(const struct tvx_page *page, struct shelf_told *out, int64_t id)
{
    const char *key = tvx_arena_printf(page->arena, "told %lld", (long long)id);
    const struct shelf_proposals *all = NULL;
    struct asking asking = {.index = 0};
    bool few = shelf_few_pairs(page);
    void *value = NULL;
    enum tvx_status status = key == NULL ? tvx_error_nomem(page->error) : shelf_proposals(page, &all);

    if (status != TVX_OK)
        return status;
    while (asking.index < all->count && all->items[asking.index].id != id)
        asking.index++;
    if (asking.index == all->count)
        return tvx_error_set(page->error, TVX_E_NOTFOUND, "there is no such proposal");
    asking.proposal = &all->items[asking.index];
    asking.novelty = held(page, "novelty", make_novelty, close_novelty, (void *)(uintptr_t)all);
    asking.tracer = held(page, "tracer", make_tracer, close_tracer, NULL);
    asking.force = shelf_force(page);
    asking.fates = held(page, "fates", make_fates, NULL, (void *)(uintptr_t)all);
    asking.chances = few ? held(page, "chances", make_chances, NULL, NULL) : NULL;
    status = tvx_shelf_take(page->shelf, key, make_told, &asking, &value, page->error);
    if (status != TVX_OK)
        return status;
    *out = *(const struct shelf_told *)value;
    if (shelf_scope(page, &out->scope) != TVX_OK)
        out->scope = NULL;
    if (shelf_positions(page, &out->positions) != TVX_OK)
        out->positions = NULL;
    if (!few || shelf_retabled(page, &out->retabled) != TVX_OK)
        out->retabled = NULL;
    return TVX_OK;
}
