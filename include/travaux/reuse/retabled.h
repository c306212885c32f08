/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Proposals that come back: those that make the change which a proposal at an earlier conference asked for, although
 * the numbering and the text in force have moved on since, with what became of the earlier one.
 *
 * Every proposal is held against every one of earlier meetings.  The score starts from that of travaux/reuse/match.h
 * (which words both put in and take out) and weighs in where the change is made: in the provision that the earlier one
 * was on, followed through the versions (travaux/compare/align.h), beside it, or elsewhere.  What a person said of a
 * pair (travaux/store/verdict.h) stands above the score.
 */
#ifndef TRAVAUX_REUSE_RETABLED_H
#define TRAVAUX_REUSE_RETABLED_H

#include <travaux/reuse/fate.h>
#include <travaux/reuse/match.h>
#include <travaux/store/verdict.h>

enum tvx_retabled_place {
    TVX_PLACE_SAME,    /* the same provision, however it is numbered now */
    TVX_PLACE_NEAR,    /* one holds the other, or both stand under one article or heading */
    TVX_PLACE_OTHER,   /* elsewhere */
    TVX_PLACE_UNKNOWN, /* one of the two could not be tied to a provision */
};
const char *tvx_retabled_place_to_string(enum tvx_retabled_place place); /* "same", "near", "other", "unknown" */

enum tvx_retabled_rank {
    TVX_RETABLED_ONLY,     /* of one earlier meeting alone */
    TVX_RETABLED_EARLIEST, /* of several earlier meetings the first */
    TVX_RETABLED_LATEST,   /* … and the last */
    TVX_RETABLED_BETWEEN,  /* any other; only with `all` */
};
const char *tvx_retabled_rank_to_string(enum tvx_retabled_rank rank); /* "only", "earliest", "latest", "between" */

struct tvx_retabled {
    const struct tvx_stored_proposal *proposal, *earlier;
    /* as compared: without labels; of a suppression what it strikes out, also where it does not print it */
    const char *before, *after, *earlier_before, *earlier_after;
    size_t proposal_index, earlier_index; /* in tvx_retabled_list's proposals */
    double score;   /* probability, 0…1; 1 when confirmed, 0 when rejected */
    double found;   /* the engine's own, before any verdict */
    double match;   /* of the two edits alone, wherever they stand */
    enum tvx_retabled_place place;
    bool structure; /* the two are in different languages: told by travaux/reuse/cross.h, not by words */
    enum tvx_retabled_rank rank;
    const char **also; /* numbers of others of the same meeting that make this change too, best first */
    size_t also_count;
    const struct tvx_outcome *outcome; /* of the earlier one */
    struct tvx_match_shared *shared;   /* of the best bits; of `proposal` as a */
    size_t shared_count;
    char id[TVX_MATCH_ID];
    const struct tvx_verdict *verdict; /* NULL: nobody has judged */
};

struct tvx_retabled_list {
    struct tvx_retabled *items; /* in order of the proposals; those of one with the earliest meeting first */
    size_t count;
    struct tvx_matched *matched; /* every pair that a person may be asked about, for tvx_store_matches_keep */
    size_t matched_count;
    const struct tvx_stored_proposal *proposals; /* all of the workspace */
    size_t proposal_count;
    size_t undated; /* proposals left out since their meeting is not known, or not when it was */
};

struct tvx_retabled_options { /* zero is the default of each */
    const char *meeting, *sponsor, *instrument; /* of the later proposal; NULL: any */
    bool all; /* also pairs below the threshold (above TVX_RETABLED_LEAST), rejected ones, and all of each meeting */
    double threshold; /* default 0.5 */
};

#define TVX_RETABLED_THRESHOLD 0.5
#define TVX_RETABLED_LEAST 0.2

/*
 * Everything is owned by the arena; the store must stay open.  Earlier is what belongs to another meeting that began
 * before (its earliest document; where none has a date, the year in the meeting's key).  NOC and texts that only moved
 * (ADD*, SUP*) ask for no change and are left out.  In different languages only proposals on the same
 * provision are compared, by structure.
 */
enum tvx_status tvx_retabled_find(struct tvx_retabled_list *out, struct tvx_arena *arena, struct tvx_store *store,
                                  const struct tvx_retabled_options *options, struct tvx_error *error);

/* A proposal as one side of a match. */
struct tvx_match_side tvx_match_side_of(const struct tvx_stored_proposal *proposal, const char *language);

#endif
