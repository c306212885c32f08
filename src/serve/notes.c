/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Notes on passages: made, answered, changed by their author, withdrawn by their author or an editor. */
#include <stdlib.h>
#include <string.h>
#include <travaux/analyse/carry.h>
#include <travaux/store/annotation.h>
#include <travaux/text/utf8.h>

#include "drafts.h"

static const char *note_address(struct request *request, const char *uid)
{
    return tvx_arena_printf(request->arena, "/note/%s", uid);
}

/* A note that this account may see. */
static enum tvx_status find(struct request *request, struct tvx_annotation *out, const char *uid)
{
    const struct tvx_annotation_query query = {.uid = uid, .account = request->account};

    return tvx_store_annotation(request->store, request->arena, out, &query, &request->error);
}

static enum tvx_status said(struct request *request, const struct tvx_draft *draft, struct tvx_annotation *out)
{
    const char *purpose = tvx_draft_get(draft, "purpose");

    out->account = request->account;
    out->author = request->viewer.name;
    out->body = tvx_draft_get(draft, "body");
    out->purpose = *purpose == '\0' ? "commenting" : purpose;
    if (!tvx_visibility_parse(&out->visibility, tvx_draft_get(draft, "visibility")))
        return tvx_error_set(&request->error, TVX_E_USAGE, "choose who may see the note");
    return TVX_OK;
}

static enum tvx_status enter(struct request *request, const struct tvx_draft *draft, struct tvx_annotation *a)
{
    const char *quote = tvx_draft_get(draft, "quote");
    int64_t near = draft_number(draft, "near", -1);
    struct tvx_annotated on;
    enum tvx_status status = said(request, draft, a);

    if (status == TVX_OK)
        status = tvx_annotation_target(&on, request->store, request->arena, tvx_draft_get(draft, "reference"),
                                       &request->error);
    if (status != TVX_OK)
        return status;
    a->kind = on.kind;
    a->reference = on.reference;
    a->document = on.document;
    a->sha256 = on.sha256;
    a->selector = (struct tvx_passage_selector){.exact = "", .prefix = "", .suffix = ""};
    if (!tvx_text_blank(quote, strlen(quote)))
        status = tvx_passage_quoted(&a->selector, request->store, request->arena, &on, quote,
                                    near < 0 ? SIZE_MAX : (size_t)near, &request->error);
    return status == TVX_OK ? tvx_store_annotate(request->store, request->arena, a, &request->error) : status;
}

enum tvx_status note_handler(struct request *request, struct reply *reply)
{
    struct tvx_annotation a = {0};
    struct tvx_draft draft;
    const char *back;
    enum tvx_status status;

    if (!draft_take(request, &draft, TVX_DRAFT_NOTE))
        return tvx_error_nomem(&request->error);
    status = enter(request, &draft, &a);
    if (status != TVX_OK)
        return draft_refused(request, reply, &draft, status);
    back = request_field(request, "back");
    reply_redirect(request, reply,
                   back == NULL ? note_address(request, a.uid)
                                : tvx_arena_printf(request->arena, "%s#note-%.8s", request_back(request, back), a.uid));
    return TVX_OK;
}

enum tvx_status note_reply_handler(struct request *request, struct reply *reply)
{
    struct tvx_annotation a = {0}, to;
    struct tvx_draft draft;
    enum tvx_status status;

    if (!draft_take(request, &draft, TVX_DRAFT_REPLY))
        return tvx_error_nomem(&request->error);
    status = find(request, &to, tvx_draft_get(&draft, "uid"));
    if (status == TVX_OK)
        status = said(request, &draft, &a);
    a.purpose = "replying";
    a.reply_to = to.uid;
    if (status == TVX_OK)
        status = tvx_store_annotate(request->store, request->arena, &a, &request->error);
    if (status != TVX_OK)
        return draft_refused(request, reply, &draft, status);
    return draft_done(request, reply, note_address(request, a.reply_to));
}

/* Within tvx_store_revise: the version is written there, the check of the revision has been made. */
static enum tvx_status write_edit(void *context, struct tvx_store *store, struct tvx_error *error)
{
    struct tvx_revised revised;

    return tvx_store_annotation_edit(store, &revised, context, error);
}

enum tvx_status note_edit_handler(struct request *request, struct reply *reply)
{
    struct tvx_annotation a;
    struct tvx_annotation_edit edit;
    struct tvx_draft draft;
    enum tvx_status status;

    if (!draft_take(request, &draft, TVX_DRAFT_ANNOTATION))
        return tvx_error_nomem(&request->error);
    status = find(request, &a, tvx_draft_get(&draft, "uid"));
    if (status == TVX_OK && a.account != request->account) {
        reply_problem(request, reply, MHD_HTTP_FORBIDDEN, SAY("Only its author may change a note."));
        return TVX_OK;
    }
    if (status != TVX_OK)
        return draft_refused(request, reply, &draft, status);
    edit = (struct tvx_annotation_edit){.uid = a.uid, .seen = draft_number(&draft, "seen", -1),
                                        .body = tvx_draft_get(&draft, "body"),
                                        .purpose = tvx_draft_get(&draft, "purpose"), .account = request->account,
                                        .author = request->viewer.name};
    if (!tvx_visibility_parse(&edit.visibility, tvx_draft_get(&draft, "visibility")))
        return draft_refused(request, reply, &draft, tvx_error_set(&request->error, TVX_E_USAGE,
                                                                   "choose who may see the note"));
    return draft_revise(request, reply, &draft, a.uid, write_edit, &edit, note_address(request, a.uid));
}

enum tvx_status note_withdraw_handler(struct request *request, struct reply *reply)
{
    struct tvx_annotation a;
    struct tvx_annotation_edit edit;
    struct tvx_revised revised;
    enum tvx_status status = find(request, &a, request_field_or(request, "uid", ""));

    if (status == TVX_OK && a.account != request->account && !request->viewer.edits) {
        reply_problem(request, reply, MHD_HTTP_FORBIDDEN, SAY("Only its author or an editor may withdraw a note."));
        return TVX_OK;
    }
    if (status != TVX_OK)
        return status;
    edit = (struct tvx_annotation_edit){.uid = a.uid, .body = a.body,
                                        .seen = strtoll(request_field_or(request, "seen", "-1"), NULL, 10),
                                        .purpose = a.purpose, .visibility = a.visibility,
                                        .withdrawn = true, .account = request->account,
                                        .author = request->viewer.name};
    if (edit.seen != a.revision) { /* it says something else now: look at that first; nothing was typed, nothing kept */
        reply_problem(request, reply, MHD_HTTP_CONFLICT,
                      SAY("The note was changed while you looked at it. Go back, read it again, then withdraw it."));
        return TVX_OK;
    }
    status = tvx_store_annotation_edit(request->store, &revised, &edit, &request->error);
    if (status == TVX_OK)
        reply_redirect(request, reply, note_address(request, a.uid));
    return status;
}

enum tvx_status conflict_drop_handler(struct request *request, struct reply *reply)
{
    int64_t number = strtoll(request_field_or(request, "conflict", "0"), NULL, 10);
    struct tvx_set_aside aside;
    enum tvx_status status =
        tvx_store_set_aside(request->store, request->arena, &aside, number, &request->error);

    if (status == TVX_OK && aside.account != request->account)
        return tvx_error_set(&request->error, TVX_E_NOTFOUND, "There is no such page.");
    if (status == TVX_OK)
        status = tvx_store_set_aside_settle(request->store, number, false, &request->error);
    if (status == TVX_OK)
        reply_redirect(request, reply, "/notices");
    return status;
}
