/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What the model counts of one proposal. */
#include "likelihood_parts.h"

#include <math.h>
#include <string.h>
#include <travaux/base/table.h>
#include <travaux/text/token.h>

enum { NEIGHBOURS_MOST = 2000, LEVELS = 5, USUAL_WORDS = 10 };

bool likelihood_asks(const struct tvx_stored_proposal *p)
{
    enum tvx_action action = p->proposal.action;

    return action == TVX_ACTION_ADD || action == TVX_ACTION_MOD || action == TVX_ACTION_SUP;
}

static int order(const char *a, const char *b)
{
    return strcmp(a == NULL ? "" : a, b == NULL ? "" : b);
}

int likelihood_place_order(const struct tvx_stored_proposal *a, const struct tvx_stored_proposal *b)
{
    int by = order(a->meeting, b->meeting);

    if (by == 0)
        by = order(a->resolution.key, b->resolution.key);
    return by != 0 ? by : order(a->resolution.path, b->resolution.path);
}

size_t likelihood_neighbours(const struct tvx_likelihood_desk *desk, size_t proposal, const size_t **out)
{
    const struct tvx_stored_proposal *p = &desk->proposals[proposal];
    size_t low = 0, high = desk->count, end;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (likelihood_place_order(&desk->proposals[desk->by_place[middle]], p) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    *out = desk->by_place + low;
    for (end = low; end < desk->count && end - low < NEIGHBOURS_MOST &&
                    likelihood_place_order(&desk->proposals[desk->by_place[end]], p) == 0;)
        end++;
    return end - low;
}

/* ---- who ---- */

static bool is_group(const char *code)
{
    const struct tvx_asset *asset = tvx_asset_find("data/groups.tsv");
    struct tvx_field fields[TVX_TABLE_FIELDS];
    struct tvx_table table;
    size_t count;

    if (asset == NULL)
        return false;
    tvx_table_open(&table, asset);
    while (tvx_table_next(&table, fields, &count))
        if (tvx_field_is(fields[0], code))
            return true;
    return false;
}

static enum tvx_status add_sponsors(struct likelihood_row *row, size_t *capacity, struct tvx_arena *arena,
                                    const struct tvx_proposal *p, struct tvx_error *error)
{
    for (size_t k = 0; k < p->sponsor_count && row->sponsor_count < NEIGHBOURS_MOST; k++) {
        size_t i = 0;

        while (i < row->sponsor_count && strcmp(row->sponsors[i], p->sponsors[k]) != 0)
            i++;
        if (i < row->sponsor_count)
            continue;
        row->sponsors = tvx_arena_grow(arena, row->sponsors, row->sponsor_count, capacity, sizeof *row->sponsors);
        if (row->sponsors == NULL)
            return tvx_error_nomem(error);
        row->sponsors[row->sponsor_count++] = p->sponsors[k];
        if (row->group == NULL && is_group(p->sponsors[k]))
            row->group = p->sponsors[k];
    }
    return TVX_OK;
}

/* Sponsors of the same text elsewhere count for it; other texts for the place are its rivals. */
static enum tvx_status look_around(struct likelihood_row *row, struct tvx_likelihood_desk *desk, size_t proposal,
                                   struct tvx_error *error)
{
    const struct tvx_stored_proposal *p = &desk->proposals[proposal];
    const size_t *near;
    size_t capacity = 0, rivals = 0;
    size_t count = p->resolution.path == NULL ? 0 : likelihood_neighbours(desk, proposal, &near);
    enum tvx_status status = add_sponsors(row, &capacity, desk->arena, &p->proposal, error);

    row->rivals = tvx_arena_array(desk->arena, count + 1, sizeof *row->rivals);
    if (row->rivals == NULL)
        return tvx_error_nomem(error);
    for (size_t i = 0; i < count && status == TVX_OK; i++) {
        const struct tvx_stored_proposal *q = &desk->proposals[near[i]];
        bool same = q->proposal.action == p->proposal.action && strcmp(q->proposal.after, p->proposal.after) == 0;

        if (near[i] == proposal || !likelihood_asks(q))
            continue;
        if (same)
            status = add_sponsors(row, &capacity, desk->arena, &q->proposal, error);
        else
            row->rivals[rivals++] = near[i];
    }
    row->rival_count = rivals;
    return status;
}

/* ---- what ---- */

static enum tvx_status count_words(size_t *words, const char *text, struct tvx_error *error)
{
    struct tvx_arena *scratch = tvx_arena_new((size_t)1 << 30);
    struct tvx_tokens tokens;
    enum tvx_status status = scratch == NULL ? tvx_error_nomem(error)
                                             : tvx_tokenize(&tokens, scratch, text, strlen(text), error);

    for (size_t i = 0; status == TVX_OK && i < tokens.count; i++)
        *words += tokens.items[i].kind != TVX_TOKEN_MARK;
    tvx_arena_free(scratch);
    return status;
}

static enum tvx_status measure(struct likelihood_row *row, const struct tvx_proposal *p, struct tvx_error *error)
{
    enum tvx_status status = TVX_OK;

    for (size_t i = 0; i < p->edit_count && status == TVX_OK; i++) {
        status = count_words(&row->words, p->edits[i].before, error);
        if (status == TVX_OK)
            status = count_words(&row->words, p->edits[i].after, error);
    }
    if (p->edit_count == 0)
        status = count_words(&row->words, *p->after == '\0' ? p->before : p->after, error);
    return status;
}

static enum tvx_status weigh_force(struct likelihood_row *row, struct tvx_likelihood_desk *desk, size_t proposal,
                                   struct tvx_error *error)
{
    const struct tvx_stored_proposal *p = &desk->proposals[proposal];
    struct tvx_force_report report;
    enum tvx_status status = tvx_force_of_proposal(&report, desk->force, p, error);

    if (status != TVX_OK)
        return status;
    row->raise = report.change.difference;
    row->rule = p->resolution.key == NULL ? NULL : tvx_institutions_rule(&desk->institutions, p->resolution.key);
    if (row->rule != NULL && !row->rule->binding_told)
        row->rule = NULL;
    row->binding = row->rule != NULL ? row->rule->is_binding : report.instrument.nature == TVX_FORCE_BINDING;
    row->binding_row = report.instrument.row;
    return TVX_OK;
}

/* ---- before ---- */

static double share_of(const struct tvx_outcome *o)
{
    if (o->of_words > 0)
        return (double)o->adopted_words / (double)o->of_words;
    return o->fate == TVX_FATE_ADOPTED ? 1 : o->fate == TVX_FATE_PARTLY || o->fate == TVX_FATE_MERGED ? 0.5 : 0;
}

static void look_back(struct likelihood_row *row, const struct tvx_likelihood_desk *desk, size_t proposal)
{
    for (size_t i = 0; i < desk->retabled.count; i++) {
        const struct tvx_retabled *r = &desk->retabled.items[i];

        if (r->proposal_index == proposal && r->outcome->fate != TVX_FATE_OPEN &&
            (row->earlier == NULL || r->score > row->earlier->score))
            row->earlier = r;
    }
    if (row->earlier != NULL)
        row->earlier_share = share_of(row->earlier->outcome);
}

/* At the meeting: what associations state outside has no vote. */
static bool spoken(const struct tvx_position *position)
{
    return (position->source == TVX_POSITION_MINUTES || position->source == TVX_POSITION_HAND) &&
           position->through == NULL;
}

/* Those whose last word on this proposal was against it. */
static enum tvx_status hear(struct likelihood_row *row, size_t *capacity, struct tvx_likelihood_desk *desk,
                            const struct tvx_stored_proposal *p, bool meeting, struct tvx_error *error)
{
    for (size_t i = 0; i < desk->positions.list.count; i++) { /* of one proposal by day */
        const struct tvx_position *position = &desk->positions.list.items[i];
        bool here = strcmp(position->proposal, p->proposal.number) == 0 &&
                    (position->meeting == NULL || p->meeting == NULL || strcmp(position->meeting, p->meeting) == 0);
        size_t k = 0;

        if (!spoken(position))
            continue;
        row->heard = row->heard || here || (meeting && order(position->meeting, p->meeting) == 0 && p->meeting != NULL);
        if (!here)
            continue;
        while (k < row->against_count && strcmp(row->against[k]->actor, position->actor) != 0)
            k++;
        if (position->stance != TVX_STANCE_OPPOSE && position->stance != TVX_STANCE_RESERVE) {
            if (k < row->against_count) /* changed sides */
                row->against[k] = row->against[--row->against_count];
            continue;
        }
        if (k == row->against_count) {
            row->against = tvx_arena_grow(desk->arena, row->against, k, capacity, sizeof(void *));
            if (row->against == NULL)
                return tvx_error_nomem(error);
            row->against_count++;
        }
        row->against[k] = position;
    }
    return TVX_OK;
}

/* Was at least half of it adopted?  Where no text tells, a record that says "in part" does not say how much. */
static void decide(struct likelihood_row *row)
{
    const struct tvx_outcome *o = row->outcome;

    row->decided = o->fate != TVX_FATE_OPEN &&
                   (o->of_words > 0 || (o->fate != TVX_FATE_PARTLY && o->fate != TVX_FATE_MERGED));
    row->event = o->fate == TVX_FATE_ADOPTED ||
                 ((o->fate == TVX_FATE_PARTLY || o->fate == TVX_FATE_MERGED) && 2 * o->adopted_words >= o->of_words);
}

enum tvx_status likelihood_row_make(struct likelihood_row **out, struct tvx_likelihood_desk *desk, size_t proposal,
                                    struct tvx_error *error)
{
    struct likelihood_row *row = &desk->rows[proposal];
    size_t capacity = 0;
    enum tvx_status status;

    *out = row;
    if (row->made)
        return TVX_OK;
    *row = (struct likelihood_row){0};
    status = tvx_fates_of(&row->outcome, desk->fates, proposal, error);
    if (status == TVX_OK && likelihood_asks(&desk->proposals[proposal])) {
        decide(row);
        look_back(row, desk, proposal);
        status = look_around(row, desk, proposal, error);
        if (status == TVX_OK && row->earlier != NULL)
            status = hear(row, &capacity, desk, row->earlier->earlier, false, error);
        if (status == TVX_OK)
            status = hear(row, &capacity, desk, &desk->proposals[proposal], true, error);
        if (status == TVX_OK)
            status = measure(row, &desk->proposals[proposal].proposal, error);
        if (status == TVX_OK)
            status = weigh_force(row, desk, proposal, error);
    }
    if (status != TVX_OK)
        return status;
    row->counts[TVX_LIKELIHOOD_BASE] = 1;
    row->counts[TVX_LIKELIHOOD_SPONSORS] = log((double)(row->sponsor_count == 0 ? 1 : row->sponsor_count));
    row->counts[TVX_LIKELIHOOD_GROUP] = row->group != NULL;
    row->counts[TVX_LIKELIHOOD_RIVALS] = log1p((double)row->rival_count);
    row->counts[TVX_LIKELIHOOD_EARLIER] =
        row->earlier == NULL ? 0 : (2 * row->earlier_share - 1) * row->earlier->score;
    row->counts[TVX_LIKELIHOOD_HEARD] = row->heard;
    row->counts[TVX_LIKELIHOOD_OPPOSED] = log1p((double)row->against_count);
    row->counts[TVX_LIKELIHOOD_FORCE] = fmax(-1, fmin(1, row->raise / LEVELS));
    row->counts[TVX_LIKELIHOOD_BINDING] = row->binding;
    row->counts[TVX_LIKELIHOOD_SIZE] = log((double)(row->words == 0 ? 1 : row->words) / USUAL_WORDS);
    row->made = true;
    return TVX_OK;
}
