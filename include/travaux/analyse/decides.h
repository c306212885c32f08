/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Who decides over an instrument, a provision or a proposal: the body that may change it, by what majority, how binding
 * it is, who may propose, vote, speak, attend and read, when that body meets, what is due before, and the ways in.
 * Every answer is a claim that rests on the institution map's source, quoted where the workspace holds it.
 */
#ifndef TRAVAUX_ANALYSE_DECIDES_H
#define TRAVAUX_ANALYSE_DECIDES_H

#include <travaux/analyse/claim.h>
#include <travaux/law/institution.h>
#include <travaux/store/store.h>

struct tvx_way_in {
    const struct tvx_way *way;
    struct tvx_claims claims; /* values "how", "gives", "cost", "contact" */
};

struct tvx_decision {
    const char *reference;  /* as asked */
    const char *instrument; /* key */
    const struct tvx_instrument_rule *rule;
    const struct tvx_body *body; /* NULL where the map does not tell who changes the instrument */
    /* Values: "binding", "prevails", "majority", "propose", "deadline", "in_force" of the instrument; then of the body
       "decides", "meets", "members", "may propose", "may vote", "may speak", "may attend", "may read". */
    struct tvx_claims claims;
    const struct tvx_gathering **meetings; /* of the body, by day */
    size_t meeting_count, next; /* next: the first that is not over, meeting_count when none is known */
    struct tvx_way_in *ways;
    size_t way_count;
};

/*
 * `reference`: what `show` takes, or the bare key of an instrument, in the workspace or not ("CV"), or of a body
 * ("PP": then instrument is NULL and rule, too).  TVX_E_NOTFOUND says which keys are known.  `institutions` must
 * outlive *out.  `today`: a day.  `store` NULL: without a workspace only keys are known, and nothing is quoted.
 */
enum tvx_status tvx_decides(struct tvx_decision *out, struct tvx_arena *arena, struct tvx_store *store,
                            const struct tvx_institutions *institutions, const char *reference, const char *today,
                            struct tvx_error *error);

/* The key of the instrument that a reference speaks of, or would change; NULL for a document that speaks of none. */
enum tvx_status tvx_reference_instrument(const char **key, struct tvx_arena *arena, struct tvx_store *store,
                                         const char *reference, struct tvx_error *error);

/*
 * A claim that rests on a list of sources: one that the workspace holds is quoted; another stands as the evidence's
 * `document` (an address) or `ref` (a provision that is not here).
 */
enum tvx_status tvx_claim_by_sources(struct tvx_claims *claims, struct tvx_arena *arena, struct tvx_store *store,
                                     const char *statement, const char *value, const char *const *sources,
                                     size_t count, const char *method, struct tvx_error *error);

#endif
