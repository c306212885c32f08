/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Which word of one text is which of another.  A minimal edit script (compare/diff.h) has many solutions, and which one
 * it picks is all one to a redline; here it decides to whom a word belongs.  So the alignment of the greatest weight
 * is taken: a word that tells something weighs more than one that everybody writes, words that follow each other weigh
 * more than scattered ones, and a lone "the" between two replacements is no match at all.  It is the alignment of
 * sequences with affine gaps (Gotoh 1982), without a cost for the length of a gap, and a higher one for gaps on both
 * sides.  What then is left on both sides may have moved.
 */
#include "blame_parts.h"

#include <string.h>

enum {
    TELLING = 8,  /* weights of a matched word, */
    COMMON = 3,
    MARK = 2,
    OPEN = 1,     /* and what a run of them costs behind words that only one side has, */
    REPLACED = 4, /* or behind words that were replaced by others */
    MOST_CELLS = 16 << 20,
    MOST_ROUNDS = 200,
};

/*
 * The best score of the words before a cell, by what happened last: both matched; then only a went on (deletions); only
 * b (insertions); or whatever.
 */
enum state { BOTH, ONLY_A, ONLY_B, ANY, STATES };
static const int32_t costs[STATES] = {0, OPEN, OPEN, REPLACED};

struct cell {
    int32_t best[STATES];
};

/* How the scores of a cell came about, packed in a byte. */
enum {
    CAME = 3,                          /* BOTH: the state before, in two bits */
    A_GOES_ON = 4, B_GOES_ON = 8,      /* ONLY_A, ONLY_B: from themselves, else from BOTH */
    ANY_FROM_A = 16, ANY_FROM_B = 32,  /* ANY: from the cell above or to the left, else from BOTH here */
};
#define NEVER (INT32_MIN / 2)

static int32_t weight(const struct blame_work *work, const struct tvx_word *word)
{
    return word->mark ? MARK : blame_telling(work, word) ? TELLING : COMMON;
}

/* The state from which a match, or the end, is best reached. */
static int best_state(int32_t *score, const struct cell *cell)
{
    int best = BOTH;

    for (int state = ONLY_A; state < STATES; state++)
        if (cell->best[state] - costs[state] > cell->best[best] - costs[best])
            best = state;
    *score = cell->best[best] - costs[best];
    return best;
}

static struct cell step(uint8_t *how, const struct cell *diagonal, const struct cell *above, const struct cell *left,
                        int32_t matched)
{
    struct cell cell = {{NEVER, NEVER, NEVER, NEVER}};
    uint8_t way = 0;

    if (matched > 0 && diagonal != NULL) {
        way |= (uint8_t)best_state(&cell.best[BOTH], diagonal);
        cell.best[BOTH] += matched;
    }
    cell.best[ANY] = cell.best[BOTH];
    if (above != NULL) {
        way |= above->best[ONLY_A] > above->best[BOTH] ? A_GOES_ON : 0;
        cell.best[ONLY_A] = above->best[ONLY_A] > above->best[BOTH] ? above->best[ONLY_A] : above->best[BOTH];
        if (above->best[ANY] > cell.best[ANY]) {
            cell.best[ANY] = above->best[ANY];
            way |= ANY_FROM_A;
        }
    }
    if (left != NULL) {
        way |= left->best[ONLY_B] > left->best[BOTH] ? B_GOES_ON : 0;
        cell.best[ONLY_B] = left->best[ONLY_B] > left->best[BOTH] ? left->best[ONLY_B] : left->best[BOTH];
        if (left->best[ANY] > cell.best[ANY]) {
            cell.best[ANY] = left->best[ANY];
            way = (uint8_t)((way & ~ANY_FROM_A) | ANY_FROM_B);
        }
    }
    *how = way;
    return cell;
}

/* Fills `how`, (n + 1) by (m + 1), by rows of a; `row` has m + 1 cells.  The state in which the best way ends. */
static int fill(const struct blame_work *work, uint8_t *how, struct cell *row, const struct blame_text *a,
                const struct blame_text *b)
{
    size_t n = a->count, m = b->count;
    int32_t score;

    for (size_t i = 0; i <= n; i++) {
        struct cell diagonal = row[0];

        for (size_t j = 0; j <= m; j++) {
            struct cell above = row[j];
            bool same = i > 0 && j > 0 && a->words[i - 1].id == b->words[j - 1].id;

            row[j] = step(&how[i * (m + 1) + j], i > 0 && j > 0 ? &diagonal : NULL, i > 0 ? &above : NULL,
                          j > 0 ? &row[j - 1] : NULL, same ? weight(work, &b->words[j - 1]) : 0);
            if (i == 0 && j == 0) /* before both texts is as good as a match */
                row[0].best[BOTH] = row[0].best[ANY] = 0;
            diagonal = above;
        }
    }
    return best_state(&score, &row[m]); /* and so is behind them */
}

static void trace(uint32_t *mate, const uint8_t *how, size_t n, size_t m, int state)
{
    for (size_t i = n, j = m; i > 0 || j > 0;) {
        uint8_t way = how[i * (m + 1) + j];

        if (state == BOTH) {
            if (i == 0 || j == 0)
                return;
            mate[--j] = (uint32_t)--i;
            state = way & CAME;
        } else if (state == ONLY_A) {
            state = (way & A_GOES_ON) != 0 ? ONLY_A : BOTH;
            i--;
        } else if (state == ONLY_B) {
            state = (way & B_GOES_ON) != 0 ? ONLY_B : BOTH;
            j--;
        } else if ((way & ANY_FROM_A) != 0) {
            i--;
        } else if ((way & ANY_FROM_B) != 0) {
            j--;
        } else {
            state = BOTH;
        }
    }
}

/* ---- what moved ---- */

bool blame_rest_new(struct blame_rest *rest, struct tvx_arena *arena, size_t a, size_t b)
{
    *rest = (struct blame_rest){
        .a = tvx_arena_array(arena, a, sizeof *rest->a),
        .b = tvx_arena_array(arena, b, sizeof *rest->b),
        .row = tvx_arena_array(arena, a + 1, sizeof *rest->row),
    };
    return rest->a != NULL && rest->b != NULL && rest->row != NULL;
}

struct blame_run blame_longest_run(struct blame_work *work, const struct blame_rest *rest, const struct tvx_word *a,
                                   size_t a_total, const struct tvx_word *b)
{
    struct blame_run best = {0, 0, 0};

    work->budget -= (double)rest->a_count * (double)rest->b_count;
    if (work->budget < 0) {
        work->out->limited = true;
        return best;
    }
    memset(rest->row, 0, (a_total + 1) * sizeof *rest->row);
    for (size_t i = 0; i < rest->b_count; i++) {
        uint32_t id = b[rest->b[i]].id;
        bool follows = i > 0 && rest->b[i] == rest->b[i - 1] + 1;

        for (size_t k = rest->a_count; k-- > 0;) { /* backwards: row[at] is still that of the word before */
            uint32_t at = rest->a[k], length = a[at].id != id ? 0 : follows ? rest->row[at] + 1 : 1;

            rest->row[at + 1] = length;
            if (length > best.length)
                best = (struct blame_run){at + 1 - length, rest->b[i] + 1 - length, length};
        }
    }
    return best;
}

/* Runs that are left on both sides and tell something went elsewhere in the text. */
static void find_moved(struct blame_work *work, uint32_t *mate, bool *used, struct blame_rest *rest,
                       const struct blame_text *a, const struct blame_text *b)
{
    for (size_t j = 0; j < b->count; j++)
        if (mate[j] != BLAME_NONE)
            used[mate[j]] = true;
    for (int round = 0; round < MOST_ROUNDS; round++) {
        struct blame_run run;
        bool telling = false;

        rest->a_count = rest->b_count = 0;
        for (size_t i = 0; i < a->count; i++)
            if (!used[i])
                rest->a[rest->a_count++] = (uint32_t)i;
        for (size_t j = 0; j < b->count; j++)
            if (mate[j] == BLAME_NONE)
                rest->b[rest->b_count++] = (uint32_t)j;
        run = blame_longest_run(work, rest, a->words, a->count, b->words);
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
    struct cell *row = scratch == NULL ? NULL : tvx_arena_array(scratch, b->count + 1, sizeof *row);
    bool *used = scratch == NULL ? NULL : tvx_arena_array(scratch, a->count, sizeof *used);
    struct blame_rest rest;
    bool full = how == NULL || row == NULL || used == NULL || !blame_rest_new(&rest, scratch, a->count, b->count);

    if (!full) {
        trace(mate, how, a->count, b->count, fill(work, how, row, a, b));
        find_moved(work, mate, used, &rest, a, b);
    }
    tvx_arena_free(scratch);
    return full ? tvx_error_nomem(work->error) : TVX_OK;
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
