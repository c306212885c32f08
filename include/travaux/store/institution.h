/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * What the workspace knows of institutions, dates and publicity besides documents: maps and dates that came in TOML
 * files (travaux/law/institution.h), the provisions and proposals that its user follows, and since when each document
 * has been public.  Nothing here is derived; all of it was told by somebody.
 */
#ifndef TRAVAUX_STORE_INSTITUTION_H
#define TRAVAUX_STORE_INSTITUTION_H

#include <travaux/law/institution.h>
#include <travaux/store/store.h>

/* Keeps a file's text, in place of what the same origin said before; it is read and checked first. */
enum tvx_status tvx_store_institution_put(struct tvx_store *store, const char *origin, bool beside, const char *text,
                                          size_t length, struct tvx_error *error);
/* Forgets it; TVX_OK when it was not there. */
enum tvx_status tvx_store_institution_drop(struct tvx_store *store, const char *origin, struct tvx_error *error);

/* What the program ships, then the files of the workspace, those of their own before those beside documents. */
enum tvx_status tvx_store_institutions(struct tvx_store *store, struct tvx_arena *arena, struct tvx_institutions *out,
                                       struct tvx_error *error);

/* What whoever works at the command line follows (store/follow.h has it for every account): references as `show` takes
   them.  Both are TVX_OK when nothing changes; *changed says so. */
enum tvx_status tvx_store_follow(struct tvx_store *store, const char *reference, bool *changed,
                                 struct tvx_error *error);
enum tvx_status tvx_store_unfollow(struct tvx_store *store, const char *reference, bool *changed,
                                   struct tvx_error *error);
enum tvx_status tvx_store_followed(struct tvx_store *store, struct tvx_arena *arena, const char *const **out,
                                   size_t *count, struct tvx_error *error);

struct tvx_access_change {
    const char *sha256; /* of the document */
    const char *access; /* "public", … */
    const char *since;  /* a day */
    const char *source; /* who says so; NULL */
    const char *at;     /* when it was entered, UTC */
};

/* A document's class of access from a day on; `access` and `since` are checked.  What was entered before stays. */
enum tvx_status tvx_store_access_set(struct tvx_store *store, const char *sha256, const char *access,
                                     const char *since, const char *source, struct tvx_error *error);
/* By document, then day, then order of entry. */
enum tvx_status tvx_store_access_changes(struct tvx_store *store, struct tvx_arena *arena,
                                         struct tvx_access_change **out, size_t *count, struct tvx_error *error);

#endif
