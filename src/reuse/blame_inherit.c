/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * From one version to the next: which provision became which, and which of its words are words that were there before.
 * What the alignment does not find is looked for among the words that died in earlier versions: first those of the same
 * provision, then provisions that were gone and came back, then runs that went to another provision.
 */
#include "blame_parts.h"

#include <string.h>

enum {
    LEAST_MOVED = 6,       /* words that must run on for a passage to count as moved to another provision, */
    LEAST_TELLING = 4,     /* and how many of them must tell something */
    LEAST_RETURNED = 5,    /* words that a provision must share with one that is gone, to be its return */
    MOST_SAME_GRAM = 64,   /* places of one run of words that are tried */
};

struct side { /* provisions of one side of an alignment */
    struct tvx_part *parts;
    struct blame_text *texts;
    size_t *first;     /* of its words among those of its version */
    uint32_t *version, *provision;
    size_t count;
};

static bool side_new(struct side *side, struct blame_work *work, size_t most)
{
    *side = (struct side){
        .parts = tvx_arena_array(work->arena, most, sizeof *side->parts),
        .texts = tvx_arena_array(work->arena, most, sizeof *side->texts),
        .first = tvx_arena_array(work->arena, most, sizeof *side->first),
        .version = tvx_arena_array(work->arena, most, sizeof *side->version),
        .provision = tvx_arena_array(work->arena, most, sizeof *side->provision),
    };
    return side->parts != NULL && side->texts != NULL && side->first != NULL && side->version != NULL &&
           side->provision != NULL;
}

static void side_add(struct side *side, const struct blame_work *work, size_t version, size_t provision)
{
    const struct tvx_provision *item = &work->out->versions[version].instrument.provisions[provision];
    size_t at = side->count;

    side->texts[at] = blame_provision(work, version, provision);
    if (side->texts[at].count == 0)
        return;
    side->parts[at] = (struct tvx_part){.label = item->label, .text = item->text};
    side->first[at] = work->out->words[version].first[provision];
    side->version[at] = (uint32_t)version;
    side->provision[at] = (uint32_t)provision;
    side->count++;
}

/* The mates of the words of one pair: numbers of words of b's version -> of a's. */
static enum tvx_status pair_mates(struct blame_work *work, uint32_t *mate, const struct tvx_pair *pair,
                                  const struct side *a, const struct side *b)
{
    return blame_mates_joined(work, mate, a->texts + pair->a, a->first + pair->a, pair->a_count, b->texts + pair->b,
                              b->first + pair->b, pair->b_count);
}

static enum tvx_status add_descents(struct blame_work *work, const struct tvx_pair *pair, const struct side *a,
                                    const struct side *b, bool returned)
{
    for (size_t j = pair->b; j < pair->b + pair->b_count; j++)
        for (size_t i = pair->a; i < pair->a + pair->a_count; i++) {
            enum tvx_status status = blame_descent(
                work, (struct tvx_descent){b->version[j], b->provision[j], a->version[i], a->provision[i], pair->kind,
                                           strcmp(a->parts[i].label, b->parts[j].label) != 0, returned});

            if (status != TVX_OK)
                return status;
        }
    return TVX_OK;
}

/* Takes over the identities by `mate`; one that is taken already is not given twice. */
static void take_over(struct blame_work *work, size_t version, const uint32_t *mate, const struct tvx_words *from,
                      size_t first, size_t end, bool *taken)
{
    struct tvx_word *words = work->out->words[version].items;

    for (size_t j = first; j < end; j++) {
        uint32_t origin = mate[j] == BLAME_NONE ? BLAME_NONE : from->items[mate[j]].origin;

        if (origin == BLAME_NONE || words[j].origin != BLAME_NONE || taken[origin])
            continue;
        words[j].origin = origin;
        taken[origin] = true;
    }
}

static enum tvx_status from_before(struct blame_work *work, size_t version, bool *taken)
{
    const struct tvx_instrument *old = &work->out->versions[version - 1].instrument;
    const struct tvx_instrument *new = &work->out->versions[version].instrument;
    size_t count = work->out->words[version].count;
    uint32_t *mate = tvx_arena_array(work->arena, count, sizeof *mate);
    struct tvx_alignment alignment;
    struct side a, b;
    enum tvx_status status;

    if (mate == NULL || !side_new(&a, work, old->count) || !side_new(&b, work, new->count))
        return tvx_error_nomem(work->error);
    memset(mate, 0xFF, count * sizeof *mate);
    for (size_t p = 0; p < old->count; p++)
        side_add(&a, work, version - 1, p);
    for (size_t p = 0; p < new->count; p++)
        side_add(&b, work, version, p);
    status = tvx_align_parts(&alignment, work->arena, a.parts, a.count, b.parts, b.count, work->error);
    for (size_t k = 0; k < alignment.count && status == TVX_OK; k++) {
        const struct tvx_pair *pair = &alignment.pairs[k];

        if (pair->a_count == 0 || pair->b_count == 0)
            continue;
        status = pair_mates(work, mate, pair, &a, &b);
        if (status == TVX_OK)
            status = add_descents(work, pair, &a, &b, false);
    }
    if (status == TVX_OK)
        take_over(work, version, mate, &work->out->words[version - 1], 0, count, taken);
    return status;
}

/* ---- words that come back to their provision ---- */

static bool has_new(const struct blame_work *work, size_t version, size_t provision)
{
    const struct tvx_words *words = &work->out->words[version];

    for (size_t j = words->first[provision]; j < words->first[provision + 1]; j++)
        if (words->items[j].origin == BLAME_NONE)
            return true;
    return false;
}

/* The words of provision `from` of an older version, for those that are still new in `provision`. */
static enum tvx_status from_ancestor(struct blame_work *work, size_t version, size_t provision, size_t older,
                                     size_t from, bool *taken)
{
    struct blame_text a = blame_provision(work, older, from), b = blame_provision(work, version, provision);
    struct tvx_words *words = &work->out->words[version];
    const struct tvx_words *old = &work->out->words[older];
    uint32_t *mate = tvx_arena_array(work->arena, b.count, sizeof *mate);
    enum tvx_status status =
        mate == NULL ? tvx_error_nomem(work->error) : blame_mates(work, mate, &a, &b);

    for (size_t j = 0; j < b.count && status == TVX_OK; j++) {
        struct tvx_word *word = &words->items[words->first[provision] + j];
        uint32_t origin = mate[j] == BLAME_NONE ? BLAME_NONE : old->items[old->first[from] + mate[j]].origin;

        if (word->origin == BLAME_NONE && origin != BLAME_NONE && !taken[origin]) {
            word->origin = origin;
            taken[origin] = true;
        }
    }
    return status;
}

/* Walks the descents of each provision backwards; the latest ancestor first. */
static enum tvx_status from_ancestors(struct blame_work *work, size_t version, bool *taken)
{
    const struct tvx_history *out = work->out;
    size_t count = out->versions[version].instrument.count;
    enum tvx_status status = TVX_OK;

    for (size_t p = 0; p < count && status == TVX_OK; p++) {
        bool *here;

        if (!has_new(work, version, p))
            continue;
        here = tvx_arena_array(work->arena, count, sizeof *here);
        if (here == NULL)
            return tvx_error_nomem(work->error);
        here[p] = true;
        for (size_t at = version; at > 0 && status == TVX_OK; at--) {
            size_t older = out->versions[at - 1].instrument.count;
            bool *before = tvx_arena_array(work->arena, older, sizeof *before), any = false;

            if (before == NULL)
                return tvx_error_nomem(work->error);
            for (size_t k = out->descent_first[at]; k < out->descent_first[at + 1]; k++) {
                const struct tvx_descent *d = &out->descents[k];

                if (d->from_version == at - 1 && here[d->provision])
                    any = before[d->from_provision] = true;
            }
            if (!any)
                break;
            for (size_t q = 0; q < older && status == TVX_OK && at < version; q++)
                if (before[q] && has_new(work, version, p))
                    status = from_ancestor(work, version, p, at - 1, q, taken);
            here = before;
        }
    }
    return status;
}

/* ---- provisions that come back ---- */

/* By provision of `of`: does any later one, up to the version being made, stem from it, or it from an earlier one? */
static bool *related(struct blame_work *work, size_t of, bool as_parent)
{
    const struct tvx_history *out = work->out;
    bool *yes = tvx_arena_array(work->arena, out->versions[of].instrument.count, sizeof *yes);

    for (size_t k = 0; k < out->descent_count && yes != NULL; k++) {
        const struct tvx_descent *d = &out->descents[k];

        if (as_parent && d->from_version == of)
            yes[d->from_provision] = true;
        else if (!as_parent && d->version == of)
            yes[d->provision] = true;
    }
    return yes;
}

/* Provisions of the version that stem from none (`fresh`), or from which none stems. */
static bool add_unrelated(struct side *side, struct blame_work *work, size_t version, bool fresh)
{
    bool *yes = related(work, version, !fresh);

    for (size_t p = 0; p < work->out->versions[version].instrument.count && yes != NULL; p++)
        if (!yes[p])
            side_add(side, work, version, p);
    return yes != NULL;
}

/* Is a pair of a fresh provision with one that is gone more than chance? */
static bool is_return(const uint32_t *mate, const struct side *b, const struct side *a, const struct tvx_pair *pair)
{
    size_t shared = 0, shorter;

    if (pair->a_count != 1 || pair->b_count != 1)
        return false;
    for (size_t j = 0; j < b->texts[pair->b].count; j++)
        shared += mate[b->first[pair->b] + j] != BLAME_NONE;
    shorter = a->texts[pair->a].count < b->texts[pair->b].count ? a->texts[pair->a].count : b->texts[pair->b].count;
    return shared >= LEAST_RETURNED && shared * 2 >= shorter;
}

static enum tvx_status from_gone(struct blame_work *work, size_t version, bool *taken)
{
    struct tvx_history *out = work->out;
    size_t most = 0, count = out->words[version].count;
    uint32_t *mate = tvx_arena_array(work->arena, count, sizeof *mate);
    struct tvx_alignment alignment = {0};
    struct side a, b;
    enum tvx_status status = TVX_OK;

    for (size_t v = 0; v < version; v++)
        most += out->versions[v].instrument.count;
    if (mate == NULL || !side_new(&a, work, most) || !side_new(&b, work, out->versions[version].instrument.count))
        return tvx_error_nomem(work->error);
    memset(mate, 0xFF, count * sizeof *mate);
    if (!add_unrelated(&b, work, version, true))
        return tvx_error_nomem(work->error);
    for (size_t v = 0; v + 1 < version && b.count > 0; v++)
        if (!add_unrelated(&a, work, v, false))
            return tvx_error_nomem(work->error);
    if (a.count == 0 || b.count == 0)
        return TVX_OK;
    status = tvx_align_parts(&alignment, work->arena, a.parts, a.count, b.parts, b.count, work->error);
    for (size_t k = 0; k < alignment.count && status == TVX_OK; k++) {
        const struct tvx_pair *pair = &alignment.pairs[k];

        if (pair->a_count != 1 || pair->b_count != 1)
            continue;
        status = pair_mates(work, mate, pair, &a, &b);
        if (status != TVX_OK || !is_return(mate, &b, &a, pair))
            continue;
        take_over(work, version, mate, &out->words[a.version[pair->a]], b.first[pair->b],
                  b.first[pair->b] + b.texts[pair->b].count, taken);
        status = add_descents(work, pair, &a, &b, true);
    }
    return status;
}

/* ---- runs of words that went to another provision ---- */

/* May the run of BLAME_GRAM words begin here: one provision, and no word of it used? */
static bool is_free(const struct tvx_words *words, size_t at, const bool *taken, bool dead)
{
    if (at + BLAME_GRAM > words->count || words->items[at].provision != words->items[at + BLAME_GRAM - 1].provision)
        return false;
    for (size_t k = at; k < at + BLAME_GRAM; k++) {
        uint32_t origin = words->items[k].origin;

        if (dead ? origin == BLAME_NONE || taken[origin] : origin != BLAME_NONE)
            return false;
    }
    return true;
}

static size_t run_length(const struct blame_work *work, const struct tvx_words *old, size_t from,
                         const struct tvx_words *new, size_t to, const bool *taken)
{
    size_t length = 0, telling = 0;

    while (from + length < old->count && to + length < new->count) {
        const struct tvx_word *x = &old->items[from + length], *y = &new->items[to + length];

        if (x->id != y->id || y->origin != BLAME_NONE || taken[x->origin] ||
            x->provision != old->items[from].provision || y->provision != new->items[to].provision)
            break;
        telling += blame_telling(work, y);
        length++;
    }
    return length >= LEAST_MOVED && telling >= LEAST_TELLING ? length : 0;
}

/* Every run of words that is in no text any more after version `version` was matched. */
static struct blame_gram *dead_grams(struct blame_work *work, size_t version, const bool *taken, size_t *count)
{
    struct blame_gram *grams;
    size_t most = 0;

    *count = 0;
    for (size_t v = 0; v < version; v++)
        most += work->out->words[v].count;
    grams = tvx_arena_array(work->arena, most, sizeof *grams);
    for (size_t v = 0; v < version && grams != NULL; v++)
        for (size_t i = 0; i < work->out->words[v].count; i++)
            if (is_free(&work->out->words[v], i, taken, true))
                grams[(*count)++] =
                    (struct blame_gram){blame_gram_key(work->out->words[v].items + i), (uint32_t)v, (uint32_t)i};
    if (grams != NULL)
        blame_grams_sort(grams, *count);
    return grams;
}

static enum tvx_status from_elsewhere(struct blame_work *work, size_t version, bool *taken)
{
    struct tvx_words *words = &work->out->words[version];
    size_t count;
    struct blame_gram *grams = dead_grams(work, version, taken, &count);

    if (grams == NULL)
        return tvx_error_nomem(work->error);
    for (size_t j = 0; j < words->count && count > 0; j++) {
        size_t best = 0, from = 0, tried = 0;
        const struct tvx_words *old = NULL;
        uint64_t key;

        if (!is_free(words, j, taken, false))
            continue;
        key = blame_gram_key(words->items + j);
        for (size_t k = blame_grams_first(grams, count, key);
             k < count && grams[k].key == key && tried++ < MOST_SAME_GRAM; k++) {
            const struct tvx_words *here = &work->out->words[grams[k].version];
            size_t length = run_length(work, here, grams[k].word, words, j, taken);

            if (length > best) {
                best = length;
                from = grams[k].word;
                old = here;
            }
        }
        for (size_t k = 0; k < best; k++) {
            words->items[j + k].origin = old->items[from + k].origin;
            taken[words->items[j + k].origin] = true;
        }
        j += best > 0 ? best - 1 : 0;
    }
    return TVX_OK;
}

enum tvx_status blame_inherit(struct blame_work *work, size_t version)
{
    bool *taken = tvx_arena_array(work->arena, work->out->origin_count, sizeof *taken);
    enum tvx_status status;

    if (taken == NULL)
        return tvx_error_nomem(work->error);
    if (version == 0)
        return TVX_OK;
    status = from_before(work, version, taken);
    work->out->descent_first[version + 1] = work->out->descent_count;
    if (status == TVX_OK)
        status = from_ancestors(work, version, taken);
    if (status == TVX_OK)
        status = from_gone(work, version, taken);
    if (status == TVX_OK)
        status = from_elsewhere(work, version, taken);
    return status;
}
