/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The API's answers about joint statements.  A visitor sees those that are published; drafts are for who is signed in,
   people's addresses for administrators. */
#include "api.h"

#include <string.h>
#include <travaux/show/joint.h>
#include <travaux/store/joint.h>

static const char *joint_key(void *context, size_t i)
{
    return ((const struct tvx_joint *)context)[i].key;
}

API_ANSWER(api_joints)
{
    struct tvx_joint *items = NULL;
    struct api_part part;
    size_t count = 0, kept = 0;
    enum tvx_status status = tvx_store_joints(call->store, call->arena, &items, &count, call->error);

    for (size_t i = 0; status == TVX_OK && i < count; i++) {
        bool open = call->request->role >= TVX_ROLE_READER;

        if (!open && items[i].state != TVX_JOINT_DRAFT)
            status = tvx_store_published(call->store, &open, TVX_PUBLISHED_STATEMENT, items[i].key, call->error);
        if (open)
            items[kept++] = items[i];
    }
    if (status == TVX_OK)
        status = api_part(call, &part, kept, joint_key, items);
    if (status != TVX_OK)
        return status;
    api_whole_begin(call);
    tvx_json_joints(&call->json, items == NULL ? NULL : items + part.from, part.to - part.from);
    api_whole_end(call, &part);
    return TVX_OK;
}

/* TVX_E_NOTFOUND also where a visitor may not see it. */
static enum tvx_status find(struct api_call *call, struct tvx_joint *out)
{
    bool open = call->request->role >= TVX_ROLE_READER;
    enum tvx_status status = TVX_OK;

    if (!open)
        status = tvx_store_published(call->store, &open, TVX_PUBLISHED_STATEMENT, call->argument, call->error);
    if (status == TVX_OK && open)
        status = tvx_store_joint(call->store, call->arena, out, call->argument, call->error);
    if (status == TVX_OK && (!open || (call->request->role < TVX_ROLE_READER && out->state == TVX_JOINT_DRAFT)))
        status = tvx_error_set(call->error, TVX_E_NOTFOUND, "there is no statement of that name");
    return status;
}

API_ANSWER(api_joint)
{
    struct tvx_joint_whole whole;
    struct tvx_joint joint;
    enum tvx_status status = find(call, &joint);

    if (status == TVX_OK)
        status = tvx_joint_load(&whole, call->store, call->arena, joint.key, 0, call->error);
    if (status == TVX_OK)
        tvx_json_joint(&call->json, &whole, call->request->role >= TVX_ROLE_ADMIN);
    return status;
}

API_ANSWER(api_joint_versions)
{
    struct tvx_joint_version *items = NULL;
    const struct api_part all = {0, 0, NULL};
    struct tvx_joint joint;
    size_t count = 0;
    enum tvx_status status = find(call, &joint);

    if (status == TVX_OK)
        status = tvx_store_joint_versions(call->store, call->arena, &items, &count, &joint, call->error);
    if (status != TVX_OK)
        return status;
    api_whole_begin(call);
    tvx_json_joint_versions(&call->json, items, count);
    api_whole_end(call, &all);
    return TVX_OK;
}

/* ---- writing ---- */

static enum tvx_status audit(struct api_call *call, const char *what, const char *key)
{
    return tvx_store_audit(call->store, call->request->account, what, key, NULL, call->error);
}

static enum tvx_status entry_of(struct api_call *call, struct tvx_joint_version *entry, int64_t *base, bool first)
{
    const struct api_field fields[] = {
        {"title", 's', first, &entry->title, TVX_JOINT_TITLE}, {"language", 's', false, &entry->language, 20},
        {"text", 's', true, &entry->text, 1 << 20},            {"note", 's', false, &entry->note, TVX_JOINT_NOTE},
        {"base", 'i', !first, base, 0},
    };
    enum tvx_status status = api_fields(call, fields, sizeof fields / sizeof *fields - first);

    if (status == TVX_OK)
        status = tvx_joint_clean(&entry->text, call->arena, entry->text, strlen(entry->text), call->error);
    entry->author = call->request->viewer.name;
    return status;
}

API_ANSWER(api_joint_draft)
{
    struct tvx_joint_version entry = {.language = NULL};
    struct tvx_joint_whole whole;
    int64_t base = 0;
    const char *key = NULL;
    enum tvx_status status = entry_of(call, &entry, &base, true);

    if (status == TVX_OK)
        status = tvx_store_joint_draft(call->store, call->arena, &key, &entry, call->error);
    if (status == TVX_OK)
        status = audit(call, "statement.draft", key);
    if (status == TVX_OK)
        status = tvx_joint_load(&whole, call->store, call->arena, key, 0, call->error);
    if (status == TVX_OK) {
        tvx_json_joint(&call->json, &whole, false);
    }
    return status;
}

API_ANSWER(api_joint_save)
{
    struct tvx_joint_version entry = {.language = NULL};
    struct tvx_joint_whole whole;
    int64_t base = 0;
    size_t n = 0, latest = 0;
    bool aside = false;
    enum tvx_status status = entry_of(call, &entry, &base, false);

    if (status == TVX_OK && (base < 1 || base > TVX_JOINT_VERSIONS))
        return tvx_error_set(call->error, TVX_E_USAGE, "\"base\" is the number of the version it was made from");
    entry.base = (size_t)base;
    if (status == TVX_OK)
        status = tvx_store_joint_save(call->store, call->arena, call->argument, &entry, &n, &aside, &latest,
                                      call->error);
    if (status == TVX_OK && aside)
        return api_stale(call, (int64_t)latest, (int64_t)n);
    if (status == TVX_OK)
        status = audit(call, "statement.save", call->argument);
    if (status == TVX_OK)
        status = tvx_joint_load(&whole, call->store, call->arena, call->argument, n, call->error);
    if (status == TVX_OK)
        tvx_json_joint(&call->json, &whole, false);
    return status;
}
