/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Assessments by analysts; positions and verdicts by editors. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <travaux/analyse/carry.h>
#include <travaux/analyse/stance.h>
#include <travaux/reuse/retabled.h>
#include <travaux/store/opinion.h>
#include <travaux/store/position.h>
#include <travaux/store/verdict.h>

#include "drafts.h"

/* ---- assessments ---- */

/* "2.5", "2,5", "40 %"; not a number, which no interval takes, for anything else. */
static double figure(struct request *request, const struct tvx_draft *draft, const char *name)
{
    char *text = tvx_arena_strdup(request->arena, tvx_draft_get(draft, name)), *end;
    double value;

    for (char *c = text; c != NULL && *c != '\0'; c++)
        if (*c == ',')
            *c = '.';
    if (text == NULL || *text == '\0')
        return NAN;
    value = strtod(text, &end);
    return end[strspn(end, " %\xC2\xA0")] == '\0' ? value : NAN;
}

struct opinion_write {
    struct tvx_opinion opinion;
    int64_t account;
};

static enum tvx_status write_opinion(void *context, struct tvx_store *store, struct tvx_error *error)
{
    const struct opinion_write *w = context;
    enum tvx_status status = tvx_store_opinion_enter(store, &w->opinion, error);

    return status == TVX_OK ? tvx_store_audit(store, w->account, "assessment.enter", w->opinion.proposal, NULL, error)
                            : status;
}

enum tvx_status assessment_handler(struct request *request, struct reply *reply)
{
    struct opinion_write w = {.account = request->account};
    struct tvx_annotated on;
    struct tvx_draft draft;
    enum tvx_status status;

    if (!draft_take(request, &draft, TVX_DRAFT_ASSESSMENT))
        return tvx_error_nomem(&request->error);
    status = tvx_annotation_target(&on, request->store, request->arena, tvx_draft_get(&draft, "proposal"),
                                   &request->error);
    if (status == TVX_OK && strcmp(on.kind, "proposal") != 0)
        status = tvx_error_set(&request->error, TVX_E_NOTFOUND, "there is no such proposal");
    if (status != TVX_OK)
        return draft_refused(request, reply, &draft, status);
    tvx_draft_set(&draft, "proposal", on.reference);
    w.opinion = (struct tvx_opinion){
        .proposal = on.reference, .sha256 = on.sha256, .analyst = request->viewer.name,
        .effect_low = figure(request, &draft, "effect_low"), .effect_high = figure(request, &draft, "effect_high"),
        .likelihood_low = figure(request, &draft, "likelihood_low") / 100,
        .likelihood_high = figure(request, &draft, "likelihood_high") / 100,
        .because = tvx_draft_get(&draft, "because"),
    };
    return draft_revise(request, reply, &draft, tvx_draft_key(request->arena, &draft, request->viewer.name),
                        write_opinion, &w, tvx_page_address(request->arena, "proposal", on.reference));
}

/* ---- positions ---- */

struct position_write {
    struct tvx_hand_position position;
    int64_t account;
};

static enum tvx_status write_position(void *context, struct tvx_store *store, struct tvx_error *error)
{
    const struct position_write *w = context;
    enum tvx_status status = tvx_store_position_enter(store, &w->position, error);

    return status == TVX_OK ? tvx_store_audit(store, w->account, "position.enter", w->position.proposal,
                                              w->position.actor, error)
                            : status;
}

/* A code, or a name that one code stands for. */
static enum tvx_status take_actor(struct request *request, struct tvx_draft *draft)
{
    const char **codes;
    size_t count, unknown;
    enum tvx_status status = tvx_actors_parse(&codes, &count, &unknown, request->arena, tvx_draft_get(draft, "actor"),
                                              &request->error);

    if (status == TVX_OK && (count != 1 || unknown > 0))
        return tvx_error_set(&request->error, TVX_E_USAGE,
                             "give one actor by its code or name, as proposals do: \"FRA\", \"France\"");
    if (status == TVX_OK)
        tvx_draft_set(draft, "actor", codes[0]);
    return status;
}

enum tvx_status position_handler(struct request *request, struct reply *reply)
{
    struct position_write w = {.account = request->account};
    struct tvx_annotated on;
    struct tvx_draft draft;
    enum tvx_stance stance;
    enum tvx_status status;

    if (!draft_take(request, &draft, TVX_DRAFT_POSITION))
        return tvx_error_nomem(&request->error);
    status = tvx_annotation_target(&on, request->store, request->arena, tvx_draft_get(&draft, "proposal"),
                                   &request->error);
    if (status == TVX_OK && strcmp(on.kind, "proposal") != 0)
        status = tvx_error_set(&request->error, TVX_E_NOTFOUND, "there is no such proposal");
    if (status == TVX_OK)
        status = take_actor(request, &draft);
    if (status == TVX_OK && strcmp(tvx_draft_get(&draft, "stance"), "none") != 0 &&
        !tvx_stance_parse(&stance, tvx_draft_get(&draft, "stance")))
        status = tvx_error_set(&request->error, TVX_E_USAGE, "choose a position");
    if (status != TVX_OK)
        return draft_refused(request, reply, &draft, status);
    tvx_draft_set(&draft, "proposal", on.reference);
    w.position = (struct tvx_hand_position){
        .actor = tvx_draft_get(&draft, "actor"), .proposal = on.reference, .stance = tvx_draft_get(&draft, "stance"),
        .day = tvx_draft_get(&draft, "day"), .source = tvx_draft_get(&draft, "source"),
    };
    return draft_revise(request, reply, &draft, tvx_draft_key(request->arena, &draft, ""), write_position, &w,
                        tvx_page_address(request->arena, "proposal", on.reference));
}

/* ---- verdicts ---- */

struct verdict_write {
    struct tvx_verdict verdict;
    int64_t account;
};

static enum tvx_status write_verdict(void *context, struct tvx_store *store, struct tvx_error *error)
{
    const struct verdict_write *w = context;
    enum tvx_status status = tvx_store_judge(store, &w->verdict, error);

    return status == TVX_OK ? tvx_store_audit(store, w->account, "verdict.enter", w->verdict.id,
                                              tvx_verdict_value_to_string(w->verdict.value), error)
                            : status;
}

enum tvx_status review_handler(struct request *request, struct reply *reply)
{
    struct verdict_write w = {.account = request->account};
    struct tvx_judged match;
    struct tvx_draft draft;
    enum tvx_status status;

    if (!draft_take(request, &draft, TVX_DRAFT_VERDICT))
        return tvx_error_nomem(&request->error);
    status = tvx_store_judged_find(request->store, request->arena, &match, tvx_draft_get(&draft, "match"),
                                   &request->error);
    /* a verdict may have been given on a passage a little longer or shorter */
    if (status == TVX_OK && match.verdict.value != TVX_VERDICT_NONE && strcmp(match.verdict.id, match.id) != 0)
        status = tvx_store_judged_find(request->store, request->arena, &match, match.verdict.id, &request->error);
    w.verdict = (struct tvx_verdict){.by = request->viewer.name, .note = tvx_draft_get(&draft, "note")};
    if (status == TVX_OK && !tvx_verdict_value_parse(&w.verdict.value, tvx_draft_get(&draft, "value")))
        status = tvx_error_set(&request->error, TVX_E_USAGE, "choose a verdict");
    if (status != TVX_OK)
        return draft_refused(request, reply, &draft, status);
    w.verdict.match = match.match;
    memcpy(w.verdict.id, match.id, sizeof w.verdict.id);
    tvx_draft_set(&draft, "match", tvx_arena_strdup(request->arena, match.id));
    return draft_revise(request, reply, &draft, tvx_draft_key(request->arena, &draft, ""), write_verdict, &w,
                        "/review");
}

enum tvx_status review_find_handler(struct request *request, struct reply *reply)
{
    const struct tvx_retabled_options options = {.meeting = NULL};
    struct tvx_retabled_list found;
    enum tvx_status status = tvx_retabled_find(&found, request->arena, request->store, &options, &request->error);

    if (status == TVX_OK)
        status = tvx_store_matches_keep(request->store, TVX_MATCH_RETABLED, found.matched, found.matched_count, true,
                                        NULL, &request->error);
    if (status == TVX_OK)
        reply_redirect(request, reply, "/review");
    return status;
}
