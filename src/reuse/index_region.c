/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "index_region.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "index_shingle.h"

enum {
    OPEN_REGIONS = 64,
    SMALL_LIBRARY = 1000,
    FEW_HITS = 24,
    MANY_HITS = 128, /* from so many on, sorting by digits pays */
    DIGITS = 8,
    DIGIT_VALUES = 256,
};

double tvx_shingle_bits(uint64_t documents, uint32_t having)
{
    return log2((double)(documents + SMALL_LIBRARY) / (having == 0 ? 1 : having));
}

static int by_place(const void *x, const void *y)
{
    const struct hit *a = x, *b = y;

    if (a->a != b->a)
        return a->a < b->a ? -1 : 1;
    return a->b < b->b ? -1 : a->b > b->b;
}

static unsigned digit_of(const struct hit *hit, int digit)
{
    return (digit < 4 ? hit->b >> 8 * digit : hit->a >> 8 * (digit - 4)) & 0xFF;
}

/* Least significant digit first; digits that all hits share are passed over. */
static void sort_by_digits(struct hit *hits, struct hit *spare, size_t count)
{
    size_t counts[DIGITS][DIGIT_VALUES] = {0};
    struct hit *from = hits, *to = spare;

    for (size_t i = 0; i < count; i++)
        for (int digit = 0; digit < DIGITS; digit++)
            counts[digit][digit_of(&hits[i], digit)]++;
    for (int digit = 0; digit < DIGITS; digit++) {
        size_t at = 0, *next = counts[digit];
        struct hit *swap = from;

        if (next[digit_of(from, digit)] == count)
            continue;
        for (int value = 0; value < DIGIT_VALUES; value++) {
            size_t here = next[value];

            next[value] = at;
            at += here;
        }
        for (size_t i = 0; i < count; i++)
            to[next[digit_of(&from[i], digit)]++] = from[i];
        from = to;
        to = swap;
    }
    if (from != hits)
        memcpy(hits, from, count * sizeof *hits);
}

/* By insertion where there are few, as of most pairs of documents. */
static void sort_hits(struct hit *hits, size_t count)
{
    struct hit *spare = count < MANY_HITS ? NULL : malloc(count * sizeof *spare);

    if (spare != NULL) {
        sort_by_digits(hits, spare, count);
        free(spare);
        return;
    }
    if (count > FEW_HITS) {
        qsort(hits, count, sizeof *hits, by_place);
        return;
    }
    for (size_t i = 1; i < count; i++) {
        struct hit moving = hits[i];
        size_t at = i;

        for (; at > 0 && by_place(&hits[at - 1], &moving) > 0; at--)
            hits[at] = hits[at - 1];
        hits[at] = moving;
    }
}

static uint32_t apart(uint32_t x, uint32_t y)
{
    return x > y ? x - y : y - x;
}

/* Words that overlap with the hit before are not counted twice. */
static void join(struct region *region, const struct hit *hit)
{
    uint32_t step = hit->a - region->a_last;

    region->bits += (double)hit->bits * (step < SHINGLE_WORDS ? step : SHINGLE_WORDS) / SHINGLE_WORDS;
    region->hits += step > 0;
    region->a_last = hit->a;
    region->last_b = hit->b;
    region->b_first = hit->b < region->b_first ? hit->b : region->b_first;
    region->b_last = hit->b > region->b_last ? hit->b : region->b_last;
}

struct regions {
    struct region open[OPEN_REGIONS];
    size_t count;
    double least_bits;
    region_fn *fn;
    void *context;
};

static int close_region(struct regions *regions, size_t which)
{
    struct region done = regions->open[which];

    regions->count--;
    for (size_t i = which; i < regions->count; i++) /* in the order in which they began */
        regions->open[i] = regions->open[i + 1];
    return done.hits < 2 || done.bits < regions->least_bits ? 0 : regions->fn(regions->context, &done);
}

static struct region *best_for(struct regions *regions, const struct hit *hit)
{
    struct region *best = NULL;
    uint32_t best_drift = REGION_GAP + 1;

    for (size_t i = 0; i < regions->count; i++) {
        struct region *region = &regions->open[i];
        uint32_t step = hit->a - region->a_last, drift = apart(hit->b, region->last_b + step);

        if (apart(hit->b, region->last_b) <= REGION_GAP && drift < best_drift) {
            best = region;
            best_drift = drift;
        }
    }
    return best;
}

int tvx_regions(struct hit *hits, size_t count, double least_bits, region_fn *fn, void *context)
{
    struct regions regions = {.least_bits = least_bits, .fn = fn, .context = context};
    int stop = 0;

    sort_hits(hits, count);
    for (size_t i = 0; i < count && stop == 0; i++) {
        const struct hit *hit = &hits[i];
        struct region *region;

        for (size_t k = 0; k < regions.count && stop == 0;)
            if (hit->a - regions.open[k].a_last > REGION_GAP)
                stop = close_region(&regions, k);
            else
                k++;
        region = best_for(&regions, hit);
        if (region != NULL) {
            join(region, hit);
            continue;
        }
        if (regions.count == OPEN_REGIONS && stop == 0)
            stop = close_region(&regions, 0);
        regions.open[regions.count++] = (struct region){hit->a, hit->a, hit->b, hit->b, hit->b, 1, (double)hit->bits};
    }
    while (regions.count > 0 && stop == 0)
        stop = close_region(&regions, 0);
    return stop;
}
