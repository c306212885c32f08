/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Where did these words come from, and where did they go?  A text (a proposal, a provision, a document, a file) is held
 * against everything in the workspace; each stretch of its words that stands elsewhere is a hit, with both quotations,
 * what was copied word for word, how surprising that is, and which of the sources is the earliest.
 *
 * Only a document's own words count.  Those of a proposal are the words that it would put in: the text in force, which
 * every proposal on a provision repeats, is nobody's copy.  That holds for both sides of a hit.
 *
 * Candidates come from the reuse index (travaux/reuse/index.h); in a small workspace every text is read instead, since
 * a short phrase is found surely only that way.  What was copied is found by travaux/reuse/passage.h.
 */
#ifndef TRAVAUX_REUSE_TRACE_H
#define TRAVAUX_REUSE_TRACE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <travaux/base/arena.h>
#include <travaux/base/error.h>
#include <travaux/reuse/index.h>
#include <travaux/reuse/passage.h>
#include <travaux/store/store.h>
#include <travaux/store/verdict.h>

/* A workspace ready to be asked; keeps texts that were read.  One thread at a time. */
struct tvx_tracer;

/*
 * Brings the reuse index beside the workspace up to date and opens it: seconds after many documents were added, else a
 * few milliseconds.  Documents that are added later are seen by a tracer opened later.  `report` may be NULL.
 */
enum tvx_status tvx_tracer_open(struct tvx_tracer **out, struct tvx_store *store, const char *address,
                                struct tvx_index_report *report, struct tvx_error *error);
void tvx_tracer_close(struct tvx_tracer *tracer);

/* One side of a hit.  Strings and arrays are arena-owned; NULL where a thing is not known. */
struct tvx_trace_side {
    const char *ref;           /* what `show` takes: a proposal, else a provision, else the document; a file's name */
    const char *proposal;      /* number of the proposal that the passage lies in */
    const char *provision;     /* "MNR@2022:7.3": that the passage lies in, or that its proposal is on */
    int64_t document;          /* 0: not in the workspace */
    const char *name, *file, *sha256, *title, *kind, *access, *meeting, *language;
    const char *date;          /* ISO 8601; an instrument's is that of its adoption */
    bool in_force;             /* of an instrument */
    const char **sponsors;     /* of the proposal, else of the document */
    size_t sponsor_count;
    size_t start, points;      /* code points, in the document's text or the text given */
    const char *quote;
};

struct tvx_trace_kept {       /* words of a hit that stand in the latest version of the instrument */
    const char *provision;    /* where: "MNR@2022:3.3" */
    const char *text;         /* as they stand there */
    size_t start, points;     /* code points in the hit's own passage: from passage.start on */
    size_t words;
};

struct tvx_trace_survival {
    const char *instrument; /* "MNR@2022"; NULL when the hit has to do with no instrument that is stored */
    size_t words;           /* of the copied words, so many stand there */
    struct tvx_trace_kept *kept;
    size_t kept_count;
};

enum tvx_trace_order { TVX_TRACE_UNDATED, TVX_TRACE_EARLIER, TVX_TRACE_SAME_DAY, TVX_TRACE_LATER };
const char *tvx_trace_order_to_string(enum tvx_trace_order order); /* "undated", "earlier", "same-day", "later" */

struct tvx_trace_hit {
    /* "wording", or "structure": the same in another language, as travaux/reuse/cross.h tells it; what is `copied` then
       are the words that both have (numbers, names, terms), and no survival is told */
    const char *kind;
    struct tvx_trace_side passage, source;
    /* a: passage.quote, b: source.quote; bytes in them.  `words`, `bits` and `score` are those of own words alone. */
    struct tvx_passage alignment;
    size_t copied_words;  /* own on both sides */
    double rarity_bits;   /* of surprise, of the copied words */
    double found;         /* 0 to 1, see tvx_trace_score */
    double score;         /* the same, or what a person said: 1 for confirmed, 0 for rejected */
    const struct tvx_verdict *verdict; /* NULL: nobody has judged; the tracer's, good until it is closed */
    char id[TVX_MATCH_ID]; /* by which it can be judged; "" where one side is not in the workspace */
    enum tvx_trace_order order; /* the source's date against that of the text asked about */
    size_t cluster;       /* hits on the same words of the text have the same number, from 0 */
    bool origin;          /* the earliest dated source of its cluster, dated before the text or as it is not */
    struct tvx_trace_survival survival;
};

struct tvx_trace {
    struct tvx_trace_hit *hits; /* best first */
    size_t count;
    size_t clusters, undated;   /* sources without a date */
    struct tvx_trace_side about;
    size_t words;               /* that were looked for: the text's own */
    size_t left_out;            /* hits beyond the limit */
    size_t rejected;            /* left out since a person said that they are none */
    bool cut;                   /* a text repeats itself so much that its search was cut short */
};

struct tvx_trace_options { /* zero is the default of each */
    /* Sources to look among: a kind of document, or a meeting.  "library" is all that stands outside the conferences:
       library documents, statements and the law in force.  Of tvx_reuse: one of the two documents at least. */
    const char *const *among;
    size_t among_count;
    double least_score; /* default: one half */
    size_t limit;       /* hits; default 200 */
    bool rejected;      /* also what a person rejected, with score 0 */
};

/*
 * How sure it is that so many bits were copied: the odds against finding them by chance among so many words (the
 * expectation value of Karlin & Altschul, 1990), where each bit counts for a part only, since words follow each other
 * by custom.  That part was set by hand so that unrelated texts stay below one half: read the score as a rough guide,
 * not as a measured frequency.
 */
double tvx_trace_score(double bits, size_t asked_words, uint64_t library_words);

/* What stands under a reference ("VRN/14A1/5", "MNR:5.2", "NC26/14A1", "#3"); TVX_E_NOTFOUND.  Arena-owned. */
enum tvx_status tvx_trace_reference(struct tvx_trace *out, struct tvx_arena *arena, struct tvx_tracer *tracer,
                                    const char *reference, const struct tvx_trace_options *options,
                                    struct tvx_error *error);

/* A text that is not in the workspace; `name` is what to call it, `language` may be NULL. */
enum tvx_status tvx_trace_text(struct tvx_trace *out, struct tvx_arena *arena, struct tvx_tracer *tracer,
                               const char *name, const char *text, const char *language,
                               const struct tvx_trace_options *options, struct tvx_error *error);

/* The hit as a match to be remembered and judged (tvx_store_matches_keep); only where its id is not "". */
enum tvx_status tvx_trace_matched(struct tvx_matched *out, struct tvx_arena *arena, const struct tvx_trace_hit *hit,
                                  struct tvx_error *error);

/* How many documents, or passages, are done, of how many; 0 of 0 while it is not known. */
typedef void tvx_reuse_progress(void *context, size_t done, size_t total);

/*
 * All wording that documents of the workspace share.  In each hit the source is the earlier of the two documents (of
 * the same day, or undated: the one added first), the passage is the later one's; hits of one cluster are copies of one
 * text, and `origin` marks those whose source is the cluster's earliest.  Not reuse are: versions of one instrument and
 * its adoption, revisions of one paper, and what two papers both quote from an instrument that is older than both.
 * `progress` may be NULL.
 */
enum tvx_status tvx_reuse(struct tvx_trace *out, struct tvx_arena *arena, struct tvx_tracer *tracer,
                          const struct tvx_trace_options *options, tvx_reuse_progress *progress, void *context,
                          struct tvx_error *error);

#endif
