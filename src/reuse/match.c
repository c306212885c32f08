/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* How much two prepared edits share, and the probability that follows from it. */
#include "match_edit.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <travaux/base/table.h>

static const char *const feature_names[TVX_MATCH_FEATURES] = {
    [TVX_MATCH_INSERTED] = "inserted",
    [TVX_MATCH_ORDER] = "order",
    [TVX_MATCH_DELETED] = "deleted",
    [TVX_MATCH_WHOLE] = "whole",
    [TVX_MATCH_SPOT] = "spot",
};

/* Bits from which on an agreement about another text is worth as much as one about the same text: some five words. */
static const double FULLY_TRUSTED = 35;

/* Bits of an old text from which on it is known again as a part of the other: "The Agency shall" lies in any. */
static const double LEAST_PLACE = 30;

/* Bits of the keys that both sets have. */
static double shared_bits(const struct edit_set *a, const struct edit_set *b)
{
    double bits = 0;

    for (size_t i = 0, j = 0; i < a->count && j < b->count;) {
        uint64_t x = a->keys[i], y = b->keys[j];

        if (x == y)
            bits += (a->bits[i] + b->bits[j]) / 2;
        i += x <= y; /* without a branch that nobody can foresee */
        j += y <= x;
    }
    return bits;
}

static double share(double part, double whole)
{
    return whole <= 0 ? 0 : part >= whole ? 1 : part / whole;
}

/* Two edits that agree in little agree by chance, unless they change the same text or one a part of the other's. */
static double grounds(const struct tvx_weighed *a, const struct tvx_weighed *b, double bits)
{
    double both = shared_bits(&a->place, &b->place);
    double same = share(both, a->place.sum + b->place.sum - both);
    double part = share(both, fmax(LEAST_PLACE, fmin(a->place.sum, b->place.sum)));

    return fmax(fmax(same, part), fmin(1, bits / FULLY_TRUSTED));
}

void tvx_match_features(double features[TVX_MATCH_FEATURES], const struct tvx_weighed *a, const struct tvx_weighed *b)
{
    const struct edit_set *ai = &a->inserted_set, *bi = &b->inserted_set, *ad = &a->deleted_set, *bd = &b->deleted_set;
    double inserted = shared_bits(ai, bi), deleted = shared_bits(ad, bd);
    double all = (ai->sum + bi->sum) + (ad->sum + bd->sum), cover;

    memset(features, 0, TVX_MATCH_FEATURES * sizeof *features);
    if (inserted > 0) {
        double order = shared_bits(&a->neighbours, &b->neighbours);

        features[TVX_MATCH_INSERTED] = share(inserted, fmax(ai->sum, bi->sum)) * log2(1 + inserted);
        features[TVX_MATCH_ORDER] = share(order, fmin(a->neighbours.sum, b->neighbours.sum)) * log2(1 + order);
    }
    cover = share(deleted, ad->sum + bd->sum - deleted);
    features[TVX_MATCH_DELETED] = cover * cover * cover;
    cover = share(inserted + deleted, all - inserted - deleted);
    features[TVX_MATCH_WHOLE] = cover * cover;
    if (cover > 0) {
        double trust = grounds(a, b, inserted + deleted), spots = shared_bits(&a->spots, &b->spots);

        features[TVX_MATCH_SPOT] = share(spots, fmin(a->spots.sum, b->spots.sum));
        for (int i = 0; i < TVX_MATCH_FEATURES; i++)
            features[i] *= trust;
    }
}

double tvx_match_score(const struct tvx_match_model *model, const struct tvx_weighed *a, const struct tvx_weighed *b)
{
    double features[TVX_MATCH_FEATURES], sum = model->intercept;

    tvx_match_features(features, a, b);
    if (features[TVX_MATCH_WHOLE] <= 0)
        return 0;
    for (int i = 0; i < TVX_MATCH_FEATURES; i++)
        sum += model->weights[i] * features[i];
    return 1 / (1 + exp(-sum));
}

/* ---- the model ---- */

static bool number_of(double *out, struct tvx_field field)
{
    char text[40], *end;

    if (field.length == 0 || field.length >= sizeof text)
        return false;
    memcpy(text, field.text, field.length);
    text[field.length] = '\0';
    *out = strtod(text, &end);
    return *end == '\0' && isfinite(*out);
}

static double *slot_of(struct tvx_match_model *model, struct tvx_field name, int *index)
{
    for (*index = 0; *index < TVX_MATCH_FEATURES; ++*index)
        if (tvx_field_is(name, feature_names[*index]))
            return &model->weights[*index];
    return tvx_field_is(name, "intercept") ? &model->intercept : NULL;
}

enum tvx_status tvx_match_model_load(struct tvx_match_model *model, struct tvx_error *error)
{
    struct tvx_field fields[TVX_TABLE_FIELDS];
    struct tvx_table table;
    bool seen[TVX_MATCH_FEATURES + 1] = {false};
    size_t count;
    int index;

    memset(model, 0, sizeof *model);
    tvx_table_open(&table, tvx_asset_find("data/match-model.tsv"));
    while (tvx_table_next(&table, fields, &count)) {
        double *slot = slot_of(model, fields[0], &index);

        if (slot == NULL || !number_of(slot, fields[1]))
            return tvx_error_set(error, TVX_E_MALFORMED, "data/match-model.tsv: '%.*s' has no number, or no such name",
                                 (int)fields[0].length, fields[0].text);
        seen[index] = true;
    }
    for (int i = 0; i <= TVX_MATCH_FEATURES; i++)
        if (!seen[i])
            return tvx_error_set(error, TVX_E_MALFORMED, "data/match-model.tsv lacks '%s'",
                                 i == TVX_MATCH_FEATURES ? "intercept" : feature_names[i]);
    return TVX_OK;
}
