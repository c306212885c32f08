/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Pairs of provisions: candidates by likeness (parts.c), of which the heaviest set that keeps the order is the backbone
 * (a longest increasing subsequence with weights); what is left is tried as the other half of a split or join, then as
 * moved.  Labels only tip the balance between equals, so that a new item a) does not make every later item look
 * rewritten.
 */
#include "hunk.h"
#include "parts.h"
#include <stdlib.h>
#include <string.h>
#include <travaux/base/buf.h>

#define FREE UINT32_MAX
enum { MOST_PIECES = 16 };

static const double LEAST_CHANGED = 0.30; /* likeness of a pair that keeps the order, */
static const double LEAST_IN_PLACE = 0.15; /* of one that has the same label or stands alone between two pairs, */
static const double LEAST_MOVED = 0.55;   /* and of one that does not keep the order */
static const double LEAST_PIECE = 0.60;   /* how much of a split-off piece must come from the part it left */
enum { LEAST_MOVED_WORDS = 4 };

const char *tvx_pair_kind_to_string(enum tvx_pair_kind kind)
{
    static const char *const names[] = {"same", "changed", "ins", "del", "split", "join", "moved"};

    return (size_t)kind < sizeof names / sizeof *names ? names[kind] : "?";
}

struct aligner {
    struct tvx_arena *arena, *scratch;
    const struct tvx_part *sides[2];
    size_t counts[2];
    struct parts parts;
    struct candidate *candidates;
    size_t candidate_count;
    uint32_t *mate[2];  /* the partner on the other side, or FREE; of pieces, the part that was split or joined */
    bool *moved;        /* by part of b */
    uint32_t *local;    /* by word, for number_anew */
    struct tvx_alignment *out;
    size_t capacity;
};

static bool same_label(const struct aligner *aligner, size_t a, size_t b)
{
    return strcmp(aligner->sides[0][a].label, aligner->sides[1][b].label) == 0;
}

static void pair(struct aligner *aligner, size_t a, size_t b)
{
    aligner->mate[0][a] = (uint32_t)b;
    aligner->mate[1][b] = (uint32_t)a;
}

static void sort_candidates(struct aligner *aligner, int (*compare)(const void *, const void *))
{
    if (aligner->candidate_count > 0)
        qsort(aligner->candidates, aligner->candidate_count, sizeof *aligner->candidates, compare);
}

/* ---- the backbone ---- */

struct step { /* one candidate on the heaviest way so far */
    double total;
    size_t candidate, before; /* SIZE_MAX at the start */
};

static int compare_candidates(const void *left, const void *right)
{
    const struct candidate *x = left, *y = right;

    if (x->b != y->b)
        return x->b < y->b ? -1 : 1;
    return (x->a < y->a) - (x->a > y->a); /* later parts of a first, so that no two of one b go together */
}

/* What a pair is worth: long parts and close likeness count more. */
static double worth(const struct aligner *aligner, const struct candidate *candidate)
{
    size_t words_a = aligner->parts.sides[0][candidate->a].words, words_b = aligner->parts.sides[1][candidate->b].words;
    double score = (double)candidate->score;

    return score * score * (double)(3 + (words_a < words_b ? words_a : words_b)) +
           (same_label(aligner, candidate->a, candidate->b) ? 0.5 : 0);
}

/* Heaviest increasing subsequence; a Fenwick tree holds the best step that ends below each part of a. */
static enum tvx_status find_backbone(struct aligner *aligner, struct tvx_error *error)
{
    size_t *tree = tvx_arena_array(aligner->scratch, aligner->counts[0] + 1, sizeof *tree); /* step + 1 */
    struct step *steps = tvx_arena_array(aligner->scratch, aligner->candidate_count, sizeof *steps);
    size_t best = SIZE_MAX, count = 0;

    if (tree == NULL || steps == NULL)
        return tvx_error_nomem(error);
    sort_candidates(aligner, compare_candidates);
    for (size_t k = 0; k < aligner->candidate_count; k++) {
        const struct candidate *candidate = &aligner->candidates[k];
        struct step step = {worth(aligner, candidate), k, SIZE_MAX};

        if ((double)candidate->score < LEAST_CHANGED)
            continue;
        for (size_t at = candidate->a; at > 0; at -= at & -at)
            if (tree[at] != 0 && (step.before == SIZE_MAX || steps[tree[at] - 1].total > steps[step.before].total))
                step.before = tree[at] - 1;
        step.total += step.before == SIZE_MAX ? 0 : steps[step.before].total;
        steps[count] = step;
        if (best == SIZE_MAX || step.total > steps[best].total)
            best = count;
        for (size_t at = (size_t)candidate->a + 1; at <= aligner->counts[0]; at += at & -at)
            if (tree[at] == 0 || steps[tree[at] - 1].total < step.total)
                tree[at] = count + 1;
        count++;
    }
    for (; best != SIZE_MAX; best = steps[best].before)
        pair(aligner, aligner->candidates[steps[best].candidate].a, aligner->candidates[steps[best].candidate].b);
    return TVX_OK;
}

static size_t count_free(const uint32_t *mate, size_t from, size_t end)
{
    size_t count = 0;

    for (size_t i = from; i < end; i++)
        count += mate[i] == FREE;
    return count;
}

/* Between two pairs: free parts with the same label, or one alone against one alone, need to be less alike. */
static void fill_gap(struct aligner *aligner, size_t a, size_t a_end, size_t b, size_t b_end)
{
    bool alone = count_free(aligner->mate[0], a, a_end) == 1 && count_free(aligner->mate[1], b, b_end) == 1;

    for (; b < b_end; b++)
        for (size_t i = a; i < a_end && i < a + MOST_PIECES && aligner->mate[1][b] == FREE; i++) {
            bool named = aligner->sides[1][b].label[0] != '\0' && same_label(aligner, i, b);

            if (aligner->mate[0][i] == FREE && (alone || named) &&
                parts_dice(&aligner->parts, &aligner->parts.sides[0][i], &aligner->parts.sides[1][b]) >=
                    LEAST_IN_PLACE) {
                pair(aligner, i, b);
                a = i + 1;
            }
        }
}

static void fill_gaps(struct aligner *aligner)
{
    size_t a = 0, b = 0;

    for (size_t j = 0; j <= aligner->counts[1]; j++) {
        size_t a_end = aligner->counts[0];

        if (j < aligner->counts[1] && (aligner->mate[1][j] == FREE || aligner->moved[j]))
            continue;
        if (j < aligner->counts[1])
            a_end = aligner->mate[1][j];
        if (a < a_end && b < j)
            fill_gap(aligner, a, a_end, b, j);
        a = a_end + 1;
        b = j + 1;
    }
}

/* ---- splits and joins ---- */

/*
 * May the free part `piece` of side `side`, next to `whole`'s partner, have been split off `whole` on the other side?
 * Most of it comes from there, and from what the partner does not already account for.
 */
static bool is_piece(const struct aligner *aligner, int side, size_t piece, size_t partner, size_t whole)
{
    const struct features *p = &aligner->parts.sides[side][piece], *w = &aligner->parts.sides[1 - side][whole];
    const struct features *q = &aligner->parts.sides[side][partner];
    double shared = parts_shared(&aligner->parts, p, w);

    return p->words >= LEAST_MOVED_WORDS && shared >= LEAST_PIECE * p->weight &&
           shared + parts_shared(&aligner->parts, q, w) <= 1.15 * w->weight &&
           parts_shared(&aligner->parts, p, q) < 0.5 * shared;
}

/* Is the part one of several that share a partner? */
static bool is_pieced(const struct aligner *aligner, int side, size_t at)
{
    const uint32_t *mate = aligner->mate[side];

    return (at > 0 && mate[at - 1] == mate[at]) || (at + 1 < aligner->counts[side] && mate[at + 1] == mate[at]);
}

/* Free parts on either side of each paired part of `side` join it, when they are pieces of its partner. */
static void find_pieces(struct aligner *aligner, int side)
{
    uint32_t *mate = aligner->mate[side];
    size_t count = aligner->counts[side];

    for (size_t i = 0; i < count; i++) {
        uint32_t whole = mate[i];

        if (whole == FREE || aligner->mate[1 - side][whole] != i || is_pieced(aligner, 1 - side, whole))
            continue;
        for (size_t k = i + 1;
             k < count && k - i < MOST_PIECES && mate[k] == FREE && is_piece(aligner, side, k, i, whole); k++)
            mate[k] = whole;
        for (size_t k = i; k-- > 0 && i - k < MOST_PIECES && mate[k] == FREE && is_piece(aligner, side, k, i, whole);)
            mate[k] = whole;
    }
}

/* ---- moves ---- */

static int compare_scores(const void *left, const void *right)
{
    const struct candidate *x = left, *y = right;

    if (x->score != y->score)
        return x->score > y->score ? -1 : 1;
    return x->b != y->b ? (x->b < y->b ? -1 : 1) : (x->a > y->a) - (x->a < y->a);
}

static void find_moves(struct aligner *aligner)
{
    sort_candidates(aligner, compare_scores);
    for (size_t k = 0; k < aligner->candidate_count; k++) {
        const struct candidate *candidate = &aligner->candidates[k];

        if ((double)candidate->score < LEAST_MOVED || aligner->mate[0][candidate->a] != FREE ||
            aligner->mate[1][candidate->b] != FREE ||
            aligner->parts.sides[0][candidate->a].words < LEAST_MOVED_WORDS ||
            aligner->parts.sides[1][candidate->b].words < LEAST_MOVED_WORDS)
            continue;
        pair(aligner, candidate->a, candidate->b);
        aligner->moved[candidate->b] = true;
    }
}

/* ---- the result ---- */

static const char *join_texts(struct tvx_arena *arena, const struct tvx_part *parts, size_t first, size_t count)
{
    size_t length = count, used = 0;
    char *text;

    if (count == 1)
        return parts[first].text;
    for (size_t i = first; i < first + count; i++)
        length += strlen(parts[i].text);
    text = tvx_arena_alloc(arena, length + 1);
    for (size_t i = first; text != NULL && i < first + count; i++) {
        size_t more = strlen(parts[i].text);

        if (used > 0)
            text[used++] = ' ';
        memcpy(text + used, parts[i].text, more);
        used += more;
    }
    return text;
}

/*
 * The numbers of a part's words, counted anew from 0 over the two parts of a pair; `local` holds by word the number
 * plus 1, and 0 again when `forget` is called.
 */
static void number_anew(uint32_t *local, uint32_t *out, const struct features *part, uint32_t *next)
{
    for (size_t i = 0; i < part->tokens.count; i++) {
        uint32_t *number = &local[part->word_ids[i]];

        if (*number == 0)
            *number = ++*next;
        out[i] = *number - 1;
    }
}

static void forget(uint32_t *local, const struct features *part)
{
    for (size_t i = 0; i < part->tokens.count; i++)
        local[part->word_ids[i]] = 0;
}

/* The diff of one part with one other, from the words that the alignment has cut and numbered already. */
static enum tvx_status diff_parts(struct aligner *aligner, struct tvx_pair *pair, struct tvx_error *error)
{
    const struct features *parts[2] = {&aligner->parts.sides[0][pair->a], &aligner->parts.sides[1][pair->b]};
    const char *texts[2] = {aligner->sides[0][pair->a].text, aligner->sides[1][pair->b].text};
    size_t lengths[2] = {strlen(texts[0]), strlen(texts[1])};
    struct tvx_arena *scratch = sides_scratch(lengths[0] + lengths[1]);
    struct side sides[2];
    enum tvx_status status = scratch == NULL ? tvx_error_nomem(error) : TVX_OK;
    uint32_t next = 0;

    for (int i = 0; i < 2 && status == TVX_OK; i++) {
        sides[i] = (struct side){texts[i], lengths[i], parts[i]->tokens,
                                 tvx_arena_array(scratch, parts[i]->tokens.count, sizeof *sides[i].ids)};
        if (sides[i].ids == NULL)
            status = tvx_error_nomem(error);
        else
            number_anew(aligner->local, sides[i].ids, parts[i], &next);
    }
    forget(aligner->local, parts[0]);
    forget(aligner->local, parts[1]);
    if (status == TVX_OK)
        status = sides_diff(&pair->diff, aligner->arena, scratch, &sides[0], &sides[1], TVX_DIFF_READABLE, error);
    tvx_arena_free(scratch);
    return status;
}

static enum tvx_status put(struct aligner *aligner, struct tvx_pair pair, struct tvx_error *error)
{
    struct tvx_alignment *out = aligner->out;
    struct tvx_pair *grown = tvx_arena_grow(aligner->arena, out->pairs, out->count, &aligner->capacity, sizeof *grown);

    if (grown == NULL)
        return tvx_error_nomem(error);
    out->pairs = grown;
    if (pair.a_count > 0 && pair.b_count > 0) {
        const char *a = join_texts(aligner->scratch, aligner->sides[0], pair.a, pair.a_count);
        const char *b = join_texts(aligner->scratch, aligner->sides[1], pair.b, pair.b_count);
        enum tvx_status status;

        if (a == NULL || b == NULL)
            return tvx_error_nomem(error);
        pair.renumbered = !same_label(aligner, pair.a, pair.b);
        if (pair.kind == TVX_PAIR_CHANGED && strcmp(a, b) == 0) {
            pair.kind = TVX_PAIR_SAME;
        } else {
            status = pair.a_count == 1 && pair.b_count == 1 && *a != '\0' && *b != '\0'
                         ? diff_parts(aligner, &pair, error)
                         : tvx_diff_text(&pair.diff, aligner->arena, a, b, TVX_DIFF_READABLE, error);
            if (status != TVX_OK)
                return status;
        }
    }
    grown[out->count++] = pair;
    return TVX_OK;
}

/* Deletions up to part `end` of a. */
static enum tvx_status put_deleted(struct aligner *aligner, size_t *at, size_t end, struct tvx_error *error)
{
    enum tvx_status status = TVX_OK;

    for (; *at < end && status == TVX_OK; (*at)++)
        if (aligner->mate[0][*at] == FREE)
            status = put(aligner, (struct tvx_pair){.kind = TVX_PAIR_DEL, .a = *at, .a_count = 1}, error);
    return status;
}

static size_t run_length(const uint32_t *mate, size_t from, size_t count)
{
    size_t end = from + 1;

    while (end < count && mate[end] == mate[from])
        end++;
    return end - from;
}

static enum tvx_status put_all(struct aligner *aligner, struct tvx_error *error)
{
    enum tvx_status status = TVX_OK;
    size_t next_a = 0;

    for (size_t b = 0; b < aligner->counts[1] && status == TVX_OK;) {
        uint32_t a = aligner->mate[1][b];
        struct tvx_pair pair = {.kind = TVX_PAIR_CHANGED, .a = a, .a_count = 1, .b = b, .b_count = 1};

        if (a == FREE) {
            /* deletions that stood before the next pair come first, so that what replaces them follows */
            size_t j = b;

            while (j < aligner->counts[1] && (aligner->mate[1][j] == FREE || aligner->moved[j]))
                j++;
            status =
                put_deleted(aligner, &next_a, j < aligner->counts[1] ? aligner->mate[1][j] : aligner->counts[0], error);
            pair = (struct tvx_pair){.kind = TVX_PAIR_INS, .b = b, .b_count = 1};
        } else if (aligner->moved[b]) {
            pair.kind = TVX_PAIR_MOVED;
        } else {
            pair.b_count = run_length(aligner->mate[1], b, aligner->counts[1]);
            while (pair.a > 0 && pair.b_count == 1 && aligner->mate[0][pair.a - 1] == b)
                pair.a--;
            if (pair.b_count == 1)
                pair.a_count = run_length(aligner->mate[0], pair.a, aligner->counts[0]);
            pair.kind = pair.b_count > 1 ? TVX_PAIR_SPLIT : pair.a_count > 1 ? TVX_PAIR_JOIN : TVX_PAIR_CHANGED;
            status = put_deleted(aligner, &next_a, pair.a, error);
            next_a = pair.a + pair.a_count;
        }
        if (status == TVX_OK)
            status = put(aligner, pair, error);
        b += pair.b_count;
    }
    return status == TVX_OK ? put_deleted(aligner, &next_a, aligner->counts[0], error) : status;
}

static enum tvx_status align(struct aligner *aligner, struct tvx_error *error)
{
    enum tvx_status status = parts_read(&aligner->parts, aligner->scratch, aligner->sides, aligner->counts, error);

    if (status == TVX_OK)
        status =
            parts_candidates(&aligner->candidates, &aligner->candidate_count, aligner->scratch, &aligner->parts, error);
    if (status != TVX_OK)
        return status;
    for (int side = 0; side < 2; side++) {
        aligner->mate[side] = tvx_arena_array(aligner->scratch, aligner->counts[side], sizeof **aligner->mate);
        if (aligner->mate[side] == NULL)
            return tvx_error_nomem(error);
        memset(aligner->mate[side], 0xFF, aligner->counts[side] * sizeof **aligner->mate);
    }
    aligner->moved = tvx_arena_array(aligner->scratch, aligner->counts[1], sizeof *aligner->moved);
    aligner->local = tvx_arena_array(aligner->scratch, aligner->parts.word_count, sizeof *aligner->local);
    if (aligner->moved == NULL || aligner->local == NULL)
        return tvx_error_nomem(error);
    status = find_backbone(aligner, error);
    if (status != TVX_OK)
        return status;
    find_pieces(aligner, 1);
    find_pieces(aligner, 0);
    find_moves(aligner);
    fill_gaps(aligner);
    return put_all(aligner, error);
}

enum tvx_status tvx_align_parts(struct tvx_alignment *out, struct tvx_arena *arena, const struct tvx_part *a,
                                size_t a_count, const struct tvx_part *b, size_t b_count, struct tvx_error *error)
{
    struct tvx_arena *scratch = tvx_arena_new(INT32_MAX);
    struct aligner aligner = {
        .arena = arena, .scratch = scratch, .sides = {a, b}, .counts = {a_count, b_count}, .out = out};
    enum tvx_status status;

    *out = (struct tvx_alignment){0};
    if (scratch == NULL)
        return tvx_error_nomem(error);
    status = a_count >= FREE || b_count >= FREE
                 ? tvx_error_set(error, TVX_E_LIMIT, "documents of %zu and %zu parts are too long to be aligned",
                                 a_count, b_count)
                 : align(&aligner, error);
    tvx_arena_free(scratch);
    return status;
}
