/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * What people who are not signed in may read.  A workspace is private until somebody publishes it or a part of it:
 * one meeting (its documents and proposals), one instrument (its versions, the comparison of its provisions and the
 * proposals about them), one joint statement.  Every page asks here before it shows anything to a visitor; searches and
 * lists over everything are open only where the whole workspace is.
 */
#ifndef TRAVAUX_STORE_PUBLISH_H
#define TRAVAUX_STORE_PUBLISH_H

#include <travaux/store/store.h>

#define TVX_PUBLISHED_KINDS(X) X(WORKSPACE, "workspace") X(MEETING, "meeting") X(INSTRUMENT, "instrument") \
    X(STATEMENT, "statement")

enum tvx_published_kind {
#define TVX_PUBLISHED_ENUM(name, text) TVX_PUBLISHED_##name,
    TVX_PUBLISHED_KINDS(TVX_PUBLISHED_ENUM)
#undef TVX_PUBLISHED_ENUM
    TVX_PUBLISHED_KIND_COUNT
};

const char *tvx_published_kind_name(enum tvx_published_kind kind);
bool tvx_published_kind_parse(enum tvx_published_kind *out, const char *name);

/* May a visitor read this: a meeting's or instrument's key, a joint statement's name ("" with the workspace)?
   Where the whole workspace is published: yes. */
enum tvx_status tvx_store_published(struct tvx_store *store, bool *out, enum tvx_published_kind kind, const char *key,
                                    struct tvx_error *error);

/*
 * The same for a reference as `show` takes it: a document is open with its meeting, or as the text of a published
 * instrument; a proposal with its meeting or with the instrument that it is about; a provision with its instrument.
 * What does not exist is not open (no error), so that a visitor cannot tell what is there from what is hidden.
 */
enum tvx_status tvx_store_published_reference(struct tvx_store *store, struct tvx_arena *arena, bool *out,
                                              const char *reference, struct tvx_error *error);
enum tvx_status tvx_store_published_document(struct tvx_store *store, bool *out, int64_t document,
                                             struct tvx_error *error);

struct tvx_published {
    enum tvx_published_kind kind;
    const char *key;
    const char *by, *at; /* name of who did it, when (UTC) */
};

/* Publishes, or takes back; both go into the audit log.  *changed false when it was so already.
   TVX_E_NOTFOUND: no such meeting or instrument (statements are not looked for). */
enum tvx_status tvx_store_publish(struct tvx_store *store, bool *changed, int64_t who, enum tvx_published_kind kind,
                                  const char *key, bool publish, struct tvx_error *error);

/* All that is published, in a stable order. */
enum tvx_status tvx_store_published_list(struct tvx_store *store, struct tvx_arena *arena, struct tvx_published **out,
                                         size_t *count, struct tvx_error *error);

#endif
