/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * How surprising a word is: the number of bits, −log2 of the chance that a passage holds it.  Everybody writes "the
 * Member States shall", so sharing it says nothing; sharing "pseudonymous" or "2.4 GHz" says much.  The chances are
 * counted in passages (a paragraph, an edit) of whatever corpus there is, on top of a neutral prior of general legal
 * language (data/common-words.tsv), so that the first pair of texts ever seen is weighed sensibly too.
 *
 * A passage is the unit on purpose: in whole documents every common word occurs, and "data" would weigh as little as
 * "the".  Words are terms of travaux/text/stem.h, so an inflected form is the same word.
 *
 *     p(word) = (passages with it + PRIOR · p0(word)) / (passages + PRIOR)
 *
 * where p0 comes from the table of common words and is 2^-TVX_RARITY_UNKNOWN for a word that is not in it: the mean of
 * a beta distribution, i.e. the prior counts as PRIOR passages read before the first.
 */
#ifndef TRAVAUX_REUSE_RARITY_H
#define TRAVAUX_REUSE_RARITY_H

#include <stddef.h>
#include <stdint.h>
#include <travaux/base/buf.h>
#include <travaux/base/error.h>
#include <travaux/text/stem.h>

enum {
    TVX_RARITY_PRIOR = 1000,  /* passages that the prior counts as */
    TVX_RARITY_UNKNOWN = 12,  /* bits of a word that neither corpus nor table has seen, before any corpus */
};

/* Opaque; its own memory (about 32 bytes a term), not an arena's, since it is long-lived and grows.  One thread at a
   time may change it; any number may read it while none does.  Build one for each thread and merge them. */
struct tvx_rarity;

/*
 * Without a corpus.  It keeps at most `most_terms` terms (0: 4 million): when there are more, those seen least often
 * are forgotten, which turns a rare word into an unseen one of almost the same bits.  NULL when memory is short.
 */
struct tvx_rarity *tvx_rarity_new(size_t most_terms);
/* The same, sooner: the prior is shared with another, which may be freed before. */
struct tvx_rarity *tvx_rarity_like(const struct tvx_rarity *other, size_t most_terms);
void tvx_rarity_free(struct tvx_rarity *rarity);

/* The key of a term as tvx_terms gives it: 64 bits, the same on every machine and in every run, never 0.  Any two words
   of a corpus with a million fall together with a chance of one in 30 million. */
uint64_t tvx_rarity_key(const char *term, size_t length);

/* Counts the words of a text, each of its lines being a passage (a blank line is none). */
enum tvx_status tvx_rarity_learn(struct tvx_rarity *rarity, struct tvx_stemmer *stemmer, const char *language,
                                 const char *text, size_t length, struct tvx_error *error);

/* Counts one passage given by the keys of its terms, in any order; a key that repeats counts once.  For callers that
   have cut the text into terms already. */
enum tvx_status tvx_rarity_add(struct tvx_rarity *rarity, const uint64_t *keys, size_t count, struct tvx_error *error);

/* Adds what `from` has counted.  The order of merging does not matter as long as nothing had to be forgotten. */
enum tvx_status tvx_rarity_merge(struct tvx_rarity *into, const struct tvx_rarity *from, struct tvx_error *error);

uint64_t tvx_rarity_passages(const struct tvx_rarity *rarity);
size_t tvx_rarity_terms(const struct tvx_rarity *rarity);
uint64_t tvx_rarity_seen(const struct tvx_rarity *rarity, uint64_t key); /* passages with this term */

/* Bits of surprise at finding this term in a passage; above 0, at most about 64.  Constant time. */
double tvx_rarity_bits(const struct tvx_rarity *rarity, uint64_t key);

/*
 * The counts as bytes, the same bytes for the same counts:
 *     8 bytes "TVXRARE1" · u64 passages · u64 terms · terms × (u64 key, u32 count), keys ascending · 64 hexadecimal
 *     digits, the SHA-256 of all before
 * Numbers are little-endian.  The prior is not in it: it belongs to the program.
 */
enum tvx_status tvx_rarity_pack(const struct tvx_rarity *rarity, struct tvx_buf *out, struct tvx_error *error);

/* Adds packed counts to `rarity`.  TVX_E_MALFORMED, and nothing added, when the bytes are not what pack wrote. */
enum tvx_status tvx_rarity_unpack(struct tvx_rarity *rarity, const void *bytes, size_t length,
                                  struct tvx_error *error);

#endif
