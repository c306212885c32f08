/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Putting the hits of all pairs in order: who has the same text, and who had it first. */
#ifndef REUSE_REUSE_HITS_H
#define REUSE_REUSE_HITS_H

#include "trace_hits.h"

/*
 * Leaves out what both sides quote from an older instrument, numbers the clusters, marks their origins, best first; at
 * most `limit` hits (0: all).
 */
enum tvx_status reuse_clusters(struct tvx_trace *reuse, struct tvx_arena *arena, size_t limit, struct tvx_error *error);

#endif
