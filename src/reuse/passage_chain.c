/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * The chaining of minimap2 (Li, Bioinformatics 34(18), 2018, section 2.1): the best chain that ends in a segment is
 * found among a bounded number of those before it; chains are then taken from the best end backwards.
 */
#include "passage_chain.h"

#include <stdlib.h>
#include <string.h>

enum {
    LOOK_BACK = 40, /* segments */
    REACH = 100,    /* words between two links */
};

struct linked {
    int64_t score;
    uint32_t before; /* the segment before, NO_WORD for none */
    bool used;
};

/* Cuts a segment to its first and last common word and scores it; false when nothing is left. */
static bool score_segment(struct segment *segment, const struct field *field)
{
    const uint32_t *p = field->p->ids + segment->p, *q = field->q->ids + segment->q;
    int64_t score = 0;

    while (segment->length > 0 && p[segment->length - 1] != q[segment->length - 1])
        segment->length--;
    for (uint32_t i = 0; i < segment->length; i++)
        score += p[i] == q[i] ? field_worth(field, segment->p + i, segment->q + i) : -COST_REPLACED;
    segment->score = score > INT32_MAX ? INT32_MAX : (int32_t)score;
    return segment->score > 0;
}

/* The best that `here` brings behind `before`; INT64_MIN when they do not follow each other. */
static int64_t gain(const struct segment *before, const struct segment *here)
{
    int64_t p = (int64_t)here->p - (before->p + before->length), q = (int64_t)here->q - (before->q + before->length);
    int64_t overlap = p < q ? -p : -q;

    if (overlap < 0)
        overlap = 0;
    if (here->p <= before->p || here->q <= before->q || overlap >= here->length || p + overlap > REACH ||
        q + overlap > REACH)
        return INT64_MIN;
    return here->score - here->score * overlap / here->length -
           link_cost((uint64_t)(p + overlap), (uint64_t)(q + overlap));
}

static void link_all(struct linked *linked, const struct segments *segments, bool by_p)
{
    for (size_t i = 0; i < segments->count; i++) {
        const struct segment *here = &segments->items[i];

        linked[i] = (struct linked){here->score, NO_WORD, false};
        for (size_t back = 1; back <= LOOK_BACK && back <= i; back++) {
            const struct segment *before = &segments->items[i - back];
            int64_t score;

            /* those further back start further away, though a long one may still end near */
            if (by_p ? here->p - before->p > 20 * REACH : here->q - before->q > 20 * REACH)
                break;
            score = gain(before, here);
            if (score != INT64_MIN && score + linked[i - back].score > linked[i].score)
                linked[i] = (struct linked){score + linked[i - back].score, (uint32_t)(i - back), false};
        }
    }
}

struct end {
    int64_t score;
    uint32_t index;
};

static int by_score(const void *a, const void *b)
{
    const struct end *x = a, *y = b;

    if (x->score != y->score)
        return x->score < y->score ? 1 : -1;
    return x->index < y->index ? -1 : x->index > y->index;
}

static int chain_by_score(const void *a, const void *b)
{
    const struct chain *x = a, *y = b;

    if (x->score != y->score)
        return x->score < y->score ? 1 : -1;
    return x->first < y->first ? -1 : x->first > y->first;
}

/* Walks back from `at` to where the chain begins or joins one that was taken before. */
static void take_chain(struct chains *out, size_t *links, struct linked *linked, uint32_t at, int64_t least)
{
    size_t first = *links, count = 0;
    int64_t score = linked[at].score;

    for (uint32_t next = at; next != NO_WORD; next = linked[next].before) {
        if (linked[next].used) {
            score -= linked[next].score;
            break;
        }
        out->links[first + count++] = next;
    }
    if (count == 0 || score < least)
        return;
    for (size_t i = 0; i < count; i++)
        linked[out->links[first + i]].used = true;
    for (size_t i = 0; i < count / 2; i++) {
        uint32_t link = out->links[first + i];

        out->links[first + i] = out->links[first + count - 1 - i];
        out->links[first + count - 1 - i] = link;
    }
    *links += count;
    out->items[out->count++] = (struct chain){first, count, score};
}

enum tvx_status chains_find(struct chains *out, struct tvx_arena *arena, const struct field *field,
                            struct segments *segments, int64_t least, struct tvx_error *error)
{
    bool by_p = field->p->count > field->q->count;
    size_t used = 0, ends_count = 0, links = 0;
    struct segment *spare;
    struct linked *linked;
    struct end *ends;

    *out = (struct chains){0};
    for (size_t i = 0; i < segments->count; i++)
        if (score_segment(&segments->items[i], field))
            segments->items[used++] = segments->items[i];
    segments->count = used;
    spare = tvx_arena_array(arena, used + 1, sizeof *spare);
    linked = tvx_arena_array(arena, used + 1, sizeof *linked);
    ends = tvx_arena_array(arena, used + 1, sizeof *ends);
    out->links = tvx_arena_array(arena, used + 1, sizeof *out->links);
    if (spare == NULL || linked == NULL || ends == NULL || out->links == NULL)
        return tvx_error_nomem(error);
    segments_sort(segments->items, spare, used, by_p ? BY_P : BY_Q);
    link_all(linked, segments, by_p);
    for (size_t i = 0; i < used; i++)
        if (linked[i].score >= least)
            ends[ends_count++] = (struct end){linked[i].score, (uint32_t)i};
    qsort(ends, ends_count, sizeof *ends, by_score);
    out->items = tvx_arena_array(arena, ends_count + 1, sizeof *out->items);
    if (out->items == NULL)
        return tvx_error_nomem(error);
    for (size_t i = 0; i < ends_count; i++)
        take_chain(out, &links, linked, ends[i].index, least);
    qsort(out->items, out->count, sizeof *out->items, chain_by_score);
    return TVX_OK;
}
