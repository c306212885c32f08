/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* `travaux novelty [REF]`: what a proposal adds to the law in force. */
#include "filter.h"
#include "output.h"

#include <stdio.h>
#include <travaux/show/novelty.h>

static bool is_asked(const struct tvx_stored_proposal *proposal, const struct tvx_found *found,
                     const struct tvx_stored_proposal *filtered, size_t filtered_count)
{
    if (found->proposal != 0)
        return proposal->id == found->proposal;
    for (size_t i = 0; i < filtered_count; i++)
        if (filtered[i].id == proposal->id)
            return true;
    return false;
}

static enum tvx_status report(struct tvx_call *call, struct tvx_store *store, struct output *output,
                              const struct tvx_found *found, const struct tvx_filter *filter)
{
    const struct tvx_filter every = {.meeting = NULL};
    struct tvx_stored_proposal *all, *filtered;
    struct tvx_novelty_report *reports;
    struct tvx_novelty *novelty = NULL;
    size_t count, filtered_count, asked = 0, instruments, sentences;
    enum tvx_status status = tvx_store_proposals(store, call->arena, &all, &count, &every, &call->error);

    if (status == TVX_OK)
        status = tvx_store_proposals(store, call->arena, &filtered, &filtered_count, filter, &call->error);
    if (status == TVX_OK)
        status = tvx_novelty_open(&novelty, call->arena, store, all, count, &call->error);
    if (status != TVX_OK)
        return status;
    tvx_novelty_searched(novelty, &instruments, &sentences);
    if (sentences == 0)
        fprintf(stderr, "travaux: no law is stored, so every sentence looks new; add the instruments in force\n");
    reports = tvx_arena_array(call->arena, count + 1, sizeof *reports);
    if (reports == NULL)
        status = tvx_error_nomem(&call->error);
    for (size_t i = 0; status == TVX_OK && i < count; i++)
        if (is_asked(&all[i], found, filtered, filtered_count))
            status = tvx_novelty_of(&reports[asked++], novelty, &all[i], &call->error);
    tvx_novelty_close(novelty);
    if (status != TVX_OK)
        return status;
    if (found->proposal != 0 && asked == 1 && call->json)
        tvx_json_novelty(&output->json, &reports[0]);
    else if (found->proposal != 0 && asked == 1)
        tvx_term_novelty(&output->term, call->arena, &reports[0]);
    else if (call->json)
        tvx_json_novelty_list(&output->json, reports, asked);
    else
        tvx_term_novelty_list(&output->term, call->arena, reports, asked);
    return TVX_OK;
}

static enum tvx_status answer(struct tvx_call *call, struct tvx_store *store, struct output *output)
{
    struct tvx_filter filter = filter_from(call);
    struct tvx_found found = {0};
    enum tvx_status status = TVX_OK;

    if (call->argument_count > 0)
        status = tvx_store_find(store, call->arena, &found, call->arguments[0], &call->error);
    if (status == TVX_OK && found.instrument.id != 0) { /* of a provision: the proposals on it */
        filter.instrument = found.instrument.key;
        filter.provision = found.path;
    }
    if (found.document != 0)
        filter.document = found.document;
    if (status == TVX_OK)
        status = report(call, store, output, &found, &filter);
    return status;
}

static int run(struct tvx_call *call)
{
    return output_of_store(call, answer);
}

static const struct tvx_option options[] = {
    FILTER_OPTIONS,
    {"full", 0, NULL, false, "Leave nothing out: every law that comes near, long sentences whole."},
    {NULL, 0, NULL, false, NULL},
};

static const struct tvx_example examples[] = {
    {"travaux novelty VRN/14A1/5", "Each sentence that a proposal puts in, and the nearest law in force."},
    {"travaux novelty --meeting NC-26", "All proposals of a conference: how much of each is law already."},
    {NULL, NULL},
};

const struct tvx_command tvx_command_novelty = {
    .name = "novelty",
    .arguments = "[REF]",
    .least = 0,
    .most = 1,
    .summary = "what a proposal adds to the law in force, and the words that no law has",
    .text = "Holds each sentence that a proposal would put in against every instrument in force, whatever words "
            "that uses for the same things, and says: already law (one binding provision has it, as firmly), "
            "agreed in a text that does not bind (a resolution, a recommendation, a recital), asked for at an "
            "earlier meeting and not adopted, or new.  The nearest law is quoted with whom it binds, binding "
            "instruments first; words of the sentence that none of the three nearest provisions has are left "
            "over, and marked.  Of a sentence that rewords one in force only the words that it adds are looked "
            "for.\n\n"
            "Words are compared by the tables data/synonyms.tsv and data/terms.tsv (\"cut off\", \"suspension\", "
            "\"stop\" are one thing) and weighed by how rare they are.  It is a search, not a judgement: read the "
            "law that it quotes.  Without REF, with a provision or with a document a table of proposals is "
            "printed.\n\n"
            "Only what was added with --in-force, or else an instrument's newest version, is searched.  With "
            "--json \"nearest\" is the law that decided, \"others\" are the rest, and \"left_over\" has places in "
            "\"text\".",
    .options = options,
    .examples = examples,
    .run = run,
    .makes_json = true,
};
