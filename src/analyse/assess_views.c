/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Analysts side by side: each one's intervals as claims, where they part, and who cites what. */
#include "assess_work.h"

#include <stdlib.h>
#include <string.h>

enum { PAIRED_MOST = 8 };

static int by_name(const void *a, const void *b)
{
    const struct tvx_assess_view *x = a, *y = b;

    return strcmp(x->opinion->analyst, y->opinion->analyst);
}

static enum tvx_status claim_of(struct tvx_claim *out, const struct tvx_assess_desk *desk, const struct tvx_opinion *o,
                                const char *value, double low, double high, struct tvx_error *error)
{
    *out = (struct tvx_claim){.statement = o->because, .value = value, .has_interval = true, .low = low, .high = high,
                              .evidence = o->evidence, .evidence_count = o->evidence_count};
    out->method = tvx_arena_printf(desk->arena, "by hand: %s, %.10s", o->analyst, o->at);
    return out->method == NULL ? tvx_error_nomem(error) : TVX_OK;
}

static enum tvx_status say(struct tvx_assessment *out, const struct tvx_assess_desk *desk, const char *value,
                           const char *statement, const struct tvx_evidence *const *evidence, size_t count,
                           struct tvx_error *error)
{
    struct tvx_claim *claim =
        statement == NULL ? NULL
                          : tvx_claims_add(&out->differences, desk->arena, statement, value, "the intervals that "
                                           "analysts gave, compared");
    enum tvx_status status = claim == NULL ? tvx_error_nomem(error) : TVX_OK;

    for (size_t i = 0; status == TVX_OK && i < count; i++)
        status = tvx_claim_rests_on(claim, desk->arena, evidence[i], error);
    return status;
}

/* One number of two analysts; the passages of both are the evidence. */
static enum tvx_status compare(struct tvx_assessment *out, const struct tvx_assess_desk *desk, const char *what,
                               const struct tvx_claim *x, const char *a, const struct tvx_claim *y, const char *b,
                               struct tvx_error *error)
{
    const struct tvx_evidence *evidence[2];
    size_t count = 0;
    bool apart = x->high < y->low || y->high < x->low;
    const char *statement =
        apart ? tvx_arena_printf(desk->arena, "%s and %s differ on the %s: %g to %g against %g to %g, no number that "
                                              "both allow.", a, b, what, x->low, x->high, y->low, y->high)
              : tvx_arena_printf(desk->arena, "%s and %s both allow %s %s of %g to %g.", a, b,
                                 *what == 'e' ? "an" : "a", what, x->low > y->low ? x->low : y->low,
                                 x->high < y->high ? x->high : y->high);

    if (x->evidence_count > 0)
        evidence[count++] = &x->evidence[0];
    if (y->evidence_count > 0)
        evidence[count++] = &y->evidence[0];
    return say(out, desk, apart ? what : "agree", statement, evidence, count, error);
}

static bool cites(const struct tvx_opinion *o, const struct tvx_evidence *e)
{
    for (size_t i = 0; i < o->evidence_count; i++)
        if (strcmp(o->evidence[i].sha256, e->sha256) == 0 && strcmp(o->evidence[i].quote, e->quote) == 0)
            return true;
    return false;
}

/* Who rests on what the other does not: "only A cites …". */
static enum tvx_status compare_evidence(struct tvx_assessment *out, const struct tvx_assess_desk *desk,
                                        const struct tvx_opinion *a, const struct tvx_opinion *b,
                                        struct tvx_error *error)
{
    const struct tvx_evidence *evidence[2 * TVX_OPINION_EVIDENCE];
    size_t both = 0, only_a = 0, only_b = 0, count = 0;

    for (size_t i = 0; i < a->evidence_count && i < TVX_OPINION_EVIDENCE; i++) {
        bool shared = cites(b, &a->evidence[i]);

        both += shared;
        only_a += !shared;
        if (!shared)
            evidence[count++] = &a->evidence[i];
    }
    for (size_t i = 0; i < b->evidence_count && i < TVX_OPINION_EVIDENCE; i++)
        if (!cites(a, &b->evidence[i])) {
            only_b++;
            evidence[count++] = &b->evidence[i];
        }
    if (both + only_a + only_b == 0)
        return say(out, desk, "evidence",
                   tvx_arena_printf(desk->arena, "Neither %s nor %s cites a passage.", a->analyst, b->analyst), NULL, 0,
                   error);
    return say(out, desk, "evidence",
               tvx_arena_printf(desk->arena, "Passages that both %s and %s cite: %zu; only %s: %zu; only %s: %zu.",
                                a->analyst, b->analyst, both, a->analyst, only_a, b->analyst, only_b),
               evidence, count, error);
}

static enum tvx_status compare_all(struct tvx_assessment *out, const struct tvx_assess_desk *desk,
                                   struct tvx_error *error)
{
    size_t count = out->view_count < PAIRED_MOST ? out->view_count : PAIRED_MOST;
    enum tvx_status status = TVX_OK;

    for (size_t i = 0; i < count; i++)
        for (size_t j = i + 1; status == TVX_OK && j < count; j++) {
            const struct tvx_assess_view *x = &out->views[i], *y = &out->views[j];

            status = compare(out, desk, "effect", &x->effect, x->opinion->analyst, &y->effect, y->opinion->analyst,
                             error);
            if (status == TVX_OK)
                status = compare(out, desk, "likelihood", &x->likelihood, x->opinion->analyst, &y->likelihood,
                                 y->opinion->analyst, error);
            if (status == TVX_OK)
                status = compare_evidence(out, desk, x->opinion, y->opinion, error);
        }
    if (status == TVX_OK && count < out->view_count)
        status = say(out, desk, "agree",
                     tvx_arena_printf(desk->arena, "%zu analysts assessed it; only the first %zu by name are compared "
                                                   "in pairs.", out->view_count, count),
                     NULL, 0, error);
    return status;
}

enum tvx_status assess_views(struct tvx_assessment *out, const struct tvx_assess_desk *desk, struct tvx_error *error)
{
    enum tvx_status status = TVX_OK;

    out->views = tvx_arena_array(desk->arena, desk->opinion_count + 1, sizeof *out->views);
    if (out->views == NULL)
        return tvx_error_nomem(error);
    for (size_t i = 0; status == TVX_OK && i < desk->opinion_count; i++) {
        const struct tvx_opinion *o = &desk->opinions[i];
        struct tvx_assess_view *view = &out->views[out->view_count];

        if (!o->in_force || strcmp(o->proposal, out->proposal->proposal.number) != 0)
            continue;
        view->opinion = o;
        view->product = (struct tvx_interval){o->effect_low * o->likelihood_low, o->effect_high * o->likelihood_high};
        status = claim_of(&view->effect, desk, o, "effect", o->effect_low, o->effect_high, error);
        if (status == TVX_OK)
            status = claim_of(&view->likelihood, desk, o, "likelihood", o->likelihood_low, o->likelihood_high, error);
        out->view_count++;
    }
    if (status == TVX_OK && out->view_count > 0)
        qsort(out->views, out->view_count, sizeof *out->views, by_name);
    return status == TVX_OK ? compare_all(out, desk, error) : status;
}
