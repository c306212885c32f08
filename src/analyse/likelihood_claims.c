/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The factors of a chance, each a claim with what it rests on. */
#include "likelihood_parts.h"

#include <math.h>
#include <string.h>
#include <travaux/analyse/decides.h>

enum { NAMED = 6 };

static const double quantile = 1.6448536269514722; /* as in likelihood_fit.c */
static const double neutral = 0.05;                /* of log odds: about a hundredth of a chance */

struct telling {
    struct tvx_likelihood *out;
    struct tvx_likelihood_desk *desk;
    const struct likelihood_fit *fit;
    const struct likelihood_row *row;
    struct tvx_error *error;
};

static struct tvx_evidence passage_of(const struct tvx_stored_proposal *p)
{
    return (struct tvx_evidence){.document = p->document, .sha256 = p->sha256, .ref = p->proposal.number,
                                 .quote = p->proposal.quote, .start = p->proposal.start,
                                 .points = p->proposal.points, .document_id = p->document_id};
}

static enum tvx_status rest_on_proposal(struct telling *t, struct tvx_claim *claim, const struct tvx_stored_proposal *p)
{
    struct tvx_evidence passage = passage_of(p);

    return tvx_claim_rests_on(claim, t->desk->arena, &passage, t->error);
}

/* The claim of a feature, with what it adds to the log odds; NULL when memory is short. */
static struct tvx_claim *add(struct telling *t, enum tvx_likelihood_feature feature, const char *statement)
{
    const struct tvx_logit *logit = &t->fit->logit;
    double count = t->row->counts[feature], adds = count == 0 ? 0 : count * logit->weight[feature];
    double spread = quantile * fabs(count) * sqrt(fmax(logit->covariance[feature][feature], 0));
    const char *method = tvx_arena_printf(t->desk->arena, "data/likelihood.tsv: %s; weight %+.2f (prior %+.2f ± %.2f), "
                                          "fitted on n=%zu", tvx_likelihood_feature_name(feature),
                                          logit->weight[feature], logit->mean[feature], logit->deviation[feature],
                                          logit->n);
    struct tvx_claim *claim;

    if (statement == NULL || method == NULL)
        return NULL;
    claim = tvx_claims_add(&t->out->factors, t->desk->arena, statement,
                           fabs(adds) < neutral ? "neutral" : adds > 0 ? "raises" : "lowers", method);
    if (claim == NULL)
        return NULL;
    claim->has_interval = true;
    claim->low = adds - spread;
    claim->high = adds + spread;
    return claim;
}

/* "A, B, C and 4 more" */
static const char *list(struct tvx_arena *arena, const char *const *items, size_t count)
{
    const char *out = "";

    for (size_t i = 0; i < count && i < NAMED && out != NULL; i++)
        out = tvx_arena_printf(arena, "%s%s%s", out, i == 0 ? "" : ", ", items[i]);
    return out == NULL || count <= NAMED ? out : tvx_arena_printf(arena, "%s and %zu more", out, count - NAMED);
}

static enum tvx_status tell_base(struct telling *t)
{
    const struct tvx_logit *logit = &t->fit->logit;
    struct tvx_claim *claim = add(
        t, TVX_LIKELIHOOD_BASE,
        logit->n == 0
            ? "No decided proposal of an earlier conference is in the workspace (n=0): the weights are the prior's."
            : tvx_arena_printf(t->desk->arena, "Of %zu decided proposals of earlier conferences (n=%zu), %zu were "
                               "adopted, at least half of their words.", logit->n, logit->n, logit->events));
    enum tvx_status status = claim == NULL ? tvx_error_nomem(t->error) : TVX_OK;

    for (size_t i = 0; status == TVX_OK && i < t->fit->used_count && i < TVX_CLAIM_EVIDENCE; i++)
        status = rest_on_proposal(t, claim, &t->desk->proposals[t->fit->used[i]]);
    return status;
}

static enum tvx_status tell_backing(struct telling *t)
{
    const struct likelihood_row *row = t->row;
    struct tvx_arena *arena = t->desk->arena;
    const char *names = list(arena, row->sponsors, row->sponsor_count);
    struct tvx_claim *claim;
    const size_t *near;
    size_t count, self = (size_t)(t->out->proposal - t->desk->proposals);
    enum tvx_status status;

    claim = names == NULL ? NULL : add(t, TVX_LIKELIHOOD_SPONSORS,
                                       row->sponsor_count == 0 ? "No sponsor is known."
                                       : row->sponsor_count == 1
                                           ? tvx_arena_printf(arena, "One sponsor tables this text: %s.", names)
                                           : tvx_arena_printf(arena, "%zu sponsors table this text: %s.",
                                                              row->sponsor_count, names));
    status = claim == NULL ? tvx_error_nomem(t->error) : rest_on_proposal(t, claim, t->out->proposal);
    count = t->out->proposal->resolution.path == NULL ? 0 : likelihood_neighbours(t->desk, self, &near);
    for (size_t i = 0; status == TVX_OK && i < count; i++) {
        const struct tvx_stored_proposal *q = &t->desk->proposals[near[i]];

        if (near[i] != self && q->proposal.action == t->out->proposal->proposal.action &&
            strcmp(q->proposal.after, t->out->proposal->proposal.after) == 0)
            status = rest_on_proposal(t, claim, q);
    }
    if (status != TVX_OK)
        return status;
    claim = add(t, TVX_LIKELIHOOD_GROUP,
                row->group == NULL ? "No group of states in data/groups.tsv stands behind it."
                                   : tvx_arena_printf(arena, "A group of states stands behind it: %s.", row->group));
    return claim == NULL ? tvx_error_nomem(t->error) : rest_on_proposal(t, claim, t->out->proposal);
}

static enum tvx_status tell_rivals(struct telling *t)
{
    const struct likelihood_row *row = t->row;
    const char **names = tvx_arena_array(t->desk->arena, row->rival_count + 1, sizeof *names);
    struct tvx_claim *claim;
    enum tvx_status status;

    if (names == NULL)
        return tvx_error_nomem(t->error);
    for (size_t i = 0; i < row->rival_count; i++)
        names[i] = t->desk->proposals[row->rivals[i]].proposal.number;
    claim = add(t, TVX_LIKELIHOOD_RIVALS,
                row->rival_count == 0
                    ? "No other text is proposed for its place."
                    : tvx_arena_printf(t->desk->arena, "%zu other %s proposed for its place: %s.", row->rival_count,
                                       row->rival_count == 1 ? "text is" : "texts are",
                                       list(t->desk->arena, names, row->rival_count)));
    status = claim == NULL ? tvx_error_nomem(t->error) : rest_on_proposal(t, claim, t->out->proposal);
    for (size_t i = 0; status == TVX_OK && i < row->rival_count; i++)
        status = rest_on_proposal(t, claim, &t->desk->proposals[row->rivals[i]]);
    return status;
}

static enum tvx_status tell_earlier(struct telling *t)
{
    const struct tvx_retabled *r = t->row->earlier;
    struct tvx_claim *claim;
    enum tvx_status status;

    claim = add(t, TVX_LIKELIHOOD_EARLIER,
                r == NULL ? "No earlier proposal for the same change, with a known end, is in the workspace."
                          : tvx_arena_printf(t->desk->arena, "The same change (%.0f%% sure) was tabled before as %s, "
                                             "which ended as %s: %.0f%% of its words.",
                                             100 * r->score,
                                             r->earlier->proposal.number, tvx_fate_to_string(r->outcome->fate),
                                             100 * t->row->earlier_share));
    status = claim == NULL ? tvx_error_nomem(t->error)
                           : rest_on_proposal(t, claim, r == NULL ? t->out->proposal : r->earlier);
    for (size_t i = 0; status == TVX_OK && r != NULL && i < r->outcome->evidence_count; i++) {
        const struct tvx_fate_evidence *e = &r->outcome->evidence[i];
        struct tvx_evidence passage = {.document = e->document, .sha256 = e->sha256, .ref = "",
                                       .quote = e->quote == NULL ? "" : e->quote, .start = e->start,
                                       .points = e->points};

        status = tvx_claim_rests_on(claim, t->desk->arena, &passage, t->error);
    }
    return status;
}

static enum tvx_status tell_against(struct telling *t)
{
    const struct likelihood_row *row = t->row;
    const char **names = tvx_arena_array(t->desk->arena, row->against_count + 1, sizeof *names);
    struct tvx_claim *claim;
    enum tvx_status status;

    if (names == NULL)
        return tvx_error_nomem(t->error);
    for (size_t i = 0; i < row->against_count; i++)
        names[i] = row->against[i]->actor;
    claim = add(t, TVX_LIKELIHOOD_HEARD, row->heard ? "What was said on it, or at its meeting, is on record."
                                                    : "No minutes or statements on it or its meeting are here.");
    status = claim == NULL ? tvx_error_nomem(t->error) : rest_on_proposal(t, claim, t->out->proposal);
    if (status != TVX_OK)
        return status;
    claim = add(t, TVX_LIKELIHOOD_OPPOSED,
                row->against_count == 0
                    ? "No opposition to it is on record."
                    : tvx_arena_printf(t->desk->arena, "%zu %s on record against it or the same change earlier: %s.",
                                       row->against_count, row->against_count == 1 ? "actor is" : "actors are",
                                       list(t->desk->arena, names, row->against_count)));
    status = claim == NULL ? tvx_error_nomem(t->error) : rest_on_proposal(t, claim, t->out->proposal);
    for (size_t i = 0; i < row->against_count; i++)
        for (size_t k = 0; status == TVX_OK && k < row->against[i]->claim.evidence_count; k++)
            status = tvx_claim_rests_on(claim, t->desk->arena, &row->against[i]->claim.evidence[k], t->error);
    return status;
}

static enum tvx_status tell_law(struct telling *t)
{
    const struct likelihood_row *row = t->row;
    const char *key = t->out->proposal->resolution.key;
    struct tvx_arena *arena = t->desk->arena;
    struct tvx_claims sources = {0};
    struct tvx_claim *claim = add(
        t, TVX_LIKELIHOOD_FORCE,
        row->raise == 0 ? "It leaves the legal force of the text as it is."
                        : tvx_arena_printf(arena, "It %s the legal force of the text by %.1f levels in all.",
                                           row->raise > 0 ? "raises" : "lowers", fabs(row->raise)));
    enum tvx_status status = claim == NULL ? tvx_error_nomem(t->error) : rest_on_proposal(t, claim, t->out->proposal);

    if (status == TVX_OK && row->rule != NULL) /* the map's sources, quoted where the workspace holds them */
        status = tvx_claim_by_sources(&sources, arena, t->desk->store, "", "", row->rule->binding.sources,
                                      row->rule->binding.source_count, "", t->error);
    if (status != TVX_OK)
        return status;
    claim = add(t, TVX_LIKELIHOOD_BINDING,
                tvx_arena_printf(arena, "%s %s (%s)%s%s.", key == NULL ? "The instrument" : key,
                                 row->binding ? "binds those who consent to it" : "binds no state",
                                 row->rule != NULL ? "the institution map" : row->binding_row,
                                 row->rule == NULL || row->rule->majority.text == NULL ? "" : "; it is changed by ",
                                 row->rule == NULL || row->rule->majority.text == NULL ? ""
                                                                                      : row->rule->majority.text));
    if (claim == NULL)
        return tvx_error_nomem(t->error);
    for (size_t i = 0; status == TVX_OK && sources.count > 0 && i < sources.items[0].evidence_count; i++)
        status = tvx_claim_rests_on(claim, arena, &sources.items[0].evidence[i], t->error);
    return status == TVX_OK ? rest_on_proposal(t, claim, t->out->proposal) : status;
}

static enum tvx_status tell_size(struct telling *t)
{
    struct tvx_claim *claim = add(t, TVX_LIKELIHOOD_SIZE,
                                  tvx_arena_printf(t->desk->arena, "It changes %zu %s.", t->row->words,
                                                   t->row->words == 1 ? "word" : "words"));

    return claim == NULL ? tvx_error_nomem(t->error) : rest_on_proposal(t, claim, t->out->proposal);
}

enum tvx_status likelihood_claims(struct tvx_likelihood *out, struct tvx_likelihood_desk *desk, size_t proposal,
                                  const struct likelihood_fit *fit, struct tvx_error *error)
{
    static enum tvx_status (*const tell[])(struct telling *) = {tell_base, tell_backing, tell_rivals, tell_earlier,
                                                                tell_against, tell_law, tell_size};
    struct telling t = {.out = out, .desk = desk, .fit = fit, .row = &desk->rows[proposal], .error = error};
    enum tvx_status status = TVX_OK;

    for (size_t i = 0; i < sizeof tell / sizeof *tell && status == TVX_OK; i++)
        status = tell[i](&t);
    return status;
}
