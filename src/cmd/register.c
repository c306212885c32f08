/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* `travaux register`: every document, how public it is, and what is missing. */
#include "output.h"

#include <travaux/base/day.h>
#include <travaux/show/register.h>

/* Says of the documents named that they have a class of access since a day. */
static enum tvx_status set_access(struct tvx_call *call, struct tvx_store *store, const char *today)
{
    const char *access = tvx_call_option(call, "access"), *since = tvx_call_option(call, "since");
    enum tvx_status status = TVX_OK;

    for (int i = 0; status == TVX_OK && i < call->argument_count; i++) {
        struct tvx_stored_document *documents;
        struct tvx_found found;
        size_t count;

        status = tvx_store_find(store, call->arena, &found, call->arguments[i], &call->error);
        if (status == TVX_OK && found.document == 0 && found.instrument.id != 0)
            found.document = found.instrument.document;
        if (status == TVX_OK)
            status = tvx_store_documents(store, call->arena, &documents, &count,
                                         &(struct tvx_filter){.document = found.document}, &call->error);
        if (status == TVX_OK && (found.document == 0 || count != 1))
            return tvx_error_set(&call->error, TVX_E_NOTFOUND, "%s is no document", call->arguments[i]);
        if (status == TVX_OK)
            status = tvx_store_access_set(store, documents[0].sha256, access, since == NULL ? today : since,
                                          tvx_call_option(call, "source"), &call->error);
    }
    return status;
}

static enum tvx_status answer(struct tvx_call *call, struct tvx_store *store, struct output *output)
{
    char today[TVX_DAY_SIZE];
    struct tvx_register all;
    enum tvx_status status = TVX_OK;

    tvx_day_today(today);
    if (call->argument_count > 0)
        status = set_access(call, store, today);
    if (status == TVX_OK)
        status = tvx_register(&all, call->arena, store, tvx_call_option(call, "meeting"), today, &call->error);
    if (status == TVX_OK && call->json)
        tvx_json_register(&output->json, &all);
    else if (status == TVX_OK)
        tvx_term_register(&output->term, call->arena, &all);
    return status;
}

static int run(struct tvx_call *call)
{
    if (tvx_call_has(call, "access") != (call->argument_count > 0)) {
        tvx_error_set(&call->error, TVX_E_USAGE,
                      "documents are named together with their class: travaux register --access public NC22/9");
        return tvx_call_fail(call);
    }
    return output_of_store(call, answer);
}

static const struct tvx_option options[] = {
    {"meeting", 0, "KEY", false, "Only documents of this meeting."},
    {"access", 0, "public|members|leaked|unknown", false, "Note that the documents named have this class of access."},
    {"since", 0, "DAY", false, "Since this day (2026-11-30); today unless told."},
    {"source", 0, "TEXT", false, "Who says so: an address, a person."},
    {"full", 0, NULL, false, "Cut nothing short."},
    {NULL, 0, NULL, false, NULL},
};

static const struct tvx_example examples[] = {
    {"travaux register --meeting NC-26", "What there is of a conference, and what is missing."},
    {"travaux register --access public --since 2026-12-01 --source https://… NC26/14A2",
     "A leaked document was published."},
    {NULL, NULL},
};

const struct tvx_command tvx_command_register = {
    .name = "register",
    .arguments = "[DOCUMENT…]",
    .least = 0,
    .most = -1,
    .summary = "every document, how public it is and since when, and what is missing",
    .text =
        "Lists the documents with their symbols, whether they went into a conference or came out of it, and their "
        "class of access: public, for members, leaked, unknown.  With --access it notes that documents have another "
        "class since a day; what was noted before is kept, so that one can tell what was public when.\n\n"
        "Then what is not here: numbers that a series must have, since later ones are here; addenda and revisions; and "
        "of meetings whose documents come in several languages, the languages that one lacks.",
    .options = options,
    .examples = examples,
    .run = run,
    .makes_json = true,
};
