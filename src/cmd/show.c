/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* `travaux show REF`: one thing whole. */
#include "output.h"

#include <travaux/show/json.h>

static enum tvx_status show_provision(struct tvx_call *call, struct tvx_store *store, struct output *output,
                                      const struct tvx_found *found)
{
    struct tvx_filter filter = {.instrument = found->instrument.key, .provision = found->path};
    struct tvx_stored_instrument head;
    struct tvx_instrument instrument;
    struct tvx_stored_proposal *proposals;
    size_t index, count;
    enum tvx_status status = tvx_store_instrument(store, call->arena, &head, &instrument, found->instrument.key,
                                                  found->instrument.version, &call->error);

    if (status != TVX_OK)
        return status;
    index = found->path == NULL ? SIZE_MAX : tvx_instrument_find(&instrument, found->path);
    if (index == SIZE_MAX) {
        if (call->json)
            tvx_json_instrument(&output->json, &head, &instrument);
        else
            tvx_term_instrument(&output->term, call->arena, &head, &instrument);
        return TVX_OK;
    }
    status = tvx_store_proposals(store, call->arena, &proposals, &count, &filter, &call->error);
    if (status == TVX_OK && call->json)
        tvx_json_provision(&output->json, &head, &instrument, index);
    else if (status == TVX_OK)
        tvx_term_provision(&output->term, call->arena, &head, &instrument, index, proposals, count);
    return status;
}

static enum tvx_status show_proposal(struct tvx_call *call, struct tvx_store *store, struct output *output,
                                     int64_t proposal)
{
    struct tvx_stored_proposal *proposals;
    struct tvx_filter filter = {.meeting = NULL};
    size_t count;
    enum tvx_status status = tvx_store_proposals(store, call->arena, &proposals, &count, &filter, &call->error);

    for (size_t i = 0; status == TVX_OK && i < count; i++) {
        if (proposals[i].id != proposal)
            continue;
        if (call->json)
            tvx_json_proposal(&output->json, &proposals[i]);
        else
            tvx_term_proposal(&output->term, call->arena, &proposals[i]);
    }
    return status;
}

static enum tvx_status print_document(struct tvx_call *call, struct tvx_store *store, struct output *output,
                                      const struct tvx_stored_document *document)
{
    struct tvx_filter filter = {.document = document->id};
    struct tvx_stored_proposal *proposals;
    struct tvx_document *tree = NULL;
    struct tvx_lines lines;
    struct tvx_health health;
    struct tvx_last_papers papers;
    const char *text;
    size_t count;
    enum tvx_status status = tvx_store_text(store, call->arena, &text, document->id, &call->error), known;

    known = status == TVX_OK ? tvx_store_health(store, call->arena, &health, document->id, &call->error) : status;
    if (known != TVX_OK && known != TVX_E_NOTFOUND)
        return known;
    status = tvx_store_last_papers(store, call->arena, &papers, document->id, &call->error);
    if (status != TVX_OK)
        return status;
    if (call->json) {
        tvx_json_document(&output->json, document, text, known == TVX_OK ? &health : NULL, &papers);
        return TVX_OK;
    }
    if (status == TVX_OK)
        status = tvx_store_proposals(store, call->arena, &proposals, &count, &filter, &call->error);
    if (status == TVX_OK)
        status = tvx_store_tree(store, &tree, document->id, &call->error);
    if (status == TVX_OK && tree != NULL)
        status = tvx_document_lines(&lines, call->arena, tree, TVX_VIEW_MARKED, &call->error);
    if (status == TVX_OK)
        tvx_term_document(&output->term, call->arena, document, known == TVX_OK ? &health : NULL, &papers,
                          tree == NULL ? NULL : &lines, text, proposals, count);
    tvx_document_free(tree);
    return status;
}

static enum tvx_status show_document(struct tvx_call *call, struct tvx_store *store, struct output *output,
                                     int64_t document)
{
    struct tvx_filter filter = {.document = document};
    struct tvx_stored_document *documents;
    size_t count;
    enum tvx_status status = tvx_store_documents(store, call->arena, &documents, &count, &filter, &call->error);

    return status == TVX_OK && count > 0 ? print_document(call, store, output, &documents[0]) : status;
}

static int run(struct tvx_call *call)
{
    struct tvx_found found;
    struct tvx_store *store;
    struct output output;
    enum tvx_status status;
    int result = tvx_call_open(call, &store);

    if (result != EXIT_DONE)
        return result;
    output_start(&output, call);
    status = tvx_store_find(store, call->arena, &found, call->arguments[0], &call->error);
    if (status == TVX_OK && found.proposal != 0)
        status = show_proposal(call, store, &output, found.proposal);
    else if (status == TVX_OK && found.document != 0)
        status = show_document(call, store, &output, found.document);
    else if (status == TVX_OK)
        status = show_provision(call, store, &output, &found);
    result = output_end(&output, call, status);
    tvx_store_close(store);
    return result;
}

static const struct tvx_option options[] = {
    {"full", 0, NULL, false, "Cut nothing short."},
    {NULL, 0, NULL, false, NULL},
};

static const struct tvx_example examples[] = {
    {"travaux show MNR@2006:5.2", "A provision of that version, and the proposals on it."},
    {"travaux show CH:18", "A provision by its number in the margin, in the version in force."},
    {"travaux show VRN/14A1/5", "A proposal by its printed number."},
    {"travaux show NC26/12", "A document by its symbol."},
    {NULL, NULL},
};

const struct tvx_command tvx_command_show = {
    .name = "show",
    .arguments = "REF",
    .least = 1,
    .most = 1,
    .summary = "show one provision, instrument, proposal or document whole",
    .text = "Shows what stands under a reference: an instrument (ITR, ITR@1988), a provision by its path or its "
            "marginal number, a proposal by its printed number, a document by its symbol or its file's name.  A "
            "missing version means the one in force.",
    .options = options,
    .examples = examples,
    .run = run,
    .makes_json = true,
};
