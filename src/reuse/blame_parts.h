/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What the parts of blame share: a history being made, version by version. */
#ifndef REUSE_BLAME_PARTS_H
#define REUSE_BLAME_PARTS_H

#include <travaux/reuse/blame.h>

#define BLAME_NONE UINT32_MAX

/* A run of words of one text, to be matched with those of another. */
struct blame_text {
    const char *text;             /* NUL-terminated; words' starts count in it */
    const struct tvx_word *words;
    size_t count;
};

/* A proposal made ready: its text in lines, each word with what the proposal does to it. */
struct blame_tabled {
    const struct tvx_stored_proposal *proposal;
    size_t base;              /* version that it would change */
    struct tvx_word *after;   /* of proposal.after */
    size_t after_count;
    bool *inserted;           /* by word of `after` */
    struct blame_text *lines; /* of `after`, labels left out; words' starts count in the line's text */
    size_t *line_first;       /* by line: its first word among `after` */
    size_t line_count;
    uint32_t *struck;         /* identities of words of the base that it strikes out */
    size_t struck_count;
    bool deletes;             /* SUP: strikes out provisions whole */
    bool adds;                /* a new provision, all of it inserted */
    bool marked;              /* the document's own marks say what is inserted; else a comparison does */
    bool ready;
};

struct blame_work {
    struct tvx_arena *arena;
    struct tvx_history *out;
    struct tvx_vocab *vocab;
    bool *common;             /* by number of the vocabulary: words that everybody writes */
    size_t common_count;
    size_t origin_capacity, descent_capacity, use_capacity, cut_capacity;
    struct blame_tabled *tabled; /* in order of date */
    size_t tabled_count;
    double budget;            /* word pairs that may still be compared */
    struct tvx_error *error;
};

/* Tokens with their numbers; arena-owned. */
enum tvx_status blame_tokenize(struct blame_work *work, struct tvx_word **out, size_t *count, const char *text,
                               size_t length);
enum tvx_status blame_words(struct blame_work *work, struct tvx_words *out, const struct tvx_instrument *instrument);

/* A new identity for a word first seen there; BLAME_NONE when memory is short. */
uint32_t blame_origin(struct blame_work *work, size_t version, size_t provision);

/* Does the word say something: neither punctuation nor a word that everybody writes? */
bool blame_telling(const struct blame_work *work, const struct tvx_word *word);

/*
 * mate[j] is the word of a that word j of b is, or BLAME_NONE; both are numbers within the text.  Of texts that are too
 * long only what keeps its order is found; when the budget is spent nothing is, and the history is marked as limited.
 */
enum tvx_status blame_mates(struct blame_work *work, uint32_t *mate, const struct blame_text *a,
                            const struct blame_text *b);

/* The same for texts of several parts: mate by the numbers that the words have in their version. */
enum tvx_status blame_mates_joined(struct blame_work *work, uint32_t *mate, const struct blame_text *a,
                                   const size_t *a_first, size_t a_count, const struct blame_text *b,
                                   const size_t *b_first, size_t b_count);

/* What is left of two texts, as numbers of words in ascending order, to look for runs that both have. */
struct blame_rest {
    uint32_t *a, *b;
    size_t a_count, b_count;
    uint32_t *row; /* by word of a, and one more */
};
struct blame_run {
    size_t a, b, length;
};
/* Room for `a` and `b` words; false when memory is short. */
bool blame_rest_new(struct blame_rest *rest, struct tvx_arena *arena, size_t a, size_t b);
/* The longest run, of those the first in b, then the last in a; length 0 when nothing is shared, or when the budget is
   spent (the history is then marked as limited). */
struct blame_run blame_longest_run(struct blame_work *work, const struct blame_rest *rest, const struct tvx_word *a,
                                   size_t a_total, const struct tvx_word *b);

/* Provision of a version as a text. */
struct blame_text blame_provision(const struct blame_work *work, size_t version, size_t provision);

enum tvx_status blame_descent(struct blame_work *work, struct tvx_descent descent);

/* Words of version `version` get the identities of those they are in earlier versions, BLAME_NONE where new. */
enum tvx_status blame_inherit(struct blame_work *work, size_t version);

/* Makes the proposals ready, `work->tabled`, once the words of all versions are there up to each one's base. */
enum tvx_status blame_table(struct blame_work *work, const struct tvx_stored_proposal *proposals, size_t count);
enum tvx_status blame_prepare(struct blame_work *work, struct blame_tabled *tabled);
/* New words of version `version` are given to the proposals that have them. */
enum tvx_status blame_attribute(struct blame_work *work, size_t version);

/* Words that a proposal tabled for this version would strike out, and that are in it no longer. */
enum tvx_status blame_cuts(struct blame_work *work, size_t version);

/* By provision of `version`: did it grow out of what the proposal is on?  Arena-owned; NULL when memory is short. */
bool *blame_place(struct blame_work *work, const struct blame_tabled *tabled, size_t version);

/* mate: by word of the lines, the word of `version` that it is, in the provisions marked in `place`. */
enum tvx_status blame_lay_lines(struct blame_work *work, uint32_t *mate, size_t count, const struct blame_text *lines,
                                const size_t *line_first, size_t line_count, size_t version, const bool *place);

/* Could the proposal have been known to those who adopted the version? */
bool blame_eligible(const struct tvx_history *history, const struct blame_tabled *tabled, size_t version);

/* Runs of BLAME_GRAM words, to find passages that stand anywhere. */
enum { BLAME_GRAM = 5 };
struct blame_gram {
    uint64_t key;
    uint32_t version, word;
};
uint64_t blame_gram_key(const struct tvx_word *words);
void blame_grams_sort(struct blame_gram *grams, size_t count); /* by key, then the latest version first */
size_t blame_grams_first(const struct blame_gram *grams, size_t count, uint64_t key);

#endif
