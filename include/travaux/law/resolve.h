/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Ties each proposal to the provision that it would change.  A resolver knows the instruments (all versions) and
 * answers, for one proposal, with a provision or with the reason why there is none, in words for the review list.  It
 * also says when a MOD was drafted against another text than the instrument in force.
 */
#ifndef TRAVAUX_LAW_RESOLVE_H
#define TRAVAUX_LAW_RESOLVE_H

#include <travaux/law/instrument.h>
#include <travaux/law/proposal.h>

struct tvx_resolver;

/* One stored version of an instrument; the resolver keeps the pointers, they must outlive it. */
struct tvx_resolver_instrument {
    const struct tvx_instrument *instrument;
    const char *key, *version;
    const char *date;   /* ISO 8601, may be NULL */
    bool in_force;
    const char *meeting; /* the meeting at which this version was adopted; may be NULL */
};

struct tvx_resolver *tvx_resolver_new(struct tvx_arena *arena, const struct tvx_resolver_instrument *instruments,
                                      size_t count);

enum tvx_resolution_kind { TVX_RESOLVED, TVX_RESOLVED_NEW, TVX_UNRESOLVED };

struct tvx_resolution {
    enum tvx_resolution_kind kind;
    const char *key, *version; /* of the instrument; NULL when unresolved */
    const char *path;          /* the provision; for NEW: the path that it would get */
    const char *after_path;    /* for NEW: the stored provision behind which it would stand; NULL when none */
    const char *reason;        /* for UNRESOLVED, and for a doubt about a resolved one; else NULL */
    bool base_differs;         /* the before-text is not the stored text (labels, spacing and case aside) */
    double base_agreement;     /* 0…1: share of the before-text's words that stand in the stored text in order */
    const char *before, *after; /* of a proposal in prose: the stored text and what its instructions make of it, both
                                   NULL when they could not be applied (the reason says why) */
};

/* Arena-owned strings.  `default_instrument` (may be NULL) is the instrument a document said it is about,
   "ITR" or, for another version than the one in force, "ITR@1988". */
enum tvx_status tvx_resolve(struct tvx_resolution *out, struct tvx_arena *arena, const struct tvx_resolver *resolver,
                            const struct tvx_proposal *proposal, const char *default_instrument,
                            struct tvx_error *error);

/*
 * The text without its printed label, so that "1. Where the …" of an amendment and the stored "Where the …" of
 * paragraph 1 are one text.  Only a label that belongs to the last step of `path` is taken off.  A slice of `text`.
 */
const char *tvx_text_without_label(const char *text, const char *path);

#endif
