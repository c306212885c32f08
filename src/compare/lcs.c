/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Longest common subsequence, exact, of two sequences of numbers.
 *
 * One row of the dynamic-programming table is a bit vector: bit j is 0 where the row's value grows at column j (L.
 * Allison and T. I. Dix, "A bit-string longest-common-subsequence algorithm", 1986; the update by addition is H.
 * Hyyrö's, "Bit-parallel LCS-length computation revisited", 2004).  A row touches only the machine words in which its
 * token occurs at all, and only a band around the diagonal; the band is widened until the length found proves that no
 * better path leaves it (E. Ukkonen, "Algorithms for approximate string matching", 1985).  The path is read back from
 * rows kept whole for short inputs; for long ones every k-th row is kept and the rest computed again block by block,
 * so that memory stays near linear.
 */
#include "lcs.h"
#include <string.h>

enum { STORE_WORDS = 1 << 19 };                    /* rows up to 4 MiB are all kept */
static const uint64_t WORK_LIMIT = 20000000000ULL; /* machine words touched: some twenty seconds */

static size_t band_low(const struct lcs *lcs, size_t i)
{
    return i > lcs->left ? (i - lcs->left) / 64 : 0;
}

static size_t band_high(const struct lcs *lcs, size_t i)
{
    return (i + lcs->right < lcs->n - 1 ? i + lcs->right : lcs->n - 1) / 64;
}

static size_t row_low(const struct lcs *lcs, size_t i)
{
    return lcs->fronts != NULL ? lcs->fronts[i / LCS_BLOCK].low : band_low(lcs, i);
}

static size_t row_high(const struct lcs *lcs, size_t i)
{
    return lcs->fronts != NULL ? lcs->fronts[i / LCS_BLOCK].high : band_high(lcs, i);
}

/* The row kept last before row i + 1, from row_low on; k is its number. */
static const uint64_t *kept_row(const struct lcs *lcs, size_t i)
{
    return lcs->block == lcs->m ? lcs->all + i * lcs->stride : lcs->kept[i / lcs->block];
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

static enum tvx_status too_much(const struct lcs *lcs, struct tvx_error *error)
{
    return tvx_error_set(error, TVX_E_LIMIT,
                         "texts of %zu and %zu words are too long and too different to be compared word by word; "
                         "compare them provision by provision", lcs->n, lcs->m);
}

/* Keeps row i, of which words left of `low` have `before` zeros, when it is its turn; false when memory is short. */
static bool keep_row(struct lcs *lcs, struct tvx_arena *arena, size_t i, size_t low, size_t high, size_t before)
{
    size_t bytes = (high - low + 1) * sizeof *lcs->row;

    if (lcs->block == lcs->m) {
        memcpy(lcs->all + i * lcs->stride, lcs->row + low, bytes);
        return true;
    }
    lcs->before[i / lcs->block] = before;
    lcs->kept[i / lcs->block] = tvx_arena_alloc(arena, bytes);
    if (lcs->kept[i / lcs->block] == NULL)
        return false;
    memcpy(lcs->kept[i / lcs->block], lcs->row + low, bytes);
    return true;
}

/* The length within the band; keeps what the way back needs. */
static enum tvx_status forward(struct lcs *lcs, struct tvx_arena *arena, size_t *length, struct tvx_error *error)
{
    size_t passed = 0, grown = 0; /* words left behind by the band, and zeros in them */

    memset(lcs->row, 0xFF, lcs->words * sizeof *lcs->row);
    for (size_t i = 0; i < lcs->m; i++) {
        size_t low = band_low(lcs, i), high = band_high(lcs, i);

        step(lcs, i, low, high);
        if ((i + 1) % lcs->block == 0 || lcs->block == lcs->m) {
            grown += count_zeros(lcs->row + passed, low - passed);
            passed = low;
            if (!keep_row(lcs, arena, i, low, high, grown))
                return tvx_error_nomem(error);
        }
        if (lcs->work > WORK_LIMIT)
            return too_much(lcs, error);
    }
    *length = count_zeros(lcs->row, lcs->words);
    return TVX_OK;
}

/*
 * The first machine word that a best path from (i, j), worth `matches`, can touch in rows [from, i): it gains at most
 * one a row, so in row from - 1 it stands where at least matches - (i - from) are gained already.
 */
static size_t floor_of_block(const struct lcs *lcs, size_t from, size_t i, size_t matches)
{
    size_t low = row_low(lcs, from - 1), high = row_high(lcs, from - 1);
    size_t wanted = matches > i - from ? matches - (i - from) : 0, seen = lcs->before[(from - 1) / lcs->block];
    const uint64_t *row = kept_row(lcs, from - 1);

    for (size_t w = low; w <= high; w++) {
        seen += (size_t)__builtin_popcountll(~row[w - low]);
        if (seen >= wanted)
            return w;
    }
    return low;
}

/*
 * Computes rows [from, i) again into lcs->rows, but only what a best path from (i, j) can touch; false when memory is
 * short.
 */
static bool recompute(struct lcs *lcs, struct tvx_arena *arena, size_t from, size_t i, size_t j, size_t matches)
{
    size_t width;

    lcs->base = from > 0 ? floor_of_block(lcs, from, i, matches) : 0;
    lcs->top = (j - 1) / 64;
    if (lcs->base > lcs->top) /* cannot be, for a best path; keeps the loops below in bounds */
        lcs->base = lcs->top;
    width = lcs->top - lcs->base + 1;
    if (width > lcs->rows_stride) {
        lcs->rows_stride = 2 * width;
        lcs->rows = tvx_arena_array(arena, lcs->block * lcs->rows_stride, sizeof *lcs->rows);
        if (lcs->rows == NULL)
            return false;
    }
    memset(lcs->row + lcs->base, 0xFF, (lcs->top - lcs->base + 1) * sizeof *lcs->row);
    if (from > 0) {
        size_t low = row_low(lcs, from - 1), high = row_high(lcs, from - 1);
        const uint64_t *row = kept_row(lcs, from - 1);

        for (size_t w = lcs->base > low ? lcs->base : low; w <= high && w <= lcs->top; w++)
            lcs->row[w] = row[w - low];
    }
    for (size_t k = from; k < i; k++) {
        size_t low = row_low(lcs, k), high = row_high(lcs, k);

        for (size_t w = high + 1 > lcs->base ? high + 1 : lcs->base; k % LCS_BLOCK == 0 && w <= lcs->top; w++)
            lcs->row[w] = UINT64_MAX;
        low = low > lcs->base ? low : lcs->base;
        high = high < lcs->top ? high : lcs->top;
        if (low <= high)
            step(lcs, k, low, high);
        memcpy(lcs->rows + (k - from) * lcs->rows_stride, lcs->row + lcs->base, width * sizeof *lcs->row);
    }
    return true;
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
        row = kept_row(lcs, i);
        low = row_low(lcs, i);
        high = row_high(lcs, i);
    }
    return word < low || word > high || (row[word - low] >> j % 64 & 1) != 0;
}

/*
 * From the last corner back: a column that does not grow is skipped, a row that changes nothing is skipped, else they
 * match.
 */
static bool trace(struct lcs *lcs, struct tvx_arena *arena, size_t matches, bool *keep_a, bool *keep_b)
{
    size_t i = lcs->m, j = lcs->n;

    while (i > 0 && j > 0) {
        size_t from = (i - 1) / lcs->block * lcs->block;

        if (lcs->block < lcs->m && !recompute(lcs, arena, from, i, j, matches))
            return false;
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
    return true;
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

/* Room for every row of a band at most `stride` words wide, or when that is too much, for one in `block`. */
static bool make_room(struct lcs *lcs, struct tvx_arena *arena, size_t stride)
{
    size_t count, all;

    lcs->stride = stride < lcs->words ? stride : lcs->words;
    lcs->block = lcs->m;
    if (__builtin_mul_overflow(lcs->stride, lcs->m, &all))
        return false;
    if (all <= STORE_WORDS) {
        lcs->all = tvx_arena_array(arena, all, sizeof *lcs->all);
        return lcs->all != NULL;
    }
    for (lcs->block = 1; lcs->block * lcs->block < lcs->m;)
        lcs->block++;
    count = lcs->m / lcs->block + 1;
    lcs->kept = tvx_arena_array(arena, count, sizeof *lcs->kept);
    lcs->before = tvx_arena_array(arena, count, sizeof *lcs->before);
    lcs->all = tvx_arena_array(arena, lcs->block == lcs->m ? all : 0, sizeof *lcs->all);
    return lcs->kept != NULL && lcs->before != NULL && lcs->all != NULL;
}

bool lcs_prepare(struct lcs *lcs, struct tvx_arena *arena, size_t tokens)
{
    lcs->words = (lcs->n + 63) / 64;
    lcs->row = tvx_arena_array(arena, lcs->words, sizeof *lcs->row);
    return lcs->row != NULL && index_columns(lcs, arena, tokens);
}

/*
 * Draws the band for rows [i, i + LCS_BLOCK) around the words of the band before in which a cell costs at most
 * `limit`; *passed counts the zeros left of it.  Along a row the cost changes by one a column, so the ends of a word
 * bound it within.
 */
static void draw_front(struct lcs *lcs, struct front band, size_t i, int64_t limit, size_t *passed)
{
    size_t least = band_low(lcs, i), most = band_high(lcs, i + LCS_BLOCK - 1);
    size_t zeros = *passed, low = SIZE_MAX, high = 0;
    int64_t cost = (int64_t)(i + band.low * 64) - 2 * (int64_t)zeros, reach = 0;

    for (size_t w = band.low; w <= band.high; w++) {
        size_t here = (size_t)__builtin_popcountll(~lcs->row[w]);
        int64_t after = cost + 64 - 2 * (int64_t)here;

        if (w >= least && cost + after - 64 <= 2 * limit) {
            if (low == SIZE_MAX) {
                low = w;
                *passed = zeros;
            }
            /* each row goes one column on for nothing; beyond that a column costs one */
            reach = (int64_t)(w + 1) * 64 + LCS_BLOCK + limit - after;
        }
        zeros += here;
        cost = after;
    }
    if (low == SIZE_MAX) /* cannot be: the known path runs within the limits */
        low = band.low;
    if (reach > 0)
        high = (size_t)reach / 64;
    high = high < low ? low : high < most ? high : most > low ? most : low;
    for (size_t w = high + 1; w <= band.high; w++) /* may come back later, and then knows nothing */
        lcs->row[w] = UINT64_MAX;
    lcs->fronts[i / LCS_BLOCK] = (struct front){low, high};
}

enum tvx_status lcs_improve(struct lcs *lcs, struct tvx_arena *arena, const uint32_t *limits, size_t known,
                            size_t *found, bool *keep_a, bool *keep_b, struct tvx_error *error)
{
    struct front front = {0};
    size_t passed = 0;

    lcs->left = lcs->m - known;
    lcs->right = lcs->n - known;
    lcs->fronts = tvx_arena_array(arena, (lcs->m + LCS_BLOCK - 1) / LCS_BLOCK, sizeof *lcs->fronts);
    if (lcs->fronts == NULL || !make_room(lcs, arena, (lcs->left + lcs->right) / 64 + 3))
        return tvx_error_nomem(error);
    memset(lcs->row, 0xFF, lcs->words * sizeof *lcs->row);
    front.high = lcs->words - 1 < limits[0] / 64 ? lcs->words - 1 : limits[0] / 64;
    for (size_t i = 0; i < lcs->m; i++) {
        if (i % LCS_BLOCK == 0) {
            draw_front(lcs, front, i, limits[i / LCS_BLOCK], &passed);
            front = lcs->fronts[i / LCS_BLOCK];
        }
        step(lcs, i, front.low, front.high);
        if (((i + 1) % lcs->block == 0 || lcs->block == lcs->m) &&
            !keep_row(lcs, arena, i, front.low, front.high, passed))
            return tvx_error_nomem(error);
        if (lcs->work > WORK_LIMIT)
            return too_much(lcs, error);
    }
    *found = passed + count_zeros(lcs->row + front.low, lcs->words - front.low);
    return *found == known || trace(lcs, arena, *found, keep_a, keep_b) ? TVX_OK : tvx_error_nomem(error);
}

enum tvx_status lcs_solve(struct lcs *lcs, struct tvx_arena *arena, bool *keep_a, bool *keep_b, struct tvx_error *error)
{
    size_t least_left = lcs->m > lcs->n ? lcs->m - lcs->n : 0, least_right = lcs->n > lcs->m ? lcs->n - lcs->m : 0;
    size_t slack = (lcs->n + lcs->m) / 256 + 128, length = 0;

    lcs->left = least_left + slack;
    lcs->right = least_right + slack;
    for (;;) {
        size_t need_left, need_right;
        enum tvx_status status;

        if (!make_room(lcs, arena, (lcs->left + lcs->right) / 64 + 2))
            return tvx_error_nomem(error);
        status = forward(lcs, arena, &length, error);
        if (status != TVX_OK)
            return status;
        /* a best path drops at most these many of either side, so it strays no further from the diagonal */
        need_left = lcs->m - length;
        need_right = lcs->n - length;
        if (need_left <= lcs->left && need_right <= lcs->right)
            break;
        slack *= 16;
        lcs->left = need_left < least_left + slack ? need_left : least_left + slack;
        lcs->right = need_right < least_right + slack ? need_right : least_right + slack;
    }
    return trace(lcs, arena, length, keep_a, keep_b) ? TVX_OK : tvx_error_nomem(error);
}
