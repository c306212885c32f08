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

struct lcs {
    const uint32_t *a, *b; /* columns, rows */
    size_t n, m;
    struct spot *spots;            /* grouped by token, ascending */
    uint32_t *first, *cursor;      /* by token: its first spot (and, one further, its end); the first inside the band */
    uint64_t *row;                 /* the row being computed */
    size_t left, right;            /* the band: columns i - left to i + right in row i */
    size_t stride, block;          /* machine words kept of a row; rows between two that are kept */
    uint64_t *kept, *rows;         /* every block-th row; all rows of one block */
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

/* lcs->row goes from row i - 1 to row i, within machine words [low, high]. */
static void step(struct lcs *lcs, size_t i, size_t low, size_t high)
{
    uint32_t token = lcs->b[i], begin = lcs->first[token], end = lcs->first[token + 1], at = lcs->cursor[token];
    const struct spot *spots = lcs->spots;
    uint64_t *row = lcs->row;
    size_t next = low;
    bool carry = false;

    while (at > begin && spots[at - 1].word >= low)
        at--;
    while (at < end && spots[at].word < low)
        at++;
    lcs->cursor[token] = at;
    for (; at < end && spots[at].word <= high; at++) {
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

/* The length within the band; keeps what the way back needs.  SIZE_MAX when the work is over its limit. */
static size_t forward(struct lcs *lcs)
{
    size_t words = (lcs->n + 63) / 64, length = 0;

    memset(lcs->row, 0xFF, words * sizeof *lcs->row);
    for (size_t i = 0; i < lcs->m; i++) {
        size_t low = band_low(lcs, i), high = band_high(lcs, i);

        step(lcs, i, low, high);
        if (lcs->block >= lcs->m)
            memcpy(lcs->rows + i * lcs->stride, lcs->row + low, (high - low + 1) * sizeof *lcs->row);
        else if ((i + 1) % lcs->block == 0)
            memcpy(lcs->kept + i / lcs->block * lcs->stride, lcs->row + low, (high - low + 1) * sizeof *lcs->row);
        if (lcs->work > WORK_LIMIT)
            return SIZE_MAX;
    }
    for (size_t w = 0; w < words; w++)
        length += (size_t)__builtin_popcountll(~lcs->row[w]);
    return length;
}

/* Computes rows [from, to) again, up to column `column`, into lcs->rows. */
static void recompute(struct lcs *lcs, size_t from, size_t to, size_t column)
{
    size_t words = (lcs->n + 63) / 64;

    memset(lcs->row, 0xFF, words * sizeof *lcs->row);
    if (from > 0) {
        size_t low = band_low(lcs, from - 1), high = band_high(lcs, from - 1);

        memcpy(lcs->row + low, lcs->kept + (from - 1) / lcs->block * lcs->stride, (high - low + 1) * sizeof *lcs->row);
    }
    for (size_t i = from; i < to; i++) {
        size_t low = band_low(lcs, i), high = band_high(lcs, i);

        high = high < column / 64 ? high : column / 64;
        if (low > high)
            continue;
        step(lcs, i, low, high);
        memcpy(lcs->rows + (i - from) * lcs->stride, lcs->row + low, (high - low + 1) * sizeof *lcs->row);
    }
}

/* Does the table's value not grow at column j of row i?  Row `from` is the first of lcs->rows. */
static bool is_flat(const struct lcs *lcs, size_t from, size_t i, size_t j)
{
    const uint64_t *row = i >= from ? lcs->rows + (i - from) * lcs->stride : lcs->kept + i / lcs->block * lcs->stride;
    size_t low = band_low(lcs, i), word = j / 64;

    return word < low || word > band_high(lcs, i) || (row[word - low] >> j % 64 & 1) != 0;
}

/* From the last corner back: a column that does not grow is skipped, a row that changes nothing is skipped, else they match. */
static void trace(struct lcs *lcs, bool *keep_a, bool *keep_b)
{
    size_t i = lcs->m, j = lcs->n;

    while (i > 0 && j > 0) {
        size_t from = (i - 1) / lcs->block * lcs->block;

        if (lcs->block < lcs->m)
            recompute(lcs, from, i, j - 1);
        while (i > from && j > 0) {
            if (is_flat(lcs, from, i - 1, j - 1)) {
                j--;
                continue;
            }
            i--;
            if (i > 0 && !is_flat(lcs, from, i - 1, j - 1))
                continue;
            j--;
            keep_a[j] = keep_b[i] = true;
        }
    }
}

/* Where each token of a stands, as machine words and masks. */
static bool index_columns(struct lcs *lcs, struct tvx_arena *arena, size_t tokens)
{
    size_t *last = tvx_arena_array(arena, tokens, sizeof *last); /* word of the latest spot, plus 1 */
    uint32_t total = 0;

    lcs->first = tvx_arena_array(arena, tokens + 1, sizeof *lcs->first);
    lcs->cursor = tvx_arena_array(arena, tokens + 1, sizeof *lcs->cursor);
    lcs->spots = tvx_arena_array(arena, lcs->n, sizeof *lcs->spots);
    if (last == NULL || lcs->first == NULL || lcs->cursor == NULL || lcs->spots == NULL)
        return false;
    for (size_t j = 0; j < lcs->n; j++) {
        if (last[lcs->a[j]] != j / 64 + 1)
            lcs->cursor[lcs->a[j]]++;
        last[lcs->a[j]] = j / 64 + 1;
    }
    for (size_t t = 0; t < tokens; t++) {
        lcs->first[t] = total;
        total += lcs->cursor[t];
        lcs->cursor[t] = lcs->first[t];
        last[t] = 0;
    }
    lcs->first[tokens] = total;
    for (size_t j = 0; j < lcs->n; j++) {
        uint32_t t = lcs->a[j];

        if (last[t] != j / 64 + 1)
            lcs->spots[lcs->cursor[t]++].word = j / 64;
        last[t] = j / 64 + 1;
        lcs->spots[lcs->cursor[t] - 1].mask |= UINT64_C(1) << j % 64;
    }
    memcpy(lcs->cursor, lcs->first, tokens * sizeof *lcs->cursor);
    return true;
}

/* Room for the rows of a band; the old room of a narrower band stays in the arena. */
static bool make_room(struct lcs *lcs, struct tvx_arena *arena)
{
    size_t all, words = (lcs->n + 63) / 64;

    lcs->stride = (lcs->left + lcs->right) / 64 + 2;
    if (lcs->stride > words)
        lcs->stride = words;
    if (__builtin_mul_overflow(lcs->stride, lcs->m, &all))
        return false;
    if (all <= STORE_WORDS) {
        lcs->block = lcs->m;
    } else {
        for (lcs->block = 1; lcs->block * lcs->block < lcs->m;)
            lcs->block++;
        lcs->kept = tvx_arena_array(arena, (lcs->m / lcs->block + 1) * lcs->stride, sizeof *lcs->kept);
        if (lcs->kept == NULL)
            return false;
    }
    lcs->rows = tvx_arena_array(arena, lcs->block * lcs->stride, sizeof *lcs->rows);
    return lcs->rows != NULL;
}

/* Both sequences not empty, tokens below `tokens`. */
static enum tvx_status solve(struct lcs *lcs, struct tvx_arena *arena, size_t tokens, bool *keep_a, bool *keep_b,
                             struct tvx_error *error)
{
    size_t least_left = lcs->m > lcs->n ? lcs->m - lcs->n : 0, least_right = lcs->n > lcs->m ? lcs->n - lcs->m : 0;
    size_t slack = (lcs->n + lcs->m) / 256 + 128;

    lcs->row = tvx_arena_array(arena, (lcs->n + 63) / 64, sizeof *lcs->row);
    if (lcs->row == NULL || !index_columns(lcs, arena, tokens))
        return tvx_error_nomem(error);
    lcs->left = least_left + slack;
    lcs->right = least_right + slack;
    for (;;) {
        size_t length, need_left, need_right;

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
        slack *= 4;
        lcs->left = need_left < least_left + slack ? need_left : least_left + slack;
        lcs->right = need_right < least_right + slack ? need_right : least_right + slack;
    }
    trace(lcs, keep_a, keep_b);
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
