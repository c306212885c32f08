/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * The sentences that a proposal's are held against (law in force, and what earlier meetings were asked for), indexed
 * once by concept.  The nearest are ranked as by Okapi BM25 (Robertson & Zaragoza, 2009) over concepts, each weighed by
 * its bits of surprise (travaux/reuse/rarity.h) in place of its idf.
 */
#ifndef ANALYSE_NOVELTY_INDEX_H
#define ANALYSE_NOVELTY_INDEX_H

#include <travaux/reuse/rarity.h>

#include "novelty_words.h"

struct novelty_unit {
    struct novelty_text words; /* of the sentence */
    struct novelty_text above; /* of headings and chapeaux over it: they count by half */
    uint64_t actor, verb;      /* concepts; 0: none */
    const char *kind;          /* of its strongest norm, "" for none */
    uint64_t *concepts;        /* the index's: those of both texts, ascending */
    size_t concept_count;
    double bits;               /* of its own content words, each concept once */
    void *of;                  /* the caller's */
};

struct novelty_index;

enum { NOVELTY_HITS = 12 };

struct novelty_hit {
    size_t unit;
    double score;
};

/* The index keeps what it is given; units are added, then it is closed, then asked.  Arena-owned but for the rarity. */
struct novelty_index *novelty_index_new(struct tvx_arena *arena);
void novelty_index_free(struct novelty_index *index);
enum tvx_status novelty_index_add(struct novelty_index *index, const struct novelty_unit *unit,
                                  struct tvx_error *error);
enum tvx_status novelty_index_close(struct novelty_index *index, struct tvx_error *error);
/* Has the sentence, or what stands over it, the concept? */
bool novelty_unit_has(const struct novelty_unit *unit, uint64_t concept);

const struct novelty_unit *novelty_index_unit(const struct novelty_index *index, size_t unit);
size_t novelty_index_count(const struct novelty_index *index);

/* Of a concept, once the index is closed. */
double novelty_index_bits(const struct novelty_index *index, uint64_t concept);

struct novelty_asked {
    const struct novelty_word *words;
    const double *weights; /* of each word, 0…1; NULL: 1 */
    size_t count;
    uint64_t actor, verb;
    const char *kind;
};

/* The best units, best first, at most NOVELTY_HITS; *count 0 where nothing shares a word of substance. */
enum tvx_status novelty_index_ask(const struct novelty_index *index, struct novelty_hit hits[NOVELTY_HITS],
                                  size_t *count, const struct novelty_asked *asked, struct tvx_error *error);

#endif
