/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Who stands together: actors behind the same proposals, actors that take the same side, and where the sides put them
 * on one dimension.  Only what actors did themselves counts; what a group did for its members would count itself again.
 */
#include <stdlib.h>
#include <string.h>
#include <travaux/analyse/ideal.h>

#include "positions_work.h"

enum { ACTORS_MOST = 150, PAIRS_LEAST = 3, BOOTSTRAPS = 200, SIDE_UNKNOWN = TVX_IDEAL_UNKNOWN };

static const double together = 0.8; /* share of shared proposals on which two of a bloc agree */

struct table { /* the last side of each actor on each proposal */
    const char **actors;
    size_t actor_count, actor_capacity;
    const struct tvx_position **items; /* the first position on each proposal: what it is */
    size_t item_count, item_capacity;
    int8_t *sides; /* actors × items */
    bool *behind;  /* actors × items: proposes or co-sponsors it */
};

static int by_name(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static size_t actor_index(const struct table *t, const char *actor)
{
    const char **found = bsearch(&actor, t->actors, t->actor_count, sizeof *t->actors, by_name);

    return found == NULL ? SIZE_MAX : (size_t)(found - t->actors);
}

static bool same_item(const struct tvx_position *a, const struct tvx_position *b)
{
    return strcmp(a->proposal, b->proposal) == 0 &&
           strcmp(a->meeting == NULL ? "" : a->meeting, b->meeting == NULL ? "" : b->meeting) == 0;
}

static bool counts(const struct tvx_position *p)
{
    return p->through == NULL && *p->proposal != '\0' && !p->former;
}

static bool list_actors(struct table *t, struct tvx_arena *arena, const struct tvx_position_list *list)
{
    size_t kept = 0;

    for (size_t i = 0; i < list->count; i++) {
        if (!counts(&list->items[i]))
            continue;
        t->actors = tvx_arena_grow(arena, t->actors, t->actor_count, &t->actor_capacity, sizeof *t->actors);
        if (t->actors == NULL)
            return false;
        t->actors[t->actor_count++] = list->items[i].actor;
    }
    if (t->actor_count > 0)
        qsort(t->actors, t->actor_count, sizeof *t->actors, by_name);
    for (size_t i = 0; i < t->actor_count; i++)
        if (kept == 0 || strcmp(t->actors[kept - 1], t->actors[i]) != 0)
            t->actors[kept++] = t->actors[i];
    t->actor_count = kept;
    return true;
}

/* The list is in order of proposals. */
static bool fill(struct table *t, struct tvx_arena *arena, const struct tvx_position_list *list)
{
    size_t n, at = 0;

    for (size_t i = 0; i < list->count; i++) {
        if (!counts(&list->items[i]) ||
            (t->item_count > 0 && same_item(t->items[t->item_count - 1], &list->items[i])))
            continue;
        t->items = tvx_arena_grow(arena, t->items, t->item_count, &t->item_capacity, sizeof *t->items);
        if (t->items == NULL)
            return false;
        t->items[t->item_count++] = &list->items[i];
    }
    n = t->actor_count * t->item_count;
    t->sides = tvx_arena_alloc(arena, n + 1);
    t->behind = tvx_arena_array(arena, n + 1, sizeof *t->behind);
    if (t->sides == NULL || t->behind == NULL)
        return false;
    memset(t->sides, SIDE_UNKNOWN, n + 1);
    for (size_t i = 0; i < list->count; i++) {
        const struct tvx_position *p = &list->items[i];
        size_t actor = actor_index(t, p->actor);

        if (!counts(p) || actor == SIZE_MAX)
            continue;
        while (at < t->item_count && !same_item(t->items[at], p))
            at++;
        if (at == t->item_count)
            break;
        t->sides[actor * t->item_count + at] = (int8_t)tvx_stance_side(p->stance);
        if (p->stance == TVX_STANCE_PROPOSE || p->stance == TVX_STANCE_COSPONSOR)
            t->behind[actor * t->item_count + at] = true;
    }
    return true;
}

/* ---- co-sponsors ---- */

static int by_count(const void *a, const void *b)
{
    const struct tvx_position_edge *x = a, *y = b;
    int order = strcmp(x->a, y->a);

    if (x->count != y->count)
        return x->count > y->count ? -1 : 1;
    return order != 0 ? order : strcmp(x->b, y->b);
}

static bool network(struct positions_work *work, const struct table *t)
{
    struct tvx_positions *out = work->out;
    size_t capacity = 0;

    for (size_t a = 0; a < t->actor_count; a++)
        for (size_t b = a + 1; b < t->actor_count; b++) {
            struct tvx_position_edge edge = {.a = t->actors[a], .b = t->actors[b]};
            size_t room = 0;

            for (size_t k = 0; k < t->item_count; k++) {
                if (!t->behind[a * t->item_count + k] || !t->behind[b * t->item_count + k])
                    continue;
                edge.proposals = tvx_arena_grow(work->arena, edge.proposals, edge.count, &room, sizeof *edge.proposals);
                if (edge.proposals == NULL)
                    return false;
                edge.proposals[edge.count++] = t->items[k]->proposal;
            }
            if (edge.count == 0)
                continue;
            out->edges = tvx_arena_grow(work->arena, out->edges, out->edge_count, &capacity, sizeof *out->edges);
            if (out->edges == NULL)
                return false;
            out->edges[out->edge_count++] = edge;
        }
    if (out->edge_count > 0)
        qsort(out->edges, out->edge_count, sizeof *out->edges, by_count);
    return true;
}

/* ---- who takes the same side ---- */

static size_t shared(const struct table *t, size_t a, size_t b, size_t *agree)
{
    size_t both = 0;

    *agree = 0;
    for (size_t k = 0; k < t->item_count; k++) {
        int x = t->sides[a * t->item_count + k], y = t->sides[b * t->item_count + k];

        if (x == SIDE_UNKNOWN || y == SIDE_UNKNOWN)
            continue;
        both++;
        *agree += x == y;
    }
    return both;
}

/* Do all pairs across two blocs share enough, and agree enough?  (Complete linkage.) */
static bool join(const struct table *t, const size_t *bloc, size_t x, size_t y, double *agreement)
{
    size_t sum = 0, same = 0;

    for (size_t a = 0; a < t->actor_count; a++)
        for (size_t b = 0; bloc[a] == x && b < t->actor_count; b++) {
            size_t agree, both;

            if (bloc[b] != y)
                continue;
            both = shared(t, a, b, &agree);
            if (both < PAIRS_LEAST || (double)agree < together * (double)both)
                return false;
            sum += both;
            same += agree;
        }
    *agreement = sum > 0 ? (double)same / (double)sum : 0;
    return sum > 0;
}

static bool add_bloc(struct positions_work *work, const struct table *t, const size_t *bloc, size_t which,
                     size_t *capacity)
{
    struct tvx_positions *out = work->out;
    struct tvx_position_bloc b = {.actors = tvx_arena_array(work->arena, t->actor_count, sizeof *b.actors)};
    size_t same = 0, agree;

    if (b.actors == NULL)
        return false;
    for (size_t i = 0; i < t->actor_count; i++) {
        if (bloc[i] != which)
            continue;
        b.actors[b.count++] = t->actors[i];
        for (size_t k = i + 1; k < t->actor_count; k++)
            if (bloc[k] == which) {
                b.shared += shared(t, i, k, &agree);
                same += agree;
            }
    }
    if (b.count < 2)
        return true;
    b.agreement = (double)same / (double)b.shared;
    b.because = tvx_arena_printf(work->arena, "any two of them shared at least %d proposals and took the same side on "
                                              "four of five; of all %zu pairs of sides %zu were the same", PAIRS_LEAST,
                                 b.shared, same);
    out->blocs = tvx_arena_grow(work->arena, out->blocs, out->bloc_count, capacity, sizeof *out->blocs);
    if (out->blocs == NULL || b.because == NULL)
        return false;
    out->blocs[out->bloc_count++] = b;
    return true;
}

static bool blocs(struct positions_work *work, const struct table *t)
{
    size_t *bloc = tvx_arena_array(work->arena, t->actor_count + 1, sizeof *bloc), capacity = 0;

    if (bloc == NULL)
        return false;
    for (size_t i = 0; i < t->actor_count; i++)
        bloc[i] = i;
    for (size_t merges = 0; merges < t->actor_count; merges++) {
        double best = 0, agreement;
        size_t x = 0, y = 0;

        for (size_t a = 0; a < t->actor_count; a++)
            for (size_t b = a + 1; bloc[a] == a && b < t->actor_count; b++)
                if (bloc[b] == b && join(t, bloc, a, b, &agreement) && agreement > best) {
                    best = agreement;
                    x = a;
                    y = b;
                }
        if (best <= 0)
            break;
        for (size_t i = 0; i < t->actor_count; i++)
            if (bloc[i] == y)
                bloc[i] = x;
    }
    for (size_t i = 0; i < t->actor_count; i++)
        if (bloc[i] == i && !add_bloc(work, t, bloc, i, &capacity))
            return false;
    return true;
}

/* ---- one dimension ---- */

/* Takes out actors and proposals that carry too little, until all that stay carry enough. */
static void prune(const struct table *t, bool *actor, bool *item)
{
    for (bool changed = true; changed;) {
        changed = false;
        for (size_t k = 0; k < t->item_count; k++) {
            size_t voices = 0, first = SIZE_MAX;
            bool apart = false;

            for (size_t a = 0; item[k] && a < t->actor_count; a++) {
                if (!actor[a] || t->sides[a * t->item_count + k] == SIDE_UNKNOWN)
                    continue;
                voices++;
                first = first == SIZE_MAX ? a : first;
                apart |= t->sides[a * t->item_count + k] != t->sides[first * t->item_count + k];
            }
            if (item[k] && (voices < TVX_IDEAL_VOICES || !apart)) {
                item[k] = false;
                changed = true;
            }
        }
        for (size_t a = 0; a < t->actor_count; a++) {
            size_t n = 0;

            for (size_t k = 0; k < t->item_count; k++)
                n += item[k] && t->sides[a * t->item_count + k] != SIDE_UNKNOWN;
            if (actor[a] && n < TVX_IDEAL_SIDES) {
                actor[a] = false;
                changed = true;
            }
        }
    }
}

static int by_point(const void *a, const void *b)
{
    const struct tvx_estimate *x = a, *y = b;

    return x->point != y->point ? (x->point > y->point) - (x->point < y->point) : strcmp(x->actor, y->actor);
}

static enum tvx_status fit(struct positions_work *work, const struct table *t, const bool *actor, const bool *item,
                           size_t actors, size_t items)
{
    struct tvx_positions *out = work->out;
    int8_t *sides = tvx_arena_alloc(work->arena, actors * items + 1);
    struct tvx_ideal_point *points = tvx_arena_array(work->arena, actors, sizeof *points);
    struct tvx_ideal_data data = {actors, items, sides};
    size_t at = 0, row = 0, made = 0;
    enum tvx_status status;

    out->estimates = tvx_arena_array(work->arena, actors, sizeof *out->estimates);
    if (sides == NULL || points == NULL || out->estimates == NULL)
        return tvx_error_nomem(work->error);
    for (size_t a = 0; a < t->actor_count; a++) {
        if (!actor[a])
            continue;
        out->estimates[row].actor = t->actors[a];
        for (size_t k = 0; k < t->item_count; k++)
            if (item[k]) {
                sides[at] = t->sides[a * t->item_count + k];
                out->estimates[row].n += sides[at++] != SIDE_UNKNOWN;
            }
        row++;
    }
    status = tvx_ideal_fit(points, work->arena, &data, BOOTSTRAPS, 1, &made, work->error);
    if (status != TVX_OK)
        return status;
    for (size_t i = 0; i < actors; i++) {
        out->estimates[i].point = points[i].point;
        out->estimates[i].low = points[i].low;
        out->estimates[i].high = points[i].high;
    }
    out->estimate_count = actors;
    qsort(out->estimates, actors, sizeof *out->estimates, by_point);
    out->estimate_note = tvx_arena_printf(
        work->arena, "Ideal points of %zu actors on %zu proposals (ordinal model of Imai, Lo and Olmsted 2016, one "
                     "dimension, mean 0 and deviation 1; the sign means nothing), 95 %% intervals of %zu bootstraps",
        actors, items, made);
    return out->estimate_note == NULL ? tvx_error_nomem(work->error) : TVX_OK;
}

static enum tvx_status estimates(struct positions_work *work, const struct table *t)
{
    bool *actor = tvx_arena_array(work->arena, t->actor_count + 1, sizeof *actor);
    bool *item = tvx_arena_array(work->arena, t->item_count + 1, sizeof *item);
    size_t actors = 0, items = 0;

    if (actor == NULL || item == NULL)
        return tvx_error_nomem(work->error);
    memset(actor, true, t->actor_count);
    memset(item, true, t->item_count);
    prune(t, actor, item);
    for (size_t a = 0; a < t->actor_count; a++)
        actors += actor[a];
    for (size_t k = 0; k < t->item_count; k++)
        items += item[k];
    if (actors >= TVX_IDEAL_ACTORS && items >= TVX_IDEAL_ITEMS)
        return fit(work, t, actor, item, actors, items);
    work->out->estimate_note = tvx_arena_printf(
        work->arena, "No ideal points: the sides known do not carry them.  They take %d actors with %d sides each on "
                     "%d proposals on which %d or more actors are not of one mind; here are %zu actors and %zu such "
                     "proposals", TVX_IDEAL_ACTORS, TVX_IDEAL_SIDES, TVX_IDEAL_ITEMS, TVX_IDEAL_VOICES, actors, items);
    return work->out->estimate_note == NULL ? tvx_error_nomem(work->error) : TVX_OK;
}

enum tvx_status positions_stand_together(struct positions_work *work)
{
    struct table t = {.actors = NULL};

    if (!list_actors(&t, work->arena, &work->out->list))
        return tvx_error_nomem(work->error);
    if (t.actor_count > ACTORS_MOST) {
        work->out->estimate_note = "No groups and no ideal points: more than 150 actors took a side; choose a meeting "
                                   "or an instrument";
        return TVX_OK;
    }
    if (!fill(&t, work->arena, &work->out->list) || !network(work, &t) || !blocs(work, &t))
        return tvx_error_nomem(work->error);
    return estimates(work, &t);
}
