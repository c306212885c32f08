/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "reuse_hits.h"

#include <stdlib.h>
#include <string.h>
#include <travaux/reuse/pairs.h>

/* Most of a passage is in another: four fifths. */
static bool covers(const struct tvx_trace_side *over, const struct tvx_trace_side *side)
{
    size_t from = over->start > side->start ? over->start : side->start;
    size_t over_end = over->start + over->points, side_end = side->start + side->points;
    size_t to = over_end < side_end ? over_end : side_end;

    return over->document == side->document && from < to && (to - from) * 5 >= side->points * 4;
}

static bool is_law(const struct tvx_trace_side *side)
{
    return side->kind != NULL && strcmp(side->kind, "instrument") == 0;
}

/* ---- what both quote from an older instrument ---- */

struct quoted {
    const struct tvx_trace_hit *hit; /* its source is an instrument */
};

static int by_passage(const void *a, const void *b)
{
    const struct tvx_trace_side *x = &((const struct quoted *)a)->hit->passage;
    const struct tvx_trace_side *y = &((const struct quoted *)b)->hit->passage;

    if (x->document != y->document)
        return x->document < y->document ? -1 : 1;
    return x->start < y->start ? -1 : x->start > y->start;
}

/* The instrument (a document) that this passage quotes; 0 for none. */
static bool quotes(const struct quoted *items, size_t count, const struct tvx_trace_side *side, int64_t *law)
{
    size_t low = 0, high = count;

    while (low < high) { /* the first of this document */
        size_t middle = low + (high - low) / 2;

        if (items[middle].hit->passage.document < side->document)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < count && items[low].hit->passage.document == side->document; low++)
        if ((*law == 0 || items[low].hit->source.document == *law) && covers(&items[low].hit->passage, side)) {
            *law = items[low].hit->source.document;
            return true;
        }
    return false;
}

static enum tvx_status drop_quotations(struct tvx_trace *reuse, struct tvx_arena *arena, struct tvx_error *error)
{
    struct quoted *items = tvx_arena_array(arena, reuse->count + 1, sizeof *items);
    struct tvx_trace_hit *hits = tvx_arena_array(arena, reuse->count + 1, sizeof *hits);
    size_t count = 0, kept = 0;

    if (items == NULL || hits == NULL)
        return tvx_error_nomem(error);
    for (size_t i = 0; i < reuse->count; i++)
        if (is_law(&reuse->hits[i].source))
            items[count++].hit = &reuse->hits[i];
    if (count > 0)
        qsort(items, count, sizeof *items, by_passage);
    for (size_t i = 0; i < reuse->count; i++) {
        const struct tvx_trace_hit *hit = &reuse->hits[i];
        int64_t law = 0;

        if (is_law(&hit->source) || is_law(&hit->passage) || !quotes(items, count, &hit->passage, &law) ||
            !quotes(items, count, &hit->source, &law))
            hits[kept++] = *hit;
    }
    reuse->hits = hits;
    reuse->count = kept;
    return TVX_OK;
}

/* ---- clusters ---- */

static struct tvx_pair_side pair_side(const struct tvx_trace_side *side)
{
    return (struct tvx_pair_side){{(uint64_t)side->document, 0}, side->start, side->points};
}

/* Members are by cluster, then document: looked up by document and place. */
static int by_document(const void *a, const void *b)
{
    const struct tvx_cluster_member *x = a, *y = b;

    if (x->passage.document.key != y->passage.document.key)
        return x->passage.document.key < y->passage.document.key ? -1 : 1;
    if (x->passage.start != y->passage.start)
        return x->passage.start < y->passage.start ? -1 : 1;
    return x->cluster < y->cluster ? -1 : x->cluster > y->cluster;
}

static size_t cluster_of(const struct tvx_cluster_member *members, size_t count, const struct tvx_trace_side *side)
{
    size_t low = 0, high = count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (members[middle].passage.document.key < (uint64_t)side->document)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < count && members[low].passage.document.key == (uint64_t)side->document; low++)
        if (members[low].passage.start <= side->start &&
            side->start + side->points <= members[low].passage.start + members[low].passage.length)
            return members[low].cluster;
    return SIZE_MAX;
}

/* Numbers in order of the best hit, and the earliest day of each. */
static enum tvx_status number(struct tvx_trace *reuse, struct tvx_arena *arena, size_t most, struct tvx_error *error)
{
    size_t *numbers = tvx_arena_array(arena, most + 1, sizeof *numbers);
    const char **earliest = tvx_arena_array(arena, most + 1, sizeof *earliest);

    if (numbers == NULL || earliest == NULL)
        return tvx_error_nomem(error);
    for (size_t i = 0; i < reuse->count; i++) {
        struct tvx_trace_hit *hit = &reuse->hits[i];
        const char *const dates[] = {hit->source.date, hit->passage.date};

        if (numbers[hit->cluster] == 0)
            numbers[hit->cluster] = ++reuse->clusters;
        hit->cluster = numbers[hit->cluster] - 1;
        for (size_t k = 0; k < 2; k++)
            if (dates[k] != NULL && (earliest[hit->cluster] == NULL || strcmp(dates[k], earliest[hit->cluster]) < 0))
                earliest[hit->cluster] = dates[k];
        reuse->undated += hit->source.date == NULL;
    }
    for (size_t i = 0; i < reuse->count; i++) {
        struct tvx_trace_hit *hit = &reuse->hits[i];

        hit->origin = hit->order == TVX_TRACE_EARLIER && strcmp(hit->source.date, earliest[hit->cluster]) == 0;
    }
    return TVX_OK;
}

static enum tvx_status find_clusters(struct tvx_trace *reuse, struct tvx_arena *arena, struct tvx_error *error)
{
    struct tvx_shared_pair *pairs = tvx_arena_array(arena, reuse->count + 1, sizeof *pairs);
    struct tvx_cluster_member *members;
    size_t count, most = 0;
    enum tvx_status status;

    if (pairs == NULL)
        return tvx_error_nomem(error);
    for (size_t i = 0; i < reuse->count; i++)
        pairs[i] = (struct tvx_shared_pair){.a = pair_side(&reuse->hits[i].source),
                                            .b = pair_side(&reuse->hits[i].passage)};
    status = tvx_pairs_clusters(arena, &members, &count, pairs, reuse->count, error);
    if (status != TVX_OK)
        return status;
    if (count > 0)
        qsort(members, count, sizeof *members, by_document);
    for (size_t i = 0; i < count; i++)
        most = members[i].cluster >= most ? members[i].cluster + 1 : most;
    for (size_t i = 0; i < reuse->count; i++) {
        size_t cluster = cluster_of(members, count, &reuse->hits[i].passage);

        reuse->hits[i].cluster = cluster == SIZE_MAX ? most++ : cluster;
    }
    return number(reuse, arena, most, error);
}

enum tvx_status reuse_clusters(struct tvx_trace *reuse, struct tvx_arena *arena, size_t limit, struct tvx_error *error)
{
    enum tvx_status status;

    if (reuse->count == 0)
        return TVX_OK;
    qsort(reuse->hits, reuse->count, sizeof *reuse->hits, trace_best_first);
    status = drop_quotations(reuse, arena, error);
    if (status == TVX_OK)
        status = find_clusters(reuse, arena, error);
    if (status == TVX_OK && limit > 0 && reuse->count > limit) {
        reuse->left_out = reuse->count - limit;
        reuse->count = limit;
    }
    return status;
}
