/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Two bracketed drafts as rows of words without their brackets, names and option labels, and for each word the one in
 * its place in the other draft.  Brackets and options are ranges of these words.
 */
#ifndef COMPARE_BRACKET_WORDS_H
#define COMPARE_BRACKET_WORDS_H

#include <travaux/law/brackets.h>

enum { BRACKET_CHAIN = 128 }; /* no bracket nests deeper */

struct word_range {
    size_t first, end; /* words */
    size_t parent;     /* the range around it; SIZE_MAX for none */
};

static inline size_t word_range_count(const struct word_range *range)
{
    return range->end > range->first ? range->end - range->first : 0;
}

struct word_side {
    size_t count;
    size_t *at, *end;           /* bytes of the draft's text at which each word begins and ends */
    size_t *other;              /* the word of the other draft, SIZE_MAX for none */
    bool *moved;                /* which stands elsewhere */
    size_t *item, *option;      /* innermost TEXT bracket and option around it, SIZE_MAX for none */
    struct word_range *items, *options; /* of all brackets and all options */
};

struct bracket_words {
    struct word_side sides[2];
};

enum tvx_status bracket_words_read(struct bracket_words *out, struct tvx_arena *arena, const struct tvx_brackets *a,
                                   const struct tvx_brackets *b, struct tvx_error *error);

#endif
