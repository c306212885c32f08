/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * The reuse index finds, in milliseconds, which documents of a library may share wording with a text, and where: it
 * keeps three-word shingles of every document on disk, sorted by hash.  It is a folder of immutable files beside the
 * workspace that can be deleted at any time, since everything in it is made from the workspace's texts; a damaged,
 * stale or half-written one is noticed and made anew, and never gives a wrong answer.  What it finds are candidates:
 * whether words were copied is for the alignment of the two passages to say.
 *
 * Any number of processes may query while one builds (a lock keeps a second builder waiting).  The format, and how
 * segments made on several machines are joined, is described in docs/index-format.md.
 */
#ifndef TRAVAUX_REUSE_INDEX_H
#define TRAVAUX_REUSE_INDEX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <travaux/base/arena.h>
#include <travaux/base/error.h>
#include <travaux/reuse/rarity.h>

/* ---- building ---- */

struct tvx_index_entry {
    uint64_t key;   /* names the document: the store's number */
    uint64_t stamp; /* changes when its text does */
};

struct tvx_index_text {
    char *text; /* valid UTF-8; malloc'ed, the index frees it */
    size_t length;
    char language[8]; /* "en", …; empty for unknown */
};

/* The text of entries[which].  Called from several threads, but never by two at a time. */
typedef enum tvx_status tvx_index_text_fn(void *context, size_t which, struct tvx_index_text *out,
                                          struct tvx_error *error);

struct tvx_index_limits {
    unsigned threads; /* 0: one for each processor */
    size_t memory;    /* bytes for sorting, all threads together; 0: 512 MB.  The texts in hand come on top. */
};

struct tvx_index_report {
    size_t added, dropped, kept; /* documents */
    size_t segments;             /* now */
    bool rebuilt;                /* what was there was damaged or of another version, and was thrown away */
    double read_seconds, sort_seconds; /* texts to sorted runs; runs to segments */
    uint64_t bytes, postings;          /* of text read; added to the index */
};

/*
 * Brings the index in `folder` (made when missing) to exactly these documents: new and changed ones are read through
 * `text`, others dropped.  What is on disk is the old state or the new one whenever the process ends.  A failure of
 * `text` is handed back and leaves the old state.  Where nothing may be written (a read-only medium), TVX_OK when it is
 * what is wanted already, else TVX_E_IO.  `report` may be NULL.
 */
enum tvx_status tvx_index_sync(const char *folder, const struct tvx_index_entry *entries, size_t count,
                               tvx_index_text_fn *text, void *context, const struct tvx_index_limits *limits,
                               struct tvx_index_report *report, struct tvx_error *error);

/*
 * Makes the index in `folder` (what was there goes) one of all documents of the indexes in the folders `from`, made on
 * several machines say, without their texts; the answers are those of one made at once.  TVX_E_USAGE when two have a
 * document of the same key.  The others are only read.
 */
enum tvx_status tvx_index_join(const char *folder, const char *const *from, size_t count, struct tvx_error *error);

/* Takes the index away (waits for a builder); TVX_OK when there is none. */
enum tvx_status tvx_index_remove(const char *folder, struct tvx_error *error);

struct tvx_store;
struct tvx_index;

/*
 * The index of a workspace, in the folder "<address>-reuse" beside it: brought up to date with the documents stored,
 * which is quick when nothing was added, and opened.  When asking it says TVX_E_MALFORMED later on, close it,
 * tvx_index_remove it and come here again.  TVX_E_UNSUPPORTED for a workspace that is not a file.  `limits` and
 * `report` may be NULL.
 */
enum tvx_status tvx_index_of_store(struct tvx_index **out, struct tvx_store *store, const char *address,
                                   const struct tvx_index_limits *limits, struct tvx_index_report *report,
                                   struct tvx_error *error);

enum tvx_index_was { TVX_INDEX_WHOLE, TVX_INDEX_MISSING, TVX_INDEX_STALE, TVX_INDEX_DAMAGED };
const char *tvx_index_was_to_string(enum tvx_index_was was); /* "whole", "missing", "stale", "damaged" */

struct tvx_index_verdict {
    enum tvx_index_was was;
    bool rebuilt;      /* it is whole now, all of it or what was missing having been made anew */
    size_t documents;  /* now */
    uint64_t bytes;    /* on disk, now */
    double seconds;
    struct tvx_error why; /* what was wrong, or why it could not be rebuilt; the message is "" when all is well */
};

/*
 * Compares every block of a workspace's index with its checksum and its list of documents with the store's, and makes
 * it anew where something is wrong.  That this fails is told in the verdict (`was` not WHOLE, `rebuilt` false): an
 * index is no part of the workspace.
 */
enum tvx_status tvx_index_verify(struct tvx_index_verdict *out, struct tvx_store *store, const char *address,
                                 struct tvx_error *error);

/* ---- asking ---- */

/* An index may be asked by several threads at a time. */

/* TVX_E_NOTFOUND: none there.  TVX_E_MALFORMED: damaged or of another version; tvx_index_sync makes it anew. */
enum tvx_status tvx_index_open(struct tvx_index **out, const char *folder, struct tvx_error *error);
void tvx_index_close(struct tvx_index *index);

size_t tvx_index_documents(const struct tvx_index *index);
uint64_t tvx_index_size(const struct tvx_index *index); /* bytes on disk */
/* Compares every block with its checksum. */
enum tvx_status tvx_index_check(struct tvx_index *index, struct tvx_error *error);
/* Are these the documents that it was made of?  TVX_OK or TVX_E_MALFORMED with what differs. */
enum tvx_status tvx_index_current(struct tvx_index *index, const struct tvx_index_entry *entries, size_t count,
                                  struct tvx_error *error);

struct tvx_candidate {
    struct tvx_index_entry document;
    size_t start, length;               /* bytes of the text asked about */
    size_t source_start, source_length; /* bytes of the document's text, rounded outwards by up to 32 words */
    unsigned shingles;                  /* shared, that follow one another closely in both */
    double bits;                        /* of surprise, by how few documents have them */
};

struct tvx_candidate_options {
    uint32_t most_documents; /* a shingle that more have is boilerplate; 0: 128, at most 1024 */
    double least_bits;       /* 0: 20 */
    size_t limit;            /* most candidates; 0: 200 */
};

/* Best first (bits, then key and place).  TVX_E_MALFORMED: the index is damaged, and no answer is given. */
enum tvx_status tvx_index_candidates(struct tvx_index *index, struct tvx_arena *arena, struct tvx_candidate **out,
                                     size_t *count, const char *language, const char *text, size_t length,
                                     const struct tvx_candidate_options *options, struct tvx_error *error);

/*
 * The counts of words in passages of all documents, as far as these texts' words go (texts NULL: all words), for
 * weighing an alignment; the caller frees it.  Words of documents dropped since still count until the index is made
 * anew, which tvx_index_sync does when a third as many are dropped as stay.
 */
enum tvx_status tvx_index_rarity(struct tvx_index *index, struct tvx_rarity **out, const char *language,
                                 const char *const *texts, size_t count, struct tvx_error *error);

#endif
