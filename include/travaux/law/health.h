/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * How well a document was understood: what it was recognised as, what was left over, and what a person should look at.
 * Every doubt is a finding with what was seen, what it costs and what can be done; the confidence is 1 with each cost
 * taken off in turn.  Costs and advice are rows of data/health.tsv.
 */
#ifndef TRAVAUX_LAW_HEALTH_H
#define TRAVAUX_LAW_HEALTH_H

#include <travaux/law/instrument.h>
#include <travaux/law/proposal.h>

struct tvx_finding {
    const char *code;    /* of the warnings it sums up, or health's own: "words-left-over" */
    const char *message; /* what was seen, for people */
    const char *advice;  /* what can be done; "" when nothing need be */
    double cost;         /* share of the confidence that it takes, 0…1 */
    size_t count;        /* how many warnings it stands for */
    size_t block;        /* of the first one; SIZE_MAX for the whole document */
};

struct tvx_health {
    const char *recognised; /* "a contribution (DOCX, English): 12 proposals; 12 lines with an action …" */
    const char *form;       /* name of the way of writing, "" when none */
    double confidence;      /* 0…1: how far travaux trusts its reading; not a probability that was measured */
    size_t letters, left_over; /* of the text (spaces aside); those of them that stand in no proposal or provision */
    struct tvx_finding *findings; /* dearest first */
    size_t count;
};

/*
 * `kind` is what the document is stored as ("contribution", "instrument", …).  `contribution` and `instrument` may be
 * NULL; warnings are taken from all three.  Everything in *out is owned by `arena` or lives as long as the inputs.
 */
enum tvx_status tvx_health_assess(struct tvx_health *out, struct tvx_arena *arena,
                                  const struct tvx_document *document, const struct tvx_contribution *contribution,
                                  const struct tvx_instrument *instrument, const char *kind, struct tvx_error *error);

#endif
