/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * A diff on its way from the minimal edit script to what a person reads.  A hunk is one place of change: tokens of a
 * that go and tokens of b that come, between kept ones.  Hunks are ascending and never touch.
 */
#ifndef COMPARE_HUNK_H
#define COMPARE_HUNK_H

#include <stdbool.h>
#include <travaux/compare/diff.h>

struct side { /* one text of the two */
    const char *text;
    size_t length;
    struct tvx_tokens tokens;
    uint32_t *ids; /* by token; equal numbers are equal tokens */
};

/* Tokens and their numbers; the text itself is not copied. */
enum tvx_status side_read(struct side *side, struct tvx_arena *arena, struct tvx_vocab *vocab, const char *text,
                          struct tvx_error *error);

/* The diff of two sides that are read already, their numbers counting from 0 without gaps. */
enum tvx_status sides_diff(struct tvx_diff *out, struct tvx_arena *arena, struct tvx_arena *scratch,
                           const struct side *a, const struct side *b, enum tvx_diff_style style,
                           struct tvx_error *error);

/* An arena for sides_diff of texts that have so many bytes in all. */
struct tvx_arena *sides_scratch(size_t bytes);

struct hunk {
    size_t a_from, a_to, b_from, b_to; /* tokens [from, to) */
};

struct hunks {
    struct hunk *items;
    size_t count;
};

/* From the engine's answer; arena-owned.  False when memory is short. */
bool hunks_make(struct hunks *out, struct tvx_arena *arena, const bool *keep_a, size_t n, const bool *keep_b, size_t m);

/* Slides pure insertions and deletions to where a reader would mark them; changes no count of words. */
void hunks_slide(struct hunks *hunks, const struct side *a, const struct side *b);

/* Joins replacements over the short words or marks that happen to stay between them. */
void hunks_join(struct hunks *hunks, const struct side *a);

struct move {
    size_t a_from, b_from, count; /* tokens */
};

/* Passages of at least five words that are deleted in one place and inserted in another; ascending in b. */
bool moves_find(struct move **out, size_t *count, struct tvx_arena *arena, const struct hunks *hunks,
                const struct side *a, const struct side *b);

#endif
