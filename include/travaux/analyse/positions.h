/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Who stands where: every side that an actor is known to have taken on a proposal, with its day and the passage it
 * rests on.  Sponsors propose; minutes and statements are read (analyse/stance.h); what a person enters stands beside
 * them; and a regional group's position counts for those who were its members that day, marked as through the group.
 */
#ifndef TRAVAUX_ANALYSE_POSITIONS_H
#define TRAVAUX_ANALYSE_POSITIONS_H

#include <travaux/analyse/claim.h>
#include <travaux/analyse/stance.h>
#include <travaux/store/store.h>

enum tvx_position_source {
    TVX_POSITION_SPONSOR,   /* it stands over the proposal */
    TVX_POSITION_MINUTES,   /* a document of the kind "report" says so */
    TVX_POSITION_STATEMENT, /* its own words: a statement, or a declaration in the Final Acts */
    TVX_POSITION_HAND,      /* entered by a person, with a source */
};
const char *tvx_position_source_to_string(enum tvx_position_source source); /* "sponsor", "minutes", … */

struct tvx_position {
    const char *actor;    /* code; an unknown name as printed */
    const char *proposal; /* number; "" where a statement is about none */
    const char *on;       /* what it is about where that is no proposal: "statement 12"; "" */
    enum tvx_stance stance;
    const char *date;     /* NULL: not known */
    const char *meeting;  /* of the proposal, else of the document; NULL: not known */
    const char *instrument; /* that the proposal would change; NULL: not known */
    enum tvx_position_source source;
    const char *through;  /* the group whose position it is; NULL: its own */
    bool conditional;     /* "provided that …" */
    bool former;          /* told as one that had been left by then */
    bool switched;        /* its own side on this proposal was another before */
    enum tvx_stance from; /* that side, where switched */
    struct tvx_claim claim;
};

struct tvx_position_list {
    struct tvx_position *items; /* by proposal, then day, then order of reading */
    size_t count, capacity;
};

struct tvx_position_edge { /* two actors behind the same proposals */
    const char *a, *b;     /* a < b */
    size_t count;
    const char **proposals;
};

struct tvx_position_bloc { /* actors that take the same side wherever two of them have taken one */
    const char **actors;
    size_t count;
    size_t shared;    /* pairs of sides that were compared: n */
    double agreement; /* share of them that agree */
    const char *because; /* a sentence */
};

struct tvx_estimate { /* an ideal point on one dimension, see analyse/ideal.h */
    const char *actor;
    double point, low, high;
    size_t n; /* sides that it rests on */
};

struct tvx_position_index_value {
    const char *actor;
    double value;
    int year; /* 0: not told */
};
struct tvx_position_index { /* somebody else's measure of actors, to stand beside: ideal points of votes, … */
    const char *file;
    const char *source; /* the file's first comment lines ("# …"); the file where it has none */
    struct tvx_position_index_value *values; /* by actor, then year */
    size_t count;
};

struct tvx_positions {
    struct tvx_position_list list;
    struct tvx_position_list unplaced; /* sides taken where no proposal was under discussion */
    struct tvx_position_edge *edges;   /* the most shared first */
    size_t edge_count;
    struct tvx_position_bloc *blocs;   /* the largest first */
    size_t bloc_count;
    struct tvx_estimate *estimates;    /* by point */
    size_t estimate_count;
    const struct tvx_position_index *indices; /* the caller's; none after tvx_positions_load */
    size_t index_count;
    const char *estimate_note;         /* how they were made, or why there are none */
};

struct tvx_position_query { /* every member may be NULL */
    const char *actor, *proposal, *meeting, *instrument;
};

enum tvx_status tvx_positions_load(struct tvx_positions *out, struct tvx_arena *arena, struct tvx_store *store,
                                   const struct tvx_position_query *query, struct tvx_error *error);

/* Reads CSV: an actor's code, a number, a year (may be missing); a first line that is none names the columns.  A line
   that cannot be read is an error that says which. */
enum tvx_status tvx_position_index_read(struct tvx_position_index *out, struct tvx_arena *arena, const char *file,
                                        const char *text, size_t length, struct tvx_error *error);

/* Was the actor a member of the group that day (NULL: today's members)?  By data/group-members.tsv. */
bool tvx_group_has(const char *group, const char *actor, const char *date);

#endif
