/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The desk of `assess`: what its parts share. */
#ifndef ANALYSE_ASSESS_WORK_H
#define ANALYSE_ASSESS_WORK_H

#include <travaux/analyse/assess.h>
#include <travaux/analyse/force_report.h>
#include <travaux/analyse/likelihood.h>
#include <travaux/analyse/novelty.h>
#include <travaux/analyse/scope.h>
#include <travaux/analyse/themes.h>

struct assess_rule { /* a row of data/assess-rules.tsv */
    const char *kind, *key, *reason;
    struct tvx_interval is;
    const char *method; /* "data/assess-rules.tsv: none rights" */
};

struct assess_word { /* a key of data/assess-words.tsv, in the order of its taxonomy */
    const char *reason;
    struct tvx_interval is, feasible;
    bool feasible_told;
    enum tvx_assess_part part;
    const char *method;
};

struct tvx_assess_desk {
    struct tvx_arena *arena;
    struct tvx_store *store;
    const struct tvx_assess_weights *weights;
    struct tvx_force_desk *force;
    struct tvx_scope scope;
    struct tvx_taxonomy *themes, *words;
    struct assess_word *word_rules;
    struct assess_rule *rules;
    size_t rule_count, rule_capacity;
    struct tvx_stored_document *documents; /* by number */
    size_t document_count;
    struct tvx_novelty *novelty;
    struct tvx_likelihood_desk *likelihood;
    const struct tvx_stored_proposal *proposals; /* all, as novelty and likelihood count them */
    size_t proposal_count;
    struct tvx_opinion *opinions;
    size_t opinion_count;
};

enum tvx_status assess_rules_load(struct tvx_assess_desk *desk, struct tvx_error *error);
/* NULL when the table has no such row. */
const struct assess_rule *assess_rule(const struct tvx_assess_desk *desk, const char *kind, const char *key);

/* Adds a factor to a side.  NULL when memory is short. */
struct tvx_claim *assess_factor(struct tvx_assessment *out, const struct tvx_assess_desk *desk,
                                enum tvx_assess_part part, struct tvx_interval is, const char *statement,
                                const char *method);
/* A factor that rests on one row: its reason as the sentence. */
enum tvx_status assess_factor_by_rule(struct tvx_assessment *out, const struct tvx_assess_desk *desk,
                                      enum tvx_assess_part part, const char *kind, const char *key,
                                      struct tvx_error *error);

enum tvx_status assess_by_words(struct tvx_assessment *out, const struct tvx_assess_desk *desk,
                                const struct tvx_force_report *report, struct tvx_error *error);
enum tvx_status assess_by_force(struct tvx_assessment *out, const struct tvx_assess_desk *desk,
                                const struct tvx_force_report *report, struct tvx_error *error);
enum tvx_status assess_by_scope(struct tvx_assessment *out, const struct tvx_assess_desk *desk,
                                struct tvx_error *error);
/* *mean: of the sentences. */
enum tvx_status assess_by_novelty(struct tvx_assessment *out, struct tvx_interval *mean, struct tvx_assess_desk *desk,
                                  struct tvx_error *error);
enum tvx_status assess_views(struct tvx_assessment *out, const struct tvx_assess_desk *desk, struct tvx_error *error);

#endif
