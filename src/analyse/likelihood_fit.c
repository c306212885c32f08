/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <travaux/analyse/likelihood.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { STEPS = 100, HALVINGS = 30 };

static const double tolerance = 1e-9, largest = 1e6;
static const double quantile = 1.6448536269514722; /* of the normal distribution: 0.9 lie within */

static double sigmoid(double x)
{
    return x >= 0 ? 1 / (1 + exp(-x)) : exp(x) / (1 + exp(x));
}

static double product(const struct tvx_logit *l, const double *a, const double *b)
{
    double sum = 0;

    for (size_t i = 0; i < l->features; i++)
        sum += a[i] * b[i];
    return sum;
}

/* Minus the logarithm of the posterior, but for a constant. */
static double loss(const struct tvx_logit *l, const double *weight, const double *rows, const bool *events, size_t n)
{
    double sum = 0;

    for (size_t i = 0; i < l->features; i++) {
        double z = (weight[i] - l->mean[i]) / l->deviation[i];

        sum += z * z / 2;
    }
    for (size_t k = 0; k < n; k++) {
        double x = product(l, weight, rows + k * l->features);

        if (events[k])
            x = -x;
        sum += x > 0 ? x + log1p(exp(-x)) : log1p(exp(x)); /* log(1 + e^x), without overflow */
    }
    return sum;
}

/* Cholesky's factor in place (lower triangle); the matrix is the prior's plus a sum of squares, so it has one. */
static bool factor(double a[TVX_LOGIT_MOST][TVX_LOGIT_MOST], size_t d)
{
    for (size_t j = 0; j < d; j++) {
        for (size_t k = 0; k < j; k++)
            a[j][j] -= a[j][k] * a[j][k];
        if (!(a[j][j] > 0))
            return false;
        a[j][j] = sqrt(a[j][j]);
        for (size_t i = j + 1; i < d; i++) {
            for (size_t k = 0; k < j; k++)
                a[i][j] -= a[i][k] * a[j][k];
            a[i][j] /= a[j][j];
        }
    }
    return true;
}

static void solve(double a[TVX_LOGIT_MOST][TVX_LOGIT_MOST], size_t d, double *x)
{
    for (size_t i = 0; i < d; i++) {
        for (size_t k = 0; k < i; k++)
            x[i] -= a[i][k] * x[k];
        x[i] /= a[i][i];
    }
    for (size_t i = d; i-- > 0;) {
        for (size_t k = i + 1; k < d; k++)
            x[i] -= a[k][i] * x[k];
        x[i] /= a[i][i];
    }
}

/* Slope and curvature of the loss. */
static void derive(const struct tvx_logit *l, const double *rows, const bool *events, size_t n, double *slope,
                   double curve[TVX_LOGIT_MOST][TVX_LOGIT_MOST])
{
    memset(curve, 0, sizeof(double[TVX_LOGIT_MOST][TVX_LOGIT_MOST]));
    for (size_t i = 0; i < l->features; i++) {
        double precision = 1 / (l->deviation[i] * l->deviation[i]);

        slope[i] = (l->weight[i] - l->mean[i]) * precision;
        curve[i][i] = precision;
    }
    for (size_t k = 0; k < n; k++) {
        const double *row = rows + k * l->features;
        double p = sigmoid(product(l, l->weight, row)), w = p * (1 - p);

        for (size_t i = 0; i < l->features; i++) {
            slope[i] += (p - (events[k] ? 1 : 0)) * row[i];
            for (size_t j = 0; j <= i; j++)
                curve[i][j] += w * row[i] * row[j];
        }
    }
}

static enum tvx_status check(const struct tvx_logit *l, const double *rows, size_t n, struct tvx_error *error)
{
    bool fine = l->features > 0 && l->features <= TVX_LOGIT_MOST && n <= SIZE_MAX / TVX_LOGIT_MOST;

    for (size_t i = 0; fine && i < l->features; i++)
        fine = l->deviation[i] > 0 && l->deviation[i] <= largest && fabs(l->mean[i]) <= largest;
    for (size_t i = 0; fine && i < n * l->features; i++)
        fine = fabs(rows[i]) <= largest; /* false for NaN */
    return fine ? TVX_OK
                : tvx_error_set(error, TVX_E_MALFORMED, "a feature of the model, or its prior, is no usable number");
}

enum tvx_status tvx_logit_fit(struct tvx_logit *l, const double *rows, const bool *events, size_t n,
                              struct tvx_error *error)
{
    double curve[TVX_LOGIT_MOST][TVX_LOGIT_MOST], slope[TVX_LOGIT_MOST];
    enum tvx_status status = check(l, rows, n, error);

    if (status != TVX_OK)
        return status;
    memcpy(l->weight, l->mean, sizeof l->weight);
    l->own = l->features;
    l->n = n;
    l->events = 0;
    for (size_t k = 0; k < n; k++)
        l->events += events[k];
    for (unsigned step = 0; step < STEPS; step++) {
        double before = loss(l, l->weight, rows, events, n), next[TVX_LOGIT_MOST], part = 1, most = 0;

        derive(l, rows, events, n, slope, curve);
        if (!factor(curve, l->features))
            return tvx_error_set(error, TVX_E_LIMIT, "the model of likelihood cannot be fitted: its numbers differ too "
                                 "much in size");
        solve(curve, l->features, slope);
        for (unsigned half = 0; half < HALVINGS; half++, part /= 2) {
            for (size_t i = 0; i < l->features; i++)
                next[i] = l->weight[i] - part * slope[i];
            if (loss(l, next, rows, events, n) <= before)
                break;
        }
        for (size_t i = 0; i < l->features; i++) {
            most = fmax(most, fabs(next[i] - l->weight[i]));
            l->weight[i] = next[i];
        }
        if (most < tolerance)
            break;
    }
    derive(l, rows, events, n, slope, curve);
    if (!factor(curve, l->features))
        return tvx_error_set(error, TVX_E_LIMIT, "the model of likelihood cannot be fitted");
    for (size_t j = 0; j < l->features; j++) {
        double column[TVX_LOGIT_MOST] = {0};

        column[j] = 1;
        solve(curve, l->features, column);
        for (size_t i = 0; i < l->features; i++)
            l->covariance[i][j] = column[i];
    }
    return TVX_OK;
}

enum tvx_status tvx_logit_fit_clusters(struct tvx_logit *l, const double *rows, const bool *events,
                                       const size_t *clusters, size_t n, struct tvx_error *error)
{
    size_t own = l->features, most, count = 0;
    enum tvx_status status;
    double *wide;

    if (own >= TVX_LOGIT_MOST || n > SIZE_MAX / sizeof *wide / TVX_LOGIT_MOST || !(l->lean > 0))
        return tvx_error_set(error, TVX_E_MALFORMED, "the model has too many features, or no deviation of conferences");
    most = TVX_LOGIT_MOST - own;
    for (size_t k = 0; k < n; k++)
        if (clusters[k] >= count)
            count = clusters[k] < most ? clusters[k] + 1 : most;
    wide = calloc(n * (own + count) + 1, sizeof *wide);
    if (wide == NULL)
        return tvx_error_nomem(error);
    for (size_t i = own; i < own + count; i++) {
        l->mean[i] = 0;
        l->deviation[i] = l->lean;
    }
    for (size_t k = 0; k < n; k++) {
        memcpy(wide + k * (own + count), rows + k * own, own * sizeof *wide);
        wide[k * (own + count) + own + (clusters[k] < count ? clusters[k] : count - 1)] = 1;
    }
    l->features = own + count;
    status = tvx_logit_fit(l, wide, events, n, error);
    l->own = own;
    free(wide);
    return status;
}

struct tvx_chance tvx_logit_chance(const struct tvx_logit *l, const double *row)
{
    double middle = 0, variance = l->lean * l->lean, spread;

    for (size_t i = 0; i < l->own; i++) {
        middle += l->weight[i] * row[i];
        for (size_t j = 0; j < l->own; j++)
            variance += row[i] * l->covariance[i][j] * row[j];
    }
    spread = quantile * sqrt(variance > 0 ? variance : 0);
    return (struct tvx_chance){.point = sigmoid(middle / sqrt(1 + acos(-1.0) * variance / 8)),
                               .low = sigmoid(middle - spread), .high = sigmoid(middle + spread)};
}
