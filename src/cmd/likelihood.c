/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* `travaux likelihood [REF]`: how likely proposals are to be adopted, and why. */
#include "filter.h"
#include "output.h"

#include <travaux/show/likelihood.h>

/* Reckons the proposals that the filter leaves: those whose number in the store is among `wanted`. */
static enum tvx_status reckon(struct tvx_call *call, struct tvx_store *store, const struct tvx_stored_proposal *wanted,
                              size_t wanted_count, int64_t only, struct tvx_likelihood **out, size_t *out_count)
{
    struct tvx_likelihood_desk *desk;
    const struct tvx_stored_proposal *all;
    struct tvx_likelihood *items = tvx_arena_array(call->arena, wanted_count + 1, sizeof *items);
    size_t count, used = 0;
    enum tvx_status status = items == NULL ? tvx_error_nomem(&call->error)
                                           : tvx_likelihood_desk_new(&desk, call->arena, store, &call->error);

    if (status != TVX_OK)
        return status;
    all = tvx_likelihood_proposals(desk, &count);
    for (size_t i = 0, k = 0; i < count && k < wanted_count && status == TVX_OK; i++) {
        if (all[i].id != wanted[k].id) /* both are in the store's order */
            continue;
        k++;
        if (only == 0 || all[i].id == only)
            status = tvx_likelihood_of(&items[used++], desk, i, &call->error);
    }
    *out = items;
    *out_count = used;
    return status;
}

static enum tvx_status answer(struct tvx_call *call, struct tvx_store *store, struct output *output)
{
    struct tvx_filter filter = filter_from(call);
    struct tvx_found found = {0};
    struct tvx_stored_proposal *wanted;
    struct tvx_likelihood *items;
    size_t wanted_count, count;
    enum tvx_status status = TVX_OK;

    if (call->argument_count > 0)
        status = tvx_store_find(store, call->arena, &found, call->arguments[0], &call->error);
    if (status != TVX_OK)
        return status;
    filter.document = found.proposal == 0 && found.instrument.id == 0 ? found.document : 0;
    if (found.instrument.id != 0) {
        filter.instrument = found.instrument.key;
        filter.provision = found.path;
    }
    status = tvx_store_proposals(store, call->arena, &wanted, &wanted_count, &filter, &call->error);
    if (status == TVX_OK)
        status = reckon(call, store, wanted, wanted_count, found.proposal, &items, &count);
    if (status != TVX_OK)
        return status;
    if (call->json && found.proposal != 0 && count == 1) {
        tvx_json_likelihood(&output->json, &items[0]);
    } else if (call->json) {
        tvx_json_array(&output->json);
        for (size_t i = 0; i < count; i++)
            tvx_json_likelihood(&output->json, &items[i]);
        tvx_json_array_end(&output->json);
    } else if (found.proposal != 0 && count == 1) {
        tvx_term_likelihood(&output->term, call->arena, &items[0]);
    } else {
        tvx_term_likelihoods(&output->term, call->arena, items, count);
    }
    return TVX_OK;
}

static int run(struct tvx_call *call)
{
    return output_of_store(call, answer);
}

static const struct tvx_option options[] = {
    FILTER_OPTIONS,
    {"full", 0, NULL, false, "Cut nothing short."},
    {NULL, 0, NULL, false, NULL},
};

static const struct tvx_example examples[] = {
    {"travaux likelihood VRN/14A1/5", "How likely it is, and each factor with what it rests on."},
    {"travaux likelihood --meeting NC-26", "All proposals of a conference, the likeliest first."},
    {NULL, NULL},
};

const struct tvx_command tvx_command_likelihood = {
    .name = "likelihood",
    .arguments = "[REF]",
    .least = 0,
    .most = 1,
    .summary = "how likely proposals are to be adopted, as an interval, and why",
    .text =
        "Reckons the chance that at least half of the words that a proposal puts in or strikes out are adopted, from"
        " who stands behind it, other texts for the same place, what became of the same change at an earlier "
        "conference and who was against it, whether it raises legal force, whether the instrument binds, and how "
        "much it changes.  Each factor is shown with its weight and its passages.\n\n"
        "The weights begin as a stated prior, a table of judgements that you can read (data/likelihood.tsv), and are"
        " moved by what became of the proposals of earlier conferences in the workspace (travaux outcome); n is how "
        "many of those there were.  With few the interval is wide, and with none it is the prior's alone.  The "
        "weights for a decided proposal, too, are those of conferences before its own.  Opposition on record "
        "counts, of this proposal and of the same change earlier; where no minutes are here that is said.  NOC, "
        "(MOD), ADD* and SUP* ask for no change of substance and get no number.\n\n"
        "REF is a proposal, a document, an instrument or a provision; without one all proposals are told.",
    .options = options,
    .examples = examples,
    .run = run,
    .makes_json = true,
};
