/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* One sentence of a proposal against what `novelty` searches. */
#ifndef ANALYSE_NOVELTY_SENTENCE_H
#define ANALYSE_NOVELTY_SENTENCE_H

#include "novelty_law.h"

struct novelty_case { /* the sentence, and the one in force that it is a new wording of */
    const struct tvx_stored_proposal *proposal;
    const char *language, *key, *path;
    const struct tvx_force_sentence *sentence, *changes; /* changes NULL: none */
    struct novelty_text words, before;                   /* of both */
    double *added;        /* of each word: 1, or 0 where `before` has it */
    bool *again;          /* of each word: its concept was there before, added or kept like this one */
    double all, new_bits; /* bits of the words of substance, each concept once; of those added */
};

/* Fills all of *out but its evidence. */
enum tvx_status novelty_judge(struct tvx_novelty_sentence *out, struct tvx_novelty *novelty, struct novelty_case *asked,
                              struct tvx_error *error);

/* Share of what the case adds that the unit has; *shared: concepts; *whole (may be NULL): share of all of it. */
double novelty_covered(const struct tvx_novelty *novelty, const struct novelty_case *asked,
                       const struct novelty_unit *unit, size_t *shared, double *whole);

/* The sentence and what was found of it as a claim. */
enum tvx_status novelty_claim(struct tvx_novelty_report *report, struct tvx_arena *arena,
                              const struct tvx_novelty_sentence *sentence, struct tvx_error *error);

#endif
