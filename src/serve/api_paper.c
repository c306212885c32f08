/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The API's answers about papers: documents, proposals, who tabled them, when; search, register, calendar. */
#include "api.h"

#include <string.h>
#include <travaux/base/day.h>
#include <travaux/show/calendar.h>
#include <travaux/show/json.h>
#include <travaux/show/register.h>
#include <travaux/store/follow.h>
#include <travaux/store/institution.h>

/* ---- documents ---- */

static const char *document_key(void *context, size_t i)
{
    return ((const struct tvx_stored_document *)context)[i].sha256;
}

API_ANSWER(api_documents)
{
    struct tvx_filter filter = api_filter(call);
    struct tvx_stored_document *items = NULL;
    struct api_part part;
    size_t count = 0;
    enum tvx_status status = tvx_store_documents(call->store, call->arena, &items, &count, &filter, call->error);

    if (status == TVX_OK)
        status = api_part(call, &part, count, document_key, items);
    if (status != TVX_OK)
        return status;
    api_list_begin(call);
    for (size_t i = part.from; i < part.to; i++)
        tvx_json_document(&call->json, &items[i], NULL, NULL, NULL);
    api_list_end(call, &part);
    return TVX_OK;
}

enum tvx_status api_document_find(struct api_call *call, const struct tvx_stored_document **out,
                                  const char *reference)
{
    bool number = reference[strspn(reference, "0123456789")] == '\0';
    const char *name = number ? tvx_arena_printf(call->arena, "#%s", reference) : reference;
    struct tvx_stored_document *items;
    struct tvx_found found;
    size_t count = 0;
    enum tvx_status status = name == NULL ? tvx_error_nomem(call->error)
                                          : tvx_store_find(call->store, call->arena, &found, name, call->error);

    if (status == TVX_OK && found.document == 0)
        return tvx_error_set(call->error, TVX_E_NOTFOUND, "%.80s is no document", reference);
    if (status == TVX_OK)
        status = tvx_store_documents(call->store, call->arena, &items, &count,
                                     &(struct tvx_filter){.document = found.document}, call->error);
    if (status == TVX_OK && count == 0)
        return tvx_error_set(call->error, TVX_E_NOTFOUND, "%.80s is no document", reference);
    if (status == TVX_OK)
        *out = &items[0];
    return status;
}

API_ANSWER(api_document)
{
    const struct tvx_stored_document *document;
    struct tvx_last_papers papers;
    struct tvx_health health;
    const char *text;
    enum tvx_status status = api_document_find(call, &document, call->argument), known = TVX_OK;

    if (status == TVX_OK)
        status = tvx_store_text(call->store, call->arena, &text, document->id, call->error);
    if (status == TVX_OK)
        known = tvx_store_health(call->store, call->arena, &health, document->id, call->error);
    if (known != TVX_OK && known != TVX_E_NOTFOUND)
        return known;
    if (status == TVX_OK)
        status = tvx_store_last_papers(call->store, call->arena, &papers, document->id, call->error);
    if (status == TVX_OK)
        tvx_json_document(&call->json, document, text, known == TVX_OK ? &health : NULL, &papers);
    return status;
}

API_ANSWER(api_document_tree)
{
    const struct tvx_stored_document *document;
    struct tvx_document *tree = NULL;
    enum tvx_status status = api_document_find(call, &document, call->argument);

    if (status == TVX_OK)
        status = tvx_store_tree(call->store, &tree, document->id, call->error);
    if (status == TVX_OK && tree == NULL)
        status = tvx_error_set(call->error, TVX_E_NOTFOUND, "it came as a record and has no marks");
    if (status == TVX_OK) {
        tvx_json_object(&call->json);
        tvx_document_json_members(tree, &call->json);
        tvx_json_object_end(&call->json);
    }
    tvx_document_free(tree);
    return status;
}

API_ANSWER(api_document_health)
{
    const struct tvx_stored_document *document;
    struct tvx_health health;
    enum tvx_status status = api_document_find(call, &document, call->argument);

    if (status == TVX_OK)
        status = tvx_store_health(call->store, call->arena, &health, document->id, call->error);
    if (status == TVX_OK)
        tvx_json_health(&call->json, &health);
    return status;
}

/* ---- proposals ---- */

struct proposals {
    struct tvx_arena *arena;
    struct tvx_stored_proposal *items;
};

static const char *proposal_key(void *context, size_t i)
{
    const struct proposals *all = context;
    const char *key = tvx_arena_printf(all->arena, "%s %s", all->items[i].sha256, all->items[i].proposal.number);

    return key == NULL ? "" : key;
}

API_ANSWER(api_proposals)
{
    struct tvx_filter filter = api_filter(call);
    struct proposals all = {.arena = call->arena};
    struct api_part part;
    size_t count = 0;
    enum tvx_status status;

    filter.unresolved_only = api_flag(call, "unresolved");
    status = tvx_store_proposals(call->store, call->arena, &all.items, &count, &filter, call->error);
    if (status == TVX_OK)
        status = api_part(call, &part, count, proposal_key, &all);
    if (status != TVX_OK)
        return status;
    api_list_begin(call);
    for (size_t i = part.from; i < part.to; i++)
        tvx_json_proposal(&call->json, &all.items[i]);
    api_list_end(call, &part);
    return TVX_OK;
}

enum tvx_status api_proposal_find(struct api_call *call, const struct tvx_stored_proposal **out, const char *reference)
{
    struct tvx_filter filter = {.meeting = NULL};
    struct tvx_stored_proposal *items;
    struct tvx_found found;
    size_t count = 0;
    enum tvx_status status = tvx_store_find(call->store, call->arena, &found, reference, call->error);

    if (status == TVX_OK && found.proposal == 0)
        return tvx_error_set(call->error, TVX_E_NOTFOUND, "%.80s is no proposal", reference);
    if (status == TVX_OK)
        status = tvx_store_proposal_document(call->store, &filter.document, found.proposal, call->error);
    if (status == TVX_OK)
        status = tvx_store_proposals(call->store, call->arena, &items, &count, &filter, call->error);
    for (size_t i = 0; status == TVX_OK && i < count; i++)
        if (items[i].id == found.proposal) {
            *out = &items[i];
            return TVX_OK;
        }
    return status == TVX_OK ? tvx_error_set(call->error, TVX_E_NOTFOUND, "%.80s is no proposal", reference) : status;
}

API_ANSWER(api_proposal)
{
    const struct tvx_stored_proposal *proposal;
    enum tvx_status status = api_proposal_find(call, &proposal, call->argument);

    if (status == TVX_OK)
        tvx_json_proposal(&call->json, proposal);
    return status;
}

/* ---- actors, meetings ---- */

static const char *actor_key(void *context, size_t i)
{
    return ((const struct tvx_stored_actor *)context)[i].code;
}

API_ANSWER(api_actors)
{
    struct tvx_stored_actor *items = NULL;
    struct api_part part;
    size_t count = 0;
    enum tvx_status status = tvx_store_actors(call->store, call->arena, &items, &count, call->error);

    if (status == TVX_OK)
        status = api_part(call, &part, count, actor_key, items);
    if (status != TVX_OK)
        return status;
    api_list_begin(call);
    for (size_t i = part.from; i < part.to; i++)
        tvx_json_actor(&call->json, &items[i]);
    api_list_end(call, &part);
    return TVX_OK;
}

API_ANSWER(api_actor)
{
    struct tvx_stored_actor *items = NULL;
    size_t count = 0;
    enum tvx_status status = tvx_store_actors(call->store, call->arena, &items, &count, call->error);

    for (size_t i = 0; status == TVX_OK && i < count; i++)
        if (strcmp(items[i].code, call->argument) == 0) {
            tvx_json_actor(&call->json, &items[i]);
            return TVX_OK;
        }
    return status == TVX_OK ? tvx_error_set(call->error, TVX_E_NOTFOUND, "nobody is called %.80s here", call->argument)
                            : status;
}

static const char *event_key(void *context, size_t i)
{
    return ((const struct tvx_event *)context)[i].meeting;
}

API_ANSWER(api_events)
{
    struct tvx_event *items = NULL;
    struct api_part part;
    size_t count = 0;
    enum tvx_status status = tvx_store_events(call->store, call->arena, &items, &count, call->error);

    if (status == TVX_OK)
        status = api_part(call, &part, count, event_key, items);
    if (status != TVX_OK)
        return status;
    api_list_begin(call);
    for (size_t i = part.from; i < part.to; i++)
        tvx_json_event(&call->json, &items[i]);
    api_list_end(call, &part);
    return TVX_OK;
}

/* ---- finding ---- */

enum { MOST_HITS = 10000 };

struct hits {
    struct tvx_arena *arena;
    struct tvx_hit *items;
};

static const char *hit_key(void *context, size_t i)
{
    const struct hits *all = context;
    const char *key = tvx_arena_printf(all->arena, "%s %s", all->items[i].type, all->items[i].reference);

    return key == NULL ? "" : key;
}

API_ANSWER(api_search)
{
    const char *query = api_value(call, "q");
    struct hits all = {.arena = call->arena};
    struct api_part part;
    size_t count = 0, most = 0;
    enum tvx_status status = api_reach(call, &most);

    if (query == NULL)
        return tvx_error_set(call->error, TVX_E_USAGE, "say what to look for: ?q=WORDS");
    if (status == TVX_OK)
        status = tvx_store_search(call->store, call->arena, &all.items, &count, query,
                                  most > MOST_HITS ? MOST_HITS : most, call->error);
    if (status == TVX_OK)
        status = api_part(call, &part, count, hit_key, &all);
    if (status != TVX_OK)
        return status;
    api_list_begin(call);
    for (size_t i = part.from; i < part.to; i++)
        tvx_json_hit(&call->json, &all.items[i]);
    api_list_end(call, &part);
    return TVX_OK;
}

API_ANSWER(api_register)
{
    char today[TVX_DAY_SIZE];
    struct tvx_register all;
    enum tvx_status status;

    tvx_day_today(today);
    status = tvx_register(&all, call->arena, call->store, api_value(call, "meeting"), today, call->error);
    if (status == TVX_OK)
        tvx_json_register(&call->json, &all);
    return status;
}

/* ---- calendar ---- */

struct calendar {
    struct tvx_arena *arena;
    struct tvx_calendar_entry *items;
    size_t count;
};

static enum tvx_status calendar(struct api_call *call, struct calendar *out)
{
    struct tvx_calendar_query query = {.from = api_value(call, "from"), .to = api_value(call, "to")};
    const char *reference = api_value(call, "ref");
    struct tvx_institutions all = {0};
    char *today = tvx_arena_alloc(call->arena, TVX_DAY_SIZE);
    enum tvx_status status = TVX_OK;

    out->arena = call->arena;
    if (today == NULL)
        return tvx_error_nomem(call->error);
    if ((query.from != NULL && !tvx_day_valid(query.from)) || (query.to != NULL && !tvx_day_valid(query.to)))
        return tvx_error_set(call->error, TVX_E_USAGE, "from and to are days such as 2026-09-30");
    tvx_day_today(today);
    if (query.from == NULL && !api_flag(call, "all"))
        query.from = today;
    if (api_flag(call, "followed"))
        status = tvx_store_followed_as(call->store, call->arena, call->request->account, &query.references,
                                       &query.reference_count, call->error);
    if (status == TVX_OK && api_flag(call, "followed") && query.reference_count == 0)
        return TVX_OK;
    if (reference != NULL) {
        query.references = &reference;
        query.reference_count = 1;
    }
    if (status == TVX_OK)
        status = tvx_store_institutions(call->store, call->arena, &all, call->error);
    return status == TVX_OK ? tvx_calendar(&out->items, &out->count, call->arena, call->store, &all, &query,
                                           call->error)
                            : status;
}

static const char *entry_key(void *context, size_t i)
{
    const struct calendar *all = context;
    const char *key = tvx_arena_printf(all->arena, "%s %s", all->items[i].kind, all->items[i].key);

    return key == NULL ? "" : key;
}

API_ANSWER(api_calendar)
{
    struct calendar all = {.count = 0};
    struct api_part part;
    enum tvx_status status = calendar(call, &all);

    if (status == TVX_OK)
        status = api_part(call, &part, all.count, entry_key, &all);
    if (status != TVX_OK)
        return status;
    api_whole_begin(call);
    tvx_json_calendar(&call->json, all.items == NULL ? NULL : all.items + part.from, part.to - part.from);
    api_whole_end(call, &part);
    return TVX_OK;
}

API_ANSWER(api_calendar_ics)
{
    struct calendar all = {.count = 0};
    char today[TVX_DAY_SIZE];
    enum tvx_status status = calendar(call, &all);

    tvx_day_today(today);
    if (status == TVX_OK)
        tvx_ics_calendar(&call->reply->body, all.items, all.count, today);
    return status;
}
