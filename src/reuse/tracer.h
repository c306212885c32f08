/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * What tracing knows of the documents of a workspace: their texts, what of each is its own, and which proposals and
 * provisions lie where.  A document is read on first need and kept, since the same few come up again and again.
 */
#ifndef REUSE_TRACER_H
#define REUSE_TRACER_H

#include <travaux/reuse/trace.h>

/* Bytes of a text. */
struct trace_span {
    size_t start, end;
};

struct traced_proposal {
    const struct tvx_stored_proposal *stored;
    struct trace_span place; /* of its passage in the text; empty where it is not known */
    size_t own_words;        /* 0 until counted */
};

struct traced_document {
    int64_t id;
    struct tvx_arena *arena;
    struct tvx_stored_document about;
    const char *text; /* NULL until asked for */
    size_t length;
    bool parted; /* what follows has been found out */
    const char *own; /* the text with spaces in place of what is not its own */
    size_t own_words; /* 0 until counted */
    struct traced_proposal *proposals;
    size_t proposal_count;
    const struct tvx_stored_instrument *head; /* NULL: the document is no instrument */
    struct tvx_trace_side side; /* as it was told in answer to the last question that touched it */
    uint64_t question;
    struct tvx_instrument instrument;
};

/* The name of an instrument or a conference, word by word. */
struct trace_name {
    uint64_t *keys;
    size_t count;
};

struct tvx_tracer {
    struct tvx_store *store;
    struct tvx_index *index;
    struct tvx_stemmer *stemmer;
    struct tvx_rarity *neutral; /* of no corpus */
    const struct tvx_verdicts *verdicts; /* NULL: nobody has judged anything */
    struct tvx_arena *arena;
    const char *folder; /* of the index */
    struct tvx_stored_instrument *instruments;
    size_t instrument_count;
    struct trace_name *names; /* everybody writes them in full */
    size_t name_count;
    struct tvx_stored_document *all; /* of a small workspace, which is read whole; else NULL */
    size_t all_count;
    uint64_t words; /* in the workspace, about */
    struct traced_document **documents; /* by id, open addressing */
    size_t slots, used;
    size_t kept; /* bytes of texts */
    uint64_t question; /* number of the one that is being answered */
};

/* The document with what lists tell of it; good until tracer_tidy. */
enum tvx_status tracer_document(struct traced_document **out, struct tvx_tracer *tracer, int64_t id,
                                struct tvx_error *error);
/* The same with its text. */
enum tvx_status tracer_text(struct traced_document **out, struct tvx_tracer *tracer, int64_t id,
                            struct tvx_error *error);
/* The same with its own words, proposals and provisions. */
enum tvx_status tracer_parts(struct traced_document **out, struct tvx_tracer *tracer, int64_t id,
                             struct tvx_error *error);
/* Forgets documents when many are kept.  No pointer to one may be in use. */
void tracer_tidy(struct tvx_tracer *tracer);

/* The instrument that a document is; NULL when it is none. */
const struct tvx_stored_instrument *tracer_head(const struct tvx_tracer *tracer, int64_t document);
/* The version in force of the instrument with this key, else the newest; NULL when none is stored. */
const struct tvx_stored_instrument *tracer_latest(const struct tvx_tracer *tracer, const char *key);

/* Finds out what of the document is its own; see trace_own.c. */
enum tvx_status trace_own(struct traced_document *document, struct tvx_tracer *tracer, struct tvx_error *error);

#endif
