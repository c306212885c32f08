/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Which documents of a library share wording with which, all at once: passages of two documents that have rare shingles
 * in common, found by one pass over the sorted index and one sort of the pairs, in bounded memory.  A text that was
 * copied many times gives a chain of pairs rather than one for every two copies, and its copies are then put together
 * in one cluster.  Nothing that a document shares with itself, and no head that runs through both documents, makes a
 * pair.
 *
 * Pairs are candidates, as those of travaux/reuse/index.h: what was copied is for the alignment to say.
 */
#ifndef TRAVAUX_REUSE_PAIRS_H
#define TRAVAUX_REUSE_PAIRS_H

#include <travaux/reuse/index.h>

struct tvx_pair_side {
    struct tvx_index_entry document;
    size_t start, length; /* bytes of its text, rounded outwards by up to 32 words */
};

struct tvx_shared_pair {
    struct tvx_pair_side a, b; /* a was indexed before b */
    unsigned shingles;         /* shared, that follow one another closely in both */
    double bits;               /* of surprise, by how few documents have them */
};

struct tvx_pairs_options {
    const char *folder;      /* for what does not fit in memory: the index's own, or another */
    unsigned threads;        /* 0: one for each processor */
    size_t memory;           /* bytes for sorting, all threads together; 0: 512 MB */
    uint32_t most_documents; /* a shingle that more have is boilerplate; 0: 128, at most 1024 */
    double least_bits;       /* 0: 40 */
};

enum {
    /* A shingle of at most so many documents pairs each two of them; of more, each with the TVX_PAIRS_NEXT behind it.
       */
    TVX_PAIRS_ALL = 12,
    TVX_PAIRS_NEXT = 4,
};

struct tvx_pairs_report {
    uint64_t hits, pairs;   /* shared shingles; pairs given */
    uint64_t documents;     /* pairs of documents that the given pairs are in */
    double join_seconds, sort_seconds;
};

/* Called in the caller's thread.  A status other than TVX_OK stops, and is handed back. */
typedef enum tvx_status tvx_pair_fn(void *context, const struct tvx_shared_pair *pair, struct tvx_error *error);

/*
 * Gives every pair of passages, those of one pair of documents together, by the order of indexing of a, then b, then
 * place.  `report` may be NULL.  TVX_E_MALFORMED: the index is damaged; what was given until then is to be thrown away.
 */
enum tvx_status tvx_index_pairs(struct tvx_index *index, const struct tvx_pairs_options *options, tvx_pair_fn *fn,
                                void *context, struct tvx_pairs_report *report, struct tvx_error *error);

/* ---- clusters ---- */

struct tvx_cluster_member {
    size_t cluster; /* from 0, by its first passage in the order of the pairs */
    struct tvx_pair_side passage; /* pairs' passages that overlap by half or more of the shorter, joined */
};

/*
 * All passages of the pairs, by cluster, then document, then place: passages that a chain of pairs ties together are
 * copies of one text.  Arena-owned.  A cluster has passages of at least two documents.
 */
enum tvx_status tvx_pairs_clusters(struct tvx_arena *arena, struct tvx_cluster_member **out, size_t *count,
                                   const struct tvx_shared_pair *pairs, size_t pair_count, struct tvx_error *error);

#endif
