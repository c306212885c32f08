/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Where a passage that somebody pointed at is in another version of the text, or that it is not there any more.  Two
 * versions are aligned once (compare/diff.h) and every passage is then carried over by what its words and those around
 * them became; words that went elsewhere are looked for in what is new.  It is better to say "not found" than to point
 * at the wrong place: a passage is orphaned when what is left of it, or around it, does not tell it from others.
 */
#ifndef TRAVAUX_COMPARE_ANCHOR_H
#define TRAVAUX_COMPARE_ANCHOR_H

#include <travaux/base/arena.h>
#include <travaux/base/error.h>
#include <travaux/store/annotation.h>

struct tvx_anchoring {
    enum tvx_anchor anchor; /* ANCHORED: the same words at the same place, MOVED: elsewhere or with other words */
    size_t start, length;   /* bytes in the new text; 0 when orphaned */
    double score;           /* how much is the same: 2 × words kept / (words of both), 0 to 1 */
    size_t occurrences;     /* by tvx_anchor_locate: places that the quotation fits as well */
};

struct tvx_anchor_map; /* two versions of a text, aligned; arena-owned, keeps the texts by address */

/* Both valid UTF-8, NUL-terminated.  TVX_E_LIMIT where they are so long and so different that aligning would take
   minutes; then there is tvx_anchor_locate. */
enum tvx_status tvx_anchor_map_make(struct tvx_anchor_map **out, struct tvx_arena *arena, const char *before,
                                    const char *after, struct tvx_error *error);
/* Bytes start … start + length of the old text; out of bounds is orphaned. */
enum tvx_status tvx_anchor_carry(struct tvx_anchoring *out, const struct tvx_anchor_map *map, struct tvx_arena *arena,
                                 size_t start, size_t length, struct tvx_error *error);

/*
 * Where the old text is not there: by quotation, context and place alone, white space not counted.  A quotation that
 * occurs once is found; one that occurs several times only where context, or else the very place, tells which; one that
 * does not occur is found where at least three quarters of its words stand in a row, six at least.  ANCHORED: at
 * selector->start.
 */
enum tvx_status tvx_anchor_locate(struct tvx_anchoring *out, struct tvx_arena *arena, const char *text,
                                  const struct tvx_passage_selector *selector, struct tvx_error *error);

/* The selector of bytes start … start + length of a text, both at borders of characters, with its context. */
enum tvx_status tvx_anchor_selector(struct tvx_passage_selector *out, struct tvx_arena *arena, const char *text,
                                    size_t start, size_t length, struct tvx_error *error);

#endif
