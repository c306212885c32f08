/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The API's answers about wording that is shared and proposals that come back, and verdicts on both. */
#include "api.h"

#include <stdlib.h>
#include <string.h>
#include <travaux/show/analyses.h>
#include <travaux/show/retabled.h>
#include <travaux/show/trace.h>
#include <travaux/store/audit.h>
#include <travaux/store/revision.h>

/* ---- shared wording ---- */

static enum tvx_status options_of(struct api_call *call, struct tvx_trace_options *out)
{
    const struct request *request = call->request;
    const char *least = api_value(call, "least"), **among = tvx_arena_array(call->arena, request->parameter_count + 1,
                                                                             sizeof *among);
    char *end;

    if (among == NULL)
        return tvx_error_nomem(call->error);
    out->rejected = api_flag(call, "all");
    out->among = among;
    for (size_t i = 0; i < request->parameter_count; i++)
        if (strcmp(request->parameters[i].name, "among") == 0)
            among[out->among_count++] = request->parameters[i].value;
    if (least == NULL)
        return TVX_OK;
    out->least_score = strtod(least, &end);
    if (*end != '\0' || !(out->least_score > 0 && out->least_score <= 1))
        return tvx_error_set(call->error, TVX_E_USAGE, "least is a score above 0 and up to 1");
    return TVX_OK;
}

struct hits {
    struct tvx_arena *arena;
    struct tvx_trace trace;
};

static const char *trace_key(void *context, size_t i)
{
    const struct hits *all = context;
    const struct tvx_trace_hit *hit = &all->trace.hits[i];
    const char *key = tvx_arena_printf(all->arena, "%s %s %zu %zu %s %zu", hit->kind, hit->passage.ref,
                                       hit->passage.start, hit->passage.points, hit->source.ref, hit->source.start);

    return key == NULL ? "" : key;
}

static enum tvx_status answer(struct api_call *call, const char *reference)
{
    struct tvx_trace_options wanted = {.limit = reference == NULL ? 0 : API_LIMIT_MOST};
    struct hits all = {.arena = call->arena};
    struct tvx_tracer *tracer = NULL;
    struct api_part part;
    enum tvx_status status = options_of(call, &wanted);

    if (status == TVX_OK)
        status = tvx_tracer_open(&tracer, call->store, tvx_store_address(call->store), NULL, call->error);
    if (status == TVX_OK)
        status = reference == NULL
                     ? tvx_reuse(&all.trace, call->arena, tracer, &wanted, NULL, NULL, call->error)
                     : tvx_trace_reference(&all.trace, call->arena, tracer, reference, &wanted, call->error);
    if (status == TVX_OK)
        status = api_part(call, &part, all.trace.count, trace_key, &all);
    if (status == TVX_OK) {
        all.trace.hits += part.from;
        all.trace.count = part.to - part.from;
        api_whole_begin(call);
        tvx_json_trace(&call->json, &all.trace); /* before the tracer is closed: verdicts are its own */
        api_whole_end(call, &part);
    }
    tvx_tracer_close(tracer);
    return status;
}

API_ANSWER(api_trace)
{
    const char *reference = api_reference(call);

    if (reference == NULL)
        return tvx_error_set(call->error, TVX_E_USAGE, "say of what: ?ref=REFERENCE");
    return answer(call, reference);
}

API_ANSWER(api_reuse)
{
    return answer(call, NULL);
}

/* ---- proposals that come back ---- */

struct retabled {
    struct tvx_arena *arena;
    struct tvx_retabled_list kept;
};

static const char *retabled_key(void *context, size_t i)
{
    return ((const struct retabled *)context)->kept.items[i].id;
}

static bool keeps(const char *wanted, const char *value)
{
    return wanted == NULL || (value != NULL && strcmp(wanted, value) == 0);
}

static enum tvx_status retabled(struct api_call *call, int64_t only)
{
    struct tvx_page page = request_page(call->request, call->reply);
    const struct tvx_retabled_list *list;
    struct retabled all = {.arena = call->arena};
    struct api_part part;
    enum tvx_status status = tvx_kept_retabled(&page, &list);

    if (status != TVX_OK)
        return status;
    all.kept = *list;
    all.kept.count = 0;
    all.kept.items = tvx_arena_array(call->arena, list->count + 1, sizeof *all.kept.items);
    if (all.kept.items == NULL)
        return tvx_error_nomem(call->error);
    for (size_t i = 0; i < list->count; i++) {
        const struct tvx_stored_proposal *proposal = list->items[i].proposal;

        if (only == 0 ? keeps(api_value(call, "meeting"), proposal->meeting) &&
                            keeps(api_value(call, "instrument"), proposal->resolution.key)
                      : proposal->id == only || list->items[i].earlier->id == only)
            all.kept.items[all.kept.count++] = list->items[i];
    }
    status = api_part(call, &part, all.kept.count, retabled_key, &all);
    if (status != TVX_OK)
        return status;
    all.kept.items += part.from;
    all.kept.count = part.to - part.from;
    api_whole_begin(call);
    tvx_json_retabled(&call->json, &all.kept);
    api_whole_end(call, &part);
    return TVX_OK;
}

API_ANSWER(api_retabled)
{
    return retabled(call, 0);
}

API_ANSWER(api_retabled_of)
{
    const struct tvx_stored_proposal *proposal = NULL;
    enum tvx_status status = api_proposal_find(call, &proposal, call->argument);

    return status == TVX_OK ? retabled(call, proposal->id) : status;
}

/* ---- verdicts ---- */

static const char *judged_key(void *context, size_t i)
{
    return ((const struct tvx_judged *)context)[i].id;
}

API_ANSWER(api_review)
{
    struct tvx_judged *items = NULL;
    struct api_part part;
    size_t count = 0;
    enum tvx_status status = tvx_store_judged(call->store, call->arena, &items, &count, call->error);

    for (size_t i = 0; i < count && !api_flag(call, "all"); i++) /* those that wait stand first */
        if (items[i].verdict.value != TVX_VERDICT_NONE)
            count = i;
    if (status == TVX_OK)
        status = api_part(call, &part, count, judged_key, items);
    if (status != TVX_OK)
        return status;
    api_whole_begin(call);
    tvx_json_judged(&call->json, items + part.from, part.to - part.from);
    api_whole_end(call, &part);
    return TVX_OK;
}

struct judging {
    struct tvx_verdict verdict;
};

static enum tvx_status write_verdict(void *context, struct tvx_store *store, struct tvx_error *error)
{
    return tvx_store_judge(store, &((struct judging *)context)->verdict, error);
}

API_ANSWER(api_judge)
{
    const char *word = NULL, *note = "";
    const struct request *request = call->request;
    struct judging judging = {.verdict = {.by = request->viewer.name}};
    struct tvx_judged match;
    int64_t seen = -1, revision = 0;
    const struct api_field fields[] = {{"verdict", 's', true, &word, 20}, {"note", 's', false, &note, 4000},
                                       {"revision", 'i', false, &seen, 0}};
    struct tvx_revised revised = {.stale = false};
    enum tvx_status status = api_fields(call, fields, sizeof fields / sizeof *fields);

    if (status == TVX_OK && !tvx_verdict_value_parse(&judging.verdict.value, word))
        return tvx_error_set(call->error, TVX_E_USAGE, "verdict is confirmed, rejected or none");
    if (status == TVX_OK)
        status = tvx_store_judged_find(call->store, call->arena, &match, call->argument, call->error);
    if (status == TVX_OK)
        status = tvx_store_revision(call->store, &revision, "verdict", match.id, call->error);
    if (status != TVX_OK)
        return status;
    judging.verdict.match = match.match;
    judging.verdict.note = note;
    if (judging.verdict.value == TVX_VERDICT_NONE && match.verdict.value == TVX_VERDICT_NONE)
        return tvx_error_set(call->error, TVX_E_USAGE, "there is no verdict on %s to take back", match.id);
    status = tvx_store_revise(call->store, &revised,
                              &(struct tvx_revise){.kind = "verdict", .key = match.id,
                                                   .seen = seen < 0 ? revision : seen, .account = request->account,
                                                   .author = request->viewer.name,
                                                   .fields = (const struct tvx_field_text[]){{"verdict", word},
                                                                                             {"note", note}},
                                                   .field_count = 2},
                              NULL, write_verdict, &judging, call->error);
    if (status == TVX_OK && revised.stale)
        return api_stale(call, revised.revision, revised.set_aside);
    if (status == TVX_OK)
        status = tvx_store_audit(call->store, request->account, "verdict.enter", match.id, word, call->error);
    if (status == TVX_OK)
        status = tvx_store_judged_find(call->store, call->arena, &match, match.id, call->error);
    if (status == TVX_OK) {
        struct tvx_verdict verdict = match.verdict;

        verdict.match = match.match;
        memcpy(verdict.id, match.id, sizeof verdict.id);
        tvx_json_verdict(&call->json, &verdict);
    }
    return status;
}
