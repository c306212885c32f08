/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Progressive alignment: the base first, each variant by its readable difference from the base; what several variants
 * insert at one place is aligned among them by the same engine, so that common insertions share columns.  A last pass
 * merges columns of one token that no common variant keeps apart.
 */
#include "hunk.h"
#include <string.h>
#include <travaux/compare/lattice.h>

#define NONE UINT32_MAX
enum { SCRATCH_CEILING = INT32_MAX };

/* One token of one variant in its column; tokens of a node are chained in order of variants. */
struct seat {
    uint32_t variant, token, next;
};

/* A column on the way.  Nodes are in one list; base nodes stand in it in the base's order. */
struct node {
    uint32_t id;
    uint32_t before, after;
    uint32_t first, last; /* seats */
};

struct builder {
    struct tvx_arena *scratch;
    const struct side *variants;
    size_t count;
    uint32_t **node_of; /* by variant and token */
    struct node *nodes; /* 0 is the list's head; then the base's tokens; then what is inserted */
    size_t node_count, node_capacity;
    struct seat *seats;
    size_t seat_count, seat_capacity;
};

static bool sit(struct builder *builder, uint32_t node, size_t variant, size_t token)
{
    struct seat *grown = tvx_arena_grow(builder->scratch, builder->seats, builder->seat_count, &builder->seat_capacity,
                                        sizeof *grown);
    struct node *at = &builder->nodes[node];

    if (grown == NULL || builder->seat_count >= NONE)
        return false;
    builder->seats = grown;
    grown[builder->seat_count] = (struct seat){(uint32_t)variant, (uint32_t)token, NONE};
    if (at->first == NONE)
        at->first = (uint32_t)builder->seat_count;
    else
        grown[at->last].next = (uint32_t)builder->seat_count;
    at->last = (uint32_t)builder->seat_count++;
    builder->node_of[variant][token] = node;
    return true;
}

/* A new node behind `before`; NONE when memory is short. */
static uint32_t add_node(struct builder *builder, uint32_t id, uint32_t before)
{
    struct node *grown = tvx_arena_grow(builder->scratch, builder->nodes, builder->node_count, &builder->node_capacity,
                                        sizeof *grown);
    uint32_t node = (uint32_t)builder->node_count, after;

    if (grown == NULL || builder->node_count >= NONE)
        return NONE;
    builder->nodes = grown;
    after = builder->node_count == 0 ? 0 : grown[before].after;
    grown[node] = (struct node){id, before, after, NONE, NONE};
    grown[before].after = node;
    grown[after].before = node;
    builder->node_count++;
    return node;
}

static bool seat_base(struct builder *builder)
{
    uint32_t last = add_node(builder, NONE, 0); /* the head: node 0 between itself and itself */

    for (size_t t = 0; last != NONE && t < builder->variants[0].tokens.count; t++) {
        last = add_node(builder, builder->variants[0].ids[t], last);
        if (last == NONE || !sit(builder, last, 0, t))
            return false;
    }
    return last != NONE;
}

/*
 * Inserted tokens [from, to) of a variant go before node `ahead` or, when that is NONE, behind node `behind`.  So a
 * variant's own words stand after those that earlier variants have in the same place.
 */
static bool insert_run(struct builder *builder, size_t variant, size_t from, size_t to, uint32_t behind, uint32_t ahead)
{
    if (ahead != NONE)
        behind = builder->nodes[ahead].before;
    for (size_t t = from; t < to; t++) {
        behind = add_node(builder, builder->variants[variant].ids[t], behind);
        if (behind == NONE || !sit(builder, behind, variant, t))
            return false;
    }
    return true;
}

/*
 * Seats what a hunk inserts.  The columns that other variants inserted within the hunk's stretch of the base are its
 * candidates: the longest common subsequence with them shares their columns, the rest stands behind the token before
 * it.
 */
static enum tvx_status seat_hunk(struct builder *builder, size_t variant, const struct hunk *hunk,
                                 struct tvx_error *error)
{
    size_t base_count = builder->variants[0].tokens.count, wanted = hunk->b_to - hunk->b_from, count = 0, k = 0;
    uint32_t stop = hunk->a_to < base_count ? (uint32_t)hunk->a_to + 1 : 0; /* base token t is node t + 1 */
    uint32_t behind = NONE, *candidates, *ids;
    bool *keep, *keep_candidate;
    enum tvx_status status;

    if (wanted == 0)
        return TVX_OK;
    for (uint32_t node = builder->nodes[hunk->a_from].after; node != stop; node = builder->nodes[node].after)
        count += node > base_count;
    candidates = tvx_arena_array(builder->scratch, count, sizeof *candidates);
    ids = tvx_arena_array(builder->scratch, count, sizeof *ids);
    keep = tvx_arena_array(builder->scratch, wanted, sizeof *keep);
    keep_candidate = tvx_arena_array(builder->scratch, count, sizeof *keep_candidate);
    if (candidates == NULL || ids == NULL || keep == NULL || keep_candidate == NULL)
        return tvx_error_nomem(error);
    count = 0;
    for (uint32_t node = builder->nodes[hunk->a_from].after; node != stop; node = builder->nodes[node].after)
        if (node > base_count) {
            candidates[count] = node;
            ids[count++] = builder->nodes[node].id;
        }
    status = tvx_diff_ids(keep_candidate, keep, ids, count, builder->variants[variant].ids + hunk->b_from, wanted,
                          builder->scratch, error);
    if (status != TVX_OK)
        return status;
    for (size_t t = 0; t < wanted;) {
        size_t from = t;
        uint32_t ahead = NONE;

        while (t < wanted && !keep[t])
            t++;
        while (t < wanted && !keep_candidate[k])
            k++;
        if (t < wanted)
            ahead = candidates[k++];
        if (!insert_run(builder, variant, hunk->b_from + from, hunk->b_from + t,
                        behind != NONE ? behind : builder->nodes[stop].before, ahead) ||
            (ahead != NONE && !sit(builder, ahead, variant, hunk->b_from + t)))
            return tvx_error_nomem(error);
        behind = ahead;
        t++;
    }
    return TVX_OK;
}

static enum tvx_status seat_variant(struct builder *builder, size_t variant, struct tvx_error *error)
{
    const struct side *base = &builder->variants[0], *side = &builder->variants[variant];
    size_t n = base->tokens.count, m = side->tokens.count, i = 0, j = 0;
    bool *keep_base = tvx_arena_array(builder->scratch, n, sizeof *keep_base);
    bool *keep = tvx_arena_array(builder->scratch, m, sizeof *keep);
    struct hunks hunks;
    enum tvx_status status;

    if (keep_base == NULL || keep == NULL)
        return tvx_error_nomem(error);
    status = tvx_diff_ids(keep_base, keep, base->ids, n, side->ids, m, builder->scratch, error);
    if (status != TVX_OK)
        return status;
    if (!hunks_make(&hunks, builder->scratch, keep_base, n, keep, m))
        return tvx_error_nomem(error);
    hunks_slide(&hunks, base, side);
    hunks_join(&hunks, base);
    for (size_t k = 0; k <= hunks.count; k++) {
        size_t end = k < hunks.count ? hunks.items[k].a_from : n;

        for (; i < end; i++, j++)
            if (!sit(builder, (uint32_t)i + 1, variant, j))
                return tvx_error_nomem(error);
        if (k == hunks.count)
            break;
        status = seat_hunk(builder, variant, &hunks.items[k], error);
        if (status != TVX_OK)
            return status;
        i = hunks.items[k].a_to;
        j = hunks.items[k].b_to;
    }
    return TVX_OK;
}

/* A text that came before sits where the earlier one sits. */
static bool seat_again(struct builder *builder, size_t variant, size_t earlier)
{
    for (size_t t = 0; t < builder->variants[variant].tokens.count; t++)
        if (!sit(builder, builder->node_of[earlier][t], variant, t))
            return false;
    return true;
}

static enum tvx_status seat_all(struct builder *builder, struct tvx_error *error)
{
    builder->node_of = tvx_arena_array(builder->scratch, builder->count, sizeof *builder->node_of);
    if (builder->node_of == NULL)
        return tvx_error_nomem(error);
    for (size_t v = 0; v < builder->count; v++) {
        builder->node_of[v] =
            tvx_arena_array(builder->scratch, builder->variants[v].tokens.count, sizeof **builder->node_of);
        if (builder->node_of[v] == NULL)
            return tvx_error_nomem(error);
    }
    if (!seat_base(builder))
        return tvx_error_nomem(error);
    for (size_t v = 1; v < builder->count; v++) {
        enum tvx_status status = TVX_OK;
        size_t earlier = 0;

        while (earlier < v && (builder->variants[earlier].length != builder->variants[v].length ||
                               strcmp(builder->variants[earlier].text, builder->variants[v].text) != 0))
            earlier++;
        if (earlier == v)
            status = seat_variant(builder, v, error);
        else if (!seat_again(builder, v, earlier))
            status = tvx_error_nomem(error);
        if (status != TVX_OK)
            return status;
    }
    return TVX_OK;
}

/* ---- merging ---- */

enum { MERGE_REACH = 96, MERGE_ROUNDS = 4 };

/* `from`'s seats go to `to`, in order of variants; `from` leaves the list. */
static void merge_nodes(struct builder *builder, uint32_t from, uint32_t to)
{
    struct node *source = &builder->nodes[from], *target = &builder->nodes[to];
    uint32_t x = source->first, y = target->first, last = NONE;
    struct seat *seats = builder->seats;

    target->first = NONE;
    while (x != NONE || y != NONE) {
        uint32_t *least = y == NONE || (x != NONE && seats[x].variant < seats[y].variant) ? &x : &y, seat = *least;

        *least = seats[seat].next;
        builder->node_of[seats[seat].variant][seats[seat].token] = to;
        if (last == NONE)
            target->first = seat;
        else
            seats[last].next = seat;
        last = seat;
    }
    seats[last].next = NONE;
    target->last = last;
    builder->nodes[source->before].after = source->after;
    builder->nodes[source->after].before = source->before;
}

/* Is one of the node's variants marked? */
static bool is_marked(const struct builder *builder, uint32_t node, const uint32_t *marks, uint32_t mark)
{
    for (uint32_t seat = builder->nodes[node].first; seat != NONE; seat = builder->seats[seat].next)
        if (marks[builder->seats[seat].variant] == mark)
            return true;
    return false;
}

/* Marks the node's variants; returns how many were not marked before. */
static size_t mark_all(const struct builder *builder, uint32_t node, uint32_t *marks, uint32_t mark)
{
    size_t fresh = 0;

    for (uint32_t seat = builder->nodes[node].first; seat != NONE; seat = builder->seats[seat].next) {
        uint32_t *at = &marks[builder->seats[seat].variant];

        fresh += *at != mark;
        *at = mark;
    }
    return fresh;
}

static bool is_inserted(const struct builder *builder, uint32_t node)
{
    return node > builder->variants[0].tokens.count;
}

/*
 * Looks behind `node` for one with the same token: they are one column when none of the variants of either has anything
 * from the one to the other.  The base's words take only what stands right beside them: what lies further was weighed
 * before.  True when `node` itself went into a later one.
 */
static bool merge_ahead(struct builder *builder, uint32_t node, uint32_t *between, uint32_t *own, uint32_t mark,
                        bool *merged)
{
    uint32_t other = builder->nodes[node].after;
    bool apart = false;  /* something of this node's variants stands between */
    size_t crossed = 0; /* variants that have something between */

    if (mark_all(builder, node, own, mark) == builder->count)
        return false;
    for (int reach = 0; other != 0 && reach < MERGE_REACH && crossed < builder->count; reach++) {
        uint32_t after = builder->nodes[other].after;
        bool shared = is_marked(builder, other, own, mark);

        if (builder->nodes[other].id == builder->nodes[node].id && !shared &&
            (reach == 0 || (is_inserted(builder, node) && is_inserted(builder, other)))) {
            if (!apart) {
                merge_nodes(builder, node, other);
                *merged = true;
                return true;
            }
            if (!is_marked(builder, other, between, mark)) {
                merge_nodes(builder, other, node);
                mark_all(builder, node, own, mark);
                *merged = true;
                other = after;
                continue;
            }
        }
        apart = apart || shared;
        crossed += mark_all(builder, other, between, mark);
        other = after;
    }
    return false;
}

static bool merge_columns(struct builder *builder)
{
    uint32_t *between = tvx_arena_array(builder->scratch, builder->count, sizeof *between), mark = 0;
    uint32_t *own = tvx_arena_array(builder->scratch, builder->count, sizeof *own);
    bool merged = true;

    if (between == NULL || own == NULL)
        return false;
    for (int round = 0; merged && round < MERGE_ROUNDS; round++) {
        merged = false;
        for (uint32_t node = builder->nodes[0].after; node != 0;) {
            uint32_t after = builder->nodes[node].after;

            if (!merge_ahead(builder, node, between, own, ++mark, &merged))
                after = builder->nodes[node].after;
            node = after;
        }
    }
    return true;
}

/* ---- columns ---- */

struct span {
    const char *text;
    size_t length;
};

static bool same_span(struct span x, struct span y)
{
    return x.length == y.length && memcmp(x.text, y.text, x.length) == 0;
}

/* The white space before a token (or, at the count, behind the last). */
static struct span gap_before(const struct side *side, size_t token)
{
    const struct tvx_token *items = side->tokens.items;
    size_t from = token == 0 ? 0 : items[token - 1].start + items[token - 1].length;
    size_t to = token < side->tokens.count ? items[token].start : side->length;

    return (struct span){side->text + from, to - from};
}

struct writer {
    struct tvx_lattice *out;
    struct tvx_arena *arena, *scratch;
    size_t capacity;
    struct span *gaps; /* of the members at hand */
    uint32_t *members;
    size_t count;
};

static bool put_column(struct writer *writer, struct span gap, struct span word, const uint32_t *members, size_t count)
{
    struct tvx_lattice *out = writer->out;
    struct tvx_column *grown =
        tvx_arena_grow(writer->arena, out->columns, out->count, &writer->capacity, sizeof *grown);
    struct tvx_column column = {.member_count = count};
    char *token = tvx_arena_alloc(writer->arena, gap.length + word.length + 1);

    column.members = tvx_arena_array(writer->arena, count, sizeof *column.members);
    if (grown == NULL || token == NULL || column.members == NULL)
        return false;
    memcpy(token, gap.text, gap.length);
    memcpy(token + gap.length, word.text, word.length);
    column.token = token;
    memcpy(column.members, members, count * sizeof *members);
    out->columns = grown;
    grown[out->count++] = column;
    return true;
}

/* A column of white space alone for each kind of it that some of the members have. */
static bool put_gaps(struct writer *writer)
{
    uint32_t *some = tvx_arena_array(writer->scratch, writer->count, sizeof *some);

    if (some == NULL)
        return false;
    for (size_t i = 0; i < writer->count; i++) {
        size_t count = 0, earlier = 0;

        while (earlier < i && !same_span(writer->gaps[earlier], writer->gaps[i]))
            earlier++;
        if (earlier < i || writer->gaps[i].length == 0)
            continue;
        for (size_t k = i; k < writer->count; k++)
            if (same_span(writer->gaps[k], writer->gaps[i]))
                some[count++] = writer->members[k];
        if (!put_column(writer, writer->gaps[i], (struct span){"", 0}, some, count))
            return false;
    }
    return true;
}

static bool put_node(struct writer *writer, const struct builder *builder, const struct node *node)
{
    struct span word = {"", 0};
    bool alike = true;

    writer->count = 0;
    for (uint32_t seat = node->first; seat != NONE; seat = builder->seats[seat].next) {
        const struct seat *at = &builder->seats[seat];
        const struct side *side = &builder->variants[at->variant];

        word = (struct span){side->text + side->tokens.items[at->token].start, side->tokens.items[at->token].length};
        writer->gaps[writer->count] = gap_before(side, at->token);
        writer->members[writer->count++] = at->variant;
        alike = alike && same_span(writer->gaps[0], writer->gaps[writer->count - 1]);
    }
    if (alike)
        return put_column(writer, writer->gaps[0], word, writer->members, writer->count);
    return put_gaps(writer) && put_column(writer, (struct span){"", 0}, word, writer->members, writer->count);
}

static bool put_columns(struct tvx_lattice *out, struct tvx_arena *arena, const struct builder *builder)
{
    struct writer writer = {.out = out, .arena = arena, .scratch = builder->scratch};

    writer.gaps = tvx_arena_array(builder->scratch, builder->count, sizeof *writer.gaps);
    writer.members = tvx_arena_array(builder->scratch, builder->count, sizeof *writer.members);
    if (writer.gaps == NULL || writer.members == NULL)
        return false;
    for (uint32_t node = builder->nodes[0].after; node != 0; node = builder->nodes[node].after)
        if (!put_node(&writer, builder, &builder->nodes[node]))
            return false;
    for (size_t v = 0; v < builder->count; v++) {
        writer.gaps[v] = gap_before(&builder->variants[v], builder->variants[v].tokens.count);
        writer.members[v] = (uint32_t)v;
    }
    writer.count = builder->count;
    return put_gaps(&writer);
}

static enum tvx_status build(struct tvx_lattice *out, struct tvx_arena *arena, struct tvx_arena *scratch,
                             const char *const *texts, size_t count, struct tvx_error *error)
{
    struct tvx_vocab *vocab = tvx_vocab_new(scratch);
    struct side *variants = tvx_arena_array(scratch, count, sizeof *variants);
    struct builder builder = {.scratch = scratch, .variants = variants, .count = count};
    enum tvx_status status;

    if (vocab == NULL || variants == NULL)
        return tvx_error_nomem(error);
    for (size_t v = 0; v < count; v++) {
        status = side_read(&variants[v], scratch, vocab, texts[v], error);
        if (status != TVX_OK)
            return status;
    }
    status = seat_all(&builder, error);
    if (status != TVX_OK)
        return status;
    if (!merge_columns(&builder) || !put_columns(out, arena, &builder))
        return tvx_error_nomem(error);
    return TVX_OK;
}

enum tvx_status tvx_lattice_build(struct tvx_lattice *out, struct tvx_arena *arena, const char *const *texts,
                                  size_t count, struct tvx_error *error)
{
    struct tvx_arena *scratch = tvx_arena_new(SCRATCH_CEILING);
    enum tvx_status status;

    *out = (struct tvx_lattice){.variant_count = count};
    if (scratch == NULL)
        return tvx_error_nomem(error);
    status = count == 0 || count >= NONE
                 ? tvx_error_set(error, TVX_E_USAGE, "a lattice of %zu texts: the base is needed, and it has its limit",
                                 count)
                 : build(out, arena, scratch, texts, count, error);
    tvx_arena_free(scratch);
    return status;
}

static bool is_member(const struct tvx_column *column, uint32_t variant)
{
    size_t low = 0, high = column->member_count;

    while (low < high) {
        size_t middle = (low + high) / 2;

        if (column->members[middle] < variant)
            low = middle + 1;
        else
            high = middle;
    }
    return low < column->member_count && column->members[low] == variant;
}

char *tvx_lattice_text(const struct tvx_lattice *lattice, struct tvx_arena *arena, size_t variant)
{
    size_t length = 0, used = 0;
    char *text;

    for (size_t c = 0; c < lattice->count; c++)
        if (is_member(&lattice->columns[c], (uint32_t)variant))
            length += strlen(lattice->columns[c].token);
    text = tvx_arena_alloc(arena, length + 1);
    for (size_t c = 0; text != NULL && c < lattice->count; c++)
        if (is_member(&lattice->columns[c], (uint32_t)variant)) {
            size_t more = strlen(lattice->columns[c].token);

            memcpy(text + used, lattice->columns[c].token, more);
            used += more;
        }
    return text;
}
