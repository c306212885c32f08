/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * What of a text goes into the index: shingles of three words in a row that carry meaning, whatever their order.
 * Function words, punctuation, white space and inflection do not take part, so an edit that changes one word in five
 * still leaves most shingles of a passage whole.  A place is the number of such a word in its text, from 0; the shingle
 * at place i stands for words i, i + 1 and i + 2 (of Chinese: for six characters, in pairs).
 */
#ifndef REUSE_INDEX_SHINGLE_H
#define REUSE_INDEX_SHINGLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <travaux/base/error.h>
#include <travaux/reuse/rarity.h>

enum {
    SHINGLE_WORDS = 3,
    SHINGLE_BITS = 48, /* of the hash: two shingles of a million million fall together by chance once in 280 */
    SHINGLE_MARK = 32, /* a text's byte offset is kept for every so many words */
};

/* No shingle: too few words follow. */
#define SHINGLE_NONE UINT64_MAX

struct shingler; /* one for a thread */

struct shingled {      /* of the last text; valid until the next */
    uint64_t *hashes;  /* by place; below 2^48, or SHINGLE_NONE */
    uint32_t *starts;  /* byte offset of the word at each place */
    uint32_t *ends;    /* and of its end */
    size_t count;      /* places */
};

/* What the shingles of this program depend on, besides the text: an index made under another recipe is of no use. */
uint64_t tvx_shingle_recipe(void);

/* `prior`: any that is at hand.  `learn`, if not NULL, counts every word of the texts, each line being a passage. */
struct shingler *tvx_shingler_new(const struct tvx_rarity *prior, struct tvx_rarity *learn);
void tvx_shingler_free(struct shingler *shingler);
/* At most 2^28 words that carry meaning and 2^31 bytes, else TVX_E_LIMIT. */
enum tvx_status tvx_shingle(struct shingler *shingler, struct shingled *out, const char *language, const char *text,
                            size_t length, struct tvx_error *error);

#endif
