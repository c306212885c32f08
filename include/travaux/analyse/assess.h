/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * What a proposal would change, times how likely it is: the effect in four parts (rights, scope, force, and what it
 * costs to carry it out), taken down by what binds little, can hardly be done or is law already, and each an interval
 * made of factors with their passages.  The reader's weights stand between parts and effect; analysts' own intervals
 * stand beside the program's, with where they differ and on what evidence.
 *
 * A part runs from 0 (nothing changes) to 10 and is that of its strongest factor: words said twice do not count twice.
 * It says how much would change, not whether for better or worse; a factor's sentence does.  The effect is the weighted
 * mean of the parts times each share to the power of its weight; ends are worked out apart, lows with lows.
 * Rules: data/assess-rules.tsv, data/assess-words.tsv.
 */
#ifndef TRAVAUX_ANALYSE_ASSESS_H
#define TRAVAUX_ANALYSE_ASSESS_H

#include <travaux/analyse/claim.h>
#include <travaux/store/opinion.h>
#include <travaux/store/store.h>

enum tvx_assess_part {
    TVX_ASSESS_RIGHTS, TVX_ASSESS_SCOPE, TVX_ASSESS_FORCE, TVX_ASSESS_COST,
    TVX_ASSESS_PARTS,
    /* shares, 0 … 1, by which the mean is multiplied; binding leaves force alone, whose levels know it already */
    TVX_ASSESS_BINDING = TVX_ASSESS_PARTS, TVX_ASSESS_FEASIBLE, TVX_ASSESS_NEW,
    TVX_ASSESS_ALL
};
const char *tvx_assess_part_name(enum tvx_assess_part part); /* "rights", …, "new" */
bool tvx_assess_part_parse(enum tvx_assess_part *out, const char *name);

struct tvx_interval {
    double low, high;
};

struct tvx_assess_weights {
    double of[TVX_ASSESS_ALL];
};
/* All 1, then what the workspace keeps. */
enum tvx_status tvx_assess_weights_load(struct tvx_assess_weights *out, struct tvx_store *store,
                                        struct tvx_arena *arena, struct tvx_error *error);
/* "rights=2"; TVX_E_USAGE for an unknown part, or a weight that is not within 0 … 1000. */
enum tvx_status tvx_assess_weights_set(struct tvx_assess_weights *weights, enum tvx_assess_part *part,
                                       const char *text, struct tvx_error *error);
/* A TOML file with a table [weights], whole numbers or strings ("0.5"). */
enum tvx_status tvx_assess_weights_parse(struct tvx_assess_weights *weights, struct tvx_arena *arena, const char *text,
                                         size_t length, struct tvx_error *error);

struct tvx_assess_side { /* a part or a share */
    struct tvx_interval is;
    struct tvx_claims factors; /* the strongest first; value: "rights", … */
};

struct tvx_assess_view { /* of an analyst */
    const struct tvx_opinion *opinion;
    struct tvx_claim effect, likelihood; /* method "by hand: NAME, DATE" */
    struct tvx_interval product;
};

struct tvx_assessment {
    const struct tvx_stored_proposal *proposal;
    struct tvx_assess_side sides[TVX_ASSESS_ALL];
    struct tvx_interval effect;     /* 0 … 10 */
    struct tvx_interval likelihood; /* 0 … 1 */
    size_t n;                       /* past proposals that the likelihood rests on; 0: it is a prior */
    struct tvx_claims likely;       /* why */
    struct tvx_interval product;    /* effect times likelihood, 0 … 10 */
    struct tvx_assess_view *views;  /* opinions in force, by name */
    size_t view_count;
    struct tvx_claims differences;  /* between analysts; value "effect", "likelihood", "evidence" or "agree" */
    const char *const *themes;      /* keys of its topics */
    size_t theme_count;
};

struct tvx_assess_desk; /* the tables, the scope of the meeting, opinions: each read once */

/*
 * For proposals of `meeting` (NULL: of the latest; tvx_assess_meeting says which).  Arena-owned but for some tables,
 * which close frees, after an error too; `store` must outlive it.
 */
enum tvx_status tvx_assess_desk_new(struct tvx_assess_desk **out, struct tvx_arena *arena, struct tvx_store *store,
                                    const char *meeting, const struct tvx_assess_weights *weights,
                                    struct tvx_error *error);
void tvx_assess_desk_close(struct tvx_assess_desk *desk); /* NULL is allowed */
const char *tvx_assess_meeting(const struct tvx_assess_desk *desk); /* NULL when none has proposals */

/* `proposal` must outlive *out. */
enum tvx_status tvx_assess(struct tvx_assessment *out, struct tvx_assess_desk *desk,
                           const struct tvx_stored_proposal *proposal, struct tvx_error *error);

/* The largest middle of effect × likelihood first; of equals the one with the higher end, then the order stays. */
void tvx_assess_sort(struct tvx_assessment *items, size_t count);

/* The effect from the sides and weights. */
struct tvx_interval tvx_assess_effect(const struct tvx_assess_side sides[TVX_ASSESS_ALL],
                                      const struct tvx_assess_weights *weights);

#endif
