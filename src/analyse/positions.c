/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* All positions of a workspace: gathered, put in order, held against each other, and chosen by what was asked. */
#include <stdlib.h>
#include <string.h>

#include "positions_work.h"

const char *tvx_position_source_to_string(enum tvx_position_source source)
{
    static const char *const names[] = {"sponsor", "minutes", "statement", "hand"};

    return names[source];
}

static const char *const verbs[] = {
    "takes no side on", "proposes", "co-sponsors", "supports", "opposes", "reserves its position on", "withdraws",
};

struct tvx_position *positions_add(struct positions_work *work, struct tvx_position_list *list, const char *actor,
                                   enum tvx_stance stance, const struct tvx_stored_proposal *proposal,
                                   const char *method)
{
    struct tvx_position *larger = tvx_arena_grow(work->arena, list->items, list->count, &list->capacity,
                                                 sizeof *larger), *p;

    if (larger == NULL)
        return NULL;
    list->items = larger;
    p = &larger[list->count];
    *p = (struct tvx_position){.actor = actor, .stance = stance, .proposal = "", .on = ""};
    if (proposal != NULL) {
        p->proposal = proposal->proposal.number;
        p->meeting = proposal->meeting;
        p->instrument = proposal->resolution.key;
    }
    p->claim = (struct tvx_claim){
        .statement = tvx_arena_printf(work->arena, "%s %s %s", actor, verbs[stance],
                                      proposal == NULL ? "what was under discussion" : proposal->proposal.number),
        .value = tvx_stance_to_string(stance), .method = method,
    };
    if (p->claim.statement == NULL || method == NULL)
        return NULL;
    list->count++;
    return p;
}

static enum tvx_status from_sponsors(struct positions_work *work)
{
    for (size_t i = 0; i < work->proposal_count; i++) {
        const struct tvx_stored_proposal *stored = &work->proposals[i];
        const struct tvx_evidence evidence = {
            .document = stored->document, .sha256 = stored->sha256, .ref = stored->proposal.number,
            .quote = stored->proposal.quote, .start = stored->proposal.start, .points = stored->proposal.points,
            .document_id = stored->document_id,
        };

        for (size_t k = 0; k < stored->proposal.sponsor_count; k++) {
            struct tvx_position *p = positions_add(work, &work->out->list, stored->proposal.sponsors[k],
                                                   k == 0 ? TVX_STANCE_PROPOSE : TVX_STANCE_COSPONSOR, stored,
                                                   "the document's sponsors, in their order");

            if (p == NULL)
                return tvx_error_nomem(work->error);
            p->source = TVX_POSITION_SPONSOR;
            p->date = stored->date;
            if (tvx_claim_rests_on(&p->claim, work->arena, &evidence, work->error) != TVX_OK)
                return work->error->status;
        }
    }
    return TVX_OK;
}

enum tvx_status positions_by_hand(struct positions_work *work)
{
    struct tvx_hand_position *items;
    size_t count;
    enum tvx_status status = tvx_store_positions(work->store, work->arena, &items, &count, work->error);

    for (size_t i = 0; status == TVX_OK && i < count; i++) {
        const struct tvx_stored_proposal *proposal = NULL;
        const struct tvx_evidence evidence = {.document = "", .sha256 = "", .ref = items[i].proposal,
                                              .quote = items[i].source};
        enum tvx_stance stance;
        struct tvx_position *p;

        if (!items[i].in_force || !tvx_stance_parse(&stance, items[i].stance) || stance == TVX_STANCE_NONE)
            continue;
        for (size_t k = 0; k < work->proposal_count && proposal == NULL; k++)
            if (strcmp(work->proposals[k].proposal.number, items[i].proposal) == 0)
                proposal = &work->proposals[k];
        p = positions_add(work, &work->out->list, items[i].actor, stance, proposal,
                          tvx_arena_printf(work->arena, "by hand, %s", items[i].at));
        if (p == NULL)
            return tvx_error_nomem(work->error);
        p->proposal = items[i].proposal;
        p->source = TVX_POSITION_HAND;
        p->date = items[i].day;
        if (proposal == NULL)
            p->claim.statement = tvx_arena_printf(work->arena, "%s %s %s", p->actor, verbs[stance], p->proposal);
        if (p->claim.statement == NULL)
            return tvx_error_nomem(work->error);
        status = tvx_claim_rests_on(&p->claim, work->arena, &evidence, work->error);
    }
    return status;
}

static const char *text_of(const char *text)
{
    return text == NULL ? "" : text;
}

/* A number is one proposal's at one meeting. */
static int by_place(const struct tvx_position *x, const struct tvx_position *y)
{
    int order = strcmp(x->proposal, y->proposal);

    return order != 0 ? order : strcmp(text_of(x->meeting), text_of(y->meeting));
}

/* Then by day. */
static int by_proposal(const struct tvx_position *x, const struct tvx_position *y)
{
    int order = by_place(x, y);

    return order != 0 ? order : strcmp(text_of(x->date), text_of(y->date));
}

/* qsort is not stable; merging by hand is: runs are short, and sorted input is the rule. */
static bool sort(struct tvx_position_list *list, struct tvx_arena *arena)
{
    struct tvx_position *from = list->items, *to = tvx_arena_array(arena, list->count + 1, sizeof *to), *swap;

    if (to == NULL)
        return false;
    for (size_t width = 1; width < list->count; width *= 2, swap = from, from = to, to = swap)
        for (size_t at = 0; at < list->count; at += 2 * width) {
            size_t a = at, b = at + width < list->count ? at + width : list->count, a_end = b;
            size_t b_end = b + width < list->count ? b + width : list->count;

            for (size_t k = at; k < b_end; k++)
                to[k] = b >= b_end || (a < a_end && by_proposal(&from[a], &from[b]) <= 0) ? from[a++] : from[b++];
        }
    list->items = from;
    list->capacity = list->count;
    return true;
}

/* Who took another side on a proposal than before; told of each change. */
static void mark_switches(struct tvx_position_list *list)
{
    for (size_t i = 1; i < list->count; i++) {
        struct tvx_position *p = &list->items[i];

        if (p->through != NULL || p->stance == TVX_STANCE_WITHDRAW || *p->proposal == '\0')
            continue;
        for (size_t k = i; k-- > 0 && by_place(p, &list->items[k]) == 0;) {
            const struct tvx_position *q = &list->items[k];

            if (q->through != NULL || strcmp(q->actor, p->actor) != 0)
                continue;
            p->switched = q->stance != TVX_STANCE_WITHDRAW && tvx_stance_side(q->stance) != tvx_stance_side(p->stance);
            p->from = q->stance;
            break;
        }
    }
}

static bool asked_for(const struct tvx_position *p, const struct tvx_position_query *query)
{
    return (query->actor == NULL || strcmp(query->actor, p->actor) == 0) &&
           (query->proposal == NULL || strcmp(query->proposal, p->proposal) == 0) &&
           (query->meeting == NULL || (p->meeting != NULL && strcmp(query->meeting, p->meeting) == 0)) &&
           (query->instrument == NULL || (p->instrument != NULL && strcmp(query->instrument, p->instrument) == 0));
}

static void choose(struct tvx_position_list *list, const struct tvx_position_query *query)
{
    size_t kept = 0;

    for (size_t i = 0; i < list->count; i++)
        if (asked_for(&list->items[i], query))
            list->items[kept++] = list->items[i];
    list->count = kept;
}

enum tvx_status tvx_positions_load(struct tvx_positions *out, struct tvx_arena *arena, struct tvx_store *store,
                                   const struct tvx_position_query *query, struct tvx_error *error)
{
    struct positions_work work = {.out = out, .arena = arena, .store = store, .error = error};
    const struct tvx_filter all = {.meeting = NULL};
    enum tvx_status status;

    memset(out, 0, sizeof *out);
    status = tvx_store_proposals(store, arena, &work.proposals, &work.proposal_count, &all, error);
    if (status == TVX_OK)
        status = tvx_store_documents(store, arena, &work.documents, &work.document_count, &all, error);
    if (status == TVX_OK)
        status = positions_learn_names(&work);
    if (status == TVX_OK)
        status = from_sponsors(&work);
    if (status == TVX_OK)
        status = positions_read_documents(&work);
    if (status == TVX_OK)
        status = positions_by_hand(&work);
    if (status == TVX_OK && !sort(&out->list, arena))
        status = tvx_error_nomem(error);
    if (status == TVX_OK)
        status = positions_spread(&work);
    if (status != TVX_OK)
        return status;
    mark_switches(&out->list);
    choose(&out->list, query);
    choose(&out->unplaced, query);
    return positions_stand_together(&work);
}
