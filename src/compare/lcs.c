/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Longest common subsequence, exact, of two sequences of numbers.
 *
 * One row of the dynamic-programming table is a bit vector: bit j is 0 where the row's value grows at column j (L. Allison
 * and T. I. Dix, "A bit-string longest-common-subsequence algorithm", 1986; the update by addition is H. Hyyrö's, "Bit-parallel
 * LCS-length computation revisited", 2004).  A row touches only the machine words in which its token occurs at all, and
 * only a band around the diagonal; the band is widened until the length found proves that no better path leaves it (E. Ukkonen,
 * "Algorithms for approximate string matching", 1985).  The path is read back from rows kept whole for short inputs; for long
 * ones every k-th row is kept and the rest computed again block by block, so that memory stays near linear.
 */
#include <stdlib.h>
#include <string.h>
#include <travaux/compare/diff.h>

enum { STORE_WORDS = 1 << 19 };                    /* rows up to 4 MiB are all kept */
static const uint64_t WORK_LIMIT = 20000000000ULL; /* machine words touched: some twenty seconds */

struct spot { /* the places of one token within one machine word of a row */
    uint64_t mask;
    size_t word;
};

struct place { /* where a token stands in a */
    uint32_t begin, end, cursor; /* its spots; the first of them inside the band */
    uint32_t dense;              /* frequent tokens also have a mask for every word of a row: its number, plus 1 */
};

struct lcs {
    const uint32_t *a, *b; /* columns, rows */
    size_t n, m, words;    /* machine words of a row */
    struct spot *spots;    /* grouped by token, ascending */
    struct place *places;  /* by token */
    uint64_t *dense;
    uint64_t *row;                /* the row being computed */
    size_t left, right;           /* the band: columns i - left to i + right in row i */
    size_t stride, block;         /* machine words kept of a row; rows between two that are kept; m: every row is kept */
    uint64_t *kept;               /* the kept rows, each from band_low on */
    size_t *before;               /* for each kept row: by how much it grew left of what is kept */
    uint64_t *rows;               /* the rows of one block again, each from machine word `base` on */
    size_t rows_stride, base, top;
    uint64_t work;
};

static size_t band_low(const struct lcs *lcs, size_t i)
{
    return i > lcs->left ? (i - lcs->left) / 64 : 0;
}

static size_t band_high(const struct lcs *lcs, size_t i)
{
    return (i + lcs->right < lcs->n - 1 ? i + lcs->right : lcs->n - 1) / 64;
}

/* Carries a 1 into words [from, to); returns what is carried out of them. */
static inline bool carry_over(uint64_t *row, size_t from, size_t to)
{
    for (size_t w = from; w < to; w++) {
        uint64_t sum = row[w] + 1;

        row[w] |= sum;
        if (sum != 0)
            return false;
    }
    return true;
}

static inline void step_dense(uint64_t *restrict row, const uint64_t *restrict mask, size_t low, size_t high)
{
    uint64_t carry = 0;

    for (size_t w = low; w <= high; w++) {
        uint64_t old = row[w], hit = old & mask[w], part, sum;

        part = old + hit;
        sum = part + carry;
        carry = (uint64_t)(part < old) | (uint64_t)(sum < part);
        row[w] = sum | (old - hit);
    }
}

/* lcs->row goes from row i - 1 to row i, within machine words [low, high]. */
static void step(struct lcs *lcs, size_t i, size_t low, size_t high)
{
    struct place *place = &lcs->places[lcs->b[i]];
    const struct spot *spots = lcs->spots;
    uint64_t *row = lcs->row;
    size_t next = low;
    uint32_t at = place->cursor;
    bool carry = false;

    if (place->dense != 0) {
        step_dense(row, lcs->dense + (place->dense - 1) * lcs->words, low, high);
        lcs->work += high - low + 1;
        return;
    }
    while (at > place->begin && spots[at - 1].word >= low)
        at--;
    while (at < place->end && spots[at].word < low)
        at++;
    place->cursor = at;
    for (; at < place->end && spots[at].word <= high; at++) {
        size_t w = spots[at].word;
        uint64_t old = row[w], hit = old & spots[at].mask, sum;

        if (carry && next < w) {
            lcs->work += w - next;
            carry = carry_over(row, next, w);
        }
        carry = __builtin_add_overflow(old, (uint64_t)carry, &sum);
        carry |= __builtin_add_overflow(sum, hit, &sum);
        row[w] = sum | (old - hit);
        next = w + 1;
        lcs->work++;
    }
    if (carry)
        carry_over(row, next, high + 1);
}

static size_t count_zeros(const uint64_t *words, size_t count)
{
    size_t zeros = 0;

    for (size_t w = 0; w < count; w++)
        zeros += (size_t)__builtin_popcountll(~words[w]);
    return zeros;
}

/* The length within the band; keeps what the way back needs.  SIZE_MAX when the work is over its limit. */
static size_t forward(struct lcs *lcs)
{
    size_t passed = 0, grown = 0; /* words left behind by the band, and zeros in them */

    memset(lcs->row, 0xFF, lcs->words * sizeof *lcs->row);
    for (size_t i = 0; i < lcs->m; i++) {
        size_t low = band_low(lcs, i), high = band_high(lcs, i);

        step(lcs, i, low, high);
        if ((i + 1) % lcs->block == 0 || lcs->block == lcs->m) {
            size_t k = lcs->block == lcs->m ? i : i / lcs->block;

            grown += count_zeros(lcs->row + passed, low - passed);
            passed = low;
            lcs->before[k] = grown;
            memcpy(lcs->kept + k * lcs->stride, lcs->row + low, (high - low + 1) * sizeof *lcs->row);
        }
        if (lcs->work > WORK_LIMIT)
            return SIZE_MAX;
    }
    return count_zeros(lcs->row, lcs->words);
}

/*
 * The first machine word that a best path from (i, j), worth `matches`, can touch in rows [from, i): it gains at most one a row,
 * so in row from - 1 it stands where at least matches - (i - from) are gained already.
 */
static size_t floor_of_block(const struct lcs *lcs, size_t from, size_t i, size_t matches)
{
    size_t low = band_low(lcs, from - 1), high = band_high(lcs, from - 1), k = (from - 1) / lcs->block;
    size_t wanted = matches > i - from ? matches - (i - from) : 0, seen = lcs->before[k];
    const uint64_t *row = lcs->kept + k * lcs->stride;

    for (size_t w = low; w <= high; w++) {
        seen += (size_t)__builtin_popcountll(~row[w - low]);
        if (seen >= wanted)
            return w;
    }
    return low;
}

/* Computes rows [from, i) again into lcs->rows, but only what a best path from (i, j) can touch. */
static void recompute(struct lcs *lcs, size_t from, size_t i, size_t j, size_t matches)
{
    lcs->base = from > 0 ? floor_of_block(lcs, from, i, matches) : 0;
    lcs->top = (j - 1) / 64;
    if (lcs->base > lcs->top) /* cannot be, for a best path; keeps the loops below in bounds */
        lcs->base = lcs->top;
    memset(lcs->row + lcs->base, 0xFF, (lcs->top - lcs->base + 1) * sizeof *lcs->row);
    if (from > 0) {
        size_t low = band_low(lcs, from - 1), high = band_high(lcs, from - 1);
        const uint64_t *row = lcs->kept + (from - 1) / lcs->block * lcs->stride;

        for (size_t w = lcs->base > low ? lcs->base : low; w <= high && w <= lcs->top; w++)
            lcs->row[w] = row[w - low];
    }
    for (size_t k = from; k < i; k++) {
        size_t low = band_low(lcs, k), high = band_high(lcs, k);

        low = low > lcs->base ? low : lcs->base;
        high = high < lcs->top ? high : lcs->top;
        if (low <= high)
            step(lcs, k, low, high);
        memcpy(lcs->rows + (k - from) * lcs->rows_stride, lcs->row + lcs->base,
               (lcs->top - lcs->base + 1) * sizeof *lcs->row);
    }
}

/* Does the table's value not grow at column j of row i?  Rows from `from` on are in lcs->rows, unless all are kept. */
static bool is_flat(const struct lcs *lcs, size_t from, size_t i, size_t j)
{
    size_t word = j / 64, low, high;
    const uint64_t *row;

    if (i >= from && lcs->block < lcs->m) {
        row = lcs->rows + (i - from) * lcs->rows_stride;
        low = lcs->base;
        high = lcs->top;
    } else {
        row = lcs->kept + (lcs->block == lcs->m ? i : i / lcs->block) * lcs->stride;
        low = band_low(lcs, i);
        high = band_high(lcs, i);
    }
    return word < low || word > high || (row[word - low] >> j % 64 & 1) != 0;
}

/* From the last corner back: a column that does not grow is skipped, a row that changes nothing is skipped, else they match. */
static void trace(struct lcs *lcs, size_t matches, bool *keep_a, bool *keep_b)
{
    size_t i = lcs->m, j = lcs->n;

    while (i > 0 && j > 0) {
        size_t from = (i - 1) / lcs->block * lcs->block;

        if (lcs->block < lcs->m)
            recompute(lcs, from, i, j, matches);
        while (i > from && j > 0) {
            if (is_flat(lcs, from, i - 1, j - 1)) {
                j--;
                continue;
            }
            i--;
            if (i > 0 && !is_flat(lcs, from, i - 1, j - 1))
                continue;
            j--;
            matches--;
            keep_a[j] = keep_b[i] = true;
        }
    }
}

/* Masks for the tokens that stand in at least a quarter of all machine words; there are at most 256 of them. */
static bool make_dense(struct lcs *lcs, struct tvx_arena *arena, size_t tokens)
{
    size_t least = lcs->words / 4 + 1, count = 0;

    for (size_t t = 0; t < tokens; t++)
        if (lcs->places[t].end - lcs->places[t].begin >= least)
            lcs->places[t].dense = (uint32_t)++count;
    lcs->dense = tvx_arena_array(arena, count * lcs->words, sizeof *lcs->dense);
    if (lcs->dense == NULL)
        return false;
    for (size_t t = 0; t < tokens; t++) {
        const struct place *place = &lcs->places[t];

        for (uint32_t at = place->begin; place->dense != 0 && at < place->end; at++)
            lcs->dense[(place->dense - 1) * lcs->words + lcs->spots[at].word] = lcs->spots[at].mask;
    }
    return true;
}

/* Where each token of a stands, as machine words and masks. */
static bool index_columns(struct lcs *lcs, struct tvx_arena *arena, size_t tokens)
{
    size_t *last = tvx_arena_array(arena, tokens, sizeof *last); /* word of the latest spot, plus 1 */
    uint32_t total = 0;

    lcs->places = tvx_arena_array(arena, tokens, sizeof *lcs->places);
    lcs->spots = tvx_arena_array(arena, lcs->n, sizeof *lcs->spots);
    if (last == NULL || lcs->places == NULL || lcs->spots == NULL)
        return false;
    for (size_t j = 0; j < lcs->n; j++) {
        lcs->places[lcs->a[j]].end += last[lcs->a[j]] != j / 64 + 1;
        last[lcs->a[j]] = j / 64 + 1;
    }
    for (size_t t = 0; t < tokens; t++) {
        struct place *place = &lcs->places[t];

        place->begin = place->cursor = total;
        total += place->end;
        place->end = place->begin;
        last[t] = 0;
    }
    for (size_t j = 0; j < lcs->n; j++) {
        struct place *place = &lcs->places[lcs->a[j]];

        if (last[lcs->a[j]] != j / 64 + 1)
            lcs->spots[place->end++].word = j / 64;
        last[lcs->a[j]] = j / 64 + 1;
        lcs->spots[place->end - 1].mask |= UINT64_C(1) << j % 64;
    }
    return make_dense(lcs, arena, tokens);
}

/* Room for the rows of a band; the old room of a narrower band stays in the arena. */
static bool make_room(struct lcs *lcs, struct tvx_arena *arena)
{
    size_t all;

    lcs->stride = (lcs->left + lcs->right) / 64 + 2;
    if (lcs->stride > lcs->words)
        lcs->stride = lcs->words;
    if (__builtin_mul_overflow(lcs->stride, lcs->m, &all))
        return false;
    lcs->block = lcs->m;
    if (all > STORE_WORDS) {
        for (lcs->block = 1; lcs->block * lcs->block < lcs->m;)
            lcs->block++;
        lcs->rows_stride = lcs->stride + lcs->block / 64 + 2; /* the band moves right within a block */
        lcs->rows = tvx_arena_array(arena, lcs->block * lcs->rows_stride, sizeof *lcs->rows);
        all = (lcs->m / lcs->block + 1) * lcs->stride;
        if (lcs->rows == NULL)
            return false;
    }
    lcs->kept = tvx_arena_array(arena, all, sizeof *lcs->kept);
    lcs->before = tvx_arena_array(arena, lcs->block == lcs->m ? lcs->m : lcs->m / lcs->block + 1, sizeof *lcs->before);
    return lcs->kept != NULL && lcs->before != NULL;
}

/* Both sequences not empty, tokens below `tokens`. */
static enum tvx_status solve(struct lcs *lcs, struct tvx_arena *arena, size_t tokens, bool *keep_a, bool *keep_b,
                             struct tvx_error *error)
{
    size_t least_left = lcs->m > lcs->n ? lcs->m - lcs->n : 0, least_right = lcs->n > lcs->m ? lcs->n - lcs->m : 0;
    size_t slack = (lcs->n + lcs->m) / 256 + 128, length;

    lcs->words = (lcs->n + 63) / 64;
    lcs->row = tvx_arena_array(arena, lcs->words, sizeof *lcs->row);
    if (lcs->row == NULL || !index_columns(lcs, arena, tokens))
        return tvx_error_nomem(error);
    lcs->left = least_left + slack;
    lcs->right = least_right + slack;
    for (;;) {
        size_t need_left, need_right;

        if (!make_room(lcs, arena))
            return tvx_error_nomem(error);
        length = forward(lcs);
        if (length == SIZE_MAX)
            return tvx_error_set(error, TVX_E_LIMIT,
                                 "texts of %zu and %zu words are too long and too different to be compared word by word; "
                                 "compare them provision by provision", lcs->n, lcs->m);
        /* a best path drops at most these many of either side, so it strays no further from the diagonal */
        need_left = lcs->m - length;
        need_right = lcs->n - length;
        if (need_left <= lcs->left && need_right <= lcs->right)
            break;
        slack *= 16;
        lcs->left = need_left < least_left + slack ? need_left : least_left + slack;
        lcs->right = need_right < least_right + slack ? need_right : least_right + slack;
    }
    trace(lcs, length, keep_a, keep_b);
    return TVX_OK;
}

static int compare_numbers(const void *left, const void *right)
{
    uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;

    return (a > b) - (a < b);
}

/* Replaces numbers by their rank, when they are too large to index an array. */
static bool rank_numbers(struct tvx_arena *arena, uint32_t **a, size_t n, uint32_t **b, size_t m, size_t *tokens)
{
    uint32_t *all, *sides[2] = {*a, *b};
    size_t sizes[2] = {n, m}, used = 0;

    all = tvx_arena_array(arena, n + m, sizeof *all);
    if (all == NULL)
        return false;
    memcpy(all, *a, n * sizeof *all);
    memcpy(all + n, *b, m * sizeof *all);
    qsort(all, n + m, sizeof *all, compare_numbers);
    for (size_t i = 0; i < n + m; i++)
        if (used == 0 || all[used - 1] != all[i])
            all[used++] = all[i];
    for (int side = 0; side < 2; side++)
        for (size_t i = 0; i < sizes[side]; i++) {
            const uint32_t *found = bsearch(&sides[side][i], all, used, sizeof *all, compare_numbers);

            sides[side][i] = (uint32_t)(found - all);
        }
    *tokens = used;
    return true;
}

/* What is left after common ends and after tokens that stand on one side only, which no common subsequence can have. */
struct rest {
    uint32_t *tokens;
    uint32_t *places; /* in the caller's sequence */
    size_t count;
    bool *keep;
};

static void drop_absent(struct rest *rest, const bool *in_other)
{
    size_t used = 0;

    for (size_t i = 0; i < rest->count; i++)
        if (in_other[rest->tokens[i]]) {
            rest->tokens[used] = rest->tokens[i];
            rest->places[used++] = rest->places[i];
        }
    rest->count = used;
}

static bool make_rest(struct rest *rest, struct tvx_arena *arena, const uint32_t *tokens, size_t from, size_t count)
{
    rest->tokens = tvx_arena_array(arena, count, sizeof *rest->tokens);
    rest->places = tvx_arena_array(arena, count, sizeof *rest->places);
    rest->keep = tvx_arena_array(arena, count, sizeof *rest->keep);
    rest->count = count;
    if (rest->tokens == NULL || rest->places == NULL || rest->keep == NULL)
        return false;
    memcpy(rest->tokens, tokens + from, count * sizeof *tokens);
    for (size_t i = 0; i < count; i++)
        rest->places[i] = (uint32_t)(from + i);
    return true;
}

static enum tvx_status solve_rest(struct rest *a, struct rest *b, struct tvx_arena *arena, struct tvx_error *error)
{
    size_t tokens = 0;
    bool *in_a, *in_b;
    struct lcs lcs = {0};

    for (size_t i = 0; i < a->count; i++)
        tokens = a->tokens[i] >= tokens ? (size_t)a->tokens[i] + 1 : tokens;
    for (size_t i = 0; i < b->count; i++)
        tokens = b->tokens[i] >= tokens ? (size_t)b->tokens[i] + 1 : tokens;
    if (tokens > 4 * (a->count + b->count) + 4096 &&
        !rank_numbers(arena, &a->tokens, a->count, &b->tokens, b->count, &tokens))
        return tvx_error_nomem(error);
    in_a = tvx_arena_array(arena, tokens, sizeof *in_a);
    in_b = tvx_arena_array(arena, tokens, sizeof *in_b);
    if (in_a == NULL || in_b == NULL)
        return tvx_error_nomem(error);
    for (size_t i = 0; i < a->count; i++)
        in_a[a->tokens[i]] = true;
    for (size_t i = 0; i < b->count; i++)
        in_b[b->tokens[i]] = true;
    drop_absent(a, in_b);
    drop_absent(b, in_a);
    if (a->count == 0 || b->count == 0)
        return TVX_OK;
    lcs.a = a->tokens;
    lcs.n = a->count;
    lcs.b = b->tokens;
    lcs.m = b->count;
    return solve(&lcs, arena, tokens, a->keep, b->keep, error);
}

enum tvx_status tvx_diff_ids(bool *keep_a, bool *keep_b, const uint32_t *a, size_t n, const uint32_t *b, size_t m,
                             struct tvx_arena *arena, struct tvx_error *error)
{
    size_t head = 0, tail = 0;
    struct rest rest_a, rest_b;
    enum tvx_status status;

    if (n > INT32_MAX || m > INT32_MAX)
        return tvx_error_set(error, TVX_E_LIMIT, "a text of over %d words is too long to be compared", INT32_MAX);
    while (head < n && head < m && a[head] == b[head])
        head++;
    while (tail < n - head && tail < m - head && a[n - 1 - tail] == b[m - 1 - tail])
        tail++;
    for (size_t i = 0; i < n; i++)
        keep_a[i] = i < head || i >= n - tail;
    for (size_t j = 0; j < m; j++)
        keep_b[j] = j < head || j >= m - tail;
    n -= head + tail;
    m -= head + tail;
    if (n == 0 || m == 0)
        return TVX_OK;
    if (!make_rest(&rest_a, arena, a, head, n) || !make_rest(&rest_b, arena, b, head, m))
        return tvx_error_nomem(error);
    status = solve_rest(&rest_a, &rest_b, arena, error);
    if (status != TVX_OK)
        return status;
    for (size_t i = 0; i < rest_a.count; i++)
        keep_a[rest_a.places[i]] = rest_a.keep[i];
    for (size_t j = 0; j < rest_b.count; j++)
        keep_b[rest_b.places[j]] = rest_b.keep[j];
    return TVX_OK;
}
