/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* `travaux outcome [REF]`: what became of proposals, word by word. */
#include "filter.h"
#include "output.h"

#include <travaux/show/outcome.h>

/* What REF leaves: a proposal, those of a document, of an instrument, or on a provision. */
static enum tvx_status take_reference(struct tvx_call *call, struct tvx_store *store,
                                      struct tvx_outcome_options *options)
{
    struct tvx_found found;
    enum tvx_status status = tvx_store_find(store, call->arena, &found, call->arguments[0], &call->error);

    if (status != TVX_OK)
        return status;
    options->proposal = found.proposal;
    options->filter.document = found.proposal == 0 && found.instrument.id == 0 ? found.document : 0;
    if (found.instrument.id != 0) {
        options->filter.instrument = found.instrument.key;
        options->filter.provision = found.path;
    }
    return TVX_OK;
}

static enum tvx_status answer(struct tvx_call *call, struct tvx_store *store, struct output *output)
{
    struct tvx_outcome_options options = {.filter = filter_from(call), .summary = tvx_call_has(call, "summary")};
    struct tvx_outcomes all;
    enum tvx_status status = TVX_OK;

    options.themes = tvx_call_options(call, "theme", &options.theme_count);
    if (call->argument_count > 0)
        status = take_reference(call, store, &options);
    if (status == TVX_OK)
        status = tvx_outcomes_build(&all, call->arena, store, &options, &call->error);
    if (status == TVX_OK && call->json && options.summary)
        tvx_json_outcome_summary(&output->json, &all);
    else if (status == TVX_OK && call->json)
        tvx_json_outcomes(&output->json, &all);
    else if (status == TVX_OK && options.summary)
        tvx_term_outcome_summary(&output->term, call->arena, &all);
    else if (status == TVX_OK)
        tvx_term_outcomes(&output->term, call->arena, &all);
    return status;
}

static int run(struct tvx_call *call)
{
    return output_of_store(call, answer);
}

static const struct tvx_option options[] = {
    FILTER_OPTIONS,
    {"theme", 0, "KEY", true, "Only proposals of this theme (travaux themes); may be given several times."},
    {"summary", 0, NULL, false, "Sums by sponsor and by theme, and the adopted words that nobody proposed."},
    {"full", 0, NULL, false, "Cut nothing short."},
    {NULL, 0, NULL, false, NULL},
};

static const struct tvx_example examples[] = {
    {"travaux outcome SAN/15/1", "Which of its words were adopted, which not, and what stands there."},
    {"travaux outcome --meeting NC-22", "What became of every proposal of a conference."},
    {"travaux outcome --meeting NC-22 --summary", "Words asked for and words adopted, by sponsor and theme."},
    {"travaux outcome --json | jq -r '.[] | [.proposal, .became, .adopted_words, .of_words] | @tsv'",
     "The same as a table."},
    {NULL, NULL},
};

const struct tvx_command tvx_command_outcome = {
    .name = "outcome",
    .arguments = "[REF]",
    .least = 0,
    .most = 1,
    .summary = "what became of proposals, word by word, from the adopted text and the records",
    .text =
        "Lays each proposal, the text it was made on and the text adopted after it over each other, and tells of every "
        "word that it puts in or strikes out whether that was done: adopted (nine words in ten), partly, merged (with "
        "others that brought words of their own to the same place), rejected, withdrawn, or open where no later text "
        "and no record is in the workspace.  Overtaken is what nobody recorded as rejected while its place was "
        "written anew in other words; scripts find it in \"became\", and \"rejected\" in \"outcome\".\n\n"
        "The adopted text is the version of the instrument that was adopted at the same meeting, else the next one, "
        "else what the meeting's Final Acts print.  Summary records (documents of the kind \"report\", in English or "
        "French) are read for what they say of a proposal's number.  Where text and record differ, the answer says "
        "how.  Every answer comes with its passages.\n\n"
        "REF is a proposal, a document, an instrument or a provision; without one all proposals are told.  --summary "
        "adds up words asked for and words adopted, by sponsor and theme, and lists the words of the adopted texts "
        "that no stored proposal has in their place (see travaux blame).",
    .options = options,
    .examples = examples,
    .run = run,
    .makes_json = true,
};
