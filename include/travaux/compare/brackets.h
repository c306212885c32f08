/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * What became of the brackets and options between two drafts of one text.  The provisions are aligned and the words
 * within them compared without their brackets; then each bracket is looked for where its words now stand.  So a
 * bracket lifted off words that stay is told from one that went with its words.
 */
#ifndef TRAVAUX_COMPARE_BRACKETS_H
#define TRAVAUX_COMPARE_BRACKETS_H

#include <travaux/compare/align.h>
#include <travaux/law/brackets.h>

enum tvx_bracket_change_kind {
    TVX_BRACKETS_OPENED,    /* b only, and most of its words are new */
    TVX_BRACKETS_REOPENED,  /* b only, around words that stood outside brackets and options in a */
    TVX_BRACKETS_CLOSED,    /* a only: its words stand without it in b (agreed as they were) */
    TVX_BRACKETS_DROPPED,   /* a only: its words are gone */
    TVX_BRACKETS_KEPT,      /* in both, its words the same (at least nine in ten) */
    TVX_BRACKETS_CHANGED,   /* in both, its words changed, or its names */
    TVX_BRACKETS_CHANGES,
};
const char *tvx_bracket_change_to_string(enum tvx_bracket_change_kind kind); /* "opened", "reopened", … */

struct tvx_bracket_change {
    enum tvx_bracket_change_kind kind;
    bool option;    /* of options, else of brackets */
    size_t a, b;    /* indexes of items or options; SIZE_MAX where there is none */
    bool moved;     /* stands elsewhere */
    double kept;    /* share of the words of the one that is told which the other text has in this place */
    const char *names_gone, *names_new; /* of CHANGED: codes with ", " between them; "" when none */
};

struct tvx_bracket_changes {
    const struct tvx_brackets *a, *b;
    struct tvx_bracket_change *items; /* in order of b, those of a where they stood */
    size_t count;
    size_t kinds[TVX_BRACKETS_CHANGES]; /* of brackets */
    size_t option_kinds[TVX_BRACKETS_CHANGES];
};

/* Arena-owned; a and b must outlive it.  Only TEXT brackets are told of. */
enum tvx_status tvx_brackets_compare(struct tvx_bracket_changes *out, struct tvx_arena *arena,
                                     const struct tvx_brackets *a, const struct tvx_brackets *b,
                                     struct tvx_error *error);

#endif
