/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Union-find with path halving (Tarjan, van Leeuwen, 1984) over passages: the two sides of a pair are one text, and so
 * are two passages of a document that mostly overlap.
 */
#include <stdlib.h>
#include <travaux/reuse/pairs.h>

struct passage {
    struct tvx_pair_side side;
    size_t number; /* 2 · pair, + 1 for b */
};

static size_t root_of(size_t *parents, size_t at)
{
    while (parents[at] != at) {
        parents[at] = parents[parents[at]];
        at = parents[at];
    }
    return at;
}

/* The lesser number stays: clusters are numbered by their first passage. */
static void unite(size_t *parents, size_t x, size_t y)
{
    x = root_of(parents, x);
    y = root_of(parents, y);
    if (x < y)
        parents[y] = x;
    else
        parents[x] = y;
}

static int by_place(const void *x, const void *y)
{
    const struct passage *a = x, *b = y;

    if (a->side.document.key != b->side.document.key)
        return a->side.document.key < b->side.document.key ? -1 : 1;
    if (a->side.start != b->side.start)
        return a->side.start < b->side.start ? -1 : 1;
    return a->number < b->number ? -1 : a->number > b->number;
}

static int by_cluster(const void *x, const void *y)
{
    const struct tvx_cluster_member *a = x, *b = y;

    if (a->cluster != b->cluster)
        return a->cluster < b->cluster ? -1 : 1;
    if (a->passage.document.key != b->passage.document.key)
        return a->passage.document.key < b->passage.document.key ? -1 : 1;
    return a->passage.start < b->passage.start ? -1 : a->passage.start > b->passage.start;
}

static size_t end_of(const struct tvx_pair_side *side)
{
    return side->start + side->length;
}

static bool overlaps(const struct tvx_pair_side *joined, const struct tvx_pair_side *next)
{
    size_t end = end_of(joined) < end_of(next) ? end_of(joined) : end_of(next);
    size_t shorter = joined->length < next->length ? joined->length : next->length;

    return joined->document.key == next->document.key && end > next->start && 2 * (end - next->start) >= shorter;
}

/* Joins passages, sorted by place, into members; members[i].cluster is yet the number of a passage. */
static size_t join_passages(struct tvx_cluster_member *members, size_t *parents, const struct passage *passages,
                            size_t count)
{
    size_t used = 0;

    for (size_t i = 0; i < count; i++) {
        struct tvx_pair_side *last = used == 0 ? NULL : &members[used - 1].passage;

        if (last == NULL || !overlaps(last, &passages[i].side)) {
            members[used++] = (struct tvx_cluster_member){passages[i].number, passages[i].side};
            continue;
        }
        if (end_of(&passages[i].side) > end_of(last))
            last->length = end_of(&passages[i].side) - last->start;
        unite(parents, members[used - 1].cluster, passages[i].number);
    }
    return used;
}

/* Clusters from 0 in the order of their least passage. */
static void number_clusters(struct tvx_cluster_member *members, size_t count, size_t *parents, size_t passages)
{
    size_t next = 0;

    for (size_t i = 0; i < passages; i++) /* a root comes before its others; afterwards parents[root] is the cluster */
        parents[i] = root_of(parents, i);
    for (size_t i = 0; i < count; i++)
        members[i].cluster = parents[members[i].cluster];
    qsort(members, count, sizeof *members, by_cluster);
    for (size_t i = 0, root = 0; i < count; i++) {
        if (i > 0 && members[i].cluster != root)
            next++;
        root = members[i].cluster;
        members[i].cluster = next;
    }
}

enum tvx_status tvx_pairs_clusters(struct tvx_arena *arena, struct tvx_cluster_member **out, size_t *count,
                                   const struct tvx_shared_pair *pairs, size_t pair_count, struct tvx_error *error)
{
    size_t passage_count = 2 * pair_count;
    struct passage *passages = calloc(passage_count + 1, sizeof *passages);
    size_t *parents = calloc(passage_count + 1, sizeof *parents);

    *count = 0;
    *out = tvx_arena_array(arena, passage_count, sizeof **out);
    if (passages == NULL || parents == NULL || *out == NULL) {
        free(passages);
        free(parents);
        return tvx_error_nomem(error);
    }
    for (size_t i = 0; i < pair_count; i++) {
        passages[2 * i] = (struct passage){pairs[i].a, 2 * i};
        passages[2 * i + 1] = (struct passage){pairs[i].b, 2 * i + 1};
        parents[2 * i] = parents[2 * i + 1] = 2 * i;
    }
    if (passage_count > 0)
        qsort(passages, passage_count, sizeof *passages, by_place);
    *count = join_passages(*out, parents, passages, passage_count);
    if (*count > 0)
        number_clusters(*out, *count, parents, passage_count);
    free(passages);
    free(parents);
    return TVX_OK;
}
