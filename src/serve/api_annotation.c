/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The API's annotations: JSON-LD of the W3C model out and in, or a plain object in.  Each account sees its own private
   ones, a visitor the public ones; only its author changes one, and an editor may withdraw it. */
#include "api.h"

#include <stdlib.h>
#include <string.h>
#include <travaux/analyse/carry.h>
#include <travaux/show/annotation.h>
#include <travaux/store/audit.h>

static struct tvx_annotation_query query_of(const struct api_call *call)
{
    return (struct tvx_annotation_query){.account = call->request->account,
                                         .outsider = call->request->role < TVX_ROLE_READER};
}

static const char *annotation_key(void *context, size_t i)
{
    return ((const struct tvx_annotation *)context)[i].uid;
}

API_ANSWER(api_annotations)
{
    const char *reference = api_value(call, "ref");
    struct tvx_annotation_query query = query_of(call);
    struct tvx_annotation *items = NULL;
    struct tvx_annotated on;
    struct api_part part;
    size_t count = 0;
    enum tvx_status status = TVX_OK;

    query.withdrawn = api_flag(call, "all");
    if (reference != NULL)
        status = tvx_annotation_target(&on, call->store, call->arena, reference, call->error);
    if (status == TVX_OK && reference != NULL && strcmp(on.kind, "document") == 0)
        query.sha256 = on.sha256;
    else if (status == TVX_OK && reference != NULL)
        query.reference = on.reference;
    if (status == TVX_OK)
        status = tvx_store_annotations(call->store, call->arena, &items, &count, &query, call->error);
    if (status == TVX_OK)
        status = api_part(call, &part, count, annotation_key, items);
    if (status != TVX_OK)
        return status;
    api_list_begin(call);
    for (size_t i = part.from; i < part.to; i++)
        tvx_json_annotation(&call->json, call->arena, &items[i], request_site(call->request), true);
    api_list_end(call, &part);
    return TVX_OK;
}

/* The name as the model writes it, "urn:uuid:97601cc0-c524-…", or its digits alone. */
static enum tvx_status find(struct api_call *call, struct tvx_annotation *out, const char *uid)
{
    struct tvx_annotation_query query = query_of(call);
    char *digits = tvx_arena_strdup(call->arena, strncmp(uid, "urn:uuid:", 9) == 0 ? uid + 9 : uid);
    size_t length = 0;

    if (digits == NULL)
        return tvx_error_nomem(call->error);
    for (const char *at = digits; *at != '\0'; at++)
        if (*at != '-')
            digits[length++] = *at;
    digits[length] = '\0';
    query.uid = digits;
    return tvx_store_annotation(call->store, call->arena, out, &query, call->error);
}

/* The revision goes into a header: the model has no word for it. */
static enum tvx_status write_one(struct api_call *call, const char *uid)
{
    struct tvx_annotation annotation;
    enum tvx_status status = find(call, &annotation, uid);

    if (status != TVX_OK)
        return status;
    reply_header(call->reply, "Travaux-Revision",
                 tvx_arena_printf(call->arena, "%lld", (long long)annotation.revision));
    tvx_json_annotation(&call->json, call->arena, &annotation, request_site(call->request), true);
    return TVX_OK;
}

API_ANSWER(api_annotation)
{
    return write_one(call, call->argument);
}

API_ANSWER(api_annotation_history)
{
    struct tvx_annotation_version *items = NULL;
    struct tvx_annotation annotation;
    const struct api_part all = {0, 0, NULL};
    size_t count = 0;
    enum tvx_status status = find(call, &annotation, call->argument);

    if (status == TVX_OK)
        status = tvx_store_annotation_history(call->store, call->arena, &items, &count, annotation.uid, call->error);
    if (status != TVX_OK)
        return status;
    count = tvx_annotation_versions_seen(items, count, annotation.account, call->request->account);
    api_list_begin(call);
    for (size_t i = 0; i < count; i++) {
        tvx_json_object(&call->json);
        tvx_json_pair_int(&call->json, "revision", items[i].revision);
        tvx_json_pair(&call->json, "purpose", items[i].purpose);
        tvx_json_pair(&call->json, "body", items[i].body);
        tvx_json_pair(&call->json, "author", items[i].author);
        tvx_json_pair(&call->json, "at", items[i].at);
        tvx_json_pair(&call->json, "visibility", tvx_visibility_to_string(items[i].visibility));
        tvx_json_pair_bool(&call->json, "withdrawn", items[i].withdrawn);
        tvx_json_object_end(&call->json);
    }
    api_list_end(call, &all);
    return TVX_OK;
}

/* ---- entering ---- */

static enum tvx_status visibility_of(struct api_call *call, enum tvx_visibility *out, const char *word)
{
    if (word == NULL || tvx_visibility_parse(out, word))
        return TVX_OK;
    return tvx_error_set(call->error, TVX_E_USAGE, "visibility is private, workspace or public");
}

static enum tvx_status aim(struct api_call *call, struct tvx_annotation *a, const char *reference, const char *quote,
                           size_t near)
{
    struct tvx_annotated on;
    enum tvx_status status = reference == NULL
                                 ? tvx_error_set(call->error, TVX_E_USAGE, "it does not say what it is about")
                                 : tvx_annotation_target(&on, call->store, call->arena, reference, call->error);

    if (status != TVX_OK)
        return status;
    a->kind = on.kind;
    a->reference = on.reference;
    a->document = on.document;
    a->sha256 = on.sha256;
    a->selector = (struct tvx_passage_selector){.exact = "", .prefix = "", .suffix = ""};
    if (quote == NULL || *quote == '\0')
        return TVX_OK;
    status = tvx_passage_quoted(&a->selector, call->store, call->arena, &on, quote, near, call->error);
    return status == TVX_E_NOTFOUND ? TVX_E_USAGE : status;
}

static enum tvx_status from_plain(struct api_call *call, struct tvx_annotation *a)
{
    const char *reference = NULL, *quote = NULL, *visibility = NULL;
    int64_t start = -1;
    const struct api_field fields[] = {
        {"ref", 's', false, &reference, 400},         {"quote", 's', false, &quote, TVX_ANNOTATION_EXACT},
        {"start", 'i', false, &start, 0},             {"body", 's', true, &a->body, TVX_ANNOTATION_BODY},
        {"purpose", 's', false, &a->purpose, 40},     {"visibility", 's', false, &visibility, 20},
        {"reply_to", 's', false, &a->reply_to, 200},
    };
    enum tvx_status status = api_fields(call, fields, sizeof fields / sizeof *fields);

    if (status == TVX_OK)
        status = visibility_of(call, &a->visibility, visibility);
    if (status == TVX_OK && a->reply_to == NULL)
        status = aim(call, a, reference, quote, start < 0 ? SIZE_MAX : (size_t)start);
    return status;
}

/* Who sends it is its author, whatever it says of that. */
static enum tvx_status from_model(struct api_call *call, struct tvx_annotation *a)
{
    const char *source = NULL, *reference;
    size_t near;
    enum tvx_status status = tvx_annotation_read(a, &source, call->arena, call->request->body,
                                                 call->request->body_length, call->error);

    if (status != TVX_OK)
        return status;
    a->uid = NULL;
    a->created = NULL;
    a->visibility = TVX_VISIBILITY_WORKSPACE;
    near = a->selector.points > 0 ? a->selector.start : SIZE_MAX;
    reference = a->sha256 != NULL ? a->sha256 : a->reference != NULL ? a->reference : source;
    if (a->body == NULL)
        a->body = "";
    status = visibility_of(call, &a->visibility, api_value(call, "visibility"));
    return status == TVX_OK && a->reply_to == NULL ? aim(call, a, reference, a->selector.exact, near) : status;
}

API_ANSWER(api_annotate)
{
    struct tvx_annotation a = {.visibility = TVX_VISIBILITY_WORKSPACE}, to;
    enum tvx_status status =
        json_object_get(call->body, "target") != NULL ? from_model(call, &a) : from_plain(call, &a);

    if (status == TVX_OK && a.reply_to != NULL) { /* to what the writer may see */
        status = find(call, &to, a.reply_to);
        a.reply_to = status == TVX_OK ? to.uid : NULL;
    }
    if (status != TVX_OK)
        return status;
    a.account = call->request->account;
    a.author = call->request->viewer.name;
    if (a.purpose == NULL)
        a.purpose = a.reply_to != NULL ? "replying" : "commenting";
    status = tvx_store_annotate(call->store, call->arena, &a, call->error);
    if (status == TVX_OK)
        status = tvx_store_audit(call->store, a.account, "annotation.add", a.uid, NULL, call->error);
    if (status != TVX_OK)
        return status;
    reply_header(call->reply, MHD_HTTP_HEADER_LOCATION,
                 tvx_arena_printf(call->arena, API_ROOT "/annotations/%s", a.uid));
    return write_one(call, a.uid);
}

static enum tvx_status change(struct api_call *call, struct tvx_annotation_edit *edit)
{
    struct tvx_revised revised = {.stale = false};
    enum tvx_status status;

    edit->account = call->request->account;
    edit->author = call->request->viewer.name;
    status = tvx_store_annotation_edit(call->store, &revised, edit, call->error);
    if (status == TVX_OK && revised.stale)
        return api_stale(call, revised.revision, revised.set_aside);
    if (status == TVX_OK)
        status = tvx_store_audit(call->store, edit->account,
                                 edit->withdrawn ? "annotation.withdraw" : "annotation.edit", edit->uid, NULL,
                                 call->error);
    return status;
}

static enum tvx_status refuse(struct api_call *call)
{
    reply_problem(call->request, call->reply, MHD_HTTP_FORBIDDEN, "only its author may change it");
    return TVX_OK;
}

API_ANSWER(api_annotation_put)
{
    struct tvx_annotation a;
    const char *visibility = NULL;
    struct tvx_annotation_edit edit = {.body = NULL};
    const struct api_field fields[] = {
        {"revision", 'i', true, &edit.seen, 0},       {"body", 's', true, &edit.body, TVX_ANNOTATION_BODY},
        {"purpose", 's', false, &edit.purpose, 40},   {"visibility", 's', false, &visibility, 20},
        {"withdrawn", 'b', false, &edit.withdrawn, 0},
    };
    enum tvx_status status = api_fields(call, fields, sizeof fields / sizeof *fields);

    if (status == TVX_OK)
        status = find(call, &a, call->argument);
    if (status != TVX_OK)
        return status;
    if (a.account != call->request->account)
        return refuse(call);
    edit.uid = a.uid;
    edit.visibility = a.visibility;
    if (edit.purpose == NULL)
        edit.purpose = a.purpose;
    status = visibility_of(call, &edit.visibility, visibility);
    if (status == TVX_OK)
        status = change(call, &edit);
    return status == TVX_OK && call->reply->status == 0 ? write_one(call, a.uid) : status;
}

/* Withdrawn, not deleted. */
API_ANSWER(api_annotation_delete)
{
    struct tvx_annotation a;
    struct tvx_annotation_edit edit;
    enum tvx_status status = find(call, &a, call->argument);

    if (status != TVX_OK)
        return status;
    if (a.account != call->request->account && call->request->role < TVX_ROLE_EDITOR)
        return refuse(call);
    edit = (struct tvx_annotation_edit){.uid = a.uid, .seen = a.revision, .purpose = a.purpose, .body = a.body,
                                        .visibility = a.visibility, .withdrawn = true};
    return change(call, &edit);
}
