/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <travaux/show/json_claim.h>
#include <travaux/show/scope.h>

static void paths(struct tvx_json *json, const char *key, const struct tvx_scope_reaches *list, bool refs)
{
    tvx_json_key(json, key);
    tvx_json_array(json);
    for (size_t i = 0; i < list->count; i++)
        tvx_json_string(json, refs ? list->items[i].ref : list->items[i].path);
    tvx_json_array_end(json);
}

/* What the provisions bind to, permit and recommend: the obligations whose reach moves. */
static void obligations(struct tvx_json *json, const struct tvx_scope_definition *d)
{
    const struct tvx_scope_reaches *lists[] = {&d->affected, &d->elsewhere, &d->affected_through};

    tvx_json_key(json, "obligations");
    tvx_json_array(json);
    for (size_t l = 0; l < 3; l++)
        for (size_t i = 0; i < lists[l]->count; i++)
            for (size_t j = 0; j < lists[l]->items[i].norm_count; j++) {
                const struct tvx_scope_norm *norm = &lists[l]->items[i].norms[j];

                tvx_json_object(json);
                tvx_json_pair(json, "provision", lists[l]->items[i].path);
                tvx_json_pair_bool(json, "through", l == 2);
                tvx_json_pair(json, "actor", norm->actor);
                tvx_json_pair(json, "modal", norm->modal);
                tvx_json_pair(json, "kind", norm->kind);
                tvx_json_pair_int(json, "level", norm->level);
                tvx_json_pair(json, "method", norm->method);
                tvx_json_key(json, "evidence");
                tvx_json_evidence(json, &norm->evidence);
                tvx_json_object_end(json);
            }
    tvx_json_array_end(json);
}

static void uses(struct tvx_json *json, const struct tvx_scope *scope, const struct tvx_scope_definition *d)
{
    const struct tvx_scope_reaches *lists[] = {&d->affected, &d->elsewhere};

    tvx_json_key(json, "uses");
    tvx_json_array(json);
    for (size_t l = 0; l < 2; l++)
        for (size_t i = 0; i < lists[l]->count; i++) {
            tvx_json_object(json);
            tvx_json_pair(json, "provision", lists[l]->items[i].path);
            tvx_json_key(json, "evidence");
            tvx_json_evidence(json, &lists[l]->items[i].evidence);
            tvx_json_object_end(json);
        }
    tvx_json_array_end(json);
    tvx_json_key(json, "through");
    tvx_json_array(json);
    for (size_t i = 0; i < d->affected_through.count; i++) {
        const struct tvx_scope_reached *reached = &d->affected_through.items[i];

        tvx_json_object(json);
        tvx_json_pair(json, "provision", reached->path);
        tvx_json_pair(json, "via", scope->definitions[reached->via].term);
        tvx_json_pair_int(json, "steps", (int64_t)reached->steps);
        tvx_json_key(json, "evidence");
        tvx_json_evidence(json, &reached->evidence);
        tvx_json_object_end(json);
    }
    tvx_json_array_end(json);
}

static void changes(struct tvx_json *json, const struct tvx_scope_definition *d)
{
    tvx_json_key(json, "changes");
    tvx_json_array(json);
    for (size_t i = 0; i < d->change_count; i++) {
        const struct tvx_scope_change *c = &d->changes[i];

        tvx_json_object(json);
        tvx_json_pair(json, "proposal", c->proposal);
        tvx_json_pair(json, "provision", c->provision);
        tvx_json_pair_strings(json, "sponsors", c->sponsors, c->sponsor_count);
        tvx_json_pair(json, "direction", tvx_reach_to_string(c->judged.reach));
        tvx_json_key(json, "reasons");
        tvx_json_claims(json, &c->judged.reasons);
        tvx_json_pair(json, "before", c->before);
        tvx_json_pair(json, "after", c->after);
        tvx_json_pair(json, "layer_before", c->layer_before);
        tvx_json_pair(json, "layer_after", c->layer_after);
        tvx_json_object_end(json);
    }
    tvx_json_array_end(json);
}

static void definition(struct tvx_json *json, const struct tvx_scope *scope, const struct tvx_scope_definition *d)
{
    const struct tvx_scope_law *law = &scope->laws[d->law];

    tvx_json_object(json);
    tvx_json_pair(json, "term", d->term);
    tvx_json_pair_strings(json, "aliases", d->aliases, d->alias_count);
    tvx_json_pair(json, "instrument", law->key);
    tvx_json_pair(json, "version", law->version);
    tvx_json_pair(json, "provision", d->path);
    tvx_json_pair(json, "ref", d->ref);
    tvx_json_pair(json, "definition", d->body);
    tvx_json_pair(json, "method", d->how);
    if (d->within != NULL)
        tvx_json_pair(json, "within", d->within);
    tvx_json_key(json, "evidence");
    tvx_json_evidence(json, &d->evidence);
    tvx_json_pair(json, "direction", tvx_reach_to_string(d->reach));
    tvx_json_key(json, "reasons");
    tvx_json_array(json);
    for (size_t i = 0; i < d->change_count; i++)
        for (size_t j = 0; j < d->changes[i].judged.reasons.count; j++)
            tvx_json_claim(json, &d->changes[i].judged.reasons.items[j]);
    tvx_json_array_end(json);
    paths(json, "affected", &d->affected, false);
    paths(json, "affected_through", &d->affected_through, false);
    paths(json, "elsewhere", &d->elsewhere, true);
    tvx_json_key(json, "uses_terms");
    tvx_json_array(json);
    for (size_t i = 0; i < d->use_count; i++)
        tvx_json_string(json, scope->definitions[d->uses[i]].term);
    tvx_json_array_end(json);
    tvx_json_pair(json, "layer", d->layer);
    tvx_json_key(json, "layer_claims");
    tvx_json_claims(json, &d->layer_claims);
    tvx_json_pair_strings(json, "in_proposals", d->in_proposals, d->in_proposal_count);
    changes(json, d);
    uses(json, scope, d);
    obligations(json, d);
    tvx_json_object_end(json);
}

static void undefined(struct tvx_json *json, const struct tvx_scope *scope)
{
    tvx_json_key(json, "undefined");
    tvx_json_array(json);
    for (size_t i = 0; i < scope->undefined_count; i++) {
        const struct tvx_scope_undefined *u = &scope->undefined[i];

        tvx_json_object(json);
        tvx_json_pair(json, "term", u->term);
        tvx_json_pair(json, "why", u->why);
        paths(json, "provisions", &u->uses, true);
        tvx_json_key(json, "evidence");
        tvx_json_array(json);
        for (size_t j = 0; j < u->uses.count; j++)
            tvx_json_evidence(json, &u->uses.items[j].evidence);
        tvx_json_array_end(json);
        tvx_json_object_end(json);
    }
    tvx_json_array_end(json);
}

void tvx_json_scope(struct tvx_json *json, const struct tvx_scope *scope)
{
    tvx_json_object(json);
    tvx_json_pair(json, "meeting", scope->meeting);
    tvx_json_key(json, "definitions");
    tvx_json_array(json);
    for (size_t i = 0; i < scope->shown_count; i++)
        definition(json, scope, &scope->definitions[scope->shown[i]]);
    tvx_json_array_end(json);
    tvx_json_key(json, "proposed");
    tvx_json_array(json);
    for (size_t i = 0; i < scope->proposed_count; i++)
        definition(json, scope, &scope->proposed[i]);
    tvx_json_array_end(json);
    tvx_json_key(json, "terms_used");
    tvx_json_array(json);
    for (size_t i = 0; i < scope->used_count; i++) {
        tvx_json_object(json);
        tvx_json_pair(json, "term", scope->definitions[scope->used[i]].term);
        tvx_json_pair(json, "ref", scope->definitions[scope->used[i]].ref);
        tvx_json_object_end(json);
    }
    tvx_json_array_end(json);
    undefined(json, scope);
    tvx_json_key(json, "never_used");
    tvx_json_array(json);
    for (size_t i = 0; i < scope->shown_count; i++) {
        const struct tvx_scope_definition *d = &scope->definitions[scope->shown[i]];

        if (d->affected.count + d->elsewhere.count == 0)
            tvx_json_string(json, d->term);
    }
    tvx_json_array_end(json);
    tvx_json_object_end(json);
}
