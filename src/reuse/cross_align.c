/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The alignment of two prepared texts, and the score that follows from it; what it weighs is said in cross.c. */
#include "cross_text.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    MOST_CELLS = 1 << 24,      /* of the table of steps, one byte each */
    LEAST_BAND = 64,           /* paragraphs of b on both sides of the diagonal */
    MOST_MEETINGS = 1 << 27,   /* pairs of paragraphs with a common anchor that are looked at */
    PRIOR_UNITS = 20,          /* the chance of an anchor before any paragraph was read counts as so many */
    DEEPEST = 4,               /* units on one side of a bead */
    MOST_EVIDENCE = 32,        /* anchors shown of a pair */
};

/* Beads: how many units of a and of b, and the bits by which they are rarer than one to one. */
static const struct bead {
    size_t a, b;
    double bits;
} beads[] = {{1, 1, 0},   {1, 0, -3},  {0, 1, -3},  {2, 1, -8},  {1, 2, -8},
             {2, 2, -10}, {3, 1, -11}, {1, 3, -11}, {4, 1, -13}, {1, 4, -13}};

enum { BEADS = sizeof beads / sizeof *beads, BEAD_NONE = BEADS };

/* A term may be translated in many ways, a number in one. */
const struct anchor_weight anchor_weights[TVX_ANCHOR_KINDS] = {
    [TVX_ANCHOR_NUMBER] = {0.05, 1, true},  [TVX_ANCHOR_SYMBOL] = {0.01, 1, true}, [TVX_ANCHOR_NAME] = {0.02, 1, true},
    [TVX_ANCHOR_TERM] = {0.05, 0.7, false}, [TVX_ANCHOR_COGNATE] = {0.03, 0.5, false},
};

/* Of the bits of a missed anchor what counts against the pair. */
static const double missed_weight = 0.15;

const char *tvx_anchor_kind_to_string(enum tvx_anchor_kind kind)
{
    static const char *const names[] = {"number", "symbol", "name", "term", "cognate"};

    return kind < TVX_ANCHOR_KINDS ? names[kind] : "";
}

struct meeting { /* an anchor of a unit of a, and the uses of the same in b */
    uint32_t a_use, b_first, b_count;
    float bits;
};

struct search {
    const struct tvx_cross_text *a, *b;
    struct tvx_arena *scratch;
    struct meeting *meetings; /* by unit of a */
    size_t *first_meeting;    /* of each unit, and the end */
    double *missed_a, *missed_b; /* bits of the anchors that would be missed, by unit */
    double worth_a, worth_b;  /* bits of all anchors, of kinds that both texts may share */
    size_t band;
    /* of the last units of a with each of b: bits that speak for it; of those the missable ones */
    float *shared[DEEPEST], *held[DEEPEST];
    double *best[DEEPEST + 1];
    unsigned char *steps;
    bool cut;
};

/* ---- what anchors are worth ---- */

static double bits_of(const struct search *search, enum tvx_anchor_kind kind, size_t a_units, size_t b_units)
{
    double before = PRIOR_UNITS * anchor_weights[kind].chance;
    double chance_a = ((double)a_units + before) / ((double)search->a->count + PRIOR_UNITS);
    double chance_b = ((double)b_units + before) / ((double)search->b->count + PRIOR_UNITS);
    double bits = -log2(fmax(chance_a, chance_b));

    return bits < 0 ? 0 : bits;
}

static size_t run_of(const struct tvx_cross_text *text, size_t at)
{
    size_t end = at;

    while (end < text->use_count && text->uses[end].key == text->uses[at].key)
        end++;
    return end - at;
}

/* Goes through the keys of both texts; `each` pass counts or fills the meetings. */
static void meet(struct search *search, size_t *next, bool fill)
{
    const struct tvx_cross_text *a = search->a, *b = search->b;

    for (size_t i = 0, j = 0; i < a->use_count || j < b->use_count;) {
        bool has_a = i < a->use_count && (j >= b->use_count || a->uses[i].key <= b->uses[j].key);
        bool has_b = j < b->use_count && (i >= a->use_count || b->uses[j].key <= a->uses[i].key);
        size_t a_units = has_a ? run_of(a, i) : 0, b_units = has_b ? run_of(b, j) : 0;
        enum tvx_anchor_kind kind = has_a ? a->uses[i].kind : b->uses[j].kind;
        double bits = bits_of(search, kind, a_units, b_units);

        for (size_t k = i; k < i + a_units; k++) {
            uint32_t unit = a->uses[k].unit;

            if (!fill && anchor_weights[kind].missed)
                search->missed_a[unit] += bits * a->uses[k].times;
            if (!fill && kind != TVX_ANCHOR_COGNATE)
                search->worth_a += bits * anchor_weights[kind].weight * a->uses[k].times;
            if (b_units > 0 && fill)
                search->meetings[next[unit]++] =
                    (struct meeting){(uint32_t)k, (uint32_t)j, (uint32_t)b_units, (float)bits};
            else if (b_units > 0)
                next[unit]++;
        }
        for (size_t k = j; k < j + b_units && !fill; k++) {
            if (anchor_weights[kind].missed)
                search->missed_b[b->uses[k].unit] += bits * b->uses[k].times;
            if (kind != TVX_ANCHOR_COGNATE)
                search->worth_b += bits * anchor_weights[kind].weight * b->uses[k].times;
        }
        i += a_units;
        j += b_units;
    }
}

static enum tvx_status list_meetings(struct search *search, struct tvx_error *error)
{
    size_t count = search->a->count, sum = 0;
    size_t *next = tvx_arena_array(search->scratch, count + 1, sizeof *next);

    search->first_meeting = tvx_arena_array(search->scratch, count + 1, sizeof *search->first_meeting);
    search->missed_a = tvx_arena_array(search->scratch, count, sizeof *search->missed_a);
    search->missed_b = tvx_arena_array(search->scratch, search->b->count, sizeof *search->missed_b);
    if (next == NULL || search->first_meeting == NULL || search->missed_a == NULL || search->missed_b == NULL)
        return tvx_error_nomem(error);
    meet(search, next, false);
    for (size_t i = 0; i <= count; i++) {
        size_t own = i < count ? next[i] : 0;

        search->first_meeting[i] = next[i] = sum;
        sum += own;
    }
    search->meetings = tvx_arena_array(search->scratch, sum, sizeof *search->meetings);
    if (search->meetings == NULL)
        return tvx_error_nomem(error);
    meet(search, next, true);
    return TVX_OK;
}

static uint32_t least(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

/* ---- what a bead weighs ---- */

static double label_bits(const struct unit *a, const struct unit *b)
{
    bool has_a = a->last[0] + a->last[1] > 0, has_b = b->last[0] + b->last[1] > 0;
    double bits = 0;

    if (has_a && has_b) {
        bool same = false;

        for (int i = 0; i < 2; i++)
            for (int j = 0; j < 2; j++)
                same = same || (a->last[i] > 0 && a->last[i] == b->last[j]);
        bits += same ? 3 : -4;
    } else if (has_a != has_b) {
        bits -= 1;
    }
    if (a->top[0] > 0 && b->top[0] > 0)
        bits += a->top[0] == b->top[0] ? 4 : -8;
    if (a->depth > 0 && b->depth > 0)
        bits += a->depth == b->depth ? 1 : -2;
    return bits;
}

/* The spread of the logarithm falls with the length to what languages differ by in long paragraphs. */
double cross_length_bits(double a, double b)
{
    const double any = 1.3;
    double mean = (a + b) / 2 + 1, ratio = log((a + 1) / (b + 1)), own = sqrt(0.03 + 7 / mean), bits;

    if (own > any)
        own = any;
    bits = log2(any / own) - ratio * ratio * (1 / (own * own) - 1 / (any * any)) / 2 * 1.4427;
    return bits < -12 ? -12 : bits;
}

struct sums {
    double size, missed;
};

static struct sums sum_units(const struct tvx_cross_text *text, const double *missed, size_t end, size_t count)
{
    struct sums sums = {0, 0};

    for (size_t i = end - count; i < end; i++) {
        sums.size += text->units[i].size;
        sums.missed += missed[i];
    }
    return sums;
}

/*
 * What several units have in common with one, of which some is the same thing twice; and two with two what they have
 * crosswise, for two in their order are beads of their own.
 */
static double joined(float *const rows[DEEPEST], const struct bead *bead, size_t j, double of_the_lesser)
{
    double most = 0, sum = 0;

    if (bead->a == 2 && bead->b == 2)
        return (double)rows[1][j - 1] + rows[0][j - 2];
    for (size_t x = 0; x < bead->a; x++)
        for (size_t y = 0; y < bead->b; y++) {
            double one = rows[x][j - 1 - y];

            sum += one;
            most = one > most ? one : most;
        }
    return most + of_the_lesser * (sum - most);
}

/* The bead that ends before unit i of a and j of b.  shared[0] is the row of a's last unit, shared[1] the one before
   it. */
static double bead_bits(const struct search *search, const struct bead *bead, size_t i, size_t j)
{
    struct sums a = sum_units(search->a, search->missed_a, i, bead->a);
    struct sums b = sum_units(search->b, search->missed_b, j, bead->b);
    double shared, held, missed;

    if (bead->a == 0 || bead->b == 0)
        return bead->bits;
    shared = joined(search->shared, bead, j, 0.7);
    held = joined(search->held, bead, j, 1);
    missed = a.missed + b.missed - 2 * held;
    return bead->bits + cross_length_bits(a.size, b.size) + shared - missed_weight * (missed > 0 ? missed : 0) +
           label_bits(&search->a->units[i - bead->a], &search->b->units[j - bead->b]);
}

/* ---- the table ---- */

static size_t band_start(const struct search *search, size_t i)
{
    size_t n = search->a->count, m = search->b->count;
    size_t middle = n == 0 ? 0 : (size_t)((double)i / (double)n * (double)m);

    if (search->band > m)
        return 0;
    return middle < search->band / 2 ? 0 : middle - search->band / 2 > m + 1 - search->band
                                               ? m + 1 - search->band : middle - search->band / 2;
}

/* Where in b the row before i units of a looks, and the rows after it may look back: a band moves on by less than
   its width. */
struct window {
    size_t from, to;
};

static struct window window_of(const struct search *search, size_t i)
{
    size_t from = band_start(search, i), m = search->b->count;
    struct window window = {from < DEEPEST ? 0 : from - DEEPEST, from + 2 * search->band};

    window.to = window.to > m + 1 ? m + 1 : window.to;
    return window;
}

/* The first of the uses in b whose unit is not before `unit`. */
static uint32_t first_from(const struct tvx_cross_text *b, const struct meeting *meeting, size_t unit)
{
    uint32_t low = meeting->b_first, high = low + meeting->b_count;

    while (low < high) {
        uint32_t middle = low + (high - low) / 2;

        if (b->uses[middle].unit < unit)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* What unit i of a has in common with each unit of b in the band. */
static void fill_row(struct search *search, size_t i, size_t *budget)
{
    float *shared = search->shared[DEEPEST - 1], *held = search->held[DEEPEST - 1];
    struct window window = window_of(search, i + 1);

    memmove(search->shared + 1, search->shared, (DEEPEST - 1) * sizeof *search->shared);
    memmove(search->held + 1, search->held, (DEEPEST - 1) * sizeof *search->held);
    search->shared[0] = shared;
    search->held[0] = held;
    memset(shared + window.from, 0, (window.to - window.from) * sizeof *shared);
    memset(held + window.from, 0, (window.to - window.from) * sizeof *held);
    for (size_t k = search->first_meeting[i]; k < search->first_meeting[i + 1]; k++) {
        const struct meeting *meeting = &search->meetings[k];
        const struct use *use = &search->a->uses[meeting->a_use];

        uint32_t l = first_from(search->b, meeting, window.from);

        for (; l < meeting->b_first + meeting->b_count && search->b->uses[l].unit < window.to; l++) {
            const struct use *other = &search->b->uses[l];
            float bits = meeting->bits * (float)least(use->times, other->times);

            if (*budget == 0) {
                search->cut = true;
                return;
            }
            --*budget;
            shared[other->unit] += bits * (float)anchor_weights[use->kind].weight;
            if (anchor_weights[use->kind].missed)
                held[other->unit] += bits;
        }
    }
}

static enum tvx_status make_tables(struct search *search, struct tvx_error *error)
{
    size_t n = search->a->count, m = search->b->count;
    bool good = true;

    search->band = m + 1;
    if ((n + 1) * search->band > MOST_CELLS) {
        search->band = MOST_CELLS / (n + 1);
        search->band = search->band < LEAST_BAND ? LEAST_BAND : search->band > m + 1 ? m + 1 : search->band;
        search->cut = search->band < m + 1;
    }
    for (int k = 0; k < DEEPEST; k++) {
        search->shared[k] = tvx_arena_array(search->scratch, m + 1, sizeof *search->shared[k]);
        search->held[k] = tvx_arena_array(search->scratch, m + 1, sizeof *search->held[k]);
        good = good && search->shared[k] != NULL && search->held[k] != NULL;
    }
    for (int k = 0; k <= DEEPEST; k++) {
        search->best[k] = tvx_arena_array(search->scratch, m + 1, sizeof *search->best[k]);
        good = good && search->best[k] != NULL;
        for (size_t j = 0; good && j <= m; j++)
            search->best[k][j] = -INFINITY;
    }
    search->steps = tvx_arena_array(search->scratch, n + 1, search->band);
    return good && search->steps != NULL ? TVX_OK : tvx_error_nomem(error);
}

static void fill_tables(struct search *search)
{
    size_t n = search->a->count, m = search->b->count, budget = MOST_MEETINGS;

    for (size_t i = 0; i <= n; i++) {
        size_t from = band_start(search, i), to = from + search->band;
        struct window window = window_of(search, i);
        double *row = search->best[DEEPEST];

        memmove(search->best + 1, search->best, DEEPEST * sizeof *search->best);
        search->best[0] = row;
        for (size_t j = window.from; j < window.to; j++)
            row[j] = -INFINITY;
        if (i > 0)
            fill_row(search, i - 1, &budget);
        for (size_t j = from; j < to && j <= m; j++) {
            unsigned char *step = &search->steps[i * search->band + (j - from)];

            *step = BEAD_NONE;
            if (i == 0 && j == 0)
                row[j] = 0;
            for (unsigned char k = 0; k < BEADS; k++) {
                double bits;

                if (beads[k].a > i || beads[k].b > j || search->best[beads[k].a][j - beads[k].b] == -INFINITY)
                    continue;
                bits = search->best[beads[k].a][j - beads[k].b] + bead_bits(search, &beads[k], i, j);
                if (bits > row[j]) {
                    row[j] = bits;
                    *step = k;
                }
            }
        }
    }
}

/* ---- the answer ---- */

static int by_bits(const void *x, const void *y)
{
    const struct tvx_cross_anchor *a = x, *b = y;

    if (a->bits != b->bits)
        return a->bits > b->bits ? -1 : 1;
    return a->a_start < b->a_start ? -1 : a->a_start > b->a_start;
}

struct answer {
    struct tvx_cross *out;
    struct tvx_arena *arena;
    size_t pair_room, anchor_room;
    double bits; /* of all shared anchors, of kinds that are not by chance of spelling */
};

/* The anchors that unit i of a shares with units of b from `first` up to `end`. */
static enum tvx_status add_anchors(struct answer *answer, const struct search *search, size_t i, size_t first,
                                   size_t end, struct tvx_error *error)
{
    struct tvx_cross *out = answer->out;

    for (size_t k = search->first_meeting[i]; k < search->first_meeting[i + 1]; k++) {
        const struct meeting *meeting = &search->meetings[k];
        const struct use *use = &search->a->uses[meeting->a_use];

        for (uint32_t l = meeting->b_first; l < meeting->b_first + meeting->b_count; l++) {
            const struct use *other = &search->b->uses[l];

            if (other->unit < first || other->unit >= end)
                continue;
            for (uint32_t t = 0; t < least(use->times, other->times); t++) {
                const struct anchor *x = &search->a->anchors.items[use->first + t];
                const struct anchor *y = &search->b->anchors.items[other->first + t];

                out->anchors = tvx_arena_grow(answer->arena, out->anchors, out->anchor_count, &answer->anchor_room,
                                              sizeof *out->anchors);
                if (out->anchors == NULL)
                    return tvx_error_nomem(error);
                out->anchors[out->anchor_count++] = (struct tvx_cross_anchor){
                    use->kind, meeting->bits * anchor_weights[use->kind].weight, x->start, x->length, y->start,
                    y->length};
            }
        }
    }
    return TVX_OK;
}

static enum tvx_status add_pair(struct answer *answer, struct search *search, const struct bead *bead, size_t i,
                                size_t j, double bits, struct tvx_error *error)
{
    struct tvx_cross *out = answer->out;
    size_t first = out->anchor_count;
    struct tvx_cross_pair *pair;
    enum tvx_status status = TVX_OK;

    for (size_t k = i - bead->a; k < i && bead->b > 0 && status == TVX_OK; k++)
        status = add_anchors(answer, search, k, j - bead->b, j, error);
    if (status != TVX_OK)
        return status;
    out->pairs = tvx_arena_grow(answer->arena, out->pairs, out->count, &answer->pair_room, sizeof *out->pairs);
    if (out->pairs == NULL)
        return tvx_error_nomem(error);
    for (size_t k = first; k < out->anchor_count; k++)
        answer->bits += out->anchors[k].kind == TVX_ANCHOR_COGNATE ? 0 : out->anchors[k].bits;
    if (out->anchor_count > first)
        qsort(out->anchors + first, out->anchor_count - first, sizeof *out->anchors, by_bits);
    if (out->anchor_count - first > MOST_EVIDENCE)
        out->anchor_count = first + MOST_EVIDENCE;
    pair = &out->pairs[out->count++];
    *pair = (struct tvx_cross_pair){.a_first = i - bead->a, .a_count = bead->a, .b_first = j - bead->b,
                                    .b_count = bead->b, .bits = bits, .anchor_first = first,
                                    .anchor_count = out->anchor_count - first};
    if (bead->a > 0) {
        const struct unit *units = search->a->units;

        pair->a_start = units[pair->a_first].start;
        pair->a_length = units[i - 1].start + units[i - 1].length - pair->a_start;
    }
    if (bead->b > 0) {
        const struct unit *units = search->b->units;

        pair->b_start = units[pair->b_first].start;
        pair->b_length = units[j - 1].start + units[j - 1].length - pair->b_start;
    }
    return TVX_OK;
}

/* Goes back through the steps, then forward through the pairs. */
static enum tvx_status read_steps(struct answer *answer, struct search *search, struct tvx_error *error)
{
    size_t n = search->a->count, m = search->b->count, count = 0, i = n, j = m, budget = MOST_MEETINGS, filled = 0;
    unsigned char *path = tvx_arena_alloc(search->scratch, n + m + 1);
    enum tvx_status status = path == NULL ? tvx_error_nomem(error) : TVX_OK;

    while (status == TVX_OK && (i > 0 || j > 0)) {
        size_t from = band_start(search, i);
        unsigned char step = j < from || j - from >= search->band ? BEAD_NONE
                                                                  : search->steps[i * search->band + (j - from)];

        if (step == BEAD_NONE) /* out of the band: one text has more than the other here */
            step = i > 0 && (j == 0 || j < from) ? 1 : 2;
        path[count++] = step;
        i -= beads[step].a;
        j -= beads[step].b;
    }
    i = j = 0;
    while (status == TVX_OK && count > 0) {
        const struct bead *bead = &beads[path[--count]];

        i += bead->a;
        j += bead->b;
        for (; filled < i; filled++)
            fill_row(search, filled, &budget);
        status = add_pair(answer, search, bead, i, j, bead_bits(search, bead, i, j), error);
    }
    return status;
}

static double sizes_of(const struct tvx_cross_text *text, size_t first, size_t count)
{
    double size = 0;

    for (size_t i = first; i < first + count; i++)
        size += text->units[i].size;
    return size;
}

void tvx_cross_features(double features[TVX_CROSS_FEATURES], const struct tvx_cross_text *a,
                        const struct tvx_cross_text *b, const struct tvx_cross *cross)
{
    double all = sizes_of(a, 0, a->count) + sizes_of(b, 0, b->count), covered = 0, bits = 0, lengths = 0;

    memset(features, 0, TVX_CROSS_FEATURES * sizeof *features);
    for (size_t i = 0; i < cross->count; i++) {
        const struct tvx_cross_pair *pair = &cross->pairs[i];
        double x = sizes_of(a, pair->a_first, pair->a_count), y = sizes_of(b, pair->b_first, pair->b_count);

        if (pair->a_count == 0 || pair->b_count == 0 || pair->bits <= 0)
            continue;
        covered += x + y;
        bits += pair->bits;
        lengths += (x + y) * cross_length_bits(x, y);
    }
    if (covered <= 0)
        return;
    features[0] = cross->agreement;
    features[1] = log2(1 + bits) / 10;
    features[2] = lengths / all;
}

/* The logistic model, fitted by bench/cross.py on some pairs of languages and measured on others. */
static double score_of(const double features[TVX_CROSS_FEATURES])
{
    static const double weights[TVX_CROSS_FEATURES] = {16, 5.5, 1.8};
    double sum = -11.4;

    for (int i = 0; i < TVX_CROSS_FEATURES; i++)
        sum += weights[i] * features[i];
    return features[1] <= 0 ? 0 : 1 / (1 + exp(-sum));
}

enum tvx_status tvx_cross_compare(struct tvx_cross *out, struct tvx_arena *arena, const struct tvx_cross_text *a,
                                  const struct tvx_cross_text *b, struct tvx_error *error)
{
    struct search search = {.a = a, .b = b, .scratch = tvx_arena_new((size_t)2 << 30)};
    struct answer answer = {.out = out, .arena = arena};
    double features[TVX_CROSS_FEATURES];
    enum tvx_status status = search.scratch == NULL ? tvx_error_nomem(error) : TVX_OK;

    *out = (struct tvx_cross){.score = 0};
    if (status == TVX_OK)
        status = list_meetings(&search, error);
    if (status == TVX_OK)
        status = make_tables(&search, error);
    if (status == TVX_OK) {
        fill_tables(&search);
        status = read_steps(&answer, &search, error);
    }
    if (status == TVX_OK) {
        double all = search.worth_a + search.worth_b;

        out->agreement = all <= 0 ? 0 : fmin(1, 2 * answer.bits / all);
        out->cut = search.cut;
        tvx_cross_features(features, a, b, out);
        out->score = score_of(features);
    }
    tvx_arena_free(search.scratch);
    return status;
}
