/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Two people change the same thing at once.  Every thing that can be edited has a revision, a number that grows; who
 * writes names the revision that they read.  When it is no longer the one in force nothing is written over and nothing
 * is lost: what they wrote is set aside under a number of its own, and they are told, so that both texts can be shown
 * side by side and merged by a person.
 */
#ifndef TRAVAUX_STORE_REVISION_H
#define TRAVAUX_STORE_REVISION_H

#include <travaux/store/store.h>

enum { TVX_REVISION_FIELDS = 32, TVX_REVISION_BYTES = 4 << 20 }; /* most fields of a text set aside; most bytes */

struct tvx_field_text { /* a field of a form, and what was written in it */
    const char *name, *value;
};

struct tvx_revise {
    const char *kind; /* "annotation", "assessment", "position", "verdict", or the caller's own */
    const char *key;  /* which one: tvx_revision_key makes those of the first four */
    int64_t seen;     /* the revision that the writer read; 0: there was none yet */
    int64_t account;  /* who writes; 0 at the command line */
    const char *author;
    const struct tvx_field_text *fields; /* what is written, all that is needed to fill the form again */
    size_t field_count;
};

struct tvx_revised {
    bool stale;         /* nothing was written; the text is set aside */
    int64_t revision;   /* in force now */
    int64_t set_aside;  /* the number it has there; 0 */
};

/* The revision in force of a thing of the caller's own kind; 0: there is none yet. */
typedef enum tvx_status tvx_revision_now(void *context, struct tvx_store *store, int64_t *revision,
                                         struct tvx_error *error);
/* Writes the new one; may call whatever writes into the store. */
typedef enum tvx_status tvx_revision_write(void *context, struct tvx_store *store, struct tvx_error *error);

/*
 * Asks `now` and calls `write` only if `seen` is still in force, all in one transaction, so that of any two writers one
 * is told.  `now` NULL: for the four kinds named above.
 */
enum tvx_status tvx_store_revise(struct tvx_store *store, struct tvx_revised *out, const struct tvx_revise *write_what,
                                 tvx_revision_now *now, tvx_revision_write *write, void *context,
                                 struct tvx_error *error);

/* The revision of a thing of the four kinds: how often it was entered.  TVX_E_USAGE for another kind. */
enum tvx_status tvx_store_revision(struct tvx_store *store, int64_t *revision, const char *kind, const char *key,
                                   struct tvx_error *error);

/* "assessment": proposal, analyst; "position": actor, proposal, day; "annotation": its uid; "verdict": the match's
   name.  Arena-owned; NULL when the arena is full. */
const char *tvx_revision_key(struct tvx_arena *arena, const char *const *parts, size_t count);

struct tvx_set_aside {
    int64_t number;
    const char *kind, *key;
    int64_t seen, found; /* revisions: that its author had read, and that was in force */
    struct tvx_field_text *fields;
    size_t field_count;
    int64_t account;
    const char *author, *at;
    const char *settled, *how; /* when, and "merged" or "dropped"; NULL while it waits */
};

/* Those that wait for their author to settle them, oldest first; account -1: everybody's. */
enum tvx_status tvx_store_set_asides(struct tvx_store *store, struct tvx_arena *arena, struct tvx_set_aside **out,
                                     size_t *count, int64_t account, struct tvx_error *error);
/* One of them, settled or not; TVX_E_NOTFOUND. */
enum tvx_status tvx_store_set_aside(struct tvx_store *store, struct tvx_arena *arena, struct tvx_set_aside *out,
                                    int64_t number, struct tvx_error *error);
/* It was merged or dropped; the text stays. */
enum tvx_status tvx_store_set_aside_settle(struct tvx_store *store, int64_t number, bool merged,
                                           struct tvx_error *error);

#endif
