/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Reading ahead of storing: while one document is recognised and stored, those behind it in the walk are read by a pool
 * of workers.  They are taken in the order of the walk, so that ids and output are the same as without a pool.
 * What waits is bounded: so many files, and so many bytes of them.
 */
#ifndef STORE_AHEAD_H
#define STORE_AHEAD_H

#include <travaux/base/hash.h>
#include <travaux/read/document.h>
#include <travaux/read/read.h>

#include "walk.h"

struct tvx_ahead;
struct tvx_store;

/* One file of the walk, its bytes in memory. */
struct tvx_ahead_file {
    const char *name;       /* its path as clean UTF-8 */
    enum tvx_status status; /* of getting the bytes; `error` says why not */
    struct tvx_error error;
    char *bytes;
    size_t length;
    char sha256[TVX_SHA256_HEX];
    bool asked; /* the pool reads it */
    size_t ticket;
};

/* NULL when memory is short.  The walk and the store must outlive it. */
struct tvx_ahead *tvx_ahead_new(struct tvx_arena *arena, struct tvx_store *store, const struct tvx_walk *walk,
                                const struct tvx_read_options *options);
/* NULL is allowed. */
void tvx_ahead_free(struct tvx_ahead *ahead);

/* The walk's next file, which lives until the call after this one; NULL when memory is short. */
struct tvx_ahead_file *tvx_ahead_next(struct tvx_ahead *ahead);

/* Its document, as tvx_read_bytes would give it. */
enum tvx_status tvx_ahead_document(struct tvx_ahead *ahead, struct tvx_ahead_file *file, struct tvx_document **out,
                                   struct tvx_error *error);

/* Are the file's bytes lines of records, not a document? */
bool tvx_ahead_is_records(const char *path);
/* An institution map, told by its name: a ".toml" that is no travaux.toml. */
bool tvx_ahead_is_map(const char *path);

#endif
