/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Was one edit copied from another?  Two proposals on one article always share the article; what tells a copy is the
 * words that were put in or struck out, each counting by how rare it is (travaux/reuse/rarity.h), their order, and how
 * much of either edit they make up.  The answer is a probability, with the shared words that carry it.
 *
 * An edit is prepared once; comparing two prepared edits is a walk through sorted numbers and takes about a
 * microsecond, so that all proposals can be held against all amendments without choosing candidates first.
 */
#ifndef TRAVAUX_REUSE_MATCH_H
#define TRAVAUX_REUSE_MATCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <travaux/base/arena.h>
#include <travaux/reuse/rarity.h>

struct tvx_weighed; /* an edit made ready; arena-owned; read-only once prepared, so threads may share it */

/*
 * What `after` changes in `before` (valid UTF-8; either may be empty or NULL: a new text, a deletion).  Words are
 * compared as index terms, so that inflection, capitals, punctuation and white space are no change.  The inserted and
 * the deleted words are those of the minimal edit script (compare/diff.h); two texts too long for that in half a
 * second are told apart by which words each has more often.  `language` as for tvx_terms; `rarity` is only read, and
 * only here: count all that is to be counted before.
 */
enum tvx_status tvx_edit_prepare(struct tvx_weighed **out, struct tvx_arena *arena, const struct tvx_rarity *rarity,
                                 struct tvx_stemmer *stemmer, const char *language, const char *before,
                                 const char *after, struct tvx_error *error);

/* Bits of the different words that the edit inserts and deletes. */
double tvx_edit_bits_inserted(const struct tvx_weighed *edit);
double tvx_edit_bits_deleted(const struct tvx_weighed *edit);

/*
 * What the model weighs; each number is symmetric in the two edits and above 0 only where they share something.  Bits
 * are those of different words; the bits of two neighbours (one word between them at most) are those of the more common
 * one.  Bits are weighed by the share they make up, for ten shared words are much of two short edits and nothing in two
 * long ones.  All are lowered where few bits agree and neither old text is a part of the other: two who make "shall" a
 * "should" in different places did so by chance.
 */
enum tvx_match_feature {
    /* bits of words both insert, as log2(1 + bits), times the share they are of the larger insertion */
    TVX_MATCH_INSERTED,
    /* bits of neighbours both insert, as log2(1 + bits), times the share they are of the smaller insertion: also a part
       copied out of a longer text, or into one */
    TVX_MATCH_ORDER,
    /* bits both delete by the bits either deletes, cubed: two that strike out the same words and no others.  How rare
       the words are does not count, since the author of the old text chose them */
    TVX_MATCH_DELETED,
    /* bits both insert or delete by the bits either inserts or deletes, squared: the whole of both edits.  */
    TVX_MATCH_WHOLE,
    /* bits of the words both change in the same spot, between the same neighbours, by the bits of the smaller edit:
       also where one writes the whole article anew and the other changes a point of it */
    TVX_MATCH_SPOT,
    TVX_MATCH_FEATURES,
};

/* One edit against another: the features in the order above; all 0 when nothing is shared. */
void tvx_match_features(double features[TVX_MATCH_FEATURES], const struct tvx_weighed *a, const struct tvx_weighed *b);

/* The coefficients of a logistic regression (data/match-model.tsv, fitted by bench/match_lobbyplag.py). */
struct tvx_match_model {
    double intercept;
    double weights[TVX_MATCH_FEATURES];
};

/* The model that the program carries; TVX_E_MALFORMED names what is wrong with the table. */
enum tvx_status tvx_match_model_load(struct tvx_match_model *model, struct tvx_error *error);

/*
 * The probability, 0 to 1, that one edit was copied from the other or both from a third, for two edits that somebody
 * thought worth comparing: of the pairs by which it was calibrated, of one provision mostly, two thirds were copies.
 * Among all pairs of two large sets copies are far rarer, so take a threshold well above one half there.
 * 0 when the edits share no word; symmetric.
 */
double tvx_match_score(const struct tvx_match_model *model, const struct tvx_weighed *a, const struct tvx_weighed *b);

struct tvx_match_shared {
    bool deleted;             /* both strike it out; else both put it in */
    const char *text;         /* as edit a has it; arena-owned */
    size_t a_start, a_length; /* bytes; of a's after-text, for deleted words of its before-text */
    size_t b_start, b_length;
    double bits;              /* of its different words */
};

/*
 * The words that carry the score: runs of words that both edits insert (or delete) in the same order, each word used
 * once, those of most bits first; runs below two bits ("of the") are left out, and so is, in very long edits, what lies
 * only between words that occur very often.
 */
enum tvx_status tvx_match_shared(struct tvx_match_shared **out, size_t *count, struct tvx_arena *arena,
                                 const struct tvx_weighed *a, const struct tvx_weighed *b, struct tvx_error *error);

#endif
