/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * How likely a proposal is to be adopted, as an interval, with the factors that make it so: who stands behind it,
 * what else is asked for in its place, what became of the same change before and who was against it, whether it
 * raises legal force, how binding the instrument is, how much it changes.  The weights are those of a small logistic
 * model with a stated prior (data/likelihood.tsv), moved by the outcomes of earlier conferences in the workspace;
 * how many of those there are is always said, and with none the interval is the prior's.
 *
 * The event is: at least half of the words that it puts in or strikes out are adopted.  Weights are those of highest
 * posterior probability, found by Newton's method; their uncertainty is Laplace's approximation, and the expected
 * chance under it MacKay's (MacKay, "The evidence framework applied to classification networks", Neural Computation 4,
 * 1992; Bishop, Pattern Recognition and Machine Learning, 2006, 4.4-4.5).  What the proposals of one conference share
 * is a weight of that conference (a random intercept), and that of the next one is not known: the interval holds it.
 */
#ifndef TRAVAUX_ANALYSE_LIKELIHOOD_H
#define TRAVAUX_ANALYSE_LIKELIHOOD_H

#include <travaux/analyse/claim.h>
#include <travaux/reuse/fate.h>

/* ---- the model, numbers only ---- */

enum { TVX_LOGIT_MOST = 40 }; /* features and conferences at most */

#define TVX_LIKELIHOOD_INTERVAL 0.9 /* share of belief between low and high: equally much below and above */

struct tvx_logit {
    size_t features; /* the first is 1 in every row */
    double mean[TVX_LOGIT_MOST], deviation[TVX_LOGIT_MOST]; /* of the prior; deviations above 0 */
    size_t own; /* features without clusters */
    double weight[TVX_LOGIT_MOST];
    double covariance[TVX_LOGIT_MOST][TVX_LOGIT_MOST];
    double lean;      /* deviation of what the rows of one cluster (a conference) share, about 0 */
    size_t n, events; /* rows it was fitted on, and those in which it came so */
};

struct tvx_chance {
    double point;     /* expected probability */
    double low, high; /* TVX_LIKELIHOOD_INTERVAL */
};

/* Fits features, mean and deviation to `n` rows of `features` numbers each; n may be 0.  Counts beyond ±1e6 and what is
   no number are TVX_E_MALFORMED. */
enum tvx_status tvx_logit_fit(struct tvx_logit *logit, const double *rows, const bool *events, size_t n,
                              struct tvx_error *error);
/*
 * The same where rows come in clusters (numbered from 0 in any order; those from `TVX_LOGIT_MOST - features` on count
 * as one): each cluster has a weight of its own with deviation `lean`, so that proposals of one conference do not count
 * as if they were independent.  It is added to `features`; a row of a new cluster has 0 for it.
 */
enum tvx_status tvx_logit_fit_clusters(struct tvx_logit *logit, const double *rows, const bool *events,
                                       const size_t *clusters, size_t n, struct tvx_error *error);
/* Of a row of a new cluster: `features` numbers as in `rows`, before clusters were added; `lean` adds to the doubt. */
struct tvx_chance tvx_logit_chance(const struct tvx_logit *logit, const double *row);

/* ---- proposals ---- */

enum tvx_likelihood_feature {
    TVX_LIKELIHOOD_BASE,
    TVX_LIKELIHOOD_SPONSORS,
    TVX_LIKELIHOOD_GROUP,
    TVX_LIKELIHOOD_RIVALS,
    TVX_LIKELIHOOD_EARLIER,
    TVX_LIKELIHOOD_HEARD,
    TVX_LIKELIHOOD_OPPOSED,
    TVX_LIKELIHOOD_FORCE,
    TVX_LIKELIHOOD_BINDING,
    TVX_LIKELIHOOD_SIZE,
    TVX_LIKELIHOOD_FEATURES,
};
const char *tvx_likelihood_feature_name(enum tvx_likelihood_feature feature); /* as in data/likelihood.tsv */

struct tvx_likelihood {
    const struct tvx_stored_proposal *proposal;
    const char *not_reckoned; /* why there is no chance to tell: it asks for no change; NULL */
    struct tvx_chance chance;
    size_t n, events;         /* decided proposals of earlier conferences that moved the weights, and those adopted */
    size_t left_out;          /* decided ones of other meetings that could not be used: not earlier, or no day known */
    double counts[TVX_LIKELIHOOD_FEATURES];
    double weights[TVX_LIKELIHOOD_FEATURES];
    /*
     * One claim a feature, in their order; value "raises", "lowers" or "neutral", the interval what it adds to the log
     * odds.
     */
    struct tvx_claims factors;
};

/* Everything needed, read once; arena-owned, the store must stay open. */
struct tvx_likelihood_desk;
enum tvx_status tvx_likelihood_desk_new(struct tvx_likelihood_desk **out, struct tvx_arena *arena,
                                        struct tvx_store *store, struct tvx_error *error);
/* All proposals of the workspace, as the store has them. */
const struct tvx_stored_proposal *tvx_likelihood_proposals(const struct tvx_likelihood_desk *desk, size_t *count);

/* The proposal of that index.  Weights are those of meetings that began before its own, also when it is decided; what
   was said on it at its own meeting counts among its factors. */
enum tvx_status tvx_likelihood_of(struct tvx_likelihood *out, struct tvx_likelihood_desk *desk, size_t proposal,
                                  struct tvx_error *error);

/* For measuring: features, mean and deviation as in data/likelihood.tsv; of a proposal its counts, and whether and how
   it was decided. */
enum tvx_status tvx_likelihood_prior(struct tvx_logit *prior, struct tvx_error *error);
enum tvx_status tvx_likelihood_row(double counts[TVX_LIKELIHOOD_FEATURES], bool *decided, bool *event,
                                   struct tvx_likelihood_desk *desk, size_t proposal, struct tvx_error *error);

#endif
