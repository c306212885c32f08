/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * What came into the workspace since a moment, newest first: documents, proposals, versions of instruments, outcomes,
 * and what people said of them.  The start page's "since your last visit", the feeds and the digests by mail are all
 * made from this one list.
 */
#ifndef TRAVAUX_STORE_NEWS_H
#define TRAVAUX_STORE_NEWS_H

#include <travaux/store/store.h>

#define TVX_NEWS_KINDS(X) \
    X(DOCUMENT, "document")     /* a document was added */ \
    X(PROPOSAL, "proposal")     /* with its document */ \
    X(VERSION, "version")       /* of an instrument */ \
    X(OUTCOME, "outcome")       /* final acts or another paper that says what was adopted */ \
    X(VERDICT, "verdict")       /* on a match */ \
    X(ANNOTATION, "annotation") /* the first of a thread, or changed since */ \
    X(REPLY, "reply")           /* to an annotation */ \
    X(ASSESSMENT, "assessment") /* by an analyst, of a proposal */ \
    X(POSITION, "position")     /* entered by hand, of an actor on a proposal */ \
    X(DEADLINE, "deadline")     /* is near; never from tvx_store_news, see analyse/notices.h */

enum tvx_news_kind {
#define TVX_NEWS_ENUM(name, word) TVX_NEWS_##name,
    TVX_NEWS_KINDS(TVX_NEWS_ENUM)
#undef TVX_NEWS_ENUM
    TVX_NEWS_KIND_COUNT
};
const char *tvx_news_kind_to_string(enum tvx_news_kind kind);

struct tvx_news {
    enum tvx_news_kind kind;
    const char *id;        /* the same on every run and machine: "document:…" */
    const char *at;        /* UTC */
    const char *reference; /* what `show` takes: the document, the proposal, "RES-130@2022", what is annotated; of a
                              verdict the match's name, as `review` takes it */
    const char *on;        /* the provision that it is about, "RES-130@2018:resolves.2"; NULL */
    const char *title;     /* a document's title, a proposal's action and target, "confirmed"; "" */
    const char *by;        /* sponsors' codes with a space between, or who said so; NULL */
    const char *meeting;   /* key; NULL */
    const char *text;      /* of an annotation its body, of others what was said for it; NULL */
    const char *thread;    /* of a reply: whose annotation it answers (account, as decimal digits); NULL */
    int64_t document;      /* in which it stands; 0 */
};

struct tvx_news_query {
    const char *since; /* UTC, from this moment on; NULL: ever */
    int64_t account;   /* for whom: private annotations of others are left out; 0: for the file's owner */
    bool outsider;     /* somebody who is not signed in: of annotations only the public ones */
    size_t limit;      /* most, the newest; 0: as many as there are */
    const bool *kinds; /* TVX_NEWS_KIND_COUNT of them; NULL: all */
};

/* Newest first, then by kind and id.  `all` (may be NULL): gets TVX_NEWS_KIND_COUNT numbers, how many of each kind
   there are, listed or not. */
enum tvx_status tvx_store_news(struct tvx_store *store, struct tvx_arena *arena, struct tvx_news **out,
                                  size_t *count, size_t *all, const struct tvx_news_query *query,
                                  struct tvx_error *error);

#endif
