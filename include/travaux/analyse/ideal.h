/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Ideal points: where actors stand on one dimension that explains best who takes which side on what.  The model is the
 * ordinal one (oppose, reserve, support) of Imai, Lo and Olmsted, "Fast Estimation of Ideal Points with Massive Data",
 * American Political Science Review 110(4), 2016, fitted by expectation and maximisation; intervals are from their
 * parametric bootstrap.  The dimension's meaning and sign are the reader's to find: only order and distance are told.
 */
#ifndef TRAVAUX_ANALYSE_IDEAL_H
#define TRAVAUX_ANALYSE_IDEAL_H

#include <stddef.h>
#include <stdint.h>
#include <travaux/base/arena.h>
#include <travaux/base/error.h>

enum { TVX_IDEAL_UNKNOWN = 2 };

enum { /* what the data must carry, or nothing is told */
    TVX_IDEAL_ACTORS = 10, /* at least so many actors, */
    TVX_IDEAL_ITEMS = 20,  /* so many proposals, */
    TVX_IDEAL_SIDES = 8,   /* so many sides of each actor, */
    TVX_IDEAL_VOICES = 3,  /* and so many actors on each proposal, not all of one mind */
};

struct tvx_ideal_data {
    size_t actors, items;
    const int8_t *sides; /* actors × items: -1 oppose, 0 reserve, 1 support, TVX_IDEAL_UNKNOWN */
};

struct tvx_ideal_point {
    double point, low, high; /* of a population with mean 0 and standard deviation 1; a 95 % interval */
};

/*
 * Fills out[actors].  The same data, bootstraps and seed give the same numbers on any machine with IEEE arithmetic, up
 * to the last digits.  Each actor and item must have a side.  TVX_E_LIMIT beyond 2000 actors or 20 000 items.
 * `bootstraps`: 200 is a good number; fewer are taken where it would take minutes, *made says how many (may be NULL).
 */
enum tvx_status tvx_ideal_fit(struct tvx_ideal_point *out, struct tvx_arena *arena, const struct tvx_ideal_data *data,
                              size_t bootstraps, uint64_t seed, size_t *made, struct tvx_error *error);

/* Numbers for simulations: equally spread in (0, 1), and standard normal. */
double tvx_ideal_uniform(uint64_t *state);
double tvx_ideal_normal(uint64_t *state);

#endif
