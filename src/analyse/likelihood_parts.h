/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What the parts of likelihood share. */
#ifndef ANALYSE_LIKELIHOOD_PARTS_H
#define ANALYSE_LIKELIHOOD_PARTS_H

#include <travaux/analyse/force_report.h>
#include <travaux/analyse/likelihood.h>
#include <travaux/analyse/positions.h>
#include <travaux/reuse/retabled.h>
#include <travaux/store/institution.h>

struct likelihood_row { /* of one proposal; made when first asked for */
    bool made;
    double counts[TVX_LIKELIHOOD_FEATURES];
    const struct tvx_outcome *outcome;
    bool decided, event;
    const char **sponsors; /* of this text: its own, and those of others who table the same */
    size_t sponsor_count;
    const char *group;     /* the first of them that is a group; NULL */
    size_t *rivals;        /* proposals with other texts for its place */
    size_t rival_count;
    const struct tvx_retabled *earlier; /* NULL: none, or its fate is not known */
    double earlier_share;
    bool heard;
    const struct tvx_position **against; /* the last side of each actor that is against it, or was against `earlier` */
    size_t against_count;
    double raise;          /* of legal force, in levels */
    bool binding;
    const struct tvx_instrument_rule *rule; /* that says so; NULL: the shape of the instrument does */
    const char *binding_row;
    size_t words;
};

struct likelihood_fit { /* the model for one meeting */
    const char *meeting;
    struct tvx_logit logit;
    size_t left_out;
    size_t *used; /* proposals */
    size_t used_count;
};

struct tvx_likelihood_desk {
    struct tvx_arena *arena;
    struct tvx_store *store;
    struct tvx_retabled_list retabled;
    const struct tvx_stored_proposal *proposals;
    size_t count;
    struct tvx_fates *fates;
    struct tvx_force_desk *force;
    struct tvx_institutions institutions;
    struct tvx_positions positions;
    struct tvx_logit prior;
    struct likelihood_row *rows;
    size_t *by_place; /* indexes, those of one meeting and place together */
    struct likelihood_fit *fits;
    size_t fit_count, fit_capacity;
};

enum tvx_status likelihood_row_make(struct likelihood_row **out, struct tvx_likelihood_desk *desk, size_t proposal,
                                    struct tvx_error *error);
/* The proposals in desk->by_place that share the meeting and the place of this one (itself included). */
size_t likelihood_neighbours(const struct tvx_likelihood_desk *desk, size_t proposal, const size_t **out);
int likelihood_place_order(const struct tvx_stored_proposal *a, const struct tvx_stored_proposal *b);

/* The factors as claims. */
enum tvx_status likelihood_claims(struct tvx_likelihood *out, struct tvx_likelihood_desk *desk, size_t proposal,
                                  const struct likelihood_fit *fit, struct tvx_error *error);

bool likelihood_asks(const struct tvx_stored_proposal *proposal); /* for any change of words */

#endif
