/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * The folder of an index: a manifest that names the segments, the segments, and a lock for builders.  The manifest is
 * replaced by rename, so there is always exactly one state; files that it does not name are leftovers.
 */
#ifndef REUSE_INDEX_STATE_H
#define REUSE_INDEX_STATE_H

#include <pthread.h>
#include <stdint.h>
#include <travaux/reuse/index.h>

#include "index_file.h"

enum { MOST_SEGMENTS = 64 };

struct named_segment {
    uint64_t number, sum; /* the file's name, and which content it must have */
    struct segment *segment;
};

enum { SPARE_SHINGLERS = 16 };

struct shinglers {
    pthread_mutex_t lock;
    struct shingler *spare[SPARE_SHINGLERS];
    size_t count;
    struct tvx_rarity *rarity; /* empty; for its prior */
};

struct tvx_index {
    struct named_segment segments[MOST_SEGMENTS]; /* oldest first */
    uint32_t first_document[MOST_SEGMENTS + 1];   /* numbers over all segments */
    size_t count;
    uint64_t next; /* number of the next segment */
    struct shinglers shinglers; /* of a state that is asked */
};

/* For as long as it is asked: shinglers cost some milliseconds to make. */
struct shingler *tvx_shinglers_take(struct shinglers *shinglers); /* NULL: no memory */
void tvx_shinglers_give(struct shinglers *shinglers, struct shingler *shingler);

/* A descriptor that holds the lock until it is closed; -1 with the error set, *read_only if nothing may be written.
   `make`: the folder, too. */
int tvx_state_lock(const char *folder, bool make, bool *read_only, struct tvx_error *error);
/* Malloc'ed path of a segment, or NULL. */
char *tvx_state_path(const char *folder, uint64_t number);
/* Reads the manifest and opens its segments.  TVX_E_NOTFOUND: no manifest, or a segment is gone. */
enum tvx_status tvx_state_open(struct tvx_index *state, const char *folder, struct tvx_error *error);
void tvx_state_close(struct tvx_index *state);
/* Makes these segments the index; syncs. */
enum tvx_status tvx_state_save(const struct tvx_index *state, const char *folder, struct tvx_error *error);
/* Removes every file of ours in the folder that the state does not name; all, with the state NULL. */
void tvx_state_tidy(const struct tvx_index *state, const char *folder);

#endif
