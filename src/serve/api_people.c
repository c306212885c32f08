/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The API's answers about people and what they enter: who asks, what they follow, opinions and sides, the audit log. */
#include "api.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <travaux/analyse/carry.h>
#include <travaux/analyse/stance.h>
#include <travaux/base/day.h>
#include <travaux/show/assess.h>
#include <travaux/show/positions.h>
#include <travaux/store/follow.h>
#include <travaux/store/opinion.h>
#include <travaux/store/position.h>
#include <travaux/store/revision.h>
#include <travaux/text/utf8.h>

API_ANSWER(api_me)
{
    const struct request *request = call->request;
    struct tvx_account account = {.name = NULL};
    enum tvx_status status = tvx_store_account(call->store, call->arena, &account, request->account, call->error);

    if (status != TVX_OK)
        return status;
    tvx_json_object(&call->json);
    tvx_json_pair_int(&call->json, "id", account.id);
    tvx_json_pair(&call->json, "name", account.name);
    tvx_json_pair(&call->json, "email", account.email);
    tvx_json_pair(&call->json, "role", tvx_role_name(request->role));
    tvx_json_pair(&call->json, "account_role", tvx_role_name(account.role));
    tvx_json_pair(&call->json, "language", account.language);
    tvx_json_pair_bool(&call->json, "by_token", request->by_token);
    tvx_json_object_end(&call->json);
    return TVX_OK;
}

/* ---- follows ---- */

static const char *string_key(void *context, size_t i)
{
    return ((const char *const *)context)[i];
}

API_ANSWER(api_follows)
{
    const char *const *items = NULL;
    struct api_part part;
    size_t count = 0;
    enum tvx_status status = tvx_store_followed_as(call->store, call->arena, call->request->account, &items, &count,
                                                   call->error);

    if (status == TVX_OK)
        status = api_part(call, &part, count, string_key, (void *)(uintptr_t)items);
    if (status != TVX_OK)
        return status;
    api_list_begin(call);
    for (size_t i = part.from; i < part.to; i++)
        tvx_json_string(&call->json, items[i]);
    api_list_end(call, &part);
    return TVX_OK;
}

static enum tvx_status followed(struct api_call *call, const char *reference, bool now)
{
    tvx_json_object(&call->json);
    tvx_json_pair(&call->json, "ref", reference);
    tvx_json_pair_bool(&call->json, "followed", now);
    tvx_json_object_end(&call->json);
    return TVX_OK;
}

API_ANSWER(api_follow)
{
    const char *reference = NULL;
    struct tvx_found found;
    bool changed;
    const struct api_field fields[] = {{"ref", 's', true, &reference, 400}};
    enum tvx_status status = api_fields(call, fields, 1);

    if (status == TVX_OK)
        status = tvx_store_find(call->store, call->arena, &found, reference, call->error);
    if (status == TVX_OK)
        status = tvx_store_follow_as(call->store, call->request->account, reference, &changed, call->error);
    return status == TVX_OK ? followed(call, reference, true) : status;
}

API_ANSWER(api_unfollow)
{
    bool changed;
    enum tvx_status status = tvx_store_unfollow_as(call->store, call->request->account, call->argument, &changed,
                                                   call->error);

    return status == TVX_OK ? followed(call, call->argument, false) : status;
}

/* ---- opinions ---- */

static const char *opinion_key(void *context, size_t i)
{
    const struct tvx_opinion *item = &((const struct tvx_opinion *)context)[i];

    return item->at;
}

API_ANSWER(api_opinions)
{
    const char *proposal = api_value(call, "proposal");
    struct tvx_opinion *items = NULL;
    struct api_part part;
    size_t count = 0, kept = 0;
    enum tvx_status status = tvx_store_opinions(call->store, call->arena, &items, &count, call->error);

    for (size_t i = 0; status == TVX_OK && i < count; i++)
        if (proposal == NULL || strcmp(items[i].proposal, proposal) == 0)
            items[kept++] = items[i];
    if (status == TVX_OK)
        status = api_part(call, &part, kept, opinion_key, items);
    if (status != TVX_OK)
        return status;
    api_list_begin(call);
    for (size_t i = part.from; i < part.to; i++)
        tvx_json_opinion(&call->json, &items[i]);
    api_list_end(call, &part);
    return TVX_OK;
}

static enum tvx_status interval(struct api_call *call, json_t *object, double *low, double *high)
{
    const struct api_field fields[] = {{"low", 'n', true, low, 0}, {"high", 'n', true, high, 0}};

    return api_object_fields(call, object, fields, 2);
}

/* {"ref","quote"}: words of a thing of the workspace; without a quote its beginning. */
static enum tvx_status evidence_of(struct api_call *call, json_t *object, struct tvx_evidence *out)
{
    const char *reference = NULL, *quote = NULL, *text;
    const struct api_field fields[] = {{"ref", 's', true, &reference, 400}, {"quote", 's', false, &quote, 16384}};
    struct tvx_annotated target;
    struct tvx_passage_selector passage;
    enum tvx_status status = api_object_fields(call, object, fields, 2);

    if (status == TVX_OK)
        status = tvx_annotation_target(&target, call->store, call->arena, reference, call->error);
    if (status != TVX_OK)
        return status;
    *out = (struct tvx_evidence){.document = target.document, .sha256 = target.sha256, .ref = reference,
                                 .document_id = target.id, .start = target.start, .points = target.points};
    if (quote != NULL) {
        status = tvx_passage_quoted(&passage, call->store, call->arena, &target, quote, target.start, call->error);
        if (status == TVX_E_NOTFOUND)
            status = TVX_E_USAGE;
        out->quote = quote;
        out->start = passage.start;
        out->points = passage.points;
        return status;
    }
    status = tvx_store_text(call->store, call->arena, &text, target.id, call->error);
    if (status == TVX_OK) {
        size_t length = strlen(text), from = tvx_utf8_offset(text, length, target.start), to;

        to = target.points == 0 ? strcspn(text + from, "\n") : tvx_utf8_offset(text + from, length - from,
                                                                               target.points);
        out->quote = tvx_arena_strndup(call->arena, text + from, to);
        out->points = tvx_utf8_count(text + from, to);
    }
    return status == TVX_OK && out->quote == NULL ? tvx_error_nomem(call->error) : status;
}

static enum tvx_status take_evidence(struct api_call *call, json_t *list, struct tvx_opinion *opinion)
{
    size_t count = json_array_size(list);
    enum tvx_status status = TVX_OK;

    if (list == NULL)
        return TVX_OK;
    if (!json_is_array(list) || count > TVX_OPINION_EVIDENCE)
        return tvx_error_set(call->error, TVX_E_USAGE, "\"evidence\" is a list of at most %d objects",
                             TVX_OPINION_EVIDENCE);
    opinion->evidence = tvx_arena_array(call->arena, count + 1, sizeof *opinion->evidence);
    if (opinion->evidence == NULL)
        return tvx_error_nomem(call->error);
    for (size_t i = 0; status == TVX_OK && i < count; i++)
        status = evidence_of(call, json_array_get(list, i), &opinion->evidence[opinion->evidence_count++]);
    return status;
}

struct entering { /* what a person enters, to be written when nobody was faster */
    const struct tvx_opinion *opinion;
    const struct tvx_hand_position *position;
};

static enum tvx_status enter(void *context, struct tvx_store *store, struct tvx_error *error)
{
    const struct entering *entering = context;

    return entering->opinion != NULL ? tvx_store_opinion_enter(store, entering->opinion, error)
                                     : tvx_store_position_enter(store, entering->position, error);
}

/* `seen` -1: what stands there now is written over, knowingly. */
static enum tvx_status revise(struct api_call *call, const char *kind, const char *const *parts, size_t count,
                              int64_t seen, struct entering *entering, bool *stale)
{
    const struct request *request = call->request;
    const char *key = tvx_revision_key(call->arena, parts, count);
    char *sent = json_dumps(call->body, JSON_COMPACT);
    const struct tvx_field_text field = {"json", sent};
    struct tvx_revised revised = {.stale = false};
    enum tvx_status status = key == NULL || sent == NULL ? tvx_error_nomem(call->error) : TVX_OK;

    if (status == TVX_OK && seen < 0)
        status = tvx_store_revision(call->store, &seen, kind, key, call->error);
    if (status == TVX_OK)
        status = tvx_store_revise(call->store, &revised,
                                  &(struct tvx_revise){.kind = kind, .key = key, .seen = seen,
                                                       .account = request->account, .author = request->viewer.name,
                                                       .fields = &field, .field_count = 1},
                                  NULL, enter, entering, call->error);
    free(sent);
    *stale = revised.stale;
    if (status == TVX_OK && revised.stale)
        return api_stale(call, revised.revision, revised.set_aside);
    return status == TVX_OK ? tvx_store_audit(call->store, request->account,
                                              tvx_arena_printf(call->arena, "%s.enter", kind), parts[0], NULL,
                                              call->error)
                            : status;
}

API_ANSWER(api_opinion_enter)
{
    json_t *effect = NULL, *likelihood = NULL, *evidence = NULL;
    const char *number = NULL;
    struct tvx_opinion opinion = {.analyst = call->request->viewer.name};
    int64_t seen = -1;
    const struct api_field fields[] = {
        {"proposal", 's', true, &number, 400},
        {"effect", 'j', true, &effect, 0},
        {"likelihood", 'j', true, &likelihood, 0},
        {"because", 's', true, &opinion.because, TVX_OPINION_BECAUSE},
        {"evidence", 'j', false, &evidence, 0},
        {"revision", 'i', false, &seen, 0},
    };
    const struct tvx_stored_proposal *proposal = NULL;
    char at[TVX_TIME_SIZE];
    bool stale = false;
    enum tvx_status status = api_fields(call, fields, sizeof fields / sizeof *fields);

    if (status == TVX_OK)
        status = interval(call, effect, &opinion.effect_low, &opinion.effect_high);
    if (status == TVX_OK)
        status = interval(call, likelihood, &opinion.likelihood_low, &opinion.likelihood_high);
    if (status == TVX_OK)
        status = api_proposal_find(call, &proposal, number);
    if (status == TVX_OK)
        status = take_evidence(call, evidence, &opinion);
    if (status != TVX_OK)
        return status;
    opinion.proposal = proposal->proposal.number;
    opinion.sha256 = proposal->sha256;
    tvx_time_now(at);
    opinion.at = at;
    status = revise(call, "assessment", (const char *const[]){opinion.proposal, opinion.analyst}, 2, seen,
                    &(struct entering){.opinion = &opinion}, &stale);
    if (status == TVX_OK && !stale) {
        opinion.in_force = true;
        tvx_json_opinion(&call->json, &opinion);
    }
    return status;
}

/* ---- sides ---- */

static const char *side_key(void *context, size_t i)
{
    return ((const struct tvx_hand_position *)context)[i].at;
}

API_ANSWER(api_hand_positions)
{
    struct tvx_hand_position *items = NULL;
    struct api_part part;
    size_t count = 0;
    enum tvx_status status = tvx_store_positions(call->store, call->arena, &items, &count, call->error);

    if (status == TVX_OK)
        status = api_part(call, &part, count, side_key, items);
    if (status != TVX_OK)
        return status;
    api_list_begin(call);
    for (size_t i = part.from; i < part.to; i++)
        tvx_json_hand_position(&call->json, &items[i]);
    api_list_end(call, &part);
    return TVX_OK;
}

API_ANSWER(api_hand_position_enter)
{
    const char *number = NULL;
    struct tvx_hand_position position = {.actor = NULL};
    int64_t seen = -1;
    const struct api_field fields[] = {
        {"actor", 's', true, &position.actor, TVX_HAND_NAME},     {"proposal", 's', true, &number, 400},
        {"stance", 's', true, &position.stance, 40},              {"date", 's', true, &position.day, 20},
        {"source", 's', true, &position.source, TVX_HAND_SOURCE}, {"revision", 'i', false, &seen, 0},
    };
    const struct tvx_stored_proposal *proposal = NULL;
    enum tvx_stance stance;
    char at[TVX_TIME_SIZE];
    bool stale = false;
    enum tvx_status status = api_fields(call, fields, sizeof fields / sizeof *fields);

    if (status == TVX_OK && strcmp(position.stance, "none") != 0 && !tvx_stance_parse(&stance, position.stance))
        return tvx_error_set(call->error, TVX_E_USAGE, "stance is propose, cosponsor, support, oppose, reserve, "
                             "withdraw or none");
    if (status == TVX_OK)
        status = api_proposal_find(call, &proposal, number);
    if (status != TVX_OK)
        return status;
    position.proposal = proposal->proposal.number;
    tvx_time_now(at);
    position.at = at;
    status = revise(call, "position", (const char *const[]){position.actor, position.proposal, position.day}, 3, seen,
                    &(struct entering){.position = &position}, &stale);
    if (status == TVX_OK && !stale) {
        position.in_force = true;
        tvx_json_hand_position(&call->json, &position);
    }
    return status;
}

/* ---- for administrators ---- */

struct entries {
    struct tvx_arena *arena;
    struct tvx_audit_entry *items;
};

static const char *audit_key(void *context, size_t i)
{
    const struct entries *all = context;
    const char *key = tvx_arena_printf(all->arena, "%" PRId64, all->items[i].number);

    return key == NULL ? "" : key;
}

API_ANSWER(api_audit)
{
    const struct tvx_audit_filter filter = {.who = -1, .what = api_value(call, "what"),
                                            .about = api_value(call, "about")};
    struct entries all = {call->arena, NULL};
    struct api_part part;
    size_t count = 0;
    enum tvx_status status =
        tvx_store_audit_list(call->store, call->arena, &all.items, &count, &filter, call->error);

    if (status == TVX_OK)
        status = api_part(call, &part, count, audit_key, &all);
    if (status != TVX_OK)
        return status;
    api_list_begin(call);
    for (size_t i = part.from; i < part.to; i++) {
        const struct tvx_audit_entry *entry = &all.items[i];

        tvx_json_object(&call->json);
        tvx_json_pair_int(&call->json, "number", entry->number);
        tvx_json_pair(&call->json, "at", entry->at);
        tvx_json_pair_int(&call->json, "who", entry->who);
        tvx_json_pair(&call->json, "name", entry->name);
        tvx_json_pair(&call->json, "what", entry->what);
        tvx_json_pair(&call->json, "about", entry->about);
        tvx_json_pair(&call->json, "details", entry->details);
        tvx_json_pair(&call->json, "hash", entry->hash);
        tvx_json_object_end(&call->json);
    }
    api_list_end(call, &part);
    return TVX_OK;
}

static const char *account_key(void *context, size_t i)
{
    return ((const struct tvx_account *)context)[i].email;
}

API_ANSWER(api_accounts)
{
    struct tvx_account *items = NULL;
    struct api_part part;
    size_t count = 0;
    enum tvx_status status = tvx_store_accounts(call->store, call->arena, &items, &count, call->error);

    if (status == TVX_OK)
        status = api_part(call, &part, count, account_key, items);
    if (status != TVX_OK)
        return status;
    api_list_begin(call);
    for (size_t i = part.from; i < part.to; i++) {
        tvx_json_object(&call->json);
        tvx_json_pair_int(&call->json, "id", items[i].id);
        tvx_json_pair(&call->json, "name", items[i].name);
        tvx_json_pair(&call->json, "email", items[i].email);
        tvx_json_pair(&call->json, "role", tvx_role_name(items[i].role));
        tvx_json_pair(&call->json, "made", items[i].made);
        tvx_json_pair_bool(&call->json, "disabled", items[i].disabled);
        tvx_json_pair_bool(&call->json, "second_factor", items[i].has_totp);
        tvx_json_object_end(&call->json);
    }
    api_list_end(call, &part);
    return TVX_OK;
}

static const char *published_key(void *context, size_t i)
{
    return ((const struct tvx_published *)context)[i].key;
}

API_ANSWER(api_published)
{
    struct tvx_published *items = NULL;
    struct api_part part;
    size_t count = 0;
    enum tvx_status status = tvx_store_published_list(call->store, call->arena, &items, &count, call->error);

    if (status == TVX_OK)
        status = api_part(call, &part, count, published_key, items);
    if (status != TVX_OK)
        return status;
    api_list_begin(call);
    for (size_t i = part.from; i < part.to; i++) {
        tvx_json_object(&call->json);
        tvx_json_pair(&call->json, "kind", tvx_published_kind_name(items[i].kind));
        tvx_json_pair(&call->json, "key", items[i].key);
        tvx_json_pair(&call->json, "at", items[i].at);
        tvx_json_object_end(&call->json);
    }
    api_list_end(call, &part);
    return TVX_OK;
}
