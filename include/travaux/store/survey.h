/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * What is on the table, counted: how many proposals, by whom, on what, and where most different texts meet.  The
 * database counts; no text is read, so that the first page of a workspace of ten thousand documents comes at once.
 * How texts stand to each other is for the comparison of one provision to say (show/comparison.h).
 */
#ifndef TRAVAUX_STORE_SURVEY_H
#define TRAVAUX_STORE_SURVEY_H

#include <travaux/store/store.h>

struct tvx_survey {
    size_t proposals, unresolved; /* of these, tied to no provision */
    size_t documents;             /* that hold them */
    size_t papers;                /* all documents */
    size_t sponsors, provisions, instruments;
    size_t disputed;              /* provisions for which two different texts at least are proposed */
    const char *title, *place;    /* of the meeting, as its documents print it: "Calder Bay, 30 November – 18 December
                                     2026"; NULL */
};
/* `meeting` NULL: of all. */
enum tvx_status tvx_store_survey(struct tvx_store *store, struct tvx_arena *arena, struct tvx_survey *out,
                                 const char *meeting, struct tvx_error *error);

/* Changes when documents, what their proposals are tied to, institutions' maps, verdicts, positions, assessments and
   their weights, or access do, and with nothing else that is entered: what is made of these alone is still true while
   it stays the same.  A few milliseconds.  Arena-owned. */
enum tvx_status tvx_store_survey_stamp(struct tvx_store *store, struct tvx_arena *arena, const char **out,
                                       struct tvx_error *error);

struct tvx_survey_place { /* a provision on which something is proposed */
    const char *key, *version, *path; /* path "": the whole instrument */
    const char *heading;              /* its own, or that of the nearest above it; "" */
    bool is_new;                      /* stands in no stored text */
    size_t proposals, texts, sponsors; /* texts: different ones; to delete is one, to change nothing is none */
    const char **names;               /* the first sponsors, TVX_SURVEY_NAMES at most; who proposes most here first */
    size_t name_count;
};
enum { TVX_SURVEY_NAMES = 8 };
struct tvx_survey_query {
    const char *meeting, *instrument; /* NULL: any */
    size_t limit, offset;             /* rows; limit 0: all */
};
/* Those with most different texts first, then most sponsors, then most proposals; *total of them without the limit. */
enum tvx_status tvx_store_survey_places(struct tvx_store *store, struct tvx_arena *arena,
                                        struct tvx_survey_place **out, size_t *count, size_t *total,
                                        const struct tvx_survey_query *query, struct tvx_error *error);

struct tvx_survey_row { /* a sponsor (name: its code), or an instrument */
    const char *name, *version;   /* version NULL for a sponsor */
    size_t proposals, provisions; /* that it would change */
};
/* Who proposes most first; `limit` 0: all. */
enum tvx_status tvx_store_survey_sponsors(struct tvx_store *store, struct tvx_arena *arena, struct tvx_survey_row **out,
                                          size_t *count, const char *meeting, size_t limit, struct tvx_error *error);
/* Instruments on which most is proposed first. */
enum tvx_status tvx_store_survey_instruments(struct tvx_store *store, struct tvx_arena *arena,
                                             struct tvx_survey_row **out, size_t *count, const char *meeting,
                                             struct tvx_error *error);

#endif
