/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "novelty_index.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_ASKED = 512 };

/* Set by hand on the development half of bench/novelty: K and B as BM25 has them, the rest in shares of the score. */
static const double K = 0.9, B = 0.45, ABOVE = 0.5;
static const double SAME_ACTOR = 0.06, SAME_KIND = 0.03, SAME_VERB = 0.08, BOTH_WAYS = 0.35;

struct posting {
    uint64_t concept;
    uint32_t unit;
    float weight; /* how often, what stands above counting by half */
};

struct novelty_index {
    struct tvx_arena *arena;
    struct tvx_rarity *rarity;
    struct novelty_unit *units;
    size_t count, capacity;
    struct posting *postings;
    size_t posting_count, posting_capacity;
    double mean; /* weight of a unit */
    double *lengths, *scores;
    uint32_t *touched;
};

struct novelty_index *novelty_index_new(struct tvx_arena *arena)
{
    struct novelty_index *index = tvx_arena_alloc(arena, sizeof *index);

    if (index == NULL)
        return NULL;
    index->arena = arena;
    index->rarity = tvx_rarity_new(0);
    return index->rarity == NULL ? NULL : index;
}

void novelty_index_free(struct novelty_index *index)
{
    if (index != NULL)
        tvx_rarity_free(index->rarity);
}

static enum tvx_status post(struct novelty_index *index, const struct novelty_text *text, float weight,
                            struct tvx_error *error)
{
    for (size_t i = 0; i < text->count; i++) {
        if (text->items[i].little)
            continue;
        if (index->posting_count >= index->posting_capacity) {
            index->postings = tvx_arena_grow(index->arena, index->postings, index->posting_count,
                                             &index->posting_capacity, sizeof *index->postings);
            if (index->postings == NULL)
                return tvx_error_nomem(error);
        }
        index->postings[index->posting_count++] =
            (struct posting){text->items[i].concept, (uint32_t)index->count, weight};
    }
    return TVX_OK;
}

enum tvx_status novelty_index_add(struct novelty_index *index, const struct novelty_unit *unit,
                                  struct tvx_error *error)
{
    enum tvx_status status;

    if (index->count >= UINT32_MAX - 1)
        return tvx_error_set(error, TVX_E_LIMIT, "the workspace holds too many sentences of law");
    if (index->count >= index->capacity) {
        index->units =
            tvx_arena_grow(index->arena, index->units, index->count, &index->capacity, sizeof *index->units);
        if (index->units == NULL)
            return tvx_error_nomem(error);
    }
    status = post(index, &unit->words, 1, error);
    if (status == TVX_OK)
        status = post(index, &unit->above, (float)ABOVE, error);
    if (status == TVX_OK)
        index->units[index->count++] = *unit;
    return status;
}

static int by_unit(const void *a, const void *b)
{
    const struct posting *x = a, *y = b;

    if (x->unit != y->unit)
        return x->unit < y->unit ? -1 : 1;
    return x->concept < y->concept ? -1 : x->concept > y->concept;
}

static int by_concept(const void *a, const void *b)
{
    const struct posting *x = a, *y = b;

    if (x->concept != y->concept)
        return x->concept < y->concept ? -1 : 1;
    return x->unit < y->unit ? -1 : x->unit > y->unit;
}

/* Adds up what a unit says more than once, and counts its concepts as one passage. */
static enum tvx_status fold_units(struct novelty_index *index, struct tvx_error *error)
{
    uint64_t *keys = tvx_arena_array(index->arena, index->posting_count + 1, sizeof *keys);
    size_t to = 0;

    if (keys == NULL)
        return tvx_error_nomem(error);
    for (size_t i = 0; i < index->posting_count;) {
        uint32_t unit = index->postings[i].unit;
        size_t count = 0;
        enum tvx_status status;

        while (i < index->posting_count && index->postings[i].unit == unit) {
            struct posting sum = index->postings[i++];

            while (i < index->posting_count && index->postings[i].unit == unit &&
                   index->postings[i].concept == sum.concept)
                sum.weight += index->postings[i++].weight;
            index->lengths[unit] += sum.weight;
            keys[count++] = sum.concept;
            index->postings[to++] = sum;
        }
        index->units[unit].concepts = keys;
        index->units[unit].concept_count = count;
        status = tvx_rarity_add(index->rarity, keys, count, error);
        keys += count;
        if (status != TVX_OK)
            return status;
    }
    index->posting_count = to;
    return TVX_OK;
}

/* A concept's bits are the rarer of what this law says of it and what any law does, but a law of few sentences cannot
   say that a word is rare. */
double novelty_index_bits(const struct novelty_index *index, uint64_t concept)
{
    double bits = tvx_rarity_bits(index->rarity, concept);
    double here = 1.5 + log2(((double)index->count + 1) / ((double)tvx_rarity_seen(index->rarity, concept) + 0.5));

    return bits < here ? bits : here;
}

/* Own bits: each concept of the sentence once. */
static double own_bits(const struct novelty_index *index, const struct novelty_text *text)
{
    double sum = 0;

    for (size_t i = 0; i < text->count && i < MOST_ASKED; i++) {
        bool before = text->items[i].little;

        for (size_t j = 0; j < i && !before; j++)
            before = text->items[j].concept == text->items[i].concept;
        sum += before ? 0 : novelty_index_bits(index, text->items[i].concept);
    }
    return sum;
}

enum tvx_status novelty_index_close(struct novelty_index *index, struct tvx_error *error)
{
    enum tvx_status status;
    double sum = 0;

    index->lengths = tvx_arena_array(index->arena, index->count + 1, sizeof *index->lengths);
    index->scores = tvx_arena_array(index->arena, index->count + 1, sizeof *index->scores);
    index->touched = tvx_arena_array(index->arena, index->count + 1, sizeof *index->touched);
    if (index->lengths == NULL || index->scores == NULL || index->touched == NULL)
        return tvx_error_nomem(error);
    if (index->posting_count > 1)
        qsort(index->postings, index->posting_count, sizeof *index->postings, by_unit);
    status = fold_units(index, error);
    if (status != TVX_OK)
        return status;
    if (index->posting_count > 1)
        qsort(index->postings, index->posting_count, sizeof *index->postings, by_concept);
    for (size_t i = 0; i < index->count; i++) {
        sum += index->lengths[i];
        index->units[i].bits = own_bits(index, &index->units[i].words);
    }
    index->mean = index->count == 0 || sum <= 0 ? 1 : sum / (double)index->count;
    return TVX_OK;
}

bool novelty_unit_has(const struct novelty_unit *unit, uint64_t concept)
{
    size_t low = 0, high = unit->concept_count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (unit->concepts[middle] < concept)
            low = middle + 1;
        else
            high = middle;
    }
    return low < unit->concept_count && unit->concepts[low] == concept;
}

const struct novelty_unit *novelty_index_unit(const struct novelty_index *index, size_t unit)
{
    return &index->units[unit];
}

size_t novelty_index_count(const struct novelty_index *index)
{
    return index->count;
}

/* The first posting of a concept, or of the next one. */
static size_t first_of(const struct novelty_index *index, uint64_t concept)
{
    size_t low = 0, high = index->posting_count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (index->postings[middle].concept < concept)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static double structure(const struct novelty_unit *unit, const struct novelty_asked *asked)
{
    double out = 0;

    if (unit->actor != 0 && unit->actor == asked->actor)
        out += SAME_ACTOR;
    if (unit->verb != 0 && unit->verb == asked->verb)
        out += SAME_VERB;
    if (*unit->kind != '\0' && strcmp(unit->kind, asked->kind) == 0)
        out += SAME_KIND;
    return out;
}

static void keep_best(struct novelty_hit hits[NOVELTY_HITS], size_t *count, struct novelty_hit hit)
{
    size_t at = *count;

    while (at > 0 && (hits[at - 1].score < hit.score ||
                      (hits[at - 1].score == hit.score && hits[at - 1].unit > hit.unit)))
        at--;
    if (at >= NOVELTY_HITS)
        return;
    if (*count < NOVELTY_HITS)
        ++*count;
    memmove(&hits[at + 1], &hits[at], (*count - at - 1) * sizeof *hits);
    hits[at] = hit;
}

enum tvx_status novelty_index_ask(const struct novelty_index *index, struct novelty_hit hits[NOVELTY_HITS],
                                  size_t *count, const struct novelty_asked *asked, struct tvx_error *error)
{
    uint64_t seen[MOST_ASKED];
    size_t seen_count = 0, touched = 0;
    double all = 0;

    (void)error;
    *count = 0;
    for (size_t i = 0; i < asked->count && seen_count < MOST_ASKED; i++) {
        const struct novelty_word *word = &asked->words[i];
        double weight = asked->weights == NULL ? 1 : asked->weights[i];
        bool before = word->little;

        for (size_t j = 0; j < seen_count && !before; j++)
            before = seen[j] == word->concept;
        if (before)
            continue;
        seen[seen_count++] = word->concept;
        weight *= novelty_index_bits(index, word->concept);
        if (weight <= 0)
            continue;
        all += weight;
        for (size_t p = first_of(index, word->concept);
             p < index->posting_count && index->postings[p].concept == word->concept; p++) {
            const struct posting *posting = &index->postings[p];
            double often = posting->weight;

            if (index->scores[posting->unit] == 0)
                index->touched[touched++] = posting->unit;
            index->scores[posting->unit] +=
                weight * often * (K + 1) /
                (often + K * (1 - B + B * index->lengths[posting->unit] / index->mean));
        }
    }
    for (size_t i = 0; i < touched; i++) {
        uint32_t at = index->touched[i];
        const struct novelty_unit *unit = &index->units[at];
        double own = unit->bits <= 0 ? 0 : index->scores[at] / unit->bits;
        double score = index->scores[at] / (all <= 0 ? 1 : all);

        score += BOTH_WAYS * score * (own > 1 ? 1 : own);
        keep_best(hits, count, (struct novelty_hit){at, score * (1 + structure(unit, asked))});
        index->scores[at] = 0;
    }
    return TVX_OK;
}
