/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * What an analyst thinks of a proposal: how much it would change, how likely it is, why, and on what passages.  It is
 * a log that nothing is ever taken from: the newest entry of an analyst on a proposal holds, the others stay and are
 * exported.  Beside it the weights that the reader gives to the parts of an assessment.
 */
#ifndef TRAVAUX_STORE_OPINION_H
#define TRAVAUX_STORE_OPINION_H

#include <travaux/law/evidence.h>
#include <travaux/store/store.h>

struct tvx_opinion {
    const char *proposal; /* number as printed */
    const char *sha256;   /* of the document it stood in when the entry was made */
    const char *analyst;
    double effect_low, effect_high;         /* 0 … 10 */
    double likelihood_low, likelihood_high; /* 0 … 1 */
    const char *because;
    const char *at;       /* UTC, ISO 8601 with milliseconds; NULL when entering: now */
    bool in_force;        /* no newer one of this analyst on this proposal */
    struct tvx_evidence *evidence;
    size_t evidence_count;
};

enum { TVX_OPINION_EVIDENCE = 64, TVX_OPINION_NAME = 200, TVX_OPINION_BECAUSE = 65536 }; /* most pieces; most bytes */

/* TVX_E_USAGE for an interval out of its range or turned round, no analyst, no reason.  The same entry twice is one. */
enum tvx_status tvx_store_opinion_enter(struct tvx_store *store, const struct tvx_opinion *opinion,
                                        struct tvx_error *error);

/* Every entry ever made, oldest first. */
enum tvx_status tvx_store_opinions(struct tvx_store *store, struct tvx_arena *arena, struct tvx_opinion **out,
                                   size_t *count, struct tvx_error *error);

struct tvx_stored_weight {
    const char *part;
    double value; /* 0 … 1000 */
};
enum tvx_status tvx_store_weight_put(struct tvx_store *store, const char *part, double value, struct tvx_error *error);
enum tvx_status tvx_store_weights(struct tvx_store *store, struct tvx_arena *arena, struct tvx_stored_weight **out,
                                  size_t *count, struct tvx_error *error);

#endif
