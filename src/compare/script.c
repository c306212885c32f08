/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * The minimal edit script: what needs no search is taken off, the rest is guessed and proved (guess.c) or searched
 * (lcs.c).
 */
#include "guess.h"
#include "lcs.h"
#include <stdlib.h>
#include <string.h>

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

/* Shorter sequences are solved faster than guessed at. */
enum { GUESS_FROM = 512 };

/* Most texts differ in a way that a guess gets right at once; then only its proof is computed, over few cells. */
static enum tvx_status guess_and_prove(struct lcs *lcs, struct tvx_arena *arena, bool *keep_a, bool *keep_b,
                                       struct tvx_error *error)
{
    struct guess guess = {0};
    size_t length = 0;
    enum tvx_status status = guess_make(&guess, arena, lcs->a, lcs->n, lcs->b, lcs->m, error);

    if (status != TVX_OK)
        return status;
    if (!guess.found)
        return lcs_solve(lcs, arena, keep_a, keep_b, error);
    status = lcs_improve(lcs, arena, guess.limits, guess.matches, &length, keep_a, keep_b, error);
    if (status != TVX_OK || length != guess.matches)
        return status;
    for (size_t i = 0; i < lcs->m; i++)
        if (guess.partners[i] != 0)
            keep_b[i] = keep_a[guess.partners[i] - 1] = true;
    return TVX_OK;
}

static enum tvx_status solve_rest(struct rest *a, struct rest *b, struct tvx_arena *arena, bool guess,
                                  struct tvx_error *error)
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
    if (!lcs_prepare(&lcs, arena, tokens))
        return tvx_error_nomem(error);
    if (guess && a->count >= GUESS_FROM && b->count >= GUESS_FROM)
        return guess_and_prove(&lcs, arena, a->keep, b->keep, error);
    return lcs_solve(&lcs, arena, a->keep, b->keep, error);
}

static enum tvx_status match(bool *keep_a, bool *keep_b, const uint32_t *a, size_t n, const uint32_t *b, size_t m,
                             bool guess, struct tvx_arena *arena, struct tvx_error *error)
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
    status = solve_rest(&rest_a, &rest_b, arena, guess, error);
    if (status != TVX_OK)
        return status;
    for (size_t i = 0; i < rest_a.count; i++)
        keep_a[rest_a.places[i]] = rest_a.keep[i];
    for (size_t j = 0; j < rest_b.count; j++)
        keep_b[rest_b.places[j]] = rest_b.keep[j];
    return TVX_OK;
}

enum tvx_status script_exact(bool *keep_a, bool *keep_b, const uint32_t *a, size_t n, const uint32_t *b, size_t m,
                             struct tvx_arena *arena, struct tvx_error *error)
{
    return match(keep_a, keep_b, a, n, b, m, false, arena, error);
}

enum tvx_status tvx_diff_ids(bool *keep_a, bool *keep_b, const uint32_t *a, size_t n, const uint32_t *b, size_t m,
                             struct tvx_arena *arena, struct tvx_error *error)
{
    return match(keep_a, keep_b, a, n, b, m, true, arena, error);
}
