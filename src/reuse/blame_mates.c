/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Which word of one text is which of another.  A minimal edit script (compare/diff.h) has many solutions, and which one
 * it picks is all one to a redline; here it decides to whom a word belongs.  So the alignment of the greatest weight
 * is taken: a word that tells something weighs more than one that everybody writes, words that follow each other weigh
 * more than scattered ones, and a lone "the" between two changes is no match at all.  It is the alignment of sequences
 * with affine gaps (Gotoh 1982), without a cost for the length of a gap.  What then is left on both sides may have
 * moved.
 */
#include "blame_parts.h"

#include <string.h>

enum {
    TELLING = 8,  /* weights of a matched word, */
    COMMON = 3,
    MARK = 2,
    OPEN = 4,     /* and what a run of matched words costs, unless it begins or ends both texts */
    MOST_CELLS = 16 << 20,
    MOST_ROUNDS = 200,
};

enum { MATCHED = 1, RUNS_ON = 2, FROM_A = 4 }; /* how the best score of a cell came about */

static int32_t weight(const struct blame_work *work, const struct tvx_word *word)
{
    return word->mark ? MARK : blame_telling(work, word) ? TELLING : COMMON;
}

/* Fills `how`, (n + 1) by (m + 1), by rows of a. */
static void fill(const struct blame_work *work, uint8_t *how, int32_t *best, int32_t *run, const struct blame_text *a,
                 const struct blame_text *b)
{
    size_t n = a->count, m = b->count;

    memset(best, 0, (m + 1) * sizeof *best);
    for (size_t j = 0; j <= m; j++)
        run[j] = INT32_MIN / 2;
    for (size_t i = 1; i <= n; i++) {
        int32_t best_before = best[0], run_before = run[0]; /* of the cell above and to the left */

        for (size_t j = 1; j <= m; j++) {
            int32_t best_above = best[j], run_above = run[j], here = INT32_MIN / 2;
            uint8_t way = best_above >= best[j - 1] ? FROM_A : 0;
            int32_t top = way != 0 ? best_above : best[j - 1];

            if (a->words[i - 1].id == b->words[j - 1].id) {
                int32_t opened = best_before - (i == 1 && j == 1 ? 0 : OPEN), going = run_before;

                here = (going >= opened ? going : opened) + weight(work, &b->words[j - 1]);
                way |= going >= opened ? RUNS_ON : 0;
                if (here + (i == n && j == m ? OPEN : 0) > top) {
                    top = here;
                    way |= MATCHED;
                }
            }
            best_before = best_above;
            run_before = run_above;
            best[j] = top;
            run[j] = here;
            how[i * (m + 1) + j] = way;
        }
    }
}

static void trace(uint32_t *mate, const uint8_t *how, size_t n, size_t m)
{
    bool on = false; /* the cell is within a run that goes on behind it */

    for (size_t i = n, j = m; i > 0 && j > 0;) {
        uint8_t way = how[i * (m + 1) + j];

        if (on || (way & MATCHED) != 0) {
            mate[j - 1] = (uint32_t)(i - 1);
            on = (way & RUNS_ON) != 0;
            i--;
            j--;
        } else if ((way & FROM_A) != 0) {
            i--;
        } else {
            j--;
        }
    }
}

/* ---- what moved ---- */

struct run {
    size_t a, b, length;
};

static struct run longest_run(const struct blame_text *a, const bool *used, const struct blame_text *b,
                              const uint32_t *mate, uint32_t *row)
{
    struct run best = {0, 0, 0};

    memset(row, 0, (b->count + 1) * sizeof *row);
    for (size_t i = 0; i < a->count; i++) {
        uint32_t diagonal = 0;

        if (used[i]) {
            memset(row, 0, (b->count + 1) * sizeof *row);
            continue;
        }
        for (size_t j = 0; j < b->count; j++) {
            uint32_t above = row[j + 1];

            row[j + 1] = mate[j] == BLAME_NONE && a->words[i].id == b->words[j].id ? diagonal + 1 : 0;
            diagonal = above;
            if (row[j + 1] > best.length)
                best = (struct run){i + 1 - row[j + 1], j + 1 - row[j + 1], row[j + 1]};
        }
    }
    return best;
}

/* Runs that are left on both sides and tell something went elsewhere in the text. */
static void find_moved(struct blame_work *work, uint32_t *mate, bool *used, uint32_t *row, const struct blame_text *a,
                       const struct blame_text *b)
{
    for (size_t j = 0; j < b->count; j++)
        if (mate[j] != BLAME_NONE)
            used[mate[j]] = true;
    for (int round = 0; round < MOST_ROUNDS; round++) {
        struct run run;
        bool telling = false;

        work->budget -= (double)a->count * (double)b->count;
        if (work->budget < 0)
            return;
        run = longest_run(a, used, b, mate, row);
        for (size_t k = 0; k < run.length; k++)
            telling = telling || blame_telling(work, &b->words[run.b + k]);
        if (!telling)
            return;
        for (size_t k = 0; k < run.length; k++) {
            mate[run.b + k] = (uint32_t)(run.a + k);
            used[run.a + k] = true;
        }
    }
}

/* ---- all of it ---- */

static enum tvx_status align_weighted(struct blame_work *work, uint32_t *mate, const struct blame_text *a,
                                      const struct blame_text *b)
{
    size_t cells = (a->count + 1) * (b->count + 1);
    struct tvx_arena *scratch = tvx_arena_new(cells + 64 * (a->count + b->count) + (1 << 16));
    uint8_t *how = scratch == NULL ? NULL : tvx_arena_alloc(scratch, cells);
    int32_t *rows = scratch == NULL ? NULL : tvx_arena_array(scratch, 3 * (b->count + 1), sizeof *rows);
    bool *used = scratch == NULL ? NULL : tvx_arena_array(scratch, a->count, sizeof *used);

    if (how != NULL && rows != NULL && used != NULL) {
        fill(work, how, rows, rows + b->count + 1, a, b);
        trace(mate, how, a->count, b->count);
        find_moved(work, mate, used, (uint32_t *)rows + 2 * (b->count + 1), a, b);
    }
    tvx_arena_free(scratch);
    return how == NULL || rows == NULL || used == NULL ? tvx_error_nomem(work->error) : TVX_OK;
}

static enum tvx_status align_long(struct blame_work *work, uint32_t *mate, const struct blame_text *a,
                                  const struct blame_text *b)
{
    bool *keep_a = tvx_arena_array(work->arena, a->count, sizeof *keep_a);
    bool *keep_b = tvx_arena_array(work->arena, b->count, sizeof *keep_b);
    uint32_t *ids_a = tvx_arena_array(work->arena, a->count, sizeof *ids_a);
    uint32_t *ids_b = tvx_arena_array(work->arena, b->count, sizeof *ids_b);
    enum tvx_status status;

    if (keep_a == NULL || keep_b == NULL || ids_a == NULL || ids_b == NULL)
        return tvx_error_nomem(work->error);
    for (size_t i = 0; i < a->count; i++)
        ids_a[i] = a->words[i].id;
    for (size_t j = 0; j < b->count; j++)
        ids_b[j] = b->words[j].id;
    status = tvx_diff_ids(keep_a, keep_b, ids_a, a->count, ids_b, b->count, work->arena, work->error);
    if (status == TVX_E_LIMIT) {
        work->out->limited = true;
        return TVX_OK;
    }
    for (size_t i = 0, j = 0; status == TVX_OK && i < a->count && j < b->count;) {
        if (!keep_a[i])
            i++;
        else if (!keep_b[j])
            j++;
        else
            mate[j++] = (uint32_t)i++;
    }
    return status;
}

enum tvx_status blame_mates(struct blame_work *work, uint32_t *mate, const struct blame_text *a,
                            const struct blame_text *b)
{
    bool is_long = b->count > 0 && a->count >= MOST_CELLS / b->count;
    size_t same = 0;

    for (size_t j = 0; j < b->count; j++)
        mate[j] = BLAME_NONE;
    while (a->count == b->count && same < a->count && a->words[same].id == b->words[same].id)
        same++;
    if (same == b->count) {
        for (size_t j = 0; j < b->count; j++)
            mate[j] = (uint32_t)j;
        return TVX_OK;
    }
    if (a->count == 0 || b->count == 0)
        return TVX_OK;
    work->budget -= (is_long ? 0.1 : 4) * (double)a->count * (double)b->count;
    if (work->budget < 0) {
        work->out->limited = true;
        return TVX_OK;
    }
    return is_long ? align_long(work, mate, a, b) : align_weighted(work, mate, a, b);
}

/* The words of several parts, one behind the other, and the numbers that they have in their version. */
static enum tvx_status join(struct blame_work *work, struct blame_text *out, uint32_t **numbers,
                            const struct blame_text *parts, const size_t *first, size_t count)
{
    size_t total = 0, at = 0;
    struct tvx_word *words;

    for (size_t i = 0; i < count; i++)
        total += parts[i].count;
    words = tvx_arena_array(work->arena, total, sizeof *words);
    *numbers = tvx_arena_array(work->arena, total, sizeof **numbers);
    if (words == NULL || *numbers == NULL)
        return tvx_error_nomem(work->error);
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < parts[i].count; k++) {
            words[at] = parts[i].words[k];
            (*numbers)[at++] = (uint32_t)(first[i] + k);
        }
    *out = (struct blame_text){.words = words, .count = total};
    return TVX_OK;
}

enum tvx_status blame_mates_joined(struct blame_work *work, uint32_t *mate, const struct blame_text *a,
                                   const size_t *a_first, size_t a_count, const struct blame_text *b,
                                   const size_t *b_first, size_t b_count)
{
    struct blame_text left, right;
    uint32_t *left_numbers, *right_numbers, *found;
    enum tvx_status status = join(work, &left, &left_numbers, a, a_first, a_count);

    if (status == TVX_OK)
        status = join(work, &right, &right_numbers, b, b_first, b_count);
    if (status != TVX_OK)
        return status;
    found = tvx_arena_array(work->arena, right.count, sizeof *found);
    if (found == NULL)
        return tvx_error_nomem(work->error);
    status = blame_mates(work, found, &left, &right);
    for (size_t j = 0; j < right.count; j++)
        mate[right_numbers[j]] = found[j] == BLAME_NONE ? BLAME_NONE : left_numbers[found[j]];
    return status;
}
