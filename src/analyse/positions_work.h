/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What the parts of the positions' analysis share. */
#ifndef ANALYSE_POSITIONS_WORK_H
#define ANALYSE_POSITIONS_WORK_H

#include <travaux/analyse/positions.h>
#include <travaux/store/position.h>

#include "positions_words.h"

struct positions_work {
    struct tvx_positions *out;
    struct tvx_arena *arena;
    struct tvx_store *store;
    struct tvx_stored_proposal *proposals;
    size_t proposal_count;
    struct tvx_stored_document *documents;
    size_t document_count;
    struct tvx_stance_rules *rules;
    struct tvx_error *error;
};

/* The names under which the documents' heads print their sponsors: "Republic of Varenia (VRN)", and "Varenia". */
enum tvx_status positions_learn_names(struct positions_work *work);

/* A position without claim's evidence; NULL when memory is short.  `proposal` NULL where it is about none. */
struct tvx_position *positions_add(struct positions_work *work, struct tvx_position_list *list, const char *actor,
                                   enum tvx_stance stance, const struct tvx_stored_proposal *proposal,
                                   const char *method);

/* Reads minutes, statements and declarations. */
enum tvx_status positions_read_documents(struct positions_work *work);

/* Sides that were entered by hand. */
enum tvx_status positions_by_hand(struct positions_work *work);

/* Network, blocs and estimates of the list as it stands. */
enum tvx_status positions_stand_together(struct positions_work *work);

/* What a group said, for its members that day who did not speak for themselves. */
enum tvx_status positions_spread(struct positions_work *work);

#endif
