/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * The redline of two whole texts: provisions are aligned first, then each pair is compared word by word, and the result
 * is one list of pieces over both texts.  So a new item a) shows as one insertion, and later items as renumbered, not
 * rewritten.  A diff of one long string (compare/diff.h) cannot tell a moved paragraph from a deleted and an inserted
 * one.
 */
#ifndef TRAVAUX_COMPARE_REDLINE_H
#define TRAVAUX_COMPARE_REDLINE_H

#include <travaux/compare/align.h>

struct tvx_redline {
    const char *a, *b;    /* the whole texts: each part its label, a space and its text, a newline between two */
    struct tvx_diff diff; /* over a and b */
    struct tvx_alignment alignment;
};

/* Arena-owned.  Applying the diff to a gives b exactly. */
enum tvx_status tvx_redline(struct tvx_redline *out, struct tvx_arena *arena, const struct tvx_part *a, size_t a_count,
                            const struct tvx_part *b, size_t b_count, struct tvx_error *error);

#endif
