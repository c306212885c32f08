/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * The optimum of Smith, Waterman and Gotoh within a box of words, by its pairs of equal words alone: what lies between
 * two pairs that follow each other costs link_cost, whatever path one takes there, so that a box of 40 by 40 words with
 * its few dozen pairs needs no table of 1,600 cells.
 */
#include "passage_chain.h"

#include <string.h>

enum {
    GROW = 40,         /* words of both texts looked at beyond an end */
    BETWEEN = 128,     /* words of either text looked at between two links */
    MOST_PAIRS = 384,  /* in one box; the rest of a box that has more is left out */
    STRIDE = 64,       /* equal words taken at once */
    STALE = 64,        /* words of passages found before, on both sides, that growing goes into */
};

struct pair {
    uint32_t x, y; /* words from the corner, which is just behind the last pair */
    int64_t score; /* of the best way from the corner that ends here */
    int32_t before;
};

struct box {
    struct pair pairs[MOST_PAIRS];
    size_t count;
    size_t width, height;
    int32_t best; /* -1: none pays */
};

static bool spend(struct field *field, uint64_t steps)
{
    field->budget = field->budget > steps ? field->budget - steps : 0;
    return field->budget > 0;
}

/*
 * Fills the box whose corner is at (p, q), looking forwards or (back) backwards, and finds the best way from its
 * corner: to anywhere, or (`through`) to the corner opposite.
 */
static void fill_box(struct box *box, struct field *field, size_t p, size_t q, bool back, bool through)
{
    int64_t best = through ? -link_cost(box->width, box->height) : 0;

    box->count = 0;
    box->best = -1;
    if (!spend(field, box->width * box->height))
        return;
    for (size_t x = 0; x < box->width; x++) {
        size_t i = back ? p - 1 - x : p + x;
        uint32_t id = field->p->ids[i];

        for (size_t y = 0; y < box->height && box->count < MOST_PAIRS; y++) {
            size_t j = back ? q - 1 - y : q + y;

            if (field->q->ids[j] == id)
                box->pairs[box->count++] =
                    (struct pair){(uint32_t)x, (uint32_t)y, field_worth(field, i, j), -1};
        }
    }
    spend(field, box->count * box->count / 2);
    for (size_t i = 0; i < box->count; i++) {
        struct pair *here = &box->pairs[i];
        int64_t from = -link_cost(here->x, here->y), end;

        for (size_t j = 0; j < i; j++) {
            const struct pair *before = &box->pairs[j];

            if (before->x < here->x && before->y < here->y && before->score > from) {
                int64_t way = before->score - link_cost(here->x - before->x - 1, here->y - before->y - 1);

                if (way > from) {
                    from = way;
                    here->before = (int32_t)j;
                }
            }
        }
        here->score += from;
        end = here->score - (through ? link_cost(box->width - here->x - 1, box->height - here->y - 1) : 0);
        if (end > best) {
            best = end;
            box->best = (int32_t)i;
        }
    }
}

/* ---- paths ---- */

static enum tvx_status add_run(struct path *path, struct tvx_arena *arena, size_t p, size_t q, size_t length,
                               struct tvx_error *error)
{
    struct run *last = path->count > 0 ? &path->runs[path->count - 1] : NULL;

    if (last != NULL && last->p + last->length == p && last->q + last->length == q) {
        last->length += (uint32_t)length;
        return TVX_OK;
    }
    path->runs = tvx_arena_grow(arena, path->runs, path->count, &path->capacity, sizeof *path->runs);
    if (path->runs == NULL)
        return tvx_error_nomem(error);
    path->runs[path->count++] = (struct run){(uint32_t)p, (uint32_t)q, (uint32_t)length};
    return TVX_OK;
}

/* The pairs of the best way, from the corner on; their number. */
static size_t way_of(int32_t *way, const struct box *box)
{
    size_t count = 0;

    for (int32_t at = box->best; at >= 0; at = box->pairs[at].before)
        way[count++] = at;
    for (size_t i = 0; i < count / 2; i++) {
        int32_t swap = way[i];

        way[i] = way[count - 1 - i];
        way[count - 1 - i] = swap;
    }
    return count;
}

static enum tvx_status add_way(struct path *path, struct tvx_arena *arena, const struct box *box, size_t p, size_t q,
                               bool back, struct tvx_error *error)
{
    int32_t way[MOST_PAIRS];
    size_t count = way_of(way, box);
    enum tvx_status status = TVX_OK;

    for (size_t i = 0; status == TVX_OK && i < count; i++) {
        const struct pair *pair = &box->pairs[way[i]];

        if (back)
            status = add_run(path, arena, p - 1 - pair->x, q - 1 - pair->y, 1, error);
        else
            status = add_run(path, arena, p + pair->x, q + pair->y, 1, error);
    }
    return status;
}

/*
 * Between two passages of a long copy growing would go over all of either again, and over those behind them.  What lies
 * there is found; `stale` counts the words of such a stretch.
 */
static bool is_stale(const struct field *field, size_t p, size_t q, size_t words, size_t *stale)
{
    *stale = field->p_taken[p] > 0 && field->q_taken[q] > 0 ? *stale + words : 0;
    return *stale > STALE;
}

/* Forwards from (*p, *q), as long as there are better ways. */
static enum tvx_status grow_right(struct path *path, struct tvx_arena *arena, struct field *field,
                                  struct tvx_error *error)
{
    size_t p = path->runs[path->count - 1].p + path->runs[path->count - 1].length;
    size_t q = path->runs[path->count - 1].q + path->runs[path->count - 1].length;
    enum tvx_status status = TVX_OK;
    size_t stale = 0;
    struct box box;

    while (status == TVX_OK && p < field->p->count && q < field->q->count && field->budget > 0) {
        size_t same = 0, from = p;

        while (same < STRIDE && p + same < field->p->count && q + same < field->q->count &&
               field->p->ids[p + same] == field->q->ids[q + same] && field->p->ids[p + same] != NO_WORD)
            same++;
        if (same > 0) {
            spend(field, same);
            status = add_run(path, arena, p, q, same, error);
        } else {
            box.width = field->p->count - p < GROW ? field->p->count - p : GROW;
            box.height = field->q->count - q < GROW ? field->q->count - q : GROW;
            fill_box(&box, field, p, q, false, false);
            if (box.best < 0)
                break;
            status = add_way(path, arena, &box, p, q, false, error);
        }
        p = path->runs[path->count - 1].p + path->runs[path->count - 1].length;
        q = path->runs[path->count - 1].q + path->runs[path->count - 1].length;
        if (is_stale(field, p - 1, q - 1, p - from, &stale))
            break;
    }
    return status;
}

/* Backwards from (p, q): the runs come in reverse order, each from its end; `path` is empty at first. */
static enum tvx_status grow_left(struct path *path, struct tvx_arena *arena, struct field *field, size_t p, size_t q,
                                 struct tvx_error *error)
{
    enum tvx_status status = TVX_OK;
    size_t stale = 0;
    struct box box;

    while (status == TVX_OK && p > 0 && q > 0 && field->budget > 0) {
        size_t same = 0, from = p;

        while (same < STRIDE && same < p && same < q && field->p->ids[p - 1 - same] == field->q->ids[q - 1 - same] &&
               field->p->ids[p - 1 - same] != NO_WORD)
            same++;
        if (same > 0) {
            spend(field, same);
            status = add_run(path, arena, p - same, q - same, same, error);
        } else {
            box.width = p < GROW ? p : GROW;
            box.height = q < GROW ? q : GROW;
            fill_box(&box, field, p, q, true, false);
            if (box.best < 0)
                break;
            status = add_way(path, arena, &box, p, q, true, error);
        }
        p = path->runs[path->count - 1].p;
        q = path->runs[path->count - 1].q;
        if (is_stale(field, p, q, from - p, &stale))
            break;
    }
    for (size_t i = 0; i < path->count / 2; i++) {
        struct run swap = path->runs[i];

        path->runs[i] = path->runs[path->count - 1 - i];
        path->runs[path->count - 1 - i] = swap;
    }
    return status;
}

/* The best way through what lies between the end of the path and (p, q). */
static enum tvx_status fill_gap(struct path *path, struct tvx_arena *arena, struct field *field, size_t p, size_t q,
                                struct tvx_error *error)
{
    const struct run *last = &path->runs[path->count - 1];
    size_t from_p = last->p + last->length, from_q = last->q + last->length;
    struct box box = {.width = p - from_p, .height = q - from_q};

    if (box.width == 0 || box.height == 0 || box.width > BETWEEN || box.height > BETWEEN ||
        (box.width == 1 && box.height == 1 && field->p->ids[from_p] != field->q->ids[from_q]))
        return TVX_OK;
    fill_box(&box, field, from_p, from_q, false, true);
    return box.best < 0 ? TVX_OK : add_way(path, arena, &box, from_p, from_q, false, error);
}

/* The common words of a segment from its word number `skip` on, and the best way to each. */
static enum tvx_status add_segment(struct path *path, struct tvx_arena *arena, struct field *field,
                                   const struct segment *segment, size_t skip, struct tvx_error *error)
{
    const uint32_t *p = field->p->ids + segment->p, *q = field->q->ids + segment->q;
    enum tvx_status status = TVX_OK;

    for (size_t i = skip, end; status == TVX_OK && i < segment->length; i = end) {
        for (end = i; end < segment->length && p[end] == q[end];)
            end++;
        if (end == i) {
            end++;
            continue;
        }
        if (path->count > 0)
            status = fill_gap(path, arena, field, segment->p + i, segment->q + i, error);
        if (status == TVX_OK)
            status = add_run(path, arena, segment->p + i, segment->q + i, end - i, error);
    }
    return status;
}

/* Keeps the stretch of runs with the highest sum (Kadane's scan) and scores it. */
static void keep_best(struct path *path, const struct field *field)
{
    int64_t here = 0, best = 0;
    size_t first = 0, best_first = 0, best_count = 0;

    for (size_t i = 0; i < path->count; i++) {
        const struct run *run = &path->runs[i];
        int64_t cost = 0;

        if (i > 0)
            cost = link_cost(run->p - (run[-1].p + run[-1].length), run->q - (run[-1].q + run[-1].length));
        if (here - cost <= 0) {
            here = 0;
            first = i;
        } else {
            here -= cost;
        }
        for (size_t j = 0; j < run->length; j++)
            here += field_worth(field, run->p + j, run->q + j);
        if (here > best) {
            best = here;
            best_first = first;
            best_count = i + 1 - first;
        }
    }
    memmove(path->runs, path->runs + best_first, best_count * sizeof *path->runs);
    path->count = best_count;
    path->score = best;
}

enum tvx_status path_make(struct path *path, struct tvx_arena *arena, struct field *field,
                          const struct segment *segments, const uint32_t *links, size_t count,
                          struct tvx_error *error)
{
    enum tvx_status status;

    path->count = 0;
    status = grow_left(path, arena, field, segments[links[0]].p, segments[links[0]].q, error);
    for (size_t i = 0; status == TVX_OK && i < count; i++) {
        const struct segment *segment = &segments[links[i]];
        size_t skip = 0;

        if (path->count > 0) {
            const struct run *last = &path->runs[path->count - 1];
            size_t p_end = last->p + last->length, q_end = last->q + last->length;

            if (p_end > segment->p)
                skip = p_end - segment->p;
            if (q_end > segment->q && q_end - segment->q > skip)
                skip = q_end - segment->q;
        }
        status = add_segment(path, arena, field, segment, skip, error);
    }
    if (status == TVX_OK)
        status = grow_right(path, arena, field, error);
    if (status == TVX_OK)
        keep_best(path, field);
    return status;
}
