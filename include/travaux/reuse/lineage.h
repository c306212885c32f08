/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * One instrument or provision through all its stored versions, oldest first: where it stood, what it said, what changed
 * since the version before, and which proposals changed it.  Built on the history of travaux/reuse/blame.h: a proposal
 * changed a provision when words of its own came in, or words that it struck out went out, at its own conference.
 */
#ifndef TRAVAUX_REUSE_LINEAGE_H
#define TRAVAUX_REUSE_LINEAGE_H

#include <travaux/reuse/blame.h>

enum tvx_alteration_kind {
    TVX_ALTERED_FIRST,    /* in the earliest version stored */
    TVX_ALTERED_ADDED,
    TVX_ALTERED_SAME,     /* the words; it may be renumbered or moved */
    TVX_ALTERED_CHANGED,
    TVX_ALTERED_REMOVED,
    TVX_ALTERED_RETURNED, /* it was gone, and is back */
};
const char *tvx_alteration_kind_to_string(enum tvx_alteration_kind kind); /* "first", "added", … */

struct tvx_changer { /* a proposal, and how many of its words (punctuation not counted) came in, or went out */
    const struct tvx_stored_proposal *proposal;
    size_t words_in, words_out;
};

/* What became of one provision from one version to the next. */
struct tvx_alteration {
    enum tvx_alteration_kind kind;
    size_t *provisions, count; /* in the version; 0 when removed, several where one was split */
    size_t from_version, *from, from_count; /* what it was; 0 when added, several where they were joined */
    bool renumbered, moved;
    const char *path, *before_path;  /* "5.2", "5.2, 5.3"; NULL when there is none */
    const char *text, *before;       /* without labels; "" when there is none; several joined by "\n" */
    struct tvx_diff diff;            /* of the two */
    struct tvx_changer *changed_by;  /* tabled for this version; by date */
    size_t changed_by_count;
    struct tvx_changer *earlier;     /* tabled before, and not adopted then: had words that came in now */
    size_t earlier_count;
    size_t words_in, words_out, orphans; /* punctuation not counted; orphans are among the words that came in */
};

struct tvx_step { /* one version */
    size_t version;
    const char *path;          /* where the whole stands; NULL for an instrument, and where it is gone */
    const char *text;          /* with the labels of its parts, a line each; "" where it is gone */
    struct tvx_alteration *changes; /* of each part, in order of the text, removed ones where they stood */
    size_t change_count;
    struct tvx_changer *changed_by; /* of all parts */
    size_t changed_by_count;
    size_t words_in, words_out, orphans;
    bool tabled;               /* stored proposals on the instrument could have changed it; without any, orphans say
                                  little */
};

struct tvx_lineage {
    struct tvx_history history;
    const char *reference; /* "MNR@2022:3.3", "RES-7" */
    struct tvx_step *steps;
    size_t count;
};

/* TVX_E_NOTFOUND, TVX_E_USAGE as tvx_blame_build. */
enum tvx_status tvx_lineage_build(struct tvx_lineage *out, struct tvx_arena *arena, struct tvx_store *store,
                                  const char *reference, struct tvx_error *error);

/* The same from a history; `path` NULL for the whole instrument, else a provision of version `version`. */
enum tvx_status tvx_lineage_make(struct tvx_lineage *out, struct tvx_arena *arena, const struct tvx_history *history,
                                 size_t version, const char *path, struct tvx_error *error);

#endif
