/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "passage_seeds.h"

#include <math.h>
#include <string.h>

enum {
    SHAPES = 3,
    SHAPE_BITS = 2,
    JOIN_GAP = 6,                   /* words between two seeds on one diagonal that are still one segment */
    MOST_HITS = 24 * 1000 * 1000,   /* segments before joining; beyond, only rarer seeds are taken */
    DIGIT_BITS = 11,
};

/* Which words make up a seed, counted from its first. */
static const uint8_t shapes[SHAPES][3] = {{0, 1, 2}, {0, 1, 3}, {0, 2, 3}};

static inline uint64_t seed_hash(const struct seeds *seeds, const uint32_t *ids, unsigned shape)
{
    uint64_t a = (uint64_t)ids[shapes[shape][1]] << 32 | ids[shapes[shape][2]];
    __uint128_t product = (__uint128_t)(a ^ seeds->seed) *
                          (((uint64_t)ids[0] * 4 + shape + (seeds->seed >> 40)) * UINT64_C(0x9E3779B97F4A7C15) | 1);

    return (uint64_t)product ^ (uint64_t)(product >> 64);
}

static inline bool same_seed(const uint32_t *a, const uint32_t *b, unsigned shape)
{
    return a[0] == b[0] && a[shapes[shape][1]] == b[shapes[shape][1]] && a[shapes[shape][2]] == b[shapes[shape][2]];
}

/* A seed of the given shape begins at `at`, and all its words are known to both texts. */
static inline bool is_seed(const struct words *words, size_t at, unsigned shape)
{
    const uint32_t *ids = words->ids + at;

    return at + shapes[shape][2] < words->count && ids[0] != NO_WORD && ids[shapes[shape][1]] != NO_WORD &&
           ids[shapes[shape][2]] != NO_WORD;
}

int32_t seeds_ceiling(size_t occurrences)
{
    if (occurrences <= 1)
        return INT16_MAX;
    return (int32_t)(BIT * log2(1 + 4.0 / (double)(occurrences - 1)));
}

/* ---- the table ---- */

static bool same_entry(const struct words *words, uint32_t a, uint32_t b)
{
    unsigned shape = a & ((1U << SHAPE_BITS) - 1);

    return shape == (b & ((1U << SHAPE_BITS) - 1)) &&
           same_seed(words->ids + (a >> SHAPE_BITS), words->ids + (b >> SHAPE_BITS), shape);
}

/* Brings the entries equal to the first to the front, in order of place; how many they are. */
static size_t gather(uint32_t *entries, size_t count, const struct words *words)
{
    size_t equal = 1;

    for (size_t i = 1; i < count; i++) {
        uint32_t entry = entries[i];

        if (!same_entry(words, entries[0], entry))
            continue;
        entries[i] = entries[equal];
        entries[equal] = entry;
        for (size_t j = equal++; j > 0 && equal <= MOST_OCCURRENCES + 1 && entries[j - 1] > entries[j]; j--) {
            entry = entries[j];
            entries[j] = entries[j - 1];
            entries[j - 1] = entry;
        }
    }
    return equal;
}

/*
 * Groups the entries of one bucket and moves them to `out`, which lies before them or on them; of a seed that comes too
 * often only as many as show that.  Gives how many were moved.
 */
static size_t put_bucket(uint32_t *out, const struct words *words, uint32_t *from, size_t count)
{
    size_t put = 0;

    while (count > 0) {
        size_t equal = gather(from, count, words);
        size_t kept = equal > MOST_OCCURRENCES ? MOST_OCCURRENCES + 1 : equal;

        memmove(out + put, from, kept * sizeof *out);
        put += kept;
        from += equal;
        count -= equal;
    }
    return put;
}

static void count_buckets(struct seeds *out, const struct words *words)
{
    for (size_t at = 0; at < words->count; at++)
        for (unsigned shape = 0; shape < SHAPES; shape++)
            if (is_seed(words, at, shape))
                out->first[(seed_hash(out, words->ids + at, shape) >> out->shift) + 1]++;
}

static void fill_buckets(struct seeds *out, const struct words *words)
{
    for (size_t at = 0; at < words->count; at++)
        for (unsigned shape = 0; shape < SHAPES; shape++)
            if (is_seed(words, at, shape))
                out->entries[out->first[seed_hash(out, words->ids + at, shape) >> out->shift]++] =
                    (uint32_t)at << SHAPE_BITS | shape;
}

enum tvx_status seeds_prepare(struct seeds *out, struct tvx_arena *arena, const struct words *words,
                              struct tvx_error *error)
{
    size_t most = words->count * SHAPES, buckets = 1024, put = 0, from = 0;

    for (out->shift = 54; buckets < words->count * 2 && out->shift > 34; out->shift--)
        buckets *= 2;
    out->seed = (uint64_t)(uintptr_t)arena * UINT64_C(0x9E3779B97F4A7C15) | 1;
    out->first = tvx_arena_array(arena, buckets + 2, sizeof *out->first);
    out->entries = tvx_arena_array(arena, most + 1, sizeof *out->entries);
    if (out->first == NULL || out->entries == NULL)
        return tvx_error_nomem(error);
    out->first++; /* so that filling moves each start to the place of the next */
    count_buckets(out, words);
    for (size_t i = 1; i <= buckets; i++)
        out->first[i] += out->first[i - 1];
    fill_buckets(out, words);
    out->first--;
    for (size_t i = 0; i < buckets; i++) {
        size_t end = out->first[i + 1];
        size_t moved = put_bucket(out->entries + put, words, out->entries + from, end - from);

        out->first[i] = (uint32_t)put;
        put += moved;
        from = end;
    }
    out->first[buckets] = (uint32_t)put;
    return TVX_OK;
}

/* ---- what of it another text has ---- */

struct hit { /* a seed of q that p has */
    uint32_t q, head;
    uint8_t shape, size; /* size: occurrences in p, at most MOST_OCCURRENCES + 1 */
};

struct hits {
    struct hit *items;
    size_t count, capacity;
};

/* The group of entries equal to the seed at `ids`, *size of them; SIZE_MAX when there is none. */
static size_t find_group(size_t *size, const struct seeds *seeds, const struct words *p, const uint32_t *ids,
                         unsigned shape)
{
    size_t bucket = seed_hash(seeds, ids, shape) >> seeds->shift;

    for (size_t at = seeds->first[bucket], end = seeds->first[bucket + 1]; at < end;) {
        uint32_t head = seeds->entries[at];
        size_t next = at + 1;
        bool mine = (head & ((1U << SHAPE_BITS) - 1)) == shape &&
                    same_seed(p->ids + (head >> SHAPE_BITS), ids, shape);

        while (next < end && same_entry(p, head, seeds->entries[next]))
            next++;
        if (mine) {
            *size = next - at;
            return at;
        }
        at = next;
    }
    return SIZE_MAX;
}

/* All seeds of q that p has, in order of q, then shape; seen[head] counts them, up to 255. */
static enum tvx_status look_up_all(struct hits *hits, uint8_t *seen, struct tvx_arena *arena, const struct seeds *seeds,
                                   const struct words *p, const struct words *q, struct tvx_error *error)
{
    for (size_t at = 0; at + 2 < q->count; at++) {
        for (unsigned shape = 0; shape < SHAPES; shape++) {
            size_t size, head = is_seed(q, at, shape) ? find_group(&size, seeds, p, q->ids + at, shape) : SIZE_MAX;

            if (head == SIZE_MAX)
                continue;
            hits->items = tvx_arena_grow(arena, hits->items, hits->count, &hits->capacity, sizeof *hits->items);
            if (hits->items == NULL)
                return tvx_error_nomem(error);
            hits->items[hits->count++] = (struct hit){(uint32_t)at, (uint32_t)head, (uint8_t)shape, (uint8_t)size};
            seen[head] = (uint8_t)(seen[head] + (seen[head] < 255));
        }
    }
    return TVX_OK;
}

/* How often a seed may occur so that all its places together are not too many. */
static size_t most_occurrences(const struct hits *hits, const uint8_t *seen, bool *cut)
{
    size_t places[MOST_OCCURRENCES + 1] = {0}, sum = 0, most = 0;

    for (size_t i = 0; i < hits->count; i++) {
        const struct hit *hit = &hits->items[i];
        size_t often = hit->size > seen[hit->head] ? hit->size : seen[hit->head];

        if (often <= MOST_OCCURRENCES)
            places[often] += hit->size;
    }
    while (most < MOST_OCCURRENCES && sum + places[most + 1] <= MOST_HITS)
        sum += places[++most];
    *cut = *cut || most < MOST_OCCURRENCES;
    return most < 1 ? 1 : most;
}

static bool push(struct segments *out, struct tvx_arena *arena, uint32_t p, uint32_t q, uint32_t length)
{
    struct segment *last = out->count > 0 ? &out->items[out->count - 1] : NULL;

    /* the one before goes on: most do, in a long copy */
    if (last != NULL && p - q == last->p - last->q && q <= last->q + last->length && q >= last->q) {
        if (q + length > last->q + last->length)
            last->length = q + length - last->q;
        return true;
    }
    out->items = tvx_arena_grow(arena, out->items, out->count, &out->capacity, sizeof *out->items);
    if (out->items == NULL)
        return false;
    out->items[out->count++] = (struct segment){p, q, length, 0};
    return true;
}

static enum tvx_status place_hits(struct segments *out, int16_t *ceilings, struct tvx_arena *arena,
                                  const struct seeds *seeds, const struct hits *hits, const uint8_t *seen, size_t most,
                                  struct tvx_error *error)
{
    uint32_t row = UINT32_MAX; /* the last place of q with three words in a row placed */

    for (size_t i = 0; i < hits->count; i++) {
        const struct hit *hit = &hits->items[i];
        size_t often = hit->size > seen[hit->head] ? hit->size : seen[hit->head];

        if (hit->shape == 0 && often > 1)
            ceilings[hit->q + 2] = (int16_t)seeds_ceiling(often);
        if (often > most || (hit->shape != 0 && hit->q == row))
            continue;
        if (hit->shape == 0)
            row = hit->q;
        for (size_t j = 0; j < hit->size; j++)
            if (!push(out, arena, seeds->entries[hit->head + j] >> SHAPE_BITS, hit->q, shapes[hit->shape][2] + 1U))
                return tvx_error_nomem(error);
    }
    return TVX_OK;
}

/*
 * What the texts have in common at their ends needs no seed, so that a text that is all formulae is still found in
 * itself.
 */
static bool push_ends(struct segments *out, struct tvx_arena *arena, const struct words *p, const struct words *q)
{
    size_t least = p->count < q->count ? p->count : q->count, head = 0, tail = 0;

    while (head < least && p->ids[head] == q->ids[head])
        head++;
    while (tail < least - head && p->ids[p->count - 1 - tail] == q->ids[q->count - 1 - tail])
        tail++;
    return (head < 3 || push(out, arena, 0, 0, (uint32_t)head)) &&
           (tail < 3 || push(out, arena, (uint32_t)(p->count - tail), (uint32_t)(q->count - tail), (uint32_t)tail));
}

/* ---- in order ---- */

static inline uint32_t sort_key(const struct segment *segment, enum segment_order order)
{
    return order == BY_P ? segment->p : order == BY_Q ? segment->q : segment->p - segment->q + (UINT32_C(1) << 31);
}

void segments_sort(struct segment *items, struct segment *spare, size_t count, enum segment_order order)
{
    struct segment *from = items, *to = spare;

    for (unsigned shift = 0; shift < 32; shift += DIGIT_BITS) {
        size_t starts[(1 << DIGIT_BITS) + 1] = {0};
        bool sorted = false;

        for (size_t i = 0; i < count; i++)
            starts[(sort_key(&from[i], order) >> shift & ((1 << DIGIT_BITS) - 1)) + 1]++;
        for (size_t i = 1; i <= 1 << DIGIT_BITS; i++) {
            sorted = sorted || starts[i] == count; /* all have the same digit here */
            starts[i] += starts[i - 1];
        }
        if (sorted)
            continue;
        for (size_t i = 0; i < count; i++)
            to[starts[sort_key(&from[i], order) >> shift & ((1 << DIGIT_BITS) - 1)]++] = from[i];
        spare = from;
        from = to;
        to = spare;
    }
    if (from != items)
        memcpy(items, from, count * sizeof *items);
}

static void join(struct segments *segments)
{
    size_t used = 0;

    for (size_t i = 0; i < segments->count; i++) {
        struct segment *last = used > 0 ? &segments->items[used - 1] : NULL, here = segments->items[i];

        if (last != NULL && here.p - here.q == last->p - last->q && here.q <= last->q + last->length + JOIN_GAP) {
            if (here.q + here.length > last->q + last->length)
                last->length = here.q + here.length - last->q;
        } else {
            segments->items[used++] = here;
        }
    }
    segments->count = used;
}

enum tvx_status seeds_find(struct segments *out, int16_t *ceilings, bool *cut, struct tvx_arena *arena,
                           const struct seeds *seeds, const struct words *p, const struct words *q,
                           struct tvx_error *error)
{
    struct hits hits = {0};
    size_t entries = 0;
    struct segment *spare;
    uint8_t *seen;
    enum tvx_status status;

    *out = (struct segments){0};
    for (size_t i = 0; i < q->count; i++)
        ceilings[i] = INT16_MAX;
    entries = seeds->first[(size_t)1 << (64 - seeds->shift)];
    seen = tvx_arena_array(arena, entries + 1, 1);
    if (seen == NULL)
        return tvx_error_nomem(error);
    status = look_up_all(&hits, seen, arena, seeds, p, q, error);
    if (status == TVX_OK)
        status = place_hits(out, ceilings, arena, seeds, &hits, seen, most_occurrences(&hits, seen, cut), error);
    if (status != TVX_OK)
        return status;
    if (!push_ends(out, arena, p, q))
        return tvx_error_nomem(error);
    spare = tvx_arena_array(arena, out->count + 1, sizeof *spare);
    if (spare == NULL)
        return tvx_error_nomem(error);
    segments_sort(out->items, spare, out->count, BY_DIAGONAL);
    join(out);
    return TVX_OK;
}
