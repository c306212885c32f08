/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Passages that two texts share: the longest stretches of one that come back in the other, also when words in them
 * were replaced, put in, taken out or moved. One text is prepared once (its words numbered, its short runs of words
 * put into a table), then any number of others are held against it. A passage is scored by the bits of surprise of
 * the words it copies, less what its changes cost, so that what everybody writes weighs little however long it is.
 *
 * The method is the usual one for long sequences, put together from published parts: runs of three words, and of
 * three out of four, that stand in both texts are seeds (gapped seeds: Ma, Tromp & Li, PatternHunter, 2002); seeds
 * are chained with gap costs (Li, minimap2, 2018); between and around the links of a chain the alignment is the
 * optimum of Smith & Waterman (1981) with Gotoh's affine gaps (1982), found over the pairs of equal words alone, and
 * grown at both ends until that no longer pays (X-drop: Zhang, Berman, Wiehe & Miller, 1999). Words are terms of
 * travaux/text/stem.h, so an inflected form is the same word.
 *
 *     score = Σ bits of each copied word
 *             − 2 for each word that another replaces − (4 + ½ a word) for each gap
 *
 * A copied word has the bits that travaux/reuse/rarity.h gives it, fewer where these two texts use it often, and one
 * at least.  Where the two words before it were copied, too, and the texts have all three in a row elsewhere, it was
 * to be expected: with n further occurrences in either text it has at most log2(1 + 4 / n).  Runs of three words that
 * occur more than 32 times in one of the texts seed nothing.  One side of a passage may lie in better ones, as a
 * clause does that was copied twice, if the passage says at least 0.6 of what they say to a word.
 */
#ifndef TRAVAUX_REUSE_PASSAGE_H
#define TRAVAUX_REUSE_PASSAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <travaux/base/arena.h>
#include <travaux/base/error.h>
#include <travaux/reuse/rarity.h>

/* A stretch of copied words, the same on both sides but for inflection and what lies between words.  Bytes. */
struct tvx_copied {
    size_t a_start, a_length;
    size_t b_start, b_length;
    size_t words;
};

/* Begins and ends with a copied word on both sides. */
struct tvx_passage {
    size_t a_start, a_length; /* bytes in the first text */
    size_t b_start, b_length; /* bytes in the second */
    double score;             /* bits; see above */
    double bits;              /* of surprise of the copied words alone */
    size_t words;             /* copied */
    size_t a_words, b_words;  /* in all, on each side */
    struct tvx_copied *copied; /* in order of both texts */
    size_t copied_count;
};

struct tvx_passages {
    struct tvx_passage *items; /* the best first; then by place in a, then in b */
    size_t count;
    /* The texts repeat themselves so much that the search was cut short: passages may be shorter than they could be. */
    bool cut;
};

/* Zero is the default of each. */
struct tvx_passage_options {
    double least_score; /* bits; default: 20 and twice what chance reaches, log2 of a × b words; at most 80 */
    size_t least_words; /* copied; default 6 */
};

/*
 * A text made ready to be compared with others.  Takes about 50 bytes a word; the text itself must outlive it.  Any
 * number of threads may use it at once.
 */
struct tvx_passage_source;

/*
 * At most 2^28 words, else TVX_E_LIMIT.  `rarity` is only read, and only here; NULL is the neutral one, which takes a
 * millisecond to make: pass one where there are many texts.  `language` as in text/stem.h.  The source has its own
 * memory and is to be freed.
 */
enum tvx_status tvx_passage_prepare(struct tvx_passage_source **out, const char *text, size_t length,
                                    const char *language, const struct tvx_rarity *rarity, struct tvx_error *error);
void tvx_passage_source_free(struct tvx_passage_source *source);

/* Passages that the prepared text (a) shares with `text` (b).  Arena-owned; `options` may be NULL. */
enum tvx_status tvx_passage_find(struct tvx_passages *out, struct tvx_arena *arena,
                                 const struct tvx_passage_source *source, const char *text, size_t length,
                                 const struct tvx_passage_options *options, struct tvx_error *error);

/* Both steps for one pair of texts; the shorter is the one prepared.  The same passages when a and b change places. */
enum tvx_status tvx_passages(struct tvx_passages *out, struct tvx_arena *arena, const char *a, const char *b,
                             const char *language, const struct tvx_rarity *rarity,
                             const struct tvx_passage_options *options, struct tvx_error *error);

#endif
