/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * From texts to one segment: threads cut texts into shingles and sort them in bounded memory, then one merge writes the
 * file.  And from several segments to one, leaving documents out: the same answers come out whichever way it was made.
 */
#ifndef REUSE_INDEX_BUILD_H
#define REUSE_INDEX_BUILD_H

#include <travaux/reuse/index.h>

#include "index_file.h"

/* Of entries[which[i]] … in this order; the report's figures are added to. */
enum tvx_status tvx_segment_build(const char *path, uint64_t *sum, const char *folder,
                                  const struct tvx_index_entry *entries, const size_t *which, size_t count,
                                  tvx_index_text_fn *text, void *context, const struct tvx_index_limits *limits,
                                  struct tvx_index_report *report, struct tvx_error *error);

struct segment_part {
    struct segment *segment;
    const bool *keep; /* by document; NULL: all */
};

enum tvx_status tvx_segment_join(const char *path, uint64_t *sum, const struct segment_part *parts, size_t count,
                                 struct tvx_error *error);

/* Adds the counts of words in a segment to `into`. */
enum tvx_status tvx_segment_learned(struct segment *segment, struct tvx_rarity *into, struct tvx_error *error);

#endif
