/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * What became of proposals, word by word: which of the words that each asked for stand in the adopted text, which it
 * struck out went, and what stands there in their place and from whom.  It rests on reuse/fate.h (one proposal against
 * the text adopted after it and the records) and reuse/blame.h (whose words an adopted text is made of), and adds the
 * sentence that says why text and record differ, and the sums: of a sponsor, of a theme, and words that nobody asked
 * for.
 */
#ifndef TRAVAUX_ANALYSE_OUTCOME_H
#define TRAVAUX_ANALYSE_OUTCOME_H

#include <travaux/analyse/claim.h>
#include <travaux/analyse/themes.h>
#include <travaux/reuse/fate.h>

enum tvx_became { /* as enum tvx_fate, which it refines: a rejection that nobody recorded may be a text overtaken */
    TVX_BECAME_OPEN,
    TVX_BECAME_ADOPTED,
    TVX_BECAME_PARTLY,
    TVX_BECAME_MERGED,
    TVX_BECAME_REJECTED,
    TVX_BECAME_WITHDRAWN,
    TVX_BECAME_OVERTAKEN, /* none of it was adopted, and its place was written anew in other words */
    TVX_BECAME_COUNT,
};
const char *tvx_became_to_string(enum tvx_became became);

/* A stretch of what a proposal asks for, all of it taken or none; one change may have several. */
struct tvx_outcome_run {
    bool deleted;         /* the proposal strikes it out; else it puts it in */
    bool taken;           /* so it was done; a deleted one that is not taken and stands nowhere (at_length 0) went for
                             other words than the proposal's */
    const char *text;
    size_t words;         /* those that count */
    size_t start, length; /* bytes in tvx_outcome.after, or before when deleted */
    size_t by;            /* as tvx_fate_word.by */
    size_t at, at_length; /* bytes in tvx_outcome.adopted; at_length 0: it does not stand there */
};

struct tvx_outcome_report {
    const struct tvx_outcome *outcome;
    enum tvx_became became;
    const struct tvx_outcome_run *runs;
    size_t run_count;
    size_t other_words;     /* of the adopted text in its place: new, and not of this proposal */
    const char **others;    /* proposals of the meeting that brought words into the same place, by number */
    size_t other_count;
    const char *why;        /* a sentence or two: what was taken, what not, and where text and record differ */
    struct tvx_claims claims; /* the outcome; then the words taken, the words not taken, a mismatch, as there are */
    const struct tvx_theme_tag *themes; /* into tvx_outcomes.taxonomy */
    size_t theme_count;
};

struct tvx_outcome_sum { /* of a sponsor or a theme; a proposal of three sponsors counts in each of the three */
    const char *key, *name; /* name NULL when no table has it */
    size_t proposals, of[TVX_BECAME_COUNT];
    size_t told;            /* proposals of which the words could be told: those that both next numbers are of */
    size_t asked, adopted;  /* words */
    const char **numbers;   /* the proposals */
    size_t number_count, number_capacity;
};

struct tvx_outcome_orphan { /* words of an adopted text that no stored proposal has in their place */
    const char *ref;        /* "MNR@2022:8.2" */
    const char *text;
    size_t words;
    struct tvx_claim claim;
};

struct tvx_outcome_text { /* an adopted version, and where its new words come from */
    const char *ref;        /* "MNR@2022" */
    size_t fresh, proposed, orphaned; /* words that came in with it; of these: by proposals, by nobody */
    bool tabled;            /* proposals that could have changed it into being are stored */
    bool limited;           /* some comparison was too long: words may look like orphans that are none */
    struct tvx_outcome_orphan *orphans; /* in order of the text */
    size_t orphan_count;
};

struct tvx_outcomes {
    struct tvx_outcome_report *items; /* in the store's order */
    size_t count;
    const struct tvx_taxonomy *taxonomy;
    struct tvx_outcome_sum total, *sponsors, *themes; /* those who asked for most words first; themes by table */
    size_t sponsor_count, theme_count;
    struct tvx_outcome_text *texts; /* only with `summary` */
    size_t text_count;
};

struct tvx_outcome_options { /* each may be NULL or zero */
    struct tvx_filter filter;
    int64_t proposal;        /* only this one */
    const char *const *themes; /* only those with one of these themes; TVX_E_USAGE for one that the table lacks */
    size_t theme_count;
    bool summary;
};

/* Everything is owned by the arena; the store must stay open. */
enum tvx_status tvx_outcomes_build(struct tvx_outcomes *out, struct tvx_arena *arena, struct tvx_store *store,
                                   const struct tvx_outcome_options *options, struct tvx_error *error);

#endif
