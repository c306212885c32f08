/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What `novelty` searches: sentences of law in force, and those that proposals of the past would have put in. */
#ifndef ANALYSE_NOVELTY_LAW_H
#define ANALYSE_NOVELTY_LAW_H

#include <travaux/analyse/novelty.h>
#include <travaux/law/institution.h>

#include "force_desk.h"
#include "novelty_index.h"

struct tvx_novelty {
    struct tvx_arena *arena;
    struct tvx_store *store;
    struct tvx_force_desk *desk;
    struct novelty_words *words;
    struct tvx_rarity *rarity; /* neutral, of stems */
    struct novelty_index *law, *past; /* units are of struct tvx_novelty_law, struct novelty_asked_before */
    struct tvx_institutions institutions;
    const struct tvx_stored_proposal *proposals;
    size_t proposal_count, instrument_count;
    struct tvx_fates *fates; /* made when first needed */
};

struct novelty_asked_before {
    size_t proposal; /* index */
    const char *text;
    struct tvx_evidence evidence;
};

/* The unit's structure from its norm: who (actor), does what (verb), and how bidden. */
enum tvx_status novelty_norm(struct novelty_unit *unit, struct tvx_novelty *novelty, const char *language,
                             const struct tvx_force_sentence *sentence, struct tvx_error *error);

enum tvx_status novelty_read_law(struct tvx_novelty *novelty, struct tvx_error *error);
enum tvx_status novelty_read_past(struct tvx_novelty *novelty, struct tvx_error *error);

/* The sentence folded, without label and case, by which two are the same; NULL when memory is short. */
const char *novelty_folded(struct tvx_arena *arena, const char *text);

#endif
