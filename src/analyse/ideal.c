/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * For actor i and item j a latent z = a_j + b_j x_i + e with e ~ N(0, 1/t_j); z below 0 is oppose, above 1 support,
 * between them reserve.  Priors: x ~ N(0, 1), (a, b) ~ N(0, 2 I), t ~ Gamma(4, 4): narrower than in the paper, for
 * minutes hold tens of sides where parliaments hold thousands of votes.  The expectation step takes the first
 * two moments of the truncated normals, the maximisation steps are in closed form (Imai, Lo and Olmsted 2016, section
 * "Ordinal Ideal Points").  The parametric bootstrap draws all sides anew from the fitted model and fits again.
 */
#include <travaux/analyse/ideal.h>

#include <math.h>
#include <stdbool.h>
#include <string.h>

enum { STEPS = 150, START_STEPS = 12, ACTORS_MOST = 2000, ITEMS_MOST = 20000, BOOTSTRAPS_LEAST = 40 };

static const double work_most = 4e8;     /* cells that all fits together may visit */
static const double close_enough = 5e-4;
static const double prior = 0.5;         /* precision of a and b */
static const double shape = 4, rate = 4; /* of t */
static const double quantile = 2.2; /* for 1.96, too few intervals hold the truth: measured by bench/ideal.c */

struct fit {
    size_t actors, items;
    double *x;          /* actors */
    double *a, *b, *t;  /* items */
};

/* ---- numbers ---- */

static uint64_t next(uint64_t *state) /* splitmix64: Steele, Lea and Flood, OOPSLA 2014 */
{
    uint64_t z = *state += 0x9E3779B97F4A7C15u;

    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

double tvx_ideal_uniform(uint64_t *state)
{
    return ((double)(next(state) >> 11) + 0.5) / 9007199254740992.0;
}

double tvx_ideal_normal(uint64_t *state)
{
    double u = tvx_ideal_uniform(state), v = tvx_ideal_uniform(state);

    return sqrt(-2 * log(u)) * cos(2 * 3.14159265358979323846 * v);
}

static double density(double z)
{
    return exp(-z * z / 2) * 0.39894228040143267794;
}

static double below(double z)
{
    return erfc(-z * 0.70710678118654752440) / 2;
}

/* Mean and variance of a standard normal between low and high (either may be infinite). */
static void truncated(double low, double high, double *mean, double *variance)
{
    double mass = below(high) - below(low), at_low = isinf(low) ? 0 : density(low);
    double at_high = isinf(high) ? 0 : density(high);

    if (low > 0) /* the same by the other tail, which has more digits */
        mass = below(-low) - below(-high);
    if (mass < 1e-12) { /* far out: all of it at the nearer end */
        *mean = low > 0 ? low : high < 0 ? high : 0;
        *variance = 0;
        return;
    }
    *mean = (at_low - at_high) / mass;
    *variance = 1 + ((isinf(low) ? 0 : low * at_low) - (isinf(high) ? 0 : high * at_high)) / mass - *mean * *mean;
    if (*variance < 0)
        *variance = 0;
}

/* ---- fitting ---- */

/* The latent value's mean and variance, given the side. */
static void expect(const struct fit *f, size_t i, size_t j, int side, double *mean, double *variance)
{
    double m = f->a[j] + f->b[j] * f->x[i], s = 1 / sqrt(f->t[j]), e, v;

    truncated(side == -1 ? -INFINITY : ((side == 0 ? 0 : 1) - m) / s, side == 1 ? INFINITY : ((side == 0) - m) / s, &e,
              &v);
    *mean = m + s * e;
    *variance = s * s * v;
}

/* `items`: what they say of the actors stays the same. */
static void standardise(struct fit *f, bool items)
{
    double mean = 0, square = 0, deviation;

    for (size_t i = 0; i < f->actors; i++)
        mean += f->x[i] / (double)f->actors;
    for (size_t i = 0; i < f->actors; i++)
        square += (f->x[i] - mean) * (f->x[i] - mean) / (double)f->actors;
    deviation = sqrt(square);
    if (deviation < 1e-9)
        return;
    for (size_t i = 0; i < f->actors; i++)
        f->x[i] = (f->x[i] - mean) / deviation;
    for (size_t j = 0; items && j < f->items; j++) {
        f->a[j] += f->b[j] * mean;
        f->b[j] *= deviation;
    }
}

/* The first principal component of the sides, by power iteration: a start from which the same optimum is found. */
static void begin(struct fit *f, const struct tvx_ideal_data *data)
{
    for (size_t i = 0; i < f->actors; i++)
        f->x[i] = (i * 7919 % 1000) / 1000.0 - 0.5; /* any vector that is not constant */
    for (size_t j = 0; j < f->items; j++) {
        double sum = 0, count = 0;

        for (size_t i = 0; i < f->actors; i++)
            if (data->sides[i * f->items + j] != TVX_IDEAL_UNKNOWN)
                sum += data->sides[i * f->items + j], count++;
        f->a[j] = count > 0 ? sum / count : 0;
    }
    for (int step = 0; step < START_STEPS; step++) {
        memset(f->b, 0, f->items * sizeof *f->b);
        for (size_t i = 0; i < f->actors; i++)
            for (size_t j = 0; j < f->items; j++)
                if (data->sides[i * f->items + j] != TVX_IDEAL_UNKNOWN)
                    f->b[j] += (data->sides[i * f->items + j] - f->a[j]) * f->x[i];
        for (size_t i = 0; i < f->actors; i++) {
            double sum = 0, count = 1;

            for (size_t j = 0; j < f->items; j++)
                if (data->sides[i * f->items + j] != TVX_IDEAL_UNKNOWN)
                    sum += (data->sides[i * f->items + j] - f->a[j]) * f->b[j], count++;
            f->x[i] = sum / count;
        }
        standardise(f, false);
    }
    for (size_t j = 0; j < f->items; j++) {
        f->b[j] = f->b[j] >= 0 ? 0.5 : -0.5;
        f->a[j] = 0.5 + f->a[j];
        f->t[j] = 1;
    }
}

static void step_item(struct fit *f, const struct tvx_ideal_data *data, size_t j)
{
    double n = 0, sx = 0, sxx = 0, sz = 0, szx = 0, rest = 0, determinant, p00, p11, p01, a, b, t = f->t[j];

    for (size_t i = 0; i < f->actors; i++) {
        int side = data->sides[i * f->items + j];
        double z, v;

        if (side == TVX_IDEAL_UNKNOWN)
            continue;
        expect(f, i, j, side, &z, &v);
        n++;
        sx += f->x[i];
        sxx += f->x[i] * f->x[i];
        sz += z;
        szx += z * f->x[i];
        rest += z * z + v;
    }
    p00 = prior + t * n;
    p11 = prior + t * sxx;
    p01 = t * sx;
    determinant = p00 * p11 - p01 * p01;
    a = (p11 * t * sz - p01 * t * szx) / determinant;
    b = (p00 * t * szx - p01 * t * sz) / determinant;
    rest += -2 * (a * sz + b * szx) + a * a * n + 2 * a * b * sx + b * b * sxx;
    f->a[j] = a;
    f->b[j] = b;
    f->t[j] = (n + 2 * (shape - 1)) / (rest + 2 * rate);
}

static double step_actor(struct fit *f, const struct tvx_ideal_data *data, size_t i)
{
    double precision = 1, sum = 0, old = f->x[i];

    for (size_t j = 0; j < f->items; j++) {
        int side = data->sides[i * f->items + j];
        double z, v;

        if (side == TVX_IDEAL_UNKNOWN)
            continue;
        expect(f, i, j, side, &z, &v);
        precision += f->t[j] * f->b[j] * f->b[j];
        sum += f->t[j] * f->b[j] * (z - f->a[j]);
    }
    f->x[i] = sum / precision;
    return fabs(f->x[i] - old);
}

/* From where *f stands. */
static void improve(struct fit *f, const struct tvx_ideal_data *data, double enough)
{
    double moved = 1;

    for (int step = 0; step < STEPS && moved > enough; step++) {
        moved = 0;
        for (size_t j = 0; j < f->items; j++)
            step_item(f, data, j);
        for (size_t i = 0; i < f->actors; i++) {
            double by = step_actor(f, data, i);

            moved = by > moved ? by : moved;
        }
    }
    standardise(f, true);
}

/* Sides drawn from the fitted model, unknown where they were. */
static void draw(int8_t *out, const struct fit *f, const struct tvx_ideal_data *data, uint64_t *state)
{
    for (size_t i = 0; i < f->actors; i++)
        for (size_t j = 0; j < f->items; j++) {
            double z;

            out[i * f->items + j] = TVX_IDEAL_UNKNOWN;
            if (data->sides[i * f->items + j] == TVX_IDEAL_UNKNOWN)
                continue;
            z = f->a[j] + f->b[j] * f->x[i] + tvx_ideal_normal(state) / sqrt(f->t[j]);
            out[i * f->items + j] = z < 0 ? -1 : z < 1 ? 0 : 1;
        }
}

static bool make(struct fit *f, struct tvx_arena *arena, size_t actors, size_t items)
{
    *f = (struct fit){.actors = actors, .items = items, .x = tvx_arena_array(arena, actors + 1, sizeof(double)),
                      .a = tvx_arena_array(arena, items + 1, sizeof(double)),
                      .b = tvx_arena_array(arena, items + 1, sizeof(double)),
                      .t = tvx_arena_array(arena, items + 1, sizeof(double))};
    return f->x != NULL && f->a != NULL && f->b != NULL && f->t != NULL;
}

enum tvx_status tvx_ideal_fit(struct tvx_ideal_point *out, struct tvx_arena *arena, const struct tvx_ideal_data *data,
                              size_t bootstraps, uint64_t seed, size_t *made, struct tvx_error *error)
{
    size_t n = data->actors, cells = n * data->items;
    struct fit best, again;
    double *squares, most;
    int8_t *drawn;

    if (n > ACTORS_MOST || data->items > ITEMS_MOST)
        return tvx_error_set(error, TVX_E_LIMIT, "%zu actors on %zu proposals are more than ideal points are made of",
                             n, data->items);
    drawn = tvx_arena_alloc(arena, cells + 1);
    squares = tvx_arena_array(arena, n + 1, sizeof *squares);
    if (!make(&best, arena, n, data->items) || !make(&again, arena, n, data->items) || drawn == NULL || squares == NULL)
        return tvx_error_nomem(error);
    begin(&best, data);
    improve(&best, data, close_enough);
    most = work_most / ((double)(cells + 1) * STEPS);
    if (bootstraps > BOOTSTRAPS_LEAST && (double)bootstraps > most)
        bootstraps = most < BOOTSTRAPS_LEAST ? BOOTSTRAPS_LEAST : (size_t)most;
    for (size_t k = 0; k < bootstraps; k++) {
        struct tvx_ideal_data simulated = {n, data->items, drawn};
        double same = 0;

        draw(drawn, &best, data, &seed);
        memcpy(again.x, best.x, n * sizeof *again.x);
        memcpy(again.a, best.a, data->items * sizeof *again.a);
        memcpy(again.b, best.b, data->items * sizeof *again.b);
        memcpy(again.t, best.t, data->items * sizeof *again.t);
        improve(&again, &simulated, close_enough);
        for (size_t i = 0; i < n; i++)
            same += again.x[i] * best.x[i];
        for (size_t i = 0; i < n; i++) { /* the sign is arbitrary: that of the first fit */
            double difference = (same < 0 ? -again.x[i] : again.x[i]) - best.x[i];

            squares[i] += difference * difference / (double)bootstraps;
        }
    }
    for (size_t i = 0; i < n; i++) {
        double half = bootstraps == 0 ? 0 : quantile * sqrt(squares[i]);

        out[i] = (struct tvx_ideal_point){best.x[i], best.x[i] - half, best.x[i] + half};
    }
    if (made != NULL)
        *made = bootstraps;
    return TVX_OK;
}
