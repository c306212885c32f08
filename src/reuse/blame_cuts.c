/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Which words went out of a version as proposals had asked. */
#include "blame_parts.h"

#include <string.h>

static enum tvx_status record_cut(struct blame_work *work, const struct blame_tabled *tabled, size_t version,
                                  size_t word)
{
    struct tvx_history *out = work->out;
    struct tvx_cut *grown = tvx_arena_grow(work->arena, out->cuts, out->cut_count, &work->cut_capacity, sizeof *grown);

    if (grown == NULL)
        return tvx_error_nomem(work->error);
    out->cuts = grown;
    grown[out->cut_count++] = (struct tvx_cut){tabled->proposal, version, word};
    return TVX_OK;
}

struct cutting {
    struct blame_work *work;
    size_t version;
    const struct tvx_words *old;
    uint32_t *where; /* by identity: the word of the version before, BLAME_NONE where that did not have it */
    bool *stays;     /* by identity: this version has it */
    bool *left;      /* by provision of the version before: something became of it */
    size_t *struck, *gone, *telling; /* by provision: words that one proposal would strike out, those that went, … */
};

static bool start(struct cutting *c, struct blame_work *work, size_t version)
{
    const struct tvx_words *new = &work->out->words[version];
    size_t count = work->out->origin_count, provisions = work->out->versions[version - 1].instrument.count;

    *c = (struct cutting){
        .work = work,
        .version = version,
        .old = &work->out->words[version - 1],
        .where = tvx_arena_array(work->arena, count, sizeof *c->where),
        .stays = tvx_arena_array(work->arena, count, sizeof *c->stays),
        .left = tvx_arena_array(work->arena, provisions, sizeof *c->left),
        .struck = tvx_arena_array(work->arena, provisions, sizeof *c->struck),
        .gone = tvx_arena_array(work->arena, provisions, sizeof *c->gone),
        .telling = tvx_arena_array(work->arena, provisions, sizeof *c->telling),
    };
    if (c->where == NULL || c->stays == NULL || c->left == NULL || c->struck == NULL || c->gone == NULL ||
        c->telling == NULL)
        return false;
    memset(c->where, 0xFF, count * sizeof *c->where);
    for (size_t i = 0; i < c->old->count; i++)
        c->where[c->old->items[i].origin] = (uint32_t)i;
    for (size_t i = 0; i < new->count; i++)
        c->stays[new->items[i].origin] = true;
    for (size_t k = work->out->descent_first[version]; k < work->out->descent_count; k++)
        if (work->out->descents[k].from_version == version - 1)
            c->left[work->out->descents[k].from_provision] = true;
    return true;
}

/*
 * What one proposal struck out.  That a "the" of the twenty words it struck is gone is no sign that it was followed: a
 * word that tells something must be among those that went, or half of what it struck in the provision.
 */
static enum tvx_status cut_by(struct cutting *c, const struct blame_tabled *tabled)
{
    const struct tvx_word *words = c->old->items;
    enum tvx_status status = TVX_OK;

    for (size_t i = 0; i < tabled->struck_count; i++) { /* only the places that it touches */
        uint32_t word = c->where[tabled->struck[i]];

        if (word != BLAME_NONE)
            c->struck[words[word].provision] = c->gone[words[word].provision] = c->telling[words[word].provision] = 0;
    }
    for (size_t i = 0; i < tabled->struck_count; i++) {
        uint32_t word = c->where[tabled->struck[i]];

        if (word == BLAME_NONE)
            continue;
        c->struck[words[word].provision]++;
        c->gone[words[word].provision] += !c->stays[tabled->struck[i]];
        c->telling[words[word].provision] += !c->stays[tabled->struck[i]] && blame_telling(c->work, &words[word]);
    }
    for (size_t i = 0; i < tabled->struck_count && status == TVX_OK; i++) {
        uint32_t word = c->where[tabled->struck[i]];

        if (word == BLAME_NONE || c->stays[tabled->struck[i]] || (tabled->deletes && c->left[words[word].provision]))
            continue;
        if (c->telling[words[word].provision] > 0 ||
            2 * c->gone[words[word].provision] >= c->struck[words[word].provision])
            status = record_cut(c->work, tabled, c->version, word);
    }
    return status;
}

enum tvx_status blame_cuts(struct blame_work *work, size_t version)
{
    struct cutting c;
    enum tvx_status status = TVX_OK;

    if (!start(&c, work, version))
        return tvx_error_nomem(work->error);
    for (size_t n = 0; n < work->tabled_count && status == TVX_OK; n++) {
        struct blame_tabled *tabled = &work->tabled[n];

        if (tabled->base >= version || !tvx_history_tabled_for(work->out, tabled->proposal, version))
            continue;
        status = blame_prepare(work, tabled);
        if (status == TVX_OK)
            status = cut_by(&c, tabled);
    }
    return status;
}
