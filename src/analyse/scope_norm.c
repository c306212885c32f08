/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The norms of each provision, so that a definition's reach is told in duties and rights and not only in places. */
#include "scope_work.h"

#include <string.h>
#include <travaux/analyse/force.h>

static enum tvx_status keep(struct scope_work *work, size_t law, size_t provision, const struct tvx_force *force,
                            struct tvx_error *error)
{
    struct law_work *lw = &work->laws[law];
    struct tvx_scope_norm *norms;
    size_t count = 0;

    for (size_t i = 0; i < force->count; i++)
        count += force->items[i].count;
    norms = tvx_arena_array(work->arena, count + 1, sizeof *norms);
    if (norms == NULL)
        return tvx_error_nomem(error);
    lw->norms[provision] = norms;
    for (size_t i = 0; i < force->count; i++)
        for (size_t j = 0; j < force->items[i].count; j++) {
            const struct tvx_force_sentence *sentence = &force->items[i];
            const struct tvx_norm *norm = &sentence->norms[j];
            struct tvx_scope_norm *out = &norms[lw->norm_counts[provision]++];

            *out = (struct tvx_scope_norm){.modal = norm->modal, .kind = norm->kind, .actor = norm->actor,
                                           .level = norm->level, .method = norm->row};
            if (scope_quote(&out->evidence, work, law, provision, sentence->start, sentence->length, error) != TVX_OK)
                return error->status;
        }
    return TVX_OK;
}

static enum tvx_status of_provision(struct scope_work *work, size_t law, size_t provision,
                                    const struct tvx_force_rules *rules, const struct tvx_force_instrument *nature,
                                    struct tvx_error *error)
{
    const struct tvx_instrument *instrument = work->out->laws[law].instrument;
    const struct tvx_provision *p = &instrument->provisions[provision];
    struct tvx_force_context context = {.language = work->out->laws[law].language, .instrument = nature, .above = ""};
    struct tvx_force force;

    if (context.language == NULL)
        context.language = "en";
    if (p->kind == TVX_PROVISION_PREAMBLE)
        context.place = TVX_FORCE_PREAMBLE;
    if (p->parent != SIZE_MAX && instrument->provisions[p->parent].text[0] != '\0')
        context.above = instrument->provisions[p->parent].text; /* "Each Party shall:" over its items */
    else if (p->parent != SIZE_MAX && p->kind == TVX_PROVISION_OPERATIVE)
        context.above = instrument->provisions[p->parent].heading;
    if (tvx_force_read(&force, work->arena, rules, p->text, &context, error) != TVX_OK)
        return error->status;
    return keep(work, law, provision, &force, error);
}

enum tvx_status scope_norms(struct scope_work *work, struct tvx_error *error)
{
    const struct tvx_force_rules *rules = tvx_force_rules_new(work->arena);

    if (rules == NULL)
        return tvx_error_nomem(error);
    for (size_t law = 0; law < work->out->law_count; law++) {
        const struct tvx_instrument *instrument = work->out->laws[law].instrument;
        struct law_work *lw = &work->laws[law];
        struct tvx_force_instrument nature;

        lw->norms = tvx_arena_array(work->arena, instrument->count + 1, sizeof *lw->norms);
        lw->norm_counts = tvx_arena_array(work->arena, instrument->count + 1, sizeof *lw->norm_counts);
        if (lw->norms == NULL || lw->norm_counts == NULL)
            return tvx_error_nomem(error);
        tvx_force_instrument(&nature, work->arena, work->out->laws[law].key, NULL);
        for (size_t i = 0; i < instrument->count; i++)
            if (lw->provisions[i].count > 0 && lw->owner[i] == SIZE_MAX &&
                of_provision(work, law, i, rules, &nature, error) != TVX_OK)
                return error->status;
    }
    return TVX_OK;
}
