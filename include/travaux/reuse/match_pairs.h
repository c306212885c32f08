/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * A file of pairs of edits to be matched, one JSON object a line:
 *     {"id", "a": {"before", "after"}, "b": {"before", "after"}}
 * An edit that occurs in many pairs is kept, counted and prepared once, so that a grid of pairs costs little more than
 * its edits.  A line that is no such object is kept as a complaint with its number; the others are unaffected.
 */
#ifndef TRAVAUX_REUSE_MATCH_PAIRS_H
#define TRAVAUX_REUSE_MATCH_PAIRS_H

#include <travaux/reuse/match.h>

struct tvx_match_edit {
    const char *before, *after; /* "" where the member is missing or null */
    const char *language;       /* of the pair's member "language", or as the text shows; "" unknown */
    struct tvx_weighed *edit;      /* NULL until tvx_match_pairs_prepare */
};

struct tvx_match_pair {
    const char *id; /* a JSON string or integer as it stood in the file, quotes and escapes included */
    size_t a, b;    /* indexes of edits */
};

struct tvx_match_complaint {
    size_t line; /* from 1 */
    const char *reason;
};

struct tvx_match_pairs {
    struct tvx_match_edit *edits;
    size_t edit_count;
    struct tvx_match_pair *items; /* in order of their lines */
    size_t count;
    struct tvx_match_complaint *complaints;
    size_t complaint_count;
};

/* Reads at most 2^32 bytes; blank lines are passed over.  Arena-owned. */
enum tvx_status tvx_match_pairs_read(struct tvx_match_pairs *out, struct tvx_arena *arena, const char *bytes,
                                     size_t length, struct tvx_error *error);

/* Counts each different edit as a passage into `rarity` (its new text, or the deleted one), then prepares them all. */
enum tvx_status tvx_match_pairs_prepare(struct tvx_match_pairs *pairs, struct tvx_arena *arena,
                                        struct tvx_rarity *rarity, struct tvx_stemmer *stemmer,
                                        struct tvx_error *error);

#endif
