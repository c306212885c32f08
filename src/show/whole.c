/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * The whole workspace as one JSON object: `travaux export --format json`, and the API's /export.  Left out is what is
 * secret or a person's own: accounts, sessions and tokens, the log of who did what, keys, e-mail addresses, private
 * remarks, what each follows.
 */
#include <travaux/show/json.h>

#include <travaux/show/annotation.h>
#include <travaux/show/assess.h>
#include <travaux/show/joint.h>
#include <travaux/show/positions.h>
#include <travaux/show/retabled.h>
#include <travaux/store/publish.h>

struct writing {
    struct tvx_json *json;
    struct tvx_arena *arena;
    struct tvx_store *store;
    const struct tvx_filter *filter;
    struct tvx_error *error;
};

static enum tvx_status documents_json(struct writing *w)
{
    const struct tvx_filter filter = {.meeting = w->filter->meeting};
    struct tvx_stored_document *documents = NULL;
    size_t count = 0;
    enum tvx_status status = tvx_store_documents(w->store, w->arena, &documents, &count, &filter, w->error);

    tvx_json_key(w->json, "documents");
    tvx_json_array(w->json);
    for (size_t i = 0; status == TVX_OK && i < count; i++) {
        const char *text;

        status = tvx_store_text(w->store, w->arena, &text, documents[i].id, w->error);
        if (status == TVX_OK)
            tvx_json_document(w->json, &documents[i], text, NULL, NULL);
    }
    tvx_json_array_end(w->json);
    return status;
}

static enum tvx_status instruments_json(struct writing *w)
{
    struct tvx_stored_instrument *items = NULL;
    size_t count = 0;
    enum tvx_status status = tvx_store_instruments(w->store, w->arena, &items, &count, w->error);

    tvx_json_key(w->json, "instruments");
    tvx_json_array(w->json);
    for (size_t i = 0; status == TVX_OK && i < count; i++) {
        struct tvx_stored_instrument head;
        struct tvx_instrument instrument;

        status = tvx_store_instrument(w->store, w->arena, &head, &instrument, items[i].key, items[i].version,
                                      w->error);
        if (status == TVX_OK)
            tvx_json_instrument(w->json, &head, &instrument);
    }
    tvx_json_array_end(w->json);
    return status;
}

/* What people entered, whole: also what was taken back. */
static enum tvx_status verdicts_json(struct writing *w)
{
    struct tvx_verdict *verdicts = NULL;
    size_t count = 0;
    enum tvx_status status = tvx_store_verdicts(w->store, w->arena, &verdicts, &count, false, w->error);

    tvx_json_key(w->json, "verdicts");
    tvx_json_array(w->json);
    for (size_t i = 0; status == TVX_OK && i < count; i++)
        tvx_json_verdict(w->json, &verdicts[i]);
    tvx_json_array_end(w->json);
    return status;
}

static enum tvx_status opinions_json(struct writing *w)
{
    struct tvx_opinion *opinions = NULL;
    size_t count = 0;
    enum tvx_status status = tvx_store_opinions(w->store, w->arena, &opinions, &count, w->error);

    tvx_json_key(w->json, "assessments");
    tvx_json_array(w->json);
    for (size_t i = 0; status == TVX_OK && i < count; i++)
        tvx_json_opinion(w->json, &opinions[i]);
    tvx_json_array_end(w->json);
    return status;
}

static enum tvx_status positions_json(struct writing *w)
{
    struct tvx_hand_position *items = NULL;
    size_t count = 0;
    enum tvx_status status = tvx_store_positions(w->store, w->arena, &items, &count, w->error);

    tvx_json_key(w->json, "positions");
    tvx_json_array(w->json);
    for (size_t i = 0; status == TVX_OK && i < count; i++)
        tvx_json_hand_position(w->json, &items[i]);
    tvx_json_array_end(w->json);
    return status;
}

/* Remarks that others may see, with what was said before; private ones are their author's alone. */
static enum tvx_status annotations_json(struct writing *w)
{
    struct tvx_annotation_query query = {.withdrawn = true};
    struct tvx_annotation *items = NULL;
    size_t count = 0, kept = 0;
    enum tvx_status status = tvx_store_annotations(w->store, w->arena, &items, &count, &query, w->error);

    for (size_t i = 0; status == TVX_OK && i < count; i++)
        if (items[i].visibility != TVX_VISIBILITY_PRIVATE)
            items[kept++] = items[i];
    tvx_json_key(w->json, "annotations");
    if (status == TVX_OK)
        tvx_json_annotation_page(w->json, w->arena, NULL, items, kept, NULL);
    else
        tvx_json_null(w->json);
    return status;
}

/* Joint statements with every version, and who signed: without addresses, and without those who wait. */
static enum tvx_status statements_json(struct writing *w)
{
    struct tvx_joint *items = NULL;
    size_t count = 0;
    enum tvx_status status = tvx_store_joints(w->store, w->arena, &items, &count, w->error);

    tvx_json_key(w->json, "statements");
    tvx_json_array(w->json);
    for (size_t i = 0; status == TVX_OK && i < count; i++) {
        struct tvx_joint_version *versions;
        struct tvx_joint_whole whole;
        size_t version_count;

        status = tvx_joint_load(&whole, w->store, w->arena, items[i].key, 0, w->error);
        if (status == TVX_OK)
            status = tvx_store_joint_versions(w->store, w->arena, &versions, &version_count, &items[i], w->error);
        if (status != TVX_OK)
            break;
        tvx_json_object(w->json);
        tvx_json_key(w->json, "statement");
        tvx_json_joint(w->json, &whole, false);
        tvx_json_key(w->json, "versions");
        tvx_json_joint_versions(w->json, versions, version_count);
        tvx_json_object_end(w->json);
    }
    tvx_json_array_end(w->json);
    return status;
}

static enum tvx_status published_json(struct writing *w)
{
    struct tvx_published *items = NULL;
    size_t count = 0;
    enum tvx_status status = tvx_store_published_list(w->store, w->arena, &items, &count, w->error);

    tvx_json_key(w->json, "published");
    tvx_json_array(w->json);
    for (size_t i = 0; status == TVX_OK && i < count; i++) {
        tvx_json_object(w->json);
        tvx_json_pair(w->json, "kind", tvx_published_kind_name(items[i].kind));
        tvx_json_pair(w->json, "key", items[i].key);
        tvx_json_pair(w->json, "at", items[i].at);
        tvx_json_object_end(w->json);
    }
    tvx_json_array_end(w->json);
    return status;
}

static enum tvx_status proposals_json(struct writing *w)
{
    struct tvx_stored_proposal *proposals = NULL;
    size_t count = 0;
    enum tvx_status status = tvx_store_proposals(w->store, w->arena, &proposals, &count, w->filter, w->error);

    tvx_json_key(w->json, "proposals");
    tvx_json_proposals(w->json, proposals, count);
    return status;
}

enum tvx_status tvx_json_whole(struct tvx_json *json, struct tvx_arena *arena, struct tvx_store *store,
                               const struct tvx_filter *filter, const char *version, struct tvx_error *error)
{
    static enum tvx_status (*const parts[])(struct writing *) = {
        documents_json, instruments_json, proposals_json,   verdicts_json, opinions_json,
        positions_json, annotations_json, statements_json, published_json};
    struct writing w = {json, arena, store, filter, error};
    enum tvx_status status = TVX_OK;

    tvx_json_object(json);
    tvx_json_pair(json, "travaux", version);
    for (size_t i = 0; status == TVX_OK && i < sizeof parts / sizeof *parts; i++)
        status = parts[i](&w);
    tvx_json_object_end(json);
    return status;
}
