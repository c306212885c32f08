/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Sorting more records than memory should hold: a tape takes pairs of numbers in any order, sorts a buffer full of
 * them by radix, writes it out as a run, and at the end all runs of all tapes are read as one ascending stream.
 * The index is built from (shingle, place) and the pairs of documents from (pair, places) by the same code.
 * Each thread fills a tape of its own.  Runs lie in files without a name, so that nothing is left after a crash.
 */
#ifndef REUSE_RUNS_H
#define REUSE_RUNS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <travaux/base/error.h>

struct record {
    uint64_t key, value;
};

struct tape;

/* `memory` bytes at most for sorting (at least 64 KB are taken); runs go to files in `folder`.  NULL: no memory. */
struct tape *tvx_tape_new(const char *folder, size_t memory);
void tvx_tape_free(struct tape *tape);
/* Gives back what its records take, in memory and on the disk; only to be freed then. */
void tvx_tape_empty(struct tape *tape);

/* Records with equal keys must come with ascending values; otherwise any order. */
enum tvx_status tvx_tape_add(struct tape *tape, uint64_t key, uint64_t value, struct tvx_error *error);
uint64_t tvx_tape_count(const struct tape *tape); /* records so far */
size_t tvx_tape_runs(const struct tape *tape);    /* runs written to the disk so far */

/* Sorts by key; records of equal keys keep their order.  `spare` has room for as many.  The result is in `records`. */
void tvx_records_sort(struct record *records, struct record *spare, size_t count);

/* All records of several tapes by key, then value.  The tapes must not be added to any more, and outlive the merge. */
struct merge;
enum tvx_status tvx_merge_open(struct merge **out, struct tape *const *tapes, size_t count, struct tvx_error *error);
void tvx_merge_close(struct merge *merge);
/* False at the end, and when a run cannot be read back as it was written: then *status says so. */
bool tvx_merge_next(struct merge *merge, struct record *out, enum tvx_status *status, struct tvx_error *error);

#endif
