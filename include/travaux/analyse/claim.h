/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * A claim: one thing an analysis says, in a sentence for people, with the evidence it rests on and the rule or method
 * that made it, so that a reader can agree, disagree, or mend the rule.  A claim may carry a word ("raised"), a
 * number, or an interval where one number would say more than is known.  Analyses answer with claims and nothing else.
 */
#ifndef TRAVAUX_ANALYSE_CLAIM_H
#define TRAVAUX_ANALYSE_CLAIM_H

#include <stdbool.h>
#include <travaux/base/arena.h>
#include <travaux/base/error.h>
#include <travaux/law/evidence.h>

struct tvx_claim {
    const char *statement; /* a sentence */
    const char *value;     /* the word of it that scripts look at: "widened", "oppose"; "" for none */
    bool has_interval;
    double low, high;      /* equal where one number is known; unit and range are those of the analysis */
    /* What made it, such that it can be found: a row of a table ("data/force-words.tsv: shall"), a method with its
       publication, or "by hand: NAME, DATE". */
    const char *method;
    struct tvx_evidence *evidence;
    size_t evidence_count; /* 0 only where the claim is that something is missing; the statement then says where it
                              was looked for */
};

struct tvx_claims { /* a list that grows; items arena-owned */
    struct tvx_claim *items;
    size_t count, capacity;
};

enum { TVX_CLAIM_EVIDENCE = 64 }; /* most pieces of evidence one claim keeps */

/*
 * Adds a claim without evidence and interval and hands it out until the next is added; statement, value and method are
 * kept as they are, not copied.  NULL when memory is short.
 */
struct tvx_claim *tvx_claims_add(struct tvx_claims *claims, struct tvx_arena *arena, const char *statement,
                                 const char *value, const char *method);

/* Adds a piece of evidence to a claim; beyond TVX_CLAIM_EVIDENCE pieces the statement's own are kept and further ones
   are not taken (TVX_OK). */
enum tvx_status tvx_claim_rests_on(struct tvx_claim *claim, struct tvx_arena *arena,
                                   const struct tvx_evidence *evidence, struct tvx_error *error);

/*
 * Evidence that is a part of a longer one: `length` bytes from byte `at` of its quote.  The quote is copied to the
 * arena; the place is counted on from the longer one's, if that is known.
 */
enum tvx_status tvx_evidence_part(struct tvx_evidence *out, struct tvx_arena *arena, const struct tvx_evidence *whole,
                                  size_t at, size_t length, struct tvx_error *error);

#endif
