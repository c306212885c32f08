/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * The state of reading minutes: who speaks, what is under discussion, and what a sentence has told so far.
 * positions_read.c goes from mark to mark and keeps it; positions_tell.c makes of a phrase what it tells.
 */
#ifndef ANALYSE_POSITIONS_READ_H
#define ANALYSE_POSITIONS_READ_H

#include "positions_marks.h"

enum {
    POSITION_LIST = 60,  /* actors of a list */
    POSITION_NOT_REACH = 8,/* words that a "not" reaches */
    POSITION_NEAR = 3,   /* words between "supported by" and whom it names, or "with" and whom it is with */
    POSITION_PENDING = 8,
};

struct position_actors {
    const char *codes[POSITION_LIST];
    size_t count;
    bool other; /* somebody who is no actor */
};

struct position_reader {
    struct position_marker marker;
    const struct tvx_stance_context *context;
    const char *text;                      /* as it was given */
    struct tvx_sayings *out;
    struct tvx_span sentence;
    struct tvx_span named;                 /* the sentence that named the proposals under discussion */
    size_t under[POSITION_TOPICS], under_count;
    struct position_actors subject, carried;
    size_t first_said;                     /* of this sentence */
    size_t pending[POSITION_PENDING], pending_count; /* phrases that wait for their actor */
    size_t not_end;                        /* word behind the last "not" */
    bool turned, quiet, former, lent, condition;
    bool memory;                           /* is short */
};


static inline const struct position_mark_at *mark_at(const struct position_reader *r, size_t i)
{
    return &r->marker.marks[i];
}

static inline enum position_mark mark_kind(const struct position_reader *r, size_t i)
{
    return r->marker.marks[i].mark;
}

/* Words between two marks. */
static inline size_t mark_gap(const struct position_reader *r, size_t a, size_t b)
{
    return mark_at(r, b)->first - mark_at(r, a)->end;
}

bool position_takes_side(enum position_mark mark);
void position_actors_add(struct position_actors *list, const char *code);
/* "Helvaria, Norsund and the delegate of Ostavia" from mark i on; gives the mark behind. */
size_t position_list(const struct position_reader *r, size_t i, struct position_actors *list, bool speakers);
/* The proposals of the number list around mark i, at most POSITION_TOPICS. */
size_t position_topics(const struct position_reader *r, size_t i, size_t *ids);

/* Tells one side of one actor, unless it is told already. */
void position_tell(struct position_reader *r, const char *actor, const char *proposal, enum tvx_stance stance,
                   size_t mark, bool named, const struct tvx_span *with);
/* Tells what the phrase at mark i says of `who`; `turn`: a "not" reaches it. */
void position_tell_phrase(struct position_reader *r, const struct position_actors *who, size_t i, bool turn);
/* The side that joining this one means. */
enum tvx_stance position_joined(enum tvx_stance stance);

#endif
