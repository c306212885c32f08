/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Do ideal points find positions that are known, and do their intervals hold what they promise?  Draws actors, items
 * and sides from the model, with missing sides as in minutes, fits, and prints rank correlation and coverage.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <travaux/analyse/ideal.h>

enum { RUNS = 10, ACTORS_MOST = 60, ITEMS_MOST = 200, BOOTSTRAPS = 60 };

static double rank_correlation(const double *x, const struct tvx_ideal_point *y, size_t n)
{
    double sum = 0;

    for (size_t i = 0; i < n; i++) {
        double a = 0, b = 0;

        for (size_t k = 0; k < n; k++) {
            a += x[k] < x[i];
            b += y[k].point < y[i].point;
        }
        sum += (a - b) * (a - b);
    }
    return 1 - 6 * sum / ((double)n * ((double)n * (double)n - 1));
}

static void measure(size_t actors, size_t items, double known)
{
    double correlation = 0, covered = 0, width = 0;

    for (uint64_t run = 1; run <= RUNS; run++) {
        struct tvx_arena *arena = tvx_arena_new((size_t)1 << 28);
        static int8_t sides[ACTORS_MOST * ITEMS_MOST];
        double x[ACTORS_MOST], mean = 0, square = 0, r;
        struct tvx_ideal_point points[ACTORS_MOST];
        struct tvx_ideal_data data = {actors, items, sides};
        struct tvx_error error;
        uint64_t state = run * 1000003;

        for (size_t i = 0; i < actors; i++)
            mean += (x[i] = tvx_ideal_normal(&state)) / (double)actors;
        for (size_t i = 0; i < actors; i++)
            square += (x[i] - mean) * (x[i] - mean) / (double)actors;
        for (size_t j = 0; j < items; j++) {
            double a = 0.5 + 0.7 * tvx_ideal_normal(&state), b = 1.2 * tvx_ideal_normal(&state);

            for (size_t i = 0; i < actors; i++) {
                double z = a + b * x[i] + tvx_ideal_normal(&state);

                sides[i * items + j] = z < 0 ? -1 : z < 1 ? 0 : 1;
                if (tvx_ideal_uniform(&state) > known)
                    sides[i * items + j] = TVX_IDEAL_UNKNOWN;
            }
        }
        if (arena == NULL || tvx_ideal_fit(points, arena, &data, BOOTSTRAPS, 7, NULL, &error) != TVX_OK)
            exit(1);
        r = rank_correlation(x, points, actors);
        correlation += fabs(r) / RUNS;
        for (size_t i = 0; i < actors; i++) {
            double truth = (x[i] - mean) / sqrt(square) * (r < 0 ? -1 : 1);

            covered += (truth >= points[i].low && truth <= points[i].high) / (double)(actors * RUNS);
            width += (points[i].high - points[i].low) / (double)(actors * RUNS);
        }
        tvx_arena_free(arena);
    }
    setvbuf(stdout, NULL, _IOLBF, 0);
    printf("%2zu actors, %3zu proposals, %3.0f %% of sides known: rank correlation %.3f, coverage of 95 %% intervals "
           "%.3f, mean width %.2f\n", actors, items, 100 * known, correlation, covered, width);
}

int main(void)
{
    measure(10, 20, 0.8);
    measure(20, 40, 0.5);
    measure(40, 80, 0.3);
    return 0;
}
