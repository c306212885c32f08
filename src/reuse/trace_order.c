/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Hits that say the same thing twice go; the rest are ordered, those on the same words put together, and dated. */
#include "trace_hits.h"

#include <stdlib.h>
#include <string.h>

const char *tvx_trace_order_to_string(enum tvx_trace_order order)
{
    static const char *const names[] = {"undated", "earlier", "same-day", "later"};

    return names[order];
}

int trace_best_first(const void *x, const void *y)
{
    const struct tvx_trace_hit *a = x, *b = y;
    int order;

    if ((a->score > a->found) != (b->score > b->found)) /* somebody confirmed it */
        return a->score > a->found ? -1 : 1;
    if (a->alignment.score > b->alignment.score || a->alignment.score < b->alignment.score)
        return a->alignment.score > b->alignment.score ? -1 : 1;
    order = strcmp(a->source.date == NULL ? "~" : a->source.date, b->source.date == NULL ? "~" : b->source.date);
    if (order == 0)
        order = strcmp(a->source.ref, b->source.ref);
    if (order == 0 && a->source.start != b->source.start)
        order = a->source.start < b->source.start ? -1 : 1;
    if (order == 0 && a->passage.start != b->passage.start)
        order = a->passage.start < b->passage.start ? -1 : 1;
    return order;
}

/* Does b lie over more than half of the shorter of both? */
static bool overlap(const struct tvx_trace_side *a, const struct tvx_trace_side *b)
{
    size_t from = a->start > b->start ? a->start : b->start;
    size_t a_end = a->start + a->points, b_end = b->start + b->points, to = a_end < b_end ? a_end : b_end;
    size_t shorter = a->points < b->points ? a->points : b->points;

    return from < to && (to - from) * 2 > shorter;
}

static void drop_doubles(struct tvx_trace *trace)
{
    size_t kept = 0;

    for (size_t i = 0; i < trace->count; i++) {
        bool twice = false;

        for (size_t j = 0; j < kept && !twice; j++)
            twice = trace->hits[j].source.document == trace->hits[i].source.document &&
                    overlap(&trace->hits[j].source, &trace->hits[i].source) &&
                    overlap(&trace->hits[j].passage, &trace->hits[i].passage);
        if (!twice)
            trace->hits[kept++] = trace->hits[i];
    }
    trace->count = kept;
}

/* Each hit goes to the first before it that is about the same words; numbers in order of the best hit. */
static void cluster(struct tvx_trace *trace)
{
    for (size_t i = 0; i < trace->count; i++) {
        size_t j = 0;

        while (j < i && !overlap(&trace->hits[j].passage, &trace->hits[i].passage))
            j++;
        trace->hits[i].cluster = j < i ? trace->hits[j].cluster : trace->clusters++;
    }
}

static void mark_origin(struct tvx_trace *trace, size_t number)
{
    struct tvx_trace_hit *first = NULL;

    for (size_t i = 0; i < trace->count; i++) {
        struct tvx_trace_hit *hit = &trace->hits[i];

        if (hit->cluster == number && hit->source.date != NULL &&
            (first == NULL || strcmp(hit->source.date, first->source.date) < 0))
            first = hit;
    }
    if (first != NULL && (first->order == TVX_TRACE_EARLIER || trace->about.date == NULL))
        first->origin = true;
}

void trace_order(struct tvx_trace *trace, size_t limit)
{
    if (trace->count > 0)
        qsort(trace->hits, trace->count, sizeof *trace->hits, trace_best_first);
    drop_doubles(trace);
    cluster(trace);
    for (size_t i = 0; i < trace->clusters; i++)
        mark_origin(trace, i);
    for (size_t i = 0; i < trace->count; i++)
        trace->undated += trace->hits[i].source.date == NULL;
    if (trace->count > limit) {
        trace->left_out = trace->count - limit;
        trace->count = limit;
    }
}
