/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * The chain of unique runs is that of patience diff (B. Cohen) over runs of GRAM tokens instead of lines.  That a run
 * without a match must cost one edit, so that runs bound the cost of what is still to come, is the seed heuristic of
 * R. Groot Koerkamp and P. Ivanov, "Exact global alignment using A* with chaining seed heuristic and match pruning",
 * 2024.
 */
#include "guess.h"
#include "lcs.h"
#include <string.h>

enum { GRAM = 3, MOST_PROBES = 64, MOST_PLACES = 32, SMALL_ROWS = 256 };

struct slot {
    uint32_t tag, place; /* the last column where the run begins, plus 1; 0: free */
};

struct guesser {
    struct tvx_arena *arena;
    struct guess *out;
    const uint32_t *a, *b;
    size_t n, m;
    struct slot *slots; /* runs of a by hash; equal tags count as equal runs, which can only make the proof weaker */
    uint32_t *before;   /* by column: the nearest before it where the same run begins, plus 1 */
    uint32_t *after;    /* and behind it */
    unsigned shift;
    size_t mask;
    size_t i, j; /* the guess has come to row i, column j */
};

struct anchor {
    uint32_t row, column;
};

static inline uint64_t hash_run(const uint32_t *run)
{
    uint64_t hash = 0;

    for (size_t k = 0; k < GRAM; k++)
        hash = (hash + run[k] + 1) * UINT64_C(0x9E3779B97F4A7C15);
    return hash ^ hash >> 29;
}

/* The slot of this run or a free one; NULL when the table is crowded there. */
static inline struct slot *slot_of(const struct guesser *guesser, uint64_t hash)
{
    uint64_t at = hash * UINT64_C(0xE7037ED1A0B428DB) >> guesser->shift;

    for (int probe = 0; probe < MOST_PROBES; probe++, at++) {
        struct slot *slot = &guesser->slots[at & guesser->mask];

        if (slot->place == 0 || slot->tag == (uint32_t)hash)
            return slot;
    }
    return NULL;
}

/* The last column where the run stands in a, plus 1; 0 when it stands nowhere. */
static uint32_t place_of(const struct guesser *guesser, const uint32_t *run)
{
    const struct slot *slot = slot_of(guesser, hash_run(run));

    return slot == NULL ? 0 : slot->place;
}

static bool index_runs(struct guesser *guesser)
{
    unsigned bits = 8;

    while ((size_t)1 << bits < 2 * guesser->n)
        bits++;
    guesser->shift = 64 - bits;
    guesser->mask = ((size_t)1 << bits) - 1;
    guesser->slots = tvx_arena_array(guesser->arena, guesser->mask + 1, sizeof *guesser->slots);
    guesser->before = tvx_arena_array(guesser->arena, guesser->n, sizeof *guesser->before);
    guesser->after = tvx_arena_array(guesser->arena, guesser->n, sizeof *guesser->after);
    return guesser->slots != NULL && guesser->before != NULL && guesser->after != NULL;
}

/* False when a crowd of equal hashes would make it slow. */
static bool fill_runs(struct guesser *guesser)
{
    for (size_t j = 0; j + GRAM <= guesser->n; j++) {
        uint64_t hash = hash_run(guesser->a + j);
        struct slot *slot = slot_of(guesser, hash);

        if (slot == NULL)
            return false;
        guesser->before[j] = slot->place;
        if (slot->place != 0)
            guesser->after[slot->place - 1] = (uint32_t)j + 1;
        slot->place = (uint32_t)j + 1;
        slot->tag = (uint32_t)hash;
    }
    return true;
}

/* Runs of b that stand once in a, each GRAM rows of a longer common run being one. */
static size_t collect(const struct guesser *guesser, struct anchor *anchors)
{
    size_t count = 0;

    for (size_t i = 0; i + GRAM <= guesser->m;) {
        uint32_t place = place_of(guesser, guesser->b + i);
        size_t j = place - 1;

        if (place == 0 || guesser->before[j] != 0 ||
            memcmp(guesser->b + i, guesser->a + j, GRAM * sizeof *guesser->a) != 0) {
            i++;
            continue;
        }
        do {
            anchors[count++] = (struct anchor){(uint32_t)i, (uint32_t)j};
            i += GRAM;
            j += GRAM;
        } while (i + GRAM <= guesser->m && j + GRAM <= guesser->n &&
                 memcmp(guesser->b + i, guesser->a + j, GRAM * sizeof *guesser->a) == 0);
    }
    return count;
}

/* Leaves the longest chain of anchors that ascends in both; returns its length. */
static size_t chain(struct anchor *anchors, size_t count, struct tvx_arena *arena)
{
    uint32_t *tails = tvx_arena_array(arena, count, sizeof *tails); /* by length: the anchor that ends a chain lowest */
    uint32_t *before = tvx_arena_array(arena, count, sizeof *before);
    size_t length = 0;

    if (tails == NULL || before == NULL)
        return SIZE_MAX;
    for (size_t k = 0; k < count; k++) {
        size_t low = 0, high = length;

        if (length > 0 && anchors[tails[length - 1]].column < anchors[k].column)
            low = length;
        while (low < high) {
            size_t middle = (low + high) / 2;

            if (anchors[tails[middle]].column < anchors[k].column)
                low = middle + 1;
            else
                high = middle;
        }
        before[k] = low > 0 ? tails[low - 1] : 0;
        tails[low] = (uint32_t)k;
        length = low == length ? length + 1 : length;
    }
    for (size_t k = length, at = length > 0 ? tails[length - 1] : 0; k-- > 0; at = before[at])
        tails[k] = (uint32_t)at;
    for (size_t k = 0; k < length; k++) /* tails[k] >= k */
        anchors[k] = anchors[tails[k]];
    return length;
}

static int64_t diagonal_of(const struct guesser *guesser, const struct anchor *anchors, size_t count, size_t k)
{
    return k < count ? (int64_t)anchors[k].column - anchors[k].row : (int64_t)guesser->n - (int64_t)guesser->m;
}

static int64_t distance(int64_t x, int64_t y)
{
    return x < y ? y - x : x - y;
}

/*
 * Takes out stretches of one diagonal that are a longer way round than they match tokens: chance, more often than not.
 */
static size_t straighten(const struct guesser *guesser, struct anchor *anchors, size_t count)
{
    size_t used = 0, end;
    int64_t before = 0;

    for (size_t k = 0; k < count; k = end) {
        int64_t here = diagonal_of(guesser, anchors, count, k), after;

        for (end = k + 1; end < count && diagonal_of(guesser, anchors, count, end) == here;)
            end++;
        after = diagonal_of(guesser, anchors, count, end);
        if (distance(before, here) + distance(here, after) - distance(before, after) > (int64_t)((end - k) * GRAM))
            continue;
        memmove(anchors + used, anchors + k, (end - k) * sizeof *anchors);
        used += end - k;
        before = here;
    }
    return used;
}

static void pair(struct guesser *guesser, size_t i, size_t j)
{
    guesser->out->partners[i] = (uint32_t)j + 1;
    guesser->out->matches++;
}

/* At most SMALL_ROWS rows from i on and 64 columns from j on: the bit-vector table of lcs.c, one word a row. */
static void solve_small(struct guesser *guesser, size_t i, size_t rows, size_t j, size_t columns)
{
    const uint32_t *a = guesser->a + j, *b = guesser->b + i;
    uint64_t table[SMALL_ROWS], row = UINT64_MAX;

    for (size_t r = 0; r < rows; r++) {
        uint64_t hit = 0;

        for (size_t c = 0; c < columns; c++)
            hit |= (uint64_t)(a[c] == b[r]) << c;
        hit &= row;
        row = (row + hit) | (row - hit);
        table[r] = row;
    }
    while (rows > 0 && columns > 0) {
        if ((table[rows - 1] >> (columns - 1) & 1) != 0) {
            columns--;
            continue;
        }
        rows--;
        if (rows > 0 && (table[rows - 1] >> (columns - 1) & 1) == 0)
            continue;
        columns--;
        pair(guesser, i + rows, j + columns);
    }
}

static enum tvx_status solve_large(struct guesser *guesser, size_t i, size_t rows, size_t j, size_t columns,
                                   struct tvx_error *error)
{
    bool *keep_a = tvx_arena_array(guesser->arena, columns, sizeof *keep_a);
    bool *keep_b = tvx_arena_array(guesser->arena, rows, sizeof *keep_b);
    enum tvx_status status;

    if (keep_a == NULL || keep_b == NULL)
        return tvx_error_nomem(error);
    status = script_exact(keep_a, keep_b, guesser->a + j, columns, guesser->b + i, rows, guesser->arena, error);
    for (size_t c = 0, r = 0; status == TVX_OK && r < rows; r++) {
        if (!keep_b[r])
            continue;
        while (!keep_a[c])
            c++;
        pair(guesser, i + r, j + c++);
    }
    return status;
}

/* Goes on to row `i_end`, column `j_end`. */
static enum tvx_status cross_gap(struct guesser *guesser, size_t i_end, size_t j_end, struct tvx_error *error)
{
    size_t i = guesser->i, j = guesser->j, i_last = i_end, j_last = j_end;
    enum tvx_status status = TVX_OK;

    for (; i < i_end && j < j_end && guesser->b[i] == guesser->a[j]; i++, j++)
        pair(guesser, i, j);
    for (; i_last > i && j_last > j && guesser->b[i_last - 1] == guesser->a[j_last - 1]; i_last--, j_last--)
        pair(guesser, i_last - 1, j_last - 1);
    if (i_last > i && j_last > j) {
        if (i_last - i <= SMALL_ROWS && j_last - j <= 64)
            solve_small(guesser, i, i_last - i, j, j_last - j);
        else
            status = solve_large(guesser, i, i_last - i, j, j_last - j, error);
    }
    guesser->i = i_end;
    guesser->j = j_end;
    return status;
}

/* Through the anchors from corner to corner.  A gap over most of both sides is left to the search as a whole. */
static enum tvx_status walk(struct guesser *guesser, const struct anchor *anchors, size_t count,
                            struct tvx_error *error)
{
    enum tvx_status status = TVX_OK;

    guesser->out->found = true;
    for (size_t k = 0; k <= count && status == TVX_OK; k++) {
        size_t i = k < count ? anchors[k].row : guesser->m, j = k < count ? anchors[k].column : guesser->n;

        if (i < guesser->i || j < guesser->j) /* two unique runs overlap */
            continue;
        if (i - guesser->i > guesser->m / 2 && j - guesser->j > guesser->n / 2) {
            guesser->out->found = false;
            return TVX_OK;
        }
        status = cross_gap(guesser, i, j, error);
        for (size_t g = 0; k < count && g < GRAM; g++)
            pair(guesser, guesser->i++, guesser->j++);
    }
    return status;
}

/* Is the run of b at row i matched by the guess, and in one piece? */
static bool is_guessed(const struct guesser *guesser, size_t i)
{
    const uint32_t *partners = guesser->out->partners + i;

    for (size_t g = 0; g < GRAM; g++)
        if (partners[g] == 0 || partners[g] != partners[0] + g)
            return false;
    return true;
}

/* Does the run of b at row i match only where the guess matches it, at most `left` and `right` off the diagonal? */
static bool is_bound(const struct guesser *guesser, size_t i, size_t left, size_t right)
{
    const struct slot *slot;
    uint32_t place;
    int count = 0;

    if (is_guessed(guesser, i)) {
        size_t j = guesser->out->partners[i] - 1, before = guesser->before[j], after = guesser->after[j];

        return (before == 0 || before - 1 + left < i) && (after == 0 || after - 1 > i + right);
    }
    slot = slot_of(guesser, hash_run(guesser->b + i));
    if (slot == NULL)
        return false;
    for (place = slot->place; place != 0 && (size_t)place - 1 + left >= i; place = guesser->before[place - 1])
        if (++count > MOST_PLACES || (size_t)place - 1 <= i + right)
            return false;
    return true;
}

/*
 * Of a cheapest path, take a stretch between two cells of the guess that touches it nowhere else; some such stretch is
 * cheaper than the guess between the same two cells, if any path is.  A run that is bound to the guess costs it an
 * edit, for it could match only where it would touch the guess.  So a cell in row i can lie on it only if its cost and
 * that of the bound runs from there to some row stay below what the guess costs up to that row.  The highest such cost
 * is found from the last row up; it ascends with the row.
 */
static bool set_limits(struct guesser *guesser)
{
    size_t m = guesser->m, blocks = (m + LCS_BLOCK - 1) / LCS_BLOCK, matched = 0, column = 0;
    size_t most_left = m - guesser->out->matches, most_right = guesser->n - guesser->out->matches;
    uint32_t *costs = tvx_arena_array(guesser->arena, m + 1, sizeof *costs); /* the guess at its last cell in a row */
    uint32_t *limits = tvx_arena_array(guesser->arena, blocks, sizeof *limits), limit;

    if (costs == NULL || limits == NULL)
        return false;
    for (size_t i = 0; i <= m; i++) {
        uint32_t partner = i < m ? guesser->out->partners[i] : (uint32_t)guesser->n + 1;

        if (partner != 0)
            column = partner - 1;
        costs[i] = (uint32_t)(i + column - 2 * matched);
        if (partner != 0) {
            column++;
            matched++;
        }
    }
    limit = costs[m];
    for (size_t i = m; i > 0;) {
        /* such a path drops fewer rows and columns than the guess, and no cell of it above row i costs over `limit` */
        size_t left = limit < most_left ? limit : most_left, right = limit < most_right ? limit : most_right;
        size_t from = i >= GRAM && is_bound(guesser, i - GRAM, left, right) ? i - GRAM : i - 1;

        for (size_t k = i; k > from; k--) /* a better path is better by two at least; the guess itself always counts */
            if (k % LCS_BLOCK == 0 || k == m)
                limits[(k - 1) / LCS_BLOCK] = limit >= costs[k] + 2 ? limit - 2 : costs[k];
        if (from + GRAM == i)
            limit = limit - 1 > costs[i - 1] ? limit - 1 : costs[i - 1];
        i = from;
    }
    guesser->out->limits = limits;
    return true;
}

enum tvx_status guess_make(struct guess *guess, struct tvx_arena *arena, const uint32_t *a, size_t n, const uint32_t *b,
                           size_t m, struct tvx_error *error)
{
    struct guesser guesser = {.arena = arena, .out = guess, .a = a, .b = b, .n = n, .m = m};
    struct anchor *anchors = tvx_arena_array(arena, m / GRAM + 1, sizeof *anchors);
    enum tvx_status status;
    size_t count;

    guess->partners = tvx_arena_array(arena, m, sizeof *guess->partners);
    if (anchors == NULL || guess->partners == NULL || !index_runs(&guesser))
        return tvx_error_nomem(error);
    if (!fill_runs(&guesser))
        return TVX_OK;
    count = chain(anchors, collect(&guesser, anchors), arena);
    if (count == SIZE_MAX)
        return tvx_error_nomem(error);
    status = walk(&guesser, anchors, straighten(&guesser, anchors, count), error);
    if (status != TVX_OK || !guess->found)
        return status;
    return set_limits(&guesser) ? TVX_OK : tvx_error_nomem(error);
}
