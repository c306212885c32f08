/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * The shared runs of two edits, by greedy string tiling (Wise, "String similarity via greedy string tiling and running
 * Karp-Rabin matching", 1993): the best common run is taken, its words are used up, and so on; so a passage that
 * moved is found like one that stayed.
 */
#include "match_edit.h"

#include <stdlib.h>
#include <string.h>

enum {
    SEED_PLACES = 16,    /* a word with more places in the other edit begins no run, though it may continue one */
    MOST_RUNS = 100000,  /* candidates looked at for one pair */
    RUN_GAP = 3,         /* in words of the text: changed words with two unchanged ones between are still one run */
};

static const double LEAST_BITS = 2;

struct run {
    size_t a, b, count;
    double bits;
};

struct tiling {
    const struct edit_words *a, *b;
    uint32_t *by_key; /* b's words in order of key, then place */
    bool *used_a, *used_b;
    struct run *runs;
    size_t count, most;
};

static uint32_t place_of(const struct edit_words *words, size_t i)
{
    return words->items[i].place;
}

/* Whether the words at a + 1 and b + 1 continue a run that holds those at a and b. */
static bool goes_on(const struct tiling *t, size_t a, size_t b)
{
    uint32_t step;

    if (a + 1 >= t->a->count || b + 1 >= t->b->count || t->a->items[a + 1].key != t->b->items[b + 1].key)
        return false;
    step = place_of(t->a, a + 1) - place_of(t->a, a);
    return step <= RUN_GAP && step == place_of(t->b, b + 1) - place_of(t->b, b);
}

static double bits_of(const struct tiling *t, size_t a, size_t count)
{
    double bits = 0;

    for (size_t i = a; i < a + count; i++) {
        bool again = false;

        for (size_t j = i > a + 64 ? i - 64 : a; j < i && !again; j++)
            again = t->a->items[j].key == t->a->items[i].key;
        if (!again)
            bits += t->a->items[i].bits;
    }
    return bits;
}

/* The first of b's words with this key, in by_key; b's count when there is none. */
static size_t first_with(const struct tiling *t, uint64_t key)
{
    size_t low = 0, high = t->b->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (t->b->items[t->by_key[middle]].key < key)
            low = middle + 1;
        else
            high = middle;
    }
    return low < t->b->count && t->b->items[t->by_key[low]].key == key ? low : t->b->count;
}

static size_t places_of(const struct tiling *t, size_t first)
{
    size_t count = 0;

    while (first + count < t->b->count && count <= SEED_PLACES &&
           t->b->items[t->by_key[first + count]].key == t->b->items[t->by_key[first]].key)
        count++;
    return count;
}

static bool is_seed(const struct tiling *t, size_t a)
{
    size_t first = first_with(t, t->a->items[a].key);

    return first < t->b->count && places_of(t, first) <= SEED_PLACES;
}

/* The run through a pair of equal words; nothing when a pair before it begins the same run. */
static void add_run(struct tiling *t, size_t a, size_t b)
{
    struct run *run = &t->runs[t->count];
    size_t end_a = a, end_b = b;

    while (a > 0 && b > 0 && t->a->items[a - 1].key == t->b->items[b - 1].key && goes_on(t, a - 1, b - 1)) {
        if (is_seed(t, a - 1))
            return;
        a--, b--;
    }
    while (goes_on(t, end_a, end_b))
        end_a++, end_b++;
    *run = (struct run){a, b, end_a - a + 1, bits_of(t, a, end_a - a + 1)};
    if (run->bits >= LEAST_BITS)
        t->count++;
}

static void find_runs(struct tiling *t)
{
    for (size_t a = 0; a < t->a->count; a++) {
        size_t first = first_with(t, t->a->items[a].key), places = first < t->b->count ? places_of(t, first) : 0;

        for (size_t i = 0; i < places && places <= SEED_PLACES && t->count < t->most; i++)
            add_run(t, a, t->by_key[first + i]);
    }
}

static int by_bits(const void *x, const void *y)
{
    const struct run *a = x, *b = y;

    if (a->bits != b->bits)
        return a->bits > b->bits ? -1 : 1;
    return a->a != b->a ? (a->a < b->a ? -1 : 1) : a->b < b->b ? -1 : a->b > b->b;
}

static struct tvx_match_shared *emit(const struct tiling *t, struct tvx_match_shared *out, struct run run, bool deleted)
{
    const struct edit_word *a = &t->a->items[run.a], *b = &t->b->items[run.b];
    const struct edit_word *a_last = a + run.count - 1, *b_last = b + run.count - 1;

    for (size_t i = 0; i < run.count; i++)
        t->used_a[run.a + i] = t->used_b[run.b + i] = true;
    *out = (struct tvx_match_shared){
        .deleted = deleted,
        .a_start = a->start,
        .a_length = a_last->start + a_last->length - a->start,
        .b_start = b->start,
        .b_length = b_last->start + b_last->length - b->start,
        .bits = run.bits,
    };
    return out;
}

/* What is left of the runs, the best first, when each word may be used once; their number. */
static size_t tile(struct tiling *t, struct tvx_match_shared *out, bool deleted)
{
    size_t count = 0;

    qsort(t->runs, t->count, sizeof *t->runs, by_bits);
    for (size_t i = 0; i < t->count; i++) {
        struct run run = t->runs[i];

        for (size_t at = 0, end; at < run.count; at = end + 1) {
            struct run part = {.a = run.a + at, .b = run.b + at};

            for (end = at; end < run.count && !t->used_a[run.a + end] && !t->used_b[run.b + end]; end++)
                part.count++;
            part.bits = part.count == run.count ? run.bits : bits_of(t, part.a, part.count);
            if (part.count > 0 && part.bits >= LEAST_BITS)
                emit(t, &out[count++], part, deleted);
        }
    }
    return count;
}

struct keyed {
    uint64_t key;
    uint32_t index;
};

static int by_key_then_index(const void *x, const void *y)
{
    const struct keyed *a = x, *b = y;

    return a->key != b->key ? (a->key < b->key ? -1 : 1) : a->index < b->index ? -1 : a->index > b->index;
}

static bool tiling_make(struct tiling *t, struct tvx_arena *arena, const struct edit_words *a,
                        const struct edit_words *b)
{
    struct keyed *keyed = calloc(b->count + 1, sizeof *keyed);

    *t = (struct tiling){.a = a, .b = b};
    t->by_key = tvx_arena_array(arena, b->count + 1, sizeof *t->by_key);
    t->used_a = tvx_arena_array(arena, a->count + 1, sizeof *t->used_a);
    t->used_b = tvx_arena_array(arena, b->count + 1, sizeof *t->used_b);
    t->most = a->count < MOST_RUNS / SEED_PLACES ? a->count * SEED_PLACES : MOST_RUNS;
    t->runs = malloc((t->most + 1) * sizeof *t->runs);
    for (size_t i = 0; keyed != NULL && i < b->count; i++)
        keyed[i] = (struct keyed){b->items[i].key, (uint32_t)i};
    if (keyed != NULL)
        qsort(keyed, b->count, sizeof *keyed, by_key_then_index);
    for (size_t i = 0; keyed != NULL && t->by_key != NULL && i < b->count; i++)
        t->by_key[i] = keyed[i].index;
    free(keyed);
    return keyed != NULL && t->by_key != NULL && t->used_a != NULL && t->used_b != NULL && t->runs != NULL;
}

/* Appends the shared runs of one kind to *out. */
static bool share_words(struct tvx_match_shared **out, size_t *count, struct tvx_arena *arena,
                        const struct edit_words *a, const struct edit_words *b, bool deleted)
{
    struct tvx_arena *scratch = tvx_arena_new(SIZE_MAX / 2);
    struct tvx_match_shared *all = NULL;
    struct tiling t = {.a = a};
    bool good = scratch != NULL && tiling_make(&t, scratch, a, b);

    if (good) {
        size_t most = a->count < b->count ? a->count : b->count;

        find_runs(&t);
        all = tvx_arena_array(arena, *count + most + 1, sizeof *all);
        good = all != NULL;
    }
    if (good) {
        if (*count > 0)
            memcpy(all, *out, *count * sizeof *all);
        *count += tile(&t, all + *count, deleted);
        *out = all;
    }
    free(t.runs);
    tvx_arena_free(scratch);
    return good;
}

static int by_weight(const void *x, const void *y)
{
    const struct tvx_match_shared *a = x, *b = y;

    if (a->bits != b->bits)
        return a->bits > b->bits ? -1 : 1;
    if (a->deleted != b->deleted)
        return a->deleted ? 1 : -1;
    return a->a_start < b->a_start ? -1 : a->a_start > b->a_start;
}

enum tvx_status tvx_match_shared(struct tvx_match_shared **out, size_t *count, struct tvx_arena *arena,
                                 const struct tvx_weighed *a, const struct tvx_weighed *b, struct tvx_error *error)
{
    *out = NULL;
    *count = 0;
    if (!share_words(out, count, arena, &a->inserted, &b->inserted, false) ||
        !share_words(out, count, arena, &a->deleted, &b->deleted, true))
        return tvx_error_nomem(error);
    qsort(*out, *count, sizeof **out, by_weight);
    for (size_t i = 0; i < *count; i++) {
        struct tvx_match_shared *shared = &(*out)[i];
        const char *text = shared->deleted ? a->deleted.text : a->inserted.text;

        shared->text = tvx_arena_strndup(arena, text + shared->a_start, shared->a_length);
        if (shared->text == NULL)
            return tvx_error_nomem(error);
    }
    return TVX_OK;
}
