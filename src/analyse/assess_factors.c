/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Factors from what other analyses found: steps of force, and definitions whose reach moves. */
#include "assess_work.h"

#include <math.h>
#include <string.h>

enum { REACHED_SHOWN = 3 };

static double capped(double value)
{
    return value > 10 ? 10 : value;
}

enum tvx_status assess_by_force(struct tvx_assessment *out, const struct tvx_assess_desk *desk,
                                const struct tvx_force_report *report, struct tvx_error *error)
{
    enum tvx_status status = TVX_OK;

    for (size_t i = 0; status == TVX_OK && i < report->claims.count; i++) {
        const struct tvx_claim *found = &report->claims.items[i];
        bool taken_in = strcmp(found->value, "incorporation") == 0;
        double steps = found->has_interval ? fmax(fabs(found->low), fabs(found->high)) : 0;
        const struct assess_rule *rule =
            assess_rule(desk, "force", taken_in ? "incorporation" : steps > 0 ? "level" : "condition");
        struct tvx_interval is;
        struct tvx_claim *claim;
        const char *method;

        if (rule == NULL)
            continue;
        is = rule->is;
        if (steps > 0)
            is = (struct tvx_interval){capped(is.low * steps), capped(is.high * steps)};
        method = tvx_arena_printf(desk->arena, "%s; %s", found->method, rule->method);
        claim = method == NULL ? NULL : assess_factor(out, desk, TVX_ASSESS_FORCE, is, found->statement, method);
        if (claim == NULL)
            return tvx_error_nomem(error);
        for (size_t j = 0; status == TVX_OK && j < found->evidence_count; j++)
            status = tvx_claim_rests_on(claim, desk->arena, &found->evidence[j], error);
    }
    return status;
}

static size_t provisions_of(const struct tvx_scope_law *law)
{
    size_t count = 0;

    for (size_t i = 0; i < law->instrument->count; i++)
        count += law->instrument->provisions[i].text[0] != '\0';
    return count == 0 ? 1 : count;
}

static size_t norms_of(const struct tvx_scope_definition *d)
{
    size_t norms = 0;

    for (size_t i = 0; i < d->affected.count; i++)
        norms += d->affected.items[i].norm_count;
    for (size_t i = 0; i < d->affected_through.count; i++)
        norms += d->affected_through.items[i].norm_count;
    return norms;
}

/* The claim rests on the change, the definition, and the first few provisions it reaches. */
static enum tvx_status rest(struct tvx_claim *claim, const struct tvx_assess_desk *desk,
                            const struct tvx_scope_definition *d, const struct tvx_scope_change *change,
                            struct tvx_error *error)
{
    enum tvx_status status = TVX_OK;
    const struct tvx_claims *reasons = &change->judged.reasons;

    for (size_t i = 0; status == TVX_OK && reasons->count > 0 && i < reasons->items[0].evidence_count; i++)
        status = tvx_claim_rests_on(claim, desk->arena, &reasons->items[0].evidence[i], error);
    if (status == TVX_OK && d->evidence.quote != NULL && *d->evidence.quote != '\0')
        status = tvx_claim_rests_on(claim, desk->arena, &d->evidence, error);
    for (size_t i = 0; status == TVX_OK && i < d->affected.count && i < REACHED_SHOWN; i++)
        status = tvx_claim_rests_on(claim, desk->arena, &d->affected.items[i].evidence, error);
    return status;
}

static enum tvx_status own_change(struct tvx_assessment *out, const struct tvx_assess_desk *desk,
                                  const struct tvx_scope_definition *d, const struct tvx_scope_change *change,
                                  struct tvx_error *error)
{
    const struct tvx_scope_law *law = &desk->scope.laws[d->law];
    size_t direct = d->affected.count, through = d->affected_through.count, all = provisions_of(law);
    bool unclear = change->judged.reach == TVX_REACH_UNCLEAR;
    const struct tvx_interval is = {unclear ? 0 : capped(10.0 * (double)direct / (double)all),
                                    capped(10.0 * (double)(direct + through) / (double)all)};
    const char *statement = tvx_arena_printf(
        desk->arena, "“%s” %s: %zu of the %zu provisions of %s use it, %zu more hang on it through other definitions; "
                     "in them %zu duties, rights and recommendations.",
        d->term, unclear ? "would mean something else, wider or narrower cannot be told"
                 : change->judged.reach == TVX_REACH_WIDENED ? "would be widened" : "would be narrowed",
        direct, all, law->key, through, norms_of(d));
    struct tvx_claim *claim =
        statement == NULL ? NULL
                          : assess_factor(out, desk, TVX_ASSESS_SCOPE, is, statement,
                                          "share of the provisions reached, times 10: from direct uses to all; scope");

    return claim == NULL ? tvx_error_nomem(error) : rest(claim, desk, d, change, error);
}

/* A definition of what carries signals that would speak of what is done with them, or the reverse. */
static enum tvx_status new_layer(struct tvx_assessment *out, const struct tvx_assess_desk *desk,
                                 const struct tvx_scope_definition *d, const struct tvx_scope_change *change,
                                 struct tvx_error *error)
{
    const struct assess_rule *rule = assess_rule(desk, "scope", "layer");
    const char *before = change->layer_before, *after = change->layer_after, *statement;
    struct tvx_claim *claim;

    if (rule == NULL || before == NULL || after == NULL || *before == '\0' || *after == '\0' ||
        strcmp(before, after) == 0)
        return TVX_OK;
    statement = tvx_arena_printf(desk->arena, "“%s” speaks of %s, and would speak of %s: %s.", d->term, before,
                                 strcmp(after, "both") == 0 ? "infrastructure, services and content" : after,
                                 rule->reason);
    claim = statement == NULL ? NULL : assess_factor(out, desk, TVX_ASSESS_SCOPE, rule->is, statement, rule->method);
    return claim == NULL ? tvx_error_nomem(error) : rest(claim, desk, d, change, error);
}

static enum tvx_status hinge(struct tvx_assessment *out, const struct tvx_assess_desk *desk,
                             const struct tvx_scope_definition *d, const struct tvx_scope_change *change,
                             struct tvx_error *error)
{
    const struct assess_rule *rule = assess_rule(desk, "scope", "hinge");
    const char *statement;
    struct tvx_claim *claim;

    if (rule == NULL)
        return TVX_OK;
    statement = tvx_arena_printf(desk->arena, "Its new words use “%s”, which %s would widen: what it reaches is "
                                              "decided there.", d->term, change->proposal);
    claim = statement == NULL ? NULL : assess_factor(out, desk, TVX_ASSESS_SCOPE, rule->is, statement, rule->method);
    return claim == NULL ? tvx_error_nomem(error) : rest(claim, desk, d, change, error);
}

static bool uses(const struct tvx_scope_definition *d, const char *number)
{
    for (size_t i = 0; i < d->in_proposal_count; i++)
        if (strcmp(d->in_proposals[i], number) == 0)
            return true;
    return false;
}

static enum tvx_status by_definition(struct tvx_assessment *out, const struct tvx_assess_desk *desk,
                                     const struct tvx_scope_definition *d, struct tvx_error *error)
{
    const char *number = out->proposal->proposal.number;
    const struct tvx_scope_change *other = NULL;
    bool own = false;
    enum tvx_status status = TVX_OK;

    for (size_t i = 0; status == TVX_OK && i < d->change_count; i++) {
        const struct tvx_scope_change *change = &d->changes[i];

        if (strcmp(change->proposal, number) != 0) {
            if (other == NULL && change->judged.reach == TVX_REACH_WIDENED)
                other = change;
            continue;
        }
        own = true;
        if (change->judged.reach != TVX_REACH_SAME)
            status = own_change(out, desk, d, change, error);
        if (status == TVX_OK && change->judged.reach != TVX_REACH_SAME)
            status = new_layer(out, desk, d, change, error);
    }
    if (status == TVX_OK && !own && other != NULL && uses(d, number))
        status = hinge(out, desk, d, other, error);
    return status;
}

enum tvx_status assess_by_scope(struct tvx_assessment *out, const struct tvx_assess_desk *desk,
                                struct tvx_error *error)
{
    enum tvx_status status = TVX_OK;

    for (size_t i = 0; status == TVX_OK && i < desk->scope.count; i++)
        status = by_definition(out, desk, &desk->scope.definitions[i], error);
    for (size_t i = 0; status == TVX_OK && i < desk->scope.proposed_count; i++)
        status = by_definition(out, desk, &desk->scope.proposed[i], error);
    return status;
}
