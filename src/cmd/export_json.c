/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * `travaux export --format json`: the whole workspace.  Left out is what is secret or a person's own: accounts,
 * sessions and tokens, the log of who did what, keys, e-mail addresses, private remarks, what each follows.
 */
#include "export.h"
#include "filter.h"

#include <travaux/show/annotation.h>
#include <travaux/show/assess.h>
#include <travaux/show/joint.h>
#include <travaux/show/json.h>
#include <travaux/show/positions.h>
#include <travaux/show/retabled.h>
#include <travaux/store/publish.h>

static enum tvx_status documents_json(struct tvx_call *call, struct tvx_store *store, struct tvx_json *json)
{
    struct tvx_filter filter = {.meeting = tvx_call_option(call, "meeting")};
    struct tvx_stored_document *documents;
    size_t count;
    enum tvx_status status = tvx_store_documents(store, call->arena, &documents, &count, &filter, &call->error);

    tvx_json_key(json, "documents");
    tvx_json_array(json);
    for (size_t i = 0; status == TVX_OK && i < count; i++) {
        const char *text;

        status = tvx_store_text(store, call->arena, &text, documents[i].id, &call->error);
        if (status == TVX_OK)
            tvx_json_document(json, &documents[i], text, NULL, NULL);
    }
    tvx_json_array_end(json);
    return status;
}

static enum tvx_status instruments_json(struct tvx_call *call, struct tvx_store *store, struct tvx_json *json)
{
    struct tvx_stored_instrument *items;
    size_t count;
    enum tvx_status status = tvx_store_instruments(store, call->arena, &items, &count, &call->error);

    tvx_json_key(json, "instruments");
    tvx_json_array(json);
    for (size_t i = 0; status == TVX_OK && i < count; i++) {
        struct tvx_stored_instrument head;
        struct tvx_instrument instrument;

        status = tvx_store_instrument(store, call->arena, &head, &instrument, items[i].key, items[i].version,
                                      &call->error);
        if (status == TVX_OK)
            tvx_json_instrument(json, &head, &instrument);
    }
    tvx_json_array_end(json);
    return status;
}

/* What people entered, whole: also what was taken back. */
static enum tvx_status verdicts_json(struct tvx_call *call, struct tvx_store *store, struct tvx_json *json)
{
    struct tvx_verdict *verdicts;
    size_t count;
    enum tvx_status status = tvx_store_verdicts(store, call->arena, &verdicts, &count, false, &call->error);

    tvx_json_key(json, "verdicts");
    tvx_json_array(json);
    for (size_t i = 0; status == TVX_OK && i < count; i++)
        tvx_json_verdict(json, &verdicts[i]);
    tvx_json_array_end(json);
    return status;
}

static enum tvx_status opinions_json(struct tvx_call *call, struct tvx_store *store, struct tvx_json *json)
{
    struct tvx_opinion *opinions;
    size_t count;
    enum tvx_status status = tvx_store_opinions(store, call->arena, &opinions, &count, &call->error);

    tvx_json_key(json, "assessments");
    tvx_json_array(json);
    for (size_t i = 0; status == TVX_OK && i < count; i++)
        tvx_json_opinion(json, &opinions[i]);
    tvx_json_array_end(json);
    return status;
}

static enum tvx_status positions_json(struct tvx_call *call, struct tvx_store *store, struct tvx_json *json)
{
    struct tvx_hand_position *items;
    size_t count;
    enum tvx_status status = tvx_store_positions(store, call->arena, &items, &count, &call->error);

    tvx_json_key(json, "positions");
    tvx_json_array(json);
    for (size_t i = 0; status == TVX_OK && i < count; i++)
        tvx_json_hand_position(json, &items[i]);
    tvx_json_array_end(json);
    return status;
}

/* Remarks that others may see, with what was said before; private ones are their author's alone. */
static enum tvx_status annotations_json(struct tvx_call *call, struct tvx_store *store, struct tvx_json *json)
{
    struct tvx_annotation_query query = {.withdrawn = true};
    struct tvx_annotation *items;
    size_t count, kept = 0;
    enum tvx_status status = tvx_store_annotations(store, call->arena, &items, &count, &query, &call->error);

    for (size_t i = 0; status == TVX_OK && i < count; i++)
        if (items[i].visibility != TVX_VISIBILITY_PRIVATE)
            items[kept++] = items[i];
    tvx_json_key(json, "annotations");
    if (status == TVX_OK)
        tvx_json_annotation_page(json, call->arena, NULL, items, kept, NULL);
    else
        tvx_json_null(json);
    return status;
}

/* Joint statements with every version, and who signed: without addresses, and without those who wait. */
static enum tvx_status statements_json(struct tvx_call *call, struct tvx_store *store, struct tvx_json *json)
{
    struct tvx_joint *items;
    size_t count;
    enum tvx_status status = tvx_store_joints(store, call->arena, &items, &count, &call->error);

    tvx_json_key(json, "statements");
    tvx_json_array(json);
    for (size_t i = 0; status == TVX_OK && i < count; i++) {
        struct tvx_joint_version *versions;
        struct tvx_joint_whole whole;
        size_t version_count;

        status = tvx_joint_load(&whole, store, call->arena, items[i].key, 0, &call->error);
        if (status == TVX_OK)
            status = tvx_store_joint_versions(store, call->arena, &versions, &version_count, &items[i], &call->error);
        if (status != TVX_OK)
            break;
        tvx_json_object(json);
        tvx_json_key(json, "statement");
        tvx_json_joint(json, &whole, false);
        tvx_json_key(json, "versions");
        tvx_json_joint_versions(json, versions, version_count);
        tvx_json_object_end(json);
    }
    tvx_json_array_end(json);
    return status;
}

static enum tvx_status published_json(struct tvx_call *call, struct tvx_store *store, struct tvx_json *json)
{
    struct tvx_published *items;
    size_t count;
    enum tvx_status status = tvx_store_published_list(store, call->arena, &items, &count, &call->error);

    tvx_json_key(json, "published");
    tvx_json_array(json);
    for (size_t i = 0; status == TVX_OK && i < count; i++) {
        tvx_json_object(json);
        tvx_json_pair(json, "kind", tvx_published_kind_name(items[i].kind));
        tvx_json_pair(json, "key", items[i].key);
        tvx_json_pair(json, "at", items[i].at);
        tvx_json_object_end(json);
    }
    tvx_json_array_end(json);
    return status;
}

enum tvx_status export_json(struct tvx_call *call, struct tvx_store *store, struct output *output)
{
    struct tvx_filter filter = filter_from(call);
    struct tvx_stored_proposal *proposals;
    size_t count;
    enum tvx_status status;

    tvx_json_object(&output->json);
    tvx_json_pair(&output->json, "travaux", TRAVAUX_VERSION);
    status = documents_json(call, store, &output->json);
    if (status == TVX_OK)
        status = instruments_json(call, store, &output->json);
    if (status == TVX_OK)
        status = tvx_store_proposals(store, call->arena, &proposals, &count, &filter, &call->error);
    if (status == TVX_OK) {
        tvx_json_key(&output->json, "proposals");
        tvx_json_proposals(&output->json, proposals, count);
        status = verdicts_json(call, store, &output->json);
    }
    if (status == TVX_OK)
        status = opinions_json(call, store, &output->json);
    if (status == TVX_OK)
        status = positions_json(call, store, &output->json);
    if (status == TVX_OK)
        status = annotations_json(call, store, &output->json);
    if (status == TVX_OK)
        status = statements_json(call, store, &output->json);
    if (status == TVX_OK)
        status = published_json(call, store, &output->json);
    tvx_json_object_end(&output->json);
    return status;
}
