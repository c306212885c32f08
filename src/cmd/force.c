/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* `travaux force [REF]`: how firmly a text binds, sentence by sentence, and where a proposal raises or lowers that. */
#include "filter.h"
#include "output.h"

#include <travaux/show/force.h>

static enum tvx_status all_of(struct tvx_call *call, struct tvx_store *store, struct output *output,
                              const struct tvx_filter *filter)
{
    struct tvx_force_desk *desk = tvx_force_desk_new(call->arena, store);
    struct tvx_stored_proposal *proposals;
    struct tvx_force_report *reports;
    size_t count;
    enum tvx_status status = tvx_store_proposals(store, call->arena, &proposals, &count, filter, &call->error);

    if (status != TVX_OK)
        return status;
    reports = tvx_arena_array(call->arena, count + 1, sizeof *reports);
    if (desk == NULL || reports == NULL)
        return tvx_error_nomem(&call->error);
    for (size_t i = 0; status == TVX_OK && i < count; i++)
        status = tvx_force_of_proposal(&reports[i], desk, &proposals[i], &call->error);
    if (status != TVX_OK)
        return status;
    tvx_force_sort(reports, count);
    if (call->json)
        tvx_json_force_list(&output->json, call->arena, reports, count);
    else
        tvx_term_force_list(&output->term, call->arena, reports, count);
    return TVX_OK;
}

/* From one version of a law to another. */
static enum tvx_status between(struct tvx_call *call, struct tvx_store *store, struct output *output,
                               const struct tvx_found *found)
{
    struct tvx_force_desk *desk = tvx_force_desk_new(call->arena, store);
    struct tvx_force_text places[2];
    struct tvx_force_report report;
    struct tvx_found later;
    enum tvx_status status = tvx_store_find(store, call->arena, &later, call->arguments[1], &call->error);

    if (status != TVX_OK)
        return status;
    if (desk == NULL)
        return tvx_error_nomem(&call->error);
    if (found->instrument.id == 0 || later.instrument.id == 0)
        return tvx_error_set(&call->error, TVX_E_USAGE,
                             "only two laws can be compared, such as RES-7@2018 RES-7@2022; a proposal is compared "
                             "with the text before it when it stands alone");
    places[0] = (struct tvx_force_text){found->instrument.key, found->instrument.version, found->path};
    places[1] = (struct tvx_force_text){later.instrument.key, later.instrument.version, later.path};
    status = tvx_force_between(&report, desk, &places[0], &places[1], &call->error);
    if (status == TVX_OK && call->json)
        tvx_json_force(&output->json, call->arena, &report);
    else if (status == TVX_OK)
        tvx_term_force(&output->term, call->arena, &report);
    return status;
}

static enum tvx_status one_of(struct tvx_call *call, struct tvx_store *store, struct output *output,
                              const struct tvx_found *found)
{
    struct tvx_force_desk *desk = tvx_force_desk_new(call->arena, store);
    struct tvx_filter filter = {.meeting = NULL};
    struct tvx_force_report report;
    struct tvx_stored_proposal *proposals;
    size_t count, at = 0;
    enum tvx_status status = TVX_OK;

    if (desk == NULL)
        return tvx_error_nomem(&call->error);
    if (found->proposal == 0) {
        status = tvx_force_of_law(&report, desk, found->instrument.key, found->instrument.version, found->path,
                                  &call->error);
    } else {
        status = tvx_store_proposals(store, call->arena, &proposals, &count, &filter, &call->error);
        while (status == TVX_OK && at < count && proposals[at].id != found->proposal)
            at++;
        if (status == TVX_OK && at == count)
            return tvx_error_set(&call->error, TVX_E_NOTFOUND, "the proposal is gone; run the command again");
        if (status == TVX_OK)
            status = tvx_force_of_proposal(&report, desk, &proposals[at], &call->error);
    }
    if (status == TVX_OK && call->json)
        tvx_json_force(&output->json, call->arena, &report);
    else if (status == TVX_OK)
        tvx_term_force(&output->term, call->arena, &report);
    return status;
}

static enum tvx_status answer(struct tvx_call *call, struct tvx_store *store, struct output *output)
{
    struct tvx_filter filter = filter_from(call);
    struct tvx_found found = {0};
    enum tvx_status status = TVX_OK;

    if (call->argument_count > 0)
        status = tvx_store_find(store, call->arena, &found, call->arguments[0], &call->error);
    if (status == TVX_OK && call->argument_count == 2) {
        status = between(call, store, output, &found);
    } else if (status == TVX_OK && found.document != 0 && found.proposal == 0) {
        filter.document = found.document;
        status = all_of(call, store, output, &filter);
    } else if (status == TVX_OK) {
        status = call->argument_count == 0 ? all_of(call, store, output, &filter)
                                           : one_of(call, store, output, &found);
    }
    return status;
}

static int run(struct tvx_call *call)
{
    return output_of_store(call, answer);
}

static const struct tvx_option options[] = {
    FILTER_OPTIONS,
    {"full", 0, NULL, false, "Leave nothing out: sentences and proposals that change nothing, long sentences."},
    {NULL, 0, NULL, false, NULL},
};

static const struct tvx_example examples[] = {
    {"travaux force VRN/14A1/5", "Where a proposal raises or lowers the force of the text."},
    {"travaux force MNR@2022:5.2", "Who must do what under a provision, how firmly, under which conditions."},
    {"travaux force RES-7@2018 RES-7@2022", "Where a revision raised or lowered the force of a resolution."},
    {"travaux force --meeting NC-26", "All proposals of a conference, those that raise force most first."},
    {NULL, NULL},
};

const struct tvx_command tvx_command_force = {
    .name = "force",
    .arguments = "[REF [LATER]]",
    .least = 0,
    .most = 2,
    .summary = "how firmly each sentence binds whom, and where a proposal raises or lowers that",
    .text = "Finds in each sentence who must, should or may do what: the modal (\"shall\", \"undertakes to\", "
            "\"is invited to\", with its negation), its actor, conditions, exceptions and escape clauses (\"as "
            "appropriate\", \"subject to national law\").  Each gets a level: 5 a duty without condition in a "
            "binding text, 3 an endeavour, 2 a recommendation or a right, 1 a permission or invitation, 0 "
            "nothing; a condition takes 1, an escape clause 2, and a resolution binds no higher than 3, a "
            "recommendation than 2.  Recitals and definitions bind nobody.\n\n"
            "For a proposal the text before and after is compared: a norm that is new raises by its level, one "
            "that goes lowers by it.  A duty to follow a text that binds nobody by itself (\"shall comply with "
            "Recommendation 4\") is told as such.  REF is a proposal, a provision, an instrument or a document; "
            "without one all proposals are listed, what raises force most first.  Two versions of an instrument or a "
            "provision are compared with each other.\n\n"
            "The words come from the tables data/force-*.tsv, English and French in full, Spanish, Russian, "
            "Arabic and Chinese in their common forms; every result names its row.  With --json each sentence "
            "comes with all its norms and passages; \"modal\", \"level\", \"actor\" and \"conditions\" of a side "
            "are those of its strongest norm, \"direction\" weighs all of them.",
    .options = options,
    .examples = examples,
    .run = run,
    .makes_json = true,
};
