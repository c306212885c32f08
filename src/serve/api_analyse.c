/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The API's answers about proposals' effect: novelty, force, likelihood, outcome, assessment, scope, positions, themes.
   Of a list only the part that is asked for is reckoned. */
#include "api.h"

#include <string.h>
#include <travaux/analyse/themes.h>
#include <travaux/show/analyses.h>
#include <travaux/show/assess.h>
#include <travaux/show/force.h>
#include <travaux/show/likelihood.h>
#include <travaux/show/novelty.h>
#include <travaux/show/outcome.h>
#include <travaux/show/positions.h>
#include <travaux/show/scope.h>

struct chosen { /* proposals that the filters leave */
    struct tvx_arena *arena;
    struct tvx_stored_proposal *items;
    size_t count;
    struct api_part part;
};

static const char *chosen_key(void *context, size_t i)
{
    const struct chosen *all = context;
    const char *key = tvx_arena_printf(all->arena, "%s %s", all->items[i].sha256, all->items[i].proposal.number);

    return key == NULL ? "" : key;
}

static enum tvx_status choose(struct api_call *call, struct chosen *out)
{
    struct tvx_filter filter = api_filter(call);
    enum tvx_status status;

    *out = (struct chosen){.arena = call->arena};
    status = tvx_store_proposals(call->store, call->arena, &out->items, &out->count, &filter, call->error);
    return status == TVX_OK ? api_part(call, &out->part, out->count, chosen_key, out) : status;
}

static enum tvx_status one(struct api_call *call, struct chosen *out)
{
    const struct tvx_stored_proposal *proposal = NULL;
    enum tvx_status status = api_proposal_find(call, &proposal, call->argument);

    *out = (struct chosen){.arena = call->arena, .count = 1, .part = {.to = 1}};
    if (status == TVX_OK) {
        out->items = tvx_arena_array(call->arena, 1, sizeof *out->items);
        if (out->items == NULL)
            return tvx_error_nomem(call->error);
        out->items[0] = *proposal;
    }
    return status;
}

/* ---- novelty ---- */

static enum tvx_status write_novelty(struct api_call *call, const struct chosen *chosen)
{
    const struct tvx_filter every = {.meeting = NULL};
    struct tvx_stored_proposal *all = NULL;
    struct tvx_novelty *novelty = NULL;
    size_t count = 0;
    enum tvx_status status = tvx_store_proposals(call->store, call->arena, &all, &count, &every, call->error);

    if (status == TVX_OK)
        status = tvx_novelty_open(&novelty, call->arena, call->store, all, count, call->error);
    for (size_t i = chosen->part.from; status == TVX_OK && i < chosen->part.to; i++) {
        struct tvx_novelty_report report;

        status = tvx_novelty_of(&report, novelty, &chosen->items[i], call->error);
        if (status == TVX_OK)
            tvx_json_novelty(&call->json, &report);
    }
    tvx_novelty_close(novelty);
    return status;
}

API_ANSWER(api_novelty)
{
    struct chosen chosen;
    enum tvx_status status = one(call, &chosen);

    return status == TVX_OK ? write_novelty(call, &chosen) : status;
}

API_ANSWER(api_novelty_list)
{
    struct chosen chosen;
    enum tvx_status status = choose(call, &chosen);

    if (status != TVX_OK)
        return status;
    api_list_begin(call);
    status = write_novelty(call, &chosen);
    api_list_end(call, &chosen.part);
    return status;
}

/* ---- force ---- */

static enum tvx_status write_force(struct api_call *call, const struct chosen *chosen)
{
    struct tvx_force_desk *desk = tvx_force_desk_new(call->arena, call->store);
    enum tvx_status status = desk == NULL ? tvx_error_nomem(call->error) : TVX_OK;

    for (size_t i = chosen->part.from; status == TVX_OK && i < chosen->part.to; i++) {
        struct tvx_force_report report;

        status = tvx_force_of_proposal(&report, desk, &chosen->items[i], call->error);
        if (status == TVX_OK)
            tvx_json_force(&call->json, call->arena, &report);
    }
    return status;
}

API_ANSWER(api_force_list)
{
    struct chosen chosen;
    enum tvx_status status = choose(call, &chosen);

    if (status != TVX_OK)
        return status;
    api_list_begin(call);
    status = write_force(call, &chosen);
    api_list_end(call, &chosen.part);
    return status;
}

static enum tvx_status force_of_law(struct api_call *call, const struct tvx_found *found)
{
    struct tvx_force_desk *desk = tvx_force_desk_new(call->arena, call->store);
    const char *later = api_value(call, "later");
    struct tvx_force_text places[2];
    struct tvx_force_report report;
    struct tvx_found other;
    enum tvx_status status = desk == NULL ? tvx_error_nomem(call->error) : TVX_OK;

    if (status == TVX_OK && later == NULL)
        status = tvx_force_of_law(&report, desk, found->instrument.key, found->instrument.version, found->path,
                                  call->error);
    else if (status == TVX_OK)
        status = tvx_store_find(call->store, call->arena, &other, later, call->error);
    if (status == TVX_OK && later != NULL && other.instrument.id == 0)
        return tvx_error_set(call->error, TVX_E_USAGE, "later names no law");
    if (status == TVX_OK && later != NULL) {
        places[0] = (struct tvx_force_text){found->instrument.key, found->instrument.version, found->path};
        places[1] = (struct tvx_force_text){other.instrument.key, other.instrument.version, other.path};
        status = tvx_force_between(&report, desk, &places[0], &places[1], call->error);
    }
    if (status == TVX_OK)
        tvx_json_force(&call->json, call->arena, &report);
    return status;
}

/* Of a proposal; of a law, or from one version of it to a later. */
API_ANSWER(api_force)
{
    struct tvx_found found;
    struct chosen chosen;
    enum tvx_status status = tvx_store_find(call->store, call->arena, &found, call->argument, call->error);

    if (status == TVX_OK && found.instrument.id != 0)
        return force_of_law(call, &found);
    if (status == TVX_OK)
        status = one(call, &chosen);
    return status == TVX_OK ? write_force(call, &chosen) : status;
}

/* ---- likelihood ---- */

static enum tvx_status make_desk(void *context, struct tvx_store *store, struct tvx_arena *arena, void **out,
                                 struct tvx_error *error)
{
    struct tvx_likelihood_desk *desk = NULL;
    enum tvx_status status = tvx_likelihood_desk_new(&desk, arena, store, error);

    (void)context;
    *out = desk;
    return status;
}

static enum tvx_status write_likelihood(struct api_call *call, const struct chosen *chosen)
{
    const struct tvx_stored_proposal *all;
    void *desk = NULL;
    size_t count = 0, at = 0;
    enum tvx_status status =
        tvx_shelf_take(call->request->shelf, "api likelihood", make_desk, NULL, &desk, call->error);

    if (status != TVX_OK)
        return status;
    all = tvx_likelihood_proposals(desk, &count);
    for (size_t i = chosen->part.from; status == TVX_OK && i < chosen->part.to; i++) {
        struct tvx_likelihood likelihood;

        while (at < count && all[at].id != chosen->items[i].id) /* both are in the store's order */
            at++;
        if (at == count)
            return tvx_error_set(call->error, TVX_E_NOTFOUND, "the proposal is gone; ask again");
        status = tvx_likelihood_of(&likelihood, desk, at, call->error);
        if (status == TVX_OK)
            tvx_json_likelihood(&call->json, &likelihood);
    }
    return status;
}

API_ANSWER(api_likelihood)
{
    struct chosen chosen;
    enum tvx_status status = one(call, &chosen);

    return status == TVX_OK ? write_likelihood(call, &chosen) : status;
}

API_ANSWER(api_likelihood_list)
{
    struct chosen chosen;
    enum tvx_status status = choose(call, &chosen);

    if (status != TVX_OK)
        return status;
    api_list_begin(call);
    status = write_likelihood(call, &chosen);
    api_list_end(call, &chosen.part);
    return status;
}

/* ---- outcome ---- */

struct outcomes {
    struct tvx_arena *arena;
    struct tvx_outcomes kept;
};

static const char *outcome_key(void *context, size_t i)
{
    const struct outcomes *all = context;
    const struct tvx_stored_proposal *proposal = all->kept.items[i].outcome->proposal;
    const char *key = tvx_arena_printf(all->arena, "%s %s", proposal->sha256, proposal->proposal.number);

    return key == NULL ? "" : key;
}

static bool keeps(const char *wanted, const char *value)
{
    return wanted == NULL || (value != NULL && strcmp(wanted, value) == 0);
}

/* Those of all that the filters leave, or the one that is asked for. */
static enum tvx_status outcomes(struct api_call *call, struct outcomes *out, int64_t only)
{
    struct tvx_page page = request_page(call->request, call->reply);
    const struct tvx_outcomes *all;
    enum tvx_status status = tvx_kept_outcomes(&page, &all);

    *out = (struct outcomes){.arena = call->arena};
    if (status != TVX_OK)
        return status;
    out->kept = *all;
    out->kept.items = tvx_arena_array(call->arena, all->count + 1, sizeof *out->kept.items);
    out->kept.count = 0;
    if (out->kept.items == NULL)
        return tvx_error_nomem(call->error);
    for (size_t i = 0; i < all->count; i++) {
        const struct tvx_stored_proposal *proposal = all->items[i].outcome->proposal;

        if (only == 0 ? keeps(api_value(call, "meeting"), proposal->meeting) &&
                            keeps(api_value(call, "instrument"), proposal->resolution.key)
                      : proposal->id == only)
            out->kept.items[out->kept.count++] = all->items[i];
    }
    return TVX_OK;
}

API_ANSWER(api_outcomes)
{
    struct outcomes all;
    struct api_part part;
    enum tvx_status status = outcomes(call, &all, 0);

    if (status == TVX_OK)
        status = api_part(call, &part, all.kept.count, outcome_key, &all);
    if (status != TVX_OK)
        return status;
    all.kept.items += part.from;
    all.kept.count = part.to - part.from;
    api_whole_begin(call);
    tvx_json_outcomes(&call->json, &all.kept);
    api_whole_end(call, &part);
    return TVX_OK;
}

/* As a list of one: the renderer writes lists. */
API_ANSWER(api_outcome)
{
    const struct tvx_stored_proposal *proposal = NULL;
    const struct api_part part = {0, 1, NULL};
    struct outcomes all;
    enum tvx_status status = api_proposal_find(call, &proposal, call->argument);

    if (status == TVX_OK)
        status = outcomes(call, &all, proposal->id);
    if (status != TVX_OK)
        return status;
    api_whole_begin(call);
    tvx_json_outcomes(&call->json, &all.kept);
    api_whole_end(call, &part);
    return TVX_OK;
}

API_ANSWER(api_outcome_summary)
{
    struct tvx_page page = request_page(call->request, call->reply);
    const struct tvx_outcomes *all;
    enum tvx_status status = tvx_kept_outcomes(&page, &all);

    if (status == TVX_OK)
        tvx_json_outcome_summary(&call->json, all);
    return status;
}

/* ---- assessments ---- */

static enum tvx_status weights(struct api_call *call, struct tvx_assess_weights *out)
{
    enum tvx_assess_part part;
    enum tvx_status status = tvx_assess_weights_load(out, call->store, call->arena, call->error);

    for (size_t i = 0; status == TVX_OK && i < call->request->parameter_count; i++)
        if (strcmp(call->request->parameters[i].name, "weight") == 0)
            status = tvx_assess_weights_set(out, &part, call->request->parameters[i].value, call->error);
    return status;
}

API_ANSWER(api_assess)
{
    const struct tvx_stored_proposal *proposal = NULL;
    struct tvx_assess_desk *desk = NULL;
    struct tvx_assess_weights wanted;
    struct tvx_assessment item;
    enum tvx_status status = api_proposal_find(call, &proposal, call->argument);

    if (status == TVX_OK)
        status = weights(call, &wanted);
    if (status == TVX_OK)
        status = tvx_assess_desk_new(&desk, call->arena, call->store, proposal->meeting, &wanted, call->error);
    if (status == TVX_OK)
        status = tvx_assess(&item, desk, proposal, call->error);
    if (status == TVX_OK)
        tvx_json_assessment(&call->json, &item, &wanted);
    tvx_assess_desk_close(desk);
    return status;
}

static const char *assessed_key(void *context, size_t i)
{
    return ((const struct tvx_assessment *)context)[i].proposal->proposal.number;
}

/* Ranked, so all of a meeting must be reckoned, whichever part is asked for. */
API_ANSWER(api_assessments)
{
    struct tvx_filter filter = {.meeting = api_value(call, "meeting")};
    struct tvx_stored_proposal *proposals = NULL;
    struct tvx_assess_desk *desk = NULL;
    struct tvx_assess_weights wanted;
    struct tvx_assessment *items = NULL;
    struct api_part part = {0, 0, NULL};
    size_t count = 0;
    enum tvx_status status = weights(call, &wanted);

    if (status == TVX_OK)
        status = tvx_assess_desk_new(&desk, call->arena, call->store, filter.meeting, &wanted, call->error);
    if (status == TVX_OK) {
        filter.meeting = tvx_assess_meeting(desk);
        status = tvx_store_proposals(call->store, call->arena, &proposals, &count, &filter, call->error);
    }
    if (status == TVX_OK && (items = tvx_arena_array(call->arena, count + 1, sizeof *items)) == NULL)
        status = tvx_error_nomem(call->error);
    for (size_t i = 0; status == TVX_OK && i < count; i++)
        status = tvx_assess(&items[i], desk, &proposals[i], call->error);
    tvx_assess_desk_close(desk);
    if (status == TVX_OK) {
        tvx_assess_sort(items, count);
        status = api_part(call, &part, count, assessed_key, items);
    }
    if (status != TVX_OK)
        return status;
    api_list_begin(call);
    for (size_t i = part.from; i < part.to; i++)
        tvx_json_assessment(&call->json, &items[i], &wanted);
    api_list_end(call, &part);
    return TVX_OK;
}

/* ---- scope, positions ---- */

API_ANSWER(api_scope)
{
    struct tvx_scope scope;
    enum tvx_status status = tvx_scope_load(&scope, call->arena, call->store, call->argument,
                                            api_value(call, "meeting"), call->error);

    if (status == TVX_OK)
        tvx_json_scope(&call->json, &scope);
    return status;
}

API_ANSWER(api_definitions)
{
    struct tvx_page page = request_page(call->request, call->reply);
    const struct tvx_scope *scope;
    enum tvx_status status;

    if (api_value(call, "meeting") != NULL)
        return api_scope(call);
    status = tvx_kept_scope(&page, &scope);
    if (status == TVX_OK)
        tvx_json_scope(&call->json, scope);
    return status;
}

API_ANSWER(api_positions)
{
    const struct tvx_position_query query = {api_value(call, "actor"), api_value(call, "proposal"),
                                             api_value(call, "meeting"), api_value(call, "instrument")};
    struct tvx_page page = request_page(call->request, call->reply);
    struct tvx_positions some;
    const struct tvx_positions *positions = &some;
    enum tvx_status status;

    if (query.actor == NULL && query.proposal == NULL && query.meeting == NULL && query.instrument == NULL)
        status = tvx_kept_positions(&page, &positions);
    else
        status = tvx_positions_load(&some, call->arena, call->store, &query, call->error);
    if (status == TVX_OK)
        tvx_json_positions(&call->json, positions);
    return status;
}

/* ---- themes ---- */

static const char *theme_key(void *context, size_t i)
{
    return ((const struct tvx_theme *)context)[i].key;
}

API_ANSWER(api_themes)
{
    struct tvx_page page = request_page(call->request, call->reply);
    const struct tvx_outcomes *all;
    const struct tvx_theme *themes = NULL;
    struct api_part part;
    size_t count = 0;
    enum tvx_status status = tvx_kept_outcomes(&page, &all);

    if (status == TVX_OK) {
        themes = tvx_taxonomy_themes(all->taxonomy, &count);
        status = api_part(call, &part, count, theme_key, (void *)(uintptr_t)themes);
    }
    if (status != TVX_OK)
        return status;
    api_list_begin(call);
    for (size_t i = part.from; i < part.to; i++) {
        tvx_json_object(&call->json);
        tvx_json_pair(&call->json, "set", themes[i].set);
        tvx_json_pair(&call->json, "key", themes[i].key);
        tvx_json_pair(&call->json, "name", themes[i].name);
        tvx_json_key(&call->json, "proposals");
        tvx_json_array(&call->json);
        for (size_t k = 0; k < all->count; k++)
            for (size_t t = 0; t < all->items[k].theme_count; t++)
                if (all->items[k].themes[t].theme == i)
                    tvx_json_string(&call->json, all->items[k].outcome->proposal->proposal.number);
        tvx_json_array_end(&call->json);
        tvx_json_object_end(&call->json);
    }
    api_list_end(call, &part);
    return TVX_OK;
}
