/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Aligns the provisions of two versions of one text: which paragraph became which, also when it was renumbered, split,
 * joined or moved.  The diff of two documents is then the alignment plus the word-level diff within each pair, so that
 * a new item a) does not make every later item look rewritten.
 */
#ifndef TRAVAUX_COMPARE_ALIGN_H
#define TRAVAUX_COMPARE_ALIGN_H

#include <travaux/compare/diff.h>

struct tvx_part { /* one provision or paragraph of a document */
    const char *label; /* as printed; "" when none */
    const char *text;  /* without label, folded */
};

enum tvx_pair_kind {
    TVX_PAIR_SAME,    /* one to one, texts equal (labels may differ) */
    TVX_PAIR_CHANGED, /* one to one */
    TVX_PAIR_INS, TVX_PAIR_DEL,
    TVX_PAIR_SPLIT,   /* one of a, several consecutive of b */
    TVX_PAIR_JOIN,    /* several consecutive of a, one of b */
    TVX_PAIR_MOVED,   /* one to one, but out of order; may also be changed */
};
const char *tvx_pair_kind_to_string(enum tvx_pair_kind kind);

struct tvx_pair {
    enum tvx_pair_kind kind;
    size_t a, a_count; /* index of the first part and how many; a_count 0 for INS */
    size_t b, b_count;
    bool renumbered;   /* the labels differ */
    struct tvx_diff diff; /* of the texts (joined by a space), for CHANGED, SPLIT, JOIN, MOVED */
};

struct tvx_alignment {
    struct tvx_pair *pairs; /* in order of b, deletions where they stood */
    size_t count;
};

enum tvx_status tvx_align_parts(struct tvx_alignment *out, struct tvx_arena *arena, const struct tvx_part *a,
                                size_t a_count, const struct tvx_part *b, size_t b_count, struct tvx_error *error);

#endif
