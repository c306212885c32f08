/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Remarks on passages, as the W3C Web Annotation Data Model has them (Recommendation of 23 February 2017): a body, and
 * a target told by TextQuoteSelector and TextPositionSelector in the text of a document.  What was pointed at never
 * changes, what is said of it is a log of revisions, and nothing is deleted: who withdraws a remark hides it.  Where
 * the passage stands in another version of the document is found by analyse/carry.h and kept beside it.
 */
#ifndef TRAVAUX_STORE_ANNOTATION_H
#define TRAVAUX_STORE_ANNOTATION_H

#include <travaux/store/revision.h>
#include <travaux/store/store.h>

enum {
    TVX_ANNOTATION_UID = 33,        /* 32 hexadecimal digits of a random UUID (RFC 9562 §5.4), and the NUL */
    TVX_ANNOTATION_BODY = 64 << 10, /* most bytes of a body */
    TVX_ANNOTATION_EXACT = 64 << 10,
    TVX_ANNOTATION_CONTEXT = 64,    /* code points kept before and after a passage */
    TVX_ANNOTATION_THREAD = 1000,   /* most replies shown of one thread */
};

#define TVX_VISIBILITIES(X) \
    X(PRIVATE, "private")     /* its author's alone */ \
    X(WORKSPACE, "workspace") /* whoever is signed in */ \
    X(PUBLIC, "public")       /* whoever may see the page */
enum tvx_visibility {
#define TVX_VISIBILITY_ENUM(name, word) TVX_VISIBILITY_##name,
    TVX_VISIBILITIES(TVX_VISIBILITY_ENUM)
#undef TVX_VISIBILITY_ENUM
    TVX_VISIBILITY_COUNT
};
const char *tvx_visibility_to_string(enum tvx_visibility visibility);
bool tvx_visibility_parse(enum tvx_visibility *out, const char *name);

/* Is this one of the motivations of the model (§3.3.5: "commenting", "questioning", "highlighting", …)? */
bool tvx_annotation_purpose_valid(const char *purpose);
/* They, in the model's order; ends with NULL. */
extern const char *const tvx_annotation_purposes[];

#define TVX_ANCHORS(X) \
    X(ANCHORED, "anchored") /* the same words in the same place */ \
    X(MOVED, "moved")       /* found, but elsewhere or with other words: see exact */ \
    X(ORPHANED, "orphaned") /* not there any more, or not to be told from others */
enum tvx_anchor {
#define TVX_ANCHOR_ENUM(name, word) TVX_ANCHOR_##name,
    TVX_ANCHORS(TVX_ANCHOR_ENUM)
#undef TVX_ANCHOR_ENUM
    TVX_ANCHOR_COUNT
};
const char *tvx_anchor_to_string(enum tvx_anchor anchor);
bool tvx_anchor_parse(enum tvx_anchor *out, const char *name);

struct tvx_passage_selector { /* §4.2.4 and §4.2.5; code points in the document's text */
    const char *exact;        /* "" for a remark on the whole */
    const char *prefix, *suffix;
    size_t start, points;
};

struct tvx_annotation {
    const char *uid;
    const char *kind;      /* "document", "provision", "proposal": the page that it was made on */
    const char *reference; /* of that page, as `show` takes it */
    const char *sha256;    /* of the document that the passage stands in */
    const char *document;  /* its name as printed */
    struct tvx_passage_selector selector;
    const char *reply_to;  /* uid; NULL: it begins a thread */
    int64_t account;       /* of its author; 0: at the command line */
    const char *author;
    const char *created;   /* UTC, ISO 8601 with milliseconds; NULL when entering: now */

    /* the revision in force */
    int64_t revision; /* 1, 2, … */
    const char *purpose;
    enum tvx_visibility visibility;
    const char *body; /* plain text */
    bool withdrawn;
    const char *editor;   /* who wrote this revision */
    const char *modified; /* when */

    /* on the document that was asked for; on its own, ANCHORED at the selector's place */
    enum tvx_anchor anchor;
    struct { const char *exact; size_t start, points; double score; } here;
};

/*
 * Enters one: uid NULL for a new one (it is then made, arena-owned, and put into *annotation), with kind, reference,
 * sha256, document, selector, account, author, purpose, visibility and body; a reply takes reference, document and
 * passage from what it answers.  TVX_E_USAGE for what does not fit; TVX_E_NOTFOUND: nothing to reply to.  The same uid
 * twice changes nothing.
 */
enum tvx_status tvx_store_annotate(struct tvx_store *store, struct tvx_arena *arena, struct tvx_annotation *annotation,
                                   struct tvx_error *error);

struct tvx_annotation_edit {
    const char *uid;
    int64_t seen; /* revision that the writer read */
    const char *purpose, *body;
    enum tvx_visibility visibility;
    bool withdrawn;
    int64_t account;
    const char *author;
};
/* A new revision, or, when another was faster, the text set aside (store/revision.h).  Who may is the caller's. */
enum tvx_status tvx_store_annotation_edit(struct tvx_store *store, struct tvx_revised *out,
                                          const struct tvx_annotation_edit *edit, struct tvx_error *error);

struct tvx_annotation_query {
    const char *uid;       /* one of them (with `thread`: and what answers it) */
    const char *sha256;    /* on this document, also those carried here from another version of it */
    const char *reference; /* made on this page */
    bool thread;
    bool withdrawn;        /* those, too */
    int64_t account;       /* for whom: private ones of others are left out */
    bool outsider;         /* not signed in: only public ones */
    bool everything;       /* all that there is: for an export by the file's owner */
    size_t limit;          /* 0: none */
};
/* By place in the document, then time; replies behind what they answer. */
enum tvx_status tvx_store_annotations(struct tvx_store *store, struct tvx_arena *arena, struct tvx_annotation **out,
                                      size_t *count, const struct tvx_annotation_query *query,
                                      struct tvx_error *error);
/* One, if the viewer may see it; TVX_E_NOTFOUND.  The uid may be shortened to 8 digits or more. */
enum tvx_status tvx_store_annotation(struct tvx_store *store, struct tvx_arena *arena, struct tvx_annotation *out,
                                     const struct tvx_annotation_query *query, struct tvx_error *error);

struct tvx_annotation_version {
    int64_t revision;
    const char *purpose, *body, *author, *at;
    enum tvx_visibility visibility;
    bool withdrawn;
};
/* All that was ever said, oldest first. */
enum tvx_status tvx_store_annotation_history(struct tvx_store *store, struct tvx_arena *arena,
                                             struct tvx_annotation_version **out, size_t *count, const char *uid,
                                             struct tvx_error *error);
/* Moves those that this account (0: nobody has signed in) may see to the front, in their order, and counts them: what
   was private stays so when a later version is not. */
size_t tvx_annotation_versions_seen(struct tvx_annotation_version *versions, size_t count, int64_t author,
                                    int64_t account);

/* ---- other versions of a document ---- */

struct tvx_annotation_pending { /* a passage that was not yet looked for in another version of its document */
    const char *uid;
    struct tvx_passage_selector selector;
    int64_t from, to; /* documents */
    const char *sha256; /* of `to` */
};
/*
 * All of them, those of one pair of documents together.  Another version is a document of the same name, or of the
 * same symbol but for its "R1", in the same language, that came later; of an instrument, a later version.
 */
enum tvx_status tvx_store_annotations_pending(struct tvx_store *store, struct tvx_arena *arena,
                                              struct tvx_annotation_pending **out, size_t *count,
                                              struct tvx_error *error);
struct tvx_annotation_place {
    const char *uid, *sha256;
    enum tvx_anchor anchor;
    const char *exact;
    size_t start, points;
    double score;
};
enum tvx_status tvx_store_annotation_place(struct tvx_store *store, const struct tvx_annotation_place *place,
                                           struct tvx_error *error);

/* ---- files ---- */

/*
 * One annotation as JSON-LD of the model, hostile input: takes `body` (TextualBody or a string), `motivation`,
 * `creator`, `created`, `id` (urn:uuid:…), and of `target` the source and both selectors in any order or nesting of
 * arrays that the model allows.  Members stay NULL or empty where the file does not have them: sha256 comes from a
 * source "ni:///sha-256;…" (RFC 6920), reference from the target's "schema:identifier", both as tvx_json_annotation
 * writes them.  `target_source` (arena-owned, NULL) is what the target names.
 */
enum tvx_status tvx_annotation_read(struct tvx_annotation *out, const char **target_source, struct tvx_arena *arena,
                                    const char *bytes, size_t length, struct tvx_error *error);

#endif
