/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * The program's machine output, object by object as CONTRACT.md fixes it; more members than the contract's least are
 * written, none is renamed.  Each function writes one JSON value, so that `cmd`, the server's API and the export
 * print the same.  Offsets count code points.
 */
#ifndef TRAVAUX_SHOW_JSON_H
#define TRAVAUX_SHOW_JSON_H

#include <travaux/base/json.h>
#include <travaux/compare/brackets.h>
#include <travaux/reuse/match.h>
#include <travaux/show/comparison.h>
#include <travaux/store/ingest.h>

void tvx_json_comparison(struct tvx_json *json, struct tvx_arena *arena, const struct tvx_comparison *comparison);
/* [{"op","a":[start,len],"b":[start,len],"text"}] */
void tvx_json_diff(struct tvx_json *json, const char *a, const char *b, const struct tvx_diff *diff);
void tvx_json_proposal(struct tvx_json *json, const struct tvx_stored_proposal *proposal);
void tvx_json_proposals(struct tvx_json *json, const struct tvx_stored_proposal *items, size_t count);
void tvx_json_provision(struct tvx_json *json, const struct tvx_stored_instrument *head,
                        const struct tvx_instrument *instrument, size_t index);
/* With all its provisions; `instrument` NULL writes the head alone. */
void tvx_json_instrument(struct tvx_json *json, const struct tvx_stored_instrument *head,
                         const struct tvx_instrument *instrument);
/* `text` NULL leaves the text out (lists), `health` NULL what is known of the reading, `papers` NULL what states
   declared and what was adopted. */
void tvx_json_document(struct tvx_json *json, const struct tvx_stored_document *document, const char *text,
                       const struct tvx_health *health, const struct tvx_last_papers *papers);
/* [{"number","kind","actors":[…],"refers":[…],"text","quote","start","len"}] */
void tvx_json_statements(struct tvx_json *json, const struct tvx_last_papers *papers);
/* [{"action","target","instrument","version","provision","marginal","text","quote","start","len"}] */
void tvx_json_adopted(struct tvx_json *json, const struct tvx_last_papers *papers);
void tvx_json_health(struct tvx_json *json, const struct tvx_health *health);
void tvx_json_actor(struct tvx_json *json, const struct tvx_stored_actor *actor);
void tvx_json_event(struct tvx_json *json, const struct tvx_event *event);
void tvx_json_hit(struct tvx_json *json, const struct tvx_hit *hit);
void tvx_json_status(struct tvx_json *json, const struct tvx_counts *counts, const struct tvx_review *review,
                     size_t count);
void tvx_json_added(struct tvx_json *json, const struct tvx_ingest_report *report);
/* {"count","depth","brackets":[…],"options":[…],"unbalanced":[…]} and more; `changes` NULL for one text alone. */
void tvx_json_brackets(struct tvx_json *json, const struct tvx_brackets *brackets,
                       const struct tvx_bracket_changes *changes);

/* {"id","score","shared":[{"text","kind","bits","a":[start,len],"b":[start,len]}]}; `id` is JSON, the texts are
   those of the pair as it was given: before, after. */
void tvx_json_match(struct tvx_json *json, const char *id, double score, const struct tvx_match_shared *shared,
                    size_t count, const char *const a[2], const char *const b[2]);

/*
 * The whole workspace: {"travaux","documents":[…],"instruments":[…],"proposals":[…],"verdicts":[…],"assessments":[…],
 * "positions":[…],"annotations":{…},"statements":[…],"published":[…]}, with all texts and all that people entered but
 * for what is private.  Of `filter` the meeting chooses documents, all of it proposals.  `version` is the program's.
 */
enum tvx_status tvx_json_whole(struct tvx_json *json, struct tvx_arena *arena, struct tvx_store *store,
                               const struct tvx_filter *filter, const char *version, struct tvx_error *error);

#endif
