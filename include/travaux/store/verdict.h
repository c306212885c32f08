/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * What a person says about a match: that two places do, or do not, share wording or make the same change.  A verdict
 * stands above every score, is found again when the documents were added anew or read by a later version, and is never
 * thrown away: what was entered is a log, in which the newest entry about a match holds.
 *
 * The engines (trace, reuse, retabled) tell the workspace what they found, so that a person can be asked; that list is
 * a cache and is replaced by their next run, but for what somebody has judged.
 */
#ifndef TRAVAUX_STORE_VERDICT_H
#define TRAVAUX_STORE_VERDICT_H

#include <travaux/store/store.h>

enum tvx_match_kind {
    TVX_MATCH_REUSE,    /* a passage of one is in the other */
    TVX_MATCH_RETABLED, /* a proposal that makes the change of an earlier one */
};
const char *tvx_match_kind_to_string(enum tvx_match_kind kind); /* "reuse", "retabled" */
bool tvx_match_kind_parse(enum tvx_match_kind *out, const char *name);

/* One of the two places.  Only sha256 is always there; every other string may be NULL. */
struct tvx_match_side {
    const char *sha256;   /* of its document */
    const char *document; /* its name as printed: "NC22/9", or the file's */
    const char *proposal; /* number, where the place lies in one */
    const char *instrument, *version, *provision; /* where it lies in one, or what the proposal is on */
    const char *language; /* "en" */
    size_t start, points; /* code points in the document's text; points 0: the whole proposal or document */
    const char *quote;    /* these words */
    const char *before, *after; /* of an edit; NULL for a passage */
};

struct tvx_matched { /* a match that an engine found */
    enum tvx_match_kind kind;
    double score; /* 0…1 */
    struct tvx_match_side sides[2]; /* the later, or the one asked about, first */
};

enum { TVX_MATCH_ID = 11 }; /* ten letters and digits, and the NUL */

/*
 * The name by which a person calls a match: made of the kind and of both sides in either order, the same on every
 * machine.  A side is its document's hash and, for "retabled", its proposal's number (the place where it has none),
 * for "reuse" its place.
 */
void tvx_match_id(char out[TVX_MATCH_ID], enum tvx_match_kind kind, const struct tvx_match_side *a,
                  const struct tvx_match_side *b);

enum tvx_verdict_value {
    TVX_VERDICT_NONE, /* nobody has judged, or the verdict was taken back */
    TVX_VERDICT_CONFIRMED,
    TVX_VERDICT_REJECTED,
};
const char *tvx_verdict_value_to_string(enum tvx_verdict_value value); /* "none", "confirmed", "rejected" */
bool tvx_verdict_value_parse(enum tvx_verdict_value *out, const char *name);

struct tvx_verdict {
    char id[TVX_MATCH_ID]; /* of the match that was judged */
    enum tvx_verdict_value value;
    const char *by;   /* who said so; NULL when not told */
    const char *at;   /* UTC, ISO 8601 with milliseconds */
    const char *note; /* "" for none */
    struct tvx_matched match; /* as it was shown then, with its score */
};

/* ---- looking verdicts up: for whoever shows matches ---- */

struct tvx_verdicts; /* all verdicts in force, in memory; arena-owned, read-only */

enum tvx_status tvx_verdicts_load(struct tvx_verdicts **out, struct tvx_store *store, struct tvx_arena *arena,
                                  struct tvx_error *error);

/*
 * The verdict about a match, or NULL.  It need not be the very match that was judged: the documents are the same (their
 * bytes or their names), and so are the proposals or, for "reuse", at least half of the longer passage on either side.
 * The very one goes first, then the newest.  The sides may come in either order.  About a microsecond.
 */
const struct tvx_verdict *tvx_verdicts_find(const struct tvx_verdicts *verdicts, enum tvx_match_kind kind,
                                            const struct tvx_match_side *a, const struct tvx_match_side *b);

/* The score to be shown: 1 when confirmed, 0 when rejected, else the engine's.  `verdict` may be NULL. */
double tvx_verdict_score(const struct tvx_verdict *verdict, double score);

/* ---- matches that wait for one ---- */

/*
 * Remembers what an engine found, so that it can be judged by its name and is counted as waiting.  `all`: these are all
 * matches of this kind that there are, and others of it are forgotten.  *kept (may be NULL) is false, and TVX_OK
 * returned, where the workspace cannot be written to just now: the matches can then be shown but not judged.
 */
enum tvx_status tvx_store_matches_keep(struct tvx_store *store, enum tvx_match_kind kind,
                                       const struct tvx_matched *matches, size_t count, bool all, bool *kept,
                                       struct tvx_error *error);

/* A match remembered, with the verdict on it (value NONE: it waits; by, at and note are then empty). */
struct tvx_judged {
    char id[TVX_MATCH_ID];
    struct tvx_matched match;
    struct tvx_verdict verdict;
};

/* All of them: those that wait first, the most doubtful (score near one half) before others; then those judged, the
   newest verdict first.  Arena-owned. */
enum tvx_status tvx_store_judged(struct tvx_store *store, struct tvx_arena *arena, struct tvx_judged **out,
                                 size_t *count, struct tvx_error *error);

/* The one whose name begins so (four letters at least); TVX_E_NOTFOUND also when several do. */
enum tvx_status tvx_store_judged_find(struct tvx_store *store, struct tvx_arena *arena, struct tvx_judged *out,
                                      const char *id, struct tvx_error *error);

/* ---- judging ---- */

/* Enters a verdict on verdict->match (id is made here; `at` NULL: now).  NONE takes an earlier one back. */
enum tvx_status tvx_store_judge(struct tvx_store *store, const struct tvx_verdict *verdict, struct tvx_error *error);

/* Every entry ever made, oldest first; `in_force`: only the newest on each match, and only verdicts. */
enum tvx_status tvx_store_verdicts(struct tvx_store *store, struct tvx_arena *arena, struct tvx_verdict **out,
                                   size_t *count, bool in_force, struct tvx_error *error);

struct tvx_verdict_merge {
    bool existed;                /* the very same entry was there */
    bool conflict;               /* it says another thing than the entry in force did */
    bool newest;                 /* it is now the one in force */
    struct tvx_verdict mine;     /* the entry that was in force; only for a conflict */
};

/* Takes in a colleague's entry: kept beside those that are there, and in force if it is the newest. */
enum tvx_status tvx_store_verdict_merge(struct tvx_store *store, struct tvx_arena *arena,
                                        const struct tvx_verdict *theirs, struct tvx_verdict_merge *out,
                                        struct tvx_error *error);

/* ---- files of verdicts ---- */

struct tvx_verdict_complaint {
    size_t line; /* from 1 */
    const char *reason;
};
struct tvx_verdict_lines {
    struct tvx_verdict *items;
    size_t count;
    struct tvx_verdict_complaint *complaints; /* lines that are no verdict */
    size_t complaint_count;
};

/* JSON lines as `travaux review export` prints them (show/retabled.h): hostile input like any other.  Arena-owned. */
enum tvx_status tvx_verdicts_read(struct tvx_verdict_lines *out, struct tvx_arena *arena, const char *bytes,
                                  size_t length, struct tvx_error *error);

#endif
