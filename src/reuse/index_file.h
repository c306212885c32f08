/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * One segment of the index on disk: written once from a sorted stream, then only read.  docs/index-format.md
 * describes every byte.  Each block of 4 KB has a checksum, which is compared when the block is first touched, so that
 * opening costs nothing and no answer ever comes from a damaged block; offsets and counts are checked besides, as if
 * the file were hostile.
 */
#ifndef REUSE_INDEX_FILE_H
#define REUSE_INDEX_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <travaux/base/error.h>
#include <travaux/reuse/rarity.h>

#include "index_shingle.h"

enum {
    SEGMENT_VERSION = 1,
    SEGMENT_BLOCK = 4096,
    SEGMENT_STORED = 1024, /* documents: of a shingle that more have, only their number is kept */
    SEGMENT_TWICE = 2,     /* of a document's uses of one shingle, so many places are kept */
    SEGMENT_OFTEN = 4,     /* so many uses in one document make a formula or a running head of it */
};

struct segment_document {
    uint64_t key, stamp; /* as the caller of the index gave them */
    uint32_t places, bytes; /* of its text */
    uint64_t first_mark;    /* its marks are marks[first_mark …], one for every SHINGLE_MARK places, at least one */
};

struct posting {
    uint32_t document; /* number in the segment */
    uint32_t place;
    bool often; /* it stands SEGMENT_OFTEN times or more in this document */
};

/* A shingle with all its places. */
struct group {
    uint64_t hash;
    uint32_t documents; /* that have it, also those not listed */
    struct posting *postings; /* by document, then place; empty when more than SEGMENT_STORED have it */
    size_t count;
};

enum { GROUP_POSTINGS = SEGMENT_STORED * SEGMENT_TWICE };

/* ---- writing ---- */

struct segment_writer;

/* At most `records` postings are to come.  The file appears at `path` only when all is written and synced. */
enum tvx_status tvx_segment_create(struct segment_writer **out, const char *path, uint64_t records,
                                   struct tvx_error *error);
/* Groups by ascending hash. */
enum tvx_status tvx_segment_group(struct segment_writer *writer, const struct group *group, struct tvx_error *error);
/* Then the documents, their marks and the counts of words; *sum identifies the segment.  Frees the writer in any case.
   */
enum tvx_status tvx_segment_finish(struct segment_writer *writer, uint64_t *sum,
                                   const struct segment_document *documents, size_t document_count,
                                   const uint32_t *marks, size_t mark_count, const struct tvx_rarity *rarity,
                                   struct tvx_error *error);
void tvx_segment_abandon(struct segment_writer *writer); /* removes what was written; NULL is allowed */

/* ---- reading ---- */

struct segment;

/* TVX_E_NOTFOUND: no such file; TVX_E_MALFORMED: not a segment, of another version or recipe, or damaged. */
enum tvx_status tvx_segment_open(struct segment **out, const char *path, struct tvx_error *error);
void tvx_segment_close(struct segment *segment);
uint64_t tvx_segment_sum(const struct segment *segment);
uint64_t tvx_segment_size(const struct segment *segment); /* bytes */
uint64_t tvx_segment_postings(const struct segment *segment);
uint32_t tvx_segment_documents(const struct segment *segment);
uint32_t tvx_segment_buckets(const struct segment *segment);

/* Every block against its checksum. */
enum tvx_status tvx_segment_check(struct segment *segment, struct tvx_error *error);

/* All that follow: TVX_E_MALFORMED for damage.  Several threads may read one segment at a time. */
enum tvx_status tvx_segment_document(struct segment *segment, struct segment_document *out, uint32_t number,
                                     struct tvx_error *error);
/* Bytes of the document's text that places first … last (of words) take, rounded outwards to SHINGLE_MARK words. */
enum tvx_status tvx_segment_bytes(struct segment *segment, uint32_t *start, uint32_t *end, uint32_t document,
                                  uint32_t first, uint32_t last, struct tvx_error *error);
enum tvx_status tvx_segment_mark(struct segment *segment, uint32_t *out, uint64_t number, struct tvx_error *error);
uint64_t tvx_segment_marks(const struct segment *segment);
/* The passages counted, and those that have this term. */
uint64_t tvx_segment_passages(const struct segment *segment);
enum tvx_status tvx_segment_term(struct segment *segment, uint32_t *passages, uint64_t key, struct tvx_error *error);
/* All its counts of words, as in the file. */
enum tvx_status tvx_segment_terms(struct segment *segment, const unsigned char **bytes, uint64_t *terms,
                                  struct tvx_error *error);

/* Reads groups in order, of buckets first … end - 1 or of the one bucket that may hold a hash.  Zeroed at first. */
struct group_reader {
    struct segment *segment;
    const unsigned char *at, *end;
    unsigned char *window; /* of a pass: the blocks around the bucket in hand */
    uint64_t window_start, window_length, window_capacity;
    uint32_t bucket, last_bucket;
    uint64_t hash;
    struct group group; /* the one in hand; its postings are in `postings` */
    struct posting postings[GROUP_POSTINGS];
};

enum tvx_status tvx_groups_open(struct group_reader *reader, struct segment *segment, uint32_t first, uint32_t end,
                                struct tvx_error *error);
void tvx_groups_close(struct group_reader *reader);
/* *found false at the end. */
enum tvx_status tvx_groups_next(struct group_reader *reader, bool *found, struct tvx_error *error);
/* The group of this hash into reader->group; any order of asking. */
enum tvx_status tvx_groups_find(struct group_reader *reader, struct segment *segment, bool *found, uint64_t hash,
                                struct tvx_error *error);

#endif
