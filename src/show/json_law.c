/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Proposals, provisions, instruments, documents and what lists of them hold. */
#include <travaux/show/json.h>

#include "json_parts.h"
#include "words.h"

static const char *edit_op(enum tvx_edit_op op)
{
    return op == TVX_EDIT_INS ? "ins" : op == TVX_EDIT_DEL ? "del" : "replace";
}

void show_json_evidence(struct tvx_json *json, const struct tvx_stored_proposal *proposal)
{
    tvx_json_key(json, "evidence");
    tvx_json_object(json);
    tvx_json_pair(json, "document", proposal->document);
    tvx_json_pair(json, "sha256", proposal->sha256);
    tvx_json_pair(json, "quote", proposal->proposal.quote);
    tvx_json_pair_int(json, "start", (int64_t)proposal->proposal.start);
    tvx_json_pair_int(json, "len", (int64_t)proposal->proposal.points);
    tvx_json_object_end(json);
}

static const char *resolution_kind(enum tvx_resolution_kind kind)
{
    return kind == TVX_RESOLVED ? "resolved" : kind == TVX_RESOLVED_NEW ? "new" : "unresolved";
}

/* `provision` is the path when it was resolved, else null; `resolution` says how, or why not. */
void tvx_json_proposal(struct tvx_json *json, const struct tvx_stored_proposal *proposal)
{
    const struct tvx_proposal *item = &proposal->proposal;
    const struct tvx_resolution *at = &proposal->resolution;
    bool placed = at->kind != TVX_UNRESOLVED;

    tvx_json_object(json);
    tvx_json_pair(json, "number", item->number);
    tvx_json_pair(json, "action", tvx_action_to_string(item->action));
    tvx_json_pair(json, "instrument", at->key != NULL ? at->key : item->place.instrument);
    tvx_json_pair(json, "version", at->key != NULL ? at->version : item->place.version);
    tvx_json_pair(json, "provision", placed ? at->path : NULL);
    tvx_json_pair(json, "target", item->target);
    tvx_json_pair_strings(json, "sponsors", item->sponsors, item->sponsor_count);
    tvx_json_pair(json, "document", proposal->document);
    tvx_json_pair(json, "file", show_words_file(proposal->file));
    tvx_json_pair(json, "meeting", proposal->meeting);
    tvx_json_pair(json, "date", proposal->date);
    tvx_json_pair(json, "before", item->before);
    tvx_json_pair(json, "after", item->after);
    tvx_json_key(json, "edits");
    tvx_json_array(json);
    for (size_t i = 0; i < item->edit_count; i++) {
        tvx_json_object(json);
        tvx_json_pair(json, "op", edit_op(item->edits[i].op));
        tvx_json_pair(json, "before", item->edits[i].before);
        tvx_json_pair(json, "after", item->edits[i].after);
        tvx_json_object_end(json);
    }
    tvx_json_array_end(json);
    tvx_json_pair(json, "reasons", item->reasons);
    tvx_json_key(json, "resolution");
    tvx_json_object(json);
    tvx_json_pair(json, "kind", resolution_kind(at->kind));
    tvx_json_pair(json, "after", at->after_path);
    tvx_json_pair(json, "reason", at->reason);
    tvx_json_pair_bool(json, "base_differs", placed && at->base_differs);
    tvx_json_object_end(json);
    show_json_evidence(json, proposal);
    tvx_json_object_end(json);
}

void tvx_json_proposals(struct tvx_json *json, const struct tvx_stored_proposal *items, size_t count)
{
    tvx_json_array(json);
    for (size_t i = 0; i < count; i++)
        tvx_json_proposal(json, &items[i]);
    tvx_json_array_end(json);
}

void tvx_json_provision(struct tvx_json *json, const struct tvx_stored_instrument *head,
                        const struct tvx_instrument *instrument, size_t index)
{
    const struct tvx_provision *item = &instrument->provisions[index];

    tvx_json_object(json);
    tvx_json_pair(json, "instrument", head->key);
    tvx_json_pair(json, "version", head->version);
    tvx_json_pair(json, "path", item->path);
    tvx_json_pair(json, "kind", tvx_provision_kind_to_string(item->kind));
    tvx_json_pair(json, "label", item->label);
    tvx_json_pair(json, "heading", item->heading);
    tvx_json_pair(json, "marginal", item->marginal);
    tvx_json_pair(json, "amended", item->amended);
    tvx_json_pair(json, "text", item->text);
    tvx_json_pair_int(json, "level", item->level);
    tvx_json_pair(json, "parent",
                  item->parent < instrument->count ? instrument->provisions[item->parent].path : NULL);
    tvx_json_pair_int(json, "start", (int64_t)item->start);
    tvx_json_pair_int(json, "len", (int64_t)item->points);
    tvx_json_object_end(json);
}

void tvx_json_instrument(struct tvx_json *json, const struct tvx_stored_instrument *head,
                         const struct tvx_instrument *instrument)
{
    tvx_json_object(json);
    tvx_json_pair(json, "instrument", head->key);
    tvx_json_pair(json, "version", head->version);
    tvx_json_pair(json, "title", head->title);
    tvx_json_pair(json, "kind", head->kind);
    tvx_json_pair(json, "date", head->date);
    tvx_json_pair_bool(json, "in_force", head->in_force);
    tvx_json_pair_int(json, "document", head->document);
    if (instrument == NULL) {
        tvx_json_pair_int(json, "provisions", (int64_t)head->provisions);
    } else {
        tvx_json_key(json, "provisions");
        tvx_json_array(json);
        for (size_t i = 0; i < instrument->count; i++)
            tvx_json_provision(json, head, instrument, i);
        tvx_json_array_end(json);
    }
    tvx_json_object_end(json);
}

void tvx_json_document(struct tvx_json *json, const struct tvx_stored_document *document, const char *text,
                       const struct tvx_health *health, const struct tvx_last_papers *papers)
{
    tvx_json_object(json);
    tvx_json_pair_int(json, "id", document->id);
    tvx_json_pair(json, "ref", document->name);
    tvx_json_pair(json, "symbol", document->symbol);
    tvx_json_pair(json, "file", show_words_file(document->file));
    tvx_json_pair(json, "sha256", document->sha256);
    tvx_json_pair(json, "format", document->format);
    tvx_json_pair(json, "language", document->language);
    tvx_json_pair(json, "title", document->title);
    tvx_json_pair(json, "kind", document->kind);
    tvx_json_pair(json, "access", document->access);
    tvx_json_pair(json, "meeting", document->meeting);
    tvx_json_pair(json, "date", document->date);
    tvx_json_pair(json, "added", document->added);
    tvx_json_pair_strings(json, "sponsors", document->sponsors, document->sponsor_count);
    tvx_json_pair_int(json, "size", (int64_t)document->size);
    tvx_json_pair_int(json, "proposals", (int64_t)document->proposals);
    tvx_json_pair_int(json, "warnings", (int64_t)document->warnings);
    if (health != NULL) {
        tvx_json_key(json, "health");
        tvx_json_health(json, health);
    }
    if (papers != NULL && papers->statement_count > 0) {
        tvx_json_key(json, "statements");
        tvx_json_statements(json, papers);
    }
    if (papers != NULL && papers->adopted_count > 0) {
        tvx_json_key(json, "adopted");
        tvx_json_adopted(json, papers);
    }
    if (text != NULL)
        tvx_json_pair(json, "text", text);
    tvx_json_object_end(json);
}

void tvx_json_actor(struct tvx_json *json, const struct tvx_stored_actor *actor)
{
    tvx_json_object(json);
    tvx_json_pair(json, "code", actor->code);
    tvx_json_pair(json, "name", actor->name);
    tvx_json_pair_int(json, "proposals", (int64_t)actor->proposals);
    tvx_json_object_end(json);
}

void tvx_json_event(struct tvx_json *json, const struct tvx_event *event)
{
    tvx_json_object(json);
    tvx_json_pair(json, "meeting", event->meeting);
    tvx_json_pair(json, "date", event->date);
    tvx_json_pair(json, "title", event->title);
    tvx_json_pair_int(json, "documents", (int64_t)event->documents);
    tvx_json_pair_int(json, "proposals", (int64_t)event->proposals);
    tvx_json_object_end(json);
}
