/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * The workspace: sources, documents, instruments, proposals and what was found out about them, in one file.
 * Nothing outside src/store knows that it is SQLite; a second store will stand behind the same functions.
 * One document is one transaction: after a crash it is there whole or not at all.
 */
#ifndef TRAVAUX_STORE_STORE_H
#define TRAVAUX_STORE_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <travaux/base/arena.h>
#include <travaux/base/error.h>
#include <travaux/law/health.h>
#include <travaux/law/instrument.h>
#include <travaux/law/proposal.h>
#include <travaux/law/resolve.h>
#include <travaux/read/document.h>

struct tvx_store;

/* Makes a new workspace file; TVX_E_WORKSPACE when one is there already. */
enum tvx_status tvx_store_create(const char *address, struct tvx_error *error);

/*
 * Opens one, migrating an older schema; TVX_E_WORKSPACE for a damaged file, another program's file, or a newer schema.
 */
enum tvx_status tvx_store_open(struct tvx_store **out, const char *address, struct tvx_error *error);
void tvx_store_close(struct tvx_store *store);
const char *tvx_store_address(const struct tvx_store *store); /* as it was opened */

/*
 * travaux.db in `folder` or the nearest folder above it; malloc'ed. TVX_E_NOTFOUND with a message that says `travaux
 * init`.
 */
enum tvx_status tvx_store_locate(char **address, const char *folder, struct tvx_error *error);

struct tvx_source { /* what is known of a document besides its content */
    const char *file;    /* name as given */
    const char *kind;    /* "contribution", "instrument", "final-acts", "report", "statement", "library" */
    const char *access;  /* "public", "members", "leaked", "unknown" */
    const char *meeting; /* key, or NULL */
    const char *date;    /* ISO 8601, or NULL */
    const char *instrument, *version; /* what an instrument is; of anything else, what its proposals are about where
                                         they do not say (version NULL: the one in force) */
    bool in_force;
    const char **sponsors; /* override or complete what the document says */
    size_t sponsor_count;
    bool ocr; /* how it was to be read: with text recognition where pages are pictures */
};

struct tvx_last_papers { /* of a conference: what states declared, and the changes that were adopted */
    struct tvx_statement *statements;
    size_t statement_count;
    struct tvx_adopted *adopted;
    size_t adopted_count;
};

struct tvx_store_entry { /* one document to be stored, all parts already made */
    struct tvx_source source;
    const char *bytes; /* the original, kept compressed */
    size_t length;
    const struct tvx_document *document;        /* NULL for records */
    const char *text;                           /* the document's text (AFTER view) */
    const char *format, *language, *title;
    const struct tvx_header *header;            /* NULL when none */
    const struct tvx_instrument *instrument;    /* NULL when it is none */
    const struct tvx_proposal *proposals;
    size_t proposal_count;
    struct tvx_last_papers papers;
    const struct tvx_warning *warnings;
    size_t warning_count;
    const struct tvx_health *health; /* NULL for records */
    const char *told; /* by options and travaux.toml, as a travaux.toml says it, for `verify`; NULL: not known */
};

/* Stores it in one transaction; *id is the document's number; *existed when the same bytes were there (nothing
   is changed then). */
enum tvx_status tvx_store_add(struct tvx_store *store, int64_t *id, bool *existed,
                              const struct tvx_store_entry *entry, struct tvx_error *error);
/* Is a document with this hash stored?  *id 0 when not. */
enum tvx_status tvx_store_has(struct tvx_store *store, int64_t *id, const char *sha256, struct tvx_error *error);
/* Remembers a file that could not be taken; forgotten when it is taken later. */
enum tvx_status tvx_store_fail(struct tvx_store *store, const char *file, const char *reason,
                               struct tvx_error *error);

/* Re-resolves every proposal against the stored instruments (after documents were added); one transaction. */
enum tvx_status tvx_store_resolve(struct tvx_store *store, struct tvx_error *error);

/* ---- reading: every string and array is owned by the given arena ---- */

struct tvx_stored_document {
    int64_t id;
    const char *name; /* as proposals print it: "PP22/44A7", or the file's name */
    const char *sha256, *file, *format, *language, *title, *kind, *access, *meeting, *date, *symbol, *added;
    const char **sponsors;
    size_t sponsor_count;
    size_t size, proposals, warnings;
};
struct tvx_stored_instrument {
    int64_t id, document;
    const char *key, *version, *title, *date, *kind;
    const char *meeting; /* at which this version was adopted; NULL when not told */
    bool in_force;
    size_t provisions;
};
struct tvx_stored_proposal {
    int64_t id, document_id;
    struct tvx_proposal proposal;
    struct tvx_resolution resolution;
    /* printed name ("PP22/44A7" or the file's name), hash and file of its document */
    const char *document, *sha256, *file;
    const char *meeting, *date;
};

struct tvx_filter { /* every member may be NULL */
    const char *meeting, *instrument, *version, *sponsor, *action, *provision, *number;
    int64_t document; /* 0: any */
    bool unresolved_only;
    size_t limit, offset; /* so many, from that one on, of what the rest leaves; limit 0: all */
};

enum tvx_status tvx_store_documents(struct tvx_store *store, struct tvx_arena *arena,
                                    struct tvx_stored_document **out, size_t *count, const struct tvx_filter *filter,
                                    struct tvx_error *error);
enum tvx_status tvx_store_instruments(struct tvx_store *store, struct tvx_arena *arena,
                                      struct tvx_stored_instrument **out, size_t *count, struct tvx_error *error);
enum tvx_status tvx_store_proposals(struct tvx_store *store, struct tvx_arena *arena,
                                    struct tvx_stored_proposal **out, size_t *count, const struct tvx_filter *filter,
                                    struct tvx_error *error);
/* The instrument (version NULL: the one in force, else the newest) with its provisions; TVX_E_NOTFOUND. */
enum tvx_status tvx_store_instrument(struct tvx_store *store, struct tvx_arena *arena,
                                     struct tvx_stored_instrument *head, struct tvx_instrument *out, const char *key,
                                     const char *version, struct tvx_error *error);
/* The document that a proposal (its number in the store) stands in; TVX_E_NOTFOUND. */
enum tvx_status tvx_store_proposal_document(struct tvx_store *store, int64_t *document, int64_t proposal,
                                            struct tvx_error *error);
/* What the head of a document prints of conference, place, symbol_printed, source and session; the other members, and
   all where it has no such head, are NULL. */
enum tvx_status tvx_store_header(struct tvx_store *store, struct tvx_arena *arena, struct tvx_header *out,
                                 int64_t document, struct tvx_error *error);
/* Of every document its number and the first 64 bits of its hash, by number: all that tells whether something made of
   the texts is still true of them.  Quick, however long the documents are. */
struct tvx_store_stamp {
    int64_t document;
    uint64_t stamp;
};
enum tvx_status tvx_store_stamps(struct tvx_store *store, struct tvx_arena *arena, struct tvx_store_stamp **out,
                                 size_t *count, struct tvx_error *error);
/* The AFTER text, and the original bytes (malloc'ed, caller frees). */
enum tvx_status tvx_store_text(struct tvx_store *store, struct tvx_arena *arena, const char **out, int64_t document,
                               struct tvx_error *error);
enum tvx_status tvx_store_bytes(struct tvx_store *store, char **bytes, size_t *length, int64_t document,
                                struct tvx_error *error);
/* The document tree with its marks, as read (NULL document for records); the caller frees it. */
enum tvx_status tvx_store_tree(struct tvx_store *store, struct tvx_document **out, int64_t document,
                               struct tvx_error *error);

/* How well the document was understood; TVX_E_NOTFOUND for records, and where an older travaux stored it. */
enum tvx_status tvx_store_health(struct tvx_store *store, struct tvx_arena *arena, struct tvx_health *out,
                                 int64_t document, struct tvx_error *error);

/* Statements and adopted changes of the document; none in most. */
enum tvx_status tvx_store_last_papers(struct tvx_store *store, struct tvx_arena *arena, struct tvx_last_papers *out,
                                      int64_t document, struct tvx_error *error);

/* A reference looked up: at most one of the members is set (instrument with path for provisions). */
struct tvx_found {
    int64_t document, proposal;
    struct tvx_stored_instrument instrument; /* id 0: none */
    const char *path;                        /* NULL for the whole instrument */
};
enum tvx_status tvx_store_find(struct tvx_store *store, struct tvx_arena *arena, struct tvx_found *out,
                               const char *reference, struct tvx_error *error);

struct tvx_review { /* something that needs a person's eye */
    const char *kind;   /* "failed-file", "doubtful-document", "missing-parent", "unresolved-proposal",
                           "other-version", "doubtful-proposal", "warning" */
    const char *where;  /* proposal number, document or file */
    const char *message;
    int64_t document;   /* 0 when none */
    double confidence;  /* of a doubtful document, the least first; 0 for all else */
};
struct tvx_counts { /* matches: those that wait for a verdict (store/verdict.h) */
    size_t documents, instruments, provisions, proposals, matches, actors, resolved, unresolved;
};
enum tvx_status tvx_store_counts(struct tvx_store *store, struct tvx_counts *out, struct tvx_error *error);
enum tvx_status tvx_store_review(struct tvx_store *store, struct tvx_arena *arena, struct tvx_review **out,
                                 size_t *count, struct tvx_error *error);

struct tvx_stored_actor {
    const char *code, *name;
    size_t proposals;
};
enum tvx_status tvx_store_actors(struct tvx_store *store, struct tvx_arena *arena, struct tvx_stored_actor **out,
                                 size_t *count, struct tvx_error *error);

struct tvx_event { const char *meeting, *date, *title; size_t documents, proposals; };
enum tvx_status tvx_store_events(struct tvx_store *store, struct tvx_arena *arena, struct tvx_event **out,
                                 size_t *count, struct tvx_error *error);

struct tvx_hit {
    const char *type;      /* "provision", "proposal", "document" */
    const char *reference; /* what `show` takes */
    const char *title;
    const char *snippet;   /* plain text; the found words between U+E000 and U+E001 */
    double score;          /* higher is better */
    int64_t document, proposal; /* proposal 0: of another type */
};
/* By what hits are told apart: cheap to ask of each. */
struct tvx_hit_origin {
    const char *meeting, *language; /* of its document; NULL when not known */
    const char *instrument;         /* key; of a proposal what it is tied to; NULL */
    const char **sponsors;          /* of a proposal, else of its document */
    size_t sponsor_count;
};
enum tvx_status tvx_store_hit_origin(struct tvx_store *store, struct tvx_arena *arena, struct tvx_hit_origin *out,
                                     const struct tvx_hit *hit, struct tvx_error *error);
enum tvx_status tvx_store_search(struct tvx_store *store, struct tvx_arena *arena, struct tvx_hit **out, size_t *count,
                                 const char *query, size_t limit, struct tvx_error *error);

#endif
