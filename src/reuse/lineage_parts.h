/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What the two halves of lineage share. */
#ifndef REUSE_LINEAGE_PARTS_H
#define REUSE_LINEAGE_PARTS_H

#include <travaux/reuse/lineage.h>

struct lineage_work {
    struct tvx_arena *arena;
    const struct tvx_history *history;
    bool whole;      /* the instrument was asked for */
    bool **own;      /* by version, by provision: belongs to what was asked for */
    size_t *holder;  /* by version: the provision that holds most of them; SIZE_MAX for none */
    struct tvx_error *error;
};

bool lineage_any(const struct lineage_work *work, size_t version);

/* Fills step->changes. */
enum tvx_status lineage_changes(struct lineage_work *work, struct tvx_step *step);

/* Fills change->diff, of change->before and change->text; a MOVE without a length in a came from another provision. */
enum tvx_status lineage_redline(struct lineage_work *work, struct tvx_alteration *change, size_t version);

/* Adds to the list, or to the proposal's numbers in it. */
enum tvx_status lineage_add_changer(struct lineage_work *work, struct tvx_changer **list, size_t *count,
                                    const struct tvx_changer *changer);

#endif
