/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "likelihood_parts.h"

#include <stdlib.h>
#include <string.h>
#include <travaux/base/table.h>

static const char *const names[] = {"base", "sponsors", "group", "rivals", "earlier",
                                    "heard", "opposed", "force", "binding", "size"};

const char *tvx_likelihood_feature_name(enum tvx_likelihood_feature feature)
{
    return names[feature];
}

/* ---- the desk ---- */

enum tvx_status tvx_likelihood_prior(struct tvx_logit *prior, struct tvx_error *error)
{
    const struct tvx_asset *asset = tvx_asset_find("data/likelihood.tsv");
    struct tvx_field fields[TVX_TABLE_FIELDS];
    struct tvx_table table;
    size_t count, known = 0;

    *prior = (struct tvx_logit){.features = TVX_LIKELIHOOD_FEATURES};
    if (asset != NULL)
        tvx_table_open(&table, asset);
    while (asset != NULL && tvx_table_next(&table, fields, &count)) {
        if (count >= 3 && tvx_field_is(fields[0], "conference"))
            prior->lean = strtod(fields[2].text, NULL);
        for (size_t i = 0; i < TVX_LIKELIHOOD_FEATURES && count >= 3; i++)
            if (tvx_field_is(fields[0], names[i])) { /* a tab ends the field, so it ends the number too */
                prior->mean[i] = strtod(fields[1].text, NULL);
                prior->deviation[i] = strtod(fields[2].text, NULL);
                known++;
            }
    }
    return known == TVX_LIKELIHOOD_FEATURES && prior->lean > 0
               ? TVX_OK
               : tvx_error_set(error, TVX_E_MALFORMED, "data/likelihood.tsv lacks a feature, or has one twice");
}

struct placed {
    const struct tvx_stored_proposal *proposal;
    size_t index;
};

static int by_place(const void *a, const void *b)
{
    const struct placed *x = a, *y = b;
    int order = likelihood_place_order(x->proposal, y->proposal);

    return order != 0 ? order : (x->index > y->index) - (x->index < y->index);
}

static enum tvx_status order_places(struct tvx_likelihood_desk *desk, struct tvx_error *error)
{
    struct placed *placed = tvx_arena_array(desk->arena, desk->count + 1, sizeof *placed);

    desk->by_place = tvx_arena_array(desk->arena, desk->count + 1, sizeof *desk->by_place);
    desk->rows = tvx_arena_array(desk->arena, desk->count + 1, sizeof *desk->rows);
    if (placed == NULL || desk->by_place == NULL || desk->rows == NULL)
        return tvx_error_nomem(error);
    for (size_t i = 0; i < desk->count; i++)
        placed[i] = (struct placed){&desk->proposals[i], i};
    qsort(placed, desk->count, sizeof *placed, by_place);
    for (size_t i = 0; i < desk->count; i++)
        desk->by_place[i] = placed[i].index;
    return TVX_OK;
}

enum tvx_status tvx_likelihood_desk_new(struct tvx_likelihood_desk **out, struct tvx_arena *arena,
                                        struct tvx_store *store, struct tvx_error *error)
{
    const struct tvx_retabled_options options = {.all = false};
    struct tvx_likelihood_desk *desk = tvx_arena_alloc(arena, sizeof *desk);
    enum tvx_status status;

    *out = desk;
    if (desk == NULL)
        return tvx_error_nomem(error);
    *desk = (struct tvx_likelihood_desk){.arena = arena, .store = store};
    status = tvx_likelihood_prior(&desk->prior, error);
    if (status == TVX_OK)
        status = tvx_retabled_find(&desk->retabled, arena, store, &options, error);
    if (status != TVX_OK)
        return status;
    desk->proposals = desk->retabled.proposals;
    desk->count = desk->retabled.proposal_count;
    desk->force = tvx_force_desk_new(arena, store);
    if (desk->force == NULL)
        return tvx_error_nomem(error);
    status = tvx_fates_new(&desk->fates, arena, store, desk->proposals, desk->count, error);
    if (status == TVX_OK)
        status = tvx_positions_load(&desk->positions, arena, store, &(struct tvx_position_query){0}, error);
    if (status == TVX_OK)
        status = tvx_store_institutions(store, arena, &desk->institutions, error);
    return status == TVX_OK ? order_places(desk, error) : status;
}

const struct tvx_stored_proposal *tvx_likelihood_proposals(const struct tvx_likelihood_desk *desk, size_t *count)
{
    *count = desk->count;
    return desk->proposals;
}

/* ---- fitting ---- */

/* The first day of which something was tabled for the meeting; NULL when none is known. */
static const char *opening(const struct tvx_likelihood_desk *desk, const char *meeting)
{
    const char *first = NULL;

    for (size_t i = 0; i < desk->count; i++) {
        const struct tvx_stored_proposal *p = &desk->proposals[i];

        if (p->meeting != NULL && p->date != NULL && strcmp(p->meeting, meeting) == 0 &&
            (first == NULL || strcmp(p->date, first) < 0))
            first = p->date;
    }
    return first;
}

struct past { /* meetings whose place in time was looked up, in order of first sight */
    const char *meeting;
    bool earlier;
};

/* Which proposals may teach something of those of `meeting`: decided ones of meetings that began before. */
static enum tvx_status choose(struct likelihood_fit *fit, struct tvx_likelihood_desk *desk, struct tvx_error *error)
{
    const char *day = fit->meeting == NULL ? NULL : opening(desk, fit->meeting);
    struct past *past = NULL;
    size_t known = 0, capacity = 0;

    fit->used = tvx_arena_array(desk->arena, desk->count + 1, sizeof *fit->used);
    if (fit->used == NULL)
        return tvx_error_nomem(error);
    for (size_t i = 0; i < desk->count; i++) {
        const struct tvx_stored_proposal *p = &desk->proposals[i];
        struct likelihood_row *row;
        size_t k = 0;
        enum tvx_status status;

        if (!likelihood_asks(p) ||
            (fit->meeting != NULL && p->meeting != NULL && strcmp(p->meeting, fit->meeting) == 0))
            continue;
        while (p->meeting != NULL && k < known && strcmp(past[k].meeting, p->meeting) != 0)
            k++;
        if (p->meeting != NULL && k == known) {
            const char *other = opening(desk, p->meeting);

            past = tvx_arena_grow(desk->arena, past, known, &capacity, sizeof *past);
            if (past == NULL)
                return tvx_error_nomem(error);
            past[known++] = (struct past){p->meeting, day != NULL && other != NULL && strcmp(other, day) < 0};
        }
        status = likelihood_row_make(&row, desk, i, error);
        if (status != TVX_OK)
            return status;
        if (row->decided && p->meeting != NULL && past[k].earlier)
            fit->used[fit->used_count++] = i;
        else
            fit->left_out += row->decided;
    }
    return TVX_OK;
}

/* Of each proposal used the number of its meeting, in order of first sight; NULL when memory is short. */
static size_t *number_meetings(const struct tvx_likelihood_desk *desk, const struct likelihood_fit *fit)
{
    size_t *out = tvx_arena_array(desk->arena, fit->used_count + 1, sizeof *out), count = 0;
    size_t *firsts = tvx_arena_array(desk->arena, fit->used_count + 1, sizeof *firsts);

    for (size_t i = 0; out != NULL && firsts != NULL && i < fit->used_count; i++) {
        size_t k = 0;

        while (k < count && strcmp(desk->proposals[firsts[k]].meeting, desk->proposals[fit->used[i]].meeting) != 0)
            k++;
        if (k == count)
            firsts[count++] = fit->used[i];
        out[i] = k;
    }
    return firsts == NULL ? NULL : out;
}

static enum tvx_status fit_for(const struct likelihood_fit **out, struct tvx_likelihood_desk *desk, const char *meeting,
                               struct tvx_error *error)
{
    struct likelihood_fit *fit;
    size_t *meetings;
    double *rows;
    bool *events;
    enum tvx_status status;

    for (size_t i = 0; i < desk->fit_count; i++)
        if (meeting == NULL ? desk->fits[i].meeting == NULL
                            : desk->fits[i].meeting != NULL && strcmp(desk->fits[i].meeting, meeting) == 0) {
            *out = &desk->fits[i];
            return TVX_OK;
        }
    desk->fits = tvx_arena_grow(desk->arena, desk->fits, desk->fit_count, &desk->fit_capacity, sizeof *desk->fits);
    if (desk->fits == NULL)
        return tvx_error_nomem(error);
    fit = &desk->fits[desk->fit_count];
    *fit = (struct likelihood_fit){.meeting = meeting, .logit = desk->prior};
    status = choose(fit, desk, error);
    if (status != TVX_OK)
        return status;
    rows = tvx_arena_array(desk->arena, fit->used_count * TVX_LIKELIHOOD_FEATURES + 1, sizeof *rows);
    events = tvx_arena_array(desk->arena, fit->used_count + 1, sizeof *events);
    meetings = number_meetings(desk, fit);
    if (rows == NULL || events == NULL || meetings == NULL)
        return tvx_error_nomem(error);
    for (size_t i = 0; i < fit->used_count; i++) {
        memcpy(rows + i * TVX_LIKELIHOOD_FEATURES, desk->rows[fit->used[i]].counts, sizeof desk->rows->counts);
        events[i] = desk->rows[fit->used[i]].event;
    }
    status = tvx_logit_fit_clusters(&fit->logit, rows, events, meetings, fit->used_count, error);
    *out = fit;
    desk->fit_count += status == TVX_OK;
    return status;
}

/* ---- the answer ---- */

enum tvx_status tvx_likelihood_of(struct tvx_likelihood *out, struct tvx_likelihood_desk *desk, size_t proposal,
                                  struct tvx_error *error)
{
    const struct likelihood_fit *fit = NULL;
    struct likelihood_row *row;
    enum tvx_status status;

    *out = (struct tvx_likelihood){.proposal = &desk->proposals[proposal]};
    if (!likelihood_asks(out->proposal)) {
        out->not_reckoned = "it asks for no change of words";
        return TVX_OK;
    }
    status = likelihood_row_make(&row, desk, proposal, error);
    if (status == TVX_OK)
        status = fit_for(&fit, desk, out->proposal->meeting, error);
    if (status != TVX_OK)
        return status;
    memcpy(out->counts, row->counts, sizeof out->counts);
    memcpy(out->weights, fit->logit.weight, sizeof out->weights);
    out->chance = tvx_logit_chance(&fit->logit, row->counts);
    out->n = fit->logit.n;
    out->events = fit->logit.events;
    out->left_out = fit->left_out;
    return likelihood_claims(out, desk, proposal, fit, error);
}

enum tvx_status tvx_likelihood_row(double counts[TVX_LIKELIHOOD_FEATURES], bool *decided, bool *event,
                                   struct tvx_likelihood_desk *desk, size_t proposal, struct tvx_error *error)
{
    struct likelihood_row *row;
    enum tvx_status status = likelihood_row_make(&row, desk, proposal, error);

    if (status != TVX_OK)
        return status;
    memcpy(counts, row->counts, sizeof row->counts);
    *decided = row->decided;
    *event = row->event;
    return TVX_OK;
}
