/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What the parts of `outcome` share. */
#ifndef ANALYSE_OUTCOME_PARTS_H
#define ANALYSE_OUTCOME_PARTS_H

#include <travaux/analyse/outcome.h>

/* The runs of outcome->words. */
enum tvx_status outcome_runs(struct tvx_outcome_report *report, struct tvx_arena *arena, struct tvx_error *error);
/* why and claims, of a report that has all else. */
enum tvx_status outcome_explain(struct tvx_outcome_report *report, struct tvx_arena *arena, struct tvx_error *error);
/* The sums over the reports. */
enum tvx_status outcome_sums(struct tvx_outcomes *all, struct tvx_arena *arena, struct tvx_error *error);
/* all->texts: the versions that the reports' proposals were held against or that their meetings adopted, blamed; of one
   instrument, or all (NULL). */
enum tvx_status outcome_texts(struct tvx_outcomes *all, struct tvx_arena *arena, struct tvx_store *store,
                              const char *instrument, struct tvx_error *error);

#endif
