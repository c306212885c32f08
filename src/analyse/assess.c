/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "assess_work.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static int by_id(const void *a, const void *b)
{
    const struct tvx_stored_document *x = a, *y = b;

    return (x->id > y->id) - (x->id < y->id);
}

enum tvx_status tvx_assess_desk_new(struct tvx_assess_desk **out, struct tvx_arena *arena, struct tvx_store *store,
                                    const char *meeting, const struct tvx_assess_weights *weights,
                                    struct tvx_error *error)
{
    struct tvx_assess_desk *desk = *out = tvx_arena_alloc(arena, sizeof *desk);
    enum tvx_status status;

    if (desk == NULL)
        return tvx_error_nomem(error);
    desk->arena = arena;
    desk->store = store;
    desk->weights = weights;
    desk->force = tvx_force_desk_new(arena, store);
    if (desk->force == NULL)
        return tvx_error_nomem(error);
    status = assess_rules_load(desk, error);
    if (status == TVX_OK)
        status = tvx_scope_load(&desk->scope, arena, store, NULL, meeting, error);
    if (status == TVX_OK)
        status = tvx_store_documents(store, arena, &desk->documents, &desk->document_count, &(struct tvx_filter){0},
                                     error);
    if (status == TVX_OK && desk->document_count > 0)
        qsort(desk->documents, desk->document_count, sizeof *desk->documents, by_id);
    if (status == TVX_OK)
        status = tvx_store_opinions(store, arena, &desk->opinions, &desk->opinion_count, error);
    if (status == TVX_OK)
        status = tvx_likelihood_desk_new(&desk->likelihood, arena, store, error);
    if (status == TVX_OK)
        desk->proposals = tvx_likelihood_proposals(desk->likelihood, &desk->proposal_count);
    if (status == TVX_OK)
        status = tvx_novelty_open(&desk->novelty, arena, store, desk->proposals, desk->proposal_count, error);
    return status;
}

void tvx_assess_desk_close(struct tvx_assess_desk *desk)
{
    if (desk != NULL)
        tvx_novelty_close(desk->novelty);
}

const char *tvx_assess_meeting(const struct tvx_assess_desk *desk)
{
    return desk->scope.meeting;
}

struct tvx_claim *assess_factor(struct tvx_assessment *out, const struct tvx_assess_desk *desk,
                                enum tvx_assess_part part, struct tvx_interval is, const char *statement,
                                const char *method)
{
    struct tvx_claim *claim =
        tvx_claims_add(&out->sides[part].factors, desk->arena, statement, tvx_assess_part_name(part), method);

    if (claim != NULL) {
        claim->has_interval = true;
        claim->low = is.low;
        claim->high = is.high;
    }
    return claim;
}

/* Says that something is missing, and so rests on nothing: the sentence tells what was looked for. */
enum tvx_status assess_factor_by_rule(struct tvx_assessment *out, const struct tvx_assess_desk *desk,
                                      enum tvx_assess_part part, const char *kind, const char *key,
                                      struct tvx_error *error)
{
    const struct assess_rule *rule = assess_rule(desk, kind, key);

    if (rule == NULL)
        return tvx_error_set(error, TVX_E_MALFORMED, "data/assess-rules.tsv has no row \"%s %s\"", kind, key);
    return assess_factor(out, desk, part, rule->is, rule->reason, rule->method) == NULL ? tvx_error_nomem(error)
                                                                                         : TVX_OK;
}

/* Does it say anything of what is changed? */
static bool moves(const struct tvx_force_report *report)
{
    for (size_t i = 0; i < report->after.count; i++)
        if (report->after.items[i].place != TVX_FORCE_PREAMBLE && report->after.items[i].place != TVX_FORCE_HEADING)
            return true;
    return report->after.count == 0;
}

static enum tvx_status bind(struct tvx_assessment *out, const struct tvx_assess_desk *desk,
                            const struct tvx_force_report *report, struct tvx_error *error)
{
    static const char *const natures[] = {"treaty", "internal", "voluntary"};
    const char *key = natures[report->instrument.nature];
    enum tvx_status status;
    struct tvx_claim *claim;

    if (!moves(report) && report->instrument.nature == TVX_FORCE_BINDING)
        key = "place";
    status = assess_factor_by_rule(out, desk, TVX_ASSESS_BINDING, "binding", key, error);
    if (status != TVX_OK)
        return status;
    claim = &out->sides[TVX_ASSESS_BINDING].factors.items[0];
    claim->statement = tvx_arena_printf(desk->arena, "%s is a %s: it %s.", report->key == NULL ? "What it would change"
                                        : report->key, report->instrument.kind, claim->statement);
    claim->method = tvx_arena_printf(desk->arena, "%s; %s", report->instrument.row, claim->method);
    if (claim->statement == NULL || claim->method == NULL)
        return tvx_error_nomem(error);
    return report->after.count == 0 ? TVX_OK
                                    : tvx_claim_rests_on(claim, desk->arena, &report->after_evidence[0], error);
}

/* Strongest first; of a share, which takes away, the smallest. */
static int stronger(const void *a, const void *b)
{
    const struct tvx_claim *x = a, *y = b;
    double m = x->low + x->high, n = y->low + y->high;

    return m != n ? (m < n) - (m > n) : strcmp(x->statement, y->statement);
}

static void combine(struct tvx_assess_side *side, bool share)
{
    struct tvx_claim *items = side->factors.items;
    size_t count = side->factors.count;

    side->is = (struct tvx_interval){share ? 1 : 0, share ? 1 : 0};
    if (count == 0)
        return;
    qsort(items, count, sizeof *items, stronger);
    for (size_t i = 0; share && i < count / 2; i++) {
        struct tvx_claim kept = items[i];

        items[i] = items[count - 1 - i];
        items[count - 1 - i] = kept;
    }
    side->is = (struct tvx_interval){items[0].low, items[0].high};
    for (size_t i = 1; i < count; i++) {
        bool low = share ? items[i].low < side->is.low : items[i].low > side->is.low;
        bool high = share ? items[i].high < side->is.high : items[i].high > side->is.high;

        side->is.low = low ? items[i].low : side->is.low;
        side->is.high = high ? items[i].high : side->is.high;
    }
}

/* The chance that `likelihood` reckons; of a proposal of which it reckons none, the widest there is. */
static enum tvx_status reckon(struct tvx_assessment *out, const struct tvx_assess_desk *desk, struct tvx_error *error)
{
    struct tvx_likelihood likely;
    size_t at = 0;
    enum tvx_status status;

    while (at < desk->proposal_count && desk->proposals[at].id != out->proposal->id)
        at++;
    if (at == desk->proposal_count)
        return tvx_error_set(error, TVX_E_NOTFOUND, "the proposal is gone; run the command again");
    status = tvx_likelihood_of(&likely, desk->likelihood, at, error);
    if (status != TVX_OK)
        return status;
    out->n = likely.n;
    out->likelihood = (struct tvx_interval){likely.chance.low, likely.chance.high};
    out->likely = likely.factors;
    if (likely.not_reckoned == NULL)
        return TVX_OK;
    out->likelihood = (struct tvx_interval){0, 1};
    return tvx_claims_add(&out->likely, desk->arena, likely.not_reckoned, "none", "likelihood") == NULL
               ? tvx_error_nomem(error) : TVX_OK;
}

static enum tvx_status finish(struct tvx_assessment *out, const struct tvx_assess_desk *desk,
                              struct tvx_interval fresh, struct tvx_error *error)
{
    enum tvx_status status = TVX_OK;

    for (int i = 0; status == TVX_OK && i < TVX_ASSESS_PARTS; i++)
        if (out->sides[i].factors.count == 0)
            status = assess_factor_by_rule(out, desk, (enum tvx_assess_part)i, "none",
                                           tvx_assess_part_name((enum tvx_assess_part)i), error);
    if (status == TVX_OK && out->sides[TVX_ASSESS_FEASIBLE].factors.count == 0)
        status = assess_factor_by_rule(out, desk, TVX_ASSESS_FEASIBLE, "feasible", "nothing", error);
    if (status != TVX_OK)
        return status;
    for (int i = 0; i < TVX_ASSESS_ALL; i++)
        combine(&out->sides[i], i >= TVX_ASSESS_PARTS);
    out->sides[TVX_ASSESS_NEW].is = fresh; /* the mean of the sentences, not the least of them */
    out->effect = tvx_assess_effect(out->sides, desk->weights);
    out->product.low = out->effect.low * out->likelihood.low;
    out->product.high = out->effect.high * out->likelihood.high;
    return TVX_OK;
}

/* The row for actions that change no words, NULL for the others. */
static const char *unmoved_by(enum tvx_action action)
{
    switch (action) {
    case TVX_ACTION_NOC:
    case TVX_ACTION_NOC_FIRM:
        return "same";
    case TVX_ACTION_ADD_MOVED:
    case TVX_ACTION_SUP_MOVED:
        return "moved";
    default:
        return NULL;
    }
}

enum tvx_status tvx_assess(struct tvx_assessment *out, struct tvx_assess_desk *desk,
                           const struct tvx_stored_proposal *proposal, struct tvx_error *error)
{
    struct tvx_force_report report;
    struct tvx_interval fresh = {1, 1};
    const char *unmoved = unmoved_by(proposal->proposal.action);
    enum tvx_status status = tvx_force_of_proposal(&report, desk->force, proposal, error);

    *out = (struct tvx_assessment){.proposal = proposal};
    if (status == TVX_OK)
        status = bind(out, desk, &report, error);
    for (int i = 0; status == TVX_OK && unmoved != NULL && i < TVX_ASSESS_PARTS; i++)
        status = assess_factor_by_rule(out, desk, (enum tvx_assess_part)i, "none", unmoved, error);
    if (status == TVX_OK && unmoved == NULL)
        status = assess_by_words(out, desk, &report, error);
    if (status == TVX_OK && unmoved == NULL)
        status = assess_by_force(out, desk, &report, error);
    if (status == TVX_OK && unmoved == NULL)
        status = assess_by_scope(out, desk, error);
    if (status == TVX_OK && unmoved == NULL)
        status = assess_by_novelty(out, &fresh, desk, error);
    if (status == TVX_OK)
        status = reckon(out, desk, error);
    if (status == TVX_OK)
        status = finish(out, desk, fresh, error);
    return status == TVX_OK ? assess_views(out, desk, error) : status;
}

struct ranked {
    size_t at;
    const struct tvx_assessment *item;
};

static int by_rank(const void *a, const void *b)
{
    const struct ranked *x = a, *y = b;
    double m = x->item->product.low + x->item->product.high, n = y->item->product.low + y->item->product.high;

    if (m != n)
        return m < n ? 1 : -1;
    if (x->item->product.high != y->item->product.high)
        return x->item->product.high < y->item->product.high ? 1 : -1;
    return (x->at > y->at) - (x->at < y->at);
}

void tvx_assess_sort(struct tvx_assessment *items, size_t count)
{
    struct ranked *order = count == 0 || count > SIZE_MAX / sizeof *order ? NULL : malloc(count * sizeof *order);
    struct tvx_assessment *sorted = order == NULL ? NULL : malloc(count * sizeof *sorted);

    for (size_t i = 0; sorted != NULL && i < count; i++)
        order[i] = (struct ranked){i, &items[i]};
    if (sorted != NULL) {
        qsort(order, count, sizeof *order, by_rank);
        for (size_t i = 0; i < count; i++)
            sorted[i] = *order[i].item;
        memcpy(items, sorted, count * sizeof *items);
    }
    free(sorted);
    free(order);
}
