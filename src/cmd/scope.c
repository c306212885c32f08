/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* `travaux scope [REF]`: what terms mean, what proposals do to that, and every provision whose reach moves. */
#include "output.h"

#include <travaux/show/scope.h>

static enum tvx_status answer(struct tvx_call *call, struct tvx_store *store, struct output *output)
{
    struct tvx_scope scope;
    enum tvx_status status;

    status = tvx_scope_load(&scope, call->arena, store, call->argument_count > 0 ? call->arguments[0] : NULL,
                            tvx_call_option(call, "meeting"), &call->error);
    if (status == TVX_OK && call->json)
        tvx_json_scope(&output->json, &scope);
    else if (status == TVX_OK)
        tvx_term_scope(&output->term, call->arena, &scope);
    return status;
}

static int run(struct tvx_call *call)
{
    return output_of_store(call, answer);
}

static const struct tvx_option options[] = {
    {"meeting", 0, "KEY", false, "The proposals of this meeting instead of the latest."},
    {"full", 0, NULL, false, "Print the tree of every definition, and every list whole."},
    {NULL, 0, NULL, false, NULL},
};

static const struct tvx_example examples[] = {
    {"travaux scope", "All definitions in force and what the latest meeting's proposals do to them."},
    {"travaux scope MNR:2.2", "One definition: everything that hangs on it."},
    {"travaux scope KRS/18/1", "What one proposal does to definitions, and every provision it moves by that."},
    {"travaux scope MNR:5.2", "The defined terms that a provision hangs on."},
    {NULL, NULL},
};

const struct tvx_command tvx_command_scope = {
    .name = "scope",
    .arguments = "[REF]",
    .least = 0,
    .most = 1,
    .summary = "defined terms, changes to them, every provision whose reach moves",
    .text = "Finds the terms that instruments define (articles of definitions, “X” means, for the purposes of this "
            "Article, hereinafter, in six languages) and where they are used: in any number and case, by longest "
            "match, so that “international service” is no use of “service” where it is a term of its own.  A provision "
            "that uses a term is affected by a change to its definition; one that uses another term whose definition "
            "does is affected through it.  Definitions that change, and those that reach farthest, come first.\n\n"
            "A change widens a definition (▲) when it adds an alternative, drops a condition or an exception, puts a "
            "broader word or a lower threshold; it narrows it (▼) when it does the reverse.  It is unclear (?) when "
            "it does both, or when words are only exchanged for others.  The words that decide this are "
            "data/scope-words.tsv and data/genus.tsv; the method of each reason names its row.  It is told from how a "
            "definition is built, not from what it is about: read the words that are quoted.\n\n"
            "Layers (infrastructure: what carries signals; services and content: what is done with what is carried) "
            "are told by the words of data/layers.tsv.  A term that is written with capitals or in quotation marks, "
            "and is defined in no instrument in force, is listed at the end.",
    .options = options,
    .examples = examples,
    .run = run,
    .makes_json = true,
};
